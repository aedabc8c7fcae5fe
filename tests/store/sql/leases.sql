-- Leases: what a dead workstation holds is to be had 60 s after its last sign of life, with tending (which sweeps every
-- second) and without it (then a claim returns what ran out). A workstation that lives keeps what it has.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
\set a '''00000000-0000-0000-0000-00000000000a'''
\set b '''00000000-0000-0000-0000-00000000000b'''
\set c '''00000000-0000-0000-0000-00000000000c'''

CREATE FUNCTION pg_temp.renew(_login text, _token uuid) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_login, format('SELECT tasks FROM desk.task_renew(210600, %L)', _token))
$$;
-- The text of a decision by this token on the task as the workstation once saw it.
CREATE FUNCTION pg_temp.agree(_task bigint, _token uuid, _version int) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT state FROM desk.task_decide(gen_random_uuid(), 210600, %s, %L, %s, ''agree'', NULL, NULL)', _task, _token, _version)
$$;
-- Code and parameters of a refusal in one line.
CREATE FUNCTION pg_temp.refusal(_login text, _sql text) RETURNS text LANGUAGE sql AS $$
    SELECT r.code || ' ' || replace(r.detail, E'\n', ' ') FROM test.refusal(_login, _sql) r
$$;
CREATE FUNCTION pg_temp.holder(_task bigint) RETURNS text LANGUAGE sql AS $$
    SELECT s.login FROM yc.task t LEFT JOIN yc.staff s ON s.id = t.claimed_by WHERE t.id = _task
