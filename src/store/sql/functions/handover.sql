-- What is still open in somebody's hands, and handing it over to a colleague.

CREATE OR REPLACE FUNCTION yc.open_things(_actor bigint, _region int, _hall smallint) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN v.parked_at IS NULL THEN 1 ELSE 2 END, CASE WHEN v.parked_at IS NULL THEN 'visit' ELSE 'parked' END, NULL::bigint, v.id, NULL::text,
           coalesce(v.parked_at, v.started_at), '', coalesce(v.park_reason, ''), NULL::date
    FROM yc.visit v WHERE v.region = _region AND v.hall = _hall AND v.clerk = _actor AND v.ended_at IS NULL
    UNION ALL
    SELECT 3, 'received', r.case_id, NULL, r.slip, r.received_at, '', '', r.answer_by
    FROM yc.received r JOIN yc.case_file c ON c.region = r.region AND c.id = r.case_id
    WHERE r.region = _region AND coalesce(r.keeper, r.staff_id) = _actor AND r.seen_at IS NULL AND r.hall = _hall
      AND (c.state = 'received' OR (r.resubmits AND c.state = 'returned'))
    UNION ALL
    SELECT CASE WHEN c.state = 'returned' THEN 5 ELSE 4 END, CASE WHEN c.state = 'returned' THEN 'returned' ELSE 'draft' END, c.id, NULL, NULL, c.held_since, '', '', NULL
    FROM yc.case_file c
    WHERE c.region = _region AND c.holder = _actor AND c.state IN ('draft', 'received', 'returned') AND c.hall = _hall
      AND NOT EXISTS (SELECT FROM yc.received r WHERE r.region = c.region AND r.case_id = c.id AND r.seen_at IS NULL AND coalesce(r.keeper, r.staff_id) = _actor
                      AND (c.state = 'received' OR r.resubmits))
    UNION ALL
    SELECT 5, 'returned', c.id, NULL, NULL, c.accepted_at, '', '', NULL
    FROM yc.case_file c
    WHERE c.region = _region AND c.accepted_by = _actor AND c.state = 'returned' AND c.hall = _hall AND c.holder IS NULL
      AND NOT EXISTS (SELECT FROM yc.received r WHERE r.region = c.region AND r.case_id = c.id AND r.seen_at IS NULL AND r.resubmits)
    UNION ALL
    SELECT 6, 'waits', c.id, NULL, NULL, c.accepted_at, '', coalesce(c.stage, ''), NULL
    FROM yc.visit v JOIN yc.case_file c ON c.region = v.region AND c.visit_id = v.id AND c.state = 'accepted'
    JOIN yc.definition d ON d.id = c.definition_id AND d.applicant_waits
    WHERE v.region = _region AND v.hall = _hall AND v.clerk = _actor AND v.ended_at IS NULL
$$;
COMMENT ON FUNCTION yc.open_things(bigint, int, smallint) IS
    'All that is open in somebody''s hands in a hall, each thing once: visits at the window and parked ones, slips not accepted yet, drafts, returned cases, cases whose applicant waits. Without a bound: their sum is what a sign-off has to account for.';

CREATE OR REPLACE FUNCTION yc.colleague_refusal(_actor bigint, _region int, _hall smallint, _staff bigint) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN NOT yc.has_right(_actor, 'accept', _region, _hall)
            THEN ROW('E_RIGHT_MISSING', ARRAY['action', 'accept', 'region', _region::text, 'item', ''])::yc.refusal
        WHEN _staff = _actor OR NOT yc.has_right(_staff, 'accept', _region, _hall) OR NOT EXISTS (SELECT FROM yc.staff s WHERE s.id = _staff AND s.disabled_at IS NULL)
            THEN ROW('E_COLLEAGUE_UNKNOWN', ARRAY['staff', coalesce((SELECT yc.staff_name(g.staff_id) FROM yc.staff_grant g WHERE g.staff_id = _staff AND g.region = _region LIMIT 1), '')])::yc.refusal
    END
