#!/bin/sh
# Puts the tables of a run into README.md, between its two marks:   make -s bench >figures && tests/bench/renew.sh figures
set -eu
figures=$(realpath "$1")
cd "$(dirname "$0")/../.."
new=$(mktemp)
trap 'rm -f "$new"' EXIT
awk -f tests/bench/table.awk "$figures" >"$new"
awk -v new="$new" '
    /^<!-- figures end -->/ { inside = 0 }
    !inside { print }
    /^<!-- figures: / { inside = 1; while ((getline line <new) > 0) print line; print "" }' README.md >"$new.md"
cat "$new.md" >README.md
rm -f "$new.md"
