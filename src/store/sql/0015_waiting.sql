-- What waits for me, and who has what.

CREATE TABLE yc.takeover (
    region   int NOT NULL,
    staff_id bigint NOT NULL REFERENCES yc.staff, -- from whom
    at       timestamptz NOT NULL,
    case_id  bigint NOT NULL,
    taken_by bigint NOT NULL REFERENCES yc.staff,
    PRIMARY KEY (region, staff_id, at, case_id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file
);
COMMENT ON TABLE yc.takeover IS 'Cases that somebody took from another''s hands: the journal says it by case, this by the one who lost it. Append-only.';

CREATE INDEX case_held ON yc.case_file (region, holder, held_since) WHERE holder IS NOT NULL;
CREATE INDEX case_returned ON yc.case_file (region, accepted_by, waiting_since) WHERE state = 'returned';
CREATE INDEX journal_act ON yc.journal (region, actor, at) WHERE action IN ('accept', 'resubmit', 'agree', 'return', 'deny', 'suspend');

CREATE FUNCTION yc.acts_newest(_actor bigint, _region int, _most int) RETURNS SETOF yc.journal LANGUAGE sql STABLE AS $$
    SELECT j.* FROM yc.journal j
    WHERE j.region = _region AND j.actor = _actor AND j.action IN ('accept', 'resubmit', 'agree', 'return', 'deny', 'suspend')
    ORDER BY j.at DESC LIMIT _most
$$;
COMMENT ON FUNCTION yc.acts_newest(bigint, int, int) IS 'The newest acts of a person of those that can be taken back, whether or not they still can.';

CREATE TYPE yc.waiting AS (place int, kind text, case_id bigint, visit_id bigint, slip text, since timestamptz, who text, detail text, due date);
COMMENT ON TYPE yc.waiting IS 'One thing that waits for somebody; place orders the kinds, the most urgent first.';

CREATE FUNCTION yc.waiting_slips(_actor bigint, _region int, _hall smallint) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    (SELECT 1, 'received', r.case_id, NULL::bigint, r.slip, r.received_at, yc.staff_name(c.holder), (yc.accept_obstacle(_actor, c, NULL, NULL)).code, r.answer_by
     FROM yc.received r JOIN yc.case_file c ON c.region = r.region AND c.id = r.case_id
     WHERE r.region = _region AND r.staff_id = _actor AND r.seen_at IS NULL AND (r.hall = _hall OR _hall IS NULL)
       AND (c.state = 'received' OR (r.resubmits AND c.state = 'returned'))
     ORDER BY r.answer_by LIMIT 20)
    UNION ALL
    (SELECT 2, 'slip', r.case_id, NULL, r.slip, r.received_at, yc.staff_name(c.accepted_by), '', NULL
     FROM yc.received r JOIN yc.case_file c ON c.region = r.region AND c.id = r.case_id
     WHERE r.region = _region AND r.staff_id = _actor AND r.seen_at IS NULL AND (r.hall = _hall OR _hall IS NULL)
       AND NOT (c.state = 'received' OR (r.resubmits AND c.state = 'returned'))
     ORDER BY r.answer_by LIMIT 20)
$$;
COMMENT ON FUNCTION yc.waiting_slips(bigint, int, smallint) IS 'My slips: those not accepted yet (detail: what stands against it, or NULL), and those that were and that I have not seen.';

CREATE FUNCTION yc.waiting_cases(_actor bigint, _region int, _hall smallint) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    (SELECT 3, 'taken', t.case_id, NULL::bigint, NULL::text, t.at, yc.staff_name(t.taken_by), '', NULL::date
     FROM (SELECT DISTINCT ON (x.case_id) x.* FROM yc.takeover x
           WHERE x.region = _region AND x.staff_id = _actor AND x.at >= yc.today()::timestamp AT TIME ZONE 'Asia/Shanghai'
           ORDER BY x.case_id, x.at DESC) t
     JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id AND c.holder IS DISTINCT FROM _actor AND (c.hall = _hall OR _hall IS NULL)
     ORDER BY t.at DESC LIMIT 20)
    UNION ALL
    (SELECT 4, 'draft', c.id, NULL, NULL, c.held_since, yc.staff_name(c.holder), '', NULL
     FROM yc.case_file c
     WHERE c.region = _region AND c.holder = _actor AND c.state IN ('draft', 'received') AND (c.hall = _hall OR _hall IS NULL)
       AND NOT EXISTS (SELECT FROM yc.received r WHERE r.region = c.region AND r.case_id = c.id AND r.staff_id = _actor)
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

CREATE FUNCTION yc.waiting_undo(_actor bigint, _region int) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    SELECT 7, 'undo', a.case_id, NULL::bigint, NULL::text, a.at, yc.staff_name(a.actor), a.action, NULL::date
    FROM yc.acts_newest(_actor, _region, 50) a
    JOIN yc.case_file c ON c.region = a.region AND c.id = a.case_id
    WHERE a.seq = (SELECT max(j.seq) FROM yc.journal j WHERE j.region = a.region AND j.case_id = a.case_id AND j.action <> 'reissue')
      AND (yc.undo_obstacle(_actor, c, NULL)).code IS NULL
    ORDER BY a.at DESC LIMIT 20
$$;
COMMENT ON FUNCTION yc.waiting_undo(bigint, int) IS 'What of my last 50 acts I can still take back now: by the predicate of the undo itself.';

SET LOCAL ROLE yc_desk;

CREATE FUNCTION desk.waiting_list(_region int, _hall smallint)
RETURNS TABLE (kind text, case_id bigint, visit_id bigint, person_id bigint, number text, slip text, name text, item_zh text, item_en text, state text,
               since timestamptz, who text, detail text, due date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT w.kind, w.case_id, coalesce(w.visit_id, c.visit_id), p.id, c.number, w.slip, yc.mask('name_any', p.name),
           d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en', c.state, w.since, w.who, w.detail, w.due
    FROM (SELECT yc.actor() AS id OFFSET 0) me
    CROSS JOIN LATERAL (
        SELECT * FROM yc.waiting_slips(me.id, _region, _hall) UNION ALL SELECT * FROM yc.waiting_cases(me.id, _region, _hall)
        UNION ALL SELECT * FROM yc.waiting_undo(me.id, _region)) w
    LEFT JOIN yc.case_file c ON c.region = _region AND c.id = w.case_id
    LEFT JOIN yc.visit v ON v.region = _region AND v.id = w.visit_id
    LEFT JOIN yc.person p ON p.region = _region AND p.id = coalesce(c.person_id, v.person_id)
    LEFT JOIN yc.definition d ON d.id = c.definition_id
    WHERE CASE WHEN w.case_id IS NULL THEN yc.has_right(me.id, 'accept', _region, _hall) ELSE yc.may_see(me.id, _region, c.hall, c.item) END
    ORDER BY w.place, w.due, w.since DESC, w.case_id LIMIT 100
$$;
COMMENT ON FUNCTION desk.waiting_list(int, smallint) IS
    'What waits for me, the most urgent kind first, each kind at most 20: received (a slip of mine, not accepted yet; detail what stands against it, due the day by which it must be answered), slip (one that was accepted since and that I have not seen), taken (somebody took it from me today: who, since), draft (in my hands), parked (my visit of this hall; detail why), returned (that I accepted or handed in; detail the words), undo (what I can still take back; detail the action). Of one hall, without _hall of all (no visits then); acts of mine wherever they were. Names masked.';

DROP FUNCTION desk.person_cases(int, bigint);
CREATE FUNCTION desk.person_cases(_region int, _person bigint)
RETURNS TABLE (case_id bigint, visit_id bigint, number text, item text, item_zh text, item_en text, state text, stage text, since timestamptz, holder text, mine boolean,
               returned_for text, held_since timestamptz, holder_window smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.id, c.visit_id, c.number, c.item, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en', c.state, c.stage,
           coalesce(c.accepted_at, c.created_at), yc.staff_name(c.holder), c.holder = yc.actor(),
           (SELECT r.note FROM yc.decision r WHERE c.state = 'returned' AND r.region = c.region AND r.case_id = c.id AND r.decision = 'return' AND r.undone_at IS NULL
            ORDER BY r.decided_at DESC LIMIT 1),
           c.held_since, CASE WHEN c.holder IS NOT NULL THEN c.window_number END
    FROM yc.case_file c JOIN yc.definition d ON d.id = c.definition_id
    WHERE c.region = _region AND c.person_id = _person AND yc.may_see(yc.actor(), c.region, c.hall, c.item)
    ORDER BY c.id DESC LIMIT 50
$$;
COMMENT ON FUNCTION desk.person_cases(int, bigint) IS
    'The newest 50 cases of a person that I may see; of a returned one the words that it was returned with; of one in somebody''s hands whose, since when and at which window.';

DROP FUNCTION desk.case_take(uuid, int, bigint);
CREATE FUNCTION desk.case_take(_command uuid, _region int, _case_id bigint, _window smallint DEFAULT NULL)
RETURNS TABLE (case_id bigint, token uuid, version int, definition_id int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'case_take', _case_id::text, _window::text);
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_locked(_actor, _region, _case_id);
        PERFORM yc.refuse(yc.right_refusal(_actor, 'accept', _region, _case.hall, _case.item));
        PERFORM yc.refuse(yc.kin_refusal(_actor, yc.case_people(_region, _case_id)));
        IF _case.state NOT IN ('draft', 'received', 'returned') THEN
            PERFORM yc.refuse('E_CASE_STATE', 'state', _case.state, 'number', _case.number);
        ELSIF _window IS NOT NULL THEN
            PERFORM yc.refuse(yc.window_refusal(_actor, _region, _case.hall, _window));
        END IF;
        UPDATE yc.case_file c SET holder = _actor, token = gen_random_uuid(), held_since = yc.now(), window_number = coalesce(_window, c.window_number)
        WHERE c.region = _region AND c.id = _case_id;
        IF _case.holder <> _actor THEN
            INSERT INTO yc.takeover (region, staff_id, at, case_id, taken_by) VALUES (_region, _case.holder, yc.now(), _case_id, _actor) ON CONFLICT DO NOTHING;
        END IF;
        IF _case.holder IS NOT NULL THEN
            PERFORM pg_notify('yc_held', _region || ' ' || _case_id); -- rare: the one lock that every notification takes does no harm
        END IF;
        PERFORM yc.journal_append(_actor, _region, _case_id, 'take', jsonb_build_object('from', _case.holder, 'window', _window));
        _reply := yc.command_end(_region, _command, (SELECT jsonb_build_object('case_id', c.id, 'token', c.token, 'version', c.version, 'definition_id', c.definition_id)
                                                     FROM yc.case_file c WHERE c.region = _region AND c.id = _case_id));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, token uuid, version int, definition_id int);
END $$;
COMMENT ON FUNCTION desk.case_take(uuid, int, bigint, smallint) IS
    'Takes a draft, a received or a returned case up, also from somebody else''s hands or my own other window: a new token, what the former holder sends late is refused, who listens on yc_held is told "region case". With a window the case is at that window from now on. Refuses E_CASE_UNKNOWN, E_RIGHT_MISSING, E_CASE_STATE, E_OWN_CASE, E_KIN_CASE, E_WINDOW_UNKNOWN.';

CREATE FUNCTION desk.case_holder(_region int, _case_id bigint, _token uuid DEFAULT NULL)
RETURNS TABLE (who text, since timestamptz, window_number smallint, mine boolean, held boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
BEGIN
    RETURN QUERY SELECT yc.staff_name(_case.holder), _case.held_since, CASE WHEN _case.holder IS NOT NULL THEN _case.window_number END,
        coalesce(_case.holder = _actor, false), coalesce(_case.holder = _actor AND _case.token = _token, false);
END $$;
COMMENT ON FUNCTION desk.case_holder(int, bigint, uuid) IS
    'Who has a case in hand, since when and at which window (NULL: nobody); whether it is me, and whether my token still holds. Refuses E_CASE_UNKNOWN.';

GRANT EXECUTE ON FUNCTION desk.waiting_list(int, smallint), desk.person_cases(int, bigint), desk.case_take(uuid, int, bigint, smallint),
    desk.case_holder(int, bigint, uuid) TO yc_staff;

SET LOCAL ROLE yc_owner;
GRANT SELECT, INSERT ON yc.takeover TO yc_desk;
