-- What a supervisor sees of windows, stages and queues. Figures are counters and heads of indexes, never counts over big tables; what is not a
-- counter is bounded, and says so by reaching its bound.

CREATE OR REPLACE FUNCTION yc.pause_of(_region int, _queue int, _staff bigint, _hall smallint, _window smallint) RETURNS SETOF yc.pause LANGUAGE sql STABLE AS $$
    SELECT p.* FROM yc.pause p
    WHERE p.region = _region AND p.ended_at IS NULL AND (p.until IS NULL OR p.until > yc.now())
      AND (p.queue_id = _queue OR p.staff_id = _staff OR (p.hall = _hall AND p.window_number = _window))
$$;
COMMENT ON FUNCTION yc.pause_of(int, int, bigint, smallint, smallint) IS 'The pauses in force of a queue, a person, a window; NULL asks for none of that kind. Over by itself when its moment has come.';

CREATE OR REPLACE FUNCTION yc.staff_here(_region int, _staff bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM yc.staff s WHERE s.id = _staff AND s.disabled_at IS NULL)
        AND yc.absent_until(_staff, _region) IS NULL
        AND NOT EXISTS (SELECT FROM yc.pause_of(_region, NULL, _staff, NULL, NULL));
END $$;
COMMENT ON FUNCTION yc.staff_here(int, bigint) IS
    'Whether work may be counted on somebody today: not disabled, not absent, not paused.';

CREATE OR REPLACE FUNCTION yc.staff_connected(_staff bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a JOIN yc.staff s ON s.login = a.usename
                   WHERE s.id = _staff AND a.datname = current_database())
$$;
COMMENT ON FUNCTION yc.staff_connected(bigint) IS
    'Whether a session of this person stands. The server knows it: no workstation has to send signs of life. A machine that died without a word is noticed by the server''s keepalive.';

CREATE OR REPLACE FUNCTION yc.day_start() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT yc.today()::timestamp AT TIME ZONE 'Asia/Shanghai' $$;
COMMENT ON FUNCTION yc.day_start() IS 'The beginning of the working date in China.';

CREATE OR REPLACE FUNCTION yc.days_worked_before(_days int) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    _day date := yc.today();
BEGIN
    WHILE _days > 0 LOOP
        _day := _day - 1;
        IF coalesce((SELECT e.works FROM yc.calendar_exception e WHERE e.day = _day), extract(isodow FROM _day) <= 5) THEN
            _days := _days - 1;
        END IF;
    END LOOP;
    RETURN _day;
END $$;
COMMENT ON FUNCTION yc.days_worked_before(int) IS 'The day so many working days before today. In a year that was not published weekdays are worked: this is for what is long ago.';

-- --- counters of a window's own hour

CREATE OR REPLACE FUNCTION yc.window_came(_visit yc.visit) RETURNS void LANGUAGE sql AS $$
    INSERT INTO yc.window_hour AS w (region, hall, window_number, hour, came)
    VALUES (_visit.region, _visit.hall, _visit.begun_at, date_trunc('hour', _visit.started_at, 'UTC'), 1)
    ON CONFLICT (region, hall, window_number, hour) DO UPDATE SET came = w.came + 1
$$;
COMMENT ON FUNCTION yc.window_came(yc.visit) IS 'Counts a visit that has begun.';

CREATE OR REPLACE FUNCTION yc.window_done(_visit yc.visit) RETURNS void LANGUAGE sql AS $$
    INSERT INTO yc.window_hour AS w (region, hall, window_number, hour, accepted, received, lacking, asked, gone, seconds)
    VALUES (_visit.region, _visit.hall, _visit.window_number, date_trunc('hour', _visit.ended_at, 'UTC'), (_visit.outcome = 'accepted')::int, (_visit.outcome = 'received')::int,
            (_visit.outcome = 'lacking')::int, (_visit.outcome = 'asked')::int, (_visit.outcome = 'left')::int,
            floor(extract(epoch FROM _visit.ended_at - _visit.started_at)))
    ON CONFLICT (region, hall, window_number, hour) DO UPDATE SET accepted = w.accepted + excluded.accepted, received = w.received + excluded.received,
        lacking = w.lacking + excluded.lacking, asked = w.asked + excluded.asked, gone = w.gone + excluded.gone, seconds = w.seconds + excluded.seconds
$$;
COMMENT ON FUNCTION yc.window_done(yc.visit) IS 'Counts a visit that has ended, by its outcome, at the window where it ended.';

-- --- who may decide, who holds

CREATE OR REPLACE FUNCTION yc.queue_able(_region int, _right text, _item text) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT DISTINCT g.staff_id FROM yc.staff_grant g
    WHERE g.region = _region AND g.action = _right AND (g.item IS NULL OR g.item = _item) AND g.revoked_at IS NULL
      AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
      AND yc.staff_here(_region, g.staff_id) AND NOT yc.staff_is_system(g.staff_id)
