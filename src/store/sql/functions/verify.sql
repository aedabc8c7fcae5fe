-- Verification: what is found is what stands there. yc.verify() asks all of it; 0011_tending.sql and 0006_journal.sql say what a chain is.

-- --- chains and seals, in slices: of sixty million rows no sort fits into memory

CREATE OR REPLACE FUNCTION yc.verify_slices() RETURNS TABLE (region int, after bigint, upto bigint) LANGUAGE plpgsql STABLE AS $$
BEGIN
    FOR region IN
        WITH RECURSIVE seen AS (
            SELECT least((SELECT min(c.region) FROM yc.case_file c), (SELECT min(j.region) FROM yc.journal j), (SELECT min(e.region) FROM yc.seal_entry e)) AS code
            UNION ALL
            SELECT least((SELECT min(c.region) FROM yc.case_file c WHERE c.region > s.code), (SELECT min(j.region) FROM yc.journal j WHERE j.region > s.code),
                         (SELECT min(e.region) FROM yc.seal_entry e WHERE e.region > s.code))
            FROM seen s WHERE s.code IS NOT NULL)
        SELECT s.code FROM seen s WHERE s.code IS NOT NULL
    LOOP
        upto := -9223372036854775808;
        WHILE upto < 9223372036854775807 LOOP
            after := upto;
            upto := coalesce((SELECT c.id FROM yc.case_file c WHERE c.region = verify_slices.region AND c.id > after ORDER BY c.id OFFSET 1999 LIMIT 1), 9223372036854775807);
            RETURN NEXT;
        END LOOP;
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.verify_slices() IS
    'All ids of all regions that have cases, journals or seals, in ranges (after, upto] of 2,000 cases: what verification works through.';
REVOKE EXECUTE ON FUNCTION yc.verify_slices() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.verify_chains() RETURNS SETOF yc.finding LANGUAGE plpgsql STABLE AS $$
DECLARE
    _slice record;
BEGIN
    FOR _slice IN SELECT * FROM yc.verify_slices() LOOP
        RETURN QUERY
        WITH rows AS (
            SELECT j.*, lag(j.hash, 1, '\x'::bytea) OVER chain AS previous, row_number() OVER chain AS place, lead(j.seq) OVER chain IS NULL AS last
            FROM yc.journal j WHERE j.region = _slice.region AND j.case_id > _slice.after AND j.case_id <= _slice.upto
            WINDOW chain AS (PARTITION BY j.region, j.case_id ORDER BY j.seq)
        ), broken AS (
            SELECT r.region, r.case_id, min(r.seq) AS seq FROM rows r
            WHERE r.seq <> r.place OR r.hash <> yc.journal_hash(r.previous, r.region, r.case_id, r.seq, r.at, r.actor, r.action, r.body)
            GROUP BY 1, 2
        )
        SELECT 'E_VERIFY_CHAIN', ARRAY['case', coalesce(c.number, b.case_id::text), 'seq', b.seq::text]
        FROM broken b LEFT JOIN yc.case_file c ON c.region = b.region AND c.id = b.case_id
        UNION ALL
        SELECT 'E_VERIFY_HEAD', ARRAY['case', coalesce(c.number, c.id::text, r.case_id::text)]
        FROM (SELECT * FROM yc.case_file x WHERE x.region = _slice.region AND x.id > _slice.after AND x.id <= _slice.upto) c
        FULL JOIN (SELECT * FROM rows WHERE last) r ON r.region = c.region AND r.case_id = c.id
        WHERE c.journal_seq IS DISTINCT FROM r.seq OR c.journal_head IS DISTINCT FROM r.hash;
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.verify_chains() IS 'Recomputes every chain: a changed, missing or added row is named with its case, a case without its chain and a chain without its case too.';
REVOKE EXECUTE ON FUNCTION yc.verify_chains() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.verify_seals() RETURNS SETOF yc.finding LANGUAGE plpgsql STABLE AS $$
DECLARE
    _slice record;
