-- A clerk's morning: what the last case of the item says, the next person of the same unit, what is told once and whole (一次性告知),
-- handing over to a colleague, and what is still open when somebody goes.

-- --- values from my previous case of an item

-- What a colleague of the same unit has in common with the last applicant (a field's key `unit`) comes with a source of its own:
-- it is always to be confirmed. NOT VALID: rows that stand hold the former words only, and need no reading.
DO $$
DECLARE
    _table regclass;
BEGIN
    FOR _table IN SELECT 'yc.case_field'::regclass UNION ALL SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = 'yc.case_field'::regclass LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS case_field_source_check', _table);
    END LOOP;
END $$;
ALTER TABLE yc.case_field ADD CONSTRAINT case_field_source_check
    CHECK (source IN ('typed', 'person', 'earlier', 'fixed', 'computed', 'unit')) NOT VALID;

CREATE INDEX case_opened_by ON yc.case_file (region, created_by, item, created_at);
CREATE INDEX case_accepted_by ON yc.case_file (region, accepted_by, item, accepted_at) WHERE accepted_by IS NOT NULL;

CREATE FUNCTION yc.field_personal(_field jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce((_field ->> 'person')::boolean, false) OR coalesce((_field ->> 'masked')::boolean, false) OR coalesce(_field -> 'compute' ? 'part', false)
        OR coalesce(_field ->> 'check', '') IN ('name_any', 'name_cn', 'id_any', 'id18', 'ssnum', 'sscard', 'person_no', 'luhn', 'mobile', 'phone', 'email')
$$;
COMMENT ON FUNCTION yc.field_personal(jsonb) IS
    'Whether what stands in a field is one person''s own (by its definition: from their record, masked, part of their number, a name, number, telephone or account) and so never somebody else''s.';

CREATE FUNCTION yc.case_previous(_actor bigint, _case yc.case_file) RETURNS yc.case_file LANGUAGE sql STABLE AS $$
    SELECT c FROM (
        (SELECT x.created_at AS at, x.id FROM yc.case_file x
         WHERE x.region = _case.region AND x.created_by = _actor AND x.item = _case.item AND x.id <> _case.id
         ORDER BY x.created_at DESC, x.id DESC LIMIT 1)
        UNION ALL
        (SELECT x.accepted_at, x.id FROM yc.case_file x
         WHERE x.region = _case.region AND x.accepted_by = _actor AND x.item = _case.item AND x.id <> _case.id
         ORDER BY x.accepted_at DESC, x.id DESC LIMIT 1)) mine
    JOIN yc.case_file c ON c.region = _case.region AND c.id = mine.id AND yc.may_see(_actor, c.region, c.hall, c.item)
    ORDER BY mine.at DESC, mine.id DESC LIMIT 1
$$;
COMMENT ON FUNCTION yc.case_previous(bigint, yc.case_file) IS
    'The newest other case of the same item that this person opened or accepted, if they may still see it; a row of NULLs: none.';

CREATE FUNCTION yc.unit_copy(_actor bigint, _case yc.case_file, _from yc.case_file) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    _day   date := (coalesce(_from.accepted_at, _from.created_at) AT TIME ZONE 'Asia/Shanghai')::date;
    _keys  text[] := '{}';
    _field record;
BEGIN
    FOR _field IN
        SELECT v.field AS key, v.value FROM yc.definition d
        CROSS JOIN LATERAL jsonb_array_elements(d.content -> 'fields') f
        JOIN yc.case_field v ON v.region = _from.region AND v.case_id = _from.id AND v.field = f ->> 'key' AND v.value <> ''
        WHERE d.id = _case.definition_id AND (f ->> 'unit')::boolean AND NOT yc.field_personal(f) ORDER BY v.field
    LOOP
        PERFORM yc.field_put(_actor, _case, _field.key, _field.value, 'unit', _day, 0);
        _keys := _keys || _field.key;
    END LOOP;
    PERFORM yc.fields_compute(_actor, _case, 0);
    RETURN _keys;
END $$;
COMMENT ON FUNCTION yc.unit_copy(bigint, yc.case_file, yc.case_file) IS
    'Fills in what colleagues of one unit have in common (fields that the definition marks unit), from the case of one of them; returns the keys.';

-- --- told once and whole

CREATE TABLE yc.notice (
    region        int NOT NULL,
    id            bigint NOT NULL DEFAULT yc.next_id(),
    visit_id      bigint NOT NULL,
    case_id       bigint,            -- NULL: before there was a draft
    definition_id int NOT NULL REFERENCES yc.definition,
    lacking       text[] NOT NULL,   -- "field KEY", "material KEY"
    given_by      bigint NOT NULL REFERENCES yc.staff,
    given_at      timestamptz NOT NULL,
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, visit_id) REFERENCES yc.visit,
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file
);
COMMENT ON TABLE yc.notice IS
    'What somebody was told to bring, all of it at once (一次性告知): no number is given and no clock begins. Append-only.';
CREATE INDEX notice_of_visit ON yc.notice (region, visit_id);

CREATE FUNCTION yc.lacking(_case yc.case_file) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(f.place || ' ' || f.key), '{}') FROM yc.case_faults(_case.region, _case.id) f WHERE f.code LIKE 'E%'
$$;
COMMENT ON FUNCTION yc.lacking(yc.case_file) IS 'What a case lacks or has wrong, as "field KEY" and "material KEY": by the judgement of acceptance itself.';

