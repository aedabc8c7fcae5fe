-- What waits for me: slips, cases, visits, what was handed to me, what I can still take back.

CREATE OR REPLACE FUNCTION yc.acts_newest(_actor bigint, _region int, _most int) RETURNS SETOF yc.journal LANGUAGE sql STABLE AS $$
    SELECT j.* FROM yc.journal j
    WHERE j.region = _region AND j.actor = _actor AND j.action IN ('accept', 'resubmit', 'agree', 'return', 'deny', 'suspend')
    ORDER BY j.at DESC LIMIT _most
$$;
COMMENT ON FUNCTION yc.acts_newest(bigint, int, int) IS 'The newest acts of a person of those that can be taken back, whether or not they still can.';

CREATE OR REPLACE FUNCTION yc.waiting_slips(_actor bigint, _region int, _hall smallint) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    (SELECT 1, 'received', r.case_id, NULL::bigint, r.slip, r.received_at, yc.staff_name(c.holder), (yc.accept_obstacle(_actor, c, NULL, NULL)).code, r.answer_by
     FROM yc.received r JOIN yc.case_file c ON c.region = r.region AND c.id = r.case_id
     WHERE r.region = _region AND coalesce(r.keeper, r.staff_id) = _actor AND r.seen_at IS NULL AND (r.hall = _hall OR _hall IS NULL)
       AND (c.state = 'received' OR (r.resubmits AND c.state = 'returned'))
     ORDER BY r.answer_by LIMIT 20)
    UNION ALL
    (SELECT 2, 'slip', r.case_id, NULL, r.slip, r.received_at, yc.staff_name(c.accepted_by), '', NULL
     FROM yc.received r JOIN yc.case_file c ON c.region = r.region AND c.id = r.case_id
     WHERE r.region = _region AND coalesce(r.keeper, r.staff_id) = _actor AND r.seen_at IS NULL AND (r.hall = _hall OR _hall IS NULL)
       AND NOT (c.state = 'received' OR (r.resubmits AND c.state = 'returned'))
     ORDER BY r.answer_by LIMIT 20)
$$;
COMMENT ON FUNCTION yc.waiting_slips(bigint, int, smallint) IS 'My slips: those not accepted yet (detail: what stands against it, or NULL), and those that were and that I have not seen.';

CREATE OR REPLACE FUNCTION yc.waiting_cases(_actor bigint, _region int, _hall smallint) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    (SELECT 3, 'taken', t.case_id, NULL::bigint, NULL::text, t.at, yc.staff_name(t.taken_by), coalesce(t.words, ''), NULL::date
     FROM (SELECT DISTINCT ON (x.case_id) x.* FROM yc.takeover x
           WHERE x.region = _region AND x.staff_id = _actor AND x.at >= yc.today()::timestamp AT TIME ZONE 'Asia/Shanghai'
           ORDER BY x.case_id, x.at DESC) t
     JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id AND c.holder IS DISTINCT FROM _actor AND (c.hall = _hall OR _hall IS NULL)
     ORDER BY t.at DESC LIMIT 20)
    UNION ALL
    (SELECT 4, 'draft', c.id, NULL, NULL, c.held_since, yc.staff_name(c.holder), '', NULL
     FROM yc.case_file c
     WHERE c.region = _region AND c.holder = _actor AND c.state IN ('draft', 'received') AND (c.hall = _hall OR _hall IS NULL)
       AND NOT EXISTS (SELECT FROM yc.received r WHERE r.region = c.region AND r.case_id = c.id AND coalesce(r.keeper, r.staff_id) = _actor)
     ORDER BY c.held_since DESC LIMIT 20)
    UNION ALL
    (SELECT 5, 'parked', NULL, v.id, NULL, v.parked_at, yc.staff_name(v.clerk), v.park_reason, NULL
     FROM yc.visit v
     WHERE v.region = _region AND v.hall = _hall AND v.clerk = _actor AND v.ended_at IS NULL AND v.parked_at IS NOT NULL
     ORDER BY v.parked_at DESC LIMIT 20)
    UNION ALL
    (SELECT 6, 'returned', c.id, NULL, NULL, r.decided_at, yc.staff_name(r.decided_by), r.note, NULL
     FROM (SELECT x.id FROM yc.case_file x WHERE x.region = _region AND x.accepted_by = _actor AND x.state = 'returned'
           UNION SELECT x.id FROM yc.case_file x WHERE x.region = _region AND x.holder = _actor AND x.state = 'returned'
           UNION SELECT a.case_id FROM yc.acts_newest(_actor, _region, 200) a WHERE a.action = 'resubmit') mine
     JOIN yc.case_file c ON c.region = _region AND c.id = mine.id AND c.state = 'returned' AND (c.hall = _hall OR _hall IS NULL)
     LEFT JOIN LATERAL (SELECT * FROM yc.decision d WHERE d.region = c.region AND d.case_id = c.id AND d.decision = 'return' AND d.undone_at IS NULL
                        ORDER BY d.decided_at DESC LIMIT 1) r ON true
     ORDER BY c.waiting_since DESC LIMIT 20)
