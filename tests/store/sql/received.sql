-- Cases that a window opened and received while it was cut off: the key, the slip, the answer in five working days.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.whole(_name text) RETURNS text LANGUAGE sql AS $$ SELECT is_empty('SELECT * FROM yc.verify()', _name || ': nothing is broken') $$;
-- What case_open_cut_off is called with, in order; NULL for what is left out.
CREATE FUNCTION pg_temp.opens(_visit bigint, _visit_command uuid, _token uuid, _definition int DEFAULT NULL, _item text DEFAULT 'ui-benefit', _command uuid DEFAULT gen_random_uuid())
RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT case_id FROM desk.case_open_cut_off(%L, 210600, %L, %L, %L, %L, %L)', _command, _visit, _visit_command, _item, _definition, _token)
$$;
CREATE FUNCTION pg_temp.receives(_case bigint, _token uuid, _slip text, _at timestamptz, _accept uuid DEFAULT NULL, _command uuid DEFAULT gen_random_uuid(), _what text DEFAULT 'state')
RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT %s FROM desk.case_receive(%L, 210600, %L, %L, %L, %L, %L)', _what, _command, _case, _token, _slip, _at, _accept)
$$;

-- --- a draft that was opened while cut off: visit, draft and fields come in one after the other, none knows an id
SELECT test.accepted('hejun', test.id_no(1)) AS earlier \gset
SELECT gen_random_uuid() AS visit_command, gen_random_uuid() AS key, gen_random_uuid() AS command, yc.definition_current('item', 'ui-benefit') AS definition \gset
SELECT test.as('wangfang', format('SELECT visit_id FROM desk.visit_begin(%L, 210600, 1::smallint, 3::smallint, ''01'', %L, ''郭晓兰'')', :'visit_command', test.id_no(1))) AS visit \gset
SELECT pg_temp.opens(NULL, :'visit_command', :'key', :definition, 'ui-benefit', :'command') AS open \gset
SELECT test.as('wangfang', :'open') AS case \gset
SELECT is((SELECT (state, token, visit_id, window_number, definition_id, number)::text FROM yc.case_file WHERE id = :case), format('(draft,%s,%s,3,%s,)', :'key', :visit, :definition),
          'a draft in the visit that was begun just before, under the token that the window chose');
SELECT is(test.as('wangfang', :'open'), :'case', 'sent twice it is one');
SELECT test.refused('wangfang', pg_temp.opens(NULL, :'visit_command', gen_random_uuid(), :definition, 'ui-benefit', :'command'), 'E_COMMAND_REUSED', 'with another token it is another command');
SELECT results_eq(format('SELECT DISTINCT source FROM yc.case_field WHERE case_id = %s ORDER BY 1', :case), $$VALUES ('computed'), ('fixed'), ('person')$$, 'nothing from earlier cases: the clerk did not see it');
SELECT test.as('wangfang', format('SELECT case_id FROM desk.case_open(gen_random_uuid(), 210600, %s, ''ui-benefit'')', :visit)) AS connected \gset
SELECT is((SELECT count(*) FROM yc.case_field WHERE case_id = :connected AND source = 'earlier') > 0, true, 'which a connected window does get');
SELECT is((SELECT convert_from(body, 'UTF8')::jsonb ->> 'cut_off' FROM yc.journal WHERE case_id = :case AND seq = 1), 'true', 'the journal says how it was opened');

SELECT is(test.as('wangfang', format('SELECT seq FROM desk.field_save(210600, NULL, %L, 1, ''mobile'', ''13800006612'')', :'key')), '1', 'a field without an id finds the case by the key');
SELECT is((SELECT value FROM yc.case_field WHERE case_id = :case AND field = 'mobile'), '13800006612', 'and is stored in it');
SELECT format('SELECT material_id FROM desk.material_add(%L, 210600, NULL, %L, ''id'', ''a.pdf'', ''x'', NULL)', gen_random_uuid(), :'key') AS add \gset
SELECT test.as('wangfang', :'add') AS material \gset
SELECT test.refused('wangfang', replace(:'add', :'key', gen_random_uuid()::text), 'E_COMMAND_REUSED', 'a material for another key is another command');
SELECT is(test.as('wangfang', :'add'), :'material', 'a material too, once');
SELECT is((SELECT (case_id, kind)::text FROM yc.material WHERE id = :material), format('(%s,id)', :case), 'in that case');
SELECT format('SELECT material_id FROM desk.material_remove(%L, 210600, NULL, %L, %s)', gen_random_uuid(), :'key', :material) AS remove \gset
SELECT is(test.as('wangfang', :'remove') = test.as('wangfang', :'remove'), true, 'and is taken back, once');
SELECT is((SELECT removed_at IS NOT NULL FROM yc.material WHERE id = :material), true, 'indeed');

