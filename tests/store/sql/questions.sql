-- A question about a case in hand: asked of the window or of a colleague, answered there; withdrawn by who asked or by the decision; the clock goes on.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.whole(_name text) RETURNS text LANGUAGE sql AS $$ SELECT is_empty('SELECT * FROM yc.verify()', _name || ': nothing is broken') $$;
CREATE FUNCTION pg_temp.ask(_case bigint, _login text, _words text, _command uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT question_id FROM desk.question_ask(%L, 210600, %s, %L, %L, %L)', _command, t.id, t.token, _login, _words) FROM test.task_of(_case) t
$$;
CREATE FUNCTION pg_temp.answer(_question bigint, _words text, _command uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT who FROM desk.question_answer(%L, 210600, %s, %L)', _command, _question, _words)
$$;
CREATE FUNCTION pg_temp.withdraw(_question bigint) RETURNS text LANGUAGE sql AS $$ SELECT format('SELECT version FROM desk.question_withdraw(gen_random_uuid(), 210600, %s)', _question) $$;
CREATE FUNCTION pg_temp.questions(_who text, _case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT string_agg(concat_ws('' '', CASE WHEN at_window THEN ''window'' END, asked, words, answered_by, answer, ''-'' || withdrawn_by, CASE WHEN decided THEN ''decided'' END, CASE WHEN open THEN ''open'' END), ''; '') FROM desk.question_list(210600, %s)', _case))
$$;
CREATE FUNCTION pg_temp.waits(_who text, _hall smallint DEFAULT 1) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(test.as(_who, format('SELECT string_agg(concat_ws('' '', kind, who, detail), ''; '') FROM desk.waiting_list(210600, %L) WHERE kind IN (''question'', ''answered'')', _hall)), '')
$$;
CREATE FUNCTION pg_temp.owed(_who text, _case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT string_agg(concat_ws('' '', CASE WHEN at_window THEN ''window'' END, asked, asked_by, to_char(since AT TIME ZONE ''Asia/Shanghai'', ''HH24:MI'')), ''; '') FROM desk.question_owed(210600, %s)', _case))
$$;

-- --- asking: who holds the task, and nobody else
SELECT test.accepted('wangfang', test.id_no(1)) AS case \gset
SELECT format('SELECT question_id FROM desk.question_ask(gen_random_uuid(), 210600, %s, gen_random_uuid(), NULL, ''盖章了吗'')', (test.task_of(:case)).id) AS early \gset
SELECT test.refused('zhouqian', :'early', 'E_TASK_NOT_CLAIMED', 'who has not taken the task asks nothing');
SELECT test.as('zhouqian', test.claim((test.task_of(:case)).id)) \g /dev/null
SELECT promised_due AS due FROM yc.case_file WHERE id = :case \gset
SELECT pg_temp.ask(:case, NULL, '原件上盖章了吗', '00000000-0000-4000-8000-000000000001') AS first \gset
SELECT test.as('zhouqian', :'first') AS question \gset
SELECT is(test.as('zhouqian', :'first'), :'question', 'sent twice it is asked once');
SELECT test.refused('zhouqian', replace(:'first', '盖章', '签字'), 'E_COMMAND_REUSED', 'with other words it is another command');
SELECT test.refused(who, replace(:'first', '00000000-0000-4000-8000-000000000001', gen_random_uuid()::text), code, who || ' asks nothing on a task of somebody else')
FROM (VALUES ('wangfang', 'E_RIGHT_MISSING'), ('liuyang', 'E_TASK_CLAIMED'), ('zhaomin', 'E_RIGHT_MISSING')) x(who, code);
SELECT is((test.refusal('zhouqian', pg_temp.ask(:case, login, words))).code, code, coalesce(login, 'window') || ': ' || name) FROM (VALUES
    (NULL, '', 'E_QUESTION_WORDS', 'no words'), (NULL, E' \u3000', 'E_QUESTION_WORDS', 'blanks'), (NULL, E'a\nb', 'E_QUESTION_WORDS', 'two lines'),
    (NULL, repeat('字', 501), 'E_QUESTION_WORDS', 'too many words'), (NULL, repeat('字', 500), NULL, 'the most'), ('zhouqian', '?', 'E_QUESTION_NOBODY', 'oneself'),
    ('sunwei', '?', 'E_QUESTION_NOBODY', 'who sees no case'), ('nobody_yet', '?', 'E_QUESTION_NOBODY', 'who has no right'), ('nobody', '?', 'E_QUESTION_NOBODY', 'no login'),
    ('lina', '?', NULL, 'a colleague')) x(login, words, code, name);
SELECT is((test.case_of(:case)).promised_due, :'due'::date, 'the clock goes on');
SELECT is((test.task_of(:case)).claimed_by, (SELECT id FROM yc.staff WHERE login = 'zhouqian'), 'and the task stays with who asked');
SELECT is((SELECT count(*) FROM yc.journal WHERE case_id = :case AND convert_from(body, 'UTF8') ~ '原件'), 0::bigint, 'the words stand in the journal as a digest only');
SELECT is(pg_temp.owed('zhouqian', :case), 'window 王芳 周倩 10:42', 'who owes the answer, to whom, since when');
SELECT is(test.as('zhouqian', format('SELECT string_agg(login, '' '') FROM desk.question_people(210600, %s)', :case)), 'wangfang chenjing guoyan hejun lina liuyang zhaomin', 'who can be asked: first who had it in hand');
SELECT pg_temp.whole('asked');

-- --- who is asked: for half an hour who accepted it, then the hall
SELECT is(pg_temp.waits('wangfang'), 'question 周倩 原件上盖章了吗', 'it waits for the clerk who accepted the case');
SELECT is(pg_temp.waits('hejun'), '', 'not yet for the others');
SELECT is(pg_temp.waits('wangfang', 2::smallint), '', 'nor at another hall');
SELECT test.clock_add('31 minutes') \g /dev/null
SELECT is(pg_temp.waits('hejun'), 'question 周倩 原件上盖章了吗', 'after half an hour for everybody who accepts in the hall');
SELECT is(pg_temp.waits(who), '', 'not for ' || who) FROM unnest(ARRAY['zhouqian', 'liuyang', 'zhaomin']) who;
SELECT test.clock_add('-31 minutes') \g /dev/null
BEGIN;
UPDATE yc.staff_grant SET revoked_at = yc.now() WHERE staff_id = (SELECT id FROM yc.staff WHERE login = 'wangfang');
SELECT is(pg_temp.waits('hejun'), 'question 周倩 原件上盖章了吗', 'at once where who accepted it accepts no more');
ROLLBACK;

-- --- answering
SELECT yc.hall_make(210600, 2::smallint, '二号大厅', 'Second hall', 1), test.staff('erting', '二厅', 'Second Hall') \g /dev/null
SELECT desk.staff_grant(gen_random_uuid(), 210600, 'erting', 'accept', 2::smallint, NULL, NULL) \g /dev/null
SELECT test.refused(who, pg_temp.answer(:question, '盖了'), code, name) FROM (VALUES
    ('zhouqian', 'E_RIGHT_MISSING', 'who asked does not answer'), ('liuyang', 'E_RIGHT_MISSING', 'nor another officer'), ('zhaomin', 'E_RIGHT_MISSING', 'nor a supervisor'),
    ('erting', 'E_QUESTION_UNKNOWN', 'another hall learns nothing of it'), ('sunwei', 'E_QUESTION_UNKNOWN', 'nor an operator')) x(who, code, name);
SELECT is((test.refusal('wangfang', pg_temp.answer(:question, words))).code, 'E_QUESTION_WORDS', 'an answer has words, of some length') FROM unnest(ARRAY['', repeat('字', 501)]) words;
SELECT test.refused('wangfang', pg_temp.answer(1, '盖了'), 'E_QUESTION_UNKNOWN', 'a question that there is not');
BEGIN;
INSERT INTO yc.staff_kin (staff_id, id_no, relation) SELECT s.id, test.id_no(1), 'sibling' FROM yc.staff s WHERE s.login = 'hejun';
SELECT test.refused('hejun', pg_temp.answer(:question, '盖了'), 'E_KIN_CASE', 'nobody answers on a case of their kin');
UPDATE yc.staff SET id_no = test.id_no(1) WHERE login = 'wangfang';
SELECT test.refused('wangfang', pg_temp.answer(:question, '盖了'), 'E_OWN_CASE', 'nor on their own');
SELECT is(pg_temp.waits('wangfang'), '', 'and it does not wait for them');
SELECT is((test.refusal('zhouqian', pg_temp.ask(:case, 'hejun', '?'))).code, 'E_QUESTION_NOBODY', 'nor can they be asked');
ROLLBACK;
SELECT jsonb_agg(f ORDER BY f.field) AS form FROM yc.case_field f WHERE f.case_id = :case \gset
SELECT pg_temp.answer(:question, '盖了，骑缝章也有', '00000000-0000-4000-8000-000000000002') AS said \gset
SELECT is(test.as('wangfang', :'said'), '周倩', 'the clerk answers');
SELECT is(test.as('wangfang', :'said'), '周倩', 'sent twice it is answered once');
SELECT test.refused('hejun', pg_temp.answer(:question, '没盖'), 'E_QUESTION_ANSWERED', 'nobody answers after them');
SELECT test.refused('zhouqian', pg_temp.withdraw(:question), 'E_QUESTION_ANSWERED', 'what is answered is not withdrawn');
SELECT is((SELECT jsonb_agg(f ORDER BY f.field) FROM yc.case_field f WHERE f.case_id = :case), :'form'::jsonb, 'the form is as it was');
SELECT is(pg_temp.waits('wangfang'), '', 'it waits for the window no more');
SELECT is(pg_temp.waits('zhouqian', NULL), 'answered 王芳 盖了，骑缝章也有', 'the answer waits for who asked');
SELECT ok(pg_temp.owed('zhouqian', :case) IS NULL, 'nobody owes anything');
SELECT is(pg_temp.questions('liuyang', :case), 'window 王芳 原件上盖章了吗 王芳 盖了，骑缝章也有', 'whoever sees the case reads it');
SELECT is(pg_temp.waits('zhouqian', NULL), 'answered 王芳 盖了，骑缝章也有', 'but has not seen it for who asked');
SELECT pg_temp.questions('zhouqian', :case) \g /dev/null
SELECT is(pg_temp.waits('zhouqian', NULL), '', 'who reads it has seen it');
SELECT is(test.as('zhouqian', format('SELECT string_agg(concat_ws('' '', actor, action, note), ''; '' ORDER BY seq) FROM desk.case_timeline(210600, %s) WHERE action IN (''ask'', ''answer'')', :case)),
          '周倩 ask 原件上盖章了吗; 王芳 answer 盖了，骑缝章也有', 'both are read in the timeline');
SELECT is((SELECT count(*) FROM yc.read_log WHERE function = 'question_list' AND case_id = :case), 2::bigint, 'who read it stands in the read log');
SELECT pg_temp.whole('answered');

-- --- an answer that comes while the officer decides: it has to be seen first
SELECT test.as('zhouqian', pg_temp.ask(:case, 'lina', '这种章认吗')) AS second \gset
SELECT test.decide(:case, 'agree') AS decide \gset
SELECT test.refused('hejun', pg_temp.answer(:second, '认'), 'E_QUESTION_OTHER', 'a colleague was asked, nobody else answers');
SELECT test.as('lina', pg_temp.answer(:second, '认')) \g /dev/null
SELECT test.refused('zhouqian', :'decide', 'E_CASE_MOVED', 'a decision that has not seen the answer is refused');

-- --- withdrawn: by who asked, by the decision; that taken back
SELECT test.as('zhouqian', pg_temp.ask(:case, NULL, '再问一句')) AS third \gset
SELECT test.refused('wangfang', pg_temp.withdraw(:third), 'E_QUESTION_OTHER', 'who is asked does not withdraw');
SELECT test.as('zhouqian', pg_temp.withdraw(:third)) \g /dev/null
SELECT test.refused('wangfang', pg_temp.answer(:third, '晚了'), 'E_QUESTION_WITHDRAWN', 'nobody answers what was withdrawn');
SELECT test.as('zhouqian', pg_temp.ask(:case, NULL, '第 ' || n || ' 问')) FROM generate_series(1, 5) n \g /dev/null
SELECT is((SELECT (r.code, r.detail)::text FROM test.refusal('zhouqian', pg_temp.ask(:case, NULL, '第 6 问')) r), '(E_QUESTION_MANY,most=5)', 'five are open at the most');
SELECT pg_temp.whole('withdrawn');
SELECT is(test.as('zhouqian', test.decide(:case, 'agree')), 'accepted', 'deciding with open questions goes');
SELECT ok(pg_temp.questions('lina', :case) LIKE '%; window 王芳 再问一句 -周倩; window 王芳 第 1 问 -周倩 decided;%', 'and withdraws them, which is said');
SELECT is(pg_temp.waits('wangfang'), '', 'they wait for nobody');
SELECT pg_temp.whole('decided');
SELECT test.as('zhouqian', test.undo(:case)) \g /dev/null
SELECT ok(pg_temp.questions('zhouqian', :case) LIKE '%; window 王芳 再问一句 -周倩; window 王芳 第 1 问 open;%', 'a decision taken back: they are open again');
SELECT pg_temp.whole('taken back');
SELECT test.as('hejun', pg_temp.answer((SELECT id FROM yc.question WHERE words = '第 1 问'), '好')) \g /dev/null
SELECT test.as('zhouqian', test.decide(:case, 'return', '03', '没盖章')) \g /dev/null
SELECT is(pg_temp.waits('wangfang'), '', 'a return withdraws them too');
SELECT pg_temp.whole('returned');

-- --- put aside until the answer is there
SELECT test.accepted('wangfang', test.id_no(2)) AS held \gset
CREATE FUNCTION pg_temp.hold(_case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT until FROM desk.question_hold(gen_random_uuid(), 210600, %s, %L)', t.id, t.token) FROM test.task_of(_case) t
$$;
SELECT test.as('zhouqian', test.claim((test.task_of(:held)).id)) \g /dev/null
SELECT test.refused('zhouqian', pg_temp.hold(:held), 'E_QUESTION_NONE', 'where nothing was asked nothing is waited for');
SELECT test.as('zhouqian', pg_temp.ask(:held, NULL, '原件呢')) AS waited, test.as('zhouqian', pg_temp.ask(:held, 'lina', '认吗')) AS waited_too \gset
SELECT test.refused('liuyang', pg_temp.hold(:held), 'E_TASK_CLAIMED', 'who has it in hand puts it aside');
SELECT is(test.as('zhouqian', pg_temp.hold(:held)), (test.task_of(:held)).due::text, 'at the longest until it is due');
SELECT is(coalesce(test.as(who, test.claim()), ''), '', who || ' is not offered it as the next') FROM unnest(ARRAY['zhouqian', 'liuyang']) who;
SELECT pg_temp.whole('held');
SELECT test.as('hejun', pg_temp.answer(:waited, '在档案里')) \g /dev/null
SELECT is((test.task_of(:held)).aside, 'held', 'one answer is still owed');
SELECT test.as('lina', pg_temp.answer(:waited_too, '认')) \g /dev/null
SELECT is((test.task_of(:held)).aside, 'reserved', 'with the last it is kept for who asked');
SELECT pg_temp.whole('answered while it was held');
SELECT is(coalesce(test.as('liuyang', test.claim()), ''), '', 'for nobody else');
SELECT is(test.as('zhouqian', test.claim()), (test.task_of(:held)).id::text, 'and comes next to them');
SELECT test.as('zhouqian', pg_temp.ask(:held, NULL, '还有一句')), test.as('zhouqian', pg_temp.hold(:held)) \g /dev/null
SELECT test.clock_set('2026-03-05 09:00+08') \g /dev/null
SELECT is(test.as('liuyang', test.claim()), (test.task_of(:held)).id::text, 'on the day it is due it is offered without an answer');
SELECT pg_temp.whole('its day came');

-- --- what verify finds
SELECT is((SELECT count(*) FROM yc.question WHERE case_id = :case AND answered_at IS NOT NULL), 3::bigint, 'three were answered');
BEGIN;
UPDATE yc.question SET answer = '没盖' WHERE id = :question;
SELECT ok('E_VERIFY_QUESTION' IN (SELECT code FROM yc.verify()), 'an answer with other words is found');
ROLLBACK;
BEGIN;
UPDATE yc.question SET withdrawn_by = NULL, withdrawn_at = NULL, withdrawn_seq = NULL, decided_task = NULL WHERE words = '第 2 问';
SELECT ok('E_VERIFY_QUESTION' IN (SELECT code FROM yc.verify()), 'a question without a task is found');
ROLLBACK;
SELECT pg_temp.whole('all of it');
SELECT * FROM finish();
