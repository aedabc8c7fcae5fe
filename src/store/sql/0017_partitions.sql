-- What ten million cases ask for: history in partitions of a year, commands that go when nobody can ask for them any more,
-- lists that plan once and not at every call, searches that use their index, tending and verification in pieces.
-- src/README.md has the figures; tests/bench makes them, tests/store/sql/plans.sql holds the plans.

-- --- history in partitions by year, through ranges of id: what only grows and is never looked at across cases

CREATE FUNCTION yc.partition_tables() RETURNS TABLE (name text, key text) LANGUAGE sql IMMUTABLE AS $$
    VALUES ('journal', 'case_id'), ('case_field', 'case_id'), ('seal_entry', 'case_id'), ('material_content', 'material_id'), ('read_log', 'id')
$$;
COMMENT ON FUNCTION yc.partition_tables() IS
    'The tables that are partitioned by the year in front of an id, and which id that is. What belongs to a case goes into the year in which the case was opened, whenever it happened.';

CREATE FUNCTION yc.partition_make(_table text, _year int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _name text := format('%s_%s', _table, _year);
BEGIN
    -- Made beside it and then attached: nobody who reads or writes the table has to wait.
    EXECUTE format('CREATE TABLE yc.%I (LIKE yc.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', _name, _table);
    EXECUTE format('COMMENT ON TABLE yc.%I IS %L', _name, format('Rows of yc.%s whose id begins with %s.', _table, _year));
    EXECUTE format('ALTER TABLE yc.%I ATTACH PARTITION yc.%I FOR VALUES FROM (%s) TO (%s)', _table, _name,
                   _year * 100000000000000, (_year + 1) * 100000000000000);
END $$;
COMMENT ON FUNCTION yc.partition_make(text, int) IS 'Makes the partition of a table for a year.';

CREATE FUNCTION yc.partition_years(_table text) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT max(substring(c.relname FROM '_([0-9]{4})$')::int) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass('yc.' || _table)
$$;
COMMENT ON FUNCTION yc.partition_years(text) IS 'Up to which year a table has partitions.';

CREATE FUNCTION yc.partitions_make() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _next  int := extract(year FROM yc.today())::int + 1;
    _wait  text := current_setting('lock_timeout');
    _lack  record;
    _count int := 0;
BEGIN
    IF NOT EXISTS (SELECT FROM yc.partition_tables() t WHERE yc.partition_years(t.name) < _next)
       OR NOT EXISTS (SELECT FROM yc.tending FOR UPDATE SKIP LOCKED) THEN -- somebody else is at it
        RETURN 0;
    END IF;
    BEGIN
        SET LOCAL lock_timeout = '200ms';
        FOR _lack IN SELECT t.name, y.year FROM yc.partition_tables() t, generate_series(yc.partition_years(t.name) + 1, _next) y(year) ORDER BY 1, 2 LOOP
            PERFORM yc.partition_make(_lack.name, _lack.year);
            _count := _count + 1;
        END LOOP;
        PERFORM set_config('lock_timeout', _wait, true);
    EXCEPTION WHEN lock_not_available THEN
        _count := 0; -- a report holds a table: the next round comes soon, and the year is still far
    END;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.partitions_make() IS
    'Makes the partitions of the next year if they are not there; returns how many. Each tending looks, and each sign-on too: nobody works in a year whose partitions neither has made the year before. Waits for nobody.';

-- A table becomes the first partition of a new one of its name, with everything that hangs on it; no row is copied.
CREATE FUNCTION yc.table_partition(_table text, _key text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _old    regclass := to_regclass('yc.' || _table);
    _type   oid := (SELECT reltype FROM pg_class WHERE oid = _old);
    _year   int;
    _drop   text[]; -- functions in its way
    _rename text[]; -- its indexes, so that their names are free
    _make   text[]; -- what the new table gets once it stands
    _line   text;
BEGIN
    -- The newest id, or today: both can be ahead of the other, since clocks are set.
    EXECUTE format('SELECT greatest(max(%I) / 100000000000000, extract(year FROM yc.today())) FROM %s', _key, _old) INTO _year;
    SELECT array_agg(format('ALTER TABLE yc.%I ADD CONSTRAINT %I %s', _table, conname, pg_get_constraintdef(oid)) ORDER BY contype DESC, conname)
        INTO _make FROM pg_constraint WHERE conrelid = _old AND contype IN ('p', 'u', 'f');
    SELECT _make || array_agg(pg_get_indexdef(i.indexrelid) ORDER BY i.indexrelid) FILTER (WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)),
           array_agg(format('ALTER INDEX yc.%I RENAME TO %I', c.relname, c.relname || '_' || _year))
        INTO _make, _rename FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = _old;
    SELECT _make || array_agg(format('GRANT %s ON yc.%I TO %I', a.privilege_type, _table, a.grantee::regrole)),
           _rename || array_agg(DISTINCT format('REVOKE ALL ON yc.%I FROM %I', _table, a.grantee::regrole))
        INTO _make, _rename FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = _old AND a.grantee <> c.relowner;
    -- Functions that take or return its rows: the row type is another one now. (They are all inner ones, with the rights that such get by default.)
    SELECT _make || array_agg(pg_get_functiondef(p.oid)) || array_agg(format('COMMENT ON FUNCTION %s IS %L', p.oid::regprocedure, obj_description(p.oid, 'pg_proc'))),
           array_agg(format('DROP FUNCTION %s', p.oid::regprocedure))
        INTO _make, _drop FROM pg_proc p WHERE p.pronamespace = 'yc'::regnamespace AND (p.prorettype = _type OR _type = ANY (p.proargtypes));

    FOREACH _line IN ARRAY _drop || _rename || format('ALTER TABLE yc.%I RENAME TO %I', _table, _table || '_' || _year)
            || format('CREATE TABLE yc.%I (LIKE yc.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMMENTS) PARTITION BY RANGE (%I)', _table, _table || '_' || _year, _key)
            || _make LOOP
        EXECUTE _line;
    END LOOP;
    EXECUTE format('COMMENT ON TABLE yc.%I IS %L', _table, obj_description(_old, 'pg_class'));
    EXECUTE format('COMMENT ON TABLE %s IS %L', _old, format('Rows of yc.%s whose id begins with %s or less.', _table, _year));
    EXECUTE format('ALTER TABLE yc.%I ATTACH PARTITION %s FOR VALUES FROM (MINVALUE) TO (%s)', _table, _old, (_year + 1) * 100000000000000);
END $$;
SELECT yc.table_partition(t.name, t.key) FROM yc.partition_tables() t;
DROP FUNCTION yc.table_partition(text, text);
SELECT yc.partitions_make();

CREATE OR REPLACE FUNCTION yc.signed_on(_login text) RETURNS yc.login_failure LANGUAGE plpgsql AS $$
DECLARE
    _failures yc.login_failure;
BEGIN
    PERFORM yc.partitions_make();
    DELETE FROM yc.login_failure f WHERE f.login = _login RETURNING * INTO _failures;
    RETURN _failures;
END $$;
COMMENT ON FUNCTION yc.signed_on(text) IS
    'What is done whenever somebody signs on: ends the count of failed logins of who is in now and returns it; next year''s partitions, should nobody tend.';

-- --- commands: kept as long as somebody may ask again what became of one

CREATE OR REPLACE FUNCTION yc.setting(_name text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT s.value FROM yc.setting s WHERE s.name = _name),
        CASE _name
            WHEN 'demonstration' THEN 'no'           -- yes: a hall for practice; screens say so in their first line
            WHEN 'lease_seconds' THEN '60'           -- a claim lives so long without its workstation's sign of life
            WHEN 'statement_seconds' THEN '30'       -- a statement older than this acts no more: its time would be forged
            WHEN 'material_bytes' THEN '10485760'    -- largest material
            WHEN 'cut_off_days' THEN '7'             -- so long after its successor came a definition may be what a cut-off window had
            WHEN 'undo_minutes' THEN '10'            -- so long an act can be taken back after which nobody comes
            WHEN 'command_days' THEN '90'            -- so long a command that is sent again happens only once
        END)
