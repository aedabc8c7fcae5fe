-- Filling a form in: whoever has it in hand writes its fields and hands in materials.

-- --- having it in hand

CREATE OR REPLACE FUNCTION yc.fill_obstacle(_actor bigint, _case yc.case_file, _token uuid) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN _case.state NOT IN ('draft', 'received', 'returned')
            THEN ROW('E_CASE_STATE', ARRAY['state', _case.state, 'number', coalesce(_case.number, '')])::yc.refusal
        WHEN _case.holder IS DISTINCT FROM _actor OR (_token IS NOT NULL AND _case.token <> _token)
            THEN ROW('E_CASE_HELD', ARRAY['who', coalesce(yc.staff_name(_case.holder), ''), 'since', coalesce(yc.moment(_case.held_since), '')])::yc.refusal
    END
$$;
COMMENT ON FUNCTION yc.fill_obstacle(bigint, yc.case_file, uuid) IS
    'What stands against filling in a case: E_CASE_STATE {state, number}, E_CASE_HELD {who, since}. A token of NULL asks for the person alone.';

CREATE OR REPLACE FUNCTION yc.case_by_key(_actor bigint, _region int, _key uuid) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
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

-- --- values of my previous case of an item

CREATE OR REPLACE FUNCTION yc.field_record(_field jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN (_field ->> 'person')::boolean THEN coalesce(_field ->> 'record', _field ->> 'key') END
$$;
COMMENT ON FUNCTION yc.field_record(jsonb) IS 'The column of the person''s record that a field is filled from, or NULL.';

CREATE OR REPLACE FUNCTION yc.field_personal(_field jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce((_field ->> 'person')::boolean, false) OR coalesce((_field ->> 'masked')::boolean, false) OR coalesce(_field -> 'compute' ? 'part', false)
        OR coalesce(_field ->> 'check', '') IN ('name_any', 'name_cn', 'id_any', 'id18', 'ssnum', 'sscard', 'person_no', 'luhn', 'mobile', 'phone', 'email')
$$;
COMMENT ON FUNCTION yc.field_personal(jsonb) IS
    'Whether what stands in a field is one person''s own (by its definition: from their record, masked, part of their number, a name, number, telephone or account) and so never somebody else''s.';

CREATE OR REPLACE FUNCTION yc.case_previous(_actor bigint, _case yc.case_file) RETURNS yc.case_file LANGUAGE sql STABLE AS $$
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

-- --- at the desk

SET LOCAL ROLE yc_desk;

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
        w.zh, w.en, f.source, f.source_on, f.seq
    FROM yc.definition x
    CROSS JOIN LATERAL jsonb_array_elements(x.content -> 'fields') WITH ORDINALITY AS g(d, n)
    JOIN yc.case_field f ON f.region = _region AND f.case_id = _case_id AND f.field = g.d ->> 'key'
    CROSS JOIN LATERAL (
        -- A wrong value is shown to the one who typed it and fills the case in: behind its mask nobody could see what is wrong with it.
        SELECT coalesce((g.d ->> 'masked')::boolean, false) AND f.value <> '' AND NOT (
            _case.state IN ('draft', 'received', 'returned') AND _case.holder = _actor AND f.saved_by = _actor AND f.source = 'typed'
            AND coalesce(yc.field_fault(g.d, yc.case_values(_region, _case_id), x.pins) LIKE 'E%', false)) AS masked) m
    CROSS JOIN LATERAL yc.code_words(g.d, f.value, x.pins) w
    WHERE x.id = _case.definition_id
    ORDER BY g.n;
END $$;
COMMENT ON FUNCTION desk.case_fields(int, bigint) IS 'The values of a case that I may see, in the order of its definition, codes with their names; those marked masked in the definition come masked, but for wrong ones that I typed myself into a case that I fill in. Noted in the read log.';
GRANT EXECUTE ON FUNCTION desk.case_fields(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_fields_masked(_region int, _case_id bigint)
RETURNS TABLE (place int, field text, name_zh text, name_en text, value text, masked boolean, code_zh text, code_en text, source text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _case yc.case_file := yc.case_visible(yc.actor(), _region, _case_id);
BEGIN
    RETURN QUERY
    WITH fields AS (
        SELECT g.n, g.d, CASE
            WHEN (g.d ->> 'masked')::boolean THEN coalesce(g.d ->> 'check', 'text')
            WHEN g.d ->> 'check' IN ('name_any', 'name_cn') THEN g.d ->> 'check'
            WHEN EXISTS (SELECT FROM jsonb_array_elements(x.content -> 'fields') f
                         WHERE f ->> 'key' = g.d -> 'compute' ->> 'from' AND (f ->> 'masked')::boolean) THEN 'text'
        END AS mask, x.pins
        FROM yc.definition x CROSS JOIN LATERAL jsonb_array_elements(x.content -> 'fields') WITH ORDINALITY AS g(d, n)
        WHERE x.id = _case.definition_id)
    SELECT g.n::int, f.field, g.d -> 'name' ->> 'zh', g.d -> 'name' ->> 'en', CASE WHEN g.mask IS NULL THEN f.value ELSE yc.mask(g.mask, f.value) END,
        g.mask IS NOT NULL AND f.value <> '', w.zh, w.en, f.source
    FROM fields g
    JOIN yc.case_field f ON f.region = _region AND f.case_id = _case_id AND f.field = g.d ->> 'key'
    LEFT JOIN LATERAL yc.code_words(g.d, f.value, g.pins) w ON g.mask IS NULL
    ORDER BY g.n;
END $$;
COMMENT ON FUNCTION desk.case_fields_masked(int, bigint) IS
    'The values of a case for those who only look: beside what the definition marks masked also names, and what is computed from a masked value (a birth date), are masked. desk.case_reveal() tells one in full, with a purpose.';
GRANT EXECUTE ON FUNCTION desk.case_fields_masked(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_readback(_region int, _case_id bigint, _token uuid) RETURNS TABLE (field text, value text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor  bigint := yc.actor();
    _case   yc.case_file := yc.case_holding(_actor, _region, _case_id, _token);
    _masked text[] := ARRAY(
        SELECT f.field FROM yc.definition x CROSS JOIN LATERAL jsonb_array_elements(x.content -> 'fields') WITH ORDINALITY AS g(d, n)
        JOIN yc.case_field f ON f.region = _region AND f.case_id = _case.id AND f.field = g.d ->> 'key'
        WHERE x.id = _case.definition_id AND (g.d ->> 'masked')::boolean AND f.value <> '' ORDER BY g.n);
BEGIN
    IF _masked <> '{}' THEN
        PERFORM yc.read_log_append(_actor, _region, 'case_readback', _case.id, _case.person_id, array_to_string(_masked, ' '), 'read back to the applicant');
        RETURN QUERY SELECT f.field, f.value FROM yc.case_field f WHERE f.region = _region AND f.case_id = _case.id AND f.field = ANY (_masked);
    END IF;
END $$;
COMMENT ON FUNCTION desk.case_readback(int, bigint, uuid) IS
    'What the definition marks masked, in full, of a case that I fill in, to be read back to the applicant; empty values are left out. Noted once in the read log, with the names of these fields. Refuses E_CASE_HELD, E_CASE_STATE, E_CASE_UNKNOWN, E_NO_RIGHT.';
GRANT EXECUTE ON FUNCTION desk.case_readback(int, bigint, uuid) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.previous_value(_region int, _case_id bigint, _token uuid, _field text) RETURNS TABLE (value text, number text, at timestamptz)
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
GRANT EXECUTE ON FUNCTION desk.previous_value(int, bigint, uuid, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.field_save(_region int, _case_id bigint, _token uuid, _seq bigint, _field text, _value text) RETURNS TABLE (seq bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_holding(_actor, _region, _case_id, _token);
    _given jsonb := yc.field_of(_case.definition_id, _field);
BEGIN
    IF _given IS NULL THEN
        PERFORM yc.refuse('E_FIELD_UNKNOWN', 'field', _field);
    ELSIF _value IS NULL OR char_length(_value) > 2000 THEN
        PERFORM yc.refuse('E_VALUE_REFUSED', 'field', _field, 'check', 'text');
    ELSIF yc.field_record(_given) <> 'mobile' THEN
        PERFORM yc.refuse('E_FIELD_PERSON', 'field', _field); -- the credential says it, nobody types it
    ELSIF _seq IS NULL OR _seq NOT BETWEEN 1 AND 1000000000000 THEN
        PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'seq', 'check', 'int'); -- the next holder counts on from it
    END IF;
    PERFORM yc.field_put(_actor, _case, _field, _value, 'typed', NULL, _seq);
    PERFORM yc.fields_compute(_actor, _case, _seq);
    RETURN QUERY SELECT _seq;
END $$;
COMMENT ON FUNCTION desk.field_save(int, bigint, uuid, bigint, text, text) IS
    'Stores one field of a case that I hold ('''' empties it), in the order of _seq (an older one changes nothing), and the fields computed from it. Without a case id: of the case that I opened under this token while cut off. A wrong value is stored too: only acceptance refuses it. Refuses E_CASE_HELD, E_CASE_STATE, E_CASE_UNKNOWN, E_FIELD_UNKNOWN, E_FIELD_PERSON, E_VALUE_REFUSED.';
GRANT EXECUTE ON FUNCTION desk.field_save(int, bigint, uuid, bigint, text, text) TO yc_staff;

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
        ELSIF _content IS NULL AND (_signed_on BETWEEN yc.today() - 366 AND yc.today()) IS NOT TRUE THEN
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
    'Hands a material in: a file''s bytes (SHA-256 computed here), or without bytes the commitment letter that may stand in its place, signed within a year. Without a case id: of the case that I opened under this token while cut off. Replaces an earlier one of the kind, which stays in the history. Refuses E_MATERIAL_UNKNOWN, E_MATERIAL_NO_LETTER, E_LETTER_UNSIGNED, E_MATERIAL_SIZE {size, most}, E_VALUE_REFUSED {field, check} for a name that is none.';
GRANT EXECUTE ON FUNCTION desk.material_add(uuid, int, bigint, uuid, text, text, bytea, date) TO yc_staff;

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
GRANT EXECUTE ON FUNCTION desk.material_remove(uuid, int, bigint, uuid, bigint) TO yc_staff;
