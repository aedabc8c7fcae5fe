-- What passed its limit and what is suspended again and again goes up to the supervisor: found by tending, case by case as they change, and once a day
-- by looking through the queues. 0029_looking_back.sql has the tables.

CREATE OR REPLACE FUNCTION yc.overdue_sweep() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _today date := yc.today();
    _mark  yc.overdue_mark;
    _piece record;
    _left  int := 2000;
BEGIN
    INSERT INTO yc.overdue_mark (region, queue_id, day, due, task_id)
    SELECT q.region, q.id, '-infinity', '-infinity', 0 FROM yc.queue q WHERE NOT EXISTS (SELECT FROM yc.overdue_mark m WHERE m.region = q.region AND m.queue_id = q.id) ON CONFLICT DO NOTHING;
    UPDATE yc.overdue_mark m SET day = _today, due = _today - 1, task_id = 9223372036854775807 -- of a hundred items in forty regions most queues hold nothing
    WHERE m.day < _today AND NOT EXISTS (SELECT FROM yc.task t WHERE t.region = m.region AND t.queue_id = m.queue_id AND t.due >= m.due AND t.due < _today);
    FOR _mark IN SELECT * FROM yc.overdue_mark m WHERE m.day < _today ORDER BY m.day LIMIT 200 LOOP
        WITH piece AS (SELECT t.region, t.case_id, t.due, t.id FROM yc.task t
                       WHERE t.region = _mark.region AND t.queue_id = _mark.queue_id AND t.due >= _mark.due AND t.due < _today AND (t.due, t.id) > (_mark.due, _mark.task_id)
                       ORDER BY t.due, t.id LIMIT _left),
        put AS (INSERT INTO yc.stat_pending (region, case_id) SELECT p.region, p.case_id FROM piece p ON CONFLICT DO NOTHING)
        SELECT count(*)::int AS count, max(p.due) AS due, max(p.id) FILTER (WHERE p.due = (SELECT max(x.due) FROM piece x)) AS id INTO _piece FROM piece p;
        IF _piece.count < _left THEN
            UPDATE yc.overdue_mark m SET day = _today, due = _today - 1, task_id = 9223372036854775807 WHERE m.region = _mark.region AND m.queue_id = _mark.queue_id;
        ELSE
            UPDATE yc.overdue_mark m SET due = _piece.due, task_id = _piece.id WHERE m.region = _mark.region AND m.queue_id = _mark.queue_id;
        END IF;
        _left := _left - _piece.count;
        EXIT WHEN _left <= 0;
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.overdue_sweep() IS
    'Once a day, 2,000 tasks at a time, puts the cases whose tasks passed their limit since into yc.stat_pending. (A task that is made or moved when it is overdue already comes with a change of its case.)';
REVOKE EXECUTE ON FUNCTION yc.overdue_sweep() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.watches_of(_region int, _case_id bigint) RETURNS TABLE (kind text, since date, stage text, hands bigint) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY SELECT 'overdue', t.due + 1, c.stage, t.claimed_by
    FROM yc.task t JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    WHERE t.region = _region AND t.case_id = _case_id AND t.due < yc.today() ORDER BY t.due LIMIT 1;
    RETURN QUERY SELECT 'repeated', s.last, coalesce(c.stage, ''), NULL::bigint
    FROM yc.case_file c CROSS JOIN LATERAL (SELECT count(*) AS times, max(x.first_day) AS last FROM yc.suspension x
                                            WHERE x.region = c.region AND x.case_id = c.id AND coalesce(x.last_day >= x.first_day, true)) s
    WHERE c.region = _region AND c.id = _case_id AND c.state IN ('accepted', 'returned') AND s.times >= yc.setting('suspension_times')::int;
END $$;
COMMENT ON FUNCTION yc.watches_of(int, bigint) IS
    'What a supervisor should know of a case as it stands now: that it passed its limit (a suspended or returned one does not: its clock stands still), that it was suspended as often as the setting suspension_times says.';

