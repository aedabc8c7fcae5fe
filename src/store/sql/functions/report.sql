-- Figures by day: what a case adds to them, folding, percentiles, the report. 0029_looking_back.sql has the tables. Nothing here is done for a claim or a
-- decision while it waits: tending takes changed cases from the seals, takes out what they had added and adds what they are now, so that what was
-- undone is as if it had never been.

-- --- working time

CREATE OR REPLACE FUNCTION yc.work_minutes(_from timestamptz, _to timestamptz, _pauses daterange[]) RETURNS int LANGUAGE plpgsql STABLE AS $$
DECLARE
    _start  timestamp := _from AT TIME ZONE 'Asia/Shanghai';
    _end    timestamp := greatest(_from, _to) AT TIME ZONE 'Asia/Shanghai';
    _first  yc.calendar_day;
    _last   yc.calendar_day;
    _begin  bigint; -- minutes of the run of published years, working days alone
    _stop   bigint;
    _pause  record;
    _result bigint;
BEGIN
    SELECT * INTO _first FROM yc.calendar_day d WHERE d.day = _start::date;
    SELECT * INTO _last FROM yc.calendar_day d WHERE d.day = _end::date;
    IF _first.run IS DISTINCT FROM _last.run OR _first.run IS NULL THEN
        RETURN NULL;
    END IF;
    _begin := (_first.ordinal - _first.works::int) * 1440 + _first.works::int * (extract(epoch FROM _start::time) / 60)::int;
    _stop := (_last.ordinal - _last.works::int) * 1440 + _last.works::int * (extract(epoch FROM _end::time) / 60)::int;
    _result := _stop - _begin;
    IF _pauses <> '{}' THEN
        FOR _pause IN
            SELECT (f.ordinal - f.works::int) * 1440 AS since, l.ordinal * 1440 AS until
            FROM unnest((SELECT range_agg(p) FROM unnest(_pauses) p) * datemultirange(daterange(_first.day, _last.day, '[]'))) r
            JOIN yc.calendar_day f ON f.day = lower(r) JOIN yc.calendar_day l ON l.day = upper(r) - 1
        LOOP
            _result := _result - greatest(least(_pause.until, _stop) - greatest(_pause.since, _begin), 0);
        END LOOP;
    END IF;
    RETURN _result;
END $$;
COMMENT ON FUNCTION yc.work_minutes(timestamptz, timestamptz, daterange[]) IS
    'Minutes between two moments that lie in working days and in none of the paused days; a working day has 1,440, whatever the hall''s hours. NULL where the calendar is not published.';

CREATE OR REPLACE FUNCTION yc.work_days(_first date, _last date) RETURNS int LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT greatest(l.ordinal - f.ordinal + f.works::int, 0) FROM yc.calendar_day f JOIN yc.calendar_day l ON l.day = _last AND l.run = f.run WHERE f.day = _first);
END $$;
COMMENT ON FUNCTION yc.work_days(date, date) IS 'Working days from one day to another, both included. NULL where the calendar is not published.';

CREATE OR REPLACE FUNCTION yc.near_day(_today date) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN yc.work_day(_today, yc.setting('near_days')::int);
END $$;
COMMENT ON FUNCTION yc.near_day(date) IS 'What is due until this day is near: as many working days ahead as the setting near_days says.';

CREATE OR REPLACE FUNCTION yc.case_stops(_region int, _case_id bigint) RETURNS daterange[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg(daterange(s.first_day, s.last_day, '[]') ORDER BY s.first_day), '{}')
            FROM yc.suspension s WHERE s.region = _region AND s.case_id = _case_id AND coalesce(s.last_day >= s.first_day, true));
END $$;
COMMENT ON FUNCTION yc.case_stops(int, bigint) IS 'yc.case_pauses(), and the suspension that is still open, without an end.';

-- --- what counts of a case

