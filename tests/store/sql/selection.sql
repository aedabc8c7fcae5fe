-- Agreeing to a selection: each task by itself, what has to be looked at refused, what others have passed over.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.whole(_name text) RETURNS text LANGUAGE sql AS $$ SELECT is_empty('SELECT * FROM yc.verify()', _name || ': nothing is broken') $$;
-- Each task with the version that its case has now.
CREATE FUNCTION pg_temp.call(_cases bigint[], _what text, _decision text DEFAULT 'agree', _command uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT %s FROM desk.task_decide_many(%L, 210600, %L, %L, %L)', _what, _command, array_agg(t.id ORDER BY c.id DESC), array_agg(c.version ORDER BY c.id DESC), _decision)
    FROM yc.case_file c JOIN yc.task t ON t.case_id = c.id WHERE c.id = ANY (_cases)
$$;
CREATE FUNCTION pg_temp.told(_cases bigint[]) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.call(_cases, 'string_agg(concat_ws('' '', result, code, array_to_string(parameters, '' ''), state, stage), ''; '' ORDER BY task_id)')
$$;
CREATE FUNCTION pg_temp.why(_who text, _case bigint, _why text, _name text) RETURNS text LANGUAGE sql AS $$
    SELECT is(test.as(_who, pg_temp.told(ARRAY[_case])), format('refused E_MUST_LOOK number %s why %s', (test.case_of(_case)).number, _why), _name)
$$;

-- --- done
SELECT test.accepted('wangfang', test.id_no(1)) AS one \gset
SELECT test.accepted('wangfang', test.id_no(2)) AS two \gset
SELECT test.accepted('wangfang', test.id_no(3)) AS three \gset
SELECT test.as('zhouqian', test.claim((test.task_of(:two)).id)), test.as('liuyang', test.claim((test.task_of(:three)).id)) \g /dev/null
SELECT pg_temp.call(ARRAY[:one, :two, :three], 'string_agg(concat_ws('' '', number, item_zh, result, code, array_to_string(parameters, '' ''), state, stage), ''; '' ORDER BY task_id)', 'agree', '00000000-0000-4000-8000-000000000001') AS call \gset
SELECT test.as('zhouqian', :'call') AS told \gset
SELECT is(:'told', format('%s 失业保险金申领 done accepted recheck; %s 失业保险金申领 done accepted recheck; %s 失业保险金申领 skipped E_TASK_CLAIMED who 刘洋', (test.case_of(:one)).number, (test.case_of(:two)).number, (test.case_of(:three)).number),
          'what waits and what I hold is agreed to, what somebody else has is passed over, with whose it is');
SELECT is(test.as('zhouqian', :'call'), :'told', 'sent twice it happens once, and tells the same');
SELECT is((SELECT string_agg(j.action || ' ' || s.login, '; ' ORDER BY j.seq) FROM yc.journal j JOIN yc.staff s ON s.id = j.actor WHERE j.case_id = :one AND j.seq > 2 AND j.action IN ('claim', 'agree')),
          'claim zhouqian; agree zhouqian', 'in the journal stands the claim and the decision as of any other');
SELECT is((SELECT yc.journal_content(j.body) ->> 'why' FROM yc.journal j WHERE j.case_id = :one AND j.action = 'claim'), 'marked', 'and that it was one of a selection');
SELECT is((test.task_of(:three)).claimed_by, (SELECT id FROM yc.staff WHERE login = 'liuyang'), 'the task of another is still theirs');
SELECT pg_temp.whole('two done, one passed over');
SELECT test.refused('zhouqian', replace(:'call', '{', '{1,'), 'E_COMMAND_REUSED', 'another selection is another command');
SELECT test.refused('zhouqian', pg_temp.call(ARRAY[:three], 'count(*)', decision), 'E_MANY_DECISION', coalesce(decision, 'nothing') || ' needs words of its own')
FROM (VALUES ('return'), ('deny'), ('suspend'), ('')) x(decision);
SELECT test.refused('zhouqian', format('SELECT count(*) FROM desk.task_decide_many(gen_random_uuid(), 210600, %L, %L, ''agree'')', array_agg(n), array_agg(1)), CASE m WHEN 501 THEN 'E_MANY_TOO_MANY' END, m || ' at once')
FROM (VALUES (500), (501)) x(m), generate_series(1, m) n GROUP BY m ORDER BY m;
SELECT is(test.as('zhouqian', 'SELECT count(*) FROM desk.task_decide_many(gen_random_uuid(), 210600, ''{}'', ''{}'', ''agree'')'), '0', 'of none there is nothing to tell');

-- --- refused
SELECT is(test.as('lina', pg_temp.told(ARRAY[:three])), 'refused E_RIGHT_MISSING ' || array_to_string((SELECT parameters FROM yc.right_refusal((SELECT id FROM yc.staff WHERE login = 'lina'), 'review', 210600, NULL, 'ui-benefit')), ' '), 'nobody agrees without the right to');
SELECT is(test.as('zhouqian', 'SELECT concat_ws('' '', task_id, result, code) || coalesce(number, '' unseen'') FROM desk.task_decide_many(gen_random_uuid(), 210600, ''{7}'', ''{1}'', ''agree'')'), '7 refused E_TASK_UNKNOWN unseen', 'a task that there is not');
SELECT test.accepted('wangfang', test.id_no(4)) AS case \gset
SELECT pg_temp.told(ARRAY[:case]) AS seen \gset
SELECT test.as('liuyang', test.claim((test.task_of(:case)).id)), test.as('liuyang', format('SELECT task_id FROM desk.task_release(gen_random_uuid(), 210600, %s)', (test.task_of(:case)).id)) \g /dev/null
SELECT is(test.as('zhouqian', :'seen'), 'refused E_CASE_MOVED who 刘洋 when ' || yc.moment(yc.now()) || ' action release', 'what somebody had in hand meanwhile is not what was selected');
SELECT pg_temp.told(ARRAY[:case]) AS seen \gset
SELECT test.decided('liuyang', :case, 'return', '01', '缺证明') \g /dev/null
SELECT is(test.as('zhouqian', :'seen'), 'refused E_CASE_MOVED who 刘洋 when ' || yc.moment(yc.now()) || ' action return', 'what was returned meanwhile, by whom');
SELECT test.as('wangfang', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :case)), test.as('wangfang', test.accept(:case)) \g /dev/null
SELECT pg_temp.why('zhouqian', :case, 'returned', 'what was corrected is looked at');

