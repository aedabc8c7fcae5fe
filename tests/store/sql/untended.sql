-- Absence of tending: for an hour, and over a night, nobody tends. Everything works: only slower, lists are not told of what
-- came and went, and it is said. Afterwards tending takes up what has gathered.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.tended() RETURNS text LANGUAGE sql AS $$
    SELECT test.as('zhaomin', 'SELECT concat_ws('' '', seconds, coalesce(to_char(since AT TIME ZONE ''Asia/Shanghai'', ''MM-DD HH24:MI''), ''never'')) FROM desk.tended()')
$$;
CREATE FUNCTION pg_temp.queues() RETURNS text LANGUAGE sql AS $$
    SELECT test.as('zhaomin', 'SELECT string_agg(concat_ws(''/'', stage, ready, claimed, decided), '' '') FROM desk.queue_table(210600)')
$$;
CREATE FUNCTION pg_temp.listed(_login text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_login, 'SELECT count(*) FROM desk.task_list(210600, NULL, NULL, NULL)')
$$;

SELECT matches(pg_temp.tended(), '^[0-9]{9} never$', 'a database that was never tended says so');
SELECT count(*) FROM yc.tend() \g /dev/null
SELECT is(pg_temp.tended(), '0 03-02 10:42', 'tended: no second ago');
SELECT is(test.as('wangfang', 'SELECT seconds FROM desk.tended()'), '0', 'everybody may know');

-- what stands in the queue as tending ends
SELECT test.accepted('wangfang', test.id_no(1)) AS before \gset
SELECT count(*) FROM yc.tend() \g /dev/null
SELECT (test.task_of(:before)).id AS before_task \gset
SELECT test.as('zhouqian', test.claim(NULL, '00000000-0000-0000-0000-00000000000a')) \g /dev/null
UPDATE yc.queue_floor SET priority = 9, due = 'infinity', task_id = 9223372036854775807;
SELECT is(test.as('liuyang', test.claim()), NULL, 'a floor too high hides what stands below it, while it is fresh');

-- --- an hour later
SELECT test.clock_add('1 hour') \g /dev/null
SELECT is(pg_temp.tended(), '3600 03-02 10:42', 'an hour untended: it says since when');
SELECT is(test.as('liuyang', test.claim()), :'before_task', 'a lease that ran out is returned by the claim of the next, and old floors hide nothing');
SELECT test.as('liuyang', test.decide(:before, 'agree')) \g /dev/null
SELECT test.accepted('wangfang', test.id_no(2)) AS second, test.accepted('hejun', test.id_no(3)) AS third \gset
SELECT is((SELECT array_agg(substr(number, 15, 8) ORDER BY number) FROM yc.case_file), '{00100001,00100002,00100003}'::text[] , 'cases are accepted, with the numbers that follow');
SELECT is(pg_temp.queues(), 'review/2/0/1 recheck/1/0/0', 'what waits is counted to the last commit');
SELECT is(pg_temp.listed('zhouqian'), '2', 'lists show it');
SELECT is(test.as('zhouqian', test.claim((test.task_of(:third)).id)), (test.task_of(:third)).id::text, 'a certain one is claimed');
SELECT is(pg_temp.queues(), 'review/1/1/1 recheck/1/0/0', 'counted');
SELECT is(test.as('zhouqian', test.decide(:third, 'return', '01', '缺解除证明')), 'returned', 'returned to be corrected');
SELECT is(pg_temp.queues(), 'review/1/0/2 recheck/1/0/0', 'counted');
SELECT is(test.decided('zhouqian', :second, 'agree'), 'accepted', 'the next is reviewed');
SELECT is(test.decided('lina', :second, 'agree'), 'finished', 'and rechecked');
SELECT is(pg_temp.queues(), 'review/0/0/3 recheck/1/0/1', 'counted');
SELECT cmp_ok((SELECT count(*) FROM yc.queue_delta), '>=', 10::bigint, 'all of that stands unfolded');
SELECT is_empty('SELECT * FROM yc.verify()', 'and nothing is broken');

-- --- the day after tomorrow: tending had made the serials of today and tomorrow, not of that day
SELECT test.clock_set('2026-03-04 09:00+08') \g /dev/null
SELECT is_empty('SELECT FROM yc.hall_day WHERE day = ''2026-03-04''', 'nobody has made the serials of a new day');
SELECT test.as('hejun', format('SELECT case_id FROM desk.case_take(gen_random_uuid(), 210600, %s)', :third)) \g /dev/null
SELECT is(test.as('hejun', test.accept(:third)), (SELECT number FROM yc.case_file WHERE id = :third), 'a case is handed in again');
SELECT test.accepted('wangfang', test.id_no(4)) AS fourth, test.accepted('hejun', test.id_no(5)) AS fifth \gset
SELECT is((SELECT array_agg(left(number, 22 - 1) ORDER BY number) FROM yc.case_file WHERE id IN (:fourth, :fifth)),
          '{210600202603040010000,210600202603040010000}'::text[], 'the first acceptance of the day makes them');
SELECT is((SELECT count(DISTINCT number) FROM yc.case_file), 5::bigint, 'each number once');
SELECT is((SELECT count(*) FROM yc.hall_day WHERE day = '2026-03-04'), 1::bigint, 'once');
SELECT is(pg_temp.queues(), 'review/3/0/3 recheck/1/0/1', 'three wait for their review');
SELECT is((SELECT count(test.as('zhouqian', test.claim())) FROM generate_series(1, 4)), 3::bigint, 'and are claimed, no more and no fewer');
SELECT is(pg_temp.tended(), '166680 03-02 10:42', 'nearly two days untended');
SELECT is_empty('SELECT * FROM yc.verify()', 'and nothing is broken');

-- --- somebody tends again
SELECT cmp_ok((SELECT count(*) FROM yc.seal_pending), '>', 0::bigint, 'what happened is not sealed yet');
SELECT results_eq('SELECT queues_changed, expired FROM yc.tend()', 'VALUES (2, 0)', 'two queues had changed');
SELECT is_empty('SELECT FROM yc.queue_delta', 'the counters are folded');
SELECT is(pg_temp.queues(), 'review/0/3/3 recheck/1/0/1', 'and say the same');
SELECT is_empty('SELECT FROM yc.seal_pending', 'all chains are sealed');
SELECT is((SELECT count(*) FROM yc.case_file c JOIN yc.seal_entry e ON (e.region, e.case_id, e.seq, e.head) = (c.region, c.id, c.journal_seq, c.journal_head)), 5::bigint, 'with their present heads');
SELECT is((SELECT count(*) FROM yc.hall_day WHERE day BETWEEN '2026-03-04' AND '2026-03-05'), 2::bigint, 'tomorrow''s serials are made');
SELECT is(pg_temp.tended(), '0 03-04 09:00', 'it is said that it is tended');
SELECT is_empty('SELECT * FROM yc.verify()', 'nothing is broken');
SELECT test.clock_add('61 s') \g /dev/null
SELECT results_eq('SELECT queues_changed, expired FROM yc.tend()', 'VALUES (1, 3)', 'and the next round returns what ran out meanwhile');
SELECT is_empty('SELECT * FROM yc.verify()', 'nothing is broken');
SELECT * FROM finish();
