-- The slip of the hand: my last act on a case is taken back until the next officer opens it; a wrong receipt of acceptance is
-- voided and issued anew. Nothing is deleted but the open task: what was undone stays and says so.

ALTER TABLE yc.decision ADD COLUMN undone_at timestamptz, ADD COLUMN undone_by bigint REFERENCES yc.staff,
    ADD CHECK ((undone_at IS NULL) = (undone_by IS NULL)), ADD CHECK (undone_at >= decided_at);
COMMENT ON TABLE yc.decision IS 'What was decided on each task. One that was taken back stays, marked undone; it counts nowhere any more.';

CREATE TABLE yc.undo (
    region     int NOT NULL,
    case_id    bigint NOT NULL,
    seq        int NOT NULL,      -- the row of the journal that says so
    undone_seq int NOT NULL,      -- the row of the act that was taken back
    reason     text NOT NULL,
    PRIMARY KEY (region, case_id, seq),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    CHECK (undone_seq < seq)
);
COMMENT ON TABLE yc.undo IS 'Why an act was taken back, in words; who and when stand in the journal. Append-only.';

CREATE TABLE yc.receipt_issue (
    region        int NOT NULL,
    case_id       bigint NOT NULL,
    issue         int NOT NULL CHECK (issue >= 1),
    number        text NOT NULL,     -- the same for every issue of a case: reserved for it also while none of them is valid
    window_number smallint NOT NULL, -- of the acceptance
    issued_at     timestamptz NOT NULL,
    issued_by     bigint NOT NULL REFERENCES yc.staff,
    voided_at     timestamptz,
    voided_by     bigint REFERENCES yc.staff,
    void_reason   text,
    PRIMARY KEY (region, case_id, issue),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    CHECK ((voided_at IS NULL) = (voided_by IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)),
    CHECK (voided_at >= issued_at)
);
COMMENT ON TABLE yc.receipt_issue IS
    'Every receipt of acceptance (受理通知书). An accepted case has exactly one that is valid, its last; a case whose acceptance was undone has none, but its number.';
INSERT INTO yc.receipt_issue (region, case_id, issue, number, window_number, issued_at, issued_by)
SELECT c.region, c.id, 1, c.number, c.window_number, c.accepted_at, c.accepted_by FROM yc.case_file c WHERE c.number IS NOT NULL;

CREATE OR REPLACE FUNCTION yc.setting(_name text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT s.value FROM yc.setting s WHERE s.name = _name),
        CASE _name
            WHEN 'demonstration' THEN 'no'           -- yes: a hall for practice; screens say so in their first line
            WHEN 'lease_seconds' THEN '60'           -- a claim lives so long without its workstation's sign of life
            WHEN 'statement_seconds' THEN '30'       -- a statement older than this acts no more: its time would be forged
            WHEN 'material_bytes' THEN '10485760'    -- largest material
            WHEN 'cut_off_days' THEN '7'             -- so long after its successor came a definition may be what a cut-off window had
            WHEN 'undo_minutes' THEN '10'            -- so long an act can be taken back after which nobody comes
        END)
$$;

-- --- receipts

CREATE FUNCTION yc.words_refusal(_field text, _words text) RETURNS yc.refusal LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN coalesce(_words, '') !~ '[^\u0001-\u0020\u3000]' OR yc.check_text(_words, '1..200') LIKE 'E%'
        THEN ROW('E_VALUE_REFUSED', ARRAY['field', _field, 'check', 'text'])::yc.refusal END
$$;
COMMENT ON FUNCTION yc.words_refusal(text, text) IS 'E_VALUE_REFUSED {field, check} for no words, several lines or over 200 characters, or NULL.';

CREATE FUNCTION yc.receipt_void(_actor bigint, _case yc.case_file, _reason text) RETURNS yc.receipt_issue LANGUAGE sql AS $$
    UPDATE yc.receipt_issue i SET voided_at = yc.now(), voided_by = _actor, void_reason = _reason
    WHERE i.region = _case.region AND i.case_id = _case.id AND i.voided_at IS NULL RETURNING i.*
$$;
COMMENT ON FUNCTION yc.receipt_void(bigint, yc.case_file, text) IS 'Voids the valid receipt of a case that the caller has locked; returns it.';

