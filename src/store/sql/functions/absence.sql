-- Who is absent, and who covers: tasks find their way, and the cover may decide what the absent could, for those days and no more.

CREATE OR REPLACE FUNCTION yc.absent_until(_staff bigint, _region int) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    _today date := yc.today();
BEGIN
    RETURN (SELECT max(a.last_day) FROM yc.absence a
            WHERE a.region = _region AND a.staff_id = _staff AND a.ended_at IS NULL AND a.last_day >= _today AND a.first_day <= _today);
END $$;
COMMENT ON FUNCTION yc.absent_until(bigint, int) IS 'The last day of an absence that holds today, or NULL.';

CREATE OR REPLACE FUNCTION yc.absence_refusal(_staff bigint, _region int) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _to date := yc.absent_until(_staff, _region);
BEGIN
    RETURN CASE WHEN _to IS NOT NULL THEN ROW('E_STAFF_ABSENT', ARRAY['who', yc.staff_name(_staff), 'to', _to::text])::yc.refusal END;
END $$;
COMMENT ON FUNCTION yc.absence_refusal(bigint, int) IS 'E_STAFF_ABSENT {who, to} for who is absent today, or NULL.';

CREATE OR REPLACE FUNCTION yc.tasks_return(_actor bigint, _staff bigint, _region int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _task  yc.task;
    _count int := 0;
BEGIN
    FOR _task IN SELECT * FROM yc.task t WHERE t.claimed_by = _staff AND t.region = _region AND t.aside IS DISTINCT FROM 'held' ORDER BY t.id FOR UPDATE SKIP LOCKED LOOP
        PERFORM yc.task_back(_actor, _task, 'release');
        _count := _count + 1;
    END LOOP;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.tasks_return(bigint, bigint, int) IS
    'Puts what somebody absent works on and what is reserved for them back into the queues. What they hold until a date waits for the date, not for them.';

CREATE OR REPLACE FUNCTION yc.absences_settle() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _today date := yc.today();
BEGIN
    RETURN (SELECT coalesce(sum(yc.tasks_return((SELECT s.id FROM yc.staff s WHERE s.login = 'postgres'), a.staff_id, a.region)), 0)
            FROM yc.absence a WHERE a.ended_at IS NULL AND _today BETWEEN a.first_day AND a.last_day);
END $$;
COMMENT ON FUNCTION yc.absences_settle() IS 'Each second: what is in the hands of those who are absent today goes back. Returns how many.';
REVOKE EXECUTE ON FUNCTION yc.absences_settle() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.grants_derived_end(_actor bigint, _absence bigint, _source bigint) RETURNS void LANGUAGE sql AS $$
    UPDATE yc.staff_grant g SET revoked_at = yc.now(), revoked_by = _actor
    WHERE g.source IS NOT NULL AND g.revoked_at IS NULL AND (g.absence_id = _absence OR g.source = _source)
$$;
COMMENT ON FUNCTION yc.grants_derived_end(bigint, bigint, bigint) IS 'Ends what covers derived from an absence, or from a grant that was taken back.';

CREATE OR REPLACE FUNCTION yc.cover_refusal(_actor bigint, _region int, _staff bigint, _cover bigint, _from date, _to date) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _other yc.absence;
BEGIN
    IF _cover = _actor THEN
        RETURN ROW('E_GRANT_SELF', '{}'::text[])::yc.refusal;
    ELSIF _cover = _staff OR EXISTS (SELECT FROM yc.staff s WHERE s.id = _cover AND (s.disabled_at IS NOT NULL OR yc.staff_is_system(s.id))) THEN
        RETURN ROW('E_TAKER_UNKNOWN', '{}'::text[])::yc.refusal;
    END IF;
    SELECT * INTO _other FROM yc.absence a
    WHERE a.region = _region AND a.staff_id = _cover AND a.ended_at IS NULL AND a.first_day <= _to AND a.last_day >= _from LIMIT 1;
    IF FOUND THEN
        RETURN ROW('E_STAFF_ABSENT', ARRAY['who', yc.staff_name(_cover), 'to', _other.last_day::text])::yc.refusal;
    END IF;
    RETURN yc.posts_refusal(_actor, _cover, 'review');
END $$;
COMMENT ON FUNCTION yc.cover_refusal(bigint, int, bigint, bigint, date, date) IS
    'What stands against somebody as cover: E_GRANT_SELF (nobody makes themselves one), E_TAKER_UNKNOWN, E_STAFF_ABSENT {who, to} on one of those days, E_GRANT_POSTS for operators and auditors.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.absence_add(_command uuid, _region int, _login text, _from date, _to date, _cover text)
RETURNS TABLE (absence_id bigint, rights int, returned int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor    bigint := yc.actor();
    _reply    jsonb := yc.command_begin(_actor, _region, _command, 'absence_add', _login, _from::text, _to::text, _cover);
    _staff    yc.staff;
    _other    yc.staff;
    _absence  yc.absence;
    _rights   int;
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
        SELECT * INTO _staff FROM yc.staff s WHERE s.login = _login
            AND EXISTS (SELECT FROM yc.staff_grant g WHERE g.staff_id = s.id AND g.region = _region AND g.revoked_at IS NULL) FOR NO KEY UPDATE;
        IF NOT FOUND OR _staff.disabled_at IS NOT NULL OR yc.staff_is_system(_staff.id) THEN
            PERFORM yc.refuse('E_STAFF_UNKNOWN', 'login', _login);
        ELSIF _from IS NULL OR _to IS NULL OR _to < _from OR _to < yc.today() OR _to > _from + 366 THEN
            PERFORM yc.refuse('E_ABSENCE_DATES', 'from', coalesce(_from::text, ''), 'to', coalesce(_to::text, ''));
        END IF;
        SELECT * INTO _absence FROM yc.absence a
        WHERE a.region = _region AND a.staff_id = _staff.id AND a.ended_at IS NULL AND a.first_day <= _to AND a.last_day >= _from LIMIT 1;
        IF FOUND THEN
            PERFORM yc.refuse('E_ABSENCE_TWICE', 'from', _absence.first_day::text, 'to', _absence.last_day::text);
        END IF;
        IF _cover <> '' THEN
            SELECT * INTO _other FROM yc.staff s WHERE s.login = _cover
                AND EXISTS (SELECT FROM yc.staff_grant g WHERE g.staff_id = s.id AND g.region = _region AND g.revoked_at IS NULL);
            IF NOT FOUND THEN
                PERFORM yc.refuse('E_STAFF_UNKNOWN', 'login', _cover);
            END IF;
            PERFORM yc.refuse(yc.cover_refusal(_actor, _region, _staff.id, _other.id, _from, _to));
        END IF;
        INSERT INTO yc.absence (region, staff_id, first_day, last_day, cover, recorded_by, recorded_at)
        VALUES (_region, _staff.id, _from, _to, _other.id, _actor, yc.now()) RETURNING * INTO _absence;
        -- What the absent have by themselves, cut to these days: what they cover for others goes no further.
        INSERT INTO yc.staff_grant (staff_id, action, region, item, valid_from, valid_to, granted_by, granted_at, absence_id, source)
        SELECT _other.id, g.action, g.region, g.item, greatest(g.valid_from, _from), least(g.valid_to, _to), _actor, yc.now(), _absence.id, g.id
        FROM yc.staff_grant g
        WHERE _other.id IS NOT NULL AND g.staff_id = _staff.id AND g.region = _region AND g.revoked_at IS NULL AND g.source IS NULL
          AND g.action IN ('review', 'recheck', 'approve', 'expert_review', 'site_check', 'third_party_check') AND g.valid_from <= _to AND coalesce(g.valid_to, 'infinity') >= _from;
        GET DIAGNOSTICS _rights = ROW_COUNT;
        _reply := yc.command_end(_region, _command, jsonb_build_object('absence_id', _absence.id, 'rights', _rights,
            'returned', CASE WHEN yc.today() >= _from THEN yc.tasks_return(_actor, _staff.id, _region) ELSE 0 END));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(absence_id bigint, rights int, returned int);
END $$;
COMMENT ON FUNCTION desk.absence_add(uuid, int, text, date, date, text) IS
    'Somebody is absent on these days (both included): they draw nothing, what they work on and what is reserved for them goes back (at once if it begins today, else on the day). A cover (login; empty: none) may decide on those days what the absent could by rights of their own, separation of duties and own and kin cases as ever. For supervisors. Refuses E_STAFF_UNKNOWN {login}, E_ABSENCE_DATES {from, to}, E_ABSENCE_TWICE {from, to}, what yc.cover_refusal() tells.';
GRANT EXECUTE ON FUNCTION desk.absence_add(uuid, int, text, date, date, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.absence_end(_command uuid, _region int, _absence_id bigint) RETURNS TABLE (absence_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'absence_end', _absence_id::text);
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
        UPDATE yc.absence a SET ended_at = yc.now(), ended_by = _actor
        WHERE a.id = _absence_id AND a.region = _region AND a.ended_at IS NULL AND a.last_day >= yc.today();
        IF NOT FOUND THEN
            PERFORM yc.refuse('E_ABSENCE_UNKNOWN', 'absence', coalesce(_absence_id::text, ''));
        END IF;
        PERFORM yc.grants_derived_end(_actor, _absence_id, NULL);
        _reply := yc.command_end(_region, _command, jsonb_build_object('absence_id', _absence_id));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'absence_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.absence_end(uuid, int, bigint) IS 'Somebody is back, or does not go: ends an absence and the cover''s rights at once. For supervisors. Refuses E_ABSENCE_UNKNOWN {absence}.';
GRANT EXECUTE ON FUNCTION desk.absence_end(uuid, int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.absence_list(_region int)
RETURNS TABLE (absence_id bigint, login text, name text, first_day date, last_day date, cover text, cover_name text, now boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM yc.refuse(yc.right_refusal(yc.actor(), 'supervise', _region));
    RETURN QUERY SELECT a.id, s.login, yc.staff_name(s.id), a.first_day, a.last_day, coalesce(c.login, ''), coalesce(yc.staff_name(c.id), ''), a.first_day <= yc.today()
    FROM yc.absence a JOIN yc.staff s ON s.id = a.staff_id LEFT JOIN yc.staff c ON c.id = a.cover
    WHERE a.region = _region AND a.ended_at IS NULL AND a.last_day >= yc.today()
    ORDER BY a.first_day, s.login LIMIT 200;
END $$;
COMMENT ON FUNCTION desk.absence_list(int) IS 'Who is or will be absent, until when, with whom for cover. For supervisors.';
GRANT EXECUTE ON FUNCTION desk.absence_list(int) TO yc_staff;