$$;
COMMENT ON FUNCTION yc.waiting_cases(bigint, int, smallint) IS
    'Cases taken from me today, drafts in my hands, my parked visits of the hall, returned cases that I accepted, handed in (among my last 200 acts) or hold.';

CREATE OR REPLACE FUNCTION yc.waiting_handed(_actor bigint, _region int, _hall smallint) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    SELECT 3, CASE WHEN h.words IS NULL THEN 'handed' ELSE 'assigned' END, h.case_id, h.visit_id, NULL::text, h.at, yc.staff_name(h.from_staff), coalesce(v.park_reason, h.words, c.state, ''), NULL::date
    FROM (SELECT DISTINCT ON (x.visit_id, x.case_id) x.* FROM yc.handed x
          WHERE x.region = _region AND x.staff_id = _actor AND x.at >= yc.today()::timestamp AT TIME ZONE 'Asia/Shanghai'
          ORDER BY x.visit_id, x.case_id, x.at DESC) h
    LEFT JOIN yc.visit v ON v.region = h.region AND v.id = h.visit_id
    LEFT JOIN yc.case_file c ON c.region = h.region AND c.id = h.case_id
    WHERE coalesce(v.hall, c.hall) = coalesce(_hall, v.hall, c.hall)
      AND CASE WHEN v.id IS NOT NULL THEN v.clerk = _actor AND v.ended_at IS NULL AND v.parked_at IS NOT NULL
               ELSE (c.holder = _actor AND c.state IN ('draft', 'received', 'returned'))
                    OR (h.words IS NOT NULL AND EXISTS (SELECT FROM yc.task t WHERE t.claimed_by = _actor AND t.region = c.region AND t.case_id = c.id)) END
    ORDER BY h.at DESC, h.id LIMIT 20
$$;
COMMENT ON FUNCTION yc.waiting_handed(bigint, int, smallint) IS
    'What was handed over to somebody today and is still theirs to go on with: parked visits, drafts and slips (detail: why parked, why a supervisor gave the task, or the state). A case whose applicant waits shows itself, with its visit.';

CREATE OR REPLACE FUNCTION yc.waiting_undo(_actor bigint, _region int) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    SELECT 7, 'undo', a.case_id, NULL::bigint, NULL::text, a.at, yc.staff_name(a.actor), a.action, NULL::date
    FROM yc.acts_newest(_actor, _region, 50) a
    JOIN yc.case_file c ON c.region = a.region AND c.id = a.case_id
    WHERE a.seq = (SELECT max(j.seq) FROM yc.journal j WHERE j.region = a.region AND j.case_id = a.case_id AND j.action <> 'reissue')
      AND (yc.undo_obstacle(_actor, c, NULL)).code IS NULL
    ORDER BY a.at DESC LIMIT 20
$$;
COMMENT ON FUNCTION yc.waiting_undo(bigint, int) IS 'What of my last 50 acts I can still take back now: by the predicate of the undo itself.';

CREATE OR REPLACE FUNCTION yc.waiting_authorise(_actor bigint, _region int) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    SELECT 0, 'authorise', t.case_id, NULL::bigint, NULL::text, c.accepted_at, yc.staff_name(c.accepted_by), to_char(c.window_number, 'FM00'), NULL::date
    FROM yc.task t JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    WHERE t.region = _region AND t.authorisation AND NOT _actor = ANY (t.excluded)
      AND (t.claimed_by IS NULL OR t.claimed_by = _actor OR t.lease_until < yc.now())
      AND yc.has_right(_actor, 'supervise', _region)
    ORDER BY t.priority, t.created_at LIMIT 20
$$;
COMMENT ON FUNCTION yc.waiting_authorise(bigint, int) IS
    'Authorisations that are asked of a supervisor (who, detail: the clerk and the window), without those that somebody else has in hand and those that this person may not give.';

CREATE OR REPLACE FUNCTION yc.waiting_applicants(_actor bigint, _region int, _hall smallint) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN yc.case_waits(c) THEN 0 ELSE -1 END, 'waits', c.id, v.id, NULL::text, c.accepted_at, yc.staff_name(t.claimed_by),
           coalesce(c.waiting, CASE WHEN t.authorisation THEN 'authorise' ELSE c.stage END, c.state), NULL::date
    FROM (SELECT * FROM yc.visit x WHERE x.region = _region AND (x.hall = _hall OR _hall IS NULL) AND x.clerk = _actor AND x.ended_at IS NULL
          ORDER BY x.started_at DESC LIMIT 50) v
    JOIN yc.case_file c ON c.region = v.region AND c.visit_id = v.id AND c.state IN ('accepted', 'returned', 'finished', 'denied')
    JOIN yc.definition d ON d.id = c.definition_id AND d.applicant_waits
    LEFT JOIN yc.task t ON t.region = c.region AND t.id = c.live_task
    ORDER BY 1, c.accepted_at LIMIT 20
