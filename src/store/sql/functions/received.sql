-- Cases that a window opened and received while it was cut off from the database (收件): the slip that the applicant holds, and the draft under a key that
-- the workstation chose. They are filled in and accepted like any other.

-- --- the slip

CREATE OR REPLACE FUNCTION yc.slip_fault(_slip text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN coalesce(_slip, '') !~ '^[0-9]{21}$' THEN 'E_SLIP_WRONG'
        WHEN left(_slip, 3) = '000' OR substr(_slip, 4, 3) = '000' OR substr(_slip, 7, 4)::int < 1900
          OR NOT yc.date_exists(substr(_slip, 7, 4)::int, substr(_slip, 11, 2)::int, substr(_slip, 13, 2)::int)
          OR substr(_slip, 15, 2)::int > 23 OR substr(_slip, 17, 2)::int > 59 OR substr(_slip, 19, 2)::int > 59
          OR right(_slip, 1) <> yc.number_check_digit(left(_slip, 20)) THEN 'E_SLIP_WRONG'
    END
$$;
COMMENT ON FUNCTION yc.slip_fault(text) IS
    'E_SLIP_WRONG for what is no code of a slip: hall 3, window 3, day 8, time 6, check digit by ISO 7064 MOD 11,10; or NULL. The twin of slip_valid() in C.';

CREATE OR REPLACE FUNCTION yc.slip_refusal(_case yc.case_file, _slip text) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _given yc.received;
BEGIN
    IF yc.slip_fault(_slip) IS NOT NULL OR left(_slip, 3)::int <> _case.hall
       OR NOT EXISTS (SELECT FROM yc.service_window w WHERE w.region = _case.region AND w.hall = _case.hall AND w.window_number = substr(_slip, 4, 3)::int) THEN
        RETURN ROW('E_SLIP_WRONG', ARRAY['slip', _slip])::yc.refusal;
    END IF;
    SELECT * INTO _given FROM yc.received r WHERE r.region = _case.region AND r.slip = _slip;
    IF FOUND THEN
        RETURN CASE WHEN _given.case_id <> _case.id THEN ROW('E_SLIP_TAKEN', ARRAY['slip', _slip])::yc.refusal END;
    END IF;
    SELECT * INTO _given FROM yc.received r WHERE r.region = _case.region AND r.case_id = _case.id;
    RETURN CASE WHEN FOUND THEN ROW('E_SLIP_GIVEN', ARRAY['slip', _given.slip, 'when', yc.moment(_given.received_at)])::yc.refusal END;
END $$;
COMMENT ON FUNCTION yc.slip_refusal(yc.case_file, text) IS
    'What stands against this slip for this case: E_SLIP_WRONG {slip} (also one of another hall, or of no window), E_SLIP_TAKEN {slip} by another case, E_SLIP_GIVEN {slip, when}: the case has another one. NULL for its own.';

-- --- receiving

CREATE OR REPLACE FUNCTION yc.refusal_raised(_code text, _detail text) RETURNS yc.refusal LANGUAGE sql IMMUTABLE AS $$
    SELECT ROW(_code, coalesce(array_agg(part ORDER BY n, side), '{}'))::yc.refusal
    FROM regexp_split_to_table(nullif(_detail, ''), E'\n') WITH ORDINALITY AS l(line, n),
         LATERAL (VALUES (1, split_part(line, '=', 1)), (2, substr(line, strpos(line, '=') + 1))) p(side, part)
$$;
COMMENT ON FUNCTION yc.refusal_raised(text, text) IS 'The refusal that was raised with this message and detail: the way back of yc.refuse().';

CREATE OR REPLACE FUNCTION yc.case_receive_row(_actor bigint, _case yc.case_file, _slip text, _received_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _away  boolean := EXISTS (SELECT FROM yc.case_key k WHERE k.region = _case.region AND k.case_id = _case.id); -- its visit may have begun away from us
    _since timestamptz := (SELECT CASE WHEN _away AND _case.state <> 'returned' THEN yc.now() - make_interval(days => yc.setting('cut_off_days')::int)
                                  ELSE greatest(v.started_at, CASE WHEN _case.state = 'returned' THEN _case.held_since END) END
                           FROM yc.visit v WHERE v.region = _case.region AND v.id = _case.visit_id);
    _at    timestamptz := greatest(_since, least(coalesce(_received_at, yc.now()), yc.now()));
    _by    date := yc.answer_day((_at AT TIME ZONE 'Asia/Shanghai')::date);
BEGIN
    INSERT INTO yc.received (region, case_id, slip, resubmits, received_at, sent_at, staff_id, hall, window_number, answer_by)
    VALUES (_case.region, _case.id, _slip, _case.state = 'returned', _at, yc.now(), _actor, _case.hall, substr(_slip, 4, 3)::smallint, _by)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM yc.journal_append(_actor, _case.region, _case.id, 'receive',
            jsonb_build_object('slip', _slip, 'received', yc.moment(_at), 'answer_by', _by));
    ELSIF NOT EXISTS (SELECT FROM yc.received r WHERE r.region = _case.region AND r.case_id = _case.id AND r.slip = _slip) THEN
        PERFORM yc.refuse('E_SLIP_TAKEN', 'slip', _slip); -- by another case, a moment ago
    END IF;
END $$;
COMMENT ON FUNCTION yc.case_receive_row(bigint, yc.case_file, text, timestamptz) IS
    'Notes the slip of a case, once. The day of receipt is what the workstation says, but never in the future, nor before the visit (or the taking of a returned case; of a case that was opened while cut off: cut_off_days ago, since we learnt of its visit when it was over). Refuses E_SLIP_TAKEN.';

CREATE OR REPLACE FUNCTION yc.case_receive_try(_actor bigint, _case yc.case_file, _token uuid, INOUT _refusal yc.refusal DEFAULT NULL) LANGUAGE plpgsql AS $$
DECLARE
    _detail text;
BEGIN
    _refusal := yc.accept_obstacle(_actor, _case, _token, NULL);
    IF _refusal.code IS NULL THEN
        BEGIN
            PERFORM yc.case_accept_now(_actor, _case);
        EXCEPTION WHEN SQLSTATE 'YC001' THEN -- no calendar for its due dates
            GET STACKED DIAGNOSTICS _detail = PG_EXCEPTION_DETAIL;
            _refusal := yc.refusal_raised(SQLERRM, _detail);
        END;
    END IF;
    IF _refusal.code IS NOT NULL THEN
        UPDATE yc.case_file c SET state = 'received' WHERE c.region = _case.region AND c.id = _case.id AND c.state = 'draft';
    END IF;
END $$;
COMMENT ON FUNCTION yc.case_receive_try(bigint, yc.case_file, uuid, yc.refusal) IS
    'Accepts what was received, or leaves it received (a returned case returned) and says what stands against its acceptance.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.case_open_cut_off(_command uuid, _region int, _visit bigint, _visit_command uuid, _item text, _definition int, _token uuid)
RETURNS TABLE (case_id bigint, token uuid, version int, definition_id int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'case_open_cut_off', _visit::text, _visit_command::text, _item, _definition::text, _token::text);
BEGIN
    IF _reply IS NULL THEN
        IF _token IS NULL THEN
            PERFORM yc.refuse('E_COMMAND_KEY_MISSING', 'function', 'case_open_cut_off');
        END IF;
        _visit := coalesce(_visit, (SELECT (m.reply ->> 'visit_id')::bigint FROM yc.command m
                                    WHERE m.region = _region AND m.key = _visit_command AND m.staff_id = _actor AND m.function = 'visit_begin'));
        _reply := yc.command_end(_region, _command,
            yc.case_begin(_actor, yc.visit_mine(_actor, _region, _visit, coalesce(_visit::text, _visit_command::text)), _item,
                          yc.definition_pinned(_item, _definition, _region), _token));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, token uuid, version int, definition_id int);
END $$;
COMMENT ON FUNCTION desk.case_open_cut_off(uuid, int, bigint, uuid, text, int, uuid) IS
    'Begins a draft that a cut-off window opened: in my open visit, named by its id or (NULL) by the command key of my visit_begin; under the token that the window chose, by which it may go on without the id; of the definition that it filled in (yc.definition_pinned()). Prefilled without earlier cases. Refuses what desk.case_open() does, E_TOKEN_TAKEN, E_COMMAND_KEY_MISSING for no token.';
GRANT EXECUTE ON FUNCTION desk.case_open_cut_off(uuid, int, bigint, uuid, text, int, uuid) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_opened(_region int, _token uuid) RETURNS TABLE (case_id bigint, version int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.id, c.version FROM yc.case_key k JOIN yc.case_file c ON c.region = k.region AND c.id = k.case_id
    WHERE k.region = _region AND k.key = _token AND c.created_by = yc.actor()
$$;
COMMENT ON FUNCTION desk.case_opened(int, uuid) IS 'The case that my workstation opened while cut off under this key, once it has been sent; no row before.';
GRANT EXECUTE ON FUNCTION desk.case_opened(int, uuid) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_receive(_command uuid, _region int, _case_id bigint, _token uuid, _slip text, _received_at timestamptz, _accept_command uuid)
RETURNS TABLE (case_id bigint, slip text, number text, state text, code text, parameters text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor   bigint := yc.actor();
    _reply   jsonb := yc.command_begin(_actor, _region, _command, 'case_receive', coalesce(_case_id::text, _token::text), _token::text, _slip,
                                       extract(epoch FROM _received_at)::text, _accept_command::text);
    _case    yc.case_file;
    _refusal yc.refusal;
BEGIN
    IF _reply IS NULL THEN
        _token := coalesce(_token, '00000000-0000-0000-0000-000000000000');
        _case := yc.case_locked(_actor, _region, coalesce(_case_id, yc.case_by_key(_actor, _region, _token)));
        PERFORM yc.refuse(yc.right_refusal(_actor, 'accept', _region, _case.hall, _case.item));
        IF _case.number IS NOT NULL AND _case.state <> 'returned' AND EXISTS (
            SELECT FROM yc.command m WHERE m.region = _region AND m.key = _accept_command AND m.staff_id = _actor AND m.function = 'case_accept'
            AND (m.reply ->> 'case_id')::bigint = _case.id) THEN
            PERFORM yc.refuse(yc.slip_refusal(_case, _slip));
            PERFORM yc.case_receive_row(_actor, _case, _slip, _received_at);
        ELSE
            PERFORM yc.refuse(yc.fill_obstacle(_actor, _case, _token));
            PERFORM yc.refuse(yc.slip_refusal(_case, _slip));
            PERFORM yc.case_receive_row(_actor, _case, _slip, _received_at);
            _refusal := yc.case_receive_try(_actor, _case, _token);
        END IF;
        _reply := yc.command_end(_region, _command, (
            SELECT jsonb_build_object('case_id', c.id, 'slip', _slip, 'number', c.number, 'state', c.state, 'code', _refusal.code, 'parameters', _refusal.parameters)
            FROM yc.case_file c WHERE c.region = _region AND c.id = _case.id));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, slip text, number text, state text, code text, parameters text[]);
END $$;
COMMENT ON FUNCTION desk.case_receive(uuid, int, bigint, uuid, text, timestamptz, uuid) IS
    'Sends in what my cut-off window received against a slip, of a case that I hold (without an id: opened under this token). It is accepted if nothing stands against it, with its number; else it is in state received, still mine, and code and parameters say what stands against its acceptance. With the key of an acceptance whose answer was lost: if that was done, its number. Refuses (and notes nothing) E_CASE_UNKNOWN, E_RIGHT_MISSING, E_CASE_HELD, E_CASE_STATE, E_SLIP_WRONG, E_SLIP_TAKEN {slip}, E_SLIP_GIVEN {slip, when}.';
GRANT EXECUTE ON FUNCTION desk.case_receive(uuid, int, bigint, uuid, text, timestamptz, uuid) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.slip_seen(_region int, _case_id bigint) RETURNS TABLE (case_id bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE yc.received r SET seen_at = coalesce(r.seen_at, yc.now()) FROM yc.case_file c
    WHERE r.region = _region AND r.case_id = _case_id AND coalesce(r.keeper, r.staff_id) = yc.actor()
      AND c.region = r.region AND c.id = r.case_id AND c.state NOT IN ('draft', 'received') AND NOT (r.resubmits AND c.state = 'returned')
    RETURNING r.case_id
$$;
COMMENT ON FUNCTION desk.slip_seen(int, bigint) IS 'I have seen what became of my slip: it goes from the list of what waits for me. No row: it is not mine, or nothing came of it yet.';
GRANT EXECUTE ON FUNCTION desk.slip_seen(int, bigint) TO yc_staff;
