-- Acceptance in a quarter of its time (tests/bench measures it beside a transaction written by hand). Nothing here means anything new.
-- A SQL function that the planner cannot open is planned anew at each call, of the tables in partitions in half a millisecond; in plpgsql it is
-- planned once a session. What was asked once for every field is asked once; what was written three times is written once.

SET LOCAL ROLE yc_owner;

-- --- rights

CREATE OR REPLACE FUNCTION yc.has_right(_actor bigint, _action text, _region int, _hall smallint DEFAULT NULL, _item text DEFAULT NULL)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    _today date := yc.today();
BEGIN
    RETURN EXISTS (
        SELECT FROM yc.staff_grant g
        WHERE g.staff_id = _actor AND g.action = _action AND g.region = _region AND g.revoked_at IS NULL
          AND (g.hall IS NULL OR _hall IS NULL OR g.hall = _hall)
          AND (g.item IS NULL OR _item IS NULL OR g.item = _item)
          AND _today BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity'));
END $$;

CREATE OR REPLACE FUNCTION yc.may_see(_actor bigint, _region int, _hall smallint, _item text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM yc.sight(_actor, _region) s WHERE (s.hall IS NULL OR s.hall = _hall) AND (s.item IS NULL OR s.item = _item));
END $$;

CREATE OR REPLACE FUNCTION yc.kin_refusal(_actor bigint, _people text[]) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF EXISTS (SELECT FROM yc.staff s WHERE s.id = _actor AND upper(s.id_no) = ANY (_people)) THEN
        RETURN ROW('E_OWN_CASE', '{}'::text[])::yc.refusal;
    ELSIF EXISTS (SELECT FROM yc.staff_kin k WHERE k.staff_id = _actor AND upper(k.id_no) = ANY (_people)) THEN
        RETURN ROW('E_KIN_CASE', '{}'::text[])::yc.refusal;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION yc.moved_refusal(_case yc.case_file, _version int) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF _version IS NULL OR _case.version = _version THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT ROW('E_CASE_MOVED', ARRAY['who', yc.staff_name(j.actor), 'when', yc.moment(j.at), 'action', j.action])::yc.refusal
            FROM yc.journal j WHERE j.region = _case.region AND j.case_id = _case.id AND j.seq = _case.journal_seq);
END $$;

-- --- whose case it is, and who may not decide on it

-- Two indexes for what is asked in capitals.
CREATE INDEX staff_by_upper_id_no ON yc.staff (upper(id_no)) WHERE id_no IS NOT NULL;
CREATE INDEX staff_kin_by_upper_id_no ON yc.staff_kin (upper(id_no));

CREATE OR REPLACE FUNCTION yc.staff_related(_people text[]) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg(id), '{}') FROM (
        SELECT s.id FROM yc.staff s WHERE s.id_no IS NOT NULL AND upper(s.id_no) = ANY (_people)
        UNION
        SELECT k.staff_id FROM yc.staff_kin k WHERE upper(k.id_no) = ANY (_people)
    ) related);
END $$;

CREATE OR REPLACE FUNCTION yc.case_people(_region int, _case_id bigint) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT array_agg(upper(id_no)) FROM (
        SELECT p.id_no FROM yc.case_file c JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
        WHERE c.region = _region AND c.id = _case_id
        UNION
        SELECT f.value FROM yc.case_file c JOIN yc.definition d ON d.id = c.definition_id
        JOIN yc.case_field f ON f.region = c.region AND f.case_id = c.id AND f.field = ANY (d.people)
        WHERE c.region = _region AND c.id = _case_id AND f.value <> ''
    ) people);
END $$;

CREATE OR REPLACE FUNCTION yc.case_excluded(_region int, _case_id bigint, _stage text) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    _related bigint[] := yc.staff_related(yc.case_people(_region, _case_id));
BEGIN
    RETURN (SELECT array_agg(DISTINCT id) FROM (
        SELECT h.staff_id AS id FROM yc.case_handled(_region, _case_id) h WHERE h.stage <> _stage
        UNION ALL
        SELECT unnest(_related)
    ) people);
END $$;

-- --- the values and what they lack

