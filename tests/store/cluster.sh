#!/bin/sh
# The PostgreSQL that the tests work on: a private cluster of its own, on it the database template_yichuang (migrated,
# definitions loaded, tests/store/template.sql applied), from which each test copies its own.
#
#   cluster.sh start BUILD   starts it and prints a connection string without a database ("host=... user=postgres")
#   cluster.sh stop BUILD    stops and removes it
#
# A NAME behind BUILD makes another one beside it: lane1, lane2, ... for tests that run at once (login roles belong to a cluster,
# so two tests at once must not share one); any other loses nothing in a crash (fsync stays on).
#
# Its directory stands under TMPDIR: the server's user must be able to enter it, and a socket's path is short.
set -eu
build=$(cd "$2" && pwd)
admin=$build/yichuang-admin
directory=${TMPDIR:-/tmp}/yichuang-check-$(id -u)-$(echo "$build" | cksum | cut -d ' ' -f 1)${3:+-$3}
case ${3:-lane} in lane*) safe=off ;; *) safe=on ;; esac
connection="host=$directory/socket user=postgres"
PATH=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1):$PATH

cluster_stop() {
    "$admin" local stop --dir "$directory" >/dev/null
    rm -rf "$directory"
}

sql() {
    psql -X -q -v ON_ERROR_STOP=1 "$@" >/dev/null
}

template_make() {
    # What a test loses in a crash of the machine it makes again.
    sql "$connection dbname=postgres" -c "ALTER SYSTEM SET fsync = $safe" -c "SELECT pg_reload_conf()" \
        -c "CREATE DATABASE template_yichuang"
    template="$connection dbname=template_yichuang"
    "$admin" migrate --db "$template" >/dev/null
    "$admin" forms load forms --db "$template" >/dev/null
    sql "$template" -c "CREATE EXTENSION IF NOT EXISTS pgtap"
    sql "$template" -1 -f tests/store/template.sql
}

cd "$(dirname "$0")/../.."
case $1 in
start)
    cluster_stop # what an interrupted run left
    "$admin" local start --dir "$directory" >/dev/null
    template_make
    echo "$connection"
    ;;
stop) cluster_stop ;;
*) echo "usage: $0 start|stop BUILD [NAME]" >&2; exit 2 ;;
esac
