-- The front shop: who is at the window, the form, the materials, acceptance.
-- Every function here checks the actor's rights itself, whatever the client did before.

CREATE TABLE yc.login_failure (
    login    text PRIMARY KEY,
    count    int NOT NULL,
    last_at  timestamptz NOT NULL
);
COMMENT ON TABLE yc.login_failure IS 'Failed logins since the last successful one, counted by tend from the server''s log.';

CREATE FUNCTION yc.person_row(_person yc.person) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('person_id', _person.id, 'name', _person.name,
        'id_type', _person.id_type, 'id_no', yc.mask('id_any', _person.id_no),
        'sex', CASE WHEN _person.id_type IN ('01', '03', '04') THEN yc.id_sex(_person.id_no) END,
        'birth', CASE WHEN _person.id_type IN ('01', '03', '04') THEN yc.id_birth(_person.id_no) END,
        'mobile', yc.mask('mobile', _person.mobile), 'mobile_on', _person.mobile_on)
$$;
COMMENT ON FUNCTION yc.person_row(yc.person) IS 'A person as the window shows them: number and telephone masked.';

CREATE FUNCTION yc.window_refusal(_actor bigint, _region int, _hall smallint, _window smallint) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN NOT yc.has_right(_actor, 'accept', _region, _hall)
            THEN ROW('E_RIGHT_MISSING', ARRAY['action', 'accept', 'region', _region::text, 'item', ''])::yc.refusal
        WHEN NOT EXISTS (SELECT FROM yc.service_window w WHERE w.region = _region AND w.hall = _hall AND w.window_number = _window)
            THEN ROW('E_WINDOW_UNKNOWN', ARRAY['window', _window::text, 'hall', (SELECT h.name_zh FROM yc.hall h WHERE h.region = _region AND h.hall = _hall)])::yc.refusal
    END
$$;
COMMENT ON FUNCTION yc.window_refusal(bigint, int, smallint, smallint) IS 'E_RIGHT_MISSING, E_WINDOW_UNKNOWN {window, hall}, or NULL.';

CREATE FUNCTION yc.field_of(_definition int, _key text) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT f FROM yc.definition d, jsonb_array_elements(d.content -> 'fields') f WHERE d.id = _definition AND f ->> 'key' = _key
$$;
COMMENT ON FUNCTION yc.field_of(int, text) IS 'The definition of one field, or NULL.';

CREATE FUNCTION yc.field_put(_actor bigint, _case yc.case_file, _field text, _value text, _source text, _source_on date, _seq bigint)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO yc.case_field AS f (region, case_id, field, value, source, source_on, seq, saved_at, saved_by)
    VALUES (_case.region, _case.id, _field, _value, _source, _source_on, _seq, yc.now(), _actor)
    ON CONFLICT (region, case_id, field) DO UPDATE SET value = excluded.value, source = excluded.source,
        source_on = excluded.source_on, seq = excluded.seq, saved_at = excluded.saved_at, saved_by = excluded.saved_by
    WHERE f.seq <= excluded.seq
$$;
COMMENT ON FUNCTION yc.field_put(bigint, yc.case_file, text, text, text, date, bigint) IS 'Stores one value unless a newer one is there.';