CREATE FUNCTION yc.receipt_next(_actor bigint, _case yc.case_file, _window smallint) RETURNS int LANGUAGE sql AS $$
    INSERT INTO yc.receipt_issue (region, case_id, issue, number, window_number, issued_at, issued_by)
    SELECT _case.region, _case.id, coalesce(max(i.issue), 0) + 1, _case.number, _window, yc.now(), _actor
    FROM yc.receipt_issue i WHERE i.region = _case.region AND i.case_id = _case.id RETURNING issue
$$;
COMMENT ON FUNCTION yc.receipt_next(bigint, yc.case_file, smallint) IS 'Issues the next receipt of a case that the caller has locked; returns which it is.';

CREATE OR REPLACE FUNCTION yc.case_accept_first(_actor bigint, _case yc.case_file) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _number text := (SELECT i.number FROM yc.receipt_issue i WHERE i.region = _case.region AND i.case_id = _case.id ORDER BY i.issue DESC LIMIT 1);
BEGIN
    _number := coalesce(_number, yc.case_number(_case.region, yc.today(), _case.hall, yc.hall_serial(_case.region, _case.hall, yc.today())));
    UPDATE yc.case_file c SET state = 'received', accepted_by = _actor, accepted_at = yc.now(), number = _number
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    UPDATE yc.case_file c SET promised_due = yc.case_due(_case, 'promised'), statutory_due = yc.case_due(_case, 'statutory')
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    PERFORM yc.receipt_next(_actor, _case, _case.window_number);
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_accept_first(bigint, yc.case_file) IS
    'Number, moment, both due dates and receipt of a first acceptance; of one that was undone the number that stayed reserved. The caller moves the case on.';

-- --- who has handled a case: what was undone is as if it had not been decided

CREATE OR REPLACE FUNCTION yc.case_handled(_region int, _case_id bigint) RETURNS TABLE (staff_id bigint, stage text, at timestamptz) LANGUAGE sql STABLE AS $$
    SELECT j.actor, 'accept', j.at FROM yc.journal j
    WHERE j.region = _region AND j.case_id = _case_id AND j.action IN ('open', 'receive', 'accept', 'resubmit')
    UNION ALL
    SELECT d.decided_by, d.stage, d.decided_at FROM yc.decision d
    WHERE d.region = _region AND d.case_id = _case_id AND d.decision = 'agree' AND d.undone_at IS NULL
$$;
COMMENT ON FUNCTION yc.case_handled(int, bigint) IS
    'Who has put their hand to a case, and at which stage: who opened, received, accepted or handed it in again (accept, also when it was undone: the form stays their work), who agreed and did not take it back. One person does one stage. (Who returned it may see it again.)';

-- --- what may be taken back

CREATE FUNCTION yc.journal_task(_row yc.journal) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT substring(encode(_row.body, 'escape') FROM '"task": ([0-9]{1,18})')::bigint $$;
COMMENT ON FUNCTION yc.journal_task(yc.journal) IS 'The task that a row of the journal speaks of, or NULL; of spoilt bytes too.';

CREATE FUNCTION yc.undo_act(_actor bigint, _case yc.case_file) RETURNS yc.journal LANGUAGE sql STABLE AS $$
    SELECT j.* FROM yc.journal j
    WHERE j.region = _case.region AND j.case_id = _case.id AND j.actor = _actor
      AND j.action IN ('accept', 'resubmit', 'agree', 'return', 'deny', 'suspend', 'undo')
    ORDER BY j.seq DESC LIMIT 1
$$;
COMMENT ON FUNCTION yc.undo_act(bigint, yc.case_file) IS 'My last act on a case of those that can be taken back (or the undo of one).';

CREATE FUNCTION yc.undo_obstacle(_actor bigint, _case yc.case_file, _version int) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
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
        _refusal := yc.right_refusal(_actor, (SELECT d.stage FROM yc.decision d WHERE d.region = _case.region AND d.case_id = _case.id AND d.task_id = yc.journal_task(_act)),
                                     _case.region, NULL, _case.item);
    END IF;
    IF _refusal.code IS NULL THEN
        _refusal := yc.kin_refusal(_actor, yc.case_people(_case.region, _case.id));
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.undo_obstacle(bigint, yc.case_file, int) IS
    'What stands against taking my last act on a case back, or NULL: E_UNDO_NOTHING (none, or taken back already), E_UNDO_OPENED {who, when, action} (somebody went on with it since), E_UNDO_LATE {minutes} (finished or denied: nobody opens it any more, so the clock says when it is over), then version, right, own or kin case. A receipt issued anew is no going on.';