$$;
COMMENT ON FUNCTION yc.colleague_refusal(bigint, int, smallint, bigint) IS
    'What stands against handing work of a hall over to somebody: E_RIGHT_MISSING of mine, E_COLLEAGUE_UNKNOWN {staff} for myself and whoever does not accept there, without a name for those of other regions.';

CREATE OR REPLACE FUNCTION yc.hand_over_visits(_actor bigint, _to bigint, _region int, _hall smallint, _word text) RETURNS TABLE (handed int, kept int) LANGUAGE plpgsql AS $$
DECLARE
    _row yc.visit;
BEGIN
    handed := 0;
    kept := 0;
    FOR _row IN SELECT * FROM yc.visit v WHERE v.region = _region AND v.hall = _hall AND v.clerk = _actor AND v.ended_at IS NULL ORDER BY v.id FOR UPDATE LOOP
        IF (SELECT (yc.kin_refusal(_to, ARRAY[upper(p.id_no)])).code FROM yc.person p WHERE p.region = _region AND p.id = _row.person_id) IS NOT NULL THEN
            kept := kept + 1;
            CONTINUE;
        END IF;
        UPDATE yc.visit v SET clerk = _to, parked_at = coalesce(v.parked_at, yc.now()), park_reason = coalesce(v.park_reason, _word)
        WHERE v.region = _region AND v.id = _row.id;
        INSERT INTO yc.handed (region, staff_id, at, from_staff, visit_id) VALUES (_region, _to, yc.now(), _actor, _row.id);
        handed := handed + 1;
    END LOOP;
    RETURN NEXT;
END $$;
COMMENT ON FUNCTION yc.hand_over_visits(bigint, bigint, int, smallint, text) IS
    'Hands my open visits of a hall over, parked from now on; those of the receiver''s own or kin stay mine.';

CREATE OR REPLACE FUNCTION yc.hand_over_cases(_actor bigint, _to bigint, _region int, _cases bigint[]) RETURNS TABLE (handed int, slips int, kept int) LANGUAGE plpgsql AS $$
DECLARE
    _row yc.case_file;
BEGIN
    handed := 0;
    slips := 0;
    kept := 0;
    FOR _row IN SELECT * FROM yc.case_file c WHERE c.region = _region AND c.id = ANY (_cases) ORDER BY c.id FOR UPDATE LOOP
        IF NOT yc.has_right(_to, 'accept', _region, _row.hall, _row.item) OR (yc.kin_refusal(_to, yc.case_people(_region, _row.id))).code IS NOT NULL
            OR (_row.holder = _actor AND (yc.agreed_refusal(_to, _row, 'accept')).code IS NOT NULL) THEN
            kept := kept + 1;
            CONTINUE;
        END IF;
        IF _row.holder = _actor THEN
            UPDATE yc.case_file c SET holder = _to, token = gen_random_uuid(), held_since = yc.now() WHERE c.region = _region AND c.id = _row.id;
            PERFORM pg_notify('yc_held', _region || ' ' || _row.id);
        END IF;
        UPDATE yc.received r SET keeper = _to WHERE r.region = _region AND r.case_id = _row.id AND r.seen_at IS NULL AND coalesce(r.keeper, r.staff_id) = _actor;
        slips := slips + CASE WHEN FOUND THEN 1 ELSE 0 END;
        PERFORM yc.journal_append(_actor, _region, _row.id, 'hand_over', jsonb_build_object('to', _to));
        INSERT INTO yc.handed (region, staff_id, at, from_staff, case_id) VALUES (_region, _to, yc.now(), _actor, _row.id);
        handed := handed + 1;
    END LOOP;
    RETURN NEXT;
END $$;
COMMENT ON FUNCTION yc.hand_over_cases(bigint, bigint, int, bigint[]) IS
    'Hands cases over: a new token for those that I fill in (what I send late is refused), my slips with them. What the receiver may not do, or of their own or kin, stays mine, and a form whose case they agreed to.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.open_list(_region int, _hall smallint)
