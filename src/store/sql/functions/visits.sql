-- People at the window: who they are, how a visit begins, is parked and ends, and what they are told to bring, once and whole (一次性告知).

CREATE OR REPLACE FUNCTION yc.person_make(_region int, _id_type text, _id_no text, _name text) RETURNS yc.person LANGUAGE plpgsql AS $$
DECLARE
    _person yc.person;
BEGIN
    INSERT INTO yc.person (region, id_type, id_no, name, created_at) VALUES (_region, _id_type, _id_no, _name, yc.now())
    ON CONFLICT ON CONSTRAINT person_credential DO UPDATE SET id_no = excluded.id_no RETURNING * INTO _person; -- a twin of a moment ago
    INSERT INTO yc.person_initials (region, initials, person_id) SELECT _region, i, _person.id FROM unnest(yc.initials(_person.name)) i ON CONFLICT DO NOTHING;
    RETURN _person;
END $$;
COMMENT ON FUNCTION yc.person_make(int, text, text, text) IS
    'A person who was not here before, with the initials of the name. The caller has checked credential and name; nobody else inserts into yc.person.';

CREATE OR REPLACE FUNCTION yc.window_refusal(_actor bigint, _region int, _hall smallint, _window smallint) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN NOT yc.has_right(_actor, 'accept', _region, _hall)
            THEN ROW('E_RIGHT_MISSING', ARRAY['action', 'accept', 'region', _region::text, 'item', ''])::yc.refusal
        WHEN NOT EXISTS (SELECT FROM yc.service_window w WHERE w.region = _region AND w.hall = _hall AND w.window_number = _window)
            THEN ROW('E_WINDOW_UNKNOWN', ARRAY['window', _window::text, 'hall',
                (SELECT CASE WHEN yc.english() THEN h.name_en ELSE h.name_zh END FROM yc.hall h WHERE h.region = _region AND h.hall = _hall),
                'windows', (SELECT coalesce(string_agg(w.window_number::text, ' ' ORDER BY w.window_number), '') FROM yc.service_window w WHERE w.region = _region AND w.hall = _hall)])::yc.refusal
    END
$$;
COMMENT ON FUNCTION yc.window_refusal(bigint, int, smallint, smallint) IS 'E_RIGHT_MISSING, E_WINDOW_UNKNOWN {window, hall, windows: those that there are, with blanks between}, or NULL.';

CREATE OR REPLACE FUNCTION yc.visit_mine(_actor bigint, _region int, _visit bigint, _name text) RETURNS yc.visit LANGUAGE plpgsql AS $$
DECLARE
    _row yc.visit;
BEGIN
    SELECT * INTO _row FROM yc.visit v WHERE v.region = _region AND v.id = _visit FOR SHARE;
    IF NOT FOUND OR _row.clerk <> _actor OR _row.ended_at IS NOT NULL THEN
        PERFORM yc.refuse('E_VISIT_UNKNOWN', 'visit', coalesce(_name, ''));
    END IF;
    RETURN _row;
END $$;
COMMENT ON FUNCTION yc.visit_mine(bigint, int, bigint, text) IS 'My open visit, kept open until the end of the transaction. Refuses E_VISIT_UNKNOWN {visit}: the name that it was asked for by.';

-- --- how a visit ends

CREATE OR REPLACE FUNCTION yc.visit_outcome(_visit yc.visit, _word text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT CASE WHEN c.state = 'received' THEN 'received' ELSE 'accepted' END FROM yc.case_file c
        WHERE c.region = _visit.region AND c.visit_id = _visit.id AND c.state NOT IN ('draft', 'refused', 'void')
        ORDER BY c.state = 'received' LIMIT 1), _word)
$$;
COMMENT ON FUNCTION yc.visit_outcome(yc.visit, text) IS
    'How a visit ended: accepted where one of its cases was, else received, whatever word was chosen for the rest of it; without either that word.';

