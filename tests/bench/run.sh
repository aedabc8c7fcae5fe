#!/bin/sh
# `make bench`: what the program costs, beside what others cost, in one run on clusters of its own; about ten minutes. Prints one JSON object a
# line: name, value, unit, and beside what it stands (ratio, to); at the end whether each bound is kept. BUILD names the folder with the programs.
#
#   ONLY=PART                         of these parts, in this order, the ones that are named (several with blanks between):
#     start   start to login screen beside the psql binary            (start.c)
#     keys    key to screen beside nano and dialog --form             (keys.c)
#     field   from a field to the next, local journal and all         (field.c)
#     cases   a database of CASES cases: what a desk asks of it, and its size on disk
#     accept  acceptances with 1, 8, 32 clients beside a transaction by hand                              (rate.c, drafts.sql)
#     queue   claims and decisions beside claim and completion by hand, graphile-worker and pg-boss 12    (rate.c, queue.sql, peers.mjs)
#     lengths the same with so many waiting, LENGTHS="10000 1000000" (only when named; 5 million: a quarter of an hour more), beside a transaction
#             that is held open for a minute, and with commit_delay, a disk of 2 ms                       (waiting.sql)
#     idle    memory and wake-ups of a workstation that nobody touches, for IDLE=120 seconds              (idle.c)
#     story   keys, processor time, waiting and round trips of the stories                                (tests/story, story.awk)
#   NPM=FOLDER                        where npm puts the peers, which are optional (default: yichuang-bench in the user's cache folder)
#
# Of the database of cases:
#   CASES=100000 REGIONS=4 ITEMS=10   how many, over how many regions and items; 10 million of 40 regions: CASES=10000000 REGIONS=40
#   FIELDS=16 MATERIALS=3 CONTENT=64  rows of case_field, files (of so many bytes) for each case
#   SEALS=6 READS=8 COMMANDS=8        seal entries, read log rows for each case; commands for each of the last 30 days
#   CALLS=300                         how often each call is timed
#   SEED=1 JOBS=2 BATCH=10000         the same seed makes the same cases; sessions that fill, cases in one transaction
#   VERIFY=1                          times yc.verify() too (100,000 cases: a minute), and fails when it finds anything
#   DIR=/var/tmp/yichuang-bench       where the cluster stands; KEEP=1 leaves it there, for questions and for a second run
set -eu
cd "$(dirname "$0")/../.."
: "${BUILD:=build}" "${CASES:=100000}" "${REGIONS:=4}" "${ITEMS:=10}" "${FIELDS:=16}" "${MATERIALS:=3}" "${CONTENT:=64}" "${SEALS:=6}" "${READS:=8}" \
    "${COMMANDS:=8}" "${CALLS:=300}" "${SEED:=1}" "${JOBS:=2}" "${BATCH:=10000}" "${VERIFY:=}" "${DIR:=/var/tmp/yichuang-bench}" "${KEEP:=}" "${IDLE:=120}" "${LENGTHS:=10000 1000000}" \
    "${NPM:=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/yichuang-bench}" "${ONLY:=start keys field cases accept queue idle story}"
export LC_ALL=C.UTF-8 TZ=Asia/Shanghai PGHOST="$DIR/socket" PGUSER=postgres PGDATABASE=bench PGOPTIONS="-c idle_in_transaction_session_timeout=0"
PATH=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1):$PATH
admin=$BUILD/yichuang-admin
work=$(mktemp -d)

