#!/bin/sh
# Holds the catalogue and the program together: every message code that C or SQL uses stands in src/text, and every code
# there is used: literally, or through a prefix that text_of("PREFIX", ...) or a message's {name:PREFIX} names. CODE_WITHOUT_NAME is used where CODE is.
set -eu
cd "$(dirname "$0")/.."
faults=$(find . -name '*.po' -path './text/zh/*' -o -name '*.[ch]' -o -name '*.sql' | sort | xargs awk '
function use(code) { if (!(code in used)) used[code] = substr(FILENAME, 3) ":" FNR }
function literals(line, pattern,   code) {
    while (match(line, pattern)) {
        code = substr(line, RSTART + 1, RLENGTH - 2); line = substr(line, RSTART + RLENGTH)
        use(code)
    }
}
FILENAME ~ /\.po$/ {
    if ($1 == "msgid") { code = $2; gsub(/"/, "", code); catalogue[code] = substr(FILENAME, 3) ":" FNR }
    else { line = $0; while (match(line, /:[A-Z][A-Z0-9_]*\}/)) { prefix[substr(line, RSTART + 1, RLENGTH - 2)]; line = substr(line, RSTART + RLENGTH) } }
    next
}
FILENAME ~ /\.sql$/ { sub(/--.*/, ""); literals($0, "\047[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\047"); next }
{
    line = $0
    while (match(line, /text_of\("[A-Z0-9_]+"/)) { prefix[substr(line, RSTART + 9, RLENGTH - 10)]; line = substr(line, RSTART + RLENGTH) }
    literals($0, "\"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\"")
}
END {
    for (code in catalogue) { split(code, part, "_"); family[part[1]] }
    for (code in used) {
        split(code, part, "_")
        if (code in catalogue || code in prefix) continue
        # a code of a kind that the catalogue has; other words in capitals (names of variables) are none
        known = 0
        for (other in catalogue) if (index(other, code "_") == 1) known = 1
        if (!known && part[1] in family) { print "src/" used[code] ": " code " stands not in the catalogue"}
    }
    for (code in catalogue) {
        plain = code; sub(/_WITHOUT_[A-Z0-9_]+$/, "", plain)
        known = plain in used
        for (start in prefix) if (index(code, start "_") == 1) known = 1
        if (!known) { print "src/" catalogue[code] ": " code " is used nowhere"}
    }
}' | sort)
[ -z "$faults" ] || { echo "$faults"; exit 1; }