CREATE FUNCTION yc.fields_compute(_actor bigint, _case yc.case_file, _seq bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _values jsonb := yc.case_values(_case.region, _case.id);
    _field  jsonb;
    _value  text;
BEGIN
    FOR _field IN
        SELECT f FROM yc.definition d, jsonb_array_elements(d.content -> 'fields') WITH ORDINALITY AS e(f, n)
        WHERE d.id = _case.definition_id AND f ? 'compute' ORDER BY n
    LOOP
        _value := yc.value_computed(_field, _values);
        IF _value IS NULL AND EXISTS (SELECT FROM yc.case_field f WHERE f.region = _case.region AND f.case_id = _case.id
                                      AND f.field = _field ->> 'key' AND f.source = 'computed') THEN
            _value := ''; -- what it followed from says nothing any more
        END IF;
        IF _value IS NOT NULL AND _value IS DISTINCT FROM coalesce(_values ->> (_field ->> 'key'), '') THEN
            PERFORM yc.field_put(_actor, _case, _field ->> 'key', _value, 'computed', NULL, _seq);
            _values := _values || jsonb_build_object(_field ->> 'key', _value);
        END IF;
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.fields_compute(bigint, yc.case_file, bigint) IS 'Fills in the fields that follow from others.';

CREATE FUNCTION yc.fields_prefill(_actor bigint, _case yc.case_file, _person yc.person) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _record  jsonb := jsonb_strip_nulls(to_jsonb(_person)); -- a field marked person has the key of the record's column
    _earlier bigint;
    _day     date;
    _field   jsonb;
    _from    record;
BEGIN
    SELECT c.id, (c.accepted_at AT TIME ZONE 'Asia/Shanghai')::date INTO _earlier, _day FROM yc.case_file c
    WHERE c.region = _case.region AND c.person_id = _person.id AND c.id <> _case.id AND c.accepted_at IS NOT NULL AND c.state <> 'void'
    ORDER BY c.accepted_at DESC LIMIT 1;
    FOR _field IN SELECT f FROM yc.definition d, jsonb_array_elements(d.content -> 'fields') f WHERE d.id = _case.definition_id LOOP
        IF _field ? 'ask' THEN
            CONTINUE;
        END IF;
        SELECT v.value, v.source, v.source_on INTO _from FROM (
            SELECT 1 AS rank, _record ->> (_field ->> 'key') AS value, 'person' AS source,
                   CASE WHEN _field ->> 'key' = 'mobile' THEN _person.mobile_on END AS source_on
            WHERE (_field ->> 'person')::boolean
            UNION ALL
            SELECT 2, f.value, 'earlier', _day FROM yc.case_field f
            WHERE (_field ->> 'earlier')::boolean AND f.region = _case.region AND f.case_id = _earlier AND f.field = _field ->> 'key'
            UNION ALL
            SELECT 3, _field ->> 'fixed', 'fixed', NULL
        ) v WHERE v.value <> '' ORDER BY v.rank LIMIT 1;
        IF FOUND THEN
            PERFORM yc.field_put(_actor, _case, _field ->> 'key', _from.value, _from.source, _from.source_on, 0);
        END IF;
    END LOOP;
    PERFORM yc.fields_compute(_actor, _case, 0);
END $$;
COMMENT ON FUNCTION yc.fields_prefill(bigint, yc.case_file, yc.person) IS
    'Fills a new form from the person''s record, their latest earlier case and the definition''s defaults; what decides the right (ask) stays empty.';

CREATE FUNCTION yc.case_holding(_actor bigint, _region int, _case_id bigint, _token uuid) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _case yc.case_file;
BEGIN
    PERFORM FROM yc.case_file c WHERE c.region = _region AND c.id = _case_id FOR SHARE;
    _case := yc.case_visible(_actor, _region, _case_id);
    PERFORM yc.refuse(yc.right_refusal(_actor, 'accept', _case.region, _case.hall, _case.item));
    PERFORM yc.refuse(yc.fill_obstacle(_actor, _case, coalesce(_token, '00000000-0000-0000-0000-000000000000')));
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_holding(bigint, int, bigint, uuid) IS
    'The case that this person fills in with this token, held against a take-over until the end of the transaction. Refuses otherwise.';

CREATE FUNCTION yc.signed_on(_login text) RETURNS yc.login_failure LANGUAGE sql AS $$
    DELETE FROM yc.login_failure WHERE login = _login RETURNING login, count, last_at
$$;
COMMENT ON FUNCTION yc.signed_on(text) IS 'Ends the count of failed logins of somebody who is in now; returns it.';

SET LOCAL ROLE yc_desk;

-- --- signing on

CREATE FUNCTION desk.sign_on() RETURNS TABLE (staff_id bigint, login text, name_zh text, name_en text, demonstration boolean,
    now timestamptz, failures int, failed_at timestamptz, tended_seconds int, schema int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor    bigint := yc.actor();
    _failures yc.login_failure := yc.signed_on(session_user::text);
BEGIN
    RETURN QUERY SELECT s.id, s.login, s.name_zh, s.name_en, yc.setting('demonstration') = 'yes', yc.now(),
        coalesce(_failures.count, 0), _failures.last_at,
        least(extract(epoch FROM yc.now() - greatest(t.tended_at, '2000-01-01')), 2000000000)::int,
        (SELECT max(m.number) FROM yc.migration m)
    FROM yc.staff s, yc.tending t WHERE s.id = _actor;
END $$;
COMMENT ON FUNCTION desk.sign_on() IS
    'Who I am, the time of the database, failed logins since my last one (the count ends here), seconds since the database was tended, the number of its newest migration. Refuses E_STAFF_UNKNOWN, E_STAFF_DISABLED.';

CREATE FUNCTION desk.my_grants() RETURNS TABLE (action text, region int, region_zh text, region_en text, hall smallint, hall_zh text, hall_en text, item text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT g.action, g.region, r.name_zh, r.name_en, h.hall, h.name_zh, h.name_en, g.item
    FROM yc.staff_grant g
    LEFT JOIN yc.region r ON r.code = g.region::text
    LEFT JOIN yc.hall h ON h.region = g.region AND (g.hall IS NULL OR h.hall = g.hall)
    WHERE g.staff_id = yc.actor() AND g.revoked_at IS NULL AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
    ORDER BY g.action, g.region, h.hall, g.item
$$;
COMMENT ON FUNCTION desk.my_grants() IS 'What I may do today and where, a row for each hall.';

CREATE FUNCTION desk.window_take(_region int, _hall smallint, _window smallint) RETURNS TABLE (window_number smallint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM yc.refuse(yc.window_refusal(yc.actor(), _region, _hall, _window));
    RETURN QUERY SELECT _window;
END $$;
COMMENT ON FUNCTION desk.window_take(int, smallint, smallint) IS 'Whether I may sit at this window: asked at sign-on, so that nobody learns it before an applicant. Refuses E_RIGHT_MISSING, E_WINDOW_UNKNOWN {window, hall}.';

CREATE FUNCTION desk.my_regions() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT g.region), '{}') FROM yc.staff_grant g
    WHERE g.staff_id = yc.actor() AND g.revoked_at IS NULL AND g.action <> 'operate'
      AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
$$;
COMMENT ON FUNCTION desk.my_regions() IS 'Regions whose cases I may see; the views filter by it.';

-- --- definitions

CREATE FUNCTION desk.item_list(_region int) RETURNS TABLE (definition_id int, item text, version int, name_zh text, name_en text, acceptable boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.id, d.code, d.version, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en',
           yc.has_right(yc.actor(), 'accept', _region, NULL, d.code)
    FROM yc.definition d
    WHERE d.kind = 'item' AND d.id = yc.definition_current('item', d.code)
      AND _region = ANY (desk.my_regions())
    ORDER BY d.code
$$;
COMMENT ON FUNCTION desk.item_list(int) IS 'Items in force today, and whether I may accept them.';

CREATE FUNCTION desk.definition_bundle(_definition int) RETURNS TABLE (kind text, code text, version int, body text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.kind, p.code, p.version, p.body
    FROM yc.definition d
    JOIN yc.definition p ON p.id = d.id OR p.id IN (SELECT v.value::int FROM jsonb_each_text(d.pins) v)
    WHERE d.id = _definition AND d.kind = 'item' AND yc.actor() IS NOT NULL
    ORDER BY p.kind <> 'codes', p.kind <> 'letter', p.code
$$;
COMMENT ON FUNCTION desk.definition_bundle(int) IS
    'The resolved text of an item''s version with the code lists and letters that it pins, in the order to load them. It never changes: cache it by its id.';

CREATE FUNCTION desk.reason_list(_list text) RETURNS TABLE (code text, name_zh text, name_en text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT v.key, v.value ->> 'zh', v.value ->> 'en'
    FROM yc.definition d, jsonb_each(d.content -> 'values') v
    WHERE d.id = yc.definition_current('codes', _list) AND yc.actor() IS NOT NULL
      AND NOT coalesce((v.value ->> 'closed')::boolean, false)
    ORDER BY v.key
$$;
COMMENT ON FUNCTION desk.reason_list(text) IS 'The open codes of a code list as they stand today (return_reason, deny_reason, clock_stop, ...).';

CREATE FUNCTION desk.region_known(_code text) RETURNS TABLE (known boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM yc.region r WHERE r.code = _code) WHERE yc.actor() IS NOT NULL
$$;
COMMENT ON FUNCTION desk.region_known(text) IS
    'Whether six digits stand in the table of GB/T 2260 that was loaded: a number with an unknown region is looked at twice, never refused.';

-- --- person and visit

CREATE FUNCTION desk.person_find(_region int, _hall smallint, _id_type text, _id_no text)
RETURNS TABLE (person_id bigint, name text, id_type text, id_no text, sex text, birth date, mobile text, mobile_on date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor  bigint := yc.actor();
    _fault  text := yc.check_value('id_any', coalesce(_id_no, ''), _id_type, yc.today());
    _person yc.person;
BEGIN
    IF NOT yc.has_right(_actor, 'accept', _region, _hall) THEN
        PERFORM yc.refuse('E_RIGHT_MISSING', 'action', 'accept', 'region', _region::text, 'item', '');
    ELSIF _fault LIKE 'E%' THEN
        PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'id_no', 'check', 'id_any');
    END IF;
    SELECT * INTO _person FROM yc.person p WHERE p.region = _region AND p.id_type = _id_type AND p.id_no = _id_no;
    IF FOUND THEN
        PERFORM yc.read_log_append(_actor, _region, 'person_find', NULL, _person.id, 'name', 'identify at the window');
        RETURN QUERY SELECT * FROM jsonb_to_record(yc.person_row(_person))
            AS r(person_id bigint, name text, id_type text, id_no text, sex text, birth date, mobile text, mobile_on date);
    END IF;
END $$;
COMMENT ON FUNCTION desk.person_find(int, smallint, text, text) IS
    'The person of a credential, or no row; noted in the read log. Refuses E_RIGHT_MISSING, E_VALUE_REFUSED {field, check}.';

CREATE FUNCTION desk.visit_begin(_command uuid, _region int, _hall smallint, _window smallint, _id_type text, _id_no text, _name text)
RETURNS TABLE (visit_id bigint, person_id bigint, name text, id_type text, id_no text, sex text, birth date, mobile text, mobile_on date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor  bigint := yc.actor();
    _reply  jsonb := yc.command_begin(_actor, _region, _command, 'visit_begin', _hall::text, _window::text, _id_type, _id_no, _name);
    _person yc.person;
    _visit  bigint;
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.window_refusal(_actor, _region, _hall, _window));
        IF yc.check_value('id_any', coalesce(_id_no, ''), _id_type, yc.today()) LIKE 'E%' THEN
            PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'id_no', 'check', 'id_any');
        END IF;
        SELECT * INTO _person FROM yc.person p WHERE p.region = _region AND p.id_type = _id_type AND p.id_no = _id_no;
        IF NOT FOUND THEN
            IF coalesce(_name, '') = '' OR yc.check_value('name_any', _name, NULL, yc.today()) LIKE 'E%' THEN
                PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'name', 'check', 'name_any');
            END IF;
            INSERT INTO yc.person (region, id_type, id_no, name, created_at) VALUES (_region, _id_type, _id_no, _name, yc.now())
            ON CONFLICT ON CONSTRAINT person_credential DO UPDATE SET id_no = excluded.id_no RETURNING * INTO _person;
        END IF;
        INSERT INTO yc.visit (region, hall, window_number, clerk, person_id, started_at)
        VALUES (_region, _hall, _window, _actor, _person.id, yc.now()) RETURNING id INTO _visit;
        PERFORM yc.read_log_append(_actor, _region, 'visit_begin', NULL, _person.id, 'name', 'visit ' || _visit);
        _reply := yc.command_end(_region, _command, yc.person_row(_person) || jsonb_build_object('visit_id', _visit));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply)
        AS r(visit_id bigint, person_id bigint, name text, id_type text, id_no text, sex text, birth date, mobile text, mobile_on date);
END $$;
COMMENT ON FUNCTION desk.visit_begin(uuid, int, smallint, smallint, text, text, text) IS
    'A person came to a window: the visit, and the person (made from number and name when unknown; the name of a known person is not changed).';

CREATE FUNCTION desk.visit_set(_command uuid, _region int, _visit bigint, _change text, _window smallint, _word text) RETURNS TABLE (visit_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'visit_set', _visit::text, _change, _window::text, _word);
    _row   yc.visit;
BEGIN
    IF _reply IS NULL THEN
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
        ELSE
            PERFORM yc.refuse('E_VISIT_CHANGE', 'change', _change);
        END CASE;
        _reply := yc.command_end(_region, _command, jsonb_build_object('visit_id', _visit));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'visit_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.visit_set(uuid, int, bigint, text, smallint, text) IS
    'park (word: why), resume at a window (also another clerk''s parked visit), end (word: accepted, received, lacking, asked, left). Refuses E_VISIT_UNKNOWN, E_VISIT_ENDED, E_VISIT_OTHERS {who}, E_VISIT_CHANGE {change}, E_VALUE_REFUSED {field, check}.';

CREATE FUNCTION desk.visit_list(_region int, _hall smallint)
RETURNS TABLE (visit_id bigint, person_id bigint, name text, clerk text, mine boolean, window_number smallint, started_at timestamptz, parked_at timestamptz, park_reason text,
               drafts int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT v.id, v.person_id, yc.mask('name_any', p.name), yc.staff_name(v.clerk), v.clerk = yc.actor(), v.window_number, v.started_at, v.parked_at, v.park_reason,
           (SELECT count(*)::int FROM yc.case_file c WHERE c.region = v.region AND c.visit_id = v.id AND c.state = 'draft')
    FROM yc.visit v JOIN yc.person p ON p.region = v.region AND p.id = v.person_id
    WHERE v.region = _region AND v.hall = _hall AND v.ended_at IS NULL
      AND (v.clerk = yc.actor() OR v.parked_at IS NOT NULL) AND yc.has_right(yc.actor(), 'accept', _region, _hall)
    ORDER BY v.parked_at IS NULL, v.started_at LIMIT 50
$$;
COMMENT ON FUNCTION desk.visit_list(int, smallint) IS 'Open visits of a hall: mine, and everybody''s parked ones; names masked.';

CREATE FUNCTION desk.visit_show(_region int, _visit bigint)
RETURNS TABLE (visit_id bigint, person_id bigint, name text, id_type text, id_no text, sex text, birth date, mobile text, mobile_on date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _row   yc.visit;
BEGIN
    SELECT * INTO _row FROM yc.visit v WHERE v.region = _region AND v.id = _visit AND v.clerk = _actor AND v.ended_at IS NULL;
    IF NOT FOUND THEN
        PERFORM yc.refuse('E_VISIT_UNKNOWN', 'visit', _visit::text);
    END IF;
    PERFORM yc.read_log_append(_actor, _region, 'visit_show', NULL, _row.person_id, 'name', 'visit ' || _visit);
    RETURN QUERY SELECT r.* FROM yc.person p, jsonb_to_record(yc.person_row(p) || jsonb_build_object('visit_id', _visit))
        AS r(visit_id bigint, person_id bigint, name text, id_type text, id_no text, sex text, birth date, mobile text, mobile_on date)
    WHERE p.region = _region AND p.id = _row.person_id;
END $$;
COMMENT ON FUNCTION desk.visit_show(int, bigint) IS 'The person of my open visit, as visit_begin showed them. Refuses E_VISIT_UNKNOWN.';

CREATE FUNCTION desk.person_cases(_region int, _person bigint)
RETURNS TABLE (case_id bigint, visit_id bigint, number text, item text, item_zh text, item_en text, state text, stage text, since timestamptz, holder text, mine boolean,
               returned_for text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.id, c.visit_id, c.number, c.item, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en', c.state, c.stage,
           coalesce(c.accepted_at, c.created_at), yc.staff_name(c.holder), c.holder = yc.actor(),
           (SELECT r.note FROM yc.decision r WHERE c.state = 'returned' AND r.region = c.region AND r.case_id = c.id AND r.decision = 'return'
            ORDER BY r.decided_at DESC LIMIT 1)
    FROM yc.case_file c JOIN yc.definition d ON d.id = c.definition_id
    WHERE c.region = _region AND c.person_id = _person AND yc.may_see(yc.actor(), c.region, c.hall, c.item)
    ORDER BY c.id DESC LIMIT 50
$$;
COMMENT ON FUNCTION desk.person_cases(int, bigint) IS 'The newest 50 cases of a person that I may see; of a returned one the words that it was returned with.';

-- --- filling in

CREATE FUNCTION desk.case_open(_command uuid, _region int, _visit bigint, _item text)
RETURNS TABLE (case_id bigint, token uuid, version int, definition_id int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor      bigint := yc.actor();
    _reply      jsonb := yc.command_begin(_actor, _region, _command, 'case_open', _visit::text, _item);
    _definition int := yc.definition_current('item', _item);
    _row        yc.visit;
    _person     yc.person;
    _case       yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        SELECT * INTO _row FROM yc.visit v WHERE v.region = _region AND v.id = _visit FOR SHARE;
        IF NOT FOUND OR _row.clerk <> _actor OR _row.ended_at IS NOT NULL THEN
            PERFORM yc.refuse('E_VISIT_UNKNOWN', 'visit', _visit::text);
        ELSIF _definition IS NULL THEN
            PERFORM yc.refuse('E_ITEM_UNKNOWN', 'item', _item);
        END IF;
        PERFORM yc.refuse(yc.right_refusal(_actor, 'accept', _region, _row.hall, _item));
        SELECT * INTO STRICT _person FROM yc.person p WHERE p.region = _region AND p.id = _row.person_id;
        PERFORM yc.refuse(yc.kin_refusal(_actor, ARRAY[upper(_person.id_no)]));
        INSERT INTO yc.case_file (region, state, item, definition_id, visit_id, person_id, hall, window_number, created_by, created_at, holder, token, held_since)
        VALUES (_region, 'draft', _item, _definition, _visit, _person.id, _row.hall, _row.window_number, _actor, yc.now(), _actor, gen_random_uuid(), yc.now())
        RETURNING * INTO _case;
        INSERT INTO yc.case_salt (region, case_id, salt) VALUES (_region, _case.id, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
        PERFORM yc.fields_prefill(_actor, _case, _person);
        PERFORM yc.journal_append(_actor, _region, _case.id, 'open', jsonb_build_object('item', _item, 'definition', _definition, 'window', _row.window_number));
        _reply := yc.command_end(_region, _command, (SELECT jsonb_build_object('case_id', c.id, 'token', c.token, 'version', c.version, 'definition_id', c.definition_id)
                                                     FROM yc.case_file c WHERE c.region = _region AND c.id = _case.id));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, token uuid, version int, definition_id int);
END $$;
COMMENT ON FUNCTION desk.case_open(uuid, int, bigint, text) IS
    'Begins a draft in my open visit, prefilled. Refuses E_VISIT_UNKNOWN, E_ITEM_UNKNOWN {item}, E_RIGHT_MISSING, E_OWN_CASE, E_KIN_CASE.';

CREATE FUNCTION desk.case_take(_command uuid, _region int, _case_id bigint)
RETURNS TABLE (case_id bigint, token uuid, version int, definition_id int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'case_take', _case_id::text);
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_locked(_actor, _region, _case_id);
        PERFORM yc.refuse(yc.right_refusal(_actor, 'accept', _region, _case.hall, _case.item));
        PERFORM yc.refuse(yc.kin_refusal(_actor, yc.case_people(_region, _case_id)));
        IF _case.state NOT IN ('draft', 'returned') THEN
            PERFORM yc.refuse('E_CASE_STATE', 'state', _case.state, 'number', _case.number);
        END IF;
        UPDATE yc.case_file c SET holder = _actor, token = gen_random_uuid(), held_since = yc.now() WHERE c.region = _region AND c.id = _case_id;
        PERFORM yc.journal_append(_actor, _region, _case_id, 'take', jsonb_build_object('from', _case.holder));
        _reply := yc.command_end(_region, _command, (SELECT jsonb_build_object('case_id', c.id, 'token', c.token, 'version', c.version, 'definition_id', c.definition_id)
                                                     FROM yc.case_file c WHERE c.region = _region AND c.id = _case_id));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, token uuid, version int, definition_id int);
END $$;
COMMENT ON FUNCTION desk.case_take(uuid, int, bigint) IS
    'Takes a draft or a returned case over: a new token, what the former holder sends late is refused. Refuses E_CASE_UNKNOWN, E_RIGHT_MISSING, E_CASE_STATE, E_OWN_CASE, E_KIN_CASE.';

CREATE FUNCTION desk.field_save(_region int, _case_id bigint, _token uuid, _seq bigint, _field text, _value text) RETURNS TABLE (seq bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_holding(_actor, _region, _case_id, _token);
    _given jsonb := yc.field_of(_case.definition_id, _field);
BEGIN
    IF _given IS NULL THEN
        PERFORM yc.refuse('E_FIELD_UNKNOWN', 'field', _field);
    ELSIF _value IS NULL OR char_length(_value) > 2000 THEN
        PERFORM yc.refuse('E_VALUE_REFUSED', 'field', _field, 'check', 'text');
    ELSIF (_given ->> 'person')::boolean AND _field <> 'mobile' THEN
        PERFORM yc.refuse('E_FIELD_PERSON', 'field', _field); -- the credential says it, nobody types it
    ELSIF _seq IS NULL OR _seq NOT BETWEEN 1 AND 1000000000000 THEN
        PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'seq', 'check', 'int'); -- the next holder counts on from it
    END IF;
    PERFORM yc.field_put(_actor, _case, _field, _value, 'typed', NULL, _seq);
    PERFORM yc.fields_compute(_actor, _case, _seq);
    RETURN QUERY SELECT _seq;
END $$;
COMMENT ON FUNCTION desk.field_save(int, bigint, uuid, bigint, text, text) IS
    'Stores one field of a case that I hold ('''' empties it), in the order of _seq (an older one changes nothing), and the fields computed from it. A wrong value is stored too: only acceptance refuses it. Refuses E_CASE_HELD, E_CASE_STATE, E_FIELD_UNKNOWN, E_FIELD_PERSON, E_VALUE_REFUSED.';

CREATE FUNCTION desk.case_fields(_region int, _case_id bigint)
RETURNS TABLE (place int, field text, name_zh text, name_en text, value text, masked boolean, code_zh text, code_en text, source text, source_on date, seq bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
BEGIN
    PERFORM yc.read_log_append(_actor, _region, 'case_fields', _case_id, _case.person_id, 'unmasked fields', 'case ' || coalesce(_case.number, 'draft'));
    RETURN QUERY SELECT g.n::int, f.field, g.d -> 'name' ->> 'zh', g.d -> 'name' ->> 'en',
        CASE WHEN m.masked THEN yc.mask(coalesce(g.d ->> 'check', 'text'), f.value) ELSE f.value END, m.masked,
        l.content -> 'values' -> f.value ->> 'zh', l.content -> 'values' -> f.value ->> 'en', f.source, f.source_on, f.seq
    FROM yc.definition x
    CROSS JOIN LATERAL jsonb_array_elements(x.content -> 'fields') WITH ORDINALITY AS g(d, n)
    JOIN yc.case_field f ON f.region = _region AND f.case_id = _case_id AND f.field = g.d ->> 'key'
    CROSS JOIN LATERAL (
        -- A wrong value is shown to the one who fills the case in: behind its mask nobody could see what is wrong with it.
        SELECT coalesce((g.d ->> 'masked')::boolean, false) AND f.value <> '' AND NOT (
            _case.state IN ('draft', 'returned') AND _case.holder = _actor
            AND coalesce(yc.field_fault(g.d, yc.case_values(_region, _case_id), x.pins) LIKE 'E%', false)) AS masked) m
    LEFT JOIN yc.definition l ON l.id = (x.pins ->> ('codes:' || CASE g.d ->> 'type' WHEN 'region' THEN 'region' ELSE g.d ->> 'codes' END))::int
    WHERE x.id = _case.definition_id
    ORDER BY g.n;
END $$;
COMMENT ON FUNCTION desk.case_fields(int, bigint) IS 'The values of a case that I may see, in the order of its definition, codes with their names; those marked masked in the definition come masked, but for wrong ones of a case that I fill in. Noted in the read log.';

CREATE FUNCTION desk.case_faults(_region int, _case_id bigint) RETURNS TABLE (place text, key text, code text, detail text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT f.place, f.key, f.code, f.detail
    FROM (SELECT yc.case_visible(yc.actor(), _region, _case_id) AS row OFFSET 0) visible, yc.case_faults(_region, (visible.row).id) f
$$;
COMMENT ON FUNCTION desk.case_faults(int, bigint) IS 'What a case lacks or has wrong, as acceptance will judge it.';

-- --- materials

CREATE FUNCTION desk.material_add(_command uuid, _region int, _case_id bigint, _token uuid, _kind text, _file_name text, _content bytea, _signed_on date)
RETURNS TABLE (material_id bigint, sha256 text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor    bigint := yc.actor();
    _hash     bytea := sha256(_content);
    _reply    jsonb := yc.command_begin(_actor, _region, _command, 'material_add', _case_id::text, _kind, _file_name, encode(_hash, 'hex'), _signed_on::text);
    _case     yc.case_file;
    _wanted   jsonb;
    _material bigint;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_holding(_actor, _region, _case_id, _token);
        SELECT m INTO _wanted FROM yc.definition d, jsonb_array_elements(d.content -> 'materials') m
        WHERE d.id = _case.definition_id AND m ->> 'key' = _kind;
        IF _wanted IS NULL THEN
            PERFORM yc.refuse('E_MATERIAL_UNKNOWN', 'material', _kind);
        ELSIF _content IS NULL AND NOT _wanted ? 'letter' THEN
            PERFORM yc.refuse('E_MATERIAL_NO_LETTER', 'material', _kind);
        ELSIF _content IS NULL AND (_signed_on IS NULL OR _signed_on > yc.today()) THEN
            PERFORM yc.refuse('E_LETTER_UNSIGNED', 'material', _kind);
        ELSIF _content IS NOT NULL AND yc.check_text(coalesce(_file_name, ''), '1..255') LIKE 'E%' THEN
            PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'file_name', 'check', 'text');
        ELSIF length(_content) = 0 OR length(_content) > yc.setting('material_bytes')::int THEN
            PERFORM yc.refuse('E_MATERIAL_SIZE', 'size', length(_content)::text, 'most', yc.setting('material_bytes'));
        END IF;
        UPDATE yc.material m SET removed_at = yc.now(), removed_by = _actor
        WHERE m.region = _region AND m.case_id = _case_id AND m.kind = _kind AND m.removed_at IS NULL;
        IF _content IS NULL THEN
            INSERT INTO yc.material (region, case_id, kind, way, letter_id, signed_on, added_by, added_at)
            SELECT _region, _case_id, _kind, 'commitment', (d.pins ->> ('letter:' || (_wanted ->> 'letter')))::int, _signed_on, _actor, yc.now()
            FROM yc.definition d WHERE d.id = _case.definition_id RETURNING id INTO _material;
        ELSE
            INSERT INTO yc.material (region, case_id, kind, way, file_name, byte_count, sha256, added_by, added_at)
            VALUES (_region, _case_id, _kind, 'file', _file_name, length(_content), _hash, _actor, yc.now()) RETURNING id INTO _material;
            INSERT INTO yc.material_content (region, material_id, content) VALUES (_region, _material, _content);
        END IF;
        _reply := yc.command_end(_region, _command, jsonb_build_object('material_id', _material, 'sha256', encode(_hash, 'hex')));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'material_id')::bigint, _reply ->> 'sha256';
END $$;
COMMENT ON FUNCTION desk.material_add(uuid, int, bigint, uuid, text, text, bytea, date) IS
    'Hands a material in: a file''s bytes (SHA-256 computed here), or without bytes the signed commitment letter that may stand in its place. Replaces an earlier one of the kind, which stays in the history. Refuses E_MATERIAL_UNKNOWN, E_MATERIAL_NO_LETTER, E_LETTER_UNSIGNED, E_MATERIAL_SIZE {size, most}, E_VALUE_REFUSED {field, check} for a name that is none.';

CREATE FUNCTION desk.material_remove(_command uuid, _region int, _case_id bigint, _token uuid, _material bigint) RETURNS TABLE (material_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'material_remove', _case_id::text, _material::text);
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_holding(_actor, _region, _case_id, _token);
        UPDATE yc.material m SET removed_at = yc.now(), removed_by = _actor
        WHERE m.region = _region AND m.case_id = _case.id AND m.id = _material AND m.removed_at IS NULL;
        IF NOT FOUND THEN
            PERFORM yc.refuse('E_MATERIAL_UNKNOWN', 'material', _material::text);
        END IF;
        _reply := yc.command_end(_region, _command, jsonb_build_object('material_id', _material));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'material_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.material_remove(uuid, int, bigint, uuid, bigint) IS 'Takes a material of a case that I hold back; it stays in the history.';

CREATE FUNCTION desk.case_materials(_region int, _case_id bigint)
RETURNS TABLE (material_id bigint, kind text, name_zh text, name_en text, way text, file_name text, byte_count int, sha256 text, signed_on date, added_at timestamptz, added_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.id, m.kind, w -> 'name' ->> 'zh', w -> 'name' ->> 'en', m.way, m.file_name, m.byte_count, encode(m.sha256, 'hex'), m.signed_on, m.added_at, yc.staff_name(m.added_by)
    FROM (SELECT yc.case_visible(yc.actor(), _region, _case_id) AS row OFFSET 0) visible
    JOIN yc.material m ON m.region = (visible.row).region AND m.case_id = (visible.row).id AND m.removed_at IS NULL
    JOIN yc.definition d ON d.id = (visible.row).definition_id
    CROSS JOIN LATERAL jsonb_array_elements(d.content -> 'materials') WITH ORDINALITY AS e(w, n)
    WHERE w ->> 'key' = m.kind ORDER BY n, m.id
$$;
COMMENT ON FUNCTION desk.case_materials(int, bigint) IS 'The materials of a case that I may see.';

CREATE FUNCTION desk.material_read(_region int, _material bigint, _purpose text) RETURNS TABLE (file_name text, content bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _row   yc.material;
    _case  yc.case_file;
BEGIN
    SELECT * INTO _row FROM yc.material m WHERE m.region = _region AND m.id = _material AND m.way = 'file';
    SELECT * INTO _case FROM yc.case_file c WHERE c.region = _region AND c.id = _row.case_id;
    IF NOT FOUND OR NOT yc.may_see(_actor, _region, _case.hall, _case.item) THEN
        PERFORM yc.refuse('E_MATERIAL_UNKNOWN', 'material', _material::text);
    END IF;
    PERFORM yc.refuse(yc.purpose_refusal(_purpose));
    PERFORM yc.read_log_append(_actor, _region, 'material_read', _row.case_id, _case.person_id, 'material ' || _row.kind, _purpose);
    RETURN QUERY SELECT _row.file_name, c.content FROM yc.material_content c WHERE c.region = _region AND c.material_id = _material;
END $$;
COMMENT ON FUNCTION desk.material_read(int, bigint, text) IS 'The bytes of a file of a case that I may see; noted in the read log. Refuses E_MATERIAL_UNKNOWN, E_PURPOSE_MISSING.';

-- --- acceptance

CREATE FUNCTION desk.case_accept(_command uuid, _region int, _case_id bigint, _token uuid, _version int)
RETURNS TABLE (case_id bigint, number text, accepted_at timestamptz, promised_due date, statutory_due date, state text, stage text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'case_accept', _case_id::text, _token::text, _version::text);
    _case  yc.case_file;
    _first boolean;
    _stage text;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_locked(_actor, _region, _case_id);
        PERFORM yc.refuse(yc.accept_obstacle(_actor, _case, coalesce(_token, '00000000-0000-0000-0000-000000000000'), coalesce(_version, 0)));
        _first := _case.state = 'draft';
        _stage := yc.stage_after(_case.definition_id, 'accept');
        PERFORM yc.case_settle(_case);
        _case := CASE WHEN _first THEN yc.case_accept_first(_actor, _case) ELSE yc.suspension_close(_case) END;
        PERFORM yc.journal_append(_actor, _region, _case_id, CASE WHEN _first THEN 'accept' ELSE 'resubmit' END,
            jsonb_build_object('number', _case.number, 'promised', _case.promised_due, 'statutory', _case.statutory_due, 'stage', _stage)
            || yc.case_digests(_region, _case_id));
        _case := yc.case_advance(_case, _stage); -- after the journal, which tells the task who may not have it
        _reply := yc.command_end(_region, _command, to_jsonb(_case) || jsonb_build_object('case_id', _case.id));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply)
        AS r(case_id bigint, number text, accepted_at timestamptz, promised_due date, statutory_due date, state text, stage text);
END $$;
COMMENT ON FUNCTION desk.case_accept(uuid, int, bigint, uuid, int) IS
    'Accepts a draft that I hold (its number is given here, once), or hands a returned case in again (it keeps its number; the clock goes on). The refusals are those of yc.accept_obstacle().';

CREATE FUNCTION desk.receipt(_region int, _case_id bigint)
RETURNS TABLE (number text, item_zh text, item_en text, name text, id_no text, hall_zh text, hall_en text, window_number smallint, clerk text, accepted_at timestamptz,
               promised_due date, promised_days int, promised_unit text, statutory_due date, statutory_days int, statutory_unit text, statutory_basis text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
BEGIN
    IF _case.number IS NULL THEN
        RETURN;
    END IF;
    PERFORM yc.read_log_append(_actor, _region, 'receipt', _case_id, _case.person_id, 'name', 'case ' || _case.number);
    RETURN QUERY SELECT c.number, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en', p.name, yc.mask('id_any', p.id_no), h.name_zh, h.name_en, c.window_number,
           yc.staff_name(c.accepted_by), c.accepted_at,
           c.promised_due, (d.content -> 'limits' -> 'promised' ->> 'days')::int, d.content -> 'limits' -> 'promised' ->> 'unit',
           c.statutory_due, (d.content -> 'limits' -> 'statutory' ->> 'days')::int, d.content -> 'limits' -> 'statutory' ->> 'unit',
           d.content -> 'limits' -> 'statutory' ->> 'basis'
    FROM yc.case_file c
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    JOIN yc.hall h ON h.region = c.region AND h.hall = c.hall
    WHERE c.region = _region AND c.id = _case_id;
END $$;
COMMENT ON FUNCTION desk.receipt(int, bigint) IS
    'What the receipt of acceptance (受理通知书) says, the name in full (noted in the read log); no row before the acceptance is committed.';
