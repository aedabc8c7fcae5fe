-- Looking back: folded figures are a recount, also after an undo; working time across New Year; what passed its limit goes up; the report; the read log.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.whole(_name text) RETURNS text LANGUAGE sql AS $$ SELECT is_empty('SELECT * FROM yc.verify()', _name || ': a recount finds the same') $$;
CREATE FUNCTION pg_temp.tend() RETURNS void LANGUAGE sql AS $$ SELECT FROM yc.tend() $$;
CREATE FUNCTION pg_temp.items(_from date, _to date, _who text DEFAULT 'zhaomin') RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT concat_ws(''/'', accepted, finished, denied, promised_kept, promised_late, statutory_kept, statutory_late, p50, p90)
                                     FROM desk.report_items(210600, %L, %L) WHERE item = ''''', _from, _to))
$$;
CREATE FUNCTION pg_temp.stage(_stage text, _day date) RETURNS text LANGUAGE sql AS $$
    SELECT test.as('zhaomin', format('SELECT concat_ws(''/'', agreed, returned, denied, suspended, coalesce(p50::text, ''-''), acts, keys, seconds)
                                     FROM desk.report_stages(210600, %L, %L) WHERE item = '''' AND stage = %L', _day, _day, _stage))
$$;
CREATE FUNCTION pg_temp.overdue() RETURNS text LANGUAGE sql AS $$
    SELECT test.as('zhaomin', 'SELECT string_agg(concat_ws('' '', name, stage, since, days, stage_then, hands_then, hands), '', '' ORDER BY since, case_id) FROM desk.overdue_list(210600, NULL, NULL)')
