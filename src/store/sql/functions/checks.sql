-- The named checks and the masks: twins of src/model/check.h and mask.h, held to tests/vectors. 0002_checks.sql has the rest of them.
-- In plpgsql: a SQL function that the planner cannot open is planned anew at each call, in plpgsql it is planned once a session.

CREATE OR REPLACE FUNCTION yc.date_exists(_year int, _month int, _day int) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    RETURN CASE WHEN _year BETWEEN 1 AND 9999 AND _month BETWEEN 1 AND 12
        THEN _day BETWEEN 1 AND extract(day FROM make_date(_year, _month, 1) + interval '1 month - 1 day')
        ELSE false END;
END $$;
COMMENT ON FUNCTION yc.date_exists(int, int, int) IS 'Whether there is such a day in the years 1 to 9999.';

CREATE OR REPLACE FUNCTION yc.number_check_digit(_digits text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
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
COMMENT ON FUNCTION yc.case_check_digit(text) IS 'ISO 7064 MOD 11,10 over the first 22 digits of a case number.';

-- --- identity numbers

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
COMMENT ON FUNCTION yc.id_check_character(text) IS 'ISO 7064 MOD 11-2 over the first 17 digits (GB 11643).';

CREATE OR REPLACE FUNCTION yc.id_sex(_value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    RETURN CASE WHEN _value ~ '^[0-8][0-9]{16}[0-9X]$' THEN CASE substr(_value, 17, 1)::int % 2 WHEN 1 THEN '1' ELSE '2' END END;
END $$;
COMMENT ON FUNCTION yc.id_sex(text) IS
    'The sex that an identity number tells: 1 male, 2 female (GB/T 2261.1); NULL where it tells none (other documents, foreigners).';

CREATE OR REPLACE FUNCTION yc.id_is_residence(_value text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    RETURN left(_value, 6) IN ('810000', '820000', '830000');
END $$;
COMMENT ON FUNCTION yc.id_is_residence(text) IS
    'Whether a number is that of a residence permit for Hong Kong, Macao (810000, 820000) or Taiwan (830000).';

CREATE OR REPLACE FUNCTION yc.id_birth(_value text) RETURNS date LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    IF _value ~ '^[0-9]{17}[0-9X]$' AND yc.date_exists(substr(_value, 7, 4)::int, substr(_value, 11, 2)::int, substr(_value, 13, 2)::int) THEN
        RETURN make_date(substr(_value, 7, 4)::int, substr(_value, 11, 2)::int, substr(_value, 13, 2)::int);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.id_birth(text) IS 'The date of birth that an identity number of 18 characters tells, else NULL.';

CREATE OR REPLACE FUNCTION yc.check_id18(_value text, _today date) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    _fault text := yc.check_citizen_number(_value, _today);
BEGIN
    IF _fault IS NULL AND NOT yc.id_is_residence(_value) AND NOT EXISTS (SELECT FROM yc.region r WHERE r.code = left(_value, 6)) THEN
        RETURN 'W_ID_REGION';
    END IF;
    RETURN _fault;
END $$;
COMMENT ON FUNCTION yc.check_id18(text, date) IS 'As yc.check_citizen_number(), and W_ID_REGION for a region that is not in the table.';

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
COMMENT ON FUNCTION yc.check_citizen(text, date) IS
    'A citizen''s number and no other of 18 characters: also E_ID_IS_RESIDENCE, E_ID_IS_FOREIGN.';

-- --- the other kinds

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
COMMENT ON FUNCTION yc.check_bounds(text, bigint, bigint) IS
    'Least and most of LEAST..MOST or MOST, the given ones without an argument; NULL for an argument that is neither.';

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
COMMENT ON FUNCTION yc.check_text(text, text) IS 'One line of text; the argument bounds its code points, 0..500 without.';

CREATE OR REPLACE FUNCTION yc.check_lines(_value text, _argument text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _bounds bigint[] := yc.check_bounds(_argument, 0, 2000);
BEGIN
    RETURN CASE
        WHEN _bounds IS NULL THEN 'E_CHECK_ARGUMENT'
        WHEN char_length(_value) < _bounds[1] THEN 'E_TEXT_SHORT'
        WHEN char_length(_value) > _bounds[2] THEN 'E_TEXT_LONG'
        WHEN yc.text_hidden(replace(_value, E'\n', '')) IS NOT NULL THEN 'E_TEXT_CONTROL'
        WHEN _value ~ '[ \u00A0\u3000](\n|$)|\n$' THEN 'E_LINES_END'
    END;
END $$;
COMMENT ON FUNCTION yc.check_lines(text, text) IS
    'Several lines of text, LF between them, no blank behind a line and no empty line at the end; the argument bounds its code points, 0..2000 without.';

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
COMMENT ON FUNCTION yc.check_int(text, text) IS 'A whole number; the argument bounds it, 0..999999999 without.';

CREATE OR REPLACE FUNCTION yc.check_date(_value text, _argument text, _today date) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _bounds bigint[] := yc.check_bounds(_argument, 0, 36525);
BEGIN
    IF _bounds IS NULL OR _bounds[1] < 0 OR _bounds[2] > 36525 THEN
        RETURN 'E_CHECK_ARGUMENT';
    END IF;
    RETURN coalesce(yc.check_day(_value), CASE WHEN _value::date - _today > _bounds[2] THEN 'E_DATE_LATE' END);
END $$;
COMMENT ON FUNCTION yc.check_date(text, text, date) IS
    'A day up to so many days after today as the argument says, 36525 (a hundred years) without.';

CREATE OR REPLACE FUNCTION yc.check_time(_value text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF _value !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$' THEN -- of a day before 1900 too only the time is missing
        RETURN CASE WHEN coalesce(yc.check_day(_value), 'E_DATE_EARLY') = 'E_DATE_EARLY' THEN 'E_TIME_MISSING' ELSE 'E_TIME_FORM' END;
    ELSIF NOT yc.date_exists(left(_value, 4)::int, substr(_value, 6, 2)::int, substr(_value, 9, 2)::int) THEN
        RETURN 'E_DATE_NONE';
    ELSIF substr(_value, 12, 2)::int > 23 OR right(_value, 2)::int > 59 THEN
        RETURN 'E_TIME_NONE';
    END IF;
    RETURN yc.check_day(left(_value, 10));
END $$;
COMMENT ON FUNCTION yc.check_time(text) IS 'YYYY-MM-DD HH:MM, a day and a minute that exist, not before 1900. E_TIME_MISSING: a day alone.';

CREATE OR REPLACE FUNCTION yc.check_region(_value text, _digits int, _code text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE
        WHEN _value !~ '^[0-9]+$' OR char_length(_value) <> _digits THEN _code
        WHEN NOT EXISTS (SELECT FROM yc.region r WHERE r.code = left(_value, 6)) THEN 'E_REGION_UNKNOWN'
    END;
END $$;
COMMENT ON FUNCTION yc.check_region(text, int, text) IS
    'So many digits (else the code), the first six a region of the table (else E_REGION_UNKNOWN).';

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
COMMENT ON FUNCTION yc.check_name_any(text) IS
    '1-100 characters: Han and U+00B7, or Latin capitals with space - '' . , as the passport writes them. Full-width letters are a warning.';

-- --- by name

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
        WHEN 'lines' THEN yc.check_lines(_value, _argument)
        WHEN 'luhn' THEN yc.check_luhn(_value)
        WHEN 'name_cn' THEN yc.check_name_cn(_value)
        WHEN 'person_no' THEN CASE WHEN _value !~ '^[0-9]{4,20}$' THEN 'E_PERSON_NO' END
        WHEN 'phone' THEN CASE WHEN _value !~ '^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?)$' THEN 'E_PHONE' END
        WHEN 'postcode' THEN CASE WHEN _value !~ '^[0-9]{6}$' THEN 'E_POSTCODE' END
        WHEN 'region12' THEN yc.check_region(_value, 12, 'E_REGION12')
        WHEN 'sscard' THEN CASE WHEN _value !~ '^[A-Z0-9]{9}$' THEN 'E_SSCARD' END
        WHEN 'ssnum' THEN yc.check_ssnum(_value, _today)
        WHEN 'time' THEN coalesce(yc.check_time(_value), CASE WHEN left(_value, 10)::date - _today > 36525 THEN 'E_DATE_LATE' END)
        WHEN 'time_past' THEN coalesce(yc.check_time(_value), CASE WHEN left(_value, 10)::date > _today THEN 'E_TIME_FUTURE' END) -- to the day, as in C
        WHEN 'unit_no' THEN CASE WHEN _value !~ '^[A-Z0-9]{4,20}$' THEN 'E_UNIT_NO' END
        WHEN 'uscc' THEN yc.check_uscc(_value)
        WHEN 'ym' THEN yc.check_month(_value, _today)
        ELSE 'E_CHECK_UNKNOWN'
    END;
END $$;
COMMENT ON FUNCTION yc.check_value(text, text, text, date) IS
    'Judges a kept value by a named check: NULL is good, W_... may stand if somebody says so, E_... is refused. A NULL value is good: whether it must be there is asked elsewhere. The argument: id_type for id_any, LEAST..MOST for int, text and lines, days after today for date, codes for code. The twin of check_run() in C.';

-- --- what is shown of a value

-- Every line of every list masks a name. A SQL function that the planner cannot open sets up an executor at each call: 90 microseconds against 4.
CREATE OR REPLACE FUNCTION yc.mask_ends(_value text, _first int, _last int) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    _length int := char_length(_value);
BEGIN
    IF _first + _last >= _length THEN
        RETURN left(_value, 1) || repeat('*', _length - 1);
    END IF;
    RETURN left(_value, _first) || repeat('*', _length - _first - _last) || right(_value, _last);
END $$;
COMMENT ON FUNCTION yc.mask_ends(text, int, int) IS
    'All but the first and last so many characters as stars; of one that is too short, all but the first.';

CREATE OR REPLACE FUNCTION yc.mask(_kind text, _value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    _length int := char_length(_value);
BEGIN
    IF _value = '' THEN
        RETURN '';
    ELSIF _kind IN ('name_cn', 'name_any') THEN
        RETURN yc.mask_ends(_value, 1, CASE WHEN _length > 2 THEN 1 ELSE 0 END);
    ELSIF _kind IN ('id18', 'id_any', 'ssnum', 'sscard', 'unit_no', 'person_no') THEN
        RETURN CASE WHEN _length >= 15 THEN yc.mask_ends(_value, 6, 4) ELSE yc.mask_ends(_value, 1, 2) END;
    ELSIF _kind IN ('mobile', 'phone') THEN
        RETURN yc.mask_ends(_value, CASE WHEN _length >= 11 THEN 3 ELSE 0 END, 4);
    ELSIF _kind = 'luhn' THEN
        RETURN '****' || CASE WHEN octet_length(_value) >= 8 AND _length = octet_length(_value) THEN right(_value, 4) ELSE '' END;
    ELSIF _kind = 'email' THEN
        RETURN CASE WHEN strpos(_value, '@') > 1 THEN left(_value, 1) ELSE '' END || '***'
            || CASE WHEN strpos(_value, '@') > 0 THEN substr(_value, strpos(_value, '@')) ELSE '' END;
    END IF;
    RETURN '****';
END $$;
COMMENT ON FUNCTION yc.mask(text, text) IS
    'What is shown of a personal value by default. The kind is the name of its check; all of it is hidden for a kind without a rule. The twin of mask_append() in C.';
