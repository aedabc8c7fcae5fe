-- A form that is read back is judged there and then, and not a second time by the acceptance, as long as it is just what was judged. Each change
-- after the check is refused as if nobody had ever checked; no order of calls by hand gets anything incomplete accepted.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.check(_case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT faults FROM desk.case_check(%s, %s, %L)', c.region, _case, c.token) FROM test.case_of(_case) c
$$;
-- Whether there is a verdict on the case as it stands.
CREATE FUNCTION pg_temp.judged(_case bigint) RETURNS boolean LANGUAGE sql AS $$ SELECT (yc.case_contents(test.case_of(_case))).hidden IS NOT NULL $$;
CREATE FUNCTION pg_temp.checked(_n int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.draft('wangfang', test.id_no(_n));
BEGIN
    PERFORM test.fill('wangfang', _case);
    PERFORM test.as('wangfang', pg_temp.check(_case));
    RETURN _case;
END $$;

-- --- the way of the workstation
SELECT test.draft('wangfang', test.id_no(1)) AS case \gset
SELECT is(test.as('wangfang', pg_temp.check(:case)), '9', 'what an empty form lacks is counted');
SELECT is(pg_temp.judged(:case), false, 'and no verdict kept');
SELECT test.fill('wangfang', :case) \g /dev/null
SELECT is(test.as('wangfang', pg_temp.check(:case)), '0', 'nothing is wrong with a complete one');
SELECT is(pg_temp.judged(:case), true, 'which is kept');
SELECT is(test.as('wangfang', pg_temp.check(:case)), '0', 'asked again it says the same');
SELECT is((SELECT count(*) FROM yc.verdict), 1::bigint, 'and keeps it once');
-- The acceptance goes by it: with another judge in the database it still finds nothing; on what the verdict is not of, that judge is asked.
BEGIN;
ALTER FUNCTION yc.contents_faults(int, jsonb, text[]) RENAME TO contents_faults_as_it_is;
CREATE FUNCTION yc.contents_faults(int, jsonb, text[]) RETURNS SETOF yc.fault LANGUAGE sql AS $$ SELECT ROW('field', 'mobile', 'E_MOBILE_PREFIX', '')::yc.fault $$;
GRANT EXECUTE ON FUNCTION yc.contents_faults(int, jsonb, text[]) TO yc_desk;
SELECT test.refused('wangfang', test.accept(:case), NULL, 'acceptance does not judge again what was judged');
SELECT test.as('wangfang', test.save(:case, 'last_unit', '葫芦岛某造船厂', 7)) \g /dev/null
SELECT test.refused('wangfang', test.accept(:case), 'E_CASE_INCOMPLETE', 'but it does as soon as a value is another');
ROLLBACK;
SELECT test.as('wangfang', test.save(:case, 'use_card_acct', '0', 4)), test.as('wangfang', test.save(:case, 'bank_acct', '6217009999000000016', 4)),
       test.as('wangfang', test.save(:case, 'use_card_acct', '1', 5)), test.as('wangfang', pg_temp.check(:case)) \g /dev/null
SELECT isnt(test.as('wangfang', test.accept(:case)), NULL, 'it is accepted');
SELECT is((SELECT count(*) FROM yc.case_field WHERE case_id = :case AND field IN ('bank_acct', 'agent_id_type')), 0::bigint, 'hidden values go as without a verdict');
SELECT is((SELECT convert_from(body, 'UTF8')::jsonb -> 'fields' FROM yc.journal WHERE case_id = :case AND action = 'accept'), yc.case_digests(210600, :case) -> 'fields',
          'the journal has the digests of what is left');

-- --- what is changed after the check
SELECT pg_temp.checked(2) AS case \gset
SELECT test.as('wangfang', test.save(:case, 'mobile', '', 8)) \g /dev/null
SELECT test.refused('wangfang', test.accept(:case), 'E_CASE_INCOMPLETE', 'a field emptied after the check');
SELECT test.as('wangfang', test.save(:case, 'mobile', '23800006612', 9)) \g /dev/null
SELECT test.refused('wangfang', test.accept(:case), 'E_CASE_INCOMPLETE', 'or filled in wrong');
SELECT is(test.as('wangfang', pg_temp.check(:case)), '1', 'a second check says so');
SELECT is((SELECT count(*) FROM yc.verdict WHERE case_id = :case), 1::bigint, 'the former verdict still lies there');
SELECT is(pg_temp.judged(:case), false, 'and is none');
SELECT test.as('wangfang', test.save(:case, 'mobile', '13800006612', 10)) \g /dev/null
SELECT is(pg_temp.judged(:case), true, 'until the form is just what it was of');
SELECT format('SELECT material_id FROM desk.material_remove(gen_random_uuid(), 210600, %s, %L, %s)', :case, token, (SELECT id FROM yc.material WHERE case_id = :case AND kind = 'term'))
    AS remove FROM test.case_of(:case) \gset
SELECT test.as('wangfang', :'remove') \g /dev/null
SELECT test.refused('wangfang', test.accept(:case), 'E_CASE_INCOMPLETE', 'a material taken back after the check');
SELECT is(test.as('wangfang', pg_temp.check(:case)), '1', 'is missing in the next one');

-- another day
SELECT pg_temp.checked(3) AS case \gset
SELECT test.clock_add('1 day') \g /dev/null
SELECT is(pg_temp.judged(:case), false, 'the verdict of yesterday is none');
SELECT test.clock_add('-2 days') \g /dev/null
SELECT is(pg_temp.judged(:case), false, 'nor, should the clock go back, that of tomorrow');
SELECT test.clock_set('2026-03-02 10:42+08') \g /dev/null

-- another version of the item, another program
SELECT pg_temp.checked(4) AS case \gset
SELECT yc.definition_load('item', 'ui-benefit', replace(body, '失业保险金申领', '失业保险金申领新'), '2026-03-02') FROM yc.definition WHERE id = (test.case_of(:case)).definition_id \g /dev/null
SELECT yc.definition_current('item', 'ui-benefit') AS definition \gset
BEGIN;
UPDATE yc.case_file SET definition_id = :definition WHERE id = :case;
SELECT is(pg_temp.judged(:case), false, 'by another version of the item there is no verdict');
ROLLBACK;
BEGIN;
UPDATE yc.function_set SET sha256 = '\x';
SELECT is(pg_temp.judged(:case), false, 'nor by other functions: they may judge otherwise');
ROLLBACK;
SELECT is(pg_temp.judged(:case), true, 'by its own version there is');

-- --- by hand, in any order
SELECT test.refused('hejun', pg_temp.check(:case), 'E_CASE_HELD', 'nobody checks what another one has in hand');
SELECT test.refused('wangfang', replace(pg_temp.check(:case), (test.case_of(:case)).token::text, gen_random_uuid()::text), 'E_CASE_HELD', 'nor under a token that is not its');
SELECT test.refused('zhouqian', pg_temp.check(:case), 'E_RIGHT_MISSING', 'nor without the right to accept');
SELECT test.refused('wangfang', 'INSERT INTO yc.verdict VALUES (210600, ' || :case || ', ''\x'', ''{}'', ''2026-03-02'')', '42501', 'a verdict cannot be written');
SELECT test.refused('wangfang', 'SELECT yc.verdict_keep(NULL, NULL)', '42501', 'nor have itself kept');
SELECT test.refused('wangfang', 'SELECT yc.case_accept_now(1, NULL, NULL)', '42501', 'nor be handed in');
-- A verdict on one case is none on another one, be it moved there by who owns the database.
SELECT test.draft('wangfang', test.id_no(5)) AS other \gset
INSERT INTO yc.verdict SELECT region, :other, hash, hidden, day FROM yc.verdict WHERE case_id = :case;
SELECT test.refused('wangfang', test.accept(:other), 'E_CASE_INCOMPLETE', 'another case''s verdict helps nobody');
SELECT is(pg_temp.judged(:other), false, 'since it is of other values');
DELETE FROM yc.verdict WHERE case_id = :other;
-- Rights, holder, version and kin are no part of it.
INSERT INTO yc.staff_kin (staff_id, id_no, relation) SELECT id, test.id_no(4), 'spouse' FROM yc.staff WHERE login = 'wangfang';
SELECT test.refused('wangfang', test.accept(:case), 'E_KIN_CASE', 'kin stay kin');
DELETE FROM yc.staff_kin WHERE id_no = test.id_no(4);
SELECT isnt(test.as('wangfang', test.accept(:case)), NULL, 'and without them it is accepted');
SELECT test.refused('wangfang', pg_temp.check(:case), 'E_CASE_STATE', 'what is accepted is not checked any more');

-- --- a verdict is of one case and of all that is in it
SELECT test.draft('wangfang', test.id_no(20)) AS one, test.draft('wangfang', test.id_no(20)) AS two \gset
SELECT isnt(:one, :two, 'one person has two drafts');
SELECT test.fill('wangfang', :one), test.fill('wangfang', :two), test.as('wangfang', pg_temp.check(:one)) \g /dev/null
SELECT is(pg_temp.judged(:one), true, 'of which one is checked');
SELECT is(pg_temp.judged(:two), false, 'that is no verdict on the other, of the very same values');
SELECT xmin::text AS written FROM yc.verdict WHERE case_id = :one \gset
SELECT test.as('wangfang', pg_temp.check(:one)) \g /dev/null
SELECT is((SELECT xmin::text FROM yc.verdict WHERE case_id = :one), :'written', 'a second check of the same writes nothing');
SELECT test.as('wangfang', test.save(:one, 'mobile', '13800006613', 8)), test.as('wangfang', pg_temp.check(:one)) \g /dev/null
SELECT is(pg_temp.judged(:one), true, 'after a change the next check makes the verdict anew');
SELECT is((SELECT day FROM yc.verdict WHERE case_id = :one), '2026-03-02'::date, 'of its day');
-- What is hidden is known at the time of the check, and only that goes; the same with nobody having checked.
SELECT test.as('wangfang', test.save(:two, 'use_card_acct', '0', 4)), test.as('wangfang', test.save(:two, 'bank_acct', '6217009999000000016', 4)),
       test.as('wangfang', test.save(:two, 'use_card_acct', '1', 5)), test.as('wangfang', test.save(:two, 'job_wish', '钳工', 6)),
       test.as('wangfang', test.save(:two, 'job_wish', '', 7)) \g /dev/null
SELECT is((c).blank, '{job_wish}', 'what was emptied again is known') FROM yc.case_contents(test.case_of(:two)) c;
SELECT is((c).fields ? 'job_wish' OR (c).digests ? 'job_wish', false, 'and is no value') FROM yc.case_contents(test.case_of(:two)) c;
SELECT array_agg(field ORDER BY field COLLATE "C") AS kept FROM yc.case_field WHERE case_id = :two AND field NOT IN ('job_wish', 'bank_acct', 'agent_id_type') \gset
SELECT count(*) AS others FROM yc.case_field WHERE case_id <> :two \gset
SELECT isnt(test.as('wangfang', test.accept(:two)), NULL, 'a form that was never checked is accepted');
SELECT is((SELECT array_agg(field ORDER BY field COLLATE "C") FROM yc.case_field WHERE case_id = :two), :'kept'::text[], 'hidden and empty fields go, no other');
SELECT is((SELECT count(*) FROM yc.case_field WHERE case_id <> :two), :others::bigint, 'and nothing of another case');
SELECT array_agg(field ORDER BY field COLLATE "C") AS kept FROM yc.case_field WHERE case_id = :one AND field <> 'agent_id_type' \gset
SELECT isnt(test.as('wangfang', test.accept(:one)), NULL, 'the checked one is accepted');
SELECT is((SELECT array_agg(field ORDER BY field COLLATE "C") FROM yc.case_field WHERE case_id = :one), :'kept'::text[], 'and keeps what it shows');
SELECT is((SELECT mobile FROM yc.person WHERE id = (test.case_of(:one)).person_id), '13800006613', 'the telephone is the person''s');

SELECT is((SELECT count(*) FROM yc.person WHERE mobile = '13800006613'), 1::bigint, 'and nobody else''s');
-- A value that goes is neither the person's telephone nor a unit by which the case is found; other cases keep theirs.
CREATE FUNCTION pg_temp.settled(_case bigint, _held text) RETURNS yc.contents LANGUAGE sql AS $$
    SELECT yc.case_settle(test.case_of(_case), jsonb_populate_record(yc.case_contents(test.case_of(_case)), _held::jsonb))
$$;
CREATE FUNCTION pg_temp.units(_case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(u.name, ',' ORDER BY u.name) FROM yc.case_unit c JOIN yc.unit u ON u.region = c.region AND u.id = c.unit_id WHERE c.case_id = _case
$$;
SELECT is(pg_temp.units(:one), '葫芦岛某机械厂', 'a case is found by its unit');
BEGIN;
SELECT is((c).fields ?| '{mobile,last_unit}', false, 'what is hidden is no value') FROM pg_temp.settled(:one, '{"hidden": ["mobile", "last_unit"]}') c;
SELECT is((SELECT mobile FROM yc.person WHERE id = (test.case_of(:one)).person_id), '13800006613', 'a hidden telephone changes nothing');
SELECT is(pg_temp.units(:one), NULL, 'by a hidden unit no case is found');
ROLLBACK;
BEGIN;
SELECT pg_temp.settled(:one, '{"fields": {"last_unit": "锦州某纺织厂", "unit_name": "葫芦岛某机械厂"}}') \g /dev/null
SELECT is(pg_temp.units(:one), '葫芦岛某机械厂,锦州某纺织厂', 'handed in again it is found by another one too');
SELECT pg_temp.settled(:one, '{"fields": {"last_unit": "锦州某纺织厂"}}') \g /dev/null
SELECT is(pg_temp.units(:one), '锦州某纺织厂', 'and no longer by one that went');
SELECT is(pg_temp.units(:two), '葫芦岛某机械厂', 'another case by its own');
ROLLBACK;

-- Whose case it is: the person at the window and everybody whom a number in the form names.
SELECT test.funeral_draft('hejun', test.id_no(21), test.id_no(301)) AS funeral \gset
SELECT is((SELECT array_agg(p ORDER BY p) FROM unnest((yc.case_contents(test.case_of(:funeral))).people) p), ARRAY[test.id_no(21), test.id_no(301)], 'applicant and deceased');
BEGIN;
DELETE FROM yc.case_field WHERE case_id = :funeral AND field = 'id_no';
SELECT is((yc.case_contents(test.case_of(:funeral))).people @> ARRAY[test.id_no(21)], true, 'the applicant also by a form that does not ask for the number');
ROLLBACK;

-- A warning holds nothing up, neither with a verdict nor without.
SELECT test.draft('wangfang', '000000190103121017') AS warned \gset
SELECT test.fill('wangfang', :warned) \g /dev/null
SELECT is((SELECT array_agg(code) FROM yc.case_faults(210600, :warned)), '{W_ID_REGION}', 'a number from no region is a warning');
BEGIN;
SELECT isnt(test.as('wangfang', test.accept(:warned)), NULL, 'it is accepted unchecked');
ROLLBACK;
SELECT is(test.as('wangfang', pg_temp.check(:warned)), '0', 'and counts as nothing wrong');
SELECT is(pg_temp.judged(:warned), true, 'in a verdict too');

-- Whatever else stands against an acceptance is asked of a judged case as of any other.
SELECT pg_temp.checked(22) AS case \gset
SELECT test.refused('wangfang', replace(test.accept(:case), (test.case_of(:case)).token::text, gen_random_uuid()::text), 'E_CASE_HELD', 'the holder');
SELECT test.refused('wangfang', regexp_replace(test.accept(:case), '\d+\)$', '7)'), 'E_CASE_MOVED', 'the version that was seen');
SELECT test.refused('zhouqian', test.accept(:case), 'E_RIGHT_MISSING', 'the right');
SELECT is(pg_temp.judged(:case), true, 'while the verdict stands');

-- A hidden field counts as empty for those behind it, however many hang on one another.
INSERT INTO yc.definition (kind, code, version, body, content, pins, hash, valid_from, loaded_at)
SELECT 'item', 'x-chain', 1, content::text, content, '{}', '\x01', '2026-01-01', yc.now() FROM (SELECT '{"fields": [
    {"key": "a", "type": "text"}, {"key": "b", "type": "text", "show": {"field": "a", "is": ["1"]}},
    {"key": "c", "type": "text", "show": {"field": "b", "filled": true}}, {"key": "d", "type": "text", "required": {"field": "b", "filled": true}}],
    "materials": [{"key": "m", "need": {"when": {"field": "b", "filled": true}}}]}'::jsonb) d(content);
SELECT id AS chain FROM yc.definition WHERE code = 'x-chain' \gset
SELECT is_empty(format('SELECT * FROM yc.contents_faults(%s, ''{"a": "0", "b": "x"}'', ''{}'')', :chain), 'nothing is asked for by a hidden field');
SELECT results_eq(format('SELECT place, key, code FROM yc.contents_faults(%s, ''{"a": "1", "b": "x"}'', ''{}'')', :chain),
    $$VALUES ('field', 'c', 'E_FIELD_MISSING'), ('field', 'd', 'E_FIELD_MISSING'), ('material', 'm', 'E_MATERIAL_MISSING')$$, 'and just that by a shown one');
SELECT is(yc.contents_hidden(:chain, '{"a": "0", "b": "x", "c": "y", "d": "z"}'), '{b,c}', 'those hidden are told');

-- A value that is wrong by its check is said to be wrong; nothing follows from it.
INSERT INTO yc.definition (kind, code, version, body, content, pins, hash, valid_from, loaded_at)
SELECT 'item', 'x-heirs', 1, content::text, content, '{}', '\x02', '2026-01-01', yc.now() FROM (SELECT '{"fields": [
    {"key": "a", "type": "int", "check": "int", "most": 50}, {"key": "b", "type": "text", "show": {"field": "a", "is_not": ["0", "1"]}},
    {"key": "c", "type": "text", "required": {"field": "a", "is_not": ["0", "1"]}}],
    "materials": [{"key": "m", "need": {"when": {"field": "a", "is_not": ["0", "1"]}}}]}'::jsonb) d(content);
SELECT id AS heirs FROM yc.definition WHERE code = 'x-heirs' \gset
SELECT results_eq(format('SELECT place, key, code FROM yc.contents_faults(%s, ''{"a": "abc"}'', ''{}'')', :heirs),
    $$VALUES ('field', 'a', 'E_INT_FORM')$$, 'no number of heirs asks for no consent');
SELECT results_eq(format('SELECT place, key, code FROM yc.contents_faults(%s, ''{"a": "2"}'', ''{}'')', :heirs),
    $$VALUES ('field', 'b', 'E_FIELD_MISSING'), ('field', 'c', 'E_FIELD_MISSING'), ('material', 'm', 'E_MATERIAL_MISSING')$$, 'a number of them does');
SELECT is(yc.contents_hidden(:heirs, '{"a": "51", "b": "x"}'), '{b}', 'what hangs on a wrong value is hidden');

-- --- they go
SELECT pg_temp.checked(6) AS case \gset
SELECT test.clock_add('1 day') \g /dev/null
SELECT test.as('wangfang', pg_temp.check(:case)) \g /dev/null
SELECT count(*) FROM yc.tend() \g /dev/null
SELECT is((SELECT array_agg(case_id) FROM yc.verdict), ARRAY[:case::bigint], 'tending takes away those of former days and no other');
SELECT is_empty('SELECT * FROM yc.verify()', 'verification finds nothing');

-- --- due dates without the steps to them are the dates that the steps lead to
SELECT is_empty($$
    SELECT d::date, n, unit FROM generate_series(date '2025-12-20', '2026-11-30', '1 day') d, unnest(ARRAY[1, 2, 3, 5, 10, 15]) n, unnest(ARRAY['working', 'calendar']) unit
    WHERE yc.due_day(d::date, n, unit) IS DISTINCT FROM (SELECT s.last_day FROM yc.due_steps(d::date, n, unit, '{}') s ORDER BY s.step DESC LIMIT 1)
$$, 'the due day is the last of its steps, on every day of a year');
SELECT is(yc.due_day('2026-12-25', 10, 'working'), NULL, 'beyond the published calendar there is none');
SELECT * FROM finish();
