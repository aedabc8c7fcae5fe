-- What somebody would try who has a login of their own and psql. Each attack is told by the code that stops it: a misspelt
-- attack would fail too.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();

-- A second region with a hall and people of its own, and people whose rights are over, not yet begun, taken away.
SELECT yc.hall_make(442000, 1::smallint, '中山大厅', 'Zhongshan hall', 1), yc.hall_make(210600, 2::smallint, '第二大厅', 'Second hall', 1) \g /dev/null
INSERT INTO yc.region VALUES ('210600', '丹东市', 'Dandong'), ('442000', '中山市', 'Zhongshan') ON CONFLICT DO NOTHING;
CREATE FUNCTION pg_temp.person(_login text, VARIADIC _actions text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DROP ROLE IF EXISTS %I', _login);
    PERFORM test.staff(_login, '外人', 'Outsider', VARIADIC _actions);
END $$;
SELECT pg_temp.person('far_clerk', VARIADIC '{}'), pg_temp.person('far_boss', VARIADIC '{}'), pg_temp.person('hall_two', VARIADIC '{}'),
       pg_temp.person('past', VARIADIC '{}'), pg_temp.person('future', VARIADIC '{}'), pg_temp.person('revoked', VARIADIC '{}'),
       pg_temp.person('both_ends', 'accept', 'review', 'recheck'), pg_temp.person('second_operator', 'operate') \g /dev/null
SELECT test.grant('far_clerk', 'accept', 442000), test.grant('far_boss', a, 442000), test.grant('past', a, 210600, '2026-01-01', '2026-03-01'),
       test.grant('future', a, 210600, '2026-03-03'), test.grant('revoked', a) FROM unnest(ARRAY['review', 'supervise', 'accept']) a \g /dev/null
UPDATE yc.staff_grant g SET revoked_at = yc.now() FROM yc.staff s WHERE s.id = g.staff_id AND s.login = 'revoked';
INSERT INTO yc.staff_grant (staff_id, action, region, hall, valid_from, granted_at) SELECT id, 'accept', 210600, 2, '2026-01-01', yc.now() FROM yc.staff WHERE login = 'hall_two';

SELECT test.accepted('wangfang', test.id_no(1)) AS case \gset
SELECT (test.task_of(:case)).id AS task \gset
SELECT test.draft('wangfang', test.id_no(2)) AS draft \gset
SELECT test.fill('wangfang', :draft) \g /dev/null

-- All that the queues would hand out to somebody, one claim after the other; undone.
CREATE FUNCTION pg_temp.drawn(_who text) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    _cases bigint[] := '{}';
    _task  bigint;
BEGIN
    LOOP
        _task := test.as(_who, test.claim());
        EXIT WHEN _task IS NULL;
        _cases := _cases || (SELECT t.case_id FROM yc.task t WHERE t.id = _task);
    END LOOP;
    RAISE SQLSTATE 'UNDO0';
EXCEPTION WHEN SQLSTATE 'UNDO0' THEN
    RETURN _cases;
END $$;

-- --- who may do what
SELECT test.refused('wangfang', test.claim(:task), 'E_RIGHT_MISSING', 'a clerk takes a task');
SELECT test.refused('hejun', test.decide(:case, 'agree'), 'E_RIGHT_MISSING', 'a clerk approves');
SELECT is(test.as('wangfang', test.claim()), NULL, 'a clerk has no queue to draw from');
SELECT test.refused(who, test.claim(:task), 'E_RIGHT_MISSING', who || ' takes a task of another stage')
FROM unnest(ARRAY['lina', 'zhaomin', 'chenjing']) who;
SELECT test.refused('sunwei', test.claim(:task), 'E_TASK_UNKNOWN', 'an operator sees no case at all');
SELECT test.refused('zhouqian', format('SELECT desk.case_take(gen_random_uuid(), 210600, %s)', :draft), 'E_RIGHT_MISSING', 'a reviewer fills in');
SELECT test.refused('zhouqian', format('SELECT desk.case_readback(210600, %s, %L)', :draft, (test.case_of(:draft)).token), 'E_RIGHT_MISSING', 'or reads a draft back');
SELECT test.refused('hejun', format('SELECT desk.case_readback(210600, %s, %L)', :draft, (test.case_of(:draft)).token), 'E_CASE_HELD', 'a colleague reads back what somebody else fills in');
SELECT test.refused('wangfang', format('SELECT desk.case_readback(210600, %s, %L)', :draft, token), 'E_CASE_HELD', 'with a token that is over or none') FROM unnest(ARRAY[NULL, gen_random_uuid()]) token;
SELECT test.refused('wangfang', format('SELECT desk.case_readback(210600, %s, %L)', :case, (test.case_of(:case)).token), 'E_CASE_STATE', 'after the acceptance it is over');
SELECT is((SELECT count(*) FROM yc.read_log WHERE function = 'case_readback'), 0::bigint, 'what was refused was not read');
SELECT test.refused('zhouqian', 'SELECT desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 1::smallint, ''01'', ''' || test.id_no(3) || ''', ''郭'')', 'E_RIGHT_MISSING', 'a reviewer opens a visit');
SELECT test.refused('zhouqian', 'SELECT * FROM desk.queue_table(210600)', 'E_RIGHT_MISSING', 'a reviewer looks at everybody''s queues');
SELECT test.refused('zhaomin', format('SELECT * FROM desk.read_log_list(210600, %s)', :case), 'E_RIGHT_MISSING', 'a supervisor reads the read log');
SELECT test.refused(who, 'SELECT * FROM desk.staff_list(210600)', 'E_RIGHT_MISSING', who || ' lists the staff') FROM unnest(ARRAY['wangfang', 'zhouqian', 'nobody_yet']) who;
SELECT test.refused(who, 'SELECT desk.staff_grant(gen_random_uuid(), 210600, ''nobody_yet'', ''review'', NULL, NULL, NULL)', 'E_RIGHT_MISSING', who || ' gives rights')
FROM unnest(ARRAY['wangfang', 'liuyang', 'zhaomin', 'chenjing']) who;
SELECT test.refused('nobody_yet', format('SELECT desk.case_head(210600, %s)', :case), 'E_CASE_UNKNOWN', 'who has no right sees nothing');

-- one person, one stage
SELECT is(test.decided('liuyang', :case, 'agree'), 'accepted', 'liuyang reviews');
SELECT test.refused('liuyang', test.claim((test.task_of(:case)).id), 'E_SEPARATION', 'and rechecks too');
SELECT ok(NOT pg_temp.drawn('liuyang') && ARRAY[:case], 'nor does the queue give it to them');
SELECT is(test.as('lina', 'SELECT code FROM desk.why_not(''claim'', 210600, ' || :case || ')'), NULL, 'another may');
SELECT test.accepted('both_ends', test.id_no(4)) AS own_acceptance \gset
SELECT test.refused('both_ends', test.claim((test.task_of(:own_acceptance)).id), 'E_SEPARATION', 'who accepted it reviews it');
SELECT test.draft('both_ends', test.id_no(5)) AS handed_over \gset
SELECT test.fill('both_ends', :handed_over) \g /dev/null
SELECT test.as('wangfang', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :handed_over)) \g /dev/null
SELECT test.as('wangfang', test.accept(:handed_over)) \g /dev/null
SELECT test.refused('both_ends', test.claim((test.task_of(:handed_over)).id), 'E_SEPARATION', 'who opened it, and let another accept');
SELECT test.accepted('wangfang', test.id_no(6)) AS resubmitted \gset
SELECT test.decided('zhouqian', :resubmitted, 'return', '01', '缺证明') \g /dev/null
SELECT test.as('both_ends', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :resubmitted)) \g /dev/null
SELECT test.as('both_ends', test.accept(:resubmitted)) \g /dev/null
SELECT test.refused('both_ends', test.claim((test.task_of(:resubmitted)).id), 'E_SEPARATION', 'who corrected it and handed it in again');
SELECT test.draft('hejun', test.id_no(70)) AS filled \gset
SELECT test.as('both_ends', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :filled)) \g /dev/null
SELECT test.fill('both_ends', :filled) \g /dev/null
SELECT test.as('hejun', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :filled)) \g /dev/null
SELECT test.as('hejun', test.accept(:filled)) \g /dev/null
SELECT test.refused('both_ends', test.claim((test.task_of(:filled)).id), 'E_SEPARATION', 'who typed it in, and let another open and accept it');
SELECT ok(NOT pg_temp.drawn('both_ends') && ARRAY[:own_acceptance, :handed_over, :resubmitted, :filled], 'the queue gives them none of these');

-- --- plans hold values
SET debug_print_plan = on;
SELECT test.refused('lina', format('SELECT * FROM desk.why_not(''accept'', 210600, %s)', :filled), 'E_SESSION_DEBUG', 'nobody has values printed with a plan');
RESET debug_print_plan;
SELECT test.refused('lina', format('SELECT * FROM desk.why_not(set_config(''debug_print_rewritten'', ''on'', true), 210600, %s)', :filled), 'E_SESSION_DEBUG', 'nor with a rewritten query, asked for in the statement itself');
RESET debug_print_rewritten;
SELECT ok(pg_temp.drawn('liuyang') @> ARRAY[:own_acceptance, :handed_over, :resubmitted], 'but all of them to others');
SELECT is(test.decided('zhouqian', :resubmitted, 'agree'), 'accepted', 'who returned it reviews it again');

-- own case, kin's case: as applicant, as agent
SELECT test.clock_stops('ui-benefit', 'site_check') \g /dev/null
UPDATE yc.staff SET id_no = test.id_no(100) WHERE login IN ('wangfang', 'zhouqian', 'zhaomin');
INSERT INTO yc.staff_kin SELECT id, lower(test.id_no(101)), '配偶' FROM yc.staff WHERE login IN ('wangfang', 'zhouqian', 'zhaomin');
SELECT test.refused('wangfang', format('SELECT desk.case_open(gen_random_uuid(), 210600, %s, ''ui-benefit'')', test.visit('wangfang', test.id_no(100))), 'E_OWN_CASE', 'a clerk opens their own case');
SELECT test.refused('wangfang', format('SELECT desk.case_open(gen_random_uuid(), 210600, %s, ''ui-benefit'')', test.visit('wangfang', test.id_no(101))), 'E_KIN_CASE', 'or their wife''s');
SELECT test.draft('hejun', test.id_no(100)) AS own \gset
SELECT test.fill('hejun', :own) \g /dev/null
SELECT test.refused('wangfang', format('SELECT desk.case_take(gen_random_uuid(), 210600, %s)', :own), 'E_OWN_CASE', 'takes it over from a colleague');
SELECT test.as('hejun', test.accept(:own)) \g /dev/null
SELECT test.refused('zhouqian', test.claim((test.task_of(:own)).id), 'E_OWN_CASE', 'a reviewer takes their own case');
SELECT test.decided('liuyang', :own, 'suspend', 'site_check', '通知') \g /dev/null
SELECT test.refused('zhaomin', format('SELECT desk.case_resume(gen_random_uuid(), 210600, %s, %s, ''核查完毕'')', :own, (test.case_of(:own)).version), 'E_OWN_CASE', 'a supervisor sets their own case going again');
CREATE FUNCTION pg_temp.agent_case(_agent text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.draft('hejun', test.id_no(102));
BEGIN
    PERFORM test.fill('hejun', _case);
    PERFORM test.as('hejun', test.save(_case, key, value)) FROM (VALUES ('agent_mode', '1'), ('agent_name', '王芳'), ('agent_id_type', '01'), ('agent_id', _agent)) f(key, value);
    PERFORM test.as('hejun', test.add(_case, 'aid'));
    RETURN _case;
END $$;
SELECT pg_temp.agent_case(test.id_no(100)) AS agent_own, pg_temp.agent_case(test.id_no(101)) AS agent_kin \gset
SELECT test.refused('wangfang', format('SELECT desk.case_take(gen_random_uuid(), 210600, %s)', :agent_own), 'E_OWN_CASE', 'a clerk takes a case whose agent they are');
SELECT test.refused('wangfang', format('SELECT desk.case_take(gen_random_uuid(), 210600, %s)', :agent_kin), 'E_KIN_CASE', 'or whose agent is their kin');
SELECT test.as('hejun', test.accept(:agent_own)), test.as('hejun', test.accept(:agent_kin)) \g /dev/null
SELECT test.refused('zhouqian', test.claim((test.task_of(:agent_own)).id), 'E_OWN_CASE', 'a reviewer takes a case whose agent they are');
SELECT test.refused('zhouqian', test.claim((test.task_of(:agent_kin)).id), 'E_KIN_CASE', 'or whose agent is their kin');
SELECT ok(NOT pg_temp.drawn('zhouqian') && ARRAY[:agent_own, :agent_kin], 'the queue gives them neither');
SELECT is(test.as('zhouqian', 'SELECT code FROM desk.why_not(''claim'', 210600, ' || :agent_own || ')'), 'E_OWN_CASE', 'and why says so');
SELECT test.accepted('hejun', test.id_no(103)) AS late_kin \gset
SELECT test.as('zhouqian', test.claim((test.task_of(:late_kin)).id)) \g /dev/null
INSERT INTO yc.staff_kin SELECT id, test.id_no(103), '父' FROM yc.staff WHERE login = 'zhouqian';
SELECT test.refused('zhouqian', test.decide(:late_kin, 'agree'), 'E_KIN_CASE', 'kin that was declared after the claim counts at the decision');
UPDATE yc.staff SET id_no = NULL WHERE login IN ('wangfang', 'zhouqian', 'zhaomin');
DELETE FROM yc.staff_kin;

-- --- another region, another hall, rights that are over
SELECT test.accepted('wangfang', test.id_no(7)) AS open \gset
SELECT (test.task_of(:open)).id AS open_task, (SELECT min(id) FROM yc.material WHERE case_id = :open) AS material \gset
CREATE TEMPORARY TABLE look (sql text, code text);
INSERT INTO look VALUES
    ('SELECT * FROM desk.case_summary(210600, %1$s)', 'E_CASE_UNKNOWN'), ('SELECT * FROM desk.case_head(210600, %1$s)', 'E_CASE_UNKNOWN'),
    ('SELECT * FROM desk.case_fields(210600, %1$s)', 'E_CASE_UNKNOWN'), ('SELECT * FROM desk.case_fields_masked(210600, %1$s)', 'E_CASE_UNKNOWN'),
    ('SELECT * FROM desk.case_faults(210600, %1$s)', 'E_CASE_UNKNOWN'), ('SELECT * FROM desk.case_materials(210600, %1$s)', 'E_CASE_UNKNOWN'),
    ('SELECT * FROM desk.case_timeline(210600, %1$s)', 'E_CASE_UNKNOWN'), ('SELECT * FROM desk.receipt(210600, %1$s)', 'E_CASE_UNKNOWN'),
    ('SELECT * FROM desk.explain(210600, %1$s)', 'E_CASE_UNKNOWN'), ('SELECT * FROM desk.why_not(''accept'', 210600, %1$s)', 'E_CASE_UNKNOWN'),
    ('SELECT * FROM desk.case_readback(210600, %1$s, NULL)', 'E_CASE_UNKNOWN'),
    ('SELECT * FROM desk.case_reveal(210600, %1$s, ''id_no'', ''好奇'')', 'E_CASE_UNKNOWN'), ('SELECT * FROM desk.material_read(210600, %2$s, ''好奇'')', 'E_MATERIAL_UNKNOWN'),
    ('SELECT * FROM desk.material_read(210600, %2$s, NULL)', 'E_MATERIAL_UNKNOWN'), ('SELECT * FROM desk.case_take(gen_random_uuid(), 210600, %1$s)', 'E_CASE_UNKNOWN'),
    ('SELECT * FROM desk.case_accept(gen_random_uuid(), 210600, %1$s, NULL, 1)', 'E_CASE_UNKNOWN'), ('SELECT * FROM desk.case_resume(gen_random_uuid(), 210600, %1$s, 1, ''x'')', 'E_CASE_UNKNOWN'),
    ('SELECT * FROM desk.field_save(210600, %1$s, NULL, 1, ''mobile'', ''13800006612'')', 'E_CASE_UNKNOWN'), ('SELECT * FROM desk.material_remove(gen_random_uuid(), 210600, %1$s, NULL, %2$s)', 'E_CASE_UNKNOWN'),
    ('SELECT * FROM desk.material_add(gen_random_uuid(), 210600, %1$s, NULL, ''id'', ''a'', ''b'', NULL)', 'E_CASE_UNKNOWN'), ('SELECT * FROM desk.task_claim(gen_random_uuid(), 210600, gen_random_uuid(), %3$s)', 'E_TASK_UNKNOWN'),
    ('SELECT * FROM desk.task_decide(gen_random_uuid(), 210600, %3$s, NULL, 1, ''agree'', NULL, NULL)', 'E_TASK_UNKNOWN'),
    ('SELECT * FROM desk.case_receive(gen_random_uuid(), 210600, %1$s, NULL, ''x'', NULL, NULL)', 'E_CASE_UNKNOWN'), ('SELECT * FROM desk.case_undo(gen_random_uuid(), 210600, %1$s, 1, ''x'')', 'E_CASE_UNKNOWN'),
    ('SELECT * FROM desk.receipt_reissue(gen_random_uuid(), 210600, %1$s, ''x'')', 'E_CASE_UNKNOWN'), ('SELECT * FROM desk.case_holder(210600, %1$s, NULL)', 'E_CASE_UNKNOWN'),
    ('SELECT * FROM desk.why_not(''undo'', 210600, %1$s)', 'E_CASE_UNKNOWN'), ('SELECT * FROM desk.why_not(''reply'', 210600, %1$s)', 'E_CASE_UNKNOWN'),
    ('SELECT * FROM desk.suspend_list(210600, %1$s)', 'E_CASE_UNKNOWN'), ('SELECT * FROM desk.reply_list(210600, %1$s)', 'E_CASE_UNKNOWN'), ('SELECT * FROM desk.contribution_list(210600, %1$s)', 'E_CASE_UNKNOWN'),
    ('SELECT * FROM desk.reply_enter(gen_random_uuid(), 210600, %1$s, 1, ''x'', NULL, ''x'', NULL, NULL, NULL, NULL, NULL)', 'E_CASE_UNKNOWN');
SELECT is((SELECT array_agg(format('%s: %s', l.sql, r.code)) FROM look l, test.refusal(who, format(l.sql, :open, :material, :open_task)) r WHERE r.code IS DISTINCT FROM l.code), NULL,
          who || ' learns nothing of a case, not even that there is one') FROM unnest(ARRAY['far_clerk', 'far_boss', 'hall_two', 'past', 'future', 'revoked', 'sunwei', 'nobody_yet']) who;
SELECT is((SELECT array_agg(format('%s: %s', l.sql, r.code)) FROM look l, test.refusal('zhouqian', format(l.sql, 4711, 4711, 4711)) r WHERE r.code IS DISTINCT FROM l.code), NULL,
          'a case that is none answers the same');
SELECT test.refused('far_boss', 'SELECT * FROM desk.queue_table(210600)', 'E_RIGHT_MISSING', 'a supervisor of another region looks at our queues');
SELECT test.refused('far_boss', 'SELECT * FROM desk.queue_tasks(210600, 1, NULL, NULL)', 'E_RIGHT_MISSING', 'or into one');
SELECT is(test.as('far_boss', 'SELECT count(*) FROM desk.queue_tasks(442000, (SELECT 1), NULL, NULL)'), '0', 'or into ours, by calling it theirs');
SELECT is(test.as(who, 'SELECT count(*) FROM desk.case_find(210600, ''' || (test.case_of(:open)).number || ''')'), '0', who || ' finds no case by its number')
FROM unnest(ARRAY['far_boss', 'past', 'future', 'revoked', 'sunwei']) who;
SELECT is(test.as('far_clerk', format('SELECT count(*) FROM desk.person_cases(210600, %s)', (test.case_of(:open)).person_id)), '0', 'nor by the person');
SELECT test.refused('far_clerk', 'SELECT * FROM desk.person_find(210600, 1::smallint, ''01'', ''' || test.id_no(1) || ''')', 'E_RIGHT_MISSING', 'a clerk of another region looks people up');
SELECT is(test.as(who, test.claim()), NULL, who || ' draws nothing') FROM unnest(ARRAY['far_boss', 'past', 'future', 'revoked']) who;
SELECT test.refused(who, format('SELECT desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 1::smallint, ''01'', %L, ''郭'')', test.id_no(8)), 'E_RIGHT_MISSING', who || ' takes a visitor')
FROM unnest(ARRAY['far_clerk', 'hall_two', 'past', 'future', 'revoked']) who;
SELECT test.clock_set('2026-03-03 08:00+08') \g /dev/null
SELECT isnt(test.as('future', format('SELECT state FROM desk.case_summary(210600, %s)', :open)), NULL, 'a right that begins today begins today');
SELECT test.clock_set('2026-03-02 10:42+08') \g /dev/null

-- --- the tables, directly
CREATE FUNCTION pg_temp.all_tables(_who text, _statement text) RETURNS text LANGUAGE sql AS $$
    SELECT is((SELECT array_agg(c.relname || ': ' || coalesce(r.code, 'went through')) FROM pg_class c,
               LATERAL test.refusal(_who, format(_statement, c.oid::regclass, (SELECT attname FROM pg_attribute a WHERE a.attrelid = c.oid AND attnum = 1))) r
               WHERE c.relnamespace = 'yc'::regnamespace AND c.relkind = 'r' AND r.code IS DISTINCT FROM '42501'), NULL,
              format('%s: %s, on every table', _who, _statement))
$$;
SELECT pg_temp.all_tables(who, statement) FROM unnest(ARRAY['wangfang', 'zhaomin', 'sunwei']) who, unnest(ARRAY[
    'SELECT FROM %1$s', 'SELECT count(*) FROM %1$s', 'INSERT INTO %1$s DEFAULT VALUES', 'UPDATE %1$s SET %2$I = NULL', 'DELETE FROM %1$s', 'TRUNCATE %1$s CASCADE',
    'COPY %1$s FROM ''/etc/hostname''', 'LOCK TABLE %1$s', 'SELECT * FROM %1$s FOR UPDATE', 'COMMENT ON TABLE %1$s IS ''x''',
    'ALTER TABLE %1$s ADD x int', 'DROP TABLE %1$s CASCADE', 'GRANT SELECT ON %1$s TO PUBLIC', 'CREATE INDEX ON %1$s (%2$I)', 'CREATE TABLE public.mine (LIKE %1$s)',
    'DO $do$ BEGIN DELETE FROM %1$s; END $do$']) statement;
