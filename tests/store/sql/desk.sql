-- The supervisor's desk: windows, stages, hours as counters; what asks for a supervisor; giving a task to somebody, pausing, closing a window; who may
-- not.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.whole(_name text) RETURNS text LANGUAGE sql AS $$ SELECT is_empty('SELECT * FROM yc.verify()', _name || ': every counter equals a recount') $$;
CREATE FUNCTION pg_temp.id(_login text) RETURNS bigint LANGUAGE sql AS $$ SELECT id FROM yc.staff WHERE login = _login $$;
CREATE FUNCTION pg_temp.queue(_stage text) RETURNS int LANGUAGE sql AS $$ SELECT id FROM yc.queue WHERE region = 210600 AND stage = _stage AND item = 'ui-benefit' $$;
CREATE FUNCTION pg_temp.give(_case bigint, _to text, _words text DEFAULT '刘洋请假') RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT concat_ws('' '', length(number), name) FROM desk.task_assign(gen_random_uuid(), 210600, %s, %s, %L)', (test.task_of(_case)).id, coalesce(pg_temp.id(_to)::text, 'NULL'), _words)
$$;
CREATE FUNCTION pg_temp.pause(_queue int, _staff text, _window int, _minutes int, _words text DEFAULT '系统升级') RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT pause_id FROM desk.pause_set(gen_random_uuid(), 210600, %L, %L, %L, %L, %L, %L)', _queue, pg_temp.id(_staff), CASE WHEN _window IS NOT NULL THEN 1 END, _window, _minutes, _words)
$$;
CREATE FUNCTION pg_temp.end(_queue int, _staff text, _window int) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT ended FROM desk.pause_end(gen_random_uuid(), 210600, %L, %L, %L, %L)', _queue, pg_temp.id(_staff), CASE WHEN _window IS NOT NULL THEN 1 END, _window)
$$;
CREATE FUNCTION pg_temp.asks(_who text DEFAULT 'zhaomin') RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, 'SELECT string_agg(concat_ws('' '', kind, stage, staff, count, due, word), '', '') FROM desk.ask_list(210600)')
$$;
CREATE FUNCTION pg_temp.waits(_who text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, 'SELECT string_agg(concat_ws('' '', kind, who, detail), '', '' ORDER BY kind) FROM desk.waiting_list(210600, NULL) WHERE kind IN (''assigned'', ''taken'')')
$$;
CREATE FUNCTION pg_temp.window(_number int) RETURNS text LANGUAGE sql AS $$
    SELECT test.as('zhaomin', format('SELECT concat_ws(''/'', name, state, to_char(since AT TIME ZONE ''Asia/Shanghai'', ''HH24:MI''), done, mean, parked) FROM desk.window_table(210600, 1::smallint) WHERE window_number = %s', _number))