BEGIN
    RETURN QUERY
    SELECT 'E_VERIFY_SEAL', ARRAY['seal', s.id::text, 'at', yc.moment(s.at)]
    FROM (SELECT s.*, lag(s.hash) OVER (ORDER BY s.id) AS previous FROM yc.seal s) s
    WHERE s.hash <> yc.seal_hash(s.id, s.at, s.previous)
       OR s.count <> (SELECT count(*) FROM yc.seal_entry e WHERE e.seal_id = s.id)
    UNION ALL
    SELECT 'E_VERIFY_SEAL', ARRAY['seal', 'last', 'at', yc.moment(t.tended_at)]
    FROM yc.tending t WHERE t.seal_hash <> coalesce((SELECT s.hash FROM yc.seal s ORDER BY s.id DESC LIMIT 1), '\x');
    FOR _slice IN SELECT * FROM yc.verify_slices() LOOP
        RETURN QUERY
        SELECT 'E_VERIFY_SEALED', ARRAY['seal', e.seal_id::text, 'case', coalesce(c.number, e.case_id::text), 'seq', e.seq::text]
        FROM yc.seal_entry e
        LEFT JOIN yc.case_file c ON c.region = e.region AND c.id = e.case_id
        LEFT JOIN yc.journal j ON j.region = e.region AND j.case_id = e.case_id AND j.seq = e.seq
        WHERE e.region = _slice.region AND e.case_id > _slice.after AND e.case_id <= _slice.upto AND e.head IS DISTINCT FROM j.hash;
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.verify_seals() IS 'Recomputes every seal and compares what it sealed with the journal: a chain rewritten whole is named with its seal.';
REVOKE EXECUTE ON FUNCTION yc.verify_seals() FROM yc_desk;

-- --- cases and counters

CREATE OR REPLACE FUNCTION yc.verify_cases() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_NO_TASK', ARRAY['case', c.number])::yc.finding FROM yc.case_file c
    WHERE (c.state = 'accepted' AND c.waiting IS NULL AND NOT EXISTS (SELECT FROM yc.task t WHERE t.region = c.region AND t.id = c.live_task AND t.case_id = c.id))
       OR (c.waiting = 'branch' AND NOT EXISTS (SELECT FROM yc.task t WHERE t.region = c.region AND t.case_id = c.id AND t.branch_id IS NOT NULL))
       OR (c.state IN ('accepted', 'returned') AND c.waiting <> 'branch'
           AND NOT EXISTS (SELECT FROM yc.suspension s WHERE s.region = c.region AND s.case_id = c.id AND s.last_day IS NULL))
    UNION ALL
    SELECT ('E_VERIFY_STRAY_TASK', ARRAY['task', t.id::text, 'case', coalesce(c.number, c.id::text)])::yc.finding
    FROM yc.task t JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    JOIN yc.queue q ON q.region = t.region AND q.id = t.queue_id
    LEFT JOIN yc.branch b ON b.region = t.region AND b.id = t.branch_id AND b.case_id = t.case_id AND b.stage = c.stage AND b.answered_at IS NULL AND b.voided_at IS NULL
    WHERE (q.stage, q.item) IS DISTINCT FROM (CASE WHEN b.kind <> 'vote' THEN b.kind ELSE c.stage END, c.item)
       OR CASE WHEN t.branch_id IS NULL THEN c.live_task IS DISTINCT FROM t.id ELSE b.id IS NULL OR c.waiting IS DISTINCT FROM 'branch' END
    UNION ALL
    SELECT ('E_VERIFY_BRANCH', ARRAY['case', coalesce(c.number, c.id::text), 'key', b.key])::yc.finding
    FROM yc.branch b JOIN yc.case_file c ON c.region = b.region AND c.id = b.case_id
    WHERE b.answered_at IS NULL AND b.voided_at IS NULL AND NOT EXISTS (SELECT FROM yc.task t WHERE t.region = b.region AND t.branch_id = b.id)
    UNION ALL
    SELECT ('E_VERIFY_DUE', ARRAY['case', c.number])::yc.finding FROM yc.case_file c
    WHERE c.accepted_at IS NOT NULL AND c.state <> 'void'
      -- What ended before its calendar was published has no date.
      AND ((c.state IN ('accepted', 'returned') OR c.promised_due IS NOT NULL) AND c.promised_due IS DISTINCT FROM yc.case_due(c, 'promised')
        OR (c.state IN ('accepted', 'returned') OR c.statutory_due IS NOT NULL) AND c.statutory_due IS DISTINCT FROM yc.case_due(c, 'statutory')
        OR EXISTS (SELECT FROM yc.task t WHERE t.region = c.region AND t.case_id = c.id AND t.branch_id IS NULL AND t.due <> yc.task_due(c)))
    UNION ALL
    SELECT ('E_VERIFY_SEPARATION', ARRAY['case', c.number, 'stage', d.stage])::yc.finding
    FROM yc.decision d JOIN yc.case_file c ON c.region = d.region AND c.id = d.case_id
    WHERE d.decision = 'agree' AND d.undone_at IS NULL AND EXISTS (
        SELECT FROM yc.case_handled(d.region, d.case_id) h WHERE h.staff_id = d.decided_by AND h.stage <> d.stage)
    UNION ALL
    SELECT ('E_VERIFY_FIELDS', ARRAY['case', c.number])::yc.finding
    FROM yc.case_file c JOIN yc.case_salt s ON s.region = c.region AND s.case_id = c.id
    CROSS JOIN LATERAL (SELECT yc.journal_content(j.body) AS body FROM yc.journal j
                        WHERE j.region = c.region AND j.case_id = c.id AND j.action IN ('accept', 'resubmit') ORDER BY j.seq DESC LIMIT 1) j
    WHERE c.state NOT IN ('draft', 'received', 'returned')
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
REVOKE EXECUTE ON FUNCTION yc.verify_cases() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.verify_counters() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    WITH found AS (
        SELECT t.region, t.queue_id, yc.task_kind(t) AS kind, count(*) AS count FROM yc.task t GROUP BY 1, 2, 3
        UNION ALL
        SELECT q.region, q.id, 'decided', count(*)
        FROM yc.decision d JOIN yc.case_file c ON c.region = d.region AND c.id = d.case_id
        JOIN yc.queue q ON q.region = d.region AND q.stage = d.stage AND q.item = c.item
        WHERE d.undone_at IS NULL GROUP BY 1, 2
        UNION ALL
        SELECT q.region, q.id, 'decided', count(*)
        FROM yc.branch b JOIN yc.case_file c ON c.region = b.region AND c.id = b.case_id
        JOIN yc.queue q ON q.region = b.region AND q.stage = b.kind AND q.item = c.item
        WHERE b.answered_at IS NOT NULL GROUP BY 1, 2
    ), counted AS (
        SELECT n.region, n.queue_id, n.kind, sum(n.count) AS count
        FROM (SELECT c.region, c.queue_id, c.kind, c.count FROM yc.queue_count c UNION ALL SELECT d.region, d.queue_id, d.kind, d.change FROM yc.queue_delta d) n GROUP BY 1, 2, 3
    )
    SELECT ('E_VERIFY_COUNTER', ARRAY['queue', q.stage || ' ' || q.item, 'kind', k.kind, 'counted', coalesce(n.count, 0)::text, 'found', coalesce(f.count, 0)::text])::yc.finding
    FROM yc.queue q CROSS JOIN unnest('{ready,claimed,held,reserved,decided}'::text[]) k(kind)
    LEFT JOIN found f ON f.region = q.region AND f.queue_id = q.id AND f.kind = k.kind
    LEFT JOIN counted n ON n.region = q.region AND n.queue_id = q.id AND n.kind = k.kind
    WHERE coalesce(n.count, 0) <> coalesce(f.count, 0)
