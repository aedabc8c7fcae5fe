-- Definitions: items, code lists and letters as data, each version kept; conditions and what a filled form lacks.
-- The content is the resolved form that yichuang-form(5) describes.

CREATE TABLE yc.definition (
    id         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('item', 'codes', 'letter')),
    code       text NOT NULL,
    version    int NOT NULL,
    body       text NOT NULL,           -- the resolved text as it was loaded; what workstations parse
    content    jsonb NOT NULL,          -- the same for SQL
    pins       jsonb NOT NULL,          -- ids of the code lists and letters that this version of an item uses
    hash       bytea NOT NULL,          -- SHA-256 of body and pins: the key of every cache
    valid_from date NOT NULL,
    loaded_at  timestamptz NOT NULL,
    UNIQUE (kind, code, version),
    UNIQUE (kind, code, hash)
);
COMMENT ON TABLE yc.definition IS 'Every version of every item, code list and letter. A case keeps the version it was opened under.';

CREATE FUNCTION yc.definition_current(_kind text, _code text) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT d.id FROM yc.definition d
    WHERE d.kind = _kind AND d.code = _code AND d.valid_from <= yc.today()
    ORDER BY d.version DESC LIMIT 1
$$;
COMMENT ON FUNCTION yc.definition_current(text, text) IS 'The id of the version that holds today, or NULL.';

CREATE FUNCTION yc.definition_pins(_content jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_object_agg(kind || ':' || code, yc.definition_current(kind, code)), '{}')
    FROM (
        SELECT 'codes' AS kind, f ->> 'codes' AS code FROM jsonb_array_elements(_content -> 'fields') f WHERE f ? 'codes'
        UNION
        SELECT 'codes', list FROM unnest(ARRAY['item_category', 'channel', 'clock_stop']) list
        UNION
        SELECT 'codes', 'region' FROM jsonb_array_elements(_content -> 'fields') f WHERE f ->> 'type' = 'region'
        UNION
        SELECT 'letter', m ->> 'letter' FROM jsonb_array_elements(_content -> 'materials') m WHERE m ? 'letter'
    ) used
$$;
COMMENT ON FUNCTION yc.definition_pins(jsonb) IS 'Which versions of code lists and letters an item of this content uses today.';

CREATE FUNCTION yc.definition_load(_kind text, _code text, _body text, _valid_from date DEFAULT NULL)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    _content jsonb := _body::jsonb;
    _pins    jsonb := CASE WHEN _kind = 'item' THEN yc.definition_pins(_content) ELSE '{}' END;
    _hash    bytea := sha256(convert_to(_body || _pins::text, 'UTF8'));
    _newest  yc.definition;
