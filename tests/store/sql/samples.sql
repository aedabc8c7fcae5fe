-- A second look at finished cases: what is drawn, who may look, blind until the own result is in, what comes of it, and the rules.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.whole(_name text) RETURNS text LANGUAGE sql AS $$ SELECT is_empty('SELECT * FROM yc.verify()', _name || ': nothing is broken') $$;
CREATE FUNCTION pg_temp.broken(_code text, _name text) RETURNS text LANGUAGE sql AS $$
    SELECT is((SELECT string_agg(DISTINCT code, ' ') FROM yc.verify()), _code, _name)
$$;
-- A benefit that goes all the way, accepted by somebody.
CREATE FUNCTION pg_temp.finished(_login text, _n int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.accepted(_login, test.id_no(_n));
BEGIN
    PERFORM test.decided('zhouqian', _case, 'agree'), test.decided('lina', _case, 'agree');
    RETURN _case;
END $$;
CREATE FUNCTION pg_temp.rounds(_count int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    FOR _n IN 1.._count LOOP
        PERFORM yc.tend();
    END LOOP;
END $$;
CREATE FUNCTION pg_temp.sample(_case bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT id FROM yc.sample WHERE case_id = _case AND gone_at IS NULL $$;
CREATE FUNCTION pg_temp.list(_who text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, 'SELECT string_agg(case_id::text, '' '' ORDER BY due, sample_id) FROM desk.sample_list(210600, NULL, NULL)')
$$;
CREATE FUNCTION pg_temp.open(_case bigint) RETURNS text LANGUAGE sql AS $$ SELECT format('SELECT concat_ws('' '', case_id, blind, due) FROM desk.sample_open(210600, %s)', pg_temp.sample(_case)) $$;
CREATE FUNCTION pg_temp.look(_case bigint, _result text, _reason text DEFAULT NULL, _note text DEFAULT NULL, _command uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT concat_ws('' '', decision, decided_by) FROM desk.sample_look(%L, 210600, %s, %L, %L, %L)', _command, pg_temp.sample(_case), _result, _reason, _note)
$$;
CREATE FUNCTION pg_temp.rule(_item text, _risk text, _percent int, _blind boolean DEFAULT true, _days int DEFAULT 10, _words text DEFAULT '季度重点') RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT valid_from FROM desk.sample_rule_set(gen_random_uuid(), 210600, %L, %L, %L, %L, %L, %L)', _item, _risk, _percent, _blind, _days, _words)
$$;
SET timezone = 'Asia/Shanghai';

-- --- what is drawn: all of high risk, 5% of the rest, by clerk and item
SELECT test.funeral('wangfang', test.id_no(1)) AS funeral \gset
SELECT test.decided('zhouqian', :funeral, 'agree'), test.decided('lina', :funeral, 'agree'), test.decided('zhaomin', :funeral, 'agree') \g /dev/null
SELECT array_agg(pg_temp.finished('wangfang', 10 + n)) AS many FROM generate_series(1, 24) n \gset
SELECT array_agg(pg_temp.finished('hejun', 50 + n)) AS few FROM generate_series(1, 3) n \gset
SELECT test.accepted('wangfang', test.id_no(90)) AS denied \gset
SELECT test.decided('zhouqian', :denied, 'deny', '01', '不符合条件') \g /dev/null
SELECT pg_temp.rounds(2) \g /dev/null
SELECT is((SELECT count(*)::int FROM yc.sample), 0, 'nothing is drawn from a day that is not over');
SELECT test.clock_set('2026-03-03 00:05+08') \g /dev/null
SELECT pg_temp.rounds(2) \g /dev/null
SELECT is((SELECT count(*)::int FROM yc.sample), 0, 'nor while its last decision could still be taken back');
SELECT test.clock_set('2026-03-03 08:00+08') \g /dev/null
SELECT pg_temp.rounds(1) \g /dev/null
SELECT is((SELECT concat_ws(' ', percent, blind, day, due) FROM yc.sample WHERE case_id = :funeral), '100 t 2026-03-02 2026-03-17', 'a lump sum is drawn whatever the seed; due in ten working days');
SELECT is((SELECT finished FROM yc.sample_day WHERE day = '2026-03-02'), 29, 'finished and denied cases are counted');
SELECT results_eq($$SELECT s.login::text, h.item, h.finished, h.owed, h.drawn, (h.owed + h.start) / 100 FROM yc.sample_share h JOIN yc.staff s ON s.id = h.clerk ORDER BY 1, 2$$,
    $$SELECT s.login::text, h.item, n.finished, n.finished * n.percent, h.drawn, h.drawn FROM yc.sample_share h JOIN yc.staff s ON s.id = h.clerk
      JOIN (VALUES ('hejun', 'ui-benefit', 3, 5), ('wangfang', 'funeral-grant', 1, 100), ('wangfang', 'ui-benefit', 25, 5)) n(login, item, finished, percent) ON n.login = s.login AND n.item = h.item
      ORDER BY 1, 2$$, 'each clerk''s share of each item is held');
SELECT ok((SELECT h.drawn BETWEEN 1 AND 2 FROM yc.sample_share h JOIN yc.staff s ON s.id = h.clerk WHERE s.login = 'wangfang' AND item = 'ui-benefit'), '5% of 25 are one or two');
SELECT results_eq(
    $$SELECT x.case_id FROM yc.sample x JOIN yc.staff s ON s.id = x.clerk WHERE s.login = 'wangfang' AND x.item = 'ui-benefit' ORDER BY 1$$,
    $$SELECT id FROM (SELECT c.id FROM yc.case_file c JOIN yc.staff s ON s.id = c.accepted_by WHERE s.login = 'wangfang' AND c.item = 'ui-benefit'
      ORDER BY sha256(convert_to('seed 210600 ' || c.id, 'UTF8'))
      LIMIT (SELECT h.drawn FROM yc.sample_share h JOIN yc.staff s ON s.id = h.clerk WHERE s.login = 'wangfang' AND h.item = 'ui-benefit')) first ORDER BY 1$$,
    'which ones, can be reckoned by hand from the seed');
SELECT array_agg(case_id ORDER BY case_id) AS drawn FROM yc.sample \gset
SELECT pg_temp.rounds(3) \g /dev/null
SELECT is((SELECT array_agg(case_id ORDER BY case_id) FROM yc.sample), :'drawn', 'nothing is drawn twice');
SELECT pg_temp.whole('drawn');
BEGIN;
DELETE FROM yc.sample; DELETE FROM yc.sample_share; DELETE FROM yc.sample_day;
SELECT pg_temp.rounds(1) \g /dev/null
SELECT is((SELECT array_agg(case_id ORDER BY case_id) FROM yc.sample), :'drawn', 'the same seed draws the same ones');
ROLLBACK;
SELECT pg_temp.whole('a day without a finished case');

-- --- who may look
SELECT test.refused(who, 'SELECT * FROM desk.sample_list(210600, NULL, NULL)', 'E_RIGHT_MISSING', who || ' has no list') FROM unnest(ARRAY['wangfang', 'liuyang', 'sunwei', 'nobody_yet']) who;
SELECT test.refused('zhouqian', pg_temp.open(:funeral), 'E_RIGHT_MISSING', 'nor opens one');
SELECT is(pg_temp.list('chenjing'), pg_temp.list('guoyan'), 'auditors and supervisors have the same');
SELECT ok(pg_temp.list('chenjing') LIKE '%' || :funeral || '%', 'the lump sum is in it');
SELECT ok(pg_temp.list('zhaomin') NOT LIKE '%' || :funeral || '%', 'who authorised it does not have it in the list');
SELECT test.refused('zhaomin', pg_temp.open(:funeral), 'E_SAMPLE_HANDLED', 'and does not get it');
SELECT test.refused('zhaomin', pg_temp.look(:funeral, 'agree'), 'E_SAMPLE_HANDLED', 'nor looks');
UPDATE yc.staff SET id_no = test.id_no(300) WHERE login = 'guoyan';
SELECT test.refused('guoyan', pg_temp.open(:funeral), 'E_OWN_CASE', 'nor whose own case it is');
UPDATE yc.staff SET id_no = NULL WHERE login = 'guoyan';
INSERT INTO yc.staff_kin (staff_id, id_no, relation) SELECT id, test.id_no(300), '父女' FROM yc.staff WHERE login = 'guoyan';
SELECT test.refused('guoyan', pg_temp.look(:funeral, 'agree'), 'E_KIN_CASE', 'nor whose kin''s');
DELETE FROM yc.staff_kin;
SELECT test.grant('liuyang', 'audit', 210700) \g /dev/null
SELECT test.refused('liuyang', pg_temp.open(:funeral), 'E_RIGHT_MISSING', 'nor an auditor of another region');
DELETE FROM yc.staff_grant WHERE action = 'audit' AND region = 210700;
SELECT test.refused('chenjing', 'SELECT * FROM desk.sample_open(210600, 1)', 'E_SAMPLE_UNKNOWN', 'a sample that is none');

-- --- blind
SELECT ok(test.as('chenjing', format('SELECT string_agg(actor, '''') FROM desk.case_timeline(210600, %s)', :funeral)) LIKE '%赵敏%', 'before: an auditor sees who authorised');
SELECT is(test.as('chenjing', pg_temp.open(:funeral)), :'funeral' || ' t 2026-03-17', 'taken up');
SELECT is(test.as('chenjing', pg_temp.open(:funeral)), :'funeral' || ' t 2026-03-17', 'twice is as once');
SELECT test.refused('guoyan', pg_temp.open(:funeral), 'E_SAMPLE_OPENED', 'nobody else looks at the same');
SELECT is(test.as('chenjing', format('SELECT string_agg(concat_ws('' '', action, actor), '','' ORDER BY seq) FROM desk.case_timeline(210600, %s)', :funeral)), 'open,accept', 'the journal tells what came in, and nobody''s name');
SELECT is(test.as('chenjing', format('SELECT concat_ws('' '', state, stage, accepted_by, finished_at) FROM desk.case_summary(210600, %s)', :funeral)), 'accepted', 'nor does the case say how it ended');
SELECT is(test.as('chenjing', format('SELECT concat_ws('' '', state, stage, accepted_by) FROM desk.case_head(210600, %s)', :funeral)), 'accepted', 'nor its head');
SELECT is(test.as('guoyan', format('SELECT state FROM desk.case_summary(210600, %s)', :funeral)), 'finished', 'others see it as ever');

-- a branch that was answered, a doubt and a second return of the first decision, as they could stand there
CREATE FUNCTION pg_temp.telling(_who text, _case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', test.as(_who, format('SELECT string_agg(answered_by, '''') FROM desk.branch_list(210600, %s)', _case)),
        test.as(_who, format('SELECT string_agg(concat_ws('' '', who, decision), '''') FROM desk.doubt_list(210600, %s)', _case)),
        test.as(_who, format('SELECT concat_ws('' '', accepted_by, handled) FROM desk.case_standing(210600, %s)', _case)))
$$;
CREATE FUNCTION pg_temp.tell(_case bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO yc.branch (region, case_id, kind, key, stage, due, opened_at, answered_by, answered_at, answer, words)
    SELECT 210600, _case, 'site_check', 'visit', 'recheck', '2026-03-09', yc.now(), s.id, yc.now(), 'pass', '看过现场' FROM yc.staff s WHERE s.login = 'hejun';
    INSERT INTO yc.doubt (region, case_id, task_id, seq, stage, kind, name, reason, words, noted_by, noted_at, decided_task)
    SELECT 210600, _case, d.task_id, 2, d.stage, 'field', 'mobile', '03', '', d.decided_by, d.decided_at, d.task_id FROM yc.decision d WHERE d.case_id = _case AND d.stage = 'review';
    INSERT INTO yc.decision_basis (region, task_id, case_id, again, kinds)
    SELECT 210600, d.task_id, _case, '才看出来', '{}' FROM yc.decision d WHERE d.case_id = _case AND d.stage = 'review';
$$;
SELECT pg_temp.tell(:funeral) \g /dev/null
SELECT is(pg_temp.telling('guoyan', :funeral), '何军 周倩 agree 王芳 何军 周倩 李娜 赵敏', 'others are told of branches, doubts and hands');
SELECT is(pg_temp.telling('chenjing', :funeral), '', 'who looks blind is told of none of them');
SELECT is(test.as('chenjing', format('SELECT count(*) FROM desk.case_standing(210600, %s) WHERE code IS NULL', :funeral)), '1', 'but still whether anything keeps them away');
-- a supervisor who looks blind, at their own desk
SELECT pg_temp.sample(case_id) AS other, case_id AS other_case FROM yc.sample WHERE item = 'ui-benefit' ORDER BY id LIMIT 1 \gset
CREATE FUNCTION pg_temp.again(_who text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, 'SELECT count(*) FROM desk.ask_list(210600) WHERE kind = ''again''')
$$;
SELECT pg_temp.tell(:other_case), test.as('guoyan', pg_temp.open(:other_case)) \g /dev/null
SELECT is(pg_temp.again('zhaomin'), '2', 'what was returned once more asks for supervisors');
SELECT is(pg_temp.again('guoyan'), '1', 'but not for the one who looks at it blind');
DELETE FROM yc.branch WHERE case_id IN (:funeral, :other_case);
DELETE FROM yc.doubt WHERE case_id IN (:funeral, :other_case);
DELETE FROM yc.decision_basis WHERE case_id IN (:funeral, :other_case) AND again IS NOT NULL;

-- --- the look
SELECT test.refused('chenjing', pg_temp.look(:funeral, 'perhaps'), 'E_DECISION_UNKNOWN', 'agree or differs');
SELECT test.refused('chenjing', pg_temp.look(:funeral, 'differs', '77', '没有核对'), 'E_SAMPLE_REASON', 'a reason that is none');
SELECT test.refused('chenjing', pg_temp.look(:funeral, 'differs', '03', '　 '), 'E_SAMPLE_WORDS', 'no words');
SELECT test.refused('chenjing', pg_temp.look(:funeral, 'differs', '03', repeat('长', 1001)), 'E_NOTE_LONG', 'too many');
SELECT gen_random_uuid() AS command, to_jsonb(c) - 'version' - 'journal_seq' - 'journal_head' AS before FROM yc.case_file c WHERE id = :funeral \gset
SELECT pg_temp.look(:funeral, 'differs', '03', '亲属关系只有承诺书', :'command') AS look \gset
SELECT is(test.as('chenjing', :'look'), 'agree 赵敏', 'what had been decided, and by whom');
SELECT is(test.as('chenjing', :'look'), 'agree 赵敏', 'sent twice it happens once');
SELECT is((SELECT to_jsonb(c) - 'version' - 'journal_seq' - 'journal_head' FROM yc.case_file c WHERE id = :funeral), :'before'::jsonb, 'nothing of the case is changed');
SELECT is(test.as('chenjing', format('SELECT concat_ws('' '', action, actor, reason, note) FROM desk.case_timeline(210600, %s) ORDER BY seq DESC LIMIT 1', :funeral)), 'look_differs 陈静 03 亲属关系只有承诺书', 'it stands in the journal');
SELECT test.refused('guoyan', pg_temp.look(:funeral, 'agree'), 'E_SAMPLE_LOOKED', 'there is one second look');
SELECT pg_temp.whole('looked at');

-- --- what comes of it
SELECT is(test.as('guoyan', 'SELECT concat_ws('' '', case_id, decided_by, reason, reason_zh, note, looked_by) FROM desk.sample_differs(210600, NULL, NULL)'),
          :'funeral' || ' 赵敏 03 材料不足以证明 亲属关系只有承诺书 陈静', 'it waits for the supervisors');
SELECT is(test.as('guoyan', 'SELECT concat_ws('' '', case_id, staff, detail) FROM desk.ask_list(210600) WHERE kind = ''differs'''), :'funeral' || ' 陈静 亲属关系只有承诺书', 'and asks at their desk');
SELECT test.refused('chenjing', 'SELECT * FROM desk.sample_differs(210600, NULL, NULL)', 'E_RIGHT_MISSING', 'for nobody else');
SELECT is(test.as('guoyan', 'SELECT string_agg(concat_ws('' '', login, stage, looked, differed, reason, count), '', '' ORDER BY login) FROM desk.sample_results(210600, 12)'),
          'lina recheck 1 1 03 1, wangfang accept 1 1 03 1, zhaomin approve 1 1 03 1, zhouqian review 1 1 03 1', 'by person and reason, before it is folded');
SELECT pg_temp.rounds(1) \g /dev/null
SELECT is((SELECT count(*)::int FROM yc.sample_delta), 0, 'folded');
SELECT is(test.as('chenjing', 'SELECT string_agg(login, '' '' ORDER BY login) FROM desk.sample_results(210600, 1)'), 'lina wangfang zhaomin zhouqian', 'and the same behind it');
SELECT test.refused('zhouqian', 'SELECT * FROM desk.sample_results(210600, 12)', 'E_RIGHT_MISSING', 'approvers do not see it');
SELECT format('SELECT number FROM desk.sample_close(gen_random_uuid(), 210600, %s, %%L)', pg_temp.sample(:funeral)) AS close \gset
SELECT test.refused('zhaomin', format(:'close', '已核实'), 'E_SAMPLE_HANDLED', 'who let it through does not answer it');
SELECT test.refused('guoyan', format(:'close', ' '), 'E_VALUE_REFUSED', 'an answer has words');
SELECT isnt(test.as('guoyan', format(:'close', '通知当事科室补证')), NULL, 'answered');
SELECT test.refused('guoyan', format(:'close', '再答'), 'E_SAMPLE_CLOSED', 'once');
SELECT is(test.as('guoyan', 'SELECT count(*) FROM desk.sample_differs(210600, NULL, NULL)'), '0', 'and waits no more');
SELECT is(test.as('guoyan', 'SELECT count(*) FROM desk.ask_list(210600) WHERE kind = ''differs'''), '0', 'nor asks any more');
SELECT pg_temp.sample(case_id) AS plain, case_id AS plain_case FROM yc.sample WHERE item = 'ui-benefit' ORDER BY id LIMIT 1 \gset
SELECT is(test.as('guoyan', pg_temp.look(:plain_case, 'agree', '03')), 'agree 李娜', 'a look that agrees needs no taking up, nor a reason');
SELECT pg_temp.whole('one that agrees');

-- --- an end that is taken back
SELECT pg_temp.finished('wangfang', 120) AS undone \gset
SELECT test.funeral('wangfang', test.id_no(121)) AS late \gset
SELECT test.decided('zhouqian', :late, 'agree'), test.decided('lina', :late, 'agree'), test.decided('zhaomin', :late, 'agree') \g /dev/null
SELECT test.clock_set('2026-03-04 08:00+08') \g /dev/null
SELECT pg_temp.rounds(1) \g /dev/null
INSERT INTO yc.setting VALUES ('undo_minutes', '9999');
SELECT ok(pg_temp.sample(:late) IS NOT NULL, 'drawn');
SELECT test.as('lina', test.undo(:undone)), test.as('zhaomin', test.undo(:late)) \g /dev/null
SELECT is(pg_temp.sample(:late), NULL, 'the sample goes with the decision');
SELECT pg_temp.whole('taken back');
SELECT test.as('zhaomin', test.decide(:late, 'agree')) \g /dev/null
UPDATE yc.setting SET value = '10' WHERE name = 'undo_minutes';
SELECT test.clock_set('2026-03-05 08:00+08') \g /dev/null
SELECT pg_temp.rounds(1) \g /dev/null
SELECT ok(pg_temp.sample(:late) IS NOT NULL, 'and the case is drawn anew when it ends again');
INSERT INTO yc.setting VALUES ('undo_minutes', '9999') ON CONFLICT (name) DO UPDATE SET value = '9999';
SELECT test.as('chenjing', pg_temp.look(:late, 'agree')) \g /dev/null
SELECT test.refused('zhaomin', test.undo(:late), 'E_UNDO_OPENED', 'behind a second look nothing is taken back');
UPDATE yc.setting SET value = '10' WHERE name = 'undo_minutes';
SELECT pg_temp.whole('ended again');

-- --- the rules
SELECT is(test.as('zhaomin', 'SELECT string_agg(concat_ws('' '', item, risk, percent, blind, days), '', '') FROM desk.sample_rule_list(210600)'), 'high 100 t 10, 5 t 10', 'what is given');
SELECT test.refused(who, pg_temp.rule('ui-benefit', NULL, 50), 'E_RIGHT_MISSING', who || ' sets no rule') FROM unnest(ARRAY['chenjing', 'liuyang', 'wangfang']) who;
SELECT test.refused('zhaomin', pg_temp.rule('no-item', NULL, 50), 'E_ITEM_UNKNOWN', 'an item that is none');
SELECT test.refused('zhaomin', pg_temp.rule(NULL, 'grave', 50), 'E_SAMPLE_RISK', 'a risk that is none');
SELECT test.refused('zhaomin', pg_temp.rule('ui-benefit', 'high', 50), 'E_SAMPLE_RISK', 'both at once');
SELECT test.refused('zhaomin', pg_temp.rule(NULL, NULL, 101), 'E_SAMPLE_PERCENT', 'more than all');
SELECT test.refused('zhaomin', pg_temp.rule(NULL, NULL, 50, true, 0), 'E_SAMPLE_DAYS', 'no time');
SELECT test.refused('zhaomin', pg_temp.rule(NULL, NULL, 50, true, 5, ''), 'E_VALUE_REFUSED', 'no words');
SELECT test.refused('zhaomin', pg_temp.rule('ui-benefit', NULL, NULL), 'E_SAMPLE_RULE_UNKNOWN', 'ending what is not there');
SELECT is(test.as('zhaomin', pg_temp.rule('ui-benefit', NULL, 100, false, 3)), '2026-03-06', 'from tomorrow on');
SELECT is(test.as('zhaomin', pg_temp.rule('ui-benefit', NULL, 50, false, 3)), '2026-03-06', 'changed at once');
SELECT is(test.as('zhaomin', pg_temp.rule('ui-benefit', NULL, 100, false, 3)), '2026-03-06', 'and again');
SELECT pg_temp.finished('hejun', 130) AS today \gset
SELECT test.clock_set('2026-03-06 10:00+08') \g /dev/null
SELECT pg_temp.finished('hejun', 131) AS tomorrow \gset
SELECT pg_temp.rounds(1) \g /dev/null
SELECT is((SELECT owed FROM yc.sample_share h JOIN yc.staff s ON s.id = h.clerk WHERE s.login = 'hejun' AND h.item = 'ui-benefit'), 20, 'what finished before it is drawn by the former rule');
SELECT test.clock_set('2026-03-07 10:00+08') \g /dev/null
SELECT pg_temp.rounds(1) \g /dev/null
SELECT is((SELECT concat_ws(' ', percent, blind, due) FROM yc.sample WHERE case_id = :tomorrow), '100 f 2026-03-11', 'the new one draws all, not blind, due in three working days');
SELECT test.as('chenjing', pg_temp.open(:tomorrow)) \g /dev/null
SELECT ok(test.as('chenjing', format('SELECT string_agg(actor, '''') FROM desk.case_timeline(210600, %s)', :tomorrow)) LIKE '%李娜%', 'and keeps nothing back');
SELECT is(test.as('zhaomin', pg_temp.rule('ui-benefit', NULL, NULL)), '2026-03-08', 'ended');
SELECT pg_temp.whole('rules');

-- --- verification finds what was spoilt
CREATE FUNCTION pg_temp.spoilt(_change text, _code text, _name text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    _found text;
BEGIN
    BEGIN
        EXECUTE _change;
        SELECT string_agg(DISTINCT f.code, ' ' ORDER BY f.code) INTO _found FROM yc.verify() f;
        RAISE SQLSTATE 'UNDO0';
    EXCEPTION WHEN SQLSTATE 'UNDO0' THEN
        NULL;
    END;
    RETURN is(_found, _code, _name);
END $$;
SELECT pg_temp.spoilt(format('DELETE FROM yc.sample WHERE case_id = %s', :tomorrow), 'E_VERIFY_SAMPLE_MISSING E_VERIFY_SAMPLE_SHARE', 'a sample that was taken away');
SELECT pg_temp.spoilt(format('UPDATE yc.sample SET result = ''differs'', reason = ''01'' WHERE case_id = %s', :plain_case), 'E_VERIFY_SAMPLE E_VERIFY_SAMPLE_COUNTER', 'a result that was turned round');
SELECT pg_temp.spoilt(format('UPDATE yc.sample SET note = ''没问题'' WHERE case_id = %s', :funeral), 'E_VERIFY_SAMPLE', 'its words');
SELECT pg_temp.spoilt('UPDATE yc.sample_count SET count = count + 1 WHERE stage = ''accept'' AND outcome = ''03''', 'E_VERIFY_SAMPLE_COUNTER', 'a counter');
SELECT pg_temp.spoilt('UPDATE yc.sample_share SET owed = owed + 100', 'E_VERIFY_SAMPLE_SHARE', 'a share');
SELECT pg_temp.spoilt('UPDATE yc.sample_day SET finished = 0 WHERE day = ''2026-03-02''', 'E_VERIFY_SAMPLE_DAY', 'a day');
SELECT * FROM finish();
