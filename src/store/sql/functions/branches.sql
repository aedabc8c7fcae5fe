-- Branches: what others do beside one another before a stage of a case begins (并联: a visit, experts, another authority), and the votes of an approval by several
-- people together (集体审批). Each is a task of its own; the stage begins, or the case is decided, when those have answered that are needed. No other case waits.

CREATE OR REPLACE FUNCTION yc.branch_open(_case yc.case_file, _kind text, _key text, _stage text, _due date, _excluded bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _queue int := yc.queue_of(_case.region, CASE _kind WHEN 'vote' THEN _stage ELSE _kind END, _case.item);
    _task  yc.task;
BEGIN
    WITH opened AS (
        INSERT INTO yc.branch (region, case_id, kind, key, stage, due, opened_at)
        VALUES (_case.region, _case.id, _kind, _key, _stage, _due, yc.now()) RETURNING *
    ), counted AS (
        INSERT INTO yc.queue_delta (region, queue_id, kind, change) VALUES (_case.region, _queue, 'ready', 1)
    )
    INSERT INTO yc.task (region, id, case_id, queue_id, priority, due, excluded, created_at, branch_id)
    SELECT o.region, o.id, o.case_id, _queue, 5, o.due, _excluded, o.opened_at, o.id FROM opened o RETURNING * INTO STRICT _task;
    PERFORM yc.floor_lower(_task);
END $$;
COMMENT ON FUNCTION yc.branch_open(yc.case_file, text, text, text, date, bigint[]) IS
    'Opens one branch (or vote) of a case with its task, for all who have the right but these. The caller sees to it that the case waits.';

CREATE OR REPLACE FUNCTION yc.branches_open(_actor bigint, _case yc.case_file, _stage text, _branches jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    _related bigint[];
    _values  jsonb;
    _stops   text;
    _opened  boolean := false;
    _branch  record;
BEGIN
    FOR _branch IN
        SELECT b ->> 'key' AS key, b ->> 'kind' AS kind, (b ->> 'days')::int AS days, b -> 'when' AS condition
        FROM jsonb_array_elements(_branches) WITH ORDINALITY e(b, n)
        WHERE b ->> 'before' = _stage
          AND NOT EXISTS (SELECT FROM yc.branch x WHERE x.region = _case.region AND x.case_id = _case.id AND x.key = b ->> 'key' AND x.kind = b ->> 'kind'
                          AND x.answered_at IS NOT NULL) -- handed in again: it was answered
        ORDER BY n
    LOOP
        _values := coalesce(_values, yc.values_apart((SELECT d.content FROM yc.definition d WHERE d.id = _case.definition_id), yc.case_values(_case.region, _case.id)));
        CONTINUE WHEN NOT yc.condition_holds(_branch.condition, _values);
        _related := coalesce(_related, yc.staff_related(yc.case_people(_case)) || ARRAY( -- and whose agreement stands: stages and branches stay with different people
            SELECT d.decided_by FROM yc.decision d WHERE d.region = _case.region AND d.case_id = _case.id AND d.decision = 'agree' AND d.undone_at IS NULL));
        PERFORM yc.branch_open(_case, _branch.kind, _branch.key, _stage, coalesce(yc.due_known(yc.today(), _branch.days, 'working', '{}'), yc.task_due(_case)), _related);
        _opened := true;
        SELECT coalesce(_stops, _branch.kind) INTO _stops FROM yc.definition d
        WHERE d.id = _case.definition_id AND coalesce(d.content -> 'clock_stops', '[]') ? _branch.kind;
    END LOOP;
    IF _stops IS NOT NULL THEN
        INSERT INTO yc.suspension (region, case_id, kind, first_day, paper, created_by, created_at)
        VALUES (_case.region, _case.id, _stops, yc.today() + 1, '', _actor, yc.now());
    END IF;
    RETURN _opened;
END $$;
COMMENT ON FUNCTION yc.branches_open(bigint, yc.case_file, text, jsonb) IS
    'Opens the branches that a stage of a case waits for, of those that its definition names; false: there are none. Where one of them is a kind that stops the clock of the item, it stands still from tomorrow on (民法典 201).';

CREATE OR REPLACE FUNCTION yc.votes_open(_case yc.case_file, _stage text, _collective jsonb, _excluded bigint[]) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM yc.case_field f WHERE f.region = _case.region AND f.case_id = _case.id AND f.field = _collective ->> 'field'
                   AND f.value ~ '^[0-9]{1,15}$' AND f.value::bigint > (_collective ->> 'above')::bigint * 100) THEN
        RETURN false;
    END IF;
    FOR _n IN 1..(_collective ->> 'of')::int LOOP
        PERFORM yc.branch_open(_case, 'vote', _n::text, _stage, yc.task_due(_case), _excluded);
    END LOOP;
    RETURN true;
END $$;
COMMENT ON FUNCTION yc.votes_open(yc.case_file, text, jsonb, bigint[]) IS
    'Opens the votes of a collective approval, all at once, where the amount of the case is above the one that a single person may approve; false: it is not.';

CREATE OR REPLACE FUNCTION yc.stage_begin(_actor bigint, _case yc.case_file, _stage text, _excluded bigint[], _route yc.route) RETURNS yc.case_file LANGUAGE plpgsql AS $$
BEGIN
    _case.stage := _stage;
    _case.live_task := NULL;
    _case.waiting := NULL;
    _case.waiting_since := NULL;
    IF (_route.branches IS NOT NULL AND yc.branches_open(_actor, _case, _stage, _route.branches))
        OR (_route.collective IS NOT NULL AND _stage = 'approve' AND yc.votes_open(_case, _stage, _route.collective, _excluded)) THEN
        _case.waiting := 'branch';
        _case.waiting_since := yc.today();
    ELSE
        _case.live_task := yc.task_put(_case, _stage, _excluded, _route);
    END IF;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.stage_begin(bigint, yc.case_file, text, bigint[], yc.route) IS
    'A case comes to a stage: its branches, its votes, or its task, which these staff may not have. The caller writes the case.';

CREATE OR REPLACE FUNCTION yc.case_advance(_actor bigint, _case yc.case_file, _stage text) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _route yc.route := yc.case_route(_case, NULL::yc.task);
BEGIN
    _case := yc.stage_begin(_actor, _case, _stage, yc.case_excluded(_case.region, _case.id, _stage, _route.related), _route);
    UPDATE yc.case_file c SET state = 'accepted', stage = _case.stage, live_task = _case.live_task, waiting = _case.waiting, waiting_since = _case.waiting_since,
        holder = NULL, token = NULL, held_since = NULL
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_advance(bigint, yc.case_file, text) IS 'Moves a case to a stage: yc.stage_begin(), written.';

CREATE OR REPLACE FUNCTION yc.branches_void(_case yc.case_file) RETURNS void LANGUAGE sql AS $$
    WITH gone AS (
        DELETE FROM yc.task t WHERE t.region = _case.region AND t.case_id = _case.id AND t.branch_id IS NOT NULL
        RETURNING t.region, t.queue_id, t.branch_id, t.claimed_by
    ), voided AS (
        UPDATE yc.branch b SET voided_at = yc.now() FROM gone g WHERE b.region = g.region AND b.id = g.branch_id AND b.answered_at IS NULL
    )
    INSERT INTO yc.queue_delta (region, queue_id, kind, change)
    SELECT g.region, g.queue_id, CASE WHEN g.claimed_by IS NULL THEN 'ready' ELSE 'claimed' END, -1 FROM gone g
$$;
COMMENT ON FUNCTION yc.branches_void(yc.case_file) IS 'What is still open of the branches and votes of a case, which the caller has locked, is not needed any more.';

CREATE OR REPLACE FUNCTION yc.stage_left(_case yc.case_file) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM yc.task_drop(_case), yc.branches_void(_case);
    UPDATE yc.suspension s SET last_day = s.first_day - 1 WHERE s.region = _case.region AND s.case_id = _case.id AND s.last_day IS NULL;
END $$;
COMMENT ON FUNCTION yc.stage_left(yc.case_file) IS
    'What brought a case, which the caller has locked, to where it stands is taken back: its task, its branches and votes go, a suspension that began with it (its branches'', or the decision''s own) ends with no day lost.';

-- --- what stands against an answer

CREATE OR REPLACE FUNCTION yc.task_right(_case yc.case_file, _task yc.task) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF _task.branch_id IS NULL THEN
        RETURN yc.stage_right(_case.definition_id, _case.stage);
    END IF;
    RETURN (SELECT q.stage FROM yc.queue q WHERE q.region = _task.region AND q.id = _task.queue_id);
END $$;
COMMENT ON FUNCTION yc.task_right(yc.case_file, yc.task) IS 'The right that a task asks for: yc.stage_right(), or of a branch its kind, of a vote its stage.';

CREATE OR REPLACE FUNCTION yc.task_case(_actor bigint, _region int, _task_id bigint) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _case    yc.case_file;
    _case_id bigint;
BEGIN
    -- the task first, then its case, as everywhere: one order of locks, no deadlock
    SELECT t.case_id INTO _case_id FROM yc.task t WHERE t.region = _region AND t.id = _task_id FOR UPDATE;
    IF NOT FOUND THEN
        SELECT d.case_id INTO _case_id FROM yc.decision d WHERE d.region = _region AND d.task_id = _task_id;
        IF NOT FOUND THEN
            SELECT b.case_id INTO _case_id FROM yc.branch b WHERE b.region = _region AND b.id = _task_id;
        END IF;
    END IF;
    SELECT * INTO _case FROM yc.case_file c WHERE c.region = _region AND c.id = _case_id FOR UPDATE;
    IF NOT FOUND OR NOT yc.may_see(_actor, _region, _case.hall, _case.item) THEN
        PERFORM yc.refuse('E_TASK_UNKNOWN', 'task', _task_id::text);
    END IF;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.task_case(bigint, int, bigint) IS
    'Locks a task, if it is still open, and then its case; returns the case. Refuses E_TASK_UNKNOWN {task}, also when the actor may not see it.';

CREATE OR REPLACE FUNCTION yc.vote_refusal(_actor bigint, _task yc.task) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT ROW('E_VOTE_TWICE', ARRAY['when', yc.moment(x.answered_at)])::yc.refusal
            FROM yc.branch b JOIN yc.branch x ON x.region = b.region AND x.case_id = b.case_id AND x.kind = 'vote' AND x.answered_by = _actor
            WHERE b.region = _task.region AND b.id = _task.branch_id AND b.kind = 'vote' LIMIT 1);