$$;
COMMENT ON FUNCTION yc.verify_counters() IS 'A recount of every queue against its counters.';
REVOKE EXECUTE ON FUNCTION yc.verify_counters() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.verify_flows() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    WITH start AS MATERIALIZED (SELECT s.at FROM yc.flow_start s),
    decided AS (
        SELECT d.region, q.id AS queue_id, d.decided_at, d.undone_at FROM yc.decision d JOIN yc.case_file c ON c.region = d.region AND c.id = d.case_id
        JOIN yc.queue q ON q.region = d.region AND q.stage = d.stage AND q.item = c.item
        UNION ALL
        SELECT b.region, q.id, b.answered_at, NULL FROM yc.branch b JOIN yc.case_file c ON c.region = b.region AND c.id = b.case_id
        JOIN yc.queue q ON q.region = b.region AND q.stage = b.kind AND q.item = c.item WHERE b.answered_at IS NOT NULL
    ), found AS (
        SELECT n.region, n.queue_id, date_trunc('hour', n.at, 'UTC') AS hour, sum(n.went) AS went
        FROM (SELECT region, queue_id, decided_at AS at, 1 AS went FROM decided UNION ALL SELECT region, queue_id, undone_at, -1 FROM decided WHERE undone_at IS NOT NULL) n
        WHERE n.at >= (SELECT at FROM start) GROUP BY 1, 2, 3
    ), counted AS (
        SELECT n.region, n.queue_id, n.hour, sum(n.came) AS came, sum(n.went) AS went
        FROM (SELECT f.region, f.queue_id, f.hour, f.came, f.went FROM yc.flow_hour f
              UNION ALL SELECT d.region, d.queue_id, date_trunc('hour', d.at, 'UTC'), d.change, CASE WHEN d.kind = 'decided' THEN d.change ELSE 0 END FROM yc.queue_delta d) n
        GROUP BY 1, 2, 3
    ), whole AS (
        SELECT n.region, n.queue_id, sum(n.came) AS came, sum(n.went) AS went FROM counted n GROUP BY 1, 2
    ), stands AS (
        SELECT n.region, n.queue_id, sum(n.came) AS came, sum(n.went) AS went
        FROM (SELECT t.region, t.queue_id, 1 AS came, 0 AS went FROM yc.task t UNION ALL SELECT region, queue_id, 1, 1 FROM decided WHERE undone_at IS NULL) n GROUP BY 1, 2
    )
    SELECT ('E_VERIFY_FLOW', ARRAY['queue', q.stage || ' ' || q.item, 'hour', yc.moment(k.hour), 'counted', coalesce(n.went, 0)::text, 'found', coalesce(f.went, 0)::text])::yc.finding
    FROM (SELECT region, queue_id, hour FROM found UNION SELECT region, queue_id, hour FROM counted WHERE hour > '-infinity' AND hour >= (SELECT at FROM start)) k
    JOIN yc.queue q ON q.region = k.region AND q.id = k.queue_id
    LEFT JOIN found f ON (f.region, f.queue_id, f.hour) = (k.region, k.queue_id, k.hour)
    LEFT JOIN counted n ON (n.region, n.queue_id, n.hour) = (k.region, k.queue_id, k.hour)
    WHERE coalesce(f.went, 0) <> coalesce(n.went, 0)
    UNION ALL
    SELECT ('E_VERIFY_FLOW', ARRAY['queue', q.stage || ' ' || q.item, 'hour', '', 'counted', coalesce(w.came, 0) || '/' || coalesce(w.went, 0), 'found', coalesce(s.came, 0) || '/' || coalesce(s.went, 0)])::yc.finding
    FROM yc.queue q LEFT JOIN whole w ON w.region = q.region AND w.queue_id = q.id LEFT JOIN stands s ON s.region = q.region AND s.queue_id = q.id
    WHERE (coalesce(w.came, 0), coalesce(w.went, 0)) <> (coalesce(s.came, 0), coalesce(s.went, 0))
