-- Straight on: what is decided in one look leaves what the long way leaves; and what is not straight goes the long way.
\set QUIET on
\ir ../helpers.sql
SELECT plan(30);

-- What agreeing to a case and claiming the next leaves behind, by one way or the other; nothing of it stays. New ids are of no account.
CREATE FUNCTION pg_temp.left_by(_straight boolean, _case bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    _task  yc.task := test.task_of(_case);
    _me    bigint := (SELECT s.id FROM yc.staff s WHERE s.login = 'zhouqian');
    _reply jsonb;
    _left  jsonb;
BEGIN
    IF _straight THEN
        _reply := yc.straight_on(_me, '00000000-0000-0000-0000-0000000000a1', '\x00', 210600, _task.id, _task.token, (test.case_of(_case)).version);
    ELSE
        _reply := yc.command_keep(_me, 210600, '00000000-0000-0000-0000-0000000000a1', 'task_decide_next', '\x00',
            yc.decided_next(_me, 210600, _task.id, _task.token, (test.case_of(_case)).version, 'agree', NULL, NULL));
    END IF;
    SELECT jsonb_build_object('reply', _reply,
        'cases', (SELECT jsonb_agg(to_jsonb(c) - 'live_task' || jsonb_build_object('task', t.case_id, 'stage_of_task', q.stage) ORDER BY c.id)
                  FROM yc.case_file c LEFT JOIN yc.task t ON t.id = c.live_task LEFT JOIN yc.queue q ON q.id = t.queue_id),
        'tasks', (SELECT jsonb_agg(to_jsonb(t) - 'id' || jsonb_build_object('excluded', ARRAY(SELECT unnest(t.excluded) ORDER BY 1)) ORDER BY t.case_id) FROM yc.task t),
        'decisions', (SELECT jsonb_agg(to_jsonb(d) - 'id' ORDER BY d.case_id) FROM yc.decision d),
        'journal', (SELECT jsonb_agg(to_jsonb(j) ORDER BY j.case_id, j.seq) FROM yc.journal j),
        'counts', (SELECT jsonb_agg(to_jsonb(d) ORDER BY d.queue_id, d.kind, d.change) FROM yc.queue_delta d),
        'floors', (SELECT jsonb_agg(to_jsonb(f) - 'task_id' ORDER BY f.queue_id) FROM yc.queue_floor f),
        'unsealed', (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.case_id) FROM yc.seal_pending p),
        'commands', (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.key) FROM yc.command c)) INTO _left;
    RAISE EXCEPTION USING errcode = 'YC999', message = CASE WHEN _reply IS NOT NULL THEN _left::text ELSE '' END;
EXCEPTION WHEN SQLSTATE 'YC999' THEN
    RETURN nullif(sqlerrm, '');
END $$;

SELECT test.accepted('wangfang', test.id_no(9)) AS first \gset
-- the queue of the next stage is made by the first that comes to it
SELECT test.decided('liuyang', :first, 'agree') \g /dev/null
SELECT test.accepted('wangfang', test.id_no(n)) FROM generate_series(1, 4) n \g /dev/null
SELECT test.clock_add('1 s') \g /dev/null
SELECT count(*) FROM yc.tend() \g /dev/null
SELECT c.id AS one, lead(c.id) OVER (ORDER BY c.id) AS two FROM yc.case_file c WHERE stage = 'review' ORDER BY c.id LIMIT 1 \gset
SELECT test.as('zhouqian', test.claim((test.task_of(:one)).id)) \g /dev/null
SELECT s.id AS me FROM yc.staff s WHERE s.login = 'zhouqian' \gset

-- --- the same is left
SELECT isnt(pg_temp.left_by(true, :one), NULL, 'straight on');
SELECT is(pg_temp.left_by(true, :one)::jsonb, pg_temp.left_by(false, :one)::jsonb, 'the same rows are left as by the long way');
UPDATE yc.queue_floor f SET priority = 9 FROM yc.queue q WHERE q.id = f.queue_id AND q.stage = 'recheck';
SELECT is(pg_temp.left_by(true, :one)::jsonb, pg_temp.left_by(false, :one)::jsonb, 'a floor above the new task is lowered by both');