CREATE OR REPLACE FUNCTION yc.case_values(_region int, _case_id bigint) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(jsonb_object_agg(f.field, f.value) FILTER (WHERE f.value <> ''), '{}')
            FROM yc.case_field f WHERE f.region = _region AND f.case_id = _case_id);
END $$;

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

CREATE OR REPLACE FUNCTION yc.case_faults(_region int, _case_id bigint) RETURNS SETOF yc.fault LANGUAGE plpgsql STABLE AS $$
DECLARE
    _content jsonb;
    _pins    jsonb;
    _values  jsonb := yc.case_values(_region, _case_id);
    _one     jsonb;
    _code    text;
    _handed  text[];
BEGIN
    SELECT d.content, d.pins INTO _content, _pins FROM yc.case_file c JOIN yc.definition d ON d.id = c.definition_id WHERE c.region = _region AND c.id = _case_id;
    _values := yc.values_shown(_content, _values);
    FOR _one IN SELECT jsonb_array_elements(_content -> 'fields') LOOP
        IF NOT _one ? 'show' OR yc.condition_holds(_one -> 'show', _values) THEN
            _code := yc.field_fault(_one, _values, _pins);
            IF _code IS NOT NULL THEN
                RETURN NEXT ROW('field', _one ->> 'key', _code, '')::yc.fault;
            END IF;
        END IF;
    END LOOP;
    SELECT coalesce(array_agg(h.kind), '{}') INTO _handed FROM yc.material h WHERE h.region = _region AND h.case_id = _case_id AND h.removed_at IS NULL;
    FOR _one IN SELECT jsonb_array_elements(_content -> 'materials') LOOP
        IF (_one -> 'need' = '"required"' OR (_one -> 'need' ? 'when' AND yc.condition_holds(_one -> 'need' -> 'when', _values)))
           AND _one ->> 'key' <> ALL (_handed) THEN
            RETURN NEXT ROW('material', _one ->> 'key', 'E_MATERIAL_MISSING', '')::yc.fault;
        END IF;
    END LOOP;
END $$;

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

-- --- checks: as they were, planned once

CREATE OR REPLACE FUNCTION yc.date_exists(_year int, _month int, _day int) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    RETURN CASE WHEN _year BETWEEN 1 AND 9999 AND _month BETWEEN 1 AND 12
        THEN _day BETWEEN 1 AND extract(day FROM make_date(_year, _month, 1) + interval '1 month - 1 day')
        ELSE false END;
END $$;

