-- yc.verify(): silent on a worked database; whatever the tables' owner changes behind the functions' back is named.
\set QUIET on
\ir ../helpers.sql
SELECT plan(67);

SELECT test.clock_stops('ui-benefit', 'site_check') \g /dev/null
-- --- a worked database: finished, returned and handed in again, suspended, denied, waiting, claimed, draft, received, undone
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
SELECT test.draft('wangfang', test.id_no(8)) AS received \gset
SELECT test.as('wangfang', test.receive(:received, test.slip(1))) \g /dev/null
SELECT test.draft('wangfang', test.id_no(9)) AS slip \gset
SELECT test.fill('wangfang', :slip), test.as('wangfang', test.receive(:slip, test.slip(2))) \g /dev/null
SELECT test.accepted('hejun', test.id_no(10)) AS unaccepted, test.accepted('hejun', test.id_no(11)) AS undecided \gset
SELECT test.as('hejun', test.undo(:unaccepted)), test.decided('zhouqian', :undecided, 'agree'), test.as('zhouqian', test.undo(:undecided)) \g /dev/null
SELECT test.as('hejun', format('SELECT issue FROM desk.receipt_reissue(gen_random_uuid(), 210600, %s, ''打错'')', :waiting)) \g /dev/null
SELECT count(*) FROM yc.tend() \g /dev/null

SELECT cmp_ok((SELECT count(*) FROM yc.journal), '>', 20::bigint, 'a worked database stands');
SELECT is_empty('SELECT * FROM yc.verify()', 'and nothing in it is broken');
SELECT number AS finished_number FROM yc.case_file WHERE id = :finished \gset
SELECT number AS returned_number FROM yc.case_file WHERE id = :returned \gset
SELECT number AS waiting_number FROM yc.case_file WHERE id = :waiting \gset
SELECT number AS claimed_number FROM yc.case_file WHERE id = :claimed \gset
SELECT number AS slip_number FROM yc.case_file WHERE id = :slip \gset
SELECT number AS undecided_number FROM yc.case_file WHERE id = :undecided \gset

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
SELECT is(test.found_after(format('DELETE FROM yc.task WHERE case_id = %s', :waiting)), 'E_VERIFY_COUNTER queue=review ui-benefit, E_VERIFY_FLOW queue=review ui-benefit, E_VERIFY_NO_TASK case=' || :'waiting_number', 'an open case whose task is gone');
SELECT ok(test.found_after(format('UPDATE yc.decision SET decided_by = (SELECT accepted_by FROM yc.case_file WHERE id = %1$s) WHERE case_id = %1$s AND stage = ''review''', :finished))
          LIKE '%E_VERIFY_SEPARATION case=' || :'finished_number' || '%', 'a decision by who accepted it');

-- --- slips, receipts, what was taken back
SELECT is(test.found_after(change), 'E_VERIFY_RECEIVED case=' || who, name) FROM (VALUES
    (format('DELETE FROM yc.received WHERE case_id = %s', :received), :'received', 'a received case without its slip'),
    (format('UPDATE yc.case_file SET state = ''draft'' WHERE id = %s', :received), :'received', 'a slip whose case is a draft again'),
    (format('UPDATE yc.case_file SET holder = NULL, token = NULL WHERE id = %s', :received), :'received', 'a received case in nobody''s hands'),
    (format('UPDATE yc.received SET slip = test.slip(9) WHERE case_id = %s', :slip), :'slip_number', 'another slip than was noted'),
    (format('UPDATE yc.received SET staff_id = staff_id + 1 WHERE case_id = %s', :slip), :'slip_number', 'a slip of somebody else'),
    (format('UPDATE yc.received SET sent_at = sent_at + interval ''1 day'' WHERE case_id = %s', :slip), :'slip_number', 'sent at another time'),
    ('INSERT INTO yc.case_key VALUES (210600, gen_random_uuid(), 4711)', '4711', 'a key of no case'),
    (format('INSERT INTO yc.received SELECT region, %s, test.slip(9), false, received_at, sent_at, staff_id, hall, window_number, answer_by, NULL FROM yc.received WHERE case_id = %s', :finished, :slip),
     :'finished_number', 'a slip that nobody gave')) v(change, who, name);
