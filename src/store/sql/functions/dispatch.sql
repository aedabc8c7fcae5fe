-- Whose turn a task is: the order of the heads of queues, and why this one. Putting aside until a date, handing over, reserving, and how it comes back.

-- --- the order: tests/bench/dispatch.c simulates it, tests/store/test_dispatch.c holds both together

CREATE OR REPLACE FUNCTION yc.turn_class(_priority smallint, _due date, _today date, _long date, _near date, _run boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN _priority < 3 THEN '1 waits' WHEN _priority < 5 THEN '2 elderly' WHEN _due < _long THEN '3 long' WHEN _due = _today THEN '4 today'
                WHEN _due < _today THEN '5 overdue' WHEN _due <= _near THEN '6 near' WHEN _run THEN '7 run' ELSE '8 due' END COLLATE "C"
$$;
COMMENT ON FUNCTION yc.turn_class(smallint, date, date, date, date, boolean) IS
    'The place of a queue''s head among the heads of my queues, and the word why: the applicant waits, elderly, long overdue (due before _long), due today, overdue, near (due up to _near), a run (of the item that I decided last), due. What is reserved for me goes before all of these. What can still be kept goes before what is over, but nothing stays over for long. Within a class: due date, the item of the run, the queue that fewest people can serve, age (id).';

CREATE OR REPLACE FUNCTION yc.work_day(_today date, _days int) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce((SELECT l.day FROM yc.calendar_day f JOIN yc.calendar_day l ON l.works AND l.run = f.run AND l.ordinal = f.ordinal + _days WHERE f.day = _today),
                    _today + _days);
END $$;
COMMENT ON FUNCTION yc.work_day(date, int) IS 'The day so many working days ahead, or before with less than none; beyond the published calendar so many days.';

CREATE OR REPLACE FUNCTION yc.turn_days(_today date, OUT near date, OUT long date) LANGUAGE plpgsql STABLE AS $$
BEGIN
    near := yc.near_day(_today);
    long := yc.work_day(_today, - yc.setting('overdue_days')::int);
END $$;
COMMENT ON FUNCTION yc.turn_days(date) IS 'The last day of what is near (yc.near_day()), and the day before which what was due is long overdue: overdue_days working days before today.';

CREATE OR REPLACE FUNCTION yc.item_last(_actor bigint, _region int) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT c.item FROM yc.journal j JOIN yc.case_file c ON c.region = j.region AND c.id = j.case_id
            WHERE j.region = _region AND j.actor = _actor AND j.action IN ('agree', 'return', 'deny', 'suspend')
              AND j.action IN ('accept', 'resubmit', 'agree', 'return', 'deny', 'suspend') -- as the index says it
            ORDER BY j.at DESC LIMIT 1);
END $$;
COMMENT ON FUNCTION yc.item_last(bigint, int) IS 'The item of the case that somebody decided on last, or NULL.';

-- Asked with every claim: what tending found a second ago is read, not counted out again.
CREATE OR REPLACE FUNCTION yc.turn_now(_actor bigint, _region int, _last text) RETURNS yc.turn LANGUAGE plpgsql STABLE AS $$
DECLARE
    _turn yc.turn;
BEGIN
    _turn.today := yc.today();
    SELECT t.tended_at > yc.now() - interval '5 seconds', t.near_day, t.long_day INTO _turn.fresh, _turn.near, _turn.long FROM yc.tending t WHERE t.day = _turn.today;
    IF _turn.fresh IS NOT TRUE THEN
        _turn.fresh := false;
        SELECT d.near, d.long INTO _turn.near, _turn.long FROM yc.turn_days(_turn.today) d;
    END IF;
    _turn.last := coalesce(_last, yc.item_last(_actor, _region));
    RETURN _turn;
END $$;
COMMENT ON FUNCTION yc.turn_now(bigint, int, text) IS 'What the order of tasks goes by now; _last for who knows what was decided on last. Without tending every claim looks for itself: slower, never wrong.';

