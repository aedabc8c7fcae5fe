-- Prints a psql script that calls the desk as people of all regions in turn, each timed call behind "\echo call NAME".
\set QUIET on
SET client_min_messages = warning;
-- People who can be called on: somebody of each post in each region.
DO $$
DECLARE
    _login text;
BEGIN
    FOR _login IN SELECT s.login FROM yc.staff s WHERE s.login ~ '^bench_[0-9]+_[a-z]+_1$' AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname = s.login) LOOP
        EXECUTE format('CREATE ROLE %I LOGIN IN ROLE yc_staff', _login);
    END LOOP;
END $$;
CREATE TABLE IF NOT EXISTS bench.row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, word text);
SELECT setseed(0.5) \g /dev/null

-- Cases of all ages, each with its person; n counts through the regions.
CREATE TEMPORARY TABLE sample AS
SELECT row_number() OVER (ORDER BY k, r.n)::int AS n, r.region, c.id, c.number, c.person_id, p.id_no, p.name AS who, p.mobile, c.item, gen_random_uuid() AS token
FROM bench.plan, bench.region r, generate_series(1, 100000) k
CROSS JOIN LATERAL (SELECT 1 + floor(random() * each + k * 0)::int AS p OFFSET 0) place
CROSS JOIN LATERAL (SELECT c.* FROM yc.case_file c, bench.day d
                    WHERE d.n = (place.p - 1)::bigint * (SELECT count(*) FROM bench.day) / each
                      AND c.region = r.region AND c.id = bench.id(extract(year FROM d.day)::int, regions, r.n, place.p, 2) AND c.number IS NOT NULL) c
JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
WHERE k <= greatest(:calls / regions, 1) + 1;

CREATE FUNCTION pg_temp.timed(_post text, _region int, _name text, _call text) RETURNS text LANGUAGE sql AS $$
    SELECT format(E'\\timing off\nSET SESSION AUTHORIZATION bench_%s_%s_1;\n\\echo call %s\n\\timing on\n%s', _region, _post, _name, _call || CASE WHEN _call LIKE '%\gset' THEN '' ELSE ' \g /dev/null' END)
$$;
CREATE FUNCTION pg_temp.quiet(_call text) RETURNS text LANGUAGE sql AS $$
    SELECT E'\\timing off\n' || _call || CASE WHEN _call LIKE '%\gset' THEN '' ELSE ' \g /dev/null' END
$$;
\pset format unaligned
\pset tuples_only on

-- what reads
SELECT pg_temp.timed(post, region, name, call) FROM sample s
CROSS JOIN LATERAL (VALUES
    (1, 'accept', 'select_1', 'SELECT 1'),
    (2, 'review', 'list_tasks', format('SELECT * FROM desk.task_list(%s, NULL, NULL, NULL)', region)),
    (3, 'supervise', 'list_queue_tasks', format('SELECT * FROM desk.queue_tasks(%s, %s, NULL, NULL)', region, (SELECT q.id FROM yc.queue q WHERE q.region = s.region AND q.stage = 'review' AND q.item = s.item))),
    (4, 'supervise', 'list_cases', format('SELECT * FROM desk.case_list(%s, %s)', region, CASE WHEN n % 2 = 0 THEN id::text ELSE 'NULL' END)),
    (5, 'accept', 'list_waiting', format('SELECT * FROM desk.waiting_list(%s, 1::smallint)', region)),
    (5, 'supervise', 'counters', format('SELECT * FROM desk.queue_table(%s)', region)),
    (6, 'supervise', 'find_by_number', format('SELECT * FROM desk.case_find(%s, %L)', region, number)),
    (7, 'supervise', 'find_by_tail_6', format('SELECT * FROM desk.case_find(%s, %L)', region, right(number, 6))),
    (8, 'supervise', 'find_by_tail_5', format('SELECT * FROM desk.case_find(%s, %L)', region, right(number, 5))),
    (9, 'accept', 'person_cases', format('SELECT * FROM desk.person_cases(%s, %s)', region, person_id)),
    (10, 'review', 'case_summary', format('SELECT * FROM desk.case_summary(%s, %s)', region, id)),
    (11, 'review', 'case_timeline', format('SELECT * FROM desk.case_timeline(%s, %s)', region, id)),
    (12, 'review', 'explain', format('SELECT * FROM desk.explain(%s, %s)', region, id))) c(rank, post, name, call)
WHERE n <= :calls ORDER BY rank, n;

