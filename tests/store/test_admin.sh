#!/bin/sh
# yichuang-admin's commands on a database: staff, case, verify, forms list; the demonstration hall. TAP.
set -u
cd "$(dirname "$0")/../.."
admin=$(cd "${BUILD:-build}" && pwd)/yichuang-admin
work=$(mktemp -d "${TMPDIR:-/tmp}/yichuang-admin.XXXXXX")
chmod 755 "$work"
count=0
unset YICHUANG_DB
database=admin_$$
db="$YICHUANG_TEST_DB dbname=$database"
login=probe_$$ # login names belong to the whole cluster
tender=tender_$$

query() { psql -XAtq -v ON_ERROR_STOP=1 "$@"; }

cleanup() {
    "$admin" local stop --dir "$work/demo" >/dev/null 2>&1
    query "$YICHUANG_TEST_DB dbname=postgres" -c "DROP DATABASE IF EXISTS $database WITH (FORCE)" -c "DROP ROLE IF EXISTS $login, $tender" >/dev/null 2>&1
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

query "$YICHUANG_TEST_DB dbname=postgres" -c "CREATE DATABASE $database TEMPLATE template_yichuang" || exit 1
query "$db" -c "CALL yc.database_secure()" || exit 1

# run_as LOGIN COMMAND...: stdout to out, stderr to err; "owner" is the superuser.
run_as() {
    who=$1
    shift
    connection=$db
    [ "$who" = owner ] || connection="$db user=$who password='$(password_of "$who")'"
    status=0
    "$admin" --lang en "$@" --db "$connection" >"$work/out" 2>"$work/err" </dev/null || status=$?
}
password_of() { if [ "$1" = "$login" ]; then echo "a long 口令"; else echo test; fi; }

# check SENTENCE COMMAND...
check() {
    count=$((count + 1))
    sentence=$1
    shift
    if "$@"; then echo "ok $count - $sentence"; else
        echo "not ok $count - $sentence"
        echo "# exit $status"
        sed 's/^/# out: /' "$work/out"
        sed 's/^/# err: /' "$work/err"
    fi
}

done_() { [ "$status" = 0 ] && [ ! -s "$work/err" ]; }
says() { done_ && grep -q -e "$1" "$work/out"; }
is() { done_ && [ "$(cat "$work/out")" = "$1" ]; }
silent() { done_ && [ ! -s "$work/out" ]; }
refused() { [ "$status" = 1 ] && [ ! -s "$work/out" ] && [ "$(cat "$work/err")" = "$1" ]; }
wrong_usage() { [ "$status" = 2 ] && [ ! -s "$work/out" ] && [ -s "$work/err" ]; }
without() { ! grep -q -e "$1" "$work/out"; }

# every line is JSON: PostgreSQL reads it
json() {
    done_ && [ -s "$work/out" ] || return 1
    while IFS= read -r line; do
        echo "SELECT :'line'::json IS NOT NULL" | query "$db" -v line="$line" >/dev/null 2>>"$work/err" || return 1
    done <"$work/out"
}
# aligned COLUMN: what stands at this column (in cells; here all is ASCII) begins there in every line
aligned() {
    at=$(awk -v word="$1" 'NR == 1 { print index($0, word) }' "$work/out")
    awk -v at="$at" 'substr($0, at - 1, 1) != " " || substr($0, at, 1) == " " { bad = 1 } END { exit bad }' "$work/out"
}

# --- staff

add() {
    status=0
    printf '%s' "$1" | "$admin" --lang en staff add "$2" --name "$3" --name-en "$4" --db "$db" >"$work/out" 2>"$work/err" || status=$?
}

run_as owner staff list
check "staff are listed, a line a right, in columns" eval 'says "^wangfang  *Wang Fang  *accept  *1  *all" && aligned right'
run_as owner staff list --json
check "as JSON an object a person" eval 'json && [ "$(grep -c wangfang "$work/out")" = 1 ]'
run_as chenjing staff list --region 210600
check "an auditor may list them" says zhouqian
run_as wangfang staff list
check "a clerk may not" refused "You have no right to operate (region 210600): ask the operator for it."
run_as nobody_yet staff list
check "nobody's right: told so" refused "This login has no right in any region today. Use another login (--db), or ask the operator for a right."

add "$(printf 'a long 口令\n.')" $login 丁二 'Ding Er'
check "added with the first line of standard input as the password" says "Added $login"
run_as $login case list
check "who has no right yet can do nothing, but is let in" refused "This login has no right in any region today. Use another login (--db), or ask the operator for a right."
check "the password is nowhere in the database" eval '! query "$db" -c "SELECT rolpassword FROM pg_authid" -c "SELECT * FROM yc.command" | grep -q 口令'
add 'another one' $login 丁二 'Ding Er'
check "a login is given once" refused "The login $login has been used before: choose another."
add short probe_x 丁二 'Ding Er'
check "a short password is refused" refused "A password has at least 8 characters. Choose another."
add probe_xyz probe_xyz 丁二 'Ding Er'
check "the login as password is refused" refused "The password may not be the login name. Choose another."
add "$(printf 'tab\there, long')" probe_x 丁二 'Ding Er'
check "a control character in it is refused" refused "The password holds a character that cannot be typed when signing on (control, invisible, or no UTF-8). Choose another."
add '' probe_x 丁二 'Ding Er'
check "no password: nothing happens" refused "No password was given; nothing was changed. Try again on a terminal, or give one line on standard input."
add 'long enough' Probe 丁二 'Ding Er'
check "a login with a capital is refused" eval '[ "$status" = 1 ] && grep -q "^Probe cannot be a login" "$work/err"'
add 'long enough' probe_x "$(printf '丁\033[31m')" 'Ding Er'
check "a name with an escape is refused" eval '[ "$status" = 1 ] && ! grep -q "$(printf "\033")" "$work/err"'
run_as owner staff add probe_x --name 丁二
check "without the English name: wrong usage, before any question" wrong_usage

run_as owner staff grant $login accept --hall 1 --to 20261231
check "granted, with the number of the grant" says "^Granted: $login may accept (region 210600), grant number [0-9]*\.\$"
grant=$(sed 's/.*number \([0-9]*\)\.$/\1/' "$work/out")
run_as owner staff grant $login audit
check "posts that exclude each other are refused" refused "audit cannot be held together with accept, which is held already."
run_as owner staff grant nobody_at_all accept
check "an unknown login is refused" refused "There is no staff member nobody_at_all."
run_as owner staff grant $login fly
check "an unknown right is refused" refused "There is no action fly."
run_as owner staff grant $login accept --hall 9
check "an unknown hall is refused" refused "There is no hall 9."
run_as owner staff grant $login accept --hall one
check "a hall that is no number is refused" refused "“one” is not a hall number. Write a number from 1 to 999."
run_as owner staff grant $login accept --item nothing
check "an unknown item is refused" refused "There is no item nothing, or it is not in force."
run_as owner staff grant $login accept --to 2026-02-30
check "a last day that there is not is refused" eval '[ "$status" = 1 ] && grep -q 2026-02-30 "$work/err"'
run_as owner staff grant $login accept --to 2026-03-01
check "a last day that is over is refused" refused "The last day of the grant, 2026-03-01, is over (today is 2026-03-02). Change --to."
run_as owner staff grant $login accept --region 21
check "half a region is refused" refused "“21” is not a region. Write the six digits of GB/T 2260, such as 210600."
run_as sunwei staff grant sunwei supervise
check "an operator gives nothing to himself" refused "Nobody grants rights to themselves."
run_as zhaomin staff grant $login review
check "a supervisor grants nothing" refused "You have no right to operate (region 210600): ask the operator for it."

run_as sunwei staff revoke "$grant"
check "an operator revokes" is "Grant $grant is revoked."
run_as sunwei staff revoke "$grant"
check "once" refused "There is no such grant ($grant), or you may not revoke it."
run_as sunwei staff revoke 99999999999999999999
check "a number beyond all numbers is no grant" refused "There is no such grant (99999999999999999999), or you may not revoke it."
run_as zhaomin staff absent zhouqian 2026-03-03..2026-03-05 --cover liuyang
check "a supervisor notes an absence and who covers" says "^zhouqian is absent from 2026-03-03 to 2026-03-05; the cover has 1 rights"
run_as zhaomin staff absent zhouqian 2026-03-05..2026-03-06
check "no two on one day" refused "An absence from 2026-03-03 to 2026-03-05 is noted already; two cannot overlap, end that one first."
run_as zhaomin staff absent zhouqian 2026-03-05
check "two days are asked for" refused "The days of an absence are written DATE..DATE, such as 2026-03-09..2026-03-13; this is 2026-03-05."
run_as zhaomin staff back zhouqian
check "and when they are back before" says "^The absence of zhouqian is over"
run_as zhaomin staff back zhouqian
check "once" refused "No absence of zhouqian is noted."
run_as sunwei staff disable $login
check "an operator disables" says "^$login is disabled"
run_as $login staff list
check "who is disabled is not let in" refused "$login was not let in: the name or the password is wrong, or the account is disabled. Try again."
run_as owner staff list
check "and stays on the list, with the day" says "^$login .* 2026-03-02\$"

for words in "" nonsense "add" "grant $login" "revoke" "list extra" "list --regoin 210600" "list --region"; do
    # shellcheck disable=SC2086
    run_as owner staff $words
    check "staff $words: wrong usage" wrong_usage
done

# --- cases: two accepted at the window by wangfang

accept() {
    query "$db" -v id_no="$1" -v name="$2" <<'SQL' 2>"$work/err" | tail -n 1
SET SESSION AUTHORIZATION wangfang;
SELECT visit_id FROM desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 1::smallint, '01', :'id_no', :'name') \gset
SELECT case_id, token FROM desk.case_open(gen_random_uuid(), 210600, :visit_id, 'ui-benefit') \gset
SELECT desk.field_save(210600, :case_id, :'token', n, field, value) FROM (VALUES (1, 'mobile', '13800136612'),
    (2, 'unemp_date', '2026-02-27'), (3, 'leave_reason', '02'), (4, 'ui_place', '210600'), (5, 'last_unit', '红星机械厂')) f(n, field, value);
SELECT desk.material_add(gen_random_uuid(), 210600, :case_id, :'token', kind, :'name' || '.pdf', 'paper'::bytea, NULL)
    FROM unnest(ARRAY['id', 'ureg']) kind;
SELECT desk.material_add(gen_random_uuid(), 210600, :case_id, :'token', 'term', NULL, NULL, '2026-03-02');
SELECT version FROM desk.case_head(210600, :case_id) \gset
SELECT number FROM desk.case_accept(gen_random_uuid(), 210600, :case_id, :'token', :version);
SQL
}

