#!/usr/bin/env bash
# Signing in with a real browser: Chromium opens where the program sends it, a person's finger presses Accept or Refuse, and the
# page that the browser ends at says how it went. The next connection opens none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cargo build --quiet
storeql=${CARGO_TARGET_DIR:-target}/debug/storeql
work=$(mktemp -d)
trap 'kill "${sandbox:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
export HOME=$work/home BROWSER=$work/browser
unset XDG_CONFIG_HOME
mkdir "$HOME"

fail() { printf 'browser: %s\n' "$*" >&2; exit 1; }

"$storeql" sandbox --request-log "$work/requests" >"$work/sandbox.json" &
sandbox=$!
for _ in $(seq 100); do [ -s "$work/sandbox.json" ] && break; sleep 0.1; done
says() { jq -r ".$1" "$work/sandbox.json"; }

# A port that was free a moment ago.
port=$(node -e 's=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
connection="AuthScheme=OAuth;InitiateOAuth=GETANDREFRESH;StoreId=$(says store_id);OAuthClientId=$(says client_id)"
connection="$connection;OAuthClientSecret=$(says client_secret);CallbackURL=http://localhost:$port/callback"
connection="$connection;ApiUrl=$(says api_url);LoginUrl=$(says login_url);Logfile=$work/storeql.log;Verbosity=5"

# person BUTTON: whoever opens the browser next presses it.
person() {
  local parts=$PWD/tests/clients/parts
  rm -f "$work"/page.*
  printf '#!/bin/sh\necho opened >>%s/opened\nexec node %s/consent.mjs %s %s "$1" 2>>%s/driver\n' \
    "$work" "$parts" "$1" "$work" "$work" >"$BROWSER"
  chmod +x "$BROWSER"
}
count() { timeout 120 "$storeql" query -c "$connection" --format csv 'SELECT count(id) AS products FROM products'; }
opened() { wc -l <"$work/opened" 2>/dev/null || echo 0; }
# shows TEXT: the page that the browser ended at has it, and its address carries nothing.
shows() {
  for _ in $(seq 300); do [ -s "$work/page.json" ] && break; sleep 0.1; done
  [ -s "$work/page.json" ] || fail "the browser came to no end: $(cat "$work/driver")"
  jq -r .text "$work/page.json" | grep -qF -- "$1" || fail "the page does not say '$1': $(cat "$work/page.json")"
  jq -e '.url | test("code|state|error") | not' "$work/page.json" >/dev/null || fail "the address bar: $(jq .url "$work/page.json")"
}

person refuse
code=0; count >"$work/out" 2>"$work/err" || code=$?
[ "$code" -eq 3 ] || fail "after a refusal the program ends with $code: $(cat "$work/err")"
grep -qF 'access was refused in the browser' "$work/err" || fail "the refusal is not told: $(cat "$work/err")"
shows 'Signing in has failed'
shows 'Access was refused in the browser'

person accept
[ "$(count 2>>"$work/err")" = $'products\n120' ] || fail "no rows after accepting: $(cat "$work/err")"
shows 'You are signed in'
shows "$(says store_id)"
jq -r .asked "$work/page.json" | grep -qF 'store_v2_products_read_only' || fail 'the consent page names no scopes'
[ -z "${PICTURES:-}" ] || cp "$work"/*.png "$PICTURES"

[ "$(count)" = $'products\n120' ] || fail 'no rows at the second connection'
[ "$(opened)" -eq 2 ] || fail "the browser was opened $(opened) times"

# The app is uninstalled: its token is refused, and the browser opens once more.
curl -fsS -o "$work/uninstalled" -d "client_id=$(says client_id)" "$(says login_url)/manage/uninstall"
person accept
[ "$(count)" = $'products\n120' ] || fail 'no rows after the token was taken away'
shows 'You are signed in'
[ "$(opened)" -eq 3 ] || fail "the browser was opened $(opened) times"
[ "$(grep -c /oauth2/token "$work/requests")" -eq 2 ] || fail 'there are not two exchanges'

! grep -rqF "$(says client_secret)" "$work/out" "$work/err" "$work/storeql.log" "$work/requests" "$work/page.json" "$HOME" \
  || fail 'the secret is shown'
echo 'browser: Chromium accepted twice and refused once; the next connection opened none'
