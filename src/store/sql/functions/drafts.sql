-- Opening a form, what a new one is filled with, and taking it up at another window.

CREATE OR REPLACE FUNCTION yc.definition_current(_kind text, _code text) RETURNS int LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT d.id FROM yc.definition d WHERE d.kind = _kind AND d.code = _code AND d.region = 0 AND d.valid_from <= yc.today() ORDER BY d.version DESC LIMIT 1);
END $$;
COMMENT ON FUNCTION yc.definition_current(text, text) IS 'The id of the standard''s version that holds today, or NULL; yc.definition_current(text, text, int) has that of a region.';

CREATE OR REPLACE FUNCTION yc.definition_pinned(_item text, _definition int, _region int) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT d.id FROM yc.definition d, (SELECT yc.today() - yc.setting('cut_off_days')::int) l(last)
        WHERE d.id = _definition AND d.kind = 'item' AND d.code = _item AND d.region = ANY (yc.region_line(_region)) AND d.valid_from <= yc.today()
          AND (d.until IS NULL OR d.until > l.last)
          AND NOT EXISTS (SELECT FROM yc.definition n WHERE n.kind = 'item' AND n.code = _item AND n.region = ANY (yc.region_line(_region)) AND n.version > d.version
                          AND n.valid_from <= l.last)),
        yc.definition_current('item', _item, _region))
$$;
COMMENT ON FUNCTION yc.definition_pinned(text, int, int) IS
    'The version of an item that a cut-off window of a region filled in: the one it had, unless that was followed by another there, or its overlay was gone, more than cut_off_days ago (nobody picks the rules of years ago); else today''s. NULL: no such item.';

-- --- what a new form is filled with

CREATE OR REPLACE FUNCTION yc.fields_prefill(_actor bigint, _case yc.case_file, _person yc.person, _with_earlier boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _record  jsonb := jsonb_strip_nulls(to_jsonb(_person));
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
            SELECT 1 AS rank, _record ->> yc.field_record(_field) AS value, 'person' AS source,
                   CASE WHEN yc.field_record(_field) = 'mobile' THEN _person.mobile_on END AS source_on
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

CREATE OR REPLACE FUNCTION yc.unit_copy(_actor bigint, _case yc.case_file, _from yc.case_file) RETURNS text[] LANGUAGE plpgsql AS $$
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

-- --- opening

CREATE OR REPLACE FUNCTION yc.case_untouched(_actor bigint, _visit yc.visit, _item text, _definition int) RETURNS yc.case_file LANGUAGE sql AS $$
    SELECT c FROM yc.case_file c
    WHERE c.region = _visit.region AND c.visit_id = _visit.id AND c.state = 'draft' AND c.item = _item AND c.definition_id = _definition AND c.holder = _actor
      AND NOT EXISTS (SELECT FROM yc.case_field f WHERE f.region = c.region AND f.case_id = c.id AND f.source = 'typed')
      AND NOT EXISTS (SELECT FROM yc.material m WHERE m.region = c.region AND m.case_id = c.id)
      AND NOT EXISTS (SELECT FROM yc.case_key k WHERE k.region = c.region AND k.case_id = c.id)
    ORDER BY c.id DESC LIMIT 1 FOR UPDATE OF c
$$;
COMMENT ON FUNCTION yc.case_untouched(bigint, yc.visit, text, int) IS
    'My draft of an item in a visit that nobody has typed into, locked: what a window asked for before it was cut off, and never saw. NULL: there is none.';

CREATE OR REPLACE FUNCTION yc.case_draft(_actor bigint, _visit yc.visit, _item text, _definition int, _key uuid) RETURNS yc.case_file LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION yc.case_begin(_actor bigint, _visit yc.visit, _item text, _definition int, _key uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    _region int := _visit.region;
    _person yc.person;
    _case   yc.case_file;
BEGIN
    IF _definition IS NULL THEN
        PERFORM yc.refuse('E_ITEM_UNKNOWN', 'item', _item);
    END IF;
    PERFORM yc.refuse(yc.right_refusal(_actor, 'accept', _region, _visit.hall, _item));
    IF _key IS NULL THEN -- what a cut-off window opened is asked when it is accepted, by the day on which it was received
        PERFORM yc.refuse(yc.item_closed(_item, _region, yc.today()));
    END IF;
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
    'A draft in a visit, prefilled; with a key: as a cut-off window opened it (the key is its token; nothing from earlier cases, which the clerk did not see). Returns the reply of desk.case_open(). Refuses E_ITEM_UNKNOWN, E_RIGHT_MISSING, E_ITEM_CLOSED {item, from, reason}, E_OWN_CASE, E_KIN_CASE, E_TOKEN_TAKEN.';

-- --- at the desk

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
            yc.case_begin(_actor, yc.visit_mine(_actor, _region, _visit, _visit::text), _item, yc.definition_current('item', _item, _region), NULL));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, token uuid, version int, definition_id int);
END $$;
COMMENT ON FUNCTION desk.case_open(uuid, int, bigint, text) IS
    'Begins a draft in my open visit, prefilled. Refuses E_VISIT_UNKNOWN, E_ITEM_UNKNOWN {item}, E_RIGHT_MISSING, E_ITEM_CLOSED {item, from, reason}, E_OWN_CASE, E_KIN_CASE.';
GRANT EXECUTE ON FUNCTION desk.case_open(uuid, int, bigint, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_open_unit(_command uuid, _region int, _visit bigint, _from bigint)
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
        _reply := yc.case_begin(_actor, yc.visit_mine(_actor, _region, _visit, _visit::text), _given.item, yc.definition_current('item', _given.item, _region), NULL);
        SELECT * INTO STRICT _case FROM yc.case_file c WHERE c.region = _region AND c.id = (_reply ->> 'case_id')::bigint;
        _keys := yc.unit_copy(_actor, _case, _given);
        PERFORM yc.read_log_append(_actor, _region, 'case_open_unit', _from, _given.person_id, array_to_string(_keys, ' '), 'copied into case ' || _case.id);
        _reply := yc.command_end(_region, _command, _reply);
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, token uuid, version int, definition_id int);
END $$;
COMMENT ON FUNCTION desk.case_open_unit(uuid, int, bigint, bigint) IS
    'Begins a draft in my open visit for the item of a case that I opened or accepted, prefilled as desk.case_open() does and with what colleagues of one unit have in common from that case, to be confirmed. Noted in the read log. Refuses what desk.case_open() does, E_CASE_UNKNOWN.';
GRANT EXECUTE ON FUNCTION desk.case_open_unit(uuid, int, bigint, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_take(_command uuid, _region int, _case_id bigint, _window smallint DEFAULT NULL)
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
        PERFORM yc.refuse(yc.agreed_refusal(_actor, _case, 'accept'));
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
    'Takes a draft, a received or a returned case up, also from somebody else''s hands or my own other window: a new token, what the former holder sends late is refused, who listens on yc_held is told "region case". With a window the case is at that window from now on. Refuses E_CASE_UNKNOWN, E_RIGHT_MISSING, E_CASE_STATE, E_OWN_CASE, E_KIN_CASE, E_SEPARATION {stage, when} (who agreed to it does not fill it in), E_WINDOW_UNKNOWN.';
GRANT EXECUTE ON FUNCTION desk.case_take(uuid, int, bigint, smallint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_holder(_region int, _case_id bigint, _token uuid DEFAULT NULL)
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
GRANT EXECUTE ON FUNCTION desk.case_holder(int, bigint, uuid) TO yc_staff;