CREATE FUNCTION yc.lacking_item(_definition int) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg('material ' || (m ->> 'key') ORDER BY n), '{}')
    FROM yc.definition d, jsonb_array_elements(d.content -> 'materials') WITH ORDINALITY AS e(m, n)
    WHERE d.id = _definition AND m -> 'need' <> '"optional"'
$$;
COMMENT ON FUNCTION yc.lacking_item(int) IS 'What an item asks for before anything is known of the case: the materials that are or may be needed.';

-- --- how a visit ends

CREATE FUNCTION yc.visit_outcome(_visit yc.visit, _word text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT CASE WHEN c.state = 'received' THEN 'received' ELSE 'accepted' END FROM yc.case_file c
        WHERE c.region = _visit.region AND c.visit_id = _visit.id AND c.state NOT IN ('draft', 'refused', 'void')
        ORDER BY c.state = 'received' LIMIT 1), _word)
$$;
COMMENT ON FUNCTION yc.visit_outcome(yc.visit, text) IS
    'How a visit ended: accepted where one of its cases was, else received, whatever word was chosen for the rest of it; without either that word.';

CREATE FUNCTION yc.visit_end(_visit yc.visit, _word text) RETURNS void LANGUAGE sql AS $$
    UPDATE yc.visit v SET ended_at = yc.now(), outcome = yc.visit_outcome(_visit, _word), parked_at = NULL, park_reason = NULL
    WHERE v.region = _visit.region AND v.id = _visit.id;
    SELECT yc.visit_waits_no_more(_visit.region, _visit.id)
$$;
COMMENT ON FUNCTION yc.visit_end(yc.visit, text) IS 'Ends a visit that the caller has locked, after yc.visit_tasks_lock().';

-- --- handing over

CREATE TABLE yc.handed (
    region     int NOT NULL,
    staff_id   bigint NOT NULL REFERENCES yc.staff, -- to whom
    at         timestamptz NOT NULL,
    id         bigint NOT NULL DEFAULT yc.next_id(),
    from_staff bigint NOT NULL REFERENCES yc.staff,
    visit_id   bigint,
    case_id    bigint,
    PRIMARY KEY (region, staff_id, at, id),
    FOREIGN KEY (region, visit_id) REFERENCES yc.visit,
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    CHECK ((visit_id IS NULL) <> (case_id IS NULL))
);
COMMENT ON TABLE yc.handed IS 'What somebody handed over to a colleague, visit by visit and case by case; the case''s journal says it too. Append-only.';
CREATE INDEX handed_case ON yc.handed (region, case_id) WHERE case_id IS NOT NULL;

