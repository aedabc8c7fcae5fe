-- The read log, asked: by whom, of whom, why, when; pages both ways; that it was asked stands in it; who may.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.reads(_who text, _rest text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT string_agg(concat_ws('' '', who, function, name, purpose), '', '') FROM (SELECT * FROM desk.read_log_search(210600, %s)) r', _rest))
$$;
CREATE FUNCTION pg_temp.page(_at text, _id text, _newer boolean) RETURNS text LANGUAGE sql AS $$
    SELECT test.as('chenjing', format('SELECT concat_ws(''|'', count(*), to_char(max(at) AT TIME ZONE ''Asia/Shanghai'', ''HH24:MI''), to_char(min(at) AT TIME ZONE ''Asia/Shanghai'', ''HH24:MI''), (array_agg(id ORDER BY at DESC, id DESC))[1], (array_agg(id ORDER BY at, id))[1], max(at), min(at))
        FROM desk.read_log_search(210600, ''hejun'', NULL, NULL, NULL, NULL, %L, %L, %L)', _at, _id, _newer))
$$;
SELECT test.visit('wangfang', test.id_no(1)) \g /dev/null
SELECT test.visit('hejun', test.id_no(2), '林大山') \g /dev/null
SELECT test.id_no(1) AS one, right(test.id_no(1), 4) AS tail \gset
SELECT is(pg_temp.reads('chenjing', format('NULL, %L, NULL, NULL, NULL, NULL, NULL, false', :'one')), '王芳 visit_begin 郭*兰 visit ' || (SELECT max(v.id) FROM yc.visit v JOIN yc.person p ON p.id = v.person_id WHERE p.id_no = :'one'), 'by a person''s whole number: who, why, the name masked')
FROM (SELECT 1) x WHERE (SELECT count(*) FROM yc.person) = 2;
SELECT ok(pg_temp.reads('zhaomin', format('NULL, %L, NULL, NULL, NULL, NULL, NULL, false', :'tail')) ~ '王芳 visit_begin', 'or by its last four');
SELECT ok(pg_temp.reads('zhaomin', '''hejun'', NULL, NULL, NULL, NULL, NULL, NULL, false') ~ '^何军 visit_begin 林\*山', 'by the login of who looked');
SELECT is(pg_temp.reads('zhaomin', '''何军'', NULL, NULL, NULL, NULL, NULL, NULL, false'), pg_temp.reads('zhaomin', '''He Jun'', NULL, NULL, NULL, NULL, NULL, NULL, false'), 'or by the name, in either language');
SELECT ok(pg_temp.reads('zhaomin', 'NULL, NULL, ''VISIT'', NULL, NULL, NULL, NULL, false') ~ 'visit_begin', 'by a part of the purpose');
SELECT is(pg_temp.reads('zhaomin', 'NULL, NULL, ''nothing of the kind'', NULL, NULL, NULL, NULL, false'), NULL, 'which is compared');
SELECT ok(pg_temp.reads('zhaomin', 'NULL, NULL, NULL, ''2026-03-02'', ''2026-03-02'', NULL, NULL, false') ~ 'visit_begin', 'by the day');
SELECT is(pg_temp.reads('zhaomin', 'NULL, NULL, NULL, ''2026-03-03'', NULL, NULL, NULL, false'), NULL, 'not of another');
SELECT is(pg_temp.reads('zhaomin', 'NULL, NULL, NULL, NULL, ''2026-03-01'', NULL, NULL, false'), NULL, 'nor before');
SELECT ok((SELECT count(*) FROM yc.read_log l JOIN yc.staff s ON s.id = l.staff_id WHERE s.login = 'zhaomin' AND l.function = 'read_log_search') >= 9, 'each search is noted itself');
SELECT is((SELECT p.id_no FROM yc.read_log l JOIN yc.staff s ON s.id = l.staff_id JOIN yc.person p ON p.region = l.region AND p.id = l.person_id WHERE s.login = 'chenjing'), :'one', 'with whom it was for');
SELECT is((SELECT count(*) FROM yc.read_log WHERE what || purpose ~ :'one'), 0::bigint, 'never with what was typed');

-- --- pages, both ways, through rows of one moment
DELETE FROM yc.read_log;
INSERT INTO yc.read_log (region, at, staff_id, function, what, purpose)
SELECT 210600, timestamptz '2026-03-01 10:00+08' + make_interval(mins => n / 3), s.id, 'find', 'x', 'find' FROM yc.staff s, generate_series(0, 119) n WHERE s.login = 'hejun';
SELECT split_part(p, '|', 4) AS first_id, split_part(p, '|', 5) AS last_id, split_part(p, '|', 6) AS first_at, split_part(p, '|', 7) AS last_at, p AS one FROM pg_temp.page(NULL, NULL, false) p \gset
SELECT is(left(:'one', 14), '50|10:39|10:23', 'the newest fifty');
SELECT split_part(p, '|', 4) AS first_id2, split_part(p, '|', 5) AS last_id2, split_part(p, '|', 6) AS first_at2, split_part(p, '|', 7) AS last_at2, p AS two FROM pg_temp.page(:'last_at', :'last_id', false) p \gset
SELECT is(left(:'two', 14), '50|10:23|10:06', 'the fifty behind them');
SELECT is(left(pg_temp.page(:'last_at2', :'last_id2', false), 14), '20|10:06|10:00', 'the rest');
SELECT is(pg_temp.page(:'first_at2', :'first_id2', true), :'one', 'and the way back is the same');
SELECT is(left(pg_temp.page(:'first_at', :'first_id', true), 1), '0', 'to the newest');
SELECT is((SELECT count(*) FROM yc.read_log WHERE function = 'find'), 120::bigint, 'nothing was lost on the way');

-- --- who may
SELECT test.refused(who, 'SELECT * FROM desk.read_log_search(210600, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false)', 'E_RIGHT_MISSING', who || ' may not') FROM unnest(ARRAY['wangfang', 'liuyang', 'sunwei', 'nobody_yet']) who;
SELECT test.refused(who, 'SELECT * FROM desk.read_log_search(210601, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false)', 'E_RIGHT_MISSING', who || ' may not of another region') FROM unnest(ARRAY['zhaomin', 'chenjing']) who;
SELECT test.refused('zhaomin', format('SELECT * FROM desk.read_log_search(210600, NULL, %L, NULL, NULL, NULL, NULL, NULL, false)', typed), 'E_READS_PERSON', 'nobody guesses by ' || typed) FROM unnest(ARRAY['046', '郭晓兰', '%', 'abcd']) typed;
SELECT is(pg_temp.reads('zhaomin', format('NULL, %L, NULL, NULL, NULL, NULL, NULL, false', right(test.id_no(1), 5))), NULL, 'five of the last are neither four nor all');
SELECT test.refused('zhaomin', 'SELECT * FROM desk.read_log_search(210600, ''nobody'', NULL, NULL, NULL, NULL, NULL, NULL, false)', 'E_STAFF_UNKNOWN', 'who is not there did not look');
SELECT * FROM finish();