BEGIN
    SELECT * INTO _newest FROM yc.definition d WHERE d.kind = _kind AND d.code = _code ORDER BY d.version DESC LIMIT 1;
    IF _newest.hash = _hash THEN
        RETURN 'same';
    END IF;
    INSERT INTO yc.definition (kind, code, version, body, content, pins, hash, valid_from, loaded_at)
    VALUES (_kind, _code, coalesce(_newest.version, 0) + 1, _body, _content, _pins, _hash,
            coalesce(_valid_from, yc.today()), yc.now());
    IF _kind = 'codes' AND _code = 'region' THEN
        INSERT INTO yc.region (code, name_zh, name_en)
        SELECT v.key, v.value ->> 'zh', v.value ->> 'en' FROM jsonb_each(_content -> 'values') v
        ON CONFLICT (code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en;
    END IF;
    RETURN CASE WHEN _newest.id IS NULL THEN 'new' ELSE 'changed' END;
END $$;
COMMENT ON FUNCTION yc.definition_load(text, text, text, date) IS
    'Takes a definition in; answers new, changed (a new version) or same. Code lists and letters are loaded before the items that use them, all in one transaction. Owner only.';

CREATE FUNCTION yc.calendar_load(_year int, _source text, _off date[], _work date[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM yc.calendar_year y WHERE y.year = _year AND y.source = _source)
       AND NOT EXISTS ((SELECT day, false FROM unnest(_off) day UNION ALL SELECT day, true FROM unnest(_work) day)
                       EXCEPT SELECT e.day, e.works FROM yc.calendar_exception e)
       AND (SELECT count(*) FROM yc.calendar_exception e WHERE extract(year FROM e.day) = _year) = cardinality(_off) + cardinality(_work) THEN
        RETURN; -- published so already
    END IF;
    INSERT INTO yc.calendar_year (year, source) VALUES (_year, _source)
    ON CONFLICT (year) DO UPDATE SET source = excluded.source;
    DELETE FROM yc.calendar_exception e WHERE extract(year FROM e.day) = _year;
    INSERT INTO yc.calendar_exception (day, works)
    SELECT day, false FROM unnest(_off) day UNION ALL SELECT day, true FROM unnest(_work) day;
END $$;
COMMENT ON FUNCTION yc.calendar_load(int, text, date[], date[]) IS
    'Publishes (or publishes anew) the calendar of one year: days off and weekend days worked. Owner only.';

-- --- what a definition asks of the values

CREATE FUNCTION yc.condition_holds(_condition jsonb, _values jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
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
    _value := coalesce(_values ->> (_condition ->> 'field'), '');
    _list := coalesce(_condition -> 'is', _condition -> 'is_not');
    IF _list IS NULL THEN
        RETURN (_value <> '') = coalesce((_condition ->> 'filled')::boolean, true);
    END IF;
    IF jsonb_typeof(_list) <> 'array' THEN
        _list := jsonb_build_array(_list);
    END IF;
    RETURN _value <> '' AND (_list @> to_jsonb(_value)) = (_condition ? 'is');
END $$;
COMMENT ON FUNCTION yc.condition_holds(jsonb, jsonb) IS
    'Whether a structured condition holds for values {field: value}; no condition always holds. The twin of form_condition_holds() in C.';

CREATE FUNCTION yc.values_shown(_content jsonb, _values jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _field jsonb;
BEGIN
    FOR _field IN SELECT f FROM jsonb_array_elements(_content -> 'fields') WITH ORDINALITY AS e(f, n) ORDER BY n LOOP
        IF _field ? 'show' AND NOT yc.condition_holds(_field -> 'show', _values) THEN
            _values := _values - (_field ->> 'key');
        END IF;
    END LOOP;
    RETURN _values;
END $$;
COMMENT ON FUNCTION yc.values_shown(jsonb, jsonb) IS
    'The values without those of fields that are not shown, decided in the order of the definition: a hidden field counts as empty for those after it.';

CREATE FUNCTION yc.value_computed(_field jsonb, _values jsonb) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN c IS NULL OR v IS NULL OR v = '' THEN NULL
        WHEN c ->> 'part' = 'sex' THEN yc.id_sex(v)
        WHEN c ->> 'part' = 'birth' THEN to_char(yc.id_birth(v), 'YYYY-MM-DD') -- whatever the session's DateStyle
        ELSE coalesce(c -> 'map' ->> v, c ->> 'otherwise')
    END
    FROM (SELECT _field -> 'compute' AS c, _values ->> (_field -> 'compute' ->> 'from') AS v) given
$$;
COMMENT ON FUNCTION yc.value_computed(jsonb, jsonb) IS 'What a computed field must hold, or NULL where it computes nothing.';

CREATE TYPE yc.fault AS (place text, key text, code text, detail text);
COMMENT ON TYPE yc.fault IS
    'What a filled form lacks: place field or material, its key, the code of the sentence, and the value of its {detail} (often empty). Codes W_ are warnings and hold nothing up.';

CREATE FUNCTION yc.field_fault(_field jsonb, _values jsonb, _pins jsonb) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    _value    text := coalesce(_values ->> (_field ->> 'key'), '');
    _computed text := CASE WHEN _field ? 'compute' THEN yc.value_computed(_field, _values) END;
    _codes    jsonb;
BEGIN
    IF _value = '' THEN
        RETURN CASE WHEN NOT coalesce((_field ->> 'optional')::boolean, false)
                     AND yc.condition_holds(_field -> 'required', _values) THEN 'E_FIELD_MISSING' END;
    ELSIF _computed <> _value THEN
        RETURN 'E_FIELD_COMPUTED';
    ELSIF _field ? 'codes' THEN
        SELECT d.content INTO _codes FROM yc.definition d WHERE d.id = (_pins ->> ('codes:' || (_field ->> 'codes')))::int;
        IF NOT coalesce(_codes -> 'values' ? _value, false) THEN
            RETURN 'E_FIELD_CODE';
        ELSIF (_codes -> 'values' -> _value ->> 'closed')::boolean THEN
            RETURN 'E_FIELD_CODE_CLOSED';
        END IF;
    ELSIF _field ? 'most' AND _field ->> 'type' = 'text' AND char_length(_value) > (_field ->> 'most')::int THEN
        RETURN 'E_FIELD_LONG';
    END IF;
    IF _field ->> 'check' IS NULL OR _field ->> 'check' = 'code' THEN
        RETURN NULL;
    END IF;
    RETURN yc.check_value(_field ->> 'check', _value,
        CASE
            WHEN _field ? 'check_with' THEN _values ->> (_field ->> 'check_with')
            WHEN _field ->> 'check' = 'int' THEN '0..' || (_field ->> 'most')
            WHEN _field ->> 'check' = 'text' THEN _field ->> 'most'
        END, yc.today());
END $$;
COMMENT ON FUNCTION yc.field_fault(jsonb, jsonb, jsonb) IS
    'The code of what is wrong with one shown field of a form, or NULL. The twin of form_field_check() in C.';
