-- A database as it stands after three years: regions, halls, staff, persons, visits, cases in every state with their
-- fields, materials, journals, decisions, seals, queues. Made by set-based SQL past the desk, in rows as the desk makes
-- them: ids with their year, chains with true hashes, numbers with their check digit, counters that agree, so that yc.verify()
-- is silent. The same numbers and the same seed make the same rows (but for the tokens of drafts).
--
-- Into a migrated database with definitions loaded, as the superuser, with the psql variables of run.sh set:
--   cases regions items fields materials content seals reads commands seed
-- Then SELECT bench.fill(region, from, to) for every region 0..regions-1, from and to among 1..bench.plan.each, in pieces that
-- memory holds; then bench.finish(). Ends yesterday by yc.now(): today's numbers are the desk's own.

CREATE SCHEMA bench;
COMMENT ON SCHEMA bench IS 'The generator of tests/bench. Nothing of it belongs to the program.';

CREATE TABLE bench.plan AS
SELECT :regions::int AS regions, :cases::int / :regions::int AS each, :items::int AS items,
       least(:fields, 16)::int AS fields,          -- rows of case_field for a case
       least(:materials, 6)::int AS materials,     -- files for a case
       :content::int AS content,                   -- bytes in a file
       least(:seals, 6)::int AS seals,             -- entries in seals for a case: in life one for nearly each of its journal rows
       least(:reads, 15)::int AS reads,            -- rows of the read log for a case
       least(:commands, 8)::int AS commands,       -- commands for a case of the last 30 days
       :seed::bigint AS seed,
       (yc.today() - interval '3 years')::date AS first_day, yc.today() - 1 AS last_day;

-- The year before the first published one had no holidays, for us.
SELECT yc.calendar_load(y, 'invented', '{}', '{}') FROM bench.plan, generate_series(extract(year FROM first_day)::int, extract(year FROM yc.today())::int) y
WHERE NOT EXISTS (SELECT FROM yc.calendar_year c WHERE c.year = y) \g /dev/null

-- Items like the one that forms/ has.
SELECT yc.definition_load('item', 'bench-' || n, replace(d.body, '"' || d.code || '"', '"bench-' || n || '"'), first_day)
FROM bench.plan, yc.definition d, generate_series(1, (SELECT items FROM bench.plan)) n
WHERE d.id = yc.definition_current('item', 'ui-benefit') \g /dev/null
CREATE TABLE bench.item AS
SELECT row_number() OVER (ORDER BY d.id)::int - 1 AS n, d.code AS item, d.id AS definition FROM yc.definition d WHERE d.code LIKE 'bench-%';

-- Working days, each with the due dates of what is accepted on it.
CREATE TABLE bench.day AS
SELECT row_number() OVER (ORDER BY day)::int - 1 AS n, day,
       yc.due_date(day, (l -> 'promised' ->> 'days')::int, l -> 'promised' ->> 'unit', '{}') AS promised,
       yc.due_date(day, (l -> 'statutory' ->> 'days')::int, l -> 'statutory' ->> 'unit', '{}') AS statutory
FROM bench.plan, (SELECT d.content -> 'limits' AS l FROM yc.definition d WHERE d.id = (SELECT min(definition) FROM bench.item)) limits,
     LATERAL (SELECT t::date AS day FROM generate_series(first_day, last_day, interval '1 day') t) days
WHERE yc.is_working_day(day);
ALTER TABLE bench.day ADD PRIMARY KEY (n);

-- Partitions for the years that lie before the migration: its first ones reach down to the beginning of time and are empty here.
DO $$
DECLARE
    _parent regclass;
    _first  record;
    _year   int;
    _lower  text;
    _name   text;
BEGIN
    FOR _parent IN SELECT p.partrelid::regclass FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid WHERE c.relnamespace = 'yc'::regnamespace LOOP
        SELECT i.inhrelid::regclass AS child, substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([0-9]{4})')::int AS above INTO _first
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = _parent AND pg_get_expr(c.relpartbound, c.oid) LIKE '%MINVALUE%';
        EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', _parent, _first.child);
        _lower := 'MINVALUE';
        FOR _year IN SELECT generate_series(extract(year FROM first_day)::int, _first.above - 2) FROM bench.plan LOOP
            _name := format('%s_bench_%s', _parent, _year);
            EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)', _name, _first.child);
            EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%s) TO (%s)', _parent, _name, _lower, (_year + 1) * 100000000000000);
            _lower := ((_year + 1) * 100000000000000)::text;
        END LOOP;
        EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%s) TO (%s)', _parent, _first.child, _lower, _first.above * 100000000000000);
    END LOOP;
