-- Tending: once a second, by yichuang-admin tend. Correctness never hangs on it.

CREATE FUNCTION yc.counters_fold() RETURNS int[] LANGUAGE sql AS $$
    WITH taken AS (DELETE FROM yc.queue_delta RETURNING region, queue_id, kind, change),
    sums AS (SELECT region, queue_id, kind, sum(change) AS change FROM taken GROUP BY 1, 2, 3 ORDER BY 1, 2, 3),
    folded AS (INSERT INTO yc.queue_count AS c (region, queue_id, kind, count) SELECT region, queue_id, kind, change FROM sums
               ON CONFLICT (region, queue_id, kind) DO UPDATE SET count = c.count + excluded.count RETURNING queue_id)
    SELECT coalesce(array_agg(DISTINCT queue_id), '{}') FROM folded
$$;
COMMENT ON FUNCTION yc.counters_fold() IS 'Folds the deltas into the counters; returns the queues that changed.';

CREATE FUNCTION yc.floors_refresh() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO yc.queue_floor (region, queue_id, priority, due, task_id)
    SELECT q.region, q.id, -1, '-infinity', 0 FROM yc.queue q
    WHERE NOT EXISTS (SELECT FROM yc.queue_floor f WHERE f.region = q.region AND f.queue_id = q.id)
    ON CONFLICT DO NOTHING;
    UPDATE yc.queue_floor f SET priority = h.priority, due = h.due, task_id = h.id
    FROM (SELECT x.region, x.queue_id, h.* FROM yc.queue_floor x CROSS JOIN LATERAL (
              SELECT t.priority, t.due, t.id FROM yc.task t WHERE t.region = x.region AND t.queue_id = x.queue_id AND t.claimed_by IS NULL
              ORDER BY t.priority, t.due, t.id LIMIT 1) h
          WHERE (x.priority, x.due, x.task_id) <> (h.priority, h.due, h.id)
          FOR UPDATE OF x SKIP LOCKED) h -- as in yc.floor_lower(): nobody waits for a floor
    WHERE f.region = h.region AND f.queue_id = h.queue_id;
END $$;
COMMENT ON FUNCTION yc.floors_refresh() IS
    'Counts each floor anew from nothing: a task committed a moment later below it is missed until the next round at the longest, and not at all when tending is not fresh.';

CREATE FUNCTION yc.journal_seal() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _seal  bigint;
    _at    timestamptz := yc.now();
    _count int;
    _hash  bytea;
BEGIN
    IF NOT EXISTS (SELECT FROM yc.seal_pending) THEN
        RETURN 0;
    END IF;
    INSERT INTO yc.seal (at, count, hash) VALUES (_at, 0, '\x') RETURNING id INTO _seal;
    WITH taken AS (DELETE FROM yc.seal_pending RETURNING region, case_id)
    INSERT INTO yc.seal_entry (seal_id, region, case_id, seq, head)
    SELECT _seal, c.region, c.id, j.seq, j.hash FROM (SELECT DISTINCT region, case_id FROM taken) t
    JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    JOIN yc.journal j ON j.region = c.region AND j.case_id = c.id AND j.seq = c.journal_seq;
    GET DIAGNOSTICS _count = ROW_COUNT;
    _hash := yc.seal_hash(_seal, _at, (SELECT s.hash FROM yc.seal s WHERE s.id < _seal ORDER BY s.id DESC LIMIT 1));
    UPDATE yc.seal s SET count = _count, hash = _hash WHERE s.id = _seal;
    UPDATE yc.tending SET seal_hash = _hash;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.journal_seal() IS 'Seals the heads of all chains that have grown; returns how many. Publish yc.tending.seal_hash outside the database from time to time.';

CREATE FUNCTION yc.seal_hash(_seal bigint, _at timestamptz, _previous bytea) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(coalesce(_previous, '\x') || int8send(_seal) || int8send((extract(epoch FROM _at) * 1000000)::bigint) || coalesce(
        string_agg(int4send(e.region) || int8send(e.case_id) || int4send(e.seq) || e.head, ''::bytea ORDER BY e.region, e.case_id), ''::bytea))
    FROM yc.seal_entry e WHERE e.seal_id = _seal
$$;
COMMENT ON FUNCTION yc.seal_hash(bigint, timestamptz, bytea) IS 'SHA-256 over the former seal''s hash, this one''s number, time and entries.';