END $$;
COMMENT ON FUNCTION yc.vote_refusal(bigint, yc.task) IS 'E_VOTE_TWICE {when}: nobody votes twice on a case. NULL for any other task.';

CREATE OR REPLACE FUNCTION yc.answer_refusal(_kind text, _answer text, _reason text, _words text) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF _answer IS NULL OR _answer NOT IN ('pass', 'fail') THEN
        RETURN ROW('E_BRANCH_ANSWER', ARRAY['answer', coalesce(_answer, '')])::yc.refusal;
    ELSIF _kind = 'vote' THEN
        RETURN yc.reason_refusal(CASE _answer WHEN 'pass' THEN 'agree' ELSE 'deny' END, _reason, _words);
    ELSIF char_length(_words) > 1000 THEN
        RETURN ROW('E_NOTE_LONG', ARRAY['most', '1000'])::yc.refusal;
    ELSIF coalesce(_words, '') !~ '[^\u0001-\u0020\u3000]' THEN
        RETURN ROW('E_BRANCH_WORDS', '{}'::text[])::yc.refusal;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.answer_refusal(text, text, text, text) IS
    'E_BRANCH_ANSWER {answer} for anything but pass and fail; of a branch E_BRANCH_WORDS for no words, E_NOTE_LONG {most}; of a vote against what yc.reason_refusal() tells of a denial. Or NULL.';

