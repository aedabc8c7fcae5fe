-- Tending, once a second, in pieces: after a day without it a round must not take longer than it may. 0011_tending.sql has the rest of it, 0017_partitions.sql
-- the partitions.

CREATE OR REPLACE FUNCTION yc.counters_fold() RETURNS int[] LANGUAGE sql AS $$
    WITH taken AS (DELETE FROM yc.queue_delta d USING (SELECT x.ctid AS place FROM yc.queue_delta x LIMIT 50000) first
                    WHERE d.ctid = first.place RETURNING d.region, d.queue_id, d.kind, d.change, d.at),
    flows AS (SELECT region, queue_id, date_trunc('hour', at, 'UTC') AS hour, sum(change) AS came, coalesce(sum(change) FILTER (WHERE kind = 'decided'), 0) AS went
              FROM taken GROUP BY 1, 2, 3 ORDER BY 1, 2, 3),
    flowed AS (INSERT INTO yc.flow_hour AS f (region, queue_id, hour, came, went) SELECT region, queue_id, hour, came, went FROM flows WHERE came <> 0 OR went <> 0
               ON CONFLICT (region, queue_id, hour) DO UPDATE SET came = f.came + excluded.came, went = f.went + excluded.went),
    sums AS (SELECT region, queue_id, kind, sum(change) AS change FROM taken GROUP BY 1, 2, 3 ORDER BY 1, 2, 3),
    folded AS (INSERT INTO yc.queue_count AS c (region, queue_id, kind, count) SELECT region, queue_id, kind, change FROM sums
               ON CONFLICT (region, queue_id, kind) DO UPDATE SET count = c.count + excluded.count RETURNING queue_id)
    SELECT coalesce(array_agg(DISTINCT queue_id), '{}') FROM folded
$$;
COMMENT ON FUNCTION yc.counters_fold() IS 'Folds the deltas into the counters and into the hours in which they were made (a task is moved by a pair, so what it adds over all kinds is what came), 50,000 at a time; returns the queues that changed.';
REVOKE EXECUTE ON FUNCTION yc.counters_fold() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.flows_expire() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _before timestamptz := date_trunc('hour', yc.now() - make_interval(days => yc.setting('flow_days')::int), 'UTC');
    _count  int;
BEGIN
    WITH old AS (DELETE FROM yc.flow_hour f USING (SELECT x.region, x.queue_id, x.hour FROM yc.flow_hour x WHERE x.hour > '-infinity' AND x.hour < _before LIMIT 500) o
                 WHERE (f.region, f.queue_id, f.hour) = (o.region, o.queue_id, o.hour) RETURNING f.*)
    INSERT INTO yc.flow_hour AS f (region, queue_id, hour, came, went) SELECT region, queue_id, '-infinity', sum(came), sum(went) FROM old GROUP BY 1, 2
    ON CONFLICT (region, queue_id, hour) DO UPDATE SET came = f.came + excluded.came, went = f.went + excluded.went;
    GET DIAGNOSTICS _count = ROW_COUNT;
    IF _count > 0 THEN
        UPDATE yc.flow_start SET at = greatest(at, _before);
    END IF;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.flows_expire() IS 'Hours older than the setting flow_days go into their queue''s row of hour -infinity, 500 at a time; returns how many queues had some.';
REVOKE EXECUTE ON FUNCTION yc.flows_expire() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.journal_seal() RETURNS int LANGUAGE plpgsql AS $$
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
    WITH taken AS (DELETE FROM yc.seal_pending p USING (SELECT x.ctid AS place FROM yc.seal_pending x LIMIT 20000) first
                   WHERE p.ctid = first.place RETURNING p.region, p.case_id)
    INSERT INTO yc.seal_entry (seal_id, region, case_id, seq, head)
    SELECT _seal, t.region, t.case_id, head.seq, head.hash FROM (SELECT DISTINCT region, case_id FROM taken) t
    CROSS JOIN LATERAL ( -- one by one by their keys, whatever the planner thinks of a queue that was empty a second ago
        SELECT j.seq, j.hash FROM yc.case_file c JOIN yc.journal j ON j.region = c.region AND j.case_id = c.id AND j.seq = c.journal_seq
        WHERE c.region = t.region AND c.id = t.case_id LIMIT 1) head;
    GET DIAGNOSTICS _count = ROW_COUNT;
    _hash := yc.seal_hash(_seal, _at, (SELECT s.hash FROM yc.seal s WHERE s.id < _seal ORDER BY s.id DESC LIMIT 1));
    UPDATE yc.seal s SET count = _count, hash = _hash WHERE s.id = _seal;
    UPDATE yc.tending SET seal_hash = _hash;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.journal_seal() IS
    'Seals the heads of chains that have grown, up to 20,000 changes at a time; returns how many. Publish yc.tending.seal_hash outside the database from time to time.';
