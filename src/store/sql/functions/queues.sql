-- Tasks and queues (figures.sql has the supervisor's table): how a task comes, which is next, claiming it. Cases whose applicant waits in the hall go first until the visit ends; what a supervisor
-- authorises is in no approver's hands.

CREATE OR REPLACE FUNCTION yc.case_waits(_case yc.case_file) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN _case.state = 'accepted' AND _case.waiting IS NULL
        AND EXISTS (SELECT FROM yc.definition d JOIN yc.visit v ON v.region = _case.region AND v.id = _case.visit_id AND v.ended_at IS NULL
                    WHERE d.id = _case.definition_id AND d.applicant_waits);
END $$;
COMMENT ON FUNCTION yc.case_waits(yc.case_file) IS
    'Whether the applicant waits for this case in the hall: the item is one of those, their visit has not ended, and something is being decided.';

CREATE OR REPLACE FUNCTION yc.queue_moved(_region int, _queue int, _kind text, _change int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO yc.queue_delta (region, queue_id, kind, change) VALUES (_region, _queue, _kind, _change);
END $$;
COMMENT ON FUNCTION yc.queue_moved(int, int, text, int) IS 'Counts without a lock: tend folds the deltas.';

CREATE OR REPLACE FUNCTION yc.queue_moved(_region int, _queue int, _from text, _to text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO yc.queue_delta (region, queue_id, kind, change) VALUES (_region, _queue, _from, -1), (_region, _queue, _to, 1);
END $$;
COMMENT ON FUNCTION yc.queue_moved(int, int, text, text) IS 'One task goes from one count of its queue to another.';

CREATE OR REPLACE FUNCTION yc.floor_lower(_task yc.task) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE yc.queue_floor f SET priority = _task.priority, due = _task.due, task_id = _task.id
    FROM (SELECT x.region, x.queue_id FROM yc.queue_floor x
          WHERE x.region = _task.region AND x.queue_id = _task.queue_id
            AND (x.priority, x.due, x.task_id) > (_task.priority, _task.due, _task.id)
          FOR UPDATE SKIP LOCKED) x
    WHERE f.region = x.region AND f.queue_id = x.queue_id;
END $$;
COMMENT ON FUNCTION yc.floor_lower(yc.task) IS
    'An urgent task below the floor must not wait for the next tending. Never waits itself: a floor that another transaction has is left to the next tending, so that floors take no part in a deadlock.';

-- --- a task comes and goes

CREATE OR REPLACE FUNCTION yc.task_put(_case yc.case_file, _stage text, _excluded bigint[], _route yc.route) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _priority smallint := _route.priority;
    _task     bigint;
    _below    boolean;
BEGIN
    IF _route.applicant_waits THEN
        -- Held against its end until this is committed: otherwise the end would not see this task, nor this the end.
        PERFORM FROM yc.visit v WHERE v.region = _case.region AND v.id = _case.visit_id AND v.ended_at IS NULL FOR SHARE;
        _priority := CASE WHEN FOUND THEN 1 ELSE _priority END;
    END IF;
    WITH made AS (
        INSERT INTO yc.task AS t (region, case_id, queue_id, priority, due, excluded, people, authorisation, created_at)
        VALUES (_case.region, _case.id, coalesce((SELECT q.id FROM yc.queue q WHERE q.region = _case.region AND q.stage = _stage AND q.item = _case.item),
            yc.queue_of(_case.region, _stage, _case.item)), _priority, yc.task_due(_case), _excluded, _route.people, coalesce(_route.authorisation = _stage, false), yc.now())
        RETURNING t.region, t.queue_id, t.priority, t.due, t.id
    ), counted AS (
        INSERT INTO yc.queue_delta (region, queue_id, kind, change) SELECT m.region, m.queue_id, 'ready', 1 FROM made m
    )
    SELECT m.id, EXISTS (SELECT FROM yc.queue_floor f WHERE f.region = m.region AND f.queue_id = m.queue_id AND (f.priority, f.due, f.task_id) > (m.priority, m.due, m.id))
    INTO STRICT _task, _below FROM made m;
    IF _below THEN
        PERFORM yc.floor_lower(t) FROM yc.task t WHERE t.region = _case.region AND t.id = _task;
    END IF;
    RETURN _task;
END $$;
COMMENT ON FUNCTION yc.task_put(yc.case_file, text, bigint[], yc.route) IS
    'Puts a case into the queue of a stage, first while its applicant waits, for who knows which staff may not have it and the way of the case; returns the task. The caller sets case_file.live_task.';

CREATE OR REPLACE FUNCTION yc.task_make(_case yc.case_file, _stage text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _route yc.route := yc.case_route(_case, NULL::yc.task);
BEGIN
    RETURN yc.task_put(_case, _stage, yc.case_excluded(_case.region, _case.id, _stage, _route.related), _route);
END $$;
COMMENT ON FUNCTION yc.task_make(yc.case_file, text) IS
    'Puts a case into the queue of a stage, first while its applicant waits; returns the task. The caller sets case_file.live_task.';

CREATE OR REPLACE FUNCTION yc.task_drop(_case yc.case_file) RETURNS void LANGUAGE sql AS $$
    WITH dropped AS (DELETE FROM yc.task t WHERE t.region = _case.region AND t.id = _case.live_task RETURNING t.queue_id)
    SELECT yc.queue_moved(_case.region, queue_id, 'ready', -1) FROM dropped
$$;
COMMENT ON FUNCTION yc.task_drop(yc.case_file) IS 'Takes the live task of a case, which nobody has opened, out of its queue. The caller moves the case on.';

CREATE OR REPLACE FUNCTION yc.task_start(_actor bigint, _task yc.task, _token uuid, _why text) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _from text := yc.task_kind(_task);
BEGIN
    WITH counted AS (
        INSERT INTO yc.queue_delta (region, queue_id, kind, change) VALUES (_task.region, _task.queue_id, _from, -1), (_task.region, _task.queue_id, 'claimed', 1)
    )
    UPDATE yc.task t SET claimed_by = _actor, token = _token, lease_until = yc.now() + make_interval(secs => yc.setting('lease_seconds')::int), aside = NULL
    WHERE t.region = _task.region AND t.id = _task.id;
    IF _from = 'held' THEN
        UPDATE yc.hold h SET ended_at = yc.now() WHERE h.region = _task.region AND h.task_id = _task.id AND h.ended_at IS NULL;
    END IF;
    RETURN yc.journal_append(_actor, _task.region, _task.case_id, 'claim', jsonb_build_object('task', _task.id, 'why', _why));
END $$;
COMMENT ON FUNCTION yc.task_start(bigint, yc.task, uuid, text) IS
    'Makes a task that is ready, or put aside for this person, theirs, with a lease; the caller has locked it and says why (yc.turn_why()). Returns its case.';

-- --- drawing one

CREATE OR REPLACE FUNCTION yc.granted_queues(_actor bigint, _region int) RETURNS SETOF yc.queue LANGUAGE sql STABLE AS $$
    WITH granted AS MATERIALIZED (
        SELECT g.action, g.item FROM yc.staff_grant g
        WHERE g.staff_id = _actor AND g.region = _region AND g.revoked_at IS NULL
          AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity') AND yc.absent_until(_actor, _region) IS NULL
    )
    SELECT q.* FROM yc.queue q
    WHERE q.region = _region AND EXISTS (SELECT FROM granted g WHERE g.action = q.stage AND (g.item IS NULL OR g.item = q.item))
      AND NOT EXISTS (SELECT FROM yc.pause_of(_region, q.id, _actor, NULL, NULL))
$$;
COMMENT ON FUNCTION yc.granted_queues(bigint, int) IS
    'The queues that the rights of a person open to them in a region today; paused ones are not, and who is absent or paused has none. A task in them may still be a supervisor''s to authorise.';

CREATE OR REPLACE FUNCTION yc.my_queues(_actor bigint, _region int) RETURNS SETOF yc.queue LANGUAGE sql STABLE AS $$
    SELECT q.* FROM yc.granted_queues(_actor, _region) q
    WHERE NOT EXISTS (SELECT FROM yc.definition d WHERE d.kind = 'item' AND d.authorisation IS NOT NULL AND d.code = q.item AND d.authorisation = q.stage
                      AND d.id = yc.definition_current('item', d.code)) -- asked of the few items that have one
       OR EXISTS (SELECT FROM yc.task t WHERE t.region = q.region AND t.queue_id = q.id AND NOT t.authorisation) -- of an older version
$$;
COMMENT ON FUNCTION yc.my_queues(bigint, int) IS
    'yc.granted_queues() but for those of authorisations, which are nobody''s.';

-- What a supervisor authorises is in no approver's hands: it is taken by its id alone. SKIP LOCKED only inside one queue, so that nobody waits and nothing is
-- passed over.
CREATE OR REPLACE FUNCTION yc.task_first(_actor bigint, _region int, _queue int, _priority smallint, _due date, _id bigint) RETURNS yc.task LANGUAGE plpgsql AS $$
DECLARE
    _task yc.task;
BEGIN
    SELECT * INTO _task FROM yc.task t
    WHERE t.region = _region AND t.queue_id = _queue AND t.claimed_by IS NULL AND (t.priority, t.due, t.id) >= (_priority, _due, _id)
      AND NOT _actor = ANY (t.excluded) AND NOT t.authorisation
    ORDER BY t.priority, t.due, t.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    RETURN _task;
END $$;
COMMENT ON FUNCTION yc.task_first(bigint, int, int, smallint, date, bigint) IS
    'Locks the first task of a queue, from a priority, due date and id on, that waits and that a person may decide; NULL: there is none that nobody else has locked.';

-- No head comes before its floor. So where the head of the queue whose floor comes first is no later than all other floors, it is the next.
CREATE OR REPLACE FUNCTION yc.task_by_floor(_actor bigint, _region int, _turn yc.turn) RETURNS yc.task LANGUAGE plpgsql AS $$
DECLARE
    _queue       int;
    _priority    smallint;
    _due         date;
    _id          bigint;
    _class       text;
    _later       boolean;
    _people      int;
    _class_then  text COLLATE "C"; -- the floor that comes behind
    _due_then    date;
    _later_then  boolean;
    _people_then int;
    _id_then     bigint;
    _task        yc.task;
BEGIN
    SELECT h.queue, h.priority, h.due, h.task, h.class, h.later, h.people, lead(h.class) OVER w, lead(h.due) OVER w, lead(h.later) OVER w, lead(h.people) OVER w, lead(h.task) OVER w
    INTO _queue, _priority, _due, _id, _class, _later, _people, _class_then, _due_then, _later_then, _people_then, _id_then
    FROM (SELECT q.id AS queue, f.priority, f.due, f.task_id AS task, q.item IS DISTINCT FROM _turn.last AS later, q.people,
              CASE WHEN f.priority IS NULL OR (f.priority = 5 AND f.due < _turn.today) THEN '0 look' -- behind what is overdue stands what can still be kept
                   ELSE yc.turn_class(f.priority, f.due, _turn.today, _turn.long, _turn.near, q.item = _turn.last) END AS class
          FROM yc.granted_queues(_actor, _region) q LEFT JOIN yc.queue_floor f ON f.region = _region AND f.queue_id = q.id) h
    WINDOW w AS (ORDER BY h.class, h.due, h.later, h.people, h.task) ORDER BY h.class, h.due, h.later, h.people, h.task LIMIT 1;
    IF _class > '1' THEN
        _task := yc.task_first(_actor, _region, _queue, _priority, _due, _id);
        IF _task.id IS NOT NULL AND NOT (_task.priority = 5 AND _task.due < _turn.today)
            AND (_class_then IS NULL OR (yc.turn_class(_task.priority, _task.due, _turn.today, _turn.long, _turn.near, NOT _later), _task.due, _later, _people, _task.id)
                                        <= (_class_then, _due_then, _later_then, _people_then, _id_then)) THEN
            RETURN _task;
        END IF;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.task_by_floor(bigint, int, yc.turn) IS
    'Locks what yc.task_by_head() would lock, where the floors tell which it is: one look at a row a queue. NULL: they do not, or nothing waits.';

CREATE OR REPLACE FUNCTION yc.task_by_head(_actor bigint, _region int, _turn yc.turn) RETURNS yc.task LANGUAGE plpgsql AS $$
DECLARE
    _queue    int;
    _priority smallint; -- from here on
    _due      date;
    _id       bigint;
    _task     yc.task;
BEGIN
    FOR _attempt IN 1..3 LOOP
        FOR _queue, _priority, _due, _id IN
            SELECT q.id, h.from_priority, h.from_due, h.from_id
            FROM yc.granted_queues(_actor, _region) q
            LEFT JOIN yc.queue_floor f ON _turn.fresh AND f.region = _region AND f.queue_id = q.id
            CROSS JOIN LATERAL (
                SELECT t.priority, t.due, t.id, coalesce(f.priority, (-1)::smallint) AS from_priority,
                       coalesce(f.due, '-infinity') AS from_due, coalesce(f.task_id, 0) AS from_id
                FROM yc.task t
                WHERE t.region = _region AND t.queue_id = q.id AND t.claimed_by IS NULL
                  AND (t.priority, t.due, t.id) >= (coalesce(f.priority, (-1)::smallint), coalesce(f.due, '-infinity'), coalesce(f.task_id, 0))
                  AND NOT _actor = ANY (t.excluded) AND NOT t.authorisation
                ORDER BY t.priority, t.due, t.id LIMIT 1) first
            LEFT JOIN LATERAL ( -- behind what is overdue, the first that can still be kept
                SELECT t.priority, t.due, t.id FROM yc.task t
                WHERE first.priority = 5 AND first.due < _turn.today
                  AND t.region = _region AND t.queue_id = q.id AND t.claimed_by IS NULL AND (t.priority, t.due, t.id) >= (5::smallint, _turn.today, 0)
                  AND NOT _actor = ANY (t.excluded) AND NOT t.authorisation
                ORDER BY t.priority, t.due, t.id LIMIT 1) kept ON true
            CROSS JOIN LATERAL (VALUES (first.priority, first.due, first.id, first.from_priority, first.from_due, first.from_id),
                                       (kept.priority, kept.due, kept.id, 5::smallint, _turn.today, 0)) h(priority, due, id, from_priority, from_due, from_id)
            WHERE h.id IS NOT NULL
            ORDER BY yc.turn_class(h.priority, h.due, _turn.today, _turn.long, _turn.near, q.item = _turn.last), h.due, q.item = _turn.last DESC NULLS LAST, q.people, h.id
        LOOP
            _task := yc.task_first(_actor, _region, _queue, _priority, _due, _id);
            IF _task.id IS NOT NULL THEN
                RETURN _task;
            END IF;
        END LOOP;
        EXIT WHEN NOT FOUND; -- no queue had anything
    END LOOP;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.task_by_head(bigint, int, yc.turn) IS
    'Locks the first of the heads of all queues of a person by yc.turn_class(), due date, the item of their run, fewest people, age; without those that they may not decide. NULL: nothing waits for them.';

CREATE OR REPLACE FUNCTION yc.task_next(_actor bigint, _region int, _turn yc.turn) RETURNS yc.task LANGUAGE plpgsql AS $$
DECLARE
    _task yc.task;
BEGIN
    SELECT * INTO _task FROM yc.task t
    WHERE t.claimed_by = _actor AND t.region = _region AND t.aside = 'reserved' AND t.lease_until > yc.now() AND NOT t.authorisation
    ORDER BY t.priority, t.due, t.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND AND _turn.fresh THEN
        _task := yc.task_by_floor(_actor, _region, _turn);
    END IF;
    IF _task.id IS NULL THEN
        _task := yc.task_by_head(_actor, _region, _turn);
    END IF;
    RETURN _task;
END $$;
COMMENT ON FUNCTION yc.task_next(bigint, int, yc.turn) IS
    'Locks the next task of a person: what is reserved for them, else yc.task_by_head(), the quicker way while floors are believed. NULL: nothing waits for them.';

CREATE OR REPLACE FUNCTION yc.task_draw(_actor bigint, _region int, _turn yc.turn) RETURNS yc.task LANGUAGE plpgsql AS $$
DECLARE
    _returned int;
    _task     yc.task;
BEGIN
    -- Leases that ran out go back first, unless somebody tends: then only rather than to come back empty-handed. A few at a time, so that a claim stays short.
    IF _turn.fresh THEN
        _task := yc.task_next(_actor, _region, _turn);
    END IF;
    WHILE _task.id IS NULL LOOP
        _returned := yc.leases_return(_actor, _region, ARRAY(SELECT q.id FROM yc.my_queues(_actor, _region) q), 5);
        _task := yc.task_next(_actor, _region, _turn);
        EXIT WHEN _returned = 0;
    END LOOP;
    RETURN _task;
END $$;
COMMENT ON FUNCTION yc.task_draw(bigint, int, yc.turn) IS 'yc.task_next(), also of what comes back into its queue by then. Locks the task; NULL: nothing waits.';

CREATE OR REPLACE FUNCTION yc.task_told(_task yc.task, _case yc.case_file) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN jsonb_build_object('task_id', _task.id, 'case_id', _case.id, 'version', _case.version, 'due', _task.due, 'item', _case.item,
        'stage', CASE WHEN _task.branch_id IS NULL THEN _case.stage ELSE (SELECT b.kind FROM yc.branch b WHERE b.region = _task.region AND b.id = _task.branch_id) END);
END $$;
COMMENT ON FUNCTION yc.task_told(yc.task, yc.case_file) IS 'A claimed task and its case as the reply to a claim names them, the stage of a branch being its kind (vote: a vote).';

CREATE OR REPLACE FUNCTION yc.claim_obstacle(_actor bigint, _case yc.case_file, _task yc.task, _route yc.route) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal;
BEGIN
    IF _case.state <> 'accepted' OR _task.id IS NULL THEN
        RETURN ROW('E_CASE_STATE', ARRAY['state', coalesce(_case.waiting, _case.state), 'number', coalesce(_case.number, '')])::yc.refusal;
    END IF;
    _refusal := yc.right_refusal(_actor, CASE WHEN _task.branch_id IS NOT NULL THEN yc.task_right(_case, _task)
                                              WHEN _route.authorisation = _case.stage THEN 'supervise' ELSE _case.stage END, _case.region, NULL, _case.item);
    IF _refusal.code IS NULL AND _task.branch_id IS NOT NULL THEN
        _refusal := yc.vote_refusal(_actor, _task);
    END IF;
    IF _refusal.code IS NULL THEN
        _refusal := yc.excluded_refusal(_actor, _case, _task, _route.related);
    END IF;
    IF _refusal.code IS NULL THEN
        _refusal := yc.absence_refusal(_actor, _case.region);
    END IF;
    IF _refusal.code IS NULL AND _task.claimed_by <> _actor AND _task.lease_until > yc.now() THEN
        _refusal := CASE _task.aside
            WHEN 'held' THEN ROW('E_TASK_HELD', ARRAY['who', yc.staff_name(_task.claimed_by), 'until', to_char(_task.lease_until AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')])::yc.refusal
            WHEN 'reserved' THEN ROW('E_TASK_RESERVED', ARRAY['who', yc.staff_name(_task.claimed_by)])::yc.refusal
            ELSE ROW('E_TASK_CLAIMED', ARRAY['who', yc.staff_name(_task.claimed_by)])::yc.refusal END;
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.claim_obstacle(bigint, yc.case_file, yc.task, yc.route) IS
    'What stands against this person taking this task: state, right, separation of duties, own or kin case, E_VOTE_TWICE {when}, E_STAFF_ABSENT {who, to}, E_TASK_CLAIMED {who}, E_TASK_HELD {who, until}, E_TASK_RESERVED {who}. _route: yc.case_route().';

CREATE OR REPLACE FUNCTION yc.claim_obstacle(_actor bigint, _case yc.case_file, _task yc.task) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN yc.claim_obstacle(_actor, _case, _task, yc.case_route(_case, _task));
END $$;
COMMENT ON FUNCTION yc.claim_obstacle(bigint, yc.case_file, yc.task) IS
    'What stands against this person taking this task: state, right, separation of duties, own or kin case, E_VOTE_TWICE {when}, E_STAFF_ABSENT {who, to}, E_TASK_CLAIMED {who}, E_TASK_HELD {who, until}, E_TASK_RESERVED {who}.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.task_claim(_command uuid, _region int, _token uuid, _task_id bigint)
RETURNS TABLE (task_id bigint, case_id bigint, version int, stage text, due date, item text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    _actor bigint := yc.actor();
    _hash  bytea := yc.command_hash(_token::text, _task_id::text);
    _reply jsonb := yc.command_once(_actor, _region, _command, 'task_claim', _hash);
    _turn  yc.turn;
    _task  yc.task;
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        IF _token IS NULL THEN
            PERFORM yc.refuse('E_COMMAND_KEY_MISSING', 'function', 'task_claim');
        END IF;
        IF _task_id IS NULL THEN
            _turn := yc.turn_now(_actor, _region, NULL);
            _task := yc.task_draw(_actor, _region, _turn);
            IF _task.id IS NULL THEN -- else they have no queue to draw from, and nothing is reserved for them: not the same as nothing waits
                PERFORM yc.refuse(yc.absence_refusal(_actor, _region));
                PERFORM yc.refuse(yc.pause_refusal(_actor, _region, NULL));
            END IF;
        ELSE
            _case := yc.task_case(_actor, _region, _task_id);
            SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.id = _task_id;
            PERFORM yc.refuse(yc.claim_refusal(_actor, _case, _task));
            IF _task.claimed_by <> _actor THEN -- its lease ran out
                PERFORM yc.task_back(_actor, _task, 'expire');
                _task.claimed_by := NULL;
                _task.aside := NULL;
            END IF;
        END IF;
        IF _task.id IS NULL THEN
            _reply := '{}';
        ELSE
            IF _task.claimed_by IS NULL OR _task.aside IS NOT NULL THEN
                _case := yc.task_start(_actor, _task, _token, yc.turn_why(_task, _task_id IS NOT NULL, _turn));
            ELSE -- mine already: a reconnect keeps it under the new token
                UPDATE yc.task t SET token = _token, lease_until = yc.now() + make_interval(secs => yc.setting('lease_seconds')::int)
                WHERE t.region = _region AND t.id = _task.id;
            END IF;
            _reply := yc.task_told(_task, _case);
        END IF;
        _reply := yc.command_keep(_actor, _region, _command, 'task_claim', _hash, _reply);
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(task_id bigint, case_id bigint, version int, stage text, due date, item text)
    WHERE r.task_id IS NOT NULL;
END $$;
COMMENT ON FUNCTION desk.task_claim(uuid, int, uuid, bigint) IS
    'Takes the next task of my queues (no row: nothing waits) or a given one, for a lease kept alive by task_renew. Refuses what yc.claim_refusal() tells; E_STAFF_PAUSED {who, until, words} where nothing comes because of it.';
GRANT EXECUTE ON FUNCTION desk.task_claim(uuid, int, uuid, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.task_list(_region int, _after_priority smallint, _after_due date, _after_id bigint)
RETURNS TABLE (task_id bigint, case_id bigint, number text, item text, item_zh text, item_en text, stage text, name text, priority smallint, due date,
               accepted_at timestamptz, claimed_by text, mine boolean, barred boolean, aside text, until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    _actor bigint := yc.actor();
BEGIN
    RETURN QUERY SELECT t.id, t.case_id, c.number, c.item, d.name_zh, d.name_en, coalesce(b.kind, c.stage), yc.mask('name_any', p.name),
           t.priority, t.due, c.accepted_at, CASE WHEN yc.english() THEN s.name_en ELSE s.name_zh END, t.claimed_by = _actor AND t.aside IS DISTINCT FROM 'held',
           _actor = ANY (t.excluded), t.aside, (t.lease_until AT TIME ZONE 'Asia/Shanghai')::date
    FROM (
        SELECT x.* FROM yc.my_queues(_actor, _region) q
        CROSS JOIN LATERAL (SELECT * FROM yc.task t
                            WHERE t.region = _region AND t.queue_id = q.id AND t.claimed_by IS NULL
                              AND (t.priority, t.due, t.id) > (coalesce(_after_priority, (-1)::smallint), coalesce(_after_due, '-infinity'), coalesce(_after_id, 0))
                            ORDER BY t.priority, t.due, t.id LIMIT 50) x
        UNION ALL
        SELECT t.* FROM yc.task t WHERE t.claimed_by = _actor AND t.region = _region AND _after_id IS NULL
        ORDER BY priority, due, id LIMIT 50) t
    JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    LEFT JOIN yc.staff s ON s.id = t.claimed_by
    LEFT JOIN yc.branch b ON b.region = t.region AND b.id = t.branch_id
    ORDER BY CASE WHEN t.claimed_by IS NULL THEN 2 WHEN t.aside IS NULL THEN 0 WHEN t.aside = 'reserved' THEN 1 ELSE 3 END, t.priority, t.due, t.id;
END $$;
COMMENT ON FUNCTION desk.task_list(int, smallint, date, bigint) IS
    'What waits in my queues, 50 at a time (the stage of a branch being its kind); on the first page before it what I work on and what is reserved for me (mine), after it what I hold until a date; the next page by the last row''s priority, due date and id. Names masked.';
GRANT EXECUTE ON FUNCTION desk.task_list(int, smallint, date, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.authorisation_list(_region int)
RETURNS TABLE (task_id bigint, case_id bigint, number text, window_number smallint, clerk text, item_zh text, item_en text, name text, letters_zh text, letters_en text,
               asked_at timestamptz, waits_since timestamptz, holder text, mine boolean, barred boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
    RETURN QUERY SELECT t.id, t.case_id, c.number, c.window_number, yc.staff_name(c.accepted_by), d.name_zh, d.name_en, yc.mask('name_any', p.name), l.zh, l.en,
        t.created_at, CASE WHEN t.priority = 1 THEN c.accepted_at END, CASE WHEN t.lease_until >= yc.now() THEN yc.staff_name(t.claimed_by) END,
        coalesce(t.claimed_by = _actor, false), _actor = ANY (t.excluded)
    FROM (SELECT * FROM yc.task x WHERE x.region = _region AND x.authorisation ORDER BY x.priority, x.created_at, x.id LIMIT 50) t
    JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    CROSS JOIN LATERAL (
        SELECT coalesce(string_agg(w -> 'name' ->> 'zh', '、' ORDER BY n), '') AS zh, coalesce(string_agg(w -> 'name' ->> 'en', ', ' ORDER BY n), '') AS en
        FROM yc.material m CROSS JOIN LATERAL jsonb_array_elements(d.content -> 'materials') WITH ORDINALITY AS e(w, n)
        WHERE m.region = c.region AND m.case_id = c.id AND m.way = 'commitment' AND m.removed_at IS NULL AND w ->> 'key' = m.kind) l
    ORDER BY t.priority, t.created_at, t.id;
END $$;
COMMENT ON FUNCTION desk.authorisation_list(int) IS
    'Cases that wait for a supervisor''s authorisation, those whose applicant waits first, then the oldest; at most 50. Where and by whom it was accepted, the name masked, which proofs were replaced by a commitment letter, since when it is asked, since when the applicant waits (NULL: they do not), who has it in hand now, whether that is me, whether I am barred from it (desk.why_not() tells why). Taken by desk.task_claim() with its task_id, decided by desk.task_decide(). For supervisors.';
GRANT EXECUTE ON FUNCTION desk.authorisation_list(int) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_waits(_region int, _case_id bigint) RETURNS TABLE (since timestamptz, steps text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _case yc.case_file := yc.case_visible(yc.actor(), _region, _case_id);
BEGIN
    RETURN QUERY SELECT _case.accepted_at, yc.definition_steps(d.content) FROM yc.definition d WHERE d.id = _case.definition_id AND yc.case_waits(_case);
END $$;
COMMENT ON FUNCTION desk.case_waits(int, bigint) IS
    'Of a case that I may see: since when its applicant waits in the hall, and what comes after acceptance (yc.definition_steps()). No row: nobody waits.';
GRANT EXECUTE ON FUNCTION desk.case_waits(int, bigint) TO yc_staff;
