-- The checks, masks and the clock in SQL against tests/vectors, the files that C is held to as well.
-- Needs :vectors, the absolute path of tests/vectors. Everything is undone at the end.
BEGIN;
SELECT plan(35);

INSERT INTO yc.region VALUES ('110105', '朝阳区', 'Chaoyang'), ('210602', '元宝区', 'Yuanbao'), ('442000', '中山市', 'Zhongshan')
ON CONFLICT DO NOTHING;
DELETE FROM yc.region WHERE code IN ('120199', '000000');

\set checks `cat :'vectors'/checks.tsv`
\set clock `cat :'vectors'/clock.tsv`
\set steps `cat :'vectors'/clock_steps.tsv`
\set masks `cat :'vectors'/mask.tsv`
\set slips `cat :'vectors'/slip.tsv`
\set differ `cat :'vectors'/differs.tsv`
\set rules `cat :'vectors'/rules.tsv`
\set conditions `cat :'vectors'/conditions.tsv`
\set kept `cat :'vectors'/lines.tsv`

CREATE TEMPORARY TABLE vector AS
SELECT file, line, string_to_array(text, E'\t') AS c
FROM (VALUES ('checks', :'checks'), ('clock', :'clock'), ('steps', :'steps'), ('masks', :'masks'), ('slips', :'slips'), ('differ', :'differ'),
             ('rules', :'rules'), ('conditions', :'conditions'), ('kept', :'kept')) files(file, content),
     LATERAL regexp_split_to_table(content, E'\n') WITH ORDINALITY AS lines(text, line)
WHERE text <> '' AND text NOT LIKE '#%';

SELECT cmp_ok((SELECT count(*) FROM vector WHERE file = 'checks'), '>', 450::bigint, 'the vectors of the checks are there');
SELECT cmp_ok((SELECT count(*) FROM vector WHERE file = 'clock'), '>', 140::bigint, 'the vectors of the clock are there');

SELECT is_empty($$
    SELECT line, c[1], c[2], c[3], given, c[4] AS meant
    FROM vector, coalesce(yc.check_value(c[1], unistr(c[3]), nullif(c[2], '-'), '2026-03-02'), 'ok') given
    WHERE file = 'checks' AND given IS DISTINCT FROM c[4]
$$, 'each check answers as in C');

SELECT cmp_ok((SELECT count(*) FROM vector WHERE file = 'kept'), '>', 15::bigint, 'the vectors of several lines are there');
SELECT is_empty($$
    SELECT line, c[1], c[3], given, c[4] AS meant
    FROM vector, coalesce(yc.value_fault(jsonb_build_object('key', 'own', 'type', 'lines', 'most', c[1]::int), jsonb_build_object('own', unistr(c[3])), '{}'), 'ok') given
    WHERE file = 'kept' AND given IS DISTINCT FROM c[4]
$$, 'what is kept of several lines is judged as in C');
SELECT is(yc.check_value('lines', repeat('字', 2001), NULL, '2026-03-02'), 'E_TEXT_LONG', '... 2000 characters at the most, whatever the definition says');

SELECT is_empty($$
    SELECT line, c[1], c[2], given, c[3] AS meant FROM vector, yc.mask(c[1], c[2]) given WHERE file = 'masks' AND given IS DISTINCT FROM c[3]
$$, 'each mask shows as in C');

SELECT is_empty($$
    SELECT line, c[1], given, c[2] AS meant FROM vector, coalesce(yc.slip_fault(unistr(c[1])), 'valid') given
    WHERE file = 'slips' AND (given = 'valid') IS DISTINCT FROM (c[2] = 'valid')
$$, 'each slip is judged as in C');
SELECT cmp_ok((SELECT count(*) FROM vector WHERE file = 'slips'), '>', 55::bigint, 'the vectors of the slips are there');

SELECT cmp_ok((SELECT count(*) FROM vector WHERE file = 'differ'), '>', 10::bigint, 'the vectors of fields that differ are there');
SELECT is_empty($$
    SELECT line, c[3], c[4], given, c[5] AS meant FROM vector, coalesce(yc.field_fault(jsonb_strip_nulls(jsonb_build_object(
            'key', 'own', 'differs', 'other', 'check', nullif(c[1], '-'), 'check_with', CASE WHEN c[1] <> '-' THEN 'type' END)),
        jsonb_build_object('type', nullif(c[2], '-'), 'other', c[3], 'own', c[4]), '{}'), 'ok') given
    WHERE file = 'differ' AND given IS DISTINCT FROM c[5]
$$, 'a field that must differ from another one is judged as in C');

