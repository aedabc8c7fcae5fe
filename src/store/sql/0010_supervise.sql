-- Supervisors' tables, staff and their rights, tending, verification.

CREATE FUNCTION yc.queue_number(_region int, _queue int, _kind text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT c.count FROM yc.queue_count c WHERE c.region = _region AND c.queue_id = _queue AND c.kind = _kind), 0)
         + coalesce((SELECT sum(d.change) FROM yc.queue_delta d WHERE d.region = _region AND d.queue_id = _queue AND d.kind = _kind), 0)
$$;
COMMENT ON FUNCTION yc.queue_number(int, int, text) IS 'A counter, exact to the last commit: what is folded and what is not yet.';

-- --- staff: a PostgreSQL role a person; made by the one role that may make roles, and by nothing else

SET LOCAL ROLE yc_registrar;

CREATE FUNCTION yc.login_create(_login text, _verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF _login IS NULL OR _login !~ '^[a-z][a-z0-9_]{1,30}$' OR _login ~ '^(pg|yc)_' OR _login = 'postgres' THEN
        PERFORM yc.refuse('E_LOGIN_NAME', 'login', _login);
    ELSIF _verifier IS NULL OR _verifier !~ '^SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' THEN
        PERFORM yc.refuse('E_LOGIN_VERIFIER', 'login', _login);
    ELSIF EXISTS (SELECT FROM pg_roles WHERE rolname = _login) THEN
        PERFORM yc.refuse('E_LOGIN_TAKEN', 'login', _login);
    END IF;
    EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD %L IN ROLE yc_staff', _login, _verifier);
    EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', _login, '30s');
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', _login, '60s');
END $$;
COMMENT ON FUNCTION yc.login_create(text, text) IS
    'Makes the PostgreSQL role of a staff member. The password comes as a SCRAM verifier: the server never sees it. Refuses E_LOGIN_NAME, E_LOGIN_VERIFIER, E_LOGIN_TAKEN. Only called by desk.staff_add().';

CREATE FUNCTION yc.login_close(_login text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT pg_has_role(_login, 'yc_staff', 'MEMBER') OR (SELECT rolsuper FROM pg_roles WHERE rolname = _login) THEN
        PERFORM yc.refuse('E_LOGIN_NAME', 'login', _login);
    END IF;
    EXECUTE format('ALTER ROLE %I NOLOGIN PASSWORD NULL', _login);
END $$;
COMMENT ON FUNCTION yc.login_close(text) IS 'Ends a login for good; the name is never used again. Only called by desk.staff_disable().';

REVOKE EXECUTE ON FUNCTION yc.login_create(text, text), yc.login_close(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION yc.login_create(text, text), yc.login_close(text) TO yc_desk;

SET LOCAL ROLE yc_owner;
GRANT EXECUTE ON FUNCTION yc.refuse(yc.refusal), yc.refuse(text, text[]) TO yc_registrar;

CREATE FUNCTION yc.operate_refusal(_actor bigint, _region int) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT yc.right_refusal(_actor, 'operate', _region)
$$;
COMMENT ON FUNCTION yc.operate_refusal(bigint, int) IS 'E_RIGHT_MISSING for who does not operate a region, or NULL.';

CREATE FUNCTION yc.staff_is_system(_staff bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT s.login = 'postgres' FROM yc.staff s WHERE s.id = _staff $$;
COMMENT ON FUNCTION yc.staff_is_system(bigint) IS 'The owner''s own row: no operator changes its rights.';

CREATE FUNCTION yc.posts_refusal(_actor bigint, _staff bigint, _action text) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN _staff = _actor THEN ROW('E_GRANT_SELF', '{}'::text[])::yc.refusal
        WHEN EXISTS (SELECT FROM yc.staff_grant g WHERE g.staff_id = _staff AND g.revoked_at IS NULL AND g.action <> _action
                     AND (g.action IN ('operate', 'audit') OR _action IN ('operate', 'audit')))
            THEN ROW('E_GRANT_POSTS', ARRAY['action', _action, 'held',
                (SELECT g.action FROM yc.staff_grant g WHERE g.staff_id = _staff AND g.revoked_at IS NULL AND g.action <> _action LIMIT 1)])::yc.refusal
    END
$$;
COMMENT ON FUNCTION yc.posts_refusal(bigint, bigint, text) IS
    'Nobody gives rights to themselves; operating and auditing exclude every other post (内控: 不相容岗位). E_GRANT_SELF, E_GRANT_POSTS {action, held}.';

SET LOCAL ROLE yc_desk;

CREATE FUNCTION desk.staff_add(_command uuid, _region int, _login text, _name_zh text, _name_en text, _id_no text, _verifier text) RETURNS TABLE (staff_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'staff_add', _login, _name_zh, _name_en, _id_no, _verifier);
    _staff bigint;
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.operate_refusal(_actor, _region));
        IF coalesce(_name_zh, '') = '' OR yc.check_value('name_any', _name_zh, NULL, yc.today()) LIKE 'E%'
           OR coalesce(_name_en, '') = '' OR yc.check_value('text', _name_en, '100', yc.today()) LIKE 'E%' THEN
            PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'name', 'check', 'name_any');
        ELSIF _id_no <> '' AND yc.check_value('id18', _id_no, NULL, yc.today()) LIKE 'E%' THEN
            PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'id_no', 'check', 'id18');
        ELSIF EXISTS (SELECT FROM yc.staff s WHERE s.login = _login) THEN
            PERFORM yc.refuse('E_LOGIN_TAKEN', 'login', _login);
        END IF;
        PERFORM yc.login_create(_login, _verifier);
        INSERT INTO yc.staff (login, name_zh, name_en, id_no, created_at, created_by)
        VALUES (_login, _name_zh, _name_en, nullif(_id_no, ''), yc.now(), _actor) RETURNING id INTO _staff;
        _reply := yc.command_end(_region, _command, jsonb_build_object('staff_id', _staff));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'staff_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.staff_add(uuid, int, text, text, text, text, text) IS
    'Makes a staff member and their login (password as a SCRAM verifier), without any right yet. For operators.';

CREATE FUNCTION desk.staff_grant(_command uuid, _region int, _login text, _action text, _hall smallint, _item text, _valid_to date) RETURNS TABLE (grant_id bigint)
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
        ELSIF _action IS NULL OR _action NOT IN ('accept', 'review', 'recheck', 'approve', 'supervise', 'audit', 'operate') THEN
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

CREATE FUNCTION desk.staff_revoke(_command uuid, _region int, _grant bigint) RETURNS TABLE (grant_id bigint)
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
        _reply := yc.command_end(_region, _command, jsonb_build_object('grant_id', _grant));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'grant_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.staff_revoke(uuid, int, bigint) IS 'Takes a right back at once; the row stays. Refuses E_GRANT_UNKNOWN.';

CREATE FUNCTION desk.staff_disable(_command uuid, _region int, _login text) RETURNS TABLE (staff_id bigint)
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
        FOR _task IN SELECT * FROM yc.task t WHERE t.claimed_by = _staff.id FOR UPDATE LOOP
            PERFORM yc.task_back(_actor, _task, 'release');
        END LOOP;
        _reply := yc.command_end(_region, _command, jsonb_build_object('staff_id', _staff.id));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'staff_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.staff_disable(uuid, int, text) IS
    'Ends a person''s login and rights at once, also in sessions that are open; their claimed tasks go back into the queues. Refuses E_STAFF_UNKNOWN, E_STAFF_ELSEWHERE (they hold rights in a region that I do not operate).';

CREATE FUNCTION desk.staff_list(_region int)
RETURNS TABLE (staff_id bigint, login text, name_zh text, name_en text, disabled_at timestamptz, grant_id bigint, action text, hall smallint, item text, valid_from date, valid_to date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    IF NOT yc.has_right(_actor, 'supervise', _region) AND NOT yc.has_right(_actor, 'audit', _region) THEN
        PERFORM yc.refuse(yc.operate_refusal(_actor, _region));
    END IF;
    RETURN QUERY SELECT s.id, s.login, s.name_zh, s.name_en, s.disabled_at, g.id, g.action, g.hall, g.item, g.valid_from, g.valid_to
    FROM yc.staff s LEFT JOIN yc.staff_grant g ON g.staff_id = s.id AND g.revoked_at IS NULL
    WHERE g.region = _region OR (g.region IS NULL AND s.login <> 'postgres')
    ORDER BY s.login, g.action, g.hall, g.item;
END $$;
COMMENT ON FUNCTION desk.staff_list(int) IS 'Staff with rights in a region, and those without any; for operators, supervisors, auditors. No identity numbers.';

-- --- supervisors

CREATE FUNCTION desk.queue_table(_region int)
RETURNS TABLE (queue_id int, stage text, item text, item_zh text, item_en text, ready bigint, claimed bigint, decided bigint, oldest timestamptz, first_due date, near int, overdue int, people int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
    RETURN QUERY SELECT q.id, q.stage, q.item, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en',
        yc.queue_number(_region, q.id, 'ready'), yc.queue_number(_region, q.id, 'claimed'), yc.queue_number(_region, q.id, 'decided'),
        (SELECT min(o.created_at) FROM (SELECT t.created_at FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id ORDER BY t.due LIMIT 50) o),
        (SELECT min(t.due) FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id),
        (SELECT count(*)::int FROM (SELECT FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id AND t.due BETWEEN yc.today() AND yc.today() + 1 LIMIT 1000) n),
        (SELECT count(*)::int FROM (SELECT FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id AND t.due < yc.today() LIMIT 1000) n),
        (SELECT count(DISTINCT g.staff_id)::int FROM yc.staff_grant g JOIN yc.staff s ON s.id = g.staff_id AND s.disabled_at IS NULL
         WHERE g.region = _region AND g.action = q.stage AND g.revoked_at IS NULL AND (g.item IS NULL OR g.item = q.item)
           AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity'))
    FROM yc.queue q JOIN yc.definition d ON d.id = yc.definition_current('item', q.item)
    WHERE q.region = _region
    ORDER BY array_position(ARRAY['review', 'recheck', 'approve'], q.stage), q.item;
END $$;
COMMENT ON FUNCTION desk.queue_table(int) IS
    'The queues of a region: waiting, claimed, decided so far, oldest and first due of the front, near (due by tomorrow) and overdue (each up to 1,000), how many people may decide. For supervisors.';

CREATE FUNCTION desk.queue_tasks(_region int, _queue int, _after_due date, _after_id bigint)
RETURNS TABLE (task_id bigint, case_id bigint, number text, name text, due date, accepted_at timestamptz, claimed_by text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM yc.refuse(yc.right_refusal(yc.actor(), 'supervise', _region));
    RETURN QUERY SELECT t.id, t.case_id, c.number, yc.mask('name_any', p.name), t.due, c.accepted_at, yc.staff_name(t.claimed_by)
    FROM (SELECT * FROM yc.task t WHERE t.region = _region AND t.queue_id = _queue
          AND (t.due, t.id) > (coalesce(_after_due, '-infinity'), coalesce(_after_id, 0)) ORDER BY t.due, t.id LIMIT 50) t
    JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    ORDER BY t.due, t.id;
END $$;
COMMENT ON FUNCTION desk.queue_tasks(int, int, date, bigint) IS 'The tasks of one queue by due date, 50 at a time; the next page by the last row''s due date and id. For supervisors.';

CREATE FUNCTION desk.case_list(_region int, _after bigint)
RETURNS TABLE (case_id bigint, number text, item text, item_zh text, item_en text, state text, stage text, waiting text, name text, accepted_at timestamptz,
               promised_due date, statutory_due date, finished_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    IF NOT yc.has_right(_actor, 'audit', _region) THEN
        PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
    END IF;
    RETURN QUERY SELECT c.id, c.number, c.item, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en', c.state, c.stage, c.waiting,
        yc.mask('name_any', p.name), c.accepted_at, c.promised_due, c.statutory_due, c.finished_at
    FROM (SELECT * FROM yc.case_file x WHERE x.region = _region AND x.number IS NOT NULL AND x.id < coalesce(_after, 9223372036854775807)
          AND yc.may_see(_actor, x.region, x.hall, x.item) ORDER BY x.id DESC LIMIT 50) c
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    ORDER BY c.id DESC;
END $$;
COMMENT ON FUNCTION desk.case_list(int, bigint) IS
    'Cases that have a number, newest first by id, 50 at a time; the next page by the last row''s id. Names masked. For supervisors and auditors.';

CREATE FUNCTION desk.case_fields_masked(_region int, _case_id bigint)
RETURNS TABLE (place int, field text, name_zh text, name_en text, value text, masked boolean, code_zh text, code_en text, source text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _case yc.case_file := yc.case_visible(yc.actor(), _region, _case_id);
BEGIN
    RETURN QUERY
    WITH fields AS (
        SELECT g.n, g.d, CASE
            WHEN (g.d ->> 'masked')::boolean THEN coalesce(g.d ->> 'check', 'text')
            WHEN g.d ->> 'check' IN ('name_any', 'name_cn') THEN g.d ->> 'check'
            WHEN EXISTS (SELECT FROM jsonb_array_elements(x.content -> 'fields') f
                         WHERE f ->> 'key' = g.d -> 'compute' ->> 'from' AND (f ->> 'masked')::boolean) THEN 'text'
        END AS mask, x.pins
        FROM yc.definition x CROSS JOIN LATERAL jsonb_array_elements(x.content -> 'fields') WITH ORDINALITY AS g(d, n)
        WHERE x.id = _case.definition_id)
    SELECT g.n::int, f.field, g.d -> 'name' ->> 'zh', g.d -> 'name' ->> 'en', CASE WHEN g.mask IS NULL THEN f.value ELSE yc.mask(g.mask, f.value) END,
        g.mask IS NOT NULL AND f.value <> '', l.content -> 'values' -> f.value ->> 'zh', l.content -> 'values' -> f.value ->> 'en', f.source
    FROM fields g
    JOIN yc.case_field f ON f.region = _region AND f.case_id = _case_id AND f.field = g.d ->> 'key'
    LEFT JOIN yc.definition l ON g.mask IS NULL
        AND l.id = (g.pins ->> ('codes:' || CASE g.d ->> 'type' WHEN 'region' THEN 'region' ELSE g.d ->> 'codes' END))::int
    ORDER BY g.n;
END $$;
COMMENT ON FUNCTION desk.case_fields_masked(int, bigint) IS
    'The values of a case for those who only look: beside what the definition marks masked also names, and what is computed from a masked value (a birth date), are masked. desk.case_reveal() tells one in full, with a purpose.';

CREATE FUNCTION desk.read_log_list(_region int, _case_id bigint) RETURNS TABLE (at timestamptz, who text, function text, what text, purpose text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM yc.refuse(yc.right_refusal(yc.actor(), 'audit', _region));
    RETURN QUERY SELECT l.at, yc.staff_name(l.staff_id), l.function, l.what, l.purpose
    FROM yc.read_log l WHERE l.region = _region AND l.case_id = _case_id ORDER BY l.id DESC LIMIT 200;
END $$;
COMMENT ON FUNCTION desk.read_log_list(int, bigint) IS 'Who looked at a case''s personal data, newest first. For auditors.';