$$;
CREATE FUNCTION pg_temp.listed(_login text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_login, 'SELECT count(*) FROM desk.task_list(210600, NULL, NULL, NULL)')
$$;
CREATE FUNCTION pg_temp.journal(_case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(action, ' ' ORDER BY seq) FROM yc.journal WHERE case_id = _case
$$;
-- So many seconds go by and somebody tends in each of them; how many leases that returned.
CREATE FUNCTION pg_temp.tended(_seconds int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _expired bigint := 0;
BEGIN
    FOR _i IN 1.._seconds LOOP
        PERFORM test.clock_add('1 s');
        _expired := _expired + (SELECT expired FROM yc.tend());
    END LOOP;
    RETURN _expired;
END $$;
-- A workstation that lives for so long: a sign of life every 20 s (src/screens/review.c), tended or not; false: it lost something.
CREATE FUNCTION pg_temp.lives(_login text, _token uuid, _minutes int, _tended boolean, _tasks int) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    FOR _i IN 1.._minutes * 3 LOOP
        PERFORM test.clock_add('20 s');
        IF _tended THEN
            PERFORM yc.tend();
        END IF;
        IF pg_temp.renew(_login, _token) <> _tasks::text THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END $$;

-- --- a workstation that says nothing, and nobody tends
SELECT test.accepted('wangfang', test.id_no(1)) AS silent \gset
SELECT (test.task_of(:silent)).id AS task \gset
SELECT ok(NOT (yc.turn_now(0, 210600, NULL)).fresh, 'nobody tends');
SELECT is(test.as('zhouqian', test.claim(NULL, :a)), :'task', 'a reviewer takes the case, and the machine dies');
SELECT (test.case_of(:silent)).version AS version \gset
SELECT test.clock_add('59 s') \g /dev/null
SELECT is(test.as('liuyang', test.claim(NULL, :b)), NULL, 'untended, 59 s later the next one gets nothing');
SELECT test.refused('liuyang', test.claim(:task, :b), 'E_TASK_CLAIMED', 'nor that very task');
SELECT is(pg_temp.holder(:task), 'zhouqian', 'it is still held');
SELECT test.clock_add('2 s') \g /dev/null
SELECT is(pg_temp.listed('liuyang'), '0', '61 s later lists still do not show it: nobody tends');
SELECT is(test.as('liuyang', test.claim(NULL, :b)), :'task', 'but the next claim gets it');
SELECT is(pg_temp.holder(:task), 'liuyang', 'and it is theirs');
SELECT is(pg_temp.refusal('zhouqian', pg_temp.agree(:task, :a, :version)), 'E_CASE_MOVED who=刘洋 when=2026-03-02 10:43 action=claim', 'the late decision of the first is refused, with who has it since when');
SELECT is(pg_temp.refusal('zhouqian', pg_temp.agree(:task, :a, (test.case_of(:silent)).version)), 'E_TASK_CLAIMED who=刘洋', 'also when they have looked again');
SELECT is(pg_temp.renew('zhouqian', :a), '0', 'and their sign of life says that it is lost');
SELECT is(test.as('liuyang', test.decide(:silent, 'agree')), 'accepted', 'who has it decides');
SELECT is(pg_temp.refusal('zhouqian', pg_temp.agree(:task, :a, :version)), 'E_CASE_MOVED who=刘洋 when=2026-03-02 10:43 action=agree', 'and still later the first hears that the case went on');
SELECT is((SELECT count(*) FROM yc.decision WHERE case_id = :silent), 1::bigint, 'it was decided once');
SELECT test.decided('lina', :silent, 'agree') \g /dev/null
SELECT is(pg_temp.journal(:silent), 'open accept claim expire claim agree claim agree', 'the journal tells it');
SELECT is_empty('SELECT * FROM yc.verify()', 'nothing is broken');

-- --- the same, tended: nobody has to claim
SELECT test.accepted('wangfang', test.id_no(2)) AS swept \gset
SELECT (test.task_of(:swept)).id AS task \gset
SELECT count(*) FROM yc.tend() \g /dev/null
SELECT is(test.as('zhouqian', test.claim(NULL, :a)), :'task', 'another one taken, while somebody tends');
SELECT (test.case_of(:swept)).version AS version \gset
SELECT is(pg_temp.tended(59), 0::bigint, 'tended, within 59 s nothing is returned');
SELECT is(test.as('liuyang', test.claim(NULL, :b)), NULL, 'and nobody else gets it');
SELECT is(pg_temp.tended(2), 1::bigint, 'after 61 s it is');
SELECT is(pg_temp.listed('liuyang'), '1', 'the others see it in their lists');
SELECT is(pg_temp.refusal('zhouqian', pg_temp.agree(:task, :a, :version)), 'E_CASE_MOVED who=系统 when=2026-03-02 10:44 action=expire', 'a late decision is refused also while nobody has taken it');
SELECT is(pg_temp.refusal('zhouqian', pg_temp.agree(:task, :a, (test.case_of(:swept)).version)), 'E_TASK_NOT_CLAIMED number=' || (test.case_of(:swept)).number, 'also when they have looked again');
SELECT is(pg_temp.renew('zhouqian', :a), '0', 'a late sign of life does not take it back');
SELECT is(test.as('liuyang', test.claim(NULL, :b)), :'task', 'and the next claim gets it');
SELECT test.as('liuyang', test.decide(:swept, 'agree')) \g /dev/null

-- --- a workstation that lives keeps what it has
SELECT test.accepted('wangfang', test.id_no(3)) AS kept, test.accepted('wangfang', test.id_no(4)) AS second \gset
SELECT (test.task_of(:kept)).id AS task, pg_temp.journal(:kept) || ' claim' AS life \gset
SELECT test.as('zhouqian', test.claim((test.task_of(id)).id, :a)) FROM unnest(ARRAY[:kept, :second]) id \g /dev/null
SELECT (test.case_of(:kept)).version AS version \gset
SELECT ok(pg_temp.lives('zhouqian', :a, 60, true, 2), 'an hour of signs of life, tended: both cases are kept');
SELECT ok(pg_temp.lives('zhouqian', :a, 60, false, 2), 'an hour untended: likewise');
SELECT is(test.as('liuyang', test.claim(NULL, :b)), NULL, 'and nobody else gets them');
SELECT is(pg_temp.journal(:kept), :'life', 'signs of life leave no trace in the journal');

-- --- who comes back: the token is the workstation, whatever connection it has
SELECT test.clock_add('55 s') \g /dev/null
SELECT is(pg_temp.renew('zhouqian', :a), '2', 'back after 55 s under the same token: both are kept');
SELECT test.clock_add('70 s') \g /dev/null
SELECT is(pg_temp.renew('zhouqian', :a), '2', 'back after 70 s, and nobody tended or claimed: nobody was kept waiting, so they are kept too');
SELECT is(pg_temp.renew('liuyang', :a), '0', 'a colleague''s sign of life under that token keeps nothing');
SELECT is(pg_temp.renew('zhouqian', :c), '0', 'nor does the same person''s at another machine');
SELECT is(test.as('zhouqian', test.claim(:task, :c)), :'task', 'but there they may take it along');
SELECT is(pg_temp.renew('zhouqian', :a), '1', 'then the first machine has the other one only');
SELECT test.refused('zhouqian', pg_temp.agree(:task, :a, :version), 'E_TASK_NOT_CLAIMED', 'and decides nothing there any more');
SELECT is(test.as('zhouqian', pg_temp.agree(:task, :c, :version)), 'accepted', 'the second does');
SELECT test.as('zhouqian', test.decide(:second, 'agree')) \g /dev/null
SELECT test.decided('lina', id, 'agree') FROM unnest(ARRAY[:kept, :swept, :second]) id \g /dev/null

-- --- more of them than a claim returns at a time, and the oldest are not for who claims
SELECT test.grant('liuyang', 'accept') \g /dev/null
SELECT test.accepted('liuyang', test.id_no(100 + n)) FROM generate_series(1, 6) n \g /dev/null
SELECT test.accepted('wangfang', test.id_no(200 + n)) FROM generate_series(1, 7) n \g /dev/null
SELECT test.as('zhouqian', test.claim(NULL, :a)), test.clock_add('1 s') FROM generate_series(1, 13) \g /dev/null
SELECT is((SELECT count(*) FROM yc.task WHERE token = :a), 13::bigint, 'a workstation holds thirteen cases, and dies');
SELECT test.clock_add('61 s') \g /dev/null
SELECT is((SELECT array_agg(test.as('liuyang', test.claim(NULL, :b)) IS NOT NULL) FROM generate_series(1, 8)),
          array_fill(true, ARRAY[7]) || false, 'untended, who may not review six of them gets the other seven by seven claims, at once');
SELECT is((SELECT count(DISTINCT t.id) FROM yc.task t WHERE t.token = :b), 7::bigint, 'each once');
SELECT is_empty('SELECT * FROM yc.verify()', 'nothing is broken');
SELECT * FROM finish();