tending=
finish() {
    if [ -n "$tending" ]; then kill "$tending" 2>/dev/null || true; fi
    if [ -n "${YICHUANG_TEST_DB:-}" ]; then TMPDIR=$(dirname "$DIR") tests/store/cluster.sh stop "$BUILD" bench || true; fi
    rm -rf "$DIR-home"
    if [ -z "$KEEP" ] && [ -d "$DIR" ]; then
        "$admin" local stop --dir "$DIR" >/dev/null || true
        rm -rf "$DIR"
    fi
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

sql() {
    psql -X -q -A -t -v ON_ERROR_STOP=1 "$@"
}

figure() { # NAME VALUE UNIT
    printf '{"name": "%s", "value": %s, "unit": "%s"}\n' "$1" "$2" "$3"
}

seconds() { # NAME COMMAND...: runs it, prints how long it took
    name=$1
    shift
    begun=$(date +%s.%N)
    "$@"
    figure "$name" "$(echo "$begun $(date +%s.%N)" | awk '{ printf "%.1f", $2 - $1 }')" s
}

database_make() {
    "$admin" local start --dir "$DIR" >/dev/null
    # Nothing here must outlive the machine while it is filled.
    for setting in "fsync = off" "full_page_writes = off" "max_wal_size = '2GB'" "autovacuum = off" "maintenance_work_mem = '512MB'" "shared_buffers = '1GB'"; do
        sql -d postgres -c "ALTER SYSTEM SET $setting"
    done
    restart
    sql -d postgres -c "CREATE DATABASE bench"
    "$admin" migrate --db "host=$PGHOST user=postgres dbname=bench" >/dev/null
    "$admin" forms load forms --db "host=$PGHOST user=postgres dbname=bench" >/dev/null
    # A clock that runs, but from the same moment in every run.
    sql -c "DO \$do\$ BEGIN EXECUTE format('CREATE OR REPLACE FUNCTION yc.now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
                \$\$ SELECT statement_timestamp() - interval %L \$\$', now() - timestamptz '2026-11-20 09:00+08'); END \$do\$" \
        -c "UPDATE yc.definition SET valid_from = '2020-01-01'"
    sql -v cases="$CASES" -v regions="$REGIONS" -v items="$ITEMS" -v fields="$FIELDS" -v materials="$MATERIALS" -v content="$CONTENT" -v seals="$SEALS" \
        -v reads="$READS" -v commands="$COMMANDS" -v seed="$SEED" -1 -f tests/bench/generate.sql
}

restart() {
    "$admin" local stop --dir "$DIR" >/dev/null
    "$admin" local start --dir "$DIR" >/dev/null
}

# Each region is filled from its first day to its last by one session; foreign keys are looked at afterwards (keys_check).
database_fill() {
    each=$((CASES / REGIONS))
    seq 0 $((REGIONS - 1)) | xargs -P "$JOBS" -I '{}' sh -c '
        for from in $(seq 1 "$1" "$2"); do
            to=$((from + $1 - 1)); if [ "$to" -gt "$2" ]; then to=$2; fi
            echo "SELECT bench.fill({}, $from, $to);"
        done | psql -X -q -v ON_ERROR_STOP=1 -c "SET session_replication_role = replica" -f - >/dev/null' fill "$BATCH" "$each"
    sql -c "SELECT bench.finish()" >/dev/null
}

database_settle() {
    sql -c "VACUUM (ANALYZE)"
    for setting in fsync full_page_writes autovacuum; do sql -d postgres -c "ALTER SYSTEM RESET $setting"; done
    restart
    sql -c "SELECT count(*) FROM yc.tend()" >/dev/null
}

# Every foreign key of the schema, asked as a join: what it would have refused is counted.
keys_check() {
    sql -f tests/bench/keys.sql >"$work/keys"
    if [ -s "$work/keys" ]; then
        cat "$work/keys" >&2
        exit 1
    fi
}

calls() {
    sql -v calls="$CALLS" -f tests/bench/calls.sql >"$work/script"
    psql -X -q -A -t -v ON_ERROR_STOP=1 -f "$work/script" >"$work/times"
    awk -f tests/bench/figures.awk "$work/times"
}

verify() {
    sql -c "SELECT code, parameters FROM yc.verify() LIMIT 20" >"$work/findings"
    if [ -s "$work/findings" ]; then
        cat "$work/findings" >&2
        exit 1
    fi
}

# --- the two clusters, each when it is first asked for

# Of the stories: nothing stands in it but the people; it loses nothing in a crash.
stories_start() {
    if [ -z "${YICHUANG_TEST_DB:-}" ]; then
        YICHUANG_TEST_DB=$(TMPDIR=$(dirname "$DIR") tests/store/cluster.sh start "$BUILD" bench)
        export YICHUANG_TEST_DB BUILD
    fi
}

cases_ready=
cases_start() {
    if [ -n "$cases_ready" ]; then return; fi
    cases_ready=1
    if [ -f "$DIR/filled" ]; then
        "$admin" local start --dir "$DIR" >/dev/null
        tend
        return
    fi
    "$admin" local stop --dir "$DIR" >/dev/null
    rm -rf "$DIR"
    database_make
    seconds "fill $CASES cases" database_fill
    seconds "vacuum and analyze" database_settle
    seconds "foreign keys" keys_check
    touch "$DIR/filled"
    tend
}

# As in a hall; the one that stands beside a private database tends its own.
tend() {
    "$admin" tend --db "host=$PGHOST user=postgres dbname=bench" >/dev/null &
    tending=$!
}

# --- the parts

part_start() {
    stories_start
    "$BUILD/tests/bench/start"
}

part_keys() {
    stories_start
    "$BUILD/tests/bench/keys"
}

part_field() {
    stories_start
    mkdir -p "$DIR-home"
    "$BUILD/tests/bench/field" "$DIR-home"
}

part_cases() {
    cases_start
    calls
    sql -f tests/bench/sizes.sql
    if [ -n "$VERIFY" ]; then seconds "verify" verify; fi
}

# So many clients, and what each of them does of either kind. Its session warms up with some more (rate.c).
rate() { # PART CLIENTS EACH
    if [ "$1" = accept ]; then sql -1 -v clerks="$2" -v each=$((2 * ($3 + 8))) -f tests/bench/drafts.sql; fi
    "$BUILD/tests/bench/rate" "$1" "$2" "$3"
}

accepted=
part_accept() {
    cases_start
    rate accept 1 400
    rate accept 8 160
    rate accept 32 60
    accepted=1
}

peers() { # WAITING
    node=$NPM/node_modules/.bin/node
    if [ ! -d "$NPM/node_modules/pg-boss" ] && command -v npm >/dev/null; then
        mkdir -p "$NPM"
        npm install --prefix "$NPM" --no-audit --no-fund --no-save pg@8 graphile-worker@0.17 pg-boss@12.35.0 node@22 >"$work/npm" 2>&1 || true
    fi
    if [ -d "$NPM/node_modules/pg-boss" ] && "$node" --version >/dev/null 2>&1; then
        "$node" tests/bench/peers.mjs "$NPM" "$1"
    else
        for peer in graphile-worker "pg-boss 12"; do
            printf '{"name": "%s claim and complete", "absent": "npm, or what it should bring, is not there"}\n' "$peer"
        done
    fi
}

part_queue() {
    if [ -z "$accepted" ]; then part_accept >/dev/null; fi # cases that wait for review
    sql -v jobs=20000 -f tests/bench/queue.sql
    queues 0
}

queues() { # WAITING: of the peers' jobs, beside those that are done
    rate queue 1 600
    rate queue 8 200
    rate queue 32 60
    peers "$1"
}

named() { # SUFFIX: what the figures of standard input are called
    sed "s/^{\"name\": \"[^\"]*/&, $1/; s/\"to\": \"[^\"]*/&, $1/"
}

part_lengths() {
    if [ -z "$accepted" ]; then part_accept >/dev/null; fi
    for length in $LENGTHS; do
        seconds "until $length wait" sql -v waiting="$length" -f tests/bench/waiting.sql
        sql -v jobs="$length" -f tests/bench/queue.sql
        queues "$length" | named "$length waiting"
    done
    sql -v waiting=200000 -f tests/bench/waiting.sql # a minute of work
    sql -v jobs=500000 -f tests/bench/queue.sql
    rate queue 8 200 | named "nothing held"
    # A forgotten psql: all that dies from now on stays in its place, and a minute of work dies.
    sql -c "BEGIN ISOLATION LEVEL REPEATABLE READ" -c "SELECT count(*) FROM yc.queue" -c "SELECT pg_sleep(100)" >/dev/null &
    held=$!
    for _ in 1 2 3 4 5 6; do
        begun=$(date +%s)
        while [ $(($(date +%s) - begun)) -lt 10 ]; do rate queue 8 100 >/dev/null; done
    done
    rate queue 8 200 | named "a transaction held open"
    kill "$held" 2>/dev/null || true
    sql -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(100)%' AND pid <> pg_backend_pid()" >/dev/null
    sql -c "VACUUM ANALYZE" # what the minute left behind
    sql -d postgres -c "ALTER SYSTEM SET commit_delay = 2000" -c "ALTER SYSTEM SET commit_siblings = 0" -c "SELECT pg_reload_conf()" >/dev/null
    queues 0 | named "commit_delay"
    sql -d postgres -c "ALTER SYSTEM RESET commit_delay" -c "ALTER SYSTEM RESET commit_siblings" -c "SELECT pg_reload_conf()" >/dev/null
}

part_idle() {
    stories_start
    "$BUILD/tests/bench/idle" "$IDLE"
}

part_story() {
    stories_start
    for test in "$BUILD"/tests/story/test_story[0-9] "$BUILD/tests/fault/test_round_trips"; do
        [ -x "$test" ] || continue
        # A story that fails is make check's to judge; what it told is told.
        STORY_FIGURES=1 CMOCKA_MESSAGE_OUTPUT=TAP "$test" >"$work/story" 2>&1 </dev/null || grep '^not ok\|^ERROR' "$work/story" >&2 || true
        awk -f tests/bench/story.awk "$work/story"
    done
}

all() {
    printf '{"machine": "%s, %s processors, %s MB, PostgreSQL %s, load %s at the start"}\n' \
        "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo)" \
        "$(postgres --version | awk '{ print $3 }')" "$(cut -d ' ' -f 1 /proc/loadavg)"
    for part in start keys field cases accept queue lengths idle story; do
        case " $ONLY " in *" $part "*) "part_$part" ;; esac
    done
}

mkfifo "$work/lines"
tee "$work/figures" <"$work/lines" &
shown=$!
all >"$work/lines"
wait "$shown"
awk -f tests/bench/bounds.awk "$work/figures"
