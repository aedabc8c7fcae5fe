-- History in partitions by year: always there before the year is, whoever makes them; rows go where their id says; old commands go.
\set QUIET on
\ir ../helpers.sql
SELECT plan(20);

-- Tables that lack the partition of a year; '' when none does.
CREATE FUNCTION pg_temp.lacking(_year int) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(string_agg(name, ' ' ORDER BY name), '') FROM yc.partition_tables() WHERE yc.partition_years(name) < _year
$$;
CREATE FUNCTION pg_temp.places(_case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(DISTINCT place::text, ' ' ORDER BY place::text) FROM (
        SELECT tableoid::regclass FROM yc.journal WHERE case_id = _case UNION ALL SELECT tableoid::regclass FROM yc.case_field WHERE case_id = _case
        UNION ALL SELECT c.tableoid::regclass FROM yc.material_content c JOIN yc.material m ON m.id = c.material_id WHERE m.case_id = _case
        UNION ALL SELECT tableoid::regclass FROM yc.seal_entry WHERE case_id = _case UNION ALL SELECT tableoid::regclass FROM yc.read_log WHERE case_id = _case) r(place)
$$;
SELECT greatest(yc.partition_years('journal'), 2027) AS made \gset
INSERT INTO yc.calendar_year SELECT y, 'invented' FROM generate_series(2027, :made + 3) y;

SELECT bag_eq($$SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'yc'::regnamespace AND c.relkind = 'p'$$, 'SELECT name FROM yc.partition_tables()',
              'the partitioned tables are those of which tending knows');
SELECT is_empty($$SELECT inhrelid::regclass FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent WHERE c.relkind = 'p' AND c.relnamespace = 'yc'::regnamespace
                  AND obj_description(i.inhrelid, 'pg_class') IS NULL$$, 'every partition says what it holds');
SELECT is(pg_temp.lacking(2027), '', 'next year''s stand after the migrations');
SELECT is(yc.partitions_make(), 0, 'and are not made twice');

-- --- a case of this year, worked on in the next
SELECT test.accepted('wangfang', test.id_no(1)) AS case \gset
SELECT count(*) FROM yc.tend() \g /dev/null
SELECT is(pg_temp.lacking(:made), '', 'nothing is missing');
SELECT yc.partition_years('journal') AS before \gset
SELECT test.clock_set(format('%s-01-04 09:00+08', :made)::timestamptz) \g /dev/null
SELECT test.decided('zhouqian', :case, 'agree') \g /dev/null
SELECT count(*) FROM yc.tend() \g /dev/null
SELECT is(pg_temp.lacking(:made + 1), '', 'tending makes the partitions of the year after at the beginning of a year');
SELECT is((SELECT count(DISTINCT tableoid) FROM yc.journal WHERE case_id = :case), 1::bigint, 'the journal of a case stays together over New Year');
SELECT test.accepted('hejun', test.id_no(2)) AS later \gset
SELECT count(*) FROM yc.tend() \g /dev/null
SELECT ok(pg_temp.places(:later) LIKE format('%%journal_%s%%', :made), 'a case of the new year goes into its partitions') WHERE :made > 2026;
SELECT is((SELECT count(DISTINCT right(place, 4)) FROM unnest(string_to_array(pg_temp.places(:later), ' ')) place), 1::bigint, 'with all that belongs to it');
SELECT is_empty('SELECT * FROM yc.verify()', 'and everything is whole');
SELECT is((SELECT string_agg(action, ' ' ORDER BY seq) FROM yc.journal WHERE case_id = :case), 'open accept claim agree overdue', 'both halves of the old case are read as one');

-- --- nobody tends: who signs on makes them
SELECT test.clock_set(format('%s-06-01 09:00+08', :made + 1)::timestamptz) \g /dev/null
SELECT is(pg_temp.lacking(:made + 2), (SELECT string_agg(name, ' ' ORDER BY name) FROM yc.partition_tables()), 'without tending a year is missing');
SELECT test.as('wangfang', 'SELECT staff_id FROM desk.sign_on()') \g /dev/null
SELECT is(pg_temp.lacking(:made + 2), '', 'somebody signed on, and it is there');
SELECT is((SELECT count(*) FROM pg_constraint k WHERE k.conrelid = format('yc.case_field_%s', :made + 2)::regclass AND k.contype = 'f'), 2::bigint, 'with its foreign keys');
SELECT is((SELECT relowner::regrole::text FROM pg_class WHERE oid = format('yc.case_field_%s', :made + 2)::regclass), 'yc_owner', 'and its owner');
SELECT is(current_setting('lock_timeout'), '0', 'the session waits for locks as before');

-- --- what guards the number stands outside of the partitions
SELECT throws_ok(format('UPDATE yc.case_file SET number = (SELECT number FROM yc.case_file WHERE id = %s) WHERE id = %s', :case, :later), '23505', NULL, 'a number is given once');

-- --- commands
SELECT count(*) AS commands FROM yc.command \gset
UPDATE yc.command SET at = yc.now() - interval '90 days 1 minute' WHERE key IN (SELECT key FROM yc.command ORDER BY key LIMIT 3);
UPDATE yc.command SET at = yc.now() - interval '89 days' WHERE at > yc.now() - interval '90 days';
UPDATE yc.command SET at = yc.now() - interval '89 days' WHERE at < yc.now() - interval '91 days';
SELECT count(*) FROM yc.tend() \g /dev/null
SELECT is((SELECT count(*) FROM yc.command), :commands - 3::bigint, 'commands older than 90 days go with the next tending, and no others');
INSERT INTO yc.setting VALUES ('command_days', '30');
SELECT count(*) FROM yc.tend() \g /dev/null
SELECT is((SELECT count(*) FROM yc.command), 0::bigint, 'or when the setting says so');
SELECT is_empty('SELECT * FROM yc.verify()', 'nothing else hung on them');
SELECT * FROM finish();
