-- What is left to be done when nobody tends: saying so, and claims that find everything by themselves.

SET LOCAL ROLE yc_desk;

CREATE FUNCTION desk.tended() RETURNS TABLE (seconds int, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT least(extract(epoch FROM yc.now() - greatest(t.tended_at, '2000-01-01')), 2000000000)::int, nullif(t.tended_at, '-infinity')
    FROM yc.tending t WHERE yc.actor() IS NOT NULL
$$;
COMMENT ON FUNCTION desk.tended() IS
    'When the database was last tended (NULL: never) and how many seconds ago. For everybody: it says nothing of a person or a case.';

CREATE OR REPLACE FUNCTION desk.task_claim(_command uuid, _region int, _token uuid, _task_id bigint)
RETURNS TABLE (task_id bigint, case_id bigint, version int, stage text, due date, item text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor    bigint := yc.actor();
    _reply    jsonb := yc.command_begin(_actor, _region, _command, 'task_claim', _token::text, _task_id::text);
    _returned int;
    _task     yc.task;
    _case     yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        IF _token IS NULL THEN
            PERFORM yc.refuse('E_COMMAND_KEY_MISSING', 'function', 'task_claim');
        END IF;
        IF _task_id IS NULL THEN
            -- A few at a time, so that a claim stays short; but none comes back empty-handed while leases are left that ran out.
            LOOP
                _returned := yc.leases_return(_actor, _region, ARRAY(SELECT yc.my_queues(_actor, _region)), 5);
                _task := yc.task_next(_actor, _region);
                EXIT WHEN _task.id IS NOT NULL OR _returned = 0;
            END LOOP;
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

GRANT EXECUTE ON FUNCTION desk.tended() TO yc_staff;
