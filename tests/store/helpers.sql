-- What the pgTAP files of tests/store/sql share (\ir ../helpers.sql) and the C tests beside it: acting as a person, and cases made in a line.
-- Everything is done through desk, as the workstation would do it; only looking is done as the superuser.
SET client_min_messages = warning;

-- Runs a statement as the person whose login it is (session_user is theirs) and returns its first column.
CREATE FUNCTION test.as(_login text, _sql text) RETURNS text LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    _result text;
BEGIN
    EXECUTE format('SET SESSION AUTHORIZATION %I', _login);
    EXECUTE _sql INTO _result;
    RESET SESSION AUTHORIZATION;
    RETURN _result;
END $$;

-- The same, for what is to be refused: the code of the refusal (or the SQLSTATE of any other error); NULL: it went through.
-- What went through is undone, so that nothing depends on it.
CREATE FUNCTION test.refusal(_login text, _sql text, OUT code text, OUT detail text) LANGUAGE plpgsql AS $$
BEGIN
    BEGIN
        PERFORM test.as(_login, _sql);
        RAISE SQLSTATE 'UNDO0';
    EXCEPTION
        WHEN SQLSTATE 'UNDO0' THEN
            code := NULL;
        WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, detail = PG_EXCEPTION_DETAIL;
            IF code = 'YC001' THEN
                code := SQLERRM;
            END IF;
    END;
    RESET SESSION AUTHORIZATION;
END $$;

CREATE FUNCTION test.refused(_login text, _sql text, _code text, _name text) RETURNS text LANGUAGE sql AS $$
    SELECT public.is((test.refusal(_login, _sql)).code, _code, _name)
$$;

-- The n-th invented person's identity number: births of 1901 in 210602, the check character right.
CREATE FUNCTION test.id_no(_n int) RETURNS text LANGUAGE sql AS $$
    SELECT d || yc.id_check_character(d)
    FROM (SELECT '210602' || to_char(date '1901-01-01' + _n % 365, 'YYYYMMDD') || lpad((_n / 365 * 2 % 1000 + 1)::text, 3, '0')) digits(d)
$$;

CREATE FUNCTION test.visit(_login text, _id_no text, _name text DEFAULT '郭晓兰', _hall int DEFAULT 1, _region int DEFAULT 210600)
RETURNS bigint LANGUAGE sql AS $$
    SELECT test.as(_login, format('SELECT visit_id FROM desk.visit_begin(gen_random_uuid(), %s, %s::smallint, 1::smallint, ''01'', %L, %L)',
                                  _region, _hall, _id_no, _name))::bigint
$$;

CREATE FUNCTION test.case_of(_case bigint) RETURNS yc.case_file LANGUAGE sql AS $$ SELECT c FROM yc.case_file c WHERE c.id = _case $$;
CREATE FUNCTION test.task_of(_case bigint) RETURNS yc.task LANGUAGE sql AS $$ SELECT t FROM yc.task t WHERE t.case_id = _case $$;

-- The text of a command, for test.as() and test.refusal(): the case's own token and version unless others are given.
CREATE FUNCTION test.save(_case bigint, _field text, _value text, _seq bigint DEFAULT 1) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT seq FROM desk.field_save(%s, %s, %L, %s, %L, %L)', c.region, _case, c.token, _seq, _field, _value) FROM test.case_of(_case) c
$$;
CREATE FUNCTION test.add(_case bigint, _kind text, _bytes text DEFAULT 'scan') RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT material_id FROM desk.material_add(gen_random_uuid(), %s, %s, %L, %L, %L, %L, NULL)',
                  c.region, _case, c.token, _kind, _kind || '.pdf', convert_to(_bytes, 'UTF8')) FROM test.case_of(_case) c
