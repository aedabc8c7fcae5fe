-- The back factory: queues, claims, leases, decisions; looking at a case; why not; explain.

CREATE FUNCTION yc.my_queues(_actor bigint, _region int) RETURNS SETOF int LANGUAGE sql STABLE AS $$
    SELECT DISTINCT q.id FROM yc.staff_grant g
    JOIN yc.queue q ON q.region = g.region AND q.stage = g.action AND (g.item IS NULL OR q.item = g.item)
    WHERE g.staff_id = _actor AND g.region = _region AND g.revoked_at IS NULL
      AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
$$;
COMMENT ON FUNCTION yc.my_queues(bigint, int) IS 'The queues that a person may draw from in a region today.';

CREATE FUNCTION yc.tending_fresh() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT t.tended_at > yc.now() - interval '5 seconds' FROM yc.tending t
$$;
COMMENT ON FUNCTION yc.tending_fresh() IS
    'Whether the floors may be believed. Without tending every claim looks from the bottom: slower, never wrong.';

CREATE FUNCTION yc.task_start(_actor bigint, _task yc.task, _token uuid) RETURNS yc.task LANGUAGE plpgsql AS $$
BEGIN
    UPDATE yc.task t SET claimed_by = _actor, token = _token,
        lease_until = yc.now() + make_interval(secs => yc.setting('lease_seconds')::int)
    WHERE t.region = _task.region AND t.id = _task.id RETURNING * INTO _task;
    PERFORM yc.queue_moved(_task.region, _task.queue_id, 'ready', -1), yc.queue_moved(_task.region, _task.queue_id, 'claimed', 1);
    PERFORM yc.journal_append(_actor, _task.region, _task.case_id, 'claim', jsonb_build_object('task', _task.id));
    RETURN _task;
END $$;
COMMENT ON FUNCTION yc.task_start(bigint, yc.task, uuid) IS 'Makes a ready task, locked by the caller, this person''s, with a lease.';