END $$;

-- Regions with three halls of ten windows; six clerks (two a hall), five reviewers, five recheckers, one supervisor, one auditor.
CREATE TABLE bench.region AS
SELECT n, 310100 + n / 9 * 10000 + n % 9 * 100 AS region, NULL::bigint[] AS clerks, NULL::bigint[] AS reviewers, NULL::bigint[] AS recheckers
FROM bench.plan, generate_series(0, regions - 1) n;
INSERT INTO yc.region SELECT region, '第' || n || '市', 'City ' || n FROM bench.region ON CONFLICT DO NOTHING;
INSERT INTO yc.hall SELECT region, h, '大厅' || h, 'Hall ' || h FROM bench.region, generate_series(1, 3) h;
INSERT INTO yc.service_window SELECT region, h, w FROM bench.region, generate_series(1, 3) h, generate_series(1, 10) w;
INSERT INTO yc.staff (login, name_zh, name_en, created_at) VALUES ('postgres', '系统', 'System', yc.now()) ON CONFLICT DO NOTHING;
WITH post(action, count) AS (VALUES ('accept', 6), ('review', 5), ('recheck', 5), ('supervise', 1), ('audit', 1)),
made AS (INSERT INTO yc.staff (login, name_zh, name_en, created_at)
         SELECT format('bench_%s_%s_%s', r.region, post.action, i), '甲' || i, 'Staff ' || i, first_day FROM bench.plan, bench.region r, post, generate_series(1, count) i
         RETURNING id, login)
INSERT INTO yc.staff_grant (staff_id, action, region, hall, valid_from, granted_at)
SELECT id, action, region, CASE action WHEN 'accept' THEN (n - 1) / 2 + 1 END, first_day, first_day
FROM bench.plan, made, LATERAL (SELECT split_part(login, '_', 2)::int AS region, split_part(login, '_', 3) AS action, split_part(login, '_', 4)::int AS n) who;
UPDATE bench.region r SET
    clerks = (SELECT array_agg(g.staff_id ORDER BY g.staff_id) FROM yc.staff_grant g WHERE g.region = r.region AND g.action = 'accept'),
    reviewers = (SELECT array_agg(g.staff_id ORDER BY g.staff_id) FROM yc.staff_grant g WHERE g.region = r.region AND g.action = 'review'),
    recheckers = (SELECT array_agg(g.staff_id ORDER BY g.staff_id) FROM yc.staff_grant g WHERE g.region = r.region AND g.action = 'recheck');
-- Six seals a day; a chain's row goes into the one of its number.
INSERT INTO yc.seal (id, at, count, hash) OVERRIDING SYSTEM VALUE
SELECT d.n * 6 + s, d.day + time '20:00' + s * interval '1 minute', 0, '\x' FROM bench.day d, generate_series(1, 6) s;
INSERT INTO yc.queue (region, stage, item) SELECT region, stage, item FROM bench.region, unnest('{review,recheck}'::text[]) stage, bench.item;

-- The same function, but one that the planner may open: what it is made of is not all immutable.
DO $$ BEGIN
    EXECUTE replace(replace(pg_get_functiondef('yc.journal_hash'::regproc), 'yc.journal_hash', 'bench.journal_hash'), 'IMMUTABLE', 'STABLE');
END $$;

CREATE FUNCTION bench.digest(_salt bytea, _name text, _value text) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT encode(sha256(_salt || convert_to(_name, 'UTF8') || '\x00' || convert_to(_value, 'UTF8')), 'hex') $$;
COMMENT ON FUNCTION bench.digest(bytea, text, text) IS 'yc.digest() with the salt at hand.';

