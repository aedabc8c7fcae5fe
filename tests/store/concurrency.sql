SELECT test.clock_stops('ui-benefit', 'site_check');

-- For test_concurrency.c: one random command of a member of staff on the few cases there are, as a workstation would send
-- it (tokens and versions as the database has them now, so that every second one meets somebody else's). Returns the
-- code of its refusal, the SQLSTATE of any other error, or "done".
CREATE FUNCTION test.command_random(_login text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := (SELECT c.id FROM yc.case_file c WHERE c.state IN ('draft', 'received', 'returned', 'accepted') ORDER BY random() LIMIT 1);
    _task yc.task;
    _choice int := floor(random() * 29);
BEGIN
    SELECT * INTO _task FROM yc.task t ORDER BY t.claimed_by IS NULL, random() LIMIT 1;
    RETURN coalesce((test.refusal_kept(_login, CASE
        WHEN _case IS NULL OR _choice = 0 THEN
            format('SELECT case_id FROM desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 1::smallint, ''01'', %L, ''郭晓兰'') v, desk.case_open(gen_random_uuid(), 210600, v.visit_id, ''ui-benefit'')',
                   test.id_no(floor(random() * 20)::int))
        WHEN _choice <= 2 THEN format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', _case)
        WHEN _choice <= 5 THEN (SELECT test.save(_case, f.key, f.value, 1 + floor(random() * 1000)::bigint) FROM (VALUES
            ('mobile', '13800006612'), ('unemp_date', '2026-01-31'), ('leave_reason', '02'), ('ui_place', '210600'), ('last_unit', '机械厂')) f(key, value) ORDER BY random() LIMIT 1)
        WHEN _choice <= 7 THEN test.add(_case, (ARRAY['id', 'term', 'ureg'])[1 + floor(random() * 3)::int])
        WHEN _choice <= 9 THEN test.accept(_case)
        WHEN _choice <= 12 THEN test.claim(CASE WHEN random() < 0.5 THEN _task.id END)
        WHEN _choice = 13 THEN format('SELECT task_id FROM desk.task_release(gen_random_uuid(), 210600, %s)', coalesce(_task.id, 1))
        WHEN _choice = 14 THEN format('SELECT desk.case_resume(gen_random_uuid(), 210600, %s, %s, ''核查完毕'')', _case, (test.case_of(_case)).version)
        WHEN _choice = 15 THEN format('SELECT tasks FROM desk.task_renew(210600, %L)', coalesce(_task.token, gen_random_uuid()))
        WHEN _choice <= 18 AND _task.id IS NOT NULL THEN (SELECT replace(test.decide(_task.case_id, d.decision, d.reason, d.note), 'task_decide(', CASE WHEN random() < 0.5 THEN 'task_decide_next(' ELSE 'task_decide(' END) FROM (VALUES
            ('agree', NULL, NULL), ('agree', NULL, NULL), ('return', '01', '缺证明'), ('deny', '01', '不符合'), ('suspend', 'site_check', '通知')) d(decision, reason, note) ORDER BY random() LIMIT 1)
        WHEN _choice <= 21 THEN test.undo((SELECT a.case_id FROM yc.staff s, yc.acts_newest(s.id, 210600, 20) a WHERE s.login = _login ORDER BY random() LIMIT 1))
        WHEN _choice = 22 THEN test.receive(_case, test.slip(floor(random() * 10000)::int), yc.now())
        WHEN _choice = 23 THEN format('SELECT issue FROM desk.receipt_reissue(gen_random_uuid(), 210600, %s, ''打错'')', _case)
        WHEN _choice = 24 THEN format('SELECT count(*) FROM desk.waiting_list(210600, 1::smallint)')
        WHEN _choice = 26 THEN format('SELECT visits FROM desk.hand_over(gen_random_uuid(), 210600, 1::smallint, %s, ''换人'')',
            (SELECT s.id FROM yc.staff s WHERE s.login IN ('wangfang', 'hejun') ORDER BY random() LIMIT 1))
        WHEN _choice = 27 THEN (SELECT format('SELECT visit_id FROM desk.notice_give(gen_random_uuid(), 210600, %s, %s, %L, NULL, %L, ''去取'')',
            c.visit_id, c.id, c.token, (ARRAY['park', 'end'])[1 + floor(random() * 2)::int]) FROM test.case_of(_case) c)
        WHEN _choice = 28 THEN format('SELECT visit_id FROM desk.visit_set(gen_random_uuid(), 210600, %s, %L, 1::smallint, ''left'')',
            (test.case_of(_case)).visit_id, (ARRAY['park', 'resume', 'resume', 'end'])[1 + floor(random() * 4)::int])
        ELSE format('SELECT count(*) FROM desk.why_not(''decide'', 210600, %s), desk.case_fields(210600, %1$s)', _case)
    END)), 'done');
END $$;

-- As test.refusal(), but what went through stays.
CREATE FUNCTION test.refusal_kept(_login text, _sql text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM test.as(_login, _sql);
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    RETURN CASE SQLSTATE WHEN 'YC001' THEN SQLERRM ELSE SQLSTATE || ' ' || SQLERRM END;
END $$;

-- An accepted-to-be draft of wangfang's, for two who meet at it.
CREATE FUNCTION test.draft_filled(_n int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.draft('wangfang', test.id_no(_n));
BEGIN
    PERFORM test.fill('wangfang', _case);
    RETURN _case;
END $$;

-- What zhouqian selects, seen in the version of this moment: 500 of which 120 will have changed (kind), 25 a piece. The item asks for no materials here.
CREATE TABLE test.selected (n int, task_id bigint, case_id bigint, version int, kind text);
CREATE FUNCTION test.select_500() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    UPDATE yc.definition SET content = content || '{"materials": []}' WHERE kind = 'item' AND code = 'ui-benefit';
    PERFORM test.many(500);
    INSERT INTO test.selected
    SELECT n, t.id, t.case_id, c.version, CASE WHEN n >= 250 THEN (ARRAY['claimed', 'claimed', 'claimed', 'returned', 'returned', 'returned', 'decided', 'decided', 'decided', 'moved', 'busy', 'busy'])[n % 25 + 1] END
    FROM (SELECT x.*, (row_number() OVER (ORDER BY x.id) - 1)::int AS n FROM yc.task x) t JOIN yc.case_file c ON c.id = t.case_id;
    RETURN (SELECT count(kind) FROM test.selected);
END $$;
-- The statement that sends the n-th piece: what came of each task, with the parameters of what stands against it.
CREATE FUNCTION test.piece(_n int) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT concat_ws(''/'', result, code, array_to_string(parameters, ''/'')) || '';'' AS value FROM desk.task_decide_many(gen_random_uuid(), 210600, %L, %L, ''agree'')', array_agg(s.task_id), array_agg(s.version))
    FROM test.selected s WHERE s.n / 25 = _n
$$;
