-- What a supervisor does: giving a task to somebody or back to its queue, pausing a queue or a person, closing a window; who sits where; and what
-- those concerned are told. Everything by name, with its reason.

CREATE OR REPLACE FUNCTION yc.steer_refusal(_words text) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN coalesce(_words, '') = '' THEN ROW('E_STEER_WORDS', '{}'::text[])::yc.refusal
                WHEN yc.check_text(_words, '1..100') LIKE 'E%' THEN ROW('E_VALUE_REFUSED', ARRAY['field', 'words', 'check', 'text'])::yc.refusal END
$$;
COMMENT ON FUNCTION yc.steer_refusal(text) IS 'Why a supervisor steps in has to be said, in 1 to 100 characters. E_STEER_WORDS, E_VALUE_REFUSED, or NULL.';

CREATE OR REPLACE FUNCTION yc.assign_obstacle(_to bigint, _case yc.case_file, _task yc.task) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal;
    _who     text := coalesce(yc.staff_name(_to), '');
BEGIN
    IF NOT EXISTS (SELECT FROM yc.staff s WHERE s.id = _to AND s.disabled_at IS NULL)
       OR NOT yc.has_right(_to, yc.task_right(_case, _task), _case.region, NULL, _case.item) THEN
        RETURN ROW('E_ASSIGN_RIGHT', ARRAY['who', _who, 'stage', CASE WHEN _task.branch_id IS NULL THEN coalesce(_case.stage, '') ELSE yc.task_right(_case, _task) END])::yc.refusal;
    ELSIF NOT yc.staff_here(_case.region, _to) THEN
        RETURN ROW('E_ASSIGN_AWAY', ARRAY['who', _who])::yc.refusal;
    ELSIF _task.claimed_by = _to AND _task.lease_until > yc.now() THEN
        RETURN ROW('E_ASSIGN_SAME', ARRAY['who', _who])::yc.refusal;
    END IF;
    _refusal := yc.vote_refusal(_to, _task);
    IF _refusal.code IS NOT NULL THEN
        RETURN ROW('E_ASSIGN_SEPARATION', ARRAY['who', _who, 'stage', 'vote'] || _refusal.parameters)::yc.refusal;
    END IF;
    _refusal := yc.excluded_refusal(_to, _case, _task, yc.staff_related(yc.case_people(_case)));
    IF _refusal.code = 'E_SEPARATION' THEN
        RETURN ROW('E_ASSIGN_SEPARATION', ARRAY['who', _who] || _refusal.parameters)::yc.refusal;
    ELSIF _refusal.code IS NOT NULL OR _to = ANY (_task.excluded) THEN
        RETURN ROW('E_ASSIGN_KIN', ARRAY['who', _who])::yc.refusal;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.assign_obstacle(bigint, yc.case_file, yc.task) IS
    'What stands against giving a task to somebody: E_ASSIGN_RIGHT {who, stage}, E_ASSIGN_AWAY {who}, E_ASSIGN_SAME {who}, E_ASSIGN_SEPARATION {who, stage, when}, E_ASSIGN_KIN {who}; or NULL. The rules are those of claiming.';

CREATE OR REPLACE FUNCTION yc.assign_refusal(_actor bigint, _case yc.case_file, _task yc.task) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal := yc.right_refusal(_actor, 'supervise', _case.region);
BEGIN
    IF _refusal.code IS NULL AND (_case.state <> 'accepted' OR _task.id IS NULL) THEN
        _refusal := ROW('E_CASE_STATE', ARRAY['state', coalesce(_case.waiting, _case.state), 'number', coalesce(_case.number, '')])::yc.refusal;
    END IF;
    IF _refusal.code IS NULL THEN
        _refusal := yc.kin_refusal(_actor, yc.case_people(_case.region, _case.id));
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.assign_refusal(bigint, yc.case_file, yc.task) IS 'What stands against this supervisor moving this task at all: right, state, own or kin case (回避 holds for who hands out as well). Or NULL.';

CREATE OR REPLACE FUNCTION yc.pause_refusal(_actor bigint, _region int, _queue int) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT ROW(CASE WHEN p.staff_id IS NULL THEN 'E_QUEUE_PAUSED' ELSE 'E_STAFF_PAUSED' END,
               ARRAY['who', yc.staff_name(p.paused_by), 'until', coalesce(yc.moment(p.until), ''), 'words', p.words])::yc.refusal
    FROM yc.pause_of(_region, _queue, _actor, NULL, NULL) p ORDER BY p.staff_id LIMIT 1