$$;

CREATE INDEX command_at ON yc.command (at);
ALTER TABLE yc.command SET (autovacuum_vacuum_scale_factor = 0.05);
COMMENT ON TABLE yc.command IS
    'The key of every command with its reply, written in the command''s own transaction; tending takes away what is older than the setting command_days. (Replies hold names: another reason not to keep them.)';

CREATE FUNCTION yc.commands_expire() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _count int;
BEGIN
    DELETE FROM yc.command c USING (
        SELECT x.region, x.key FROM yc.command x WHERE x.at < yc.now() - make_interval(days => yc.setting('command_days')::int)
        ORDER BY x.at LIMIT 500 FOR UPDATE SKIP LOCKED) old
    WHERE c.region = old.region AND c.key = old.key;
    GET DIAGNOSTICS _count = ROW_COUNT;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.commands_expire() IS 'Takes away commands older than the setting command_days, 500 at a time; returns how many.';

-- --- tending in pieces: after a day without it a round must not take longer than it may

CREATE OR REPLACE FUNCTION yc.counters_fold() RETURNS int[] LANGUAGE sql AS $$
    WITH taken AS (DELETE FROM yc.queue_delta d USING (SELECT x.ctid AS place FROM yc.queue_delta x LIMIT 50000) first
                    WHERE d.ctid = first.place RETURNING d.region, d.queue_id, d.kind, d.change),
    sums AS (SELECT region, queue_id, kind, sum(change) AS change FROM taken GROUP BY 1, 2, 3 ORDER BY 1, 2, 3),
    folded AS (INSERT INTO yc.queue_count AS c (region, queue_id, kind, count) SELECT region, queue_id, kind, change FROM sums
               ON CONFLICT (region, queue_id, kind) DO UPDATE SET count = c.count + excluded.count RETURNING queue_id)
    SELECT coalesce(array_agg(DISTINCT queue_id), '{}') FROM folded