$$;
COMMENT ON FUNCTION yc.verify_flows() IS
    'A recount of what came and went: what went by the hour since yc.flow_start from the decisions and the branches that were answered, both in all from tasks and decisions (a task that is gone does not say when it came).';
REVOKE EXECUTE ON FUNCTION yc.verify_flows() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.verify_windows() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    WITH start AS MATERIALIZED (SELECT s.at FROM yc.flow_start s),
    found AS (
        SELECT n.region, n.hall, n.window_number, n.hour, sum(n.came) AS came, sum(n.accepted) AS accepted, sum(n.received) AS received, sum(n.lacking) AS lacking, sum(n.asked) AS asked,
               sum(n.gone) AS gone, sum(n.seconds) AS seconds
        FROM (SELECT v.region, v.hall, v.begun_at AS window_number, date_trunc('hour', v.started_at, 'UTC') AS hour, 1 AS came, 0 AS accepted, 0 AS received, 0 AS lacking, 0 AS asked, 0 AS gone, 0::bigint AS seconds
              FROM yc.visit v WHERE v.begun_at IS NOT NULL AND v.started_at >= (SELECT at FROM start)
              UNION ALL
              SELECT v.region, v.hall, v.window_number, date_trunc('hour', v.ended_at, 'UTC'), 0, (v.outcome = 'accepted')::int, (v.outcome = 'received')::int, (v.outcome = 'lacking')::int,
                     (v.outcome = 'asked')::int, (v.outcome = 'left')::int, floor(extract(epoch FROM v.ended_at - v.started_at))::bigint
              FROM yc.visit v WHERE v.ended_at >= (SELECT at FROM start)) n
        GROUP BY 1, 2, 3, 4
    )
    SELECT ('E_VERIFY_WINDOW', ARRAY['window', to_char(coalesce(f.window_number, w.window_number), 'FM00'), 'hour', yc.moment(coalesce(f.hour, w.hour))])::yc.finding
    FROM found f FULL JOIN (SELECT * FROM yc.window_hour x WHERE x.hour >= (SELECT at FROM start)) w
        ON (w.region, w.hall, w.window_number, w.hour) = (f.region, f.hall, f.window_number, f.hour)
    WHERE (f.came, f.accepted, f.received, f.lacking, f.asked, f.gone, f.seconds) IS DISTINCT FROM (w.came, w.accepted, w.received, w.lacking, w.asked, w.gone, w.seconds)
$$;
COMMENT ON FUNCTION yc.verify_windows() IS 'A recount of every window''s hours from the visits.';
REVOKE EXECUTE ON FUNCTION yc.verify_windows() FROM yc_desk;

-- --- what was received, issued, undone, answered, and what is found