CREATE OR REPLACE FUNCTION yc.visit_tasks_lock(_region int, _visit bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM yc.task t JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    WHERE c.region = _region AND c.visit_id = _visit AND t.priority = 1 ORDER BY t.id FOR UPDATE OF t;
END $$;
COMMENT ON FUNCTION yc.visit_tasks_lock(int, bigint) IS
    'Before a visit is locked to be ended: its tasks first, then the visit, as a decision takes them (yc.task_make() looks at the visit). One order of locks, no deadlock.';

CREATE OR REPLACE FUNCTION yc.visit_waits_no_more(_region int, _visit bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _task yc.task;
BEGIN
    FOR _task IN
        UPDATE yc.task t SET priority = yc.person_priority(p.id_no) FROM yc.case_file c JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
        WHERE c.region = _region AND c.visit_id = _visit AND t.region = c.region AND t.case_id = c.id AND t.priority = 1 RETURNING t.*
    LOOP
        PERFORM yc.queue_moved(_region, _task.queue_id, 'ready', 0); -- nothing to count, but its place is another one: who looks is told
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.visit_waits_no_more(int, bigint) IS 'A visit has ended: its tasks are ordinary ones again. The caller has locked them, then the visit.';

CREATE OR REPLACE FUNCTION yc.visit_end(_visit yc.visit, _word text) RETURNS void LANGUAGE sql AS $$
    WITH ended AS (UPDATE yc.visit v SET ended_at = yc.now(), outcome = yc.visit_outcome(_visit, _word), parked_at = NULL, park_reason = NULL
                   WHERE v.region = _visit.region AND v.id = _visit.id RETURNING v.*)
    SELECT yc.window_done(e.*::yc.visit) FROM ended e;
    SELECT yc.visit_waits_no_more(_visit.region, _visit.id)
$$;
COMMENT ON FUNCTION yc.visit_end(yc.visit, text) IS 'Ends a visit that the caller has locked, after yc.visit_tasks_lock().';

-- --- what a notice says

CREATE OR REPLACE FUNCTION yc.lacking(_case yc.case_file) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(f.place || ' ' || f.key), '{}') FROM yc.case_faults(_case.region, _case.id) f WHERE f.code LIKE 'E%'
$$;
COMMENT ON FUNCTION yc.lacking(yc.case_file) IS 'What a case lacks or has wrong, as "field KEY" and "material KEY": by the judgement of acceptance itself.';

CREATE OR REPLACE FUNCTION yc.lacking_item(_definition int) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg('material ' || (m ->> 'key') ORDER BY n), '{}')
    FROM yc.definition d, jsonb_array_elements(d.content -> 'materials') WITH ORDINALITY AS e(m, n)
    WHERE d.id = _definition AND m -> 'need' <> '"optional"'
$$;
COMMENT ON FUNCTION yc.lacking_item(int) IS 'What an item asks for before anything is known of the case: the materials that are or may be needed.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.visit_begin(_command uuid, _region int, _hall smallint, _window smallint, _id_type text, _id_no text, _name text)
RETURNS TABLE (visit_id bigint, person_id bigint, name text, id_type text, id_no text, sex text, birth date, mobile text, mobile_on date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor  bigint := yc.actor();
    _reply  jsonb := yc.command_begin(_actor, _region, _command, 'visit_begin', _hall::text, _window::text, _id_type, _id_no, _name);
    _person yc.person;
    _visit  yc.visit;
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.window_refusal(_actor, _region, _hall, _window));
        PERFORM yc.refuse(yc.window_closed(_region, _hall, _window));
        IF yc.check_value('id_any', coalesce(_id_no, ''), _id_type, yc.today()) LIKE 'E%' THEN
            PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'id_no', 'check', 'id_any');
        END IF;
        SELECT * INTO _person FROM yc.person p WHERE p.region = _region AND p.id_type = _id_type AND p.id_no = _id_no;
        IF NOT FOUND THEN
            IF coalesce(_name, '') = '' OR yc.check_value('name_any', _name, NULL, yc.today()) LIKE 'E%' THEN
                PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'name', 'check', 'name_any');
            END IF;
            _person := yc.person_make(_region, _id_type, _id_no, _name);
        END IF;
        INSERT INTO yc.visit (region, hall, window_number, begun_at, clerk, person_id, started_at)
        VALUES (_region, _hall, _window, _window, _actor, _person.id, yc.now()) RETURNING * INTO _visit;
        PERFORM yc.window_came(_visit);
        PERFORM yc.read_log_append(_actor, _region, 'visit_begin', NULL, _person.id, 'name', 'visit ' || _visit.id);
        _reply := yc.command_end(_region, _command, yc.person_row(_person) || jsonb_build_object('visit_id', _visit.id));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply)
        AS r(visit_id bigint, person_id bigint, name text, id_type text, id_no text, sex text, birth date, mobile text, mobile_on date);
END $$;
COMMENT ON FUNCTION desk.visit_begin(uuid, int, smallint, smallint, text, text, text) IS
    'A person came to a window: the visit, and the person (made from number and name when unknown; the name of a known person is not changed). Refuses E_RIGHT_MISSING, E_WINDOW_UNKNOWN, E_WINDOW_CLOSED {window, who, until, words}, E_VALUE_REFUSED {field, check}.';
