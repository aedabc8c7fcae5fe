-- What waits for me (F12), who has what, and the word that somebody took a case over.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
-- The list of somebody, the kinds asked for, as "kind case detail" lines in its order; hall 1 unless another.
CREATE FUNCTION pg_temp.list(_who text, _kinds text[] DEFAULT NULL, _columns text DEFAULT 'kind, case_id, detail', _hall int DEFAULT 1) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT string_agg(concat_ws('' '', %s), '', '') FROM desk.waiting_list(210600, %L) WHERE kind = ANY (%L) OR %3$L IS NULL', _columns, _hall, _kinds))
$$;
CREATE FUNCTION pg_temp.take(_who text, _case bigint, _window int DEFAULT NULL, _command uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT token FROM desk.case_take(%L, 210600, %s, %L)', _command, _case, _window)
$$;
CREATE FUNCTION pg_temp.held(_who text, _case bigint, _token uuid DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT concat_ws('' '', who, to_char(since, ''HH24:MI''), window_number, mine, held) FROM desk.case_holder(210600, %s, %L)', _case, _token))
$$;

SELECT is(pg_temp.list(who), NULL, who || ': nothing waits on a new day') FROM unnest(ARRAY['wangfang', 'hejun', 'zhouqian', 'zhaomin', 'sunwei', 'nobody_yet']) who;

-- --- drafts, and whose they are
SELECT test.draft('wangfang', test.id_no(1)) AS draft \gset
SELECT is(pg_temp.list('wangfang', NULL, 'kind, case_id, visit_id, person_id, number, slip, name, item_zh, state, to_char(since, ''HH24:MI''), who, detail, due'),
          format('draft %s %s %s 郭*兰 失业保险金申领 draft 10:42 王芳 ', :draft, (test.case_of(:draft)).visit_id, (test.case_of(:draft)).person_id), 'my draft, the name masked');
SELECT is(pg_temp.list('hejun'), NULL, 'is not a colleague''s');
SELECT is(pg_temp.list('wangfang', NULL, 'kind', 2), NULL, 'nor another hall''s');
SELECT is(pg_temp.held('wangfang', :draft, (test.case_of(:draft)).token), '王芳 10:42 1 t t', 'I have it, at window 1, under this token');
SELECT is(pg_temp.held('hejun', :draft, (test.case_of(:draft)).token), '王芳 10:42 1 f f', 'a colleague is told who has it');
SELECT is(pg_temp.held('wangfang', :draft, gen_random_uuid()) || pg_temp.held('wangfang', :draft), '王芳 10:42 1 t f王芳 10:42 1 t f', 'my other window has it: another token, or none');
SELECT test.refused(who, format('SELECT * FROM desk.case_holder(210600, %s, NULL)', :draft), 'E_CASE_UNKNOWN', who || ' learns nothing') FROM unnest(ARRAY['sunwei', 'nobody_yet']) who;

-- --- taken over: at window 4, the first is told
SELECT test.clock_set('2026-03-02 11:20+08') \g /dev/null
SELECT gen_random_uuid() AS command \gset
\set heard `mktemp`
LISTEN yc_held;
\o :heard
SELECT test.as('hejun', pg_temp.take('hejun', :draft, 4, :'command')) AS first \gset
SELECT test.as('hejun', pg_temp.take('hejun', :draft, 4, :'command')) AS second \gset
\o
UNLISTEN yc_held;
\set told `grep -o '"yc_held" with payload "[^"]*"' :heard; rm :heard`
SELECT is(:'first'::text, :'second', 'taken over once, though sent twice');
SELECT is(:'told'::text, format('"yc_held" with payload "210600 %s"', :draft), 'who listens is told region and case, once');
SELECT is((test.case_of(:draft)).window_number, 4::smallint, 'the case is at window 4 now');
SELECT is(pg_temp.held('hejun', :draft, (test.case_of(:draft)).token), '何军 11:20 4 t t', 'in the hands of who took it');
SELECT is(pg_temp.list('wangfang', NULL, 'kind, case_id, state, to_char(since, ''HH24:MI''), who'), format('taken %s draft 11:20 何军', :draft), 'the first finds in the list who took it and when');
SELECT is(pg_temp.list('hejun'), format('draft %s ', :draft), 'the second has it as a draft');
SELECT is(test.as('wangfang', format('SELECT concat_ws('' '', holder, mine, to_char(held_since, ''HH24:MI''), holder_window) FROM desk.person_cases(210600, %s)', (test.case_of(:draft)).person_id)), '何军 f 11:20 4', 'and the person''s cases say so');
SELECT test.refused('hejun', pg_temp.take('hejun', :draft, 4), NULL, 'taking from my own other window');
SELECT test.refused('hejun', pg_temp.take('hejun', :draft, window_number), 'E_WINDOW_UNKNOWN', 'at a window that is none: ' || window_number) FROM unnest(ARRAY[5, 0, -1]) window_number;
SELECT test.refused('hejun', replace(pg_temp.take('hejun', :draft, 4, :'command'), '''4''', 'NULL'), 'E_COMMAND_REUSED', 'without the window it is another command');
SELECT is(test.as('wangfang', format('SELECT token IS NOT NULL FROM desk.case_take(gen_random_uuid(), 210600, %s)', :draft)), 'true', 'taken back, the window left as it was');
SELECT is((test.case_of(:draft)).window_number, 4::smallint, 'indeed');
SELECT is(pg_temp.list('wangfang'), format('draft %s ', :draft), 'what I have again was not taken from me');
SELECT is(pg_temp.list('hejun'), format('taken %s ', :draft), 'but from the other');
SELECT test.clock_set('2026-03-03 08:00+08') \g /dev/null
SELECT is(pg_temp.list('hejun'), NULL, 'until tomorrow');
SELECT test.clock_set('2026-03-02 11:30+08') \g /dev/null

-- --- parked visits
SELECT test.visit('wangfang', test.id_no(2), '欧阳') AS visit \gset
SELECT is(pg_temp.list('wangfang', '{parked}'), NULL, 'an open visit does not wait');
SELECT test.as('wangfang', format('SELECT visit_id FROM desk.visit_set(gen_random_uuid(), 210600, %s, ''park'', NULL, ''取户口簿'')', :visit)) \g /dev/null
SELECT is(pg_temp.list('wangfang', '{parked}', 'kind, case_id, visit_id, name, who, detail'), format('parked %s 欧* 王芳 取户口簿', :visit), 'a parked one does');
SELECT is(pg_temp.list('hejun', '{parked}'), NULL, 'for who parked it');

-- --- slips: what stands against them; what became of them
SELECT test.draft('wangfang', test.id_no(3)) AS lacking, test.draft('wangfang', test.id_no(4)) AS whole \gset
SELECT test.fill('wangfang', :lacking), test.fill('wangfang', :whole), test.as('wangfang', test.save(:lacking, 'mobile', '', 2)) \g /dev/null
SELECT test.as('wangfang', test.receive(:lacking, test.slip(1))), test.as('wangfang', test.receive(:whole, test.slip(2))) \g /dev/null
SELECT is(pg_temp.list('wangfang', '{received,slip}', 'kind, case_id, number, slip, state, detail, due'), format('received %s %s received E_CASE_INCOMPLETE 2026-03-09, slip %s %s %s accepted ', :lacking, test.slip(1), :whole, (test.case_of(:whole)).number, test.slip(2)),
          'a slip that could not be accepted says why and until when it must be; one that was says its number');
SELECT is(pg_temp.list('wangfang', '{draft}'), format('draft %s ', :draft), 'a received case waits as a slip, not as a draft too');
SELECT is(pg_temp.list('hejun', '{received,slip}'), NULL, 'slips are those of who gave them');
SELECT test.as('wangfang', format('SELECT case_id FROM desk.slip_seen(210600, %s)', :whole)) \g /dev/null
SELECT is(pg_temp.list('wangfang', '{received,slip}', 'kind'), 'received', 'what I have seen goes');
SELECT test.as('hejun', pg_temp.take('hejun', :lacking)) \g /dev/null
SELECT is(pg_temp.list('wangfang', '{received}', 'kind, who, detail'), 'received 何军 E_CASE_HELD', 'one that a colleague took stays mine to answer for, and says who has it');
SELECT is(pg_temp.list('hejun', '{draft,received}', 'kind, state'), 'draft received', 'and is in the colleague''s hands');
SELECT test.as('hejun', test.save(:lacking, 'mobile', '13800006612', 5)), test.as('hejun', test.accept(:lacking)) \g /dev/null
SELECT is(pg_temp.list('wangfang', '{received,slip}', 'kind, who'), 'slip 何军', 'accepted by them I am told');
SELECT is(pg_temp.list('wangfang', '{taken}', 'kind, state'), 'taken accepted', 'and that it was taken, whatever became of it');

-- --- returned cases, to who accepted and who handed in
SELECT test.accepted('hejun', test.id_no(5)) AS returned \gset
SELECT test.decided('zhouqian', :returned, 'return', '01', '缺解除证明') \g /dev/null
SELECT is(pg_temp.list('hejun', '{returned}', 'kind, case_id, number, who, detail'), format('returned %s %s 周倩 缺解除证明', :returned, (test.case_of(:returned)).number), 'a returned case goes to who accepted it, with the words');
SELECT is(pg_temp.list('wangfang', '{returned}'), NULL, 'to nobody else');
SELECT test.as('wangfang', pg_temp.take('wangfang', :returned, 3)) \g /dev/null
SELECT is(pg_temp.list('wangfang', '{returned}', 'kind') || pg_temp.list('hejun', '{returned}', 'kind'), 'returnedreturned', 'but who takes it up');
SELECT test.as('wangfang', test.accept(:returned)) \g /dev/null
SELECT is(concat(pg_temp.list('wangfang', '{returned}'), pg_temp.list('hejun', '{returned}')), '', 'handed in it waits for neither');
SELECT test.clock_add('1 minute'), test.decided('zhouqian', :returned, 'return', '02', '看不清') \g /dev/null
SELECT is(pg_temp.list('wangfang', '{returned}', 'detail') || pg_temp.list('hejun', '{returned}', 'detail'), '看不清看不清', 'returned again it goes to who handed it in too, with the latest words');
SELECT is(test.as('hejun', format('SELECT window_number FROM desk.receipt(210600, %s)', :returned)), '1', 'its receipt keeps the window of the acceptance');

-- --- what can be taken back: by the predicate of the undo
SELECT is(pg_temp.list('wangfang', '{undo}'), format('undo %s accept', :whole), 'an acceptance that nobody opened; not one that was returned');
SELECT is(pg_temp.list('zhouqian', NULL, 'kind, case_id, number, detail, who', NULL), format('undo %s %s return 周倩', :returned, (test.case_of(:returned)).number), 'a reviewer''s return');
SELECT test.as('zhouqian', test.claim((test.task_of(:whole)).id)) \g /dev/null
SELECT is(pg_temp.list('wangfang', '{undo}'), NULL, 'opened by the reviewer it goes from the list');
SELECT test.clock_add('1 minute'), test.as('zhouqian', test.decide(:whole, 'agree')) \g /dev/null
SELECT is(pg_temp.list('zhouqian'), format('undo %s agree, undo %s return', :whole, :returned), 'the newest first');
SELECT test.as('zhouqian', test.undo(:whole)) \g /dev/null
SELECT is(pg_temp.list('zhouqian'), format('undo %s return', :returned), 'once taken back it is there no more');
SELECT is((SELECT count(*) FROM yc.case_file c, unnest(ARRAY['wangfang', 'hejun', 'zhouqian', 'lina', 'liuyang']) who
           WHERE (test.as(who, format('SELECT count(*) FROM desk.why_not(''undo'', 210600, %s)', c.id)) = '0')
              <> (test.as(who, format('SELECT count(*) FROM desk.waiting_list(210600, 1::smallint) WHERE kind = ''undo'' AND case_id = %s', c.id)) = '1')), 0::bigint, 'the list and why say the same of everybody and every case');

-- --- in its order, a limit to each kind
SELECT test.draft('wangfang', test.id_no(10 + n)) FROM generate_series(1, 25) n \g /dev/null
SELECT test.accepted('wangfang', test.id_no(40 + n)) FROM generate_series(1, 25) n \g /dev/null
SELECT is(test.as('wangfang', 'SELECT string_agg(concat(kind, '' '', n), '', '' ORDER BY place) FROM (SELECT kind, count(*) AS n, min(o) AS place FROM desk.waiting_list(210600, 1::smallint) WITH ORDINALITY AS w(kind, a, b, c, d, e, f, g, h, i, j, k, l, m, o) GROUP BY kind) k'),
          'slip 1, taken 1, draft 20, parked 1, returned 1, undo 20', 'the most urgent kind first, at most twenty of each');

-- rights as they are now
SELECT test.staff('for_a_day', '临时', 'For a day', 'accept') \g /dev/null
SELECT test.draft('for_a_day', test.id_no(70)) AS theirs \gset
UPDATE yc.staff_grant g SET revoked_at = yc.now() FROM yc.staff s WHERE s.id = g.staff_id AND s.login = 'for_a_day';
SELECT is(pg_temp.list('for_a_day'), NULL, 'who may see no case any more is shown none');
DROP ROLE for_a_day; -- logins belong to the cluster

SELECT is_empty('SELECT * FROM yc.verify()', 'after all of it nothing is broken');
SELECT * FROM finish();
