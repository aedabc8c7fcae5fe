-- Cases that a window opened and received while it was cut off from the database (收件): the draft under a key that the
-- workstation chose, the slip that the applicant holds, the five working days in which it must be answered.

CREATE TABLE yc.case_key (
    region  int NOT NULL,
    key     uuid NOT NULL,        -- chosen by the workstation; also the first token of the case
    case_id bigint NOT NULL,
    PRIMARY KEY (region, key),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file
);
COMMENT ON TABLE yc.case_key IS
    'Under which key a cut-off workstation opened a case: it goes on with it before it has seen the id. A table of its own, since cases are few here and only there the key must be unique.';

CREATE TABLE yc.received (
    region        int NOT NULL,
    case_id       bigint NOT NULL,
    slip          text NOT NULL,        -- the code that the window printed, src/model/slip.h
    resubmits     boolean NOT NULL,     -- given for a returned case that is handed in again
    received_at   timestamptz NOT NULL, -- as the workstation says, never before the visit nor after sent_at
    sent_at       timestamptz NOT NULL,
    staff_id      bigint NOT NULL REFERENCES yc.staff,
    hall          smallint NOT NULL,
    window_number smallint NOT NULL,
    answer_by     date NOT NULL,        -- 行政许可法 32
    seen_at       timestamptz,          -- when who gave it saw what became of it
    PRIMARY KEY (region, case_id),
    UNIQUE (region, slip),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    FOREIGN KEY (region, hall, window_number) REFERENCES yc.service_window,
    CHECK (received_at <= sent_at)
);
COMMENT ON TABLE yc.received IS 'What was received against a slip while a window was cut off. The slip says received, not accepted; the case says whether it was accepted since.';
CREATE INDEX received_unseen ON yc.received (region, staff_id, answer_by) WHERE seen_at IS NULL;

CREATE OR REPLACE FUNCTION yc.setting(_name text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT s.value FROM yc.setting s WHERE s.name = _name),
        CASE _name
            WHEN 'demonstration' THEN 'no'           -- yes: a hall for practice; screens say so in their first line
            WHEN 'lease_seconds' THEN '60'           -- a claim lives so long without its workstation's sign of life
            WHEN 'statement_seconds' THEN '30'       -- a statement older than this acts no more: its time would be forged
            WHEN 'material_bytes' THEN '10485760'    -- largest material
            WHEN 'cut_off_days' THEN '7'             -- so long after its successor came a definition may be what a cut-off window had
        END)
$$;

-- --- the slip