CREATE OR REPLACE FUNCTION yc.watches_fold(_regions int[], _cases bigint[]) RETURNS void LANGUAGE sql AS $$
    WITH looked AS MATERIALIZED (
        SELECT t.region, t.case_id, w.kind, w.since, w.stage, w.hands FROM unnest(_regions, _cases) t(region, case_id) CROSS JOIN LATERAL yc.watches_of(t.region, t.case_id) w
    ), over AS (
        UPDATE yc.case_watch w SET ended_at = yc.now() FROM unnest(_regions, _cases) t(region, case_id)
        WHERE w.region = t.region AND w.case_id = t.case_id AND w.ended_at IS NULL
          AND NOT EXISTS (SELECT FROM looked l WHERE l.region = w.region AND l.case_id = w.case_id AND l.kind = w.kind)
    )
    INSERT INTO yc.case_watch AS w (region, case_id, kind, since, found_at, stage, hands, noted)
    SELECT l.region, l.case_id, l.kind, l.since, yc.now(), l.stage, l.hands, l.kind <> 'overdue' FROM looked l
    ON CONFLICT (region, case_id, kind) DO UPDATE SET since = excluded.since, found_at = excluded.found_at, stage = excluded.stage, hands = excluded.hands, ended_at = NULL
    WHERE w.ended_at IS NOT NULL OR w.since <> excluded.since
$$;
COMMENT ON FUNCTION yc.watches_fold(int[], bigint[]) IS 'Begins and ends the entries of these cases.';
REVOKE EXECUTE ON FUNCTION yc.watches_fold(int[], bigint[]) FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.overdue_note() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _actor bigint := (SELECT s.id FROM yc.staff s WHERE s.login = 'postgres');
    _watch yc.case_watch;
    _count int := 0;
BEGIN
    FOR _watch IN SELECT * FROM yc.case_watch w WHERE NOT w.noted
                    AND NOT EXISTS (SELECT FROM yc.task t WHERE t.region = w.region AND t.case_id = w.case_id AND t.claimed_by IS NOT NULL) LIMIT 200 LOOP
        -- Nobody is to find that the case moved under their hands because of this: it waits until they are done, and never for them.
        PERFORM FROM yc.task t WHERE t.region = _watch.region AND t.case_id = _watch.case_id FOR UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND AND EXISTS (SELECT FROM yc.task t WHERE t.region = _watch.region AND t.case_id = _watch.case_id);
        CONTINUE WHEN EXISTS (SELECT FROM yc.task t WHERE t.region = _watch.region AND t.case_id = _watch.case_id AND t.claimed_by IS NOT NULL);
        PERFORM FROM yc.case_file c WHERE c.region = _watch.region AND c.id = _watch.case_id FOR UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        UPDATE yc.case_watch w SET noted = true WHERE w.region = _watch.region AND w.case_id = _watch.case_id AND w.kind = _watch.kind;
        PERFORM yc.journal_append(_actor, _watch.region, _watch.case_id, 'overdue', jsonb_build_object('since', _watch.since, 'stage', _watch.stage));
        _count := _count + 1;
    END LOOP;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.overdue_note() IS
    'Writes overdue, once, into the journals of cases that passed their limit, as soon as nobody has them in hand; 200 at a time. Returns how many.';
REVOKE EXECUTE ON FUNCTION yc.overdue_note() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.cases_look() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _regions int[];
    _cases   bigint[];
BEGIN
    WITH taken AS (DELETE FROM yc.stat_pending p USING (SELECT x.region, x.case_id FROM yc.stat_pending x LIMIT 500) first
                   WHERE p.region = first.region AND p.case_id = first.case_id RETURNING p.region, p.case_id)
    SELECT array_agg(t.region), array_agg(t.case_id) INTO _regions, _cases FROM taken t;
    IF _cases IS NOT NULL THEN
        PERFORM yc.stats_fold(_regions, _cases), yc.watches_fold(_regions, _cases);
    END IF;
    PERFORM yc.overdue_note();
    RETURN coalesce(cardinality(_cases), 0);
END $$;
COMMENT ON FUNCTION yc.cases_look() IS 'Looks at cases that changed, 500 at a time: figures, and what goes up to the supervisor. Returns how many.';
REVOKE EXECUTE ON FUNCTION yc.cases_look() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.expected_end(_pause yc.suspension) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce(_pause.expected, yc.suspension_expected(_pause.kind, _pause.first_day));
EXCEPTION WHEN SQLSTATE 'YC001' THEN
    RETURN NULL; -- beyond the published calendar nobody can say
END $$;
COMMENT ON FUNCTION yc.expected_end(yc.suspension) IS 'When a suspension should be over: as who suspended it said, else as its kind says; NULL where nobody can say, also beyond the published calendar.';

CREATE OR REPLACE FUNCTION yc.long_since(_today date) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    _days int := yc.setting('suspension_days')::int;
BEGIN
    RETURN coalesce((SELECT max(d.day) FROM yc.calendar_day t JOIN yc.calendar_day d ON d.run = t.run AND d.works AND d.ordinal = t.ordinal - _days
                     WHERE t.day = _today), _today - _days * 7 / 5);