ALTER TABLE yc.received ADD COLUMN keeper bigint REFERENCES yc.staff;
COMMENT ON COLUMN yc.received.keeper IS 'Who answers for the slip since it was handed over; NULL: staff_id, who gave it.';
DROP INDEX yc.received_unseen;
CREATE INDEX received_unseen ON yc.received (region, (coalesce(keeper, staff_id)), answer_by) WHERE seen_at IS NULL;

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

CREATE OR REPLACE FUNCTION yc.waiting_cases(_actor bigint, _region int, _hall smallint) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
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

CREATE FUNCTION yc.waiting_handed(_actor bigint, _region int, _hall smallint) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    SELECT 3, 'handed', h.case_id, h.visit_id, NULL::text, h.at, yc.staff_name(h.from_staff), coalesce(v.park_reason, c.state, ''), NULL::date
    FROM (SELECT DISTINCT ON (x.visit_id, x.case_id) x.* FROM yc.handed x
          WHERE x.region = _region AND x.staff_id = _actor AND x.at >= yc.today()::timestamp AT TIME ZONE 'Asia/Shanghai'
          ORDER BY x.visit_id, x.case_id, x.at DESC) h
    LEFT JOIN yc.visit v ON v.region = h.region AND v.id = h.visit_id
    LEFT JOIN yc.case_file c ON c.region = h.region AND c.id = h.case_id
    WHERE coalesce(v.hall, c.hall) = coalesce(_hall, v.hall, c.hall)
      AND CASE WHEN v.id IS NOT NULL THEN v.clerk = _actor AND v.ended_at IS NULL AND v.parked_at IS NOT NULL
               ELSE c.holder = _actor AND c.state IN ('draft', 'received', 'returned') END
    ORDER BY h.at DESC, h.id LIMIT 20
$$;
COMMENT ON FUNCTION yc.waiting_handed(bigint, int, smallint) IS
    'What was handed over to somebody today and is still theirs to go on with: parked visits, drafts and slips (detail: why parked, or the state). A case whose applicant waits shows itself, with its visit.';

CREATE FUNCTION yc.open_things(_actor bigint, _region int, _hall smallint) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
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

CREATE FUNCTION yc.colleague_refusal(_actor bigint, _region int, _hall smallint, _staff bigint) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN NOT yc.has_right(_actor, 'accept', _region, _hall)
            THEN ROW('E_RIGHT_MISSING', ARRAY['action', 'accept', 'region', _region::text, 'item', ''])::yc.refusal
        WHEN _staff = _actor OR NOT yc.has_right(_staff, 'accept', _region, _hall) OR NOT EXISTS (SELECT FROM yc.staff s WHERE s.id = _staff AND s.disabled_at IS NULL)
            THEN ROW('E_COLLEAGUE_UNKNOWN', ARRAY['staff', coalesce(yc.staff_name(_staff), '')])::yc.refusal
    END
$$;
COMMENT ON FUNCTION yc.colleague_refusal(bigint, int, smallint, bigint) IS
    'What stands against handing work of a hall over to somebody: E_RIGHT_MISSING of mine, E_COLLEAGUE_UNKNOWN {staff} for myself and whoever does not accept there.';

CREATE FUNCTION yc.hand_over_visits(_actor bigint, _to bigint, _region int, _hall smallint, _word text) RETURNS TABLE (handed int, kept int) LANGUAGE plpgsql AS $$
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

CREATE FUNCTION yc.hand_over_cases(_actor bigint, _to bigint, _region int, _cases bigint[]) RETURNS TABLE (handed int, slips int, kept int) LANGUAGE plpgsql AS $$
DECLARE
    _row yc.case_file;