$$;
CREATE FUNCTION pg_temp.stage(_stage text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as('zhaomin', format('SELECT concat_ws(''/'', busy, to_char(oldest AT TIME ZONE ''Asia/Shanghai'', ''MM-DD''), near, overdue, people, holders) FROM desk.stage_table(210600) WHERE stage = %L', _stage))
$$;
CREATE FUNCTION pg_temp.flow(_stage text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as('zhaomin', format('SELECT concat_ws('' '', ready, claimed, came, went, came_today, went_today) FROM desk.queue_table(210600) WHERE stage = %L', _stage))
$$;

-- --- windows: who sits there, what they did today
SELECT is(pg_temp.window(1), 'empty/0/0', 'nobody sits at window 1');
SELECT test.as('wangfang', 'SELECT window_number FROM desk.window_take(210600, 1::smallint, 1::smallint)') \g /dev/null
SELECT is(pg_temp.window(1), '王芳/silent/10:42/0/0', 'somebody signed on whose session does not stand: the program is silent');
CREATE OR REPLACE FUNCTION yc.staff_connected(_staff bigint) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT true $$; -- as if everybody's session stood; stories have real ones
SELECT is(pg_temp.window(1), '王芳/free/10:42/0/0', 'with a session they are free');
SELECT test.as('wangfang', 'SELECT desk.seat_set(210600, ''away'')') \g /dev/null
SELECT is(pg_temp.window(1), '王芳/away/10:42/0/0', 'a locked workstation is away');
SELECT test.as('wangfang', 'SELECT desk.seat_set(210600, ''here'')') \g /dev/null
SELECT test.visit('wangfang', test.id_no(70)) AS visit \gset
SELECT is(pg_temp.window(1), '王芳/serving/10:42/0/0', 'with a visit they serve');
SELECT test.clock_add('4 minutes');
SELECT test.as('wangfang', format('SELECT visit_id FROM desk.visit_set(gen_random_uuid(), 210600, %s, ''end'', NULL, ''lacking'')', :visit)) \g /dev/null
SELECT is(pg_temp.window(1), '王芳/free/10:42/1/240/0', 'one visit done in 240 seconds');
SELECT is(test.as('zhaomin', 'SELECT string_agg(concat_ws(''/'', hour, came, accepted, lacking), '' '') FROM desk.hall_hours(210600, 1::smallint)'), '10/1/0/1', 'one came in the tenth hour, and was told what is lacking');
SELECT pg_temp.whole('after a visit');
UPDATE yc.window_hour SET lacking = 2;
SELECT is((SELECT code || ' ' || parameters[2] FROM yc.verify()), 'E_VERIFY_WINDOW 01', 'a falsified window is found');
UPDATE yc.window_hour SET lacking = 1;
SELECT test.clock_set('2026-03-02 10:42:00+08');

-- --- queues: in and out by the hour
SELECT test.accepted('wangfang', test.id_no(1)) AS case \gset
SELECT is(pg_temp.flow('review'), '1 0 1 0 1 0', 'one came in this hour');
SELECT yc.tend() \g /dev/null
SELECT is(pg_temp.flow('review'), '1 0 1 0 1 0', 'folded it says the same');
SELECT test.as('zhouqian', test.claim()) \g /dev/null
SELECT is(pg_temp.stage('review'), '1/03-02/0/0/2/周倩', 'the stage: one in work, in whose hands, two who may decide');
SELECT test.clock_add('1 hour');
SELECT test.as('zhouqian', test.claim((test.task_of(:case)).id)) \g /dev/null
SELECT test.as('zhouqian', test.decide(:case, 'agree')) \g /dev/null
SELECT is(pg_temp.flow('review'), '0 0 0 1 1 1', 'an hour later one went; today one came and one went');
SELECT is(pg_temp.flow('recheck'), '1 0 1 0 1 0', 'and stands at the next stage');
SELECT test.as('zhouqian', test.undo(:case)) \g /dev/null
SELECT is(pg_temp.flow('review'), '0 1 0 0 1 0', 'taken back it has not gone');
SELECT is(pg_temp.flow('recheck'), '0 0 0 0 0 0', 'and never came to the next');
SELECT pg_temp.whole('after an undo, before tending');
SELECT yc.tend() \g /dev/null
SELECT pg_temp.whole('and after it');
SELECT is((SELECT count(*)::int FROM yc.flow_hour WHERE queue_id = pg_temp.queue('review')), 1, 'what cancels itself leaves no row behind it');
UPDATE yc.flow_hour SET came = 5 WHERE queue_id = pg_temp.queue('review');
SELECT is((SELECT string_agg(code, ' ') FROM yc.verify()), 'E_VERIFY_FLOW', 'a falsified hour is found');
UPDATE yc.flow_hour SET came = 1 WHERE queue_id = pg_temp.queue('review');
SELECT test.as('zhouqian', test.claim((test.task_of(:case)).id)) \g /dev/null
SELECT test.as('zhouqian', test.decide(:case, 'agree')) \g /dev/null
SELECT yc.tend() \g /dev/null
SELECT test.clock_set('2027-05-01 10:00+08');
SELECT yc.flows_expire() \g /dev/null
SELECT is((SELECT count(*)::int FROM yc.flow_hour WHERE hour > '-infinity'), 0, 'hours of more than 400 days ago are kept as one row');
SELECT pg_temp.whole('with old hours folded');
SELECT test.clock_set('2026-03-02 10:42:00+08');

-- --- giving a task to somebody
SELECT test.refused('zhouqian', pg_temp.give(:case, 'lina'), 'E_RIGHT_MISSING', 'who does not supervise gives nothing away');
SELECT test.refused('zhaomin', pg_temp.give(:case, 'lina', ''), 'E_STEER_WORDS', 'a reason has to be given');
SELECT test.refused('zhaomin', pg_temp.give(:case, NULL), 'E_ASSIGN_WAITS', 'what is in nobody''s hands does not go back');
SELECT test.refused('zhaomin', pg_temp.give(:case, 'zhouqian'), 'E_ASSIGN_RIGHT', 'who does not recheck gets no recheck');
SELECT is(test.as('zhaomin', format('SELECT string_agg(concat_ws('' '', name, load, code), '', '' ORDER BY name) FROM desk.assign_list(210600, %s)', (test.task_of(:case)).id)), '刘洋 0, 李娜 0', 'who could have it');
SELECT is(right(test.as('zhaomin', pg_temp.give(:case, 'liuyang')), 2), '刘洋', 'given to one of them');
SELECT is(pg_temp.waits('liuyang'), 'assigned 赵敏 刘洋请假', 'who finds it under what waits for them, with the reason');
SELECT is(test.as('liuyang', 'SELECT string_agg(concat_ws('' '', mine, stage), '','') FROM desk.task_list(210600, NULL, NULL, NULL)'), 't recheck', 'and first in their list');
SELECT test.refused('lina', test.claim((test.task_of(:case)).id), 'E_TASK_RESERVED', 'nobody else takes it');
SELECT test.refused('zhaomin', pg_temp.give(:case, 'liuyang'), 'E_ASSIGN_SAME', 'it is not given twice');
SELECT pg_temp.whole('after it was given');
SELECT test.as('liuyang', test.claim((test.task_of(:case)).id)) \g /dev/null
SELECT test.decide(:case, 'agree') AS late \gset
SELECT test.clock_add('1 second');
SELECT test.as('zhaomin', pg_temp.give(:case, 'lina', '急件')) \g /dev/null
SELECT test.refused('liuyang', :'late', 'E_CASE_MOVED', 'who had it open decides it no more');
SELECT is(pg_temp.waits('liuyang'), 'taken 赵敏 急件', 'and is told who took it and why');
SELECT test.as('zhaomin', pg_temp.give(:case, NULL, '改派错了')) \g /dev/null
SELECT is((test.task_of(:case)).claimed_by, NULL, 'given back to the queue it waits for anybody');
SELECT is(test.as('zhaomin', format('SELECT string_agg(concat_ws('' '', action, actor, note), ''; '' ORDER BY seq) FROM desk.case_timeline(210600, %s) WHERE action LIKE ''%%assign''', :case)),
          'assign 赵敏 刘洋 刘洋请假; assign 赵敏 李娜 急件; unassign 赵敏 改派错了', 'the case''s history says all of it');
SELECT pg_temp.whole('after it was given back');
UPDATE yc.staff SET id_no = test.id_no(1) WHERE login = 'zhaomin';
SELECT test.refused('zhaomin', pg_temp.give(:case, 'lina'), 'E_OWN_CASE', 'a supervisor hands out no case of their own');
UPDATE yc.staff SET id_no = NULL WHERE login = 'zhaomin';
INSERT INTO yc.staff_kin (staff_id, id_no, relation) VALUES (pg_temp.id('lina'), test.id_no(1), 'sister');
SELECT test.refused('zhaomin', pg_temp.give(:case, 'lina'), 'E_ASSIGN_KIN', 'nobody is given a case of their kin');
DELETE FROM yc.staff_kin;
SELECT test.as('zhaomin', pg_temp.give(:case, 'liuyang')) \g /dev/null
SELECT test.clock_add('9 hours');
SELECT yc.tend() \g /dev/null
SELECT is((test.task_of(:case)).claimed_by, NULL, 'a task that was given and never opened waits for all again after eight hours');
SELECT test.clock_set('2026-03-02 10:42:00+08');
SELECT test.decided('liuyang', :case, 'agree') \g /dev/null

-- --- pausing a queue and a person
SELECT test.accepted('wangfang', test.id_no(2)) AS second \gset
SELECT test.refused('lina', pg_temp.pause(pg_temp.queue('review'), NULL, NULL, 60), 'E_RIGHT_MISSING', 'who does not supervise pauses nothing');
SELECT test.refused('zhaomin', pg_temp.pause(NULL, NULL, NULL, 60), 'E_PAUSE_UNKNOWN', 'one thing is paused at a time');
SELECT test.refused('zhaomin', pg_temp.pause(pg_temp.queue('review'), NULL, NULL, 60, ''), 'E_STEER_WORDS', 'and with a reason');
SELECT test.as('zhaomin', pg_temp.pause(pg_temp.queue('review'), NULL, NULL, 60)) \g /dev/null
SELECT is(test.as('zhouqian', 'SELECT string_agg(concat_ws('' '', kind, stage, item_zh, who, to_char(until AT TIME ZONE ''Asia/Shanghai'', ''HH24:MI''), words), '','') FROM desk.pause_mine(210600, 1::smallint, 0::smallint)'),
          'queue review 失业保险金申领 赵敏 11:42 系统升级', 'those concerned are told who, until when and why');
SELECT is(test.as('lina', 'SELECT count(*) FROM desk.pause_mine(210600, 1::smallint, 0::smallint)'), '0', 'others are not');
SELECT is(test.as('zhouqian', test.claim()), NULL, 'nothing is handed out of it');
SELECT test.refused('zhouqian', test.claim((test.task_of(:second)).id), 'E_QUEUE_PAUSED', 'nor taken by name');
SELECT is(test.as('zhouqian', format('SELECT code FROM desk.why_not(''claim'', 210600, %s)', :second)), 'E_QUEUE_PAUSED', 'why not says the same');
SELECT is(test.as('zhaomin', 'SELECT concat_ws('' '', paused_by, paused_words) FROM desk.queue_table(210600) WHERE stage = ''review'''), '赵敏 系统升级', 'the table of queues says it');
SELECT test.clock_add('61 minutes');
SELECT is(test.as('zhouqian', test.claim())::bigint, (test.task_of(:second)).id, 'an hour later it is over by itself');
SELECT test.as('zhaomin', pg_temp.pause(NULL, 'zhouqian', NULL, NULL, '培训')) \g /dev/null
SELECT t.id AS task, t.token, c.version FROM test.task_of(:second) t JOIN yc.case_file c ON c.id = t.case_id \gset
SELECT is(test.as('zhouqian', format('SELECT concat_ws('' '', state, next_task, next_failed) FROM desk.task_decide_next(gen_random_uuid(), 210600, %s, %L, %s, ''agree'', NULL, NULL)', :'task', :'token', :'version')),
    'accepted t', 'what was begun is finished although its person is paused, and the claim is to tell why nothing comes next');
SELECT test.refused('zhouqian', test.claim(), 'E_STAFF_PAUSED', 'nothing new comes, and it says why');
SELECT is(pg_temp.stage('review'), '0/0/0/1', 'the paused are not counted on');
SELECT is(test.as('zhaomin', pg_temp.end(NULL, 'zhouqian', NULL)), '1', 'the pause is ended');
SELECT is(test.as('zhouqian', test.claim()), NULL, 'and it is as before');

-- --- closing a window
SELECT is(test.as('zhaomin', 'SELECT string_agg(DISTINCT concat_ws('' '', staff, kind), '','') FROM desk.window_things(210600, 1::smallint, 1::smallint)'), '王芳 visit', 'its open things are named');
SELECT test.as('zhaomin', pg_temp.pause(NULL, NULL, 1, NULL, '漏水')) \g /dev/null
SELECT is(test.as('wangfang', 'SELECT concat_ws('' '', kind, who, words) FROM desk.pause_mine(210600, 1::smallint, 1::smallint)'), 'window 赵敏 漏水', 'the clerk is told');
SELECT test.refused('wangfang', format('SELECT 1 FROM desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 1::smallint, ''01'', %L, %L)', test.id_no(80), '郭晓兰'), 'E_WINDOW_CLOSED', 'nobody new is served there');
SELECT is(test.as('wangfang', format('SELECT visit_id FROM desk.visit_set(gen_random_uuid(), 210600, %s, ''end'', NULL, ''accepted'')', (test.case_of(:second)).visit_id))::bigint, (test.case_of(:second)).visit_id, 'what is open is finished');
SELECT is(test.as('hejun', format('SELECT name FROM desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 2::smallint, ''01'', %L, %L)', test.id_no(80), '郭晓兰')), '郭晓兰', 'the next window serves on');
SELECT test.as('zhaomin', pg_temp.end(NULL, NULL, 1)) \g /dev/null
SELECT pg_temp.whole('after pauses');

-- --- what asks for a supervisor
SELECT test.clock_set('2026-03-02 10:42:00+08');
SELECT is(pg_temp.asks(), NULL, 'nothing asks while nothing is wrong');
SELECT test.clock_set('2026-03-04 17:00:00+08');
SELECT ok(pg_temp.asks() LIKE '%unhanded 王芳%', 'visits left open since the day before last');
UPDATE yc.visit SET ended_at = yc.now(), outcome = 'left', begun_at = NULL WHERE ended_at IS NULL;
SELECT test.clock_set('2026-03-05 10:00:00+08');
SELECT is(pg_temp.asks(), NULL, 'due today is nothing while somebody may decide');
UPDATE yc.staff_grant SET revoked_at = yc.now() WHERE action = 'recheck' AND staff_id = pg_temp.id('liuyang');
SELECT test.as('zhaomin', pg_temp.pause(NULL, 'lina', NULL, NULL, '病假')) \g /dev/null
SELECT is(pg_temp.asks(), 'today recheck 1 2026-03-05 nobody', 'due today, and nobody who may decide is there');
SELECT test.as('zhaomin', pg_temp.end(NULL, 'lina', NULL)) \g /dev/null
SELECT test.as('lina', test.claim()) \g /dev/null
SELECT test.as('zhaomin', pg_temp.pause(NULL, 'lina', NULL, NULL, '病假')) \g /dev/null
SELECT is(pg_temp.asks(), 'today recheck 1 2026-03-05 nobody, absent 李娜 1 2026-03-05', 'in the hands of somebody who is not there');
SELECT test.as('zhaomin', pg_temp.end(NULL, 'lina', NULL)) \g /dev/null
SELECT test.clock_set('2026-03-06 10:00:00+08');
SELECT is(pg_temp.asks(), 'overdue recheck 1 2026-03-05 able, stuck recheck 李娜 1 2026-03-05 idle', 'overdue, and stuck for longer than three working days');
SELECT is(pg_temp.asks('guoyan'), pg_temp.asks(), 'every supervisor sees the same');
SELECT test.as('lina', test.claim((test.task_of(:second)).id)) \g /dev/null
SELECT test.as('lina', test.decide(:second, 'return', '01', '缺页')) \g /dev/null
SELECT is(pg_temp.asks(), NULL, 'returned to the applicant it is stuck no more');
SELECT is(pg_temp.stage('returned'), '1/03-07/0/0', 'and counted as returned');
SELECT test.clock_set('2026-03-30 10:00:00+08');
SELECT is(pg_temp.asks(), 'stuck 1 returned', 'unless it stays there for more than fifteen working days');

-- --- a supervisor of another region
INSERT INTO yc.hall VALUES (210700, 1, '外地大厅', 'Elsewhere');
UPDATE yc.staff_grant SET region = 210700 WHERE staff_id = pg_temp.id('guoyan');
SELECT test.refused('guoyan', 'SELECT 1 FROM ' || f, 'E_RIGHT_MISSING', f || ' is closed to a supervisor of another region')
FROM unnest(ARRAY['desk.ask_list(210600)', 'desk.queue_table(210600)', 'desk.stage_table(210600)', 'desk.window_table(210600, 1::smallint)', 'desk.hall_hours(210600, 1::smallint)',
                  'desk.people_list(210600)', 'desk.window_things(210600, 1::smallint, 1::smallint)', 'desk.assign_list(210600, 1)']) f;
SELECT test.accepted('hejun', test.id_no(3)) AS third \gset
SELECT test.refused('guoyan', pg_temp.give(:third, 'zhouqian'), 'E_RIGHT_MISSING', 'nor do they give anything away here');
SELECT test.refused('guoyan', pg_temp.pause(pg_temp.queue('review'), NULL, NULL, 60), 'E_RIGHT_MISSING', 'pause a queue');
SELECT test.refused('guoyan', pg_temp.end(pg_temp.queue('review'), NULL, NULL), 'E_RIGHT_MISSING', 'or end a pause');
SELECT test.refused('guoyan', replace(pg_temp.give(:third, 'zhouqian'), '210600', '210700'), 'E_TASK_UNKNOWN', 'nor by naming their own region');
SELECT pg_temp.whole('at the end');
SELECT * FROM finish();
