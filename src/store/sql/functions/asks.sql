-- 要我办: what asks for a supervisor, a kind a function, each from the head of an index. A new kind is a function that answers yc.ask, its line in the UNION of
-- yc.asks(), and its two sentences in the catalogue: ASK_<KIND> (the row) and ASK_WHY_<KIND> (what it means, what to do). Authorisations are a list of their own
-- (desk.authorisation_list()), since they are taken and given on the spot.

CREATE OR REPLACE FUNCTION yc.queue_right(_region int, _queue int) RETURNS TABLE (able text, item text) LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN d.authorisation = q.stage THEN 'supervise' ELSE q.stage END, q.item
    FROM yc.queue q JOIN yc.definition d ON d.id = yc.definition_current('item', q.item) WHERE q.region = _region AND q.id = _queue
$$;
COMMENT ON FUNCTION yc.queue_right(int, int) IS 'The right that deciding on the tasks of a queue asks for, and for which item.';

CREATE OR REPLACE FUNCTION yc.asks_due(_region int) RETURNS SETOF yc.ask LANGUAGE sql STABLE AS $$
    SELECT n.place, n.kind, q.id::text, NULL::bigint, NULL::bigint, q.id, NULL::bigint, n.count, NULL::timestamptz, n.due, a.word, NULL::text
    FROM yc.queue q
    CROSS JOIN LATERAL (
        SELECT CASE WHEN t.due < yc.today() THEN 2 ELSE 3 END AS place, CASE WHEN t.due < yc.today() THEN 'overdue' ELSE 'today' END AS kind, count(*)::int AS count, min(t.due) AS due
        FROM (SELECT x.due FROM yc.task x WHERE x.region = _region AND x.queue_id = q.id AND x.due <= yc.today() ORDER BY x.due LIMIT 1000) t
        GROUP BY 1, 2) n
    CROSS JOIN LATERAL (SELECT CASE WHEN EXISTS (SELECT FROM yc.queue_right(_region, q.id) r CROSS JOIN LATERAL yc.queue_able(_region, r.able, r.item)) THEN 'able' ELSE 'nobody' END AS word) a
    WHERE q.region = _region AND (n.kind = 'overdue' OR a.word = 'nobody')
    ORDER BY n.place, n.due LIMIT 20
$$;
COMMENT ON FUNCTION yc.asks_due(int) IS
    'overdue: a queue with tasks past their due date; today: one with tasks due today that nobody who is there may decide (word: able or nobody). Counts up to 1,000.';

CREATE OR REPLACE FUNCTION yc.asks_absent(_region int) RETURNS SETOF yc.ask LANGUAGE sql STABLE AS $$
    SELECT 4, 'absent', g.staff_id::text, NULL::bigint, NULL::bigint, NULL::int, g.staff_id, n.count, NULL::timestamptz, n.due, NULL::text, NULL::text
    FROM (SELECT DISTINCT x.staff_id FROM yc.staff_grant x WHERE x.region = _region AND x.action = ANY (yc.rights_to_decide())) g
    CROSS JOIN LATERAL (SELECT count(*)::int AS count, min(t.due) AS due
                        FROM (SELECT y.due FROM yc.task y WHERE y.claimed_by = g.staff_id AND y.region = _region AND y.due <= yc.near_day(yc.today()) LIMIT 100) t) n
    WHERE n.count > 0 AND NOT yc.staff_here(_region, g.staff_id)
    ORDER BY n.due LIMIT 20
$$;
COMMENT ON FUNCTION yc.asks_absent(int) IS 'absent: tasks that are near (yc.near_day()) in the hands of somebody who is not there (yc.staff_here()); up to 100 each.';

CREATE OR REPLACE FUNCTION yc.asks_hands(_region int) RETURNS SETOF yc.ask LANGUAGE sql STABLE AS $$
    SELECT 5, CASE WHEN o.silent THEN 'silent' ELSE 'unhanded' END, v.clerk::text, NULL::bigint, NULL::bigint, NULL::int, v.clerk,
           (CASE WHEN o.silent OR o.gone THEN v.count ELSE v.old END)::int, v.first, NULL::date, to_char(v.window_number, 'FM00'), NULL::text
    FROM (SELECT x.clerk, count(*) AS count, count(*) FILTER (WHERE x.started_at < yc.day_start()) AS old, min(x.started_at) AS first, min(x.window_number) AS window_number
          FROM (SELECT * FROM yc.visit y WHERE y.region = _region AND y.ended_at IS NULL LIMIT 500) x GROUP BY 1) v
    LEFT JOIN yc.seat s ON s.region = _region AND s.staff_id = v.clerk
    CROSS JOIN LATERAL (SELECT yc.staff_connected(v.clerk) AS yes OFFSET 0) c
    CROSS JOIN LATERAL (SELECT s.staff_id IS NOT NULL AND NOT c.yes AS silent, s.staff_id IS NULL AND NOT c.yes AS gone) o
    WHERE o.silent OR o.gone OR v.old > 0
    ORDER BY v.first LIMIT 20
