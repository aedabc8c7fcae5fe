-- Complete drafts of ui-benefit for rate.c: :clerks clerks, spread over the regions, each with :each drafts; bench.draft lists them. A clerk makes one
-- through the desk; the others are copies of its rows in set-based SQL, each of another person (identity number, birth and sex agree), with
-- its own token and a true first link of its chain. Each is then read back as the window does it (desk.case_check()). What is still there of an
-- earlier run counts.
\set QUIET on
SET client_min_messages = warning;

-- Clerks and reviewers of their own, so that no two clients are the same person.
CREATE TABLE IF NOT EXISTS bench.player (n int PRIMARY KEY, region int, hall smallint, clerk text, reviewer text, visit bigint, case_id bigint);
CREATE TABLE IF NOT EXISTS bench.draft (region int, player int, case_id bigint, token uuid, person_id bigint, visit_id bigint, version int, used boolean NOT NULL DEFAULT false);
CREATE SEQUENCE IF NOT EXISTS bench.person_n MINVALUE 1000000;
CREATE SEQUENCE IF NOT EXISTS bench.serial CACHE 20;
GRANT USAGE ON SCHEMA bench TO yc_desk; -- for the transaction by hand
GRANT USAGE ON SEQUENCE bench.serial TO yc_desk;
INSERT INTO bench.player (n, region, hall, clerk, reviewer)
SELECT p, r.region, (p / (SELECT count(*) FROM bench.region) % 3 + 1)::smallint, format('bench_clerk_%s', p), format('bench_reviewer_%s', p)
FROM generate_series(0, :clerks - 1) p JOIN bench.region r ON r.n = p % (SELECT count(*) FROM bench.region)
ON CONFLICT DO NOTHING;
DO $$
DECLARE
    _player bench.player;
    _login  text;
    _visit  bigint;
    _case   record;
    _pair   text[];
BEGIN
    FOR _player IN SELECT * FROM bench.player p WHERE p.case_id IS NULL ORDER BY n LOOP
        FOREACH _login IN ARRAY ARRAY[_player.clerk, _player.reviewer] LOOP
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = _login) THEN
                EXECUTE format('CREATE ROLE %I LOGIN IN ROLE yc_staff', _login);
            END IF;
            INSERT INTO yc.staff (login, name_zh, name_en, created_at) VALUES (_login, '快手', 'Quick', yc.now());
        END LOOP;
        INSERT INTO yc.staff_grant (staff_id, action, region, hall, valid_from, granted_at)
        SELECT s.id, CASE s.login WHEN _player.clerk THEN 'accept' ELSE 'review' END, _player.region, CASE s.login WHEN _player.clerk THEN _player.hall END,
               yc.today() - 1000, yc.now()
        FROM yc.staff s WHERE s.login IN (_player.clerk, _player.reviewer);
        EXECUTE format('SET SESSION AUTHORIZATION %I', _player.clerk);
        SELECT visit_id INTO _visit FROM desk.visit_begin(gen_random_uuid(), _player.region, _player.hall, 1::smallint, '01',
            '210602190103121046', '张桂兰');
        SELECT * INTO _case FROM desk.case_open(gen_random_uuid(), _player.region, _visit, 'ui-benefit');
        FOREACH _pair SLICE 1 IN ARRAY ARRAY[['mobile', '13900006612'], ['unemp_date', '2026-10-31'], ['leave_reason', '02'], ['ui_place', '210603'],
                                             ['last_unit', '演示纺织厂']] LOOP
            PERFORM desk.field_save(_player.region, _case.case_id, _case.token, 100, _pair[1], _pair[2]);
        END LOOP;
        PERFORM desk.material_add(gen_random_uuid(), _player.region, _case.case_id, _case.token, 'id', 'id.jpg', 'card', NULL);
        PERFORM desk.material_add(gen_random_uuid(), _player.region, _case.case_id, _case.token, 'term', 'term.jpg', 'page', NULL);
        PERFORM desk.material_add(gen_random_uuid(), _player.region, _case.case_id, _case.token, 'ureg', 'reg.jpg', 'page', NULL);
        RESET SESSION AUTHORIZATION;
        UPDATE bench.player p SET visit = _visit, case_id = _case.case_id WHERE p.n = _player.n;
    END LOOP;
END $$;

