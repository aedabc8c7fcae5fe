-- What every test database begins with, on top of the migrations and forms/: a clock that stands still until a test moves
-- it, one hall with four windows, and the staff of the demonstration hall (all passwords: test).
-- Applied once by cluster.sh as the superuser; login roles belong to the cluster, so they are made once too.

CREATE SCHEMA test;

CREATE TABLE test.clock (at timestamptz NOT NULL);
INSERT INTO test.clock VALUES ('2026-03-02 10:42:00+08');

GRANT USAGE ON SCHEMA test TO yc_owner;
GRANT SELECT ON test.clock TO yc_owner;

-- The one replacement that design allows: all business time comes from here.
CREATE OR REPLACE FUNCTION yc.now() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$ SELECT at FROM test.clock $$;

CREATE FUNCTION test.clock_set(_at timestamptz) RETURNS void LANGUAGE sql AS $$ UPDATE test.clock SET at = _at $$;
CREATE FUNCTION test.clock_add(_by interval) RETURNS void LANGUAGE sql AS $$ UPDATE test.clock SET at = at + _by $$;

-- The definitions were loaded on the real day, which the clock has not reached.
UPDATE yc.definition SET valid_from = '2026-01-01';

-- Second looks begin with the day on which the clock stands, and every run draws the same.
UPDATE yc.setting SET value = CASE name WHEN 'sample_seed' THEN 'seed' ELSE '2026-03-02' END WHERE name IN ('sample_seed', 'sample_from');

SELECT yc.hall_make(210600, 1::smallint, '演示大厅', 'Demonstration hall', 4);

-- login, name, English name, action; region 210600, every item. Nobody here lives: identity numbers are births of 1901.
CREATE FUNCTION test.staff(_login text, _name_zh text, _name_en text, VARIADIC _actions text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _action text;
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = _login) THEN
        EXECUTE format('DROP ROLE %I', _login);
    END IF;
    PERFORM desk.staff_add(gen_random_uuid(), 210600, _login, _name_zh, _name_en, '', 'SCRAM-SHA-256$4096:QQ==$QQ==:QQ==');
    EXECUTE format('ALTER ROLE %I PASSWORD %L', _login, 'test');
    FOREACH _action IN ARRAY _actions LOOP
        PERFORM desk.staff_grant(gen_random_uuid(), 210600, _login, _action, CASE WHEN _action = 'accept' THEN 1::smallint END, NULL, NULL);
    END LOOP;
END $$;

SELECT test.staff('wangfang', '王芳', 'Wang Fang', 'accept');
SELECT test.staff('hejun', '何军', 'He Jun', 'accept');
SELECT test.staff('zhouqian', '周倩', 'Zhou Qian', 'review');
SELECT test.staff('lina', '李娜', 'Li Na', 'recheck');
SELECT test.staff('liuyang', '刘洋', 'Liu Yang', 'review', 'recheck', 'approve');
SELECT test.staff('zhaomin', '赵敏', 'Zhao Min', 'supervise');
SELECT test.staff('guoyan', '郭岩', 'Guo Yan', 'supervise');
SELECT test.staff('chenjing', '陈静', 'Chen Jing', 'audit');
SELECT test.staff('sunwei', '孙伟', 'Sun Wei', 'operate');
SELECT test.staff('nobody_yet', '丁一', 'Ding Yi');
