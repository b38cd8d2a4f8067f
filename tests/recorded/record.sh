#!/usr/bin/env bash
# Records this folder anew from Prism, an independent mock of the merged description. Needs npx.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=5.14.2
port=${PORT:-4011}
npx --yes "@stoplight/prism-cli@$version" mock --port "$port" generated/dronline-connected.openapi.json >/dev/null &
prism=$!
trap 'kill "$prism" 2>/dev/null || true' EXIT

for _ in {1..240}; do
  kill -0 "$prism"
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break; fi
  sleep 0.5
done
.venv/bin/undrift fixtures record --base-url "http://127.0.0.1:$port" --server "Prism $version"