GRANT EXECUTE ON FUNCTION desk.visit_begin(uuid, int, smallint, smallint, text, text, text) TO yc_staff;

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
            PERFORM yc.refuse('E_VISIT_ENDED', 'when', yc.moment(_row.ended_at), 'id_no',
                (SELECT yc.mask('id_any', p.id_no) FROM yc.person p WHERE p.region = _region AND p.id = _row.person_id));
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
            IF _row.clerk <> _actor THEN
                PERFORM yc.refuse(yc.window_closed(_region, _row.hall, _window)); -- my own I may finish
            END IF;
            UPDATE yc.visit v SET parked_at = NULL, park_reason = NULL, clerk = _actor, window_number = _window
            WHERE v.region = _region AND v.id = _visit;
        WHEN 'end' THEN
            PERFORM yc.visit_end(_row, _word);
        ELSE
            PERFORM yc.refuse('E_VISIT_CHANGE', 'change', _change);
        END CASE;
        _reply := yc.command_end(_region, _command, jsonb_build_object('visit_id', _visit));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'visit_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.visit_set(uuid, int, bigint, text, smallint, text) IS
    'park (word: why), resume at a window (also another clerk''s parked visit), end (word: accepted, received, lacking, asked, left; a visit in which a case was accepted or received ends so whatever the word). Refuses E_WINDOW_CLOSED (another clerk''s at a closed window), E_VISIT_UNKNOWN, E_VISIT_ENDED {when, id_no (masked)}, E_VISIT_OTHERS {who}, E_VISIT_CHANGE {change}, E_VALUE_REFUSED {field, check}.';
