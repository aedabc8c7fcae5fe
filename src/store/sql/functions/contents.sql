-- What a case holds, read once and handed on, and what it lacks: judged when the form is read back (desk.case_check()), and at the acceptance again only if
-- anything is not just as it was then (a verdict).

-- --- values

CREATE OR REPLACE FUNCTION yc.case_values(_region int, _case_id bigint) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(jsonb_object_agg(f.field, f.value) FILTER (WHERE f.value <> ''), '{}')
            FROM yc.case_field f WHERE f.region = _region AND f.case_id = _case_id);
END $$;
COMMENT ON FUNCTION yc.case_values(int, bigint) IS 'The values of a case, {field: value}; empty ones left out.';

CREATE OR REPLACE FUNCTION yc.values_shown(_content jsonb, _values jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _fields jsonb := _content -> 'fields';
    _field  jsonb;
BEGIN
    FOR _n IN 0..jsonb_array_length(_fields) - 1 LOOP
        _field := _fields -> _n;
        IF _field ? 'show' AND NOT yc.condition_holds(_field -> 'show', _values) THEN
            _values := _values - (_field ->> 'key');
        END IF;
    END LOOP;
    RETURN _values;
END $$;
COMMENT ON FUNCTION yc.values_shown(jsonb, jsonb) IS
    'The values without those of fields that are not shown, decided in the order of the definition: a hidden field counts as empty for those after it.';

CREATE OR REPLACE FUNCTION yc.value_computed(_field jsonb, _values jsonb) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    _compute jsonb := _field -> 'compute';
    _value   text := _values ->> (_compute ->> 'from');
BEGIN
    RETURN CASE
        WHEN _compute IS NULL OR _value IS NULL OR _value = '' THEN NULL
        WHEN _compute ->> 'part' = 'sex' THEN yc.id_sex(_value)
        WHEN _compute ->> 'part' = 'birth' THEN to_char(yc.id_birth(_value), 'YYYY-MM-DD') -- whatever the session's DateStyle
        ELSE coalesce(_compute -> 'map' ->> _value, _compute ->> 'otherwise')
    END;
END $$;
COMMENT ON FUNCTION yc.value_computed(jsonb, jsonb) IS 'What a computed field must hold, or NULL where it computes nothing.';

CREATE OR REPLACE FUNCTION yc.units_named(_fields jsonb) RETURNS text[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN ARRAY(SELECT DISTINCT btrim(n) FROM unnest(ARRAY[_fields ->> 'unit_name', _fields ->> 'last_unit']) n WHERE yc.search_key(n) <> '' ORDER BY 1);
END $$;
COMMENT ON FUNCTION yc.units_named(jsonb) IS 'The names of units in a form''s values: those with the keys unit_name and last_unit, whatever the item.';

CREATE OR REPLACE FUNCTION yc.case_units(_region int, _case_id bigint) RETURNS SETOF text LANGUAGE sql STABLE AS
$$ SELECT unnest(yc.units_named(yc.case_values(_region, _case_id))) $$;
COMMENT ON FUNCTION yc.case_units(int, bigint) IS 'The names of units in a case''s fields: those with the keys unit_name and last_unit, whatever the item.';

CREATE OR REPLACE FUNCTION yc.digest(_region int, _case_id bigint, _name text, _value text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT encode(sha256(s.salt || convert_to(_name, 'UTF8') || '\x00' || convert_to(_value, 'UTF8')), 'hex')
            FROM yc.case_salt s WHERE s.region = _region AND s.case_id = _case_id);
END $$;
COMMENT ON FUNCTION yc.digest(int, bigint, text, text) IS 'The salted digest that stands in the journal for a personal value.';

CREATE OR REPLACE FUNCTION yc.case_digests(_region int, _case_id bigint) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    _salt bytea := (SELECT s.salt FROM yc.case_salt s WHERE s.region = _region AND s.case_id = _case_id);
BEGIN
    RETURN jsonb_build_object(
        'fields', coalesce((SELECT jsonb_object_agg(f.field, encode(sha256(_salt || convert_to(f.field, 'UTF8') || '\x00' || convert_to(f.value, 'UTF8')), 'hex'))
                            FROM yc.case_field f WHERE f.region = _region AND f.case_id = _case_id), '{}'),
        'materials', coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'way', m.way, 'sha256', encode(m.sha256, 'hex'),
                                                                   'letter', m.letter_id) ORDER BY m.id)
                               FROM yc.material m WHERE m.region = _region AND m.case_id = _case_id AND m.removed_at IS NULL), '[]'));
