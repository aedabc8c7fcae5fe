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

CREATE OR REPLACE FUNCTION yc.staff_here(_region int, _login text) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT s.id FROM yc.staff s WHERE s.login = _login
            AND EXISTS (SELECT FROM yc.staff_grant g WHERE g.staff_id = s.id AND g.region = _region AND g.revoked_at IS NULL));
END $$;
COMMENT ON FUNCTION yc.staff_here(int, text) IS 'Who has that login and a right in the region, be it for later; or NULL.';

CREATE OR REPLACE FUNCTION yc.absence_obstacle(_actor bigint, _region int, _login text, _from date, _to date, _cover text) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _staff bigint := yc.staff_here(_region, _login);
    _other bigint := yc.staff_here(_region, _cover);
    _twice yc.absence;
BEGIN
    IF NOT EXISTS (SELECT FROM yc.staff s WHERE s.id = _staff AND s.disabled_at IS NULL AND NOT yc.staff_is_system(s.id)) THEN
        RETURN ROW('E_STAFF_UNKNOWN', ARRAY['login', _login])::yc.refusal;
    ELSIF _from IS NULL OR _to IS NULL OR _to < _from OR _to < yc.today() OR _to > _from + 366 THEN
        RETURN ROW('E_ABSENCE_DATES', ARRAY['from', coalesce(_from::text, ''), 'to', coalesce(_to::text, '')])::yc.refusal;
    END IF;
    SELECT * INTO _twice FROM yc.absence a
    WHERE a.region = _region AND a.staff_id = _staff AND a.ended_at IS NULL AND a.first_day <= _to AND a.last_day >= _from LIMIT 1;
    IF FOUND THEN
        RETURN ROW('E_ABSENCE_TWICE', ARRAY['from', _twice.first_day::text, 'to', _twice.last_day::text])::yc.refusal;
    ELSIF _cover <> '' AND _other IS NULL THEN
        RETURN ROW('E_STAFF_UNKNOWN', ARRAY['login', _cover])::yc.refusal;
    END IF;
    RETURN CASE WHEN _cover <> '' THEN yc.cover_refusal(_actor, _region, _staff, _other, _from, _to) END;
END $$;
COMMENT ON FUNCTION yc.absence_obstacle(bigint, int, text, date, date, text) IS
    'What stands against an absence of somebody (login) on these days with that cover (login; empty: none), or NULL: E_STAFF_UNKNOWN {login}, E_ABSENCE_DATES {from, to}, E_ABSENCE_TWICE {from, to}, what yc.cover_refusal() tells.';

CREATE OR REPLACE FUNCTION yc.cover_grants(_region int, _staff bigint, _from date, _to date) RETURNS SETOF yc.staff_grant LANGUAGE sql STABLE AS $$
    SELECT g FROM yc.staff_grant g
    WHERE g.staff_id = _staff AND g.region = _region AND g.revoked_at IS NULL AND g.source IS NULL
      AND g.action = ANY (yc.rights_to_decide()) AND g.valid_from <= _to AND coalesce(g.valid_to, 'infinity') >= _from
