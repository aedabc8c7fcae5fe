-- yc.verify(): silent on a worked database; whatever the tables' owner changes behind the functions' back is named.
\set QUIET on
\ir ../helpers.sql
SELECT plan(44);

-- --- a worked database: finished, returned and handed in again, suspended, denied, waiting, claimed, draft
SELECT test.accepted('wangfang', test.id_no(1)) AS finished \gset
SELECT test.decided('zhouqian', :finished, 'agree'), test.decided('lina', :finished, 'agree') \g /dev/null
SELECT test.accepted('hejun', test.id_no(2)) AS returned \gset
SELECT test.decided('zhouqian', :returned, 'return', '01', '缺解除证明') \g /dev/null
SELECT test.clock_set('2026-03-04 09:00+08') \g /dev/null
SELECT test.as('hejun', format('SELECT case_id FROM desk.case_take(gen_random_uuid(), 210600, %s)', :returned)) \g /dev/null
SELECT test.as('hejun', test.accept(:returned)) \g /dev/null
SELECT test.accepted('wangfang', test.id_no(3)) AS suspended \gset
SELECT test.decided('liuyang', :suspended, 'suspend', 'site_check', '实地核查通知 2026-7') \g /dev/null
SELECT test.accepted('wangfang', test.id_no(4)) AS denied \gset
SELECT test.decided('liuyang', :denied, 'deny', '01', '不符合条件') \g /dev/null
SELECT count(*) FROM yc.tend() \g /dev/null
SELECT test.accepted('wangfang', test.id_no(5)) AS waiting \gset
SELECT test.accepted('hejun', test.id_no(6)) AS claimed \gset
SELECT test.as('zhouqian', test.claim((test.task_of(:claimed)).id)) \g /dev/null
SELECT test.draft('wangfang', test.id_no(7)) AS draft \gset
SELECT count(*) FROM yc.tend() \g /dev/null

SELECT cmp_ok((SELECT count(*) FROM yc.journal), '>', 20::bigint, 'a worked database stands');
SELECT is_empty('SELECT * FROM yc.verify()', 'and nothing in it is broken');
SELECT number AS finished_number FROM yc.case_file WHERE id = :finished \gset
SELECT number AS returned_number FROM yc.case_file WHERE id = :returned \gset
SELECT number AS waiting_number FROM yc.case_file WHERE id = :waiting \gset
SELECT number AS claimed_number FROM yc.case_file WHERE id = :claimed \gset

