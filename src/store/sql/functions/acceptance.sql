-- Acceptance in a quarter of the time that it took (tests/bench measures it beside a transaction written by hand): what a case holds is read once and handed
-- on (contents.sql), what was asked once for every field is asked once, and the case is written once.

-- --- what stands against it

CREATE OR REPLACE FUNCTION yc.accept_obstacle(_actor bigint, _case yc.case_file, _token uuid, _version int, _held yc.contents) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal := yc.right_refusal(_actor, 'accept', _case.region, _case.hall, _case.item);
    _lacking record;
BEGIN
    IF _refusal.code IS NULL THEN
        _refusal := yc.fill_obstacle(_actor, _case, _token);
    END IF;
    IF _refusal.code IS NULL AND _case.version <> _version THEN
        _refusal := yc.moved_refusal(_case, _version);
    END IF;
    IF _refusal.code IS NULL THEN
        _refusal := yc.case_closed(_case);
    END IF;
    IF _refusal.code IS NULL AND _actor = ANY (_held.related) THEN
        _refusal := yc.kin_refusal(_actor, _held.people);
    END IF;
    IF _refusal.code IS NULL AND _held.hidden IS NULL THEN
        SELECT count(*) AS count, (array_agg(f.place || ' ' || f.key))[1] AS first INTO _lacking
        FROM yc.contents_faults(_case.definition_id, _held.fields, _held.handed) f WHERE f.code LIKE 'E%';
        IF _lacking.count > 0 THEN
            _refusal := ROW('E_CASE_INCOMPLETE', ARRAY['count', _lacking.count::text, 'first', _lacking.first]);
        END IF;
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.accept_obstacle(bigint, yc.case_file, uuid, int, yc.contents) IS
    'What stands against accepting a case that holds this, or NULL: right, state, holder, version, a closed item, own or kin case, then what it lacks (E_CASE_INCOMPLETE {count, first}), unless there is a verdict on it.';

CREATE OR REPLACE FUNCTION yc.accept_obstacle(_actor bigint, _case yc.case_file, _token uuid, _version int) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN yc.accept_obstacle(_actor, _case, _token, _version, yc.case_contents(_case));
END $$;
COMMENT ON FUNCTION yc.accept_obstacle(bigint, yc.case_file, uuid, int) IS
    'What stands against accepting a case, or NULL: right, state, holder, version, a closed item, own or kin case, then what it lacks (E_CASE_INCOMPLETE {count, first}).';

-- --- what it writes

-- The sequence is nearly always there; a row that is not needed is not tried to be written.
CREATE OR REPLACE FUNCTION yc.hall_day_name(_region int, _hall smallint, _day date) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN 'serial_' || _region || '_' || _hall || '_' || to_char(_day, 'YYYYMMDD');
END $$;
COMMENT ON FUNCTION yc.hall_day_name(int, smallint, date) IS 'The sequence of case serials of a hall''s day.';

CREATE OR REPLACE FUNCTION yc.hall_serial(_region int, _hall smallint, _day date) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _name     text := 'yc.' || yc.hall_day_name(_region, _hall, _day);
    _sequence regclass := to_regclass(_name);
BEGIN
    IF _sequence IS NULL THEN
        PERFORM yc.hall_day_open(_region, _hall, _day);
        _sequence := _name;
    END IF;
    RETURN nextval(_sequence);
END $$;
COMMENT ON FUNCTION yc.hall_serial(int, smallint, date) IS
    'The next serial (1..99999) of a hall''s day. No lock is held over the commit; gaps are allowed.';

