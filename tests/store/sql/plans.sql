-- What the desk does all day, on thousands of cases made by tests/bench: whatever is asked, no big table is read from end to end, nor
-- a region of it. The rows that each call reads are counted, once with plans made for the values at hand and once with plans made for any: a session
-- changes over to those after five calls.
\set QUIET on
\ir ../helpers.sql
SELECT plan(83);
\set cases 12000
\set regions 2
\set items 5
\set fields 2
\set materials 1
\set content 16
\set seals 1
\set reads 2
\set commands 1
\set seed 1
\ir ../../bench/generate.sql
SELECT bench.fill(r, 1, 6000) FROM generate_series(0, 1) r \g /dev/null
SELECT bench.finish() \g /dev/null
-- As autovacuum does it: it never looks at a partitioned table as a whole.
SELECT format('ANALYZE yc.%I', relname) FROM pg_class WHERE relnamespace = 'yc'::regnamespace AND relkind = 'r' \gexec
SELECT region, n FROM bench.region WHERE n = 0 \gset
SELECT test.grant(login, action, :region)
FROM (VALUES ('wangfang', 'accept'), ('zhouqian', 'review'), ('lina', 'recheck'), ('zhaomin', 'supervise'), ('chenjing', 'audit')) g(login, action) \g /dev/null
INSERT INTO yc.staff_grant (staff_id, action, region, item, valid_from, granted_at) -- one item of all
SELECT s.id, 'review', :region, 'bench-1', '2026-01-01', yc.now() FROM yc.staff s WHERE s.login = 'liuyang';
SELECT count(*) FROM yc.tend() \g /dev/null

-- Rows read so far in this transaction, table by table, of those that are big here: from the table itself and by its indexes.
CREATE VIEW pg_temp.rows_read AS
SELECT c.relname::text AS name, pg_stat_get_xact_tuples_returned(c.oid) +
       (SELECT sum(pg_stat_get_xact_tuples_returned(i.indexrelid)) FROM pg_index i WHERE i.indrelid = c.oid) AS count
FROM pg_class c WHERE c.relnamespace = 'yc'::regnamespace AND c.relkind = 'r' AND c.reltuples > 1500;