-- --- the answer: the caller has locked the case and all of its tasks

CREATE OR REPLACE FUNCTION yc.votes_told(_case yc.case_file) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN count(*) FILTER (WHERE b.answer = 'pass') >= (d.collective ->> 'votes')::int THEN 'agree'
                WHEN count(*) FILTER (WHERE b.answer = 'fail') > (d.collective ->> 'of')::int - (d.collective ->> 'votes')::int THEN 'deny' END
    FROM yc.definition d LEFT JOIN yc.branch b ON b.region = _case.region AND b.case_id = _case.id AND b.kind = 'vote'
    WHERE d.id = _case.definition_id GROUP BY d.collective
$$;
COMMENT ON FUNCTION yc.votes_told(yc.case_file) IS
    'What the votes on a case come to: agree when so many have agreed as the item asks for, deny when so many cannot any more, NULL while it is open.';

CREATE OR REPLACE FUNCTION yc.vote_done(_actor bigint, _case yc.case_file, _task yc.task, _reason text, _words text) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _decision text := yc.votes_told(_case);
BEGIN
    IF _decision IS NULL THEN
        UPDATE yc.task t SET excluded = t.excluded || _actor WHERE t.region = _case.region AND t.case_id = _case.id; -- nobody votes twice
        RETURN _case;
    END IF;
    PERFORM yc.branches_void(_case), yc.queue_moved(_case.region, _task.queue_id, 'decided', 1);
    INSERT INTO yc.decision (region, case_id, task_id, stage, decision, reason, note, decided_by, decided_at)
    VALUES (_case.region, _case.id, _task.id, _case.stage, _decision, CASE _decision WHEN 'deny' THEN _reason END, nullif(_words, ''), _actor, yc.now());
    _case.waiting := NULL;
    _case.waiting_since := NULL;
    _case := yc.case_decided(_actor, _case, _task, _decision, _reason, _words, yc.case_route(_case, _task));
    UPDATE yc.case_file c SET state = _case.state, stage = _case.stage, live_task = _case.live_task, waiting = _case.waiting, waiting_since = _case.waiting_since,
        finished_at = _case.finished_at
    WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.vote_done(bigint, yc.case_file, yc.task, text, text) IS
    'What follows from a vote that was just noted: nothing yet, or the decision on the case, which stands under the name of who voted last. Refuses what yc.case_decided() does.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.branch_answer(_command uuid, _region int, _task_id bigint, _token uuid, _answer text, _reason text, _words text)