-- --- what is no key of mine
SELECT test.refused('wangfang', format('SELECT desk.field_save(210600, NULL, %L, 1, ''mobile'', ''1'')', key), 'E_CASE_UNKNOWN', what) FROM (VALUES (gen_random_uuid(), 'a key that is none'), (NULL, 'no key')) k(key, what);
SELECT test.refused('wangfang', format('SELECT desk.field_save(210600, NULL, %L, 1, ''mobile'', ''1'')', (test.case_of(:connected)).token), 'E_CASE_UNKNOWN', 'a token is no key');
SELECT test.refused('hejun', format('SELECT desk.field_save(210600, NULL, %L, 1, ''mobile'', ''1'')', :'key'), 'E_CASE_HELD', 'a colleague with the key');
SELECT test.refused('hejun', format('SELECT desk.material_add(gen_random_uuid(), 210600, NULL, %L, ''id'', ''a'', ''x'', NULL)', :'key'), 'E_CASE_HELD', 'with a material');
SELECT test.refused('hejun', pg_temp.receives(NULL, :'key', test.slip(1), '2026-03-02 10:00+08'), 'E_CASE_HELD', 'with a slip');
SELECT test.refused('zhouqian', format('SELECT desk.field_save(210600, NULL, %L, 1, ''mobile'', ''1'')', :'key'), 'E_RIGHT_MISSING', 'a reviewer');
SELECT is((SELECT (r.code, r.detail)::text FROM test.refusal('sunwei', format('SELECT desk.field_save(210600, NULL, %L, 1, ''mobile'', ''1'')', :'key')) r), format('(E_CASE_UNKNOWN,case=%s)', :'key'), 'who may not see the case learns not even its id');
SELECT test.as('hejun', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :case)) \g /dev/null
SELECT test.refused('wangfang', format('SELECT desk.field_save(210600, NULL, %L, 9, ''mobile'', ''1'')', :'key'), 'E_CASE_HELD', 'after a take-over the key opens nothing');
SELECT test.refused('hejun', format('SELECT desk.field_save(210600, NULL, %L, 9, ''mobile'', ''1'')', :'key'), 'E_CASE_HELD', 'nor for who has it now: they have a token');
SELECT test.refused(who, pg_temp.opens(test.visit(who, test.id_no(2)), NULL, :'key'), 'E_TOKEN_TAKEN', who || ' opens a second case under the key') FROM unnest(ARRAY['wangfang', 'hejun']) who;
SELECT test.refused('hejun', pg_temp.opens(NULL, :'visit_command', gen_random_uuid()), 'E_VISIT_UNKNOWN', 'the key of another clerk''s visit');
SELECT test.refused('wangfang', pg_temp.opens(NULL, visit_command, gen_random_uuid()), 'E_VISIT_UNKNOWN', what)
FROM (VALUES (gen_random_uuid(), 'a command that is none'), (:'command', 'a command that began no visit'), (NULL, 'no visit at all')) v(visit_command, what);
SELECT test.refused('hejun', pg_temp.opens(:visit, NULL, gen_random_uuid()), 'E_VISIT_UNKNOWN', 'another clerk''s visit by its id');
SELECT test.refused('wangfang', pg_temp.opens(:visit, NULL, NULL), 'E_COMMAND_KEY_MISSING', 'without a token');
SELECT test.refused('wangfang', pg_temp.opens(:visit, NULL, gen_random_uuid(), NULL, 'no-such'), 'E_ITEM_UNKNOWN', 'an item that is none');
UPDATE yc.staff SET id_no = test.id_no(1) WHERE login = 'wangfang';
SELECT test.refused('wangfang', pg_temp.opens(:visit, NULL, gen_random_uuid()), 'E_OWN_CASE', 'their own case');
UPDATE yc.staff SET id_no = NULL WHERE login = 'wangfang';
SELECT pg_temp.whole('opened');