$$;
COMMENT ON FUNCTION yc.queue_able(int, text, text) IS 'Who may decide on an item by a right and can be counted on today (yc.staff_here()).';

CREATE OR REPLACE FUNCTION yc.queue_holders(_region int, _queue int) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT DISTINCT t.claimed_by FROM (
        SELECT x.claimed_by FROM yc.task x WHERE x.region = _region AND x.queue_id = _queue AND x.claimed_by IS NOT NULL ORDER BY x.lease_until LIMIT 50) t
$$;
COMMENT ON FUNCTION yc.queue_holders(int, int) IS 'In whose hands tasks of a queue are, of at most 50 of them.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.queue_table(_region int)
RETURNS TABLE (queue_id int, stage text, item text, item_zh text, item_en text, ready bigint, claimed bigint, decided bigint, oldest timestamptz, first_due date, near int, overdue int, people int,
               came bigint, went bigint, came_today bigint, went_today bigint, paused_by text, paused_until timestamptz, paused_words text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _today date := yc.today();
    _near  date := yc.near_day(yc.today());
BEGIN
    PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
    RETURN QUERY
    WITH counted AS (
        SELECT n.queue_id, sum(n.count) FILTER (WHERE n.kind = 'ready') AS ready, sum(n.count) FILTER (WHERE n.kind IN ('claimed', 'held', 'reserved')) AS claimed,
               sum(n.count) FILTER (WHERE n.kind = 'decided') AS decided
        FROM (SELECT k.queue_id, k.kind, k.count FROM yc.queue_count k WHERE k.region = _region
              UNION ALL SELECT k.queue_id, k.kind, k.change FROM yc.queue_delta k WHERE k.region = _region) n
        GROUP BY 1
    ), flowed AS (
        SELECT n.queue_id, sum(n.came) FILTER (WHERE n.hour >= date_trunc('hour', yc.now(), 'UTC')) AS came, sum(n.went) FILTER (WHERE n.hour >= date_trunc('hour', yc.now(), 'UTC')) AS went,
               sum(n.came) AS came_today, sum(n.went) AS went_today
        FROM (SELECT f.queue_id, f.hour, f.came, f.went FROM yc.flow_hour f JOIN yc.queue q ON q.region = f.region AND q.id = f.queue_id
              WHERE f.region = _region AND f.hour >= yc.day_start()
              UNION ALL SELECT k.queue_id, k.at, k.change, CASE WHEN k.kind = 'decided' THEN k.change ELSE 0 END FROM yc.queue_delta k
              WHERE k.region = _region AND k.at >= yc.day_start()) n
        GROUP BY 1
    ), items AS MATERIALIZED (
        SELECT i.item, yc.definition_current('item', i.item) AS definition FROM (SELECT DISTINCT q.item FROM yc.queue q WHERE q.region = _region) i
    ), able AS MATERIALIZED (
        SELECT DISTINCT g.staff_id, g.action, g.item
        FROM yc.staff_grant g WHERE g.region = _region AND g.revoked_at IS NULL AND _today BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
          AND g.action = ANY (yc.rights_to_decide() || 'supervise'::text) AND yc.staff_here(_region, g.staff_id) AND NOT yc.staff_is_system(g.staff_id)
    )
    SELECT q.id, CASE WHEN d.authorisation = q.stage THEN 'authorise' ELSE q.stage END, q.item, d.name_zh, d.name_en, coalesce(n.ready, 0)::bigint, coalesce(n.claimed, 0)::bigint, coalesce(n.decided, 0)::bigint,
        (SELECT min(o.created_at) FROM (SELECT t.created_at FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id ORDER BY t.due LIMIT 50) o),
        (SELECT min(t.due) FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id),
        (SELECT count(*)::int FROM (SELECT FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id AND t.due BETWEEN _today AND _near LIMIT 1000) x),
        (SELECT count(*)::int FROM (SELECT FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id AND t.due < _today LIMIT 1000) x),
        (SELECT count(DISTINCT a.staff_id)::int FROM able a WHERE a.action = CASE WHEN d.authorisation = q.stage THEN 'supervise' ELSE q.stage END AND (a.item IS NULL OR a.item = q.item)),
        coalesce(f.came, 0)::bigint, coalesce(f.went, 0)::bigint, coalesce(f.came_today, 0)::bigint, coalesce(f.went_today, 0)::bigint,
        yc.staff_name(p.paused_by), p.until, p.words
    FROM yc.queue q JOIN items i ON i.item = q.item JOIN yc.definition d ON d.id = i.definition
    LEFT JOIN counted n ON n.queue_id = q.id
    LEFT JOIN flowed f ON f.queue_id = q.id
    LEFT JOIN yc.pause p ON p.region = q.region AND p.queue_id = q.id AND p.ended_at IS NULL AND (p.until IS NULL OR p.until > yc.now())
    WHERE q.region = _region
    ORDER BY array_position(yc.rights_to_decide(), q.stage), q.item;
END $$;
COMMENT ON FUNCTION desk.queue_table(int) IS
    'The queues of a region: waiting, in somebody''s hands (put aside and reserved too), decided so far, oldest and first due of the front, near (yc.near_day(): the next working day, unless the setting near_days says otherwise) and overdue (each up to 1,000), how many people may decide and are there (of authorisations: supervisors), what came and went in this clock hour and today, and who paused it, until when and why. A stage that is a supervisor''s authorisation is called authorise. For supervisors.';
GRANT EXECUTE ON FUNCTION desk.queue_table(int) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.stage_table(_region int)
RETURNS TABLE (stage text, busy bigint, oldest timestamptz, near bigint, overdue bigint, people int, holders text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _today date := yc.today();
BEGIN
    RETURN QUERY -- desk.queue_table() asks for the right
    WITH queues AS MATERIALIZED (SELECT t.*, q.stage AS place FROM desk.queue_table(_region) t JOIN yc.queue q ON q.region = _region AND q.id = t.queue_id),
    paused AS MATERIALIZED (
        SELECT s.kind, s.first_day, yc.expected_end(s) AS expected FROM yc.suspension s
        WHERE s.region = _region AND s.last_day IS NULL ORDER BY s.first_day, s.id LIMIT 1000),
    waits AS MATERIALIZED (
        SELECT t.created_at, t.due FROM queues q
        CROSS JOIN LATERAL (SELECT x.created_at, x.due FROM yc.task x WHERE x.region = _region AND x.queue_id = q.queue_id AND x.claimed_by IS NULL AND x.priority = 1
                            ORDER BY x.priority, x.due, x.id LIMIT 100) t),
    stages AS MATERIALIZED (
        SELECT s.place, s.stage, coalesce(sum(q.ready + q.claimed), 0)::bigint AS busy, min(q.oldest) AS oldest, coalesce(sum(q.near), 0)::bigint AS near, coalesce(sum(q.overdue), 0)::bigint AS overdue,
               (SELECT count(*)::int FROM (SELECT DISTINCT x FROM queues k CROSS JOIN LATERAL yc.queue_able(_region, CASE k.stage WHEN 'authorise' THEN 'supervise' ELSE k.stage END, k.item) x WHERE k.place = s.stage) a) AS people,
               (SELECT string_agg(yc.staff_name(h.id), ' ' ORDER BY h.id) FROM (SELECT DISTINCT x AS id FROM queues k CROSS JOIN LATERAL yc.queue_holders(_region, k.queue_id) x
                                                                               WHERE k.place = s.stage ORDER BY x LIMIT 5) h) AS holders
        FROM (VALUES ('review', 1), ('recheck', 2), ('approve', 3), ('site_check', 7), ('expert_review', 8), ('third_party_check', 9)) s(stage, place) LEFT JOIN queues q ON q.place = s.stage
        WHERE s.place < 4 OR q.queue_id IS NOT NULL
        GROUP BY s.stage, s.place
        UNION ALL
        SELECT 4, 'waits', count(*), min(w.created_at), count(*) FILTER (WHERE w.due = _today), count(*) FILTER (WHERE w.due < _today), NULL, NULL FROM waits w
        UNION ALL
        SELECT 5, 'suspended', count(*), min(p.first_day)::timestamp AT TIME ZONE 'Asia/Shanghai', 0, count(*) FILTER (WHERE p.expected < _today), NULL, NULL
        FROM paused p WHERE p.kind <> 'supplement'
        UNION ALL
        SELECT 6, 'returned', count(*), min(p.first_day)::timestamp AT TIME ZONE 'Asia/Shanghai', 0, 0, NULL, NULL FROM paused p WHERE p.kind = 'supplement')
    SELECT s.stage, s.busy, s.oldest, s.near, s.overdue, s.people, s.holders FROM stages s ORDER BY s.place;
END $$;
COMMENT ON FUNCTION desk.stage_table(int) IS
    'The back factory by stage: in work, oldest, near and overdue as desk.queue_table() has them, people who may decide and are there, in whose hands tasks are. Then waits (of those that nobody has opened: the applicant is in the hall), suspended (overdue: past the day by which the answer should be there) and returned, of the oldest 1,000 suspensions; then, as the stages, the kinds of branches of which the region has any. For supervisors.';
GRANT EXECUTE ON FUNCTION desk.stage_table(int) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.window_table(_region int, _hall smallint)
RETURNS TABLE (window_number smallint, staff_id bigint, name text, state text, since timestamptz, case_id bigint, done bigint, mean bigint, parked int, words text, until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM yc.refuse(yc.right_refusal(yc.actor(), 'supervise', _region));
    RETURN QUERY
    WITH seats AS MATERIALIZED (
        SELECT DISTINCT ON (s.window_number) s.*, yc.staff_connected(s.staff_id) AS connected FROM yc.seat s
        WHERE s.region = _region AND s.hall = _hall ORDER BY s.window_number, s.since DESC
    ), today AS (
        SELECT h.window_number, sum(h.accepted + h.received + h.lacking + h.asked + h.gone) AS done, sum(h.seconds) AS seconds FROM yc.window_hour h
        WHERE h.region = _region AND h.hall = _hall AND h.hour >= yc.day_start() GROUP BY 1
    )
    SELECT w.window_number, s.staff_id, yc.staff_name(s.staff_id),
           CASE WHEN s.staff_id IS NULL THEN CASE WHEN p.id IS NULL THEN 'empty' ELSE 'closed' END
                WHEN NOT s.connected THEN 'silent' WHEN s.away_at IS NOT NULL THEN 'away'
                WHEN a.since IS NOT NULL THEN 'authorise' WHEN v.id IS NOT NULL THEN 'serving' WHEN p.id IS NOT NULL THEN 'closed' ELSE 'free' END,
           CASE WHEN s.staff_id IS NULL THEN p.paused_at WHEN NOT s.connected THEN s.since WHEN s.away_at IS NOT NULL THEN s.away_at
                ELSE coalesce(a.since, v.started_at, p.paused_at, s.since) END,
           a.case_id, coalesce(t.done, 0)::bigint, (t.seconds / nullif(t.done, 0))::bigint, coalesce(k.parked, 0), p.words, p.until
    FROM yc.service_window w
    LEFT JOIN seats s ON s.window_number = w.window_number
    LEFT JOIN today t ON t.window_number = w.window_number
    LEFT JOIN LATERAL yc.pause_of(_region, NULL, NULL, _hall, w.window_number) p ON true
    LEFT JOIN LATERAL (SELECT * FROM yc.visit x WHERE x.region = _region AND x.hall = _hall AND x.clerk = s.staff_id AND x.ended_at IS NULL AND x.parked_at IS NULL
                       ORDER BY x.started_at DESC LIMIT 1) v ON true
    LEFT JOIN LATERAL (SELECT count(*)::int AS parked FROM yc.visit x
                       WHERE x.region = _region AND x.hall = _hall AND x.clerk = s.staff_id AND x.ended_at IS NULL AND x.parked_at IS NOT NULL) k ON true
    LEFT JOIN LATERAL (SELECT c.id AS case_id, CASE WHEN y.authorisation THEN y.created_at END AS since FROM yc.case_file c
                       LEFT JOIN yc.task y ON y.region = c.region AND y.id = c.live_task
                       WHERE c.region = _region AND c.visit_id = v.id ORDER BY y.authorisation DESC NULLS LAST, c.id DESC LIMIT 1) a ON true
    WHERE w.region = _region AND w.hall = _hall
    ORDER BY w.window_number;
END $$;
COMMENT ON FUNCTION desk.window_table(int, smallint) IS
    'The windows of a hall: who sits there and what they do since when: empty, closed, silent (signed on, but no session of theirs stands: the program or the line is gone), away (locked), authorise (the applicant waits for a supervisor), serving, free. The newest case of the visit; visits ended today and their mean seconds from beginning to end, parked time included; parked visits of this person; why it is closed and until when. For supervisors.';
GRANT EXECUTE ON FUNCTION desk.window_table(int, smallint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.hall_hours(_region int, _hall smallint)
RETURNS TABLE (hour int, came bigint, accepted bigint, received bigint, lacking bigint, asked bigint, gone bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM yc.refuse(yc.right_refusal(yc.actor(), 'supervise', _region));
    RETURN QUERY SELECT extract(hour FROM h.hour AT TIME ZONE 'Asia/Shanghai')::int, sum(h.came), sum(h.accepted), sum(h.received), sum(h.lacking), sum(h.asked), sum(h.gone)
    FROM yc.window_hour h WHERE h.region = _region AND h.hall = _hall AND h.hour >= yc.day_start() GROUP BY 1 ORDER BY 1;
END $$;
COMMENT ON FUNCTION desk.hall_hours(int, smallint) IS 'Today in a hall by the hour: visits begun, and visits ended by outcome. For supervisors.';
GRANT EXECUTE ON FUNCTION desk.hall_hours(int, smallint) TO yc_staff;
