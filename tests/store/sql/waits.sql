-- An applicant who waits: whose case goes first, until when; a supervisor's authorisation, and who may not give it.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.whole(_name text) RETURNS text LANGUAGE sql AS $$ SELECT is_empty('SELECT * FROM yc.verify()', _name || ': nothing is broken') $$;
CREATE FUNCTION pg_temp.priority(_case bigint) RETURNS int LANGUAGE sql AS $$ SELECT priority FROM yc.task WHERE case_id = _case $$;
CREATE FUNCTION pg_temp.why(_who text, _action text, _case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT concat_ws('' '', code, nullif(array_to_string(parameters, ''=''), '''')) FROM desk.why_not(%L, 210600, %s)', _action, _case))
$$;
CREATE FUNCTION pg_temp.asked(_who text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, 'SELECT string_agg(concat_ws(''/'', case_id, window_number, clerk, item_zh, name, letters_zh, to_char(waits_since, ''HH24:MI''), holder, mine, barred), '' '' ORDER BY asked_at, case_id)
                          FROM desk.authorisation_list(210600)')
$$;
CREATE FUNCTION pg_temp.waits(_who text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, 'SELECT string_agg(concat_ws('' '', kind, case_id, who, detail), '', '' ORDER BY kind, case_id) FROM desk.waiting_list(210600, 1::smallint) WHERE kind IN (''waits'', ''authorise'')')
$$;
CREATE FUNCTION pg_temp.end(_who text, _case bigint, _word text DEFAULT 'left') RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT visit_id FROM desk.visit_set(gen_random_uuid(), 210600, %s, ''end'', NULL, %L)', (test.case_of(_case)).visit_id, _word))
$$;
SET timezone = 'Asia/Shanghai';

-- --- it goes first
SELECT test.accepted('hejun', test.id_no(1)) AS ordinary \gset
SELECT test.funeral('wangfang', test.id_no(2)) AS case \gset
SELECT is(pg_temp.priority(:ordinary) || ' ' || pg_temp.priority(:case), '5 1', 'an ordinary case waits its turn, that of an applicant who waits goes first');
SELECT is(test.as('zhouqian', 'SELECT string_agg(concat_ws('' '', item, priority), '', '') FROM desk.task_list(210600, NULL, NULL, NULL)'), 'funeral-grant 1, ui-benefit 5', 'though it was accepted later and is due later');
SELECT is(test.as('zhouqian', format('SELECT concat_ws('' '', to_char(since, ''HH24:MI''), steps) FROM desk.case_waits(210600, %s)', :case)), '10:42 review recheck authorise', 'since when, and what comes next');
SELECT is(test.as('zhouqian', format('SELECT count(*) FROM desk.case_waits(210600, %s)', :ordinary)), '0', 'of an ordinary case nothing is said');
SELECT is(pg_temp.waits('wangfang'), format('waits %s review', :case), 'the clerk sees where it is');
SELECT test.as('zhouqian', test.claim()) \g /dev/null
SELECT is((SELECT s.login FROM yc.task t JOIN yc.staff s ON s.id = t.claimed_by WHERE t.case_id = :case), 'zhouqian', 'the next case of a reviewer is this one');
SELECT is(pg_temp.waits('wangfang'), format('waits %s 周倩 review', :case), 'and the clerk sees who has it');
SELECT test.as('zhouqian', test.decide(:case, 'agree')) \g /dev/null
SELECT is(pg_temp.priority(:case), 1, 'it stays first at the recheck');
SELECT is(pg_temp.asked('zhaomin'), NULL, 'nobody is asked for an authorisation yet');
SELECT test.decided('lina', :case, 'agree') \g /dev/null

-- --- the authorisation is asked of every supervisor, and of nobody else
SELECT is(pg_temp.asked('zhaomin'), format('%s/1/王芳/丧葬补助金、抚恤金申领/郭*兰/亲属关系证明/10:42/f/f', :case), 'where, by whom, what, for whom, by which promise, since when');
SELECT is(pg_temp.asked('guoyan'), pg_temp.asked('zhaomin'), 'every supervisor sees the same');
SELECT is(pg_temp.waits('zhaomin'), format('authorise %s 王芳 01', :case), 'it stands in what waits for them');
SELECT is(pg_temp.waits('wangfang'), format('waits %s authorise', :case), 'the clerk sees that it is with the supervisors');
SELECT test.refused(who, 'SELECT * FROM desk.authorisation_list(210600)', 'E_RIGHT_MISSING', who || ' does not see what is asked of supervisors') FROM unnest(ARRAY['wangfang', 'zhouqian', 'lina', 'liuyang', 'chenjing']) who;
SELECT is(pg_temp.waits(who), NULL, who || ' is asked for nothing') FROM unnest(ARRAY['hejun', 'lina', 'liuyang']) who;
SELECT is(test.as('liuyang', 'SELECT string_agg(item, '' '') FROM desk.task_list(210600, NULL, NULL, NULL)'), 'ui-benefit', 'an approver does not have it in the queue');
SELECT test.as('liuyang', test.claim()) \g /dev/null
SELECT is((SELECT string_agg(t.case_id::text, ' ') FROM yc.task t JOIN yc.staff s ON s.id = t.claimed_by AND s.login = 'liuyang'), :'ordinary', 'nor is it drawn by them');
SELECT test.as('liuyang', format('SELECT task_id FROM desk.task_release(gen_random_uuid(), 210600, %s)', (test.task_of(:ordinary)).id)) \g /dev/null

-- --- attacks
SELECT is(pg_temp.why('liuyang', 'claim', :case), 'E_RIGHT_MISSING action=supervise=region=210600=item=funeral-grant', 'a grant to approve is none to authorise');
SELECT test.refused('liuyang', test.claim((test.task_of(:case)).id), 'E_RIGHT_MISSING', 'and its task is not to be had');
SELECT test.refused('wangfang', test.claim((test.task_of(:case)).id), 'E_RIGHT_MISSING', 'the clerk authorises nothing');
SELECT test.grant('wangfang', 'supervise'), test.grant('zhouqian', 'supervise') \g /dev/null
SELECT is(pg_temp.why('wangfang', 'claim', :case), 'E_SEPARATION stage=accept=when=2026-03-02 10:42', 'who accepted it does not authorise it, supervisor or not');
SELECT is(pg_temp.why('zhouqian', 'claim', :case), 'E_SEPARATION stage=review=when=2026-03-02 10:42', 'nor who reviewed it');
SELECT test.refused(who, test.claim((test.task_of(:case)).id), 'E_SEPARATION', who || ' is refused by the same words') FROM unnest(ARRAY['wangfang', 'zhouqian']) who;
SELECT is(right(pg_temp.asked('wangfang'), 2), '/t', 'the list says that they are barred');
SELECT is(pg_temp.waits('zhouqian'), NULL, 'and nothing counts up for who is barred');
DELETE FROM yc.staff_grant WHERE action = 'supervise' AND staff_id IN (SELECT id FROM yc.staff WHERE login IN ('wangfang', 'zhouqian'));
UPDATE yc.staff_grant SET region = 210700 WHERE action = 'supervise' AND staff_id = (SELECT id FROM yc.staff WHERE login = 'guoyan');
SELECT test.refused('guoyan', test.claim((test.task_of(:case)).id), 'E_TASK_UNKNOWN', 'a supervisor of another region learns nothing');
SELECT test.refused('guoyan', 'SELECT * FROM desk.authorisation_list(210600)', 'E_RIGHT_MISSING', 'nor from the list');
UPDATE yc.staff_grant SET region = 210600 WHERE action = 'supervise' AND staff_id = (SELECT id FROM yc.staff WHERE login = 'guoyan');
INSERT INTO yc.staff_kin (staff_id, id_no, relation) SELECT id, test.id_no(300), '父女' FROM yc.staff WHERE login = 'guoyan';
SELECT test.refused('guoyan', test.claim((test.task_of(:case)).id), 'E_KIN_CASE', 'kin of the deceased keep out');
DELETE FROM yc.staff_kin;
UPDATE yc.staff SET id_no = test.id_no(2) WHERE login = 'guoyan';
SELECT test.refused('guoyan', test.claim((test.task_of(:case)).id), 'E_OWN_CASE', 'and who is the applicant');
UPDATE yc.staff SET id_no = NULL WHERE login = 'guoyan';

-- --- one gives it, the other is told
SELECT test.as('zhaomin', test.claim((test.task_of(:case)).id)) \g /dev/null
SELECT is((SELECT (r.code, r.detail)::text FROM test.refusal('guoyan', test.claim((test.task_of(:case)).id)) r), '(E_TASK_CLAIMED,who=赵敏)', 'the second is told who has it');
SELECT is(pg_temp.asked('guoyan'), format('%s/1/王芳/丧葬补助金、抚恤金申领/郭*兰/亲属关系证明/10:42/赵敏/f/f', :case), 'the list says so too');
SELECT is(pg_temp.waits('guoyan'), NULL, 'it counts no more for the second');
SELECT is(pg_temp.waits('wangfang'), format('waits %s 赵敏 authorise', :case), 'the clerk sees who has it');
SELECT test.refused('guoyan', test.decide(:case, 'agree'), 'E_TASK_CLAIMED', 'deciding with another''s token is refused');
SELECT test.refused('zhaomin', format('SELECT state FROM desk.task_decide(gen_random_uuid(), 210600, %s, %L, %s, ''agree'', NULL, NULL)', t.id, t.token, (test.case_of(:case)).version - 1), 'E_CASE_MOVED', 'and so is a version that was not looked at')
FROM test.task_of(:case) t;
SELECT test.refused('zhaomin', test.decide(:case, 'deny'), 'E_REASON_UNKNOWN', 'a refusal without its reason is none');
SELECT test.decide(:case, 'agree') AS decide \gset
SELECT is(test.as('zhaomin', :'decide'), 'finished', 'authorised it is finished');
SELECT is(test.as('zhaomin', :'decide'), 'finished', 'sent twice it happens once');
SELECT is((SELECT count(*) FROM yc.decision WHERE case_id = :case AND stage = 'approve'), 1::bigint, 'one decision');
SELECT is(pg_temp.asked('guoyan'), NULL, 'nobody is asked any more');
SELECT is(pg_temp.waits('wangfang'), format('waits %s finished', :case), 'the clerk sees that the person is to be called');
SELECT pg_temp.whole('authorised');

-- --- taken back like any decision
SELECT is(pg_temp.why('zhaomin', 'undo', :case), NULL, 'the supervisor may take it back');
SELECT is(test.as('zhaomin', test.undo(:case)), 'accepted', 'and has it again');
SELECT is((SELECT (t.priority, t.authorisation, s.login)::text FROM yc.task t JOIN yc.staff s ON s.id = t.claimed_by WHERE t.case_id = :case), '(1,t,zhaomin)', 'first as before, still an authorisation');
SELECT pg_temp.whole('authorisation undone');
SELECT is(test.decided('zhaomin', :case, 'deny', '01', '不符合待遇条件'), 'denied', 'this time denied');
SELECT is(pg_temp.waits('wangfang'), format('waits %s denied', :case), 'the clerk sees that too');
SELECT pg_temp.end('wangfang', :case, 'accepted') \g /dev/null
SELECT is(pg_temp.waits('wangfang'), NULL, 'once the visit has ended nobody waits');

-- --- the applicant leaves
SELECT test.funeral('wangfang', test.id_no(3)) AS leaver \gset
SELECT yc.tend() \g /dev/null
SELECT pg_temp.end('wangfang', :leaver) \g /dev/null
SELECT is(pg_temp.priority(:leaver), 5, 'the case is an ordinary one now');
SELECT is(test.as('zhouqian', format('SELECT count(*) FROM desk.case_waits(210600, %s)', :leaver)), '0', 'and says that nobody waits');
SELECT is((SELECT queues_changed FROM yc.tend()), 1, 'whoever looks at its queue is told');
SELECT test.decided('zhouqian', :leaver, 'agree') \g /dev/null
SELECT is(pg_temp.priority(:leaver), 5, 'also at the stages to come');
SELECT is(test.decided('lina', :leaver, 'agree'), 'accepted', 'rechecked');
SELECT is((SELECT string_agg(reply ->> 'stage', ' ' ORDER BY reply ->> 'stage') FROM yc.command WHERE function = 'task_decide' AND (reply ->> 'case_id')::bigint = :leaver), 'authorise recheck', 'who passes it on is told that it goes to the supervisors');
SELECT is(test.as('zhaomin', format('SELECT concat_ws('' '', (SELECT stage FROM desk.case_summary(210600, %1$s)), (SELECT stage FROM desk.case_head(210600, %1$s)), (SELECT stage FROM desk.case_list(210600, NULL) WHERE case_id = %1$s), (SELECT string_agg(stage, '' '') FROM desk.queue_table(210600) WHERE item = ''funeral-grant'' AND stage LIKE ''a%%'' AND ready > 0))', :leaver)), 'authorise authorise authorise authorise', 'and everywhere it is called so');
SELECT is(pg_temp.asked('zhaomin'), format('%s/1/王芳/丧葬补助金、抚恤金申领/郭*兰/亲属关系证明/f/f', :leaver), 'its authorisation is asked for, without anybody waiting');
SELECT is(test.decided('guoyan', :leaver, 'agree'), 'finished', 'and given the same way');
SELECT pg_temp.whole('the applicant left');

-- --- parked is not gone
SELECT test.funeral('wangfang', test.id_no(4)) AS parked \gset
SELECT test.as('wangfang', format('SELECT visit_id FROM desk.visit_set(gen_random_uuid(), 210600, %s, ''park'', NULL, ''等审批'')', (test.case_of(:parked)).visit_id)) \g /dev/null
SELECT test.decided('zhouqian', :parked, 'agree') \g /dev/null
SELECT is(pg_temp.priority(:parked), 1, 'who was asked to sit down still waits');

-- --- a stage that became an authorisation: what was accepted before stays with the approvers
SELECT test.funeral('hejun', test.id_no(5)) AS older \gset
SELECT test.decided('zhouqian', :older, 'agree'), test.decided('lina', :older, 'agree') \g /dev/null
UPDATE yc.task SET authorisation = false WHERE case_id = :older; -- as if its version had said nothing of authorising
SELECT is(test.as('liuyang', 'SELECT count(*) FROM desk.task_list(210600, NULL, NULL, NULL) WHERE item = ''funeral-grant'' AND stage = ''approve'''), '1', 'its approvers still have it in their queue');

-- --- kin of the deceased at the window
SELECT test.grant('hejun', 'review') \g /dev/null
INSERT INTO yc.staff_kin (staff_id, id_no, relation) SELECT id, test.id_no(301), '父女' FROM yc.staff WHERE login = 'hejun';
SELECT test.funeral_draft('hejun', test.id_no(7), test.id_no(7)) AS own \gset
SELECT results_eq(format('SELECT place, key, code FROM yc.case_faults(210600, %s)', :own), $$VALUES ('field', 'dead_id', 'E_FIELD_SAME')$$,
    'nobody claims the grant for their own death');
SELECT test.refused('hejun', test.accept(:own), 'E_CASE_INCOMPLETE', 'and no such case is accepted');
SELECT test.funeral_draft('hejun', test.id_no(6), test.id_no(301)) AS kin \gset
SELECT test.refused('hejun', test.accept(:kin), 'E_KIN_CASE', 'nobody accepts the claim on the death of their own kin');
SELECT is(yc.case_people(210600, :kin) @> ARRAY[test.id_no(6), test.id_no(301)], true, 'applicant and deceased are those whose case it is');

-- --- one visit, one row
SELECT test.funeral('wangfang', test.id_no(41), test.id_no(301)) AS one \gset
SELECT visit_id AS one_visit FROM yc.case_file WHERE id = :one \gset
CREATE FUNCTION pg_temp.rows(_who text, _visit bigint) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT string_agg(kind, '' '' ORDER BY kind) FROM desk.waiting_list(210600, 1::smallint) WHERE visit_id = %s AND kind <> ''undo''', _visit))
$$;
SELECT test.as('wangfang', format('SELECT visit_id FROM desk.visit_set(gen_random_uuid(), 210600, %s, ''park'', 1::smallint, ''在大厅等审批'')', :one_visit)) \g /dev/null
SELECT is(pg_temp.rows('wangfang', :one_visit), 'waits', 'who waits in the hall is no parked visit beside it');
SELECT test.as('wangfang', format('SELECT name FROM desk.hand_over(gen_random_uuid(), 210600, 1::smallint, %s, ''交班时在窗口'')', (SELECT id FROM yc.staff WHERE login = 'hejun'))) \g /dev/null
SELECT is(pg_temp.rows('hejun', :one_visit), 'waits', 'nor what was handed over');

SELECT * FROM finish();
