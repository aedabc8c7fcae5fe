#!/bin/sh
# Runs every test that stands (tests/README.md) and ends with "N passed, N failed". Called by `make check` with BUILD set.
# What fails is printed whole; what passes costs one line. A test that is skipped counts as failed.
#
#   VALGRIND=0   leaves out the second run of the unit and store tests under valgrind (SAN=1 builds have none)
#   ONLY=PATTERN runs only tests whose path holds PATTERN
#   FAULT_ROUNDS=all (or a number) makes the tests of tests/fault long; FAULT_SEED=N takes other moments
set -eu
cd "$(dirname "$0")/.."
: "${BUILD:=build}"
export BUILD
work=$(mktemp -d)
passed=0
failed=0
broken=
limit=600 # seconds that a test lasts at most
if [ -n "${FAULT_ROUNDS:-}" ]; then limit=14400; fi

# The world is pinned.
mkdir "$work/home"
for name in $(env | sed -n 's/^\(PG[A-Z]*\|YICHUANG_[A-Z_]*\|LC_[A-Z]*\|XDG_[A-Z_]*\|NO_COLOR\|LANGUAGE\|MAKEFLAGS\|MAKELEVEL\|MFLAGS\)=.*/\1/p'); do
    case $name in YICHUANG_PICTURES) ;; *) unset "$name" ;; esac
done
export HOME="$work/home" LANG=C.UTF-8 LC_ALL=C.UTF-8 TZ=Asia/Shanghai TERM=xterm-256color CMOCKA_MESSAGE_OUTPUT=TAP
export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
grind="valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite --child-silent-after-fork=yes"
case $BUILD in *san*) VALGRIND=0 ;; esac

finish() {
    if [ -n "${YICHUANG_TEST_DB:-}" ]; then
        tests/store/cluster.sh stop "$BUILD" || true
        for name in fault full; do tests/store/cluster.sh stop "$BUILD" $name || true; done # left by a killed test
    fi
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

chosen() {
    case $1 in *"${ONLY:-}"*) true ;; *) false ;; esac
}

# one NAME STATUS OUTPUT: counts TAP lines; what is no TAP counts as one, by its status.
one() {
    good=$(grep -c '^ok ' "$3" || true)
    bad=$(grep -c '^not ok ' "$3" || true)
    skipped=$(grep -ci '^ok .*# skip' "$3" || true)
    good=$((good - skipped)) bad=$((bad + skipped))
    if [ "$2" = 0 ] && [ $((good + bad)) = 0 ]; then good=1; fi
    if [ "$2" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
    passed=$((passed + good)) failed=$((failed + bad))
    if [ "$bad" = 0 ]; then
        printf 'ok      %s (%s)\n' "$1" "$good"
        sed -n 's/^# \([^:]*: .*[0-9]\)/        \1/p' "$3" # figures, such as the keys of a story
        return
    fi
    broken="$broken $1"
    printf 'FAILED  %s (status %s)\n' "$1" "$2"
    sed 's/^/        /' "$3"
}

# run NAME COMMAND...
run() {
    name=$1
    shift
    chosen "$name" || return 0
    status=0
    timeout "$limit" "$@" >"$work/output" 2>&1 </dev/null || status=$?
    one "$name" "$status" "$work/output"
}

run check-floors src/tools/check-floors.sh
run check-text src/tools/check-text.sh
run check-map src/tools/check-map.sh
if ls man/*.[1-8] >/dev/null 2>&1; then run check-man mandoc -T lint -W warning man/*.[1-8]; fi

for source in tests/unit/*/test_*.c; do
    name=${source#tests/}
    run "${name%.c}" "$BUILD/tests/${name%.c}"
done

# A second time under valgrind, as many at once as there are processors.
if [ "${VALGRIND:-1}" != 0 ]; then
    for source in tests/unit/*/test_*.c; do
        name=${source#tests/}
        if chosen "${name%.c}"; then echo "${name%.c}"; fi
    done | xargs -P "$(nproc)" -I '{}' sh -c '
        output=$0/$(echo {} | tr / -); status=0
        timeout 600 '"$grind"' "$BUILD/tests/{}" >"$output.output" 2>&1 </dev/null || status=$?
        echo "$status {} $output.output" >"$output.status"' "$work"
    for result in "$work"/*.status; do
        [ -f "$result" ] || continue
        read -r status name output <"$result"
        if [ "$status" = 0 ]; then : >"$output"; fi # its tests were counted already
        one "valgrind $name" "$status" "$output"
    done
fi

needs_database() {
    for source in tests/store/test_* tests/store/sql/*.sql tests/story/test_*.c tests/fault/test_*.c; do
        case $source in *'*'*) continue ;; esac
        if chosen "${source#tests/}"; then return 0; fi
    done
    return 1
}

if needs_database; then
    if YICHUANG_TEST_DB=$(tests/store/cluster.sh start "$BUILD" 2>"$work/cluster"); then
        export YICHUANG_TEST_DB
    else
        one tests/store/cluster.sh 1 "$work/cluster"
        unset YICHUANG_TEST_DB
    fi
fi

# pgtap FILE: in a database of its own; the variable vectors names the folder of the vector files.
pgtap() {
    database=pgtap_$(basename "$1" .sql)
    result=0
    psql -X -q -d postgres -c "CREATE DATABASE $database TEMPLATE template_yichuang" &&
        psql -X -q -d "$database" -c "CALL yc.database_secure()" &&
        pg_prove --verbose --set vectors="$PWD/tests/vectors" -d "$database" "$1" || result=$?
    psql -X -q -d postgres -c "DROP DATABASE IF EXISTS $database" || result=$?
    return $result
}

if [ -n "${YICHUANG_TEST_DB:-}" ]; then
    PATH=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1):$PATH
    for file in tests/store/sql/*.sql; do
        name=${file#tests/}
        case $name in *'*'*) continue ;; esac
        chosen "${name%.sql}" || continue
        status=0
        socket=${YICHUANG_TEST_DB#host=}
        (export PGHOST="${socket%% *}" PGUSER=postgres && pgtap "$file") >"$work/output" 2>&1 || status=$?
        one "${name%.sql}" "$status" "$work/output"
    done
    for source in tests/store/test_*.sh tests/store/test_*.c tests/story/test_*.c tests/fault/test_*.c; do
        name=${source#tests/}
        case $name in
        *'*'*) ;;
        *.sh) run "${name%.sh}" "$source" ;;
        *.c) run "${name%.c}" "$BUILD/tests/${name%.c}" ;;
        esac
    done
    if [ "${VALGRIND:-1}" != 0 ]; then
        for source in tests/store/test_*.c; do
            name=${source#tests/}
            chosen "${name%.c}" || continue
            status=0
            timeout 600 $grind "$BUILD/tests/${name%.c}" >"$work/output" 2>&1 </dev/null || status=$?
            if [ "$status" = 0 ]; then : >"$work/output"; fi
            one "valgrind ${name%.c}" "$status" "$work/output"
        done
    fi
fi

if [ -n "$broken" ]; then echo "failed:$broken"; fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