CREATE OR REPLACE FUNCTION yc.id_check_character(_number text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    _weights CONSTANT int[] := '{7,9,10,5,8,4,2,1,6,3,7,9,10,5,8,4,2}';
    _sum     int := 0;
BEGIN
    FOR _n IN 1..17 LOOP
        _sum := _sum + substr(_number, _n, 1)::int * _weights[_n];
    END LOOP;
    RETURN substr('10X98765432', _sum % 11 + 1, 1);
END $$;

CREATE OR REPLACE FUNCTION yc.id_sex(_value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    RETURN CASE WHEN _value ~ '^[0-8][0-9]{16}[0-9X]$' THEN CASE substr(_value, 17, 1)::int % 2 WHEN 1 THEN '1' ELSE '2' END END;
END $$;

CREATE OR REPLACE FUNCTION yc.id_is_residence(_value text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    RETURN left(_value, 6) IN ('810000', '820000', '830000');
END $$;

CREATE OR REPLACE FUNCTION yc.id_birth(_value text) RETURNS date LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    IF _value ~ '^[0-9]{17}[0-9X]$' AND yc.date_exists(substr(_value, 7, 4)::int, substr(_value, 11, 2)::int, substr(_value, 13, 2)::int) THEN
        RETURN make_date(substr(_value, 7, 4)::int, substr(_value, 11, 2)::int, substr(_value, 13, 2)::int);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION yc.check_id18(_value text, _today date) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    _fault text := yc.check_citizen_number(_value, _today);
BEGIN
    IF _fault IS NULL AND NOT yc.id_is_residence(_value) AND NOT EXISTS (SELECT FROM yc.region r WHERE r.code = left(_value, 6)) THEN
        RETURN 'W_ID_REGION';
    END IF;
    RETURN _fault;
END $$;

CREATE OR REPLACE FUNCTION yc.check_citizen(_value text, _today date) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    _fault text := yc.check_id18(_value, _today);
BEGIN
    RETURN CASE
        WHEN _fault LIKE 'E%' THEN _fault
        WHEN yc.id_is_residence(_value) THEN 'E_ID_IS_RESIDENCE'
        WHEN left(_value, 1) = '9' THEN 'E_ID_IS_FOREIGN'
        ELSE _fault
    END;
END $$;

CREATE OR REPLACE FUNCTION yc.check_bounds(_argument text, _least bigint, _most bigint) RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _bounds bigint[] := CASE
        WHEN _argument IS NULL THEN ARRAY[_least, _most]
        WHEN _argument ~ '^-?[0-9]{1,18}$' THEN ARRAY[_least, _argument::bigint]
        WHEN _argument ~ '^-?[0-9]{1,18}[.][.]-?[0-9]{1,18}$' THEN string_to_array(_argument, '..')::bigint[]
    END;
BEGIN
    RETURN CASE WHEN _bounds[1] <= _bounds[2] THEN _bounds END;
END $$;

CREATE OR REPLACE FUNCTION yc.check_text(_value text, _argument text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _bounds bigint[] := yc.check_bounds(_argument, 0, 500);
BEGIN
    RETURN CASE
        WHEN _bounds IS NULL THEN 'E_CHECK_ARGUMENT'
        WHEN char_length(_value) < _bounds[1] THEN 'E_TEXT_SHORT'
        WHEN char_length(_value) > _bounds[2] THEN 'E_TEXT_LONG'
        WHEN yc.text_hidden(_value) IS NOT NULL THEN 'E_TEXT_CONTROL'
        WHEN _value ~ '^ | $' THEN 'E_TEXT_SPACE'
    END;
END $$;

CREATE OR REPLACE FUNCTION yc.check_int(_value text, _argument text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _bounds bigint[] := yc.check_bounds(_argument, 0, 999999999);
BEGIN
    RETURN CASE
        WHEN _bounds IS NULL THEN 'E_CHECK_ARGUMENT'
        WHEN _value !~ '^(0|-?[1-9][0-9]{0,17})$' THEN 'E_INT_FORM'
        WHEN _value::bigint NOT BETWEEN _bounds[1] AND _bounds[2] THEN 'E_INT_RANGE'
    END;
END $$;

CREATE OR REPLACE FUNCTION yc.check_date(_value text, _argument text, _today date) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _bounds bigint[] := yc.check_bounds(_argument, 0, 36525);
BEGIN
    IF _bounds IS NULL OR _bounds[1] < 0 OR _bounds[2] > 36525 THEN
        RETURN 'E_CHECK_ARGUMENT';
    END IF;
    RETURN coalesce(yc.check_day(_value), CASE WHEN _value::date - _today > _bounds[2] THEN 'E_DATE_LATE' END);
END $$;

CREATE OR REPLACE FUNCTION yc.check_region(_value text, _digits int, _code text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE
        WHEN _value !~ '^[0-9]+$' OR char_length(_value) <> _digits THEN _code
        WHEN NOT EXISTS (SELECT FROM yc.region r WHERE r.code = left(_value, 6)) THEN 'E_REGION_UNKNOWN'
    END;
END $$;

CREATE OR REPLACE FUNCTION yc.check_name_any(_value text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF char_length(_value) < 1 THEN
        RETURN 'E_NAME_SHORT';
    ELSIF char_length(_value) > 100 THEN
        RETURN 'E_NAME_LONG';
    ELSIF _value ~ '^[\u4E00-\u9FFF]+$' THEN
        RETURN NULL; -- nearly every name
    END IF;
    RETURN coalesce(yc.name_character_fault(substring(_value FROM
            '[^ ''.,A-Z\u00B7\u00C0-\u00D6\u00D8-\u00DE\u0100-\u017F\u3007\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF'
            '\uFF21-\uFF3A\uFF41-\uFF5A\U00020000-\U0002FFFD\U00030000-\U0003FFFD-]'), true),
        yc.name_mark_fault(_value),
        CASE WHEN _value ~ '[\uFF21-\uFF3A\uFF41-\uFF5A]' THEN 'W_NAME_WIDE' END);
END $$;

-- An expression is set up once a transaction, all of it: what is asked most stands alone and first.
CREATE OR REPLACE FUNCTION yc.check_value(_check_name text, _value text, _argument text, _today date) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF _value IS NULL THEN
        RETURN NULL;
    ELSIF _check_name = 'date_past' THEN
        RETURN coalesce(yc.check_day(_value), CASE WHEN _value::date > _today THEN 'E_DATE_FUTURE' END);
    ELSIF _check_name = 'text' THEN
        RETURN yc.check_text(_value, _argument);
    ELSIF _check_name = 'id_any' AND _argument = '01' THEN
        RETURN yc.check_citizen(_value, _today);
    ELSIF _check_name = 'name_any' THEN
        RETURN yc.check_name_any(_value);
    ELSIF _check_name = 'mobile' THEN
        RETURN yc.check_mobile(_value);
    ELSIF _check_name = 'region6' THEN
        RETURN yc.check_region(_value, 6, 'E_REGION6');
    ELSIF _check_name = 'int' THEN
        RETURN yc.check_int(_value, _argument);
    END IF;
    RETURN CASE _check_name
        WHEN 'amount' THEN yc.check_amount(_value)
        WHEN 'case_number' THEN yc.check_case_number(_value)
        WHEN 'code' THEN yc.check_code(_value, _argument)
        WHEN 'date' THEN yc.check_date(_value, _argument, _today)
        WHEN 'date_future' THEN coalesce(yc.check_day(_value), CASE WHEN _value::date < _today THEN 'E_DATE_PAST' END)
        WHEN 'email' THEN yc.check_email(_value)
        WHEN 'id18' THEN yc.check_id18(_value, _today)
        WHEN 'id_any' THEN yc.check_id_any(_value, _argument, _today)
        WHEN 'luhn' THEN yc.check_luhn(_value)
        WHEN 'name_cn' THEN yc.check_name_cn(_value)
        WHEN 'person_no' THEN CASE WHEN _value !~ '^[0-9]{4,20}$' THEN 'E_PERSON_NO' END
        WHEN 'phone' THEN CASE WHEN _value !~ '^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?)$' THEN 'E_PHONE' END
        WHEN 'postcode' THEN CASE WHEN _value !~ '^[0-9]{6}$' THEN 'E_POSTCODE' END
        WHEN 'region12' THEN yc.check_region(_value, 12, 'E_REGION12')
        WHEN 'sscard' THEN CASE WHEN _value !~ '^[A-Z0-9]{9}$' THEN 'E_SSCARD' END
        WHEN 'ssnum' THEN yc.check_ssnum(_value, _today)
        WHEN 'unit_no' THEN CASE WHEN _value !~ '^[A-Z0-9]{4,20}$' THEN 'E_UNIT_NO' END
        WHEN 'uscc' THEN yc.check_uscc(_value)
        WHEN 'ym' THEN yc.check_month(_value, _today)
        ELSE 'E_CHECK_UNKNOWN'
    END;
END $$;

-- --- due dates

CREATE OR REPLACE FUNCTION yc.case_pauses(_region int, _case_id bigint) RETURNS daterange[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg(daterange(s.first_day, s.last_day, '[]') ORDER BY s.first_day), '{}')
            FROM yc.suspension s WHERE s.region = _region AND s.case_id = _case_id AND s.last_day >= s.first_day);
END $$;

CREATE OR REPLACE FUNCTION yc.case_start_day(_case yc.case_file) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    _day date := (_case.accepted_at AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    RETURN coalesce((SELECT (r.received_at AT TIME ZONE 'Asia/Shanghai')::date FROM yc.received r
                     WHERE r.region = _case.region AND r.case_id = _case.id AND NOT r.resubmits AND r.answer_by < _day), _day);
END $$;

CREATE OR REPLACE FUNCTION yc.due_date(_accepted date, _days int, _unit text, _pauses daterange[]) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT s.last_day FROM yc.due_steps(_accepted, _days, _unit, _pauses) s ORDER BY s.step DESC LIMIT 1);
END $$;

CREATE OR REPLACE FUNCTION yc.stage_after(_definition int, _stage text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    _stages jsonb := (SELECT d.content -> 'stages' FROM yc.definition d WHERE d.id = _definition);
BEGIN
    FOR _n IN 0..jsonb_array_length(_stages) - 2 LOOP
        IF _stages ->> _n = _stage THEN
            RETURN _stages ->> (_n + 1);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- --- what an acceptance writes

CREATE OR REPLACE FUNCTION yc.command_end(_region int, _key uuid, _reply jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    UPDATE yc.command SET reply = _reply WHERE region = _region AND key = _key;
    RETURN CASE WHEN FOUND THEN _reply END;
END $$;

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

CREATE OR REPLACE FUNCTION yc.receipt_next(_actor bigint, _case yc.case_file, _window smallint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _issue int;
BEGIN
    INSERT INTO yc.receipt_issue (region, case_id, issue, number, window_number, issued_at, issued_by)
    SELECT _case.region, _case.id, coalesce(max(i.issue), 0) + 1, _case.number, _window, yc.now(), _actor
    FROM yc.receipt_issue i WHERE i.region = _case.region AND i.case_id = _case.id RETURNING issue INTO _issue;
    RETURN _issue;
END $$;

CREATE OR REPLACE FUNCTION yc.queue_moved(_region int, _queue int, _kind text, _change int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO yc.queue_delta (region, queue_id, kind, change) VALUES (_region, _queue, _kind, _change);
END $$;

CREATE OR REPLACE FUNCTION yc.floor_lower(_task yc.task) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE yc.queue_floor f SET priority = _task.priority, due = _task.due, task_id = _task.id
    FROM (SELECT x.region, x.queue_id FROM yc.queue_floor x
          WHERE x.region = _task.region AND x.queue_id = _task.queue_id
            AND (x.priority, x.due, x.task_id) > (_task.priority, _task.due, _task.id)
          FOR UPDATE SKIP LOCKED) x
    WHERE f.region = x.region AND f.queue_id = x.queue_id;
END $$;

CREATE OR REPLACE FUNCTION yc.case_settle(_case yc.case_file) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _values jsonb := yc.case_values(_case.region, _case.id);
    _shown  jsonb := yc.values_shown((SELECT d.content FROM yc.definition d WHERE d.id = _case.definition_id), _values);
BEGIN
    DELETE FROM yc.case_field f WHERE f.region = _case.region AND f.case_id = _case.id AND NOT _shown ? f.field;
    UPDATE yc.person p SET mobile = _shown ->> 'mobile', mobile_on = yc.today()
    WHERE p.region = _case.region AND p.id = _case.person_id AND _shown ? 'mobile';
    PERFORM yc.case_units_settle(_case.region, _case.id);
END $$;

-- The sequence is nearly always there; a row that is not needed is not tried to be written.
CREATE OR REPLACE FUNCTION yc.hall_day_name(_region int, _hall smallint, _day date) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN 'serial_' || _region || '_' || _hall || '_' || to_char(_day, 'YYYYMMDD');
END $$;

CREATE OR REPLACE FUNCTION yc.hall_serial(_region int, _hall smallint, _day date) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _name text := 'yc.' || yc.hall_day_name(_region, _hall, _day);
BEGIN
    IF to_regclass(_name) IS NULL THEN
        PERFORM yc.hall_day_open(_region, _hall, _day);
    END IF;
    RETURN nextval(_name);
END $$;

-- One look at the row, not two: the update locks it and tells what stood there.
CREATE OR REPLACE FUNCTION yc.journal_append(_actor bigint, _region int, _case_id bigint, _action text, _body jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _bytes bytea := convert_to(_body::text, 'UTF8');
    _at    timestamptz := yc.now();
    _seq   int;
    _head  bytea;
BEGIN
    UPDATE yc.case_file c SET journal_seq = c.journal_seq + 1, version = c.version + 1,
        journal_head = yc.journal_hash(c.journal_head, c.region, c.id, c.journal_seq + 1, _at, _actor, _action, _bytes)
    WHERE c.region = _region AND c.id = _case_id RETURNING c.journal_seq, c.journal_head INTO STRICT _seq, _head;
    INSERT INTO yc.journal (region, case_id, seq, at, actor, action, body, hash) VALUES (_region, _case_id, _seq, _at, _actor, _action, _bytes, _head);
    INSERT INTO yc.seal_pending (region, case_id) VALUES (_region, _case_id);
END $$;

-- A case that is accepted is written once, with all that is new about it: each writing of it costs seven indexes and all its conditions.
CREATE FUNCTION yc.journal_write(_actor bigint, INOUT _case yc.case_file, _action text, _body jsonb) LANGUAGE plpgsql AS $$
DECLARE
    _bytes bytea := convert_to(_body::text, 'UTF8');
    _at    timestamptz := yc.now();
BEGIN
    _case.journal_seq := _case.journal_seq + 1;
    _case.journal_head := yc.journal_hash(_case.journal_head, _case.region, _case.id, _case.journal_seq, _at, _actor, _action, _bytes);
    _case.version := _case.version + 1;
    INSERT INTO yc.journal (region, case_id, seq, at, actor, action, body, hash)
    VALUES (_case.region, _case.id, _case.journal_seq, _at, _actor, _action, _bytes, _case.journal_head);
    INSERT INTO yc.seal_pending (region, case_id) VALUES (_case.region, _case.id);
END $$;
COMMENT ON FUNCTION yc.journal_write(bigint, yc.case_file, text, jsonb) IS
    'yc.journal_append() for a caller who has locked the case and writes it afterwards, as it comes back.';

CREATE OR REPLACE FUNCTION yc.case_accept_first(_actor bigint, _case yc.case_file) RETURNS yc.case_file LANGUAGE plpgsql AS $$
BEGIN
    _case.number := (SELECT i.number FROM yc.receipt_issue i WHERE i.region = _case.region AND i.case_id = _case.id ORDER BY i.issue DESC LIMIT 1);
    IF _case.number IS NULL THEN
        _case.number := yc.case_number(_case.region, yc.today(), _case.hall, yc.hall_serial(_case.region, _case.hall, yc.today()));
    END IF;
    _case.accepted_by := _actor;
    _case.accepted_at := yc.now();
    _case.promised_due := yc.case_due(_case, 'promised');
    _case.statutory_due := yc.case_due(_case, 'statutory');
    PERFORM yc.receipt_next(_actor, _case, _case.window_number);
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_accept_first(bigint, yc.case_file) IS
    'Number, moment, both due dates and receipt of a first acceptance; of one that was undone the number that stayed reserved. The caller writes the case and moves it on.';

CREATE OR REPLACE FUNCTION yc.case_accept_now(_actor bigint, _case yc.case_file) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _first boolean := _case.state <> 'returned';
    _stage text := yc.stage_after(_case.definition_id, 'accept');
BEGIN
    PERFORM yc.case_settle(_case);
    SELECT * INTO STRICT _case FROM yc.case_file c WHERE c.region = _case.region AND c.id = _case.id; -- its receipt may just have been noted
    _case := CASE WHEN _first THEN yc.case_accept_first(_actor, _case) ELSE yc.suspension_close(_case) END;
    _case := yc.journal_write(_actor, _case, CASE WHEN _first THEN 'accept' ELSE 'resubmit' END,
        jsonb_build_object('number', _case.number, 'promised', _case.promised_due, 'statutory', _case.statutory_due, 'stage', _stage)
        || yc.case_digests(_case.region, _case.id));
    _case.live_task := CASE WHEN _stage IS NOT NULL THEN yc.task_make(_case, _stage) END; -- after the journal, which tells the task who may not have it
    UPDATE yc.case_file c SET state = CASE WHEN _stage IS NULL THEN 'finished' ELSE 'accepted' END, stage = _stage, live_task = _case.live_task,
        number = _case.number, accepted_by = _case.accepted_by, accepted_at = _case.accepted_at,
        promised_due = _case.promised_due, statutory_due = _case.statutory_due,
        version = _case.version, journal_seq = _case.journal_seq, journal_head = _case.journal_head,
        waiting = NULL, waiting_since = NULL, holder = NULL, token = NULL, held_since = NULL, finished_at = CASE WHEN _stage IS NULL THEN yc.now() END
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    RETURN _case;
END $$;

-- One row by its key in partitions: the plan without the value costs 20 microseconds more, planning it with the value 300.
ALTER FUNCTION yc.accept_obstacle(bigint, yc.case_file, uuid, int) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION yc.case_accept_now(bigint, yc.case_file) SET plan_cache_mode = force_generic_plan;
