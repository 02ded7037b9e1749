#!/usr/bin/env bash
# Installs the server on Debian from a checkout, beside the versions that are there. Doing it again does no harm.
# It must not start anything, open a port, or touch a configuration, a key or a database.
#
#   instalar.sh --version NAME [--entorno FOLDER] [--requisitos server-s3] [--sin-activar] [--prefijo FOLDER]
#   instalar.sh --activar NAME [--prefijo FOLDER]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
readonly here checkout=${here%/deploy/server}

say() { printf 'instalar: %s\n' "$*"; }
fail() { printf 'instalar: %s\n' "$*" >&2; exit 1; }

version='' environment='' prefix='' wanted=server activate=yes only_activate=no
while [ $# -gt 0 ]; do
    case $1 in
        --version) version=${2:?}; shift 2 ;;
        --activar) version=${2:?}; only_activate=yes; shift 2 ;;
        --entorno) environment=$(cd "${2:?}" && pwd); shift 2 ;;
        --requisitos) wanted=${2:?}; shift 2 ;;
        --prefijo) prefix=$(cd "${2:?}" && pwd); shift 2 ;;
        --sin-activar) activate=no; shift ;;
        *) fail "unknown option $1" ;;
    esac
done
[[ $wanted =~ ^server(-s3)?$ ]] || fail "--requisitos is server or server-s3"
[[ $version =~ ^[0-9A-Za-z][0-9A-Za-z.-]{0,40}$ ]] || fail "--version wants letters, digits, points and dashes"
readonly versions=$prefix/opt/servidor/versiones current=$prefix/opt/servidor/actual

# The link changes in one step: whoever starts the program finds one version or the other.
activate() {
    [ -x "$versions/$version/bin/servidor" ] || fail "there is no version $version"
    ln -sfn "versiones/$version" "$current.nuevo"
    mv -T "$current.nuevo" "$current"
    say "actual -> $version"
}

packages() {
    [ -z "$prefix" ] || return 0
    [ "$(id -u)" = 0 ] || fail "run as root"
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends python3 python3-venv nginx postgresql-client
}

program() {
    if [ -x "$versions/$version/bin/servidor" ]; then say "version $version is there"; return; fi
    mkdir -p "$versions"
    if [ -n "$environment" ]; then ln -sfn "$environment" "$versions/$version"; return; fi
    local unfinished=$versions/.$version
    rm -rf -- "$unfinished" "${versions:?}/$version"
    "${PYTHON:-python3}" -m venv "$unfinished"
    "$unfinished/bin/python" -m pip install -q --require-hashes --only-binary :all: -r "$checkout/requirements/$wanted.txt"
    local source=$unfinished/source  # built from a copy: nothing is written into the checkout
    mkdir "$source"
    cp -r "$checkout"/{shared,hardware,urna,theme_builder,server,pyproject.toml,README.md,LICENSE} "$source/"
    "$unfinished/bin/python" -m pip install -q --no-deps --no-build-isolation "$source"
    rm -rf -- "$source"
    # Programs of an environment name their interpreter by its whole path.
    grep -rlI -- "$unfinished" "$unfinished/bin" | xargs -r sed -i "s|$unfinished|${versions#"$prefix"}/$version|g"
    mv -T "$unfinished" "$versions/$version"
}

files() {
    local units=$prefix/etc/systemd/system settings=$prefix/etc/servidor sites=$prefix/etc/nginx/sites-available
    install -d -m 0755 "$units" "$sites" "$prefix/etc/sysusers.d" "$prefix/usr/share/doc/servidor"
    install -d -m 0750 "$settings"
    install -m 0644 "$here"/systemd/* "$units/"
    install -m 0644 "$here/sysusers.d/servidor.conf" "$prefix/etc/sysusers.d/"
    install -m 0640 "$here/servidor.toml.ejemplo" "$settings/"
    install -m 0644 "$checkout"/docs/manual/{noche-guardia,servidor,respaldos}.md "$prefix/usr/share/doc/servidor/"
    [ -e "$sites/servidor.conf" ] || install -m 0644 "$here/nginx/servidor.conf" "$sites/"
}

account() {
    [ -z "$prefix" ] || return 0
    systemd-sysusers /etc/sysusers.d/servidor.conf
    install -d -m 0700 -o servidor -g servidor /var/lib/servidor /var/backups/servidor
    chgrp servidor /etc/servidor
    systemctl daemon-reload
}

if [ $only_activate = no ]; then packages; program; files; account; fi
if [ $activate = yes ]; then activate; fi
say done
