#!/usr/bin/env bash
# Bring this checkout to where it can run: system packages, uv, and .venv from uv.lock.
#
#   .ci/setup.sh run     what `make run` needs
#   .ci/setup.sh test    and what the tests need besides
#   .ci/setup.sh ci      and what .ci/run needs besides
#
# Says nothing when there is nothing to do. Only root installs system packages; anyone else is
# told the one command to run, and the exit code is then 2.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

TOOLS=var/tools
LOG=var/setup.log
STAMP=.venv/.setup

say() { printf '%s\n' "$*" >&2; }

stop() {
  say "$@"
  exit 2
}

# Run a command with its output in the log, which is shown when the command fails.
quietly() {
  mkdir -p var
  if ! "$@" >"$LOG" 2>&1; then
    tail -n 40 "$LOG" >&2
    say "setup: failed: $*"
    exit 1
  fi
}

# The first Python that is new enough; PYTHON overrides.
find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13 python3.14; do
    if [[ -n $candidate ]] && command -v "$candidate" >/dev/null &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  stop "setup: Python 3.11 or newer is needed and was not found (set PYTHON to its path)."
}

# Those of the given packages that are not installed.
missing_packages() {
  local installed
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
  for name in "$@"; do
    grep -qxF "$name installed" <<<"$installed" || printf '%s\n' "$name"
  done
}

# Install what the given lists name; the Python to be used comes first.
install_packages() {
  local python=$1 wanted missing
  shift
  mapfile -t wanted < <(grep -hv '^#' "${@/%/.txt}")
  if ! command -v dpkg-query >/dev/null; then
    [[ -e $STAMP ]] || say "setup: not a Debian system; see .ci/packages/ for the libraries and fonts it needs."
    return
  fi
  # uv is fetched by pip in a venv, and Debian keeps that part of Python in a package of its own.
  if [[ ! -x $TOOLS/bin/uv ]] && ! "$python" -c 'import ensurepip' 2>/dev/null; then
    wanted+=(python3-venv)
  fi
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  ((${#missing[@]})) || return 0
  if ((EUID != 0)); then
    say "setup: system packages are missing. Please run this, then try again:"
    stop "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
  fi
  say "setup: installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  quietly apt-get -o DPkg::Lock::Timeout=120 update
  quietly apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "${missing[@]}"
}

# What .venv was made from: when any of it changes, it is brought up to date again.
digest() {
  { pwd && cat uv.lock pyproject.toml .ci/uv.txt .ci/setup.sh; } | sha256sum
}

install_python_packages() {
  local now
  now=$(digest)
  if [[ -x .venv/bin/python && -r $STAMP && $(<"$STAMP") == "$now" ]]; then
    return
  fi
  unset VIRTUAL_ENV
  if ! "$TOOLS/bin/uv" --version 2>/dev/null | grep -qF "$(sed 's/==/ /' .ci/uv.txt)"; then
    say "setup: fetching uv"
    quietly "$1" -m venv --clear "$TOOLS"
    quietly "$TOOLS/bin/python" -m pip install --quiet --disable-pip-version-check -r .ci/uv.txt
  fi
  say "setup: bringing .venv to uv.lock"
  # An existing .venv keeps its Python; a new one takes the one found above.
  local choice=()
  [[ -x .venv/bin/python ]] || choice=(--python "$1")
  # Offices often have a proxy with a certificate of their own, which the system knows.
  if [[ -r /etc/ssl/certs/ca-certificates.crt ]]; then
    export UV_SYSTEM_CERTS=true
  fi
  export UV_PYTHON_DOWNLOADS=never
  quietly "$TOOLS/bin/uv" sync --frozen "${choice[@]}"
  printf '%s\n' "$now" >"$STAMP"
}

lists=.ci/packages
case ${1:-run} in
  run) levels=("$lists/run") ;;
  test) levels=("$lists/run" "$lists/test") ;;
  ci) levels=("$lists/run" "$lists/test" "$lists/ci") ;;
  *) stop "setup: unknown level '$1'; it is run, test or ci." ;;
esac
python=$(find_python)
install_packages "$python" "${levels[@]}"
install_python_packages "$python"
