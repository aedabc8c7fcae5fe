-- What an operator gives and takes: rights, logins. 0010_supervise.sql has the rest of what operators do.

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
        -- What is put aside for them has no lease that runs out soon, and nobody has it locked for long.
        FOR _task IN SELECT * FROM yc.task t WHERE t.claimed_by = _staff.id AND t.aside IS NOT NULL ORDER BY t.id FOR UPDATE LOOP
            PERFORM yc.task_back(_actor, _task, 'release');
        END LOOP;
        PERFORM yc.grants_derived_end(_actor, NULL, g.id) FROM yc.staff_grant g WHERE g.staff_id = _staff.id;
        _reply := yc.command_end(_region, _command, jsonb_build_object('staff_id', _staff.id));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'staff_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.staff_disable(uuid, int, text) IS
    'Ends a person''s login and rights at once, also in sessions that are open; their tasks go back into the queues, held and reserved ones too, and who covers for them covers no more. Refuses E_STAFF_UNKNOWN, E_STAFF_ELSEWHERE (they hold rights in a region that I do not operate).';

CREATE OR REPLACE FUNCTION desk.staff_grant(_command uuid, _region int, _login text, _action text, _hall smallint, _item text, _valid_to date) RETURNS TABLE (grant_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'staff_grant', _login, _action, _hall::text, _item, _valid_to::text);
    _staff yc.staff;
    _grant bigint;
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.operate_refusal(_actor, _region));
        SELECT * INTO _staff FROM yc.staff s WHERE s.login = _login FOR NO KEY UPDATE;
        IF NOT FOUND OR _staff.disabled_at IS NOT NULL OR yc.staff_is_system(_staff.id) THEN
            PERFORM yc.refuse('E_STAFF_UNKNOWN', 'login', _login);
        ELSIF _action IS NULL OR _action NOT IN ('accept', 'review', 'recheck', 'approve', 'supervise', 'audit', 'operate',
            'expert_review', 'site_check', 'third_party_check') THEN
            PERFORM yc.refuse('E_ACTION_UNKNOWN', 'action', _action);
        ELSIF _item IS NOT NULL AND yc.definition_current('item', _item) IS NULL THEN
            PERFORM yc.refuse('E_ITEM_UNKNOWN', 'item', _item);
        ELSIF _hall IS NOT NULL AND NOT EXISTS (SELECT FROM yc.hall h WHERE h.region = _region AND h.hall = _hall) THEN
            PERFORM yc.refuse('E_HALL_UNKNOWN', 'hall', _hall::text);
        ELSIF _hall IS NOT NULL AND _action <> 'accept' THEN
            PERFORM yc.refuse('E_GRANT_NARROW', 'action', _action, 'by', 'hall');
        ELSIF _item IS NOT NULL AND _action IN ('supervise', 'audit', 'operate') THEN
            PERFORM yc.refuse('E_GRANT_NARROW', 'action', _action, 'by', 'item');
        ELSIF _valid_to < yc.today() THEN
            PERFORM yc.refuse('E_GRANT_OVER', 'to', _valid_to::text, 'today', yc.today()::text);
        END IF;
        PERFORM yc.refuse(yc.posts_refusal(_actor, _staff.id, _action));
        INSERT INTO yc.staff_grant (staff_id, action, region, hall, item, valid_from, valid_to, granted_by, granted_at)
        VALUES (_staff.id, _action, _region, _hall, _item, yc.today(), _valid_to, _actor, yc.now()) RETURNING id INTO _grant;
        _reply := yc.command_end(_region, _command, jsonb_build_object('grant_id', _grant));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'grant_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.staff_grant(uuid, int, text, text, smallint, text, date) IS
    'Gives a right in a region that I operate (hall, item NULL: all; only accepting knows halls, only the work on cases knows items). Refuses E_GRANT_SELF, E_GRANT_POSTS, E_GRANT_NARROW {action, by}, E_STAFF_UNKNOWN, E_ITEM_UNKNOWN, E_HALL_UNKNOWN, E_GRANT_OVER {to, today}.';

CREATE OR REPLACE FUNCTION desk.staff_revoke(_command uuid, _region int, _grant bigint) RETURNS TABLE (grant_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'staff_revoke', _grant::text);
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.operate_refusal(_actor, _region));
        UPDATE yc.staff_grant g SET revoked_at = yc.now(), revoked_by = _actor
        WHERE g.id = _grant AND g.region = _region AND g.revoked_at IS NULL AND g.staff_id <> _actor
          AND NOT yc.staff_is_system(g.staff_id);
        IF NOT FOUND THEN
            PERFORM yc.refuse('E_GRANT_UNKNOWN', 'grant', _grant::text);
        END IF;
        PERFORM yc.grants_derived_end(_actor, NULL, _grant);
        _reply := yc.command_end(_region, _command, jsonb_build_object('grant_id', _grant));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'grant_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.staff_revoke(uuid, int, bigint) IS 'Takes a right back at once, from who covers for them too; the row stays. Refuses E_GRANT_UNKNOWN.';
GRANT EXECUTE ON FUNCTION desk.staff_revoke(uuid, int, bigint) TO yc_staff;
