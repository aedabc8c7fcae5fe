-- Acceptance in a quarter of its time (tests/bench measures it beside a transaction written by hand). Nothing here decides otherwise than before.
-- A SQL function that the planner cannot open is planned anew at each call, of the tables in partitions in half a millisecond; in plpgsql it is
-- planned once a session. What a case holds is read once and handed on; what was asked once for every field is asked once; what was written
-- three times is written once; what a form lacks is judged when it is read back, and again only if anything is not just as it was then.

SET LOCAL ROLE yc_owner;

-- --- rights

CREATE OR REPLACE FUNCTION yc.actor() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    _staff    bigint;
    _disabled timestamptz;
BEGIN
    -- A snapshot kept open would keep rights that were taken away meanwhile; a statement kept running would act at the
    -- time of its beginning, which is what yc.now() tells.
    IF current_setting('transaction_isolation') <> 'read committed' OR (clock_timestamp() > statement_timestamp() + interval '1 second'
        AND clock_timestamp() > statement_timestamp() + make_interval(secs => yc.setting('statement_seconds')::int)) THEN
        PERFORM yc.refuse('E_SESSION_STALE');
    END IF;
    SELECT s.id, s.disabled_at INTO _staff, _disabled FROM yc.staff s WHERE s.login = session_user;
    IF _staff IS NULL THEN
        PERFORM yc.refuse('E_STAFF_UNKNOWN', 'login', session_user::text);
    ELSIF _disabled IS NOT NULL THEN
        PERFORM yc.refuse('E_STAFF_DISABLED', 'login', session_user::text, 'since', to_char(_disabled AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'));
    END IF;
    RETURN _staff;
END $$;

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

-- Every published day, so that a limit is two looks and not a walk.
CREATE TABLE yc.calendar_day (
    day     date PRIMARY KEY,
    works   boolean NOT NULL,
    run     int NOT NULL, -- the first of the years that are published without a gap
    ordinal int NOT NULL  -- working days of the run up to this day, it included
);
COMMENT ON TABLE yc.calendar_day IS 'The days of all published years; made of yc.calendar_year and yc.calendar_exception by yc.calendar_days_make().';
CREATE UNIQUE INDEX calendar_day_works ON yc.calendar_day (run, ordinal) WHERE works;
GRANT SELECT ON yc.calendar_day TO yc_desk;

CREATE FUNCTION yc.calendar_days_make() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM yc.calendar_day;
    INSERT INTO yc.calendar_day (day, works, run, ordinal)
    SELECT d.day, d.works, d.run, sum(d.works::int) OVER (PARTITION BY d.run ORDER BY d.day)
    FROM (SELECT x.day, coalesce(e.works, extract(isodow FROM x.day) <= 5) AS works, y.run
          FROM (SELECT year, min(year) OVER (PARTITION BY stretch) AS run
                FROM (SELECT year, year - row_number() OVER (ORDER BY year) AS stretch FROM yc.calendar_year) years) y
          CROSS JOIN LATERAL (SELECT make_date(y.year, 1, 1) + n AS day FROM generate_series(0, make_date(y.year, 12, 31) - make_date(y.year, 1, 1)) n) x
          LEFT JOIN yc.calendar_exception e ON e.day = x.day) d;
END $$;
COMMENT ON FUNCTION yc.calendar_days_make() IS 'Lays the days out as they are published now. Owner only.';
REVOKE EXECUTE ON FUNCTION yc.calendar_days_make() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.calendar_load(_year int, _source text, _off date[], _work date[]) RETURNS void LANGUAGE plpgsql AS $$
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
    PERFORM yc.calendar_days_make();
END $$;
SELECT yc.calendar_days_make();

CREATE FUNCTION yc.due_day(_accepted date, _days int, _unit text) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
    -- From the day after acceptance so many working days; or the last of so many days, and if it is one of rest the next working day (民法典 203).
    RETURN (SELECT l.day FROM yc.calendar_day f
            JOIN yc.calendar_day l ON l.works AND l.run = f.run AND l.ordinal = f.ordinal - f.works::int + CASE _unit WHEN 'working' THEN _days ELSE 1 END
            WHERE f.day = _accepted + CASE _unit WHEN 'working' THEN 1 ELSE _days END);
END $$;
COMMENT ON FUNCTION yc.due_day(date, int, text) IS
    'The last day of a limit of 1 to 9999 days, working or calendar, that nothing pauses; NULL where the calendar is not published: yc.due_steps() says what is missing.';

CREATE OR REPLACE FUNCTION yc.due_date(_accepted date, _days int, _unit text, _pauses daterange[]) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    _day date := CASE WHEN _pauses = '{}' AND _days BETWEEN 1 AND 9999 AND _unit IN ('working', 'calendar') THEN yc.due_day(_accepted, _days, _unit) END;
BEGIN
    IF _day IS NULL THEN
        RETURN (SELECT s.last_day FROM yc.due_steps(_accepted, _days, _unit, _pauses) s ORDER BY s.step DESC LIMIT 1);
    END IF;
    RETURN _day;
END $$;

CREATE FUNCTION yc.case_dues(_case yc.case_file, _limits jsonb) RETURNS date[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    _start  date := yc.case_start_day(_case);
    _pauses daterange[] := yc.case_pauses(_case.region, _case.id);
    _dues   date[];
    _limit  jsonb;
BEGIN
    FOR _n IN 1..2 LOOP
        _limit := _limits -> (CASE _n WHEN 1 THEN 'promised' ELSE 'statutory' END);
        IF _limit IS NOT NULL THEN
            _dues[_n] := yc.due_date(_start, (_limit ->> 'days')::int, _limit ->> 'unit', _pauses);
        END IF;
    END LOOP;
    RETURN _dues;
END $$;
COMMENT ON FUNCTION yc.case_dues(yc.case_file, jsonb) IS 'yc.case_due() by both clocks at once, promised and statutory, for who knows the limits of its definition.';

-- --- what a case holds, read once

-- Asked of every case that moves on; the whole content is ten kilobytes to unpack.
ALTER TABLE yc.definition ADD COLUMN stages jsonb GENERATED ALWAYS AS (content -> 'stages') STORED;

CREATE FUNCTION yc.stage_next(_stages jsonb, _stage text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    FOR _n IN 0..jsonb_array_length(_stages) - 2 LOOP
        IF _stages ->> _n = _stage THEN
            RETURN _stages ->> (_n + 1);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.stage_next(jsonb, text) IS 'yc.stage_after() for who knows the stages of the definition.';

CREATE OR REPLACE FUNCTION yc.stage_after(_definition int, _stage text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN yc.stage_next((SELECT d.stages FROM yc.definition d WHERE d.id = _definition), _stage);
END $$;

CREATE TABLE yc.verdict (
    region  int NOT NULL,
    case_id bigint NOT NULL,
    hash    bytea NOT NULL,  -- of all that was judged, yc.verdict_hash()
    hidden  text[] NOT NULL, -- fields with a value that the form does not show: an acceptance deletes them
    day     date NOT NULL,
    PRIMARY KEY (region, case_id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file
) WITH (fillfactor = 80);
COMMENT ON TABLE yc.verdict IS
    'Drafts in which nothing was lacking or wrong when their form was read back (desk.case_check()). A row says so of exactly what its hash is of: whatever changes since, it is no verdict on it, and acceptance judges itself. Tending deletes those of former days.';
CREATE INDEX verdict_day ON yc.verdict (day);
GRANT SELECT, INSERT, UPDATE ON yc.verdict TO yc_desk;

CREATE TYPE yc.contents AS (fields jsonb, blank text[], digests jsonb, papers jsonb, handed text[], people text[], related bigint[], hidden text[],
    limits jsonb, stages jsonb);
COMMENT ON TYPE yc.contents IS
    'What a case holds: the values that are not empty, the fields that are, digests of the values and the materials as the journal keeps them, kinds of materials handed in, numbers of those whose case it is, staff who are one of them or their kin; hidden: see yc.verdict, NULL without a verdict on just this. Limits and stages are those of its definition.';

CREATE FUNCTION yc.verdict_hash(_definition int, _fields jsonb, _handed text[]) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN sha256(convert_to(jsonb_build_array((SELECT max(m.number) FROM yc.migration m), _definition, yc.today(), _handed, _fields)::text, 'UTF8'));
END $$;
COMMENT ON FUNCTION yc.verdict_hash(int, jsonb, text[]) IS
    'Of all on which it depends what a form lacks or has wrong: the functions that judge (by the newest migration), the definition, which never changes, the day, the materials, the values.';

CREATE FUNCTION yc.case_contents(_case yc.case_file) RETURNS yc.contents LANGUAGE plpgsql STABLE AS $$
DECLARE
    _held   yc.contents;
    _salt   bytea;
    _person text;
    _keys   text[];
BEGIN
    SELECT p.id_no, d.people, s.salt, d.limits, d.stages INTO _person, _keys, _salt, _held.limits, _held.stages
    FROM yc.definition d JOIN yc.person p ON p.region = _case.region AND p.id = _case.person_id
    LEFT JOIN yc.case_salt s ON s.region = _case.region AND s.case_id = _case.id WHERE d.id = _case.definition_id;
    SELECT coalesce(jsonb_object_agg(f.field, f.value) FILTER (WHERE f.value <> ''), '{}'), coalesce(array_agg(f.field) FILTER (WHERE f.value = ''), '{}'),
        coalesce(jsonb_object_agg(f.field, encode(sha256(_salt || convert_to(f.field, 'UTF8') || '\x00' || convert_to(f.value, 'UTF8')), 'hex')) FILTER (WHERE f.value <> ''), '{}')
    INTO _held.fields, _held.blank, _held.digests FROM yc.case_field f WHERE f.region = _case.region AND f.case_id = _case.id;
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'way', m.way, 'sha256', encode(m.sha256, 'hex'), 'letter', m.letter_id) ORDER BY m.id), '[]'),
        coalesce(array_agg(m.kind ORDER BY m.kind), '{}')
    INTO _held.papers, _held.handed FROM yc.material m WHERE m.region = _case.region AND m.case_id = _case.id AND m.removed_at IS NULL;
    _held.people := ARRAY(SELECT upper(_person) UNION SELECT upper(_held.fields ->> k) FROM unnest(_keys) k WHERE _held.fields ? k);
    _held.related := yc.staff_related(_held.people);
    _held.hidden := (SELECT v.hidden FROM yc.verdict v WHERE v.region = _case.region AND v.case_id = _case.id
                     AND v.hash = yc.verdict_hash(_case.definition_id, _held.fields, _held.handed));
    RETURN _held;
END $$;
COMMENT ON FUNCTION yc.case_contents(yc.case_file) IS 'Reads what a case holds, for a caller who holds the case against changes.';

CREATE FUNCTION yc.contents_faults(_definition int, _fields jsonb, _handed text[]) RETURNS SETOF yc.fault LANGUAGE plpgsql STABLE AS $$
DECLARE
    _content jsonb;
    _pins    jsonb;
    _one     jsonb;
    _code    text;
BEGIN
    SELECT d.content, d.pins INTO _content, _pins FROM yc.definition d WHERE d.id = _definition;
    _fields := yc.values_shown(_content, _fields);
    FOR _one IN SELECT jsonb_array_elements(_content -> 'fields') LOOP
        IF NOT _one ? 'show' OR yc.condition_holds(_one -> 'show', _fields) THEN
            _code := yc.field_fault(_one, _fields, _pins);
            IF _code IS NOT NULL THEN
                RETURN NEXT ROW('field', _one ->> 'key', _code, '')::yc.fault;
            END IF;
        END IF;
    END LOOP;
    FOR _one IN SELECT jsonb_array_elements(_content -> 'materials') LOOP
        IF (_one -> 'need' = '"required"' OR (_one -> 'need' ? 'when' AND yc.condition_holds(_one -> 'need' -> 'when', _fields)))
           AND _one ->> 'key' <> ALL (_handed) THEN
            RETURN NEXT ROW('material', _one ->> 'key', 'E_MATERIAL_MISSING', '')::yc.fault;
        END IF;
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.contents_faults(int, jsonb, text[]) IS
    'What these values and materials lack or have wrong by a definition today. It asks nothing else of the case: what its answer depends on stands in yc.verdict_hash().';

CREATE OR REPLACE FUNCTION yc.case_faults(_region int, _case_id bigint) RETURNS SETOF yc.fault LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY SELECT f.* FROM yc.case_file c CROSS JOIN LATERAL yc.contents_faults(c.definition_id, yc.case_values(_region, _case_id),
        ARRAY(SELECT m.kind FROM yc.material m WHERE m.region = _region AND m.case_id = _case_id AND m.removed_at IS NULL)) f
    WHERE c.region = _region AND c.id = _case_id;
END $$;

CREATE FUNCTION yc.contents_hidden(_definition int, _fields jsonb) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    _shown jsonb := yc.values_shown((SELECT d.content FROM yc.definition d WHERE d.id = _definition), _fields);
BEGIN
    RETURN ARRAY(SELECT k FROM jsonb_object_keys(_fields) k WHERE NOT _shown ? k);
END $$;
COMMENT ON FUNCTION yc.contents_hidden(int, jsonb) IS 'The fields with a value that a form with these values does not show.';

CREATE FUNCTION yc.verdict_keep(_case yc.case_file, _held yc.contents) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO yc.verdict (region, case_id, hash, hidden, day)
    VALUES (_case.region, _case.id, yc.verdict_hash(_case.definition_id, _held.fields, _held.handed),
            yc.contents_hidden(_case.definition_id, _held.fields), yc.today())
    ON CONFLICT (region, case_id) DO UPDATE SET hash = excluded.hash, hidden = excluded.hidden, day = excluded.day;
END $$;
COMMENT ON FUNCTION yc.verdict_keep(yc.case_file, yc.contents) IS 'Keeps that nothing stood against these contents. The caller has judged the very same.';

-- --- what stands against an acceptance

CREATE FUNCTION yc.accept_obstacle(_actor bigint, _case yc.case_file, _token uuid, _version int, _held yc.contents) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal := yc.right_refusal(_actor, 'accept', _case.region, _case.hall, _case.item);
    _lacking record;
BEGIN
    IF _refusal.code IS NULL THEN
        _refusal := yc.fill_obstacle(_actor, _case, _token);
    END IF;
    IF _refusal.code IS NULL AND _case.version <> _version THEN
        _refusal := yc.moved_refusal(_case, _version);
    END IF;
    IF _refusal.code IS NULL AND _actor = ANY (_held.related) THEN
        _refusal := yc.kin_refusal(_actor, _held.people);
    END IF;
    IF _refusal.code IS NULL AND _held.hidden IS NULL THEN
        SELECT count(*) AS count, (array_agg(f.place || ' ' || f.key))[1] AS first INTO _lacking
        FROM yc.contents_faults(_case.definition_id, _held.fields, _held.handed) f WHERE f.code LIKE 'E%';
        IF _lacking.count > 0 THEN
            _refusal := ROW('E_CASE_INCOMPLETE', ARRAY['count', _lacking.count::text, 'first', _lacking.first]);
        END IF;
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.accept_obstacle(bigint, yc.case_file, uuid, int, yc.contents) IS
    'What stands against accepting a case that holds this, or NULL: right, state, holder, version, own or kin case, then what it lacks (E_CASE_INCOMPLETE {count, first}), unless there is a verdict on it.';

CREATE OR REPLACE FUNCTION yc.accept_obstacle(_actor bigint, _case yc.case_file, _token uuid, _version int) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN yc.accept_obstacle(_actor, _case, _token, _version, yc.case_contents(_case));
END $$;

-- One look, which locks it too: what another one has just changed is seen as it is now.
CREATE OR REPLACE FUNCTION yc.case_locked(_actor bigint, _region int, _case_id bigint) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _case yc.case_file;
BEGIN
    SELECT * INTO _case FROM yc.case_file c WHERE c.region = _region AND c.id = _case_id FOR UPDATE;
    IF NOT FOUND OR NOT yc.may_see(_actor, _region, _case.hall, _case.item) THEN
        PERFORM yc.refuse('E_CASE_UNKNOWN', 'case', _case_id::text);
    END IF;
    RETURN _case;
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

-- The sequence is nearly always there; a row that is not needed is not tried to be written.
CREATE OR REPLACE FUNCTION yc.hall_day_name(_region int, _hall smallint, _day date) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN 'serial_' || _region || '_' || _hall || '_' || to_char(_day, 'YYYYMMDD');
END $$;

CREATE OR REPLACE FUNCTION yc.hall_serial(_region int, _hall smallint, _day date) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _name     text := 'yc.' || yc.hall_day_name(_region, _hall, _day);
    _sequence regclass := to_regclass(_name);
BEGIN
    IF _sequence IS NULL THEN
        PERFORM yc.hall_day_open(_region, _hall, _day);
        _sequence := _name;
    END IF;
    RETURN nextval(_sequence);
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
    WITH pending AS (INSERT INTO yc.seal_pending (region, case_id) VALUES (_case.region, _case.id))
    INSERT INTO yc.journal (region, case_id, seq, at, actor, action, body, hash)
    VALUES (_case.region, _case.id, _case.journal_seq, _at, _actor, _action, _bytes, _case.journal_head);
END $$;
COMMENT ON FUNCTION yc.journal_write(bigint, yc.case_file, text, jsonb) IS
    'yc.journal_append() for a caller who has locked the case and writes it afterwards, as it comes back.';

CREATE FUNCTION yc.units_named(_fields jsonb) RETURNS text[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN ARRAY(SELECT DISTINCT btrim(n) FROM unnest(ARRAY[_fields ->> 'unit_name', _fields ->> 'last_unit']) n WHERE yc.search_key(n) <> '' ORDER BY 1);
END $$;
COMMENT ON FUNCTION yc.units_named(jsonb) IS 'The names of units in a form''s values: those with the keys unit_name and last_unit, whatever the item.';

CREATE OR REPLACE FUNCTION yc.case_units(_region int, _case_id bigint) RETURNS SETOF text LANGUAGE sql STABLE AS
$$ SELECT unnest(yc.units_named(yc.case_values(_region, _case_id))) $$;

CREATE FUNCTION yc.case_settle(_case yc.case_file, _held yc.contents) RETURNS yc.contents LANGUAGE plpgsql AS $$
DECLARE
    _gone  text[] := coalesce(_held.hidden, yc.contents_hidden(_case.definition_id, _held.fields)) || _held.blank;
    _units bigint[] := '{}';
    _name  text;
BEGIN
    IF _gone <> '{}' THEN
        DELETE FROM yc.case_field f WHERE f.region = _case.region AND f.case_id = _case.id AND f.field = ANY (_gone);
        _held.fields := _held.fields - _gone;
        _held.digests := _held.digests - _gone;
    END IF;
    IF _held.fields ? 'mobile' THEN
        UPDATE yc.person p SET mobile = _held.fields ->> 'mobile', mobile_on = yc.today() WHERE p.region = _case.region AND p.id = _case.person_id;
    END IF;
    FOREACH _name IN ARRAY yc.units_named(_held.fields) LOOP
        _units := _units || yc.unit_make(_case.region, _name);
    END LOOP;
    WITH gone AS (DELETE FROM yc.case_unit c WHERE c.region = _case.region AND c.case_id = _case.id AND c.unit_id <> ALL (_units))
    INSERT INTO yc.case_unit (region, case_id, unit_id) SELECT _case.region, _case.id, u FROM unnest(_units) u ON CONFLICT DO NOTHING;
    RETURN _held;
END $$;
COMMENT ON FUNCTION yc.case_settle(yc.case_file, yc.contents) IS
    'At every acceptance, also of a returned case: values of fields that are not shown go; the telephone is the person''s; the case is found by its units. Returns what is left.';
DROP FUNCTION yc.case_settle(yc.case_file);
DROP FUNCTION yc.case_units_settle(int, bigint);

CREATE OR REPLACE FUNCTION yc.floor_lower(_task yc.task) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM yc.queue_floor x WHERE x.region = _task.region AND x.queue_id = _task.queue_id
                   AND (x.priority, x.due, x.task_id) > (_task.priority, _task.due, _task.id)) THEN
        RETURN;
    END IF;
    UPDATE yc.queue_floor f SET priority = _task.priority, due = _task.due, task_id = _task.id
    FROM (SELECT x.region, x.queue_id FROM yc.queue_floor x
          WHERE x.region = _task.region AND x.queue_id = _task.queue_id
            AND (x.priority, x.due, x.task_id) > (_task.priority, _task.due, _task.id)
          FOR UPDATE SKIP LOCKED) x
    WHERE f.region = x.region AND f.queue_id = x.queue_id;
END $$;

CREATE FUNCTION yc.case_excluded(_region int, _case_id bigint, _stage text, _related bigint[]) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(SELECT h.staff_id FROM yc.case_handled(_region, _case_id) h WHERE h.stage <> _stage UNION SELECT unnest(_related));
END $$;
COMMENT ON FUNCTION yc.case_excluded(int, bigint, text, bigint[]) IS 'yc.case_excluded() for who knows already which staff are related to the case.';

CREATE OR REPLACE FUNCTION yc.case_excluded(_region int, _case_id bigint, _stage text) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN yc.case_excluded(_region, _case_id, _stage, yc.staff_related(yc.case_people(_region, _case_id)));
END $$;

CREATE FUNCTION yc.task_make(_case yc.case_file, _stage text, _related bigint[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _item     record;
    _priority smallint := 5;
    _task     yc.task;
BEGIN
    SELECT d.applicant_waits, d.authorisation INTO _item FROM yc.definition d WHERE d.id = _case.definition_id;
    IF _item.applicant_waits THEN
        -- Held against its end until this is committed: otherwise the end would not see this task, nor this the end.
        PERFORM FROM yc.visit v WHERE v.region = _case.region AND v.id = _case.visit_id AND v.ended_at IS NULL FOR SHARE;
        _priority := CASE WHEN FOUND THEN 1 ELSE 5 END;
    END IF;
    WITH made AS (
        INSERT INTO yc.task (region, case_id, queue_id, priority, due, excluded, authorisation, created_at)
        VALUES (_case.region, _case.id, yc.queue_of(_case.region, _stage, _case.item), _priority, yc.task_due(_case),
                yc.case_excluded(_case.region, _case.id, _stage, _related), coalesce(_item.authorisation = _stage, false), yc.now())
        RETURNING *
    ), counted AS (
        INSERT INTO yc.queue_delta (region, queue_id, kind, change) SELECT m.region, m.queue_id, 'ready', 1 FROM made m
    )
    SELECT * INTO STRICT _task FROM made;
    PERFORM yc.floor_lower(_task);
    RETURN _task.id;
END $$;
COMMENT ON FUNCTION yc.task_make(yc.case_file, text, bigint[]) IS
    'Puts a case into the queue of a stage, for who knows which staff are related to it; returns the task. The caller sets case_file.live_task.';

CREATE OR REPLACE FUNCTION yc.task_make(_case yc.case_file, _stage text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    RETURN yc.task_make(_case, _stage, yc.staff_related(yc.case_people(_case.region, _case.id)));
END $$;

DROP FUNCTION yc.case_accept_first(bigint, yc.case_file);
CREATE FUNCTION yc.case_accept_first(_actor bigint, _case yc.case_file, _limits jsonb) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _today date := yc.today();
    _issue int;
    _dues  date[];
BEGIN
    SELECT i.number, i.issue INTO _case.number, _issue FROM yc.receipt_issue i WHERE i.region = _case.region AND i.case_id = _case.id ORDER BY i.issue DESC LIMIT 1;
    IF _case.number IS NULL THEN
        _case.number := yc.case_number(_case.region, _today, _case.hall, yc.hall_serial(_case.region, _case.hall, _today));
    END IF;
    _case.accepted_by := _actor;
    _case.accepted_at := yc.now();
    _dues := yc.case_dues(_case, _limits);
    _case.promised_due := _dues[1];
    _case.statutory_due := _dues[2];
    INSERT INTO yc.receipt_issue (region, case_id, issue, number, window_number, issued_at, issued_by)
    VALUES (_case.region, _case.id, coalesce(_issue, 0) + 1, _case.number, _case.window_number, _case.accepted_at, _actor);
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_accept_first(bigint, yc.case_file, jsonb) IS
    'Number, moment, both due dates (by the limits of its definition) and receipt of a first acceptance; of one that was undone the number that stayed reserved. The caller writes the case.';

CREATE FUNCTION yc.case_accept_now(_actor bigint, _case yc.case_file, _held yc.contents) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _first boolean := _case.state <> 'returned';
    _stage text := yc.stage_next(_held.stages, 'accept');
BEGIN
    _held := yc.case_settle(_case, _held);
    _case := CASE WHEN _first THEN yc.case_accept_first(_actor, _case, _held.limits) ELSE yc.suspension_close(_case) END;
    _case := yc.journal_write(_actor, _case, CASE WHEN _first THEN 'accept' ELSE 'resubmit' END,
        jsonb_build_object('number', _case.number, 'promised', _case.promised_due, 'statutory', _case.statutory_due, 'stage', _stage,
                           'fields', _held.digests, 'materials', _held.papers));
    IF _stage IS NOT NULL THEN
        _case.live_task := yc.task_make(_case, _stage, _held.related); -- after the journal, which tells the task who may not have it
    END IF;
    UPDATE yc.case_file c SET state = CASE WHEN _stage IS NULL THEN 'finished' ELSE 'accepted' END, stage = _stage, live_task = _case.live_task,
        number = _case.number, accepted_by = _case.accepted_by, accepted_at = _case.accepted_at,
        promised_due = _case.promised_due, statutory_due = _case.statutory_due,
        version = _case.version, journal_seq = _case.journal_seq, journal_head = _case.journal_head,
        waiting = NULL, waiting_since = NULL, holder = NULL, token = NULL, held_since = NULL, finished_at = CASE WHEN _stage IS NULL THEN yc.now() END
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_accept_now(bigint, yc.case_file, yc.contents) IS
    'Accepts a draft or received case that holds this, or hands a returned one in again. The caller has locked it and asked yc.accept_obstacle() of the same contents.';

CREATE OR REPLACE FUNCTION yc.case_accept_now(_actor bigint, _case yc.case_file) RETURNS yc.case_file LANGUAGE plpgsql AS $$
BEGIN
    SELECT * INTO STRICT _case FROM yc.case_file c WHERE c.region = _case.region AND c.id = _case.id; -- its receipt may just have been noted
    RETURN yc.case_accept_now(_actor, _case, yc.case_contents(_case));
END $$;

-- --- tending

CREATE FUNCTION yc.verdicts_expire() RETURNS int LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION yc.tend() RETURNS TABLE (queues_changed int, sealed int, expired int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _queues int[];
BEGIN
    IF NOT EXISTS (SELECT FROM yc.tending FOR UPDATE SKIP LOCKED) THEN
        RETURN; -- another one tends
    END IF;
    PERFORM yc.partitions_make(); -- before anything is locked that others wait for
    expired := yc.leases_sweep();
    _queues := yc.counters_fold();
    PERFORM yc.floors_refresh();
    sealed := yc.journal_seal();
    PERFORM yc.hall_days_make();
    PERFORM yc.commands_expire();
    PERFORM yc.verdicts_expire();
    UPDATE yc.tending SET tended_at = yc.now();
    queues_changed := cardinality(_queues);
    IF queues_changed > 0 THEN
        PERFORM pg_notify('yc_queues', left(array_to_string(_queues, ','), 7000));
    END IF;
    RETURN NEXT;
END $$;
COMMENT ON FUNCTION yc.tend() IS
    'One round of tending: next year''s partitions, leases, counters, floors, seal, tomorrow''s serials, old commands and verdicts, one notification for all queues that changed (channel yc_queues). No row: another one tends.';

SET LOCAL ROLE yc_desk;

-- One row by its key in partitions: the plan without the value costs 20 microseconds more, planning it with the value 300.
CREATE OR REPLACE FUNCTION desk.case_accept(_command uuid, _region int, _case_id bigint, _token uuid, _version int)
RETURNS TABLE (case_id bigint, number text, accepted_at timestamptz, promised_due date, statutory_due date, state text, stage text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'case_accept', _case_id::text, _token::text, _version::text);
    _case  yc.case_file;
    _held  yc.contents;
    _refusal yc.refusal;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_locked(_actor, _region, _case_id);
        _held := yc.case_contents(_case);
        _refusal := yc.accept_obstacle(_actor, _case, coalesce(_token, '00000000-0000-0000-0000-000000000000'), coalesce(_version, 0), _held);
        IF _refusal.code IS NOT NULL THEN
            PERFORM yc.refuse(_refusal);
        END IF;
        _case := yc.case_accept_now(_actor, _case, _held);
        _reply := yc.command_end(_region, _command, jsonb_build_object('case_id', _case.id, 'number', _case.number, 'accepted_at', _case.accepted_at,
            'promised_due', _case.promised_due, 'statutory_due', _case.statutory_due, 'state', _case.state, 'stage', _case.stage));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply)
        AS r(case_id bigint, number text, accepted_at timestamptz, promised_due date, statutory_due date, state text, stage text);
END $$;

CREATE FUNCTION desk.case_check(_region int, _case_id bigint, _token uuid) RETURNS TABLE (faults int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _case yc.case_file := yc.case_holding(yc.actor(), _region, _case_id, _token);
    _held yc.contents := yc.case_contents(_case);
BEGIN
    SELECT count(*) INTO faults FROM yc.contents_faults(_case.definition_id, _held.fields, _held.handed) f WHERE f.code LIKE 'E%';
    IF faults = 0 AND _held.hidden IS NULL THEN
        PERFORM yc.verdict_keep(_case, _held);
    END IF;
    RETURN NEXT;
END $$;
COMMENT ON FUNCTION desk.case_check(int, bigint, uuid) IS
    'How many things a case that I hold lacks or has wrong, asked when its form is read back. None is kept as a verdict: acceptance does not judge a second time what it finds just so. Refuses as desk.field_save() does: E_CASE_HELD, E_CASE_STATE, E_CASE_UNKNOWN, E_RIGHT_MISSING.';
GRANT EXECUTE ON FUNCTION desk.case_check(int, bigint, uuid) TO yc_staff;
