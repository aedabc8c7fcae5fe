#!/bin/sh
# make run: the private database with its demonstration hall, then the workstation on it. What stands behind the build
# folder (make run ARGS="--lang en") goes to the workstation.
set -eu
build=$1
shift
"$build/yichuang-admin" local start --demo >/dev/null
exec "$build/yichuang" --db "$("$build/yichuang-admin" local url)" "$@"