SELECT test.refused(who, statement, '42501', who || ' changes the journal: ' || statement) FROM unnest(ARRAY['wangfang', 'yc_desk', 'yc_staff', 'yc_tending', 'yc_registrar']) who,
    unnest(ARRAY['UPDATE yc.journal SET actor = 1', 'DELETE FROM yc.journal', 'TRUNCATE yc.journal', 'DROP TABLE yc.journal', 'DELETE FROM yc.read_log', 'UPDATE yc.read_log SET purpose = ''''',
                 'UPDATE yc.seal SET hash = ''''', 'DELETE FROM yc.seal_entry', 'DELETE FROM yc.seal_pending', 'UPDATE yc.decision SET decided_by = 1', 'UPDATE yc.case_salt SET salt = ''''',
                 'UPDATE yc.decision SET decision = ''agree''', 'UPDATE yc.undo SET reason = ''''',
                 'UPDATE yc.receipt_issue SET number = ''1''', 'UPDATE yc.received SET received_at = sent_at', 'UPDATE yc.received SET answer_by = ''2030-01-01''', 'UPDATE yc.case_key SET case_id = 1', 'UPDATE yc.takeover SET taken_by = 1',
                 'UPDATE yc.definition SET content = NULL', 'INSERT INTO yc.setting VALUES (''demonstration'', ''yes'')']) statement;