-- --- the definition that the window had
SELECT yc.definition_load('item', 'ui-benefit', replace(body, '失业保险金申领', '失业保险金申领新'), '2026-03-01') FROM yc.definition WHERE id = :definition \g /dev/null
SELECT yc.definition_load('item', 'ui-benefit', replace(body, '失业保险金申领', '失业保险金申领后'), '2026-03-03') FROM yc.definition WHERE id = :definition \g /dev/null
SELECT yc.definition_current('item', 'ui-benefit') AS newer, max(id) AS future FROM yc.definition WHERE kind = 'item' AND code = 'ui-benefit' \gset
SELECT cmp_ok(:newer, '>', :definition, 'a new version holds since yesterday');
CREATE FUNCTION pg_temp.pinned(_definition int) RETURNS int LANGUAGE sql AS $$
    SELECT definition_id FROM test.case_of(test.as('wangfang', pg_temp.opens(test.visit('wangfang', test.id_no(3)), NULL, gen_random_uuid(), _definition))::bigint)
$$;
SELECT is(pg_temp.pinned(:definition), :definition, 'the version that the window filled in, though it was followed yesterday');
SELECT is(pg_temp.pinned(given), :newer, what) FROM (VALUES (:newer, 'today''s'), (:future, 'not tomorrow''s'), (NULL, 'without one today''s'), (4711, 'of one that is none'),
    ((SELECT max(id) FROM yc.definition WHERE kind = 'codes'), 'of a code list')) d(given, what);
SELECT test.clock_set('2026-03-08 10:00+08') \g /dev/null
UPDATE yc.definition SET valid_from = '2027-01-01' WHERE id = :future;
SELECT is(pg_temp.pinned(:definition), :newer, 'a week after it was followed nobody picks the old rules any more');
SELECT test.clock_set('2026-03-02 10:42+08') \g /dev/null
DELETE FROM yc.definition WHERE id = :future;

-- --- received and accepted in one: everything was there
SELECT test.draft('wangfang', test.id_no(4)) AS case \gset
SELECT test.fill('wangfang', :case) \g /dev/null
SELECT test.clock_set('2026-03-02 11:30+08') \g /dev/null
SELECT gen_random_uuid() AS command, (test.case_of(:case)).token AS token \gset
SELECT pg_temp.receives(:case, :'token', test.slip(10, 3), '2026-03-02 11:02+08', NULL, :'command', 'concat_ws('' '', case_id, slip, number, state, code)') AS receive \gset
SELECT is(test.as('wangfang', :'receive'), format('%s %s %s accepted', :case, test.slip(10, 3), (test.case_of(:case)).number), 'a slip whose form was whole is accepted');
SELECT matches((test.case_of(:case)).number, '^2106002026030200100', 'with a number of today');
SELECT is(test.as('wangfang', :'receive'), format('%s %s %s accepted', :case, test.slip(10, 3), (test.case_of(:case)).number), 'sent twice it happens once');
SELECT is((SELECT array_agg(action ORDER BY seq) FROM yc.journal WHERE case_id = :case), '{open,receive,accept}', 'the journal tells both');
SELECT is((SELECT (slip, received_at, sent_at, hall, window_number, answer_by, resubmits, seen_at)::text FROM yc.received WHERE case_id = :case),
          format('(%s,"2026-03-02 11:02:00+08","2026-03-02 11:30:00+08",1,3,2026-03-09,f,)', test.slip(10, 3)), 'the slip is kept: when, where, and that it must be answered in five working days');
SELECT test.refused('wangfang', pg_temp.receives(:case, :'token', test.slip(11, 3), '2026-03-02 11:02+08', NULL, :'command'), 'E_COMMAND_REUSED', 'another slip is another command');
SELECT test.refused('wangfang', pg_temp.receives(:case, :'token', test.slip(10, 3), '2026-03-02 11:03+08', NULL, :'command'), 'E_COMMAND_REUSED', 'another moment too');
SELECT test.refused('wangfang', pg_temp.receives(:case, :'token', test.slip(10, 3), '2026-03-02 11:02+08'), 'E_CASE_STATE', 'what is accepted is received no more');
SELECT is(test.as('hejun', format('SELECT count(*) FROM desk.slip_seen(210600, %s)', :case)), '0', 'a colleague has not seen it for me');
SELECT is(test.as('wangfang', format('SELECT case_id FROM desk.slip_seen(210600, %s)', :case)), :'case', 'I have seen what became of it');
SELECT is(test.as('wangfang', format('SELECT case_id FROM desk.slip_seen(210600, %s)', :case)), :'case', 'and may say so twice');
SELECT is((SELECT seen_at FROM yc.received WHERE case_id = :case), '2026-03-02 11:30+08', 'it stays when I did');
SELECT pg_temp.whole('received and accepted');