CREATE FUNCTION bench.person_no(_region int, _n int) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT d || substr('10X98765432', (get_byte(b, 0) * 7 + get_byte(b, 1) * 9 + get_byte(b, 2) * 10 + get_byte(b, 3) * 5 + get_byte(b, 4) * 8 + get_byte(b, 5) * 4
        + get_byte(b, 6) * 2 + get_byte(b, 7) + get_byte(b, 8) * 6 + get_byte(b, 9) * 3 + get_byte(b, 10) * 7 + get_byte(b, 11) * 9 + get_byte(b, 12) * 10
        + get_byte(b, 13) * 5 + get_byte(b, 14) * 8 + get_byte(b, 15) * 4 + get_byte(b, 16) * 2 - 4800) % 11 + 1, 1)
    FROM (SELECT d, d::bytea AS b FROM (SELECT _region || to_char(date '1930-01-01' + (_n / 999) % 28000, 'YYYYMMDD') || lpad((_n % 999 + 1)::text, 3, '0') OFFSET 0) digits(d) OFFSET 0) bytes
$$;
COMMENT ON FUNCTION bench.person_no(int, int) IS 'The identity number of the n-th invented person of a region; yc.id_check_character() unrolled, since millions of them are asked for.';

CREATE FUNCTION bench.id(_year int, _regions int, _region int, _case int, _part int) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT _year * 100000000000000 + (_case::bigint * _regions + _region) * 16 + _part $$;
COMMENT ON FUNCTION bench.id(int, int, int, int, int) IS
    'Ids in the order of time, regions mixed as a common sequence mixes them; sixteen for each case. Parts: 0 person, 1 visit, 2 case, 3-4 tasks, 5-6 decisions, 7 suspension, 8-15 materials.';