$$;
COMMENT ON FUNCTION yc.asks_hands(int) IS
    'silent: somebody sits at a window with a visit open and no session of theirs stands; unhanded: visits that were left open by somebody who has signed off, or since yesterday. Of at most 500 open visits.';

CREATE OR REPLACE FUNCTION yc.stuck_tasks(_region int) RETURNS SETOF yc.ask LANGUAGE sql STABLE AS $$
    SELECT 6, 'stuck', t.case_id || ' idle', t.case_id, t.id, t.queue_id, t.claimed_by, 1, t.created_at, t.due, 'idle', NULL::text
    FROM (SELECT * FROM yc.task x WHERE x.region = _region ORDER BY x.id LIMIT 500) t -- ids come in the order of time, but for a session's twenty in hand
    WHERE t.created_at < (SELECT yc.days_worked_before(yc.setting('stuck_days')::int)::timestamp AT TIME ZONE 'Asia/Shanghai') -- asked once
      AND t.aside IS DISTINCT FROM 'held' AND t.branch_id IS NULL
    ORDER BY t.created_at LIMIT 20
$$;
COMMENT ON FUNCTION yc.stuck_tasks(int) IS 'stuck (idle): a task that has been at its stage for longer than the setting stuck_days, in working days, neither put aside until a date nor a branch, which has a day of its own; of the oldest 500.';

CREATE OR REPLACE FUNCTION yc.stuck_pauses(_region int) RETURNS SETOF yc.ask LANGUAGE sql STABLE AS $$
    SELECT 6, 'stuck', s.case_id || ' ' || w.word, s.case_id, NULL::bigint, NULL::int, NULL::bigint, 1, s.first_day::timestamp AT TIME ZONE 'Asia/Shanghai', s.awaited, w.word, s.paper
    FROM (SELECT x.*, yc.expected_end(x) AS awaited FROM yc.suspension x WHERE x.region = _region AND x.last_day IS NULL ORDER BY x.first_day, x.id LIMIT 500) s
    CROSS JOIN (SELECT yc.long_since(yc.today()) AS day, yc.today() AS today OFFSET 0) long
    CROSS JOIN LATERAL (SELECT CASE WHEN s.awaited < long.today THEN 'late' WHEN s.first_day > long.day OR s.awaited IS NOT NULL THEN NULL
                                    WHEN s.kind = 'supplement' THEN 'returned' ELSE 'endless' END AS word) w
    WHERE w.word IS NOT NULL
    ORDER BY s.first_day LIMIT 20
$$;
COMMENT ON FUNCTION yc.stuck_pauses(int) IS
    'stuck (late): suspended past the day by which the answer should be there; (endless): suspended without such a day for long (yc.long_since()); (returned): with the applicant as long. Of the oldest 500.';

CREATE OR REPLACE FUNCTION yc.stuck_repeated(_region int) RETURNS SETOF yc.ask LANGUAGE sql STABLE AS $$
    SELECT 6, 'stuck', w.case_id || ' repeated', w.case_id, NULL::bigint, NULL::int, w.hands, 1, w.since::timestamp AT TIME ZONE 'Asia/Shanghai', NULL::date, 'repeated', NULL::text
    FROM yc.case_watch w WHERE w.region = _region AND w.kind = 'repeated' AND w.ended_at IS NULL
    ORDER BY w.since, w.case_id LIMIT 20
$$;
COMMENT ON FUNCTION yc.stuck_repeated(int) IS 'stuck (repeated): suspended again and again, since the last time; as desk.suspension_list() has them.';

CREATE OR REPLACE FUNCTION yc.stuck_branches(_region int) RETURNS SETOF yc.ask LANGUAGE sql STABLE AS $$
    SELECT 6, 'stuck', b.case_id || ' branch ' || b.id, b.case_id, b.id, t.queue_id, t.claimed_by, 1, b.opened_at, b.due, 'branch', b.kind
    FROM (SELECT * FROM yc.branch x WHERE x.region = _region AND x.answered_at IS NULL AND x.voided_at IS NULL AND x.due < yc.today() ORDER BY x.due, x.id LIMIT 20) b
    JOIN yc.task t ON t.region = b.region AND t.id = b.id
    ORDER BY b.due
$$;
COMMENT ON FUNCTION yc.stuck_branches(int) IS 'stuck (branch): a part of a case, or a vote, that others should have answered by now (due; detail its kind): the case waits for it.';

CREATE OR REPLACE FUNCTION yc.stuck_received(_region int) RETURNS SETOF yc.ask LANGUAGE sql STABLE AS $$
    SELECT 6, 'stuck', r.case_id || ' unanswered', r.case_id, NULL::bigint, NULL::int, coalesce(r.keeper, r.staff_id), 1, r.received_at, r.answer_by, 'unanswered', r.slip
    FROM (SELECT * FROM yc.received x WHERE x.region = _region AND x.seen_at IS NULL AND x.answer_by <= yc.today() ORDER BY x.answer_by LIMIT 200) r
    JOIN yc.case_file c ON c.region = r.region AND c.id = r.case_id AND c.state = 'received'
    ORDER BY r.answer_by LIMIT 20
