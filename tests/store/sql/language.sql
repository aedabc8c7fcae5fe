-- The language of a session: names in answers and refusals follow it, nothing else does, and nothing that is kept.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
SELECT test.accepted('wangfang', test.id_no(1)) AS case \gset

-- Asks in a language: the setting is the session's, as the workstation sets it.
CREATE FUNCTION pg_temp.asked(_language text, _login text, _sql text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('yichuang.language', _language, false);
    RETURN test.as(_login, _sql);
END $$;
CREATE FUNCTION pg_temp.detail(_language text, _login text, _sql text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('yichuang.language', _language, false);
    RETURN (test.refusal(_login, _sql)).detail;
END $$;

CREATE FUNCTION pg_temp.told(_language text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.asked(_language, 'zhouqian', format('SELECT string_agg(DISTINCT actor, '' '') FROM desk.case_timeline(210600, %s)', test_case.id))
    FROM (SELECT c.id FROM yc.case_file c) test_case
$$;
SELECT is(pg_temp.told('zh'), '王芳', 'Chinese');
SELECT is(pg_temp.told('en'), 'Wang Fang', 'English');
SELECT is(pg_temp.told(''), '王芳', 'no language is Chinese');
SELECT is(pg_temp.told('en''; DROP TABLE yc.staff; --'), '王芳', 'nor is any other word more than a word');

SELECT test.as('zhouqian', test.claim(NULL, '00000000-0000-0000-0000-00000000000a')) \g /dev/null
SELECT is(pg_temp.asked('zh', 'zhouqian', 'SELECT claimed_by FROM desk.task_list(210600, NULL, NULL, NULL)'), '周倩', 'who has a task, in the queue');
SELECT is(pg_temp.asked('en', 'zhouqian', 'SELECT claimed_by FROM desk.task_list(210600, NULL, NULL, NULL)'), 'Zhou Qian', 'in English');
SELECT is(pg_temp.asked('en', 'wangfang', format('SELECT clerk FROM desk.receipt(210600, %s)', :case)), 'Wang Fang', 'the clerk of a receipt');

SELECT matches(pg_temp.detail('zh', 'wangfang', 'SELECT desk.window_take(210600, 1::smallint, 9::smallint)'), '演示大厅', 'a refusal names the hall');
SELECT matches(pg_temp.detail('en', 'wangfang', 'SELECT desk.window_take(210600, 1::smallint, 9::smallint)'), 'Demonstration hall', 'in English');
SELECT matches(pg_temp.detail('en', 'liuyang', test.claim((test.task_of(:case)).id)), 'Zhou Qian', 'a refusal names the colleague');

CREATE FUNCTION pg_temp.basis(_language text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.asked(_language, 'zhouqian', format('SELECT basis FROM desk.explain(210600, %s) WHERE clock = ''statutory'' LIMIT 1', c.id)) FROM yc.case_file c
$$;
SELECT is(pg_temp.basis('zh'), '社会保险经办条例第二十四条', 'the law of a limit');
SELECT is(pg_temp.basis('en'), 'Regulations on Handling Social Insurance, art. 24', 'in English');
SELECT is(pg_temp.asked('en', 'wangfang', format('SELECT statutory_basis FROM desk.receipt(210600, %s)', :case)),
    'Regulations on Handling Social Insurance, art. 24', 'on the receipt too');
SELECT is(yc.words('"GB/T 2260"'), 'GB/T 2260', 'one text serves both');
SELECT is(yc.words('null'), NULL, 'none is none');

-- --- rights, states and the journal do not know of it
SELECT set_config('yichuang.language', 'en', false) \g /dev/null
SELECT test.accepted('wangfang', test.id_no(2)) AS english \gset
SELECT is((SELECT count(*) FROM yc.journal j WHERE convert_from(j.body, 'UTF8') ~ 'Wang Fang|王芳'), 0::bigint, 'no name stands in the journal');
SELECT is((SELECT count(*) FROM yc.command c WHERE c.reply::text ~ 'Wang Fang|王芳'), 0::bigint, 'no name stands in a reply that is kept: a command sent again in the other language answers in it');
SELECT set_config('yichuang.language', 'zh', false) \g /dev/null
SELECT is((SELECT count(*) FROM yc.verify()), 0::bigint, 'what was done in English verifies in Chinese');
SELECT * FROM finish();