CREATE OR REPLACE FUNCTION yc.turn_why(_task yc.task, _picked boolean, _turn yc.turn) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    _class text;
BEGIN
    IF _task.aside = 'reserved' THEN
        RETURN 'reserved';
    ELSIF _picked THEN
        RETURN 'picked';
    END IF;
    _class := yc.turn_class(_task.priority, _task.due, _turn.today, _turn.long, _turn.near, false);
    IF _class = '8 due' AND (SELECT q.item FROM yc.queue q WHERE q.region = _task.region AND q.id = _task.queue_id) = _turn.last THEN
        RETURN 'run';
    END IF;
    RETURN substring(_class FROM 3);
END $$;
COMMENT ON FUNCTION yc.turn_why(yc.task, boolean, yc.turn) IS
    'Why a task goes to a person now: reserved, picked (they took it from the list), or the word of yc.turn_class(). Kept in the journal with the claim.';

-- By the digits: an applicant who is not of that age, as nearly all, is told so by a comparison.
CREATE OR REPLACE FUNCTION yc.person_priority(_id_no text) RETURNS smallint LANGUAGE plpgsql STABLE AS $$
DECLARE
    _born  text := CASE WHEN _id_no ~ '^[0-9]{17}[0-9X]$' THEN substr(_id_no, 7, 8) END;
    _today date := yc.today();
BEGIN
    RETURN CASE WHEN _born COLLATE "C" <= to_char(_today - interval '60 years', 'YYYYMMDD') -- younger ones are elderly by no setting (老年人权益保障法 2)
                 AND _born COLLATE "C" <= to_char(_today - make_interval(years => yc.setting('elderly_age')::int), 'YYYYMMDD')
                 AND _born COLLATE "C" > to_char(_today - interval '120 years', 'YYYYMMDD') THEN 3 ELSE 5 END;
END $$;
COMMENT ON FUNCTION yc.person_priority(text) IS
    '3 for an applicant of elderly_age (60 at the least) or more (as an identity number of 18 characters tells; over 119 it is believed to be wrong), else 5.';

CREATE OR REPLACE FUNCTION yc.people_count() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _queue record;
BEGIN
    UPDATE yc.tending SET people_at = yc.now() WHERE people_at < yc.now() - interval '60 seconds' OR people_at > yc.now();
    IF FOUND THEN
        FOR _queue IN -- row by row: joined to what it counts, a table of thousands of queues that nobody has analysed yet is gone through once for each of them
            SELECT q.region, q.id, q.people AS before, n.people
            FROM yc.queue q CROSS JOIN LATERAL (
                SELECT count(DISTINCT g.staff_id)::int AS people FROM yc.staff_grant g JOIN yc.staff s ON s.id = g.staff_id AND s.disabled_at IS NULL
                WHERE g.region = q.region AND g.action = q.stage AND (g.item IS NULL OR g.item = q.item) AND g.revoked_at IS NULL
                  AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
                  AND NOT EXISTS (SELECT FROM yc.absence a WHERE a.region = g.region AND a.staff_id = g.staff_id AND a.ended_at IS NULL
                                  AND yc.today() BETWEEN a.first_day AND a.last_day)) n
        LOOP
            CONTINUE WHEN _queue.people = _queue.before;
            UPDATE yc.queue q SET people = _queue.people WHERE q.region = _queue.region AND q.id = _queue.id;
        END LOOP;
    END IF;
END $$;
COMMENT ON FUNCTION yc.people_count() IS 'Counts once a minute how many people may draw from each queue today.';
REVOKE EXECUTE ON FUNCTION yc.people_count() FROM yc_desk;

-- --- in whose hands, and back