run_as zhaomin case list
check "no case yet: an empty list is no failure" silent
run_as zhaomin case list --queue review/ui-benefit
check "no queue yet: told so" refused "There is no queue “review/ui-benefit” yet: the first accepted case makes it."
first=$(accept 210602190103121011 张桂兰)
second=$(accept 442000190202280017 李四)
status=0
check "the two cases of this test are accepted" [ "${#first}${#second}" = 2323 ]
# what a careless import might leave
query "$db" -v number="$second" <<'SQL'
UPDATE yc.case_field SET value = E'A\x1b[31m\u202eX"\\' WHERE field = 'last_unit'
    AND case_id = (SELECT id FROM yc.case_file WHERE number = :'number');
SQL

dashed=$(echo "$first" | sed 's/\(.\{6\}\)\(.\{8\}\)\(...\)\(.....\)/\1-\2-\3-\4-/')
tail=$(echo "$first" | tail -c 7)
for typed in "$first" "$dashed" "$tail"; do
    run_as chenjing case show "$typed"
    check "shown by $typed" says "^number  *$dashed\$"
done
check "name, number and telephone are masked" eval 'says "张\*兰" && says "210602\*\*\*\*\*\*\*\*1011" && says "138\*\*\*\*6612"'
check "nowhere in full, nor the day of birth, nor the name of a file" \
    eval 'without 张桂兰 && without 210602190103121011 && without 13800136612 && without 1901'
