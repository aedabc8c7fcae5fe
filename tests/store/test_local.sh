#!/bin/sh
# The private database of `yichuang-admin local`: made, started twice at once, killed, half made, refused. TAP.
set -u
cd "$(dirname "$0")/../.."
admin=$(cd "${BUILD:-build}" && pwd)/yichuang-admin
work=$(mktemp -d "${TMPDIR:-/tmp}/yichuang-local.XXXXXX")
chmod 755 "$work"
directory=$work/d
count=0
unset YICHUANG_DB
uri=$("$admin" local url --dir "$directory")

cleanup() {
    "$admin" local stop --dir "$directory" >/dev/null 2>&1
    umount "$work/full" 2>/dev/null
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

local_() {
    action=$1
    shift
    status=0
    "$admin" --lang en local "$action" --dir "$directory" "$@" >"$work/out" 2>&1 || status=$?
}

# check SENTENCE COMMAND...
check() {
    count=$((count + 1))
    sentence=$1
    shift
    if "$@"; then echo "ok $count - $sentence"; else
        echo "not ok $count - $sentence"
        sed 's/^/# /' "$work/out"
    fi
}

says() { grep -q "$1" "$work/out"; }
refused() { [ "$status" = 1 ] && says "$1"; }
server() { head -n 1 "$directory/data/postmaster.pid"; }
milliseconds() { date +%s%3N; }
answers() { [ "$(psql -XAtc 'SELECT count(*) > 0 FROM yc.migration' "$uri" 2>&1 | tee -a "$work/out")" = t ]; }

# becomes VALUE SQL: within 15 seconds
becomes() {
    until=$(($(milliseconds) + 15000))
    while [ "$(milliseconds)" -lt $until ]; do
        value=$(psql -XAtqc "$2" "$uri" 2>&1)
        [ "$value" != "$1" ] || return 0
    done
    echo "$value" >>"$work/out"
    return 1
}
tended() { local_ status; says '^tended: yes'; }

# while a process lives that is no zombie
lives() { [ -d "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }
wait_gone() { while lives "$1"; do :; done; }

local_ status
check "nothing there: status says so and exits 1" refused "does not run"
local_ stop
check "stopping nothing is no failure" [ "$status" = 0 ]

mkdir -p "$directory/data.new/base"
echo half >"$directory/data.new/PG_VERSION"
[ "$(id -u)" != 0 ] || chown -R postgres "$directory"
"$admin" local start --dir "$directory" >"$work/second" 2>&1 &
second=$!
local_ start
check "started over a half-made directory" [ "$status" = 0 ]
status=0
wait $second || status=$?
check "a second start at the same moment succeeds too" [ "$status" = 0 ]
check "the half-made directory is gone" [ ! -e "$directory/data.new" ]
check "the database answers" answers
check "one server runs" eval '[ "$(ls "$directory"/socket/.s.PGSQL.* | grep -vc lock)" = 1 ]'
check "it is tended" tended
check "it listens on no port" eval '[ -z "$(psql -XAtc "SHOW listen_addresses" "$uri")" ]'
check "checksums, UTF-8 and fsync are on" eval '[ "$(psql -XAtc "SELECT current_setting(\$\$data_checksums\$\$) || current_setting(\$\$server_encoding\$\$) || current_setting(\$\$fsync\$\$)" "$uri")" = onUTF8on ]'

before=$(server)
began=$(milliseconds)
local_ start
took=$(($(milliseconds) - began))
check "started again: the same server, in under a second ($took ms)" eval '[ "$before" = "$(server)" ] && [ $took -lt 1000 ]'

local_ stop
check "stopped: server and tending are gone" eval '[ "$status" = 0 ] && ! lives "$before" && local_ status && [ "$status" = 1 ]'
local_ start
check "started after a stop" answers

# Killed: the sessions notice, the process file stays.
killed=$(server)
kill -9 "$killed"
wait_gone "$killed"
local_ start
check "started after kill -9" answers
check "the dead server's file was replaced" eval '[ "$(server)" != "$killed" ]'

# A left-over process file that names a living process of somebody else.
local_ stop
sleep 600 &
other=$!
printf '%s\n%s\n0\n5432\n%s\n\n0 0\nready   \n' "$other" "$directory/data" "$directory/socket" >"$directory/data/postmaster.pid"
printf '%s\n' "$other" >"$directory/socket/.s.PGSQL.5432.lock"
local_ status
check "a left-over file with another's process does not count as running" says "does not run"
local_ start
check "started over the left-over files" answers
check "the other process was left alone" lives "$other"
kill "$other"

# The whole family killed at once, tending too.
tend=$(sed -n 1p "$directory/tend.pid")
killed=$(server)
kill -9 "$tend" "$killed"
wait_gone "$killed"
local_ start
check "started after server and tending were killed" answers
check "it is tended again" tended
check "by another process" eval '[ "$(sed -n 1p "$directory/tend.pid")" != "$tend" ]'

check "it holds the lock of the one that tends" becomes 1 "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
status=0
"$admin" --lang en tend --once --db "$uri" >"$work/out" 2>&1 || status=$?
check "a second tending is refused" refused "already"

# Tending alone killed.
tend=$(sed -n 1p "$directory/tend.pid")
kill -9 "$tend"
wait_gone "$tend"
local_ status
check "without tending status says when it was last tended" says "^tended: no (last at $(TZ=Asia/Shanghai date +%Y-%m)-"
local_ start
check "and it is tended again" tended

# Failed logins run no SQL: they are counted from the server's log.
psql -Xq "$uri" -c "CREATE ROLE probe LOGIN PASSWORD 'right'" \
    -c "INSERT INTO yc.staff (login, name_zh, name_en, created_at) VALUES ('probe', '探针', 'Probe', now())" >"$work/out" 2>&1
for password in wrong "wro,ng" 'wro"ng'; do
    PGPASSWORD=$password psql -XAtqc 'SELECT 1' "${uri%%postgres@*}probe@${uri#*@}" >>"$work/out" 2>&1
done
check "three wrong passwords are counted as three" becomes 3 \
    "SELECT sum(count) FROM yc.login_failure WHERE login = 'probe'"

# Refusals are one sentence.
echo x >"$work/file"
"$admin" --lang en local start --dir "$work/file" >"$work/out" 2>&1
status=$?
check "a file in place of the directory is refused" refused "$work/file cannot be used: Not a directory"
"$admin" --lang en local start --dir /proc/none >"$work/out" 2>&1
status=$?
check "a directory that cannot be made is refused" refused "/proc/none cannot be used"
mkdir -m 700 "$work/closed"
[ "$(id -u)" = 0 ] || chmod 500 "$work/closed"
"$admin" --lang en local start --dir "$work/closed/d" >"$work/out" 2>&1
status=$?
check "a directory that the owner may not enter or write is refused" refused "Permission denied"
long=$work/$(printf 'a%.0s' $(seq 100))
status=0
"$admin" local start --dir "$long" >"$work/out" 2>&1 || status=$?
check "a directory too long for a socket gets a short one" eval '[ "$status" = 0 ] && "$admin" local url --dir "$long" | grep -q "host=%2F\(run\|tmp\)%2Fyichuang-"'
socket=$("$admin" local url --dir "$long" | sed 's/.*host=//; s/%2F/\//g')
"$admin" local stop --dir "$long" >"$work/out" 2>&1
rm -rf "$socket"
"$admin" local nonsense >"$work/out" 2>&1
check "a word that is no action is wrong usage" [ $? = 2 ]

# A disk of eight megabytes; where none can be mounted, files of at most one.
status=0
mkdir "$work/full"
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=8m tmpfs "$work/full" 2>/dev/null; then
    "$admin" --lang en local start --dir "$work/full/d" >"$work/out" 2>&1 || status=$?
    check "a full disk is told" refused "No space left on device"
else
    (ulimit -f 2048 && "$admin" --lang en local start --dir "$work/full/d") >"$work/out" 2>&1 || status=$?
    check "a full disk is told" refused "The database could not be made in $work/full/d"
fi
check "and in one line" eval '[ "$(wc -l <"$work/out")" = 1 ]'
echo "1..$count"