-- --- received, something is missing: it waits, filled in and accepted like a draft
CREATE FUNCTION pg_temp.lacking(_n int, _slip text, _who text DEFAULT 'wangfang') RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.draft(_who, test.id_no(_n));
BEGIN
    PERFORM test.fill(_who, _case);
    PERFORM test.as(_who, test.save(_case, 'mobile', '', 2));
    PERFORM test.as(_who, test.receive(_case, _slip, yc.now()));
    RETURN _case;
END $$;
SELECT test.draft('wangfang', test.id_no(5)) AS case \gset
SELECT test.fill('wangfang', :case), test.as('wangfang', test.save(:case, 'mobile', '', 2)) \g /dev/null
SELECT pg_temp.receives(:case, (test.case_of(:case)).token, test.slip(20), yc.now(), NULL, gen_random_uuid(), 'concat_ws('' '', number, state, code, array_to_string(parameters, ''=''))') AS receive \gset
SELECT is(test.as('wangfang', :'receive'), 'received E_CASE_INCOMPLETE count=1=first=field mobile', 'what is not whole is received, and is told what stands against its acceptance');
SELECT is((SELECT (c.state, c.number, c.accepted_at, s.login)::text FROM yc.case_file c JOIN yc.staff s ON s.id = c.holder WHERE c.id = :case), '(received,,,wangfang)', 'no number; still in the hands of who received it');
SELECT is(test.as('wangfang', format('SELECT code FROM desk.why_not(''accept'', 210600, %s)', :case)), 'E_CASE_INCOMPLETE', 'why says the same');
SELECT is(test.as('wangfang', format('SELECT count(*) FROM desk.receipt(210600, %s)', :case)), '0', 'there is no receipt of acceptance');
SELECT is(test.as('wangfang', format('SELECT count(*) FROM desk.slip_seen(210600, %s)', :case)), '0', 'nor anything to have seen');
SELECT is(test.as('wangfang', format('SELECT drafts FROM desk.visit_list(210600, 1::smallint) WHERE visit_id = %s', (test.case_of(:case)).visit_id)), '1', 'its visit counts it as unfinished');
SELECT pg_temp.whole('received');
SELECT test.refused('wangfang', test.receive(:case, test.slip(21)), 'E_SLIP_GIVEN', 'a case has one slip');
SELECT is(test.as('wangfang', test.receive(:case, test.slip(20))), 'received', 'the same slip by another command changes nothing');
SELECT is((SELECT count(*) FROM yc.journal WHERE case_id = :case AND action = 'receive'), 1::bigint, 'indeed');
SELECT test.as('wangfang', test.save(:case, 'mobile', '139', 4)) \g /dev/null
SELECT is(test.as('wangfang', format('SELECT value FROM desk.case_fields(210600, %s) WHERE field = ''mobile''', :case)), '139', 'who fills it in sees a wrong value behind no mask');
SELECT test.as('hejun', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :case)) \g /dev/null
SELECT test.refused('wangfang', test.accept(:case), 'E_CASE_HELD', 'a colleague may take it over');
SELECT test.as('hejun', test.save(:case, 'mobile', '13800006612', 5)) \g /dev/null
-- Monday, the fifth working day
SELECT test.clock_set('2026-03-09 17:00+08') \g /dev/null
SELECT matches(test.as('hejun', test.accept(:case)), '^2106002026030900100', 'accepted on the fifth day');
SELECT is((SELECT (promised_due, statutory_due)::text FROM yc.case_file WHERE id = :case), '(2026-03-12,2026-03-23)', 'in time: the limits begin with the acceptance');
SELECT is(test.as('wangfang', format('SELECT case_id FROM desk.slip_seen(210600, %s)', :case)), :'case', 'who gave the slip sees what became of it');
SELECT pg_temp.whole('accepted in time');