-- --- taking it back: one function for each kind of act; the caller has locked the task and the case and asked yc.undo_obstacle()

CREATE FUNCTION yc.task_drop(_case yc.case_file) RETURNS void LANGUAGE sql AS $$
    WITH dropped AS (DELETE FROM yc.task t WHERE t.region = _case.region AND t.id = _case.live_task RETURNING t.queue_id)
    SELECT yc.queue_moved(_case.region, queue_id, 'ready', -1) FROM dropped
$$;
COMMENT ON FUNCTION yc.task_drop(yc.case_file) IS 'Takes the live task of a case, which nobody has opened, out of its queue. The caller moves the case on.';

CREATE FUNCTION yc.undo_accept(_actor bigint, _case yc.case_file, _reason text) RETURNS yc.case_file LANGUAGE plpgsql AS $$
BEGIN
    PERFORM yc.task_drop(_case);
    PERFORM yc.receipt_void(_actor, _case, _reason);
    UPDATE yc.received r SET seen_at = NULL WHERE r.region = _case.region AND r.case_id = _case.id; -- it waits for its answer again
    UPDATE yc.case_file c SET stage = NULL, number = NULL, accepted_by = NULL, accepted_at = NULL, promised_due = NULL, statutory_due = NULL,
        live_task = NULL, finished_at = NULL, holder = _actor, token = gen_random_uuid(), held_since = yc.now(),
        state = CASE WHEN EXISTS (SELECT FROM yc.received r WHERE r.region = _case.region AND r.case_id = _case.id AND NOT r.resubmits) THEN 'received' ELSE 'draft' END
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.undo_accept(bigint, yc.case_file, text) IS
    'A draft again (received, if there is a slip), held by who accepted it. The receipt is void; its number stays reserved for the case.';

CREATE FUNCTION yc.undo_resubmit(_actor bigint, _case yc.case_file) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _pause yc.suspension;
BEGIN
    PERFORM yc.task_drop(_case);
    UPDATE yc.suspension s SET last_day = NULL WHERE s.region = _case.region AND s.id = (
        SELECT x.id FROM yc.suspension x WHERE x.region = _case.region AND x.case_id = _case.id AND x.kind = 'supplement' ORDER BY x.created_at DESC, x.id DESC LIMIT 1)
    RETURNING * INTO STRICT _pause;
    UPDATE yc.case_file c SET state = 'returned', stage = NULL, live_task = NULL, finished_at = NULL, waiting = 'returned', waiting_since = _pause.first_day - 1,
        holder = _actor, token = gen_random_uuid(), held_since = yc.now(), promised_due = yc.case_due(_case, 'promised'), statutory_due = yc.case_due(_case, 'statutory')
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.undo_resubmit(bigint, yc.case_file) IS 'Returned again, held by who handed it in, its suspension open as before: no day of it is lost or won.';

CREATE FUNCTION yc.undo_decision(_actor bigint, _case yc.case_file, _task_id bigint) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _decision yc.decision;
    _task     yc.task;
BEGIN
    UPDATE yc.decision d SET undone_at = yc.now(), undone_by = _actor
    WHERE d.region = _case.region AND d.case_id = _case.id AND d.task_id = _task_id RETURNING * INTO STRICT _decision;
    PERFORM yc.queue_moved(_case.region, yc.queue_of(_case.region, _decision.stage, _case.item), 'decided', -1), yc.task_drop(_case);
    UPDATE yc.suspension s SET last_day = s.first_day - 1 WHERE s.region = _case.region AND s.case_id = _case.id AND s.last_day IS NULL;
    _task.id := yc.task_make(_case, _decision.stage);
    UPDATE yc.task t SET claimed_by = _actor, token = gen_random_uuid(), lease_until = yc.now() + make_interval(secs => yc.setting('lease_seconds')::int)
    WHERE t.region = _case.region AND t.id = _task.id RETURNING * INTO STRICT _task;
    PERFORM yc.queue_moved(_case.region, _task.queue_id, 'ready', -1), yc.queue_moved(_case.region, _task.queue_id, 'claimed', 1);
    UPDATE yc.case_file c SET state = 'accepted', stage = _decision.stage, live_task = _task.id, waiting = NULL, waiting_since = NULL, finished_at = NULL
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.undo_decision(bigint, yc.case_file, bigint) IS
    'Back at the decider''s stage, in the decider''s hands under a new task and lease; the decision stays, marked undone. A suspension that it began ends with no day lost.';

