-- The named checks in SQL: the twin of src/model/check.h, code by code. tests/vectors/checks.tsv and mask.tsv hold
-- both to one another. Each yc.check_... function answers NULL (good) or the code of what is wrong; the parameters of
-- the sentence (which digit is expected, ...) are the concern of the twin in C, which speaks with the clerk.
--
-- Values are kept values: normalised, dates as YYYY-MM-DD, amounts in fen. Character classes are ranges of code points,
-- written out, since \d and \w depend on the collation.

-- --- numbers of 18 characters

CREATE FUNCTION yc.date_exists(_year int, _month int, _day int) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE WHEN _year BETWEEN 1 AND 9999 AND _month BETWEEN 1 AND 12
        THEN _day BETWEEN 1 AND extract(day FROM make_date(_year, _month, 1) + interval '1 month - 1 day')
        ELSE false END
$$;
COMMENT ON FUNCTION yc.date_exists(int, int, int) IS 'Whether there is such a day in the years 1 to 9999.';

CREATE FUNCTION yc.id_check_character(_number text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT substr('10X98765432', (sum(substr(_number, n::int, 1)::int * w) % 11)::int + 1, 1)
    FROM unnest('{7,9,10,5,8,4,2,1,6,3,7,9,10,5,8,4,2}'::int[]) WITH ORDINALITY AS weights(w, n)
$$;
COMMENT ON FUNCTION yc.id_check_character(text) IS 'ISO 7064 MOD 11-2 over the first 17 digits (GB 11643).';

CREATE FUNCTION yc.check_number18(_value text, _today date) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _year  int;
    _month int;
    _day   int;
BEGIN
    IF _value !~ '^[0-9]{17}[0-9X]$' THEN
        RETURN 'E_ID_DIGITS';
    END IF;
    _year := substr(_value, 7, 4)::int;
    _month := substr(_value, 11, 2)::int;
    _day := substr(_value, 13, 2)::int;
    IF NOT yc.date_exists(_year, _month, _day) THEN
        RETURN 'E_ID_DATE';
    ELSIF _year < 1900 THEN
        RETURN 'E_ID_EARLY';
    ELSIF make_date(_year, _month, _day) > _today THEN
        RETURN 'E_ID_FUTURE';
    ELSIF right(_value, 1) <> yc.id_check_character(_value) THEN
        RETURN 'E_ID_CHECK';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.check_number18(text, date) IS
    'What all numbers of 18 characters share: shape, birth, check character. E_ID_DIGITS, E_ID_DATE, E_ID_EARLY, E_ID_FUTURE, E_ID_CHECK.';

CREATE FUNCTION yc.check_citizen_number(_value text, _today date) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN _value ~ '^[0-9]{15}$' THEN 'E_ID_FIFTEEN'
        WHEN char_length(_value) <> 18 THEN 'E_ID_LENGTH'
        ELSE yc.check_number18(_value, _today)
    END
$$;
COMMENT ON FUNCTION yc.check_citizen_number(text, date) IS
    'GB 11643 without the region: E_ID_FIFTEEN, E_ID_LENGTH, and what yc.check_number18() answers.';

CREATE FUNCTION yc.id_is_residence(_value text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT left(_value, 6) IN ('810000', '820000', '830000') $$;
COMMENT ON FUNCTION yc.id_is_residence(text) IS
    'Whether a number is that of a residence permit for Hong Kong, Macao (810000, 820000) or Taiwan (830000).';

CREATE FUNCTION yc.check_id18(_value text, _today date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(yc.check_citizen_number(_value, _today), CASE
        WHEN yc.id_is_residence(_value) THEN NULL
        WHEN NOT EXISTS (SELECT FROM yc.region r WHERE r.code = left(_value, 6)) THEN 'W_ID_REGION'
    END)
$$;
COMMENT ON FUNCTION yc.check_id18(text, date) IS 'As yc.check_citizen_number(), and W_ID_REGION for a region that is not in the table.';

CREATE FUNCTION yc.check_foreign(_value text, _today date) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE char_length(_value)
        WHEN 15 THEN CASE WHEN _value !~ '^[A-Z]{3}[0-9]{12}$' THEN 'E_FOREIGN_OLD' END
        WHEN 18 THEN CASE WHEN left(_value, 1) <> '9' THEN 'E_FOREIGN_FIRST' ELSE yc.check_number18(_value, _today) END
        ELSE 'E_FOREIGN_LENGTH'
    END
$$;
COMMENT ON FUNCTION yc.check_foreign(text, date) IS
    'Foreign permanent residence, new (18 from 9) or old (3 letters, 12 digits). E_FOREIGN_LENGTH, E_FOREIGN_FIRST, E_FOREIGN_OLD, and what yc.check_number18() answers.';

CREATE FUNCTION yc.check_ssnum(_value text, _today date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN left(_value, 1) = '9' AND char_length(_value) = 18
        THEN yc.check_foreign(_value, _today) ELSE yc.check_id18(_value, _today) END
$$;
COMMENT ON FUNCTION yc.check_ssnum(text, date) IS 'The 社会保障号码: a citizen''s number, or the 18 characters of a foreigner.';

CREATE FUNCTION yc.check_citizen(_value text, _today date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN found LIKE 'E%' THEN found
        WHEN yc.id_is_residence(_value) THEN 'E_ID_IS_RESIDENCE'
        WHEN left(_value, 1) = '9' THEN 'E_ID_IS_FOREIGN'
        ELSE found
    END
    FROM yc.check_id18(_value, _today) found
$$;
COMMENT ON FUNCTION yc.check_citizen(text, date) IS
    'A citizen''s number and no other of 18 characters: also E_ID_IS_RESIDENCE, E_ID_IS_FOREIGN.';

CREATE FUNCTION yc.check_residence(_value text, _today date, _regions text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(yc.check_citizen_number(_value, _today),
                    CASE WHEN left(_value, 6) <> ALL (_regions) THEN 'E_RESIDENCE_REGION' END)
$$;
COMMENT ON FUNCTION yc.check_residence(text, date, text[]) IS 'A residence permit of one of these regions: also E_RESIDENCE_REGION.';

CREATE FUNCTION yc.id_sex(_value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE WHEN _value ~ '^[0-8][0-9]{16}[0-9X]$'
        THEN CASE substr(_value, 17, 1)::int % 2 WHEN 1 THEN '1' ELSE '2' END END
$$;
COMMENT ON FUNCTION yc.id_sex(text) IS
    'The sex that an identity number tells: 1 male, 2 female (GB/T 2261.1); NULL where it tells none (other documents, foreigners).';

CREATE FUNCTION yc.id_birth(_value text) RETURNS date LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE WHEN _value ~ '^[0-9]{17}[0-9X]$' THEN
        CASE WHEN yc.date_exists(substr(_value, 7, 4)::int, substr(_value, 11, 2)::int, substr(_value, 13, 2)::int)
            THEN make_date(substr(_value, 7, 4)::int, substr(_value, 11, 2)::int, substr(_value, 13, 2)::int) END END
$$;
COMMENT ON FUNCTION yc.id_birth(text) IS 'The date of birth that an identity number of 18 characters tells, else NULL.';

-- --- units and accounts

CREATE FUNCTION yc.uscc_check_character(_code text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT substr(a, (31 - (sum((strpos(a, substr(_code, n::int, 1)) - 1) * w) % 31)::int) % 31 + 1, 1)
    FROM (VALUES ('0123456789ABCDEFGHJKLMNPQRTUWXY')) alphabet(a),
         unnest('{1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28}'::int[]) WITH ORDINALITY AS weights(w, n)
    GROUP BY a
$$;
COMMENT ON FUNCTION yc.uscc_check_character(text) IS 'MOD 31 of GB 32100 over the first 17 characters; the weights are 3^i mod 31.';

CREATE FUNCTION yc.organisation_check_character(_code text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT substr('0X987654321', (sum((strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr(_code, n::int, 1)) - 1) * w) % 11)::int + 1, 1)
    FROM unnest('{3,7,9,10,5,8,4,2}'::int[]) WITH ORDINALITY AS weights(w, n)
$$;
COMMENT ON FUNCTION yc.organisation_check_character(text) IS 'MOD 11 of GB 11714 over the first 8 characters.';

CREATE FUNCTION yc.check_uscc(_value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN char_length(_value) <> 18 THEN 'E_USCC_LENGTH'
        WHEN _value !~ '^[0-9A-HJ-NPQRTUWXY]{18}$' THEN 'E_USCC_LETTER'
        WHEN substr(_value, 3, 6) !~ '^[0-9]{6}$' THEN 'E_USCC_REGION'
        WHEN right(_value, 1) <> yc.uscc_check_character(_value) THEN 'E_USCC_CHECK'
        WHEN substr(_value, 17, 1) <> yc.organisation_check_character(substr(_value, 9, 8)) THEN 'E_USCC_ORGANISATION'
    END
$$;
COMMENT ON FUNCTION yc.check_uscc(text) IS
    'Unified social credit code, GB 32100. E_USCC_CHECK and E_USCC_ORGANISATION may pass with a supervisor: such codes were issued.';

CREATE FUNCTION yc.luhn_digit(_digits text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT ((10 - sum(CASE WHEN n % 2 = 0 THEN d WHEN d > 4 THEN d * 2 - 9 ELSE d * 2 END) % 10) % 10)::text
    FROM (SELECT n, substr(reverse(_digits), n + 1, 1)::int AS d FROM generate_series(1, char_length(_digits) - 1) n) digits
$$;
COMMENT ON FUNCTION yc.luhn_digit(text) IS 'What the last digit of a number of digits should be.';

CREATE FUNCTION yc.check_luhn(_value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN _value ~ '[^0-9]' THEN 'E_ACCOUNT_DIGITS'
        WHEN char_length(_value) NOT BETWEEN 13 AND 19 THEN 'E_ACCOUNT_LENGTH'
        WHEN right(_value, 1) <> yc.luhn_digit(_value) THEN 'W_ACCOUNT_CHECK'
    END
$$;
COMMENT ON FUNCTION yc.check_luhn(text) IS 'A bank account; one that fails the Luhn check may stand when it was typed twice.';

-- --- telephones, addresses, months, case numbers

CREATE FUNCTION yc.check_mobile(_value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN _value ~ '[^0-9]' THEN 'E_MOBILE_DIGITS'
        WHEN char_length(_value) <> 11 THEN 'E_MOBILE_LENGTH'
        WHEN _value !~ '^1[3-9]' THEN 'E_MOBILE_PREFIX'
    END
$$;
COMMENT ON FUNCTION yc.check_mobile(text) IS 'A mobile number of the mainland.';

CREATE FUNCTION yc.check_email(_value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN octet_length(_value) > 254 THEN 'E_EMAIL_LONG'
        WHEN _value !~ '^[^@]*@[^@]*$' THEN 'E_EMAIL_AT'
        WHEN octet_length(split_part(_value, '@', 1)) > 64
          OR split_part(_value, '@', 1) !~ '^[A-Za-z0-9!#$%&''*+/=?^_`{|}~-]+([.][A-Za-z0-9!#$%&''*+/=?^_`{|}~-]+)*$' THEN 'E_EMAIL_LOCAL'
        WHEN split_part(_value, '@', 2) !~ '^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$' THEN 'E_EMAIL_DOMAIN'
    END
$$;
COMMENT ON FUNCTION yc.check_email(text) IS 'dot-atom@domain of RFC 5322 in ASCII.';

CREATE FUNCTION yc.check_month(_value text, _today date) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN _value !~ '^[0-9]{4}-?[0-9]{2}$' THEN 'E_MONTH_FORM'
        WHEN right(_value, 2)::int NOT BETWEEN 1 AND 12 THEN 'E_MONTH_NONE'
        WHEN left(_value, 4)::int NOT BETWEEN 1900 AND extract(year FROM _today) + 100 THEN 'E_MONTH_YEAR'
    END
$$;
COMMENT ON FUNCTION yc.check_month(text, date) IS 'YYYY-MM or YYYYMM from 1900 to a hundred years after this year.';

CREATE FUNCTION yc.case_check_digit(_digits text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    _product int := 10;
    _sum     int;
BEGIN
    FOR _n IN 1..22 LOOP
        _sum := (_product + substr(_digits, _n, 1)::int) % 10;
        _product := (CASE _sum WHEN 0 THEN 10 ELSE _sum END) * 2 % 11;
    END LOOP;
    RETURN (11 - _product) % 10;
END $$;
COMMENT ON FUNCTION yc.case_check_digit(text) IS 'ISO 7064 MOD 11,10 over the first 22 digits of a case number.';

CREATE FUNCTION yc.check_case_number(_value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN _value ~ '[^0-9]' THEN 'E_CASE_DIGITS'
        WHEN char_length(_value) <> 23 THEN 'E_CASE_LENGTH'
        WHEN right(_value, 1) <> yc.case_check_digit(_value) THEN 'E_CASE_CHECK'
        WHEN left(_value, 1) = '0' OR substr(_value, 7, 4)::int < 1900
          OR NOT yc.date_exists(substr(_value, 7, 4)::int, substr(_value, 11, 2)::int, substr(_value, 13, 2)::int)
          OR substr(_value, 15, 3) = '000' OR substr(_value, 18, 5) = '00000' THEN 'E_CASE_PART'
    END
$$;
COMMENT ON FUNCTION yc.check_case_number(text) IS 'A case number in its plain form of 23 digits.';

CREATE FUNCTION yc.case_number(_region int, _day date, _hall int, _serial int) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _digits text;
BEGIN
    IF _region IS NULL OR _region NOT BETWEEN 100000 AND 999999 THEN
        PERFORM yc.refuse('E_CASE_PART', 'part', 'region', 'value', _region::text);
    ELSIF _day IS NULL OR extract(year FROM _day) NOT BETWEEN 1900 AND 9999 THEN
        PERFORM yc.refuse('E_CASE_PART', 'part', 'day', 'value', _day::text);
    ELSIF _hall IS NULL OR _hall NOT BETWEEN 1 AND 999 THEN
        PERFORM yc.refuse('E_CASE_PART', 'part', 'hall', 'value', _hall::text);
    ELSIF _serial IS NULL OR _serial NOT BETWEEN 1 AND 99999 THEN
        PERFORM yc.refuse('E_CASE_PART', 'part', 'serial', 'value', _serial::text);
    END IF;
    _digits := _region || to_char(_day, 'YYYYMMDD') || lpad(_hall::text, 3, '0') || lpad(_serial::text, 5, '0');
    RETURN _digits || yc.case_check_digit(_digits);
END $$;
COMMENT ON FUNCTION yc.case_number(int, date, int, int) IS
    'The number of a case: region 6, day of acceptance 8, hall 3, serial 5, check digit. Raises E_CASE_PART {part, value} for a part out of its range.';

-- --- names and text

CREATE FUNCTION yc.text_hidden(_value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT substring(_value FROM
        '[\u0001-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F'
        '\u3164\uFDD0-\uFDEF\uFEFF\uFFA0\uFFF0-\uFFFB\uFFFE\uFFFF\U00013430-\U0001343F\U0001BCA0-\U0001BCA3'
        '\U0001D173-\U0001D17A\U0001FFFE\U0001FFFF\U0002FFFE\U0002FFFF\U0003FFFE\U0003FFFF\U0004FFFE\U0004FFFF'
        '\U0005FFFE\U0005FFFF\U0006FFFE\U0006FFFF\U0007FFFE\U0007FFFF\U0008FFFE\U0008FFFF\U0009FFFE\U0009FFFF'
        '\U000AFFFE\U000AFFFF\U000BFFFE\U000BFFFF\U000CFFFE\U000CFFFF\U000DFFFE\U000DFFFF\U000E0000-\U000E00FF'
        '\U000E01F0-\U000E0FFF\U000EFFFE\U000EFFFF\U000FFFFE\U000FFFFF\U0010FFFE\U0010FFFF]')
$$;
COMMENT ON FUNCTION yc.text_hidden(text) IS
    'The first control, bidirectional or invisible character, or NULL: what sanitise_visible() in C says of characters.';

CREATE FUNCTION yc.name_character_fault(_character text, _any boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN _character IS NULL THEN NULL
        WHEN yc.text_hidden(_character) IS NOT NULL OR _character ~ '[\u200C\u200D\uFE00-\uFE0F\U000E0100-\U000E01EF]' THEN 'E_NAME_CONTROL'
        WHEN _character ~ '[\uE000-\uF8FF\U000F0000-\U0010FFFF]' THEN 'E_NAME_PRIVATE'
        WHEN _any AND _character ~ '[a-z]' THEN 'E_NAME_LOWER'
        ELSE 'E_NAME_CHARACTER'
    END
$$;
COMMENT ON FUNCTION yc.name_character_fault(text, boolean) IS 'The code for a character that names do not hold; NULL for NULL.';

CREATE FUNCTION yc.name_mark_fault(_value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN _value ~ '^\u00B7|\u00B7$|\u00B7\u00B7' THEN 'E_NAME_DOT'
        WHEN _value ~ '^ | $|  ' THEN 'E_NAME_SPACE'
    END
$$;
COMMENT ON FUNCTION yc.name_mark_fault(text) IS 'Dots and spaces stand inside a name, one at a time.';

CREATE FUNCTION yc.check_name_cn(_value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN char_length(_value) < 2 THEN 'E_NAME_SHORT'
        WHEN char_length(_value) > 50 THEN 'E_NAME_LONG'
        ELSE coalesce(yc.name_character_fault(substring(_value FROM
            '[^\u00B7\u3007\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U0002FFFD\U00030000-\U0003FFFD]'), false),
            yc.name_mark_fault(_value))
    END
$$;
COMMENT ON FUNCTION yc.check_name_cn(text) IS
    '2-50 Han characters (extensions A to I, 〇), U+00B7 between them. Counted in code points.';

CREATE FUNCTION yc.check_name_any(_value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN char_length(_value) < 1 THEN 'E_NAME_SHORT'
        WHEN char_length(_value) > 100 THEN 'E_NAME_LONG'
        ELSE coalesce(yc.name_character_fault(substring(_value FROM
            '[^ ''.,A-Z\u00B7\u00C0-\u00D6\u00D8-\u00DE\u0100-\u017F\u3007\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF'
            '\uFF21-\uFF3A\uFF41-\uFF5A\U00020000-\U0002FFFD\U00030000-\U0003FFFD-]'), true),
            yc.name_mark_fault(_value),
            CASE WHEN _value ~ '[\uFF21-\uFF3A\uFF41-\uFF5A]' THEN 'W_NAME_WIDE' END)
    END
$$;
COMMENT ON FUNCTION yc.check_name_any(text) IS
    '1-100 characters: Han and U+00B7, or Latin capitals with space - '' . , as the passport writes them. Full-width letters are a warning.';

CREATE FUNCTION yc.check_bounds(_argument text, _least bigint, _most bigint) RETURNS bigint[] LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN bounds[1] <= bounds[2] THEN bounds END
    FROM (SELECT CASE
        WHEN _argument IS NULL THEN ARRAY[_least, _most]
        WHEN _argument ~ '^-?[0-9]{1,18}$' THEN ARRAY[_least, _argument::bigint]
        WHEN _argument ~ '^-?[0-9]{1,18}[.][.]-?[0-9]{1,18}$' THEN string_to_array(_argument, '..')::bigint[]
    END) given(bounds)
$$;
COMMENT ON FUNCTION yc.check_bounds(text, bigint, bigint) IS
    'Least and most of LEAST..MOST or MOST, the given ones without an argument; NULL for an argument that is neither.';

CREATE FUNCTION yc.check_text(_value text, _argument text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN bounds IS NULL THEN 'E_CHECK_ARGUMENT'
        WHEN char_length(_value) < bounds[1] THEN 'E_TEXT_SHORT'
        WHEN char_length(_value) > bounds[2] THEN 'E_TEXT_LONG'
        WHEN yc.text_hidden(_value) IS NOT NULL THEN 'E_TEXT_CONTROL'
        WHEN _value ~ '^ | $' THEN 'E_TEXT_SPACE'
    END
    FROM yc.check_bounds(_argument, 0, 500) bounds
$$;
COMMENT ON FUNCTION yc.check_text(text, text) IS 'One line of text; the argument bounds its code points, 0..500 without.';

CREATE FUNCTION yc.check_code(_value text, _argument text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN _value !~ '^[A-Za-z0-9_-]{1,40}$' THEN 'E_CODE_FORM'
        WHEN _argument IS NOT NULL AND _value <> ALL (string_to_array(_argument, ',')) THEN 'E_CODE_UNKNOWN'
    END
$$;
COMMENT ON FUNCTION yc.check_code(text, text) IS 'A code; one of the argument''s, separated by commas, where there is an argument.';

-- --- figures and days

CREATE FUNCTION yc.check_int(_value text, _argument text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN bounds IS NULL THEN 'E_CHECK_ARGUMENT'
        WHEN _value !~ '^(0|-?[1-9][0-9]{0,17})$' THEN 'E_INT_FORM'
        WHEN _value::bigint NOT BETWEEN bounds[1] AND bounds[2] THEN 'E_INT_RANGE'
    END
    FROM yc.check_bounds(_argument, 0, 999999999) bounds
$$;
COMMENT ON FUNCTION yc.check_int(text, text) IS 'A whole number; the argument bounds it, 0..999999999 without.';

CREATE FUNCTION yc.check_amount(_value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN _value !~ '^(0|[1-9][0-9]*)$' THEN 'E_AMOUNT_FORM'
        WHEN char_length(_value) > 11 THEN 'E_AMOUNT_RANGE'
    END
$$;
COMMENT ON FUNCTION yc.check_amount(text) IS 'Fen, 0..99999999999.';

CREATE FUNCTION yc.check_day(_value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN _value !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN 'E_DATE_FORM'
        WHEN NOT yc.date_exists(left(_value, 4)::int, substr(_value, 6, 2)::int, right(_value, 2)::int) THEN 'E_DATE_NONE'
        WHEN left(_value, 4)::int < 1900 THEN 'E_DATE_EARLY'
    END
$$;
COMMENT ON FUNCTION yc.check_day(text) IS 'YYYY-MM-DD, a day that exists, not before 1900.';

CREATE FUNCTION yc.check_date(_value text, _argument text, _today date) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN bounds IS NULL OR bounds[1] < 0 OR bounds[2] > 36525 THEN 'E_CHECK_ARGUMENT'
        ELSE coalesce(yc.check_day(_value), CASE WHEN _value::date - _today > bounds[2] THEN 'E_DATE_LATE' END)
    END
    FROM yc.check_bounds(_argument, 0, 36525) bounds
$$;
COMMENT ON FUNCTION yc.check_date(text, text, date) IS
    'A day up to so many days after today as the argument says, 36525 (a hundred years) without.';

-- --- all of them by name

CREATE FUNCTION yc.check_region(_value text, _digits int, _code text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN _value !~ '^[0-9]+$' OR char_length(_value) <> _digits THEN _code
        WHEN NOT EXISTS (SELECT FROM yc.region r WHERE r.code = left(_value, 6)) THEN 'E_REGION_UNKNOWN'
    END
$$;
COMMENT ON FUNCTION yc.check_region(text, int, text) IS
    'So many digits (else the code), the first six a region of the table (else E_REGION_UNKNOWN).';

CREATE FUNCTION yc.check_id_any(_value text, _id_type text, _today date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE coalesce(_id_type, '')
        WHEN '01' THEN yc.check_citizen(_value, _today)
        WHEN '02' THEN yc.check_citizen(_value, _today)
        WHEN '03' THEN yc.check_residence(_value, _today, '{810000,820000}')
        WHEN '04' THEN yc.check_residence(_value, _today, '{830000}')
        WHEN '05' THEN yc.check_foreign(_value, _today)
        WHEN '06' THEN CASE WHEN _value ~ '[^A-Z0-9]' THEN 'E_PASSPORT_LETTER'
                            WHEN char_length(_value) NOT BETWEEN 5 AND 15 THEN 'E_PASSPORT_LENGTH' END
        WHEN '07' THEN CASE WHEN _value !~ '^[HM][0-9]{8}([0-9]{2})?$' THEN 'E_PERMIT_HM' END
        WHEN '08' THEN CASE WHEN _value !~ '^[0-9]{8}([0-9]{2})?$' THEN 'E_PERMIT_TW' END
        WHEN '09' THEN yc.check_ssnum(_value, _today)
        WHEN '10' THEN yc.check_ssnum(_value, _today)
        WHEN '11' THEN yc.check_text(_value, '1..50')
        WHEN '12' THEN CASE WHEN _value !~ '^[A-Z][0-9]{9}$' THEN 'E_BIRTH_CERTIFICATE' END
        WHEN '99' THEN yc.check_text(_value, '1..50')
        ELSE 'E_ID_TYPE'
    END
$$;
COMMENT ON FUNCTION yc.check_id_any(text, text, date) IS
    'The number of a document by its kind (code list id_type); E_ID_TYPE without a kind, or for one that is none.';

CREATE FUNCTION yc.check_value(_check_name text, _value text, _argument text, _today date) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF _value IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN CASE _check_name
        WHEN 'amount' THEN yc.check_amount(_value)
        WHEN 'case_number' THEN yc.check_case_number(_value)
        WHEN 'code' THEN yc.check_code(_value, _argument)
        WHEN 'date' THEN yc.check_date(_value, _argument, _today)
        WHEN 'date_future' THEN coalesce(yc.check_day(_value), CASE WHEN _value::date < _today THEN 'E_DATE_PAST' END)
        WHEN 'date_past' THEN coalesce(yc.check_day(_value), CASE WHEN _value::date > _today THEN 'E_DATE_FUTURE' END)
        WHEN 'email' THEN yc.check_email(_value)
        WHEN 'id18' THEN yc.check_id18(_value, _today)
        WHEN 'id_any' THEN yc.check_id_any(_value, _argument, _today)
        WHEN 'int' THEN yc.check_int(_value, _argument)
        WHEN 'luhn' THEN yc.check_luhn(_value)
        WHEN 'mobile' THEN yc.check_mobile(_value)
        WHEN 'name_any' THEN yc.check_name_any(_value)
        WHEN 'name_cn' THEN yc.check_name_cn(_value)
        WHEN 'person_no' THEN CASE WHEN _value !~ '^[0-9]{4,20}$' THEN 'E_PERSON_NO' END
        WHEN 'phone' THEN CASE WHEN _value !~ '^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?)$' THEN 'E_PHONE' END
        WHEN 'postcode' THEN CASE WHEN _value !~ '^[0-9]{6}$' THEN 'E_POSTCODE' END
        WHEN 'region12' THEN yc.check_region(_value, 12, 'E_REGION12')
        WHEN 'region6' THEN yc.check_region(_value, 6, 'E_REGION6')
        WHEN 'sscard' THEN CASE WHEN _value !~ '^[A-Z0-9]{9}$' THEN 'E_SSCARD' END
        WHEN 'ssnum' THEN yc.check_ssnum(_value, _today)
        WHEN 'text' THEN yc.check_text(_value, _argument)
        WHEN 'unit_no' THEN CASE WHEN _value !~ '^[A-Z0-9]{4,20}$' THEN 'E_UNIT_NO' END
        WHEN 'uscc' THEN yc.check_uscc(_value)
        WHEN 'ym' THEN yc.check_month(_value, _today)
        ELSE 'E_CHECK_UNKNOWN'
    END;
END $$;
COMMENT ON FUNCTION yc.check_value(text, text, text, date) IS
    'Judges a kept value by a named check: NULL is good, W_... may stand if somebody says so, E_... is refused. A NULL value is good: whether it must be there is asked elsewhere. The argument: id_type for id_any, LEAST..MOST for int and text, days after today for date, codes for code. The twin of check_run() in C.';

-- --- masks

CREATE FUNCTION yc.mask_ends(_value text, _first int, _last int) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE WHEN _first + _last >= length
        THEN left(_value, 1) || repeat('*', length - 1)
        ELSE left(_value, _first) || repeat('*', length - _first - _last) || right(_value, _last)
    END
    FROM char_length(_value) length
$$;
COMMENT ON FUNCTION yc.mask_ends(text, int, int) IS
    'All but the first and last so many characters as stars; of one that is too short, all but the first.';

CREATE FUNCTION yc.mask(_kind text, _value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE
        WHEN _value = '' THEN ''
        WHEN _kind IN ('id18', 'id_any', 'ssnum', 'sscard', 'unit_no', 'person_no') THEN
            CASE WHEN char_length(_value) >= 15 THEN yc.mask_ends(_value, 6, 4) ELSE yc.mask_ends(_value, 1, 2) END
        WHEN _kind IN ('mobile', 'phone') THEN
            yc.mask_ends(_value, CASE WHEN char_length(_value) >= 11 THEN 3 ELSE 0 END, 4)
        WHEN _kind = 'luhn' THEN
            '****' || CASE WHEN octet_length(_value) >= 8 AND char_length(_value) = octet_length(_value) THEN right(_value, 4) ELSE '' END
        WHEN _kind IN ('name_cn', 'name_any') THEN
            yc.mask_ends(_value, 1, CASE WHEN char_length(_value) > 2 THEN 1 ELSE 0 END)
        WHEN _kind = 'email' THEN
            CASE WHEN strpos(_value, '@') > 1 THEN left(_value, 1) ELSE '' END || '***'
            || CASE WHEN strpos(_value, '@') > 0 THEN substr(_value, strpos(_value, '@')) ELSE '' END
        ELSE '****'
    END
$$;
COMMENT ON FUNCTION yc.mask(text, text) IS
    'What is shown of a personal value by default. The kind is the name of its check; all of it is hidden for a kind without a rule. The twin of mask_append() in C.';