CREATE FUNCTION yc.leases_sweep() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _task  yc.task;
    _count int := 0;
    _actor bigint := (SELECT s.id FROM yc.staff s WHERE s.login = 'postgres');
BEGIN
    FOR _task IN SELECT * FROM yc.task t WHERE t.claimed_by IS NOT NULL AND t.lease_until < yc.now() LIMIT 500 FOR UPDATE SKIP LOCKED LOOP
        PERFORM yc.task_back(_actor, _task, 'expire');
        _count := _count + 1;
    END LOOP;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.leases_sweep() IS 'Puts all tasks whose lease ran out back into their queues, 500 at a time.';

CREATE FUNCTION yc.hall_days_make() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _day record;
BEGIN
    PERFORM yc.hall_day_open(h.region, h.hall, d.day) FROM yc.hall h, (VALUES (yc.today()), (yc.today() + 1)) d(day)
    WHERE NOT EXISTS (SELECT FROM yc.hall_day x WHERE x.region = h.region AND x.hall = h.hall AND x.day = d.day);
    FOR _day IN DELETE FROM yc.hall_day d WHERE d.day < yc.today() - 7 RETURNING yc.hall_day_name(d.region, d.hall, d.day) AS name LOOP
        EXECUTE format('DROP SEQUENCE IF EXISTS yc.%I', _day.name);
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.hall_days_make() IS 'Makes today''s and tomorrow''s sequences of case serials, drops those of more than a week ago.';