$$;
COMMENT ON FUNCTION yc.counters_fold() IS 'Folds the deltas into the counters, 50,000 at a time; returns the queues that changed.';

CREATE OR REPLACE FUNCTION yc.journal_seal() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _seal  bigint;
    _at    timestamptz := yc.now();
    _count int;
    _hash  bytea;
BEGIN
    IF NOT EXISTS (SELECT FROM yc.seal_pending) THEN
        RETURN 0;
    END IF;
    INSERT INTO yc.seal (at, count, hash) VALUES (_at, 0, '\x') RETURNING id INTO _seal;
    WITH taken AS (DELETE FROM yc.seal_pending p USING (SELECT x.ctid AS place FROM yc.seal_pending x LIMIT 20000) first
                   WHERE p.ctid = first.place RETURNING p.region, p.case_id)
    INSERT INTO yc.seal_entry (seal_id, region, case_id, seq, head)
    SELECT _seal, t.region, t.case_id, head.seq, head.hash FROM (SELECT DISTINCT region, case_id FROM taken) t
    CROSS JOIN LATERAL ( -- one by one by their keys, whatever the planner thinks of a queue that was empty a second ago
        SELECT j.seq, j.hash FROM yc.case_file c JOIN yc.journal j ON j.region = c.region AND j.case_id = c.id AND j.seq = c.journal_seq
        WHERE c.region = t.region AND c.id = t.case_id LIMIT 1) head;
    GET DIAGNOSTICS _count = ROW_COUNT;
    _hash := yc.seal_hash(_seal, _at, (SELECT s.hash FROM yc.seal s WHERE s.id < _seal ORDER BY s.id DESC LIMIT 1));
    UPDATE yc.seal s SET count = _count, hash = _hash WHERE s.id = _seal;
    UPDATE yc.tending SET seal_hash = _hash;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.journal_seal() IS
    'Seals the heads of chains that have grown, up to 20,000 changes at a time; returns how many. Publish yc.tending.seal_hash outside the database from time to time.';