SELECT test.refused('yc_desk', 'DELETE FROM yc.' || t, '42501', 'the desk itself deletes no ' || t)
FROM unnest(ARRAY['case_file', 'staff', 'staff_grant', 'material', 'decision', 'suspension', 'person', 'command', 'received', 'receipt_issue', 'undo', 'takeover', 'case_key']) t;
SELECT test.refused('wangfang', 'SELECT yc.' || f, '42501', 'an inner function: ' || f)
FROM unnest(ARRAY['actor()', 'journal_append(1, 1, 1, ''x'', ''{}'')', 'login_create(''x'', ''y'')', 'login_close(''hejun'')', 'tend()', 'verify()', 'hall_serial(210600, 1::smallint, current_date)',
                  'now()', 'setting(''demonstration'')', 'refuse(''E_X'')', 'field_put(1, NULL, ''a'', ''b'', ''typed'', NULL, 1)']) f;
SELECT test.refused('wangfang', 'SELECT ' || f, code, 'of PostgreSQL: ' || f) FROM (VALUES
    ('lo_create(0)', '42501'), ('lo_from_bytea(0, ''x'')', '42501'), ('lo_import(''/etc/passwd'')', '42501'), ('pg_advisory_lock(1)', '42501'), ('pg_try_advisory_xact_lock(1)', '42501'),
    ('pg_logical_emit_message(false, ''x'', ''y'')', '42501'), ('pg_read_file(''/etc/passwd'')', '42501'), ('pg_ls_dir(''.'')', '42501'), ('pg_reload_conf()', '42501'), ('pg_switch_wal()', '42501'),
    ('rolpassword FROM pg_authid', '42501'), ('passwd FROM pg_shadow', '42501'), ('* FROM pg_hba_file_rules', '42501'), ('test.clock_set(now())', '42501'), ('nextval(''yc.id_sequence'')', '42501'),
    ('last_value FROM yc.id_sequence', '42501'), ('setval(''yc.serial_210600_1_20260302'', 1)', '42501'), ('pg_stat_reset()', '42501'), ('pg_export_snapshot(), lo_create(0)', '42501')) f(f, code);