-- --- what is not straight, each alone
CREATE FUNCTION pg_temp.bent(_case bigint, _change text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    _left text;
BEGIN
    EXECUTE _change;
    _left := pg_temp.left_by(true, _case);
    RAISE EXCEPTION USING errcode = 'YC998', message = (_left IS NULL)::text;
EXCEPTION WHEN SQLSTATE 'YC998' THEN
    RETURN sqlerrm::boolean;
END $$;
SELECT ok(NOT pg_temp.bent(:one, 'SELECT'), 'nothing was changed: straight');
SELECT ok(pg_temp.bent(:one, format(change, :me, :one, (test.task_of(:one)).id)), what) FROM (VALUES
    ('the right was taken away', 'UPDATE yc.staff_grant SET revoked_at = yc.now() WHERE staff_id = %1$s AND action = ''review'''),
    ('the right is for another item', 'UPDATE yc.staff_grant SET item = ''other'' WHERE staff_id = %1$s AND action = ''review'''),
    ('the right is over', 'UPDATE yc.staff_grant SET valid_from = ''2026-01-01'', valid_to = yc.today() - 1 WHERE staff_id = %1$s AND action = ''review'''),
    ('absent today', 'INSERT INTO yc.absence (region, staff_id, first_day, last_day, recorded_by, recorded_at) VALUES (210600, %1$s, yc.today(), yc.today(), %1$s, yc.now())'),
    ('own kin declared later', 'INSERT INTO yc.staff_kin (staff_id, id_no, relation) VALUES (%1$s, test.id_no(1), ''父女'')'),
    ('a colleague''s kin declared later', 'INSERT INTO yc.staff_kin (staff_id, id_no, relation) SELECT id, test.id_no(1), ''父女'' FROM yc.staff WHERE login = ''lina'''),
    ('a colleague is the applicant', 'UPDATE yc.staff SET id_no = test.id_no(1) WHERE login = ''lina'''),
    ('I am among the excluded', 'UPDATE yc.task SET excluded = excluded || %1$s::bigint WHERE case_id = %2$s'),
    ('no longer mine', 'UPDATE yc.task SET claimed_by = (SELECT id FROM yc.staff WHERE login = ''liuyang'') WHERE case_id = %2$s'),
    ('whose case it is was not noted', 'UPDATE yc.task SET people = NULL WHERE case_id = %2$s'),
    ('put aside', 'UPDATE yc.task SET aside = ''reserved'' WHERE case_id = %2$s'),
    ('a supervisor''s authorisation', 'UPDATE yc.task SET authorisation = true WHERE case_id = %2$s'),
    ('the applicant waits', 'UPDATE yc.task SET priority = 1 WHERE case_id = %2$s'),
    ('returned once', 'INSERT INTO yc.decision (region, case_id, task_id, stage, decision, reason, decided_by, decided_at) VALUES (210600, %2$s, 1, ''review'', ''return'', ''01'', %1$s, yc.now())'),
    ('agreed at the next stage already', 'INSERT INTO yc.decision (region, case_id, task_id, stage, decision, decided_by, decided_at) VALUES (210600, %2$s, 1, ''recheck'', ''agree'', %1$s, yc.now())'),
    ('a decision was undone', 'INSERT INTO yc.decision (region, case_id, task_id, stage, decision, decided_by, decided_at, undone_at, undone_by) VALUES (210600, %2$s, 1, ''accept'', ''agree'', %1$s, yc.now(), yc.now(), %1$s)'),
    ('an item with branches', 'UPDATE yc.definition SET content = content || ''{"branches": []}'' WHERE kind = ''item'' AND code = ''ui-benefit'''),
    ('an item whose applicants wait', 'UPDATE yc.definition SET content = content || ''{"applicant_waits": true}'' WHERE kind = ''item'' AND code = ''ui-benefit'''),
    ('an approval by several', 'UPDATE yc.definition SET content = content || ''{"collective": {}}'' WHERE kind = ''item'' AND code = ''ui-benefit'''),
    ('the last stage', 'UPDATE yc.definition SET content = content || ''{"stages": ["accept", "review"]}'' WHERE kind = ''item'' AND code = ''ui-benefit'''),
    ('nobody tends', 'UPDATE yc.tending SET tended_at = yc.now() - interval ''6 s'''),
    ('nothing else waits', 'UPDATE yc.task SET excluded = excluded || %1$s::bigint WHERE case_id <> %2$s'),
    ('the next is reserved for me', 'UPDATE yc.task SET claimed_by = %1$s, token = gen_random_uuid(), lease_until = ''infinity'', aside = ''reserved'' WHERE case_id <> %2$s')) bends(what, change);

-- --- the next case is broken: the decision can be had without it
ALTER TABLE yc.task ADD CONSTRAINT none CHECK (claimed_by IS NULL OR case_id <> :two) NOT VALID;
SELECT format('(gen_random_uuid(), 210600, %s, %L, %s, ''agree'', NULL, NULL)', t.id, t.token, c.version) AS arguments FROM test.task_of(:one) t, test.case_of(:one) c \gset
SELECT test.refused('zhouqian', 'SELECT state FROM desk.task_decide_next' || :'arguments', '23514', 'both in one fails, and leaves nothing');
SELECT is(test.as('zhouqian', 'SELECT state FROM desk.task_decide' || :'arguments'), 'accepted', 'the decision alone is taken');
ALTER TABLE yc.task DROP CONSTRAINT none;

SELECT is_empty('SELECT * FROM yc.verify()', 'after all of it nothing is broken');
SELECT * FROM finish();