CREATE OR REPLACE FUNCTION yc.task_kind(_task yc.task) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN _task.claimed_by IS NULL THEN 'ready' ELSE coalesce(_task.aside, 'claimed') END
$$;
COMMENT ON FUNCTION yc.task_kind(yc.task) IS 'The count of its queue that a task stands in: ready, claimed, held, reserved.';

CREATE OR REPLACE FUNCTION yc.task_back(_actor bigint, _task yc.task, _action text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE yc.task t SET claimed_by = NULL, token = NULL, lease_until = NULL, aside = NULL WHERE t.region = _task.region AND t.id = _task.id;
    PERFORM yc.queue_moved(_task.region, _task.queue_id, yc.task_kind(_task), 'ready');
    IF _task.aside = 'held' THEN
        UPDATE yc.hold h SET ended_at = yc.now() WHERE h.region = _task.region AND h.task_id = _task.id AND h.ended_at IS NULL;
    END IF;
    PERFORM yc.journal_append(_actor, _task.region, _task.case_id,
        CASE WHEN _action = 'unassign' THEN _action WHEN _task.aside = 'held' THEN 'hold_end' WHEN _task.aside = 'reserved' THEN 'reserve_end' ELSE _action END,
        jsonb_build_object('task', _task.id, 'from', _task.claimed_by));
    PERFORM yc.floor_lower(_task);
END $$;
COMMENT ON FUNCTION yc.task_back(bigint, yc.task, text) IS
    'Puts a task in somebody''s hands, locked by the caller, back into its queue (release, expire when its lease ran out, unassign when a supervisor took it away); else of what was put aside the journal says hold_end or reserve_end.';

CREATE OR REPLACE FUNCTION yc.task_aside(_actor bigint, _task yc.task, _kind text, _staff bigint, _until timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE yc.task t SET claimed_by = _staff, token = gen_random_uuid(), lease_until = _until, aside = _kind
    WHERE t.region = _task.region AND t.id = _task.id;
    PERFORM yc.queue_moved(_task.region, _task.queue_id, yc.task_kind(_task), _kind);
    UPDATE yc.hold h SET ended_at = yc.now() WHERE _task.aside = 'held' AND h.region = _task.region AND h.task_id = _task.id AND h.ended_at IS NULL;
END $$;
COMMENT ON FUNCTION yc.task_aside(bigint, yc.task, text, bigint, timestamptz) IS
    'Puts a task, locked by the caller, aside for somebody: held or reserved, until a moment at which it is ready again by itself. The caller notes it in the journal.';

CREATE OR REPLACE FUNCTION yc.task_hold(_actor bigint, _case yc.case_file, _task yc.task, _until date, _words text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM yc.refuse(yc.hold_refusal(_task, _until));
    PERFORM yc.task_aside(_actor, _task, 'held', _actor, _until::timestamp AT TIME ZONE 'Asia/Shanghai');
    INSERT INTO yc.hold (region, case_id, task_id, staff_id, at, until, words, seq)
    VALUES (_case.region, _case.id, _task.id, _actor, yc.now(), _until, _words, _case.journal_seq + 1);
    PERFORM yc.journal_append(_actor, _case.region, _case.id, 'hold', jsonb_build_object('task', _task.id, 'until', _until::text,
        'words', yc.digest(_case.region, _case.id, 'hold', _words)));
END $$;
COMMENT ON FUNCTION yc.task_hold(bigint, yc.case_file, yc.task, date, text) IS
    'Puts a task that this person works on aside until a day, with the words why; the caller has locked it and its case. Refuses what yc.hold_refusal() tells.';

CREATE OR REPLACE FUNCTION yc.task_give(_actor bigint, _to bigint, _task yc.task, _action text, _until timestamptz, _words text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM yc.task_aside(_actor, _task, 'reserved', _to, _until);
    INSERT INTO yc.handed (region, staff_id, at, from_staff, case_id, words) VALUES (_task.region, _to, yc.now(), _actor, _task.case_id, _words);
    PERFORM yc.journal_append(_actor, _task.region, _task.case_id, _action, jsonb_build_object('task', _task.id, 'to', _to, 'from', _task.claimed_by,
        'words', yc.digest(_task.region, _task.case_id, 'words', _words)));
END $$;
COMMENT ON FUNCTION yc.task_give(bigint, bigint, yc.task, text, timestamptz, text) IS
    'Reserves a task, locked by the caller with its case, for somebody until a moment; whoever had it before decides it no more (the token). It comes to them next, and stands under what waits for them. In the journal: _action (hand_over, assign; cases of before may have reserve).';

CREATE OR REPLACE FUNCTION yc.task_mine(_actor bigint, _region int, _task_id bigint, _token uuid, OUT _task yc.task, OUT _case yc.case_file) LANGUAGE plpgsql AS $$
BEGIN
    _case := yc.task_case(_actor, _region, _task_id);
    SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.id = _task_id;
    PERFORM yc.refuse(yc.decide_obstacle(_actor, _case, _task, coalesce(_token, '00000000-0000-0000-0000-000000000000'), NULL));
END $$;
COMMENT ON FUNCTION yc.task_mine(bigint, int, bigint, uuid) IS
    'Locks a task that this workstation works on, then its case. Refuses what yc.task_case() and yc.decide_obstacle() tell.';

CREATE OR REPLACE FUNCTION yc.taker_refusal(_to bigint, _case yc.case_file, _task yc.task) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _who text := (SELECT yc.staff_name(s.id) FROM yc.staff s WHERE s.id = _to AND s.disabled_at IS NULL
                  AND EXISTS (SELECT FROM yc.staff_grant g WHERE g.staff_id = s.id AND g.region = _case.region AND g.revoked_at IS NULL));
    _refusal yc.refusal;
BEGIN
    IF _who IS NULL THEN
        RETURN ROW('E_TAKER_UNKNOWN', '{}'::text[])::yc.refusal;
    ELSIF NOT yc.has_right(_to, yc.task_right(_case, _task), _case.region, NULL, _case.item) THEN
        RETURN ROW('E_TAKER_RIGHT', ARRAY['who', _who, 'stage', _case.stage])::yc.refusal;
    END IF;
    _refusal := yc.absence_refusal(_to, _case.region);
    IF _refusal.code IS NULL AND ((yc.excluded_refusal(_to, _case, _task, (yc.case_route(_case, _task)).related)).code IS NOT NULL
                                  OR (yc.vote_refusal(_to, _task)).code IS NOT NULL) THEN
        _refusal := ROW('E_TAKER_BARRED', ARRAY['who', _who])::yc.refusal; -- handled it or voted, or own or kin case: which of them is nobody else's affair
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.taker_refusal(bigint, yc.case_file, yc.task) IS
    'What stands against giving a task of a case to somebody: E_TAKER_UNKNOWN, E_TAKER_RIGHT {who, stage}, E_STAFF_ABSENT {who, to}, E_TAKER_BARRED {who}: the same that would stand against their taking it.';

CREATE OR REPLACE FUNCTION yc.reserve_until() RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (yc.work_day(yc.today(), yc.setting('reserve_days')::int) + 1)::timestamp AT TIME ZONE 'Asia/Shanghai';
END $$;
COMMENT ON FUNCTION yc.reserve_until() IS 'Until when what is reserved from now on is kept for its person: the end of the reserve_days-th working day after today. Then it is everybody''s.';

CREATE OR REPLACE FUNCTION yc.hold_refusal(_task yc.task, _until date) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _today date := yc.today();
    _most  date := greatest(least(_task.due, _today + yc.setting('hold_days')::int), _today + 1);
BEGIN
    IF _task.priority = 1 THEN
        RETURN ROW('E_HOLD_WAITS', '{}'::text[])::yc.refusal;
    ELSIF _until IS NULL OR _until NOT BETWEEN _today + 1 AND _most THEN
        RETURN ROW('E_HOLD_DATE', ARRAY['least', (_today + 1)::text, 'most', _most::text])::yc.refusal;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.hold_refusal(yc.task, date) IS
    'E_HOLD_WAITS while the applicant waits in the hall; E_HOLD_DATE {least, most} for a day that is not after today, or later than the due date or hold_days; or NULL. The clock goes on while a task is held.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.task_hold(_command uuid, _region int, _task_id bigint, _token uuid, _until date, _words text) RETURNS TABLE (task_id bigint, until date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'task_hold', _task_id::text, _token::text, _until::text, _words);
    _mine  record;
    _task  yc.task;
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        _mine := yc.task_mine(_actor, _region, _task_id, _token);
        _task := _mine._task;
        _case := _mine._case;
        PERFORM yc.refuse(yc.words_refusal('reason', _words));
        PERFORM yc.task_hold(_actor, _case, _task, _until, _words);
        _reply := yc.command_end(_region, _command, jsonb_build_object('task_id', _task_id, 'until', _until));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(task_id bigint, until date);
END $$;
COMMENT ON FUNCTION desk.task_hold(uuid, int, bigint, uuid, date, text) IS
    'Puts a task that I work on aside until a day, with the words why: on that day it is ready again by itself, for all; until then desk.task_claim() by its id takes it back for me, desk.task_free() for all. Refuses what yc.task_mine() and yc.hold_refusal() tell, E_VALUE_REFUSED for words that are none.';
GRANT EXECUTE ON FUNCTION desk.task_hold(uuid, int, bigint, uuid, date, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.task_free(_command uuid, _region int, _task_id bigint) RETURNS TABLE (task_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'task_free', _task_id::text);
    _case  yc.case_file;
    _task  yc.task;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.task_case(_actor, _region, _task_id);
        SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.id = _task_id;
        IF _task.aside IS NULL THEN
            PERFORM yc.refuse('E_TASK_NOT_ASIDE', 'number', _case.number);
        ELSIF _task.claimed_by <> _actor THEN
            PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
        END IF;
        PERFORM yc.task_back(_actor, _task, 'release');
        _reply := yc.command_end(_region, _command, jsonb_build_object('task_id', _task_id));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'task_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.task_free(uuid, int, bigint) IS
    'Makes a task that is held or reserved ready for all at once: what is mine, and what is anybody''s for supervisors. Refuses E_TASK_UNKNOWN, E_TASK_NOT_ASIDE {number}, E_RIGHT_MISSING.';
GRANT EXECUTE ON FUNCTION desk.task_free(uuid, int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.aside_list(_region int)
RETURNS TABLE (task_id bigint, case_id bigint, number text, item_zh text, item_en text, stage text, name text, due date, aside text, who text, mine boolean, until date, words text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _all   boolean := yc.has_right(_actor, 'supervise', _region);
BEGIN
    RETURN QUERY SELECT t.id, t.case_id, c.number, d.name_zh, d.name_en, c.stage, yc.mask('name_any', p.name), t.due, t.aside, yc.staff_name(t.claimed_by),
        t.claimed_by = _actor, (t.lease_until AT TIME ZONE 'Asia/Shanghai')::date, coalesce(h.words, '')
    FROM (SELECT x.* FROM yc.task x WHERE x.region = _region AND x.aside IS NOT NULL AND x.claimed_by IS NOT NULL AND (_all OR x.claimed_by = _actor)
          ORDER BY x.lease_until, x.id LIMIT 100) t
    JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    LEFT JOIN yc.hold h ON h.region = t.region AND h.task_id = t.id AND h.ended_at IS NULL
    ORDER BY t.lease_until, t.id;
END $$;
COMMENT ON FUNCTION desk.aside_list(int) IS
    'What is held until a date or reserved: mine, for supervisors everybody''s, what comes back first on top, at most 100. Names masked.';
GRANT EXECUTE ON FUNCTION desk.aside_list(int) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.taker_list(_region int, _task_id bigint) RETURNS TABLE (staff_id bigint, name text, login text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _task  yc.task := (SELECT t FROM yc.task t WHERE t.region = _region AND t.id = _task_id);
    _case  yc.case_file := yc.case_visible(_actor, _region, _task.case_id);
BEGIN
    RETURN QUERY SELECT s.id, yc.staff_name(s.id), s.login
    FROM (SELECT DISTINCT g.staff_id FROM yc.staff_grant g
          WHERE g.region = _region AND g.revoked_at IS NULL AND g.action = yc.task_right(_case, _task)) able
    JOIN yc.staff s ON s.id = able.staff_id AND s.id <> _actor AND NOT yc.staff_is_system(s.id)
    WHERE (yc.taker_refusal(s.id, _case, _task)).code IS NULL
    ORDER BY s.login;
END $$;
COMMENT ON FUNCTION desk.taker_list(int, bigint) IS 'To whom the task of a case that I may see can be given: who may decide it today, but for me. Refuses E_CASE_UNKNOWN.';
GRANT EXECUTE ON FUNCTION desk.taker_list(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.task_hand_over(_command uuid, _region int, _task_id bigint, _token uuid, _to bigint) RETURNS TABLE (task_id bigint, name text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'task_hand_over', _task_id::text, _token::text, _to::text);
    _mine  record;
    _task  yc.task;
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        _mine := yc.task_mine(_actor, _region, _task_id, _token);
        _task := _mine._task;
        _case := _mine._case;
        IF _to = _actor THEN
            PERFORM yc.refuse('E_TAKER_UNKNOWN');
        END IF;
        PERFORM yc.refuse(yc.taker_refusal(_to, _case, _task));
        PERFORM yc.task_give(_actor, _to, _task, 'hand_over', yc.reserve_until(), NULL);
        _reply := yc.command_end(_region, _command, jsonb_build_object('task_id', _task_id));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'task_id')::bigint, yc.staff_name(_to);
END $$;
COMMENT ON FUNCTION desk.task_hand_over(uuid, int, bigint, uuid, bigint) IS
    'Gives a task that I work on to a colleague who may decide it: it is reserved for them, and comes next. Refuses what yc.task_mine() and yc.taker_refusal() tell.';
GRANT EXECUTE ON FUNCTION desk.task_hand_over(uuid, int, bigint, uuid, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.task_turn(_region int, _task_id bigint) RETURNS TABLE (why text, who text, due date, near date, item_zh text, item_en text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _task  yc.task;
    _case  yc.case_file;
BEGIN
    SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.id = _task_id;
    _case := yc.case_visible(_actor, _region, _task.case_id);
    RETURN QUERY SELECT coalesce(substring(encode(j.body, 'escape') FROM '"why": "([a-z]{1,10})"'), 'picked'),
        coalesce((SELECT yc.staff_name(h.from_staff) FROM yc.handed h WHERE h.region = _region AND h.case_id = _case.id AND h.staff_id = _actor ORDER BY h.at DESC LIMIT 1), ''),
        _task.due, (yc.turn_days(yc.today())).near, d.name_zh, d.name_en
    FROM yc.journal j JOIN yc.definition d ON d.id = _case.definition_id
    WHERE j.region = _region AND j.case_id = _case.id AND j.action = 'claim' AND j.actor = _actor
    ORDER BY j.seq DESC LIMIT 1;
END $$;
COMMENT ON FUNCTION desk.task_turn(int, bigint) IS
    'Why a task came to me, as its claim noted it in the journal: reserved (by who), waits, elderly, long (overdue), today, overdue, near (due up to that day), run, due, picked (from the list). No row: I have not taken it. Refuses E_CASE_UNKNOWN.';
GRANT EXECUTE ON FUNCTION desk.task_turn(int, bigint) TO yc_staff;