-- --- to be somebody else
SELECT test.refused('wangfang', statement, '42501', statement) FROM unnest(ARRAY['SET ROLE postgres', 'SET ROLE yc_desk', 'SET ROLE yc_owner', 'SET ROLE yc_registrar', 'SET ROLE yc_tending', 'SET ROLE liuyang',
    'GRANT yc_owner TO wangfang', 'GRANT yc_staff TO hejun', 'GRANT liuyang TO wangfang', 'ALTER ROLE wangfang SUPERUSER',
    'ALTER ROLE wangfang CREATEROLE', 'ALTER ROLE liuyang PASSWORD ''x''', 'CREATE ROLE friend LOGIN', 'DROP ROLE liuyang', 'ALTER ROLE hejun SET search_path = x',
    'REASSIGN OWNED BY liuyang TO wangfang', 'ALTER DATABASE ' || current_database() || ' SET search_path = x', 'ALTER FUNCTION desk.sign_on() OWNER TO wangfang',
    'SET log_min_messages = panic', 'SET session_replication_role = replica', 'SET session_preload_libraries = ''x''', 'LOAD ''/tmp/x.so''',
    'ALTER DEFAULT PRIVILEGES FOR ROLE yc_desk GRANT EXECUTE ON FUNCTIONS TO PUBLIC', 'GRANT EXECUTE ON FUNCTION yc.now() TO wangfang']) statement;
SELECT is(test.as('wangfang', 'SELECT set_config(''role'', ''yc_staff'', true), 1; SELECT login FROM desk.sign_on()'), 'wangfang', 'SET ROLE to the group role does not change who acts');
SELECT test.refused('liuyang', 'GRANT liuyang TO wangfang', '42501', 'a colleague who would lend their role');
SELECT is(test.as('wangfang', format('SELECT set_config(%L, %L, true), 1; SELECT login FROM desk.sign_on()', name, 'liuyang')), 'wangfang', 'a forged setting: ' || name)
FROM unnest(ARRAY['yc.actor', 'desk.actor', 'app.user', 'application_name']) name;

-- what cannot be tried inside a function
\set ON_ERROR_STOP off
SET SESSION AUTHORIZATION wangfang;
COPY yc.journal TO STDOUT;
\set copied :SQLSTATE
COPY (SELECT * FROM yc.person) TO STDOUT;
\set queried :SQLSTATE
\copy yc.case_field FROM /dev/null
\set filled :SQLSTATE
ALTER SYSTEM SET log_statement = 'none';
\set system :SQLSTATE
CREATE DATABASE mine;
\set database :SQLSTATE
DROP DATABASE postgres;
\set dropped :SQLSTATE
VACUUM FULL yc.journal;
\set vacuumed :SQLSTATE
RESET SESSION AUTHORIZATION;
\set ON_ERROR_STOP on
SELECT is(code, '42501', what) FROM (VALUES (:'copied', 'COPY a table'), (:'queried', 'COPY a query'), (:'filled', 'COPY into a table'), (:'system', 'ALTER SYSTEM'), (:'database', 'CREATE DATABASE'), (:'dropped', 'DROP DATABASE'), (:'vacuumed', 'VACUUM')) v(code, what);

-- --- names like ours
SELECT test.refused('wangfang', statement, '42501', statement) FROM unnest(ARRAY['CREATE TEMPORARY TABLE staff (login text)', 'CREATE TABLE pg_temp.staff_grant (x int)', 'CREATE TEMPORARY VIEW staff AS SELECT 1',
    'CREATE FUNCTION pg_temp.now() RETURNS timestamptz LANGUAGE sql AS ''SELECT NULL::timestamptz''', 'CREATE TYPE pg_temp.refusal AS (x int)', 'SELECT 1 INTO TEMPORARY x', 'CREATE SCHEMA mine',
    'CREATE FUNCTION public.has_right() RETURNS boolean LANGUAGE sql AS ''SELECT true''', 'CREATE OPERATOR public.= (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)', 'CREATE TABLE public.staff (x int)',
    'CREATE FUNCTION desk.actor() RETURNS int LANGUAGE sql AS ''SELECT 1''', 'CREATE EXTENSION dblink SCHEMA desk', 'CREATE EVENT TRIGGER x ON ddl_command_end EXECUTE FUNCTION x()', 'CREATE PUBLICATION x FOR ALL TABLES',
    'CREATE SERVER x FOREIGN DATA WRAPPER y', 'CREATE CAST (text AS int) WITHOUT FUNCTION',
    'COPY (SELECT 1) TO PROGRAM ''id''', 'COPY (SELECT 1) TO ''/tmp/x''', 'CREATE OR REPLACE FUNCTION yc.actor() RETURNS bigint LANGUAGE sql AS ''SELECT 1::bigint''']) statement