REVOKE EXECUTE ON FUNCTION yc.journal_seal() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.commands_expire() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _count int;
BEGIN
    DELETE FROM yc.command c USING (
        SELECT x.region, x.key FROM yc.command x WHERE x.at < yc.now() - make_interval(days => yc.setting('command_days')::int)
        ORDER BY x.at LIMIT 500 FOR UPDATE SKIP LOCKED) old
    WHERE c.region = old.region AND c.key = old.key;
    GET DIAGNOSTICS _count = ROW_COUNT;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.commands_expire() IS 'Takes away commands older than the setting command_days, 500 at a time; returns how many.';
REVOKE EXECUTE ON FUNCTION yc.commands_expire() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.floors_refresh() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _floor record;
BEGIN
    INSERT INTO yc.queue_floor (region, queue_id, priority, due, task_id)
    SELECT q.region, q.id, -1, '-infinity', 0 FROM yc.queue q
    WHERE NOT EXISTS (SELECT FROM yc.queue_floor f WHERE f.region = q.region AND f.queue_id = q.id)
    ON CONFLICT DO NOTHING;
    FOR _floor IN -- row by row, as in yc.people_count()
        SELECT x.region, x.queue_id, h.* FROM yc.queue_floor x CROSS JOIN LATERAL (
            (SELECT t.priority, t.due, t.id FROM yc.task t WHERE t.region = x.region AND t.queue_id = x.queue_id AND t.claimed_by IS NULL AND NOT t.authorisation
             ORDER BY t.priority, t.due, t.id LIMIT 1)
            UNION ALL SELECT 9, 'infinity', 9223372036854775807 -- nothing waits
            ORDER BY priority LIMIT 1) h
        WHERE (x.priority, x.due, x.task_id) <> (h.priority, h.due, h.id)
        FOR UPDATE OF x SKIP LOCKED -- as in yc.floor_lower(): nobody waits for a floor
    LOOP
        UPDATE yc.queue_floor f SET priority = _floor.priority, due = _floor.due, task_id = _floor.id WHERE f.region = _floor.region AND f.queue_id = _floor.queue_id;
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.floors_refresh() IS
    'Counts each floor anew from nothing, behind everything where nothing waits: a task committed a moment later below it is missed until the next round at the longest, and not at all when tending is not fresh.';
REVOKE EXECUTE ON FUNCTION yc.floors_refresh() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.tend() RETURNS TABLE (queues_changed int, sealed int, expired int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _queues int[];
BEGIN
    IF NOT EXISTS (SELECT FROM yc.tending FOR UPDATE SKIP LOCKED) THEN
        RETURN; -- another one tends
    END IF;
    PERFORM yc.partitions_make(); -- before anything is locked that others wait for
    expired := yc.leases_sweep();
    PERFORM yc.absences_settle(), yc.people_count();
    _queues := yc.counters_fold();
    PERFORM yc.alike_fold();
    PERFORM yc.floors_refresh();
    sealed := yc.journal_seal();
    PERFORM yc.stats_feed(), yc.overdue_sweep(), yc.cases_look(), yc.effort_fold();
    PERFORM yc.hall_days_make();
    PERFORM yc.commands_expire();
    PERFORM yc.flows_expire();
    PERFORM yc.verdicts_expire();
    PERFORM yc.samples_draw();
    PERFORM yc.samples_fold();
    UPDATE yc.tending t SET tended_at = yc.now(), day = yc.today(), near_day = d.near, long_day = d.long FROM yc.turn_days(yc.today()) d;
    queues_changed := cardinality(_queues);
    IF queues_changed > 0 THEN
        PERFORM pg_notify('yc_queues', left(array_to_string(_queues, ','), 7000));
    END IF;
    RETURN NEXT;
END $$;
COMMENT ON FUNCTION yc.tend() IS
    'One round of tending: next year''s partitions, leases and dates to which tasks were put aside, tasks of the absent, people of queues, counters, floors, seal, figures and what passed its limit, tomorrow''s serials, old commands and verdicts, a day''s samples, one notification for all queues that changed (channel yc_queues). No row: another one tends.';
REVOKE EXECUTE ON FUNCTION yc.tend() FROM yc_desk;
GRANT EXECUTE ON FUNCTION yc.tend() TO yc_tending;
