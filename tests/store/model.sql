-- For test_model.c: people, and the state of the database told in the lines of model_tell() (model_tell.c).
-- In plpgsql all of it, whose plans are kept: a sequence asks thirty times for everything.
CREATE FUNCTION test.model_name(_staff bigint) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE WHEN _staff IS NULL THEN '-' ELSE (SELECT CASE s.login WHEN 'postgres' THEN 'system' ELSE split_part(s.login, '_', 2) END FROM yc.staff s WHERE s.id = _staff) END;
END $$;

-- A person of the model; their login is PREFIX_NAME, since logins belong to the cluster.
CREATE FUNCTION test.model_person(_login text, _actions text[], _hall int, _region int, _own text, _kin text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _staff bigint;
BEGIN
    PERFORM test.staff(_login, '张三', 'Zhang San');
    UPDATE yc.staff s SET id_no = _own WHERE s.login = _login RETURNING s.id INTO _staff;
    INSERT INTO yc.staff_kin SELECT _staff, _kin, '配偶' WHERE _kin IS NOT NULL;
    INSERT INTO yc.staff_grant (staff_id, action, region, hall, valid_from, granted_at)
    SELECT _staff, a, _region, CASE a WHEN 'accept' THEN _hall END, '2026-01-01', yc.now() FROM unnest(_actions) a;
    RETURN _staff;
END $$;

CREATE FUNCTION test.model_state() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT string_agg(line, E'\n' ORDER BY part, case_id, kind, place, line COLLATE "C") || E'\n' FROM (
        SELECT 1 AS part, c.id AS case_id, 1 AS kind, 0::bigint AS place,
            concat_ws(' ', 'case', c.item, c.state, coalesce(c.stage, '-'), coalesce(c.waiting, '-'), coalesce(c.waiting_since::text, '-'), test.model_name(c.holder), 'v' || c.version,
                'by', test.model_name(c.accepted_by), CASE WHEN c.number IS NULL THEN '-' ELSE 'numbered' END, coalesce(c.promised_due::text, '-'), coalesce(c.statutory_due::text, '-')) AS line
        FROM yc.case_file c
        UNION ALL
        SELECT 1, t.case_id, 2, t.id, concat('  task ', q.stage, CASE WHEN b.kind = 'vote' THEN ' vote' END, CASE WHEN t.authorisation THEN ' authorisation' END, ' p', t.priority, ' ', t.due, ' ',
            test.model_name(t.claimed_by), ' not', (SELECT string_agg(' ' || n, '' ORDER BY n COLLATE "C") FROM (SELECT DISTINCT test.model_name(x) AS n FROM unnest(t.excluded) x) people))
        FROM yc.task t LEFT JOIN yc.queue q ON q.region = t.region AND q.id = t.queue_id LEFT JOIN yc.branch b ON b.region = t.region AND b.id = t.branch_id
        UNION ALL
        SELECT 1, s.case_id, 3, s.id, concat_ws(' ', '  stop', s.kind, s.first_day, coalesce(s.last_day::text, '-')) FROM yc.suspension s
        UNION ALL
        SELECT 1, j.case_id, 4, 0, '  journal ' || string_agg(test.model_name(j.actor) || ':' || j.action, ' ' ORDER BY j.seq) FROM yc.journal j GROUP BY j.case_id
        UNION ALL
        SELECT 2, 0, 0, 0, concat_ws(' ', 'queue', q.item, q.stage, 'ready', coalesce(n.ready, 0), 'claimed', coalesce(n.claimed, 0), 'decided', coalesce(n.decided, 0))
        FROM yc.queue q JOIN (
            SELECT x.region, x.queue_id, sum(x.count) FILTER (WHERE x.kind = 'ready') AS ready, sum(x.count) FILTER (WHERE x.kind = 'claimed') AS claimed,
                   sum(x.count) FILTER (WHERE x.kind = 'decided') AS decided
            FROM (SELECT region, queue_id, kind, count FROM yc.queue_count UNION ALL SELECT region, queue_id, kind, change FROM yc.queue_delta) x GROUP BY 1, 2) n ON n.region = q.region AND n.queue_id = q.id
        WHERE coalesce(n.ready, 0) <> 0 OR coalesce(n.claimed, 0) <> 0 OR coalesce(n.decided, 0) <> 0) lines);
END $$;

-- One command by a person ('': by the superuser), and how it stands then: its answer or the code of its refusal, the open tasks by case and age, everything.
CREATE FUNCTION test.model_step(_login text, _sql text) RETURNS TABLE (code text, detail text, answer text, tasks text, state text) LANGUAGE plpgsql AS $$
BEGIN
    BEGIN
        IF _login <> '' THEN
            EXECUTE format('SET SESSION AUTHORIZATION %I', _login);
        END IF;
        EXECUTE _sql INTO answer;
        code := '';
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, detail = PG_EXCEPTION_DETAIL;
        IF code = 'YC001' THEN
            code := SQLERRM;
        ELSE
            code := code || ' ' || SQLERRM;
        END IF;
    END;
    RESET SESSION AUTHORIZATION;
    SELECT string_agg(t.id::text, ' ' ORDER BY t.case_id, t.id) INTO tasks FROM yc.task t;
    state := test.model_state();
    RETURN NEXT;
END $$;

CREATE FUNCTION test.model_verify() RETURNS TABLE (code text, parameters text) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY SELECT v.code, array_to_string(v.parameters, ' ') FROM yc.verify() v;
END $$;