CREATE TEMPORARY TABLE copy AS
SELECT p.n AS player, p.region, p.visit AS from_visit, p.case_id AS from_case, yc.next_id() AS person, yc.next_id() AS visit, yc.next_id() AS id,
       gen_random_uuid() AS token, bench.person_no(p.region, nextval('bench.person_n')::int) AS id_no,
       uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS salt
FROM bench.player p CROSS JOIN LATERAL generate_series(1, :each - (SELECT count(*) FROM bench.draft d WHERE d.player = p.n AND NOT d.used)) WHERE p.n < :clerks;
INSERT INTO yc.person SELECT (jsonb_populate_record(o, jsonb_build_object('id', c.person, 'id_no', c.id_no))).*
FROM copy c JOIN yc.visit v ON v.region = c.region AND v.id = c.from_visit JOIN yc.person o ON o.region = v.region AND o.id = v.person_id;
INSERT INTO yc.visit SELECT (jsonb_populate_record(o, jsonb_build_object('id', c.visit, 'person_id', c.person))).*
FROM copy c JOIN yc.visit o ON o.region = c.region AND o.id = c.from_visit;
INSERT INTO yc.case_file SELECT (jsonb_populate_record(o, jsonb_build_object('id', c.id, 'visit_id', c.visit, 'person_id', c.person, 'token', c.token,
    'journal_head', yc.journal_hash('\x', c.region, c.id, 1, j.at, j.actor, j.action, j.body)))).*
FROM copy c JOIN yc.case_file o ON o.region = c.region AND o.id = c.from_case JOIN yc.journal j ON j.region = c.region AND j.case_id = c.from_case AND j.seq = 1;
INSERT INTO yc.journal (region, case_id, seq, at, actor, action, body, hash)
SELECT c.region, c.id, 1, j.at, j.actor, j.action, j.body, f.journal_head
FROM copy c JOIN yc.case_file f ON f.region = c.region AND f.id = c.id JOIN yc.journal j ON j.region = c.region AND j.case_id = c.from_case AND j.seq = 1;
INSERT INTO yc.case_salt SELECT c.region, c.id, c.salt FROM copy c;
INSERT INTO yc.case_field SELECT (jsonb_populate_record(o, jsonb_build_object('case_id', c.id, 'value', CASE o.field
    WHEN 'id_no' THEN c.id_no WHEN 'sex' THEN yc.id_sex(c.id_no) WHEN 'birth' THEN to_char(yc.id_birth(c.id_no), 'YYYY-MM-DD') ELSE o.value END))).*
FROM copy c JOIN yc.case_field o ON o.region = c.region AND o.case_id = c.from_case;
WITH papers AS (
    SELECT c.id AS new_case, yc.next_id() AS new_id, o AS old FROM copy c JOIN yc.material o ON o.region = c.region AND o.case_id = c.from_case
), material AS (
    INSERT INTO yc.material SELECT (jsonb_populate_record(p.old, jsonb_build_object('id', p.new_id, 'case_id', p.new_case))).* FROM papers p
)
INSERT INTO yc.material_content SELECT m.region, p.new_id, m.content
FROM papers p JOIN yc.material_content m ON m.region = (p.old).region AND m.material_id = (p.old).id;
INSERT INTO bench.draft (region, player, case_id, token, person_id, visit_id, version)
SELECT c.region, c.player, c.id, c.token, c.person, c.visit, f.version FROM copy c JOIN yc.case_file f ON f.region = c.region AND f.id = c.id;
DO $$
DECLARE
    _player bench.player;
    _draft  record;
    _faults int;
BEGIN
    FOR _player IN SELECT * FROM bench.player ORDER BY n LOOP
        FOR _draft IN SELECT d.case_id, d.token FROM bench.draft d WHERE d.player = _player.n AND NOT d.used LOOP
            EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', _player.clerk);
            SELECT faults INTO STRICT _faults FROM desk.case_check(_player.region, _draft.case_id, _draft.token);
            RESET SESSION AUTHORIZATION;
            ASSERT _faults = 0, 'a draft is not complete';
        END LOOP;
    END LOOP;
END $$;
ANALYZE yc.verdict, yc.person, yc.visit, yc.case_file, yc.case_field, yc.material, yc.task;
-- The queue of the stage behind the review stands for long in a hall.
SELECT count(yc.queue_of(r.region, 'recheck', 'ui-benefit')) FROM bench.region r \g /dev/null
