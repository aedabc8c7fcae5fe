#!/bin/sh
# make run: the private database with its demonstration hall, then the workstation on it.
set -eu
build=$1
"$build/yichuang-admin" local start --demo >/dev/null
exec "$build/yichuang" --db "$("$build/yichuang-admin" local url)"