GRANT EXECUTE ON FUNCTION desk.visit_set(uuid, int, bigint, text, smallint, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.visit_list(_region int, _hall smallint)
RETURNS TABLE (visit_id bigint, person_id bigint, name text, clerk text, mine boolean, window_number smallint, started_at timestamptz, parked_at timestamptz, park_reason text,
               drafts int, item_zh text, item_en text, minutes int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT v.id, v.person_id, yc.mask('name_any', p.name), yc.staff_name(v.clerk), v.clerk = yc.actor(), v.window_number, v.started_at, v.parked_at, v.park_reason,
           open.drafts, open.item_zh, open.item_en,
           floor(extract(epoch FROM yc.now() - coalesce(v.parked_at, v.started_at)) / 60)::int
    FROM yc.visit v JOIN yc.person p ON p.region = v.region AND p.id = v.person_id
    CROSS JOIN LATERAL (
        SELECT count(*)::int AS drafts, (array_agg(d.name_zh ORDER BY c.id DESC))[1] AS item_zh, (array_agg(d.name_en ORDER BY c.id DESC))[1] AS item_en
        FROM yc.case_file c JOIN yc.definition d ON d.id = c.definition_id
        WHERE c.region = v.region AND c.visit_id = v.id AND c.state IN ('draft', 'received')) open
    WHERE v.region = _region AND v.hall = _hall AND v.ended_at IS NULL
      AND (v.clerk = yc.actor() OR v.parked_at IS NOT NULL) AND yc.has_right(yc.actor(), 'accept', _region, _hall)
    ORDER BY v.parked_at IS NULL, v.started_at LIMIT 50
$$;
COMMENT ON FUNCTION desk.visit_list(int, smallint) IS
    'Open visits of a hall: mine, and everybody''s parked ones; names masked; how many drafts of theirs are not accepted yet, the item of the newest, and for how many minutes they are parked (or here).';
GRANT EXECUTE ON FUNCTION desk.visit_list(int, smallint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.person_cases(_region int, _person bigint)
RETURNS TABLE (case_id bigint, visit_id bigint, number text, item text, item_zh text, item_en text, state text, stage text, since timestamptz, holder text, mine boolean,
               returned_for text, held_since timestamptz, holder_window smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.id, c.visit_id, c.number, c.item, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en', c.state, CASE WHEN d.authorisation = c.stage THEN 'authorise' ELSE c.stage END,
           coalesce(c.accepted_at, c.created_at), yc.staff_name(c.holder), c.holder = yc.actor(),
           (SELECT r.note FROM yc.decision r WHERE c.state = 'returned' AND r.region = c.region AND r.case_id = c.id AND r.decision = 'return' AND r.undone_at IS NULL
            ORDER BY r.decided_at DESC LIMIT 1),
           c.held_since, CASE WHEN c.holder IS NOT NULL THEN c.window_number END
    FROM yc.case_file c JOIN yc.definition d ON d.id = c.definition_id
    WHERE c.region = _region AND c.person_id = _person AND yc.may_see(yc.actor(), c.region, c.hall, c.item)
    ORDER BY c.id DESC LIMIT 50
$$;
COMMENT ON FUNCTION desk.person_cases(int, bigint) IS
    'The newest 50 cases of a person that I may see; of a returned one the words that it was returned with; of one in somebody''s hands whose, since when and at which window. A stage that is a supervisor''s authorisation is called authorise.';
GRANT EXECUTE ON FUNCTION desk.person_cases(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.notice_give(_command uuid, _region int, _visit bigint, _case_id bigint, _token uuid, _item text, _then text, _word text)
RETURNS TABLE (visit_id bigint, lacking text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor      bigint := yc.actor();
    _reply      jsonb := yc.command_begin(_actor, _region, _command, 'notice_give', _visit::text, _case_id::text, _token::text, _item, _then, _word);
    _row        yc.visit;
    _case       yc.case_file;
    _definition int;
    _lacking    text[];
BEGIN
    IF _reply IS NULL THEN
        IF _case_id IS NOT NULL OR _token IS NOT NULL THEN
            _case := yc.case_holding(_actor, _region, _case_id, _token);
        END IF;
        IF _then = 'end' THEN
            PERFORM yc.visit_tasks_lock(_region, _visit);
        END IF;
        PERFORM FROM yc.visit v WHERE v.region = _region AND v.id = _visit FOR UPDATE;
        _row := yc.visit_mine(_actor, _region, _visit, _visit::text);
        PERFORM yc.refuse(yc.right_refusal(_actor, 'accept', _region, _row.hall));
        IF coalesce(_then, '') NOT IN ('park', 'end') THEN
            PERFORM yc.refuse('E_VISIT_CHANGE', 'change', coalesce(_then, ''));
        ELSIF _then = 'park' AND yc.check_text(coalesce(_word, ''), '0..100') LIKE 'E%' THEN
            PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'park_reason', 'check', 'text');
        END IF;
        IF _case.id IS NOT NULL THEN
            IF _case.person_id <> _row.person_id THEN
                PERFORM yc.refuse('E_CASE_UNKNOWN', 'case', _case_id::text);
            END IF;
            _definition := _case.definition_id;
            _lacking := yc.lacking(_case);
        ELSE
            _definition := yc.definition_current('item', _item, _region);
            IF _definition IS NULL THEN
                PERFORM yc.refuse('E_ITEM_UNKNOWN', 'item', coalesce(_item, ''));
            END IF;
            PERFORM yc.refuse(yc.item_closed(_item, _region, yc.today())); -- nothing that they bring would help
            _lacking := yc.lacking_item(_definition);
        END IF;
        IF _lacking = '{}' THEN
            PERFORM yc.refuse('E_NOTICE_NOTHING');
        END IF;
        INSERT INTO yc.notice (region, visit_id, case_id, definition_id, lacking, given_by, given_at)
        VALUES (_region, _visit, _case.id, _definition, _lacking, _actor, yc.now());
        IF _case.id IS NOT NULL THEN
            PERFORM yc.journal_append(_actor, _region, _case.id, 'notice', jsonb_build_object('visit', _visit, 'lacking', _lacking, 'then', _then));
        END IF;
        IF _then = 'park' THEN
            UPDATE yc.visit v SET parked_at = yc.now(), park_reason = coalesce(_word, '') WHERE v.region = _region AND v.id = _visit;
        ELSE
            PERFORM yc.visit_end(_row, 'lacking');
        END IF;
        _reply := yc.command_end(_region, _command, jsonb_build_object('visit_id', _visit, 'lacking', _lacking));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(visit_id bigint, lacking text[]);
END $$;
COMMENT ON FUNCTION desk.notice_give(uuid, int, bigint, bigint, uuid, text, text, text) IS
    'The person of my open visit was told all that they have to bring (一次性告知): for a case that I fill in what it lacks, judged here and noted in its journal; without one what _item asks for. The visit is then parked (_then park; _word: why) or ended as lacking (end). No number, no clock. Refuses E_NOTICE_NOTHING where nothing is lacking, E_VISIT_UNKNOWN, E_VISIT_CHANGE, E_ITEM_UNKNOWN, E_ITEM_CLOSED {item, from, reason}, E_CASE_UNKNOWN (also a case of another person), E_CASE_HELD, E_CASE_STATE, E_RIGHT_MISSING, E_VALUE_REFUSED.';
GRANT EXECUTE ON FUNCTION desk.notice_give(uuid, int, bigint, bigint, uuid, text, text, text) TO yc_staff;
