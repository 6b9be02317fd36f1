#!/bin/sh
# Run a throw-away PostgreSQL until standard input closes; its address is the one line on standard output.
#
# The server listens on a socket in its own folder only, so there is no port to collide and nobody else on the machine
# can reach it. Whoever starts it holds the pipe: when that process ends, however it ends, the server and its folder go.
set -eu

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || echo /nowhere/initdb)")
if [ ! -x "$bin/initdb" ]; then
    echo "PostgreSQL 15 or newer is missing. On Debian: apt-get install postgresql" >&2
    exit 2
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/transfer-log-pg.XXXXXX")
server=

# initdb and postgres refuse to run as root.
as_nobody_special() {
    if [ "$(id -u)" = 0 ]; then
        exec setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"
    fi
    exec "$@"
}

stop() {
    if [ -n "$server" ]; then
        kill -QUIT "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 1' HUP INT TERM

[ "$(id -u)" != 0 ] || chown postgres:postgres "$folder"
chmod 700 "$folder"
cd "$folder"

if ! (as_nobody_special "$bin/initdb" -D "$folder/data" -U postgres -A trust --locale=C.UTF-8 -E UTF8 \
    --no-sync --no-instructions) >"$folder.log" 2>&1; then
    cat "$folder.log" >&2
    rm -f "$folder.log"
    exit 1
fi
mv "$folder.log" "$folder/log"

# Nothing here has to outlive a power cut, so nothing waits for the disk.
(as_nobody_special "$bin/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= \
    -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60) >>"$folder/log" 2>&1 &
server=$!

for _ in $(seq 200); do
    if "$bin/pg_isready" -q -h "$folder" -U postgres; then
        echo "postgresql+psycopg://postgres@/postgres?host=$folder"
        while read -r _; do :; done
        exit 0
    fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.05
done
cat "$folder/log" >&2
exit 1
