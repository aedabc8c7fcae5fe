-- Deciding, and taking my last act back until the next officer opens the case. Nothing is deleted but the open task: what was undone stays and says so.
-- A wrong receipt of acceptance is voided and issued anew.

-- --- the way through the stages

CREATE OR REPLACE FUNCTION yc.definition_steps(_content jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(CASE WHEN s.stage = _content ->> 'authorisation' THEN 'authorise' ELSE s.stage END, ' ' ORDER BY s.n)
    FROM jsonb_array_elements_text(_content -> 'stages') WITH ORDINALITY AS s(stage, n) WHERE s.stage <> 'accept'
$$;
COMMENT ON FUNCTION yc.definition_steps(jsonb) IS 'What comes after acceptance, in order, with blanks between: review, recheck, approve, and authorise for a supervisor''s authorisation. NULL: nothing.';

CREATE OR REPLACE FUNCTION yc.stage_next(_stages jsonb, _stage text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    FOR _n IN 0..jsonb_array_length(_stages) - 2 LOOP
        IF _stages ->> _n = _stage THEN
            RETURN _stages ->> (_n + 1);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.stage_next(jsonb, text) IS 'yc.stage_after() for who knows the stages of the definition.';

CREATE OR REPLACE FUNCTION yc.stage_after(_definition int, _stage text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN yc.stage_next((SELECT d.stages FROM yc.definition d WHERE d.id = _definition), _stage);
END $$;
COMMENT ON FUNCTION yc.stage_after(int, text) IS 'The stage that follows in a definition, or NULL after the last.';

-- --- deciding: the kinds of suspension are the item's own; the end joins the record

CREATE OR REPLACE FUNCTION yc.stop_refusal(_case yc.case_file, _kind text) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT ROW('E_SUSPEND_KIND', ARRAY['reason', coalesce(_kind, ''), 'item', _case.item])::yc.refusal
    FROM yc.definition d
    WHERE d.id = _case.definition_id AND NOT coalesce(d.content -> 'clock_stops', '[]') ? coalesce(_kind, '')
$$;
COMMENT ON FUNCTION yc.stop_refusal(yc.case_file, text) IS
    'E_SUSPEND_KIND {reason, item}: the item, as the case has it pinned, does not let its clock stop for this. Or NULL.';

CREATE OR REPLACE FUNCTION yc.case_decided(_actor bigint, _case yc.case_file, _task yc.task, _decision text, _reason text, _note text, _route yc.route) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _stage text;
BEGIN
    _case.live_task := NULL;
    IF _decision = 'agree' THEN
        IF _route.months THEN
            PERFORM yc.refuse(yc.own_refusal(_case));
        END IF;
        _stage := yc.stage_next(_route.stages, _case.stage);
        IF _stage IS NOT NULL THEN
            _case := yc.stage_begin(_actor, _case, _stage, yc.excluded_next(_actor, _case, _task, _stage, _route.related), _route);
        ELSE
            _case.state := 'finished';
            PERFORM yc.record_join(_case);
        END IF;
    ELSIF _decision = 'deny' THEN
        _case.state := 'denied';
    ELSE
        IF _decision = 'suspend' THEN
            PERFORM yc.refuse(yc.stop_refusal(_case, _reason));
        ELSE
            _case.state := 'returned';
        END IF;
        -- The clock stops from tomorrow on (the day of the notice is not counted, 民法典 201) until the case comes back.
        INSERT INTO yc.suspension (region, case_id, kind, first_day, paper, created_by, created_at)
        VALUES (_case.region, _case.id, CASE WHEN _decision = 'return' THEN 'supplement' ELSE _reason END, yc.today() + 1, _note, _actor, yc.now());
        _case.waiting := CASE WHEN _decision = 'return' THEN 'returned' ELSE 'suspended' END;
        _case.waiting_since := yc.today();
    END IF;
    IF _case.state <> 'accepted' THEN
        _case.stage := NULL;
        _case.finished_at := CASE WHEN _case.state <> 'returned' THEN yc.now() END;
    END IF;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_decided(bigint, yc.case_file, yc.task, text, text, text, yc.route) IS
    'What a decision does to the case, with all that hangs on it; the caller writes the case. Its task is gone already. The last agreement joins the record of contributions. _route: yc.case_route(). Refuses (and the whole decision with it) E_SUSPEND_KIND {reason, item}, E_OWN_MONTHS {from, to}, E_SEGMENT_JOINED.';

CREATE OR REPLACE FUNCTION yc.decide_obstacle(_actor bigint, _case yc.case_file, _task yc.task, _token uuid, _version int, _route yc.route) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal := CASE WHEN _task.branch_id IS NULL THEN yc.moved_refusal(_case, _version) END; -- others answer and vote meanwhile
BEGIN
    IF _refusal.code IS NULL THEN
        _refusal := yc.claim_obstacle(_actor, _case, _task, _route);
    END IF;
    IF _refusal.code IS NULL AND (_task.claimed_by IS DISTINCT FROM _actor OR (_token IS NOT NULL AND _task.token <> _token)) THEN
        _refusal := ROW('E_TASK_NOT_CLAIMED', ARRAY['number', _case.number])::yc.refusal;
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.decide_obstacle(bigint, yc.case_file, yc.task, uuid, int, yc.route) IS
    'What stands against this person deciding on this task: what changed meanwhile, what stands against the claim, E_TASK_NOT_CLAIMED {number}. _route: yc.case_route().';

CREATE OR REPLACE FUNCTION yc.decide_obstacle(_actor bigint, _case yc.case_file, _task yc.task, _token uuid, _version int) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN yc.decide_obstacle(_actor, _case, _task, _token, _version, yc.case_route(_case, _task));
END $$;
COMMENT ON FUNCTION yc.decide_obstacle(bigint, yc.case_file, yc.task, uuid, int) IS
    'What stands against this person deciding on this task: what changed meanwhile, what stands against the claim, E_TASK_NOT_CLAIMED {number}.';

CREATE OR REPLACE FUNCTION yc.reason_refusal(_decision text, _reason text, _note text) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF _decision IS NULL OR _decision NOT IN ('agree', 'return', 'deny', 'suspend') THEN
        RETURN ROW('E_DECISION_UNKNOWN', ARRAY['decision', coalesce(_decision, '')])::yc.refusal;
    ELSIF char_length(_note) > 1000 THEN
        RETURN ROW('E_NOTE_LONG', ARRAY['most', '1000'])::yc.refusal;
    ELSIF _decision = 'agree' THEN
        RETURN NULL;
    ELSIF NOT EXISTS (SELECT FROM yc.definition d
                      WHERE d.id = yc.definition_current('codes', CASE _decision WHEN 'return' THEN 'return_reason' WHEN 'deny' THEN 'deny_reason' ELSE 'clock_stop' END)
                        AND d.content -> 'values' ? _reason AND NOT coalesce((d.content -> 'values' -> _reason ->> 'closed')::boolean, false)) THEN
        RETURN ROW('E_REASON_UNKNOWN', ARRAY['reason', coalesce(_reason, ''), 'decision', _decision])::yc.refusal;
    ELSIF coalesce(_note, '') !~ '[^\u0001-\u0020\u3000]' THEN
        RETURN CASE WHEN _decision = 'suspend' THEN ROW('E_PAPER_MISSING', '{}'::text[])::yc.refusal
                    ELSE ROW('E_NOTE_MISSING', ARRAY['decision', _decision])::yc.refusal END;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.reason_refusal(text, text, text) IS
    'All but agree need an open code of return_reason, deny_reason or clock_stop and words to the applicant (for suspend: the paper that it rests on).';

-- The task first, then its case, as everywhere. Who has the right may see the case: sight is asked only of who is refused, who must not learn more by it.
CREATE OR REPLACE FUNCTION yc.task_decided(_actor bigint, _region int, _task_id bigint, _token uuid, _version int, _decision text, _reason text, _note text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    _task    yc.task;
    _case    yc.case_file;
    _route   yc.route;
    _refusal yc.refusal;
    _beside  boolean; -- something stands beside the decision
    _noted   jsonb;
BEGIN
    SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.id = _task_id FOR UPDATE;
    IF FOUND THEN
        SELECT * INTO STRICT _case FROM yc.case_file c WHERE c.region = _region AND c.id = _task.case_id FOR UPDATE;
    ELSE
        _case := yc.task_case(_actor, _region, _task_id);
    END IF;
    _route := yc.case_route(_case, _task);
    _refusal := yc.decide_obstacle(_actor, _case, _task, coalesce(_token, '00000000-0000-0000-0000-000000000000'), coalesce(_version, 0), _route);
    IF _refusal.code IS NOT NULL THEN
        PERFORM yc.task_case(_actor, _region, _task_id), yc.refuse(_refusal);
    END IF;
    IF _task.branch_id IS NOT NULL THEN
        PERFORM yc.refuse('E_BRANCH_TASK', 'number', _case.number);
    END IF;
    _refusal := yc.reason_refusal(_decision, _reason, _note);
    IF _refusal.code IS NULL AND _decision = 'return' THEN
        _refusal := yc.basis_refusal(_case, _task_id, _decision);
    END IF;
    IF _refusal.code IS NOT NULL THEN
        PERFORM yc.refuse(_refusal);
    END IF;
    WITH decided AS (
        INSERT INTO yc.decision (region, case_id, task_id, stage, decision, reason, note, decided_by, decided_at)
        VALUES (_region, _case.id, _task_id, _case.stage, _decision, CASE WHEN _decision <> 'agree' THEN _reason END, nullif(_note, ''), _actor, yc.now())
    ), gone AS (
        DELETE FROM yc.task t WHERE t.region = _region AND t.id = _task_id
    ), counted AS (
        INSERT INTO yc.queue_delta (region, queue_id, kind, change) VALUES (_region, _task.queue_id, 'claimed', -1), (_region, _task.queue_id, 'decided', 1)
    )
    SELECT EXISTS (SELECT FROM yc.doubt d WHERE d.region = _region AND d.case_id = _case.id AND d.decided_task IS NULL AND d.removed_at IS NULL)
        OR EXISTS (SELECT FROM yc.decision_basis b WHERE b.region = _region AND b.task_id = _task_id)
        OR EXISTS (SELECT FROM yc.question q WHERE q.region = _region AND q.case_id = _case.id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL) INTO _beside;
    _case := yc.case_decided(_actor, _case, _task, _decision, _reason, _note, _route);
    _noted := jsonb_build_object('task', _task_id, 'reason', _reason,
        'note', CASE WHEN _note <> '' THEN yc.digest(_region, _case.id, 'note', _note) END, 'state', _case.state, 'stage', _case.stage);
    IF _beside OR _decision = 'deny' THEN
        _noted := _noted || yc.basis_decided(_case, _task_id, _decision) || yc.questions_end(_actor, _case);
    END IF;
    PERFORM yc.case_write(_actor, _case, _decision, _noted);
    RETURN jsonb_build_object('case_id', _case.id, 'number', _case.number, 'state', _case.state, 'item', _case.item,
        'stage', CASE WHEN _case.stage = _route.authorisation THEN 'authorise' ELSE _case.stage END);
END $$;
COMMENT ON FUNCTION yc.task_decided(bigint, int, bigint, uuid, int, text, text, text) IS
    'Decides on a task; returns case_id, number, item, and state and stage that its case has come to (authorise: a supervisor''s authorisation). Refuses E_TASK_UNKNOWN {task}, E_BRANCH_TASK {number} (it is answered by desk.branch_answer()), and what yc.decide_obstacle(), yc.reason_refusal(), yc.basis_refusal() and yc.case_decided() tell.';

CREATE OR REPLACE FUNCTION yc.decided_next(_actor bigint, _region int, _task_id bigint, _token uuid, _version int, _decision text, _reason text, _note text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    _reply jsonb := yc.task_decided(_actor, _region, _task_id, _token, _version, _decision, _reason, _note);
    _turn  yc.turn;
    _task  yc.task;
    _next  jsonb := '{}';
BEGIN
    BEGIN
        _turn := yc.turn_now(_actor, _region, _reply ->> 'item');
        _task := yc.task_draw(_actor, _region, _turn);
        IF _task.id IS NOT NULL THEN
            _next := yc.task_told(_task, yc.task_start(_actor, _task, _token, yc.turn_why(_task, false, _turn)));
        ELSE
            PERFORM yc.refuse(yc.pause_refusal(_actor, _region, NULL)); -- nothing comes because somebody said so: the claim tells who and why
        END IF;
    EXCEPTION WHEN OTHERS THEN
        _next := '{"failed": true}'; -- the decision holds, whatever stands against the next task
    END;
    RETURN _reply || jsonb_build_object('next', _next);
END $$;
COMMENT ON FUNCTION yc.decided_next(bigint, int, bigint, uuid, int, text, text, text) IS
    'yc.task_decided(), and under next the claim of the next task of the actor''s queues as yc.task_told() tells it: {} when nothing waits, failed when something stands against it.';

-- --- what may be taken back

CREATE OR REPLACE FUNCTION yc.undo_act(_actor bigint, _case yc.case_file) RETURNS yc.journal LANGUAGE sql STABLE AS $$
    SELECT j.* FROM yc.journal j
    WHERE j.region = _case.region AND j.case_id = _case.id AND j.actor = _actor
      AND j.action IN ('accept', 'resubmit', 'agree', 'return', 'deny', 'suspend', 'undo')
    ORDER BY j.seq DESC LIMIT 1
$$;
COMMENT ON FUNCTION yc.undo_act(bigint, yc.case_file) IS 'My last act on a case of those that can be taken back (or the undo of one).';

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
    WHERE j.region = _case.region AND j.case_id = _case.id AND j.seq > _act.seq AND j.action NOT IN ('reissue', 'date', 'hand_over', 'overdue') ORDER BY j.seq LIMIT 1;
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
        _refusal := yc.kin_refusal(_actor, yc.case_people(_case));
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.undo_obstacle(bigint, yc.case_file, int) IS
    'What stands against taking my last act on a case back, or NULL: E_UNDO_NOTHING (none, or taken back already), E_UNDO_OPENED {who, when, action} (somebody went on with it since), E_UNDO_LATE {minutes} (finished or denied: nobody opens it any more, so the clock says when it is over), then version, right, own or kin case. A receipt issued anew is no going on, nor a due date that moved with the calendar, a limit that passed or a visit that was handed over.';

-- --- taking it back: one function for each kind of act; the caller has locked the task and the case and asked yc.undo_obstacle()

CREATE OR REPLACE FUNCTION yc.undo_accept(_actor bigint, _case yc.case_file, _reason text) RETURNS yc.case_file LANGUAGE plpgsql AS $$
BEGIN
    PERFORM yc.stage_left(_case);
    PERFORM yc.receipt_void(_actor, _case, _reason);
    UPDATE yc.received r SET seen_at = NULL WHERE r.region = _case.region AND r.case_id = _case.id; -- it waits for its answer again
    UPDATE yc.case_file c SET stage = NULL, number = NULL, accepted_by = NULL, accepted_at = NULL, promised_due = NULL, statutory_due = NULL,
        live_task = NULL, waiting = NULL, waiting_since = NULL, finished_at = NULL, holder = _actor, token = gen_random_uuid(), held_since = yc.now(),
        state = CASE WHEN EXISTS (SELECT FROM yc.received r WHERE r.region = _case.region AND r.case_id = _case.id AND NOT r.resubmits) THEN 'received' ELSE 'draft' END
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.undo_accept(bigint, yc.case_file, text) IS
    'A draft again (received, if there is a slip), held by who accepted it. The receipt is void; its number stays reserved for the case.';

CREATE OR REPLACE FUNCTION yc.undo_resubmit(_actor bigint, _case yc.case_file) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _pause yc.suspension;
BEGIN
    PERFORM yc.stage_left(_case);
    UPDATE yc.suspension s SET last_day = NULL WHERE s.region = _case.region AND s.id = (
        SELECT x.id FROM yc.suspension x WHERE x.region = _case.region AND x.case_id = _case.id AND x.kind = 'supplement' ORDER BY x.created_at DESC, x.id DESC LIMIT 1)
    RETURNING * INTO STRICT _pause;
    UPDATE yc.case_file c SET state = 'returned', stage = NULL, live_task = NULL, finished_at = NULL, waiting = 'returned', waiting_since = _pause.first_day - 1,
        holder = _actor, token = gen_random_uuid(), held_since = yc.now(), promised_due = yc.case_due(_case, 'promised'), statutory_due = yc.case_due(_case, 'statutory')
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.undo_resubmit(bigint, yc.case_file) IS 'Returned again, held by who handed it in, its suspension open as before: no day of it is lost or won.';

CREATE OR REPLACE FUNCTION yc.undo_decision(_actor bigint, _case yc.case_file, _task_id bigint) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _decision yc.decision;
    _task     yc.task;
BEGIN
    UPDATE yc.decision d SET undone_at = yc.now(), undone_by = _actor
    WHERE d.region = _case.region AND d.case_id = _case.id AND d.task_id = _task_id RETURNING * INTO STRICT _decision;
    PERFORM yc.queue_moved(_case.region, yc.queue_of(_case.region, _decision.stage, _case.item), 'decided', -1), yc.stage_left(_case), yc.record_part(_case);
    _task.id := yc.task_make(_case, _decision.stage);
    UPDATE yc.task t SET claimed_by = _actor, token = gen_random_uuid(), lease_until = yc.now() + make_interval(secs => yc.setting('lease_seconds')::int)
    WHERE t.region = _case.region AND t.id = _task.id RETURNING * INTO STRICT _task;
    PERFORM yc.queue_moved(_case.region, _task.queue_id, 'ready', -1), yc.queue_moved(_case.region, _task.queue_id, 'claimed', 1), yc.basis_undone(_case, _task_id, _task.id),
        yc.questions_undone(_case, _task_id, _task.id);
    UPDATE yc.case_file c SET state = 'accepted', stage = _decision.stage, live_task = _task.id, waiting = NULL, waiting_since = NULL, finished_at = NULL
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.undo_decision(bigint, yc.case_file, bigint) IS
    'Back at the decider''s stage, in the decider''s hands under a new task and lease; the decision stays, marked undone. A suspension that it began ends with no day lost; what it joined to the person''s record is taken away again.';

-- --- receipts

CREATE OR REPLACE FUNCTION yc.receipt_void(_actor bigint, _case yc.case_file, _reason text) RETURNS yc.receipt_issue LANGUAGE sql AS $$
    UPDATE yc.receipt_issue i SET voided_at = yc.now(), voided_by = _actor, void_reason = _reason
    WHERE i.region = _case.region AND i.case_id = _case.id AND i.voided_at IS NULL RETURNING i.*
$$;
COMMENT ON FUNCTION yc.receipt_void(bigint, yc.case_file, text) IS 'Voids the valid receipt of a case that the caller has locked; returns it.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.task_decide(_command uuid, _region int, _task_id bigint, _token uuid, _version int, _decision text, _reason text, _note text)
RETURNS TABLE (case_id bigint, number text, state text, stage text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    _actor bigint := yc.actor();
    _hash  bytea := yc.command_hash(_task_id::text, _token::text, _version::text, _decision, _reason, _note);
    _reply jsonb := yc.command_once(_actor, _region, _command, 'task_decide', _hash);
BEGIN
    IF _reply IS NULL THEN
        _reply := yc.command_keep(_actor, _region, _command, 'task_decide', _hash,
            yc.task_decided(_actor, _region, _task_id, _token, _version, _decision, _reason, _note));
    END IF;
    case_id := _reply ->> 'case_id';
    number := _reply ->> 'number';
    state := _reply ->> 'state';
    stage := _reply ->> 'stage';
    RETURN NEXT;
END $$;
COMMENT ON FUNCTION desk.task_decide(uuid, int, bigint, uuid, int, text, text, text) IS
    'Decides on a task that I hold: agree (the next stage, or the end), return (to be corrected), deny, suspend; all but agree with a coded reason. Refuses what yc.decide_obstacle(), yc.reason_refusal() and yc.basis_refusal() tell.';
GRANT EXECUTE ON FUNCTION desk.task_decide(uuid, int, bigint, uuid, int, text, text, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.task_decide_next(_command uuid, _region int, _task_id bigint, _token uuid, _version int, _decision text, _reason text, _note text)
RETURNS TABLE (case_id bigint, number text, state text, stage text, next_task bigint, next_case bigint, next_version int, next_stage text, next_due date, next_item text,
               next_failed boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    _actor bigint := yc.actor();
    _hash  bytea := yc.command_hash(_task_id::text, _token::text, _version::text, _decision, _reason, _note);
    _reply jsonb := yc.command_once(_actor, _region, _command, 'task_decide_next', _hash);
BEGIN
    IF _reply IS NULL AND _decision = 'agree' AND _reason IS NULL AND coalesce(_note, '') = '' THEN
        _reply := yc.straight_on(_actor, _command, _hash, _region, _task_id, _token, _version);
    END IF;
    IF _reply IS NULL THEN
        _reply := yc.command_keep(_actor, _region, _command, 'task_decide_next', _hash,
            yc.decided_next(_actor, _region, _task_id, _token, _version, _decision, _reason, _note));
    END IF;
    case_id := _reply ->> 'case_id';
    number := _reply ->> 'number';
    state := _reply ->> 'state';
    stage := _reply ->> 'stage';
    _reply := _reply -> 'next';
    next_task := _reply ->> 'task_id';
    next_case := _reply ->> 'case_id';
    next_version := _reply ->> 'version';
    next_stage := _reply ->> 'stage';
    next_due := _reply ->> 'due';
    next_item := _reply ->> 'item';
    next_failed := _reply ? 'failed';
    RETURN NEXT;
END $$;
COMMENT ON FUNCTION desk.task_decide_next(uuid, int, bigint, uuid, int, text, text, text) IS
    'desk.task_decide() and the claim of the next task of my queues under the same token, in one: next_task is NULL when nothing waits, or when the claim was refused (next_failed: ask desk.task_claim(), which tells why); the decision holds either way. Refuses what desk.task_decide() does; what is no refusal may be the next task''s fault: desk.task_decide() does without it.';
GRANT EXECUTE ON FUNCTION desk.task_decide_next(uuid, int, bigint, uuid, int, text, text, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_undo(_command uuid, _region int, _case_id bigint, _version int, _reason text)
RETURNS TABLE (case_id bigint, undone text, state text, stage text, number text, task_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor  bigint := yc.actor();
    _reply  jsonb := yc.command_begin(_actor, _region, _command, 'case_undo', _case_id::text, _version::text, _reason);
    _case   yc.case_file;
    _act    yc.journal;
    _number text;
BEGIN
    IF _reply IS NULL THEN
        PERFORM FROM yc.task t WHERE t.region = _region AND t.case_id = _case_id ORDER BY t.id FOR UPDATE; -- the tasks first, then their case, as everywhere
        _case := yc.case_locked(_actor, _region, _case_id);
        PERFORM yc.refuse(yc.undo_obstacle(_actor, _case, coalesce(_version, 0)));
        PERFORM yc.refuse(yc.words_refusal('reason', _reason));
        _act := yc.undo_act(_actor, _case);
        _number := _case.number;
        PERFORM yc.sample_undone(_case);
        _case := CASE _act.action
            WHEN 'accept' THEN yc.undo_accept(_actor, _case, _reason)
            WHEN 'resubmit' THEN yc.undo_resubmit(_actor, _case)
            ELSE yc.undo_decision(_actor, _case, yc.journal_task(_act))
        END;
        INSERT INTO yc.undo (region, case_id, seq, undone_seq, reason) VALUES (_region, _case_id, _case.journal_seq + 1, _act.seq, _reason);
        PERFORM yc.journal_append(_actor, _region, _case_id, 'undo', jsonb_build_object('action', _act.action, 'seq', _act.seq,
            'task', yc.journal_task(_act), 'state', _case.state, 'stage', _case.stage, 'reason', yc.digest(_region, _case_id, 'reason', _reason)));
        _reply := yc.command_end(_region, _command, jsonb_build_object('case_id', _case_id, 'undone', _act.action, 'state', _case.state, 'stage', _case.stage,
            'number', _number, 'task_id', _case.live_task));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, undone text, state text, stage text, number text, task_id bigint);
END $$;
COMMENT ON FUNCTION desk.case_undo(uuid, int, bigint, int, text) IS
    'Takes my last act on a case back (undone: accept, resubmit, agree, return, deny, suspend), with the words why. A decision: I have the case again, under the new task_id. An acceptance: a draft (or received) again, a resubmission: returned again, in my hands; take it up by desk.case_take(). number is the case''s, reserved for it also when it is a draft. Refuses what yc.undo_obstacle() tells, E_VALUE_REFUSED for words that are none.';
GRANT EXECUTE ON FUNCTION desk.case_undo(uuid, int, bigint, int, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.receipt_reissue(_command uuid, _region int, _case_id bigint, _reason text) RETURNS TABLE (case_id bigint, number text, issue int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'receipt_reissue', _case_id::text, _reason);
    _case  yc.case_file;
    _void  yc.receipt_issue;
    _issue int;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_locked(_actor, _region, _case_id);
        PERFORM yc.refuse(yc.right_refusal(_actor, 'accept', _region, _case.hall, _case.item));
        PERFORM yc.refuse(yc.kin_refusal(_actor, yc.case_people(_region, _case_id)));
        IF _case.number IS NULL THEN
            PERFORM yc.refuse('E_CASE_STATE', 'state', _case.state, 'number', '');
        END IF;
        PERFORM yc.refuse(yc.words_refusal('reason', _reason));
        _void := yc.receipt_void(_actor, _case, _reason);
        _issue := yc.receipt_next(_actor, _case, _void.window_number);
        PERFORM yc.journal_append(_actor, _region, _case_id, 'reissue', jsonb_build_object('issue', _issue, 'void', _void.issue,
            'reason', yc.digest(_region, _case_id, 'reason', _reason)));
        _reply := yc.command_end(_region, _command, jsonb_build_object('case_id', _case_id, 'number', _case.number, 'issue', _issue));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, number text, issue int);
END $$;
COMMENT ON FUNCTION desk.receipt_reissue(uuid, int, bigint, text) IS
    'Voids the receipt of acceptance of a case (with the words why) and issues the next; the number stays. For clerks of its hall. Refuses E_CASE_UNKNOWN, E_RIGHT_MISSING, E_OWN_CASE, E_KIN_CASE, E_CASE_STATE for a case that has none, E_VALUE_REFUSED for words that are none.';
GRANT EXECUTE ON FUNCTION desk.receipt_reissue(uuid, int, bigint, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.receipt(_region int, _case_id bigint)
RETURNS TABLE (number text, item_zh text, item_en text, name text, id_no text, hall_zh text, hall_en text, window_number smallint, clerk text, accepted_at timestamptz,
               promised_due date, promised_days int, promised_unit text, statutory_due date, statutory_days int, statutory_unit text, statutory_basis text,
               issue int, voided text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
BEGIN
    IF _case.number IS NULL THEN
        RETURN;
    END IF;
    PERFORM yc.read_log_append(_actor, _region, 'receipt', _case_id, _case.person_id, 'name', 'case ' || _case.number);
    RETURN QUERY SELECT c.number, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en', p.name, yc.mask('id_any', p.id_no), h.name_zh, h.name_en, i.window_number,
           yc.staff_name(c.accepted_by), c.accepted_at,
           c.promised_due, (d.content -> 'limits' -> 'promised' ->> 'days')::int, d.content -> 'limits' -> 'promised' ->> 'unit',
           c.statutory_due, (d.content -> 'limits' -> 'statutory' ->> 'days')::int, d.content -> 'limits' -> 'statutory' ->> 'unit',
           yc.words(d.content -> 'limits' -> 'statutory' -> 'basis'),
           i.issue, coalesce((SELECT v.void_reason FROM yc.receipt_issue v WHERE v.region = i.region AND v.case_id = i.case_id AND v.issue = i.issue - 1), '')
    FROM yc.case_file c
    JOIN yc.receipt_issue i ON i.region = c.region AND i.case_id = c.id AND i.voided_at IS NULL
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    JOIN yc.hall h ON h.region = c.region AND h.hall = c.hall
    WHERE c.region = _region AND c.id = _case_id;
END $$;
COMMENT ON FUNCTION desk.receipt(int, bigint) IS
    'What the receipt of acceptance (受理通知书) says, the name in full (noted in the read log): which issue it is and, from the second on, what the former was voided for. No row before the acceptance is committed, nor after it was undone.';
GRANT EXECUTE ON FUNCTION desk.receipt(int, bigint) TO yc_staff;