-- --- not answered in five working days: it counts as accepted from the day of receipt (行政许可法 32)
SELECT test.clock_set('2026-04-02 10:00+08') \g /dev/null
SELECT pg_temp.lacking(6, test.slip(30)) AS case \gset
SELECT is((SELECT answer_by FROM yc.received WHERE case_id = :case), date '2026-04-10', 'five working days from the second of April: the holiday does not count');
SELECT test.clock_set('2026-04-13 09:00+08') \g /dev/null
SELECT test.as('wangfang', test.save(:case, 'mobile', '13800006612', 5)), test.as('wangfang', test.accept(:case)) \g /dev/null
SELECT is((SELECT (accepted_at, promised_due, statutory_due)::text FROM yc.case_file WHERE id = :case), '("2026-04-13 09:00:00+08",2026-04-08,2026-04-17)', 'late: both limits began with the receipt, the promised one is over already');
SELECT is(test.as('wangfang', format('SELECT string_agg(concat_ws('' '', kind, to_char(first_day, ''MMDD'')), '', '' ORDER BY clock, step) FROM desk.explain(210600, %s) WHERE clock = ''promised''', :case)),
          'accepted 0402, counted 0403, rest 0404, counted 0407', 'and explain begins there');
SELECT is((test.task_of(:case)).due, date '2026-04-08', 'its task stands in the queue by that day');
SELECT is(test.decided('zhouqian', :case, 'return', '01', '缺证明'), 'returned', 'a return stops the clock');
SELECT test.clock_set('2026-04-15 09:00+08') \g /dev/null
SELECT test.as('wangfang', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :case)), test.as('wangfang', test.accept(:case)) \g /dev/null
SELECT is((test.case_of(:case)).statutory_due, date '2026-04-21', 'and the pause of two working days moves the rest of the limit that began with the receipt');
SELECT pg_temp.whole('accepted late');

-- --- a returned case that is handed in against a slip
SELECT test.clock_set('2026-05-11 09:00+08') \g /dev/null
SELECT test.accepted('wangfang', test.id_no(7)) AS case \gset
SELECT test.decided('zhouqian', :case, 'return', '01', '缺证明') \g /dev/null
SELECT test.clock_set('2026-05-13 09:00+08') \g /dev/null
SELECT test.as('hejun', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :case)) \g /dev/null
SELECT test.as('hejun', test.save(:case, 'mobile', '', 7)), test.as('hejun', test.receive(:case, test.slip(40), '2026-05-11 08:00+08')) \g /dev/null
SELECT is((SELECT (c.state, c.number IS NOT NULL, r.resubmits, r.received_at)::text FROM yc.case_file c JOIN yc.received r ON r.case_id = c.id WHERE c.id = :case), '(returned,t,t,"2026-05-13 09:00:00+08")', 'not whole: it stays returned; received not before it was taken up');
SELECT is(test.as('hejun', format('SELECT count(*) FROM desk.slip_seen(210600, %s)', :case)), '0', 'nothing came of it yet');
SELECT test.as('hejun', test.save(:case, 'mobile', '13800006612', 8)) \g /dev/null
SELECT is(test.as('hejun', test.receive(:case, test.slip(40))), 'accepted', 'whole: it is handed in again');
SELECT is((SELECT array_agg(action ORDER BY seq) FROM yc.journal WHERE case_id = :case), '{open,accept,claim,return,take,receive,resubmit}', 'as the journal says');
SELECT is((SELECT (promised_due, statutory_due)::text FROM yc.case_file WHERE id = :case), '(2026-05-18,2026-05-27)', 'its limits run from its acceptance, whatever the slip says');
SELECT is(test.as('hejun', format('SELECT count(*) FROM desk.slip_seen(210600, %s)', :case)), '1', 'and now I have seen it');
SELECT pg_temp.whole('handed in against a slip');

