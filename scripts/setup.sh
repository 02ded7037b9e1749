#!/usr/bin/env bash
# Prepares this checkout: system packages, .venv with the pinned and hashed requirements, the project itself (editable).
# It must not write outside the checkout, except for system packages by apt, and it does nothing when nothing is missing.
#
#   PYTHON=/path/to/python3   the interpreter to build .venv with (3.11 or newer)
#   SYSTEM_PACKAGES=skip      do not look at system packages (systems without apt)
set -euo pipefail
cd "$(dirname "$0")/.."

readonly venv=.venv
readonly requirements=requirements/dev.txt
readonly installed="$venv/requirements.installed"
readonly log=.setup.log

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

wanted_packages() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' scripts/apt-packages.txt; }

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

missing_packages() {
    local name
    for name in $(wanted_packages); do
        is_installed "$name" || printf '%s ' "$name"
    done
}

# Prints the prefix that gives root, or fails where there is none without a question.
root_prefix() {
    if [ "$(id -u)" = 0 ]; then echo env; return; fi
    sudo -n true 2>/dev/null && echo "sudo -n env"
}

apt_install() {
    local prefix=$1
    shift
    # shellcheck disable=SC2086  # the prefix is words
    $prefix DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >>"$log" 2>&1
}

install_system_packages() {
    [ "${SYSTEM_PACKAGES:-}" = skip ] && { say "system packages: skipped, as asked"; return; }
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || fail "this is not a Debian: install the like of
  $(wanted_packages | tr '\n' ' ')
and run SYSTEM_PACKAGES=skip make setup"
    local missing prefix
    missing=$(missing_packages)
    [ -z "$missing" ] && return
    prefix=$(root_prefix) || fail "system packages are missing and there is no root without a password. Run
  sudo apt-get update && sudo apt-get install -y --no-install-recommends $missing"
    say "system packages by apt: $missing"
    # shellcheck disable=SC2086  # lists of words
    if ! apt_install "$prefix" $missing; then
        say "refreshing the lists of apt"
        $prefix apt-get update -q >>"$log" 2>&1 || fail "apt-get update failed; see $log"
        apt_install "$prefix" $missing || fail "apt-get could not install them; see $log"
    fi
}

is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

make_venv() {
    if [ -x "$venv/bin/python" ] && is_recent "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then return; fi
    local python
    for python in "${PYTHON:-}" python3.11 python3; do
        [ -n "$python" ] && command -v "$python" >/dev/null && is_recent "$python" && break
        python=
    done
    [ -n "$python" ] || fail "Python 3.11 or newer is needed: set PYTHON=/path/to/python3"
    say "environment: $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv" >>"$log" 2>&1 || fail "could not make $venv; see $log"
}

install_requirements() {
    cmp -s "$requirements" "$installed" && return
    say "Python packages: $(grep -c '==' "$requirements") pinned by hash (minutes on a slow line)"
    "$venv/bin/python" -m pip install --disable-pip-version-check -q --require-hashes -r "$requirements" 2>&1 \
        | tee -a "$log" || fail "pip failed; see $log"
    cp "$requirements" "$installed"
}

install_project() {
    "$venv/bin/python" -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation --editable . \
        >>"$log" 2>&1 || fail "the project itself could not be installed; see $log"
}

main() {
    : >"$log"
    install_system_packages
    make_venv
    install_requirements
    install_project
    say "ready"
}

main "$@"
