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
