#!/bin/sh
# Runs every test that stands (tests/README.md) and ends with "N passed, N failed". Called by `make check` with BUILD set.
# What fails is printed whole; what passes costs one line. A test that is skipped counts as failed. As many run at once as there
# are processors; each has a database cluster, a folder and a terminal of its own.
#
#   VALGRIND=0   leaves out the second run of the unit and store tests under valgrind (SAN=1 builds have none)
#   ONLY=PATTERN runs only tests whose name holds PATTERN
#   JOBS=N       so many at once
#   VARIANTS="en block en+block" how the stories are told a second time (language, keymap); en+block when not said
#   FAULT_ROUNDS=all (or a number) makes the tests of tests/fault long; FAULT_SEED=N takes other moments
#   MODEL_ROUNDS=N makes store/test_model play so many sequences; MODEL_SEED=N others
set -eu
cd "$(dirname "$0")/.."
: "${BUILD:=build}"
export BUILD
WORK=$(mktemp -d)
LIMIT=600 # seconds that a test lasts at most
: "${JOBS:=$(nproc)}"
if [ -n "${FAULT_ROUNDS:-}${MODEL_ROUNDS:-}" ]; then LIMIT=14400; fi
export WORK LIMIT
: >"$WORK/counts"

# The world is pinned.
mkdir "$WORK/home"
for name in $(env | sed -n 's/^\(PG[A-Z]*\|YICHUANG_[A-Z_]*\|STORY_[A-Z]*\|LC_[A-Z]*\|XDG_[A-Z_]*\|NO_COLOR\|LANGUAGE\|MAKEFLAGS\|MAKELEVEL\|MFLAGS\)=.*/\1/p'); do
    case $name in YICHUANG_PICTURES) ;; *) unset "$name" ;; esac
done
export HOME="$WORK/home" LANG=C.UTF-8 LC_ALL=C.UTF-8 TZ=Asia/Shanghai TERM=xterm-256color CMOCKA_MESSAGE_OUTPUT=TAP
export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
grind="valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite --child-silent-after-fork=yes"
case $BUILD in *san*) VALGRIND=0 ;; esac

# The clusters of the lanes. What the tests find in YICHUANG_TEST_DB is their lane's (one.sh).
lanes_start() {
    for lane in $(seq "$JOBS"); do
        tests/store/cluster.sh start "$BUILD" "lane$lane" >"$WORK/lane.$lane" 2>"$WORK/cluster" || return 1
    done
}
finish() {
    if [ -e "$WORK/cluster" ]; then
        for lane in $(seq "$JOBS"); do tests/store/cluster.sh stop "$BUILD" "lane$lane" || true; done
        for name in fault full; do tests/store/cluster.sh stop "$BUILD" $name || true; done # left by a killed test
    fi
    rm -rf "$WORK"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

# job NAME COMMAND...: a line of the list of what is to be run, unless ONLY leaves it out. No blanks within words.
job() {
    case $1 in *"${ONLY:-}"*) echo "$@" ;; esac
}

# once PATTERN: the tests of these source files; twice: under valgrind; variant NAME SETTING... PATTERN: stories told otherwise.
once() {
    for source in $1; do
        [ -f "$source" ] || continue
        name=${source#tests/}
        case $name in
        *.sh) job "${name%.sh}" "$source" ;;
        *.sql) job "${name%.sql}" tests/store/pgtap.sh "$source" ;;
        *.c) job "${name%.c}" "$BUILD/tests/${name%.c}" ;;
        esac
    done
}
twice() {
    if [ "${VALGRIND:-1}" = 0 ]; then return; fi
    for source in $1; do
        [ -f "$source" ] || continue
        name=${source#tests/}
        case $name in */test_concurrency.c | */test_model.c) continue ;; esac # minutes there, and their calls are test_connection's
        job "valgrind:${name%.c}" $grind "$BUILD/tests/${name%.c}"
    done
}
variant() {
    for source in $3; do
        [ -f "$source" ] || continue
        name=${source#tests/}
        job "${name%.c}:$1" env $2 "$BUILD/tests/${name%.c}"
    done
}

# all: runs the list from standard input.
all() {
    xargs -r -P "$JOBS" -L 1 tests/one.sh || true # what failed was counted
}

for lane in $(seq "$JOBS"); do : >"$WORK/lane.$lane"; done
{
    job check-floors src/tools/check-floors.sh
    job check-text src/tools/check-text.sh
    job check-map src/tools/check-map.sh
    job check-man src/tools/check-man.sh
    once 'tests/unit/*/test_*.c'
    twice 'tests/unit/*/test_*.c'
} | all

# Those that last longest go first, so that no processor is idle at the end.
{
    twice 'tests/store/test_*.c'
    once 'tests/fault/test_*.c'
    once 'tests/store/test_*.sh'
    once 'tests/store/test_*.c'
    once 'tests/store/sql/*.sql'
    once 'tests/story/test_*.c'
    for told in ${VARIANTS:-en+block}; do
        case $told in
        en) variant en STORY_LANGUAGE=en 'tests/story/test_*.c' ;;
        block) variant block STORY_KEYMAP=block 'tests/story/test_*.c' ;;
        en+block) variant en+block 'STORY_LANGUAGE=en STORY_KEYMAP=block' 'tests/story/test_*.c' ;;
        esac
    done
    variant ime STORY_INPUT=ime tests/story/test_story1.c
} >"$WORK/list"
if [ -s "$WORK/list" ]; then
    if lanes_start; then
        all <"$WORK/list"
    else
        cat "$WORK/cluster" >&2
        echo "0 1 tests/store/cluster.sh" >>"$WORK/counts"
    fi
fi

awk '{ passed += $1; failed += $2; if ($2) broken = broken " " $3 }
     END { if (broken) print "failed:" broken; print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 }' "$WORK/counts"
