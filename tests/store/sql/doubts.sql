-- What an officer doubts, from where it is seen to where it is corrected; what differs; the second return; how like cases were decided.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.whole(_name text) RETURNS text LANGUAGE sql AS $$ SELECT is_empty('SELECT * FROM yc.verify()', _name || ': nothing is broken') $$;
CREATE FUNCTION pg_temp.doubt(_case bigint, _kind text, _name text, _reason text DEFAULT '03', _words text DEFAULT '', _command uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT doubt_id FROM desk.doubt_add(%L, 210600, %s, %L, %L, %L, %L, %L)', _command, t.id, t.token, _kind, _name, _reason, _words) FROM test.task_of(_case) t
$$;
CREATE FUNCTION pg_temp.remove(_case bigint, _doubt bigint) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT doubt_id FROM desk.doubt_remove(gen_random_uuid(), 210600, %s, %L, %s)', t.id, t.token, _doubt) FROM test.task_of(_case) t
$$;
CREATE FUNCTION pg_temp.prepare(_case bigint, _again text, _until date DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT task_id FROM desk.decision_prepare(210600, %s, %L, %L, %L)', t.id, t.token, _again, _until) FROM test.task_of(_case) t
$$;
CREATE FUNCTION pg_temp.doubts(_who text, _case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT string_agg(concat_ws('' '', name_zh, reason, nullif(words, ''''), who, decision, correct), ''; '') FROM desk.doubt_list(210600, %s)', _case))
$$;
CREATE FUNCTION pg_temp.alike(_who text, _case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT string_agg(concat_ws('' '', kind, name_zh, class, agreed || ''/'' || returned || ''/'' || denied || ''/'' || suspended), ''; '') FROM desk.alike_list(210600, %s)', _case))
$$;

-- --- noting
SELECT test.accepted('wangfang', test.id_no(1)) AS case \gset
SELECT test.refused('zhouqian', format('SELECT doubt_id FROM desk.doubt_add(gen_random_uuid(), 210600, %s, gen_random_uuid(), ''field'', ''mobile'', ''03'', '''')', (test.task_of(:case)).id), 'E_TASK_NOT_CLAIMED', 'only who has the case in hand notes a doubt');
SELECT test.as('zhouqian', test.claim((test.task_of(:case)).id)) \g /dev/null
SELECT pg_temp.doubt(:case, 'field', 'unemp_date', '04', '证明写的是 1 月 30 日', '00000000-0000-4000-8000-000000000001') AS first \gset
SELECT test.as('zhouqian', :'first') AS doubt \gset
SELECT is(test.as('zhouqian', :'first'), :'doubt', 'sent twice it happens once');
SELECT test.refused('zhouqian', replace(:'first', '1 月', '2 月'), 'E_COMMAND_REUSED', 'with other words it is another command');
SELECT test.refused(who, replace(:'first', '00000000-0000-4000-8000-000000000001', gen_random_uuid()::text), code, who || ' notes nothing on a task of somebody else')
FROM (VALUES ('wangfang', 'E_RIGHT_MISSING'), ('liuyang', 'E_TASK_CLAIMED'), ('zhaomin', 'E_RIGHT_MISSING')) x(who, code);
SELECT is((test.refusal('zhouqian', pg_temp.doubt(:case, kind, name, reason, words))).code, code, kind || ' ' || name || ' ' || reason) FROM (VALUES
    ('field', 'nothing', '03', '', 'E_FIELD_UNKNOWN'), ('material', 'mobile', '03', '', 'E_MATERIAL_UNKNOWN'), ('page', 'id', '03', '', 'E_MATERIAL_UNKNOWN'),
    ('field', 'mobile', '77', '', 'E_REASON_UNKNOWN'), ('field', 'mobile', 'site_check', '', 'E_REASON_UNKNOWN'), ('field', 'mobile', '03', E'a\nb', 'E_VALUE_REFUSED'),
    ('field', 'mobile', '03', repeat('字', 201), 'E_VALUE_REFUSED'), ('field', 'unemp_date', '04', '再说一次', 'E_DOUBT_THERE')) x(kind, name, reason, words, code);
SELECT test.as('zhouqian', pg_temp.doubt(:case, 'field', 'mobile', '99', '少一位')) AS wrong \gset
SELECT test.as('zhouqian', pg_temp.doubt(:case, 'field', 'last_unit', '09')), test.as('zhouqian', pg_temp.doubt(:case, 'material', 'term', '03', '没写日期')) \g /dev/null
SELECT is(test.as('zhouqian', pg_temp.remove(:case, :wrong)), :'wrong', 'a doubt is taken away');
SELECT test.refused('zhouqian', pg_temp.remove(:case, :wrong), 'E_DOUBT_UNKNOWN', 'once');
SELECT is(pg_temp.doubts('zhouqian', :case), '失业时间 04 证明写的是 1 月 30 日 周倩 f; 最后工作单位 09 周倩 f; 解除劳动关系证明 03 没写日期 周倩 f', 'two fields and a material, in the order in which they were seen');
SELECT is((SELECT count(*) FROM yc.journal WHERE case_id = :case AND action = 'doubt' AND convert_from(body, 'UTF8') ~ '日期'), 0::bigint, 'the words stand in the journal as a digest only');
SELECT is(test.as('zhouqian', format('SELECT string_agg(action || coalesce('' '' || note, ''''), ''; '' ORDER BY seq) FROM desk.case_timeline(210600, %s) WHERE seq > 3', :case)),
          'doubt 证明写的是 1 月 30 日; doubt 少一位; doubt ; doubt 没写日期; undoubt 少一位', 'and are read in the timeline');
SELECT pg_temp.whole('doubts noted and removed');

-- a closed code
SELECT content::text AS codes FROM yc.definition WHERE id = yc.definition_current('codes', 'return_reason') \gset
BEGIN;
UPDATE yc.definition SET content = jsonb_set(content, '{values,06,closed}', 'true') WHERE id = yc.definition_current('codes', 'return_reason');
SELECT test.refused('zhouqian', pg_temp.doubt(:case, 'field', 'mobile', '06'), 'E_REASON_UNKNOWN', 'a reason that was closed is none');
ROLLBACK;

-- --- they go with the decision; the case is corrected where it is to be corrected
SELECT test.as('zhouqian', test.decide(:case, 'return', '04', '1. 失业时间')) \g /dev/null
SELECT is(pg_temp.doubts('wangfang', :case), '失业时间 04 证明写的是 1 月 30 日 周倩 return t; 最后工作单位 09 周倩 return t; 解除劳动关系证明 03 没写日期 周倩 return t', 'the clerk sees all of them, to be corrected');
SELECT pg_temp.whole('returned');
SELECT test.as('zhouqian', test.undo(:case)) \g /dev/null
SELECT ok(pg_temp.doubts('zhouqian', :case) LIKE '失业时间 04 证明写的是 1 月 30 日 周倩 f;%', 'a decision taken back: they are open again');
SELECT pg_temp.whole('taken back');
SELECT is(pg_temp.alike('zhouqian', :case), 'doubt 签署不全 0/0/0/0; doubt 填写内容与材料不一致 0/0/0/0; doubt 与档案或以前办的不一致 0/0/0/0', 'and it is counted no more');
SELECT test.as('zhouqian', test.decide(:case, 'return', '04', '1. 失业时间')) \g /dev/null
SELECT test.as('wangfang', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :case)) \g /dev/null
SELECT test.as('wangfang', test.save(:case, 'unemp_date', '2026-01-30', 20)), test.as('wangfang', test.accept(:case)) \g /dev/null
SELECT ok(pg_temp.doubts('wangfang', :case) LIKE '%周倩 return f', 'handed in again there is nothing to correct, but the history stays');
SELECT test.as('zhouqian', test.claim((test.task_of(:case)).id)) \g /dev/null

-- --- the second return
SELECT is((SELECT (r.code, r.detail)::text FROM test.refusal('zhouqian', test.decide(:case, 'return', '01', '缺证明')) r), format(E'(E_RETURN_AGAIN,"number=%s\ntimes=1")', (test.case_of(:case)).number), 'a second return says why it was not said the first time');
SELECT is(test.as('zhouqian', format('SELECT returns FROM desk.case_standing(210600, %s)', :case)), '1', 'the screen knows it before');
SELECT test.refused('zhouqian', pg_temp.prepare(:case, repeat('字', 201)), 'E_VALUE_REFUSED', 'in words of some length');
SELECT test.as('zhouqian', pg_temp.prepare(:case, '   ')) \g /dev/null
SELECT test.refused('zhouqian', test.decide(:case, 'return', '01', '缺证明'), 'E_RETURN_AGAIN', 'and not in blanks');
SELECT test.refused('liuyang', pg_temp.prepare(:case, '理由'), 'E_TASK_CLAIMED', 'who has it in hand says so');
SELECT test.as('zhouqian', pg_temp.prepare(:case, '补来的证明没盖章')) \g /dev/null
SELECT is(test.as('zhaomin', 'SELECT count(*) FROM desk.ask_list(210600) WHERE kind = ''again'''), '0', 'what is not decided waits for nobody');
SELECT test.as('zhouqian', test.decide(:case, 'return', '01', '缺证明')) \g /dev/null
SELECT is(test.as('zhaomin', 'SELECT who || detail FROM desk.waiting_list(210600, NULL) WHERE kind = ''again'''), '周倩补来的证明没盖章', 'in what waits for them too');
SELECT is(test.as('zhaomin', 'SELECT staff || detail FROM desk.ask_list(210600) WHERE kind = ''again'''), '周倩补来的证明没盖章', 'and in what asks for them at their desk');
SELECT is(test.as('zhouqian', 'SELECT count(*) FROM desk.waiting_list(210600, NULL) WHERE kind = ''again'''), '0', 'not for who returned it');
SELECT test.refused('zhouqian', 'SELECT count(*) FROM desk.ask_list(210600)', 'E_RIGHT_MISSING', 'what asks is told to supervisors');
SELECT test.refused('zhouqian', format('SELECT case_id FROM desk.returned_again_see(gen_random_uuid(), 210600, %s)', :case), 'E_RIGHT_MISSING', 'and having seen it is theirs too');
SELECT is((SELECT count(*) FROM yc.journal WHERE case_id = :case AND convert_from(body, 'UTF8') ~ '盖章'), 0::bigint, 'the journal has a digest of it');
SELECT pg_temp.whole('returned again');
SELECT test.as('zhaomin', format('SELECT case_id FROM desk.returned_again_see(gen_random_uuid(), 210600, %s)', :case)) \g /dev/null
SELECT is(test.as('zhaomin', 'SELECT count(*) FROM desk.ask_list(210600) WHERE kind = ''again'''), '0', 'seen it asks no more');
SELECT test.refused('zhaomin', 'SELECT case_id FROM desk.returned_again_see(gen_random_uuid(), 210600, 1)', 'E_CASE_UNKNOWN', 'there is nothing to see of another case');

-- --- what differs from the earlier case
SELECT test.accepted('wangfang', test.id_no(2), '张桂兰') AS former \gset
SELECT test.draft('hejun', test.id_no(2), '张桂兰') AS later \gset
SELECT test.fill('hejun', :later), test.as('hejun', test.save(:later, 'unemp_date', '2026-02-01', 30)), test.as('hejun', test.save(:later, 'last_unit', '丹东某机械厂', 31)), test.as('hejun', test.accept(:later)) \g /dev/null
SELECT test.as('zhouqian', test.claim((test.task_of(:later)).id)) \g /dev/null
SELECT is(test.as('zhouqian', format('SELECT string_agg(concat_ws('' '', name_zh, value, earlier, earlier_source, earlier_on, class, days), ''; '' ORDER BY place) FROM desk.case_compare(210600, %s) WHERE verdict = ''differs''', :later)),
          '失业时间 2026-02-01 2026-01-31 earlier 2026-03-02 days3 1; 最后工作单位 丹东某机械厂 葫芦岛某机械厂 earlier 2026-03-02 other', 'two fields differ, and by how much');
SELECT is(test.as('zhouqian', format('SELECT string_agg(DISTINCT field || earlier_source, '' '' ORDER BY field || earlier_source) FROM desk.case_compare(210600, %s) WHERE verdict = ''agrees'' AND block = ''person''', :later)),
          'birthearlier id_noperson id_typeperson nameperson sexearlier', 'the person''s own agree with the record');
SELECT is(test.as('zhouqian', format('SELECT earlier_number || earlier_item_zh FROM desk.case_compare(210600, %s) WHERE field = ''last_unit''', :later)), (test.case_of(:former)).number || '失业保险金申领', 'with number and item of the case');
SELECT is(test.as('zhouqian', format('SELECT count(*) FROM desk.case_compare(210600, %s) WHERE verdict <> ''alone'' AND earlier_source = ''earlier''', :former)), '0', 'a later case is no earlier one');
SELECT is(test.as('zhouqian', format('SELECT value || '' '' || earlier FROM desk.case_compare(210600, %s) WHERE field = ''mobile''', :later)), '138****6612 138****6612', 'masked are both');
SELECT test.refused('zhouyang', format('SELECT count(*) FROM desk.case_compare(210600, %s)', :later), '22023', 'nobody else');

-- --- like cases
SELECT is(pg_temp.alike('zhouqian', :later), 'difference 最后工作单位 other 0/0/0/0; difference 失业时间 days3 0/0/0/0', 'none was decided yet');
SELECT test.as('zhouqian', test.decide(:later, 'agree')) \g /dev/null
SELECT pg_temp.whole('counted');
SELECT yc.tend() \g /dev/null
SELECT pg_temp.whole('and folded');
SELECT test.as('lina', test.claim((test.task_of(:later)).id)), test.as('lina', format('SELECT count(*) FROM desk.case_compare(210600, %s)', :later)) \g /dev/null
SELECT is(pg_temp.alike('lina', :later), 'difference 最后工作单位 other 1/0/0/0; difference 失业时间 days3 1/0/0/0', 'the next one sees how it was decided');
SELECT test.as('zhouqian', format('SELECT handled FROM desk.case_standing(210600, %s)', :later)) \g /dev/null
SELECT is(test.as('lina', format('SELECT concat_ws('' '', accepted_by, handled, code) FROM desk.case_standing(210600, %s)', :later)), '何军 周倩', 'four eyes: who accepted, who agreed, nothing against me');
SELECT is(test.as('zhouqian', format('SELECT code FROM desk.case_standing(210600, %s)', :later)), 'E_SEPARATION', 'who has decided already is told so');
SELECT test.clock_set('2026-04-02 09:00+08') \g /dev/null
SELECT is(pg_temp.alike('lina', :later), 'difference 最后工作单位 other 0/0/0/0; difference 失业时间 days3 0/0/0/0', 'after 30 days it counts no more');

-- --- denial and suspension
SELECT test.accepted('wangfang', test.id_no(3)) AS denied \gset
SELECT test.as('zhouqian', test.claim((test.task_of(:denied)).id)), test.as('zhouqian', test.decide(:denied, 'deny', '01', '缴费不满一年')) \g /dev/null
SELECT ok(test.as('wangfang', format('SELECT note FROM desk.case_timeline(210600, %s) WHERE action = ''deny''', :denied)) ~ '^缴费不满一年 不服本决定的，.*60日.*行政复议.*；.*6个月.*行政诉讼.*未核实', 'a denial tells of the remedies, and what of them nobody has verified');
SELECT test.clock_stops('ui-benefit', 'site_check'), test.accepted('wangfang', test.id_no(4)) AS suspended \gset
SELECT test.as('zhouqian', test.claim((test.task_of(:suspended)).id)) \g /dev/null
SELECT is((test.refusal('zhouqian', pg_temp.prepare(:suspended, NULL, day))).code, code, 'to be over on ' || day) FROM (VALUES
    (date '2026-04-02', 'E_SUSPEND_UNTIL'), ('2030-01-01', 'E_SUSPEND_UNTIL'), ('2026-04-03', NULL)) x(day, code);
SELECT test.as('zhouqian', pg_temp.prepare(:suspended, NULL, '2026-04-20')), test.as('zhouqian', test.decide(:suspended, 'suspend', 'site_check', '核查通知')) \g /dev/null
SELECT is(test.as('zhouqian', format('SELECT expected FROM desk.suspended_list(210600) WHERE case_id = %s', :suspended)), '2026-04-20', 'a suspension says when it should be over');
SELECT pg_temp.whole('denied and suspended');
SELECT * FROM finish();