END $$;
COMMENT ON FUNCTION yc.case_digests(int, bigint) IS 'What a case holds, as the journal may keep it: digests of the values, hashes of the materials.';

-- --- what they lack

CREATE OR REPLACE FUNCTION yc.condition_holds(_condition jsonb, _values jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _given jsonb;
    _value text;
    _list  jsonb;
BEGIN
    IF _condition IS NULL THEN
        RETURN true;
    ELSIF _condition ? 'all' THEN
        RETURN NOT EXISTS (SELECT FROM jsonb_array_elements(_condition -> 'all') c WHERE NOT yc.condition_holds(c, _values));
    ELSIF _condition ? 'any' THEN
        RETURN EXISTS (SELECT FROM jsonb_array_elements(_condition -> 'any') c WHERE yc.condition_holds(c, _values));
    ELSIF _condition ? 'not' THEN
        RETURN NOT yc.condition_holds(_condition -> 'not', _values);
    ELSIF _condition ? 'source' THEN
        RETURN coalesce((_condition ->> 'open')::boolean, true); -- no source is asked yet: none has answered
    END IF;
    _given := _values -> (_condition ->> 'field');
    _value := coalesce(_given #>> '{}', '');
    _list := coalesce(_condition -> 'is', _condition -> 'is_not');
    IF _list IS NULL THEN
        RETURN (_value <> '') = coalesce((_condition ->> 'filled')::boolean, true);
    END IF;
    IF jsonb_typeof(_list) <> 'array' THEN
        _list := jsonb_build_array(_list);
    END IF;
    IF jsonb_typeof(_given) = 'array' THEN -- of several codes one is enough
        RETURN (_given ?| ARRAY(SELECT jsonb_array_elements_text(_list))) = (_condition ? 'is');
    END IF;
    RETURN _value <> '' AND (_list @> to_jsonb(_value)) = (_condition ? 'is');
END $$;
COMMENT ON FUNCTION yc.condition_holds(jsonb, jsonb) IS
    'Whether a structured condition holds for values {field: value}, or {field: [code, ...]} (yc.values_apart()); no condition always holds. The twin of form_condition_holds() in C.';


CREATE OR REPLACE FUNCTION yc.region_words(_code text) RETURNS TABLE (zh text, en text) LANGUAGE sql STABLE AS $$
    SELECT coalesce(u.name_zh, '') || r.name_zh, r.name_en
    FROM yc.region r
    LEFT JOIN yc.region u ON right(r.code, 2) <> '00' AND u.code = CASE
        WHEN substr(r.code, 3, 2) = '90' OR left(r.code, 2) IN ('11', '12', '31', '50') THEN left(r.code, 2) || '0000' ELSE left(r.code, 4) || '00' END
    WHERE r.code = _code
$$;
COMMENT ON FUNCTION yc.region_words(text) IS
    'How a region is called where it stands alone, by its newest name: in Chinese with the city in front, or with the municipality, or the province that a county stands right under; no row where there is none. The twin of region_write().';

CREATE OR REPLACE FUNCTION yc.code_words(_field jsonb, _value text, _pins jsonb) RETURNS TABLE (zh text, en text) LANGUAGE sql STABLE AS $$
    SELECT coalesce(r.zh, s.zh, l.content -> 'values' -> _value ->> 'zh'), coalesce(r.en, s.en, l.content -> 'values' -> _value ->> 'en')
    FROM (SELECT) one
    LEFT JOIN LATERAL (SELECT * FROM yc.region_words(_value) WHERE _field ->> 'type' = 'region') r ON true -- thousands of regions are not unpacked for the name of one
    LEFT JOIN yc.definition l ON l.id = (_pins ->> ('codes:' || (_field ->> 'codes')))::int
    LEFT JOIN LATERAL (
        SELECT string_agg(l.content -> 'values' -> c ->> 'zh', '、' ORDER BY n) AS zh, string_agg(l.content -> 'values' -> c ->> 'en', ', ' ORDER BY n) AS en
        FROM unnest(string_to_array(_value, ',')) WITH ORDINALITY p(c, n) WHERE _field ->> 'type' = 'codes') s ON true
$$;
COMMENT ON FUNCTION yc.code_words(jsonb, text, jsonb) IS
    'What a value of a field means, of several codes what each of them does: in the pinned version of its code list, of a region by its newest name; one row, NULL where it is no code.';

CREATE OR REPLACE FUNCTION yc.value_fault(_field jsonb, _values jsonb, _pins jsonb) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    _value text := _values ->> (_field ->> 'key');
    _codes jsonb;
    _code  text;
BEGIN
    IF _field ? 'codes' THEN
        SELECT d.content INTO _codes FROM yc.definition d WHERE d.id = (_pins ->> ('codes:' || (_field ->> 'codes')))::int;
        FOREACH _code IN ARRAY CASE WHEN _field ->> 'type' = 'codes' THEN string_to_array(_value, ',') ELSE ARRAY[_value] END LOOP
            IF NOT coalesce(_codes -> 'values' ? _code, false) THEN
                RETURN 'E_FIELD_CODE';
            ELSIF (_codes -> 'values' -> _code ->> 'closed')::boolean THEN
                RETURN 'E_FIELD_CODE_CLOSED';
            END IF;
        END LOOP;
    ELSIF _field ? 'most' AND _field ->> 'type' = 'text' AND char_length(_value) > (_field ->> 'most')::int THEN
        RETURN 'E_FIELD_LONG';
    ELSIF _field ->> 'type' = 'lines' THEN
        RETURN yc.check_lines(_value, _field ->> 'most');
    END IF;
    IF _field ->> 'check' <> 'code' THEN
        RETURN yc.check_value(_field ->> 'check', _value,
            CASE
                WHEN _field ? 'check_with' THEN _values ->> (_field ->> 'check_with')
                WHEN _field ->> 'check' = 'int' THEN '0..' || (_field ->> 'most')
                WHEN _field ->> 'check' = 'text' THEN _field ->> 'most'
            END, yc.today());
    ELSIF _field ->> 'type' = 'time' AND NOT _field ? 'check' THEN
        RETURN yc.check_value('time', _value, NULL, yc.today());
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.value_fault(jsonb, jsonb, jsonb) IS
    'The code of what is wrong with a value that is there, by its code list, its length and its check alone, or NULL.';

CREATE OR REPLACE FUNCTION yc.rule_fault(_field jsonb, _values jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _value text := _values ->> (_field ->> 'key');
    _other text;
    _age   int;
BEGIN
    IF _values ->> (_field ->> 'differs') = _value THEN
        RETURN 'E_FIELD_SAME';
    END IF;
    IF _field ? 'not_before' THEN -- a day and a month are compared by their months, a time and a day by their days
        _other := _values ->> (_field ->> 'not_before');
        IF _other ~ '^[0-9]{4}-[0-9]{2}(-[0-9]{2}( [0-9]{2}:[0-9]{2})?)?$' AND _value ~ '^[0-9]{4}-[0-9]{2}(-[0-9]{2}( [0-9]{2}:[0-9]{2})?)?$'
            AND left(_value, length(_other)) COLLATE "C" < left(_other, length(_value)) COLLATE "C" THEN
            RETURN 'E_FIELD_BEFORE';
        END IF;
    END IF;
    IF _field ? 'age' THEN -- full years: who was born on 29 February is a year older on 1 March
        _other := _values ->> (_field -> 'age' ->> 'from');
        IF _other <> '' AND yc.check_day(_other) IS NULL AND yc.check_day(_value) IS NULL THEN
            _age := left(_value, 4)::int - left(_other, 4)::int - (right(_value, 5) COLLATE "C" < right(_other, 5) COLLATE "C")::int;
            IF _age NOT BETWEEN coalesce((_field -> 'age' ->> 'least')::int, 0) AND coalesce((_field -> 'age' ->> 'most')::int, 2147483647) THEN
                RETURN 'E_FIELD_AGE';
            END IF;
        END IF;
    END IF;
    IF _field ? 'sum' AND _value ~ '^[0-9]{1,15}$' AND _value::bigint <> ( -- while a part is still to be filled in there is no sum
            SELECT CASE WHEN bool_and(coalesce(_values ->> p ~ '^[0-9]{1,15}$', false)) THEN sum(CASE WHEN _values ->> p ~ '^[0-9]{1,15}$' THEN (_values ->> p)::bigint END) END
            FROM jsonb_array_elements_text(_field -> 'sum') p) THEN
        RETURN 'E_FIELD_SUM';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.rule_fault(jsonb, jsonb) IS
    'What a value, right by its own check, owes the values of other fields (differs, not_before, age, sum): the code of what is wrong, or NULL. Hidden fields have no value. The twin of src/form/form_rules.c.';

CREATE OR REPLACE FUNCTION yc.field_fault(_field jsonb, _values jsonb, _pins jsonb) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    _value    text := coalesce(_values ->> (_field ->> 'key'), '');
    _computed text := CASE WHEN _field ? 'compute' THEN yc.value_computed(_field, _values) END;
    _fault    text;
BEGIN
    IF _value = '' THEN
        RETURN CASE WHEN NOT coalesce((_field ->> 'optional')::boolean, false)
                     AND yc.condition_holds(_field -> 'required', _values) THEN 'E_FIELD_MISSING' END;
    ELSIF _computed <> _value THEN
        RETURN 'E_FIELD_COMPUTED';
    END IF;
    _fault := yc.value_fault(_field, _values, _pins);
    IF _fault IS NULL OR _fault LIKE 'W%' THEN
        _fault := coalesce(yc.rule_fault(_field, _values), _fault);
    END IF;
    RETURN _fault;
END $$;
COMMENT ON FUNCTION yc.field_fault(jsonb, jsonb, jsonb) IS
    'The code of what is wrong with one shown field of a form, or NULL: by itself (yc.value_fault()), beside others (yc.rule_fault()). The twin of what src/form judges.';

CREATE OR REPLACE FUNCTION yc.values_apart(_content jsonb, _values jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _key text;
BEGIN
    FOR _key IN SELECT jsonb_path_query(_content, '$.fields[*] ? (@.type == "codes").key') #>> '{}' LOOP
        IF _values ? _key THEN
            _values := _values || jsonb_build_object(_key, string_to_array(_values ->> _key, ','));
        END IF;
    END LOOP;
    RETURN _values;
END $$;
COMMENT ON FUNCTION yc.values_apart(jsonb, jsonb) IS
    'The values with those of fields of several codes as arrays, as yc.condition_holds() wants them: each of their codes stands for the field.';

CREATE OR REPLACE FUNCTION yc.values_sound(_content jsonb, _pins jsonb, _values jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    _named jsonb := jsonb_path_query_array(_content, '$.**.field'); -- by a condition, or by something else that looks at a value
    _sound jsonb := _values;
    _field jsonb;
BEGIN
    FOR _field IN SELECT jsonb_array_elements(_content -> 'fields') LOOP
        IF _named ? (_field ->> 'key') AND _values ? (_field ->> 'key') AND yc.value_fault(_field, _values, _pins) LIKE 'E%' THEN
            _sound := _sound - (_field ->> 'key');
        END IF;
    END LOOP;
    RETURN _sound;
END $$;
COMMENT ON FUNCTION yc.values_sound(jsonb, jsonb, jsonb) IS
    'The values without those that a condition names and that are wrong by their check: "abc" is no number of heirs, so nothing follows from it.';

CREATE OR REPLACE FUNCTION yc.values_seen(_content jsonb, _pins jsonb, _values jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN yc.values_shown(_content, yc.values_apart(_content, yc.values_sound(_content, _pins, _values)));
END $$;
COMMENT ON FUNCTION yc.values_seen(jsonb, jsonb, jsonb) IS
    'The values that conditions look at (yc.condition_holds()): of fields that are shown, and right by their check.';

CREATE OR REPLACE FUNCTION yc.fields_hidden(_content jsonb, _seen jsonb) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(SELECT f ->> 'key' FROM jsonb_array_elements(_content -> 'fields') f WHERE f ? 'show' AND NOT yc.condition_holds(f -> 'show', _seen));
END $$;
COMMENT ON FUNCTION yc.fields_hidden(jsonb, jsonb) IS 'The fields that a form does not show when its conditions see these values (yc.values_seen()).';

CREATE OR REPLACE FUNCTION yc.contents_faults(_definition int, _fields jsonb, _handed text[]) RETURNS SETOF yc.fault LANGUAGE plpgsql STABLE AS $$
DECLARE
    _content jsonb;
    _pins    jsonb;
    _seen    jsonb;
    _hidden  text[];
    _one     jsonb;
    _code    text;
BEGIN
    SELECT d.content, d.pins INTO _content, _pins FROM yc.definition d WHERE d.id = _definition;
    _seen := yc.values_seen(_content, _pins, _fields);
    _hidden := yc.fields_hidden(_content, _seen);
    _fields := _fields - _hidden;
    FOR _one IN SELECT jsonb_array_elements(_content -> 'fields') LOOP
        IF _one ->> 'key' <> ALL (_hidden) THEN -- of an empty one only the condition under which it is required is asked
            _code := yc.field_fault(_one, CASE WHEN _fields ? (_one ->> 'key') THEN _fields ELSE _seen END, _pins);
            IF _code IS NOT NULL THEN
                RETURN NEXT ROW('field', _one ->> 'key', _code, '')::yc.fault;
            END IF;
        END IF;
    END LOOP;
    FOR _one IN SELECT jsonb_array_elements(_content -> 'materials') LOOP
        IF (_one -> 'need' = '"required"' OR (_one -> 'need' ? 'when' AND yc.condition_holds(_one -> 'need' -> 'when', _seen)))
           AND _one ->> 'key' <> ALL (_handed) THEN
            RETURN NEXT ROW('material', _one ->> 'key', 'E_MATERIAL_MISSING', '')::yc.fault;
        END IF;
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.contents_faults(int, jsonb, text[]) IS
    'What these values and materials lack or have wrong by a definition today. It asks nothing else of the case: what its answer depends on stands in yc.verdict_hash().';

CREATE OR REPLACE FUNCTION yc.contents_hidden(_definition int, _fields jsonb) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    _content jsonb;
    _pins    jsonb;
    _hidden  text[];
BEGIN
    SELECT d.content, d.pins INTO _content, _pins FROM yc.definition d WHERE d.id = _definition;
    _hidden := yc.fields_hidden(_content, yc.values_seen(_content, _pins, _fields));
    RETURN ARRAY(SELECT k FROM jsonb_object_keys(_fields) k WHERE k = ANY (_hidden));
END $$;
COMMENT ON FUNCTION yc.contents_hidden(int, jsonb) IS 'The fields with a value that a form with these values does not show.';

-- --- a verdict

CREATE OR REPLACE FUNCTION yc.verdict_hash(_functions bytea, _definition int, _fields jsonb, _handed text[]) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN sha256(convert_to(jsonb_build_array(_functions, _definition, yc.today(), _handed, _fields)::text, 'UTF8'));
END $$;
COMMENT ON FUNCTION yc.verdict_hash(bytea, int, jsonb, text[]) IS
    'Of all on which it depends what a form lacks or has wrong: the functions that judge (yc.function_set.sha256), the definition, which never changes, the day, the materials, the values.';

CREATE OR REPLACE FUNCTION yc.verdict_keep(_case yc.case_file, _held yc.contents) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO yc.verdict (region, case_id, hash, hidden, day)
    VALUES (_case.region, _case.id, yc.verdict_hash((SELECT f.sha256 FROM yc.function_set f), _case.definition_id, _held.fields, _held.handed),
            yc.contents_hidden(_case.definition_id, _held.fields), yc.today())
    ON CONFLICT (region, case_id) DO UPDATE SET hash = excluded.hash, hidden = excluded.hidden, day = excluded.day;
END $$;
COMMENT ON FUNCTION yc.verdict_keep(yc.case_file, yc.contents) IS 'Keeps that nothing stood against these contents. The caller has judged the very same.';

CREATE OR REPLACE FUNCTION yc.verdicts_expire() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _count int;
BEGIN
    DELETE FROM yc.verdict v USING (SELECT x.region, x.case_id FROM yc.verdict x WHERE x.day < yc.today() ORDER BY x.day LIMIT 500 FOR UPDATE SKIP LOCKED) old
    WHERE v.region = old.region AND v.case_id = old.case_id;
    GET DIAGNOSTICS _count = ROW_COUNT;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.verdicts_expire() IS 'Takes away verdicts of former days, which hold no more, 500 at a time; returns how many.';
REVOKE EXECUTE ON FUNCTION yc.verdicts_expire() FROM yc_desk;

-- --- all of it

CREATE OR REPLACE FUNCTION yc.case_contents(_case yc.case_file) RETURNS yc.contents LANGUAGE plpgsql STABLE AS $$
DECLARE
    _held   yc.contents;
    _person text;
    _keys   text[];
    _salt   bytea;
    _hidden text[]; -- by its verdict
    _judged bytea;
    _judge  bytea;
    _key    text;
BEGIN
    SELECT p.id_no, d.people, d.limits, d.stages, s.salt, v.hidden, v.hash, (SELECT f.sha256 FROM yc.function_set f)
    INTO _person, _keys, _held.limits, _held.stages, _salt, _hidden, _judged, _judge
    FROM yc.definition d JOIN yc.person p ON p.region = _case.region AND p.id = _case.person_id
    LEFT JOIN yc.case_salt s ON s.region = _case.region AND s.case_id = _case.id
    LEFT JOIN yc.verdict v ON v.region = _case.region AND v.case_id = _case.id WHERE d.id = _case.definition_id;
    SELECT coalesce(jsonb_object_agg(f.field, f.value) FILTER (WHERE f.value <> ''), '{}'), coalesce(array_agg(f.field) FILTER (WHERE f.value = ''), '{}'),
        coalesce(jsonb_object_agg(f.field, encode(sha256(_salt || convert_to(f.field, 'UTF8') || '\x00' || convert_to(f.value, 'UTF8')), 'hex')) FILTER (WHERE f.value <> ''), '{}')
    INTO _held.fields, _held.blank, _held.digests FROM yc.case_field f WHERE f.region = _case.region AND f.case_id = _case.id;
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'way', m.way, 'sha256', encode(m.sha256, 'hex'), 'letter', m.letter_id) ORDER BY m.id), '[]'),
        coalesce(array_agg(m.kind ORDER BY m.kind), '{}')
    INTO _held.papers, _held.handed FROM yc.material m WHERE m.region = _case.region AND m.case_id = _case.id AND m.removed_at IS NULL;
    _held.people := ARRAY[upper(_person)];
    FOREACH _key IN ARRAY _keys LOOP
        IF upper(_held.fields ->> _key) <> ALL (_held.people) THEN
            _held.people := _held.people || upper(_held.fields ->> _key);
        END IF;
    END LOOP;
    _held.related := yc.staff_related(_held.people);
    IF _judged = yc.verdict_hash(_judge, _case.definition_id, _held.fields, _held.handed) THEN
        _held.hidden := _hidden;
    END IF;
    RETURN _held;
END $$;
COMMENT ON FUNCTION yc.case_contents(yc.case_file) IS 'Reads what a case holds, for a caller who holds the case against changes.';

CREATE OR REPLACE FUNCTION yc.case_faults(_region int, _case_id bigint) RETURNS SETOF yc.fault LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY SELECT f.* FROM yc.case_file c CROSS JOIN LATERAL yc.contents_faults(c.definition_id, yc.case_values(_region, _case_id),
        ARRAY(SELECT m.kind FROM yc.material m WHERE m.region = _region AND m.case_id = _case_id AND m.removed_at IS NULL)) f
    WHERE c.region = _region AND c.id = _case_id;
END $$;
COMMENT ON FUNCTION yc.case_faults(int, bigint) IS
    'Everything that a case lacks or has wrong, fields first, in the order of its definition. Acceptance rests on it; the checks in C are for speed.';