RETURNS TABLE (case_id bigint, number text, state text, stage text, open int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor  bigint := yc.actor();
    _reply  jsonb := yc.command_begin(_actor, _region, _command, 'branch_answer', _task_id::text, _token::text, _answer, _reason, _words);
    _task   yc.task;
    _case   yc.case_file;
    _branch yc.branch;
    _open   int;
BEGIN
    IF _reply IS NULL THEN
        -- A vote may end the others: all tasks of the case first, in their order, then the case.
        PERFORM FROM yc.task t WHERE t.region = _region
            AND t.case_id = (SELECT x.case_id FROM yc.task x WHERE x.region = _region AND x.id = _task_id) ORDER BY t.id FOR UPDATE;
        _case := yc.task_case(_actor, _region, _task_id);
        SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.id = _task_id;
        PERFORM yc.refuse(yc.decide_obstacle(_actor, _case, _task, coalesce(_token, '00000000-0000-0000-0000-000000000000'), NULL));
        SELECT * INTO _branch FROM yc.branch b WHERE b.region = _region AND b.id = _task.branch_id;
        IF NOT FOUND THEN
            PERFORM yc.refuse('E_BRANCH_NONE', 'number', _case.number);
        END IF;
        PERFORM yc.refuse(yc.answer_refusal(_branch.kind, _answer, _reason, _words));
        UPDATE yc.branch b SET answered_by = _actor, answered_at = yc.now(), answer = _answer, words = nullif(_words, '') WHERE b.region = _region AND b.id = _branch.id;
        DELETE FROM yc.task t WHERE t.region = _region AND t.id = _task_id;
        PERFORM yc.queue_moved(_region, _task.queue_id, 'claimed', -1);
        IF _branch.kind = 'vote' THEN
            _case := yc.vote_done(_actor, _case, _task, _reason, _words);
        ELSE
            PERFORM yc.queue_moved(_region, _task.queue_id, 'decided', 1);
            IF NOT EXISTS (SELECT FROM yc.task t WHERE t.region = _region AND t.case_id = _case.id) THEN
                _case := yc.case_advance(_actor, yc.suspension_close(_case), _case.stage);
            END IF;
        END IF;
        SELECT count(*) INTO _open FROM yc.task t WHERE t.region = _region AND t.case_id = _case.id AND t.branch_id IS NOT NULL;
        PERFORM yc.journal_append(_actor, _region, _case.id, CASE _branch.kind WHEN 'vote' THEN 'vote' ELSE 'branch' END, jsonb_build_object('task', _task_id,
            'kind', _branch.kind, 'key', _branch.key, 'answer', _answer, 'reason', _reason, 'words', yc.digest(_region, _case.id, 'words', coalesce(_words, '')),
            'open', _open, 'state', _case.state, 'stage', _case.stage, 'promised', _case.promised_due, 'statutory', _case.statutory_due)
            || yc.questions_end(_actor, _case));
        _reply := yc.command_end(_region, _command, jsonb_build_object('case_id', _case.id, 'number', _case.number, 'state', _case.state, 'stage', _case.stage, 'open', _open));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, number text, state text, stage text, open int);
