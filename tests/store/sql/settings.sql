-- A person's own settings: theirs alone, bounded, and of no use for smuggling anything.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.put(_who text, _name text, _value text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT desk.setting_set(%L, %L)', _name, _value))
$$;
CREATE FUNCTION pg_temp.list(_who text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, $q$SELECT string_agg(name || '=' || value, ' ' ORDER BY n) FROM desk.setting_list() WITH ORDINALITY AS s(name, value, n)$q$)
$$;

SELECT is(pg_temp.list(who), NULL, who || ' begins without settings') FROM unnest(ARRAY['wangfang', 'liuyang']) who;
SELECT count(pg_temp.put('wangfang', name, value)) FROM (VALUES
    ('key:everywhere:Ctrl-G', 'find'), ('key:everywhere:Ctrl-G', 'find'), ('key:counter:F7', 'scan'), ('key:review:Keypad--', 'field-exit'),
    ('phrase:note:1', '承诺书未写日期,请补签'), ('keymap', 'block'), ('language', 'en'), ('language', 'zh'), ('colours', 'none')) s(name, value) \g /dev/null
SELECT is(pg_temp.list('wangfang'), 'colours=none key:counter:F7=scan key:everywhere:Ctrl-G=find key:review:Keypad--=field-exit keymap=block language=zh phrase:note:1=承诺书未写日期,请补签',
          'all of it comes back, each once, sent twice or not');
SELECT count(pg_temp.put('wangfang', name, NULL)) FROM unnest(ARRAY['keymap', 'keymap', 'colours', 'key:review:Keypad--', 'nothing of that name']) name \g /dev/null
SELECT is(pg_temp.list('wangfang'), 'key:counter:F7=scan key:everywhere:Ctrl-G=find language=zh phrase:note:1=承诺书未写日期,请补签', 'taken away, twice does no harm');

-- --- other people's
SELECT is(pg_temp.list('hejun'), NULL, 'a colleague sees none of it');
SELECT pg_temp.put('hejun', 'language', 'en') \g /dev/null
SELECT pg_temp.put('hejun', 'key:everywhere:Ctrl-G', NULL) \g /dev/null
SELECT is(pg_temp.list('hejun') || ' ' || pg_temp.list('wangfang'), 'language=en key:counter:F7=scan key:everywhere:Ctrl-G=find language=zh phrase:note:1=承诺书未写日期,请补签',
          'what a colleague sets or takes away is their own');
SELECT test.refused('liuyang', sql, '42501', 'nor has a supervisor a way to the table: ' || sql) FROM unnest(ARRAY['SELECT * FROM yc.staff_setting',
    'DELETE FROM yc.staff_setting', $$SELECT yc.setting_refusal('a', 'b')$$, $$INSERT INTO yc.staff_setting SELECT 1, 'language', 'en', now()$$]) sql;

-- --- what is no setting
SELECT test.refused('wangfang', format('SELECT desk.setting_set(%L, %L)', name, 'find'), 'E_SETTING_NAME', 'no such name: ' || note)
FROM (VALUES ('', 'empty'), (NULL, 'none'), ('password', 'another word'), ('key:everywhere:a', 'a key that prints'), ('key:everywhere:Enter', 'Enter'),
             ('key:everywhere:Esc', 'Esc'), ('key:everywhere:Tab', 'Tab'), ('key:everywhere:Ctrl-C', 'Ctrl-C'), ('key:everywhere:Ctrl-\', 'Ctrl-\'),
             ('key:nowhere:F5', 'no such desk'), ('key:everywhere:F25', 'no such key'), ('key:everywhere:F05', 'a key of many spellings'), ('phrase:note:0', 'phrase nought'), ('phrase:note:40', 'phrase 40'),
             ('phrase:other:1', 'no such field'), ('phrase:line:1', 'no such field either'), (E'language\n', 'a line feed behind'), (E'x\nlanguage', 'a line before'), (E'key:everywhere:F5\u202E', 'an invisible character'),
             (E'key:everywhere:Alt-\u001b', 'an escape'), (repeat('x', 10000), 'ten thousand characters')) AS bad(name, note);
SELECT test.refused('wangfang', format('SELECT desk.setting_set(%L, %L)', name, value), 'E_SETTING_VALUE', name || ': no ' || note)
FROM (VALUES ('language', 'fr', 'French'), ('language', '', 'empty one'), ('borders', 'double', 'double lines'), ('colours', 'pink', 'pink'),
             ('keymap', '../default', 'path'), ('keymap', repeat('k', 41), 'long name'), ('key:everywhere:F5', 'FIND', 'capitals'),
             ('key:everywhere:F5', E'find\x1b[2J', 'escape sequence'), ('key:everywhere:F5', E'find\n', 'line feed'), ('phrase:note:1', '', 'empty phrase'), ('phrase:note:1', '   ', 'blanks'),
             ('phrase:note:1', E'two\nlines', 'two lines'), ('phrase:note:1', E'bell\u0007', 'control character'),
             ('phrase:note:1', E'left\u202Eright', 'direction mark'), ('phrase:note:1', repeat('长', 201), '201 characters')) AS bad(name, value, note);
SELECT is(pg_temp.list('wangfang'), 'key:counter:F7=scan key:everywhere:Ctrl-G=find language=zh phrase:note:1=承诺书未写日期,请补签', 'a refusal leaves what was there');

-- --- how many
SELECT count(pg_temp.put('zhouqian', format('key:%s:Alt-%s', section, chr(n)), 'find')) FROM unnest(ARRAY['everywhere', 'counter', 'review', 'supervisor']) section, generate_series(33, 107) n \g /dev/null
SELECT test.refused('zhouqian', $$SELECT desk.setting_set('keymap', 'block')$$, 'E_SETTING_MANY', 'three hundred are enough');
SELECT lives_ok($$SELECT pg_temp.put('zhouqian', 'key:review:Alt-!', 'why')$$, 'one of them can still be changed');
SELECT is((SELECT count(*) FROM yc.staff_setting s JOIN yc.staff t ON t.id = s.staff_id WHERE t.login = 'zhouqian' AND s.value = 'why'), 1::bigint, 'and was');
SELECT * FROM finish();
