-- A case, whatever is done with it: locked, compared with what was seen of it, noted in its journal, the command kept with its reply. And looking at cases.

-- One look, which locks it too: what another one has just changed is seen as it is now.
CREATE OR REPLACE FUNCTION yc.case_locked(_actor bigint, _region int, _case_id bigint) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _case yc.case_file;
BEGIN
    SELECT * INTO _case FROM yc.case_file c WHERE c.region = _region AND c.id = _case_id FOR UPDATE;
    IF NOT FOUND OR NOT yc.may_see(_actor, _region, _case.hall, _case.item) THEN
        PERFORM yc.refuse('E_CASE_UNKNOWN', 'case', _case_id::text);
    END IF;
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_locked(bigint, int, bigint) IS 'yc.case_visible(), locked for a change until the end of the transaction.';

CREATE OR REPLACE FUNCTION yc.moved_refusal(_case yc.case_file, _version int) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF _version IS NULL OR _case.version = _version THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT ROW('E_CASE_MOVED', ARRAY['who', yc.staff_name(j.actor), 'when', yc.moment(j.at), 'action', j.action])::yc.refusal
            FROM yc.journal j WHERE j.region = _case.region AND j.case_id = _case.id AND j.seq = _case.journal_seq);
END $$;
COMMENT ON FUNCTION yc.moved_refusal(yc.case_file, int) IS
    'E_CASE_MOVED {who, when, action} when the case changed since the version that the caller saw; NULL for the same version or none given.';

CREATE OR REPLACE FUNCTION yc.words_refusal(_field text, _words text) RETURNS yc.refusal LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN coalesce(_words, '') !~ '[^\u0001-\u0020\u3000]' OR yc.check_text(_words, '1..200') LIKE 'E%'
        THEN ROW('E_VALUE_REFUSED', ARRAY['field', _field, 'check', 'text'])::yc.refusal END
$$;
COMMENT ON FUNCTION yc.words_refusal(text, text) IS 'E_VALUE_REFUSED {field, check} for no words, several lines or over 200 characters, or NULL.';

