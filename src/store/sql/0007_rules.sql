-- The rules that actions and why_not() share: who may do what with which case, what a case lacks, when it is due.

CREATE FUNCTION yc.case_values(_region int, _case_id bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_object_agg(f.field, f.value) FILTER (WHERE f.value <> ''), '{}')
    FROM yc.case_field f WHERE f.region = _region AND f.case_id = _case_id
$$;
COMMENT ON FUNCTION yc.case_values(int, bigint) IS 'The values of a case, {field: value}; empty ones left out.';

CREATE FUNCTION yc.case_faults(_region int, _case_id bigint) RETURNS SETOF yc.fault LANGUAGE sql STABLE AS $$
    WITH given AS (
        SELECT d.content, d.pins, c.id, c.region, yc.values_shown(d.content, yc.case_values(_region, _case_id)) AS values
        FROM yc.case_file c JOIN yc.definition d ON d.id = c.definition_id
        WHERE c.region = _region AND c.id = _case_id
    ), fields AS (
        SELECT n, 'field' AS place, f ->> 'key' AS key, yc.field_fault(f, given.values, given.pins) AS code
        FROM given, jsonb_array_elements(given.content -> 'fields') WITH ORDINALITY AS e(f, n)
        WHERE yc.condition_holds(f -> 'show', given.values)
    ), materials AS (
        SELECT n, 'material' AS place, m ->> 'key' AS key, 'E_MATERIAL_MISSING' AS code
        FROM given, jsonb_array_elements(given.content -> 'materials') WITH ORDINALITY AS e(m, n)
        WHERE (m -> 'need' = '"required"' OR (m -> 'need' ? 'when' AND yc.condition_holds(m -> 'need' -> 'when', given.values)))
          AND NOT EXISTS (SELECT FROM yc.material h WHERE h.region = given.region AND h.case_id = given.id
                          AND h.kind = m ->> 'key' AND h.removed_at IS NULL)
    )
    SELECT (place, key, code, '')::yc.fault FROM (SELECT * FROM fields UNION ALL SELECT * FROM materials) f
    WHERE code IS NOT NULL ORDER BY place, n
$$;
COMMENT ON FUNCTION yc.case_faults(int, bigint) IS
    'Everything that a case lacks or has wrong, fields first, in the order of its definition. Acceptance rests on it; the checks in C are for speed.';

CREATE FUNCTION yc.case_people(_region int, _case_id bigint) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array_agg(upper(id_no)) FROM (
        SELECT p.id_no FROM yc.case_file c JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
        WHERE c.region = _region AND c.id = _case_id
        UNION
        SELECT f.value FROM yc.case_field f
        WHERE f.region = _region AND f.case_id = _case_id AND f.field IN ('id_no', 'agent_id') AND f.value <> ''
    ) people
$$;
COMMENT ON FUNCTION yc.case_people(int, bigint) IS 'Identity numbers of those whose case it is: applicant and agent.';

