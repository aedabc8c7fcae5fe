#!/bin/sh
# Runs a pgTAP file in a database of its own, as the superuser; the variable vectors names the folder of the vector files.
# Called by tests/run.sh, which names the cluster in YICHUANG_TEST_DB.
set -eu
socket=${YICHUANG_TEST_DB#host=}
export PGHOST="${socket%% *}" PGUSER=postgres
PATH=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1):$PATH
database=pgtap_$(basename "$1" .sql)
result=0
psql -X -q -d postgres -c "CREATE DATABASE $database TEMPLATE template_yichuang" &&
    psql -X -q -d "$database" -c "CALL yc.database_secure()" &&
    pg_prove --verbose --set vectors="$PWD/tests/vectors" -d "$database" "$1" || result=$?
psql -X -q -d postgres -c "DROP DATABASE IF EXISTS $database" || result=$?
exit $result