-- Who does it is asked once more: the command may have waited for a lock, at a time that is long over, by a person who has been disabled since.
CREATE OR REPLACE FUNCTION yc.command_end(_region int, _key uuid, _reply jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    UPDATE yc.command SET reply = _reply WHERE region = _region AND key = _key AND staff_id = _actor;
    RETURN CASE WHEN FOUND THEN _reply END;
END $$;
COMMENT ON FUNCTION yc.command_end(int, uuid, jsonb) IS 'Keeps the reply of a command that was done. Refuses what yc.actor() refuses by now.';

-- --- commands that are many: claims and decisions. Their row is written once, with the reply; a twin waits for the key, not for the row.

CREATE OR REPLACE FUNCTION yc.command_hash(VARIADIC _arguments text[]) RETURNS bytea LANGUAGE sql STABLE AS
$$ SELECT sha256(convert_to(to_jsonb(_arguments)::text, 'UTF8')) $$;
COMMENT ON FUNCTION yc.command_hash(text[]) IS 'Of the arguments of a command, as yc.command keeps it.';

CREATE OR REPLACE FUNCTION yc.command_once(_actor bigint, _region int, _key uuid, _function text, _hash bytea) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    _command yc.command;
BEGIN
    IF _key IS NULL THEN
        PERFORM yc.refuse('E_COMMAND_KEY_MISSING', 'function', _function);
    END IF;
    IF NOT pg_try_advisory_xact_lock(uuid_hash_extended(_key, _region)) THEN
        PERFORM pg_advisory_xact_lock(uuid_hash_extended(_key, _region)); -- until the commit: waits for a concurrent twin
    END IF;
    SELECT * INTO _command FROM yc.command c WHERE c.region = _region AND c.key = _key;
    IF FOUND AND (_command.staff_id, _command.function, _command.argument_hash) IS DISTINCT FROM (_actor, _function, _hash) THEN
        PERFORM yc.refuse('E_COMMAND_REUSED', 'function', _command.function);
    END IF;
    RETURN _command.reply;
END $$;
COMMENT ON FUNCTION yc.command_once(bigint, int, uuid, text, bytea) IS
    'yc.command_begin() for a command that yc.command_keep() ends. NULL: it is new, do it. Otherwise the reply that it got the first time. Refuses E_COMMAND_REUSED {function} when actor, function or arguments differ.';

-- Who does it is asked once more, as yc.command_end() does.
CREATE OR REPLACE FUNCTION yc.command_keep(_actor bigint, _region int, _key uuid, _function text, _hash bytea, _reply jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO yc.command (region, key, staff_id, function, argument_hash, reply, at)
    SELECT _region, _key, _actor, _function, _hash, _reply, yc.now() FROM yc.staff s
    WHERE s.id = _actor AND s.disabled_at IS NULL AND clock_timestamp() < statement_timestamp() + interval '1 second'
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN -- it was slow, or is not this person's to do any more, or a command of another kind has the key
        PERFORM yc.actor();
        INSERT INTO yc.command (region, key, staff_id, function, argument_hash, reply, at)
        VALUES (_region, _key, _actor, _function, _hash, _reply, yc.now()) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            PERFORM yc.refuse('E_COMMAND_REUSED', 'function', (SELECT c.function FROM yc.command c WHERE c.region = _region AND c.key = _key));
        END IF;
    END IF;
    RETURN _reply;
END $$;
COMMENT ON FUNCTION yc.command_keep(bigint, int, uuid, text, bytea, jsonb) IS
    'Keeps a command that was done with its reply. Refuses what yc.actor() refuses by now, E_COMMAND_REUSED {function}.';

-- --- the journal

-- Not all that it is made of is immutable: a planner that is told so cannot open it, and it costs three times as much.
CREATE OR REPLACE FUNCTION yc.journal_hash(_previous bytea, _region int, _case_id bigint, _seq int, _at timestamptz, _actor bigint, _action text, _body bytea)
RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(int4send(length(_previous)) || _previous || int4send(_region) || int8send(_case_id) || int4send(_seq)
        || int8send((extract(epoch FROM _at) * 1000000)::bigint) || int8send(_actor)
        || int4send(octet_length(_action)) || convert_to(_action, 'UTF8') || int4send(length(_body)) || _body)
$$;
COMMENT ON FUNCTION yc.journal_hash(bytea, int, bigint, int, timestamptz, bigint, text, bytea) IS
    'Hash of a journal row: every part with its length in front, so that no two rows have the same bytes.';

-- One look at the row, not two: the update locks it and tells what stood there.
CREATE OR REPLACE FUNCTION yc.journal_append(_actor bigint, _region int, _case_id bigint, _action text, _body jsonb) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _bytes bytea := convert_to(_body::text, 'UTF8');
    _at    timestamptz := yc.now();
    _case  yc.case_file;
BEGIN
    UPDATE yc.case_file c SET journal_seq = c.journal_seq + 1, version = c.version + 1,
        journal_head = yc.journal_hash(c.journal_head, c.region, c.id, c.journal_seq + 1, _at, _actor, _action, _bytes)
    WHERE c.region = _region AND c.id = _case_id RETURNING * INTO STRICT _case;
    WITH pending AS (INSERT INTO yc.seal_pending (region, case_id) VALUES (_region, _case_id))
    INSERT INTO yc.journal (region, case_id, seq, at, actor, action, body, hash) VALUES (_region, _case_id, _case.journal_seq, _at, _actor, _action, _bytes, _case.journal_head);
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.journal_append(bigint, int, bigint, text, jsonb) IS
    'Appends to a case''s chain and raises the case''s version, which it returns: every change of a case goes through here once.';

-- A case that is accepted or decided on is written once, with all that is new about it: a second writing in the same transaction asks all its keys again.
CREATE OR REPLACE FUNCTION yc.case_write(_actor bigint, INOUT _case yc.case_file, _action text, _body jsonb) LANGUAGE plpgsql AS $$
DECLARE
    _bytes bytea := convert_to(_body::text, 'UTF8');
    _at    timestamptz := yc.now();
BEGIN
    _case.journal_seq := _case.journal_seq + 1;
    _case.journal_head := yc.journal_hash(_case.journal_head, _case.region, _case.id, _case.journal_seq, _at, _actor, _action, _bytes);
    _case.version := _case.version + 1;
    WITH pending AS (
        INSERT INTO yc.seal_pending (region, case_id) VALUES (_case.region, _case.id)
    ), noted AS (
        INSERT INTO yc.journal (region, case_id, seq, at, actor, action, body, hash)
        VALUES (_case.region, _case.id, _case.journal_seq, _at, _actor, _action, _bytes, _case.journal_head)
    )
    UPDATE yc.case_file c SET state = _case.state, stage = _case.stage, live_task = _case.live_task, waiting = _case.waiting, waiting_since = _case.waiting_since,
        number = _case.number, accepted_by = _case.accepted_by, accepted_at = _case.accepted_at, promised_due = _case.promised_due, statutory_due = _case.statutory_due,
        holder = _case.holder, token = _case.token, held_since = _case.held_since, finished_at = _case.finished_at,
        version = _case.version, journal_seq = _case.journal_seq, journal_head = _case.journal_head
    WHERE c.region = _case.region AND c.id = _case.id;
END $$;
COMMENT ON FUNCTION yc.case_write(bigint, yc.case_file, text, jsonb) IS
    'yc.journal_append() with all else that is new about a case, for a caller who has locked it: whatever of the given row can change is written. Returns it as it is then.';

CREATE OR REPLACE FUNCTION yc.journal_task(_row yc.journal) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT substring(encode(_row.body, 'escape') FROM '"task": ([0-9]{1,18})')::bigint $$;
COMMENT ON FUNCTION yc.journal_task(yc.journal) IS 'The task that a row of the journal speaks of, or NULL; of spoilt bytes too.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.case_list(_region int, _after bigint)
RETURNS TABLE (case_id bigint, number text, item text, item_zh text, item_en text, state text, stage text, waiting text, name text, accepted_at timestamptz,
               promised_due date, statutory_due date, finished_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    IF NOT yc.has_right(_actor, 'audit', _region) THEN
        PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
    END IF;
    -- Whoever audits or supervises a region may see all of it: nothing is read to be left out.
    RETURN QUERY SELECT c.id, c.number, c.item, d.name_zh, d.name_en, c.state, CASE WHEN d.authorisation = c.stage THEN 'authorise' ELSE c.stage END, c.waiting,
        yc.mask('name_any', p.name), c.accepted_at, c.promised_due, c.statutory_due, c.finished_at
    FROM (SELECT * FROM yc.case_file x WHERE x.region = _region AND x.number IS NOT NULL AND x.id < coalesce(_after, 9223372036854775807)
          ORDER BY x.id DESC LIMIT 50) c
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    ORDER BY c.id DESC;
END $$;
COMMENT ON FUNCTION desk.case_list(int, bigint) IS
    'Cases that have a number, newest first by id, 50 at a time; the next page by the last row''s id. Names masked. A stage that is a supervisor''s authorisation is called authorise. For supervisors and auditors.';
GRANT EXECUTE ON FUNCTION desk.case_list(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_summary(_region int, _case_id bigint)
RETURNS TABLE (number text, item text, item_zh text, item_en text, state text, stage text, waiting text, waiting_since date, hall smallint, window_number smallint,
               accepted_by text, accepted_at timestamptz, promised_due date, statutory_due date, finished_at timestamptz, name text, id_no text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.number, c.item, d.name_zh, d.name_en, CASE WHEN visible.blind THEN 'accepted' ELSE c.state END, CASE WHEN d.authorisation = c.stage THEN 'authorise' ELSE c.stage END, c.waiting, c.waiting_since, c.hall, c.window_number,
           CASE WHEN NOT visible.blind THEN yc.staff_name(c.accepted_by) END, c.accepted_at, c.promised_due, c.statutory_due, CASE WHEN NOT visible.blind THEN c.finished_at END, yc.mask('name_any', p.name), yc.mask('id_any', p.id_no)
    FROM (SELECT yc.case_visible(me.id, _region, _case_id) AS row, yc.sample_blinds(me.id, _region, _case_id) AS blind FROM (SELECT yc.actor() AS id OFFSET 0) me OFFSET 0) visible
    JOIN yc.case_file c ON c.region = (visible.row).region AND c.id = (visible.row).id
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
$$;
COMMENT ON FUNCTION desk.case_summary(int, bigint) IS
    'A case that I may see, personal data masked; while I have it open for a blind second look, without its state, its end and who accepted it. (A function, no view: a view would run yc.mask() and the like with the caller''s rights.)';
GRANT EXECUTE ON FUNCTION desk.case_summary(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_head(_region int, _case_id bigint)
RETURNS TABLE (number text, item text, item_zh text, item_en text, item_version int, definition_id int, state text, stage text, waiting text, waiting_since date,
               name text, id_type text, id_no text, sex text, birth date, window_number smallint, accepted_by text, accepted_at timestamptz,
               promised_due date, statutory_due date, version int, today date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
    _blind boolean := yc.sample_blinds(_actor, _region, _case_id);
BEGIN
    PERFORM yc.read_log_append(_actor, _region, 'case_head', _case_id, _case.person_id, 'name', 'case ' || coalesce(_case.number, 'draft'));
    RETURN QUERY SELECT c.number, c.item, d.name_zh, d.name_en, d.version, c.definition_id, CASE WHEN _blind THEN 'accepted' ELSE c.state END, CASE WHEN d.authorisation = c.stage THEN 'authorise' ELSE c.stage END, c.waiting, c.waiting_since,
        p.name, p.id_type, yc.mask('id_any', p.id_no),
        CASE WHEN p.id_type IN ('01', '03', '04') THEN yc.id_sex(p.id_no) END, CASE WHEN p.id_type IN ('01', '03', '04') THEN yc.id_birth(p.id_no) END,
        c.window_number, CASE WHEN NOT _blind THEN yc.staff_name(c.accepted_by) END, c.accepted_at, c.promised_due, c.statutory_due, c.version, yc.today()
    FROM yc.case_file c
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    WHERE c.region = _region AND c.id = _case_id;
END $$;
COMMENT ON FUNCTION desk.case_head(int, bigint) IS 'A case that I work on: the name in full (noted in the read log), the number masked; blind as desk.case_summary() is. A stage that is a supervisor''s authorisation is called authorise.';
GRANT EXECUTE ON FUNCTION desk.case_head(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_timeline(_region int, _case_id bigint) RETURNS TABLE (seq int, at timestamptz, actor text, action text, reason text, note text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT j.seq, j.at, CASE WHEN NOT visible.blind THEN yc.staff_name(j.actor) END, j.action, coalesce(d.reason, o.reason, k.reason),
           coalesce(d.note || coalesce(' ' || yc.remedies(b.remedy_id), ''), o.words, u.reason, (SELECT t.words FROM yc.takeover t WHERE j.action = 'unassign' AND t.region = j.region AND t.case_id = j.case_id AND t.at = j.at AND t.taken_by = j.actor LIMIT 1),
                    nullif(concat_ws(' ', r.paper, nullif(r.words, '')), ''), s.end_words, h.name, k.note, x.words, a.until || ' ' || a.words,
                    CASE WHEN j.action = 'answer' THEN q.answer ELSE q.words END)
    FROM (SELECT yc.case_visible(me.id, _region, _case_id) AS row, yc.sample_blinds(me.id, _region, _case_id) AS blind FROM (SELECT yc.actor() AS id OFFSET 0) me OFFSET 0) visible
    JOIN yc.journal j ON j.region = (visible.row).region AND j.case_id = (visible.row).id AND (NOT visible.blind OR j.action IN ('open', 'receive', 'accept', 'resubmit', 'reply'))
    LEFT JOIN yc.branch x ON j.action IN ('branch', 'vote') AND x.region = j.region AND x.id = yc.journal_task(j)
    LEFT JOIN yc.decision d ON d.region = j.region AND d.case_id = j.case_id AND d.decision = j.action AND d.task_id = yc.journal_task(j)
    LEFT JOIN yc.decision_basis b ON b.region = d.region AND b.task_id = d.task_id
    LEFT JOIN yc.doubt o ON o.region = j.region AND o.case_id = j.case_id AND (o.seq = j.seq OR o.removed_seq = j.seq)
    LEFT JOIN yc.question q ON j.action IN ('ask', 'answer', 'unask') AND q.region = j.region AND q.case_id = j.case_id
        AND CASE j.action WHEN 'ask' THEN q.seq WHEN 'answer' THEN q.answered_seq ELSE q.withdrawn_seq END = j.seq
    LEFT JOIN yc.undo u ON u.region = j.region AND u.case_id = j.case_id AND u.seq = j.seq
    LEFT JOIN LATERAL (SELECT concat_ws(' ', yc.staff_name(x.staff_id), x.words) AS name FROM yc.handed x
                       WHERE j.action IN ('hand_over', 'reserve', 'assign') AND x.region = j.region AND x.case_id = j.case_id AND x.at = j.at AND x.from_staff = j.actor
                       ORDER BY x.id DESC LIMIT 1) h ON true
    LEFT JOIN yc.reply r ON r.region = j.region AND r.case_id = j.case_id AND r.seq = j.seq
    LEFT JOIN yc.suspension s ON s.region = j.region AND s.case_id = j.case_id AND s.end_seq = j.seq
    LEFT JOIN yc.sample k ON k.region = j.region AND k.case_id = j.case_id AND k.seq = j.seq
    LEFT JOIN yc.hold a ON a.region = j.region AND a.case_id = j.case_id AND a.seq = j.seq
    ORDER BY j.seq
$$;
COMMENT ON FUNCTION desk.case_timeline(int, bigint) IS
    'What happened to a case that I may see, oldest first; of a decision its reason and words (also when it was undone later; of a denial the remedies too), of a branch or a vote its words, of a doubt that was noted or removed its reason and words, of a question, its answer, its withdrawal the words, of an undo why, of a reply its paper and words, of a suspension ended without one why, of a handing over or reservation to whom, of what a supervisor gave to somebody or took away why, of what was put aside until when and why, of a second look that differs why. Whoever has it open for a blind second look sees what came in, and of nobody who.';
GRANT EXECUTE ON FUNCTION desk.case_timeline(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.why_not(_action text, _region int, _case_id bigint) RETURNS TABLE (code text, parameters text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor   bigint := yc.actor();
    _case    yc.case_file := yc.case_visible(_actor, _region, _case_id);
    _task    yc.task;
    _refusal yc.refusal;
BEGIN
    SELECT * INTO _task FROM yc.task t WHERE t.region = _region AND t.case_id = _case_id
    ORDER BY t.claimed_by = _actor DESC NULLS LAST, yc.has_right(_actor, yc.task_right(_case, t), _region, NULL, _case.item) DESC, t.id LIMIT 1; -- mine, of its branches
    _refusal := CASE _action
        WHEN 'accept' THEN yc.accept_obstacle(_actor, _case, NULL, NULL)
        WHEN 'claim' THEN yc.claim_refusal(_actor, _case, _task)
        WHEN 'decide' THEN yc.decide_obstacle(_actor, _case, _task, NULL, NULL)
        WHEN 'undo' THEN yc.undo_obstacle(_actor, _case, NULL)
        WHEN 'reply' THEN yc.reply_obstacle(_actor, _case, NULL)
        WHEN 'look' THEN yc.sample_obstacle(_actor, (SELECT s FROM yc.sample s WHERE s.region = _region AND s.case_id = _case_id AND s.gone_at IS NULL))
        ELSE ROW('E_ACTION_UNKNOWN', ARRAY['action', _action])::yc.refusal
    END;
    RETURN QUERY SELECT _refusal.code, _refusal.parameters WHERE _refusal.code IS NOT NULL;
END $$;
COMMENT ON FUNCTION desk.why_not(text, int, bigint) IS
    'What stands against my accepting, claiming, deciding on a case, taking my last act on it back (undo), entering what an outside place answered (reply), or looking at it a second time (look): the same predicate as the action''s own, so it cannot lie. No row: nothing does.';
GRANT EXECUTE ON FUNCTION desk.why_not(text, int, bigint) TO yc_staff;