BEGIN
    handed := 0;
    slips := 0;
    kept := 0;
    FOR _row IN SELECT * FROM yc.case_file c WHERE c.region = _region AND c.id = ANY (_cases) ORDER BY c.id FOR UPDATE LOOP
        IF NOT yc.has_right(_to, 'accept', _region, _row.hall, _row.item) OR (yc.kin_refusal(_to, yc.case_people(_region, _row.id))).code IS NOT NULL THEN
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
    'Hands cases over: a new token for those that I fill in (what I send late is refused), my slips with them. What the receiver may not do, or of their own or kin, stays mine.';

SET LOCAL ROLE yc_desk;

CREATE FUNCTION desk.previous_value(_region int, _case_id bigint, _token uuid, _field text) RETURNS TABLE (value text, number text, at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor    bigint := yc.actor();
    _case     yc.case_file := yc.case_holding(_actor, _region, _case_id, _token);
    _given    jsonb := yc.field_of(_case.definition_id, _field);
    _previous yc.case_file;
BEGIN
    IF _given IS NULL THEN
        PERFORM yc.refuse('E_FIELD_UNKNOWN', 'field', _field);
    ELSIF yc.field_personal(_given) THEN
        PERFORM yc.refuse('E_FIELD_PERSONAL', 'field', _field);
    END IF;
    _previous := yc.case_previous(_actor, _case);
    IF _previous.id IS NOT NULL THEN
        PERFORM yc.read_log_append(_actor, _region, 'previous_value', _previous.id, _previous.person_id, _field, 'copied into case ' || _case.id);
        RETURN QUERY SELECT coalesce((SELECT f.value FROM yc.case_field f WHERE f.region = _region AND f.case_id = _previous.id AND f.field = _field), ''),
            _previous.number, coalesce(_previous.accepted_at, _previous.created_at);
    END IF;
END $$;
COMMENT ON FUNCTION desk.previous_value(int, bigint, uuid, text) IS
    'What stands in a field ('''': nothing) of my newest other case of the same item that I opened or accepted, for a case that I fill in; no row: there is none. Noted in the read log: it is another person''s. Refuses E_FIELD_PERSONAL {field} for what is one person''s own, E_FIELD_UNKNOWN, E_CASE_HELD, E_CASE_STATE, E_CASE_UNKNOWN.';

CREATE FUNCTION desk.case_open_unit(_command uuid, _region int, _visit bigint, _from bigint)
RETURNS TABLE (case_id bigint, token uuid, version int, definition_id int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'case_open_unit', _visit::text, _from::text);
    _given yc.case_file;
    _case  yc.case_file;
    _keys  text[];
BEGIN
    IF _reply IS NULL THEN
        _given := yc.case_visible(_actor, _region, _from);
        IF _actor NOT IN (_given.created_by, coalesce(_given.accepted_by, 0)) THEN
            PERFORM yc.refuse('E_CASE_UNKNOWN', 'case', _from::text);
        END IF;
        _reply := yc.case_begin(_actor, yc.visit_mine(_actor, _region, _visit, _visit::text), _given.item, yc.definition_current('item', _given.item), NULL);
        SELECT * INTO STRICT _case FROM yc.case_file c WHERE c.region = _region AND c.id = (_reply ->> 'case_id')::bigint;
        _keys := yc.unit_copy(_actor, _case, _given);
        PERFORM yc.read_log_append(_actor, _region, 'case_open_unit', _from, _given.person_id, array_to_string(_keys, ' '), 'copied into case ' || _case.id);
        _reply := yc.command_end(_region, _command, _reply);
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, token uuid, version int, definition_id int);
END $$;
COMMENT ON FUNCTION desk.case_open_unit(uuid, int, bigint, bigint) IS
    'Begins a draft in my open visit for the item of a case that I opened or accepted, prefilled as desk.case_open() does and with what colleagues of one unit have in common from that case, to be confirmed. Noted in the read log. Refuses what desk.case_open() does, E_CASE_UNKNOWN.';

CREATE FUNCTION desk.notice_give(_command uuid, _region int, _visit bigint, _case_id bigint, _token uuid, _item text, _then text, _word text)
RETURNS TABLE (visit_id bigint, lacking text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor      bigint := yc.actor();
    _reply      jsonb := yc.command_begin(_actor, _region, _command, 'notice_give', _visit::text, _case_id::text, _token::text, _item, _then, _word);
    _row        yc.visit;
    _case       yc.case_file;
    _definition int;
    _lacking    text[];
BEGIN
    IF _reply IS NULL THEN
        IF _case_id IS NOT NULL OR _token IS NOT NULL THEN
            _case := yc.case_holding(_actor, _region, _case_id, _token);
        END IF;
        IF _then = 'end' THEN
            PERFORM yc.visit_tasks_lock(_region, _visit);
        END IF;
        PERFORM FROM yc.visit v WHERE v.region = _region AND v.id = _visit FOR UPDATE;
        _row := yc.visit_mine(_actor, _region, _visit, _visit::text);
        PERFORM yc.refuse(yc.right_refusal(_actor, 'accept', _region, _row.hall));
        IF coalesce(_then, '') NOT IN ('park', 'end') THEN
            PERFORM yc.refuse('E_VISIT_CHANGE', 'change', coalesce(_then, ''));
        ELSIF _then = 'park' AND yc.check_text(coalesce(_word, ''), '0..100') LIKE 'E%' THEN
            PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'park_reason', 'check', 'text');
        END IF;
        IF _case.id IS NOT NULL THEN
            IF _case.person_id <> _row.person_id THEN
                PERFORM yc.refuse('E_CASE_UNKNOWN', 'case', _case_id::text);
            END IF;
            _definition := _case.definition_id;
            _lacking := yc.lacking(_case);
        ELSE
            _definition := yc.definition_current('item', _item);
            IF _definition IS NULL THEN
                PERFORM yc.refuse('E_ITEM_UNKNOWN', 'item', coalesce(_item, ''));
            END IF;
            _lacking := yc.lacking_item(_definition);
        END IF;
        IF _lacking = '{}' THEN
            PERFORM yc.refuse('E_NOTICE_NOTHING');
        END IF;
        INSERT INTO yc.notice (region, visit_id, case_id, definition_id, lacking, given_by, given_at)
        VALUES (_region, _visit, _case.id, _definition, _lacking, _actor, yc.now());
        IF _case.id IS NOT NULL THEN
            PERFORM yc.journal_append(_actor, _region, _case.id, 'notice', jsonb_build_object('visit', _visit, 'lacking', _lacking, 'then', _then));
        END IF;
        IF _then = 'park' THEN
            UPDATE yc.visit v SET parked_at = yc.now(), park_reason = coalesce(_word, '') WHERE v.region = _region AND v.id = _visit;
        ELSE
            PERFORM yc.visit_end(_row, 'lacking');
        END IF;
        _reply := yc.command_end(_region, _command, jsonb_build_object('visit_id', _visit, 'lacking', _lacking));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(visit_id bigint, lacking text[]);
END $$;
COMMENT ON FUNCTION desk.notice_give(uuid, int, bigint, bigint, uuid, text, text, text) IS
    'The person of my open visit was told all that they have to bring (一次性告知): for a case that I fill in what it lacks, judged here and noted in its journal; without one what _item asks for. The visit is then parked (_then park; _word: why) or ended as lacking (end). No number, no clock. Refuses E_NOTICE_NOTHING where nothing is lacking, E_VISIT_UNKNOWN, E_VISIT_CHANGE, E_ITEM_UNKNOWN, E_CASE_UNKNOWN (also a case of another person), E_CASE_HELD, E_CASE_STATE, E_RIGHT_MISSING, E_VALUE_REFUSED.';

CREATE OR REPLACE FUNCTION desk.visit_set(_command uuid, _region int, _visit bigint, _change text, _window smallint, _word text) RETURNS TABLE (visit_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'visit_set', _visit::text, _change, _window::text, _word);
    _row   yc.visit;
BEGIN
    IF _reply IS NULL THEN
        IF _change = 'end' THEN
            PERFORM yc.visit_tasks_lock(_region, _visit);
        END IF;
        SELECT * INTO _row FROM yc.visit v WHERE v.region = _region AND v.id = _visit FOR UPDATE;
        IF NOT FOUND OR NOT yc.has_right(_actor, 'accept', _region, _row.hall) THEN
            PERFORM yc.refuse('E_VISIT_UNKNOWN', 'visit', _visit::text);
        ELSIF _row.ended_at IS NOT NULL THEN
            PERFORM yc.refuse('E_VISIT_ENDED', 'when', yc.moment(_row.ended_at), 'outcome', _row.outcome);
        ELSIF _row.clerk <> _actor AND (_change <> 'resume' OR _row.parked_at IS NULL) THEN
            PERFORM yc.refuse('E_VISIT_OTHERS', 'who', yc.staff_name(_row.clerk));
        ELSIF _change = 'park' AND yc.check_text(_word, '0..100') LIKE 'E%' THEN
            PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'park_reason', 'check', 'text');
        ELSIF _change = 'end' AND coalesce(_word, '') NOT IN ('accepted', 'received', 'lacking', 'asked', 'left') THEN
            PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'outcome', 'check', 'code');
        END IF;
        CASE _change
        WHEN 'park' THEN
            UPDATE yc.visit v SET parked_at = yc.now(), park_reason = _word WHERE v.region = _region AND v.id = _visit;
        WHEN 'resume' THEN
            PERFORM yc.refuse(yc.window_refusal(_actor, _region, _row.hall, _window));
            UPDATE yc.visit v SET parked_at = NULL, park_reason = NULL, clerk = _actor, window_number = _window
            WHERE v.region = _region AND v.id = _visit;
        WHEN 'end' THEN
            PERFORM yc.visit_end(_row, _word);
        ELSE
            PERFORM yc.refuse('E_VISIT_CHANGE', 'change', _change);
        END CASE;
        _reply := yc.command_end(_region, _command, jsonb_build_object('visit_id', _visit));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'visit_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.visit_set(uuid, int, bigint, text, smallint, text) IS
    'park (word: why), resume at a window (also another clerk''s parked visit), end (word: accepted, received, lacking, asked, left; a visit in which a case was accepted or received ends so whatever the word). Refuses E_VISIT_UNKNOWN, E_VISIT_ENDED, E_VISIT_OTHERS {who}, E_VISIT_CHANGE {change}, E_VALUE_REFUSED {field, check}.';

DROP FUNCTION desk.visit_list(int, smallint);
CREATE FUNCTION desk.visit_list(_region int, _hall smallint)
RETURNS TABLE (visit_id bigint, person_id bigint, name text, clerk text, mine boolean, window_number smallint, started_at timestamptz, parked_at timestamptz, park_reason text,
               drafts int, item_zh text, item_en text, minutes int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT v.id, v.person_id, yc.mask('name_any', p.name), yc.staff_name(v.clerk), v.clerk = yc.actor(), v.window_number, v.started_at, v.parked_at, v.park_reason,
           open.drafts, open.item_zh, open.item_en,
           floor(extract(epoch FROM yc.now() - coalesce(v.parked_at, v.started_at)) / 60)::int
    FROM yc.visit v JOIN yc.person p ON p.region = v.region AND p.id = v.person_id
    CROSS JOIN LATERAL (
        SELECT count(*)::int AS drafts, (array_agg(d.name_zh ORDER BY c.id DESC))[1] AS item_zh, (array_agg(d.name_en ORDER BY c.id DESC))[1] AS item_en
        FROM yc.case_file c JOIN yc.definition d ON d.id = c.definition_id
        WHERE c.region = v.region AND c.visit_id = v.id AND c.state IN ('draft', 'received')) open
    WHERE v.region = _region AND v.hall = _hall AND v.ended_at IS NULL
      AND (v.clerk = yc.actor() OR v.parked_at IS NOT NULL) AND yc.has_right(yc.actor(), 'accept', _region, _hall)
    ORDER BY v.parked_at IS NULL, v.started_at LIMIT 50
$$;
COMMENT ON FUNCTION desk.visit_list(int, smallint) IS
    'Open visits of a hall: mine, and everybody''s parked ones; names masked; how many drafts of theirs are not accepted yet, the item of the newest, and for how many minutes they are parked (or here).';

CREATE FUNCTION desk.colleague_list(_region int, _hall smallint) RETURNS TABLE (staff_id bigint, name text, login text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.id, yc.staff_name(s.id), s.login
    FROM (SELECT yc.actor() AS id OFFSET 0) me
    JOIN (SELECT DISTINCT g.staff_id FROM yc.staff_grant g WHERE g.action = 'accept' AND g.region = _region AND g.revoked_at IS NULL) others ON true
    JOIN yc.staff s ON s.id = others.staff_id
    WHERE (yc.colleague_refusal(me.id, _region, _hall, s.id)).code IS NULL
    ORDER BY s.login
$$;
COMMENT ON FUNCTION desk.colleague_list(int, smallint) IS 'To whom I can hand my work of a hall over: who accepts there, but for me. Empty for who does not accept there.';

CREATE FUNCTION desk.hand_over(_command uuid, _region int, _hall smallint, _to bigint, _word text)
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

CREATE FUNCTION desk.open_list(_region int, _hall smallint)
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

CREATE OR REPLACE FUNCTION desk.slip_seen(_region int, _case_id bigint) RETURNS TABLE (case_id bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE yc.received r SET seen_at = coalesce(r.seen_at, yc.now()) FROM yc.case_file c
    WHERE r.region = _region AND r.case_id = _case_id AND coalesce(r.keeper, r.staff_id) = yc.actor()
      AND c.region = r.region AND c.id = r.case_id AND c.state NOT IN ('draft', 'received') AND NOT (r.resubmits AND c.state = 'returned')
    RETURNING r.case_id
$$;

CREATE OR REPLACE FUNCTION desk.case_timeline(_region int, _case_id bigint) RETURNS TABLE (seq int, at timestamptz, actor text, action text, reason text, note text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT j.seq, j.at, yc.staff_name(j.actor), j.action, d.reason, coalesce(d.note, u.reason, nullif(concat_ws(' ', r.paper, nullif(r.words, '')), ''), s.end_words, h.name)
    FROM (SELECT yc.case_visible(yc.actor(), _region, _case_id) AS row OFFSET 0) visible
    JOIN yc.journal j ON j.region = (visible.row).region AND j.case_id = (visible.row).id
    LEFT JOIN yc.decision d ON d.region = j.region AND d.case_id = j.case_id AND d.decision = j.action AND d.task_id = yc.journal_task(j)
    LEFT JOIN yc.undo u ON u.region = j.region AND u.case_id = j.case_id AND u.seq = j.seq
    LEFT JOIN LATERAL (SELECT yc.staff_name(x.staff_id) AS name FROM yc.handed x
                       WHERE j.action = 'hand_over' AND x.region = j.region AND x.case_id = j.case_id AND x.at = j.at AND x.from_staff = j.actor
                       ORDER BY x.id DESC LIMIT 1) h ON true
    LEFT JOIN yc.reply r ON r.region = j.region AND r.case_id = j.case_id AND r.seq = j.seq
    LEFT JOIN yc.suspension s ON s.region = j.region AND s.case_id = j.case_id AND s.end_seq = j.seq
    ORDER BY j.seq
$$;
COMMENT ON FUNCTION desk.case_timeline(int, bigint) IS
    'What happened to a case that I may see, oldest first; of a decision its reason and words (also when it was undone later), of an undo why, of a reply its paper and words, of a suspension ended without one why, of a handing over to whom.';

CREATE OR REPLACE FUNCTION desk.waiting_list(_region int, _hall smallint)
RETURNS TABLE (kind text, case_id bigint, visit_id bigint, person_id bigint, number text, slip text, name text, item_zh text, item_en text, state text,
               since timestamptz, who text, detail text, due date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT w.kind, w.case_id, coalesce(w.visit_id, c.visit_id), p.id, c.number, w.slip, yc.mask('name_any', p.name),
           d.name_zh, d.name_en, c.state, w.since, w.who, w.detail, w.due
    FROM (SELECT yc.actor() AS id OFFSET 0) me
    CROSS JOIN LATERAL (
        WITH handed AS MATERIALIZED (SELECT * FROM yc.waiting_handed(me.id, _region, _hall))
        SELECT * FROM yc.waiting_authorise(me.id, _region) UNION ALL SELECT * FROM yc.waiting_applicants(me.id, _region, _hall)
        UNION ALL SELECT * FROM yc.waiting_slips(me.id, _region, _hall)
        UNION ALL SELECT * FROM handed h WHERE NOT EXISTS (SELECT FROM yc.received r WHERE r.region = _region AND r.case_id = h.case_id AND r.seen_at IS NULL)
        UNION ALL SELECT * FROM yc.waiting_cases(me.id, _region, _hall) x
            WHERE x.kind NOT IN ('draft', 'parked', 'returned') OR NOT EXISTS (SELECT FROM handed h WHERE h.case_id = x.case_id OR h.visit_id = x.visit_id)
        UNION ALL SELECT * FROM yc.waiting_undo(me.id, _region)) w
    LEFT JOIN yc.case_file c ON c.region = _region AND c.id = w.case_id
    LEFT JOIN yc.visit v ON v.region = _region AND v.id = w.visit_id
    LEFT JOIN yc.person p ON p.region = _region AND p.id = coalesce(c.person_id, v.person_id)
    LEFT JOIN yc.definition d ON d.id = c.definition_id
    WHERE CASE WHEN w.case_id IS NULL THEN yc.has_right(me.id, 'accept', _region, _hall) ELSE yc.may_see(me.id, _region, c.hall, c.item) END
    ORDER BY w.place, w.due, w.since DESC, w.case_id LIMIT 100
$$;
COMMENT ON FUNCTION desk.waiting_list(int, smallint) IS
    'What waits for me, the most urgent kind first, each kind at most 20: waits (a case of my open visit whose applicant waits; detail the stage, authorise with the supervisors, or what became of it: call the person; who has it), authorise (asked of me as a supervisor; who accepted it, detail the window), received (a slip of mine, not accepted yet; detail what stands against it, due the day by which it must be answered), slip (one that was accepted since and that I have not seen), handed (a colleague handed it over to me today: who, since; detail why the visit is parked, or the state), taken (somebody took it from me today: who, since), draft (in my hands), parked (my visit of this hall; detail why), returned (that I accepted or handed in; detail the words), undo (what I can still take back; detail the action). Of one hall, without _hall of all (no visits then); acts of mine wherever they were. Names masked.';

GRANT EXECUTE ON FUNCTION desk.previous_value(int, bigint, uuid, text), desk.case_open_unit(uuid, int, bigint, bigint),
    desk.notice_give(uuid, int, bigint, bigint, uuid, text, text, text), desk.visit_list(int, smallint), desk.colleague_list(int, smallint),
    desk.hand_over(uuid, int, smallint, bigint, text), desk.open_list(int, smallint) TO yc_staff;

SET LOCAL ROLE yc_owner;
GRANT SELECT, INSERT ON yc.notice, yc.handed TO yc_desk;
GRANT UPDATE (keeper) ON yc.received TO yc_desk;