WHERE (test.refusal('wangfang', statement)).code NOT IN ('42704', '42883'); -- what is not installed here is no way in either
SELECT is(test.as('wangfang', format('SET LOCAL search_path = %s; SELECT login FROM desk.sign_on()', path)), 'wangfang', 'search_path ' || path)
FROM unnest(ARRAY['pg_temp, public, pg_catalog', 'public', '"$user"', '''''']) path;
SELECT is((SELECT test.as('wangfang', format('SET LOCAL %s; SELECT birth FROM desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 1::smallint, ''01'', %L, ''郭晓兰'')', setting, test.id_no(20)))::date),
          '1901-01-21', 'a session of odd habits: ' || setting) FROM unnest(ARRAY['timezone = ''Pacific/Kiritimati''', 'intervalstyle = ''sql_standard''', 'extra_float_digits = 0', 'bytea_output = escape',
          'transform_null_equals = on', 'array_nulls = off', 'xmloption = document']) setting;
SELECT test.draft('hejun', test.id_no(21)) AS german \gset
SELECT test.as('hejun', 'SET LOCAL datestyle = ''German''; ' || test.save(:german, 'mobile', '13800006612')) \g /dev/null
SELECT is((SELECT value FROM yc.case_field WHERE case_id = :german AND field = 'birth'), '1901-01-22', 'a date is kept as dates are, whatever the session calls a date');

-- --- an old world: rights that were taken away, a time that is over
SELECT is(yc.setting('statement_seconds'), '30', 'a statement may be half a minute old, as old as the server lets it grow');
INSERT INTO yc.setting VALUES ('statement_seconds', '0');
SELECT test.refused('wangfang', 'SELECT pg_sleep(1.1); SELECT login FROM desk.sign_on()', 'E_SESSION_STALE', 'a statement that runs on would act at its beginning''s time');
DELETE FROM yc.setting WHERE name = 'statement_seconds';
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT is((test.refusal('wangfang', 'SELECT login FROM desk.sign_on()')).code, 'E_SESSION_STALE', 'a snapshot kept open would keep rights that are gone');
COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT is((test.refusal('wangfang', 'SELECT login FROM desk.sign_on()')).code, 'E_SESSION_STALE', 'in either of its forms');
COMMIT;