CREATE FUNCTION pg_temp.rule(c text[]) RETURNS text LANGUAGE sql AS $$
    SELECT yc.field_fault(jsonb_build_object('key', 'own', 'optional', true) || CASE
            WHEN c[1] = 'before' THEN '{"not_before": "part1"}'
            WHEN c[1] LIKE 'age %' THEN jsonb_build_object('age', jsonb_strip_nulls(jsonb_build_object('from', 'part1',
                'least', nullif(split_part(substr(c[1], 5), '-', 1), '')::int, 'most', nullif(split_part(substr(c[1], 5), '-', 2), '')::int)))
            ELSE jsonb_build_object('sum', (SELECT jsonb_agg('part' || n ORDER BY n) FROM generate_series(1, cardinality(p.parts)) n)) END,
        jsonb_build_object('own', c[3]) || coalesce((SELECT jsonb_object_agg('part' || n, v) FROM unnest(p.parts) WITH ORDINALITY u(v, n) WHERE v <> ''), '{}'), '{}')
    FROM (SELECT CASE WHEN c[2] = '' THEN '{""}' ELSE string_to_array(c[2], ',') END AS parts) p
$$;
SELECT cmp_ok((SELECT count(*) FROM vector WHERE file = 'rules'), '>', 35::bigint, 'the vectors of rules between fields are there');
SELECT is_empty($$
    SELECT line, c[1], c[2], c[3], given, c[4] AS meant FROM vector, coalesce(pg_temp.rule(c), 'ok') given WHERE file = 'rules' AND given IS DISTINCT FROM c[4]
$$, 'what a value owes those of other fields is judged as in C');

INSERT INTO yc.definition (kind, code, version, body, content, pins, hash, valid_from, loaded_at) -- the list of codes.tsv, as far as conditions ask it
SELECT 'codes', 'vector', 1, b, b::jsonb, '{}', sha256(b::bytea), '2026-01-01', yc.now()
FROM (VALUES ('{"values": {"02": {}, "01": {}, "03": {}, "A-1": {}, "04": {"closed": true}}}')) list(b);
CREATE FUNCTION pg_temp.condition(_test text) RETURNS jsonb LANGUAGE sql AS $$
    SELECT CASE split_part(_test, ' ', 1)
        WHEN 'not' THEN jsonb_build_object('not', pg_temp.condition(substr(_test, 5)))
        WHEN 'any' THEN jsonb_build_object('any', jsonb_build_array(pg_temp.condition(substr(_test, 5))))
        WHEN 'all' THEN jsonb_build_object('all', jsonb_build_array(pg_temp.condition(substr(_test, 5))))
        WHEN 'filled' THEN '{"field": "value", "filled": true}'
        ELSE jsonb_build_object('field', 'value', split_part(_test, ' ', 1), to_jsonb(string_to_array(split_part(_test, ' ', 2), ','))) END
