-- At the end of a year whose successor's holidays are not published: applications are accepted, and get their due dates when the calendar comes.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.dues(_case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', coalesce(c.promised_due::text, '-'), coalesce(c.statutory_due::text, '-'), coalesce((SELECT t.due::text FROM yc.task t WHERE t.case_id = c.id), 'no task'))
    FROM test.case_of(_case) c
$$;
CREATE FUNCTION pg_temp.accepted(_n int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.draft('wangfang', test.id_no(_n));
BEGIN
    PERFORM test.fill('wangfang', _case);
    PERFORM test.as('wangfang', test.accept(_case));
    RETURN _case;
END $$;

SELECT test.clock_set('2026-12-28 10:00+08') \g /dev/null
SELECT pg_temp.accepted(1) AS one \gset
SELECT is(pg_temp.dues(:one), '2026-12-31 - 2026-12-31', 'three days are within the year, ten are not');
SELECT test.clock_set('2026-12-30 10:00+08') \g /dev/null
SELECT pg_temp.accepted(2) AS two \gset
SELECT is(pg_temp.dues(:two), '- - infinity', 'at its end neither');
SELECT test.refused('wangfang', format('SELECT * FROM desk.explain(210600, %s)', :two), 'E_CALENDAR_UNPUBLISHED', 'who asks why is told');
SELECT is((SELECT action FROM yc.journal WHERE case_id = :two ORDER BY seq DESC LIMIT 1), 'accept', 'it is accepted like any other');
SELECT is_empty('SELECT * FROM yc.verify()', 'verification finds nothing');

-- the calendar comes
SELECT yc.calendar_load(2027, 'invented', ARRAY[date '2027-01-01'], '{}') \g /dev/null
SELECT is(pg_temp.dues(:one), '2026-12-31 2027-01-12 2026-12-31', 'the date that was missing is there');
SELECT is(pg_temp.dues(:two), '2027-01-05 2027-01-14 2027-01-05', 'and its task stands where it belongs');
SELECT is((SELECT array_agg(action ORDER BY case_id, seq DESC) FROM (SELECT DISTINCT ON (case_id) * FROM yc.journal ORDER BY case_id, seq DESC) j
           WHERE case_id IN (:one, :two)), ARRAY['date', 'date'], 'the journal tells it');
SELECT is_empty('SELECT * FROM yc.verify()', 'verification finds nothing');
SELECT is(yc.dues_settle(), 0, 'asked again nothing moves');
SELECT isnt(test.as('wangfang', format('SELECT state FROM desk.case_undo(gen_random_uuid(), 210600, %s, %s, ''按错了'')', :two, (test.case_of(:two)).version)), NULL,
            'a date that moved does not stand against taking the acceptance back');

-- and is corrected
SELECT yc.calendar_load(2027, 'invented', ARRAY[date '2027-01-01', '2027-01-04'], '{}') \g /dev/null
SELECT is(pg_temp.dues(:one), '2026-12-31 2027-01-13 2026-12-31', 'one more day off moves it');
SELECT is_empty('SELECT * FROM yc.verify()', 'verification finds nothing');
SELECT * FROM finish();
