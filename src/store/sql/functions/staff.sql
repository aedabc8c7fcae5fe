-- Whose login and rights an operator ends. 0010_supervise.sql has the rest of what operators do.

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.staff_disable(_command uuid, _region int, _login text) RETURNS TABLE (staff_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'staff_disable', _login);
    _staff yc.staff;
    _task  yc.task;
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.operate_refusal(_actor, _region));
        -- NO KEY: a decision of theirs, under way, refers to this row and must not wait for us while we wait for its task
        SELECT * INTO _staff FROM yc.staff s WHERE s.login = _login FOR NO KEY UPDATE;
        IF NOT FOUND OR _staff.disabled_at IS NOT NULL OR _staff.id = _actor OR yc.staff_is_system(_staff.id) THEN
            PERFORM yc.refuse('E_STAFF_UNKNOWN', 'login', _login);
        ELSIF EXISTS (SELECT FROM yc.staff_grant g WHERE g.staff_id = _staff.id AND g.revoked_at IS NULL
                      AND NOT yc.has_right(_actor, 'operate', g.region)) THEN
            PERFORM yc.refuse('E_STAFF_ELSEWHERE', 'login', _login);
        END IF;
        UPDATE yc.staff s SET disabled_at = yc.now(), disabled_by = _actor WHERE s.id = _staff.id;
        PERFORM yc.login_close(_login);
        -- One that they hold locked themselves does not stand in the way: it goes back when its lease runs out.
        FOR _task IN SELECT * FROM yc.task t WHERE t.claimed_by = _staff.id FOR UPDATE SKIP LOCKED LOOP
            PERFORM yc.task_back(_actor, _task, 'release');
        END LOOP;
        _reply := yc.command_end(_region, _command, jsonb_build_object('staff_id', _staff.id));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'staff_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.staff_disable(uuid, int, text) IS
    'Ends a person''s login and rights at once, also in sessions that are open; their claimed tasks go back into the queues. Refuses E_STAFF_UNKNOWN, E_STAFF_ELSEWHERE (they hold rights in a region that I do not operate).';