check "with where it stands, due dates, materials and history" \
    eval 'says "^stands at  *review" && says "2026-03-05" && says "commitment signed 2026-03-02" && says "Wang Fang  accepted"'
run_as chenjing case show "$first" --json
check "as JSON, masked too" eval 'json && without 张桂兰 && without 210602190103121011 && without 1901'
run_as chenjing case show "$second"
check "what would move the cursor or turn the line is written as an escape" eval 'says "A\\\\x1B\[31m\\\\u{202E}X" && without "$(printf "\033")"'
run_as chenjing case show "$second" --json
check "in JSON too" eval 'json && says "A\\\\u001b\[31m\\\\u202eX"'
status=0
check "looking at masked data is nothing for the read log" eval '[ "$(query "$db" -c "SELECT count(*) FROM yc.read_log WHERE function = \$\$case_reveal\$\$")" = 0 ]'

run_as chenjing case show "$first" --reveal "complaint 7"
check "revealed with a purpose" eval 'says 张桂兰 && says 210602190103121011 && says 13800136612 && says 1901-03-12'
check "each value is in the read log, with who and what for" eval '[ "$(query "$db" -c "SELECT string_agg(what, \$\$ \$\$ ORDER BY what) FROM yc.read_log l
    JOIN yc.staff s ON s.id = l.staff_id WHERE s.login = \$\$chenjing\$\$ AND function = \$\$case_reveal\$\$ AND purpose = \$\$complaint 7\$\$")" = "birth id_no mobile name sex" ]'
