#!/bin/sh
# `make bench`: a database of CASES cases on a cluster of its own, then what a desk asks of it, timed, and the way from a field to the next (field.c). Prints one JSON object a line:
# name, value, unit, and beside what it stands (ratio, to). BUILD names the folder with yichuang-admin.
#
#   CASES=100000 REGIONS=4 ITEMS=10   how many, over how many regions and items; 10 million of 40 regions: CASES=10000000 REGIONS=40
#   FIELDS=16 MATERIALS=3 CONTENT=64  rows of case_field, files (of so many bytes) for each case
#   SEALS=6 READS=8 COMMANDS=8        seal entries, read log rows for each case; commands for each of the last 30 days
#   CALLS=300                         how often each call is timed
#   SEED=1 JOBS=2 BATCH=10000         the same seed makes the same cases; sessions that fill, cases in one transaction
#   VERIFY=1                          times yc.verify() too (100,000 cases: a minute), and fails when it finds anything
#   DIR=/var/tmp/yichuang-bench       where the cluster stands; KEEP=1 leaves it there, for questions and for a second run of the calls
set -eu
cd "$(dirname "$0")/../.."
: "${BUILD:=build}" "${CASES:=100000}" "${REGIONS:=4}" "${ITEMS:=10}" "${FIELDS:=16}" "${MATERIALS:=3}" "${CONTENT:=64}" "${SEALS:=6}" "${READS:=8}" \
    "${COMMANDS:=8}" "${CALLS:=300}" "${SEED:=1}" "${JOBS:=2}" "${BATCH:=10000}" "${VERIFY:=}" "${DIR:=/var/tmp/yichuang-bench}" "${KEEP:=}"
export LC_ALL=C.UTF-8 TZ=Asia/Shanghai PGHOST="$DIR/socket" PGUSER=postgres PGDATABASE=bench PGOPTIONS="-c idle_in_transaction_session_timeout=0"
PATH=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1):$PATH
admin=$BUILD/yichuang-admin
work=$(mktemp -d)

# From a field to the next: a cluster and a HOME of their own, beside DIR.
fields() {
    mkdir -p "$DIR-home"
    cluster=$(TMPDIR=$(dirname "$DIR") tests/store/cluster.sh start "$BUILD" field)
    YICHUANG_TEST_DB=$cluster BUILD=$BUILD "$BUILD/tests/bench/field" "$DIR-home"
}

finish() {
    if [ -d "$DIR-home" ]; then TMPDIR=$(dirname "$DIR") tests/store/cluster.sh stop "$BUILD" field || true; fi
    rm -rf "$DIR-home"
    if [ -z "$KEEP" ]; then
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

if [ ! -f "$DIR/filled" ]; then
    "$admin" local stop --dir "$DIR" >/dev/null
    rm -rf "$DIR"
    database_make
    seconds "fill $CASES cases" database_fill
    seconds "vacuum and analyze" database_settle
    seconds "foreign keys" keys_check
    touch "$DIR/filled"
else
    "$admin" local start --dir "$DIR" >/dev/null
fi
calls
sql -f tests/bench/sizes.sql
fields
if [ -n "$VERIFY" ]; then seconds "verify" verify; fi
