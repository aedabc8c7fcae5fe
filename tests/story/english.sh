#!/bin/sh
# Prints each Chinese text that stories wait for or expect, and that tests/story/english.tsv has no line for: as the
# beginning of its line. Whatever is data (typed, put into the database) needs none: leave those out by eye.
#
#   tests/story/english.sh [FILE...]     all stories, or these
set -eu
cd "$(dirname "$0")/../.."
if [ $# = 0 ]; then set -- tests/story/people.c tests/story/test_story*.c tests/story/test_*.c; fi
awk '
# Calls over several lines are joined up to their semicolon.
FNR == 1 { call = "" }
/driver_(wait|expect|words)[a-z_]*\(|[a-z_]*(wait|hand_in|expect)\(/ { call = "" ; inside = 1 }
inside {
    call = call $0
    if (/;[ \t]*(\/\*.*\*\/)?$/ || /\{$/) {
        while (match(call, /"([^"\\]|\\.)*"/)) {
            literal = substr(call, RSTART + 1, RLENGTH - 2)
            call = substr(call, RSTART + RLENGTH)
            if (literal ~ /[^\001-\177]/ && !seen[literal]++) print literal
        }
        call = ""; inside = 0
    }
}' "$@" | sort -u | while IFS= read -r text; do
    awk -F '\t' -v text="$text" '
    function plain(pattern, one,   at, before, behind) {
        at = index(pattern, "{}")
        if (!at) return pattern == one
        before = substr(pattern, 1, at - 1); behind = substr(pattern, at + 2)
        return length(one) >= length(before) + length(behind) && index(one, before) == 1 &&
            substr(one, length(one) - length(behind) + 1) == behind
    }
    plain($1, text) { found = 1; exit }
    END { exit found ? 0 : 1 }' tests/story/english.tsv || printf '%s\t\n' "$text"
done