$$;
CREATE FUNCTION test.accept(_case bigint, _command uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT number FROM desk.case_accept(%L, %s, %s, %L, %s)', _command, c.region, _case, c.token, c.version) FROM test.case_of(_case) c
$$;
CREATE FUNCTION test.claim(_task bigint DEFAULT NULL, _token uuid DEFAULT gen_random_uuid(), _region int DEFAULT 210600) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT task_id FROM desk.task_claim(gen_random_uuid(), %s, %L, %L)', _region, _token, _task)
$$;
CREATE FUNCTION test.decide(_case bigint, _decision text, _reason text DEFAULT NULL, _note text DEFAULT NULL, _command uuid DEFAULT gen_random_uuid())
RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT state FROM desk.task_decide(%L, %s, %L, %L, %s, %L, %L, %L)', _command, c.region, t.id, t.token, c.version, _decision, _reason, _note)
    FROM test.case_of(_case) c, test.task_of(_case) t
$$;

CREATE FUNCTION test.undo(_case bigint, _reason text DEFAULT '按错了', _command uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT state FROM desk.case_undo(%L, %s, %s, %s, %L)', _command, c.region, _case, c.version, _reason) FROM test.case_of(_case) c
$$;
-- The code of a slip that a window of hall 1 printed; _second tells the slips of a window and day from one another.
CREATE FUNCTION test.slip(_second int, _window int DEFAULT 1, _hall int DEFAULT 1) RETURNS text LANGUAGE sql AS $$
    SELECT d || yc.number_check_digit(d)
    FROM (SELECT lpad(_hall::text, 3, '0') || lpad(_window::text, 3, '0') || '20260302' || to_char(time '09:00' + make_interval(secs => _second), 'HH24MISS')) digits(d)
$$;
CREATE FUNCTION test.receive(_case bigint, _slip text, _at timestamptz DEFAULT '2026-03-02 10:00+08', _command uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT state FROM desk.case_receive(%L, %s, %s, %L, %L, %L, NULL)', _command, c.region, _case, c.token, _slip, _at) FROM test.case_of(_case) c
$$;

-- A draft with everything that acceptance asks for.
CREATE FUNCTION test.fill(_login text, _case bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM test.as(_login, test.save(_case, f.key, f.value)) FROM (VALUES
        ('mobile', '13800006612'), ('unemp_date', '2026-01-31'), ('leave_reason', '02'), ('ui_place', '210600'), ('last_unit', '葫芦岛某机械厂')) f(key, value);
    PERFORM test.as(_login, test.add(_case, kind)) FROM unnest(ARRAY['id', 'term', 'ureg']) kind;
END $$;
CREATE FUNCTION test.draft(_login text, _id_no text, _name text DEFAULT '郭晓兰', _hall int DEFAULT 1, _region int DEFAULT 210600)
RETURNS bigint LANGUAGE sql AS $$
    SELECT test.as(_login, format('SELECT case_id FROM desk.case_open(gen_random_uuid(), %s, %s, ''ui-benefit'')', _region,
                                  test.visit(_login, _id_no, _name, _hall, _region)))::bigint
$$;
CREATE FUNCTION test.accepted(_login text, _id_no text, _name text DEFAULT '郭晓兰') RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.draft(_login, _id_no, _name);
BEGIN
    PERFORM test.fill(_login, _case);
    PERFORM test.as(_login, test.accept(_case));
    RETURN _case;
END $$;

-- A funeral grant whose applicant waits, accepted; the deceased is another invented person.
CREATE FUNCTION test.funeral_draft(_login text, _id_no text, _dead_id text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.as(_login, format('SELECT case_id FROM desk.case_open(gen_random_uuid(), 210600, %s, ''funeral-grant'')', test.visit(_login, _id_no)));
BEGIN
    PERFORM test.as(_login, test.save(_case, f.key, f.value)) FROM (VALUES
        ('mobile', '13800006612'), ('dead_id', _dead_id), ('dead_name', '郭大山'), ('death_date', '2026-02-20'), ('heir_rel', '30'), ('heir_count', '1')) f(key, value);
    PERFORM test.as(_login, test.add(_case, kind)) FROM unnest(ARRAY['id', 'death']) kind;
    PERFORM test.as(_login, format('SELECT material_id FROM desk.material_add(gen_random_uuid(), 210600, %s, %L, ''kin'', NULL, NULL, ''2026-03-02'')', _case, c.token))
    FROM test.case_of(_case) c;
    RETURN _case;
END $$;
CREATE FUNCTION test.funeral(_login text, _id_no text, _dead_id text DEFAULT test.id_no(300)) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.funeral_draft(_login, _id_no, _dead_id);
BEGIN
    PERFORM test.as(_login, test.accept(_case));
    RETURN _case;
END $$;

-- Somebody takes a case's task and decides; returns the case's new state.
CREATE FUNCTION test.decided(_login text, _case bigint, _decision text, _reason text DEFAULT NULL, _note text DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM test.as(_login, test.claim((test.task_of(_case)).id));
    IF _decision = 'return' AND EXISTS (SELECT FROM yc.decision d WHERE d.case_id = _case AND d.decision = 'return') THEN -- why it was not said then
        PERFORM test.as(_login, format('SELECT task_id FROM desk.decision_prepare(%s, %s, %L, %L, NULL)', t.region, t.id, t.token, '补来的材料里才看出来')) FROM test.task_of(_case) t;
    END IF;
    RETURN test.as(_login, test.decide(_case, _decision, _reason, _note));
END $$;

CREATE FUNCTION test.grant(_login text, _action text, _region int DEFAULT 210600, _from date DEFAULT '2026-01-01', _to date DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
    INSERT INTO yc.staff_grant (staff_id, action, region, valid_from, valid_to, granted_at)
    SELECT s.id, _action, _region, _from, _to, yc.now() FROM yc.staff s WHERE s.login = _login
$$;

-- What stops the clock of an item in this database, for tests of suspension: as it comes, only a return for correction stops that of ui-benefit.
CREATE FUNCTION test.clock_stops(_item text, VARIADIC _kinds text[]) RETURNS void LANGUAGE sql AS $$
    UPDATE yc.definition SET content = jsonb_set(content, '{clock_stops}', to_jsonb(_kinds)) WHERE kind = 'item' AND code = _item
$$;

-- Cases at their review in one statement, as if wangfang had accepted them one by one, empty; for tests that need a full queue.
CREATE FUNCTION test.many(_count int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _clerk      bigint := (SELECT s.id FROM yc.staff s WHERE s.login = 'wangfang');
    _definition int := yc.definition_current('item', 'ui-benefit');
    _queue      int := yc.queue_of(210600, 'review', 'ui-benefit');
    _before     int := (SELECT count(*) FROM yc.person);
    _now        timestamptz := yc.now();
    _today      date := yc.today();
    _promised   date := yc.due_date(yc.today(), 3, 'working', '{}');
    _statutory  date := yc.due_date(yc.today(), 10, 'working', '{}');
    _body       bytea := convert_to('{"fields": {}, "materials": []}', 'UTF8');
BEGIN
    SET CONSTRAINTS ALL DEFERRED;
    WITH made AS MATERIALIZED (
        SELECT _before + n AS n, yc.next_id() AS person, yc.next_id() AS visit, yc.next_id() AS id, yc.next_id() AS task FROM generate_series(1, _count) n
    ), opened AS MATERIALIZED (
        SELECT made.*, yc.journal_hash('\x', 210600, id, 1, _now, _clerk, 'open', '\x7b7d') AS first FROM made
    ), chained AS MATERIALIZED (
        SELECT opened.*, yc.journal_hash(first, 210600, id, 2, _now, _clerk, 'accept', _body) AS second FROM opened
    ), persons AS (
        INSERT INTO yc.person (region, id, id_type, id_no, name, created_at) SELECT 210600, person, '01', test.id_no(10000 + n), '郭晓兰', _now FROM chained
    ), initials AS (
        INSERT INTO yc.person_initials (region, initials, person_id) SELECT 210600, i, person FROM chained, unnest(yc.initials('郭晓兰')) i
    ), visits AS (
        INSERT INTO yc.visit (region, id, hall, window_number, clerk, person_id, started_at) SELECT 210600, visit, 1, 1, _clerk, person, _now FROM chained
    ), cases AS (
        INSERT INTO yc.case_file (region, id, state, stage, number, item, definition_id, visit_id, person_id, hall, window_number, created_by, created_at, accepted_by, accepted_at,
                                  promised_due, statutory_due, live_task, version, journal_seq, journal_head)
        SELECT 210600, id, 'accepted', 'review', yc.case_number(210600, _today, 1, 90000 - n), 'ui-benefit', _definition, visit, person, 1, 1, _clerk, _now, _clerk, _now,
               _promised, _statutory, task, 3, 2, second FROM chained
    ), receipts AS (
        INSERT INTO yc.receipt_issue (region, case_id, issue, number, window_number, issued_at, issued_by)
        SELECT 210600, id, 1, yc.case_number(210600, _today, 1, 90000 - n), 1, _now, _clerk FROM chained
    ), salts AS (
        INSERT INTO yc.case_salt SELECT 210600, id, uuid_send(gen_random_uuid()) FROM chained
    ), journal AS (
        INSERT INTO yc.journal SELECT 210600, id, 1, _now, _clerk, 'open', '\x7b7d'::bytea, first FROM chained
        UNION ALL SELECT 210600, id, 2, _now, _clerk, 'accept', _body, second FROM chained
    ), sealing AS (
        INSERT INTO yc.seal_pending SELECT 210600, id FROM chained
    ), counts AS (
        INSERT INTO yc.queue_delta VALUES (210600, _queue, 'ready', _count)
    )
    INSERT INTO yc.task (region, id, case_id, queue_id, priority, due, excluded, created_at) SELECT 210600, task, id, _queue, 5, _promised, ARRAY[_clerk], _now FROM chained;
END $$;
