#!/usr/bin/env bash
# `make check`: everything that can be said about the code and the definitions without running
# the application. All of it runs, so that one run shows every fault.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2

bin=.venv/bin
failed=()
types=$(mktemp)
trap 'rm -f "$types"' EXIT

check() {
  local name=$1
  shift
  printf -- '-- %s\n' "$name"
  "$@" || failed+=("$name")
}

# The type checker takes longest and needs one core: the rest runs beside it.
"$bin/mypy" --no-error-summary >"$types" 2>&1 &
typing=$!

check format "$bin/ruff" format --quiet --check app tests migrations
check lint "$bin/ruff" check --quiet app tests migrations
check definitions "$bin/madoguchi" check
check house "$bin/python" -m pytest -p no:cacheprovider tests/house

printf -- '-- types\n'
wait "$typing" || failed+=(types)
cat "$types"

if ((${#failed[@]})); then
  printf 'check: not in order: %s\n' "${failed[*]}"
  exit 1
fi
printf 'check: all in order\n'