CREATE OR REPLACE FUNCTION yc.verify_received() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_RECEIVED', ARRAY['case', coalesce(c.number, c.id::text, r.case_id::text)])::yc.finding
    FROM yc.received r FULL JOIN (SELECT * FROM yc.case_file x WHERE x.state = 'received') w ON w.region = r.region AND w.id = r.case_id
    LEFT JOIN yc.case_file c ON c.region = coalesce(r.region, w.region) AND c.id = coalesce(r.case_id, w.id)
    WHERE r.case_id IS NULL OR c.id IS NULL
       OR (c.state = 'draft' AND NOT r.resubmits) OR (c.state = 'received' AND (c.accepted_at IS NOT NULL OR c.holder IS NULL OR r.resubmits))
       OR NOT EXISTS (SELECT FROM yc.journal j WHERE j.region = r.region AND j.case_id = r.case_id AND j.action = 'receive'
                      AND j.actor = r.staff_id AND j.at = r.sent_at AND yc.journal_content(j.body) ->> 'slip' = r.slip)
    UNION ALL
    SELECT ('E_VERIFY_RECEIVED', ARRAY['case', k.case_id::text])::yc.finding
    FROM yc.case_key k WHERE NOT EXISTS (SELECT FROM yc.case_file c WHERE c.region = k.region AND c.id = k.case_id)
$$;
COMMENT ON FUNCTION yc.verify_received() IS
    'A received case has its slip, somebody holds it and it is not accepted; a slip has its case, which is a draft no more, and stands in its journal as it was noted.';
REVOKE EXECUTE ON FUNCTION yc.verify_received() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.verify_receipts() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    WITH issued AS (
        SELECT i.region, i.case_id, count(*) AS issues, max(i.issue) AS last, count(*) FILTER (WHERE i.voided_at IS NULL) AS valid,
               max(i.issue) FILTER (WHERE i.voided_at IS NULL) AS valid_issue, min(i.number) AS number, max(i.number) AS other_number
        FROM yc.receipt_issue i GROUP BY 1, 2
    )
    SELECT ('E_VERIFY_RECEIPT', ARRAY['case', coalesce(c.number, c.id::text, i.case_id::text)])::yc.finding
    FROM (SELECT * FROM yc.case_file x WHERE x.number IS NOT NULL) a FULL JOIN issued i ON i.region = a.region AND i.case_id = a.id
    LEFT JOIN yc.case_file c ON c.region = coalesce(a.region, i.region) AND c.id = coalesce(a.id, i.case_id)
    WHERE c.id IS NULL OR i.case_id IS NULL OR i.issues <> i.last OR i.number <> i.other_number
       OR (c.number IS NOT NULL AND (i.valid <> 1 OR i.valid_issue <> i.last OR i.number <> c.number))
       OR (c.number IS NULL AND (i.valid <> 0 OR EXISTS (SELECT FROM yc.case_file o WHERE o.region = i.region AND o.number = i.number)))
$$;
COMMENT ON FUNCTION yc.verify_receipts() IS
    'An accepted case has exactly one valid receipt, its last, with its number; one whose acceptance was undone has none, and nobody else has its number.';
REVOKE EXECUTE ON FUNCTION yc.verify_receipts() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.verify_undone() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_UNDO', ARRAY['case', coalesce(c.number, c.id::text)])::yc.finding
    FROM yc.case_file c
    WHERE EXISTS (
        SELECT FROM yc.decision d
        WHERE d.region = c.region AND d.case_id = c.id AND d.undone_by IS DISTINCT FROM (
            SELECT max(j.actor) FROM yc.journal j WHERE j.region = d.region AND j.case_id = d.case_id AND j.action = 'undo' AND yc.journal_task(j) = d.task_id))
       OR (SELECT count(*) FROM yc.journal j WHERE j.region = c.region AND j.case_id = c.id AND j.action = 'undo')
          <> (SELECT count(*) FROM yc.undo u JOIN yc.journal j ON j.region = u.region AND j.case_id = u.case_id AND j.seq = u.seq AND j.action = 'undo'
              WHERE u.region = c.region AND u.case_id = c.id AND yc.journal_content(j.body) ->> 'seq' = u.undone_seq::text
                AND yc.journal_content(j.body) ->> 'reason' IS NOT DISTINCT FROM coalesce(yc.digest(u.region, u.case_id, 'reason', u.reason), yc.journal_content(j.body) ->> 'reason'))
$$;
COMMENT ON FUNCTION yc.verify_undone() IS
    'A decision is marked undone by whom the journal says, or not at all; every undo has the words that the journal noted (as long as the case has its salt).';