run_as chenjing case show "$first" --reveal "complaint 7" --json
check "revealed as JSON" eval 'json && says 210602190103121011 && without "masked\":true"'
run_as chenjing case show "$first" --reveal " "
check "no purpose, nothing shown" refused "To see personal data in full, say what for."
run_as sunwei case show "$first"
check "an operator sees no case" refused "There is no such case ($first), or you may not see it."
run_as chenjing case show "${first%?}0"
check "a mistyped number is told as one" eval '[ "$status" = 1 ] && grep -q "^One digit of the case number is wrong" "$work/err"'
run_as chenjing case show 99999
check "an end that no case has" refused "There is no such case (99999), or you may not see it."
run_as chenjing case show 0001
check "four digits are too few" refused "“0001” is not a case number. Write its 23 digits, or the last five or more."
run_as chenjing case show "1 or 1=1"
check "what is no number is told so" refused "“1 or 1=1” is not a case number. Write its 23 digits, or the last five or more."

run_as zhaomin case list
check "the list: newest first, masked, in columns" eval '[ "$(awk "NR == 2 { print \$1 }" "$work/out" | tr -d -)" = "$second" ] && says "李\*    review" && says "张\*兰  review" && without 张桂兰'
run_as zhaomin case list --limit 1 --json
check "one of them, as JSON" eval 'json && [ "$(wc -l <"$work/out")" = 1 ]'
run_as zhaomin case list --queue review/ui-benefit
check "a queue" eval '[ "$(wc -l <"$work/out")" = 3 ] && says "2026-03-05"'
run_as zhaomin case list --item ui-benefit --state review --from 2026-03-02 --to 2026-03-02
check "those of an item, at a stage, accepted on a day" eval '[ "$(wc -l <"$work/out")" = 3 ] && says "李\*    review" && without 张桂兰'
run_as zhaomin case list --state denied
check "none is denied" eval '[ "$(wc -l <"$work/out")" -le 1 ]'
run_as zhaomin case list --to 2026-03-01 --json
check "none was accepted before" eval '[ ! -s "$work/out" ]'
run_as zhaomin case list --state lost
check "a state that there is not" refused "There is no state “lost”. Choose one of those that are listed."
run_as zhaomin case list --from 2026-03-03 --to 2026-03-01
check "days the wrong way round" refused "In “[2026-03-03,2026-03-01]” the last day is before the first. Turn them round."
run_as zhaomin case list --queue review/ui-benefit --state review
check "a queue takes no filters" refused "--queue lists a queue and takes no --item, --state, --from or --to. Leave one out."
run_as zhaomin case list --queue review/ui-benefit --json
check "a queue as JSON" eval 'json && [ "$(wc -l <"$work/out")" = 2 ]'
run_as zhaomin case list --queue review/nothing
check "an unknown queue, and those that there are" refused "There is no queue “review/nothing”. There are: review/ui-benefit"
run_as wangfang case list
check "a clerk lists none" refused "You have no right to supervise (region 210600): ask the operator for it."
run_as zhaomin case list --limit none
check "a limit that is no number" refused "“none” is not a number of cases. Write a number from 1 to 1000000."
query "$db" >/dev/null <<'SQL'
SET session_replication_role = replica;
INSERT INTO yc.case_file SELECT r.* FROM (SELECT * FROM yc.case_file WHERE number IS NOT NULL LIMIT 1) c, generate_series(1, 120) n,
    jsonb_populate_record(NULL::yc.case_file, to_jsonb(c) || jsonb_build_object('id', c.id + 1000 + n, 'number', lpad((1000 + n)::text, 23, '9'),
        'live_task', NULL, 'state', 'finished', 'stage', NULL)) r;