-- --- a look that is rolled back was a look
SELECT 'spot check ' || gen_random_uuid() AS purpose \gset
BEGIN;
SELECT is(test.as('chenjing', format('SELECT value FROM desk.case_reveal(210600, %s, ''id_no'', %L)', :open, :'purpose')), test.id_no(7), 'an auditor looks');
ROLLBACK;
CREATE FUNCTION pg_temp.logged(_words text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    FOR _n IN 1..200 LOOP -- the server's collector writes it when it comes to it
        IF strpos(pg_read_file(pg_current_logfile('csvlog')), _words) > 0 THEN
            RETURN true;
        END IF;
        PERFORM pg_sleep(0.02);
    END LOOP;
    RETURN false;
END $$;
SELECT is((SELECT count(*) FROM yc.read_log WHERE purpose = :'purpose'), 0::bigint, 'and takes the note in the read log back');
SELECT ok(pg_temp.logged(format('function=case_reveal case=%s person=%s what=id_no', :open, (test.case_of(:open)).person_id)), 'but not the one in the server''s log');

-- --- an operator who tries to become more
CREATE FUNCTION pg_temp.operate(_call text) RETURNS text LANGUAGE sql AS $$ SELECT format('SELECT * FROM desk.%s', replace(_call, '#', 'gen_random_uuid(), 210600')) $$;
\set verifier 'SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$c3RvcmVk:c2VydmVy'
SELECT test.refused('sunwei', pg_temp.operate(call), code, 'an operator: ' || left(call, 100)) FROM (VALUES
    ('staff_grant(#, ''sunwei'', ''review'', NULL, NULL, NULL)', 'E_GRANT_SELF'),
    ('staff_grant(#, ''nobody_yet'', ''root'', NULL, NULL, NULL)', 'E_ACTION_UNKNOWN'),
    ('staff_grant(#, ''wangfang'', ''operate'', NULL, NULL, NULL)', 'E_GRANT_POSTS'),
    ('staff_grant(#, ''second_operator'', ''accept'', NULL, NULL, NULL)', 'E_GRANT_POSTS'),
    ('staff_grant(#, ''chenjing'', ''review'', NULL, NULL, NULL)', 'E_GRANT_POSTS'),
    ('staff_grant(#, ''liuyang'', ''audit'', NULL, NULL, NULL)', 'E_GRANT_POSTS'),
    ('staff_grant(#, ''postgres'', ''operate'', NULL, NULL, NULL)', 'E_STAFF_UNKNOWN'),
    ('staff_grant(#, ''yc_owner'', ''accept'', NULL, NULL, NULL)', 'E_STAFF_UNKNOWN'),
    ('staff_grant(#, ''nobody_yet'', ''review'', 1::smallint, NULL, NULL)', 'E_GRANT_NARROW'),
    ('staff_grant(#, ''nobody_yet'', ''supervise'', NULL, ''ui-benefit'', NULL)', 'E_GRANT_NARROW'),
    ('staff_grant(#, ''nobody_yet'', ''accept'', 9::smallint, NULL, NULL)', 'E_HALL_UNKNOWN'),
    ('staff_grant(#, ''nobody_yet'', ''accept'', NULL, ''x'', NULL)', 'E_ITEM_UNKNOWN'),
    ('staff_grant(#, ''nobody_yet'', ''accept'', NULL, NULL, ''2026-03-01'')', 'E_GRANT_OVER'),
    ('staff_grant(gen_random_uuid(), 442000, ''nobody_yet'', ''review'', NULL, NULL, NULL)', 'E_RIGHT_MISSING'),
    ('staff_add(gen_random_uuid(), 442000, ''newcomer'', ''新人'', ''New'', '''', NULL)', 'E_RIGHT_MISSING'),
    ('staff_list(442000)', 'E_RIGHT_MISSING'),
    ('staff_disable(#, ''sunwei'')', 'E_STAFF_UNKNOWN'),
    ('staff_disable(#, ''postgres'')', 'E_STAFF_UNKNOWN'),
    ('staff_disable(#, ''yc_desk'')', 'E_STAFF_UNKNOWN'),
    ('staff_disable(#, ''far_boss'')', 'E_STAFF_ELSEWHERE'),
    ('staff_disable(#, ''x''''; DROP ROLE liuyang; --'')', 'E_STAFF_UNKNOWN'),
    ('queue_table(210600)', 'E_RIGHT_MISSING'), ('case_list(210600, NULL)', 'E_RIGHT_MISSING')) attempt(call, code);
SELECT test.refused('sunwei', format('SELECT desk.staff_revoke(gen_random_uuid(), 210600, %s)', g.id), 'E_GRANT_UNKNOWN', 'an operator takes back ' || what)
FROM (VALUES ('sunwei', 210600, 'their own right'), ('postgres', 210600, 'the owner''s'), ('far_boss', 442000, 'another region''s')) w(login, region, what)
JOIN yc.staff s USING (login) JOIN LATERAL (SELECT * FROM yc.staff_grant g WHERE g.staff_id = s.id AND g.region = w.region ORDER BY g.id LIMIT 1) g ON true;
SELECT test.refused('sunwei', format('SELECT desk.staff_add(gen_random_uuid(), 210600, %L, ''新人'', ''New'', '''', %L)', login, verifier), code, format('a login %s with %s', left(login, 40), left(verifier, 60)))
FROM (VALUES ('pg_monitor2', :'verifier', 'E_LOGIN_NAME'), ('yc_mine', :'verifier', 'E_LOGIN_NAME'), ('postgres', :'verifier', 'E_LOGIN_TAKEN'), ('Liuyang', :'verifier', 'E_LOGIN_NAME'), ('x', :'verifier', 'E_LOGIN_NAME'),
             ('a b', :'verifier', 'E_LOGIN_NAME'), ('x" superuser --', :'verifier', 'E_LOGIN_NAME'), ('x''; DROP ROLE liuyang; --', :'verifier', 'E_LOGIN_NAME'), (E'ok\nnot', :'verifier', 'E_LOGIN_NAME'), (E'ok\n', :'verifier', 'E_LOGIN_NAME'),
             ('', :'verifier', 'E_LOGIN_NAME'), (NULL, :'verifier', 'E_LOGIN_NAME'), (repeat('a', 100000), :'verifier', 'E_LOGIN_NAME'), ('员工', :'verifier', 'E_LOGIN_NAME'), ('wangfang', :'verifier', 'E_LOGIN_TAKEN'),
             ('newcomer', 'plain', 'E_LOGIN_VERIFIER'), ('newcomer', :'verifier' || ''' SUPERUSER --', 'E_LOGIN_VERIFIER'), ('newcomer', :'verifier' || E'\n', 'E_LOGIN_VERIFIER'), ('newcomer', '', 'E_LOGIN_VERIFIER'), ('newcomer', NULL, 'E_LOGIN_VERIFIER'),
             ('newcomer', 'md5' || md5('x'), 'E_LOGIN_VERIFIER')) v(login, verifier, code);
CREATE ROLE somebody_else NOLOGIN;
SELECT test.refused('sunwei', format('SELECT desk.staff_add(gen_random_uuid(), 210600, ''somebody_else'', ''新人'', ''New'', '''', %L)', :'verifier'), 'E_LOGIN_TAKEN', 'an operator makes a role that is there already staff');
DROP ROLE somebody_else;
SELECT test.refused('sunwei', format('SELECT desk.staff_add(gen_random_uuid(), 210600, ''newcomer'', %L, %L, %L, %L)', zh, en, id_no, :'verifier'), 'E_VALUE_REFUSED', 'a name or number that is none')
FROM (VALUES (E'\u202E芳王', 'New', ''), (E'王\n芳', 'New', ''), ('', 'New', ''), (NULL, 'New', ''), ('新人', '', ''), ('新人', E'\u001B[2J', ''), ('新人', repeat('x', 100000), ''), (repeat('王', 100000), 'New', ''), ('新人', 'New', '123')) v(zh, en, id_no);
SELECT isnt(test.as('sunwei', format('SELECT staff_id FROM desk.staff_add(gen_random_uuid(), 210600, ''newcomer'', ''新人'', ''New'', '''', %L)', :'verifier')), NULL, 'a proper login is made');
SELECT is((SELECT (rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls)::text FROM pg_roles WHERE rolname = 'newcomer'), '(t,f,f,f,f,f)', 'and is nothing more');
SELECT test.refused('newcomer', format('SELECT desk.case_head(210600, %s)', :open), 'E_CASE_UNKNOWN', 'it has no right yet');

-- disabled: at once, in sessions that are open, for good
SELECT test.accepted('hejun', test.id_no(30)) AS held \gset
SELECT test.grant('newcomer', 'review') \g /dev/null
SELECT test.as('newcomer', test.claim((test.task_of(:held)).id)) \g /dev/null
SELECT test.as('sunwei', 'SELECT desk.staff_disable(gen_random_uuid(), 210600, ''newcomer'')') \g /dev/null
SELECT test.refused('newcomer', call, 'E_STAFF_DISABLED', 'disabled: ' || call) FROM unnest(ARRAY['SELECT * FROM desk.sign_on()', 'SELECT * FROM desk.my_grants()', 'SELECT desk.my_regions()', 'SELECT * FROM desk.task_list(210600, NULL, NULL, NULL)',
    'SELECT * FROM desk.task_renew(210600, gen_random_uuid())', test.decide(:held, 'agree'), test.claim(), 'SELECT * FROM desk.item_list(210600)', 'SELECT * FROM desk.reason_list(''deny_reason'')']) call;
SELECT is((test.task_of(:held)).claimed_by, NULL, 'what they held is back in its queue');
SELECT ok(NOT (SELECT rolcanlogin FROM pg_roles WHERE rolname = 'newcomer') AND (SELECT rolpassword IS NULL FROM pg_authid WHERE rolname = 'newcomer'), 'the login is closed');
SELECT test.refused('newcomer', 'ALTER ROLE newcomer LOGIN', '42501', 'and does not open itself');
SELECT test.refused('sunwei', format('SELECT desk.staff_add(gen_random_uuid(), 210600, ''newcomer'', ''新人'', ''New'', '''', %L)', :'verifier'), 'E_LOGIN_TAKEN', 'a name is never used again');
SELECT test.refused('sunwei', 'SELECT desk.staff_grant(gen_random_uuid(), 210600, ''newcomer'', ''review'', NULL, NULL, NULL)', 'E_STAFF_UNKNOWN', 'nor given rights');
CREATE ROLE stranger LOGIN IN ROLE yc_staff;
SELECT test.refused('stranger', 'SELECT * FROM desk.sign_on()', 'E_STAFF_UNKNOWN', 'a role that is no member of staff');
DROP ROLE stranger;

-- --- tokens, versions, command keys
SELECT test.refused('hejun', test.save(:draft, 'mobile', '13911112222'), 'E_CASE_HELD', 'a colleague with the holder''s token');
SELECT test.refused('wangfang', format('SELECT desk.field_save(210600, %s, %L, 1, ''mobile'', ''1'')', :draft, token), 'E_CASE_HELD', 'the holder with ' || what) FROM (VALUES (gen_random_uuid(), 'a forged token'), (NULL, 'no token')) t(token, what);
SELECT test.refused('wangfang', format('SELECT desk.case_accept(gen_random_uuid(), 210600, %s, %L, %s)', :draft, gen_random_uuid(), (test.case_of(:draft)).version), 'E_CASE_HELD', 'accepting with a forged token');
SELECT test.refused('wangfang', format('SELECT desk.case_accept(gen_random_uuid(), 210600, %s, NULL, %s)', :draft, (test.case_of(:draft)).version), 'E_CASE_HELD', 'or with none');
SELECT test.as('zhouqian', test.claim(:open_task)) \g /dev/null
SELECT test.refused('liuyang', test.decide(:open, 'agree'), 'E_TASK_CLAIMED', 'a colleague decides with the claim''s token');
SELECT test.refused('zhouqian', format('SELECT desk.task_decide(gen_random_uuid(), 210600, %s, %L, %s, ''agree'', NULL, NULL)', :open_task, token, (test.case_of(:open)).version), 'E_TASK_NOT_CLAIMED', 'a decision with ' || what)
FROM (VALUES (gen_random_uuid(), 'a forged token'), (NULL, 'no token')) t(token, what);
SELECT test.refused('liuyang', format('SELECT desk.task_release(gen_random_uuid(), 210600, %s)', :open_task), 'E_TASK_NOT_CLAIMED', 'releasing a colleague''s task');
SELECT is(test.as('liuyang', format('SELECT tasks FROM desk.task_renew(210600, %L)', (test.task_of(:open)).token)), '0', 'renewing it');
SELECT is((SELECT (r.code, r.detail)::text FROM test.refusal('zhouqian', format('SELECT desk.task_decide(gen_random_uuid(), 210600, %s, %L, %s, ''agree'', NULL, NULL)', :open_task, (test.task_of(:open)).token, (test.case_of(:open)).version - 1)) r),
          (SELECT ('E_CASE_MOVED', E'who=周倩\nwhen=2026-03-02 10:42\naction=claim')::text), 'a version that is over: who has moved the case, when and how');
SELECT test.refused('zhouqian', format('SELECT desk.task_decide(gen_random_uuid(), 210600, %s, %L, %s, ''agree'', NULL, NULL)', :open_task, (test.task_of(:open)).token, version), 'E_CASE_MOVED', 'a version ' || coalesce(version, 'left out'))
FROM (VALUES ('NULL'), ('999'), ('-1')) v(version);
SELECT gen_random_uuid() AS key, gen_random_uuid() AS token \gset
SELECT test.as('wangfang', format('SELECT desk.visit_begin(%L, 210600, 1::smallint, 1::smallint, ''01'', %L, ''郭晓兰'')', :'key', test.id_no(31))) \g /dev/null
SELECT test.refused('wangfang', format('SELECT desk.visit_begin(%L, 210600, 1::smallint, 2::smallint, ''01'', %L, ''郭晓兰'')', :'key', test.id_no(31)), 'E_COMMAND_REUSED', 'a key with other arguments');
SELECT test.refused('hejun', format('SELECT desk.visit_begin(%L, 210600, 1::smallint, 1::smallint, ''01'', %L, ''郭晓兰'')', :'key', test.id_no(31)), 'E_COMMAND_REUSED', 'a key of somebody else');
SELECT test.refused('wangfang', format('SELECT desk.case_open(%L, 210600, 1, ''ui-benefit'')', :'key'), 'E_COMMAND_REUSED', 'a key of another command');

-- --- cut off: the key of somebody's draft, the slip of somebody's window; a tale of what was received and when. (More in received.sql and undo.sql.)
SELECT gen_random_uuid() AS key \gset
SELECT test.as('wangfang', format('SELECT case_id FROM desk.case_open_cut_off(gen_random_uuid(), 210600, %s, NULL, ''ui-benefit'', NULL, %L)', test.visit('wangfang', test.id_no(35)), :'key')) AS keyed \gset
SELECT test.refused(who, format('SELECT desk.field_save(210600, NULL, %L, 1, ''mobile'', ''1'')', :'key'), code, who || ' fills in by the key of a colleague''s draft') FROM (VALUES ('hejun', 'E_CASE_HELD'), ('hall_two', 'E_CASE_UNKNOWN'), ('far_clerk', 'E_CASE_UNKNOWN'), ('zhaomin', 'E_RIGHT_MISSING'), ('sunwei', 'E_CASE_UNKNOWN')) w(who, code);
SELECT test.refused('far_clerk', format('SELECT desk.field_save(442000, NULL, %L, 1, ''mobile'', ''1'')', :'key'), 'E_CASE_UNKNOWN', 'nor is it a key in another region');
SELECT test.refused('wangfang', format('SELECT desk.case_open_cut_off(gen_random_uuid(), 442000, %s, NULL, ''ui-benefit'', NULL, gen_random_uuid())', (test.case_of(:keyed)).visit_id), 'E_VISIT_UNKNOWN', 'a visit of one region opens no case in another');
SELECT test.as('wangfang', test.receive(:keyed, test.slip(70), '1970-01-01')) \g /dev/null
SELECT is((SELECT received_at FROM yc.received WHERE case_id = :keyed), yc.now() - interval '7 days', 'received half a century ago: no further back than cut_off_days, since nobody here knows when a visit began that was kept at a window');
SELECT test.refused('hejun', test.receive(:keyed, test.slip(70)), 'E_CASE_HELD', 'a colleague sends my slip in again');
SELECT is(test.as('hejun', format('SELECT count(*) FROM desk.slip_seen(210600, %s)', :keyed)), '0', 'or hides it from my list');

-- --- taking back what is not one's own, or not the last
SELECT test.accepted('wangfang', test.id_no(36)) AS undoable \gset
SELECT test.refused(who, test.undo(:undoable), 'E_UNDO_NOTHING', who || ' takes a colleague''s acceptance back') FROM unnest(ARRAY['hejun', 'liuyang', 'zhaomin', 'chenjing']) who;
SELECT test.as('zhouqian', test.claim((test.task_of(:undoable)).id)) \g /dev/null
SELECT test.refused('wangfang', test.undo(:undoable), 'E_UNDO_OPENED', 'an acceptance under the reviewer''s hands');
SELECT test.refused('zhouqian', test.undo(:undoable), 'E_UNDO_NOTHING', 'a claim is no decision');
SELECT test.refused('wangfang', test.undo(:draft), 'E_UNDO_NOTHING', 'the opening of a draft');

-- --- nothing, for every argument of every function in turn: refused, or no row; never done
CREATE TEMPORARY TABLE argument (type text PRIMARY KEY, value text);
INSERT INTO argument VALUES ('uuid', 'gen_random_uuid()'), ('integer', '210600'), ('smallint', '1::smallint'), ('bigint', :'draft'), ('text', '''ui-benefit'''), ('bytea', '''x'''), ('timestamp with time zone', '''2026-03-02 10:00+08'''), ('date', '''2026-03-02''');
CREATE FUNCTION pg_temp.with_null(_function oid, _null int) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT count(*) FROM desk.%I(%s)', p.proname, string_agg(CASE WHEN n = _null THEN 'NULL' ELSE a.value END, ', ' ORDER BY n))
    FROM pg_proc p, unnest(p.proargtypes) WITH ORDINALITY AS t(type, n) JOIN pg_temp.argument a ON a.type = format_type(t.type, NULL) WHERE p.oid = _function GROUP BY p.oid, p.proname
$$;
CREATE TEMPORARY TABLE nothing AS
SELECT p.proname, who, n, pg_temp.with_null(p.oid, n::int) AS sql FROM pg_proc p, generate_series(1, p.pronargs) n, unnest(ARRAY['wangfang', 'liuyang', 'sunwei', 'zhaomin']) who WHERE p.pronamespace = 'desk'::regnamespace;
CREATE FUNCTION pg_temp.state() RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', (SELECT count(*) FROM yc.journal), (SELECT count(*) FROM yc.case_field), (SELECT count(*) FROM yc.visit), (SELECT count(*) FROM yc.material), (SELECT count(*) FROM yc.staff),
                     (SELECT count(*) FROM yc.staff_grant), (SELECT count(*) FROM yc.decision), (SELECT count(*) FROM yc.person), (SELECT count(*) FROM yc.received), (SELECT count(*) FROM yc.receipt_issue), (SELECT md5(string_agg(v::text, '' ORDER BY v.id)) FROM yc.visit v))
$$;
CREATE FUNCTION pg_temp.done_by(_who text, _sql text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    _before text := pg_temp.state();
BEGIN
    BEGIN
        PERFORM test.as(_who, _sql);
        IF pg_temp.state() <> _before THEN
            RAISE SQLSTATE 'UNDO0';
        END IF;
    EXCEPTION
        WHEN SQLSTATE 'UNDO0' THEN RETURN true;
        WHEN OTHERS THEN RETURN false;
    END;
    RETURN false;
END $$;
SELECT cmp_ok((SELECT count(*) FROM nothing WHERE sql IS NOT NULL), '>', 600::bigint, 'nothing is tried everywhere');
SELECT is((SELECT array_agg(DISTINCT who || ': ' || sql) FROM nothing WHERE (proname, n) NOT IN (('task_claim', 4), ('case_take', 4)) AND pg_temp.done_by(who, sql)), NULL,
          'and nothing is done by it (a claim of no certain task is a claim of the next; a case is taken at no certain window)');
SELECT test.visit('wangfang', test.id_no(32)) AS visit \gset
CREATE TEMPORARY TABLE missing (who text, sql text);
INSERT INTO missing VALUES
    ('wangfang', format('SELECT desk.visit_begin(NULL, 210600, 1::smallint, 1::smallint, ''01'', %L, ''郭'')', test.id_no(33))), ('wangfang', format('SELECT desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 1::smallint, NULL, %L, ''郭'')', test.id_no(33))),
    ('wangfang', 'SELECT desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 1::smallint, ''01'', NULL, ''郭'')'), ('wangfang', format('SELECT desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 1::smallint, ''01'', %L, NULL)', test.id_no(33))),
    ('wangfang', format('SELECT desk.visit_begin(gen_random_uuid(), 210600, NULL, 1::smallint, ''01'', %L, ''郭'')', test.id_no(33))), ('wangfang', format('SELECT desk.visit_begin(gen_random_uuid(), NULL, 1::smallint, 1::smallint, ''01'', %L, ''郭'')', test.id_no(33))),
    ('wangfang', format('SELECT desk.visit_set(gen_random_uuid(), 210600, %s, NULL, NULL, NULL)', :visit)), ('wangfang', format('SELECT desk.visit_set(gen_random_uuid(), 210600, %s, ''end'', NULL, NULL)', :visit)),
    ('wangfang', format('SELECT desk.visit_set(gen_random_uuid(), 210600, %s, ''resume'', NULL, NULL)', :visit)), ('wangfang', format('SELECT desk.case_open(gen_random_uuid(), 210600, %s, NULL)', :visit)),
    ('wangfang', format('SELECT desk.field_save(210600, %s, %L, NULL, ''mobile'', ''1'')', :draft, (test.case_of(:draft)).token)), ('wangfang', format('SELECT desk.field_save(210600, %s, %L, 1, ''mobile'', NULL)', :draft, (test.case_of(:draft)).token)),
    ('wangfang', format('SELECT desk.field_save(210600, %s, %L, 1, NULL, ''1'')', :draft, (test.case_of(:draft)).token)), ('wangfang', format('SELECT desk.material_add(gen_random_uuid(), 210600, %s, %L, ''id'', NULL, ''x'', NULL)', :draft, (test.case_of(:draft)).token)),
    ('wangfang', format('SELECT desk.material_add(gen_random_uuid(), 210600, %s, %L, ''term'', ''x'', NULL, NULL)', :draft, (test.case_of(:draft)).token)), ('wangfang', format('SELECT desk.case_accept(gen_random_uuid(), 210600, %s, %L, NULL)', :draft, (test.case_of(:draft)).token)),
    ('wangfang', format('SELECT desk.case_accept(NULL, 210600, %s, %L, %s)', :draft, (test.case_of(:draft)).token, (test.case_of(:draft)).version)), ('liuyang', 'SELECT desk.task_claim(gen_random_uuid(), 210600, NULL, NULL)'),
    ('zhouqian', test.decide(:open, NULL)), ('zhouqian', test.decide(:open, 'deny', NULL, 'x')), ('zhouqian', test.decide(:open, 'deny', '01', NULL)), ('sunwei', 'SELECT desk.staff_grant(gen_random_uuid(), 210600, ''nobody_yet'', NULL, NULL, NULL, NULL)'),
    ('zhouqian', format('SELECT desk.case_reveal(210600, %s, NULL, ''查'')', :open)), ('zhouqian', format('SELECT desk.case_reveal(210600, %s, ''id_no'', NULL)', :open)), ('zhouqian', format('SELECT desk.case_reveal(210600, %s, ''id_no'', %L)', :open, E' \n\u3000'));
SELECT is((SELECT array_agg(sql || ': ' || coalesce(r.code, 'went through')) FROM missing m, test.refusal(m.who, m.sql) r WHERE r.code IS NULL OR (r.code NOT LIKE 'E%' AND r.code <> '23502')), NULL, 'what is asked for and left out is refused, otherwise right calls');

-- --- huge and odd text
\set huge 'repeat(''长'', 100000)'
SELECT test.refused('wangfang', test.save(:draft, 'last_unit', :huge), 'E_VALUE_REFUSED', 'a value of 100,000 characters');
SELECT test.refused('wangfang', test.save(:draft, :huge, 'x'), 'E_FIELD_UNKNOWN', 'a field of 100,000');
SELECT cmp_ok(char_length((test.refusal('wangfang', test.save(:draft, :huge, 'x'))).detail), '<', 300, 'and the refusal does not repeat it');
SELECT test.refused('wangfang', format('SELECT desk.visit_set(gen_random_uuid(), 210600, %s, ''park'', NULL, %L)', :visit, word), 'E_VALUE_REFUSED', 'a reason to park that is none') FROM unnest(ARRAY[:huge, E'\u202Eabc', E'a\nb']) word;
SELECT test.refused('zhouqian', test.decide(:open, decision, '01', :huge), 'E_NOTE_LONG', decision || ' with 100,000 characters') FROM unnest(ARRAY['agree', 'return']) decision;
SELECT test.refused('zhouqian', test.decide(:open, 'deny', :huge, 'x'), 'E_REASON_UNKNOWN', 'a reason of 100,000');
SELECT test.refused('zhouqian', format('SELECT desk.case_reveal(210600, %s, ''id_no'', %L)', :open, word), 'E_VALUE_REFUSED', 'a purpose that would spoil the log') FROM unnest(ARRAY[:huge, E'查\n2026-03-02 LOG: forged', E'\u202E查']) word;
SELECT test.refused('wangfang', format('SELECT desk.material_add(gen_random_uuid(), 210600, %s, %L, ''id'', %L, ''x'', NULL)', :draft, (test.case_of(:draft)).token, name), 'E_VALUE_REFUSED', 'a file name that is none') FROM unnest(ARRAY[:huge, E'a\nb', E'\u202Efdp.exe', '']) name;
SELECT test.refused('wangfang', format('SELECT desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 1::smallint, ''01'', %L, %L)', test.id_no(34), name), 'E_VALUE_REFUSED', 'a name that is none')
FROM unnest(ARRAY[:huge, E'郭\u202E晓兰', E'郭\n晓兰', E'郭\u001B[2J', '郭<b>', '']) name;
SELECT is((test.refusal('wangfang', format('SELECT desk.case_open(gen_random_uuid(), 210600, %s, %L)', :visit, E'x\ny=z\rw'))).detail, 'item=x y=z w', 'a newline in a refusal''s parameter stays one line');
SELECT test.refused('wangfang', format('SELECT desk.field_save(210600, %s, %L, %s, ''mobile'', ''1'')', :draft, (test.case_of(:draft)).token, seq), 'E_VALUE_REFUSED', 'a count that leaves the next holder none: ' || seq) FROM unnest(ARRAY[9223372036854775807, 0, -1]) seq;
SELECT is(test.as('wangfang', 'SELECT count(*) FROM desk.case_find(210600, ' || quote_literal(words) || ')'), '0', 'a search that would find everything') FROM unnest(ARRAY['%', '_____', '', '%%%%%%', repeat('%', 100000)]) words;

SELECT is_empty('SELECT * FROM yc.verify()', 'after all of it nothing is broken');
DO $$
DECLARE
    _login text;
BEGIN
    FOREACH _login IN ARRAY ARRAY['far_clerk', 'far_boss', 'hall_two', 'past', 'future', 'revoked', 'both_ends', 'second_operator', 'newcomer'] LOOP
        EXECUTE format('DROP ROLE IF EXISTS %I', _login); -- logins belong to the cluster
    END LOOP;
END $$;
SELECT * FROM finish();