CREATE OR REPLACE FUNCTION yc.tend() RETURNS TABLE (queues_changed int, sealed int, expired int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _queues int[];
BEGIN
    IF NOT EXISTS (SELECT FROM yc.tending FOR UPDATE SKIP LOCKED) THEN
        RETURN; -- another one tends
    END IF;
    PERFORM yc.partitions_make(); -- before anything is locked that others wait for
    expired := yc.leases_sweep();
    _queues := yc.counters_fold();
    PERFORM yc.floors_refresh();
    sealed := yc.journal_seal();
    PERFORM yc.hall_days_make();
    PERFORM yc.commands_expire();
    UPDATE yc.tending SET tended_at = yc.now();
    queues_changed := cardinality(_queues);
    IF queues_changed > 0 THEN
        PERFORM pg_notify('yc_queues', left(array_to_string(_queues, ','), 7000));
    END IF;
    RETURN NEXT;
END $$;
COMMENT ON FUNCTION yc.tend() IS
    'One round of tending: next year''s partitions, leases, counters, floors, seal, tomorrow''s serials, old commands, one notification for all queues that changed (channel yc_queues). No row: another one tends.';

-- A decided task is deleted, and the key from the case to its task then looks for cases that still have it: without this it reads a whole region.
CREATE INDEX case_live_task ON yc.case_file (region, live_task) WHERE live_task IS NOT NULL;

-- A fifth of ten million changed rows before anybody looks would be too late.
ALTER TABLE yc.case_file SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE yc.visit SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE yc.person SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- --- what is asked all day: planned once a session (plpgsql), rights asked once a call, names not dug out of a definition's whole content

ALTER TABLE yc.definition ADD COLUMN name_zh text GENERATED ALWAYS AS (content -> 'name' ->> 'zh') STORED,
    ADD COLUMN name_en text GENERATED ALWAYS AS (content -> 'name' ->> 'en') STORED,
    ADD COLUMN limits jsonb GENERATED ALWAYS AS (content -> 'limits') STORED;

-- Twice at every acceptance and for every case that is verified: 1.1 ms when it digs in the content, 0.2 ms so.
CREATE OR REPLACE FUNCTION yc.case_due(_case yc.case_file, _clock text) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    _limit jsonb := (SELECT d.limits -> _clock FROM yc.definition d WHERE d.id = _case.definition_id);
BEGIN
    IF _limit IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN yc.due_date(yc.case_start_day(_case), (_limit ->> 'days')::int, _limit ->> 'unit', yc.case_pauses(_case.region, _case.id));
END $$;

-- Every line of every list masks a name. A SQL function that the planner cannot open sets up an executor at each call: 90 microseconds against 4.
CREATE OR REPLACE FUNCTION yc.mask_ends(_value text, _first int, _last int) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    _length int := char_length(_value);
BEGIN
    IF _first + _last >= _length THEN
        RETURN left(_value, 1) || repeat('*', _length - 1);
    END IF;
    RETURN left(_value, _first) || repeat('*', _length - _first - _last) || right(_value, _last);
END $$;

CREATE OR REPLACE FUNCTION yc.mask(_kind text, _value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    _length int := char_length(_value);
BEGIN
    IF _value = '' THEN
        RETURN '';
    ELSIF _kind IN ('name_cn', 'name_any') THEN
        RETURN yc.mask_ends(_value, 1, CASE WHEN _length > 2 THEN 1 ELSE 0 END);
    ELSIF _kind IN ('id18', 'id_any', 'ssnum', 'sscard', 'unit_no', 'person_no') THEN
        RETURN CASE WHEN _length >= 15 THEN yc.mask_ends(_value, 6, 4) ELSE yc.mask_ends(_value, 1, 2) END;
    ELSIF _kind IN ('mobile', 'phone') THEN
        RETURN yc.mask_ends(_value, CASE WHEN _length >= 11 THEN 3 ELSE 0 END, 4);
    ELSIF _kind = 'luhn' THEN
        RETURN '****' || CASE WHEN octet_length(_value) >= 8 AND _length = octet_length(_value) THEN right(_value, 4) ELSE '' END;
    ELSIF _kind = 'email' THEN
        RETURN CASE WHEN strpos(_value, '@') > 1 THEN left(_value, 1) ELSE '' END || '***'
            || CASE WHEN strpos(_value, '@') > 0 THEN substr(_value, strpos(_value, '@')) ELSE '' END;
    END IF;
    RETURN '****';
END $$;

-- Not all that it is made of is immutable: a planner that is told so cannot open it, and it costs three times as much.
DO $$ BEGIN
    EXECUTE replace(pg_get_functiondef('yc.journal_hash'::regproc), 'IMMUTABLE', 'STABLE');
END $$;

CREATE FUNCTION yc.sight(_actor bigint, _region int) RETURNS TABLE (hall smallint, item text) LANGUAGE sql STABLE AS $$
    SELECT CASE g.action WHEN 'accept' THEN g.hall END, g.item FROM yc.staff_grant g
    WHERE g.staff_id = _actor AND g.region = _region AND g.revoked_at IS NULL AND g.action <> 'operate'
      AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
$$;
COMMENT ON FUNCTION yc.sight(bigint, int) IS
    'What a person may see (masked) in a region: cases of this hall (NULL: any) and this item (NULL: any), a row for each grant. Clerks their hall, approvers their items, supervisors and auditors everything, operators nothing.';

CREATE OR REPLACE FUNCTION yc.may_see(_actor bigint, _region int, _hall smallint, _item text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM yc.sight(_actor, _region) s WHERE (s.hall IS NULL OR s.hall = _hall) AND (s.item IS NULL OR s.item = _item))
$$;

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.case_find(_region int, _words text)
RETURNS TABLE (case_id bigint, number text, item text, item_zh text, item_en text, state text, stage text, waiting text, name text, accepted_at timestamptz, promised_due date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor  bigint := yc.actor();
    _digits text := reverse(regexp_replace(_words, '[^0-9]', '', 'g'));
BEGIN
    -- A pattern that is put together in the statement would not use the index; ':' follows '9'.
    RETURN QUERY SELECT c.id, c.number, c.item, d.name_zh, d.name_en, c.state, c.stage, c.waiting, yc.mask('name_any', p.name), c.accepted_at, c.promised_due
    FROM (SELECT * FROM yc.case_file x
          WHERE x.region = _region AND x.number IS NOT NULL AND reverse(x.number) ~>=~ _digits AND reverse(x.number) ~<~ (_digits || ':') AND length(_digits) >= 5
            AND EXISTS (SELECT FROM yc.sight(_actor, _region) s WHERE (s.hall IS NULL OR s.hall = x.hall) AND (s.item IS NULL OR s.item = x.item))
          ORDER BY x.accepted_at DESC LIMIT 50) c
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    ORDER BY c.accepted_at DESC;
END $$;

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
    RETURN QUERY SELECT c.id, c.number, c.item, d.name_zh, d.name_en, c.state, c.stage, c.waiting,
        yc.mask('name_any', p.name), c.accepted_at, c.promised_due, c.statutory_due, c.finished_at
    FROM (SELECT * FROM yc.case_file x WHERE x.region = _region AND x.number IS NOT NULL AND x.id < coalesce(_after, 9223372036854775807)
          ORDER BY x.id DESC LIMIT 50) c
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    ORDER BY c.id DESC;
END $$;

CREATE OR REPLACE FUNCTION desk.task_list(_region int, _after_priority smallint, _after_due date, _after_id bigint)
RETURNS TABLE (task_id bigint, case_id bigint, number text, item text, item_zh text, item_en text, stage text, name text, priority smallint, due date,
               accepted_at timestamptz, claimed_by text, mine boolean, barred boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    _actor bigint := yc.actor();
BEGIN
    RETURN QUERY SELECT t.id, t.case_id, c.number, c.item, d.name_zh, d.name_en, c.stage, yc.mask('name_any', p.name),
           t.priority, t.due, c.accepted_at, s.name_zh, t.claimed_by = _actor, _actor = ANY (t.excluded)
    FROM (
        SELECT x.* FROM yc.my_queues(_actor, _region) q(id)
        CROSS JOIN LATERAL (SELECT * FROM yc.task t
                            WHERE t.region = _region AND t.queue_id = q.id AND t.claimed_by IS NULL
                              AND (t.priority, t.due, t.id) > (coalesce(_after_priority, (-1)::smallint), coalesce(_after_due, '-infinity'), coalesce(_after_id, 0))
                            ORDER BY t.priority, t.due, t.id LIMIT 50) x
        UNION ALL
        SELECT t.* FROM yc.task t WHERE t.claimed_by = _actor AND t.region = _region AND _after_id IS NULL
        ORDER BY priority, due, id LIMIT 50) t
    JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    LEFT JOIN yc.staff s ON s.id = t.claimed_by
    ORDER BY t.claimed_by IS NULL, t.priority, t.due, t.id;
END $$;

CREATE OR REPLACE FUNCTION desk.queue_table(_region int)
RETURNS TABLE (queue_id int, stage text, item text, item_zh text, item_en text, ready bigint, claimed bigint, decided bigint, oldest timestamptz, first_due date, near int, overdue int, people int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _today date := yc.today();
BEGIN
    PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
    RETURN QUERY
    WITH counted AS (
        SELECT n.queue_id, sum(n.count) FILTER (WHERE n.kind = 'ready') AS ready, sum(n.count) FILTER (WHERE n.kind = 'claimed') AS claimed,
               sum(n.count) FILTER (WHERE n.kind = 'decided') AS decided
        FROM (SELECT k.queue_id, k.kind, k.count FROM yc.queue_count k WHERE k.region = _region
              UNION ALL SELECT k.queue_id, k.kind, k.change FROM yc.queue_delta k WHERE k.region = _region) n
        GROUP BY 1
    ), items AS MATERIALIZED (
        SELECT i.item, yc.definition_current('item', i.item) AS definition FROM (SELECT DISTINCT q.item FROM yc.queue q WHERE q.region = _region) i
    ), able AS MATERIALIZED (
        SELECT DISTINCT g.staff_id, g.action, g.item FROM yc.staff_grant g JOIN yc.staff s ON s.id = g.staff_id AND s.disabled_at IS NULL
        WHERE g.region = _region AND g.revoked_at IS NULL AND _today BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
    )
    SELECT q.id, q.stage, q.item, d.name_zh, d.name_en, coalesce(n.ready, 0)::bigint, coalesce(n.claimed, 0)::bigint, coalesce(n.decided, 0)::bigint,
        (SELECT min(o.created_at) FROM (SELECT t.created_at FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id ORDER BY t.due LIMIT 50) o),
        (SELECT min(t.due) FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id),
        (SELECT count(*)::int FROM (SELECT FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id AND t.due BETWEEN _today AND _today + 1 LIMIT 1000) x),
        (SELECT count(*)::int FROM (SELECT FROM yc.task t WHERE t.region = _region AND t.queue_id = q.id AND t.due < _today LIMIT 1000) x),
        (SELECT count(DISTINCT a.staff_id)::int FROM able a WHERE a.action = q.stage AND (a.item IS NULL OR a.item = q.item))
    FROM yc.queue q JOIN items i ON i.item = q.item JOIN yc.definition d ON d.id = i.definition
    LEFT JOIN counted n ON n.queue_id = q.id
    WHERE q.region = _region
    ORDER BY array_position(ARRAY['review', 'recheck', 'approve'], q.stage), q.item;
END $$;

SET LOCAL ROLE yc_owner;

-- --- verification in slices: of sixty million rows no sort fits into memory

CREATE FUNCTION yc.verify_slices() RETURNS TABLE (region int, after bigint, upto bigint) LANGUAGE plpgsql STABLE AS $$
BEGIN
    FOR region IN
        WITH RECURSIVE seen AS (
            SELECT least((SELECT min(c.region) FROM yc.case_file c), (SELECT min(j.region) FROM yc.journal j), (SELECT min(e.region) FROM yc.seal_entry e)) AS code
            UNION ALL
            SELECT least((SELECT min(c.region) FROM yc.case_file c WHERE c.region > s.code), (SELECT min(j.region) FROM yc.journal j WHERE j.region > s.code),
                         (SELECT min(e.region) FROM yc.seal_entry e WHERE e.region > s.code))
            FROM seen s WHERE s.code IS NOT NULL)
        SELECT s.code FROM seen s WHERE s.code IS NOT NULL
    LOOP
        upto := -9223372036854775808;
        WHILE upto < 9223372036854775807 LOOP
            after := upto;
            upto := coalesce((SELECT c.id FROM yc.case_file c WHERE c.region = verify_slices.region AND c.id > after ORDER BY c.id OFFSET 1999 LIMIT 1), 9223372036854775807);
            RETURN NEXT;
        END LOOP;
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.verify_slices() IS
    'All ids of all regions that have cases, journals or seals, in ranges (after, upto] of 2,000 cases: what verification works through.';

CREATE OR REPLACE FUNCTION yc.verify_chains() RETURNS SETOF yc.finding LANGUAGE plpgsql STABLE AS $$
DECLARE
    _slice record;
BEGIN
    FOR _slice IN SELECT * FROM yc.verify_slices() LOOP
        RETURN QUERY
        WITH rows AS (
            SELECT j.*, lag(j.hash, 1, '\x'::bytea) OVER chain AS previous, row_number() OVER chain AS place, lead(j.seq) OVER chain IS NULL AS last
            FROM yc.journal j WHERE j.region = _slice.region AND j.case_id > _slice.after AND j.case_id <= _slice.upto
            WINDOW chain AS (PARTITION BY j.region, j.case_id ORDER BY j.seq)
        ), broken AS (
            SELECT r.region, r.case_id, min(r.seq) AS seq FROM rows r
            WHERE r.seq <> r.place OR r.hash <> yc.journal_hash(r.previous, r.region, r.case_id, r.seq, r.at, r.actor, r.action, r.body)
            GROUP BY 1, 2
        )
        SELECT 'E_VERIFY_CHAIN', ARRAY['case', coalesce(c.number, b.case_id::text), 'seq', b.seq::text]
        FROM broken b LEFT JOIN yc.case_file c ON c.region = b.region AND c.id = b.case_id
        UNION ALL
        SELECT 'E_VERIFY_HEAD', ARRAY['case', coalesce(c.number, c.id::text, r.case_id::text)]
        FROM (SELECT * FROM yc.case_file x WHERE x.region = _slice.region AND x.id > _slice.after AND x.id <= _slice.upto) c
        FULL JOIN (SELECT * FROM rows WHERE last) r ON r.region = c.region AND r.case_id = c.id
        WHERE c.journal_seq IS DISTINCT FROM r.seq OR c.journal_head IS DISTINCT FROM r.hash;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION yc.verify_seals() RETURNS SETOF yc.finding LANGUAGE plpgsql STABLE AS $$
DECLARE
    _slice record;
BEGIN
    RETURN QUERY
    SELECT 'E_VERIFY_SEAL', ARRAY['seal', s.id::text, 'at', yc.moment(s.at)]
    FROM (SELECT s.*, lag(s.hash) OVER (ORDER BY s.id) AS previous FROM yc.seal s) s
    WHERE s.hash <> yc.seal_hash(s.id, s.at, s.previous)
       OR s.count <> (SELECT count(*) FROM yc.seal_entry e WHERE e.seal_id = s.id)
    UNION ALL
    SELECT 'E_VERIFY_SEAL', ARRAY['seal', 'last', 'at', yc.moment(t.tended_at)]
    FROM yc.tending t WHERE t.seal_hash <> coalesce((SELECT s.hash FROM yc.seal s ORDER BY s.id DESC LIMIT 1), '\x');
    FOR _slice IN SELECT * FROM yc.verify_slices() LOOP
        RETURN QUERY
        SELECT 'E_VERIFY_SEALED', ARRAY['seal', e.seal_id::text, 'case', coalesce(c.number, e.case_id::text), 'seq', e.seq::text]
        FROM yc.seal_entry e
        LEFT JOIN yc.case_file c ON c.region = e.region AND c.id = e.case_id
        LEFT JOIN yc.journal j ON j.region = e.region AND j.case_id = e.case_id AND j.seq = e.seq
        WHERE e.region = _slice.region AND e.case_id > _slice.after AND e.case_id <= _slice.upto AND e.head IS DISTINCT FROM j.hash;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION yc.verify_counters() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    WITH found AS (
        SELECT t.region, t.queue_id, CASE WHEN t.claimed_by IS NULL THEN 'ready' ELSE 'claimed' END AS kind, count(*) AS count FROM yc.task t GROUP BY 1, 2, 3
        UNION ALL
        SELECT q.region, q.id, 'decided', count(*)
        FROM yc.decision d JOIN yc.case_file c ON c.region = d.region AND c.id = d.case_id
        JOIN yc.queue q ON q.region = d.region AND q.stage = d.stage AND q.item = c.item
        WHERE d.undone_at IS NULL GROUP BY 1, 2
    ), counted AS (
        SELECT n.region, n.queue_id, n.kind, sum(n.count) AS count
        FROM (SELECT * FROM yc.queue_count UNION ALL SELECT * FROM yc.queue_delta) n GROUP BY 1, 2, 3
    )
    SELECT ('E_VERIFY_COUNTER', ARRAY['queue', q.stage || ' ' || q.item, 'kind', k.kind, 'counted', coalesce(n.count, 0)::text, 'found', coalesce(f.count, 0)::text])::yc.finding
    FROM yc.queue q CROSS JOIN unnest('{ready,claimed,decided}'::text[]) k(kind)
    LEFT JOIN found f ON f.region = q.region AND f.queue_id = q.id AND f.kind = k.kind
    LEFT JOIN counted n ON n.region = q.region AND n.queue_id = q.id AND n.kind = k.kind
    WHERE coalesce(n.count, 0) <> coalesce(f.count, 0)
$$;

REVOKE EXECUTE ON FUNCTION yc.partition_tables(), yc.partition_make(text, int), yc.partition_years(text), yc.commands_expire(), yc.verify_slices() FROM yc_desk;