SQL
run_as zhaomin case list --limit 500
check "page after page to the end" eval 'done_ && [ "$(wc -l <"$work/out")" = 123 ] && [ "$(sort -u "$work/out" | wc -l)" = 123 ]'
query "$db" -c "DELETE FROM yc.case_file WHERE number LIKE '999%'" -c "UPDATE yc.case_field SET value = '红星机械厂' WHERE field = 'last_unit'"
for words in "" "show" "show 1 2" "list extra" "show $first --reveal" "shwo $first"; do
    # shellcheck disable=SC2086
    run_as owner case $words
    check "case $words: wrong usage" wrong_usage
done

# --- second looks

run_as zhaomin sample rules
check "the rules that are given" eval 'says "high  *100 *yes *10" && says "^all  *- *5 *yes *10"'
run_as zhaomin sample rule --percent 100 --risk medium --days 3 --open --words "a quarter of all"
check "a rule for a risk holds from tomorrow on" is "The rule holds from 2026-03-03 on."
run_as zhaomin sample rules --json
check "and stands with its words" eval 'json && grep -q "\"risk\":\"medium\",\"percent\":100,\"blind\":false,\"days\":3,\"words\":\"a quarter of all\"" "$work/out"'
run_as chenjing sample rule --percent 0 --words "nobody looks"
check "an auditor sets none" refused "You have no right to supervise (region 210600): ask the operator for it."
run_as zhaomin sample rule --percent 101 --words "too much"
check "more than all" refused "A percentage of 101 does not work: give 0 to 100."
run_as zhaomin sample rule --percent half --words "no number"
check "a percentage that is no number" refused "half is no number that can be used here."
run_as zhaomin sample rule --percent none --risk medium --words "back to the usual"
check "ended before its first day" is "The rule holds from 2026-03-03 on."
run_as chenjing sample list
check "nothing waits for a second look" silent
run_as chenjing sample results --json
check "nothing was found" silent
run_as wangfang sample list
check "a clerk has none" refused "You have no right to audit (region 210600): ask the operator for it."
for words in "" "results --months" "rule --words x" "list extra" "rulez"; do
    # shellcheck disable=SC2086
    run_as owner sample $words
    check "sample $words: wrong usage" wrong_usage
done

# --- looking back

