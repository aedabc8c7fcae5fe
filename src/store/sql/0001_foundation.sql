-- Roles, schemas, the clock, refusals, halls, staff and their rights.
-- Runs as a superuser; every later migration runs as yc_owner.
--
-- yc     the truth: tables and inner functions; no login role has any right on it
-- desk   what staff may call: SECURITY DEFINER functions owned by yc_desk
--
-- Names: parameters and variables carry a leading underscore, so that they never meet a column.

DO $$
DECLARE
    _role text;
BEGIN
    -- Roles belong to the cluster; a second database of the same cluster finds them there.
    FOREACH _role IN ARRAY ARRAY['yc_owner', 'yc_desk', 'yc_staff', 'yc_registrar', 'yc_tending'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = _role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', _role);
        END IF;
    END LOOP;
END $$;
ALTER ROLE yc_registrar CREATEROLE;

CREATE SCHEMA yc AUTHORIZATION yc_owner;
CREATE SCHEMA desk AUTHORIZATION yc_owner;
COMMENT ON SCHEMA yc IS 'The truth: tables and inner functions. No login role has a right on it.';
COMMENT ON SCHEMA desk IS 'What staff may call: functions that check every right themselves and mask what they show.';

-- What PostgreSQL gives to everybody and nobody here needs: temporary objects, large objects, messages
-- in the write-ahead log (they fill the disk), advisory locks (they could hold up others), the schema public.
CREATE PROCEDURE yc.database_secure() LANGUAGE plpgsql AS $$
DECLARE
    _function regprocedure;
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO yc_staff, yc_tending', current_database());
    EXECUTE format('ALTER DATABASE %I SET timezone TO %L', current_database(), 'Asia/Shanghai');
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    FOR _function IN
        SELECT p.oid::regprocedure FROM pg_proc p
        WHERE p.pronamespace = 'pg_catalog'::regnamespace
          AND (p.proname ~ '^(lo_|pg_(try_)?advisory_)' OR p.proname IN ('loread', 'lowrite', 'pg_logical_emit_message'))
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', _function);
    END LOOP;
    GRANT EXECUTE ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO yc_tending; -- one tends at a time
END $$;
COMMENT ON PROCEDURE yc.database_secure() IS
    'Takes from PUBLIC what staff must not have. Rights on a database are not copied from its template: call it again after CREATE DATABASE ... TEMPLATE. Superuser only.';
CALL yc.database_secure();
REVOKE ALL ON PROCEDURE yc.database_secure() FROM PUBLIC;

ALTER DEFAULT PRIVILEGES FOR ROLE yc_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE yc_desk REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE yc_registrar REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT USAGE ON SCHEMA yc TO yc_desk, yc_registrar, yc_tending;
GRANT USAGE ON SCHEMA desk TO yc_desk, yc_staff;

ALTER DEFAULT PRIVILEGES FOR ROLE yc_owner IN SCHEMA yc GRANT EXECUTE ON FUNCTIONS TO yc_desk;
-- Migrations make desk objects as their owner: SET LOCAL ROLE yc_desk (the runner is a superuser).
GRANT CREATE ON SCHEMA desk TO yc_desk;
GRANT CREATE ON SCHEMA yc TO yc_registrar;

SET LOCAL ROLE yc_owner;

-- --- the clock

CREATE FUNCTION yc.now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT statement_timestamp() $$;
COMMENT ON FUNCTION yc.now() IS
    'The time of all business: one value a statement. Only the template database of the tests replaces it.';

CREATE FUNCTION yc.today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT (yc.now() AT TIME ZONE 'Asia/Shanghai')::date $$;
COMMENT ON FUNCTION yc.today() IS 'The working date in China, whatever the session''s time zone is.';

-- --- refusals

CREATE TYPE yc.refusal AS (code text, parameters text[]);
COMMENT ON TYPE yc.refusal IS
    'Why an action is refused: a code of the message catalogue and name, value, name, value, ...; NULL means nothing stands against it.';

CREATE FUNCTION yc.refuse(_refusal yc.refusal) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF _refusal.code IS NULL THEN
        RETURN;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'YC001', MESSAGE = _refusal.code, DETAIL = coalesce(
        (SELECT string_agg(_refusal.parameters[n] || '=' || translate(left(coalesce(_refusal.parameters[n + 1], ''), 200), E'\n\r', '  '),
                           E'\n' ORDER BY n)
         FROM generate_series(1, cardinality(_refusal.parameters), 2) n), '');
END $$;
COMMENT ON FUNCTION yc.refuse(yc.refusal) IS
    'Raises a refusal (SQLSTATE YC001, message = code, detail = one name=value a line, a value cut at 200 characters); does nothing for NULL.';

CREATE FUNCTION yc.refuse(_code text, VARIADIC _parameters text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM yc.refuse(ROW(_code, _parameters)::yc.refusal);
END $$;
COMMENT ON FUNCTION yc.refuse(text, text[]) IS 'Raises a refusal by its code and name, value pairs.';

-- --- settings, regions, halls

CREATE TABLE yc.setting (
    name  text PRIMARY KEY,
    value text NOT NULL
);
COMMENT ON TABLE yc.setting IS 'Settings of the whole installation; yc.setting(name) knows the names and defaults.';

CREATE FUNCTION yc.setting(_name text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT s.value FROM yc.setting s WHERE s.name = _name),
        CASE _name
            WHEN 'demonstration' THEN 'no'           -- yes: a hall for practice; screens say so in their first line
            WHEN 'lease_seconds' THEN '60'           -- a claim lives so long without its workstation's sign of life
            WHEN 'statement_seconds' THEN '30'       -- a statement older than this acts no more: its time would be forged
            WHEN 'material_bytes' THEN '10485760'    -- largest material
        END)
$$;
COMMENT ON FUNCTION yc.setting(text) IS 'The value of a setting, or its default; NULL for an unknown name.';

CREATE TABLE yc.region (
    code    text PRIMARY KEY CHECK (code ~ '^[0-9]{6}$'), -- GB/T 2260
    name_zh text NOT NULL,
    name_en text NOT NULL
);

CREATE TABLE yc.hall (
    region  int NOT NULL CHECK (region BETWEEN 110000 AND 829999),
    hall    smallint NOT NULL CHECK (hall BETWEEN 1 AND 999),
    name_zh text NOT NULL,
    name_en text NOT NULL,
    PRIMARY KEY (region, hall)
);

CREATE TABLE yc.service_window (
    region        int NOT NULL,
    hall          smallint NOT NULL,
    window_number smallint NOT NULL CHECK (window_number BETWEEN 1 AND 999),
    PRIMARY KEY (region, hall, window_number),
    FOREIGN KEY (region, hall) REFERENCES yc.hall
);

-- --- staff and rights

CREATE TABLE yc.staff (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login       text NOT NULL UNIQUE, -- the PostgreSQL role; never used again for another person
    name_zh     text NOT NULL,
    name_en     text NOT NULL,
    id_no       text,                 -- own identity number: nobody handles their own case
    created_at  timestamptz NOT NULL,
    created_by  bigint REFERENCES yc.staff,
    disabled_at timestamptz,
    disabled_by bigint REFERENCES yc.staff
);
COMMENT ON TABLE yc.staff IS 'Who works here. The id is the actor in every journal and never changes; rows are never deleted.';
CREATE INDEX staff_by_id_no ON yc.staff (id_no) WHERE id_no IS NOT NULL;

CREATE TABLE yc.staff_kin (
    staff_id bigint NOT NULL REFERENCES yc.staff,
    id_no    text NOT NULL,
    relation text NOT NULL,
    PRIMARY KEY (staff_id, id_no)
);
COMMENT ON TABLE yc.staff_kin IS 'Declared relatives: nobody handles a case of their kin.';
CREATE INDEX staff_kin_by_id_no ON yc.staff_kin (id_no);

CREATE TABLE yc.staff_grant (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff_id   bigint NOT NULL REFERENCES yc.staff,
    action     text NOT NULL CHECK (action IN ('accept', 'review', 'recheck', 'approve', 'supervise', 'audit', 'operate')),
    region     int NOT NULL,
    hall       smallint,              -- NULL: every hall of the region
    item       text,                  -- NULL: every item
    valid_from date NOT NULL,
    valid_to   date,                  -- NULL: until revoked; the last day included
    granted_by bigint REFERENCES yc.staff,
    granted_at timestamptz NOT NULL,
    revoked_by bigint REFERENCES yc.staff,
    revoked_at timestamptz,
    CHECK (valid_to >= valid_from),
    CHECK (hall IS NULL OR action = 'accept'), -- queues are a region's, not a hall's
    CHECK (item IS NULL OR action NOT IN ('supervise', 'audit', 'operate'))
);
COMMENT ON TABLE yc.staff_grant IS 'What a person may do, where, for which items and when. Revoked rows stay.';
CREATE INDEX staff_grant_live ON yc.staff_grant (staff_id, action, region) WHERE revoked_at IS NULL;

CREATE FUNCTION yc.actor() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    _staff yc.staff;
BEGIN
    -- A snapshot kept open would keep rights that were taken away meanwhile; a statement kept running would act at the
    -- time of its beginning, which is what yc.now() tells.
    IF current_setting('transaction_isolation') <> 'read committed' OR (clock_timestamp() > statement_timestamp() + interval '1 second'
        AND clock_timestamp() > statement_timestamp() + make_interval(secs => yc.setting('statement_seconds')::int)) THEN
        PERFORM yc.refuse('E_SESSION_STALE');
    END IF;
    SELECT * INTO _staff FROM yc.staff s WHERE s.login = session_user;
    IF NOT FOUND THEN
        PERFORM yc.refuse('E_STAFF_UNKNOWN', 'login', session_user::text);
    ELSIF _staff.disabled_at IS NOT NULL THEN
        PERFORM yc.refuse('E_STAFF_DISABLED', 'login', session_user::text, 'since', to_char(_staff.disabled_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'));
    END IF;
    RETURN _staff.id;
END $$;
COMMENT ON FUNCTION yc.actor() IS
    'The staff id of the person whose login opened this session (session_user: SET ROLE does not change it). Refuses E_STAFF_UNKNOWN, E_STAFF_DISABLED, E_SESSION_STALE.';

CREATE FUNCTION yc.has_right(_actor bigint, _action text, _region int, _hall smallint DEFAULT NULL, _item text DEFAULT NULL)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM yc.staff_grant g
        WHERE g.staff_id = _actor AND g.action = _action AND g.region = _region AND g.revoked_at IS NULL
          AND (g.hall IS NULL OR _hall IS NULL OR g.hall = _hall)
          AND (g.item IS NULL OR _item IS NULL OR g.item = _item)
          AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity'))
$$;
COMMENT ON FUNCTION yc.has_right(bigint, text, int, smallint, text) IS
    'Whether a person may do an action in a region today; a hall or item of NULL asks for any.';

CREATE FUNCTION yc.right_refusal(_actor bigint, _action text, _region int, _hall smallint DEFAULT NULL, _item text DEFAULT NULL)
RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN NOT yc.has_right(_actor, _action, _region, _hall, _item)
        THEN ROW('E_RIGHT_MISSING', ARRAY['action', _action, 'region', _region::text, 'item', coalesce(_item, '')])::yc.refusal END
$$;
COMMENT ON FUNCTION yc.right_refusal(bigint, text, int, smallint, text) IS 'E_RIGHT_MISSING {action, region, item}, or NULL.';

-- --- ids

CREATE SEQUENCE yc.id_sequence MAXVALUE 99999999999999 CACHE 20;

CREATE FUNCTION yc.next_id() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT extract(year FROM yc.today())::bigint * 100000000000000 + nextval('yc.id_sequence')
$$;
COMMENT ON FUNCTION yc.next_id() IS
    'An id with the year in front (year * 10^14 + serial), so that tables can be partitioned by time through ranges of id. It says nothing about the order within a year.';