RETURNS TABLE (kind text, case_id bigint, visit_id bigint, name text, item_zh text, item_en text, slip text, since timestamptz, detail text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT o.kind, o.case_id, o.visit_id, yc.mask('name_any', p.name), d.name_zh, d.name_en, o.slip, o.since, o.detail
    FROM (SELECT yc.actor() AS id OFFSET 0) me
    CROSS JOIN LATERAL yc.open_things(me.id, _region, _hall) o
    LEFT JOIN yc.case_file c ON c.region = _region AND c.id = o.case_id
    LEFT JOIN yc.visit v ON v.region = _region AND v.id = o.visit_id
    LEFT JOIN yc.person p ON p.region = _region AND p.id = coalesce(c.person_id, v.person_id)
    LEFT JOIN yc.definition d ON d.id = c.definition_id
    WHERE yc.has_right(me.id, 'accept', _region, _hall)
    ORDER BY o.place, o.since, o.visit_id, o.case_id
$$;
COMMENT ON FUNCTION desk.open_list(int, smallint) IS
    'All that is open in my hands in a hall, for handing over and signing off: visit (at my window), parked, received (a slip not accepted yet), draft, returned, waits (accepted, the applicant is still here). Names masked.';
GRANT EXECUTE ON FUNCTION desk.open_list(int, smallint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.colleague_list(_region int, _hall smallint) RETURNS TABLE (staff_id bigint, name text, login text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.id, yc.staff_name(s.id), s.login
    FROM (SELECT yc.actor() AS id OFFSET 0) me
    JOIN (SELECT DISTINCT g.staff_id FROM yc.staff_grant g WHERE g.action = 'accept' AND g.region = _region AND g.revoked_at IS NULL) others ON true
    JOIN yc.staff s ON s.id = others.staff_id
    WHERE (yc.colleague_refusal(me.id, _region, _hall, s.id)).code IS NULL
    ORDER BY s.login
$$;
COMMENT ON FUNCTION desk.colleague_list(int, smallint) IS 'To whom I can hand my work of a hall over: who accepts there, but for me. Empty for who does not accept there.';
GRANT EXECUTE ON FUNCTION desk.colleague_list(int, smallint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.hand_over(_command uuid, _region int, _hall smallint, _to bigint, _word text)
RETURNS TABLE (name text, visits int, cases int, slips int, kept int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor  bigint := yc.actor();
    _reply  jsonb := yc.command_begin(_actor, _region, _command, 'hand_over', _hall::text, _to::text, _word);
    _cases  bigint[];
    _moved  record;
    _passed record;
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.colleague_refusal(_actor, _region, _hall, _to));
        IF yc.check_text(coalesce(_word, ''), '0..100') LIKE 'E%' THEN
            PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'park_reason', 'check', 'text');
        END IF;
        SELECT array_agg(DISTINCT o.case_id) INTO _cases FROM yc.open_things(_actor, _region, _hall) o
        JOIN yc.case_file c ON c.region = _region AND c.id = o.case_id
        WHERE o.kind IN ('draft', 'received', 'waits') OR (o.kind = 'returned' AND c.holder = _actor);
        SELECT * INTO _passed FROM yc.hand_over_cases(_actor, _to, _region, coalesce(_cases, '{}')); -- cases before visits, as acceptance locks them
        SELECT * INTO _moved FROM yc.hand_over_visits(_actor, _to, _region, _hall, coalesce(_word, ''));
        _reply := yc.command_end(_region, _command, jsonb_build_object('visits', _moved.handed,
            'cases', _passed.handed, 'slips', _passed.slips, 'kept', _moved.kept + _passed.kept));
    END IF;
    RETURN QUERY SELECT yc.staff_name(_to), r.* FROM jsonb_to_record(_reply) AS r(visits int, cases int, slips int, kept int);
END $$;
COMMENT ON FUNCTION desk.hand_over(uuid, int, smallint, bigint, text) IS
    'Hands what is open in my hands in a hall over to a colleague: visits (one at the window is parked, _word says why), drafts, slips, returned cases that I have in hand, cases whose applicant waits; both names stand in each case''s journal, and what I send late is refused. Kept: what they may not do, or of their own or kin. Refuses E_COLLEAGUE_UNKNOWN {staff}, E_RIGHT_MISSING, E_VALUE_REFUSED.';
GRANT EXECUTE ON FUNCTION desk.hand_over(uuid, int, smallint, bigint, text) TO yc_staff;
