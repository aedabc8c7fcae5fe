-- Questions about a case in hand, asked of the window or of a colleague and answered there without a return. The clock goes on; who owes the answer is said.
-- A question ends with the task that it was asked from: whoever ends a task calls yc.questions_end(), and yc.questions_undone() when that is taken back.

CREATE OR REPLACE FUNCTION yc.question_words_refusal(_words text) RETURNS yc.refusal LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN coalesce(_words, '') !~ '[^\u0001-\u0020\u3000]' OR yc.check_text(_words, '1..500') LIKE 'E%'
        THEN ROW('E_QUESTION_WORDS', ARRAY['most', '500'])::yc.refusal END
$$;
COMMENT ON FUNCTION yc.question_words_refusal(text) IS 'E_QUESTION_WORDS {most} for no words, several lines or over 500 characters, or NULL.';

CREATE OR REPLACE FUNCTION yc.question_people(_actor bigint, _case yc.case_file) RETURNS SETOF yc.staff LANGUAGE sql STABLE AS $$
    SELECT s.* FROM (SELECT DISTINCT g.staff_id AS id FROM yc.staff_grant g
                     WHERE g.region = _case.region AND g.action <> 'operate' AND g.revoked_at IS NULL) g
    JOIN yc.staff s ON s.id = g.id AND s.disabled_at IS NULL AND s.id <> _actor AND s.login <> 'postgres' -- the system itself
    WHERE yc.may_see(s.id, _case.region, _case.hall, _case.item) AND yc.absent_until(s.id, _case.region) IS NULL AND NOT s.id = ANY (yc.staff_related(yc.case_people(_case)))
$$;
COMMENT ON FUNCTION yc.question_people(bigint, yc.case_file) IS
    'Colleagues who can be asked about a case: all who may see it and are there today, but the one who asks, and those whose own or kin''s case it is.';