-- what writes, were it only a line of the read log
SELECT pg_temp.timed(post, region, name, call) FROM sample s
CROSS JOIN LATERAL (VALUES
    (2, 'accept', 'person_find', format('SELECT * FROM desk.person_find(%s, 1::smallint, ''01'', %L)', region, id_no)),
    (3, 'review', 'case_head', format('SELECT * FROM desk.case_head(%s, %s)', region, id)),
    (4, 'review', 'case_fields', format('SELECT * FROM desk.case_fields(%s, %s)', region, id)),
    (5, 'accept', 'find_case', format('SELECT * FROM desk.find(%s, 1::smallint, %L)', region, right(number, 6))),
    (6, 'accept', 'find_telephone', format('SELECT * FROM desk.find(%s, 1::smallint, %L)', region, right(mobile, 4))),
    (7, 'accept', 'find_name', format('SELECT * FROM desk.find(%s, 1::smallint, %L)', region, who)),
    (8, 'accept', 'find_surname', format('SELECT * FROM desk.find(%s, 1::smallint, %L)', region, left(who, 1))),
    (9, 'accept', 'find_initials', format('SELECT * FROM desk.find(%s, 1::smallint, %L)', region, (SELECT x.initials[1] FROM bench.named x WHERE x.name = s.who))),
    (10, 'accept', 'find_unit', format('SELECT * FROM desk.find(%s, 1::smallint, %L)', region, '第' || n * 7 % 5000 || '机械')),
    (11, 'review', 'find_name_approver', format('SELECT * FROM desk.find(%s, NULL, %L)', region, who))) c(rank, post, name, call)
WHERE n <= :calls ORDER BY rank, n;
-- searching by criteria: some look for somebody, and that is noted
SELECT pg_temp.timed(post, region, name, call) FROM (SELECT sample.*, coalesce(c.accepted_at, c.created_at) AS since FROM sample JOIN yc.case_file c USING (region, id)) s
CROSS JOIN LATERAL (VALUES
    (1, 'supervise', 'search_newest', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 50)', region)),
    (2, 'supervise', 'search_number', format('SELECT * FROM desk.case_search(%s, %L, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 50)', region, right(number, 6))),
    (3, 'supervise', 'search_credential', format('SELECT * FROM desk.case_search(%s, NULL, %L, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 50)', region, right(id_no, 4))),
    (4, 'supervise', 'search_name', format('SELECT * FROM desk.case_search(%s, NULL, NULL, %L, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 50)', region, who)),
    (5, 'supervise', 'search_initials', format('SELECT * FROM desk.case_search(%s, NULL, %L, %L, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 50)', region, right(id_no, 4), (SELECT x.initials[1] FROM bench.named x WHERE x.name = s.who))),
    (6, 'supervise', 'search_unit', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, %L, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 50)', region, '第' || n * 7 % 5000 || '机械')),
    (7, 'supervise', 'search_item', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, NULL, %L, NULL, NULL, NULL, NULL, NULL, %L, %s, false, 50)', region, item, since, id)),
    (8, 'supervise', 'search_item_back', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, NULL, %L, NULL, NULL, NULL, NULL, NULL, %L, %s, true, 50)', region, item, since, id)),
    (9, 'supervise', 'search_denied', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, NULL, NULL, ''denied'', NULL, NULL, NULL, NULL, %L, %s, false, 50)', region, since, id)),
    (10, 'supervise', 'search_review', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, NULL, %L, ''review'', NULL, NULL, NULL, NULL, NULL, NULL, false, 50)', region, item)),
    (11, 'supervise', 'search_suspended', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, NULL, NULL, ''suspended'', NULL, NULL, NULL, NULL, NULL, NULL, false, 50)', region)),
    (12, 'supervise', 'search_accepted', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, NULL, NULL, ''denied'', %L, NULL, NULL, NULL, NULL, NULL, false, 50)', region, daterange(since::date, since::date + 30))),
    (13, 'supervise', 'search_due', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, NULL, %L, NULL, NULL, %L, NULL, NULL, NULL, NULL, false, 50)', region, item, daterange(since::date, since::date + 7))),
    (14, 'supervise', 'search_finished', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, NULL, NULL, ''denied'', NULL, NULL, %L, NULL, NULL, NULL, false, 50)', region, daterange(since::date, since::date + 3))),
    (15, 'supervise', 'search_words', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, ''核查通知 %s'', NULL, NULL, false, 50)', region, n * 7 % 100)),
    (16, 'supervise', 'search_words_of_all', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, ''领取条件'', NULL, NULL, false, 50)', region)),
    (17, 'supervise', 'search_combined', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, %L, %L, ''finished'', %L, NULL, NULL, NULL, NULL, NULL, false, 50)', region, '第' || n * 7 % 5000 || '机械', item, daterange(since::date - 200, since::date))),
    (18, 'supervise', 'search_nothing', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, NULL, NULL, ''withdrawn'', NULL, NULL, NULL, ''没有的话'', NULL, NULL, false, 50)', region)),
    (19, 'supervise', 'search_walk_to_its_bound', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, NULL, NULL, ''withdrawn'', NULL, NULL, NULL, NULL, %L, %s, false, 50)', region, since, id)),
    (20, 'accept', 'search_clerk', format('SELECT * FROM desk.case_search(%s, NULL, NULL, NULL, NULL, NULL, ''finished'', NULL, NULL, NULL, NULL, %L, %s, false, 50)', region, since, id))) c(rank, post, name, call)