SET LOCAL ROLE yc_desk;

CREATE FUNCTION desk.case_undo(_command uuid, _region int, _case_id bigint, _version int, _reason text)
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
        PERFORM FROM yc.task t WHERE t.region = _region AND t.case_id = _case_id FOR UPDATE; -- the task first, then its case, as everywhere
        _case := yc.case_locked(_actor, _region, _case_id);
        PERFORM yc.refuse(yc.undo_obstacle(_actor, _case, coalesce(_version, 0)));
        PERFORM yc.refuse(yc.words_refusal('reason', _reason));
        _act := yc.undo_act(_actor, _case);
        _number := _case.number;
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

CREATE FUNCTION desk.receipt_reissue(_command uuid, _region int, _case_id bigint, _reason text) RETURNS TABLE (case_id bigint, number text, issue int)
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

DROP FUNCTION desk.receipt(int, bigint);
CREATE FUNCTION desk.receipt(_region int, _case_id bigint)
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
           d.content -> 'limits' -> 'statutory' ->> 'basis',
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

CREATE OR REPLACE FUNCTION desk.case_timeline(_region int, _case_id bigint) RETURNS TABLE (seq int, at timestamptz, actor text, action text, reason text, note text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT j.seq, j.at, yc.staff_name(j.actor), j.action, d.reason, coalesce(d.note, u.reason)
    FROM (SELECT yc.case_visible(yc.actor(), _region, _case_id) AS row OFFSET 0) visible
    JOIN yc.journal j ON j.region = (visible.row).region AND j.case_id = (visible.row).id
    LEFT JOIN yc.decision d ON d.region = j.region AND d.case_id = j.case_id AND d.decision = j.action AND d.task_id = yc.journal_task(j)
    LEFT JOIN yc.undo u ON u.region = j.region AND u.case_id = j.case_id AND u.seq = j.seq
    ORDER BY j.seq
$$;
COMMENT ON FUNCTION desk.case_timeline(int, bigint) IS
    'What happened to a case that I may see, oldest first; of a decision its reason and words (also when it was undone later), of an undo why.';

CREATE OR REPLACE FUNCTION desk.why_not(_action text, _region int, _case_id bigint) RETURNS TABLE (code text, parameters text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor   bigint := yc.actor();
    _case    yc.case_file := yc.case_visible(_actor, _region, _case_id);
    _task    yc.task;
    _refusal yc.refusal;
BEGIN
    SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.case_id = _case_id;
    _refusal := CASE _action
        WHEN 'accept' THEN yc.accept_obstacle(_actor, _case, NULL, NULL)
        WHEN 'claim' THEN yc.claim_obstacle(_actor, _case, _task)
        WHEN 'decide' THEN yc.decide_obstacle(_actor, _case, _task, NULL, NULL)
        WHEN 'undo' THEN yc.undo_obstacle(_actor, _case, NULL)
        ELSE ROW('E_ACTION_UNKNOWN', ARRAY['action', _action])::yc.refusal
    END;
    RETURN QUERY SELECT _refusal.code, _refusal.parameters WHERE _refusal.code IS NOT NULL;
END $$;
COMMENT ON FUNCTION desk.why_not(text, int, bigint) IS
    'What stands against my accepting, claiming, deciding on a case, or taking my last act on it back (undo): the same predicate as the action''s own, so it cannot lie. No row: nothing does.';

GRANT EXECUTE ON FUNCTION desk.case_undo(uuid, int, bigint, int, text), desk.receipt_reissue(uuid, int, bigint, text), desk.receipt(int, bigint) TO yc_staff;

SET LOCAL ROLE yc_owner;
GRANT SELECT, INSERT ON yc.undo, yc.receipt_issue TO yc_desk;
GRANT UPDATE (undone_at, undone_by) ON yc.decision TO yc_desk;
GRANT UPDATE (voided_at, voided_by, void_reason) ON yc.receipt_issue TO yc_desk;

-- --- verification

CREATE OR REPLACE FUNCTION yc.verify_cases() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_NO_TASK', ARRAY['case', c.number])::yc.finding FROM yc.case_file c
    WHERE (c.state = 'accepted' AND c.waiting IS NULL AND NOT EXISTS (SELECT FROM yc.task t WHERE t.region = c.region AND t.id = c.live_task AND t.case_id = c.id))
       OR (c.state IN ('accepted', 'returned') AND c.waiting IS NOT NULL
           AND NOT EXISTS (SELECT FROM yc.suspension s WHERE s.region = c.region AND s.case_id = c.id AND s.last_day IS NULL))
    UNION ALL
    SELECT ('E_VERIFY_STRAY_TASK', ARRAY['task', t.id::text, 'case', coalesce(c.number, c.id::text)])::yc.finding
    FROM yc.task t JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    JOIN yc.queue q ON q.region = t.region AND q.id = t.queue_id
    WHERE c.live_task IS DISTINCT FROM t.id OR (q.stage, q.item) IS DISTINCT FROM (c.stage, c.item)
    UNION ALL
    SELECT ('E_VERIFY_DUE', ARRAY['case', c.number])::yc.finding FROM yc.case_file c
    WHERE c.accepted_at IS NOT NULL AND c.state <> 'void'
      AND ((c.promised_due, c.statutory_due) IS DISTINCT FROM (yc.case_due(c, 'promised'), yc.case_due(c, 'statutory'))
        OR EXISTS (SELECT FROM yc.task t WHERE t.region = c.region AND t.case_id = c.id AND t.due <> yc.task_due(c)))
    UNION ALL
    SELECT ('E_VERIFY_SEPARATION', ARRAY['case', c.number, 'stage', d.stage])::yc.finding
    FROM yc.decision d JOIN yc.case_file c ON c.region = d.region AND c.id = d.case_id
    WHERE d.decision = 'agree' AND d.undone_at IS NULL AND EXISTS (
        SELECT FROM yc.case_handled(d.region, d.case_id) h WHERE h.staff_id = d.decided_by AND h.stage <> d.stage)
    UNION ALL
    SELECT ('E_VERIFY_FIELDS', ARRAY['case', c.number])::yc.finding
    FROM yc.case_file c JOIN yc.case_salt s ON s.region = c.region AND s.case_id = c.id
    CROSS JOIN LATERAL (SELECT yc.journal_content(j.body) AS body FROM yc.journal j
                        WHERE j.region = c.region AND j.case_id = c.id AND j.action IN ('accept', 'resubmit') ORDER BY j.seq DESC LIMIT 1) j
    WHERE c.state NOT IN ('draft', 'received', 'returned')
      AND (j.body -> 'fields', j.body -> 'materials') IS DISTINCT FROM
          (SELECT (d -> 'fields', d -> 'materials') FROM yc.case_digests(c.region, c.id) d)
    UNION ALL
    SELECT ('E_VERIFY_MATERIAL', ARRAY['case', coalesce(c.number, c.id::text), 'material', m.kind])::yc.finding
    FROM yc.material m JOIN yc.case_file c ON c.region = m.region AND c.id = m.case_id
    LEFT JOIN yc.material_content x ON x.region = m.region AND x.material_id = m.id
    WHERE m.way = 'file' AND (x.content IS NULL OR sha256(x.content) <> m.sha256)
$$;

CREATE OR REPLACE FUNCTION yc.verify_counters() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_COUNTER', ARRAY['queue', q.stage || ' ' || q.item, 'kind', k.kind, 'counted', yc.queue_number(q.region, q.id, k.kind)::text, 'found', k.found::text])::yc.finding
    FROM yc.queue q CROSS JOIN LATERAL (
        SELECT 'ready' AS kind, count(*) FILTER (WHERE t.claimed_by IS NULL) AS found FROM yc.task t WHERE t.region = q.region AND t.queue_id = q.id
        UNION ALL
        SELECT 'claimed', count(*) FILTER (WHERE t.claimed_by IS NOT NULL) FROM yc.task t WHERE t.region = q.region AND t.queue_id = q.id
        UNION ALL
        SELECT 'decided', count(*) FROM yc.decision d JOIN yc.case_file c ON c.region = d.region AND c.id = d.case_id
        WHERE d.region = q.region AND d.stage = q.stage AND c.item = q.item AND d.undone_at IS NULL) k
    WHERE yc.queue_number(q.region, q.id, k.kind) <> k.found
$$;

CREATE FUNCTION yc.verify_receipts() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    WITH issued AS (
        SELECT i.region, i.case_id, count(*) AS issues, max(i.issue) AS last, count(*) FILTER (WHERE i.voided_at IS NULL) AS valid,
               max(i.issue) FILTER (WHERE i.voided_at IS NULL) AS valid_issue, min(i.number) AS number, max(i.number) AS other_number
        FROM yc.receipt_issue i GROUP BY 1, 2
    )
    SELECT ('E_VERIFY_RECEIPT', ARRAY['case', coalesce(c.number, c.id::text, i.case_id::text)])::yc.finding
    FROM (SELECT * FROM yc.case_file x WHERE x.number IS NOT NULL) a FULL JOIN issued i ON i.region = a.region AND i.case_id = a.id
    LEFT JOIN yc.case_file c ON c.region = coalesce(a.region, i.region) AND c.id = coalesce(a.id, i.case_id)
    WHERE c.id IS NULL OR i.case_id IS NULL OR i.issues <> i.last OR i.number <> i.other_number
       OR (c.number IS NOT NULL AND (i.valid <> 1 OR i.valid_issue <> i.last OR i.number <> c.number))
       OR (c.number IS NULL AND (i.valid <> 0 OR EXISTS (SELECT FROM yc.case_file o WHERE o.region = i.region AND o.number = i.number)))
$$;
COMMENT ON FUNCTION yc.verify_receipts() IS
    'An accepted case has exactly one valid receipt, its last, with its number; one whose acceptance was undone has none, and nobody else has its number.';

CREATE FUNCTION yc.verify_undone() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_UNDO', ARRAY['case', coalesce(c.number, c.id::text)])::yc.finding
    FROM yc.case_file c
    WHERE EXISTS (
        SELECT FROM yc.decision d
        WHERE d.region = c.region AND d.case_id = c.id AND d.undone_by IS DISTINCT FROM (
            SELECT max(j.actor) FROM yc.journal j WHERE j.region = d.region AND j.case_id = d.case_id AND j.action = 'undo' AND yc.journal_task(j) = d.task_id))
       OR (SELECT count(*) FROM yc.journal j WHERE j.region = c.region AND j.case_id = c.id AND j.action = 'undo')
          <> (SELECT count(*) FROM yc.undo u JOIN yc.journal j ON j.region = u.region AND j.case_id = u.case_id AND j.seq = u.seq AND j.action = 'undo'
              WHERE u.region = c.region AND u.case_id = c.id AND yc.journal_content(j.body) ->> 'seq' = u.undone_seq::text
                AND yc.journal_content(j.body) ->> 'reason' IS NOT DISTINCT FROM coalesce(yc.digest(u.region, u.case_id, 'reason', u.reason), yc.journal_content(j.body) ->> 'reason'))
$$;
COMMENT ON FUNCTION yc.verify_undone() IS
    'A decision is marked undone by whom the journal says, or not at all; every undo has the words that the journal noted (as long as the case has its salt).';

CREATE OR REPLACE FUNCTION yc.verify() RETURNS TABLE (code text, parameters text[]) LANGUAGE sql STABLE AS $$
    SELECT f.code, f.parameters FROM yc.verify_chains() f UNION ALL SELECT f.code, f.parameters FROM yc.verify_seals() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_cases() f UNION ALL SELECT f.code, f.parameters FROM yc.verify_counters() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_received() f UNION ALL SELECT f.code, f.parameters FROM yc.verify_receipts() f
    UNION ALL SELECT f.code, f.parameters FROM yc.verify_undone() f
$$;

REVOKE EXECUTE ON FUNCTION yc.verify_receipts(), yc.verify_undone() FROM yc_desk;