END $$;
COMMENT ON FUNCTION desk.branch_answer(uuid, int, bigint, uuid, text, text, text) IS
    'Answers a branch that I hold (pass or fail, with the words of the finding; neither decides on the case), or votes (pass: for; fail: against, with a reason and words as a denial has them). open: how many are still open. After the last branch its stage begins and the clock goes on; when enough have voted for or against the case is decided and the other votes are not needed. Refuses what yc.decide_obstacle() tells but a newer version (others answer meanwhile), yc.answer_refusal(), yc.case_decided(), E_BRANCH_NONE {number} for a task that is no branch.';
GRANT EXECUTE ON FUNCTION desk.branch_answer(uuid, int, bigint, uuid, text, text, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.branch_list(_region int, _case_id bigint)
RETURNS TABLE (branch_id bigint, kind text, key text, name_zh text, name_en text, stage text, due date, opened_at timestamptz, holder text, answered_by text,
               answered_at timestamptz, answer text, words text, voided boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
BEGIN
    IF yc.sample_blinds(_actor, _region, _case_id) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT b.id, b.kind, b.key, w.name ->> 'zh', w.name ->> 'en', b.stage, b.due, b.opened_at,
        CASE WHEN t.lease_until >= yc.now() THEN yc.staff_name(t.claimed_by) END, yc.staff_name(b.answered_by), b.answered_at, b.answer, b.words, b.voided_at IS NOT NULL
    FROM yc.branch b
    LEFT JOIN yc.task t ON t.region = b.region AND t.branch_id = b.id
    LEFT JOIN LATERAL (SELECT e -> 'name' AS name FROM yc.definition d, jsonb_array_elements(d.branches) e
                       WHERE d.id = _case.definition_id AND e ->> 'key' = b.key AND b.kind <> 'vote') w ON true
    WHERE b.region = _region AND b.case_id = _case_id
    ORDER BY b.id LIMIT 100;
END $$;
COMMENT ON FUNCTION desk.branch_list(int, bigint) IS
    'The branches and votes of a case that I may see, in the order they were opened: by when each should answer, in whose hands it is, who answered what. A vote has no name but its number (key). Nothing while I have the case open for a blind second look.';
GRANT EXECUTE ON FUNCTION desk.branch_list(int, bigint) TO yc_staff;
