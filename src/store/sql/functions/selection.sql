-- Decisions over a selection: many tasks agreed to at once, each by itself with its own result, where nothing has to be looked at. What somebody else has is
-- passed over, never waited for; what changed since it was selected is refused.

-- The dearest question comes last: a case is compared only when nothing else speaks against it.
CREATE OR REPLACE FUNCTION yc.look_refusal(_actor bigint, _case yc.case_file, _task yc.task) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _why text;
BEGIN
    _why := CASE
        WHEN _task.aside = 'held' THEN 'held'
        WHEN _task.authorisation THEN 'authorisation'
        WHEN _task.branch_id IS NOT NULL OR EXISTS (SELECT FROM yc.branch b WHERE b.region = _case.region AND b.case_id = _case.id AND b.voided_at IS NULL) THEN 'branch'
        WHEN (SELECT d.content ->> 'risk' FROM yc.definition d WHERE d.id = _case.definition_id) = 'high' THEN 'risk'
        WHEN EXISTS (SELECT FROM yc.doubt d WHERE d.region = _case.region AND d.case_id = _case.id AND d.removed_at IS NULL AND d.decided_task IS NULL) THEN 'doubt'
        WHEN yc.case_returned_before(_case) > 0 THEN 'returned'
        WHEN EXISTS (SELECT FROM yc.material m WHERE m.region = _case.region AND m.case_id = _case.id AND m.way = 'commitment' AND m.removed_at IS NULL) THEN 'commitment'
    END;
    IF _why IS NULL AND EXISTS (SELECT FROM yc.case_contents(_case) h, yc.contents_faults(_case.definition_id, h.fields, h.handed) f
                                WHERE f.place = 'material' AND f.code LIKE 'E%') THEN
        _why := 'materials';
    ELSIF _why IS NULL AND EXISTS (SELECT FROM yc.case_compared(_actor, _case) x WHERE x.verdict = 'differs') THEN
        _why := 'differs';
    END IF;
    IF _why IS NOT NULL THEN
        RETURN ROW('E_MUST_LOOK', ARRAY['number', coalesce(_case.number, ''), 'why', _why])::yc.refusal;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.look_refusal(bigint, yc.case_file, yc.task) IS
    'E_MUST_LOOK {number, why}: nobody agrees to this case without having looked at it, for the first of: held (I put it aside until a date), authorisation, branch (others answered or vote on it), risk (the item''s is high), doubt (an open one), returned (it was corrected since), commitment (a letter stands for a proof), materials (one is missing), differs (from the record or an earlier case, as desk.case_compare() shows it). Or NULL.';

CREATE OR REPLACE FUNCTION yc.selected_agree(_actor bigint, _region int, _task_id bigint, _version int) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    _task    yc.task;
    _case    yc.case_file;
    _refusal yc.refusal;
    _moved   yc.refusal;
BEGIN
    SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.id = _task_id FOR UPDATE SKIP LOCKED;
    IF FOUND THEN
        PERFORM FROM yc.case_file c WHERE c.region = _region AND c.id = _task.case_id FOR UPDATE SKIP LOCKED;
    ELSE
        PERFORM WHERE NOT EXISTS (SELECT FROM yc.task t WHERE t.region = _region AND t.id = _task_id); -- gone, not locked
    END IF;
    IF NOT FOUND THEN
        RAISE lock_not_available;
    END IF;
    _case := yc.task_case(_actor, _region, _task_id);
    _refusal := yc.claim_obstacle(_actor, _case, _task, yc.case_route(_case, _task));
    IF _refusal.code IS NULL OR _refusal.code = 'E_CASE_STATE' THEN
        _moved := yc.moved_refusal(_case, coalesce(_version, 0)); -- it says more than the state that came of it
        _refusal := CASE WHEN _moved.code IS NOT NULL THEN _moved ELSE _refusal END;
    END IF;
    IF _refusal.code IS NULL THEN
        _refusal := yc.look_refusal(_actor, _case, _task);
    END IF;
    IF _refusal.code IS NOT NULL THEN
        PERFORM yc.refuse(_refusal);
    END IF;
    IF _task.claimed_by <> _actor THEN -- its lease ran out
        PERFORM yc.task_back(_actor, _task, 'expire');
        _task.claimed_by := NULL;
        _task.aside := NULL;
    END IF;
    IF _task.claimed_by IS NULL OR _task.aside IS NOT NULL THEN
        _task.token := gen_random_uuid();
        _case := yc.task_start(_actor, _task, _task.token, 'marked');
    END IF;
    RETURN yc.task_decided(_actor, _region, _task_id, _task.token, _case.version, 'agree', NULL, NULL);