query "$db" -c "SELECT count(*) FROM yc.tend()" >/dev/null
run_as zhaomin report
check "the report of today" eval 'says "Region 210600, report of 2026-03-02" && says "^all  *2 "'
run_as chenjing report 2026-02-01..2026-03-02 --json
check "of a month, as JSON, for an auditor" eval 'json && grep -q "\"part\": *\"item\"" "$work/out" && grep -q "\"accepted\": *2" "$work/out"'
run_as zhaomin report 2026-03-02 --csv
check "as a table for spreadsheets" eval 'done_ && [ "$(head -c 3 "$work/out" | od -An -tx1 | tr -d " ")" = efbbbf ] && grep -q "^210600,2026-03-02,2026-03-02,item,ui-benefit,,,,2,0," "$work/out"'
run_as zhaomin report 2026-01-01..2026-03-02
check "more than a month" refused "2026-01-01 to 2026-03-02 is no span of days that can be reported. Give two days in order, 31 at the most."
run_as zhaomin report 2026-02-30
check "a day that there is not" eval '[ "$status" = 1 ] && [ -s "$work/err" ]'
run_as wangfang report
check "a clerk reads none" refused "You have no right to supervise (region 210600): ask the operator for it."
run_as chenjing reads --limit 500
check "who looked at whom: masked, in columns" eval 'says "张\*兰" && without 张桂兰'
run_as zhaomin reads --staff chenjing --json
check "that it was asked is noted itself" eval 'json && grep -q read_log_search "$work/out"'
query "$db" >/dev/null -c "INSERT INTO yc.read_log (region, at, staff_id, function, what, purpose)
    SELECT 210600, yc.now(), id, 'case_reveal', 'mobile', '=HYPERLINK(\"http://x\")' FROM yc.staff WHERE login = 'lina'"
run_as zhaomin reads --staff lina --csv
check "no formula comes alive in a spreadsheet" says "\"'=HYPERLINK(\"\"http://x\"\")\""
run_as zhaomin reads --person 104
check "three of a number are too few" eval '[ "$status" = 1 ] && [ -s "$work/err" ]'
run_as wangfang reads
check "a clerk asks none" refused "You have no right to audit (region 210600): ask the operator for it."
for words in "report 1 2" "reads 1" "report --what"; do
    # shellcheck disable=SC2086
    run_as owner $words
    check "$words: wrong usage" wrong_usage
done

# --- verify

run_as owner verify
check "all is well: silent" silent
query "$db" -c "UPDATE yc.journal SET body = overlay(body PLACING '\x21' FROM 10 FOR 1) WHERE seq = 1
    AND case_id = (SELECT id FROM yc.case_file WHERE number = '$first')"
run_as owner verify
check "a changed byte: exit 1, and the case and the row are named" \
    eval '[ "$status" = 1 ] && [ ! -s "$work/err" ] && [ "$(cat "$work/out")" = "The journal of case $first was changed from row 1 on." ]'
run_as owner verify --json
findings=$status
status=0
check "as JSON" eval '[ "$findings" = 1 ] && json && says "\"code\":\"E_VERIFY_CHAIN\",\"case\":\"$first\",\"seq\":\"1\""'
run_as chenjing verify
check "for the owner alone" eval '[ "$status" = 1 ] && [ ! -s "$work/out" ] && grep -q "right" "$work/err"'
run_as owner verify all
check "verify all: wrong usage" wrong_usage

# --- tending under a login of its own, as in production

query "$db" -c "CREATE ROLE $tender LOGIN PASSWORD 'test' IN ROLE yc_tending"
run_as $tender tend --once
check "a member of yc_tending tends" silent
run_as $tender case list --region 210600
check "and sees no case" eval '[ "$status" = 1 ] && [ ! -s "$work/out" ] && grep -q "permission denied" "$work/err"'

# --- forms list

run_as owner forms list
check "the items of the database" says "^ui-benefit  *1  *3 working days  *[0-9-]*  *Unemployment benefit\$"
run_as owner forms list --json
check "as JSON" eval 'json && says "\"promised\":{\"days\":3,\"unit\":\"working\"}"'

# --- local overlays