END $$;
COMMENT ON FUNCTION yc.long_since(date) IS 'What is suspended since this day or longer is suspended for long: more working days than the setting suspension_days says.';

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.overdue_list(_region int, _after_since date, _after_id bigint)
RETURNS TABLE (case_id bigint, number text, item text, item_zh text, item_en text, name text, stage text, since date, days int, promised_due date, statutory_due date,
               found_at timestamptz, stage_then text, hands_then text, hands text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM yc.refuse(yc.right_refusal(yc.actor(), 'supervise', _region));
    RETURN QUERY SELECT w.case_id, c.number, c.item, d.name_zh, d.name_en, yc.mask('name_any', p.name), c.stage, w.since, yc.work_days(w.since, yc.today()),
        c.promised_due, c.statutory_due, w.found_at, w.stage, yc.staff_name(w.hands), yc.staff_name(t.claimed_by)
    FROM (SELECT * FROM yc.case_watch x WHERE x.region = _region AND x.kind = 'overdue' AND x.ended_at IS NULL
            AND (x.since, x.case_id) > (coalesce(_after_since, '-infinity'), coalesce(_after_id, 0)) ORDER BY x.since, x.case_id LIMIT 50) w
    CROSS JOIN LATERAL (SELECT * FROM yc.case_file x WHERE x.region = _region AND x.id = w.case_id LIMIT 1) c
    CROSS JOIN LATERAL (SELECT x.name FROM yc.person x WHERE x.region = _region AND x.id = c.person_id LIMIT 1) p
    JOIN yc.definition d ON d.id = c.definition_id
    LEFT JOIN LATERAL (SELECT x.claimed_by FROM yc.task x WHERE x.region = _region AND x.case_id = w.case_id ORDER BY x.due LIMIT 1) t ON true
    ORDER BY w.since, w.case_id;
END $$;
COMMENT ON FUNCTION desk.overdue_list(int, date, bigint) IS
    'Cases that passed their limit, the longest first, 50 at a time; the next page by the last row''s since and case id. since: the first day behind the limit; days: working days since, that day included (NULL beyond the calendar); at which stage and in whose hands when it was found (found_at), and in whose now (NULL: nobody has it). Found by tending: a few seconds old. Names masked. For supervisors.';
GRANT EXECUTE ON FUNCTION desk.overdue_list(int, date, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.suspension_list(_region int, _after_since date, _after_id bigint, _after_why text)
RETURNS TABLE (why text, case_id bigint, number text, item text, item_zh text, item_en text, name text, kind text, kind_zh text, kind_en text, paper text,
               since date, days int, expected date, times int, days_together int, by_whom text, running boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    _today date := yc.today();
    _long  date := yc.long_since(yc.today());
BEGIN
    PERFORM yc.refuse(yc.right_refusal(yc.actor(), 'supervise', _region));
    RETURN QUERY
    WITH found AS (
        (SELECT CASE WHEN yc.expected_end(x) IS NULL THEN 'endless' ELSE 'long' END AS why, x.case_id, x.first_day AS since FROM yc.suspension x
         WHERE x.region = _region AND x.last_day IS NULL AND x.first_day <= _long AND x.first_day >= coalesce(_after_since, '-infinity')
           AND (x.first_day, x.case_id, CASE WHEN yc.expected_end(x) IS NULL THEN 'endless' ELSE 'long' END)
             > (coalesce(_after_since, '-infinity'), coalesce(_after_id, 0), coalesce(_after_why, ''))
         ORDER BY x.first_day, x.case_id LIMIT 50)
        UNION ALL
        (SELECT 'repeated', w.case_id, w.since FROM yc.case_watch w WHERE w.region = _region AND w.kind = 'repeated' AND w.ended_at IS NULL
           AND w.since >= coalesce(_after_since, '-infinity')
           AND (w.since, w.case_id, 'repeated') > (coalesce(_after_since, '-infinity'), coalesce(_after_id, 0), coalesce(_after_why, ''))
         ORDER BY w.since, w.case_id LIMIT 50)
        ORDER BY 3, 2, 1 LIMIT 50)
    SELECT f.why, f.case_id, c.number, c.item, d.name_zh, d.name_en, yc.mask('name_any', p.name), s.kind, l.content -> 'values' -> s.kind ->> 'zh', l.content -> 'values' -> s.kind ->> 'en',
        s.paper, f.since, yc.work_days(s.first_day, coalesce(s.last_day, _today)), CASE WHEN s.last_day IS NULL THEN yc.expected_end(s) END, a.times, a.days, yc.staff_name(s.created_by), s.last_day IS NULL
    FROM found f
    CROSS JOIN LATERAL (SELECT * FROM yc.case_file x WHERE x.region = _region AND x.id = f.case_id LIMIT 1) c
    CROSS JOIN LATERAL (SELECT x.name FROM yc.person x WHERE x.region = _region AND x.id = c.person_id LIMIT 1) p
    CROSS JOIN LATERAL (SELECT * FROM yc.suspension x WHERE x.region = _region AND x.case_id = f.case_id AND coalesce(x.last_day >= x.first_day, true)
                        ORDER BY x.last_day IS NULL DESC, x.first_day DESC, x.id DESC LIMIT 1) s
    CROSS JOIN LATERAL (SELECT count(*)::int AS times, sum(yc.work_days(x.first_day, coalesce(x.last_day, _today)))::int AS days FROM yc.suspension x
                        WHERE x.region = _region AND x.case_id = f.case_id AND coalesce(x.last_day >= x.first_day, true)) a
    JOIN yc.definition d ON d.id = c.definition_id
    LEFT JOIN yc.definition l ON l.id = yc.definition_current('codes', 'clock_stop')
    ORDER BY f.since, f.case_id, f.why;
END $$;
COMMENT ON FUNCTION desk.suspension_list(int, date, bigint, text) IS
    'Suspensions to look at, the longest first, 50 at a time; the next page by the last row''s since, case id and why. why: long (more working days than the setting suspension_days), endless (as long, and nobody can say when it is over), repeated (as many as the setting suspension_times, whether one is running or not). The running suspension of the case, or its last: kind, paper, working days so far, when it should be over, who suspended it; how many there were and the working days of all together. Names masked. For supervisors.';
GRANT EXECUTE ON FUNCTION desk.suspension_list(int, date, bigint, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_parts(_region int, _case_id bigint)
RETURNS TABLE (part int, stage text, who text, decision text, since timestamptz, until timestamptz, minutes int, total int, suspended_days int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    _case  yc.case_file := yc.case_visible(yc.actor(), _region, _case_id);
    _stops daterange[] := yc.case_stops(_region, _case_id);
BEGIN
    RETURN QUERY
    WITH acts AS (
        SELECT d.stage, d.decided_by, d.decision, lag(d.decided_at, 1, _case.accepted_at) OVER (ORDER BY d.decided_at, d.id) AS since, d.decided_at AS until
        FROM yc.decision d WHERE d.region = _region AND d.case_id = _case_id AND d.undone_at IS NULL
        UNION ALL
        SELECT coalesce(_case.stage, ''), (SELECT t.claimed_by FROM yc.task t WHERE t.region = _region AND t.case_id = _case_id ORDER BY t.due LIMIT 1), '',
            coalesce((SELECT max(d.decided_at) FROM yc.decision d WHERE d.region = _region AND d.case_id = _case_id AND d.undone_at IS NULL), _case.accepted_at), yc.now()
        WHERE _case.state IN ('accepted', 'returned'))
    SELECT (row_number() OVER (ORDER BY a.since, a.until))::int, a.stage, yc.staff_name(a.decided_by), a.decision, a.since, nullif(a.until, CASE WHEN a.decision = '' THEN a.until END),
        yc.work_minutes(a.since, a.until, _stops), yc.work_minutes(_case.accepted_at, a.until, _stops),
        (SELECT coalesce(sum(yc.work_days(lower(r), upper(r) - 1)), 0)::int
         FROM unnest((SELECT range_agg(s) FROM unnest(_stops) s) * datemultirange(daterange((a.since AT TIME ZONE 'Asia/Shanghai')::date, (a.until AT TIME ZONE 'Asia/Shanghai')::date, '[]'))) r)
    FROM acts a WHERE _case.accepted_at IS NOT NULL ORDER BY a.since, a.until;
END $$;
COMMENT ON FUNCTION desk.case_parts(int, bigint) IS
    'The clock of an accepted case over all the hands that it went through: a row for each decision that was not undone, and one for what is under way (no decision, no end). Minutes of working time (1,440 a day, suspended days left out) of the part and of all parts so far: handed on, the clock goes on. NULL beyond the published calendar. suspended_days: working days that were left out of this part.';
GRANT EXECUTE ON FUNCTION desk.case_parts(int, bigint) TO yc_staff;
