-- An applicant who waits in the hall: such cases go first until the visit ends, and say since when; a stage that is a
-- supervisor's authorisation. Every identity number of a form is somebody whose case it is.

-- --- what a definition says of it

CREATE FUNCTION yc.definition_people(_content jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(array_agg(f ->> 'key'), '{}') FROM jsonb_array_elements(_content -> 'fields') f WHERE f ->> 'check' IN ('id_any', 'id18', 'ssnum')
$$;
COMMENT ON FUNCTION yc.definition_people(jsonb) IS
    'The fields of an item that hold somebody''s identity number: the applicant''s, the agent''s, that of the deceased. Whoever is one of them, or their kin, has to keep out (回避).';

CREATE FUNCTION yc.definition_steps(_content jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(CASE WHEN s.stage = _content ->> 'authorisation' THEN 'authorise' ELSE s.stage END, ' ' ORDER BY s.n)
    FROM jsonb_array_elements_text(_content -> 'stages') WITH ORDINALITY AS s(stage, n) WHERE s.stage <> 'accept'
$$;
COMMENT ON FUNCTION yc.definition_steps(jsonb) IS 'What comes after acceptance, in order, with blanks between: review, recheck, approve, and authorise for a supervisor''s authorisation. NULL: nothing.';

ALTER TABLE yc.definition ADD COLUMN applicant_waits boolean GENERATED ALWAYS AS (coalesce((content ->> 'applicant_waits')::boolean, false)) STORED,
    ADD COLUMN authorisation text GENERATED ALWAYS AS (content ->> 'authorisation') STORED,
    ADD COLUMN people text[] GENERATED ALWAYS AS (yc.definition_people(content)) STORED;

CREATE OR REPLACE FUNCTION yc.case_people(_region int, _case_id bigint) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array_agg(upper(id_no)) FROM (
        SELECT p.id_no FROM yc.case_file c JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
        WHERE c.region = _region AND c.id = _case_id
        UNION
        SELECT f.value FROM yc.case_file c JOIN yc.definition d ON d.id = c.definition_id
        JOIN yc.case_field f ON f.region = c.region AND f.case_id = c.id AND f.field = ANY (d.people)
        WHERE c.region = _region AND c.id = _case_id AND f.value <> ''
    ) people
$$;
COMMENT ON FUNCTION yc.case_people(int, bigint) IS 'Identity numbers of those whose case it is: the applicant, and every one that stands in the form (yc.definition_people()).';

CREATE FUNCTION yc.stage_right(_definition int, _stage text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN d.authorisation = _stage THEN 'supervise' ELSE _stage END FROM yc.definition d WHERE d.id = _definition
$$;
COMMENT ON FUNCTION yc.stage_right(int, text) IS 'The right that a stage of an item asks for: its own name, or supervise where it is a supervisor''s authorisation. A grant to approve is none to authorise.';

-- --- tasks

ALTER TABLE yc.task ADD COLUMN authorisation boolean NOT NULL DEFAULT false; -- as the case's pinned definition says: only supervisors, by its id
CREATE INDEX task_authorisation ON yc.task (region, priority, created_at) WHERE authorisation;
COMMENT ON COLUMN yc.task.priority IS '1: the applicant waits in the hall; 5: ordinary.';

CREATE FUNCTION yc.case_waits(_case yc.case_file) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN _case.state = 'accepted' AND _case.waiting IS NULL
        AND EXISTS (SELECT FROM yc.definition d JOIN yc.visit v ON v.region = _case.region AND v.id = _case.visit_id AND v.ended_at IS NULL
                    WHERE d.id = _case.definition_id AND d.applicant_waits);
END $$;
COMMENT ON FUNCTION yc.case_waits(yc.case_file) IS
    'Whether the applicant waits for this case in the hall: the item is one of those, their visit has not ended, and something is being decided.';

CREATE FUNCTION yc.visit_tasks_lock(_region int, _visit bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM yc.task t JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    WHERE c.region = _region AND c.visit_id = _visit AND t.priority = 1 ORDER BY t.id FOR UPDATE OF t;
END $$;
COMMENT ON FUNCTION yc.visit_tasks_lock(int, bigint) IS
    'Before a visit is locked to be ended: its tasks first, then the visit, as a decision takes them (yc.task_make() looks at the visit). One order of locks, no deadlock.';

CREATE FUNCTION yc.visit_waits_no_more(_region int, _visit bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _task yc.task;
BEGIN
    FOR _task IN
        UPDATE yc.task t SET priority = 5 FROM yc.case_file c
        WHERE c.region = _region AND c.visit_id = _visit AND t.region = c.region AND t.case_id = c.id AND t.priority = 1 RETURNING t.*
    LOOP
        PERFORM yc.queue_moved(_region, _task.queue_id, 'ready', 0); -- nothing to count, but its place is another one: who looks is told
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.visit_waits_no_more(int, bigint) IS 'A visit has ended: its tasks are ordinary ones again. The caller has locked them, then the visit.';

CREATE OR REPLACE FUNCTION yc.task_make(_case yc.case_file, _stage text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _item     yc.definition := (SELECT d FROM yc.definition d WHERE d.id = _case.definition_id);
    _priority smallint := 5;
    _task     yc.task;
BEGIN
    IF _item.applicant_waits THEN
        -- Held against its end until this is committed: otherwise the end would not see this task, nor this the end.
        PERFORM FROM yc.visit v WHERE v.region = _case.region AND v.id = _case.visit_id AND v.ended_at IS NULL FOR SHARE;
        _priority := CASE WHEN FOUND THEN 1 ELSE 5 END;
    END IF;
    INSERT INTO yc.task (region, case_id, queue_id, priority, due, excluded, authorisation, created_at)
    VALUES (_case.region, _case.id, yc.queue_of(_case.region, _stage, _case.item), _priority, yc.task_due(_case),
            coalesce(yc.case_excluded(_case.region, _case.id, _stage), '{}'), coalesce(_item.authorisation = _stage, false), yc.now())
    RETURNING * INTO _task;
    PERFORM yc.queue_moved(_case.region, _task.queue_id, 'ready', 1);
    PERFORM yc.floor_lower(_task);
    RETURN _task.id;
END $$;
COMMENT ON FUNCTION yc.task_make(yc.case_file, text) IS
    'Puts a case into the queue of a stage, first while its applicant waits; returns the task. The caller sets case_file.live_task.';

CREATE OR REPLACE FUNCTION yc.my_queues(_actor bigint, _region int) RETURNS SETOF int LANGUAGE sql STABLE AS $$
    SELECT DISTINCT q.id FROM yc.staff_grant g
    JOIN yc.queue q ON q.region = g.region AND q.stage = g.action AND (g.item IS NULL OR q.item = g.item)
    WHERE g.staff_id = _actor AND g.region = _region AND g.revoked_at IS NULL
      AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
      AND (NOT EXISTS (SELECT FROM yc.definition d WHERE d.kind = 'item' AND d.code = q.item AND d.authorisation = q.stage
                       AND d.id = yc.definition_current('item', d.code))
           OR EXISTS (SELECT FROM yc.task t WHERE t.region = q.region AND t.queue_id = q.id AND NOT t.authorisation)) -- of an older version
$$;
COMMENT ON FUNCTION yc.my_queues(bigint, int) IS
    'The queues that a person may draw from in a region today; those of authorisations are nobody''s.';

-- What a supervisor authorises is in no approver's hands: it is taken by its id alone.
CREATE OR REPLACE FUNCTION yc.task_next(_actor bigint, _region int) RETURNS yc.task LANGUAGE plpgsql AS $$
DECLARE
    _fresh boolean := yc.tending_fresh();
    _head  record;
    _task  yc.task;
BEGIN
    -- The heads of my queues in order; SKIP LOCKED only inside one queue, so that nobody waits and nothing is passed over.
    FOR _attempt IN 1..3 LOOP
        FOR _head IN
            SELECT q.id AS queue_id, h.priority, h.due, h.id, h.from_priority, h.from_due, h.from_id
            FROM yc.my_queues(_actor, _region) q(id)
            LEFT JOIN yc.queue_floor f ON _fresh AND f.region = _region AND f.queue_id = q.id
            CROSS JOIN LATERAL (
                SELECT t.priority, t.due, t.id, coalesce(f.priority, (-1)::smallint) AS from_priority,
                       coalesce(f.due, '-infinity') AS from_due, coalesce(f.task_id, 0) AS from_id
                FROM yc.task t
                WHERE t.region = _region AND t.queue_id = q.id AND t.claimed_by IS NULL
                  AND (t.priority, t.due, t.id) >= (coalesce(f.priority, (-1)::smallint), coalesce(f.due, '-infinity'), coalesce(f.task_id, 0))
                  AND NOT _actor = ANY (t.excluded) AND NOT t.authorisation
                ORDER BY t.priority, t.due, t.id LIMIT 1) h
            ORDER BY h.priority, h.due, h.id
        LOOP
            SELECT * INTO _task FROM yc.task t
            WHERE t.region = _region AND t.queue_id = _head.queue_id AND t.claimed_by IS NULL
              AND (t.priority, t.due, t.id) >= (_head.from_priority, _head.from_due, _head.from_id)
              AND NOT _actor = ANY (t.excluded) AND NOT t.authorisation
            ORDER BY t.priority, t.due, t.id LIMIT 1 FOR UPDATE SKIP LOCKED;
            IF FOUND THEN
                RETURN _task;
            END IF;
        END LOOP;
        EXIT WHEN _head IS NULL; -- no queue had anything
        _head := NULL;
    END LOOP;
    RETURN NULL;
END $$;

-- --- the right of a stage, wherever it is asked for

CREATE OR REPLACE FUNCTION yc.claim_obstacle(_actor bigint, _case yc.case_file, _task yc.task) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal;
BEGIN
    IF _case.state <> 'accepted' OR _task.id IS NULL THEN
        RETURN ROW('E_CASE_STATE', ARRAY['state', coalesce(_case.waiting, _case.state), 'number', coalesce(_case.number, '')])::yc.refusal;
    END IF;
    _refusal := yc.right_refusal(_actor, yc.stage_right(_case.definition_id, _case.stage), _case.region, NULL, _case.item);
    IF _refusal.code IS NULL THEN
        _refusal := yc.excluded_refusal(_actor, _case);
    END IF;
    IF _refusal.code IS NULL AND _task.claimed_by <> _actor AND _task.lease_until > yc.now() THEN
        _refusal := ROW('E_TASK_CLAIMED', ARRAY['who', yc.staff_name(_task.claimed_by)])::yc.refusal;
    END IF;
    RETURN _refusal;
END $$;

CREATE OR REPLACE FUNCTION yc.undo_obstacle(_actor bigint, _case yc.case_file, _version int) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _act     yc.journal := yc.undo_act(_actor, _case);
    _next    yc.journal;
    _refusal yc.refusal;
BEGIN
    IF _act.seq IS NULL OR _act.action = 'undo' THEN
        RETURN ROW('E_UNDO_NOTHING', '{}'::text[])::yc.refusal;
    END IF;
    SELECT * INTO _next FROM yc.journal j
    WHERE j.region = _case.region AND j.case_id = _case.id AND j.seq > _act.seq AND j.action <> 'reissue' ORDER BY j.seq LIMIT 1;
    IF FOUND THEN
        RETURN ROW('E_UNDO_OPENED', ARRAY['who', yc.staff_name(_next.actor), 'when', yc.moment(_next.at), 'action', _next.action])::yc.refusal;
    ELSIF _case.state IN ('finished', 'denied') AND yc.now() > _act.at + make_interval(mins => yc.setting('undo_minutes')::int) THEN
        RETURN ROW('E_UNDO_LATE', ARRAY['minutes', yc.setting('undo_minutes')])::yc.refusal;
    END IF;
    _refusal := yc.moved_refusal(_case, _version);
    IF _refusal.code IS NULL AND _act.action IN ('accept', 'resubmit') THEN
        _refusal := yc.right_refusal(_actor, 'accept', _case.region, _case.hall, _case.item);
    ELSIF _refusal.code IS NULL THEN
        _refusal := yc.right_refusal(_actor, (SELECT yc.stage_right(_case.definition_id, d.stage) FROM yc.decision d WHERE d.region = _case.region AND d.case_id = _case.id AND d.task_id = yc.journal_task(_act)),
                                     _case.region, NULL, _case.item);
    END IF;
    IF _refusal.code IS NULL THEN
        _refusal := yc.kin_refusal(_actor, yc.case_people(_case.region, _case.id));
    END IF;
    RETURN _refusal;
END $$;

-- --- what waits for me

CREATE FUNCTION yc.waiting_authorise(_actor bigint, _region int) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    SELECT 0, 'authorise', t.case_id, NULL::bigint, NULL::text, c.accepted_at, yc.staff_name(c.accepted_by), to_char(c.window_number, 'FM00'), NULL::date
    FROM yc.task t JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    WHERE t.region = _region AND t.authorisation AND NOT _actor = ANY (t.excluded)
      AND (t.claimed_by IS NULL OR t.claimed_by = _actor OR t.lease_until < yc.now())
      AND yc.has_right(_actor, 'supervise', _region)
    ORDER BY t.priority, t.created_at LIMIT 20
$$;
COMMENT ON FUNCTION yc.waiting_authorise(bigint, int) IS
    'Authorisations that are asked of a supervisor (who, detail: the clerk and the window), without those that somebody else has in hand and those that this person may not give.';

CREATE FUNCTION yc.waiting_applicants(_actor bigint, _region int, _hall smallint) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN yc.case_waits(c) THEN 0 ELSE -1 END, 'waits', c.id, v.id, NULL::text, c.accepted_at, yc.staff_name(t.claimed_by),
           coalesce(c.waiting, CASE WHEN t.authorisation THEN 'authorise' ELSE c.stage END, c.state), NULL::date
    FROM (SELECT * FROM yc.visit x WHERE x.region = _region AND (x.hall = _hall OR _hall IS NULL) AND x.clerk = _actor AND x.ended_at IS NULL
          ORDER BY x.started_at DESC LIMIT 50) v
    JOIN yc.case_file c ON c.region = v.region AND c.visit_id = v.id AND c.state IN ('accepted', 'returned', 'finished', 'denied')
    JOIN yc.definition d ON d.id = c.definition_id AND d.applicant_waits
    LEFT JOIN yc.task t ON t.region = c.region AND t.id = c.live_task
    ORDER BY 1, c.accepted_at LIMIT 20
$$;
COMMENT ON FUNCTION yc.waiting_applicants(bigint, int, smallint) IS
    'Cases of my open visits whose applicants wait: who has it in hand, detail the stage (authorise: with the supervisors) or, once it is decided, the state (returned, finished, denied) or suspended.';

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.case_resume(_command uuid, _region int, _case_id bigint, _version int) RETURNS TABLE (case_id bigint, promised_due date, statutory_due date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'case_resume', _case_id::text, _version::text);
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_locked(_actor, _region, _case_id);
        IF NOT yc.has_right(_actor, 'supervise', _region) THEN
            PERFORM yc.refuse(yc.right_refusal(_actor, yc.stage_right(_case.definition_id, coalesce(_case.stage, 'review')), _region, NULL, _case.item));
        END IF;
        PERFORM yc.refuse(yc.moved_refusal(_case, coalesce(_version, 0)));
        PERFORM yc.refuse(yc.kin_refusal(_actor, yc.case_people(_region, _case_id)));
        IF _case.waiting IS DISTINCT FROM 'suspended' THEN
            PERFORM yc.refuse('E_CASE_STATE', 'state', _case.state, 'number', _case.number);
        END IF;
        _case := yc.case_advance(yc.suspension_close(_case), _case.stage);
        PERFORM yc.journal_append(_actor, _region, _case_id, 'resume', jsonb_build_object('promised', _case.promised_due, 'statutory', _case.statutory_due));
        _reply := yc.command_end(_region, _command, to_jsonb(_case) || jsonb_build_object('case_id', _case.id));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, promised_due date, statutory_due date);
END $$;

CREATE OR REPLACE FUNCTION desk.visit_set(_command uuid, _region int, _visit bigint, _change text, _window smallint, _word text) RETURNS TABLE (visit_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'visit_set', _visit::text, _change, _window::text, _word);
    _row   yc.visit;
BEGIN
    IF _reply IS NULL THEN
        IF _change = 'end' THEN
            PERFORM yc.visit_tasks_lock(_region, _visit);
        END IF;
        SELECT * INTO _row FROM yc.visit v WHERE v.region = _region AND v.id = _visit FOR UPDATE;
        IF NOT FOUND OR NOT yc.has_right(_actor, 'accept', _region, _row.hall) THEN
            PERFORM yc.refuse('E_VISIT_UNKNOWN', 'visit', _visit::text);
        ELSIF _row.ended_at IS NOT NULL THEN
            PERFORM yc.refuse('E_VISIT_ENDED', 'when', yc.moment(_row.ended_at), 'outcome', _row.outcome);
        ELSIF _row.clerk <> _actor AND (_change <> 'resume' OR _row.parked_at IS NULL) THEN
            PERFORM yc.refuse('E_VISIT_OTHERS', 'who', yc.staff_name(_row.clerk));
        ELSIF _change = 'park' AND yc.check_text(_word, '0..100') LIKE 'E%' THEN
            PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'park_reason', 'check', 'text');
        ELSIF _change = 'end' AND coalesce(_word, '') NOT IN ('accepted', 'received', 'lacking', 'asked', 'left') THEN
            PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'outcome', 'check', 'code');
        END IF;
        CASE _change
        WHEN 'park' THEN
            UPDATE yc.visit v SET parked_at = yc.now(), park_reason = _word WHERE v.region = _region AND v.id = _visit;
        WHEN 'resume' THEN
            PERFORM yc.refuse(yc.window_refusal(_actor, _region, _row.hall, _window));
            UPDATE yc.visit v SET parked_at = NULL, park_reason = NULL, clerk = _actor, window_number = _window
            WHERE v.region = _region AND v.id = _visit;
        WHEN 'end' THEN
            UPDATE yc.visit v SET ended_at = yc.now(), outcome = _word, parked_at = NULL, park_reason = NULL
            WHERE v.region = _region AND v.id = _visit;
            PERFORM yc.visit_waits_no_more(_region, _visit);
        ELSE
            PERFORM yc.refuse('E_VISIT_CHANGE', 'change', _change);
        END CASE;
        _reply := yc.command_end(_region, _command, jsonb_build_object('visit_id', _visit));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'visit_id')::bigint;
END $$;

CREATE OR REPLACE FUNCTION desk.queue_table(_region int)
RETURNS TABLE (queue_id int, stage text, item text, item_zh text, item_en text, ready bigint, claimed bigint, decided bigint, oldest timestamptz, first_due date, near int, overdue int, people int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _today date := yc.today();
BEGIN
    PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
    RETURN QUERY
    WITH counted AS (
        SELECT n.queue_id, sum(n.count) FILTER (WHERE n.kind = 'ready') AS ready, sum(n.count) FILTER (WHERE n.kind = 'claimed') AS claimed,
               sum(n.count) FILTER (WHERE n.kind = 'decided') AS decided
        FROM (SELECT k.queue_id, k.kind, k.count FROM yc.queue_count k WHERE k.region = _region
              UNION ALL SELECT k.queue_id, k.kind, k.change FROM yc.queue_delta k WHERE k.region = _region) n
        GROUP BY 1
    ), items AS MATERIALIZED (
        SELECT i.item, yc.definition_current('item', i.item) AS definition FROM (SELECT DISTINCT q.item FROM yc.queue q WHERE q.region = _region) i
    ), able AS MATERIALIZED (
        SELECT DISTINCT g.staff_id, g.action, g.item FROM yc.staff_grant g JOIN yc.staff s ON s.id = g.staff_id AND s.disabled_at IS NULL AND NOT yc.staff_is_system(s.id)
        WHERE g.region = _region AND g.revoked_at IS NULL AND _today BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
    )
    SELECT q.id, q.stage, q.item, d.name_zh, d.name_en, coalesce(n.ready, 0)::bigint, coalesce(n.claimed, 0)::bigint, coalesce(n.decided, 0)::bigint,
        (SELECT min(o.created_at) FROM (SELECT t.created_at FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id ORDER BY t.due LIMIT 50) o),
        (SELECT min(t.due) FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id),
        (SELECT count(*)::int FROM (SELECT FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id AND t.due BETWEEN _today AND _today + 1 LIMIT 1000) x),
        (SELECT count(*)::int FROM (SELECT FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id AND t.due < _today LIMIT 1000) x),
        (SELECT count(DISTINCT a.staff_id)::int FROM able a WHERE a.action = CASE WHEN d.authorisation = q.stage THEN 'supervise' ELSE q.stage END AND (a.item IS NULL OR a.item = q.item))
    FROM yc.queue q JOIN items i ON i.item = q.item JOIN yc.definition d ON d.id = i.definition
    LEFT JOIN counted n ON n.queue_id = q.id
    WHERE q.region = _region
    ORDER BY array_position(ARRAY['review', 'recheck', 'approve'], q.stage), q.item;
END $$;
COMMENT ON FUNCTION desk.queue_table(int) IS
    'The queues of a region: waiting, claimed, decided so far, oldest and first due of the front, near (due by tomorrow) and overdue (each up to 1,000), how many people may decide (of authorisations: supervisors). For supervisors.';

CREATE FUNCTION desk.authorisation_list(_region int)
RETURNS TABLE (task_id bigint, case_id bigint, number text, window_number smallint, clerk text, item_zh text, item_en text, name text, letters_zh text, letters_en text,
               asked_at timestamptz, waits_since timestamptz, holder text, mine boolean, barred boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
    RETURN QUERY SELECT t.id, t.case_id, c.number, c.window_number, yc.staff_name(c.accepted_by), d.name_zh, d.name_en, yc.mask('name_any', p.name), l.zh, l.en,
        t.created_at, CASE WHEN t.priority = 1 THEN c.accepted_at END, CASE WHEN t.lease_until >= yc.now() THEN yc.staff_name(t.claimed_by) END,
        coalesce(t.claimed_by = _actor, false), _actor = ANY (t.excluded)
    FROM (SELECT * FROM yc.task x WHERE x.region = _region AND x.authorisation ORDER BY x.priority, x.created_at, x.id LIMIT 50) t
    JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    CROSS JOIN LATERAL (
        SELECT coalesce(string_agg(w -> 'name' ->> 'zh', '、' ORDER BY n), '') AS zh, coalesce(string_agg(w -> 'name' ->> 'en', ', ' ORDER BY n), '') AS en
        FROM yc.material m CROSS JOIN LATERAL jsonb_array_elements(d.content -> 'materials') WITH ORDINALITY AS e(w, n)
        WHERE m.region = c.region AND m.case_id = c.id AND m.way = 'commitment' AND m.removed_at IS NULL AND w ->> 'key' = m.kind) l
    ORDER BY t.priority, t.created_at, t.id;
END $$;
COMMENT ON FUNCTION desk.authorisation_list(int) IS
    'Cases that wait for a supervisor''s authorisation, those whose applicant waits first, then the oldest; at most 50. Where and by whom it was accepted, the name masked, which proofs were replaced by a commitment letter, since when it is asked, since when the applicant waits (NULL: they do not), who has it in hand now, whether that is me, whether I am barred from it (desk.why_not() tells why). Taken by desk.task_claim() with its task_id, decided by desk.task_decide(). For supervisors.';

CREATE FUNCTION desk.case_waits(_region int, _case_id bigint) RETURNS TABLE (since timestamptz, steps text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _case yc.case_file := yc.case_visible(yc.actor(), _region, _case_id);
BEGIN
    RETURN QUERY SELECT _case.accepted_at, yc.definition_steps(d.content) FROM yc.definition d WHERE d.id = _case.definition_id AND yc.case_waits(_case);
END $$;
COMMENT ON FUNCTION desk.case_waits(int, bigint) IS
    'Of a case that I may see: since when its applicant waits in the hall, and what comes after acceptance (yc.definition_steps()). No row: nobody waits.';

CREATE OR REPLACE FUNCTION desk.waiting_list(_region int, _hall smallint)
RETURNS TABLE (kind text, case_id bigint, visit_id bigint, person_id bigint, number text, slip text, name text, item_zh text, item_en text, state text,
               since timestamptz, who text, detail text, due date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT w.kind, w.case_id, coalesce(w.visit_id, c.visit_id), p.id, c.number, w.slip, yc.mask('name_any', p.name),
           d.name_zh, d.name_en, c.state, w.since, w.who, w.detail, w.due
    FROM (SELECT yc.actor() AS id OFFSET 0) me
    CROSS JOIN LATERAL (
        SELECT * FROM yc.waiting_authorise(me.id, _region) UNION ALL SELECT * FROM yc.waiting_applicants(me.id, _region, _hall)
        UNION ALL SELECT * FROM yc.waiting_slips(me.id, _region, _hall) UNION ALL SELECT * FROM yc.waiting_cases(me.id, _region, _hall)
        UNION ALL SELECT * FROM yc.waiting_undo(me.id, _region)) w
    LEFT JOIN yc.case_file c ON c.region = _region AND c.id = w.case_id
    LEFT JOIN yc.visit v ON v.region = _region AND v.id = w.visit_id
    LEFT JOIN yc.person p ON p.region = _region AND p.id = coalesce(c.person_id, v.person_id)
    LEFT JOIN yc.definition d ON d.id = c.definition_id
    WHERE CASE WHEN w.case_id IS NULL THEN yc.has_right(me.id, 'accept', _region, _hall) ELSE yc.may_see(me.id, _region, c.hall, c.item) END
    ORDER BY w.place, w.due, w.since DESC, w.case_id LIMIT 100
$$;
COMMENT ON FUNCTION desk.waiting_list(int, smallint) IS
    'What waits for me, the most urgent kind first, each kind at most 20: waits (a case of my open visit whose applicant waits; detail the stage, authorise with the supervisors, or what became of it: call the person; who has it), authorise (asked of me as a supervisor; who accepted it, detail the window), received (a slip of mine, not accepted yet; detail what stands against it, due the day by which it must be answered), slip (one that was accepted since and that I have not seen), taken (somebody took it from me today: who, since), draft (in my hands), parked (my visit of this hall; detail why), returned (that I accepted or handed in; detail the words), undo (what I can still take back; detail the action). Of one hall, without _hall of all (no visits then); acts of mine wherever they were. Names masked.';

GRANT EXECUTE ON FUNCTION desk.authorisation_list(int), desk.case_waits(int, bigint) TO yc_staff;