$$;
CREATE FUNCTION pg_temp.noted(_case bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM yc.journal WHERE case_id = _case AND action = 'overdue' $$;

-- --- working time: a day of rest, and days that were moved, do not count; suspended days neither
SELECT is(yc.work_minutes('2026-03-02 10:00+08', '2026-03-02 11:30+08', '{}'), 90, 'an hour and a half is one');
SELECT is(yc.work_minutes('2026-03-06 16:00+08', '2026-03-09 09:00+08', '{}'), 17 * 60, 'from Friday to Monday nothing of the weekend counts');
SELECT is(yc.work_minutes('2026-02-27 12:00+08', '2026-03-02 12:00+08', '{}'), 48 * 60, 'a Saturday that is worked does');
SELECT is(yc.work_minutes('2026-03-07 12:00+08', '2026-03-08 12:00+08', '{}'), 0, 'on days of rest no time passes');
SELECT is(yc.work_minutes('2026-03-02 12:00+08', '2026-03-05 12:00+08', '{"[2026-03-03,2026-03-04]"}'), 24 * 60, 'two suspended days are left out');
SELECT is(yc.work_minutes('2026-03-02 12:00+08', '2026-03-05 12:00+08', '{"[2026-03-03,2026-03-04]","[2026-03-04,)"}'), 12 * 60, 'days suspended twice are left out once, and one without an end until the end');
SELECT is(yc.work_minutes('2026-12-30 12:00+08', '2027-01-04 12:00+08', '{}'), NULL, 'beyond the published calendar nobody knows');
SELECT is(yc.near_day('2026-03-06'), date '2026-03-09', 'on a Friday Monday is near');
SELECT is(yc.near_day('2026-02-13'), date '2026-02-14', 'before a Saturday that is worked it is');
SELECT is(yc.near_day('2026-12-31'), date '2027-01-01', 'beyond the published calendar the next day');
INSERT INTO yc.setting (name, value) VALUES ('near_days', '3');
SELECT is(yc.near_day('2026-03-06'), date '2026-03-11', 'how near is a setting');
DELETE FROM yc.setting WHERE name = 'near_days';

-- --- buckets: whatever is measured is told within a tenth
SELECT is_empty($$SELECT m, yc.bucket_minutes(yc.stat_bucket(m)) FROM generate_series(1, 200000, 7) m
                  WHERE abs(yc.bucket_minutes(yc.stat_bucket(m)) - m) > 0.091 * m + 0.5$$, 'a duration is told within 9.1% and half a minute');
SELECT is_empty($$SELECT m FROM generate_series(2, 3000) m WHERE yc.stat_bucket(m) < yc.stat_bucket(m - 1)$$, 'a longer one never in an earlier bucket');

-- --- nobody can type a due date
SELECT is_empty($$SELECT p.oid::regprocedure, a FROM pg_proc p, unnest(p.proargnames[1:p.pronargs]) a WHERE p.pronamespace = 'desk'::regnamespace
                  AND a ~ 'due|limit|deadline' AND NOT (a = '_after_due' AND p.provolatile <> 'v')
                  AND (p.proname, a) <> ('case_search', '_due')$$, 'no function of the desk takes a due date (but as the place where a list goes on, or to search by)');

-- --- a morning
SELECT test.clock_stops('ui-benefit', 'site_check') \g /dev/null
SELECT test.accepted('wangfang', test.id_no(1)) AS one \gset
SELECT test.accepted('wangfang', test.id_no(2)) AS two \gset
SELECT pg_temp.tend() \g /dev/null
SELECT is(pg_temp.items('2026-03-02', '2026-03-02'), '2/0/0/0/0/0/0', 'two were accepted');
SELECT pg_temp.whole('accepted');
SELECT test.clock_set('2026-03-02 11:42+08') \g /dev/null
SELECT is(test.decided('zhouqian', :one, 'agree'), 'accepted', 'agreed');
SELECT is(test.decided('zhouqian', :two, 'return', '01', '请补材料'), 'returned', 'and returned');
SELECT is_empty('SELECT * FROM yc.verify()', 'what is not folded yet is no fault');
SELECT pg_temp.tend() \g /dev/null
SELECT is(pg_temp.stage('review', '2026-03-02'), '1/1/0/0/59/0/0/0', 'an hour each at the first stage');
SELECT is(test.as('zhaomin', 'SELECT concat_ws(''/'', kind, count, reason_zh <> '''') FROM desk.report_reasons(210600, ''2026-03-02'', ''2026-03-02'')'), 'return/1/t', 'and why');
SELECT pg_temp.whole('decided');
SELECT test.as('zhouqian', test.undo(:two)) \g /dev/null
SELECT pg_temp.tend() \g /dev/null
SELECT is(pg_temp.stage('review', '2026-03-02'), '1/0/0/0/59/0/0/0', 'what was undone is taken out again');
SELECT is(test.as('zhaomin', 'SELECT count(*) FROM desk.report_reasons(210600, ''2026-03-02'', ''2026-03-02'')'), '0', 'its reason too');
SELECT pg_temp.whole('undone');
SELECT test.accepted('wangfang', test.id_no(3)) AS three \gset
SELECT pg_temp.tend() \g /dev/null
SELECT test.as('wangfang', test.undo(:three)) \g /dev/null
SELECT pg_temp.tend() \g /dev/null
SELECT is(pg_temp.items('2026-03-02', '2026-03-02'), '2/0/0/0/0/0/0', 'an acceptance that was undone is none');
SELECT pg_temp.whole('an undone acceptance');

-- --- keys and seconds
SELECT test.as('zhouqian', format('SELECT desk.effort_note(%L, 210600, %s, ''review'', 12, 34)', k, :one)) FROM (VALUES (gen_random_uuid())) v(k), generate_series(1, 2) \g /dev/null
SELECT test.as('zhouqian', format('SELECT desk.effort_note(gen_random_uuid(), 210600, %s, ''review'', 8, 6)', :one)) \g /dev/null
SELECT test.refused('zhouqian', format('SELECT desk.effort_note(gen_random_uuid(), 210600, %s, ''tea'', 8, 6)', :one), 'E_STAGE_UNKNOWN', 'of a stage that there is');
SELECT test.refused('sunwei', format('SELECT desk.effort_note(gen_random_uuid(), 210600, %s, ''review'', 8, 6)', :one), 'E_CASE_UNKNOWN', 'and of a case that one may see');
SELECT pg_temp.tend() \g /dev/null
SELECT is(pg_temp.stage('review', '2026-03-02'), '1/0/0/0/59/2/20/40', 'keys and seconds are counted, once each');
SELECT is((SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'yc.effort'::regclass AND attnum > 0), 'id region day item stage keys seconds folded', 'and nothing says whose they are');
SELECT pg_temp.whole('keys and seconds');

-- --- the limits kept, and not
SELECT test.decided('lina', :one, 'agree') \g /dev/null
SELECT test.decided('liuyang', :one, 'agree') FROM test.task_of(:one) WHERE id IS NOT NULL \g /dev/null
SELECT pg_temp.tend() \g /dev/null
SELECT is(pg_temp.items('2026-03-02', '2026-03-02'), '2/1/0/1/0/1/0/59/59', 'finished in time by both limits, an hour after acceptance');
SELECT pg_temp.whole('finished');

-- --- what passes its limit
SELECT is(pg_temp.overdue(), NULL, 'nothing is overdue');
SELECT (test.case_of(:two)).promised_due AS due \gset
SELECT test.clock_set(((:'due'::date + 1) || ' 09:00+08')::timestamptz) \g /dev/null
UPDATE yc.task SET lease_until = yc.now() + interval '1 minute' WHERE case_id = :two;
SELECT (test.case_of(:two)).version AS version \gset
SELECT pg_temp.tend() \g /dev/null
SELECT is(pg_temp.overdue(), '郭*兰 review ' || (:'due'::date + 1) || ' 1 review 周倩 周倩', 'the morning after it goes up: since when, in whose hands');
SELECT is((test.case_of(:two)).version, :version, 'whoever has it in hand does not find that it moved');
SELECT is(pg_temp.noted(:two), 0::bigint, 'so the journal waits');
SELECT test.as('zhouqian', format('SELECT task_id FROM desk.task_release(gen_random_uuid(), 210600, %s)', (test.task_of(:two)).id)) \g /dev/null
SELECT pg_temp.tend() FROM generate_series(1, 1) \g /dev/null
SELECT pg_temp.tend() \g /dev/null
SELECT is(pg_temp.noted(:two), 1::bigint, 'then it says overdue, once');
SELECT is(pg_temp.overdue(), '郭*兰 review ' || (:'due'::date + 1) || ' 1 review 周倩', 'in nobody''s hands now');
SELECT pg_temp.whole('overdue');
SELECT test.refused('chenjing', 'SELECT * FROM desk.overdue_list(210600, NULL, NULL)', 'E_RIGHT_MISSING', 'the list is for supervisors');
SELECT test.decided('zhouqian', :two, 'suspend', 'site_check', '通知书1号') \g /dev/null
SELECT pg_temp.tend() \g /dev/null
SELECT is(pg_temp.overdue(), NULL, 'while its clock stands still it is not');
SELECT pg_temp.whole('suspended');
SELECT is(test.as('zhaomin', format('SELECT string_agg(concat_ws('' '', stage, decision, minutes, total), '', '' ORDER BY part) FROM desk.case_parts(210600, %s)', :one)),
          'review agree 60 60, recheck agree 0 60' || CASE WHEN (SELECT count(*) FROM yc.decision WHERE case_id = :one) = 3 THEN ', approve agree 0 60' ELSE '' END, 'handed on, the clock goes on');

-- --- suspensions: long, endless, repeated
CREATE FUNCTION pg_temp.stops() RETURNS text LANGUAGE sql AS $$
    SELECT test.as('zhaomin', 'SELECT string_agg(concat_ws('' '', why, times, running), '', '' ORDER BY since, case_id, why) FROM desk.suspension_list(210600, NULL, NULL, NULL)')
$$;
SELECT is(pg_temp.stops(), NULL, 'one that began today is nothing to look at');
SELECT test.clock_add('40 days') \g /dev/null
SELECT is(pg_temp.stops(), 'endless 1 t', 'after fifteen working days it is');
UPDATE yc.suspension SET expected = yc.today() + 7 WHERE case_id = :two;
SELECT is(pg_temp.stops(), 'long 1 t', 'long, but not endless, where it was said until when');
UPDATE yc.suspension SET expected = NULL WHERE case_id = :two;
SELECT test.as('zhouqian', format('SELECT desk.case_resume(gen_random_uuid(), 210600, %s, %s, ''不等了'')', :two, (test.case_of(:two)).version)) \g /dev/null
SELECT test.decided('zhouqian', :two, 'suspend', 'site_check', '通知书2号') \g /dev/null
SELECT test.clock_add('1 day') \g /dev/null
SELECT pg_temp.tend() \g /dev/null
SELECT is(pg_temp.stops(), 'repeated 2 t', 'a second one is one too many');
SELECT is(test.as('zhaomin', 'SELECT string_agg(kind || '' '' || word, '', '') FROM desk.ask_list(210600) WHERE word = ''repeated'''), 'stuck repeated', 'and asks for the supervisor');
SELECT pg_temp.whole('suspended again');
SELECT test.refused('chenjing', 'SELECT * FROM desk.suspension_list(210600, NULL, NULL, NULL)', 'E_RIGHT_MISSING', 'the list is for supervisors');

-- --- a calendar that is not published, and comes
SELECT test.clock_set('2026-12-31 16:00+08') \g /dev/null
SELECT test.accepted('wangfang', test.id_no(5)) AS year \gset
SELECT test.clock_set('2027-01-05 10:00+08') \g /dev/null
SELECT test.decided('zhouqian', :year, 'agree') \g /dev/null
SELECT pg_temp.tend() \g /dev/null
SELECT is(pg_temp.stage('review', '2027-01-05'), '1/0/0/0/-/0/0/0', 'over New Year without a calendar it is counted, not measured');
SELECT pg_temp.whole('not published');
SELECT yc.calendar_load(2027, 'invented', ARRAY[date '2027-01-01', '2027-01-04'], ARRAY[date '2027-01-02']) \g /dev/null
SELECT is_empty('SELECT * FROM yc.verify()', 'published: what is still to be measured is no fault');
SELECT pg_temp.tend() FROM generate_series(1, 2) \g /dev/null
SELECT is((SELECT f.minutes FROM yc.stat_case s, unnest(s.facts) f WHERE s.case_id = :year AND f.stage = 'review'), (8 + 24 + 10) * 60,
          'the eve, a Saturday that is worked, the morning: measured by the days that were moved');
SELECT is((SELECT again_region FROM yc.stat_progress), NULL, 'and that is done');
SELECT pg_temp.whole('published');

-- --- a figure that is wrong is found
UPDATE yc.stat_day SET count = count + 1 WHERE kind = 'accept' AND day = '2026-03-02';
SELECT is((SELECT array_agg(code || ' ' || parameters[10] || ' ' || parameters[12]) FROM yc.verify()), ARRAY['E_VERIFY_STAT 3 2'], 'a folded sum that is off is named');
UPDATE yc.stat_day SET count = count - 1 WHERE kind = 'accept' AND day = '2026-03-02';
UPDATE yc.effort_day SET keys = keys + 1;
SELECT is((SELECT array_agg(code) FROM yc.verify() WHERE parameters[8] ~ 'effort'), CASE WHEN yc.today() - date '2026-03-02' <= 90 THEN ARRAY['E_VERIFY_STAT'] END, 'keys are recounted as long as their rows are kept');
UPDATE yc.effort_day SET keys = keys - 1;
UPDATE yc.stat_case SET facts = facts[1:1] WHERE case_id = :one;
SELECT is((SELECT count(*) FROM yc.verify() WHERE code = 'E_VERIFY_STAT_CASE'), 1::bigint, 'a case that was folded wrong too');

-- --- who may ask
SELECT isnt(pg_temp.items('2026-03-02', '2026-03-02', 'chenjing'), NULL, 'auditors may');
SELECT test.refused(who, 'SELECT * FROM desk.report_items(210600, ''2026-03-02'', ''2026-03-02'')', 'E_RIGHT_MISSING', who || ' may not') FROM unnest(ARRAY['wangfang', 'liuyang', 'sunwei']) who;
SELECT test.refused('zhaomin', format('SELECT * FROM desk.report_%s(210601, ''2026-03-02'', ''2026-03-02'')', f), 'E_RIGHT_MISSING', 'a supervisor of another region may not ask for ' || f) FROM unnest(ARRAY['items', 'stages', 'reasons']) f;
SELECT test.refused('zhaomin', 'SELECT * FROM desk.overdue_list(210601, NULL, NULL)', 'E_RIGHT_MISSING', 'nor for what is overdue');
SELECT test.refused('zhaomin', 'SELECT * FROM desk.report_items(210600, ''2026-03-02'', ''2026-04-02'')', 'E_REPORT_SPAN', 'a month at the most');
SELECT test.refused('zhaomin', 'SELECT * FROM desk.report_items(210600, ''2026-03-02'', ''2026-03-01'')', 'E_REPORT_SPAN', 'in order');
SELECT * FROM finish();
