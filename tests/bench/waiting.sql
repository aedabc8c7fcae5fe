-- Makes it :waiting tasks that wait for review: copies of what waits there already, spread over all its queues, each with a case of its own (of the same person,
-- without a history: nothing that a claim or a decision asks for is missing). Past the desk: yc.verify() would find these cases.
\set QUIET on
SET client_min_messages = warning;
SET session_replication_role = replica;
SET synchronous_commit = off;
CREATE TEMPORARY TABLE model AS
SELECT row_number() OVER (ORDER BY t.due, t.id) - 1 AS n, t.region, t.id AS task_id, t.case_id, q.id AS queue_id
FROM yc.task t JOIN yc.queue q ON q.region = t.region AND q.id = t.queue_id AND q.stage = 'review'
WHERE t.claimed_by IS NULL AND t.priority = 5 AND NOT t.authorisation AND t.branch_id IS NULL;
CREATE INDEX ON model (n);
ANALYZE model;
-- Ids of their own, in the order in which the cases come.
SELECT count(*) AS there, greatest(:waiting - count(*), 0) AS missing, extract(year FROM yc.today())::bigint * 100000000000000 + 50000000000000
    + coalesce((SELECT max(c.id) - min(c.id) + 2 FROM yc.case_file c WHERE c.id % 100000000000000 >= 50000000000000), 0) AS first FROM model \gset
CREATE FUNCTION pg_temp.columns(_table regclass, _but text[]) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = _table AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> ALL (_but)
$$;
SELECT format('INSERT INTO yc.case_file (id, live_task, number, promised_due, %s) SELECT %s + 2 * g, %2$s + 2 * g + 1, c.region || ''2098'' || lpad(%2$s %% 1000000 || '''' || g, 13, ''0''), c.promised_due + (g %% 10)::int, %s
    FROM generate_series(0::bigint, %s - 1) g JOIN model m ON m.n = g %% %s JOIN yc.case_file c ON c.region = m.region AND c.id = m.case_id',
    f, :first, 'c.' || replace(f, ', ', ', c.'), :missing, :there) FROM pg_temp.columns('yc.case_file', '{id,live_task,number,promised_due}') f \gexec
SELECT format('INSERT INTO yc.task (id, case_id, due, %s) SELECT %s + 2 * g + 1, %2$s + 2 * g, t.due + (g %% 10)::int, %s
    FROM generate_series(0::bigint, %s - 1) g JOIN model m ON m.n = g %% %s JOIN yc.task t ON t.region = m.region AND t.id = m.task_id',
    f, :first, 't.' || replace(f, ', ', ', t.'), :missing, :there) FROM pg_temp.columns('yc.task', '{id,case_id,due}') f \gexec
INSERT INTO yc.queue_delta (region, queue_id, kind, change)
SELECT m.region, m.queue_id, 'ready', count(*) FROM generate_series(0::bigint, :missing - 1) g JOIN model m ON m.n = g % :there GROUP BY 1, 2;
VACUUM ANALYZE yc.task, yc.case_file;
