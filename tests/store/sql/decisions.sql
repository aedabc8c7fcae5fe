-- Deciding and taking the next in one; commands that are written once; who keeps out of the next stage; what a decision writes.
\set QUIET on
\ir ../helpers.sql
SELECT plan(34);

CREATE FUNCTION pg_temp.next(_case bigint, _decision text DEFAULT 'agree', _command uuid DEFAULT gen_random_uuid(), _reason text DEFAULT NULL, _note text DEFAULT NULL,
                             _version int DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT (state, next_task, next_case, next_version, next_stage, next_failed)::text FROM desk.task_decide_next(%L, 210600, %s, %L, %s, %L, %L, %L)',
                  _command, t.id, t.token, coalesce(_version, c.version), _decision, _reason, _note)
    FROM test.case_of(_case) c, test.task_of(_case) t
$$;
-- Open tasks that somebody may not have, though they may, or the other way round; by the words of yc.case_excluded().
CREATE VIEW pg_temp.excluded_wrong AS
SELECT t.case_id FROM yc.task t JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
CROSS JOIN LATERAL (SELECT yc.case_excluded(t.region, t.case_id, c.stage) AS who) e
WHERE NOT (t.excluded <@ e.who AND e.who <@ t.excluded);

SELECT test.accepted('wangfang', test.id_no(1)) AS one \gset
SELECT test.accepted('wangfang', test.id_no(2)) AS two \gset
SELECT test.accepted('wangfang', test.id_no(3)) AS three \gset
SELECT test.as('zhouqian', test.claim((test.task_of(:one)).id)) \g /dev/null

-- --- a decision that is refused takes nothing
SELECT test.refused('zhouqian', pg_temp.next(:one, _version => 1), 'E_CASE_MOVED', 'a version that is over');
SELECT test.refused('zhouqian', pg_temp.next(:one, 'deny'), 'E_REASON_UNKNOWN', 'no reason');
SELECT test.refused('liuyang', pg_temp.next(:one), 'E_TASK_CLAIMED', 'a colleague');
SELECT is((test.task_of(:two)).claimed_by, NULL, 'the next one still waits');

-- --- decided, and the next is mine
SELECT pg_temp.next(:one, _command => '00000000-0000-0000-0000-0000000000a1') AS decide, (test.task_of(:one)).id AS task, (test.task_of(:one)).token AS token,
       (test.case_of(:one)).version AS version, (test.task_of(:two)).id AS second \gset
BEGIN;
SELECT pg_stat_get_xact_tuples_updated('yc.case_file'::regclass) - pg_stat_get_xact_tuples_hot_updated('yc.case_file'::regclass) AS indexed \gset
SELECT test.as('zhouqian', :'decide') AS told \gset
SELECT is(:'told', format('(accepted,%s,%s,%s,review,f)', :second, :two, (test.case_of(:two)).version), 'the next task, its case, as it stands now that it is claimed, and its stage');
SELECT is(pg_stat_get_xact_tuples_updated('yc.case_file'::regclass) - pg_stat_get_xact_tuples_hot_updated('yc.case_file'::regclass), :indexed::bigint,
          'neither the decision from stage to stage nor the claim wrote an index of the cases');
COMMIT;
SELECT is((SELECT (t.claimed_by, t.token)::text FROM test.task_of(:two) t), format('(%s,%s)', (SELECT id FROM yc.staff WHERE login = 'zhouqian'), :'token'), 'it is mine under the token that I decided with');
SELECT is(test.as('zhouqian', :'decide'), :'told', 'sent twice the answer is the same');
SELECT is((SELECT string_agg(action, ' ' ORDER BY seq) FROM yc.journal WHERE case_id = :one), 'open accept claim agree', 'decided once');
SELECT is((SELECT string_agg(action, ' ' ORDER BY seq) FROM yc.journal WHERE case_id = :two), 'open accept claim', 'claimed once');
SELECT is((SELECT count(*) FROM yc.task WHERE claimed_by IS NOT NULL), 1::bigint, 'and no third one');

