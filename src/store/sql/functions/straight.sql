-- Straight on: what nearly every decision is. Somebody who holds a task agrees to it, nothing stands beside the case, it goes to the next stage, and the next
-- task of their queues is theirs. The same rules as desk.task_decide() and desk.task_claim() hold, asked in three looks and written at once: a statement costs
-- more than what it asks. What is not straight in any respect is left alone, for those to do, or to refuse and to explain.

-- Nothing is waited for: so nothing that was looked at has changed by the time that it is locked. Whatever is done to a case raises its version.
CREATE OR REPLACE FUNCTION yc.straight_on(_actor bigint, _command uuid, _hash bytea, _region int, _task_id bigint, _token uuid, _version int) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    _now          timestamptz := yc.now();
    _made         bigint := yc.next_id(); -- the task of the next stage
    _case_id      bigint;
    _definition   int;
    _queue        int;
    _stage        text;
    _number       text;
    _priority     smallint;
    _due          date;
    _excluded     bigint[];
    _people       text[];
    _after        text; -- the stage that follows, and its queue
    _to           int;
    _authorise    boolean;
    _below        boolean; -- the new task comes before the floor of its queue
    _turn         yc.turn;
    _next         yc.task; -- the task that comes next
    _next_item    text;
    _next_stage   text;
    _next_version int;
    _why          text;
    _lease        timestamptz;
    _reply        jsonb;