CREATE OR REPLACE FUNCTION yc.stat_bucket(_minutes int) RETURNS smallint LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE WHEN _minutes IS NULL THEN -1 WHEN _minutes < 1 THEN 0 ELSE least(1 + floor(4 * log(2.0, _minutes::numeric) + 0.000000001), 79) END;
END $$;
COMMENT ON FUNCTION yc.stat_bucket(int) IS 'The bucket of a duration: 0 under a minute, then four an octave, 79 the last; -1 for NULL.';

CREATE OR REPLACE FUNCTION yc.bucket_minutes(_bucket int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN _bucket < 1 THEN 0 ELSE round(power(2.0, (_bucket - 0.5) / 4.0))::int END
$$;
COMMENT ON FUNCTION yc.bucket_minutes(int) IS 'What a bucket is told as: its middle by ratio, so at most 9.1% from any duration in it (and the half minute of rounding).';

CREATE OR REPLACE FUNCTION yc.case_facts(_region int, _case_id bigint) RETURNS yc.stat_fact[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    _case  record;
    _stops daterange[] := yc.case_stops(_region, _case_id);
    _ended date;
    _facts yc.stat_fact[];
BEGIN
    SELECT c.state, c.accepted_at, c.finished_at, c.promised_due, c.statutory_due INTO _case
    FROM yc.case_file c WHERE c.region = _region AND c.id = _case_id AND c.accepted_at IS NOT NULL AND c.state <> 'void';
    IF NOT FOUND THEN
        RETURN '{}';
    END IF;
    SELECT array_agg(ROW((d.decided_at AT TIME ZONE 'Asia/Shanghai')::date, d.stage, d.decision, coalesce(d.reason, ''), yc.work_minutes(d.since, d.decided_at, _stops))::yc.stat_fact
                     ORDER BY d.decided_at, d.id) INTO _facts
    FROM (SELECT x.*, lag(x.decided_at, 1, _case.accepted_at) OVER (ORDER BY x.decided_at, x.id) AS since
          FROM yc.decision x WHERE x.region = _region AND x.case_id = _case_id AND x.undone_at IS NULL) d;
    _facts := ROW((_case.accepted_at AT TIME ZONE 'Asia/Shanghai')::date, '', 'accept', '', NULL)::yc.stat_fact || coalesce(_facts, '{}');
    IF _case.state IN ('finished', 'denied') THEN
        _ended := (_case.finished_at AT TIME ZONE 'Asia/Shanghai')::date;
        _facts := _facts || ROW(_ended, '', _case.state, '', yc.work_minutes(_case.accepted_at, _case.finished_at, _stops))::yc.stat_fact;
        IF _case.promised_due IS NOT NULL THEN
            _facts := _facts || ROW(_ended, '', CASE WHEN _ended <= _case.promised_due THEN 'promised_kept' ELSE 'promised_late' END, '', NULL)::yc.stat_fact;
        END IF;
        IF _case.statutory_due IS NOT NULL THEN
            _facts := _facts || ROW(_ended, '', CASE WHEN _ended <= _case.statutory_due THEN 'statutory_kept' ELSE 'statutory_late' END, '', NULL)::yc.stat_fact;
        END IF;
    END IF;
    RETURN _facts;
END $$;
COMMENT ON FUNCTION yc.case_facts(int, bigint) IS
    'What a case adds to the figures as it stands now: its acceptance, its decisions that were not undone (each measured from the one before it, or the acceptance), its end, and whether it kept its limits. None for a case that is not accepted, or whose acceptance was undone.';

-- --- folding

CREATE OR REPLACE FUNCTION yc.stats_feed() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _left     int := 20000;
    _seal     record;
    _progress yc.stat_progress;
BEGIN
    FOR _seal IN SELECT s.id, s.count FROM yc.seal s WHERE s.id > (SELECT p.seal_id FROM yc.stat_progress p) ORDER BY s.id LIMIT 100 LOOP
        INSERT INTO yc.stat_pending (region, case_id) SELECT e.region, e.case_id FROM yc.seal_entry e WHERE e.seal_id = _seal.id ON CONFLICT DO NOTHING;
        UPDATE yc.stat_progress p SET seal_id = _seal.id;
        _left := _left - _seal.count;
        EXIT WHEN _left <= 0;
    END LOOP;
    SELECT * INTO _progress FROM yc.stat_progress p;
    IF _progress.again_region IS NULL OR EXISTS (SELECT FROM yc.stat_pending OFFSET 2000) THEN
        RETURN;
    END IF;
    WITH next AS (SELECT s.region, s.case_id FROM yc.stat_case s WHERE (s.region, s.case_id) > (_progress.again_region, _progress.again_case)
                  ORDER BY s.region, s.case_id LIMIT 1000),
    put AS (INSERT INTO yc.stat_pending (region, case_id) SELECT n.region, n.case_id FROM next n ON CONFLICT DO NOTHING)
    UPDATE yc.stat_progress p SET again_region = l.region, again_case = l.case_id
    FROM (SELECT true AS one) o LEFT JOIN (SELECT n.region, n.case_id, true AS one FROM next n ORDER BY n.region DESC, n.case_id DESC LIMIT 1) l USING (one) WHERE p.one;
END $$;
COMMENT ON FUNCTION yc.stats_feed() IS
    'Puts cases that the new seals name into yc.stat_pending, and, after a calendar was published, all others by and by.';
REVOKE EXECUTE ON FUNCTION yc.stats_feed() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.stats_fold(_regions int[], _cases bigint[]) RETURNS void LANGUAGE sql AS $$
    WITH looked AS MATERIALIZED (
        SELECT t.region, t.case_id, c.item, coalesce(s.facts, '{}') AS before, yc.case_facts(t.region, t.case_id) AS now
        FROM unnest(_regions, _cases) t(region, case_id)
        CROSS JOIN LATERAL (SELECT x.item FROM yc.case_file x WHERE x.region = t.region AND x.id = t.case_id LIMIT 1) c
        LEFT JOIN LATERAL (SELECT x.facts FROM yc.stat_case x WHERE x.region = t.region AND x.case_id = t.case_id LIMIT 1) s ON true
    ), changed AS (SELECT * FROM looked l WHERE l.before IS DISTINCT FROM l.now),
    kept AS (
        INSERT INTO yc.stat_case (region, case_id, facts) SELECT c.region, c.case_id, c.now FROM changed c
        ON CONFLICT (region, case_id) DO UPDATE SET facts = excluded.facts
    ), sums AS (
        SELECT f.region, f.day, f.item, f.stage, f.kind, f.reason, yc.stat_bucket(f.minutes) AS bucket, sum(f.change) AS count, sum(f.change * coalesce(f.minutes, 0)) AS minutes
        FROM (SELECT c.region, c.item, (unnest(c.before)).*, -1 AS change FROM changed c UNION ALL SELECT c.region, c.item, (unnest(c.now)).*, 1 FROM changed c) f
        GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(f.change) <> 0 OR sum(f.change * coalesce(f.minutes, 0)) <> 0
    )
    INSERT INTO yc.stat_day AS d (region, day, item, stage, kind, reason, bucket, count, minutes) SELECT * FROM sums
    ON CONFLICT (region, day, item, stage, kind, reason, bucket) DO UPDATE SET count = d.count + excluded.count, minutes = d.minutes + excluded.minutes
$$;
COMMENT ON FUNCTION yc.stats_fold(int[], bigint[]) IS 'Takes out of the figures what these cases had added, and adds what they are now.';
REVOKE EXECUTE ON FUNCTION yc.stats_fold(int[], bigint[]) FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.effort_fold() RETURNS void LANGUAGE sql AS $$
    WITH new AS (
        UPDATE yc.effort e SET folded = true FROM (SELECT x.id FROM yc.effort x WHERE NOT x.folded LIMIT 2000 FOR UPDATE SKIP LOCKED) n WHERE e.id = n.id RETURNING e.*
    ), gone AS (
        DELETE FROM yc.effort e USING (SELECT x.id FROM yc.effort x WHERE x.day < yc.today() - yc.setting('command_days')::int AND x.folded LIMIT 2000) o WHERE e.id = o.id
    )
    INSERT INTO yc.effort_day AS d (region, day, item, stage, acts, keys, seconds)
    SELECT n.region, n.day, n.item, n.stage, count(*), sum(n.keys), sum(n.seconds) FROM new n GROUP BY 1, 2, 3, 4
    ON CONFLICT (region, day, item, stage) DO UPDATE SET acts = d.acts + excluded.acts, keys = d.keys + excluded.keys, seconds = d.seconds + excluded.seconds
$$;
COMMENT ON FUNCTION yc.effort_fold() IS 'Folds keys and seconds, 2,000 rows at a time, and takes away those that are older than the setting command_days.';
REVOKE EXECUTE ON FUNCTION yc.effort_fold() FROM yc_desk;

-- --- asking

CREATE OR REPLACE FUNCTION yc.report_refusal(_actor bigint, _region int, _from date, _to date) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT yc.has_right(_actor, 'supervise', _region) AND NOT yc.has_right(_actor, 'audit', _region) THEN
        RETURN yc.right_refusal(_actor, 'supervise', _region);
    ELSIF _from IS NULL OR _to IS NULL OR _to < _from OR _to - _from > 30 THEN
        RETURN ROW('E_REPORT_SPAN', ARRAY['from', coalesce(_from::text, ''), 'to', coalesce(_to::text, ''), 'most', '31'])::yc.refusal;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.report_refusal(bigint, int, date, date) IS
    'E_RIGHT_MISSING for who is neither supervisor nor auditor of the region, E_REPORT_SPAN {from, to, most} for more than a month or none at all, or NULL.';

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.report_day() RETURNS TABLE (day date) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM yc.actor();
    RETURN QUERY SELECT yc.today();
END $$;
COMMENT ON FUNCTION desk.report_day() IS 'The day of a report that names none: today, by the database.';
GRANT EXECUTE ON FUNCTION desk.report_day() TO yc_staff;

CREATE OR REPLACE FUNCTION desk.report_items(_region int, _from date, _to date)
RETURNS TABLE (item text, item_zh text, item_en text, accepted bigint, finished bigint, denied bigint, promised_kept bigint, promised_late bigint,
               statutory_kept bigint, statutory_late bigint, p50 int, p90 int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM yc.refuse(yc.report_refusal(yc.actor(), _region, _from, _to));
    RETURN QUERY
    WITH rows AS MATERIALIZED (
        SELECT CASE WHEN grouping(s.item) = 1 THEN '' ELSE s.item END AS item, s.kind, s.bucket, sum(s.count) AS count
        FROM yc.stat_day s WHERE s.region = _region AND s.day BETWEEN _from AND _to AND s.stage = '' GROUP BY GROUPING SETS ((s.item, s.kind, s.bucket), (s.kind, s.bucket))
    ), ranked AS (
        SELECT r.item, r.bucket, sum(sum(r.count)) OVER (PARTITION BY r.item ORDER BY r.bucket) AS upto, sum(sum(r.count)) OVER (PARTITION BY r.item) AS whole
        FROM rows r WHERE r.kind IN ('finished', 'denied') AND r.bucket >= 0 GROUP BY 1, 2
    ), middles AS (
        SELECT r.item, yc.bucket_minutes(min(r.bucket) FILTER (WHERE r.upto >= 0.5 * r.whole)) AS p50, yc.bucket_minutes(min(r.bucket) FILTER (WHERE r.upto >= 0.9 * r.whole)) AS p90
        FROM ranked r WHERE r.whole > 0 GROUP BY 1
    ), summed AS (
        SELECT r.item, coalesce(sum(r.count) FILTER (WHERE r.kind = 'accept'), 0)::bigint AS accepted, coalesce(sum(r.count) FILTER (WHERE r.kind = 'finished'), 0)::bigint AS finished,
            coalesce(sum(r.count) FILTER (WHERE r.kind = 'denied'), 0)::bigint AS denied, coalesce(sum(r.count) FILTER (WHERE r.kind = 'promised_kept'), 0)::bigint AS promised_kept,
            coalesce(sum(r.count) FILTER (WHERE r.kind = 'promised_late'), 0)::bigint AS promised_late, coalesce(sum(r.count) FILTER (WHERE r.kind = 'statutory_kept'), 0)::bigint AS statutory_kept,
            coalesce(sum(r.count) FILTER (WHERE r.kind = 'statutory_late'), 0)::bigint AS statutory_late
        FROM rows r GROUP BY 1
    )
    SELECT s.item, d.name_zh, d.name_en, s.accepted, s.finished, s.denied, s.promised_kept, s.promised_late, s.statutory_kept, s.statutory_late, m.p50, m.p90
    FROM summed s LEFT JOIN middles m ON m.item = s.item LEFT JOIN yc.definition d ON d.id = yc.definition_current('item', s.item)
    WHERE s.accepted + s.finished + s.denied <> 0 ORDER BY s.item;
END $$;
COMMENT ON FUNCTION desk.report_items(int, date, date) IS
    'Of each item, and in front (item empty) of the region: accepted, finished, denied from one day to another, both included; how many of those that ended kept each limit and how many did not (neither: no such limit, or its calendar was not published); p50 and p90 of the minutes of working time from acceptance to end, 1,440 a day, without suspended days, within 9.1%. For supervisors and auditors; refuses what yc.report_refusal() tells.';
GRANT EXECUTE ON FUNCTION desk.report_items(int, date, date) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.report_stages(_region int, _from date, _to date)
RETURNS TABLE (item text, item_zh text, item_en text, stage text, agreed bigint, returned bigint, denied bigint, suspended bigint, p50 int, p90 int,
               acts bigint, keys bigint, seconds bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM yc.refuse(yc.report_refusal(yc.actor(), _region, _from, _to));
    RETURN QUERY
    WITH rows AS MATERIALIZED (
        SELECT CASE WHEN grouping(s.item) = 1 THEN '' ELSE s.item END AS item, s.stage, s.kind, s.bucket, sum(s.count) AS count
        FROM yc.stat_day s WHERE s.region = _region AND s.day BETWEEN _from AND _to AND s.stage <> ''
        GROUP BY GROUPING SETS ((s.item, s.stage, s.kind, s.bucket), (s.stage, s.kind, s.bucket))
    ), ranked AS (
        SELECT r.item, r.stage, r.bucket, sum(sum(r.count)) OVER (PARTITION BY r.item, r.stage ORDER BY r.bucket) AS upto, sum(sum(r.count)) OVER (PARTITION BY r.item, r.stage) AS whole
        FROM rows r WHERE r.bucket >= 0 GROUP BY 1, 2, 3
    ), middles AS (
        SELECT r.item, r.stage, yc.bucket_minutes(min(r.bucket) FILTER (WHERE r.upto >= 0.5 * r.whole)) AS p50, yc.bucket_minutes(min(r.bucket) FILTER (WHERE r.upto >= 0.9 * r.whole)) AS p90
        FROM ranked r WHERE r.whole > 0 GROUP BY 1, 2
    ), summed AS (
        SELECT r.item, r.stage, coalesce(sum(r.count) FILTER (WHERE r.kind = 'agree'), 0)::bigint AS agreed, coalesce(sum(r.count) FILTER (WHERE r.kind = 'return'), 0)::bigint AS returned,
            coalesce(sum(r.count) FILTER (WHERE r.kind = 'deny'), 0)::bigint AS denied, coalesce(sum(r.count) FILTER (WHERE r.kind = 'suspend'), 0)::bigint AS suspended
        FROM rows r GROUP BY 1, 2
    ), worked AS (
        SELECT CASE WHEN grouping(e.item) = 1 THEN '' ELSE e.item END AS item, e.stage, sum(e.acts)::bigint AS acts, sum(e.keys)::bigint AS keys, sum(e.seconds)::bigint AS seconds
        FROM yc.effort_day e WHERE e.region = _region AND e.day BETWEEN _from AND _to GROUP BY GROUPING SETS ((e.item, e.stage), (e.stage))
    )
    SELECT item, d.name_zh, d.name_en, stage, coalesce(s.agreed, 0), coalesce(s.returned, 0), coalesce(s.denied, 0), coalesce(s.suspended, 0), m.p50, m.p90,
        coalesce(w.acts, 0), coalesce(w.keys, 0), coalesce(w.seconds, 0)
    FROM summed s FULL JOIN worked w USING (item, stage) LEFT JOIN middles m USING (item, stage) LEFT JOIN yc.definition d ON d.id = yc.definition_current('item', item)
    WHERE coalesce(s.agreed + s.returned + s.denied + s.suspended, 0) <> 0 OR w.acts > 0
    ORDER BY item, array_position(ARRAY['accept', 'review', 'recheck', 'approve'], stage), stage;
END $$;
COMMENT ON FUNCTION desk.report_stages(int, date, date) IS
    'Of each stage of each item, and in front (item empty) of the region: how it was decided, without what was undone; p50 and p90 of the minutes of working time from the act before, as desk.report_items() has them; acts whose keys and seconds were counted, and these together (stage accept: at the window). For supervisors and auditors; refuses what yc.report_refusal() tells.';
GRANT EXECUTE ON FUNCTION desk.report_stages(int, date, date) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.report_reasons(_region int, _from date, _to date)
RETURNS TABLE (kind text, reason text, reason_zh text, reason_en text, item text, item_zh text, item_en text, stage text, count bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM yc.refuse(yc.report_refusal(yc.actor(), _region, _from, _to));
    RETURN QUERY
    SELECT r.kind, r.reason, coalesce(l.content -> 'values' -> r.reason ->> 'zh', r.reason), coalesce(l.content -> 'values' -> r.reason ->> 'en', r.reason),
        r.item, d.name_zh, d.name_en, r.stage, r.count
    FROM (SELECT s.kind, s.reason, s.item, s.stage, sum(s.count)::bigint AS count FROM yc.stat_day s
          WHERE s.region = _region AND s.day BETWEEN _from AND _to AND s.kind IN ('return', 'deny', 'suspend') GROUP BY 1, 2, 3, 4 HAVING sum(s.count) <> 0) r
    LEFT JOIN yc.definition d ON d.id = yc.definition_current('item', r.item)
    LEFT JOIN yc.definition l ON l.id = yc.definition_current('codes', CASE r.kind WHEN 'return' THEN 'return_reason' WHEN 'deny' THEN 'deny_reason' ELSE 'clock_stop' END)
    ORDER BY array_position(ARRAY['return', 'deny', 'suspend'], r.kind), r.count DESC, r.reason, r.item, r.stage;
END $$;
COMMENT ON FUNCTION desk.report_reasons(int, date, date) IS
    'Why cases were returned, denied and suspended, the most frequent first, by item and stage; what was undone does not count. For supervisors and auditors; refuses what yc.report_refusal() tells.';
GRANT EXECUTE ON FUNCTION desk.report_reasons(int, date, date) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.effort_note(_key uuid, _region int, _case_id bigint, _stage text, _keys int, _seconds int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _case yc.case_file := yc.case_visible(yc.actor(), _region, _case_id);
BEGIN
    IF _key IS NULL OR _stage IS NULL OR _stage NOT IN ('accept', 'review', 'recheck', 'approve') OR _keys IS NULL OR _seconds IS NULL THEN
        PERFORM yc.refuse('E_STAGE_UNKNOWN', 'stage', coalesce(_stage, ''));
    END IF;
    INSERT INTO yc.effort (id, region, day, item, stage, keys, seconds)
    VALUES (_key, _region, yc.today(), _case.item, _stage, least(greatest(_keys, 0), 100000), least(greatest(_seconds, 0), 86400)) ON CONFLICT DO NOTHING;
END $$;
COMMENT ON FUNCTION desk.effort_note(uuid, int, bigint, text, int, int) IS
    'Keys pressed and seconds worked for one acceptance (stage accept) or decision; the workstation sends it behind that call, in the same flush. The case says the item and is not kept, nor is who. Sent twice it counts once. Refuses E_CASE_UNKNOWN, E_STAGE_UNKNOWN {stage}.';
GRANT EXECUTE ON FUNCTION desk.effort_note(uuid, int, bigint, text, int, int) TO yc_staff;
