# Sandbox stores in processes of their own, and profiles that name them. Source it after `storeql` and `home` are set; `stores` has the
# processes, which the script ends.

stores=()

# store NAME OPTION…: starts one.
store() {
  local name=$1
  shift
  "$storeql" sandbox "$@" >"$home/$name.json" &
  stores+=($!)
  for _ in $(seq 300); do [ -s "$home/$name.json" ] && return; sleep 0.1; done
  printf 'the store %s does not start\n' "$name"
  exit 1
}

# says STORE MEMBER: what it has told of itself.
says() { jq -r ".$2" "$home/$1.json"; }

# profile NAME STORE [TOKEN]: its section of the configuration file.
profile() {
  printf '[%s]\nStoreId = "%s"\nAuthScheme = "PAT"\nApiUrl = "%s"\nOAuthAccessToken = "%s"\n\n' \
    "$1" "$(says "$2" store_id)" "$(says "$2" api_url)" "${3:-$(says "$2" access_token)}"
}