$$;
COMMENT ON FUNCTION yc.pause_refusal(bigint, int, int) IS 'E_STAFF_PAUSED or E_QUEUE_PAUSED {who, until ("": until it is ended), words}: nothing new is handed out. Or NULL.';

CREATE OR REPLACE FUNCTION yc.claim_refusal(_actor bigint, _case yc.case_file, _task yc.task) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal := yc.claim_obstacle(_actor, _case, _task);
BEGIN
    IF _refusal.code IS NULL AND _task.claimed_by IS DISTINCT FROM _actor AND NOT _task.authorisation THEN
        _refusal := yc.pause_refusal(_actor, _case.region, _task.queue_id);
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.claim_refusal(bigint, yc.case_file, yc.task) IS
    'What stands against taking this task now: yc.claim_obstacle(), and a pause unless it is in this person''s hands already (what was begun may be finished) or is an authorisation.';

CREATE OR REPLACE FUNCTION yc.window_closed(_region int, _hall smallint, _window smallint) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT ROW('E_WINDOW_CLOSED', ARRAY['window', to_char(_window, 'FM00'), 'who', yc.staff_name(p.paused_by), 'until', coalesce(yc.moment(p.until), ''), 'words', p.words])::yc.refusal
    FROM yc.pause_of(_region, NULL, NULL, _hall, _window) p
$$;
COMMENT ON FUNCTION yc.window_closed(int, smallint, smallint) IS 'E_WINDOW_CLOSED {window, who, until, words}: nobody new is served there; what is open there is gone on with. Or NULL.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.window_take(_region int, _hall smallint, _window smallint) RETURNS TABLE (window_number smallint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    PERFORM yc.refuse(yc.window_refusal(_actor, _region, _hall, _window));
    INSERT INTO yc.seat AS s (region, staff_id, hall, window_number, since) VALUES (_region, _actor, _hall, _window, yc.now())
    ON CONFLICT (region, staff_id) DO UPDATE SET hall = excluded.hall, window_number = excluded.window_number, away_at = NULL,
        since = CASE WHEN (s.hall, s.window_number) = (excluded.hall, excluded.window_number) AND yc.staff_connected(_actor) THEN s.since ELSE excluded.since END;
    PERFORM pg_notify('yc_steer', _region || ' seat'); -- for who looks at the windows alone
    RETURN QUERY SELECT _window;
END $$;
COMMENT ON FUNCTION desk.window_take(int, smallint, smallint) IS
    'I sit down at this window, or come back to it after a cut: asked at sign-on, so that nobody learns before an applicant that they may not. Refuses E_RIGHT_MISSING, E_WINDOW_UNKNOWN {window, hall}.';