BEGIN
    SELECT t.case_id, t.queue_id, t.priority, t.excluded, t.people, yc.task_due(c), c.stage, c.item, c.number, c.definition_id
    INTO _case_id, _queue, _priority, _excluded, _people, _due, _stage, _turn.last, _number, _definition
    FROM yc.task t JOIN yc.case_file c ON c.region = _region AND c.id = t.case_id
    WHERE t.region = _region AND t.id = _task_id AND t.claimed_by = _actor AND t.token = _token AND t.aside IS NULL AND t.branch_id IS NULL AND NOT t.authorisation
      AND t.priority > 1 AND c.version = _version AND c.state = 'accepted' AND c.live_task = _task_id AND t.people IS NOT NULL AND _actor <> ALL (t.excluded)
    FOR UPDATE OF t, c SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT q.stage, q.stage IS NOT DISTINCT FROM d.authorisation, q.id, (f.priority, f.due, f.task_id) > (_priority, _due, _made), g.day, g.near_day, g.long_day, true
    INTO _after, _authorise, _to, _below, _turn.today, _turn.near, _turn.long, _turn.fresh
    FROM (SELECT yc.stage_next(x.stages, _stage) AS next, x.authorisation FROM yc.definition x
          WHERE x.id = _definition AND x.branches IS NULL AND x.collective IS NULL AND NOT x.months AND NOT x.applicant_waits) d
    JOIN yc.queue q ON q.region = _region AND q.stage = d.next AND q.item = _turn.last
    JOIN yc.queue_floor f ON f.region = _region AND f.queue_id = q.id
    JOIN yc.tending g ON g.day = yc.today() AND g.tended_at > _now - interval '5 seconds'
    WHERE EXISTS (SELECT FROM yc.staff_grant r WHERE r.staff_id = _actor AND r.region = _region AND r.action = _stage AND r.revoked_at IS NULL
                  AND (r.item IS NULL OR r.item = _turn.last) AND yc.today() BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity'))
      AND NOT EXISTS (SELECT FROM yc.absence a WHERE a.region = _region AND a.staff_id = _actor AND a.ended_at IS NULL AND yc.today() BETWEEN a.first_day AND a.last_day)
      -- whoever keeps out stands in the task, for reasons that go on to the next stage; and nobody else has a reason
      AND NOT EXISTS (SELECT FROM yc.staff x WHERE x.id_no IS NOT NULL AND upper(x.id_no) = ANY (_people) AND x.id <> ALL (_excluded))
      AND NOT EXISTS (SELECT FROM yc.staff_kin k WHERE upper(k.id_no) = ANY (_people) AND k.staff_id <> ALL (_excluded))
      AND NOT EXISTS (SELECT FROM yc.decision x WHERE x.region = _region AND x.case_id = _case_id AND (x.decision <> 'agree' OR x.undone_at IS NOT NULL OR x.stage IN (_stage, d.next)))
      -- nothing is noted or asked beside it
      AND NOT EXISTS (SELECT FROM yc.doubt x WHERE x.region = _region AND x.case_id = _case_id AND x.decided_task IS NULL AND x.removed_at IS NULL)
      AND NOT EXISTS (SELECT FROM yc.decision_basis x WHERE x.region = _region AND x.task_id = _task_id)
      AND NOT EXISTS (SELECT FROM yc.question x WHERE x.region = _region AND x.case_id = _case_id AND x.answered_at IS NULL AND x.withdrawn_at IS NULL);
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    _excluded := _excluded || _actor;
    _next := yc.task_next(_actor, _region, _turn);
    IF _next.id IS NULL OR _next.claimed_by IS NOT NULL OR _next.branch_id IS NOT NULL THEN
        RETURN NULL;
    END IF;
    SELECT c.item, c.stage, c.version + 1 INTO _next_item, _next_stage, _next_version FROM yc.case_file c WHERE c.region = _region AND c.id = _next.case_id FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    _why := substring(yc.turn_class(_next.priority, _next.due, _turn.today, _turn.long, _turn.near, _next_item = _turn.last) FROM 3);
    _lease := _now + make_interval(secs => yc.setting('lease_seconds')::int);
    _reply := jsonb_build_object('case_id', _case_id, 'number', _number, 'state', 'accepted', 'item', _turn.last, 'stage', CASE WHEN _authorise THEN 'authorise' ELSE _after END,
        'next', jsonb_build_object('task_id', _next.id, 'case_id', _next.case_id, 'version', _next_version, 'due', _next.due, 'item', _next_item, 'stage', _next_stage));
    WITH entry(case_id, action, body) AS (
        VALUES (_case_id, 'agree', convert_to(jsonb_build_object('task', _task_id, 'reason', NULL, 'note', NULL, 'state', 'accepted', 'stage', _after)::text, 'UTF8')),
               (_next.case_id, 'claim', convert_to(jsonb_build_object('task', _next.id, 'why', _why)::text, 'UTF8'))
    ), written AS (
        UPDATE yc.case_file c SET stage = CASE c.id WHEN _case_id THEN _after ELSE c.stage END, live_task = CASE c.id WHEN _case_id THEN _made ELSE c.live_task END,
            journal_seq = c.journal_seq + 1, version = c.version + 1,
            journal_head = yc.journal_hash(c.journal_head, c.region, c.id, c.journal_seq + 1, _now, _actor, e.action, e.body)
        FROM entry e WHERE c.region = _region AND c.id = e.case_id RETURNING c.id, c.journal_seq, c.journal_head, e.action, e.body
    ), noted AS (
        INSERT INTO yc.journal (region, case_id, seq, at, actor, action, body, hash) SELECT _region, w.id, w.journal_seq, _now, _actor, w.action, w.body, w.journal_head FROM written w
    ), pending AS (
        INSERT INTO yc.seal_pending (region, case_id) VALUES (_region, _case_id), (_region, _next.case_id)
    ), decided AS (
        INSERT INTO yc.decision (region, case_id, task_id, stage, decision, decided_by, decided_at) VALUES (_region, _case_id, _task_id, _stage, 'agree', _actor, _now)
    ), moved AS ( -- one goes on to the queue of the next stage, the other comes into my hands
        UPDATE yc.task t SET id = m.id, queue_id = m.queue_id, due = m.due, claimed_by = m.claimed_by, token = m.token, lease_until = m.lease_until,
            excluded = m.excluded, created_at = m.created_at, authorisation = m.authorisation
        FROM (VALUES (_task_id, _made, _to, _due, NULL::bigint, NULL::uuid, NULL::timestamptz, _excluded, _now, _authorise),
                     (_next.id, _next.id, _next.queue_id, _next.due, _actor, _token, _lease, _next.excluded, _next.created_at, _next.authorisation))
            m(task_id, id, queue_id, due, claimed_by, token, lease_until, excluded, created_at, authorisation)
        WHERE t.region = _region AND t.id = m.task_id
    ), counted AS (
        INSERT INTO yc.queue_delta (region, queue_id, kind, change)
        VALUES (_region, _queue, 'claimed', -1), (_region, _queue, 'decided', 1), (_region, _to, 'ready', 1), (_region, _next.queue_id, 'ready', -1), (_region, _next.queue_id, 'claimed', 1)
    )
    INSERT INTO yc.command (region, key, staff_id, function, argument_hash, reply, at) VALUES (_region, _command, _actor, 'task_decide_next', _hash, _reply, _now)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        PERFORM yc.refuse('E_COMMAND_REUSED', 'function', (SELECT c.function FROM yc.command c WHERE c.region = _region AND c.key = _command));
    END IF;
    IF _below THEN
        PERFORM yc.floor_lower(t) FROM yc.task t WHERE t.region = _region AND t.id = _made;
    END IF;
    RETURN _reply;
END $$;
COMMENT ON FUNCTION yc.straight_on(bigint, uuid, bytea, int, bigint, uuid, int) IS
    'Agrees to a task and claims the next, where both are straight: what desk.task_decide_next() tells of both, with the item. NULL: they are not, and nothing was done.';