$$;
COMMENT ON FUNCTION yc.stuck_received(int) IS 'stuck (unanswered): received against a slip and due to be answered by today, or overdue: from then on it counts as accepted (行政许可法 32).';

CREATE OR REPLACE FUNCTION yc.asks_again(_region int) RETURNS SETOF yc.ask LANGUAGE sql STABLE AS $$
    SELECT 7, 'again', b.task_id::text, b.case_id, NULL::bigint, NULL::int, d.decided_by, 1, d.decided_at, NULL::date, NULL::text, b.again
    FROM yc.decision_basis b JOIN yc.decision d ON d.region = b.region AND d.task_id = b.task_id AND d.undone_at IS NULL
    WHERE b.region = _region AND b.again IS NOT NULL AND b.kinds IS NOT NULL AND b.seen_at IS NULL
    ORDER BY b.task_id LIMIT 20
$$;
COMMENT ON FUNCTION yc.asks_again(int) IS 'again: a case was returned once more; by whom, detail why it was not said the first time. Until a supervisor has seen it (desk.returned_again_see()).';

CREATE OR REPLACE FUNCTION yc.asks_differ(_region int) RETURNS SETOF yc.ask LANGUAGE sql STABLE AS $$
    SELECT 8, 'differs', s.id::text, s.case_id, NULL::bigint, NULL::int, s.looked_by, 1, s.looked_at, NULL::date, NULL::text, s.note
    FROM yc.sample s WHERE s.region = _region AND s.result = 'differs' AND s.closed_at IS NULL
    ORDER BY s.looked_at, s.id LIMIT 20
$$;
COMMENT ON FUNCTION yc.asks_differ(int) IS 'differs: a second look found something else than the decision; who looked, detail their words. Until a supervisor has answered it (desk.sample_close()).';

CREATE OR REPLACE FUNCTION yc.asks(_actor bigint, _region int) RETURNS SETOF yc.ask LANGUAGE sql STABLE AS $$
    SELECT * FROM yc.asks_due(_region)
    UNION ALL SELECT * FROM yc.asks_absent(_region)
    UNION ALL SELECT * FROM yc.asks_hands(_region)
    UNION ALL SELECT * FROM yc.stuck_tasks(_region)
    UNION ALL SELECT * FROM yc.stuck_pauses(_region)
    UNION ALL SELECT * FROM yc.stuck_repeated(_region)
    UNION ALL SELECT * FROM yc.stuck_branches(_region)
    UNION ALL SELECT * FROM yc.stuck_received(_region)
    UNION ALL SELECT * FROM yc.asks_again(_region)
    UNION ALL SELECT * FROM yc.asks_differ(_region)
$$;
COMMENT ON FUNCTION yc.asks(bigint, int) IS 'All that asks for a supervisor of a region but authorisations, a kind a line: who adds one adds it here.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.ask_list(_region int)
RETURNS TABLE (kind text, key text, case_id bigint, task_id bigint, queue_id int, number text, name text, item_zh text, item_en text, stage text, staff text,
               count int, since timestamptz, due date, word text, detail text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
    RETURN QUERY SELECT a.kind, a.key, a.case_id, a.task_id, a.queue_id, c.number, yc.mask('name_any', p.name), d.name_zh, d.name_en, CASE WHEN d.authorisation = coalesce(c.stage, q.stage) THEN 'authorise' ELSE coalesce(c.stage, q.stage) END,
        yc.staff_name(a.staff_id), a.count, a.since, a.due, a.word, a.detail
    FROM (SELECT * FROM yc.asks(_actor, _region) x ORDER BY x.place, x.due, x.since, x.key LIMIT 60) a
    LEFT JOIN yc.case_file c ON c.region = _region AND c.id = a.case_id
    LEFT JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    LEFT JOIN yc.queue q ON q.region = _region AND q.id = a.queue_id
    LEFT JOIN yc.definition d ON d.id = coalesce(c.definition_id, yc.definition_current('item', q.item))
    WHERE a.kind <> 'again' OR NOT yc.sample_blinds(_actor, _region, a.case_id)
    ORDER BY a.place, a.due, a.since, a.key;
END $$;
COMMENT ON FUNCTION desk.ask_list(int) IS
    'What asks for me as a supervisor besides authorisations, the most urgent kind first, at most 60: overdue, today (queues), absent (a person''s tasks), silent, unhanded (a clerk''s visits), stuck (a case; word: idle, late, endless, returned, repeated, branch, unanswered), again (returned once more), differs (a second look). Names masked; nothing that tells of a first decision while I have the case open for a blind second look. See yc.ask. For supervisors.';
GRANT EXECUTE ON FUNCTION desk.ask_list(int) TO yc_staff;