CREATE FUNCTION yc.tend() RETURNS TABLE (queues_changed int, sealed int, expired int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _queues int[];
BEGIN
    IF NOT EXISTS (SELECT FROM yc.tending FOR UPDATE SKIP LOCKED) THEN
        RETURN; -- another one tends
    END IF;
    expired := yc.leases_sweep();
    _queues := yc.counters_fold();
    PERFORM yc.floors_refresh();
    sealed := yc.journal_seal();
    PERFORM yc.hall_days_make();
    UPDATE yc.tending SET tended_at = yc.now();
    queues_changed := cardinality(_queues);
    IF queues_changed > 0 THEN
        PERFORM pg_notify('yc_queues', left(array_to_string(_queues, ','), 7000));
    END IF;
    RETURN NEXT;
END $$;
COMMENT ON FUNCTION yc.tend() IS
    'One round of tending: leases, counters, floors, seal, tomorrow''s serials, one notification for all queues that changed (channel yc_queues). No row: another one tends.';

CREATE FUNCTION yc.login_failures_add(_login text, _count int, _last_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO yc.login_failure AS f (login, count, last_at) SELECT _login, _count, _last_at
    WHERE EXISTS (SELECT FROM yc.staff s WHERE s.login = _login)
    ON CONFLICT (login) DO UPDATE SET count = f.count + excluded.count, last_at = greatest(f.last_at, excluded.last_at)
$$;
COMMENT ON FUNCTION yc.login_failures_add(text, int, timestamptz) IS 'Adds failed logins of a staff member, read from the server''s log.';

-- --- verification

CREATE TYPE yc.finding AS (code text, parameters text[]);

CREATE FUNCTION yc.verify_chains() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    WITH rows AS (
        SELECT j.*, lag(j.hash, 1, '\x'::bytea) OVER chain AS previous, row_number() OVER chain AS place, lead(j.seq) OVER chain IS NULL AS last
        FROM yc.journal j WINDOW chain AS (PARTITION BY j.region, j.case_id ORDER BY j.seq)
    ), broken AS (
        SELECT r.region, r.case_id, min(r.seq) AS seq FROM rows r
        WHERE r.seq <> r.place OR r.hash <> yc.journal_hash(r.previous, r.region, r.case_id, r.seq, r.at, r.actor, r.action, r.body)
        GROUP BY 1, 2
    )
    SELECT ('E_VERIFY_CHAIN', ARRAY['case', coalesce(c.number, b.case_id::text), 'seq', b.seq::text])::yc.finding
    FROM broken b LEFT JOIN yc.case_file c ON c.region = b.region AND c.id = b.case_id
    UNION ALL
    SELECT ('E_VERIFY_HEAD', ARRAY['case', coalesce(c.number, c.id::text, r.case_id::text)])::yc.finding
    FROM yc.case_file c FULL JOIN (SELECT * FROM rows WHERE last) r ON r.region = c.region AND r.case_id = c.id
    WHERE c.journal_seq IS DISTINCT FROM r.seq OR c.journal_head IS DISTINCT FROM r.hash
$$;
COMMENT ON FUNCTION yc.verify_chains() IS 'Recomputes every chain: a changed, missing or added row is named with its case, a case without its chain and a chain without its case too.';

CREATE FUNCTION yc.verify_seals() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_SEAL', ARRAY['seal', s.id::text, 'at', yc.moment(s.at)])::yc.finding
    FROM (SELECT s.*, lag(s.hash) OVER (ORDER BY s.id) AS previous FROM yc.seal s) s
    WHERE s.hash <> yc.seal_hash(s.id, s.at, s.previous)
       OR s.count <> (SELECT count(*) FROM yc.seal_entry e WHERE e.seal_id = s.id)
    UNION ALL
    SELECT ('E_VERIFY_SEALED', ARRAY['seal', e.seal_id::text, 'case', coalesce(c.number, e.case_id::text), 'seq', e.seq::text])::yc.finding
    FROM yc.seal_entry e
    LEFT JOIN yc.case_file c ON c.region = e.region AND c.id = e.case_id
    LEFT JOIN yc.journal j ON j.region = e.region AND j.case_id = e.case_id AND j.seq = e.seq
    WHERE e.head IS DISTINCT FROM j.hash
    UNION ALL
    SELECT ('E_VERIFY_SEAL', ARRAY['seal', 'last', 'at', yc.moment(t.tended_at)])::yc.finding
    FROM yc.tending t WHERE t.seal_hash <> coalesce((SELECT s.hash FROM yc.seal s ORDER BY s.id DESC LIMIT 1), '\x')
$$;
COMMENT ON FUNCTION yc.verify_seals() IS 'Recomputes every seal and compares what it sealed with the journal: a chain rewritten whole is named with its seal.';

CREATE FUNCTION yc.journal_content(_body bytea) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN convert_from(_body, 'UTF8')::jsonb;
EXCEPTION WHEN data_exception OR invalid_text_representation OR untranslatable_character THEN
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.journal_content(bytea) IS 'What stands in a journal row; NULL for bytes that somebody has spoilt.';

CREATE FUNCTION yc.verify_cases() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_NO_TASK', ARRAY['case', c.number])::yc.finding FROM yc.case_file c
    WHERE (c.state = 'accepted' AND c.waiting IS NULL AND NOT EXISTS (SELECT FROM yc.task t WHERE t.region = c.region AND t.id = c.live_task AND t.case_id = c.id))
       OR (c.state IN ('accepted', 'returned') AND c.waiting IS NOT NULL
           AND NOT EXISTS (SELECT FROM yc.suspension s WHERE s.region = c.region AND s.case_id = c.id AND s.last_day IS NULL))
    UNION ALL
    SELECT ('E_VERIFY_STRAY_TASK', ARRAY['task', t.id::text, 'case', c.number])::yc.finding
    FROM yc.task t JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    JOIN yc.queue q ON q.region = t.region AND q.id = t.queue_id
    WHERE c.live_task IS DISTINCT FROM t.id OR (q.stage, q.item) IS DISTINCT FROM (c.stage, c.item)
    UNION ALL
    SELECT ('E_VERIFY_DUE', ARRAY['case', c.number])::yc.finding FROM yc.case_file c
    WHERE c.accepted_at IS NOT NULL AND c.state <> 'void'
      AND ((c.promised_due, c.statutory_due) IS DISTINCT FROM (yc.case_due(c, 'promised'), yc.case_due(c, 'statutory'))
        OR EXISTS (SELECT FROM yc.task t WHERE t.region = c.region AND t.case_id = c.id AND t.due <> yc.task_due(c)))
    UNION ALL
    SELECT ('E_VERIFY_SEPARATION', ARRAY['case', c.number, 'stage', d.stage])::yc.finding
    FROM yc.decision d JOIN yc.case_file c ON c.region = d.region AND c.id = d.case_id
    WHERE d.decision = 'agree' AND EXISTS (
        SELECT FROM yc.case_handled(d.region, d.case_id) h WHERE h.staff_id = d.decided_by AND h.stage <> d.stage)
    UNION ALL
    SELECT ('E_VERIFY_FIELDS', ARRAY['case', c.number])::yc.finding
    FROM yc.case_file c JOIN yc.case_salt s ON s.region = c.region AND s.case_id = c.id
    CROSS JOIN LATERAL (SELECT yc.journal_content(j.body) AS body FROM yc.journal j
                        WHERE j.region = c.region AND j.case_id = c.id AND j.action IN ('accept', 'resubmit') ORDER BY j.seq DESC LIMIT 1) j
    WHERE c.state NOT IN ('draft', 'returned')
      AND (j.body -> 'fields', j.body -> 'materials') IS DISTINCT FROM
          (SELECT (d -> 'fields', d -> 'materials') FROM yc.case_digests(c.region, c.id) d)
    UNION ALL
    SELECT ('E_VERIFY_MATERIAL', ARRAY['case', coalesce(c.number, c.id::text), 'material', m.kind])::yc.finding
    FROM yc.material m JOIN yc.case_file c ON c.region = m.region AND c.id = m.case_id
    LEFT JOIN yc.material_content x ON x.region = m.region AND x.material_id = m.id
    WHERE m.way = 'file' AND (x.content IS NULL OR sha256(x.content) <> m.sha256)
$$;
COMMENT ON FUNCTION yc.verify_cases() IS
    'Invariants: an open case has its task or a dated reason, a task stands in the queue of its case''s stage, due dates agree with the clock, stages were decided by different people, values and materials are those that were accepted, materials have the bytes of their hash.';

CREATE FUNCTION yc.verify_counters() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_COUNTER', ARRAY['queue', q.stage || ' ' || q.item, 'kind', k.kind, 'counted', yc.queue_number(q.region, q.id, k.kind)::text, 'found', k.found::text])::yc.finding
    FROM yc.queue q CROSS JOIN LATERAL (
        SELECT 'ready' AS kind, count(*) FILTER (WHERE t.claimed_by IS NULL) AS found FROM yc.task t WHERE t.region = q.region AND t.queue_id = q.id
        UNION ALL
        SELECT 'claimed', count(*) FILTER (WHERE t.claimed_by IS NOT NULL) FROM yc.task t WHERE t.region = q.region AND t.queue_id = q.id
        UNION ALL
        SELECT 'decided', count(*) FROM yc.decision d JOIN yc.case_file c ON c.region = d.region AND c.id = d.case_id
        WHERE d.region = q.region AND d.stage = q.stage AND c.item = q.item) k
    WHERE yc.queue_number(q.region, q.id, k.kind) <> k.found
$$;
COMMENT ON FUNCTION yc.verify_counters() IS 'A recount of every queue against its counters.';

CREATE FUNCTION yc.verify() RETURNS TABLE (code text, parameters text[]) LANGUAGE sql STABLE AS $$
    SELECT f.code, f.parameters FROM yc.verify_chains() f UNION ALL SELECT f.code, f.parameters FROM yc.verify_seals() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_cases() f UNION ALL SELECT f.code, f.parameters FROM yc.verify_counters() f
$$;
COMMENT ON FUNCTION yc.verify() IS 'Everything that is broken, a row each; none when all is well. Owner only.';

-- --- setting up

CREATE FUNCTION yc.hall_make(_region int, _hall smallint, _name_zh text, _name_en text, _windows int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO yc.hall (region, hall, name_zh, name_en) VALUES (_region, _hall, _name_zh, _name_en)
    ON CONFLICT (region, hall) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en;
    INSERT INTO yc.service_window (region, hall, window_number) SELECT _region, _hall, n FROM generate_series(1, _windows) n ON CONFLICT DO NOTHING;
    PERFORM yc.hall_days_make();
    -- The owner's own row: tending and yichuang-admin act under it; it may look (masked) and make the first operators.
    INSERT INTO yc.staff (login, name_zh, name_en, created_at) VALUES ('postgres', '系统', 'System', yc.now()) ON CONFLICT DO NOTHING;
    INSERT INTO yc.staff_grant (staff_id, action, region, valid_from, granted_at)
    SELECT s.id, a.action, _region, yc.today(), yc.now() FROM yc.staff s, (VALUES ('audit'), ('operate'), ('supervise')) a(action)
    WHERE s.login = 'postgres' AND NOT EXISTS (SELECT FROM yc.staff_grant g WHERE g.staff_id = s.id AND g.region = _region AND g.action = a.action);
END $$;
COMMENT ON FUNCTION yc.hall_make(int, smallint, text, text, int) IS 'Makes a hall with windows 1..n, or renames it and adds windows. Owner only.';