$$;
CREATE FUNCTION pg_temp.shown(c text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    _content jsonb := jsonb_strip_nulls(jsonb_build_object('fields', jsonb_build_array('{"key": "type"}'::jsonb,
        jsonb_build_object('key', 'value', 'type', CASE c[1] WHEN 'codes' THEN 'codes' END, 'codes', CASE c[1] WHEN 'codes' THEN 'vector' END,
            'check', CASE WHEN c[1] NOT IN ('-', 'codes') THEN c[1] END, 'check_with', CASE WHEN c[1] NOT IN ('int', '-', 'codes') THEN 'type' END,
            'most', CASE WHEN c[1] = 'int' THEN c[2]::int END),
        jsonb_build_object('key', 'then', 'show', pg_temp.condition(c[4])))));
    _values jsonb := jsonb_strip_nulls(jsonb_build_object('type', CASE WHEN c[1] <> 'int' THEN nullif(c[2], '-') END, 'value', nullif(c[3], '')));
    _pins   jsonb := jsonb_build_object('codes:vector', (SELECT d.id FROM yc.definition d WHERE d.kind = 'codes' AND d.code = 'vector'));
BEGIN
    RETURN CASE WHEN yc.fields_hidden(_content, yc.values_seen(_content, _pins, _values)) = '{then}' THEN 'hidden' ELSE 'shown' END;
END $$;
SELECT cmp_ok((SELECT count(*) FROM vector WHERE file = 'conditions'), '>', 20::bigint, 'the vectors of conditions are there');
SELECT is_empty($$
    SELECT line, c[1], c[3], c[4], given, c[5] AS meant FROM vector, pg_temp.shown(c) given WHERE file = 'conditions' AND given IS DISTINCT FROM c[5]
$$, 'a field under a condition is shown as in C');

-- --- the clock

CREATE FUNCTION pg_temp.pauses(_text text) RETURNS daterange[] LANGUAGE sql AS $$
    SELECT array_agg(daterange(split_part(p, '..', 1)::date, nullif(split_part(p, '..', 2), '')::date, '[]'))
    FROM unnest(string_to_array(nullif(_text, '-'), ',')) p
$$;
CREATE FUNCTION pg_temp.due(c text[]) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN coalesce(yc.due_date(c[1]::date, c[2]::int, c[3], pg_temp.pauses(c[4]))::text, 'open');
EXCEPTION WHEN SQLSTATE 'YC001' THEN
    RETURN SQLERRM;
END $$;

SELECT is_empty($$
    SELECT line, c, given FROM vector, pg_temp.due(c) given WHERE file = 'clock' AND given IS DISTINCT FROM c[5]
$$, 'each limit ends as in C');

SELECT is_empty($$
    SELECT line, given, c[5] AS meant FROM vector, LATERAL (
        SELECT string_agg(format('%s %s..%s %s', s.kind, s.first_day, s.last_day, s.days), ', ' ORDER BY s.step)
        FROM yc.due_steps(c[1]::date, c[2]::int, c[3], pg_temp.pauses(c[4])) s) steps(given)
    WHERE file = 'steps' AND given IS DISTINCT FROM c[5]
$$, 'each limit is counted as in C, step by step');

SELECT is((SELECT array_agg(s.step ORDER BY s.step) FROM yc.due_steps('2026-04-30', 5, 'working', NULL) s), '{1,2,3,4,5}', 'steps are numbered');
SELECT is(yc.due_date('2026-03-02', 5, 'working', ARRAY[NULL, 'empty', daterange('2026-03-04', '2026-03-05', '[]')]), '2026-03-11', 'empty pauses pause nothing');
SELECT is(yc.due_date('2026-03-02', 5, 'working', ARRAY[daterange('2026-03-04', 'infinity')]), NULL, 'a pause to infinity has no end');
SELECT throws_ok($$SELECT yc.due_date('2026-12-25', 10, 'working', NULL)$$, 'YC001', 'E_CALENDAR_UNPUBLISHED', 'beyond the published years');
SELECT throws_ok($$SELECT yc.due_date('2026-03-02', 5, 'weeks', NULL)$$, 'YC001', 'E_CALENDAR_UNIT', 'an unknown unit');
SELECT throws_ok($$SELECT yc.is_working_day('2027-01-04')$$, 'YC001', 'E_CALENDAR_UNPUBLISHED', 'a day of an unpublished year');
SELECT ok(yc.is_working_day('2026-02-14') AND NOT yc.is_working_day('2026-02-16') AND NOT yc.is_working_day('2026-03-01')
          AND yc.is_working_day('2026-03-02'), 'exchanged days, holidays, Sundays, Mondays');

-- --- what numbers tell

SELECT is(yc.id_sex('210602190103121011'), '1', 'an odd digit is a man');
SELECT is(yc.id_sex('11010519491231002X'), '2', 'an even one a woman');
SELECT is(yc.id_sex('911840198506070011'), NULL, 'foreign numbers tell no sex');
SELECT is(yc.id_birth('911840198506070011'), '1985-06-07', 'but the birth');
SELECT is(yc.id_birth('210602190113121011'), NULL, 'a month that is none');
SELECT is(yc.id_birth('E12345678'), NULL, 'a passport tells nothing');

-- --- case numbers

SELECT is(yc.case_number(210600, '2026-03-02', 1, 1), '21060020260302001000015', 'a case number is made as in C');
SELECT is(yc.check_value('case_number', yc.case_number(442000, '2024-02-29', 999, 99999), NULL, '2026-03-02'), NULL, 'and checks');
SELECT throws_ok($$SELECT yc.case_number(210600, '2026-03-02', 1, 100000)$$, 'YC001', 'E_CASE_PART', 'no serial beyond 99999');
SELECT throws_ok($$SELECT yc.case_number(210600, NULL, 1, 1)$$, 'YC001', 'E_CASE_PART', 'no number without a day');

-- --- contracts

SELECT is_empty($$
    SELECT p.oid::regprocedure FROM pg_proc p
    WHERE p.pronamespace = 'yc'::regnamespace AND p.proname ~ '^(check|mask|due|id|text|name|case_check|case_number|is_working|date_exists)'
      AND obj_description(p.oid, 'pg_proc') IS NULL
$$, 'every function says what it is for');

SELECT * FROM finish();
ROLLBACK;