local="$work/local"
cp -R forms "$local"
rm -rf "$local/overlays"
mkdir "$local/overlays"
# overlay REGION LINE...: what that region says
overlay() {
    region=$1
    shift
    printf "region: '%s'\nitems:\n" "$region" >"$local/overlays/$region.yaml"
    printf '  - %s\n' "$@" >>"$local/overlays/$region.yaml"
}
held() {
    query "$db" -c "SELECT d.limits #>> '{promised,days}' || ' ' || (SELECT string_agg(m ->> 'key', ' ' ORDER BY n)
        FROM jsonb_array_elements(d.content -> 'materials') WITH ORDINALITY e(m, n) WHERE m ->> 'key' IN ('id', 'term', 'ureg'))
        FROM yc.definition d WHERE d.id = yc.definition_current('item', 'ui-benefit', $1)"
}
run_as owner forms load "$local"
check "definitions without overlays: nothing new" is "Definitions loaded: 0 new, 0 changed, $(query "$db" -c "SELECT count(*) FROM yc.definition") the same."
same=$(cat "$work/out")
overlay 210600 '{item: ui-benefit, promised: 2, drop: [ureg]}' '{item: funeral-grant, closed: {from: 2099-01-01, reason: {zh: 停办。, en: Closed.}}}'
overlay 210602 '{item: ui-benefit, promised: 1}'
run_as owner forms check "$local"
check "overlays that only tighten are right" silent
run_as owner forms load "$local"
check "loading says what is new in which region" is "$same
overlay 210600 ui-benefit: new
overlay 210600 funeral-grant: new
overlay 210602 ui-benefit: new"
check "the city has its limit, without the material" [ "$(held 210600)" = "2 id term" ]
check "its district the shorter one, without the material too" [ "$(held 210602)" = "1 id term" ]
check "another district the city's" [ "$(held 210603)" = "2 id term" ]
check "another city the standard's" [ "$(held 210700)" = "3 id term ureg" ]
run_as owner forms list --region 210603
check "listed as they hold in a region" says "^ui-benefit  *[0-9]*  *2 working days "
run_as owner forms list
check "and of the standard" says "^ui-benefit  *1  *3 working days "
run_as owner forms list --region 2106
check "a region has six digits" [ "$status" = 1 ]
run_as owner forms load "$local"
check "loaded again nothing changes" is "$same"
sed -i 's/en: Unemployment benefit}/en: Unemployment pay}/' "$local/ui-benefit.yaml"
rm "$local/overlays/210602.yaml"
run_as owner forms load "$local"
check "a changed standard carries through, a removed overlay is gone" is "$(echo "$same" | awk '{ print $1, $2, $3, $4, "1 changed,", $7 - 1, $8, $9 }')
overlay 210600 ui-benefit: changed
overlay 210602 ui-benefit: gone, what holds above it is back"
check "the district has the city's again" [ "$(held 210602)" = "2 id term" ]
check "under the standard's new name" \
    [ "$(query "$db" -c "SELECT name_en FROM yc.definition WHERE id = yc.definition_current('item', 'ui-benefit', 210602)")" = "Unemployment pay" ]
overlay 210600 '{item: ui-benefit, promised: 30, drop: [uregg]}'
overlay 210700 '{item: ui-benefti, promised: 1}'
run_as owner forms load "$local"
refusals="$local/overlays/210600.yaml:3:34: ui-benefit is promised in 3 days without this overlay, which may shorten that but not make it 30. Write 3 or less.
$local/overlays/210600.yaml:3:45: There is no material called \"uregg\". Did you mean \"ureg\"?
$local/overlays/210700.yaml:3:12: There is no item called \"ui-benefti\". Did you mean \"ui-benefit\"?"
check "what does not tighten is refused, all of it at its place" refused "$refusals"
check "and nothing of it is loaded" [ "$(held 210600)" = "2 id term" ]
rm -r "$local/overlays"
cp forms/ui-benefit.yaml "$local"
run_as owner forms load "$local"
check "without overlays the standard is back" \
    eval 'says "^overlay 210600 ui-benefit: gone" && says "^overlay 210600 funeral-grant: gone" && [ "$(held 210600)" = "3 id term ureg" ]'

# --- migrate, when only the functions are not this program's

run_as owner migrate
check "nothing to migrate" says "^Nothing to migrate, the database is at 00[0-9]*\.\$"
query "$db" -c "CREATE OR REPLACE FUNCTION yc.month_day(_month text) RETURNS date LANGUAGE sql IMMUTABLE AS 'SELECT NULL::date'" \
    -c "UPDATE yc.function_set SET sha256 = '\x'"
run_as owner migrate
check "functions of another program are replaced" says "^No new migration; the functions are now those of this program\."
check "all of them" [ "$(query "$db" -c "SELECT yc.month_day('202603')")" = 2026-03-01 ]

# --- no database, a newer one