END $$;
COMMENT ON FUNCTION yc.selected_agree(bigint, int, bigint, int) IS
    'Claims a task (why, in the journal: marked) and agrees to its case, seen in this version; returns what yc.task_decided() does. Waits for nobody who has the task or the case (lock_not_available). Refuses what yc.claim_obstacle(), yc.moved_refusal(), yc.look_refusal() and yc.task_decided() tell.';

CREATE OR REPLACE FUNCTION yc.detail_parameters(_detail text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(array_agg(p ORDER BY l.n, p.n), '{}')
    FROM string_to_table(nullif(_detail, ''), E'\n') WITH ORDINALITY l(line, n),
         LATERAL (VALUES (1, split_part(l.line, '=', 1)), (2, substr(l.line, strpos(l.line, '=') + 1))) p(n, p)
$$;
COMMENT ON FUNCTION yc.detail_parameters(text) IS 'The parameters of a refusal that was caught, name and value in turn, of its detail as yc.refuse() wrote it.';

-- A subtransaction each: what stands against one undoes nothing of another, and gives back the locks that it took. What two selections share beside tasks and
-- cases (a queue that comes into being with its first task) is waited for, longer than the other one's piece lasts.
CREATE OR REPLACE FUNCTION yc.selected_told(_actor bigint, _region int, _task_id bigint, _version int) RETURNS jsonb
LANGUAGE plpgsql SET lock_timeout = '5s' AS $$
DECLARE
    _code   text;
    _detail text;
BEGIN
    RETURN yc.selected_agree(_actor, _region, _task_id, _version) || '{"result": "done"}';
EXCEPTION
    WHEN SQLSTATE 'YC001' THEN
        GET STACKED DIAGNOSTICS _code = MESSAGE_TEXT, _detail = PG_EXCEPTION_DETAIL;
        RETURN jsonb_build_object('result', CASE WHEN _code IN ('E_TASK_CLAIMED', 'E_TASK_HELD', 'E_TASK_RESERVED') THEN 'skipped' ELSE 'refused' END, 'code', _code, 'parameters', yc.detail_parameters(_detail));
    WHEN lock_not_available OR deadlock_detected THEN
        RETURN jsonb_build_object('result', 'skipped', 'code', 'E_TASK_BUSY', 'parameters', '{}'::text[]);
END $$;
COMMENT ON FUNCTION yc.selected_told(bigint, int, bigint, int) IS
    'yc.selected_agree(), and what came of it: result done (state, stage), skipped (somebody else has it: E_TASK_CLAIMED {who}, E_TASK_HELD {who, until}, E_TASK_RESERVED {who}, E_TASK_BUSY when their transaction is under way) or refused (code, parameters).';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.task_decide_many(_command uuid, _region int, _tasks bigint[], _versions int[], _decision text)
RETURNS TABLE (task_id bigint, case_id bigint, number text, item_zh text, item_en text, result text, code text, parameters text[], state text, stage text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    _actor bigint := yc.actor();
    _hash  bytea := yc.command_hash(_tasks::text, _versions::text, _decision);
    _reply jsonb := yc.command_once(_actor, _region, _command, 'task_decide_many', _hash);
    _until timestamptz := clock_timestamp() + interval '3 seconds';
    _one   record;
    _told  jsonb;
BEGIN
    IF _reply IS NULL THEN
        IF _decision IS DISTINCT FROM 'agree' THEN
            PERFORM yc.refuse('E_MANY_DECISION', 'decision', coalesce(_decision, ''));
        ELSIF cardinality(_tasks) > 500 THEN
            PERFORM yc.refuse('E_MANY_TOO_MANY', 'count', cardinality(_tasks)::text, 'most', '500');
        END IF;
        _reply := '[]';
        -- Always in the same order: of two selections that overlap neither has what the other one waits for.
        FOR _one IN SELECT DISTINCT ON (s.id) s.id, s.version FROM unnest(_tasks, _versions) s(id, version) WHERE s.id IS NOT NULL ORDER BY s.id LOOP
            _told := CASE WHEN clock_timestamp() < _until THEN yc.selected_told(_actor, _region, _one.id, _one.version) ELSE '{"result": "left"}' END;
            _reply := _reply || jsonb_build_array(_told || jsonb_build_object('task_id', _one.id));
        END LOOP;
        _reply := yc.command_keep(_actor, _region, _command, 'task_decide_many', _hash, _reply);
    END IF;
    RETURN QUERY
    SELECT r.task_id, c.id, c.number, d.name_zh, d.name_en, r.result, r.code, r.parameters, r.state, r.stage
    FROM jsonb_to_recordset(_reply) AS r(task_id bigint, result text, code text, parameters text[], state text, stage text)
    LEFT JOIN LATERAL (SELECT x.case_id FROM yc.task x WHERE x.region = _region AND x.id = r.task_id
                       UNION ALL SELECT x.case_id FROM yc.decision x WHERE x.region = _region AND x.task_id = r.task_id LIMIT 1) o ON true
    LEFT JOIN yc.case_file c ON c.region = _region AND c.id = o.case_id AND yc.may_see(_actor, _region, c.hall, c.item)
    LEFT JOIN yc.definition d ON d.id = c.definition_id
    ORDER BY r.task_id;
END $$;
COMMENT ON FUNCTION desk.task_decide_many(uuid, int, bigint[], int[], text) IS
    'Decides on up to 500 tasks at once, each seen in its version, claimed or not: agree alone, the others need words of their own. A row each, by task: result done (state and stage it came to), skipped (somebody else has it: E_TASK_CLAIMED {who}, E_TASK_HELD {who, until}, E_TASK_RESERVED {who}, E_TASK_BUSY), refused (code and parameters of what stands against it: E_CASE_MOVED {who, when, action}, E_MUST_LOOK {number, why} by yc.look_refusal(), what stands against the claim or the decision), left (3 seconds were over: send it again under another command). case_id, number and item are NULL where I may not see it. Refuses E_MANY_DECISION {decision}, E_MANY_TOO_MANY {count, most}.';
GRANT EXECUTE ON FUNCTION desk.task_decide_many(uuid, int, bigint[], int[], text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.task_like(_region int, _task_id bigint, _most int) RETURNS TABLE (task_id bigint, version int, item_zh text, item_en text, stage text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    _actor bigint := yc.actor();
    _queue int := (SELECT t.queue_id FROM yc.task t WHERE t.region = _region AND t.id = _task_id AND t.queue_id IN (SELECT m.id FROM yc.my_queues(_actor, _region) m));
BEGIN
    RETURN QUERY
    SELECT t.id, c.version, d.name_zh, d.name_en, c.stage FROM (
        SELECT x.id, x.case_id, 0 AS place, x.priority, x.due FROM yc.task x
        WHERE x.region = _region AND x.id = _task_id AND x.queue_id = _queue AND NOT x.authorisation AND NOT _actor = ANY (x.excluded)
          AND coalesce(x.claimed_by = _actor AND x.aside IS DISTINCT FROM 'held', true)
        UNION ALL
        (SELECT x.id, x.case_id, 1, x.priority, x.due FROM yc.task x
         WHERE x.region = _region AND x.queue_id = _queue AND x.claimed_by IS NULL AND x.id <> _task_id AND NOT x.authorisation AND NOT _actor = ANY (x.excluded)
         ORDER BY x.priority, x.due, x.id LIMIT least(_most, 500) - 1)) t
    JOIN yc.case_file c ON c.region = _region AND c.id = t.case_id
    JOIN yc.definition d ON d.id = c.definition_id
    ORDER BY t.place, t.priority, t.due, t.id;
END $$;
COMMENT ON FUNCTION desk.task_like(int, bigint, int) IS
    'A task of my queues and those of the same item and stage that wait behind one another for me, up to so many (500 at the most), each with the version of its case, to be selected for desk.task_decide_many(). No row for one that I may not have or that somebody else holds.';
GRANT EXECUTE ON FUNCTION desk.task_like(int, bigint, int) TO yc_staff;
