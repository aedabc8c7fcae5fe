#!/bin/sh
# A database in which people have worked gets the newest migrations: nothing is lost, and the work goes on. TAP.
set -u
cd "$(dirname "$0")/../.."
admin=$(cd "${BUILD:-build}" && pwd)/yichuang-admin
work=$(mktemp -d)
count=0
socket=${YICHUANG_TEST_DB#host=}
export PGHOST="${socket%% *}" PGUSER=postgres PGDATABASE=upgrade
last=12 # the newest migration of the old database: those that have landed

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$@"; }

cleanup() {
    sql -d postgres -c 'DROP DATABASE IF EXISTS upgrade'
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

# check SENTENCE COMMAND...
check() {
    count=$((count + 1))
    sentence=$1
    shift
    if "$@" >"$work/out" 2>&1; then echo "ok $count - $sentence"; else
        echo "not ok $count - $sentence"
        sed 's/^/# /' "$work/out"
    fi
}

# As yichuang-admin migrate does it, but not to the end.
migrate_old() {
    for file in src/store/sql/[0-9]*.sql; do
        name=$(basename "$file" .sql)
        number=$(echo "${name%%_*}" | sed 's/^0*//')
        [ "$number" -le $last ] || break
        {
            echo 'BEGIN;'
            if [ "$number" -gt 1 ]; then echo 'SET LOCAL ROLE yc_owner;'; fi
            echo "\\i $file"
            echo 'RESET ROLE; SET LOCAL ROLE yc_owner;'
            if [ "$number" = 1 ]; then
                echo 'CREATE TABLE yc.migration (number int PRIMARY KEY, name text NOT NULL, sha256 bytea NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());'
            fi
            echo "INSERT INTO yc.migration (number, name, sha256) VALUES ($number, '$name', '\\x$(sha256sum <"$file" | cut -d ' ' -f 1)');"
            echo 'COMMIT;'
        } | sql -f - || return 1
    done
}

# Definitions and calendar from the template: the program of today loads them into databases of today alone.
definitions_copy() {
    for columns in 'region (code, name_zh, name_en)' 'calendar_year (year, source)' 'calendar_exception (day, works)' \
        'definition (id, kind, code, version, body, content, pins, hash, valid_from, loaded_at)'; do
        sql -d template_yichuang -c "COPY yc.$columns TO STDOUT" | sql -c "COPY yc.$columns FROM STDIN" || return 1
    done
}

# Work in every state, with files, seals and the read log.
people_work() {
    sql -c "CREATE EXTENSION pgtap" && sql -1 -f tests/store/template.sql >/dev/null && sql -f - >/dev/null <<'SQL'
SET check_function_bodies = off; -- of the helpers some are for what came later
\i tests/store/helpers.sql
SELECT test.accepted('wangfang', test.id_no(n)) FROM generate_series(1, 8) n;
SELECT test.decided('zhouqian', c.id, 'agree'), test.decided('lina', c.id, 'agree') FROM (SELECT id FROM yc.case_file ORDER BY id LIMIT 3) c;
SELECT count(*) FROM yc.tend();
SELECT test.decided('zhouqian', c.id, 'return', '01', '缺解除证明') FROM (SELECT id FROM yc.case_file ORDER BY id OFFSET 3 LIMIT 1) c;
SELECT test.draft('hejun', test.id_no(20));
SELECT count(*) FROM yc.tend();
SQL
}

# Every row of the tables that the migrations rebuild, as one hash a table; columns that came since are null in them.
rows_hash() {
    for table in journal case_field seal_entry material_content read_log command decision case_file; do
        echo "$table $(sql -c "SELECT count(*), md5(string_agg(r, '|' ORDER BY r)) FROM (SELECT jsonb_strip_nulls(to_jsonb(t))::text AS r FROM yc.$table t) x")"
    done
}

upgraded() {
    "$admin" --lang en migrate --db "host=$PGHOST user=postgres dbname=upgrade" && rows_hash >"$work/after" && diff "$work/before" "$work/after"
}

# Nothing stands there twice, and no file touches what another one or a migration makes: it would count as the file's own.
functions_once() {
    grep -ch '^CREATE OR REPLACE \(FUNCTION\|PROCEDURE\) ' src/store/sql/functions/*.sql | awk '{ n += $1 } END { print n }' >"$work/files"
    sql -c 'SELECT cardinality(signatures) FROM yc.function_set' | diff "$work/files" -
}

work_goes_on() {
    sql -f - <<'SQL' >"$work/states" && [ "$(tr '\n' ' ' <"$work/states")" = 'accepted finished accepted 1 ' ]
\set QUIET on
SET client_min_messages = warning;
SELECT test.decided('zhouqian', c.id, 'agree') FROM (SELECT id FROM yc.case_file ORDER BY id OFFSET 4 LIMIT 1) c;
SELECT test.decided('lina', c.id, 'agree') FROM (SELECT id FROM yc.case_file ORDER BY id OFFSET 4 LIMIT 1) c;
SELECT test.accepted('wangfang', test.id_no(30)) AS case \gset
SELECT state FROM yc.case_file WHERE id = :case;
SELECT count(*) FROM yc.tend();
SQL
}

echo 1..7
cleanup 2>/dev/null
work=$(mktemp -d)
sql -d postgres -c 'CREATE DATABASE upgrade'
check "the old migrations run" migrate_old
check "definitions are there" definitions_copy
check "people work" people_work
rows_hash >"$work/before"
check "the newest migrations run, and every row is what it was" upgraded
check "every function of functions/ came from one place" functions_once
check "claims, decisions, acceptances and tending go on" work_goes_on
check "and nothing is broken" "$admin" --lang en verify --db "host=$PGHOST user=postgres dbname=upgrade"