CREATE OR REPLACE FUNCTION yc.receipt_next(_actor bigint, _case yc.case_file, _window smallint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _issue int;
BEGIN
    INSERT INTO yc.receipt_issue (region, case_id, issue, number, window_number, issued_at, issued_by)
    SELECT _case.region, _case.id, coalesce(max(i.issue), 0) + 1, _case.number, _window, yc.now(), _actor
    FROM yc.receipt_issue i WHERE i.region = _case.region AND i.case_id = _case.id RETURNING issue INTO _issue;
    RETURN _issue;
END $$;
COMMENT ON FUNCTION yc.receipt_next(bigint, yc.case_file, smallint) IS 'Issues the next receipt of a case that the caller has locked; returns which it is.';

CREATE OR REPLACE FUNCTION yc.case_settle(_case yc.case_file, _held yc.contents) RETURNS yc.contents LANGUAGE plpgsql AS $$
DECLARE
    _gone  text[] := coalesce(_held.hidden, yc.contents_hidden(_case.definition_id, _held.fields)) || _held.blank;
    _units bigint[] := '{}';
    _name  text;
BEGIN
    IF _gone <> '{}' THEN
        DELETE FROM yc.case_field f WHERE f.region = _case.region AND f.case_id = _case.id AND f.field = ANY (_gone);
        _held.fields := _held.fields - _gone;
        _held.digests := _held.digests - _gone;
    END IF;
    IF _held.fields ? 'mobile' THEN
        UPDATE yc.person p SET mobile = _held.fields ->> 'mobile', mobile_on = yc.today() WHERE p.region = _case.region AND p.id = _case.person_id;
    END IF;
    FOREACH _name IN ARRAY yc.units_named(_held.fields) LOOP
        _units := _units || yc.unit_make(_case.region, _name);
    END LOOP;
    IF _case.journal_seq > 1 THEN -- it may have been accepted with others before
        DELETE FROM yc.case_unit c WHERE c.region = _case.region AND c.case_id = _case.id AND c.unit_id <> ALL (_units);
    END IF;
    INSERT INTO yc.case_unit (region, case_id, unit_id) SELECT _case.region, _case.id, u FROM unnest(_units) u ON CONFLICT DO NOTHING;
    RETURN _held;
END $$;
COMMENT ON FUNCTION yc.case_settle(yc.case_file, yc.contents) IS
    'At every acceptance, also of a returned case: values of fields that are not shown go; the telephone is the person''s; the case is found by its units. Returns what is left.';

CREATE OR REPLACE FUNCTION yc.case_accept_first(_actor bigint, _case yc.case_file, _limits jsonb) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _today date := yc.today();
    _issue int;
    _dues  date[];
BEGIN
    SELECT i.number, i.issue INTO _case.number, _issue FROM yc.receipt_issue i WHERE i.region = _case.region AND i.case_id = _case.id ORDER BY i.issue DESC LIMIT 1;
    IF _case.number IS NULL THEN
        _case.number := yc.case_number(_case.region, _today, _case.hall, yc.hall_serial(_case.region, _case.hall, _today));
    END IF;
    _case.accepted_by := _actor;
    _case.accepted_at := yc.now();
    _dues := yc.case_dues(_case, _limits);
    _case.promised_due := _dues[1];
    _case.statutory_due := _dues[2];
    INSERT INTO yc.receipt_issue (region, case_id, issue, number, window_number, issued_at, issued_by)
    VALUES (_case.region, _case.id, coalesce(_issue, 0) + 1, _case.number, _case.window_number, _case.accepted_at, _actor);
    RETURN _case;
END $$;
COMMENT ON FUNCTION yc.case_accept_first(bigint, yc.case_file, jsonb) IS
    'Number, moment, both due dates (by the limits of its definition) and receipt of a first acceptance; of one that was undone the number that stayed reserved. The caller writes the case.';

CREATE OR REPLACE FUNCTION yc.case_accept_now(_actor bigint, _case yc.case_file, _held yc.contents) RETURNS yc.case_file LANGUAGE plpgsql AS $$
DECLARE
    _action   text := CASE WHEN _case.state = 'returned' THEN 'resubmit' ELSE 'accept' END;
    _stage    text := yc.stage_next(_held.stages, 'accept');
    _excluded bigint[] := _actor || _held.related;
BEGIN
    IF _case.journal_seq > 1 THEN -- more than its opening stands in its journal: others may have put a hand to it
        _excluded := _actor || array_remove(yc.case_excluded(_case.region, _case.id, _stage, _held.related), _actor);
    END IF;
    _held := yc.case_settle(_case, _held);
    _case := CASE _action WHEN 'accept' THEN yc.case_accept_first(_actor, _case, _held.limits) ELSE yc.suspension_close(_case) END;
    _case.holder := NULL;
    _case.token := NULL;
    _case.held_since := NULL;
    IF _stage IS NULL THEN
        _case.state := 'finished';
        _case.finished_at := yc.now();
        _case.waiting := NULL;
        _case.waiting_since := NULL;
    ELSE
        _case.state := 'accepted';
        _case := yc.stage_begin(_actor, _case, _stage, _excluded, yc.case_route(_case, _held.people, _held.related));
    END IF;
    RETURN yc.case_write(_actor, _case, _action, jsonb_build_object('number', _case.number, 'promised', _case.promised_due, 'statutory', _case.statutory_due, 'stage', _stage,
        'fields', _held.digests, 'materials', _held.papers));
END $$;
COMMENT ON FUNCTION yc.case_accept_now(bigint, yc.case_file, yc.contents) IS
    'Accepts a draft or received case that holds this, or hands a returned one in again. The caller has locked it and asked yc.accept_obstacle() of the same contents.';

CREATE OR REPLACE FUNCTION yc.case_accept_now(_actor bigint, _case yc.case_file) RETURNS yc.case_file LANGUAGE plpgsql AS $$
BEGIN
    SELECT * INTO STRICT _case FROM yc.case_file c WHERE c.region = _case.region AND c.id = _case.id; -- its receipt may just have been noted
    RETURN yc.case_accept_now(_actor, _case, yc.case_contents(_case));
END $$;
COMMENT ON FUNCTION yc.case_accept_now(bigint, yc.case_file) IS
    'Accepts a draft or received case, or hands a returned one in again. The caller has locked it and asked yc.accept_obstacle().';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.case_check(_region int, _case_id bigint, _token uuid) RETURNS TABLE (faults int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _case yc.case_file := yc.case_holding(yc.actor(), _region, _case_id, _token);
    _held yc.contents := yc.case_contents(_case);
BEGIN
    SELECT count(*) INTO faults FROM yc.contents_faults(_case.definition_id, _held.fields, _held.handed) f WHERE f.code LIKE 'E%';
    IF faults = 0 AND _held.hidden IS NULL THEN
        PERFORM yc.verdict_keep(_case, _held);
    END IF;
    RETURN NEXT;
END $$;
COMMENT ON FUNCTION desk.case_check(int, bigint, uuid) IS
    'How many things a case that I hold lacks or has wrong, asked when its form is read back. None is kept as a verdict: acceptance does not judge a second time what it finds just so. Refuses as desk.field_save() does: E_CASE_HELD, E_CASE_STATE, E_CASE_UNKNOWN, E_RIGHT_MISSING.';
GRANT EXECUTE ON FUNCTION desk.case_check(int, bigint, uuid) TO yc_staff;

-- One row by its key in partitions: the plan without the value costs 20 microseconds more, planning it with the value 300.
CREATE OR REPLACE FUNCTION desk.case_accept(_command uuid, _region int, _case_id bigint, _token uuid, _version int)
RETURNS TABLE (case_id bigint, number text, accepted_at timestamptz, promised_due date, statutory_due date, state text, stage text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    _actor bigint := yc.actor();
    _hash  bytea := yc.command_hash(_case_id::text, _token::text, _version::text);
    _reply jsonb := yc.command_once(_actor, _region, _command, 'case_accept', _hash);
    _case  yc.case_file;
    _held  yc.contents;
    _refusal yc.refusal;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_locked(_actor, _region, _case_id);
        _held := yc.case_contents(_case);
        _refusal := yc.accept_obstacle(_actor, _case, coalesce(_token, '00000000-0000-0000-0000-000000000000'), coalesce(_version, 0), _held);
        IF _refusal.code IS NOT NULL THEN
            PERFORM yc.refuse(_refusal);
        END IF;
        _case := yc.case_accept_now(_actor, _case, _held);
        _reply := yc.command_keep(_actor, _region, _command, 'case_accept', _hash, jsonb_build_object('case_id', _case.id, 'number', _case.number, 'accepted_at', _case.accepted_at,
            'promised_due', _case.promised_due, 'statutory_due', _case.statutory_due, 'state', _case.state, 'stage', _case.stage));
    END IF;
    case_id := _reply ->> 'case_id';
    number := _reply ->> 'number';
    accepted_at := _reply ->> 'accepted_at';
    promised_due := _reply ->> 'promised_due';
    statutory_due := _reply ->> 'statutory_due';
    state := _reply ->> 'state';
    stage := _reply ->> 'stage';
    RETURN NEXT;
END $$;
COMMENT ON FUNCTION desk.case_accept(uuid, int, bigint, uuid, int) IS
    'Accepts a draft or a received case that I hold (its number is given here, once), or hands a returned case in again (it keeps its number; the clock goes on). The refusals are those of yc.accept_obstacle().';
GRANT EXECUTE ON FUNCTION desk.case_accept(uuid, int, bigint, uuid, int) TO yc_staff;
