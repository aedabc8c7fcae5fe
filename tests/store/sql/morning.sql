-- A clerk's morning: values from my previous case, the next person of the unit, what is told once, handing over, what is open.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.whole(_name text) RETURNS text LANGUAGE sql AS $$ SELECT is_empty('SELECT * FROM yc.verify()', _name || ': nothing is broken') $$;
CREATE FUNCTION pg_temp.previous(_case bigint, _field text) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT concat_ws(''/'', value, number) FROM desk.previous_value(210600, %s, %L, %L)', _case, c.token, _field) FROM test.case_of(_case) c
$$;
CREATE FUNCTION pg_temp.unit(_visit bigint, _from bigint, _command uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT case_id FROM desk.case_open_unit(%L, 210600, %s, %s)', _command, _visit, _from)
$$;
CREATE FUNCTION pg_temp.notice(_visit bigint, _case bigint, _then text, _word text DEFAULT '去取材料', _item text DEFAULT 'ui-benefit', _command uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT array_to_string(lacking, '','') FROM desk.notice_give(%L, 210600, %s, %L, %L, %L, %L, %L)',
                  _command, _visit, _case, (SELECT c.token FROM yc.case_file c WHERE c.id = _case), _item, _then, _word)
$$;
CREATE FUNCTION pg_temp.staff(_login text) RETURNS bigint LANGUAGE sql AS $$ SELECT id FROM yc.staff WHERE login = _login $$;
CREATE FUNCTION pg_temp.hand(_to text, _command uuid DEFAULT gen_random_uuid(), _hall int DEFAULT 1) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT concat_ws('' '', name, visits, cases, slips, kept) FROM desk.hand_over(%L, 210600, %s::smallint, %s, ''交班时在窗口'')', _command, _hall, pg_temp.staff(_to))
$$;
CREATE FUNCTION pg_temp.open(_who text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, 'SELECT string_agg(kind || '' '' || n, '', '' ORDER BY kind) FROM (SELECT kind, count(*) AS n FROM desk.open_list(210600, 1::smallint) GROUP BY kind) k')
$$;
CREATE FUNCTION pg_temp.waits(_who text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, 'SELECT string_agg(concat_ws('' '', kind, who), '', '') FROM desk.waiting_list(210600, 1::smallint) WHERE kind <> ''undo''')
$$;
CREATE FUNCTION pg_temp.visit_of(_case bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT visit_id FROM yc.case_file WHERE id = _case $$;
CREATE FUNCTION pg_temp.parked(_who text, _visit bigint, _word text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT visit_id FROM desk.visit_set(gen_random_uuid(), 210600, %s, ''park'', 1::smallint, %L)', _visit, _word))
$$;
CREATE FUNCTION pg_temp.ended(_who text, _visit bigint, _word text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM test.as(_who, format('SELECT visit_id FROM desk.visit_set(gen_random_uuid(), 210600, %s, ''end'', 1::smallint, %L)', _visit, _word));
    RETURN (SELECT outcome FROM yc.visit WHERE id = _visit);
END $$;

-- --- copying a field from my previous case
SELECT test.draft('wangfang', test.id_no(1)) AS first \gset
SELECT is(test.as('wangfang', pg_temp.previous(:first, 'last_unit')), NULL, 'there is no other case yet');
SELECT test.fill('wangfang', :first), test.as('wangfang', test.accept(:first)) \g /dev/null
SELECT number AS number FROM yc.case_file WHERE id = :first \gset
SELECT test.clock_add('5 minutes') \g /dev/null
SELECT test.draft('wangfang', test.id_no(2), '欧阳') AS second \gset
SELECT is(test.as('wangfang', pg_temp.previous(:second, 'last_unit')), '葫芦岛某机械厂/' || :'number', 'the value of my previous case, and which that was');
SELECT is(test.as('wangfang', pg_temp.previous(:second, 'job_wish')), '/' || :'number', 'what is empty there is empty');
SELECT is((SELECT (r.case_id, r.what, r.purpose, s.login)::text FROM yc.read_log r JOIN yc.staff s ON s.id = r.staff_id WHERE r.function = 'previous_value' ORDER BY r.id LIMIT 1),
          format('(%s,last_unit,"copied into case %s",wangfang)', :first, :second), 'another person''s value was read: noted');
SELECT is((SELECT value FROM yc.case_field WHERE case_id = :second AND field = 'last_unit'), NULL, 'nothing is stored by looking');
SELECT test.refused('wangfang', pg_temp.previous(:second, key), 'E_FIELD_PERSONAL', 'a person''s own: ' || key)
FROM unnest(ARRAY['name', 'id_type', 'id_no', 'sex', 'birth', 'mobile', 'bank_acct_name', 'bank_acct', 'agent_name', 'agent_id']) key;
SELECT is((SELECT count(*) FROM yc.read_log WHERE function = 'previous_value' AND case_id = :first), 2::bigint, 'what was refused was not read');
SELECT test.refused('wangfang', pg_temp.previous(:second, 'shoe_size'), 'E_FIELD_UNKNOWN', 'no such field');
SELECT test.refused('hejun', pg_temp.previous(:second, 'last_unit'), 'E_CASE_HELD', 'only who fills it in');
SELECT test.refused('wangfang', replace(pg_temp.previous(:second, 'last_unit'), (test.case_of(:second)).token::text, gen_random_uuid()::text), 'E_CASE_HELD', 'with the token of today');
SELECT test.refused(who, pg_temp.previous(:second, 'last_unit'), 'E_CASE_UNKNOWN', who || ' learns nothing') FROM unnest(ARRAY['sunwei', 'nobody_yet']) who;
SELECT test.refused('zhouqian', pg_temp.previous(:second, 'last_unit'), 'E_RIGHT_MISSING', 'nor does a reviewer copy');
SELECT test.draft('hejun', test.id_no(3), '司马') AS others \gset
SELECT is(test.as('hejun', pg_temp.previous(:others, 'last_unit')), NULL, 'a colleague''s case is not mine');

-- --- the next person of the same unit
SELECT test.visit('wangfang', test.id_no(4), '司徒') AS visit, gen_random_uuid() AS command \gset
SELECT test.as('wangfang', pg_temp.unit(:visit, :first, :'command')) AS unit \gset
SELECT is(test.as('wangfang', pg_temp.unit(:visit, :first, :'command')), :'unit', 'sent twice it opens once');
SELECT test.refused('wangfang', pg_temp.unit(:visit, :second, :'command'), 'E_COMMAND_REUSED', 'from another case it is another command');
SELECT results_eq(format('SELECT field, value, source, source_on FROM yc.case_field WHERE case_id = %s AND source = ''unit'' ORDER BY 1', :unit),
    $$VALUES ('last_unit', '葫芦岛某机械厂', 'unit', date '2026-03-02'), ('unemp_date', '2026-01-31', 'unit', '2026-03-02')$$, 'what colleagues have in common, with its day');
SELECT is((SELECT string_agg(field, ' ' ORDER BY field) FROM yc.case_field WHERE case_id = :unit AND field IN ('mobile', 'leave_reason', 'unwilling', 'job_wish', 'ui_place')), NULL, 'and nothing that is the other person''s own, nor what decides the right');
SELECT is((SELECT what FROM yc.read_log WHERE function = 'case_open_unit' AND case_id = :first), 'last_unit unemp_date', 'noted as read');
SELECT test.as('wangfang', test.save(:unit, 'last_unit', '别的厂')) \g /dev/null
SELECT is((SELECT value || source FROM yc.case_field WHERE case_id = :unit AND field = 'last_unit'), '别的厂typed', 'what is typed over it counts');
SELECT test.refused('hejun', pg_temp.unit(test.visit('hejun', test.id_no(5)), :first), 'E_CASE_UNKNOWN', 'from a colleague''s case: no');
SELECT test.refused('wangfang', pg_temp.unit(:visit, 1), 'E_CASE_UNKNOWN', 'from a case that is none');
SELECT test.refused('wangfang', pg_temp.unit(test.visit('hejun', test.id_no(6)), :first), 'E_VISIT_UNKNOWN', 'in a colleague''s visit');
SELECT test.refused('zhouqian', pg_temp.unit(:visit, :first), 'E_CASE_UNKNOWN', 'by a reviewer');

-- --- told once
SELECT pg_temp.visit_of(:second) AS second_visit, gen_random_uuid() AS told \gset
SELECT test.refused('wangfang', pg_temp.notice(:second_visit, :second, 'run'), 'E_VISIT_CHANGE', 'parked or ended, nothing else');
SELECT test.refused('wangfang', pg_temp.notice(:second_visit, :second, 'park', repeat('长', 101)), 'E_VALUE_REFUSED', 'a reason of a length');
SELECT test.refused('wangfang', pg_temp.notice(:visit, :second, 'park'), 'E_CASE_UNKNOWN', 'a case of another person');
SELECT test.refused('wangfang', pg_temp.notice(:second_visit, NULL, 'park', '', 'no-such-item'), 'E_ITEM_UNKNOWN', 'an item that is none');
SELECT test.refused('hejun', pg_temp.notice(:second_visit, :second, 'park'), 'E_CASE_HELD', 'a colleague');
SELECT test.refused('hejun', pg_temp.notice(:second_visit, NULL, 'park'), 'E_VISIT_UNKNOWN', 'a colleague''s visit');
SELECT is(test.as('wangfang', pg_temp.notice(:second_visit, :second, 'park', '已告知: 去取身份证等', 'ui-benefit', :'told')),
          'field mobile,field unemp_date,field leave_reason,field unwilling,field ui_place,field last_unit,material id,material term,material ureg', 'all that the draft lacks, as acceptance judges it');
SELECT is(test.as('wangfang', pg_temp.notice(:second_visit, :second, 'park', '已告知: 去取身份证等', 'ui-benefit', :'told')) <> '', true, 'sent twice');
SELECT is((SELECT count(*) FROM yc.notice WHERE case_id = :second), 1::bigint, 'it is given once');
SELECT is((SELECT concat_ws(' ', parked_at IS NOT NULL, park_reason, ended_at) FROM yc.visit WHERE id = :second_visit), 't 已告知: 去取身份证等', 'the visit is parked and says why');
SELECT is((SELECT convert_from(body, 'UTF8')::jsonb ->> 'then' FROM yc.journal WHERE case_id = :second AND action = 'notice'), 'park', 'the journal has it');
SELECT is((SELECT (number, statutory_due, promised_due, state)::text FROM yc.case_file WHERE id = :second), '(,,,draft)', 'no number, no clock');
SELECT test.visit('wangfang', test.id_no(7)) AS asked \gset
SELECT is(test.as('wangfang', pg_temp.notice(:asked, NULL, 'end')), 'material id,material term,material ureg,material bank,material aid', 'before there is a draft: what the item asks for');
SELECT is((SELECT outcome FROM yc.visit WHERE id = :asked), 'lacking', 'the visit ended, papers missing');
SELECT test.refused('wangfang', pg_temp.notice(:asked, NULL, 'end'), 'E_VISIT_UNKNOWN', 'an ended visit is told nothing');
SELECT test.draft('wangfang', test.id_no(8)) AS full \gset
SELECT test.fill('wangfang', :full) \g /dev/null
SELECT test.refused('wangfang', pg_temp.notice(pg_temp.visit_of(:full), :full, 'park'), 'E_NOTICE_NOTHING', 'nothing is missing: nothing is told');

-- --- how a visit ends, with several cases in it
SELECT test.as('wangfang', test.accept(:full)) \g /dev/null
SELECT test.as('wangfang', format('SELECT case_id FROM desk.case_open(gen_random_uuid(), 210600, %s, ''ui-benefit'')', pg_temp.visit_of(:full))) AS twin \gset
SELECT is(pg_temp.ended('wangfang', pg_temp.visit_of(:full), 'lacking'), 'accepted', 'one of its cases was accepted: so ended the visit');
SELECT is(pg_temp.ended('wangfang', test.visit('wangfang', test.id_no(9)), 'asked'), 'asked', 'without a case the word counts');

-- --- what is open, and handing it over
SELECT is(pg_temp.ended('wangfang', pg_temp.visit_of(:first), 'left'), 'accepted', 'the first visit ends');
SELECT test.draft('wangfang', test.id_no(10)) AS returned \gset
SELECT test.fill('wangfang', :returned), test.as('wangfang', test.accept(:returned)) \g /dev/null
SELECT test.decided('zhouqian', :returned, 'return', '01', '缺签名'), pg_temp.ended('wangfang', pg_temp.visit_of(:returned), 'accepted') \g /dev/null
SELECT test.draft('wangfang', test.id_no(11)) AS slip \gset
SELECT test.as('wangfang', test.receive(:slip, test.slip(1))), pg_temp.parked('wangfang', pg_temp.visit_of(:slip), '等库') \g /dev/null
SELECT is((SELECT state FROM yc.case_file WHERE id = :slip), 'received', 'a slip was given');
SELECT is(pg_temp.open('wangfang'), 'draft 3, parked 2, received 1, returned 1, visit 1', 'each open thing once');
SELECT is(pg_temp.open('wangfang'), (SELECT string_agg(kind || ' ' || n, ', ' ORDER BY kind) FROM (
    SELECT CASE WHEN v.parked_at IS NULL THEN 'visit' ELSE 'parked' END AS kind, count(*) AS n FROM yc.visit v WHERE v.clerk = pg_temp.staff('wangfang') AND v.ended_at IS NULL GROUP BY 1
    UNION ALL SELECT CASE c.state WHEN 'received' THEN 'received' ELSE c.state END, count(*) FROM yc.case_file c
    WHERE pg_temp.staff('wangfang') IN (c.holder, c.accepted_by) AND c.state IN ('draft', 'received', 'returned') GROUP BY 1) all_of_it), 'their sum is that of the tables');
SELECT is(pg_temp.open(who), NULL, who || ' has nothing there') FROM unnest(ARRAY['zhouqian', 'zhaomin', 'sunwei', 'nobody_yet']) who;
SELECT is(test.as('wangfang', 'SELECT string_agg(login, '' '') FROM desk.colleague_list(210600, 1::smallint)'), 'hejun', 'to whom it can go');
SELECT is(test.as(who, 'SELECT string_agg(login, '' '') FROM desk.colleague_list(210600, 1::smallint)'), NULL, who || ' hands nothing over') FROM unnest(ARRAY['zhouqian', 'sunwei', 'nobody_yet']) who;
SELECT test.refused('wangfang', pg_temp.hand(who), 'E_COLLEAGUE_UNKNOWN', 'not to ' || who) FROM unnest(ARRAY['wangfang', 'zhouqian', 'sunwei', 'nobody_yet']) who;
SELECT test.refused('wangfang', pg_temp.hand('hejun', gen_random_uuid(), 2), 'E_RIGHT_MISSING', 'of a hall where I do not work');
SELECT test.refused('zhouqian', pg_temp.hand('hejun'), 'E_RIGHT_MISSING', 'by a reviewer');
SELECT test.refused('wangfang', replace(pg_temp.hand('hejun'), pg_temp.staff('hejun')::text || ', ''交', '987654321, ''交'), 'E_COLLEAGUE_UNKNOWN', 'nor to nobody');

-- The receiver's kin stay with who had them.
INSERT INTO yc.staff_kin (staff_id, id_no, relation) VALUES (pg_temp.staff('hejun'), test.id_no(4), '配偶');
SELECT gen_random_uuid() AS over, (test.case_of(:second)).token AS token, (test.case_of(:slip)).token AS slip_token \gset
SELECT test.clock_set('2026-03-02 12:00+08') \g /dev/null
\set heard `mktemp`
LISTEN yc_held;
\o :heard
SELECT test.as('wangfang', pg_temp.hand('hejun', :'over')) AS told \gset
\o
UNLISTEN yc_held;
\set told_held `grep -c '"yc_held" with payload' :heard; rm :heard`
SELECT is(:'told'::text, '何军 2 3 1 2', 'to whom; visits, cases, slips; and what stays');
SELECT is(:'told_held'::text, '3', 'who listens is told of each case in hand');
SELECT is(test.as('wangfang', pg_temp.hand('hejun', :'over')), '何军 2 3 1 2', 'sent twice it is handed over once');
SELECT is((SELECT count(*) FROM yc.journal WHERE action = 'hand_over'), 3::bigint, 'one row a case');
SELECT is(test.as('zhaomin', format('SELECT actor || note FROM desk.case_timeline(210600, %s) WHERE action = ''hand_over''', :second)), '王芳何军', 'both names stand there');
SELECT is(pg_temp.open('wangfang'), 'draft 1, returned 1, visit 1', 'kin of the receiver stay, and what was returned and nobody has in hand');
SELECT is(pg_temp.open('hejun'), 'draft 3, parked 2, received 1, visit 3', 'the receiver has the rest, and their own');
SELECT is((SELECT string_agg(park_reason, ',' ORDER BY park_reason) FROM yc.visit WHERE clerk = pg_temp.staff('hejun') AND parked_at IS NOT NULL), '已告知: 去取身份证等,等库', 'parked as before');
SELECT is(pg_temp.waits('hejun'), 'received 何军, handed 王芳, handed 王芳, handed 王芳, handed 王芳, draft 何军', 'their list says from whom, and nothing twice');
SELECT is(pg_temp.waits('wangfang'), 'draft 王芳, returned 周倩', 'mine has what stayed');
SELECT test.refused('wangfang', format('SELECT seq FROM desk.field_save(210600, %s, %L, 9, ''last_unit'', ''迟到'')', :second, :'token'), 'E_CASE_HELD', 'what the former holder sends late is refused');
SELECT test.refused('wangfang', format('SELECT desk.case_receive(gen_random_uuid(), 210600, %s, %L, %L, ''2026-03-02 10:00+08'', NULL)', :slip, :'slip_token', test.slip(1)), 'E_CASE_HELD', 'a slip''s call too');
SELECT is((SELECT count(*) FROM yc.received r JOIN yc.staff s ON s.id = r.staff_id JOIN yc.staff k ON k.id = r.keeper WHERE s.login = 'wangfang' AND k.login = 'hejun'), 1::bigint, 'who gave the slip stays written, beside who answers for it');
SELECT test.fill('hejun', :slip), test.as('hejun', test.accept(:slip)) \g /dev/null
SELECT is(test.as('wangfang', format('SELECT case_id FROM desk.slip_seen(210600, %s)', :slip)), NULL, 'it is no longer the giver''s');
SELECT is(test.as('hejun', format('SELECT case_id FROM desk.slip_seen(210600, %s)', :slip)), :'slip', 'the keeper has seen what became of it');
SELECT test.as('hejun', format('SELECT visit_id FROM desk.visit_set(gen_random_uuid(), 210600, %s, ''resume'', 3::smallint, '''')', :second_visit)) \g /dev/null
SELECT is(pg_temp.waits('hejun'), 'handed 王芳, handed 王芳, handed 王芳, draft 何军', 'what was taken up is handed no more');
SELECT is(test.as('hejun', pg_temp.hand('wangfang')) LIKE '王芳 %', true, 'in the afternoon it goes back');
SELECT is((SELECT park_reason FROM yc.visit WHERE id = :second_visit), '交班时在窗口', 'who stood at the window is parked');
SELECT pg_temp.whole('after the handing over');

-- --- parked visits can be told apart
SELECT is(test.as('wangfang', format('SELECT concat_ws(''/'', name, drafts, item_zh, park_reason, minutes) FROM desk.visit_list(210600, 1::smallint) WHERE visit_id = %s', :second_visit)), '欧*/1/失业保险金申领/交班时在窗口/0', 'name, item, reason, minutes');
SELECT test.clock_add('18 minutes') \g /dev/null
SELECT is(test.as('wangfang', format('SELECT minutes FROM desk.visit_list(210600, 1::smallint) WHERE visit_id = %s', :second_visit)), '18', 'minutes as they pass');

-- --- nobody writes past the functions
SELECT test.refused('wangfang', sql, '42501', sql) FROM unnest(ARRAY['INSERT INTO yc.notice DEFAULT VALUES', 'SELECT * FROM yc.handed', 'UPDATE yc.received SET keeper = 1',
    'SELECT yc.hand_over_cases(1, 2, 210600, ARRAY[1])', 'SELECT * FROM yc.open_things(1, 210600, 1::smallint)', 'SELECT yc.case_previous(1, NULL)']) sql;
SELECT throws_ok('SET LOCAL ROLE yc_desk; ' || sql, '42501', NULL, 'yc_desk itself: ' || sql)
FROM unnest(ARRAY['UPDATE yc.notice SET given_by = 1', 'DELETE FROM yc.handed', 'UPDATE yc.handed SET staff_id = 1', 'UPDATE yc.received SET staff_id = 1']) sql;

-- --- read back to the applicant
SELECT test.draft('wangfang', test.id_no(90), '郭念') AS aloud \gset
CREATE FUNCTION pg_temp.readback(_case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT string_agg(field || ''='' || value, '' '' ORDER BY field) FROM desk.case_readback(210600, %s, %L)', _case, c.token) FROM test.case_of(_case) c
$$;
SELECT is(test.as('wangfang', pg_temp.readback(:aloud)), 'id_no=' || test.id_no(90), 'what is masked comes in full, what is empty not at all');
SELECT test.fill('wangfang', :aloud) \g /dev/null
SELECT is(test.as('wangfang', pg_temp.readback(:aloud)), format('id_no=%s mobile=13800006612', test.id_no(90)), 'and what is there by then');
SELECT is((SELECT array_agg((r.case_id, r.what, r.purpose, s.login)::text ORDER BY r.id) FROM yc.read_log r JOIN yc.staff s ON s.id = r.staff_id WHERE r.function = 'case_readback'),
          ARRAY[format('(%s,id_no,"read back to the applicant",wangfang)', :aloud), format('(%s,"id_no mobile","read back to the applicant",wangfang)', :aloud)],
          'noted once each time, with what was read and what for');

SELECT * FROM finish();