CREATE FUNCTION bench.fill(_n int, _from int, _to int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _plan   bench.plan;
    _region bench.region;
    _days   int := (SELECT count(*) FROM bench.day);
    _now    timestamptz := yc.now();
BEGIN
    SELECT * INTO _plan FROM bench.plan;
    SELECT * INTO _region FROM bench.region r WHERE r.n = _n;
    SET LOCAL client_min_messages = warning;
    SET LOCAL work_mem = '256MB';
    SET CONSTRAINTS ALL DEFERRED;
    DROP TABLE IF EXISTS life;
    -- Where each case stands in time and in its life, and whose it is.
    CREATE TEMPORARY TABLE life ON COMMIT DROP AS
    SELECT p, bench.id(year, _plan.regions, _n, p, 2) AS id, bench.id(year, _plan.regions, _n, p, 1) AS visit, year, d.n AS day_n, d.day, d.promised, d.statutory,
           (place % 3 + 1)::smallint AS hall, (place / 3 + 1)::int AS serial, (dice % 10 + 1)::smallint AS window_number,
           _region.clerks[(place % 3) * 2 + 1 + dice % 2] AS clerk, _region.reviewers[1 + dice % 5] AS reviewer, _region.recheckers[1 + dice / 7 % 5] AS rechecker,
           i.item, i.definition, dice, q.first, q.person, q.person_n,
           at AS created_at, at + interval '7 minutes' AS accepted_at, least(at + interval '20 hours', _now) AS reviewed_at, least(at + interval '40 hours', _now) AS rechecked_at,
           CASE WHEN age < 0.003 AND dice % 100 < 5 THEN 'draft'
                WHEN age < 0.010 AND dice % 100 BETWEEN 5 AND 7 THEN 'returned'
                WHEN age < 0.010 AND dice % 100 = 8 THEN 'suspended'
                WHEN age < 0.004 THEN 'review' WHEN age < 0.005 THEN 'recheck'
                WHEN dice % 100 = 9 THEN 'denied' ELSE 'finished' END AS life,
           sha256(int8send(_plan.seed) || int8send(bench.id(year, _plan.regions, _n, p, 2))) AS salt,
           bench.id(year, _plan.regions, _n, p, 3) AS task1, bench.id(year, _plan.regions, _n, p, 4) AS task2
    FROM generate_series(_from, _to) p
    CROSS JOIN LATERAL (SELECT (p - 1)::bigint * _days / _plan.each AS day_n, (p - 1)::bigint * _days % _plan.each AS rest, 1 - (p - 1)::float8 / _plan.each AS age,
                               abs(hashint8extended(p * 64 + _n, _plan.seed) % 1000000)::int AS dice) x
    JOIN bench.day d ON d.n = x.day_n
    JOIN bench.item i ON i.n = dice / 10 % _plan.items
    -- Two cases in five are a new person's, the others those of somebody who was here before.
    CROSS JOIN LATERAL (SELECT p = 1 OR p * 2 / 5 > (p - 1) * 2 / 5 AS first,
                               CASE WHEN p < 3 THEN 1 WHEN p * 2 / 5 > (p - 1) * 2 / 5 THEN p ELSE (5 * (1 + dice % (p * 2 / 5)) + 1) / 2 END AS person_n) w
    CROSS JOIN LATERAL (SELECT extract(year FROM d.day)::int AS year, (rest / _days)::int AS place,
                               (d.day + time '09:00' + make_interval(secs => (rest * 25000.0 / _plan.each)::int)) AT TIME ZONE 'Asia/Shanghai' AS at) t
    CROSS JOIN LATERAL (SELECT w.first, w.person_n,
                               bench.id((SELECT extract(year FROM y.day)::int FROM bench.day y WHERE y.n = (w.person_n - 1)::bigint * _days / _plan.each),
                                        _plan.regions, _n, w.person_n, 0) AS person) q
    OFFSET 0;
    PERFORM bench.fill_front(_plan, _region.region);
    PERFORM bench.fill_chains(_region.region);
    PERFORM bench.fill_back(_region.region);
    PERFORM bench.fill_beside(_plan, _region.region, _days);
END $$;
COMMENT ON FUNCTION bench.fill(int, int, int) IS 'The cases of a region from one place in time to another, and all that comes with them, in one transaction.';

-- Persons, visits, and what was filled in and handed in.
CREATE FUNCTION bench.fill_front(_plan bench.plan, _region int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DROP TABLE IF EXISTS field, material;
    CREATE TEMPORARY TABLE field ON COMMIT DROP AS
    SELECT l.id, f.field, f.value, f.source
    FROM life l
    CROSS JOIN LATERAL (SELECT CASE WHEN _plan.fields > 2 THEN bench.person_no(_region, l.person_n) END AS no OFFSET 0) n
    CROSS JOIN LATERAL unnest(
        (ARRAY['name', 'id_type', 'id_no', 'mobile', 'sex', 'birth', 'unemp_date', 'leave_reason', 'unwilling', 'ui_place', 'last_unit',
               'use_card_acct', 'agent_mode', 'ui_months', 'train_wish', 'job_wish'])[1:_plan.fields],
        (ARRAY[bench.name(l.person_n), '01', n.no, bench.mobile(l.person_n), substr('21', substr(n.no, 17, 1)::int % 2 + 1, 1),
               to_char(to_date(substr(n.no, 7, 8), 'YYYYMMDD'), 'YYYY-MM-DD'), (l.day - 30)::text, '02', '1', _region::text,
               '第' || l.dice % 5000 || '机械厂', '1', '0', (l.dice % 400 + 12)::text, '1', '车工'])[1:_plan.fields],
        (ARRAY['person', 'person', 'person', 'person', 'computed', 'computed', 'typed', 'typed', 'computed', 'typed', 'typed',
               'fixed', 'fixed', 'typed', 'typed', 'typed'])[1:_plan.fields]) f(field, value, source);
    CREATE TEMPORARY TABLE material ON COMMIT DROP AS
    SELECT l.id AS case_id, l.visit + 7 + n AS id, (ARRAY['id', 'ureg', 'term', 'bank', 'aid'])[n] AS kind, l.clerk, l.created_at,
           convert_to(rpad('', _plan.content, md5(l.id::text || n)), 'UTF8') AS content
    FROM life l, generate_series(1, least(_plan.materials, 5)) n;

    INSERT INTO yc.person (region, id, id_type, id_no, name, mobile, mobile_on, created_at)
    SELECT _region, person, '01', bench.person_no(_region, person_n), bench.name(person_n), bench.mobile(person_n), day, created_at FROM life WHERE first ORDER BY person;
    INSERT INTO yc.person_initials (region, initials, person_id)
    SELECT _region, i, person FROM life JOIN bench.named n ON n.name = bench.name(person_n), unnest(n.initials) i WHERE first ORDER BY 2, 3;
    INSERT INTO yc.visit (region, id, hall, window_number, clerk, person_id, started_at, ended_at, outcome)
    SELECT _region, visit, hall, window_number, clerk, person, created_at - interval '1 minute',
           CASE WHEN life <> 'draft' THEN created_at + interval '8 minutes' END, CASE WHEN life <> 'draft' THEN 'accepted' END FROM life ORDER BY visit;
END $$;
COMMENT ON FUNCTION bench.fill_front(bench.plan, int) IS 'Persons, visits, and what was filled in and handed in.';

CREATE FUNCTION bench.name(_n int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT substr('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗', _n * 7 % 20 + 1, 1) || substr('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平', _n / 20 % 20 + 1, 1)
        || CASE WHEN _n % 3 > 0 THEN substr('兰华英玉梅红国建文志海春云飞龙桂珍琴燕波', _n / 400 % 20 + 1, 1) ELSE '' END
$$;
COMMENT ON FUNCTION bench.name(int) IS 'An invented name.';

-- Every name with its initials, so that they are made once and not for each of millions who bear it.
CREATE TABLE bench.named AS SELECT DISTINCT bench.name(n) AS name FROM generate_series(1, 24000) n;
ALTER TABLE bench.named ADD COLUMN initials text[];
UPDATE bench.named SET initials = yc.initials(name);
ALTER TABLE bench.named ADD PRIMARY KEY (name);
-- The units that cases name, 5,000 in a region, where cases have so many fields.
INSERT INTO yc.unit (region, name) SELECT r.region, '第' || u || '机械厂' FROM bench.plan p, bench.region r, generate_series(0, 4999) u WHERE p.fields >= 11;
INSERT INTO yc.unit_key (region, key, unit_id) SELECT u.region, k, u.id FROM yc.unit u, yc.unit_keys(u.name) k;

CREATE FUNCTION bench.mobile(_n int) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT '139' || lpad((_n::bigint * 7919 % 100000000)::text, 8, '0') $$;
COMMENT ON FUNCTION bench.mobile(int) IS 'An invented mobile number.';

-- Cases and their journals: every row's hash rests on the one before, so they are computed side by side, row after row.
CREATE FUNCTION bench.fill_chains(_region int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DROP TABLE IF EXISTS chain;
    CREATE TEMPORARY TABLE chain ON COMMIT DROP AS
    WITH digests AS MATERIALIZED (
        SELECT f.id, jsonb_object_agg(f.field, bench.digest(l.salt, f.field, f.value)) AS fields FROM field f JOIN life l ON l.id = f.id GROUP BY f.id
    ), papers AS MATERIALIZED (
        SELECT m.case_id, jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'way', 'file', 'sha256', encode(sha256(m.content), 'hex'), 'letter', NULL::int) ORDER BY m.id) AS materials
        FROM material m GROUP BY m.case_id
    ), numbered AS MATERIALIZED (
        SELECT l.*, CASE WHEN l.life <> 'draft' THEN yc.case_number(_region, l.day, l.hall, l.serial) END AS number,
               CASE l.life WHEN 'draft' THEN 1 WHEN 'review' THEN 2 WHEN 'finished' THEN 6 ELSE 4 END AS seq,
               CASE l.life WHEN 'returned' THEN 'return' WHEN 'suspended' THEN 'suspend' WHEN 'denied' THEN 'deny' ELSE 'agree' END AS decision1,
               CASE l.life WHEN 'returned' THEN '01' WHEN 'suspended' THEN 'site_check' WHEN 'denied' THEN '01' END AS reason1,
               CASE l.life WHEN 'returned' THEN '缺失业登记' WHEN 'suspended' THEN '实地核查通知 ' || l.dice WHEN 'denied' THEN '不符合领取条件' ELSE '' END AS note1
        FROM life l
    ), bodies AS MATERIALIZED (
        SELECT n.*,
            jsonb_build_object('item', n.item, 'definition', n.definition, 'window', n.window_number) AS b1,
            jsonb_build_object('number', n.number, 'promised', n.promised, 'statutory', n.statutory, 'stage', 'review',
                               'fields', coalesce(d.fields, '{}'), 'materials', coalesce(p.materials, '[]')) AS b2,
            jsonb_build_object('task', n.task1) AS b3,
            jsonb_build_object('task', n.task1, 'reason', n.reason1, 'note', bench.digest(n.salt, 'note', n.note1),
                'state', CASE n.life WHEN 'denied' THEN 'denied' WHEN 'returned' THEN 'returned' ELSE 'accepted' END,
                'stage', CASE n.life WHEN 'denied' THEN NULL WHEN 'returned' THEN NULL WHEN 'suspended' THEN 'review' ELSE 'recheck' END) AS b4,
            jsonb_build_object('task', n.task2) AS b5,
            jsonb_build_object('task', n.task2, 'reason', NULL::text, 'note', bench.digest(n.salt, 'note', ''), 'state', 'finished', 'stage', NULL::text) AS b6
        FROM numbered n LEFT JOIN digests d ON d.id = n.id LEFT JOIN papers p ON p.case_id = n.id
    ), bytes AS MATERIALIZED (
        SELECT b.*, convert_to(b1::text, 'UTF8') AS c1, CASE WHEN seq >= 2 THEN convert_to(b2::text, 'UTF8') END AS c2,
            CASE WHEN seq >= 4 THEN convert_to(b3::text, 'UTF8') END AS c3, CASE WHEN seq >= 4 THEN convert_to(b4::text, 'UTF8') END AS c4,
            CASE WHEN seq >= 6 THEN convert_to(b5::text, 'UTF8') END AS c5, CASE WHEN seq >= 6 THEN convert_to(b6::text, 'UTF8') END AS c6
        FROM bodies b
    ), first AS MATERIALIZED (
        SELECT b.*, bench.journal_hash('\x', _region, id, 1, created_at, clerk, 'open', c1) AS h1 FROM bytes b
    ), second AS MATERIALIZED (
        SELECT b.*, bench.journal_hash(h1, _region, id, 2, accepted_at, clerk, 'accept', c2) AS h2 FROM first b
    ), third AS MATERIALIZED (
        SELECT b.*, bench.journal_hash(h2, _region, id, 3, reviewed_at - interval '5 minutes', reviewer, 'claim', c3) AS h3 FROM second b
    ), fourth AS MATERIALIZED (
        SELECT b.*, bench.journal_hash(h3, _region, id, 4, reviewed_at, reviewer, decision1, c4) AS h4 FROM third b
    ), fifth AS MATERIALIZED (
        SELECT b.*, bench.journal_hash(h4, _region, id, 5, rechecked_at - interval '5 minutes', rechecker, 'claim', c5) AS h5 FROM fourth b
    )
    SELECT b.*, ARRAY[h1, h2, h3, h4, h5, bench.journal_hash(h5, _region, id, 6, rechecked_at, rechecker, 'agree', c6)] AS heads FROM fifth b;

    INSERT INTO yc.case_file (region, id, state, stage, number, item, definition_id, visit_id, person_id, hall, window_number, created_by, created_at,
                              holder, token, held_since, accepted_by, accepted_at, promised_due, statutory_due, live_task, waiting, waiting_since, finished_at,
                              version, journal_seq, journal_head)
    SELECT _region, id, CASE WHEN life IN ('review', 'recheck', 'suspended') THEN 'accepted' ELSE life END,
           CASE WHEN life IN ('review', 'recheck') THEN life WHEN life = 'suspended' THEN 'review' END, number, item, definition, visit, person, hall, window_number, clerk, created_at,
           CASE WHEN life = 'draft' THEN clerk END, CASE WHEN life = 'draft' THEN gen_random_uuid() END, CASE WHEN life = 'draft' THEN created_at END,
           CASE WHEN seq > 1 THEN clerk END, CASE WHEN seq > 1 THEN accepted_at END, CASE WHEN seq > 1 THEN promised END, CASE WHEN seq > 1 THEN statutory END,
           CASE life WHEN 'review' THEN task1 WHEN 'recheck' THEN task2 END,
           CASE WHEN life IN ('returned', 'suspended') THEN life END,
           CASE WHEN life IN ('returned', 'suspended') THEN (reviewed_at AT TIME ZONE 'Asia/Shanghai')::date END,
           CASE life WHEN 'finished' THEN rechecked_at WHEN 'denied' THEN reviewed_at END, seq + 1, seq, heads[seq]
    FROM chain ORDER BY id;
    INSERT INTO yc.journal (region, case_id, seq, at, actor, action, body, hash)
    SELECT _region, c.id, j.seq, j.at, j.actor, j.action, j.body, c.heads[j.seq]
    FROM chain c CROSS JOIN LATERAL (VALUES
        (1, created_at, clerk, 'open', c1), (2, accepted_at, clerk, 'accept', c2),
        (3, reviewed_at - interval '5 minutes', reviewer, 'claim', c3), (4, reviewed_at, reviewer, decision1, c4),
        (5, rechecked_at - interval '5 minutes', rechecker, 'claim', c5), (6, rechecked_at, rechecker, 'agree', c6)) j(seq, at, actor, action, body)
    WHERE j.seq <= c.seq ORDER BY c.id, j.seq;
END $$;
COMMENT ON FUNCTION bench.fill_chains(int) IS 'Cases and their journals, hashes and all.';

CREATE FUNCTION bench.fill_back(_region int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO yc.case_salt (region, case_id, salt) SELECT _region, id, salt FROM chain ORDER BY id;
    INSERT INTO yc.case_field (region, case_id, field, value, source, seq, saved_at, saved_by)
    SELECT _region, f.id, f.field, f.value, f.source, 1, c.created_at + interval '3 minutes', c.clerk FROM field f JOIN chain c ON c.id = f.id ORDER BY f.id, f.field;
    INSERT INTO yc.case_unit (region, case_id, unit_id)
    SELECT _region, f.id, u.id FROM field f JOIN chain c ON c.id = f.id AND c.seq > 1 JOIN yc.unit u ON u.region = _region AND u.name = f.value WHERE f.field = 'last_unit' ORDER BY 2;
    INSERT INTO yc.material (region, id, case_id, kind, way, file_name, byte_count, sha256, added_by, added_at)
    SELECT _region, id, case_id, kind, 'file', kind || '.pdf', length(content), sha256(content), clerk, created_at + interval '5 minutes' FROM material ORDER BY id;
    INSERT INTO yc.material_content (region, material_id, content) SELECT _region, id, content FROM material ORDER BY id;
    INSERT INTO yc.decision (region, id, case_id, task_id, stage, decision, reason, note, decided_by, decided_at)
    SELECT _region, id + 3, id, task1, 'review', decision1, reason1, nullif(note1, ''), reviewer, reviewed_at FROM chain WHERE seq >= 4
    UNION ALL SELECT _region, id + 4, id, task2, 'recheck', 'agree', NULL, NULL, rechecker, rechecked_at FROM chain WHERE seq >= 6
    ORDER BY 2;
    INSERT INTO yc.receipt_issue (region, case_id, issue, number, window_number, issued_at, issued_by)
    SELECT _region, id, 1, number, window_number, accepted_at, clerk FROM chain WHERE seq > 1 ORDER BY id;
    INSERT INTO yc.suspension (region, id, case_id, kind, first_day, paper, created_by, created_at)
    SELECT _region, id + 5, id, CASE life WHEN 'returned' THEN 'supplement' ELSE reason1 END, (reviewed_at AT TIME ZONE 'Asia/Shanghai')::date + 1, note1, reviewer, reviewed_at
    FROM chain WHERE life IN ('returned', 'suspended');
    INSERT INTO yc.task (region, id, case_id, queue_id, priority, due, excluded, created_at)
    SELECT _region, CASE life WHEN 'review' THEN task1 ELSE task2 END, c.id, q.id, 5, promised,
           CASE life WHEN 'review' THEN ARRAY[clerk] ELSE ARRAY[least(clerk, reviewer), greatest(clerk, reviewer)] END,
           CASE life WHEN 'review' THEN accepted_at ELSE reviewed_at END
    FROM chain c JOIN yc.queue q ON q.region = _region AND q.stage = c.life AND q.item = c.item WHERE life IN ('review', 'recheck');
END $$;
COMMENT ON FUNCTION bench.fill_back(int) IS 'Salts, fields, units, materials, decisions, receipts, suspensions, open tasks.';

-- What lies beside the cases.
CREATE FUNCTION bench.fill_beside(_plan bench.plan, _region int, _days int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO yc.seal_entry (seal_id, region, case_id, seq, head)
    SELECT day_n * 6 + s, _region, id, s, heads[s] FROM chain, generate_series(greatest(seq - _plan.seals + 1, 1), seq) s ORDER BY id, s;
    INSERT INTO yc.read_log (region, id, at, staff_id, function, case_id, person_id, what, purpose)
    SELECT _region, visit - 1 + n, created_at, CASE WHEN n < 3 THEN clerk ELSE reviewer END, 'case_head', id, person, 'name', 'case ' || coalesce(number, 'draft')
    FROM chain, generate_series(1, _plan.reads) n ORDER BY 2;
    INSERT INTO yc.command (region, key, staff_id, function, argument_hash, reply, at)
    SELECT _region, gen_random_uuid(), clerk, (ARRAY['visit_begin', 'case_open', 'material_add', 'case_accept', 'task_claim', 'task_decide', 'task_claim', 'task_decide'])[n],
           sha256(int8send(id) || int4send(n)),
           CASE WHEN n IN (4, 6, 8) THEN to_jsonb(c) - '{b1,b2,b3,b4,b5,b6,c1,c2,c3,c4,c5,c6,h1,h2,h3,h4,h5,heads,salt,decision1,reason1,note1,first,person_n,dice,p,day_n}'::text[]
                ELSE jsonb_build_object('case_id', id, 'token', gen_random_uuid(), 'version', seq, 'definition_id', definition) END, created_at
    FROM chain c, generate_series(1, _plan.commands) n WHERE day > yc.today() - 30;
END $$;
COMMENT ON FUNCTION bench.fill_beside(bench.plan, int, int) IS 'Seal entries, the read log, commands of the last 30 days.';

CREATE FUNCTION bench.finish() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _seal bigint;
    _hash bytea := '\x';
    _at   timestamptz;
BEGIN
    DELETE FROM yc.seal s WHERE NOT EXISTS (SELECT FROM yc.seal_entry e WHERE e.seal_id = s.id);
    FOR _seal, _at IN SELECT s.id, s.at FROM yc.seal s ORDER BY 1 LOOP
        _hash := yc.seal_hash(_seal, _at, nullif(_hash, '\x'));
        UPDATE yc.seal s SET hash = _hash, count = (SELECT count(*) FROM yc.seal_entry e WHERE e.seal_id = _seal) WHERE s.id = _seal;
    END LOOP;
    UPDATE yc.tending SET seal_hash = _hash;
    PERFORM setval('yc.seal_id_seq', greatest((SELECT max(id) FROM yc.seal), 1)), setval('yc.id_sequence', (SELECT (each + 1)::bigint * regions * 16 + 16 FROM bench.plan));
    INSERT INTO yc.queue_count (region, queue_id, kind, count)
    SELECT region, queue_id, 'ready', count(*) FROM yc.task GROUP BY 1, 2;
    INSERT INTO yc.queue_count (region, queue_id, kind, count)
    SELECT d.region, q.id, 'decided', count(*) FROM yc.decision d JOIN yc.case_file c ON c.region = d.region AND c.id = d.case_id
    JOIN yc.queue q ON q.region = d.region AND q.stage = d.stage AND q.item = c.item JOIN bench.region r ON r.region = d.region GROUP BY 1, 2;
    INSERT INTO yc.flow_hour (region, queue_id, hour, came, went)
    SELECT region, queue_id, '-infinity', sum(count), coalesce(sum(count) FILTER (WHERE kind = 'decided'), 0) FROM yc.queue_count GROUP BY 1, 2;
    UPDATE yc.flow_start SET at = date_trunc('hour', greatest(yc.now(), (SELECT max(decided_at) FROM yc.decision)), 'UTC') + interval '1 hour';
END $$;
COMMENT ON FUNCTION bench.finish() IS 'Seals, counters, sequences: when all regions are filled.';