WHERE n <= :calls ORDER BY rank, n;
\qecho RESET SESSION AUTHORIZATION;
SELECT E'\\timing off\n\\echo call insert\n\\timing on\nINSERT INTO bench.row (word) VALUES (''word'');' FROM sample WHERE n <= :calls;

-- a claim, and the task back into its queue
SELECT pg_temp.timed('review', region, 'claim', format('SELECT task_id FROM desk.task_claim(gen_random_uuid(), %s, gen_random_uuid(), NULL) \gset', region))
       || E'\n' || pg_temp.quiet(format('SELECT desk.task_release(gen_random_uuid(), %s, :task_id)', region))
FROM sample WHERE n <= :calls ORDER BY n;

-- a case from the credential to its acceptance
SELECT concat_ws(E'\n',
    pg_temp.timed('accept', region, 'visit_begin', format('SELECT visit_id FROM desk.visit_begin(gen_random_uuid(), %s, 1::smallint, 1::smallint, ''01'', %L, NULL) \gset', region, id_no)),
    pg_temp.timed('accept', region, 'case_open', format('SELECT case_id, token FROM desk.case_open(gen_random_uuid(), %s, :visit_id, %L) \gset', region, item)),
    pg_temp.timed('accept', region, 'field_save', format('SELECT seq FROM desk.field_save(%s, :case_id, :''token'', 1, ''mobile'', ''13900006612'') \gset', region)),
    (SELECT string_agg(pg_temp.quiet(format('SELECT seq FROM desk.field_save(%s, :case_id, :''token'', 1, %L, %L)', region, field, value)), E'\n')
     FROM (VALUES ('unemp_date', '2026-10-31'), ('leave_reason', '02'), ('ui_place', '210600'), ('last_unit', '第一机械厂')) f(field, value)),
    pg_temp.timed('accept', region, 'material_add', format('SELECT material_id FROM desk.material_add(gen_random_uuid(), %s, :case_id, :''token'', ''id'', ''id.pdf'', ''scan'', NULL)', region)),
    (SELECT string_agg(pg_temp.quiet(format('SELECT material_id FROM desk.material_add(gen_random_uuid(), %s, :case_id, :''token'', %L, ''a.pdf'', ''scan'', NULL)', region, kind)), E'\n')
     FROM unnest('{term,ureg}'::text[]) kind),
    pg_temp.quiet(format('SELECT version FROM desk.case_head(%s, :case_id) \gset', region)),
    pg_temp.timed('accept', region, 'accept', format('SELECT number FROM desk.case_accept(gen_random_uuid(), %s, :case_id, :''token'', :version) \gset', region)))
FROM sample WHERE n <= :calls ORDER BY n;

-- a decision, and the supervisor's next look
SELECT concat_ws(E'\n',
    pg_temp.quiet(format(E'SET SESSION AUTHORIZATION bench_%s_review_1;\n\\set token %s\nSELECT task_id, version FROM desk.task_claim(gen_random_uuid(), %1$s, :''token'', NULL) \\gset', region, token)),
    pg_temp.timed('review', region, 'decide', format('SELECT state FROM desk.task_decide(gen_random_uuid(), %s, :task_id, :''token'', :version, ''agree'', NULL, NULL)', region)))
FROM sample WHERE n <= least(:calls, 200) ORDER BY n;

-- a round of tending behind it, each with something to do
\qecho RESET SESSION AUTHORIZATION;
SELECT concat_ws(E'\n',
    pg_temp.quiet(format(E'SET SESSION AUTHORIZATION bench_%s_review_1;\nSELECT task_id FROM desk.task_claim(gen_random_uuid(), %1$s, gen_random_uuid(), NULL) \\gset', region)),
    pg_temp.quiet(format(E'SELECT desk.task_release(gen_random_uuid(), %s, :task_id) \\g /dev/null\nRESET SESSION AUTHORIZATION;', region)),
    E'\\echo call tend\n\\timing on\nSELECT count(*) FROM yc.tend() \\g /dev/null')
FROM sample WHERE n <= 60 ORDER BY n;