CREATE OR REPLACE FUNCTION yc.question_tell(_question yc.question, _asker boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('yc_asked', CASE WHEN _question.hall IS NOT NULL AND NOT _asker THEN format('hall %s %s', _question.region, _question.hall)
        ELSE 'staff ' || (SELECT s.login FROM yc.staff s WHERE s.id = CASE WHEN _asker THEN _question.asked_by ELSE _question.staff_id END) END);
END $$;
COMMENT ON FUNCTION yc.question_tell(yc.question, boolean) IS
    'Tells the workstations of those who are asked (or of the one who asked) that something is to be counted anew: channel yc_asked, "hall REGION HALL" or "staff LOGIN". Questions are few: the one lock that every notification takes does no harm.';

CREATE OR REPLACE FUNCTION yc.question_refusal(_actor bigint, _case yc.case_file, _question yc.question) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal;
BEGIN
    IF _question.hall IS NOT NULL THEN
        _refusal := yc.right_refusal(_actor, 'accept', _question.region, _question.hall, _case.item);
    ELSIF _question.staff_id <> _actor THEN
        _refusal := ROW('E_QUESTION_OTHER', ARRAY['who', yc.staff_name(_question.staff_id)])::yc.refusal;
    END IF;
    IF _refusal.code IS NULL THEN
        _refusal := yc.kin_refusal(_actor, yc.case_people(_case));
    END IF;
    RETURN CASE WHEN _refusal.code IS NULL THEN yc.question_done(_question) ELSE _refusal END;
END $$;
COMMENT ON FUNCTION yc.question_refusal(bigint, yc.case_file, yc.question) IS
    'What stands against this person answering: of a question to the window E_RIGHT_MISSING for who does not accept such cases in its hall, of one to a colleague E_QUESTION_OTHER {who} for anybody else; E_OWN_CASE, E_KIN_CASE; what yc.question_done() tells.';

CREATE OR REPLACE FUNCTION yc.question_done(_question yc.question) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF _question.answered_at IS NOT NULL THEN
        RETURN ROW('E_QUESTION_ANSWERED', ARRAY['who', yc.staff_name(_question.answered_by), 'when', yc.moment(_question.answered_at)])::yc.refusal;
    ELSIF _question.withdrawn_at IS NOT NULL THEN
        RETURN ROW('E_QUESTION_WITHDRAWN', ARRAY['who', yc.staff_name(_question.withdrawn_by), 'when', yc.moment(_question.withdrawn_at)])::yc.refusal;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.question_done(yc.question) IS 'E_QUESTION_ANSWERED {who, when} or E_QUESTION_WITHDRAWN {who, when} for a question that is not open any more, or NULL.';

CREATE OR REPLACE FUNCTION yc.question_case(_actor bigint, _region int, _question bigint) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _case_id bigint := (SELECT q.case_id FROM yc.question q WHERE q.region = _region AND q.id = _question);
    _case    yc.case_file;
BEGIN
    PERFORM FROM yc.task t WHERE t.region = _region AND t.case_id = _case_id ORDER BY t.id FOR UPDATE; -- the tasks first, then their case, as everywhere
    SELECT * INTO _case FROM yc.case_file c WHERE c.region = _region AND c.id = _case_id FOR UPDATE;
    IF NOT FOUND OR NOT yc.may_see(_actor, _region, _case.hall, _case.item) THEN
        PERFORM yc.refuse('E_QUESTION_UNKNOWN', 'question', coalesce(_question::text, ''));
    END IF;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.question_case(bigint, int, bigint) IS
    'Locks the tasks of the case that a question is about, then the case, and returns it. Refuses E_QUESTION_UNKNOWN {question}, also when the actor may not see the case.';

-- --- the end of a task

CREATE OR REPLACE FUNCTION yc.questions_end(_actor bigint, _case yc.case_file) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    _question yc.question;
    _ended    jsonb := '[]';
BEGIN
    FOR _question IN
        UPDATE yc.question q SET withdrawn_seq = _case.journal_seq + 1, withdrawn_by = _actor, withdrawn_at = yc.now(), decided_task = q.task_id
        WHERE q.region = _case.region AND q.case_id = _case.id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL
          AND NOT EXISTS (SELECT FROM yc.task t WHERE t.region = q.region AND t.id = q.task_id)
        RETURNING q.*
    LOOP
        _ended := _ended || to_jsonb(_question.id);
        PERFORM yc.question_tell(_question, false);
    END LOOP;
    RETURN CASE WHEN _ended <> '[]' THEN jsonb_build_object('questions', _ended) ELSE '{}' END;
END $$;
COMMENT ON FUNCTION yc.questions_end(bigint, yc.case_file) IS
    'Tasks of a case are gone: what was asked from them and is still open is withdrawn by that. Returns what the next row of the journal notes of it; {} where there was nothing.';

CREATE OR REPLACE FUNCTION yc.questions_undone(_case yc.case_file, _former bigint, _task_id bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _question yc.question;
BEGIN
    FOR _question IN
        UPDATE yc.question q SET withdrawn_seq = NULL, withdrawn_by = NULL, withdrawn_at = NULL, decided_task = NULL, task_id = _task_id
        WHERE q.region = _case.region AND q.case_id = _case.id AND q.decided_task = _former RETURNING q.*
    LOOP
        PERFORM yc.question_tell(_question, false);
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.questions_undone(yc.case_file, bigint, bigint) IS 'A decision was taken back: the questions that it had withdrawn are open again, asked from the new task.';

-- --- put aside until the answer is there

CREATE OR REPLACE FUNCTION yc.question_freed(_actor bigint, _asked yc.question) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _task yc.task;
BEGIN
    SELECT * INTO _task FROM yc.task t WHERE t.region = _asked.region AND t.id = _asked.task_id;
    IF _task.aside = 'held' AND _task.claimed_by = _asked.asked_by AND NOT EXISTS (
            SELECT FROM yc.question q WHERE q.region = _asked.region AND q.task_id = _asked.task_id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL) THEN
        PERFORM yc.task_aside(_actor, _task, 'reserved', _asked.asked_by, yc.reserve_until());
        PERFORM yc.journal_append(_actor, _asked.region, _asked.case_id, 'hold_end', jsonb_build_object('task', _task.id, 'from', _asked.asked_by));
    END IF;
END $$;
COMMENT ON FUNCTION yc.question_freed(bigint, yc.question) IS
    'A question was answered or withdrawn, the tasks of its case being locked: the task that was held by who asked is reserved for them from now on, and comes next, unless another answer is still owed.';

-- --- what waits

CREATE OR REPLACE FUNCTION yc.waiting_questions(_actor bigint, _region int, _hall smallint) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    (SELECT 1, 'question', q.case_id, NULL::bigint, NULL::text, q.asked_at, yc.staff_name(q.asked_by), q.words, NULL::date
     FROM yc.question q JOIN yc.case_file c ON c.region = q.region AND c.id = q.case_id
     WHERE q.region = _region AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.hall IS NOT NULL AND (q.hall = _hall OR _hall IS NULL)
       AND (c.accepted_by = _actor OR q.asked_at < yc.now() - interval '30 minutes' OR NOT yc.has_right(c.accepted_by, 'accept', _region, q.hall, c.item)
            OR yc.absent_until(c.accepted_by, _region) IS NOT NULL OR EXISTS (SELECT FROM yc.staff s WHERE s.id = c.accepted_by AND s.disabled_at IS NOT NULL))
       AND (yc.question_refusal(_actor, c, q)).code IS NULL
     ORDER BY q.asked_at, q.id LIMIT 20)
    UNION ALL
    (SELECT 1, 'question', q.case_id, NULL, NULL, q.asked_at, yc.staff_name(q.asked_by), q.words, NULL
     FROM yc.question q JOIN yc.case_file c ON c.region = q.region AND c.id = q.case_id
     WHERE q.region = _region AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.staff_id = _actor AND (yc.question_refusal(_actor, c, q)).code IS NULL
     ORDER BY q.asked_at, q.id LIMIT 20)
    UNION ALL
    (SELECT 1, 'answered', q.case_id, NULL, NULL, q.answered_at, yc.staff_name(q.answered_by), q.answer, NULL
     FROM yc.question q
     WHERE q.region = _region AND q.asked_by = _actor AND q.answered_at IS NOT NULL AND q.seen_at IS NULL
     ORDER BY q.answered_at, q.id LIMIT 20)
$$;
COMMENT ON FUNCTION yc.waiting_questions(bigint, int, smallint) IS
    'question: asked of me, or of the windows of this hall (who asks; detail the words): for half an hour of the clerk who accepted the case, as long as that person may accept there and is not absent, then of everybody who does. answered: what I asked was answered and I have not seen it (who answered; detail the answer).';

-- --- verification

CREATE OR REPLACE FUNCTION yc.verify_questions() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_QUESTION', ARRAY['case', coalesce(c.number, c.id::text)])::yc.finding
    FROM yc.question q JOIN yc.case_file c ON c.region = q.region AND c.id = q.case_id
    LEFT JOIN LATERAL (SELECT j.actor, j.at, j.action, yc.journal_content(j.body) AS body FROM yc.journal j
                       WHERE j.region = q.region AND j.case_id = q.case_id AND j.seq = q.seq) a ON true
    LEFT JOIN LATERAL (SELECT j.actor, j.at, j.action, yc.journal_content(j.body) AS body FROM yc.journal j
                       WHERE j.region = q.region AND j.case_id = q.case_id AND j.seq = q.answered_seq) r ON true
    LEFT JOIN LATERAL (SELECT j.actor, j.at, j.action, yc.journal_content(j.body) AS body FROM yc.journal j
                       WHERE j.region = q.region AND j.case_id = q.case_id AND j.seq = q.withdrawn_seq) w ON true
    WHERE (a.action, a.actor, a.at, a.body ->> 'question', a.body ->> 'hall', a.body ->> 'staff')
              IS DISTINCT FROM ('ask', q.asked_by, q.asked_at, q.id::text, q.hall::text, q.staff_id::text)
       OR a.body ->> 'words' IS DISTINCT FROM coalesce(yc.digest(q.region, q.case_id, 'question', q.words), a.body ->> 'words')
       OR (r.action, r.actor, r.at, r.body ->> 'question')
              IS DISTINCT FROM (CASE WHEN q.answered_at IS NOT NULL THEN 'answer' END, q.answered_by, q.answered_at, CASE WHEN q.answered_at IS NOT NULL THEN q.id::text END)
       OR q.answered_at IS NOT NULL AND r.body ->> 'words' IS DISTINCT FROM coalesce(yc.digest(q.region, q.case_id, 'answer', q.answer), r.body ->> 'words')
       OR (w.actor, w.at) IS DISTINCT FROM (q.withdrawn_by, q.withdrawn_at)
       OR q.withdrawn_at IS NOT NULL AND NOT coalesce(CASE WHEN q.decided_task IS NULL THEN w.action = 'unask' AND w.body ->> 'question' = q.id::text
                                                           ELSE w.body -> 'questions' @> to_jsonb(q.id) END, false)
       OR q.answered_at IS NULL AND q.withdrawn_at IS NULL AND NOT EXISTS (SELECT FROM yc.task t WHERE t.region = q.region AND t.id = q.task_id)
    GROUP BY c.region, c.id
$$;
COMMENT ON FUNCTION yc.verify_questions() IS
    'A question, its answer, its withdrawal each stand on their row of the journal, with the digest of their words; what is open was asked from a task that is.';
REVOKE EXECUTE ON FUNCTION yc.verify_questions() FROM yc_desk;

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.question_people(_region int, _case_id bigint) RETURNS TABLE (login text, name text, actions text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
BEGIN
    RETURN QUERY SELECT s.login, yc.staff_name(s.id),
        (SELECT string_agg(DISTINCT g.action, ' ' ORDER BY g.action) FROM yc.staff_grant g
         WHERE g.staff_id = s.id AND g.region = _region AND g.action <> 'operate' AND g.revoked_at IS NULL
           AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity'))
    FROM yc.question_people(_actor, _case) s
    ORDER BY EXISTS (SELECT FROM yc.case_handled(_region, _case_id) h WHERE h.staff_id = s.id) DESC, s.login LIMIT 30;
END $$;
COMMENT ON FUNCTION desk.question_people(int, bigint) IS
    'Colleagues whom I can ask about a case that I may see (yc.question_people()), those who have put their hand to it first, 30 at the most: login, name, what they are here for.';
GRANT EXECUTE ON FUNCTION desk.question_people(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.question_ask(_command uuid, _region int, _task_id bigint, _token uuid, _login text, _words text)
RETURNS TABLE (question_id bigint, version int, who text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor    bigint := yc.actor();
    _reply    jsonb := yc.command_begin(_actor, _region, _command, 'question_ask', _task_id::text, _token::text, _login, _words);
    _said     text := btrim(coalesce(_words, ''), E' \u3000');
    _case     yc.case_file;
    _asked    bigint;
    _question yc.question;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.task_case(_actor, _region, _task_id);
        PERFORM yc.refuse(yc.doubt_refusal(_actor, _case, _task_id, _token));
        PERFORM yc.refuse(yc.question_words_refusal(_said));
        IF _login IS NOT NULL THEN
            SELECT s.id INTO _asked FROM yc.question_people(_actor, _case) s WHERE s.login = _login;
            IF NOT FOUND THEN
                PERFORM yc.refuse('E_QUESTION_NOBODY', 'login', _login);
            END IF;
        END IF;
        IF (SELECT count(*) FROM yc.question q WHERE q.region = _region AND q.case_id = _case.id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL) >= 5 THEN
            PERFORM yc.refuse('E_QUESTION_MANY', 'most', '5');
        END IF;
        INSERT INTO yc.question (region, case_id, task_id, seq, stage, hall, staff_id, words, asked_by, asked_at)
        VALUES (_region, _case.id, _task_id, _case.journal_seq + 1, _case.stage, CASE WHEN _asked IS NULL THEN _case.hall END, _asked, _said, _actor, yc.now())
        RETURNING * INTO _question;
        PERFORM yc.journal_append(_actor, _region, _case.id, 'ask', jsonb_build_object('question', _question.id, 'task', _task_id, 'hall', _question.hall,
            'staff', _asked, 'words', yc.digest(_region, _case.id, 'question', _said)));
        PERFORM yc.question_tell(_question, false);
        _reply := yc.command_end(_region, _command, jsonb_build_object('question_id', _question.id, 'version', _case.version + 1,
            'who', yc.staff_name(coalesce(_asked, _case.accepted_by))));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(question_id bigint, version int, who text);
END $$;
COMMENT ON FUNCTION desk.question_ask(uuid, int, bigint, uuid, text, text) IS
    'Asks about the case whose task I hold, in one line of up to 500 characters: the windows of its hall (_login NULL; who is who accepted it), or a colleague. The clock goes on, the task stays mine. Returns the version of the case as it is now. Refuses what yc.doubt_refusal() and yc.question_words_refusal() tell, E_QUESTION_NOBODY {login} for who cannot be asked (yc.question_people()), E_QUESTION_MANY {most}.';
GRANT EXECUTE ON FUNCTION desk.question_ask(uuid, int, bigint, uuid, text, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.question_hold(_command uuid, _region int, _task_id bigint, _token uuid) RETURNS TABLE (task_id bigint, until date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'question_hold', _task_id::text, _token::text);
    _mine  record;
    _task  yc.task;
    _until date;
    _words text;
BEGIN
    IF _reply IS NULL THEN
        _mine := yc.task_mine(_actor, _region, _task_id, _token);
        _task := _mine._task;
        SELECT q.words INTO _words FROM yc.question q
        WHERE q.region = _region AND q.task_id = _task_id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL ORDER BY q.seq DESC LIMIT 1;
        IF NOT FOUND THEN
            PERFORM yc.refuse('E_QUESTION_NONE', 'number', (_mine._case).number);
        END IF;
        _until := greatest(least(_task.due, yc.today() + yc.setting('hold_days')::int), yc.today() + 1);
        PERFORM yc.task_hold(_actor, _mine._case, _task, _until, _words);
        _reply := yc.command_end(_region, _command, jsonb_build_object('task_id', _task_id, 'until', _until));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(task_id bigint, until date);
END $$;
COMMENT ON FUNCTION desk.question_hold(uuid, int, bigint, uuid) IS
    'Puts a task that I work on aside until the answer is there that I asked for, at the longest until its due date or hold_days: it is not offered as the next meanwhile; answered or withdrawn it is reserved for me. Refuses what yc.task_mine() and yc.hold_refusal() tell, E_QUESTION_NONE {number} where no answer is owed.';
GRANT EXECUTE ON FUNCTION desk.question_hold(uuid, int, bigint, uuid) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.question_answer(_command uuid, _region int, _question bigint, _words text) RETURNS TABLE (question_id bigint, case_id bigint, who text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'question_answer', _question::text, _words);
    _said  text := btrim(coalesce(_words, ''), E' \u3000');
    _case  yc.case_file;
    _asked yc.question;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.question_case(_actor, _region, _question);
        SELECT * INTO _asked FROM yc.question q WHERE q.region = _region AND q.id = _question;
        PERFORM yc.refuse(yc.question_refusal(_actor, _case, _asked));
        PERFORM yc.refuse(yc.question_words_refusal(_said));
        UPDATE yc.question q SET answer = _said, answered_seq = _case.journal_seq + 1, answered_by = _actor, answered_at = yc.now()
        WHERE q.region = _region AND q.id = _question;
        PERFORM yc.journal_append(_actor, _region, _case.id, 'answer', jsonb_build_object('question', _question, 'words', yc.digest(_region, _case.id, 'answer', _said)));
        PERFORM yc.question_freed(_actor, _asked), yc.question_tell(_asked, true), yc.question_tell(_asked, false);
        _reply := yc.command_end(_region, _command, jsonb_build_object('question_id', _question, 'case_id', _case.id, 'who', yc.staff_name(_asked.asked_by)));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(question_id bigint, case_id bigint, who text);
END $$;
COMMENT ON FUNCTION desk.question_answer(uuid, int, bigint, text) IS
    'Answers a question that was asked of the windows of a hall where I accept such cases, or of me, in one line of up to 500 characters; it waits for who asked (who). The form is not touched: for that the case is returned. Refuses E_QUESTION_UNKNOWN {question}, what yc.question_refusal() and yc.question_words_refusal() tell.';
GRANT EXECUTE ON FUNCTION desk.question_answer(uuid, int, bigint, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.question_withdraw(_command uuid, _region int, _question bigint) RETURNS TABLE (question_id bigint, version int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'question_withdraw', _question::text);
    _case  yc.case_file;
    _asked yc.question;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.question_case(_actor, _region, _question);
        SELECT * INTO _asked FROM yc.question q WHERE q.region = _region AND q.id = _question;
        IF _asked.asked_by <> _actor AND NOT EXISTS (SELECT FROM yc.task t WHERE t.region = _region AND t.id = _asked.task_id AND t.claimed_by = _actor) THEN
            PERFORM yc.refuse('E_QUESTION_OTHER', 'who', yc.staff_name(_asked.asked_by));
        END IF;
        PERFORM yc.refuse(yc.question_done(_asked));
        UPDATE yc.question q SET withdrawn_seq = _case.journal_seq + 1, withdrawn_by = _actor, withdrawn_at = yc.now() WHERE q.region = _region AND q.id = _question;
        PERFORM yc.journal_append(_actor, _region, _case.id, 'unask', jsonb_build_object('question', _question));
        PERFORM yc.question_freed(_actor, _asked), yc.question_tell(_asked, false);
        _reply := yc.command_end(_region, _command, jsonb_build_object('question_id', _question, 'version', _case.version + 1));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(question_id bigint, version int);
END $$;
COMMENT ON FUNCTION desk.question_withdraw(uuid, int, bigint) IS
    'Takes an open question back that I asked, or that was asked from the task that I hold now; it stays in the history. Returns the version of the case as it is now. Refuses E_QUESTION_UNKNOWN {question}, E_QUESTION_OTHER {who}, what yc.question_done() tells.';
GRANT EXECUTE ON FUNCTION desk.question_withdraw(uuid, int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.question_list(_region int, _case_id bigint)
RETURNS TABLE (question_id bigint, at_window boolean, asked text, words text, asked_by text, asked_at timestamptz, answer text, answered_by text, answered_at timestamptz,
               withdrawn_by text, decided boolean, open boolean, mine boolean, mine_to_answer boolean, version int, since int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
    _other int;
BEGIN
    IF yc.sample_blinds(_actor, _region, _case_id) OR NOT EXISTS (SELECT FROM yc.question q WHERE q.region = _region AND q.case_id = _case_id) THEN
        RETURN;
    END IF;
    PERFORM yc.read_log_append(_actor, _region, 'question_list', _case_id, _case.person_id, 'questions', 'case ' || coalesce(_case.number, 'draft'));
    UPDATE yc.question q SET seen_at = yc.now()
    WHERE q.region = _region AND q.case_id = _case_id AND q.asked_by = _actor AND q.answered_at IS NOT NULL AND q.seen_at IS NULL;
    SELECT j.seq INTO _other FROM yc.journal j
    WHERE j.region = _region AND j.case_id = _case_id AND j.seq <= _case.journal_seq AND j.action NOT IN ('ask', 'answer', 'unask') ORDER BY j.seq DESC LIMIT 1;
    RETURN QUERY SELECT q.id, q.hall IS NOT NULL, yc.staff_name(coalesce(q.staff_id, _case.accepted_by)), q.words, yc.staff_name(q.asked_by), q.asked_at,
        q.answer, yc.staff_name(q.answered_by), q.answered_at, yc.staff_name(q.withdrawn_by), q.decided_task IS NOT NULL,
        q.answered_at IS NULL AND q.withdrawn_at IS NULL, q.asked_by = _actor, (yc.question_refusal(_actor, _case, q)).code IS NULL,
        _case.version, _case.version - (_case.journal_seq - _other)
    FROM yc.question q WHERE q.region = _region AND q.case_id = _case_id ORDER BY q.seq;
END $$;
COMMENT ON FUNCTION desk.question_list(int, bigint) IS
    'The questions about a case that I may see, in the order in which they were asked: of the windows (asked: who accepted the case) or of a colleague (asked), the answer, who withdrew it (decided: by a decision); open: an answer is owed; mine_to_answer: I can give it; version of the case, and since which version nothing happened to it but questions and answers: who has read this may go on from there. What I asked and is answered I have seen by this. Noted in the read log. Nothing while I have the case open for a blind second look.';
GRANT EXECUTE ON FUNCTION desk.question_list(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.question_owed(_region int, _case_id bigint) RETURNS TABLE (at_window boolean, asked text, asked_by text, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
BEGIN
    RETURN QUERY SELECT q.hall IS NOT NULL, yc.staff_name(coalesce(q.staff_id, _case.accepted_by)), yc.staff_name(q.asked_by), q.asked_at
    FROM yc.question q
    WHERE q.region = _region AND q.case_id = _case_id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND NOT yc.sample_blinds(_actor, _region, _case_id)
    ORDER BY q.seq;
END $$;
COMMENT ON FUNCTION desk.question_owed(int, bigint) IS
    'Who owes an answer about a case that I may see (the windows, asked being who accepted it; or a colleague), to whom, since when. The clock goes on meanwhile.';
GRANT EXECUTE ON FUNCTION desk.question_owed(int, bigint) TO yc_staff;