-- Each change is made as the owner, told, and undone. Constraints that the owner could drop are no help here: they are off.
CREATE FUNCTION test.found_after(_change text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    _found text;
BEGIN
    BEGIN
        SET LOCAL session_replication_role = replica; -- foreign keys off
        EXECUTE _change;
        SET LOCAL session_replication_role = origin;
        SELECT string_agg(said, ', ' ORDER BY said) INTO _found
        FROM (SELECT DISTINCT concat_ws(' ', v.code, array_to_string(v.parameters[1:2], '=')) AS said FROM yc.verify() v) findings;
        RAISE SQLSTATE 'UNDO0';
    EXCEPTION WHEN SQLSTATE 'UNDO0' THEN
        NULL;
    END;
    RETURN coalesce(_found, 'nothing');
END $$;

-- --- one journal row, each column
CREATE TEMPORARY TABLE change (column_name text, expression text);
INSERT INTO change VALUES
    ('region', '210700'), ('case_id', 'case_id + 1'), ('seq', 'seq + 100'), ('at', 'at + interval ''1 microsecond'''), ('actor', 'actor + 1'),
    ('action', 'overlay(action placing ''x'' from 1 for 1)'), ('body', 'set_byte(body, 5, get_byte(body, 5) # 1)'),
    ('hash', 'set_byte(hash, 31, get_byte(hash, 31) # 1)');
SELECT ok(test.found_after(format('UPDATE yc.journal SET %I = %s WHERE case_id = %s AND seq = 3', column_name, expression, :finished))
          LIKE format('%%E_VERIFY_CHAIN case=%s%%', :'finished_number'), 'a changed ' || column_name || ' names the case')
FROM change;
SELECT is((SELECT array_agg(a.attname::text ORDER BY 1) FROM pg_attribute a WHERE attrelid = 'yc.journal'::regclass AND attnum > 0),
          (SELECT array_agg(column_name ORDER BY 1) FROM change), 'every column of the journal was tried');
SELECT ok(test.found_after(format('UPDATE yc.journal SET body = set_byte(body, 5, 255) WHERE case_id = %s AND action = ''accept''', :finished))
          LIKE format('%%E_VERIFY_CHAIN case=%s%%', :'finished_number'), 'bytes that are no text any more do not stop the verification');
SELECT is(test.found_after(format('UPDATE yc.journal SET body = body || ''\x00'' WHERE case_id = %s AND seq = (SELECT max(seq) FROM yc.journal WHERE case_id = %1$s)', :draft)),
          format('E_VERIFY_CHAIN case=%s', :'draft'), 'a case without a number is named by its id');

-- --- rows that go and come
SELECT ok(test.found_after(format('DELETE FROM yc.journal WHERE case_id = %s AND seq = 2', :finished))
          LIKE format('%%E_VERIFY_CHAIN case=%s%%', :'finished_number'), 'a row that is gone from the middle');
SELECT ok(test.found_after(format('DELETE FROM yc.journal WHERE case_id = %s AND seq = 1', :finished))
          LIKE format('%%E_VERIFY_CHAIN case=%s%%', :'finished_number'), 'from the beginning');
SELECT ok(test.found_after(format('DELETE FROM yc.journal WHERE case_id = %s AND seq = (SELECT max(seq) FROM yc.journal WHERE case_id = %1$s)', :finished))
          LIKE format('%%E_VERIFY_HEAD case=%s%%', :'finished_number'), 'from the end');
SELECT ok(test.found_after(format('DELETE FROM yc.journal WHERE case_id = %s', :finished))
          LIKE format('%%E_VERIFY_HEAD case=%s%%', :'finished_number'), 'all of them');
SELECT ok(test.found_after(format('INSERT INTO yc.journal SELECT region, case_id, max(seq) OVER () + 1, at, actor, action, body, hash FROM yc.journal WHERE case_id = %s ORDER BY seq LIMIT 1', :finished))
          LIKE format('%%E_VERIFY_CHAIN case=%s%%', :'finished_number'), 'a row added at the end');
SELECT ok(test.found_after(format('INSERT INTO yc.journal SELECT region, case_id, 0, at, actor, action, body, hash FROM yc.journal WHERE case_id = %s ORDER BY seq LIMIT 1', :finished))
          LIKE format('%%E_VERIFY_CHAIN case=%s%%', :'finished_number'), 'a row put before the first');
SELECT is(test.found_after('INSERT INTO yc.journal SELECT region, 4711, 1, at, actor, action, body, yc.journal_hash(''\x'', region, 4711, 1, at, actor, action, body) FROM yc.journal ORDER BY case_id, seq LIMIT 1'),
          'E_VERIFY_HEAD case=4711', 'a chain that belongs to no case');
SELECT ok(test.found_after(format('DELETE FROM yc.case_file WHERE id = %s', :waiting))
          LIKE format('%%E_VERIFY_HEAD case=%s%%', :waiting), 'a case that is gone while its chain stands');

-- --- a whole chain rewritten, hashes and head right: the seal knows
CREATE FUNCTION test.chain_rewrite(_case bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _row  yc.journal;
    _hash bytea := '\x';
BEGIN
    FOR _row IN SELECT * FROM yc.journal WHERE case_id = _case ORDER BY seq LOOP
        _hash := yc.journal_hash(_hash, _row.region, _case, _row.seq, _row.at, _row.actor, _row.action, _row.body);
        UPDATE yc.journal SET hash = _hash WHERE case_id = _case AND seq = _row.seq;
    END LOOP;
    UPDATE yc.case_file SET journal_head = _hash WHERE id = _case;
END $$;
SELECT is(test.found_after(format('DO $do$ BEGIN UPDATE yc.journal SET actor = 2 WHERE case_id = %1$s AND seq = 1; PERFORM test.chain_rewrite(%1$s); END $do$', :claimed)),
          (SELECT string_agg(format('E_VERIFY_SEALED seal=%s', seal_id), ', ' ORDER BY seal_id) FROM yc.seal_entry WHERE case_id = :claimed),
          'a chain rewritten whole is told by its seal, and by nothing else');
SELECT isnt((SELECT count(*) FROM yc.seal_entry WHERE case_id = :claimed), 0::bigint, 'it was sealed');

-- --- seals
SELECT is(test.found_after('UPDATE yc.seal SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE id = (SELECT min(id) FROM yc.seal)'),
          (SELECT string_agg('E_VERIFY_SEAL seal=' || id, ', ' ORDER BY id) FROM (SELECT id FROM yc.seal ORDER BY id LIMIT 2) s), 'a changed seal, and its successor');
SELECT is(test.found_after('UPDATE yc.seal SET at = at + interval ''1 day'' WHERE id = (SELECT min(id) FROM yc.seal)'),
          (SELECT 'E_VERIFY_SEAL seal=' || min(id) FROM yc.seal), 'a seal that was given another time');
SELECT is(test.found_after('UPDATE yc.seal SET count = count + 1 WHERE id = (SELECT min(id) FROM yc.seal)'),
          (SELECT 'E_VERIFY_SEAL seal=' || min(id) FROM yc.seal), 'or another count');
SELECT is(test.found_after('DELETE FROM yc.seal_entry WHERE seal_id = (SELECT min(id) FROM yc.seal); DELETE FROM yc.seal WHERE id = (SELECT min(id) FROM yc.seal)'),
          (SELECT 'E_VERIFY_SEAL seal=' || max(id) FROM yc.seal), 'a seal that is gone is missed by the next');
SELECT is(test.found_after('DELETE FROM yc.seal_entry; DELETE FROM yc.seal'), 'E_VERIFY_SEAL seal=last', 'all of them gone');
SELECT is(test.found_after('DELETE FROM yc.seal_entry WHERE seal_id = (SELECT max(id) FROM yc.seal); DELETE FROM yc.seal WHERE id = (SELECT max(id) FROM yc.seal)'),
          'E_VERIFY_SEAL seal=last', 'the last one gone');
SELECT ok(test.found_after(format('DELETE FROM yc.seal_entry WHERE case_id = %s', :finished)) LIKE 'E_VERIFY_SEAL seal=%', 'an entry that is gone');
SELECT ok(test.found_after(format('UPDATE yc.seal_entry SET seq = seq - 1 WHERE case_id = %s', :finished)) LIKE '%E_VERIFY_SEAL seal=%', 'an entry with another place');

-- --- everything else
SELECT is(test.found_after('UPDATE yc.queue_count SET count = count + 1 WHERE kind = ''decided'' AND queue_id = (SELECT min(queue_id) FROM yc.queue_count WHERE kind = ''decided'')'),
          'E_VERIFY_COUNTER queue=review ui-benefit', 'a falsified counter');
SELECT is(test.found_after(format('UPDATE yc.case_file SET promised_due = promised_due + 1 WHERE id = %s', :finished)), 'E_VERIFY_DUE case=' || :'finished_number', 'a promised date moved');
SELECT is(test.found_after(format('UPDATE yc.case_file SET statutory_due = statutory_due - 1 WHERE id = %s', :returned)), 'E_VERIFY_DUE case=' || :'returned_number', 'a statutory one');
SELECT is(test.found_after(format('UPDATE yc.task SET due = due + 30 WHERE case_id = %s', :waiting)), 'E_VERIFY_DUE case=' || :'waiting_number', 'a task moved to the end of its queue');
SELECT is(test.found_after(format('UPDATE yc.suspension SET last_day = last_day + 5 WHERE case_id = %s', :returned)), 'E_VERIFY_DUE case=' || :'returned_number', 'a suspension made longer');
SELECT is(test.found_after(format('UPDATE yc.material_content SET content = ''scam'' WHERE material_id = (SELECT min(id) FROM yc.material WHERE case_id = %s)', :finished)),
          'E_VERIFY_MATERIAL case=' || :'finished_number', 'other bytes in a material');
SELECT is(test.found_after(format('UPDATE yc.material_content SET content = ''scam'' WHERE material_id = (SELECT min(id) FROM yc.material WHERE case_id = %1$s);'
                                  'UPDATE yc.material SET sha256 = sha256(''scam'') WHERE id = (SELECT min(id) FROM yc.material WHERE case_id = %1$s)', :finished)),
          'E_VERIFY_FIELDS case=' || :'finished_number', 'other bytes with their right hash are not what was accepted');
SELECT is(test.found_after(format('UPDATE yc.case_field SET value = ''03'' WHERE case_id = %s AND field = ''leave_reason''', :finished)),
          'E_VERIFY_FIELDS case=' || :'finished_number', 'nor is another value');
SELECT is(test.found_after(format('INSERT INTO yc.case_field SELECT region, case_id, ''job_wish'', value, source, source_on, seq, saved_at, saved_by FROM yc.case_field WHERE case_id = %s AND field = ''last_unit''', :waiting)),
          'E_VERIFY_FIELDS case=' || :'waiting_number', 'nor one more');
SELECT is(test.found_after(format('DELETE FROM yc.case_salt WHERE case_id = %s; UPDATE yc.case_field SET value = '''' WHERE case_id = %1$s', :finished)), 'nothing',
          'but data that were erased as the law says leave everything whole');
SELECT is(test.found_after(format('DELETE FROM yc.task WHERE case_id = %s', :waiting)), 'E_VERIFY_COUNTER queue=review ui-benefit, E_VERIFY_NO_TASK case=' || :'waiting_number', 'an open case whose task is gone');
SELECT ok(test.found_after(format('UPDATE yc.decision SET decided_by = (SELECT accepted_by FROM yc.case_file WHERE id = %1$s) WHERE case_id = %1$s AND stage = ''review''', :finished))
          LIKE '%E_VERIFY_SEPARATION case=' || :'finished_number' || '%', 'a decision by who accepted it');
SELECT is_empty('SELECT * FROM yc.verify()', 'every change was undone');
SELECT * FROM finish();
