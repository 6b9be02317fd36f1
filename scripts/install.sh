#!/bin/sh
# Install what a lock names, every file checked against its hash, into a virtual environment made when it is not there.
#
# usage: scripts/install.sh VENV LOCK     then: scripts/install.sh VENV     installs the project itself, editable
# Needs Python 3.11 or newer with venv, and nothing else. Where uv is on the path it does the same, faster.
set -eu

venv=$1
lock=${2:-}
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 UV_PYTHON_DOWNLOADS=never

say() {
    printf '\n%s\n' "$@" >&2
}

newest_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "Python 3.11 以上が見つかりません。Debian では: apt-get install python3 python3-venv" \
        "Python 3.11 or newer was not found. On Debian: apt-get install python3 python3-venv"
    exit 1
}

make_venv() {
    python=$(newest_python)
    if command -v uv >/dev/null; then
        uv venv --quiet --allow-existing --python "$python" "$venv"
    elif "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv "$venv"
    else
        say "Python の venv がありません。Debian では: apt-get install python3-venv" \
            "This Python has no venv. On Debian: apt-get install python3-venv"
        exit 1
    fi
}

install() {
    if command -v uv >/dev/null; then
        uv pip install --quiet --python "$venv/bin/python" "$@"
    else
        "$venv/bin/python" -m pip install -qq "$@"
    fi
}

[ -x "$venv/bin/python" ] || make_venv
if [ -n "$lock" ]; then
    echo "Installing $lock into $venv …"
    install --require-hashes -r "$lock"
else
    # The build backend is in the lock: nothing is fetched here.
    install --no-deps --no-build-isolation --editable .
fi