SELECT is(test.found_after(change), 'E_VERIFY_RECEIPT case=' || who, name) FROM (VALUES
    (format('DELETE FROM yc.receipt_issue WHERE case_id = %s', :finished), :'finished_number', 'an accepted case without a receipt'),
    (format('UPDATE yc.receipt_issue SET voided_at = issued_at, voided_by = issued_by, void_reason = ''x'' WHERE case_id = %s', :finished), :'finished_number', 'with a void one alone'),
    (format('UPDATE yc.receipt_issue SET voided_at = NULL, voided_by = NULL, void_reason = NULL WHERE case_id = %s', :waiting), :'waiting_number', 'with two valid ones'),
    (format('DELETE FROM yc.receipt_issue WHERE case_id = %s AND issue = 1', :waiting), :'waiting_number', 'with a gap before the valid one'),
    (format('UPDATE yc.receipt_issue SET number = ''1'' WHERE case_id = %s', :finished), :'finished_number', 'with another number'),
    (format('UPDATE yc.receipt_issue SET voided_at = NULL, voided_by = NULL, void_reason = NULL WHERE case_id = %s', :unaccepted), :'unaccepted', 'a draft with a valid receipt'),
    (format('UPDATE yc.receipt_issue SET number = ''%s'' WHERE case_id = %s', :'finished_number', :unaccepted), :'unaccepted', 'a reserved number that another case has'),
    ('INSERT INTO yc.receipt_issue (region, case_id, issue, number, window_number, issued_at, issued_by) SELECT region, 4711, 1, ''1'', 1, issued_at, issued_by FROM yc.receipt_issue LIMIT 1', '4711', 'a receipt of no case')) v(change, who, name);
SELECT is(test.found_after(format('UPDATE yc.decision SET undone_at = decided_at, undone_by = decided_by WHERE case_id = %s AND stage = ''review''', :finished)),
          'E_VERIFY_COUNTER queue=review ui-benefit, E_VERIFY_FLOW queue=review ui-benefit, E_VERIFY_STAT_CASE case=' || :'finished_number' || ', E_VERIFY_UNDO case=' || :'finished_number', 'a decision marked undone that nobody took back');
SELECT is(test.found_after(format('UPDATE yc.decision SET undone_at = NULL, undone_by = NULL WHERE case_id = %s', :undecided)),
          'E_VERIFY_COUNTER queue=review ui-benefit, E_VERIFY_FLOW queue=review ui-benefit, E_VERIFY_STAT_CASE case=' || :'undecided_number' || ', E_VERIFY_UNDO case=' || :'undecided_number', 'one that was taken back and stands again');
SELECT is(test.found_after(change), 'E_VERIFY_UNDO case=' || who, name) FROM (VALUES
    (format('UPDATE yc.decision SET undone_by = (SELECT id FROM yc.staff WHERE login = ''lina'') WHERE case_id = %s', :undecided), :'undecided_number', 'taken back by somebody else'),
    (format('UPDATE yc.undo SET reason = ''别的'' WHERE case_id = %s', :undecided), :'undecided_number', 'for other words'),
    (format('DELETE FROM yc.undo WHERE case_id = %s', :unaccepted), :'unaccepted', 'for none'),
    (format('UPDATE yc.undo SET undone_seq = 1 WHERE case_id = %s', :unaccepted), :'unaccepted', 'of another act')) v(change, who, name);
SELECT is(test.found_after(format('DELETE FROM yc.case_salt WHERE case_id = %s', :undecided)), 'nothing', 'but words whose salt was erased are believed');
SELECT is_empty('SELECT * FROM yc.verify()', 'every change was undone');
SELECT * FROM finish();