CREATE FUNCTION yc.number_check_digit(_digits text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    _product int := 10;
    _sum     int;
BEGIN
    FOR _n IN 1..char_length(_digits) LOOP
        _sum := (_product + substr(_digits, _n, 1)::int) % 10;
        _product := (CASE _sum WHEN 0 THEN 10 ELSE _sum END) * 2 % 11;
    END LOOP;
    RETURN (11 - _product) % 10;
END $$;
COMMENT ON FUNCTION yc.number_check_digit(text) IS 'ISO 7064 MOD 11,10 over all of these digits. The twin of number_check_digit() in C.';

CREATE OR REPLACE FUNCTION yc.case_check_digit(_digits text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT yc.number_check_digit(left(_digits, 22)) $$;

CREATE FUNCTION yc.slip_fault(_slip text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
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

CREATE FUNCTION yc.slip_refusal(_case yc.case_file, _slip text) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
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

CREATE FUNCTION yc.answer_day(_received date) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN (SELECT count(*) FROM yc.calendar_year y WHERE y.year IN (extract(year FROM _received), extract(year FROM _received + 20)))
                     = (SELECT count(DISTINCT extract(year FROM d)) FROM unnest(ARRAY[_received, _received + 20]) d)
        THEN yc.due_date(_received, 5, 'working', '{}') ELSE _received + 7 END
$$;
COMMENT ON FUNCTION yc.answer_day(date) IS
    'Until when what was received must be answered: five working days (行政许可法 32). Beyond the published calendar a week, which is never later: nothing received may be lost for want of a calendar.';

CREATE FUNCTION yc.case_start_day(_case yc.case_file) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN r.answer_by < a.day THEN (r.received_at AT TIME ZONE 'Asia/Shanghai')::date ELSE a.day END
    FROM (SELECT (_case.accepted_at AT TIME ZONE 'Asia/Shanghai')::date AS day) a
    LEFT JOIN yc.received r ON r.region = _case.region AND r.case_id = _case.id AND NOT r.resubmits
$$;
COMMENT ON FUNCTION yc.case_start_day(yc.case_file) IS
    'The day from which the limits of an accepted case are counted: that of its acceptance, or that of its receipt when it was not answered in time (it then counts as accepted from the receipt, 行政许可法 32).';

CREATE OR REPLACE FUNCTION yc.case_due(_case yc.case_file, _clock text) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT yc.due_date(yc.case_start_day(_case), (l ->> 'days')::int, l ->> 'unit', yc.case_pauses(_case.region, _case.id))
    FROM (SELECT d.content -> 'limits' -> _clock AS l FROM yc.definition d WHERE d.id = _case.definition_id) limits
    WHERE l IS NOT NULL
$$;
COMMENT ON FUNCTION yc.case_due(yc.case_file, text) IS
    'The due date by the clock statutory or promised: yc.case_start_day(), limit of the pinned definition, calendar, ended suspensions. NULL where the item has no such limit.';

-- --- a received case is filled in and accepted like a draft

CREATE OR REPLACE FUNCTION yc.fill_obstacle(_actor bigint, _case yc.case_file, _token uuid) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN _case.state NOT IN ('draft', 'received', 'returned')
            THEN ROW('E_CASE_STATE', ARRAY['state', _case.state, 'number', coalesce(_case.number, '')])::yc.refusal
        WHEN _case.holder IS DISTINCT FROM _actor OR (_token IS NOT NULL AND _case.token <> _token)
            THEN ROW('E_CASE_HELD', ARRAY['who', coalesce(yc.staff_name(_case.holder), ''), 'since', coalesce(yc.moment(_case.held_since), '')])::yc.refusal
    END
$$;

CREATE FUNCTION yc.case_by_key(_actor bigint, _region int, _key uuid) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    _case yc.case_file;
BEGIN
    SELECT c.* INTO _case FROM yc.case_key k JOIN yc.case_file c ON c.region = k.region AND c.id = k.case_id
    WHERE k.region = _region AND k.key = _key;
    IF NOT FOUND OR NOT yc.may_see(_actor, _region, _case.hall, _case.item) THEN
        PERFORM yc.refuse('E_CASE_UNKNOWN', 'case', coalesce(_key::text, ''));
    END IF;
    RETURN _case.id;
END $$;
COMMENT ON FUNCTION yc.case_by_key(bigint, int, uuid) IS
    'The case that a cut-off workstation opened under this key. Refuses E_CASE_UNKNOWN {case}, the same for a key that is none and for a case that the actor may not see.';

CREATE OR REPLACE FUNCTION yc.case_holding(_actor bigint, _region int, _case_id bigint, _token uuid) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _id   bigint := coalesce(_case_id, yc.case_by_key(_actor, _region, _token));
    _case yc.case_file;
BEGIN
    PERFORM FROM yc.case_file c WHERE c.region = _region AND c.id = _id FOR SHARE;
    _case := yc.case_visible(_actor, _region, _id);
    PERFORM yc.refuse(yc.right_refusal(_actor, 'accept', _case.region, _case.hall, _case.item));
    PERFORM yc.refuse(yc.fill_obstacle(_actor, _case, coalesce(_token, '00000000-0000-0000-0000-000000000000')));
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_holding(bigint, int, bigint, uuid) IS
    'The case that this person fills in with this token, held against a take-over until the end of the transaction; without an id the one that was opened under the token as its key. Refuses otherwise.';

CREATE FUNCTION yc.case_accept_now(_actor bigint, _case yc.case_file) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _first boolean := _case.state <> 'returned';
    _stage text := yc.stage_after(_case.definition_id, 'accept');
BEGIN
    PERFORM yc.case_settle(_case);
    _case := CASE WHEN _first THEN yc.case_accept_first(_actor, _case) ELSE yc.suspension_close(_case) END;
    PERFORM yc.journal_append(_actor, _case.region, _case.id, CASE WHEN _first THEN 'accept' ELSE 'resubmit' END,
        jsonb_build_object('number', _case.number, 'promised', _case.promised_due, 'statutory', _case.statutory_due, 'stage', _stage)
        || yc.case_digests(_case.region, _case.id));
    RETURN yc.case_advance(_case, _stage); -- after the journal, which tells the task who may not have it
END $$;
COMMENT ON FUNCTION yc.case_accept_now(bigint, yc.case_file) IS
    'Accepts a draft or received case, or hands a returned one in again. The caller has locked it and asked yc.accept_obstacle().';

-- --- opening

DROP FUNCTION yc.fields_prefill(bigint, yc.case_file, yc.person);
CREATE FUNCTION yc.fields_prefill(_actor bigint, _case yc.case_file, _person yc.person, _with_earlier boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _record  jsonb := jsonb_strip_nulls(to_jsonb(_person)); -- a field marked person has the key of the record's column
    _earlier bigint;
    _day     date;
    _field   jsonb;
    _from    record;
BEGIN
    IF _with_earlier THEN
        SELECT c.id, (c.accepted_at AT TIME ZONE 'Asia/Shanghai')::date INTO _earlier, _day FROM yc.case_file c
        WHERE c.region = _case.region AND c.person_id = _person.id AND c.id <> _case.id AND c.accepted_at IS NOT NULL AND c.state <> 'void'
        ORDER BY c.accepted_at DESC LIMIT 1;
    END IF;
    FOR _field IN SELECT f FROM yc.definition d, jsonb_array_elements(d.content -> 'fields') f WHERE d.id = _case.definition_id LOOP
        IF _field ? 'ask' THEN
            CONTINUE;
        END IF;
        SELECT v.value, v.source, v.source_on INTO _from FROM (
            SELECT 1 AS rank, _record ->> (_field ->> 'key') AS value, 'person' AS source,
                   CASE WHEN _field ->> 'key' = 'mobile' THEN _person.mobile_on END AS source_on
            WHERE (_field ->> 'person')::boolean
            UNION ALL
            SELECT 2, f.value, 'earlier', _day FROM yc.case_field f
            WHERE (_field ->> 'earlier')::boolean AND f.region = _case.region AND f.case_id = _earlier AND f.field = _field ->> 'key'
            UNION ALL
            SELECT 3, _field ->> 'fixed', 'fixed', NULL
        ) v WHERE v.value <> '' ORDER BY v.rank LIMIT 1;
        IF FOUND THEN
            PERFORM yc.field_put(_actor, _case, _field ->> 'key', _from.value, _from.source, _from.source_on, 0);
        END IF;
    END LOOP;
    PERFORM yc.fields_compute(_actor, _case, 0);
END $$;
COMMENT ON FUNCTION yc.fields_prefill(bigint, yc.case_file, yc.person, boolean) IS
    'Fills a new form from the person''s record, their latest earlier case (if asked for) and the definition''s defaults; what decides the right (ask) stays empty.';

CREATE FUNCTION yc.definition_pinned(_item text, _definition int) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT d.id FROM yc.definition d
        WHERE d.id = _definition AND d.kind = 'item' AND d.code = _item AND d.valid_from <= yc.today()
          AND NOT EXISTS (SELECT FROM yc.definition n WHERE n.kind = 'item' AND n.code = _item AND n.version > d.version
                          AND n.valid_from <= yc.today() - yc.setting('cut_off_days')::int)),
        yc.definition_current('item', _item))
$$;
COMMENT ON FUNCTION yc.definition_pinned(text, int) IS
    'The version of an item that a cut-off window filled in: the one it had, unless that was followed by another more than cut_off_days ago (nobody picks the rules of years ago); else today''s. NULL: no such item.';

CREATE FUNCTION yc.visit_mine(_actor bigint, _region int, _visit bigint, _name text) RETURNS yc.visit LANGUAGE plpgsql AS $$
DECLARE
    _row yc.visit;
BEGIN
    SELECT * INTO _row FROM yc.visit v WHERE v.region = _region AND v.id = _visit FOR SHARE;
    IF NOT FOUND OR _row.clerk <> _actor OR _row.ended_at IS NOT NULL THEN
        PERFORM yc.refuse('E_VISIT_UNKNOWN', 'visit', coalesce(_name, ''));
    END IF;
    RETURN _row;
END $$;
COMMENT ON FUNCTION yc.visit_mine(bigint, int, bigint, text) IS 'My open visit, kept open until the end of the transaction. Refuses E_VISIT_UNKNOWN {visit}: the name that it was asked for by.';

CREATE FUNCTION yc.case_untouched(_actor bigint, _visit yc.visit, _item text, _definition int) RETURNS yc.case_file LANGUAGE sql AS $$
    SELECT c FROM yc.case_file c
    WHERE c.region = _visit.region AND c.visit_id = _visit.id AND c.state = 'draft' AND c.item = _item AND c.definition_id = _definition AND c.holder = _actor
      AND NOT EXISTS (SELECT FROM yc.case_field f WHERE f.region = c.region AND f.case_id = c.id AND f.source = 'typed')
      AND NOT EXISTS (SELECT FROM yc.material m WHERE m.region = c.region AND m.case_id = c.id)
      AND NOT EXISTS (SELECT FROM yc.case_key k WHERE k.region = c.region AND k.case_id = c.id)
    ORDER BY c.id DESC LIMIT 1 FOR UPDATE OF c
$$;
COMMENT ON FUNCTION yc.case_untouched(bigint, yc.visit, text, int) IS
    'My draft of an item in a visit that nobody has typed into, locked: what a window asked for before it was cut off, and never saw. NULL: there is none.';

CREATE FUNCTION yc.case_draft(_actor bigint, _visit yc.visit, _item text, _definition int, _key uuid) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _case yc.case_file;
BEGIN
    IF _key IS NOT NULL THEN
        _case := yc.case_untouched(_actor, _visit, _item, _definition);
    END IF;
    IF _case.id IS NOT NULL THEN
        DELETE FROM yc.case_field f WHERE f.region = _case.region AND f.case_id = _case.id; -- what it was prefilled with the clerk has not seen
        UPDATE yc.case_file c SET token = _key, held_since = yc.now() WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    ELSE
        INSERT INTO yc.case_file (region, state, item, definition_id, visit_id, person_id, hall, window_number, created_by, created_at, holder, token, held_since)
        VALUES (_visit.region, 'draft', _item, _definition, _visit.id, _visit.person_id, _visit.hall, _visit.window_number, _actor, yc.now(), _actor,
                coalesce(_key, gen_random_uuid()), yc.now())
        RETURNING * INTO _case;
        INSERT INTO yc.case_salt (region, case_id, salt) VALUES (_case.region, _case.id, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
    END IF;
    IF _key IS NOT NULL THEN
        INSERT INTO yc.case_key (region, key, case_id) VALUES (_case.region, _key, _case.id) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            PERFORM yc.refuse('E_TOKEN_TAKEN');
        END IF;
    END IF;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_draft(bigint, yc.visit, text, int, uuid) IS
    'The row of a new draft; with the key of a cut-off window: the one that it asked for before it was cut off, if nobody has touched it. Refuses E_TOKEN_TAKEN.';

CREATE FUNCTION yc.case_begin(_actor bigint, _visit yc.visit, _item text, _definition int, _key uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    _region int := _visit.region;
    _person yc.person;
    _case   yc.case_file;
BEGIN
    IF _definition IS NULL THEN
        PERFORM yc.refuse('E_ITEM_UNKNOWN', 'item', _item);
    END IF;
    PERFORM yc.refuse(yc.right_refusal(_actor, 'accept', _region, _visit.hall, _item));
    SELECT * INTO STRICT _person FROM yc.person p WHERE p.region = _region AND p.id = _visit.person_id;
    PERFORM yc.refuse(yc.kin_refusal(_actor, ARRAY[upper(_person.id_no)]));
    _case := yc.case_draft(_actor, _visit, _item, _definition, _key);
    PERFORM yc.fields_prefill(_actor, _case, _person, _key IS NULL);
    PERFORM yc.journal_append(_actor, _region, _case.id, 'open',
        jsonb_build_object('item', _item, 'definition', _definition, 'window', _visit.window_number)
        || CASE WHEN _key IS NULL THEN '{}'::jsonb ELSE '{"cut_off": true}' END);
    RETURN (SELECT jsonb_build_object('case_id', c.id, 'token', c.token, 'version', c.version, 'definition_id', c.definition_id)
            FROM yc.case_file c WHERE c.region = _region AND c.id = _case.id);
END $$;
COMMENT ON FUNCTION yc.case_begin(bigint, yc.visit, text, int, uuid) IS
    'A draft in a visit, prefilled; with a key: as a cut-off window opened it (the key is its token; nothing from earlier cases, which the clerk did not see). Returns the reply of desk.case_open(). Refuses E_ITEM_UNKNOWN, E_RIGHT_MISSING, E_OWN_CASE, E_KIN_CASE, E_TOKEN_TAKEN.';

CREATE FUNCTION yc.refusal_raised(_code text, _detail text) RETURNS yc.refusal LANGUAGE sql IMMUTABLE AS $$
    SELECT ROW(_code, coalesce(array_agg(part ORDER BY n, side), '{}'))::yc.refusal
    FROM regexp_split_to_table(nullif(_detail, ''), E'\n') WITH ORDINALITY AS l(line, n),
         LATERAL (VALUES (1, split_part(line, '=', 1)), (2, substr(line, strpos(line, '=') + 1))) p(side, part)
$$;
COMMENT ON FUNCTION yc.refusal_raised(text, text) IS 'The refusal that was raised with this message and detail: the way back of yc.refuse().';

CREATE FUNCTION yc.case_receive_row(_actor bigint, _case yc.case_file, _slip text, _received_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
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

CREATE FUNCTION yc.case_receive_try(_actor bigint, _case yc.case_file, _token uuid, INOUT _refusal yc.refusal DEFAULT NULL) LANGUAGE plpgsql AS $$
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

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.case_open(_command uuid, _region int, _visit bigint, _item text)
RETURNS TABLE (case_id bigint, token uuid, version int, definition_id int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'case_open', _visit::text, _item);
BEGIN
    IF _reply IS NULL THEN
        _reply := yc.command_end(_region, _command,
            yc.case_begin(_actor, yc.visit_mine(_actor, _region, _visit, _visit::text), _item, yc.definition_current('item', _item), NULL));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, token uuid, version int, definition_id int);
END $$;

CREATE FUNCTION desk.case_open_cut_off(_command uuid, _region int, _visit bigint, _visit_command uuid, _item text, _definition int, _token uuid)
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
                          yc.definition_pinned(_item, _definition), _token));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, token uuid, version int, definition_id int);
END $$;
COMMENT ON FUNCTION desk.case_open_cut_off(uuid, int, bigint, uuid, text, int, uuid) IS
    'Begins a draft that a cut-off window opened: in my open visit, named by its id or (NULL) by the command key of my visit_begin; under the token that the window chose, by which it may go on without the id; of the definition that it filled in (yc.definition_pinned()). Prefilled without earlier cases. Refuses what desk.case_open() does, E_TOKEN_TAKEN, E_COMMAND_KEY_MISSING for no token.';

COMMENT ON FUNCTION desk.field_save(int, bigint, uuid, bigint, text, text) IS
    'Stores one field of a case that I hold ('''' empties it), in the order of _seq (an older one changes nothing), and the fields computed from it. Without a case id: of the case that I opened under this token while cut off. A wrong value is stored too: only acceptance refuses it. Refuses E_CASE_HELD, E_CASE_STATE, E_CASE_UNKNOWN, E_FIELD_UNKNOWN, E_FIELD_PERSON, E_VALUE_REFUSED.';

CREATE OR REPLACE FUNCTION desk.material_add(_command uuid, _region int, _case_id bigint, _token uuid, _kind text, _file_name text, _content bytea, _signed_on date)
RETURNS TABLE (material_id bigint, sha256 text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor    bigint := yc.actor();
    _hash     bytea := sha256(_content);
    _reply    jsonb := yc.command_begin(_actor, _region, _command, 'material_add', coalesce(_case_id::text, _token::text), _kind, _file_name, encode(_hash, 'hex'), _signed_on::text);
    _case     yc.case_file;
    _wanted   jsonb;
    _material bigint;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_holding(_actor, _region, _case_id, _token);
        SELECT m INTO _wanted FROM yc.definition d, jsonb_array_elements(d.content -> 'materials') m
        WHERE d.id = _case.definition_id AND m ->> 'key' = _kind;
        IF _wanted IS NULL THEN
            PERFORM yc.refuse('E_MATERIAL_UNKNOWN', 'material', _kind);
        ELSIF _content IS NULL AND NOT _wanted ? 'letter' THEN
            PERFORM yc.refuse('E_MATERIAL_NO_LETTER', 'material', _kind);
        ELSIF _content IS NULL AND (_signed_on IS NULL OR _signed_on > yc.today()) THEN
            PERFORM yc.refuse('E_LETTER_UNSIGNED', 'material', _kind);
        ELSIF _content IS NOT NULL AND yc.check_text(coalesce(_file_name, ''), '1..255') LIKE 'E%' THEN
            PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'file_name', 'check', 'text');
        ELSIF length(_content) = 0 OR length(_content) > yc.setting('material_bytes')::int THEN
            PERFORM yc.refuse('E_MATERIAL_SIZE', 'size', length(_content)::text, 'most', yc.setting('material_bytes'));
        END IF;
        UPDATE yc.material m SET removed_at = yc.now(), removed_by = _actor
        WHERE m.region = _region AND m.case_id = _case.id AND m.kind = _kind AND m.removed_at IS NULL;
        IF _content IS NULL THEN
            INSERT INTO yc.material (region, case_id, kind, way, letter_id, signed_on, added_by, added_at)
            SELECT _region, _case.id, _kind, 'commitment', (d.pins ->> ('letter:' || (_wanted ->> 'letter')))::int, _signed_on, _actor, yc.now()
            FROM yc.definition d WHERE d.id = _case.definition_id RETURNING id INTO _material;
        ELSE
            INSERT INTO yc.material (region, case_id, kind, way, file_name, byte_count, sha256, added_by, added_at)
            VALUES (_region, _case.id, _kind, 'file', _file_name, length(_content), _hash, _actor, yc.now()) RETURNING id INTO _material;
            INSERT INTO yc.material_content (region, material_id, content) VALUES (_region, _material, _content);
        END IF;
        _reply := yc.command_end(_region, _command, jsonb_build_object('material_id', _material, 'sha256', encode(_hash, 'hex')));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'material_id')::bigint, _reply ->> 'sha256';
END $$;
COMMENT ON FUNCTION desk.material_add(uuid, int, bigint, uuid, text, text, bytea, date) IS
    'Hands a material in: a file''s bytes (SHA-256 computed here), or without bytes the signed commitment letter that may stand in its place. Without a case id: of the case that I opened under this token while cut off. Replaces an earlier one of the kind, which stays in the history. Refuses E_MATERIAL_UNKNOWN, E_MATERIAL_NO_LETTER, E_LETTER_UNSIGNED, E_MATERIAL_SIZE {size, most}, E_VALUE_REFUSED {field, check} for a name that is none.';

CREATE OR REPLACE FUNCTION desk.material_remove(_command uuid, _region int, _case_id bigint, _token uuid, _material bigint) RETURNS TABLE (material_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'material_remove', coalesce(_case_id::text, _token::text), _material::text);
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_holding(_actor, _region, _case_id, _token);
        UPDATE yc.material m SET removed_at = yc.now(), removed_by = _actor
        WHERE m.region = _region AND m.case_id = _case.id AND m.id = _material AND m.removed_at IS NULL;
        IF NOT FOUND THEN
            PERFORM yc.refuse('E_MATERIAL_UNKNOWN', 'material', _material::text);
        END IF;
        _reply := yc.command_end(_region, _command, jsonb_build_object('material_id', _material));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'material_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.material_remove(uuid, int, bigint, uuid, bigint) IS
    'Takes a material of a case that I hold back (without a case id: of the one that I opened under this token while cut off); it stays in the history.';

CREATE OR REPLACE FUNCTION desk.case_accept(_command uuid, _region int, _case_id bigint, _token uuid, _version int)
RETURNS TABLE (case_id bigint, number text, accepted_at timestamptz, promised_due date, statutory_due date, state text, stage text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'case_accept', _case_id::text, _token::text, _version::text);
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_locked(_actor, _region, _case_id);
        PERFORM yc.refuse(yc.accept_obstacle(_actor, _case, coalesce(_token, '00000000-0000-0000-0000-000000000000'), coalesce(_version, 0)));
        _case := yc.case_accept_now(_actor, _case);
        _reply := yc.command_end(_region, _command, to_jsonb(_case) || jsonb_build_object('case_id', _case.id));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply)
        AS r(case_id bigint, number text, accepted_at timestamptz, promised_due date, statutory_due date, state text, stage text);
END $$;
COMMENT ON FUNCTION desk.case_accept(uuid, int, bigint, uuid, int) IS
    'Accepts a draft or a received case that I hold (its number is given here, once), or hands a returned case in again (it keeps its number; the clock goes on). The refusals are those of yc.accept_obstacle().';

CREATE FUNCTION desk.case_receive(_command uuid, _region int, _case_id bigint, _token uuid, _slip text, _received_at timestamptz, _accept_command uuid)
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

CREATE FUNCTION desk.slip_seen(_region int, _case_id bigint) RETURNS TABLE (case_id bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE yc.received r SET seen_at = coalesce(r.seen_at, yc.now()) FROM yc.case_file c
    WHERE r.region = _region AND r.case_id = _case_id AND r.staff_id = yc.actor()
      AND c.region = r.region AND c.id = r.case_id AND c.state NOT IN ('draft', 'received') AND NOT (r.resubmits AND c.state = 'returned')
    RETURNING r.case_id
$$;
COMMENT ON FUNCTION desk.slip_seen(int, bigint) IS 'I have seen what became of my slip: it goes from the list of what waits for me. No row: it is not mine, or nothing came of it yet.';

CREATE OR REPLACE FUNCTION desk.case_fields(_region int, _case_id bigint)
RETURNS TABLE (place int, field text, name_zh text, name_en text, value text, masked boolean, code_zh text, code_en text, source text, source_on date, seq bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
BEGIN
    PERFORM yc.read_log_append(_actor, _region, 'case_fields', _case_id, _case.person_id, 'unmasked fields', 'case ' || coalesce(_case.number, 'draft'));
    RETURN QUERY SELECT g.n::int, f.field, g.d -> 'name' ->> 'zh', g.d -> 'name' ->> 'en',
        CASE WHEN m.masked THEN yc.mask(coalesce(g.d ->> 'check', 'text'), f.value) ELSE f.value END, m.masked,
        l.content -> 'values' -> f.value ->> 'zh', l.content -> 'values' -> f.value ->> 'en', f.source, f.source_on, f.seq
    FROM yc.definition x
    CROSS JOIN LATERAL jsonb_array_elements(x.content -> 'fields') WITH ORDINALITY AS g(d, n)
    JOIN yc.case_field f ON f.region = _region AND f.case_id = _case_id AND f.field = g.d ->> 'key'
    CROSS JOIN LATERAL (
        -- A wrong value is shown to the one who fills the case in: behind its mask nobody could see what is wrong with it.
        SELECT coalesce((g.d ->> 'masked')::boolean, false) AND f.value <> '' AND NOT (
            _case.state IN ('draft', 'received', 'returned') AND _case.holder = _actor
            AND coalesce(yc.field_fault(g.d, yc.case_values(_region, _case_id), x.pins) LIKE 'E%', false)) AS masked) m
    LEFT JOIN yc.definition l ON l.id = (x.pins ->> ('codes:' || CASE g.d ->> 'type' WHEN 'region' THEN 'region' ELSE g.d ->> 'codes' END))::int
    WHERE x.id = _case.definition_id
    ORDER BY g.n;
END $$;

CREATE OR REPLACE FUNCTION desk.visit_list(_region int, _hall smallint)
RETURNS TABLE (visit_id bigint, person_id bigint, name text, clerk text, mine boolean, window_number smallint, started_at timestamptz, parked_at timestamptz, park_reason text,
               drafts int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT v.id, v.person_id, yc.mask('name_any', p.name), yc.staff_name(v.clerk), v.clerk = yc.actor(), v.window_number, v.started_at, v.parked_at, v.park_reason,
           (SELECT count(*)::int FROM yc.case_file c WHERE c.region = v.region AND c.visit_id = v.id AND c.state IN ('draft', 'received'))
    FROM yc.visit v JOIN yc.person p ON p.region = v.region AND p.id = v.person_id
    WHERE v.region = _region AND v.hall = _hall AND v.ended_at IS NULL
      AND (v.clerk = yc.actor() OR v.parked_at IS NOT NULL) AND yc.has_right(yc.actor(), 'accept', _region, _hall)
    ORDER BY v.parked_at IS NULL, v.started_at LIMIT 50
$$;
COMMENT ON FUNCTION desk.visit_list(int, smallint) IS 'Open visits of a hall: mine, and everybody''s parked ones; names masked, drafts (received ones too) counted.';

CREATE OR REPLACE FUNCTION desk.explain(_region int, _case_id bigint)
RETURNS TABLE (clock text, due date, limit_days int, unit text, basis text, step int, kind text, first_day date, last_day date, days int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT k.clock, CASE k.clock WHEN 'promised' THEN c.promised_due ELSE c.statutory_due END,
           (l ->> 'days')::int, l ->> 'unit', l ->> 'basis', s.step, s.kind, s.first_day, s.last_day, s.days
    FROM (SELECT yc.case_visible(yc.actor(), _region, _case_id) AS row OFFSET 0) visible
    JOIN yc.case_file c ON c.region = (visible.row).region AND c.id = (visible.row).id AND c.accepted_at IS NOT NULL
    JOIN yc.definition d ON d.id = c.definition_id
    CROSS JOIN (VALUES (1, 'promised'), (2, 'statutory')) k(n, clock)
    CROSS JOIN LATERAL (SELECT d.content -> 'limits' -> k.clock AS l) limits
    CROSS JOIN LATERAL yc.due_steps(yc.case_start_day(c), (l ->> 'days')::int, l ->> 'unit', yc.case_pauses(c.region, c.id)) s
    WHERE l IS NOT NULL
    ORDER BY k.n, s.step
$$;
COMMENT ON FUNCTION desk.explain(int, bigint) IS
    'Both due dates of a case, every step of the sum a row. The step accepted is the day that counts as acceptance: of a case received against a slip and not answered in time the day of receipt.';

GRANT EXECUTE ON FUNCTION desk.case_open_cut_off(uuid, int, bigint, uuid, text, int, uuid),
    desk.case_receive(uuid, int, bigint, uuid, text, timestamptz, uuid), desk.slip_seen(int, bigint) TO yc_staff;

SET LOCAL ROLE yc_owner;
GRANT SELECT, INSERT ON yc.case_key, yc.received TO yc_desk;
GRANT UPDATE (seen_at) ON yc.received TO yc_desk;

-- --- verification

CREATE FUNCTION yc.verify_received() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
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

CREATE OR REPLACE FUNCTION yc.verify() RETURNS TABLE (code text, parameters text[]) LANGUAGE sql STABLE AS $$
    SELECT f.code, f.parameters FROM yc.verify_chains() f UNION ALL SELECT f.code, f.parameters FROM yc.verify_seals() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_cases() f UNION ALL SELECT f.code, f.parameters FROM yc.verify_counters() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_received() f
$$;

REVOKE EXECUTE ON FUNCTION yc.verify_received() FROM yc_desk;