REVOKE EXECUTE ON FUNCTION yc.verify_undone() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.verify_replies() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_REPLY', ARRAY['case', coalesce(c.number, c.id::text)])::yc.finding
    FROM yc.reply r JOIN yc.case_file c ON c.region = r.region AND c.id = r.case_id
    WHERE NOT EXISTS (SELECT FROM yc.suspension s WHERE s.region = r.region AND s.id = r.suspension_id AND s.case_id = r.case_id
                      AND s.kind = 'inter_region_reply' AND s.last_day IS NOT NULL)
       OR NOT EXISTS (SELECT FROM yc.journal j CROSS JOIN LATERAL (SELECT yc.journal_content(j.body) AS body) b
                      WHERE j.region = r.region AND j.case_id = r.case_id AND j.seq = r.seq AND j.action = 'reply' AND j.actor = r.entered_by AND j.at = r.entered_at
                        AND b.body ->> 'reply' = r.id::text
                        AND b.body ->> 'content' IS NOT DISTINCT FROM coalesce(yc.digest(r.region, r.case_id, 'reply', yc.reply_text(r.region, r.id)), b.body ->> 'content'))
       OR EXISTS (SELECT FROM yc.reply_segment s JOIN yc.reply_segment o ON o.region = s.region AND o.reply_id = s.reply_id AND o.line < s.line
                  WHERE s.region = r.region AND s.reply_id = r.id AND o.first_month <= s.last_month AND s.first_month <= o.last_month)
       OR EXISTS (SELECT FROM yc.reply_segment s WHERE s.region = r.region AND s.reply_id = r.id
                  AND (s.months NOT BETWEEN 1 AND yc.month_span(s.first_month, s.last_month) OR s.last_month > (r.entered_at AT TIME ZONE 'Asia/Shanghai')::date))
    UNION ALL
    SELECT ('E_VERIFY_RECORD', ARRAY['case', coalesce(c.number, c.id::text)])::yc.finding
    FROM (SELECT r.region, r.case_id FROM yc.reply r UNION SELECT x.region, x.case_id FROM yc.contribution x WHERE x.undone_at IS NULL) given
    JOIN yc.case_file c ON c.region = given.region AND c.id = given.case_id
    CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_array(x.person_id, x.place, x.first_month, x.last_month, x.months, x.account_fen) ORDER BY x.first_month, x.place)
                        FILTER (WHERE x.account_fen IS NOT NULL), '[]') AS outside, count(*) AS count
        FROM yc.contribution x WHERE x.region = c.region AND x.case_id = c.id AND x.undone_at IS NULL) found
    CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_array(c.person_id, s.place, s.first_month, s.last_month, s.months, s.account_fen) ORDER BY s.first_month, s.place), '[]') AS outside
        FROM yc.reply_segment s WHERE s.region = c.region AND s.reply_id = (yc.case_reply(c.region, c.id)).id) told
    WHERE CASE WHEN c.state = 'finished' THEN found.outside <> told.outside ELSE found.count > 0 END
$$;
COMMENT ON FUNCTION yc.verify_replies() IS
    'A reply stands on a suspension that waited for it and on its row of the journal, whose digest is that of its content; its segments do not overlap. A finished case has joined just the segments of its last reply, any other case nothing.';
REVOKE EXECUTE ON FUNCTION yc.verify_replies() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.verify_find() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_FIND', ARRAY['what', 'person ' || p.id])::yc.finding
    FROM yc.person p LEFT JOIN (SELECT i.region, i.person_id, array_agg(i.initials ORDER BY i.initials) AS initials FROM yc.person_initials i GROUP BY 1, 2) i
        ON i.region = p.region AND i.person_id = p.id
    JOIN (SELECT d.name, yc.initials(d.name) AS initials FROM (SELECT DISTINCT x.name FROM yc.person x) d OFFSET 0) n ON n.name = p.name -- each name once
    WHERE coalesce(i.initials, '{}') <> n.initials COLLATE "C"
    UNION ALL
    SELECT ('E_VERIFY_FIND', ARRAY['what', 'unit ' || u.name])::yc.finding
    FROM yc.unit u LEFT JOIN (SELECT k.region, k.unit_id, array_agg(k.key ORDER BY k.key) AS keys FROM yc.unit_key k GROUP BY 1, 2) k ON k.region = u.region AND k.unit_id = u.id
    WHERE coalesce(k.keys, '{}') <> ARRAY(SELECT x COLLATE "C" FROM yc.unit_keys(u.name) x ORDER BY 1)
    UNION ALL
    SELECT ('E_VERIFY_FIND', ARRAY['what', 'case ' || c.number])::yc.finding
    FROM yc.case_file c
    LEFT JOIN (SELECT x.region, x.case_id, array_agg(u.name ORDER BY u.name COLLATE "C") AS names
               FROM yc.case_unit x JOIN yc.unit u ON u.region = x.region AND u.id = x.unit_id GROUP BY 1, 2) n ON n.region = c.region AND n.case_id = c.id
    WHERE c.number IS NOT NULL AND c.state <> 'returned' -- what is being corrected is found by what was handed in last
      AND EXISTS (SELECT FROM yc.case_salt x WHERE x.region = c.region AND x.case_id = c.id) -- without: its values were erased
      AND coalesce(n.names, '{}') <> ARRAY( -- yc.case_units(), opened
          SELECT DISTINCT btrim(f.value) COLLATE "C" FROM yc.case_field f
          WHERE f.region = c.region AND f.case_id = c.id AND f.field IN ('unit_name', 'last_unit') AND yc.search_key(f.value) <> '' ORDER BY 1)
