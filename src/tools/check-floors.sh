#!/bin/sh
# Holds the floors of src/: a file includes only from its own folder and from lower floors.
# src/README.md tells why; the list here is the only place that says which folder is on which floor.
set -eu
cd "$(dirname "$0")/.."
find . -name '*.[ch]' | sort | xargs awk '
function floor(folder) {
    if (folder ~ /^base$/) return 0
    if (folder ~ /^(model|text)$/) return 1
    if (folder ~ /^(loop|spec|term|local)$/) return 2
    if (folder ~ /^store$/) return 3
    if (folder ~ /^(form|ui)$/) return 4
    if (folder ~ /^screens$/) return 5
    if (folder ~ /^(app|admin)$/) return 6
    return -1
}
function bad(sentence) { printf "src/%s:%d: %s\n", substr(FILENAME, 3), FNR, sentence; faults++ }
{ split(FILENAME, path, "/"); folder = path[2] }
FNR == 1 && floor(folder) < 0 && folder != "tools" { bad("the folder " folder " stands on no floor") }
/^[ \t]*#[ \t]*include[ \t]*"(width|pinyin)_table\.h"/ { next } # tables made at build time, in build/generated
/^[ \t]*#[ \t]*include[ \t]*"/ && folder != "tools" {
    split($0, quoted, "\""); n = split(quoted[2], parts, "/")
    if (n != 2) bad("include as \"folder/file.h\": " quoted[2])
    else if (floor(parts[1]) < 0) bad("the folder " parts[1] " stands on no floor")
    else if (parts[1] != folder && floor(parts[1]) >= floor(folder)) bad(folder " (floor " floor(folder) ") may not include " quoted[2] " (floor " floor(parts[1]) ")")
}
/#[ \t]*include[ \t]*<(curses|ncurses|ncursesw\/|term\.h|panel)/ && folder != "term" { bad("only term/ includes curses") }
/#[ \t]*include[ \t]*<(libpq|postgresql\/)/ && folder != "store" { bad("only store/ includes libpq") }
/#[ \t]*include[ \t]*<libfyaml/ && folder != "spec" { bad("only spec/ includes libfyaml") }
/#[ \t]*include[ \t]*<sodium/ && folder != "local" { bad("only local/ includes libsodium") }
END { if (faults) exit 1 }'