status=0
"$admin" --lang en case list --db "host=/nowhere" >"$work/out" 2>"$work/err" || status=$?
check "a database that is down is told in one sentence" \
    eval '[ "$status" = 1 ] && [ "$(wc -l <"$work/err")" = 1 ] && grep -q "^The database cannot be reached" "$work/err"'
query "$db" -c "INSERT INTO yc.migration VALUES (9001, 'tomorrow', '\x00', now())"
run_as owner migrate
check "a migration newer than the program" eval '[ "$status" = 1 ] && grep -q "^The database is at migration 9001" "$work/err"'

# --- the demonstration hall

demo() {
    status=0
    "$admin" --lang en local "$@" --dir "$work/demo" >"$work/out" 2>"$work/err" || status=$?
}
demo_query() { query "$("$admin" local url --dir "$work/demo")" "$@"; }
milliseconds() { date +%s%3N; }

demo start --demo
check "the demonstration hall is made" says "private database runs"
check "a note for the login screen, in both languages at most 9 lines of 78 cells" \
    eval 'note=$work/demo/socket/demonstration; [ "$(awk "BEGIN { RS = \"\"; FS = \"\n\" } NF > 9 { long = 1 } END { print NR, long + 0 }" "$note")" = "2 0" ] && grep -q "wangfang" "$note" && grep -q "yichuang" "$note" &&
        [ "$(awk "length(\$0) > m { m = length(\$0) } END { print m }" "$note")" -le 120 ]'
made="SELECT (SELECT string_agg(login, ' ' ORDER BY login) FROM yc.staff WHERE login <> 'postgres') || (SELECT count(*) FROM yc.staff_grant)
    || (SELECT count(*) FROM yc.service_window) || yc.setting('demonstration') || (SELECT count(*) FROM yc.definition)"
before=$(demo_query -c "$made")
check "two windows, nine people" eval 'echo "$before" | grep -q "^chenjing guoyan hejun lina liuyang sunwei wangfang zhaomin zhouqian14.*yes"'
"$admin" staff list --db "host=$work/demo/socket dbname=yichuang user=zhaomin password=yichuang" >"$work/out" 2>"$work/err"
status=$?
check "its people sign on with its password" says wangfang
"$admin" staff disable hejun --db "$("$admin" local url --dir "$work/demo")" >/dev/null
began=$(milliseconds)
demo start --demo
took=$(($(milliseconds) - began))
check "a second time nothing is made again ($took ms)" eval 'done_ && [ "$(demo_query -c "$made")" = "$before" ] && [ $took -lt 1000 ]'
check "and who was disabled stays so" eval '[ "$(demo_query -c "SELECT disabled_at IS NOT NULL FROM yc.staff WHERE login = \$\$hejun\$\$")" = t ]'
rm -f "$work/demo/socket/demonstration"
demo stop
began=$(milliseconds)
demo start
took=$(($(milliseconds) - began))
check "started without --demo it is still a demonstration, in under two seconds ($took ms)" \
    eval 'done_ && [ -s "$work/demo/socket/demonstration" ] && [ $took -lt 2000 ]'
mkdir -p "$work/elsewhere/forms"
echo 'item: [' >"$work/elsewhere/forms/broken.yaml"
cd "$work/elsewhere" && demo start && cd - >/dev/null
check "a fault in forms/ is told at its place" \
    eval '[ "$status" = 1 ] && [ ! -s "$work/out" ] && grep -q "forms/broken.yaml:[0-9]*:[0-9]*: " "$work/err"'
demo status
check "and the database runs and is tended all the same" says "^tended: yes"
demo_query -c "UPDATE yc.setting SET value = 'no' WHERE name = 'demonstration'"
demo start
check "a database that is none any more loses the note" eval 'done_ && [ ! -e "$work/demo/socket/demonstration" ]'
demo start --demo
check "known passwords do not go into a database with halls of its own" \
    refused "This database has real halls: a demonstration hall whose password everybody knows does not belong into it. Choose another directory with --dir."
demo_query -c "INSERT INTO yc.migration VALUES (9001, 'tomorrow', '\x00', now())"
demo start
check "a newer database is refused by start too" eval '[ "$status" = 1 ] && grep -q "^The database is at migration 9001" "$work/err"'
echo "1..$count"