GRANT EXECUTE ON FUNCTION desk.window_take(int, smallint, smallint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.seat_set(_region int, _state text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    IF _state = 'off' THEN
        DELETE FROM yc.seat s WHERE s.region = _region AND s.staff_id = _actor;
    ELSE
        UPDATE yc.seat s SET away_at = CASE WHEN _state = 'away' THEN coalesce(s.away_at, yc.now()) END WHERE s.region = _region AND s.staff_id = _actor;
    END IF;
    PERFORM pg_notify('yc_steer', _region || ' seat');
END $$;
COMMENT ON FUNCTION desk.seat_set(int, text) IS 'I have locked my workstation (away), am back (here), or sign off (off): for the supervisor''s table of windows.';
GRANT EXECUTE ON FUNCTION desk.seat_set(int, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.pause_mine(_region int, _hall smallint, _window smallint)
RETURNS TABLE (pause_id bigint, kind text, stage text, item_zh text, item_en text, who text, since timestamptz, until timestamptz, words text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    RETURN QUERY SELECT p.id, CASE WHEN p.staff_id IS NOT NULL THEN 'staff' WHEN p.queue_id IS NOT NULL THEN 'queue' ELSE 'window' END, q.stage, d.name_zh, d.name_en,
        yc.staff_name(p.paused_by), p.paused_at, p.until, p.words
    FROM yc.pause p
    LEFT JOIN yc.queue q ON q.region = p.region AND q.id = p.queue_id
    LEFT JOIN yc.definition d ON d.id = yc.definition_current('item', q.item)
    WHERE p.region = _region AND p.ended_at IS NULL AND (p.until IS NULL OR p.until > yc.now())
      AND (p.staff_id = _actor OR (p.hall = _hall AND p.window_number = _window AND yc.has_right(_actor, 'accept', _region, _hall))
           OR (q.id IS NOT NULL AND yc.has_right(_actor, q.stage, _region, NULL, q.item)))
    ORDER BY p.paused_at, p.id LIMIT 20;
END $$;
COMMENT ON FUNCTION desk.pause_mine(int, smallint, smallint) IS
    'What is paused of what concerns me: staff (me), window (mine), queue (one that I decide in); by whom, since and until when (NULL: until it is ended), why. Whoever listens on yc_steer is told the region when that changes, or a task was given to somebody; "REGION seat" when somebody sat down, locked or left.';
GRANT EXECUTE ON FUNCTION desk.pause_mine(int, smallint, smallint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.pause_set(_command uuid, _region int, _queue int, _staff bigint, _hall smallint, _window smallint, _minutes int, _words text)
RETURNS TABLE (pause_id bigint, until timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'pause_set', _queue::text, _staff::text, _hall::text, _window::text, _minutes::text, _words);
    _row   yc.pause;
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
        PERFORM yc.refuse(yc.steer_refusal(_words));
        IF num_nonnulls(_queue, _staff, _window) <> 1 OR (_window IS NULL) <> (_hall IS NULL) OR _minutes NOT BETWEEN 1 AND 100000
           OR (_queue IS NOT NULL AND NOT EXISTS (SELECT FROM yc.queue q WHERE q.region = _region AND q.id = _queue))
           OR (_window IS NOT NULL AND NOT EXISTS (SELECT FROM yc.service_window w WHERE w.region = _region AND w.hall = _hall AND w.window_number = _window))
           OR (_staff IS NOT NULL AND NOT EXISTS (SELECT FROM yc.staff_grant g WHERE g.region = _region AND g.staff_id = _staff AND g.revoked_at IS NULL
                                                  AND g.action = ANY (yc.rights_to_decide() || 'accept'::text))) THEN
            PERFORM yc.refuse('E_PAUSE_UNKNOWN');
        END IF;
        -- One row of what is paused at a time: the unique indexes hold it; what is in force is ended first, under the same lock.
        UPDATE yc.pause p SET ended_by = _actor, ended_at = yc.now()
        WHERE p.region = _region AND p.ended_at IS NULL AND (p.queue_id = _queue OR p.staff_id = _staff OR (p.hall = _hall AND p.window_number = _window));
        INSERT INTO yc.pause AS p (region, queue_id, staff_id, hall, window_number, words, until, paused_by, paused_at)
        VALUES (_region, _queue, _staff, _hall, _window, _words, yc.now() + make_interval(mins => _minutes), _actor, yc.now()) RETURNING * INTO _row;
        PERFORM pg_notify('yc_steer', _region::text);
        _reply := yc.command_end(_region, _command, jsonb_build_object('pause_id', _row.id, 'until', _row.until));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(pause_id bigint, until timestamptz);
END $$;
COMMENT ON FUNCTION desk.pause_set(uuid, int, int, bigint, smallint, smallint, int, text) IS
    'Pauses one of a queue (nothing is handed out of it), a person (nothing is handed to them) or a window (nobody new is served), for so many minutes (NULL: until it is ended), and says why. What is in hand stays in hand. Those concerned are told at once. Refuses E_RIGHT_MISSING, E_STEER_WORDS, E_VALUE_REFUSED, E_PAUSE_UNKNOWN.';
GRANT EXECUTE ON FUNCTION desk.pause_set(uuid, int, int, bigint, smallint, smallint, int, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.pause_end(_command uuid, _region int, _queue int, _staff bigint, _hall smallint, _window smallint) RETURNS TABLE (ended int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'pause_end', _queue::text, _staff::text, _hall::text, _window::text);
    _count int;
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
        UPDATE yc.pause p SET ended_by = _actor, ended_at = yc.now()
        WHERE p.region = _region AND p.ended_at IS NULL AND (p.queue_id = _queue OR p.staff_id = _staff OR (p.hall = _hall AND p.window_number = _window));
        GET DIAGNOSTICS _count = ROW_COUNT;
        PERFORM pg_notify('yc_steer', _region::text);
        _reply := yc.command_end(_region, _command, jsonb_build_object('ended', _count));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'ended')::int;
END $$;
COMMENT ON FUNCTION desk.pause_end(uuid, int, int, bigint, smallint, smallint) IS 'Ends the pause of a queue, a person or a window (0: there was none). Those concerned are told. Refuses E_RIGHT_MISSING.';
GRANT EXECUTE ON FUNCTION desk.pause_end(uuid, int, int, bigint, smallint, smallint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.window_things(_region int, _hall smallint, _window smallint)
RETURNS TABLE (staff text, kind text, case_id bigint, name text, item_zh text, item_en text, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM yc.refuse(yc.right_refusal(yc.actor(), 'supervise', _region));
    RETURN QUERY SELECT yc.staff_name(s.staff_id), o.kind, o.case_id, yc.mask('name_any', p.name), d.name_zh, d.name_en, o.since
    FROM yc.seat s CROSS JOIN LATERAL yc.open_things(s.staff_id, _region, _hall) o
    LEFT JOIN yc.case_file c ON c.region = _region AND c.id = o.case_id
    LEFT JOIN yc.visit v ON v.region = _region AND v.id = o.visit_id
    LEFT JOIN yc.person p ON p.region = _region AND p.id = coalesce(c.person_id, v.person_id)
    LEFT JOIN yc.definition d ON d.id = c.definition_id
    WHERE s.region = _region AND s.hall = _hall AND s.window_number = _window
    ORDER BY o.place, o.since LIMIT 50;
END $$;
COMMENT ON FUNCTION desk.window_things(int, smallint, smallint) IS 'What is open in the hands of whoever sits at a window, by the kinds of desk.open_list(), before it is closed; at most 50. Names masked. For supervisors.';
GRANT EXECUTE ON FUNCTION desk.window_things(int, smallint, smallint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.assign_list(_region int, _task_id bigint) RETURNS TABLE (staff_id bigint, name text, load int, holds boolean, connected boolean, code text, parameters text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _task  yc.task;
    _case  yc.case_file;
BEGIN
    PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
    SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.id = _task_id;
    SELECT * INTO _case FROM yc.case_file c WHERE c.region = _region AND c.id = _task.case_id;
    IF _case.id IS NULL THEN
        PERFORM yc.refuse('E_TASK_UNKNOWN', 'task', coalesce(_task_id::text, ''));
    END IF;
    PERFORM yc.refuse(yc.assign_refusal(_actor, _case, _task));
    RETURN QUERY SELECT s.id, yc.staff_name(s.id),
        (SELECT count(*)::int FROM (SELECT FROM yc.task t WHERE t.claimed_by = s.id AND t.region = _region LIMIT 1000) x),
        coalesce(_task.claimed_by = s.id, false), yc.staff_connected(s.id), o.code, o.parameters
    FROM (SELECT DISTINCT g.staff_id AS id FROM yc.staff_grant g
          WHERE g.region = _region AND g.action = yc.task_right(_case, _task) AND (g.item IS NULL OR g.item = _case.item) AND g.revoked_at IS NULL
            AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity') AND NOT yc.staff_is_system(g.staff_id)) s
    CROSS JOIN LATERAL yc.assign_obstacle(s.id, _case, _task) o
    ORDER BY o.code IS NOT NULL, 5 DESC, 3, 2 LIMIT 100;
END $$;
COMMENT ON FUNCTION desk.assign_list(int, bigint) IS
    'To whom a task can be given: who decides at its stage, who can be counted on first, with the least in hand first; how many tasks they hold, whether this one, whether they are signed on, and what stands against it (the predicate of desk.task_assign()). Refuses E_TASK_UNKNOWN and what yc.assign_refusal() tells. For supervisors.';
GRANT EXECUTE ON FUNCTION desk.assign_list(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.task_assign(_command uuid, _region int, _task_id bigint, _to bigint, _words text) RETURNS TABLE (number text, name text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'task_assign', _task_id::text, _to::text, _words);
    _task  yc.task;
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
        PERFORM yc.refuse(yc.steer_refusal(_words));
        _case := yc.task_case(_actor, _region, _task_id);
        SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.id = _task_id;
        PERFORM yc.refuse(yc.assign_refusal(_actor, _case, _task));
        IF _to IS NOT NULL THEN
            PERFORM yc.refuse(yc.assign_obstacle(_to, _case, _task));
            PERFORM yc.task_give(_actor, _to, _task, 'assign', yc.now() + make_interval(hours => yc.setting('assign_hours')::int), _words);
        ELSIF _task.claimed_by IS NULL THEN
            PERFORM yc.refuse('E_ASSIGN_WAITS', 'number', _case.number);
        ELSE
            PERFORM yc.task_back(_actor, _task, 'unassign');
        END IF;
        IF _task.claimed_by IS DISTINCT FROM _to AND _task.claimed_by IS NOT NULL THEN
            INSERT INTO yc.takeover (region, staff_id, at, case_id, taken_by, words) VALUES (_region, _task.claimed_by, yc.now(), _case.id, _actor, _words);
        END IF;
        PERFORM pg_notify('yc_steer', _region::text); -- who got it, and who had it
        _reply := yc.command_end(_region, _command, jsonb_build_object('number', _case.number, 'name', _to));
    END IF;
    RETURN QUERY SELECT r.number, yc.staff_name(r.name) FROM jsonb_to_record(_reply) AS r(number text, name bigint);
END $$;
COMMENT ON FUNCTION desk.task_assign(uuid, int, bigint, bigint, text) IS
    'Gives a task into somebody''s hands, or (_to NULL) back to its queue, whoever has it now; both find it under what waits for them, and the case''s journal says who did it. Refuses E_RIGHT_MISSING, E_STEER_WORDS, E_TASK_UNKNOWN, E_CASE_STATE, E_OWN_CASE, E_KIN_CASE (the supervisor''s own), E_ASSIGN_WAITS {number} (it is in nobody''s hands), and what yc.assign_obstacle() tells of the receiver.';
GRANT EXECUTE ON FUNCTION desk.task_assign(uuid, int, bigint, bigint, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.people_list(_region int)
RETURNS TABLE (staff_id bigint, name text, login text, actions text, connected boolean, window_number smallint, away_since timestamptz, load int, visits int,
               pause_words text, pause_until timestamptz, paused boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM yc.refuse(yc.right_refusal(yc.actor(), 'supervise', _region));
    RETURN QUERY SELECT s.id, yc.staff_name(s.id), s.login, g.actions, yc.staff_connected(s.id), t.window_number, t.away_at,
        (SELECT count(*)::int FROM (SELECT FROM yc.task x WHERE x.claimed_by = s.id AND x.region = _region LIMIT 1000) n),
        (SELECT count(*)::int FROM (SELECT FROM yc.visit v WHERE v.region = _region AND v.hall = t.hall AND v.clerk = s.id AND v.ended_at IS NULL LIMIT 1000) n),
        p.words, p.until, p.id IS NOT NULL
    FROM (SELECT x.staff_id, string_agg(DISTINCT x.action, ' ') AS actions FROM yc.staff_grant x
          WHERE x.region = _region AND x.revoked_at IS NULL AND x.action = ANY (yc.rights_to_decide() || '{accept,supervise}')
            AND yc.today() BETWEEN x.valid_from AND coalesce(x.valid_to, 'infinity') GROUP BY 1) g
    JOIN yc.staff s ON s.id = g.staff_id AND s.disabled_at IS NULL AND NOT yc.staff_is_system(s.id)
    LEFT JOIN yc.seat t ON t.region = _region AND t.staff_id = s.id
    LEFT JOIN LATERAL yc.pause_of(_region, NULL, s.id, NULL, NULL) p ON true
    ORDER BY s.login LIMIT 500;
END $$;
COMMENT ON FUNCTION desk.people_list(int) IS
    'Who works in a region: what they may do, whether a session of theirs stands, at which window they sit and since when it is locked, how many tasks and visits are in their hands, whether they are paused, why and until when. Without auditors and operators. For supervisors.';
GRANT EXECUTE ON FUNCTION desk.people_list(int) TO yc_staff;