-- --- a key is one command's
SELECT format('SELECT state FROM desk.task_decide_next(''00000000-0000-0000-0000-0000000000a1'', 210600, %s, %L, %s, %L, NULL, NULL)', :task, :'token', :version, 'deny') AS other \gset
SELECT test.refused('zhouqian', :'other', 'E_COMMAND_REUSED', 'the same key with another decision');
SELECT test.refused('liuyang', :'decide', 'E_COMMAND_REUSED', 'or sent by somebody else');
SELECT test.refused('zhouqian', replace(:'decide', 'a1''', 'a2'''), 'E_CASE_MOVED', 'under another key it is another decision, too late');
SELECT test.refused('zhouqian', format('SELECT task_id FROM desk.task_claim(''00000000-0000-0000-0000-0000000000a1'', 210600, %L, NULL)', :'token'), 'E_COMMAND_REUSED', 'a claim with the key of a decision');
SELECT test.refused('zhouqian', format('SELECT task_id FROM desk.task_release(''00000000-0000-0000-0000-0000000000a1'', 210600, %s)', :second), 'E_COMMAND_REUSED', 'a release with the key of a decision');
SELECT format('SELECT task_id FROM desk.task_claim(%L, 210600, %L, NULL)', 'b' || substr(gen_random_uuid()::text, 2), gen_random_uuid()) AS claim \gset
SELECT is(test.as('liuyang', :'claim'), (test.task_of(:three)).id::text, 'a colleague claims the third');
SELECT test.refused('liuyang', replace(:'claim', ', NULL)', ', ' || :second || ')'), 'E_COMMAND_REUSED', 'the same key with a task of their choice');
SELECT test.refused('liuyang', replace(:'decide', '00000000-0000-0000-0000-0000000000a1', substr(:'claim', 38, 36)), 'E_COMMAND_REUSED', 'a decision with the key of a claim');

-- --- nothing waits; the next cannot be had
SELECT is(test.as('zhouqian', pg_temp.next(:two)), '(accepted,,,,,f)', 'nothing waits: decided all the same');
SELECT test.accepted('wangfang', test.id_no(4)) AS four \gset
ALTER TABLE yc.task ADD CONSTRAINT none CHECK (claimed_by IS NULL) NOT VALID;
SELECT is(test.as('liuyang', pg_temp.next(:three)), '(accepted,,,,,t)', 'the next cannot be claimed: the decision holds, and the answer says so');
ALTER TABLE yc.task DROP CONSTRAINT none;
SELECT is((SELECT string_agg(action, ' ' ORDER BY seq) FROM yc.journal WHERE case_id = :four), 'open accept', 'nothing is left of that claim');
SELECT is((test.case_of(:three)).stage, 'recheck', 'decided it is');
SELECT is((SELECT count(*) FROM yc.decision), 3::bigint, 'three decisions');

-- --- who keeps out of the next stage
SELECT is_empty('SELECT * FROM pg_temp.excluded_wrong', 'straight on: who handled another stage');
SELECT is(test.decided('lina', :one, 'return', '01', '缺签名'), 'returned', 'returned from the second stage');
SELECT test.as('wangfang', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :one)) \g /dev/null
SELECT test.as('wangfang', test.accept(:one)) \g /dev/null
SELECT test.decided('liuyang', :one, 'agree') \g /dev/null
SELECT is_empty('SELECT * FROM pg_temp.excluded_wrong', 'through the first stage a second time, decided by somebody else');
SELECT test.decided('zhouqian', :four, 'agree') \g /dev/null
SELECT test.as('zhouqian', test.undo(:four)) \g /dev/null
SELECT is_empty('SELECT * FROM pg_temp.excluded_wrong', 'taken back');
SELECT test.as('zhouqian', test.decide(:four, 'agree')) \g /dev/null
SELECT is_empty('SELECT * FROM pg_temp.excluded_wrong', 'and decided again');
SELECT test.accepted('wangfang', test.id_no(5)) AS five \gset
INSERT INTO yc.staff_kin (staff_id, id_no, relation) SELECT id, test.id_no(5), '父女' FROM yc.staff WHERE login = 'liuyang';
SELECT test.refused('liuyang', test.claim((test.task_of(:five)).id), 'E_KIN_CASE', 'kin declared when the task was there already');
SELECT test.decided('zhouqian', :five, 'agree') \g /dev/null
SELECT is_empty('SELECT * FROM pg_temp.excluded_wrong', 'the next stage''s task knows it');
INSERT INTO yc.staff_kin (staff_id, id_no, relation) SELECT id, test.id_no(6), '父女' FROM yc.staff WHERE login = 'zhouqian';
SELECT test.accepted('wangfang', test.id_no(6)) AS six \gset
SELECT is_empty('SELECT * FROM pg_temp.excluded_wrong', 'kin declared before: the first task knows it');
DELETE FROM yc.staff_kin;
SELECT test.draft('wangfang', test.id_no(7)) AS seven \gset
SELECT test.fill('wangfang', :seven);
SELECT test.grant('liuyang', 'accept');
SELECT test.as('liuyang', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :seven)) \g /dev/null
SELECT test.as('liuyang', test.accept(:seven)) \g /dev/null
SELECT is_empty('SELECT * FROM pg_temp.excluded_wrong WHERE case_id = ' || :seven, 'filled in by one, accepted by another: both are kept out');

SELECT is_empty('SELECT * FROM yc.verify()', 'after all of it nothing is broken');
SELECT * FROM finish();
