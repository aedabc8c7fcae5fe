#!/bin/sh
# Runs one test for run.sh, which sets WORK and LIMIT: one.sh NAME COMMAND... Several of these run at once, each in a lane of its own
# (WORK/lane.N names the lane's database cluster), and tell what came of their test when it has ended, as one piece. Counts TAP
# lines; what is no TAP counts as one, by its status.
set -eu
name=$1
shift
output=$WORK/output.$$
status=0

# Any free lane: there are as many as run.sh lets run at once.
for lane in "$WORK"/lane.*; do
    exec 8<"$lane"
    if flock -n 8; then break; fi
done
YICHUANG_TEST_DB=$(cat "$lane")
export YICHUANG_TEST_DB

begun=$(date +%s)
timeout "$LIMIT" "$@" >"$output" 2>&1 </dev/null 8<&- || status=$?
lasted=$(($(date +%s) - begun))
case $name in valgrind*) if [ "$status" = 0 ]; then : >"$output"; fi ;; esac # its tests were counted already

good=$(grep -c '^ok ' "$output" || true)
bad=$(grep -c '^not ok ' "$output" || true)
skipped=$(grep -ci '^ok .*# skip' "$output" || true)
good=$((good - skipped)) bad=$((bad + skipped))
if [ "$status" = 0 ] && [ $((good + bad)) = 0 ]; then good=1; fi
if [ "$status" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi

{
    flock 9
    if [ "$bad" = 0 ]; then
        printf 'ok      %s (%s, %s s)\n' "$name" "$good" "$lasted"
        sed -n 's/^# \([^:]*: .*[0-9]\)/        \1/p' "$output" # figures, such as the keys of a story
    else
        printf 'FAILED  %s (status %s, %s s)\n' "$name" "$status" "$lasted"
        sed 's/^/        /' "$output"
    fi
    echo "$good $bad $name" >>"$WORK/counts"
} 9>"$WORK/lock"
rm -f "$output"
