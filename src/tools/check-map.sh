#!/bin/sh
# Holds src/README.md and the tree together: every file of src/ has its line there, and every line its file.
set -eu
cd "$(dirname "$0")/.."
{
    ls */*.c */*.h tools/* store/sql/*.sql store/sql/functions/*.sql | sed 's|^store/sql/functions/||; s|^store/sql/||; s|^tools/||; s|^\([a-z]*\)/\(.*\)\.[ch]$|\1/\2|' | sort -u | sed 's/^/file /'
    awk '/^## [a-z]*\// { folder = $2 } /^### / { folder = "" } /^- `/ { split($0, part, "`"); print "line " (folder == "" || folder == "tools/" ? "" : folder) part[2] }' README.md
} | awk '
    $1 == "file" { file[$2] }
    $1 == "line" { line[$2] }
    END {
        for (f in file) if (!(f in line)) { print "src/README.md has no line for " f; bad = 1 }
        for (l in line) if (!(l in file)) { print "src/README.md names " l ", which is not there"; bad = 1 }
        exit bad
    }'