CREATE FUNCTION yc.task_back(_actor bigint, _task yc.task, _action text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE yc.task t SET claimed_by = NULL, token = NULL, lease_until = NULL WHERE t.region = _task.region AND t.id = _task.id;
    PERFORM yc.queue_moved(_task.region, _task.queue_id, 'claimed', -1), yc.queue_moved(_task.region, _task.queue_id, 'ready', 1);
    PERFORM yc.journal_append(_actor, _task.region, _task.case_id, _action, jsonb_build_object('task', _task.id, 'from', _task.claimed_by));
    PERFORM yc.floor_lower(_task);
END $$;
COMMENT ON FUNCTION yc.task_back(bigint, yc.task, text) IS 'Puts a claimed task, locked by the caller, back into its queue (release, or expire when its lease ran out).';

CREATE FUNCTION yc.leases_return(_actor bigint, _region int, _queues int[], _most int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _task  yc.task;
    _count int := 0;
BEGIN
    FOR _task IN
        SELECT t.* FROM unnest(_queues) q(id)
        CROSS JOIN LATERAL (SELECT * FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id AND t.claimed_by IS NOT NULL
                            AND t.lease_until < yc.now() ORDER BY t.lease_until LIMIT _most FOR UPDATE SKIP LOCKED) t
        LIMIT _most
    LOOP
        PERFORM yc.task_back(_actor, _task, 'expire');
        _count := _count + 1;
    END LOOP;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.leases_return(bigint, int, int[], int) IS
    'Puts tasks whose lease ran out back. tend does it every second; a claim does it for its own queues too, so that a dead workstation holds nothing up.';

CREATE FUNCTION yc.task_next(_actor bigint, _region int) RETURNS yc.task LANGUAGE plpgsql AS $$
DECLARE
    _fresh boolean := yc.tending_fresh();
    _head  record;
    _task  yc.task;
BEGIN
    -- The heads of my queues in order; SKIP LOCKED only inside one queue, so that nobody waits and nothing is passed over.
    FOR _attempt IN 1..3 LOOP
        FOR _head IN
            SELECT q.id AS queue_id, h.priority, h.due, h.id, h.from_priority, h.from_due, h.from_id
            FROM yc.my_queues(_actor, _region) q(id)
            LEFT JOIN yc.queue_floor f ON _fresh AND f.region = _region AND f.queue_id = q.id
            CROSS JOIN LATERAL (
                SELECT t.priority, t.due, t.id, coalesce(f.priority, (-1)::smallint) AS from_priority,
                       coalesce(f.due, '-infinity') AS from_due, coalesce(f.task_id, 0) AS from_id
                FROM yc.task t
                WHERE t.region = _region AND t.queue_id = q.id AND t.claimed_by IS NULL
                  AND (t.priority, t.due, t.id) >= (coalesce(f.priority, (-1)::smallint), coalesce(f.due, '-infinity'), coalesce(f.task_id, 0))
                  AND NOT _actor = ANY (t.excluded)
                ORDER BY t.priority, t.due, t.id LIMIT 1) h
            ORDER BY h.priority, h.due, h.id
        LOOP
            SELECT * INTO _task FROM yc.task t
            WHERE t.region = _region AND t.queue_id = _head.queue_id AND t.claimed_by IS NULL
              AND (t.priority, t.due, t.id) >= (_head.from_priority, _head.from_due, _head.from_id)
              AND NOT _actor = ANY (t.excluded)
            ORDER BY t.priority, t.due, t.id LIMIT 1 FOR UPDATE SKIP LOCKED;
            IF FOUND THEN
                RETURN _task;
            END IF;
        END LOOP;
        EXIT WHEN _head IS NULL; -- no queue had anything
        _head := NULL;
    END LOOP;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.task_next(bigint, int) IS
    'Locks the next task of a person: by priority, due date, then age, over all their queues, without those they may not decide. NULL: nothing waits for them.';

CREATE FUNCTION yc.task_case(_actor bigint, _region int, _task_id bigint) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _case    yc.case_file;
    _case_id bigint;
BEGIN
    -- the task first, then its case, as everywhere: one order of locks, no deadlock
    SELECT t.case_id INTO _case_id FROM yc.task t WHERE t.region = _region AND t.id = _task_id FOR UPDATE;
    IF NOT FOUND THEN
        SELECT d.case_id INTO _case_id FROM yc.decision d WHERE d.region = _region AND d.task_id = _task_id;
    END IF;
    SELECT * INTO _case FROM yc.case_file c WHERE c.region = _region AND c.id = _case_id FOR UPDATE;
    IF NOT FOUND OR NOT yc.may_see(_actor, _region, _case.hall, _case.item) THEN
        PERFORM yc.refuse('E_TASK_UNKNOWN', 'task', _task_id::text);
    END IF;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.task_case(bigint, int, bigint) IS
    'Locks a task, if it is still open, and then its case; returns the case. Refuses E_TASK_UNKNOWN {task}, also when the actor may not see it.';

CREATE FUNCTION yc.reason_refusal(_decision text, _reason text, _note text) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN _decision IS NULL OR _decision NOT IN ('agree', 'return', 'deny', 'suspend')
            THEN ROW('E_DECISION_UNKNOWN', ARRAY['decision', coalesce(_decision, '')])::yc.refusal
        WHEN char_length(_note) > 1000 THEN ROW('E_NOTE_LONG', ARRAY['most', '1000'])::yc.refusal
        WHEN _decision = 'agree' THEN NULL
        WHEN NOT EXISTS (SELECT FROM yc.definition d
                         WHERE d.id = yc.definition_current('codes', CASE _decision WHEN 'return' THEN 'return_reason' WHEN 'deny' THEN 'deny_reason' ELSE 'clock_stop' END)
                           AND d.content -> 'values' ? _reason AND NOT coalesce((d.content -> 'values' -> _reason ->> 'closed')::boolean, false))
            THEN ROW('E_REASON_UNKNOWN', ARRAY['reason', coalesce(_reason, ''), 'decision', _decision])::yc.refusal
        WHEN coalesce(_note, '') !~ '[^\u0001-\u0020\u3000]' THEN ROW('E_NOTE_MISSING', ARRAY['decision', _decision])::yc.refusal
    END
$$;
COMMENT ON FUNCTION yc.reason_refusal(text, text, text) IS
    'All but agree need an open code of return_reason, deny_reason or clock_stop and words to the applicant (for suspend: the paper that it rests on).';

CREATE FUNCTION yc.case_decided(_actor bigint, _case yc.case_file, _decision text, _reason text, _note text) RETURNS yc.case_file LANGUAGE plpgsql AS $$
BEGIN
    IF _decision = 'agree' THEN
        RETURN yc.case_advance(_case, yc.stage_after(_case.definition_id, _case.stage));
    ELSIF _decision = 'deny' THEN
        UPDATE yc.case_file c SET state = 'denied', stage = NULL, live_task = NULL, finished_at = yc.now()
        WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
        RETURN _case;
    END IF;
    -- The clock stops from tomorrow on (the day of the notice is not counted, 民法典 201) until the case comes back.
    INSERT INTO yc.suspension (region, case_id, kind, first_day, paper, created_by, created_at)
    VALUES (_case.region, _case.id, CASE WHEN _decision = 'return' THEN 'supplement' ELSE _reason END, yc.today() + 1, _note, _actor, yc.now());
    UPDATE yc.case_file c SET live_task = NULL, waiting_since = yc.today(),
        waiting = CASE WHEN _decision = 'return' THEN 'returned' ELSE 'suspended' END,
        state = CASE WHEN _decision = 'return' THEN 'returned' ELSE c.state END,
        stage = CASE WHEN _decision = 'return' THEN NULL ELSE c.stage END
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_decided(bigint, yc.case_file, text, text, text) IS 'What a decision does to the case; its task is gone already.';

SET LOCAL ROLE yc_desk;

CREATE FUNCTION desk.task_claim(_command uuid, _region int, _token uuid, _task_id bigint)
RETURNS TABLE (task_id bigint, case_id bigint, version int, stage text, due date, item text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'task_claim', _token::text, _task_id::text);
    _task  yc.task;
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        IF _token IS NULL THEN
            PERFORM yc.refuse('E_COMMAND_KEY_MISSING', 'function', 'task_claim');
        END IF;
        IF _task_id IS NULL THEN
            PERFORM yc.leases_return(_actor, _region, ARRAY(SELECT yc.my_queues(_actor, _region)), 5);
            _task := yc.task_next(_actor, _region);
        ELSE
            _case := yc.task_case(_actor, _region, _task_id);
            SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.id = _task_id;
            PERFORM yc.refuse(yc.claim_obstacle(_actor, _case, _task));
            IF _task.claimed_by <> _actor THEN -- its lease ran out
                PERFORM yc.task_back(_actor, _task, 'expire');
                _task.claimed_by := NULL;
            END IF;
        END IF;
        IF _task.id IS NOT NULL AND _task.claimed_by IS NULL THEN
            _task := yc.task_start(_actor, _task, _token);
        ELSIF _task.id IS NOT NULL THEN -- mine already: a reconnect keeps it under the new token
            UPDATE yc.task t SET token = _token, lease_until = yc.now() + make_interval(secs => yc.setting('lease_seconds')::int)
            WHERE t.region = _region AND t.id = _task.id RETURNING * INTO _task;
        END IF;
        _reply := yc.command_end(_region, _command, coalesce(
            (SELECT jsonb_build_object('task_id', _task.id, 'case_id', c.id, 'version', c.version, 'stage', c.stage, 'due', _task.due, 'item', c.item)
             FROM yc.case_file c WHERE c.region = _region AND c.id = _task.case_id), '{}'));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(task_id bigint, case_id bigint, version int, stage text, due date, item text)
    WHERE r.task_id IS NOT NULL;
END $$;
COMMENT ON FUNCTION desk.task_claim(uuid, int, uuid, bigint) IS
    'Takes the next task of my queues (no row: nothing waits) or a given one, for a lease kept alive by task_renew. Refuses what yc.claim_obstacle() tells.';

CREATE FUNCTION desk.task_renew(_region int, _token uuid) RETURNS TABLE (tasks int)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH renewed AS (
        UPDATE yc.task t SET lease_until = yc.now() + make_interval(secs => yc.setting('lease_seconds')::int)
        WHERE t.region = _region AND t.claimed_by = yc.actor() AND t.token = _token RETURNING 1)
    SELECT count(*)::int FROM renewed
$$;
COMMENT ON FUNCTION desk.task_renew(int, uuid) IS 'A sign of life of the workstation: keeps its claims; 0 means they were lost.';

CREATE FUNCTION desk.task_release(_command uuid, _region int, _task_id bigint) RETURNS TABLE (task_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'task_release', _task_id::text);
    _task  yc.task;
BEGIN
    IF _reply IS NULL THEN
        SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.id = _task_id AND t.claimed_by = _actor FOR UPDATE;
        IF NOT FOUND THEN
            PERFORM yc.refuse('E_TASK_NOT_CLAIMED', 'number', _task_id::text);
        END IF;
        PERFORM yc.task_back(_actor, _task, 'release');
        _reply := yc.command_end(_region, _command, jsonb_build_object('task_id', _task_id));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'task_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.task_release(uuid, int, bigint) IS 'Puts a task that I hold back into its queue. Refuses E_TASK_NOT_CLAIMED.';

CREATE FUNCTION desk.task_list(_region int, _after_priority smallint, _after_due date, _after_id bigint)
RETURNS TABLE (task_id bigint, case_id bigint, number text, item text, item_zh text, item_en text, stage text, name text, priority smallint, due date,
               accepted_at timestamptz, claimed_by text, mine boolean, barred boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.id, t.case_id, c.number, c.item, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en', c.stage, yc.mask('name_any', p.name),
           t.priority, t.due, c.accepted_at, yc.staff_name(t.claimed_by), t.claimed_by = yc.actor(), yc.actor() = ANY (t.excluded)
    FROM (
        SELECT x.* FROM yc.my_queues(yc.actor(), _region) q(id)
        CROSS JOIN LATERAL (SELECT * FROM yc.task t
                            WHERE t.region = _region AND t.queue_id = q.id AND t.claimed_by IS NULL
                              AND (t.priority, t.due, t.id) > (coalesce(_after_priority, (-1)::smallint), coalesce(_after_due, '-infinity'), coalesce(_after_id, 0))
                            ORDER BY t.priority, t.due, t.id LIMIT 50) x
        UNION ALL
        SELECT t.* FROM yc.task t WHERE t.claimed_by = yc.actor() AND t.region = _region AND _after_id IS NULL
        ORDER BY priority, due, id LIMIT 50) t
    JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    ORDER BY t.claimed_by IS NULL, t.priority, t.due, t.id
$$;
COMMENT ON FUNCTION desk.task_list(int, smallint, date, bigint) IS
    'What waits in my queues (and what I hold, first), 50 at a time; the next page by the last row''s priority, due date and id. Names masked.';

CREATE FUNCTION desk.task_decide(_command uuid, _region int, _task_id bigint, _token uuid, _version int, _decision text, _reason text, _note text)
RETURNS TABLE (case_id bigint, number text, state text, stage text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'task_decide', _task_id::text, _token::text, _version::text, _decision, _reason, _note);
    _task  yc.task;
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.task_case(_actor, _region, _task_id);
        SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.id = _task_id;
        PERFORM yc.refuse(yc.decide_obstacle(_actor, _case, _task, coalesce(_token, '00000000-0000-0000-0000-000000000000'), coalesce(_version, 0)));
        PERFORM yc.refuse(yc.reason_refusal(_decision, _reason, _note));
        INSERT INTO yc.decision (region, case_id, task_id, stage, decision, reason, note, decided_by, decided_at)
        VALUES (_region, _case.id, _task_id, _case.stage, _decision, CASE WHEN _decision <> 'agree' THEN _reason END, nullif(_note, ''), _actor, yc.now());
        DELETE FROM yc.task t WHERE t.region = _region AND t.id = _task_id;
        PERFORM yc.queue_moved(_region, _task.queue_id, 'claimed', -1), yc.queue_moved(_region, _task.queue_id, 'decided', 1);
        _case := yc.case_decided(_actor, _case, _decision, _reason, _note);
        PERFORM yc.journal_append(_actor, _region, _case.id, _decision, jsonb_build_object('task', _task_id, 'reason', _reason,
            'note', yc.digest(_region, _case.id, 'note', coalesce(_note, '')), 'state', _case.state, 'stage', _case.stage));
        _reply := yc.command_end(_region, _command, to_jsonb(_case) || jsonb_build_object('case_id', _case.id));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, number text, state text, stage text);
END $$;
COMMENT ON FUNCTION desk.task_decide(uuid, int, bigint, uuid, int, text, text, text) IS
    'Decides on a task that I hold: agree (the next stage, or the end), return (to be corrected), deny, suspend; all but agree with a coded reason. Refuses what yc.decide_obstacle() and yc.reason_refusal() tell.';

CREATE FUNCTION desk.case_resume(_command uuid, _region int, _case_id bigint, _version int) RETURNS TABLE (case_id bigint, promised_due date, statutory_due date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'case_resume', _case_id::text, _version::text);
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_locked(_actor, _region, _case_id);
        IF NOT yc.has_right(_actor, 'supervise', _region) THEN
            PERFORM yc.refuse(yc.right_refusal(_actor, coalesce(_case.stage, 'review'), _region, NULL, _case.item));
        END IF;
        PERFORM yc.refuse(yc.moved_refusal(_case, coalesce(_version, 0)));
        PERFORM yc.refuse(yc.kin_refusal(_actor, yc.case_people(_region, _case_id)));
        IF _case.waiting IS DISTINCT FROM 'suspended' THEN
            PERFORM yc.refuse('E_CASE_STATE', 'state', _case.state, 'number', _case.number);
        END IF;
        _case := yc.case_advance(yc.suspension_close(_case), _case.stage);
        PERFORM yc.journal_append(_actor, _region, _case_id, 'resume', jsonb_build_object('promised', _case.promised_due, 'statutory', _case.statutory_due));
        _reply := yc.command_end(_region, _command, to_jsonb(_case) || jsonb_build_object('case_id', _case.id));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, promised_due date, statutory_due date);
END $$;
COMMENT ON FUNCTION desk.case_resume(uuid, int, bigint, int) IS
    'Ends a suspension today; the case goes back into the queue of its stage, both due dates counted anew. For those of its stage and supervisors.';

-- --- looking

CREATE FUNCTION desk.case_summary(_region int, _case_id bigint)
RETURNS TABLE (number text, item text, item_zh text, item_en text, state text, stage text, waiting text, waiting_since date, hall smallint, window_number smallint,
               accepted_by text, accepted_at timestamptz, promised_due date, statutory_due date, finished_at timestamptz, name text, id_no text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.number, c.item, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en', c.state, c.stage, c.waiting, c.waiting_since, c.hall, c.window_number,
           yc.staff_name(c.accepted_by), c.accepted_at, c.promised_due, c.statutory_due, c.finished_at, yc.mask('name_any', p.name), yc.mask('id_any', p.id_no)
    FROM (SELECT yc.case_visible(yc.actor(), _region, _case_id) AS row OFFSET 0) visible
    JOIN yc.case_file c ON c.region = (visible.row).region AND c.id = (visible.row).id
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
$$;
COMMENT ON FUNCTION desk.case_summary(int, bigint) IS
    'A case that I may see, personal data masked. (A function, no view: a view would run yc.mask() and the like with the caller''s rights.)';

CREATE FUNCTION desk.case_head(_region int, _case_id bigint)
RETURNS TABLE (number text, item text, item_zh text, item_en text, item_version int, definition_id int, state text, stage text, waiting text, waiting_since date,
               name text, id_type text, id_no text, sex text, birth date, window_number smallint, accepted_by text, accepted_at timestamptz,
               promised_due date, statutory_due date, version int, today date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
BEGIN
    PERFORM yc.read_log_append(_actor, _region, 'case_head', _case_id, _case.person_id, 'name', 'case ' || coalesce(_case.number, 'draft'));
    RETURN QUERY SELECT c.number, c.item, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en', d.version, c.definition_id, c.state, c.stage, c.waiting, c.waiting_since,
        p.name, p.id_type, yc.mask('id_any', p.id_no),
        CASE WHEN p.id_type IN ('01', '03', '04') THEN yc.id_sex(p.id_no) END, CASE WHEN p.id_type IN ('01', '03', '04') THEN yc.id_birth(p.id_no) END,
        c.window_number, yc.staff_name(c.accepted_by), c.accepted_at, c.promised_due, c.statutory_due, c.version, yc.today()
    FROM yc.case_file c
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    WHERE c.region = _region AND c.id = _case_id;
END $$;
COMMENT ON FUNCTION desk.case_head(int, bigint) IS 'A case that I work on: the name in full (noted in the read log), the number masked.';

CREATE FUNCTION desk.case_reveal(_region int, _case_id bigint, _field text, _purpose text) RETURNS TABLE (value text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
BEGIN
    IF yc.field_of(_case.definition_id, _field) IS NULL THEN
        PERFORM yc.refuse('E_FIELD_UNKNOWN', 'field', _field);
    END IF;
    PERFORM yc.refuse(yc.purpose_refusal(_purpose));
    PERFORM yc.read_log_append(_actor, _region, 'case_reveal', _case_id, _case.person_id, _field, _purpose);
    RETURN QUERY SELECT f.value FROM yc.case_field f WHERE f.region = _region AND f.case_id = _case_id AND f.field = _field;
END $$;
COMMENT ON FUNCTION desk.case_reveal(int, bigint, text, text) IS 'One value in full, with a purpose, noted in the read log. Refuses E_CASE_UNKNOWN, E_FIELD_UNKNOWN, E_PURPOSE_MISSING.';

CREATE FUNCTION desk.case_timeline(_region int, _case_id bigint) RETURNS TABLE (seq int, at timestamptz, actor text, action text, reason text, note text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT j.seq, j.at, yc.staff_name(j.actor), j.action, d.reason, d.note
    FROM (SELECT yc.case_visible(yc.actor(), _region, _case_id) AS row OFFSET 0) visible
    JOIN yc.journal j ON j.region = (visible.row).region AND j.case_id = (visible.row).id
    LEFT JOIN yc.decision d ON d.region = j.region AND d.case_id = j.case_id AND d.decided_by = j.actor AND d.decided_at = j.at AND d.decision = j.action
    ORDER BY j.seq
$$;
COMMENT ON FUNCTION desk.case_timeline(int, bigint) IS 'What happened to a case that I may see, oldest first.';

CREATE FUNCTION desk.case_find(_region int, _words text)
RETURNS TABLE (case_id bigint, number text, item text, item_zh text, item_en text, state text, stage text, waiting text, name text, accepted_at timestamptz, promised_due date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.id, c.number, c.item, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en', c.state, c.stage, c.waiting, yc.mask('name_any', p.name), c.accepted_at, c.promised_due
    FROM yc.case_file c
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    WHERE c.region = _region AND c.number IS NOT NULL
      AND reverse(c.number) LIKE reverse(regexp_replace(_words, '[^0-9]', '', 'g')) || '%'
      AND length(regexp_replace(_words, '[^0-9]', '', 'g')) >= 5
      AND yc.may_see(yc.actor(), c.region, c.hall, c.item)
    ORDER BY c.accepted_at DESC LIMIT 50
$$;
COMMENT ON FUNCTION desk.case_find(int, text) IS 'Cases by number or by its last five digits or more (dashes do not matter); only what I may see, names masked.';

-- --- why not, and until when

CREATE FUNCTION desk.why_not(_action text, _region int, _case_id bigint) RETURNS TABLE (code text, parameters text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor   bigint := yc.actor();
    _case    yc.case_file := yc.case_visible(_actor, _region, _case_id);
    _task    yc.task;
    _refusal yc.refusal;
BEGIN
    SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.case_id = _case_id;
    _refusal := CASE _action
        WHEN 'accept' THEN yc.accept_obstacle(_actor, _case, NULL, NULL)
        WHEN 'claim' THEN yc.claim_obstacle(_actor, _case, _task)
        WHEN 'decide' THEN yc.decide_obstacle(_actor, _case, _task, NULL, NULL)
        ELSE ROW('E_ACTION_UNKNOWN', ARRAY['action', _action])::yc.refusal
    END;
    RETURN QUERY SELECT _refusal.code, _refusal.parameters WHERE _refusal.code IS NOT NULL;
END $$;
COMMENT ON FUNCTION desk.why_not(text, int, bigint) IS
    'What stands against my accepting, claiming or deciding on a case: the same predicate as the action''s own, so it cannot lie. No row: nothing does.';

CREATE FUNCTION desk.explain(_region int, _case_id bigint)
RETURNS TABLE (clock text, due date, limit_days int, unit text, basis text, step int, kind text, first_day date, last_day date, days int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT k.clock, CASE k.clock WHEN 'promised' THEN c.promised_due ELSE c.statutory_due END,
           (l ->> 'days')::int, l ->> 'unit', l ->> 'basis', s.step, s.kind, s.first_day, s.last_day, s.days
    FROM (SELECT yc.case_visible(yc.actor(), _region, _case_id) AS row OFFSET 0) visible
    JOIN yc.case_file c ON c.region = (visible.row).region AND c.id = (visible.row).id AND c.accepted_at IS NOT NULL
    JOIN yc.definition d ON d.id = c.definition_id
    CROSS JOIN (VALUES (1, 'promised'), (2, 'statutory')) k(n, clock)
    CROSS JOIN LATERAL (SELECT d.content -> 'limits' -> k.clock AS l) limits
    CROSS JOIN LATERAL yc.due_steps((c.accepted_at AT TIME ZONE 'Asia/Shanghai')::date, (l ->> 'days')::int, l ->> 'unit', yc.case_pauses(c.region, c.id)) s
    WHERE l IS NOT NULL
    ORDER BY k.n, s.step
$$;
COMMENT ON FUNCTION desk.explain(int, bigint) IS 'Both due dates of a case, every step of the sum a row.';
