-- Several codes in one field against tests/vectors/codes.tsv, the file that C is held to as well, and what the desk tells of them and of a time.
-- Needs :vectors, the absolute path of tests/vectors. Everything is undone at the end.
BEGIN;
SELECT plan(10);

\set codes `cat :'vectors'/codes.tsv`
CREATE TEMPORARY TABLE vector AS
SELECT line, string_to_array(text, E'\t') AS c FROM regexp_split_to_table(:'codes', E'\n') WITH ORDINALITY AS lines(text, line) WHERE text <> '' AND text NOT LIKE '#%';
SELECT yc.definition_load('codes', 'vector', '{"codes": "vector", "values": {"02": {"zh": "失业保险", "en": "Unemployment"}, "01": {"zh": "职工养老", "en": "Pension"},
    "03": {"zh": "工伤保险", "en": "Injury"}, "A-1": {"zh": "生育", "en": "Maternity"}, "04": {"zh": "大病", "en": "Illness", "closed": true}}}') \g /dev/null
\set regions `cat :'vectors'/regions.tsv`
CREATE TEMPORARY TABLE regions AS SELECT :'regions'::text AS text;
CREATE TEMPORARY TABLE one AS
SELECT '{"key": "own", "type": "codes", "codes": "vector"}'::jsonb AS field, jsonb_build_object('codes:vector', d.id) AS pins FROM yc.definition d WHERE d.code = 'vector';

SELECT cmp_ok((SELECT count(*) FROM vector), '>', 20::bigint, 'the vectors of several codes are there');
SELECT is_empty($$
    SELECT line, c[1], given, c[2] AS meant FROM vector, one, coalesce(yc.value_fault(field, jsonb_build_object('own', c[1]), pins), 'ok') given
    WHERE given IS DISTINCT FROM c[2]
$$, 'several codes are judged as in C');
SELECT is_empty($$
    SELECT line, c[1], zh, c[3] AS meant FROM vector, one, yc.code_words(field, c[1], pins) WHERE coalesce(zh, '-') IS DISTINCT FROM c[3]
$$, 'and named as in C');
SELECT is((SELECT en FROM one, yc.code_words(field, '02,01', pins)), 'Unemployment, Pension', 'in English too');
SELECT is_empty($$
    SELECT split_part(l, E'\t', 1), w.zh, split_part(l, E'\t', 2) AS meant FROM regions, regexp_split_to_table(text, E'\n') l
    LEFT JOIN LATERAL yc.code_words('{"type": "region"}', split_part(l, E'\t', 1), '{}') w ON true
    WHERE l <> '' AND l NOT LIKE '#%' AND w.zh IS DISTINCT FROM split_part(l, E'\t', 2)
$$, 'a region is called with its city, as in C');
SELECT is((SELECT zh FROM one, yc.code_words(field || '{"type": "code"}', '01', pins)), '职工养老', 'one code is named as before');

SELECT is(yc.difference_class('time', '2026-03-02 14:30', '2026-03-04 09:00'), 'days3', 'two times are as far apart as their days');
SELECT is(yc.difference_class('time', '2026-03-02 14:30', '2026-03-02 09:00'), 'other', 'but two times of one day are simply others');
SELECT is(yc.value_fault('{"key": "own", "type": "time"}', '{"own": "2026-03-02"}', '{}'), 'E_TIME_MISSING', 'a time is one, whether a check is named or not');
SELECT is(yc.values_apart('{"fields": [{"key": "a", "type": "codes"}, {"key": "b", "type": "text"}, {"key": "c", "type": "codes"}]}', '{"a": "01,03", "b": "x,y"}'),
    '{"a": ["01", "03"], "b": "x,y"}', 'only the codes of a field of several are looked at one by one');

SELECT * FROM finish();
ROLLBACK;
