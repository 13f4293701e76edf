#!/usr/bin/env bash
# Signing in at npm's oauth2-mock-server in place of the sandbox's login server: with the browser, for a web application, and by
# a code without a browser.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cargo build --quiet
storeql=${CARGO_TARGET_DIR:-target}/debug/storeql
work=$(mktemp -d)
trap 'kill "${sandbox:-}" "${login:-}" 2>/dev/null || true; rm -rf "$work"' EXIT

fail() { printf 'oauth2-mock-server: %s\n' "$*" >&2; exit 1; }
# appears FILE: waits until it has something.
appears() { for _ in $(seq 300); do [ -s "$1" ] && return; sleep 0.1; done; fail "$1 stays empty"; }

npm install --silent --no-audit --no-fund --prefix "$work" oauth2-mock-server@7 >"$work/npm" 2>&1 || fail "$(cat "$work/npm")"
export HOME=$work/home BROWSER=$work/browser
unset XDG_CONFIG_HOME
mkdir "$HOME"

"$storeql" sandbox >"$work/sandbox.json" &
sandbox=$!
appears "$work/sandbox.json"
says() { jq -r ".$1" "$work/sandbox.json"; }
node tests/clients/parts/mock-login.mjs "$work" "$(says store_id)" "$(says access_token)" >"$work/login" &
login=$!
appears "$work/login"

# It asks nobody and sends the browser back at once.
printf '#!/bin/sh\necho opened >>%s/opened\nexec curl -fsSL -o %s/page "$1"\n' "$work" "$work" >"$BROWSER"
chmod +x "$BROWSER"
port=$(node -e 's=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
# connection APP: with the settings file of that app.
connection() {
  printf '%s' "AuthScheme=OAuth;StoreId=$(says store_id);OAuthClientId=$1;OAuthClientSecret=s3cret-of-the-mock" \
    ";ApiUrl=$(says api_url);LoginUrl=$(cat "$work/login");OAuthSettingsLocation=$work/settings-$1" \
    ";CallbackURL=http://localhost:$port/callback;Scope=store_v2_products_read_only"
}
query() { timeout 120 "$storeql" query -c "$1" --format csv "$2"; }
counts() { [ "$(query "$1" 'SELECT count(id) AS products FROM products')" = $'products\n120' ] || fail "no rows: $2"; }
exchanges() { grep -c "$1" "$work/exchanges" || true; }
# code ADDRESS: what the person would copy out of the address bar.
code() { curl -fsS -o "$work/sent" -w '%{redirect_url}' "$1" | sed -E 's/.*[?&]code=([^&]*).*/\1/'; }

# With the browser.
desktop="$(connection desk);InitiateOAuth=GETANDREFRESH"
counts "$desktop" 'with the browser'
counts "$desktop" 'at the second connection'
[ "$(wc -l <"$work/opened")" -eq 1 ] || fail 'the browser was not opened once'
grep -qF 'You are signed in' "$work/page" || fail "the page: $(cat "$work/page")"

# A token that ends is refreshed.
counts "$(connection short);InitiateOAuth=GETANDREFRESH" 'with a token that ends'
sleep 1.1
counts "$(connection short);InitiateOAuth=REFRESH" 'after the token ended'
[ "$(exchanges refresh_token)" -ge 1 ] || fail 'nothing was refreshed'

# A web application, by the procedures.
web="$(connection web);InitiateOAuth=OFF"
url=$(query "$web" "EXEC GetOAuthAuthorizationURL AuthMode='WEB', CallbackURL='https://app.example/back'" | tail -n 1 | tr -d '"')
query "$web" "EXEC GetOAuthAccessToken AuthMode='WEB', Verifier='$(code "$url")', CallbackURL='https://app.example/back'" >"$work/row"
grep -qF "stores/$(says store_id)" "$work/row" || fail "the procedure's row: $(cut -d, -f3- "$work/row")"
grep -qF 'mo@example.com' "$work/row" || fail "the procedure's row: $(cut -d, -f3- "$work/row")"
counts "$web;OAuthAccessToken=$(tail -n 1 "$work/row" | cut -d, -f1)" 'with the token of the procedure'

# By a code, without a browser.
headless="$(connection server);InitiateOAuth=REFRESH"
before=$(exchanges authorization_code)
with_code="$headless;OAuthVerifier=$(code "$("$storeql" login --print-url -c "$headless")")"
counts "$with_code" 'by a code'
counts "$with_code" 'by the same code again'
counts "$headless" 'without the code'
[ "$(exchanges authorization_code)" -eq $((before + 1)) ] || fail 'the code was not exchanged once'

# An answer that names no store is not believed.
plain="$(connection plain);InitiateOAuth=GETANDREFRESH"
result=0; query "$plain" 'SELECT id FROM products' >"$work/out" 2>"$work/err" || result=$?
[ "$result" -eq 3 ] || fail "an answer without a store ends with $result"
grep -qF 'does not say which store' "$work/err" || fail "$(cat "$work/err")"
[ ! -e "$work/settings-plain" ] || fail 'a token of no store was kept'
! grep -qF 's3cret-of-the-mock' "$work/err" "$work/page" || fail 'the secret is shown'
echo 'oauth2-mock-server: the browser, the procedures and a code signed in'