-- Calls it with either kind of plan and tells what read more than so many rows of a table; '' when nothing did.
CREATE FUNCTION pg_temp.reading(_login text, _call text, _most int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    _mode  text;
    _found text := '';
BEGIN
    FOREACH _mode IN ARRAY ARRAY['force_custom_plan', 'force_generic_plan'] LOOP
        PERFORM set_config('plan_cache_mode', _mode, true);
        DISCARD PLANS;
        CREATE TEMPORARY TABLE before AS SELECT * FROM pg_temp.rows_read;
        PERFORM test.as(_login, _call);
        SET CONSTRAINTS ALL IMMEDIATE; -- what keys ask at the commit counts too
        SELECT _found || coalesce(string_agg(format('%s rows of %s (%s) ', r.count - b.count, r.name, _mode), ''), '') INTO _found
        FROM pg_temp.rows_read r JOIN before b USING (name) WHERE r.count - b.count > _most;
        DROP TABLE before;
    END LOOP;
    PERFORM set_config('plan_cache_mode', 'auto', true);
    RETURN _found;
END $$;
SET search_path = public, pg_catalog, pg_temp;

SELECT cmp_ok((SELECT count(*) FROM pg_temp.rows_read), '>=', 12::bigint, 'the tables that grow with cases are big enough to be worth an index');
SELECT c.id AS case, c.number, c.person_id AS person, p.id_no, c.visit_id AS visit FROM yc.case_file c JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
WHERE c.region = :region AND c.state = 'finished' ORDER BY c.id OFFSET 3000 LIMIT 1 \gset
SELECT t.id AS task, t.queue_id AS queue FROM yc.task t JOIN yc.queue q ON q.region = t.region AND q.id = t.queue_id WHERE t.region = :region AND q.stage = 'review' ORDER BY t.due DESC LIMIT 1 \gset

-- --- what reads
SELECT is(pg_temp.reading(login, call, 600), '', name) FROM (VALUES
    ('zhouqian', 'an approver''s list of 50', format('SELECT count(*) FROM desk.task_list(%s, NULL, NULL, NULL)', :region)),
    ('liuyang', 'the same of somebody who may do one item', format('SELECT count(*) FROM desk.task_list(%s, NULL, NULL, NULL)', :region)),
    ('zhaomin', 'the tasks of a queue', format('SELECT count(*) FROM desk.queue_tasks(%s, %s, NULL, NULL)', :region, :queue)),
    ('zhaomin', 'the counters of all queues', format('SELECT count(*) FROM desk.queue_table(%s)', :region)),
    ('zhaomin', 'the stages', format('SELECT count(*) FROM desk.stage_table(%s)', :region)),
    ('zhaomin', 'the windows of a hall', format('SELECT count(*) FROM desk.window_table(%s, 1::smallint)', :region)),
    ('zhaomin', 'what asks for a supervisor', format('SELECT count(*) FROM desk.ask_list(%s)', :region)),
    ('zhaomin', 'who works here', format('SELECT count(*) FROM desk.people_list(%s)', :region)),
    ('zhaomin', 'who could have a task', format('SELECT count(*) FROM desk.assign_list(%s, %s)', :region, :task)),
    ('chenjing', 'the newest cases', format('SELECT count(*) FROM desk.case_list(%s, NULL)', :region)),
    ('chenjing', 'cases further back', format('SELECT count(*) FROM desk.case_list(%s, %s)', :region, :case)),
    ('chenjing', 'a case by its number', format('SELECT count(*) FROM desk.case_find(%s, %L)', :region, :'number')),
    ('chenjing', 'cases by the last six digits', format('SELECT count(*) FROM desk.case_find(%s, %L)', :region, right(:'number', 6))),
    ('liuyang', 'the same for somebody who may see little', format('SELECT count(*) FROM desk.case_find(%s, %L)', :region, right(:'number', 6))),
    ('zhouqian', 'cases by the last five digits', format('SELECT count(*) FROM desk.case_find(%s, %L)', :region, right(:'number', 5))),
    ('wangfang', 'a person by their credential', format('SELECT count(*) FROM desk.person_find(%s, 1::smallint, ''01'', %L)', :region, :'id_no')),
    ('wangfang', 'the cases of a person', format('SELECT count(*) FROM desk.person_cases(%s, %s)', :region, :person)),
    ('wangfang', 'the visits of a hall', format('SELECT count(*) FROM desk.visit_list(%s, 1::smallint)', :region)),
    ('wangfang', 'what waits for a clerk', format('SELECT count(*) FROM desk.waiting_list(%s, 1::smallint)', :region)),
    ('zhouqian', 'what waits for an approver', format('SELECT count(*) FROM desk.waiting_list(%s, NULL)', :region)),
    ('zhouqian', 'the head of a case', format('SELECT count(*) FROM desk.case_head(%s, %s)', :region, :case)),
    ('zhouqian', 'its summary', format('SELECT count(*) FROM desk.case_summary(%s, %s)', :region, :case)),
    ('zhouqian', 'its fields', format('SELECT count(*) FROM desk.case_fields(%s, %s)', :region, :case)),
    ('zhouqian', 'what of them differs', format('SELECT count(*) FROM desk.case_compare(%s, %s)', :region, :case)),
    ('zhouqian', 'its doubts', format('SELECT count(*) FROM desk.doubt_list(%s, %s)', :region, :case)),
    ('zhouqian', 'like cases', format('SELECT count(*) FROM desk.alike_list(%s, %s)', :region, :case)),
    ('zhouqian', 'how I stand to it', format('SELECT count(*) FROM desk.case_standing(%s, %s)', :region, :case)),
    ('zhouqian', 'its materials', format('SELECT count(*) FROM desk.case_materials(%s, %s)', :region, :case)),
    ('zhouqian', 'its journal', format('SELECT count(*) FROM desk.case_timeline(%s, %s)', :region, :case)),
    ('zhouqian', 'what is suspended', format('SELECT count(*) FROM desk.suspended_list(%s)', :region)),
    ('zhaomin', 'all that is suspended', format('SELECT count(*) FROM desk.suspended_list(%s)', :region)),
    ('zhouqian', 'for what it may be suspended', format('SELECT count(*) FROM desk.suspend_list(%s, %s)', :region, :case)),
    ('zhouqian', 'what was replied', format('SELECT count(*) FROM desk.reply_list(%s, %s)', :region, :case)),
    ('zhouqian', 'the contributions of its person', format('SELECT count(*) FROM desk.contribution_list(%s, %s)', :region, :case)),
    ('zhouqian', 'its due dates', format('SELECT count(*) FROM desk.explain(%s, %s)', :region, :case)),
    ('zhouqian', 'its receipt', format('SELECT count(*) FROM desk.receipt(%s, %s)', :region, :case)),
    ('chenjing', 'who looked at it', format('SELECT count(*) FROM desk.read_log_list(%s, %s)', :region, :case))) c(login, name, call);

-- --- finding (F3): it writes too, who was shown
INSERT INTO yc.unit (region, name) SELECT :region, '第' || n || '机械厂' FROM generate_series(1, 2000) n;
INSERT INTO yc.unit_key (region, key, unit_id) SELECT u.region, k, u.id FROM yc.unit u, yc.unit_keys(u.name) k;
INSERT INTO yc.case_unit (region, case_id, unit_id)
SELECT c.region, c.id, u.id FROM (SELECT x.*, row_number() OVER (ORDER BY x.id) AS n FROM yc.case_file x WHERE x.region = :region AND x.number IS NOT NULL) c
JOIN yc.unit u ON u.region = c.region AND u.name = '第' || c.n % 2000 + 1 || '机械厂';
ANALYZE yc.unit; ANALYZE yc.unit_key; ANALYZE yc.case_unit;
SELECT p.name, p.mobile FROM yc.person p WHERE p.region = :region AND p.id = :person \gset
SELECT is(pg_temp.reading(login, format('SELECT count(*) FROM desk.find(%s, 1::smallint, %L)', :region, words), most), '', format('found by %s', name)) FROM (VALUES
    ('zhaomin', 'a case number', :'number', 300), ('wangfang', 'its tail', right(:'number', 5), 600), ('wangfang', 'a telephone', :'mobile', 300),
    ('wangfang', 'its tail', right(:'mobile', 4), 300), ('wangfang', 'a credential', :'id_no', 300), ('wangfang', 'a name', :'name', 600),
    ('liuyang', 'a surname, by somebody who may see little', left(:'name', 1), 2500), ('wangfang', 'initials', (yc.initials(:'name'))[1], 600),
    ('wangfang', 'a unit', '第17机械厂', 600), ('wangfang', 'what all units have in their name', '机械厂', 3000)) c(login, name, words, most);

-- --- searching (desk.case_search): at most 2,000 cases are walked, or a set of 1,000 looked up; sets that are too wide are left as they come to be known
SELECT c.accepted_at AS since, d.note AS opinion, d.decided_at::date AS decided FROM yc.case_file c JOIN yc.decision d ON d.region = c.region AND d.case_id = c.id AND d.note IS NOT NULL
WHERE c.region = :region ORDER BY c.id DESC LIMIT 1 \gset
SELECT p.id_no AS tail FROM yc.person p WHERE p.region = :region AND p.id = :person \gset
SELECT is(pg_temp.reading('chenjing', format('SELECT count(*) FROM desk.case_search(%s, %s)', :region, criteria), most), '', format('searched by %s', name)) FROM (VALUES
    ('nothing', 'NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 50', 300),
    ('a number', format('%L, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 50', :'number'), 300),
    ('a credential', format('NULL, %L, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 50', right(:'tail', 4)), 300),
    ('a name', format('NULL, NULL, %L, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 50', :'name'), 600),
    ('initials', format('NULL, NULL, %L, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 50', (yc.initials(:'name'))[1]), 600),
    ('a unit', 'NULL, NULL, NULL, ''第17机械厂'', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 50', 600),
    ('an item', 'NULL, NULL, NULL, NULL, ''bench-1'', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 50', 300),
    ('an item, further back', format('NULL, NULL, NULL, NULL, ''bench-1'', NULL, NULL, NULL, NULL, NULL, %L, %s, false, 50', :'since', :case), 300),
    ('an item, towards the newest', format('NULL, NULL, NULL, NULL, ''bench-1'', NULL, NULL, NULL, NULL, NULL, %L, %s, true, 50', :'since', :case), 300),
    ('what is suspended', 'NULL, NULL, NULL, NULL, NULL, ''suspended'', NULL, NULL, NULL, NULL, NULL, NULL, false, 50', 600),
    ('a day of acceptance', format('NULL, NULL, NULL, NULL, NULL, NULL, %L, NULL, NULL, NULL, NULL, NULL, false, 50', daterange(:'decided', :'decided', '[]')), 300),
    ('a day of being due', format('NULL, NULL, NULL, NULL, NULL, NULL, NULL, %L, NULL, NULL, NULL, NULL, false, 50', daterange(:'decided', :'decided', '[]')), 300),
    ('a day of the end', format('NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, %L, NULL, NULL, NULL, false, 50', daterange(:'decided', :'decided', '[]')), 300),
    ('words of an opinion', format('NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, %L, NULL, NULL, false, 50', :'opinion'), 1500),
    ('words that stand in none', 'NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, ''没有的话'', NULL, NULL, false, 50', 300),
    ('a state that few come to', 'NULL, NULL, NULL, NULL, NULL, ''withdrawn'', NULL, NULL, NULL, NULL, NULL, NULL, false, 50', 300),
    ('what was denied, towards the newest', format('NULL, NULL, NULL, NULL, NULL, ''denied'', NULL, NULL, NULL, NULL, %L, %s, true, 50', :'since', :case), 300),
    ('an item due in a month', format('NULL, NULL, NULL, NULL, ''bench-1'', NULL, NULL, %L, NULL, NULL, NULL, NULL, false, 50', daterange(:'decided'::date - 30, :'decided', '[]')), 900),
    ('a state that nothing bounds', 'NULL, NULL, NULL, NULL, NULL, ''received'', NULL, NULL, NULL, NULL, NULL, NULL, false, 50', 2100)) c(name, criteria, most);

-- --- what writes: a case from the credential to the decision
SELECT is(pg_temp.reading('wangfang', format('SELECT visit_id FROM desk.visit_begin(gen_random_uuid(), %s, 1::smallint, 1::smallint, ''01'', %L, NULL)', :region, :'id_no'), 600), '', 'a visit');
SELECT max(id) AS visit FROM yc.visit WHERE region = :region \gset
SELECT is(pg_temp.reading('wangfang', format('SELECT case_id FROM desk.case_open(gen_random_uuid(), %s, %s, ''bench-1'')', :region, :visit), 600), '', 'a draft, filled in from an earlier case');
SELECT max(id) AS draft FROM yc.case_file WHERE region = :region \gset
SELECT is(pg_temp.reading('wangfang', test.save(:draft, 'last_unit', '机械厂'), 600), '', 'a field');
SELECT test.fill('wangfang', :draft) \g /dev/null
CREATE FUNCTION pg_temp.accept_once(_region int, _case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT number FROM desk.case_accept(%L, %s, %s, %L, %s)', md5(_case::text)::uuid, _region, _case, c.token, c.version) FROM yc.case_file c WHERE c.region = _region AND c.id = _case
$$;
SELECT is(pg_temp.reading('wangfang', pg_temp.accept_once(:region, :draft), 600), '', 'an acceptance');
SELECT is(pg_temp.reading('liuyang', format('SELECT task_id FROM desk.task_claim(gen_random_uuid(), %s, gen_random_uuid(), NULL)', :region), 600), '', 'a claim of the next task');
SELECT t.case_id AS claimed FROM yc.task t WHERE t.region = :region AND t.claimed_by IS NOT NULL LIMIT 1 \gset
SELECT is(pg_temp.reading('liuyang', test.decide(:claimed, 'agree', NULL, NULL, md5('decide')::uuid), 600), '', 'a decision: the task goes, and no case has it any more');
UPDATE yc.suspension SET kind = 'inter_region_reply' WHERE region = :region AND last_day IS NULL;
SELECT c.id AS suspended, c.version AS seen FROM yc.case_file c WHERE c.region = :region AND c.waiting = 'suspended' ORDER BY c.id LIMIT 1 \gset
SELECT is(pg_temp.reading('zhouqian', format('SELECT reply_id FROM desk.reply_enter(md5(''reply'')::uuid, %s, %s, %s, ''x'', %L, ''x'', NULL, NULL, NULL, NULL, NULL)', :region, :suspended, :seen, yc.now()::date), 600), '', 'a reply');
SELECT is(pg_temp.reading('zhaomin', format('SELECT count(*) FROM desk.%s', call), 600), '', call) FROM unnest(ARRAY[
    format('overdue_list(%s, NULL, NULL)', :region), format('suspension_list(%s, NULL, NULL, NULL)', :region), format('case_parts(%s, %s)', :region, :case),
    format('report_items(%s, %L, %L)', :region, yc.today() - 30, yc.today()), format('report_stages(%s, %L, %L)', :region, yc.today() - 30, yc.today()),
    format('read_log_search(%s, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false)', :region),
    format('read_log_search(%s, NULL, %L, NULL, NULL, NULL, NULL, NULL, false)', :region, :'id_no'),
    format('read_log_search(%s, ''zhouqian'', NULL, NULL, NULL, NULL, NULL, NULL, true)', :region)]) call;
SELECT is(pg_temp.reading('postgres', 'SELECT count(*) FROM yc.tend()', 2500), '', 'a round of tending, which looks at 500 cases that changed');
SELECT * FROM finish();