SELECT test.accepted('wangfang', test.id_no(5)) AS case \gset
SELECT test.as('zhouqian', test.claim((test.task_of(:case)).id)) \g /dev/null
SELECT test.as('zhouqian', format('SELECT doubt_id FROM desk.doubt_add(gen_random_uuid(), 210600, %s, %L, ''field'', ''mobile'', ''03'', '''')', t.id, t.token)) AS doubt FROM test.task_of(:case) t \gset
SELECT pg_temp.why('zhouqian', :case, 'doubt', 'an open doubt is looked at');
SELECT test.as('zhouqian', format('SELECT doubt_id FROM desk.doubt_remove(gen_random_uuid(), 210600, %s, %L, %s)', t.id, t.token, :doubt)) FROM test.task_of(:case) t \g /dev/null
SELECT is(test.as('zhouqian', pg_temp.told(ARRAY[:case])), 'done accepted recheck', 'one that was taken away is none');
SELECT test.draft('hejun', test.id_no(5)) AS later \gset
SELECT test.fill('hejun', :later), test.as('hejun', test.save(:later, 'last_unit', '丹东某机械厂', 31)), test.as('hejun', test.accept(:later)) \g /dev/null
SELECT pg_temp.why('zhouqian', :later, 'differs', 'what differs from an earlier case is looked at');

SELECT test.accepted('wangfang', test.id_no(6)) AS case \gset
BEGIN;
UPDATE yc.material SET removed_at = yc.now(), removed_by = (SELECT id FROM yc.staff WHERE login = 'wangfang') WHERE case_id = :case AND kind = 'id';
SELECT pg_temp.why('zhouqian', :case, 'materials', 'what lacks a material is looked at');
ROLLBACK;
SELECT test.funeral('wangfang', test.id_no(7)) AS funeral \gset
SELECT pg_temp.why('liuyang', :funeral, CASE WHEN (test.task_of(:funeral)).authorisation THEN 'authorisation' ELSE 'risk' END, 'an item of high risk is looked at');
BEGIN;
UPDATE yc.definition SET content = jsonb_set(content, '{risk}', '"low"') WHERE code = 'funeral-grant';
UPDATE yc.task SET authorisation = false WHERE case_id = :funeral;
SELECT pg_temp.why('liuyang', :funeral, 'commitment', 'a letter in place of a proof is looked at');
INSERT INTO yc.branch (region, case_id, kind, key, stage, due, opened_at) VALUES (210600, :funeral, 'site_check', 'visit', 'review', '2026-03-04', yc.now());
SELECT pg_temp.why('liuyang', :funeral, 'branch', 'what others were asked about is looked at');
UPDATE yc.task SET authorisation = true WHERE case_id = :funeral;
UPDATE yc.definition SET content = content || '{"authorisation": "review"}' WHERE code = 'funeral-grant';
SELECT is(test.as('zhaomin', pg_temp.told(ARRAY[:funeral])), 'refused E_MUST_LOOK number ' || (test.case_of(:funeral)).number || ' why authorisation', 'an authorisation is given by who has looked');
ROLLBACK;
SELECT pg_temp.whole('nothing of it happened');

-- --- the next stage
SELECT is(test.as('lina', pg_temp.told(ARRAY[:one, :two])), 'done finished; done finished', 'the last agreement finishes them');
SELECT is((SELECT count(*) FROM yc.decision WHERE case_id IN (:one, :two) AND decision = 'agree' AND undone_at IS NULL), 4::bigint, 'as two decisions each');
SELECT is(test.as('lina', test.undo(:one)), 'accepted', 'one of them is taken back like any other');
SELECT pg_temp.whole('finished, one taken back');

-- --- put aside
SELECT (test.task_of(:case)).id AS task \gset
SELECT test.as('zhouqian', test.claim(:task)) \g /dev/null
SELECT test.as('zhouqian', format('SELECT task_id FROM desk.task_hold(gen_random_uuid(), 210600, %s, %L, ''2026-03-05'', ''等回函'')', t.id, t.token)) FROM test.task_of(:case) t \g /dev/null
SELECT is(test.as('liuyang', pg_temp.told(ARRAY[:case])), 'skipped E_TASK_HELD who 周倩 until 2026-03-05', 'what somebody put aside is theirs');
SELECT pg_temp.why('zhouqian', :case, 'held', 'what I put aside myself is looked at');
SELECT is(test.as('zhouqian', format('SELECT count(*) FROM desk.task_like(210600, %s, 1)', :task)), '0', 'and is not selected');
SELECT test.as('zhouqian', test.claim(:task)), test.as('zhouqian', format('SELECT task_id FROM desk.task_release(gen_random_uuid(), 210600, %s)', :task)) \g /dev/null
SELECT pg_temp.whole('put aside and given back');

-- --- what is like it
SELECT test.many(520) \g /dev/null
SELECT (test.task_of(:case)).id AS task \gset
SELECT is(test.as('zhouqian', format('SELECT count(*) || '' '' || bool_or(task_id = %s) FROM desk.task_like(210600, %1$s, 500)', :task)), '500 true', 'all like this one are 500 at the most, itself among them');
SELECT is(test.as('zhouqian', format('SELECT task_id || '' '' || version FROM desk.task_like(210600, %s, 1)', :task)), :task || ' ' || (test.case_of(:case)).version, 'alone it is one, in its version');
SELECT is(test.as('wangfang', format('SELECT count(*) FROM desk.task_like(210600, %s, 500)', :task)), '0', 'nobody selects what is not theirs');
SELECT is(test.as('zhouqian', format('SELECT count(*) FROM desk.task_like(210600, %s, 1)', (test.task_of(:three)).id)), '0', 'nor what somebody else holds');
SELECT * FROM finish();