$$;
COMMENT ON FUNCTION yc.cover_grants(int, bigint, date, date) IS 'What a cover gets of somebody absent on these days: what they have by themselves; what they cover for others goes no further.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.absence_add(_command uuid, _region int, _login text, _from date, _to date, _cover text)
RETURNS TABLE (absence_id bigint, rights int, returned int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor   bigint := yc.actor();
    _reply   jsonb := yc.command_begin(_actor, _region, _command, 'absence_add', _login, _from::text, _to::text, _cover);
    _staff   bigint := yc.staff_here(_region, _login);
    _other   bigint := yc.staff_here(_region, _cover);
    _absence bigint;
    _rights  int;
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
        PERFORM FROM yc.staff s WHERE s.id = _staff FOR NO KEY UPDATE; -- two at once: the second finds the first
        PERFORM yc.refuse(yc.absence_obstacle(_actor, _region, _login, _from, _to, _cover));
        INSERT INTO yc.absence (region, staff_id, first_day, last_day, cover, recorded_by, recorded_at)
        VALUES (_region, _staff, _from, _to, _other, _actor, yc.now()) RETURNING id INTO _absence;
        INSERT INTO yc.staff_grant (staff_id, action, region, item, valid_from, valid_to, granted_by, granted_at, absence_id, source)
        SELECT _other, g.action, g.region, g.item, greatest(g.valid_from, _from), least(g.valid_to, _to), _actor, yc.now(), _absence, g.id
        FROM yc.cover_grants(_region, _staff, _from, _to) g WHERE _other IS NOT NULL;
        GET DIAGNOSTICS _rights = ROW_COUNT;
        PERFORM pg_notify('yc_queues', ''); -- who may draw from which has changed: the cover's list shows it at once
        _reply := yc.command_end(_region, _command, jsonb_build_object('absence_id', _absence, 'rights', _rights,
            'returned', CASE WHEN yc.today() >= _from THEN yc.tasks_return(_actor, _staff, _region) ELSE 0 END));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(absence_id bigint, rights int, returned int);
END $$;
COMMENT ON FUNCTION desk.absence_add(uuid, int, text, date, date, text) IS
    'Somebody is absent on these days (both included): they draw nothing, what they work on and what is reserved for them goes back (at once if it begins today, else on the day). A cover (login; empty: none) may decide on those days what the absent could by rights of their own, separation of duties and own and kin cases as ever. Workstations are told (yc_queues). For supervisors. Refuses E_RIGHT_MISSING, what yc.absence_obstacle() tells.';
GRANT EXECUTE ON FUNCTION desk.absence_add(uuid, int, text, date, date, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.absence_foresee(_region int, _login text, _from date, _to date, _cover text)
RETURNS TABLE (code text, parameters text[], at_once boolean, returned int, covered int, held int, rights int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor   bigint := yc.actor();
    _staff   bigint := yc.staff_here(_region, _login);
    _other   bigint := yc.staff_here(_region, _cover);
    _refusal yc.refusal;
BEGIN
    PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
    _refusal := yc.absence_obstacle(_actor, _region, _login, _from, _to, _cover);
    IF _refusal.code IS NOT NULL THEN
        RETURN QUERY SELECT _refusal.code, _refusal.parameters, false, 0, 0, 0, 0;
        RETURN;
    END IF;
    RETURN QUERY
    WITH rights AS (SELECT g.action, g.item FROM yc.cover_grants(_region, _staff, _from, _to) g WHERE _other IS NOT NULL)
    SELECT NULL::text, NULL::text[], yc.today() >= _from,
        (count(*) FILTER (WHERE NOT h.stays))::int,
        (count(*) FILTER (WHERE NOT h.stays AND NOT _other = ANY (h.excluded)
            AND (yc.has_right(_other, h.stage, _region, NULL, h.item) OR EXISTS (SELECT FROM rights r WHERE r.action = h.stage AND coalesce(r.item, h.item) = h.item))))::int,
        (count(*) FILTER (WHERE h.stays))::int, (SELECT count(*)::int FROM rights)
    FROM (SELECT t.aside IS NOT DISTINCT FROM 'held' AS stays, t.excluded, yc.task_right(c, t) AS stage, c.item
          FROM yc.task t JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
          WHERE t.region = _region AND t.claimed_by = _staff LIMIT 1000) h;
END $$;
COMMENT ON FUNCTION desk.absence_foresee(int, text, date, date, text) IS
    'What desk.absence_add() would do with these words, before it is done: code and parameters of its refusal (NULL: none); at_once: it begins today; returned: how many tasks in their hands now go back, covered: of these the cover could decide, held: how many wait for their date instead; rights: what the cover gets. For supervisors.';
GRANT EXECUTE ON FUNCTION desk.absence_foresee(int, text, date, date, text) TO yc_staff;

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
        PERFORM pg_notify('yc_queues', '');
        _reply := yc.command_end(_region, _command, jsonb_build_object('absence_id', _absence_id));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'absence_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.absence_end(uuid, int, bigint) IS 'Somebody is back, or does not go: ends an absence and the cover''s rights at once. For supervisors. Refuses E_ABSENCE_UNKNOWN {absence}.';
GRANT EXECUTE ON FUNCTION desk.absence_end(uuid, int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.absence_table(_region int)
RETURNS TABLE (absence_id bigint, login text, name text, first_day date, last_day date, cover text, cover_name text, state text, recorded_by text, ended_by text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _today date := yc.today();
BEGIN
    PERFORM yc.refuse(yc.right_refusal(yc.actor(), 'supervise', _region));
    RETURN QUERY SELECT a.id, s.login, yc.staff_name(s.id), a.first_day, a.last_day, coalesce(c.login, ''), coalesce(yc.staff_name(c.id), ''),
        CASE WHEN a.ended_at IS NOT NULL THEN 'ended' WHEN a.first_day > _today THEN 'coming' ELSE 'now' END, yc.staff_name(a.recorded_by), coalesce(yc.staff_name(a.ended_by), '')
    FROM yc.absence a JOIN yc.staff s ON s.id = a.staff_id LEFT JOIN yc.staff c ON c.id = a.cover
    WHERE a.region = _region AND (a.ended_at IS NULL AND a.last_day >= _today OR a.ended_at >= _today::timestamp AT TIME ZONE 'Asia/Shanghai')
    ORDER BY a.ended_at IS NOT NULL, a.first_day, s.login, a.id LIMIT 200;
END $$;
COMMENT ON FUNCTION desk.absence_table(int) IS
    'Who is absent (state now) or will be (coming), until when, with whom for cover, as recorded by whom; behind them what was ended today (ended), and by whom. For supervisors.';
GRANT EXECUTE ON FUNCTION desk.absence_table(int) TO yc_staff;