CREATE FUNCTION yc.staff_related(_people text[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(id), '{}') FROM (
        SELECT s.id FROM yc.staff s WHERE upper(s.id_no) = ANY (_people)
        UNION
        SELECT k.staff_id FROM yc.staff_kin k WHERE upper(k.id_no) = ANY (_people)
    ) related
$$;
COMMENT ON FUNCTION yc.staff_related(text[]) IS 'Staff who are one of these people or have declared one of them as kin.';

CREATE FUNCTION yc.case_handled(_region int, _case_id bigint) RETURNS TABLE (staff_id bigint, stage text, at timestamptz) LANGUAGE sql STABLE AS $$
    SELECT j.actor, 'accept', j.at FROM yc.journal j
    WHERE j.region = _region AND j.case_id = _case_id AND j.action IN ('open', 'accept', 'resubmit')
    UNION ALL
    SELECT d.decided_by, d.stage, d.decided_at FROM yc.decision d
    WHERE d.region = _region AND d.case_id = _case_id AND d.decision = 'agree'
$$;
COMMENT ON FUNCTION yc.case_handled(int, bigint) IS
    'Who has put their hand to a case, and at which stage: who opened, accepted or handed it in again (accept), who agreed. One person does one stage. (Who returned it may see it again.)';

CREATE FUNCTION yc.case_excluded(_region int, _case_id bigint, _stage text) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT array_agg(DISTINCT id) FROM (
        SELECT h.staff_id AS id FROM yc.case_handled(_region, _case_id) h WHERE h.stage <> _stage
        UNION ALL
        SELECT unnest(yc.staff_related(yc.case_people(_region, _case_id)))
    ) people
$$;
COMMENT ON FUNCTION yc.case_excluded(int, bigint, text) IS
    'Staff who may not decide on a case at a stage: who handled another stage of it, whose own or kin''s case it is.';

CREATE FUNCTION yc.kin_refusal(_actor bigint, _people text[]) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN EXISTS (SELECT FROM yc.staff s WHERE s.id = _actor AND upper(s.id_no) = ANY (_people))
            THEN ROW('E_OWN_CASE', '{}'::text[])::yc.refusal
        WHEN EXISTS (SELECT FROM yc.staff_kin k WHERE k.staff_id = _actor AND upper(k.id_no) = ANY (_people))
            THEN ROW('E_KIN_CASE', '{}'::text[])::yc.refusal
    END
$$;
COMMENT ON FUNCTION yc.kin_refusal(bigint, text[]) IS 'E_OWN_CASE or E_KIN_CASE, or NULL: nobody handles their own or their kin''s case (回避).';

CREATE FUNCTION yc.staff_name(_staff bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT s.name_zh FROM yc.staff s WHERE s.id = _staff
$$;
COMMENT ON FUNCTION yc.staff_name(bigint) IS 'How colleagues are named to one another.';

CREATE FUNCTION yc.moment(_at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT to_char(_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')
$$;
COMMENT ON FUNCTION yc.moment(timestamptz) IS 'A moment as people here read it.';

CREATE FUNCTION yc.moved_refusal(_case yc.case_file, _version int) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT ROW('E_CASE_MOVED', ARRAY['who', yc.staff_name(j.actor), 'when', yc.moment(j.at), 'action', j.action])::yc.refusal
    FROM yc.journal j
    WHERE _case.version IS DISTINCT FROM _version AND _version IS NOT NULL
      AND j.region = _case.region AND j.case_id = _case.id AND j.seq = _case.journal_seq
$$;
COMMENT ON FUNCTION yc.moved_refusal(yc.case_file, int) IS
    'E_CASE_MOVED {who, when, action} when the case changed since the version that the caller saw; NULL for the same version or none given.';

CREATE FUNCTION yc.may_see(_actor bigint, _region int, _hall smallint, _item text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM yc.staff_grant g
        WHERE g.staff_id = _actor AND g.region = _region AND g.revoked_at IS NULL AND g.action <> 'operate'
          AND (g.action <> 'accept' OR g.hall IS NULL OR g.hall = _hall)
          AND (g.item IS NULL OR g.item = _item)
          AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity'))
$$;
COMMENT ON FUNCTION yc.may_see(bigint, int, smallint, text) IS
    'Who may see a case (masked): clerks of its hall, approvers of its item, supervisors and auditors, all of its region. Operators never.';

CREATE FUNCTION yc.case_visible(_actor bigint, _region int, _case_id bigint) RETURNS yc.case_file LANGUAGE plpgsql STABLE AS $$
DECLARE
    _case yc.case_file;
BEGIN
    SELECT * INTO _case FROM yc.case_file c WHERE c.region = _region AND c.id = _case_id;
    IF NOT FOUND OR NOT yc.may_see(_actor, _region, _case.hall, _case.item) THEN
        PERFORM yc.refuse('E_CASE_UNKNOWN', 'case', _case_id::text); -- the same for both: nobody learns what they may not see
    END IF;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_visible(bigint, int, bigint) IS 'The case, if the actor may see it. Refuses E_CASE_UNKNOWN {case}.';

CREATE FUNCTION yc.case_locked(_actor bigint, _region int, _case_id bigint) RETURNS yc.case_file LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM yc.case_file c WHERE c.region = _region AND c.id = _case_id FOR UPDATE;
    RETURN yc.case_visible(_actor, _region, _case_id);
END $$;
COMMENT ON FUNCTION yc.case_locked(bigint, int, bigint) IS 'The same, locked for a change until the end of the transaction.';

-- --- obstacles: one predicate for the action and for why_not()

CREATE FUNCTION yc.fill_obstacle(_actor bigint, _case yc.case_file, _token uuid) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN _case.state NOT IN ('draft', 'returned')
            THEN ROW('E_CASE_STATE', ARRAY['state', _case.state, 'number', coalesce(_case.number, '')])::yc.refusal
        WHEN _case.holder IS DISTINCT FROM _actor OR (_token IS NOT NULL AND _case.token <> _token)
            THEN ROW('E_CASE_HELD', ARRAY['who', coalesce(yc.staff_name(_case.holder), ''), 'since', coalesce(yc.moment(_case.held_since), '')])::yc.refusal
    END
$$;
COMMENT ON FUNCTION yc.fill_obstacle(bigint, yc.case_file, uuid) IS
    'What stands against filling in a case: E_CASE_STATE {state, number}, E_CASE_HELD {who, since}. A token of NULL asks for the person alone.';

CREATE FUNCTION yc.accept_obstacle(_actor bigint, _case yc.case_file, _token uuid, _version int) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal := yc.right_refusal(_actor, 'accept', _case.region, _case.hall, _case.item);
    _lacking record;
BEGIN
    IF _refusal.code IS NULL THEN
        _refusal := yc.fill_obstacle(_actor, _case, _token);
    END IF;
    IF _refusal.code IS NULL THEN
        _refusal := yc.moved_refusal(_case, _version);
    END IF;
    IF _refusal.code IS NULL THEN
        _refusal := yc.kin_refusal(_actor, yc.case_people(_case.region, _case.id));
    END IF;
    IF _refusal.code IS NULL THEN
        SELECT count(*) AS count, (array_agg(f.place || ' ' || f.key))[1] AS first INTO _lacking
        FROM yc.case_faults(_case.region, _case.id) f WHERE f.code LIKE 'E%';
        IF _lacking.count > 0 THEN
            _refusal := ROW('E_CASE_INCOMPLETE', ARRAY['count', _lacking.count::text, 'first', _lacking.first]);
        END IF;
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.accept_obstacle(bigint, yc.case_file, uuid, int) IS
    'What stands against accepting a case, or NULL: right, state, holder, version, own or kin case, then what it lacks (E_CASE_INCOMPLETE {count, first}).';

CREATE FUNCTION yc.excluded_refusal(_actor bigint, _case yc.case_file) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal := yc.kin_refusal(_actor, yc.case_people(_case.region, _case.id));
BEGIN
    IF _refusal.code IS NULL THEN
        SELECT 'E_SEPARATION', ARRAY['stage', h.stage, 'when', yc.moment(h.at)] INTO _refusal
        FROM yc.case_handled(_case.region, _case.id) h
        WHERE h.staff_id = _actor AND h.stage <> _case.stage ORDER BY h.at DESC LIMIT 1;
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.excluded_refusal(bigint, yc.case_file) IS
    'Why this person may not decide on this case whatever their rights: E_OWN_CASE, E_KIN_CASE, E_SEPARATION {stage, when}. Explains yc.case_excluded().';

CREATE FUNCTION yc.claim_obstacle(_actor bigint, _case yc.case_file, _task yc.task) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal;
BEGIN
    IF _case.state <> 'accepted' OR _task.id IS NULL THEN
        RETURN ROW('E_CASE_STATE', ARRAY['state', coalesce(_case.waiting, _case.state), 'number', coalesce(_case.number, '')])::yc.refusal;
    END IF;
    _refusal := yc.right_refusal(_actor, _case.stage, _case.region, NULL, _case.item);
    IF _refusal.code IS NULL THEN
        _refusal := yc.excluded_refusal(_actor, _case);
    END IF;
    IF _refusal.code IS NULL AND _task.claimed_by <> _actor AND _task.lease_until > yc.now() THEN
        _refusal := ROW('E_TASK_CLAIMED', ARRAY['who', yc.staff_name(_task.claimed_by)])::yc.refusal;
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.claim_obstacle(bigint, yc.case_file, yc.task) IS
    'What stands against this person taking this task: state, right, separation of duties, own or kin case, E_TASK_CLAIMED {who}.';

CREATE FUNCTION yc.decide_obstacle(_actor bigint, _case yc.case_file, _task yc.task, _token uuid, _version int) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal := yc.moved_refusal(_case, _version);
BEGIN
    IF _refusal.code IS NULL THEN
        _refusal := yc.claim_obstacle(_actor, _case, _task);
    END IF;
    IF _refusal.code IS NULL AND (_task.claimed_by IS DISTINCT FROM _actor OR (_token IS NOT NULL AND _task.token <> _token)) THEN
        _refusal := ROW('E_TASK_NOT_CLAIMED', ARRAY['number', _case.number])::yc.refusal;
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.decide_obstacle(bigint, yc.case_file, yc.task, uuid, int) IS
    'What stands against this person deciding on this task: what changed meanwhile, what stands against the claim, E_TASK_NOT_CLAIMED {number}.';

-- --- due dates

CREATE FUNCTION yc.case_pauses(_region int, _case_id bigint) RETURNS daterange[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(daterange(s.first_day, s.last_day, '[]') ORDER BY s.first_day), '{}')
    FROM yc.suspension s WHERE s.region = _region AND s.case_id = _case_id AND s.last_day >= s.first_day
$$;
COMMENT ON FUNCTION yc.case_pauses(int, bigint) IS 'The ended suspensions of a case as ranges of days, both ends included.';

CREATE FUNCTION yc.case_due(_case yc.case_file, _clock text) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT yc.due_date((_case.accepted_at AT TIME ZONE 'Asia/Shanghai')::date, (l ->> 'days')::int, l ->> 'unit',
                       yc.case_pauses(_case.region, _case.id))
    FROM (SELECT d.content -> 'limits' -> _clock AS l FROM yc.definition d WHERE d.id = _case.definition_id) limits
    WHERE l IS NOT NULL
$$;
COMMENT ON FUNCTION yc.case_due(yc.case_file, text) IS
    'The due date by the clock statutory or promised: acceptance, limit of the pinned definition, calendar, ended suspensions. NULL where the item has no such limit.';

CREATE FUNCTION yc.task_due(_case yc.case_file) RETURNS date LANGUAGE sql IMMUTABLE AS
$$ SELECT coalesce(_case.promised_due, _case.statutory_due, 'infinity') $$;
COMMENT ON FUNCTION yc.task_due(yc.case_file) IS 'The due date by which the tasks of a case stand in their queues.';

-- --- queues

CREATE FUNCTION yc.queue_of(_region int, _stage text, _item text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _queue int;
BEGIN
    SELECT q.id INTO _queue FROM yc.queue q WHERE q.region = _region AND q.stage = _stage AND q.item = _item;
    IF NOT FOUND THEN
        INSERT INTO yc.queue (region, stage, item) VALUES (_region, _stage, _item) ON CONFLICT DO NOTHING;
        SELECT q.id INTO STRICT _queue FROM yc.queue q WHERE q.region = _region AND q.stage = _stage AND q.item = _item;
    END IF;
    RETURN _queue;
END $$;
COMMENT ON FUNCTION yc.queue_of(int, text, text) IS 'The queue of a stage of an item in a region; made at its first task.';

CREATE FUNCTION yc.queue_moved(_region int, _queue int, _kind text, _change int) RETURNS void LANGUAGE sql AS $$
    INSERT INTO yc.queue_delta (region, queue_id, kind, change) VALUES (_region, _queue, _kind, _change)
$$;
COMMENT ON FUNCTION yc.queue_moved(int, int, text, int) IS 'Counts without a lock: tend folds the deltas.';

CREATE FUNCTION yc.floor_lower(_task yc.task) RETURNS void LANGUAGE sql AS $$
    UPDATE yc.queue_floor f SET priority = _task.priority, due = _task.due, task_id = _task.id
    FROM (SELECT x.region, x.queue_id FROM yc.queue_floor x
          WHERE x.region = _task.region AND x.queue_id = _task.queue_id
            AND (x.priority, x.due, x.task_id) > (_task.priority, _task.due, _task.id)
          FOR UPDATE SKIP LOCKED) x
    WHERE f.region = x.region AND f.queue_id = x.queue_id
$$;
COMMENT ON FUNCTION yc.floor_lower(yc.task) IS
    'An urgent task below the floor must not wait for the next tending. Never waits itself: a floor that another transaction has is left to the next tending, so that floors take no part in a deadlock.';

CREATE FUNCTION yc.task_make(_case yc.case_file, _stage text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _task yc.task;
BEGIN
    INSERT INTO yc.task (region, case_id, queue_id, priority, due, excluded, created_at)
    VALUES (_case.region, _case.id, yc.queue_of(_case.region, _stage, _case.item), 5, yc.task_due(_case),
            coalesce(yc.case_excluded(_case.region, _case.id, _stage), '{}'), yc.now())
    RETURNING * INTO _task;
    PERFORM yc.queue_moved(_case.region, _task.queue_id, 'ready', 1);
    PERFORM yc.floor_lower(_task);
    RETURN _task.id;
END $$;
COMMENT ON FUNCTION yc.task_make(yc.case_file, text) IS 'Puts a case into the queue of a stage; returns the task. The caller sets case_file.live_task.';

CREATE FUNCTION yc.case_advance(_case yc.case_file, _stage text) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _task bigint;
BEGIN
    IF _stage IS NULL THEN
        UPDATE yc.case_file c SET state = 'finished', stage = NULL, live_task = NULL, waiting = NULL, waiting_since = NULL,
            holder = NULL, token = NULL, held_since = NULL, finished_at = yc.now()
        WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    ELSE
        _task := yc.task_make(_case, _stage);
        UPDATE yc.case_file c SET state = 'accepted', stage = _stage, live_task = _task, waiting = NULL, waiting_since = NULL,
            holder = NULL, token = NULL, held_since = NULL
        WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    END IF;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_advance(yc.case_file, text) IS 'Moves a case to a stage (a new task) or, without one, to its end.';

CREATE FUNCTION yc.stage_after(_definition int, _stage text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT d.content -> 'stages' ->> (s.n::int) -- ordinality counts from 1, elements from 0: this is the next one
    FROM yc.definition d, jsonb_array_elements_text(d.content -> 'stages') WITH ORDINALITY AS s(stage, n)
    WHERE d.id = _definition AND s.stage = _stage
$$;
COMMENT ON FUNCTION yc.stage_after(int, text) IS 'The stage that follows in a definition, or NULL after the last.';

-- --- the two ways into the back factory

CREATE FUNCTION yc.case_settle(_case yc.case_file) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _content jsonb := (SELECT d.content FROM yc.definition d WHERE d.id = _case.definition_id);
BEGIN
    DELETE FROM yc.case_field f
    WHERE f.region = _case.region AND f.case_id = _case.id
      AND NOT yc.values_shown(_content, yc.case_values(_case.region, _case.id)) ? f.field;
    UPDATE yc.person p SET mobile = f.value, mobile_on = yc.today() FROM yc.case_field f
    WHERE p.region = _case.region AND p.id = _case.person_id
      AND f.region = _case.region AND f.case_id = _case.id AND f.field = 'mobile' AND f.value <> '';
END $$;
COMMENT ON FUNCTION yc.case_settle(yc.case_file) IS
    'At every acceptance, also of a returned case: values of fields that are not shown go; the telephone is the person''s.';

CREATE FUNCTION yc.case_accept_first(_actor bigint, _case yc.case_file) RETURNS yc.case_file LANGUAGE plpgsql AS $$
BEGIN
    UPDATE yc.case_file c SET state = 'received', accepted_by = _actor, accepted_at = yc.now(),
        number = yc.case_number(c.region, yc.today(), c.hall, yc.hall_serial(c.region, c.hall, yc.today()))
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    UPDATE yc.case_file c SET promised_due = yc.case_due(_case, 'promised'), statutory_due = yc.case_due(_case, 'statutory')
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_accept_first(bigint, yc.case_file) IS
    'Number, moment and both due dates of a first acceptance. The caller moves the case on.';

CREATE FUNCTION yc.suspension_close(_case yc.case_file) RETURNS yc.case_file LANGUAGE plpgsql AS $$
BEGIN
    UPDATE yc.suspension s SET last_day = greatest(yc.today(), s.first_day - 1)
    WHERE s.region = _case.region AND s.case_id = _case.id AND s.last_day IS NULL;
    UPDATE yc.case_file c SET promised_due = yc.case_due(_case, 'promised'), statutory_due = yc.case_due(_case, 'statutory')
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.suspension_close(yc.case_file) IS 'Ends the open suspension today (this day still excluded) and counts both due dates anew.';
