#!/bin/sh
# Make sure that the tests find a browser, its languages, Japanese fonts and PostgreSQL.
#
# As root on Debian what is missing is installed with apt; anybody else is told what to install, and it fails.
set -eu

missing=
needs() {
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}

has_file() {
    ls "$@"
}

has_japanese_font() {
    [ -n "$(fc-list :lang=ja family)" ]
}

look() {
    missing=
    needs chromium command -v chromium
    needs chromium-l10n has_file /usr/lib/chromium/locales/ja.pak
    needs postgresql has_file /usr/lib/postgresql/*/bin/initdb
    needs fontconfig command -v fc-list
    needs fonts-noto-cjk has_japanese_font
}

look
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing for the tests:$missing …"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086  # a list of packages
    apt-get -qq -o DPkg::Lock::Timeout=300 update </dev/null &&
        apt-get -qq -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends $missing </dev/null >/dev/null || true
    look
fi
[ -n "$missing" ] || exit 0
printf '\n%s\n' "テストに必要なものがありません。Debian では: sudo apt-get install$missing" \
    "The tests need more than this machine has. On Debian: sudo apt-get install$missing" >&2
exit 1