-- --- an acceptance whose answer was lost
SELECT test.draft('wangfang', test.id_no(8)) AS case \gset
SELECT test.fill('wangfang', :case), gen_random_uuid() AS accept, (test.case_of(:case)).token AS token \gset
SELECT test.as('wangfang', test.accept(:case, :'accept')) AS number \gset
SELECT is(test.as('wangfang', pg_temp.receives(:case, :'token', test.slip(50), yc.now(), :'accept', gen_random_uuid(), 'number || state || coalesce(code, '''')')), :'number' || 'accepted', 'was done: the slip gets its number');
SELECT is((SELECT array_agg(action ORDER BY seq) FROM yc.journal WHERE case_id = :case), '{open,accept,receive}', 'once');
SELECT test.accepted('wangfang', test.id_no(9)) AS other, gen_random_uuid() AS never \gset
SELECT test.refused('wangfang', pg_temp.receives(:other, :'token', test.slip(51), yc.now(), :'accept'), 'E_CASE_STATE', 'the acceptance of another case proves nothing');
SELECT test.refused('wangfang', pg_temp.receives(:other, :'token', test.slip(51), yc.now(), :'never'), 'E_CASE_STATE', 'nor one that never was');
SELECT test.refused('hejun', pg_temp.receives(:other, :'token', test.slip(51), yc.now(), :'accept'), 'E_CASE_STATE', 'nor of another case by somebody else');
SELECT test.draft('wangfang', test.id_no(12)) AS case, gen_random_uuid() AS accept \gset
SELECT test.fill('wangfang', :case), test.as('wangfang', test.accept(:case, :'accept')) \g /dev/null
SELECT test.refused('hejun', pg_temp.receives(:case, :'token', test.slip(51), yc.now(), :'accept'), 'E_CASE_STATE', 'nor somebody else''s');
SELECT test.draft('wangfang', test.id_no(10)) AS case \gset
SELECT test.fill('wangfang', :case) \g /dev/null
SELECT is(test.as('wangfang', pg_temp.receives(:case, (test.case_of(:case)).token, test.slip(52), yc.now(), :'never')), 'accepted', 'was not done: it is done now');

-- --- what is refused, and leaves nothing
SELECT test.draft('wangfang', test.id_no(11)) AS case \gset
SELECT test.as('wangfang', format('SELECT visit_id FROM desk.visit_set(gen_random_uuid(), 210600, %s, ''end'', NULL, ''left'')', (test.case_of(:case)).visit_id)) \g /dev/null
SELECT yc.hall_make(210600, 2::smallint, '第二大厅', 'Second hall', 1) \g /dev/null
SELECT test.refused('wangfang', test.receive(:case, slip), code, what) FROM (VALUES
    (NULL, 'E_SLIP_WRONG', 'no slip'), ('', 'E_SLIP_WRONG', 'an empty one'), (overlay(test.slip(60) placing '9' from 20), 'E_SLIP_WRONG', 'a slip with a digit mistyped'),
    (test.slip(60, 1, 2), 'E_SLIP_WRONG', 'a slip of another hall'), (test.slip(60, 5), 'E_SLIP_WRONG', 'a slip of a window that is none'),
    ((test.case_of(:other)).number, 'E_SLIP_WRONG', 'a case number'), (repeat('0', 100000), 'E_SLIP_WRONG', 'a slip of 100,000 digits'), (test.slip(50), 'E_SLIP_TAKEN', 'another case''s slip')) s(slip, code, what);
SELECT test.refused('hejun', test.receive(:case, test.slip(60)), 'E_CASE_HELD', 'somebody else''s case');
SELECT test.refused('wangfang', pg_temp.receives(:case, token, test.slip(60), yc.now()), 'E_CASE_HELD', 'with ' || what) FROM (VALUES (gen_random_uuid(), 'a forged token'), (NULL, 'no token')) t(token, what);
SELECT test.refused('zhouqian', test.receive(:case, test.slip(60)), 'E_RIGHT_MISSING', 'a reviewer');
SELECT test.refused('sunwei', test.receive(:case, test.slip(60)), 'E_CASE_UNKNOWN', 'an operator');
SELECT is((SELECT count(*) FROM yc.received WHERE case_id = :case), 0::bigint, 'nothing of it was noted');
SELECT is((test.case_of(:case)).state, 'draft', 'the draft is a draft');

-- a forged moment: never before the visit, never in the future
SELECT (SELECT started_at FROM yc.visit WHERE id = (test.case_of(:case)).visit_id) AS began \gset
SELECT test.clock_set('2026-05-14 10:00+08') \g /dev/null
CREATE FUNCTION pg_temp.noted(_case bigint, _at timestamptz) RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
    _noted timestamptz;
BEGIN
    BEGIN
        PERFORM test.as('wangfang', test.receive(_case, test.slip(61), _at));
        SELECT received_at INTO _noted FROM yc.received WHERE case_id = _case;
        RAISE SQLSTATE 'UNDO0';
    EXCEPTION WHEN SQLSTATE 'UNDO0' THEN
        RETURN _noted;
    END;
END $$;
SELECT is(pg_temp.noted(:case, at::timestamptz), noted::timestamptz, what) FROM (VALUES ('2026-05-13 15:00+08', '2026-05-13 15:00+08', 'within the visit it is believed'), ('2025-03-02 10:00+08', :'began', 'a year ago is the beginning of the visit'),
    ('-infinity', :'began', 'so is ever ago'), ('2027-03-02 10:00+08', '2026-05-14 10:00+08', 'a year ahead is now'), ('infinity', '2026-05-14 10:00+08', 'so is never'), (NULL, '2026-05-14 10:00+08', 'and no moment')) m(at, noted, what);

-- opened while cut off, with its visit: we learnt of both when all was over, and the slip's own moment is believed
SELECT gen_random_uuid() AS away_visit, gen_random_uuid() AS away \gset
SELECT test.as('wangfang', format('SELECT visit_id FROM desk.visit_begin(%L, 210600, 1::smallint, 3::smallint, ''01'', %L, ''郭晓兰'')', :'away_visit', test.id_no(1))) AS away_id \gset
SELECT test.as('wangfang', pg_temp.opens(NULL, :'away_visit', :'away')) AS away_case \gset
SELECT is(pg_temp.noted(:away_case, at::timestamptz), noted::timestamptz, what) FROM (VALUES ('2026-05-13 15:00+08', '2026-05-13 15:00+08', 'opened while cut off: the slip is older than what we know of the visit'),
    ('2026-04-14 10:00+08', '2026-05-07 10:00+08', 'but no older than cut_off_days')) m(at, noted, what);

-- asked for and, before the answer came, cut off: the window opens it again under its own key, and there is one draft
SELECT test.as('wangfang', format('SELECT case_id FROM desk.case_open(gen_random_uuid(), 210600, %s, ''ui-benefit'')', :'away_id')) AS asked \gset
SELECT gen_random_uuid() AS again \gset
SELECT is(test.as('wangfang', pg_temp.opens(:away_id, NULL, :'again')), :'asked', 'the draft whose answer was lost is the one that goes on');
SELECT is((test.case_of(:asked)).token, :'again', 'under the key of the window');
SELECT is((SELECT count(*) FROM yc.case_field WHERE case_id = :asked AND source = 'earlier'), 0::bigint, 'without what the clerk has not seen');
SELECT is(test.as('wangfang', format('SELECT seq FROM desk.field_save(210600, NULL, %L, 1, ''last_unit'', ''甲厂'')', :'again')), '1', 'and what is typed goes into it');
SELECT isnt(test.as('wangfang', pg_temp.opens(:away_id, NULL, gen_random_uuid())), :'asked', 'a draft that somebody typed into is left alone');

-- no calendar: nothing that was received waits for it
SELECT test.fill('wangfang', :case) \g /dev/null
BEGIN;
DELETE FROM yc.calendar_year;
SELECT yc.calendar_days_make() \g /dev/null
SELECT is(test.as('wangfang', pg_temp.receives(:case, (test.case_of(:case)).token, test.slip(62), yc.now(), NULL, gen_random_uuid(), 'concat_ws('' '', state, code)')),
          'accepted', 'without a calendar it is accepted');
SELECT is((SELECT answer_by FROM yc.received WHERE case_id = :case), date '2026-05-21', 'to have been answered within a week');
SELECT is((SELECT num_nonnulls(number, promised_due, statutory_due) FROM test.case_of(:case)), 1, 'with a number, and due dates to come');
SELECT is_empty($$SELECT * FROM yc.verify_received() UNION ALL SELECT * FROM yc.verify_chains()$$, 'and nothing is broken');
ROLLBACK;
SELECT pg_temp.whole('at last');
SELECT * FROM finish();
