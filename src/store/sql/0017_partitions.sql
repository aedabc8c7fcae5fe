-- What ten million cases ask of the tables: history in partitions of a year, an index where a key was looked for without one, vacuuming in time.
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
REVOKE EXECUTE ON FUNCTION yc.partition_tables(), yc.partition_make(text, int), yc.partition_years(text) FROM yc_desk;

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

-- --- commands: kept as long as somebody may ask again what became of one

CREATE INDEX command_at ON yc.command (at);
ALTER TABLE yc.command SET (autovacuum_vacuum_scale_factor = 0.05);
COMMENT ON TABLE yc.command IS
    'The key of every command with its reply, written in the command''s own transaction; tending takes away what is older than the setting command_days. (Replies hold names: another reason not to keep them.)';

-- --- the tables that stay whole

-- A decided task is deleted, and the key from the case to its task then looks for cases that still have it: without this it reads a whole region.
CREATE INDEX case_live_task ON yc.case_file (region, live_task) WHERE live_task IS NOT NULL;

-- A fifth of ten million changed rows before anybody looks would be too late.
ALTER TABLE yc.case_file SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE yc.visit SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE yc.person SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
