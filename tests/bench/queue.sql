-- What the desk's queue stands beside: claim and completion by hand in one narrow table, of which :jobs wait.
\set QUIET on
SET client_min_messages = warning;
CREATE TABLE IF NOT EXISTS bench.job (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state      smallint NOT NULL DEFAULT 0, -- 0 waits, 1 claimed, 2 done
    priority   smallint NOT NULL,
    due        timestamptz NOT NULL,
    claimed_by int,
    claimed_at timestamptz
) WITH (fillfactor = 80);
CREATE INDEX IF NOT EXISTS job_next ON bench.job (priority, due, id) WHERE state = 0;
TRUNCATE bench.job;
INSERT INTO bench.job (priority, due) SELECT (random() * 4)::int, now() + random() * interval '10 days' FROM generate_series(1, :jobs);
VACUUM ANALYZE bench.job, yc.task;
