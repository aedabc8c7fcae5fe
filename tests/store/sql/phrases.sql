-- Phrases of a hall: a supervisor keeps them, whoever works there is offered them, and nobody else.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
INSERT INTO yc.hall VALUES (210600, 2, '第二大厅', 'Second hall'), (210700, 1, '邻市大厅', 'Hall of the next city');
CREATE FUNCTION pg_temp.keep(_who text, _hall int, _kind text, _words text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT desk.phrase_keep(210600, %s::smallint, %L, %L)', _hall, _kind, _words))
$$;
CREATE FUNCTION pg_temp.list(_who text, _hall int, _kind text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format($q$SELECT string_agg(words, ' ' ORDER BY n) FROM desk.phrase_list(210600, %s::smallint, %L) WITH ORDINALITY AS p(words, n)$q$, _hall, _kind))
$$;

SELECT is(pg_temp.list('wangfang', 1, 'note'), NULL, 'a hall begins without');
SELECT pg_temp.keep('zhaomin', hall, kind, words) FROM (VALUES (1, 'note', '请补签'), (1, 'note', '请补签'), (1, 'note', '请补齐'), (1, 'park', '等人'), (2, 'note', '请补签'), (2, 'note', '请复印')) p(hall, kind, words) \g /dev/null
SELECT is(pg_temp.list('wangfang', 1, 'note'), '请补签 请补齐', 'a clerk of the hall is offered them, each once, in the order in which they came');
SELECT is(pg_temp.list('wangfang', 1, 'park'), '等人', 'by the field that they are for');
SELECT pg_temp.keep('zhaomin', 1, 'lines', '要求核定工伤') \g /dev/null
SELECT is(pg_temp.list('wangfang', 1, 'lines'), '要求核定工伤', 'also those for fields of several lines');
SELECT pg_temp.keep('zhaomin', 1, 'lines', '要求核定工伤'), test.as('zhaomin', $$SELECT desk.phrase_drop(210600, 1::smallint, 'lines', '要求核定工伤')$$) \g /dev/null
SELECT is(pg_temp.list('zhouqian', 1, 'note'), '请补签 请补齐 请复印', 'an approver, who has no hall, those of the region');
SELECT is(pg_temp.list('zhaomin', 2, 'note'), '请补签 请复印', 'a supervisor those of the hall they look at');
SELECT is((SELECT count(*) FROM yc.hall_phrase), 5::bigint, 'kept twice is kept once');
SELECT is(test.as('wangfang', $$SELECT count(*) FROM desk.phrase_list(210700, 1::smallint, 'note')$$), '0', 'nothing of another region');

SELECT test.as('guoyan', $$SELECT desk.phrase_drop(210600, 1::smallint, 'note', '请补签')$$) \g /dev/null
SELECT test.as('guoyan', $$SELECT desk.phrase_drop(210600, 1::smallint, 'note', '请补签')$$) \g /dev/null
SELECT is(pg_temp.list('wangfang', 1, 'note') || ', ' || pg_temp.list('zhaomin', 2, 'note'), '请补齐, 请补签 请复印', 'another supervisor takes one away, in that hall alone, twice does no harm');

-- --- who may not, and what is none
SELECT test.refused(who, call, 'E_RIGHT_MISSING', who || ' is no supervisor here: ' || call) FROM unnest(ARRAY['wangfang', 'liuyang']) who,
    unnest(ARRAY[$$SELECT desk.phrase_keep(210600, 1::smallint, 'note', '请补签')$$, $$SELECT desk.phrase_drop(210600, 1::smallint, 'note', '请补齐')$$]) call;
SELECT test.refused('zhaomin', $$SELECT desk.phrase_keep(210700, 1::smallint, 'note', '请补签')$$, 'E_RIGHT_MISSING', 'nor is a supervisor elsewhere');
SELECT test.refused('zhaomin', format('SELECT desk.phrase_keep(210600, %s::smallint, %L, %L)', hall, kind, words), code, note) FROM (VALUES
    ('3', 'note', '请补签', 'E_HALL_UNKNOWN', 'no such hall'), ('NULL', 'note', '请补签', 'E_HALL_UNKNOWN', 'no hall'), ('1', 'other', '请补签', 'E_SETTING_NAME', 'no such field'),
    ('1', NULL, '请补签', 'E_SETTING_NAME', 'no field'), ('1', 'note', '  ', 'E_SETTING_VALUE', 'blanks'), ('1', 'note', NULL, 'E_SETTING_VALUE', 'no words'),
    ('1', 'note', E'two\nlines', 'E_SETTING_VALUE', 'two lines'), ('1', 'note', E'left\u202Eright', 'E_SETTING_VALUE', 'a direction mark'),
    ('1', 'note', repeat('长', 201), 'E_SETTING_VALUE', '201 characters')) p(hall, kind, words, code, note);
SELECT test.refused('zhaomin', 'SELECT * FROM yc.hall_phrase', '42501', 'there is no way to the table');

SELECT count(pg_temp.keep('zhaomin', 1, 'undo', 'phrase ' || n)) FROM generate_series(1, 30) n \g /dev/null
SELECT test.refused('zhaomin', $$SELECT desk.phrase_keep(210600, 1::smallint, 'undo', 'one more')$$, 'E_PHRASE_MANY', 'thirty are enough');
SELECT lives_ok($$SELECT pg_temp.keep('zhaomin', 1, 'undo', 'phrase 7')$$, 'one that is there can be sent again');
SELECT * FROM finish();