$$;
COMMENT ON FUNCTION yc.verify_find() IS 'Each person is found by the initials of the name, each unit by its keys, each accepted case by the units that it names.';
REVOKE EXECUTE ON FUNCTION yc.verify_find() FROM yc_desk;

-- --- figures: folded is recounted

CREATE OR REPLACE FUNCTION yc.verify_stats() RETURNS SETOF yc.finding LANGUAGE plpgsql STABLE AS $$
DECLARE
    _slice    record;
    _progress yc.stat_progress;
BEGIN
    SELECT * INTO STRICT _progress FROM yc.stat_progress;
    RETURN QUERY
    WITH found AS (
        SELECT s.region, f.day, c.item, f.stage, f.kind, f.reason, yc.stat_bucket(f.minutes) AS bucket, count(*) AS count, coalesce(sum(f.minutes), 0) AS minutes
        FROM yc.stat_case s JOIN yc.case_file c ON c.region = s.region AND c.id = s.case_id CROSS JOIN LATERAL unnest(s.facts) f GROUP BY 1, 2, 3, 4, 5, 6, 7
    )
    SELECT 'E_VERIFY_STAT', ARRAY['region', k.region::text, 'day', k.day::text, 'item', k.item, 'kind', concat_ws(' ', nullif(k.stage, ''), k.kind, nullif(k.reason, '')),
                                  'counted', coalesce(d.count, 0)::text, 'found', coalesce(f.count, 0)::text]
    FROM (SELECT region, day, item, stage, kind, reason, bucket FROM found UNION SELECT region, day, item, stage, kind, reason, bucket FROM yc.stat_day) k
    LEFT JOIN found f USING (region, day, item, stage, kind, reason, bucket) LEFT JOIN yc.stat_day d USING (region, day, item, stage, kind, reason, bucket)
    WHERE (coalesce(d.count, 0), coalesce(d.minutes, 0)) <> (coalesce(f.count, 0), coalesce(f.minutes, 0));
    RETURN QUERY
    WITH found AS (
        SELECT e.region, e.day, e.item, e.stage, count(*) AS acts, sum(e.keys) AS keys, sum(e.seconds) AS seconds FROM yc.effort e WHERE e.folded GROUP BY 1, 2, 3, 4
    )
    SELECT 'E_VERIFY_STAT', ARRAY['region', k.region::text, 'day', k.day::text, 'item', k.item, 'kind', k.stage || ' effort', 'counted', coalesce(d.acts, 0)::text, 'found', coalesce(f.acts, 0)::text]
    FROM (SELECT region, day, item, stage FROM found UNION SELECT region, day, item, stage FROM yc.effort_day) k
    LEFT JOIN found f USING (region, day, item, stage) LEFT JOIN yc.effort_day d USING (region, day, item, stage)
    WHERE k.day >= yc.today() - yc.setting('command_days')::int AND (d.acts, d.keys, d.seconds) IS DISTINCT FROM (f.acts, f.keys::bigint, f.seconds::bigint);
    FOR _slice IN SELECT * FROM yc.verify_slices() LOOP
        RETURN QUERY SELECT 'E_VERIFY_STAT_CASE', ARRAY['case', coalesce(c.number, c.id::text)]
        FROM yc.case_file c LEFT JOIN yc.stat_case s ON s.region = c.region AND s.case_id = c.id
        WHERE c.region = _slice.region AND c.id > _slice.after AND c.id <= _slice.upto
          AND NOT EXISTS (SELECT FROM yc.stat_pending p WHERE p.region = c.region AND p.case_id = c.id)
          AND NOT EXISTS (SELECT FROM yc.seal_pending p WHERE p.region = c.region AND p.case_id = c.id)
          AND NOT EXISTS (SELECT FROM yc.seal_entry e WHERE e.region = c.region AND e.case_id = c.id AND e.seal_id > _progress.seal_id)
          AND coalesce((c.region, c.id) <= (_progress.again_region, _progress.again_case), true)
          AND (coalesce(s.facts, '{}') <> yc.case_facts(c.region, c.id)
               OR EXISTS (SELECT FROM yc.watches_of(c.region, c.id) w FULL JOIN (SELECT * FROM yc.case_watch x WHERE x.region = c.region AND x.case_id = c.id AND x.ended_at IS NULL) x ON x.kind = w.kind
                          WHERE (w.kind IS NULL OR x.kind IS NULL OR w.since <> x.since)
                            AND NOT EXISTS (SELECT FROM yc.overdue_mark m JOIN yc.task t ON t.region = m.region AND t.queue_id = m.queue_id WHERE t.region = c.region AND t.case_id = c.id AND m.day < yc.today())));
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.verify_stats() IS
    'The figures of each day are the sums of what was taken from each case and from each act whose keys were counted; what was taken from a case, and what went up to the supervisor, is what a recount finds. Cases that changed since tending came by are left to its next round.';