$$;
COMMENT ON FUNCTION yc.waiting_applicants(bigint, int, smallint) IS
    'Cases of my open visits whose applicants wait: who has it in hand, detail the stage (authorise: with the supervisors) or, once it is decided, the state (returned, finished, denied) or suspended.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.waiting_list(_region int, _hall smallint)
RETURNS TABLE (kind text, case_id bigint, visit_id bigint, person_id bigint, number text, slip text, name text, item_zh text, item_en text, state text,
               since timestamptz, who text, detail text, due date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT w.kind, w.case_id, coalesce(w.visit_id, c.visit_id), p.id, c.number, w.slip, yc.mask('name_any', p.name),
           d.name_zh, d.name_en, c.state, w.since, w.who, w.detail, w.due
    FROM (SELECT yc.actor() AS id OFFSET 0) me
    CROSS JOIN LATERAL (
        WITH handed AS MATERIALIZED (SELECT * FROM yc.waiting_handed(me.id, _region, _hall)),
             waits AS MATERIALIZED (SELECT * FROM yc.waiting_applicants(me.id, _region, _hall))
        SELECT * FROM yc.waiting_authorise(me.id, _region) UNION ALL SELECT * FROM yc.waiting_again(me.id, _region) UNION ALL SELECT * FROM yc.waiting_questions(me.id, _region, _hall)
        UNION ALL SELECT * FROM waits
        UNION ALL SELECT * FROM yc.waiting_slips(me.id, _region, _hall)
        UNION ALL SELECT * FROM handed h WHERE NOT EXISTS (SELECT FROM yc.received r WHERE r.region = _region AND r.case_id = h.case_id AND r.seen_at IS NULL)
            AND NOT EXISTS (SELECT FROM waits a WHERE a.visit_id = h.visit_id OR a.case_id = h.case_id)
        UNION ALL SELECT * FROM yc.waiting_cases(me.id, _region, _hall) x
            WHERE x.kind NOT IN ('draft', 'parked', 'returned') OR NOT EXISTS (SELECT FROM handed h WHERE h.case_id = x.case_id OR h.visit_id = x.visit_id)
                  AND NOT EXISTS (SELECT FROM waits a WHERE a.visit_id = x.visit_id OR a.case_id = x.case_id)
        UNION ALL SELECT * FROM yc.waiting_undo(me.id, _region)) w
    LEFT JOIN yc.case_file c ON c.region = _region AND c.id = w.case_id
    LEFT JOIN yc.visit v ON v.region = _region AND v.id = w.visit_id
    LEFT JOIN yc.person p ON p.region = _region AND p.id = coalesce(c.person_id, v.person_id)
    LEFT JOIN yc.definition d ON d.id = c.definition_id
    WHERE CASE WHEN w.case_id IS NULL THEN yc.has_right(me.id, 'accept', _region, _hall) ELSE yc.may_see(me.id, _region, c.hall, c.item) END
    ORDER BY w.place, w.due, w.since DESC, w.case_id LIMIT 100
$$;
COMMENT ON FUNCTION desk.waiting_list(int, smallint) IS
    'What waits for me, the most urgent kind first, each kind at most 20: waits (a case of my open visit whose applicant waits; detail the stage, authorise with the supervisors, or what became of it: call the person; who has it), authorise (asked of me as a supervisor; who accepted it, detail the window), again (for supervisors: a case was returned once more; who did, detail why it was not said the first time), question (asked of me or of the windows of this hall; who asks, detail the words), answered (what I asked was answered and I have not seen it; who answered, detail the answer), received (a slip of mine, not accepted yet; detail what stands against it, due the day by which it must be answered), slip (one that was accepted since and that I have not seen), handed (a colleague handed it over to me today: who, since; detail why the visit is parked, or the state), assigned (a supervisor gave the task to me today: who, since; detail why), taken (somebody took it from me today: who, since; detail why, where a supervisor did), draft (in my hands), parked (my visit of this hall; detail why), returned (that I accepted or handed in; detail the words), undo (what I can still take back; detail the action). A visit is listed once: whose applicant waits not as parked or handed too. Of one hall, without _hall of all (no visits then); acts of mine wherever they were. Names masked.';
GRANT EXECUTE ON FUNCTION desk.waiting_list(int, smallint) TO yc_staff;