REVOKE EXECUTE ON FUNCTION yc.verify_stats() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.verify_dispatch() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_ASIDE', ARRAY['case', coalesce(c.number, c.id::text)])::yc.finding
    FROM (SELECT * FROM yc.task x WHERE x.aside IS NOT NULL) t
    FULL JOIN (SELECT * FROM yc.hold x WHERE x.ended_at IS NULL) h ON h.region = t.region AND h.task_id = t.id
    JOIN yc.case_file c ON c.region = coalesce(t.region, h.region) AND c.id = coalesce(t.case_id, h.case_id)
    WHERE (coalesce(t.aside, '') = 'held') <> (h.id IS NOT NULL)
       OR (h.id IS NOT NULL AND (h.staff_id <> t.claimed_by OR h.until::timestamp AT TIME ZONE 'Asia/Shanghai' <> t.lease_until))
       OR EXISTS (SELECT FROM yc.staff s WHERE s.id = t.claimed_by AND s.disabled_at IS NOT NULL)
    UNION ALL
    SELECT ('E_VERIFY_ASIDE', ARRAY['case', coalesce(c.number, c.id::text)])::yc.finding
    FROM yc.hold h JOIN yc.case_file c ON c.region = h.region AND c.id = h.case_id
    WHERE NOT EXISTS (SELECT FROM yc.journal j CROSS JOIN LATERAL (SELECT yc.journal_content(j.body) AS body) b
                      WHERE j.region = h.region AND j.case_id = h.case_id AND j.seq = h.seq AND j.action = 'hold' AND j.actor = h.staff_id AND j.at = h.at
                        AND b.body ->> 'task' = h.task_id::text AND b.body ->> 'until' = h.until::text
                        AND b.body ->> 'words' IS NOT DISTINCT FROM coalesce(yc.digest(h.region, h.case_id, 'hold', h.words), b.body ->> 'words'))
    UNION ALL
    SELECT ('E_VERIFY_COVER', ARRAY['grant', g.id::text, 'login', s.login])::yc.finding
    FROM yc.staff_grant g JOIN yc.staff s ON s.id = g.staff_id JOIN yc.staff_grant o ON o.id = g.source JOIN yc.absence a ON a.id = g.absence_id
    WHERE g.staff_id IS DISTINCT FROM a.cover OR o.staff_id <> a.staff_id OR o.source IS NOT NULL OR a.region <> g.region
       OR (g.action, g.region, g.hall, g.item) IS DISTINCT FROM (o.action, o.region, o.hall, o.item)
       OR g.valid_from < a.first_day OR coalesce(g.valid_to, 'infinity') > a.last_day OR coalesce(g.valid_to, 'infinity') > coalesce(o.valid_to, 'infinity')
       OR (g.revoked_at IS NULL AND (o.revoked_at IS NOT NULL OR a.ended_at IS NOT NULL
                                     OR EXISTS (SELECT FROM yc.staff x WHERE x.id = a.staff_id AND x.disabled_at IS NOT NULL)))
$$;
COMMENT ON FUNCTION yc.verify_dispatch() IS
    'What is held stands as its journal says, until the same day in the same hands, and in no disabled person''s; what a cover may do is what the absent may, on the days of the absence, and lives no longer.';
REVOKE EXECUTE ON FUNCTION yc.verify_dispatch() FROM yc_desk;

-- --- all of it

CREATE OR REPLACE FUNCTION yc.verify() RETURNS TABLE (code text, parameters text[]) LANGUAGE sql STABLE AS $$
    SELECT f.code, f.parameters FROM yc.verify_chains() f UNION ALL SELECT f.code, f.parameters FROM yc.verify_seals() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_cases() f UNION ALL SELECT f.code, f.parameters FROM yc.verify_counters() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_received() f UNION ALL SELECT f.code, f.parameters FROM yc.verify_receipts() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_undone() f UNION ALL SELECT f.code, f.parameters FROM yc.verify_replies() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_find() f UNION ALL SELECT f.code, f.parameters FROM yc.verify_samples() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_stats() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_doubts() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_dispatch() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_flows() f UNION ALL SELECT f.code, f.parameters FROM yc.verify_windows() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_questions() f
$$;
COMMENT ON FUNCTION yc.verify() IS 'Everything that is broken, a row each; none when all is well. Owner only.';
REVOKE EXECUTE ON FUNCTION yc.verify() FROM yc_desk;
