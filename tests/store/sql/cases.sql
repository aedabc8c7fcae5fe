-- The life of a case, command by command, as the desk's functions tell it.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.counters(_name text) RETURNS text LANGUAGE sql AS $$ SELECT is_empty('SELECT * FROM yc.verify_counters()', _name || ': the counters agree') $$;
CREATE FUNCTION pg_temp.queue(_stage text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as('zhaomin', format('SELECT concat_ws(%L, ready, claimed, decided) FROM desk.queue_table(210600) WHERE stage = %L', '/', _stage))
$$;

-- --- the good life: draft, accepted, review, recheck, finished
SELECT test.id_no(1) AS id_no, gen_random_uuid() AS command \gset
SELECT test.draft('wangfang', :'id_no') AS case \gset
SELECT is((test.case_of(:case)).state, 'draft', 'a case begins as a draft');
SELECT is((test.case_of(:case)).number, NULL, 'without a number');
SELECT is(test.as('wangfang', format('SELECT count(*) FROM desk.receipt(210600, %s)', :case)), '0', 'and without a receipt');
SELECT results_eq(format('SELECT field, source FROM yc.case_field WHERE case_id = %s ORDER BY field COLLATE "C"', :case),
    $$VALUES ('agent_id_type', 'fixed'), ('agent_mode', 'fixed'), ('birth', 'computed'), ('id_no', 'person'), ('id_type', 'person'), ('name', 'person'), ('sex', 'computed'), ('use_card_acct', 'fixed')$$,
    'what the person, the definition and other fields say is filled in');
SELECT is((SELECT array_agg(key ORDER BY place, key COLLATE "C") FROM (SELECT place, key FROM yc.case_faults(210600, :case)) f),
    '{last_unit,leave_reason,mobile,ui_place,unemp_date,unwilling,id,term,ureg}'::text[], 'what it lacks is told, fields before materials');
SELECT test.refused('wangfang', test.accept(:case), 'E_CASE_INCOMPLETE', 'and nothing incomplete is accepted');
SELECT test.fill('wangfang', :case) \g /dev/null
SELECT is((SELECT (value, source)::text FROM yc.case_field WHERE case_id = :case AND field = 'unwilling'), '(1,computed)', 'a field follows from another');
SELECT test.as('wangfang', test.save(:case, 'leave_reason', '01', 2)) \g /dev/null
SELECT is((SELECT value FROM yc.case_field WHERE case_id = :case AND field = 'unwilling'), '', 'and goes when that says nothing any more');
SELECT test.as('wangfang', test.save(:case, 'leave_reason', '02', 1)) \g /dev/null
SELECT is((SELECT value FROM yc.case_field WHERE case_id = :case AND field = 'leave_reason'), '01', 'an older save never overwrites a newer one');
SELECT test.as('wangfang', test.save(:case, 'leave_reason', '02', 3)) \g /dev/null
SELECT test.refused('wangfang', test.save(:case, 'name', '李四'), 'E_FIELD_PERSON', 'what the credential says nobody types');
SELECT test.refused('wangfang', test.save(:case, 'shoe_size', '42'), 'E_FIELD_UNKNOWN', 'nor what is no field');
-- hidden fields: their values stay until the acceptance, and go with it
SELECT test.as('wangfang', test.save(:case, key, value, 4)) FROM (VALUES ('use_card_acct', '0'), ('bank_acct_name', '郭晓兰'), ('bank_acct', '6217009999000000016'), ('use_card_acct', '1')) f(key, value) \g /dev/null
SELECT is((SELECT count(*) FROM yc.case_field WHERE case_id = :case AND field IN ('bank_acct', 'bank_acct_name')), 2::bigint, 'values of fields that are hidden now are kept, should they be shown again');
SELECT is(test.as('wangfang', 'SELECT code FROM desk.why_not(''accept'', 210600, ' || :case || ')'), NULL, 'nothing stands against accepting it');
SELECT test.accept(:case, :'command') AS accept \gset
SELECT is(test.as('wangfang', :'accept'), '21060020260302001000015', 'it is accepted under the first number of the day');
SELECT is(test.as('wangfang', :'accept'), '21060020260302001000015', 'sent twice it happens once');
SELECT is((SELECT count(*) FROM yc.journal WHERE case_id = :case AND action = 'accept'), 1::bigint, 'the journal says so too');
SELECT is((SELECT count(*) FROM yc.case_field WHERE case_id = :case AND field IN ('bank_acct', 'bank_acct_name', 'agent_id_type')), 0::bigint, 'hidden values are gone');
SELECT is(test.as('wangfang', format('SELECT (number, name, id_no, promised_due, statutory_due, clerk)::text FROM desk.receipt(210600, %s)', :case)),
          format('(21060020260302001000015,郭晓兰,%s,2026-03-05,2026-03-16,王芳)', yc.mask('id_any', :'id_no')), 'the receipt: number, name, both due dates');
SELECT is((SELECT (mobile, mobile_on)::text FROM yc.person WHERE id_no = :'id_no'), '(13800006612,2026-03-02)', 'the person''s telephone is the confirmed one');
SELECT is((test.case_of(:case)).stage, 'review', 'it waits for its review');
SELECT is(pg_temp.queue('review'), '1/0/0', 'in the review''s queue'); SELECT pg_temp.counters('accepted');
SELECT test.refused('wangfang', test.save(:case, 'mobile', '13911112222', 9), 'E_CASE_STATE', 'an accepted case is filled in no more');
SELECT is((SELECT r.code FROM test.refusal('wangfang', test.accept(:case)) r), test.as('wangfang', 'SELECT code FROM desk.why_not(''accept'', 210600, ' || :case || ')'), 'nor accepted again, and why says the same');

SELECT gen_random_uuid() AS key, gen_random_uuid() AS token, (test.task_of(:case)).id AS task \gset
SELECT format('SELECT task_id FROM desk.task_claim(%L, 210600, %L, NULL)', :'key', :'token') AS claim \gset
SELECT is(test.as('zhouqian', :'claim'), :'task', 'the reviewer''s queue gives it out');
SELECT is(test.as('zhouqian', :'claim'), :'task', 'sent twice it is the same task');
SELECT is((SELECT count(*) FROM yc.journal WHERE case_id = :case AND action = 'claim'), 1::bigint, 'claimed once');
SELECT is(pg_temp.queue('review'), '0/1/0', 'it counts as claimed'); SELECT pg_temp.counters('claimed');
SELECT is(test.as('liuyang', test.claim()), NULL, 'nobody else gets it');
SELECT is((SELECT (r.code, r.detail)::text FROM test.refusal('liuyang', test.claim(:task)) r), '(E_TASK_CLAIMED,who=周倩)', 'and is told who has it');
SELECT is(test.as('liuyang', 'SELECT code FROM desk.why_not(''claim'', 210600, ' || :case || ')'), 'E_TASK_CLAIMED', 'why says the same');
SELECT is(test.as('liuyang', 'SELECT code FROM desk.why_not(''decide'', 210600, ' || :case || ')'), (test.refusal('liuyang', test.decide(:case, 'agree'))).code, 'of deciding too');
SELECT is(test.as('zhouqian', 'SELECT code FROM desk.why_not(''decide'', 210600, ' || :case || ')'), NULL, 'nothing stands against who has it');
SELECT format('SELECT task_id FROM desk.task_release(%L, 210600, %s)', gen_random_uuid(), :task) AS release \gset
SELECT test.as('zhouqian', :'release'), test.as('zhouqian', :'release') \g /dev/null
SELECT is(pg_temp.queue('review'), '1/0/0', 'released it waits again, once'); SELECT pg_temp.counters('released');
SELECT is(test.as('zhouqian', 'SELECT code FROM desk.why_not(''decide'', 210600, ' || :case || ')'), 'E_TASK_NOT_CLAIMED', 'and nobody decides what they do not hold');
SELECT test.as('zhouqian', test.claim(:task)) \g /dev/null
SELECT test.decide(:case, 'agree', NULL, NULL, gen_random_uuid()) AS decide \gset
SELECT is(test.as('zhouqian', :'decide'), 'accepted', 'reviewed');
SELECT is(test.as('zhouqian', :'decide'), 'accepted', 'sent twice it is decided once');
SELECT is(pg_temp.queue('review') || ' ' || pg_temp.queue('recheck'), '0/0/1 1/0/0', 'it waits for its recheck'); SELECT pg_temp.counters('reviewed');
SELECT test.refused('zhouqian', format('SELECT desk.task_decide(gen_random_uuid(), 210600, %s, %L, %s, ''agree'', NULL, NULL)', :task, :'token', (test.case_of(:case)).version), 'E_CASE_STATE', 'a decided task is decided no more');
SELECT is(test.decided('lina', :case, 'agree'), 'finished', 'rechecked, finished');
SELECT is((SELECT (stage, live_task, finished_at)::text FROM yc.case_file WHERE id = :case), '(,,"2026-03-02 10:42:00+08")', 'nothing is open any more');
SELECT is((SELECT array_agg(action ORDER BY seq) FROM yc.journal WHERE case_id = :case), '{open,accept,claim,release,claim,agree,claim,agree}', 'the journal tells its life');
SELECT is(test.as('chenjing', format('SELECT string_agg(actor, %L ORDER BY seq) FROM desk.case_timeline(210600, %s)', ' ', :case)), '王芳 王芳 周倩 周倩 周倩 周倩 李娜 李娜', 'and who did it');
SELECT is((SELECT r.code FROM test.refusal('lina', test.claim(:task)) r), 'E_CASE_STATE', 'a finished case cannot be claimed');
SELECT is(test.as('lina', 'SELECT code FROM desk.why_not(''claim'', 210600, ' || :case || ')'), 'E_CASE_STATE', 'and why says so');
SELECT pg_temp.counters('finished');
SELECT is((SELECT count(*) FROM yc.journal j, yc.person p WHERE p.id_no = :'id_no' AND (convert_from(j.body, 'UTF8') ~ p.id_no OR convert_from(j.body, 'UTF8') ~ p.name OR convert_from(j.body, 'UTF8') ~ '13800006612')), 0::bigint,
          'no personal value stands in the journal');

-- --- the next case of the person: filled in from the earlier one, dated
SELECT test.clock_set('2026-03-20 09:00+08') \g /dev/null
SELECT test.draft('hejun', :'id_no') AS second \gset
SELECT results_eq(format('SELECT field, value, source, source_on FROM yc.case_field WHERE case_id = %s AND field IN (''mobile'', ''ui_place'', ''last_unit'') ORDER BY field COLLATE "C"', :second),
    $$VALUES ('last_unit', '葫芦岛某机械厂', 'earlier', date '2026-03-02'), ('mobile', '13800006612', 'person', '2026-03-02'), ('ui_place', '210600', 'earlier', '2026-03-02')$$, 'values come from the person and the earlier case, with their day');
SELECT is((SELECT count(*) FROM yc.case_field WHERE case_id = :second AND field IN ('leave_reason', 'unemp_date')), 0::bigint, 'what decides the right is asked anew');
SELECT is((SELECT count(*) FROM yc.case_field WHERE case_id = :second AND source = 'earlier' AND field IN ('bank_acct', 'agent_id')), 0::bigint, 'what was hidden does not come back');
SELECT is(test.as('wangfang', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :second)) <> '', true, 'a colleague takes the draft over');
SELECT test.refused('hejun', test.save(:second, 'mobile', '13911112222', 5), 'E_CASE_HELD', 'and the first can save no more');
SELECT test.clock_set('2026-03-02 10:42+08') \g /dev/null

-- --- returned over a weekend and a holiday; the clock stands while it is away, by exactly what explain shows
-- Thursday; Saturday to Monday 4-6 April is a holiday
SELECT test.clock_set('2026-04-02 10:00+08') \g /dev/null
SELECT test.accepted('wangfang', test.id_no(2)) AS returned \gset
SELECT is((SELECT (promised_due, statutory_due)::text FROM yc.case_file WHERE id = :returned), '(2026-04-08,2026-04-17)', 'three and ten working days from the second of April');
CREATE TEMPORARY TABLE before AS SELECT promised_due, statutory_due, number FROM yc.case_file WHERE id = :returned;
SELECT test.as('zhouqian', test.claim((test.task_of(:returned)).id)) \g /dev/null
SELECT test.refused('zhouqian', test.decide(:returned, decision, reason, note), code, format('%s, %s, %s', decision, reason, note)) FROM (VALUES
    ('return', NULL, '缺证明', 'E_REASON_UNKNOWN'), ('return', '77', '缺证明', 'E_REASON_UNKNOWN'), ('return', 'site_check', '缺证明', 'E_REASON_UNKNOWN'), ('return', '01', NULL, 'E_NOTE_MISSING'), ('return', '01', '  ', 'E_NOTE_MISSING'),
    ('deny', 'site_check', 'x', 'E_REASON_UNKNOWN'), ('deny', '01', '', 'E_NOTE_MISSING'), ('suspend', '01', 'x', 'E_REASON_UNKNOWN'), ('suspend', 'site_check', NULL, 'E_PAPER_MISSING'), ('approve', NULL, NULL, 'E_DECISION_UNKNOWN'),
    ('', NULL, NULL, 'E_DECISION_UNKNOWN')) d(decision, reason, note, code);
SELECT is(test.as('zhouqian', test.decide(:returned, 'return', '01', '缺解除证明')), 'returned', 'returned with a reason and words');
SELECT is((SELECT (state, stage, waiting, waiting_since, live_task)::text FROM yc.case_file WHERE id = :returned), '(returned,,returned,2026-04-02,)', 'no task, but a dated reason why not');
SELECT pg_temp.counters('returned');
SELECT is(test.as('wangfang', format('SELECT reason || note FROM desk.case_timeline(210600, %s) WHERE action = ''return''', :returned)), '01缺解除证明', 'the clerk reads why');
SELECT is((SELECT r.code FROM test.refusal('liuyang', test.claim((SELECT max(task_id) FROM yc.decision WHERE case_id = :returned))) r), 'E_CASE_STATE', 'nobody claims it now');
SELECT is(test.as('liuyang', 'SELECT array_to_string(parameters[1:2], ''='') FROM desk.why_not(''claim'', 210600, ' || :returned || ')'), 'state=returned', 'since it was returned');
SELECT test.refused('wangfang', test.accept(:returned), 'E_CASE_HELD', 'nobody holds it, so nobody hands it in');
-- Tuesday after the holiday
SELECT test.clock_set('2026-04-07 15:00+08') \g /dev/null
SELECT test.as('hejun', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :returned)) \g /dev/null
SELECT test.as('hejun', test.save(:returned, key, value, 9)) FROM (VALUES ('use_card_acct', '0'), ('bank_acct', '6217009999000000016'), ('use_card_acct', '1')) f(key, value) \g /dev/null
SELECT test.accept(:returned) AS resubmit \gset
SELECT is(test.as('hejun', :'resubmit'), (SELECT number FROM before), 'handed in again it keeps its number');
SELECT is(test.as('hejun', :'resubmit'), (SELECT number FROM before), 'sent twice it happens once');
SELECT is((SELECT accepted_at FROM yc.case_file WHERE id = :returned), '2026-04-02 10:00+08', 'and its day of acceptance');
SELECT is((SELECT count(*) FROM yc.case_field WHERE case_id = :returned AND field = 'bank_acct'), 0::bigint, 'hidden values go this time too');
SELECT is((SELECT (promised_due, statutory_due)::text FROM yc.case_file WHERE id = :returned), '(2026-04-10,2026-04-21)', 'both clocks stood from the third to the seventh: two working days');
CREATE TEMPORARY TABLE explained AS
SELECT * FROM (SELECT test.as('hejun', format('SELECT json_agg(e ORDER BY clock, step) FROM desk.explain(210600, %s) e', :returned))::json AS j) x, json_to_recordset(j) AS e(clock text, due date, limit_days int, step int, kind text, first_day date, last_day date, days int);
SELECT is((SELECT string_agg(format('%s %s-%s', kind, to_char(first_day, 'MMDD'), to_char(last_day, 'MMDD')), ', ' ORDER BY step) FROM explained WHERE clock = 'promised'),
          'accepted 0402-0402, pause 0403-0407, counted 0408-0410', 'explain shows every step: the day of acceptance, the pause, the days counted');
SELECT is((SELECT sum(days) FROM explained WHERE clock = 'statutory' AND kind = 'counted'), 10::bigint, 'as many days counted as the limit has');
SELECT is(e.last_day, CASE e.clock WHEN 'promised' THEN c.promised_due ELSE c.statutory_due END, e.clock || ': its last step is the due date')
FROM yc.case_file c, (SELECT DISTINCT ON (clock) clock, last_day FROM explained ORDER BY clock, step DESC) e WHERE c.id = :returned ORDER BY e.clock;
SELECT is((SELECT count(DISTINCT d) FROM explained, generate_series(first_day, last_day, '1 day') d WHERE clock = 'promised' AND kind = 'pause' AND yc.is_working_day(d::date)),
          (SELECT count(*) FROM generate_series((SELECT promised_due + 1 FROM before), (SELECT promised_due FROM yc.case_file WHERE id = :returned), '1 day') d WHERE yc.is_working_day(d::date)),
          'the due date moved by exactly the working days of the pause');
SELECT is((test.task_of(:returned)).due, date '2026-04-10', 'the task stands in its queue by the new date');
SELECT pg_temp.counters('handed in again');
SELECT is(test.decided('zhouqian', :returned, 'agree'), 'accepted', 'who returned it reviews it');
SELECT is(test.decided('lina', :returned, 'return', '02', '看不清'), 'returned', 'the recheck returns it too');
SELECT test.as('wangfang', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :returned)), test.as('wangfang', test.accept(:returned)) \g /dev/null
SELECT is((SELECT (stage, promised_due, statutory_due)::text FROM yc.case_file WHERE id = :returned), '(review,2026-04-10,2026-04-21)', 'it begins again at the review; away for less than a day no day is lost');
SELECT is(test.as('zhouqian', test.claim((test.task_of(:returned)).id)), (test.task_of(:returned)).id::text, 'the same reviewer may review it again');
SELECT is((SELECT r.code FROM test.refusal('hejun', test.claim((test.task_of(:returned)).id)) r), 'E_RIGHT_MISSING', 'a clerk may not');

-- --- suspended and resumed
SELECT test.clock_stops('ui-benefit', 'site_check') \g /dev/null
-- Tuesday; 1-5 May is a holiday, Saturday 9 May is worked
SELECT test.clock_set('2026-04-28 09:00+08') \g /dev/null
SELECT test.accepted('wangfang', test.id_no(3)) AS suspended \gset
SELECT (test.case_of(:suspended)).promised_due AS due_before \gset
SELECT is(test.decided('zhouqian', :suspended, 'suspend', 'site_check', '实地核查通知 2026-7'), 'accepted', 'suspended on a paper');
SELECT is((SELECT (kind, first_day, last_day, paper)::text FROM yc.suspension WHERE case_id = :suspended), '(site_check,2026-04-29,,"实地核查通知 2026-7")', 'a dated row says since when, why and on what');
SELECT is((SELECT (waiting, waiting_since, live_task)::text FROM yc.case_file WHERE id = :suspended), '(suspended,2026-04-28,)', 'no task waits'); SELECT pg_temp.counters('suspended');
SELECT is(test.as('zhouqian', 'SELECT array_to_string(parameters[1:2], ''='') FROM desk.why_not(''claim'', 210600, ' || :suspended || ')'), 'state=suspended', 'why says it is suspended');
SELECT format('SELECT desk.case_resume(%L, 210600, %s, %s, ''核查完毕'')', gen_random_uuid(), :suspended, (test.case_of(:suspended)).version) AS resume \gset
SELECT test.refused(who, :'resume', 'E_RIGHT_MISSING', who || ' resumes it') FROM unnest(ARRAY['wangfang', 'lina', 'chenjing']) who;
SELECT test.clock_set('2026-05-07 09:00+08') \g /dev/null
SELECT test.as('zhaomin', :'resume'), test.as('zhaomin', :'resume') \g /dev/null
SELECT is((SELECT (stage, waiting, promised_due)::text FROM yc.case_file WHERE id = :suspended), '(review,,2026-05-11)', format('a supervisor resumes it: from %s the promised date moved to the eleventh of May', :'due_before'));
SELECT is((SELECT count(*) FROM yc.journal WHERE case_id = :suspended AND action = 'resume'), 1::bigint, 'once');
SELECT test.refused('zhaomin', format('SELECT desk.case_resume(gen_random_uuid(), 210600, %s, %s, ''核查完毕'')', :suspended, (test.case_of(:suspended)).version), 'E_CASE_STATE', 'what is not suspended is not resumed');
SELECT pg_temp.counters('resumed');
SELECT is(test.decided('zhouqian', :suspended, 'deny', '01', '缴费不满一年'), 'denied', 'denied with a reason');
SELECT is((SELECT (stage, live_task)::text FROM yc.case_file WHERE id = :suspended), '(,)', 'nothing is open'); SELECT pg_temp.counters('denied');
SELECT is((SELECT (decision, reason, note)::text FROM yc.decision WHERE case_id = :suspended AND decision = 'deny'), '(deny,01,缴费不满一年)', 'reason and words are kept');

-- --- idempotency of the other commands
SELECT test.visit('wangfang', test.id_no(4)) AS visit \gset
CREATE FUNCTION pg_temp.twice(_who text, _sql text) RETURNS boolean LANGUAGE sql AS $$ SELECT test.as(_who, s) = test.as(_who, s) FROM (SELECT replace(_sql, '#', quote_literal(gen_random_uuid()))) x(s) $$;
SELECT ok(pg_temp.twice('wangfang', format('SELECT visit_id FROM desk.visit_begin(#, 210600, 1::smallint, 1::smallint, ''01'', %L, ''郭晓兰'')', test.id_no(5))), 'a visit begun twice is one');
SELECT ok(pg_temp.twice('wangfang', format('SELECT case_id FROM desk.case_open(#, 210600, %s, ''ui-benefit'')', :visit)), 'a case opened twice is one');
SELECT is((SELECT count(*) FROM yc.case_file WHERE visit_id = :visit), 1::bigint, 'indeed');
SELECT id AS twice FROM yc.case_file WHERE visit_id = :visit \gset
SELECT ok(pg_temp.twice('wangfang', format('SELECT material_id FROM desk.material_add(#, 210600, %s, %L, ''id'', ''a.pdf'', ''x'', NULL)', :twice, (test.case_of(:twice)).token)), 'a material added twice is one');
SELECT ok(pg_temp.twice('wangfang', format('SELECT material_id FROM desk.material_remove(#, 210600, %s, %L, %s)', :twice, (test.case_of(:twice)).token, (SELECT id FROM yc.material WHERE case_id = :twice))), 'removed twice is removed');
SELECT ok(pg_temp.twice('hejun', format('SELECT token FROM desk.case_take(#, 210600, %s)', :twice)), 'taken twice it has one token');
SELECT ok(pg_temp.twice('wangfang', format('SELECT visit_id FROM desk.visit_set(#, 210600, %s, ''park'', NULL, ''吃饭'')', :visit)), 'parked twice');
SELECT ok(pg_temp.twice('hejun', format('SELECT visit_id FROM desk.visit_set(#, 210600, %s, ''resume'', 2::smallint, NULL)', :visit)), 'a colleague resumes it twice');
SELECT ok(pg_temp.twice('hejun', format('SELECT visit_id FROM desk.visit_set(#, 210600, %s, ''end'', NULL, ''left'')', :visit)), 'ended twice');
SELECT ok(pg_temp.twice('sunwei', 'SELECT grant_id FROM desk.staff_grant(#, 210600, ''nobody_yet'', ''review'', NULL, NULL, NULL)'), 'a right given twice is one');
SELECT ok(pg_temp.twice('sunwei', format('SELECT grant_id FROM desk.staff_revoke(#, 210600, %s)', (SELECT max(id) FROM yc.staff_grant))), 'taken back twice');

-- --- the constraints hold against the owner too
CREATE FUNCTION pg_temp.owner(_sql text, _code text, _name text) RETURNS text LANGUAGE sql AS $$ SELECT test.refused('yc_owner', 'SET CONSTRAINTS ALL IMMEDIATE; ' || _sql, _code, 'the owner: ' || _name) $$;
SELECT test.accepted('wangfang', test.id_no(6)) AS owned \gset
SELECT pg_temp.owner(format('UPDATE yc.case_file SET live_task = NULL WHERE id = %s', :owned), '23514', 'an open case without a task or a dated reason');
SELECT pg_temp.owner(format('UPDATE yc.case_file SET live_task = NULL, waiting = ''suspended'' WHERE id = %s', :owned), '23514', 'a reason without a date');
SELECT pg_temp.owner(format('DELETE FROM yc.task WHERE case_id = %s', :owned), '23503', 'a live task that is gone');
SELECT pg_temp.owner(format('UPDATE yc.case_file SET live_task = (SELECT min(task_id) FROM yc.decision) WHERE id = %s', :owned), '23503', 'a live task that was decided');
SELECT pg_temp.owner(format('UPDATE yc.task SET queue_id = NULL WHERE case_id = %s', :owned), '23502', 'a task in no queue');
SELECT pg_temp.owner(format('UPDATE yc.task SET queue_id = 4711 WHERE case_id = %s', :owned), '23503', 'a task in a queue that is none');
SELECT pg_temp.owner(format('INSERT INTO yc.task (region, case_id, queue_id, priority, due, excluded, created_at) SELECT region, case_id, queue_id, priority, due, excluded, created_at FROM yc.task WHERE case_id = %s', :owned), '23505', 'two tasks of a case');
SELECT pg_temp.owner(format('UPDATE yc.task SET claimed_by = 1 WHERE case_id = %s', :owned), '23514', 'a claim without a token and a lease');
SELECT pg_temp.owner(format('UPDATE yc.case_file SET number = NULL WHERE id = %s', :owned), '23514', 'an accepted case without a number');
SELECT pg_temp.owner(format('UPDATE yc.case_file SET number = ''21060020260302001000015'' WHERE id = %s', :owned), '23505', 'a number twice');
SELECT pg_temp.owner(format('UPDATE yc.case_file SET stage = NULL WHERE id = %s', :owned), '23514', 'an accepted case at no stage');
SELECT pg_temp.owner(format('UPDATE yc.case_file SET state = ''finished'' WHERE id = %s', :owned), '23514', 'a finished case at a stage');
SELECT pg_temp.owner(format('UPDATE yc.case_file SET state = ''draft'' WHERE id = %s', :owned), '23514', 'an accepted case a draft again');
SELECT pg_temp.owner(format('UPDATE yc.case_file SET definition_id = 4711 WHERE id = %s', :owned), '23503', 'a case under no definition');
SELECT pg_temp.owner(format('INSERT INTO yc.suspension (region, case_id, kind, first_day, paper, created_by, created_at) SELECT 210600, %s, ''site_check'', d, ''x'', 1, yc.now() FROM unnest(ARRAY[yc.today(), yc.today()]) d', :owned), '23505', 'two open suspensions');
SELECT pg_temp.owner('UPDATE yc.decision SET reason = NULL', '23514', 'a refusal without a reason');
SELECT pg_temp.owner('INSERT INTO yc.staff_grant (staff_id, action, region, hall, valid_from, granted_at) VALUES (1, ''review'', 210600, 1, yc.today(), yc.now())', '23514', 'a reviewer of one hall: queues are a region''s');

-- --- personal data: masked, in full with a purpose and a note in the read log, no other way
SELECT is((SELECT string_agg(field || '=' || value, ' ' ORDER BY place) FROM (SELECT test.as('zhouqian', format('SELECT json_agg(f) FROM desk.case_fields(210600, %s) f WHERE masked', :owned))::json j) x, json_to_recordset(j) AS f(place int, field text, value text)),
          format('id_no=%s mobile=138****6612', yc.mask('id_any', test.id_no(6))), 'what the definition marks comes masked');
SELECT ok(test.as('zhouqian', format('SELECT (array_agg(s::text) || (SELECT array_agg(t::text) FROM desk.task_list(210600, NULL, NULL, NULL) t) || (SELECT array_agg(r::text) FROM desk.receipt(210600, %1$s) r)'
          ' || (SELECT array_agg(h::text) FROM desk.case_head(210600, %1$s) h) || (SELECT array_agg(f::text) FROM desk.case_fields(210600, %1$s) f) || (SELECT array_agg(f::text) FROM desk.case_fields_masked(210600, %1$s) f)'
          ' || (SELECT array_agg(f::text) FROM desk.case_find(210600, (SELECT number FROM desk.case_summary(210600, %1$s))) f))::text FROM desk.case_summary(210600, %1$s) s', :owned))
          !~ (test.id_no(6) || '|13800006612'), 'no number and no telephone in full, whatever one looks at');
SELECT count(*) AS looks FROM yc.read_log \gset
SELECT is(test.as('zhouqian', format('SELECT value FROM desk.case_reveal(210600, %s, ''id_no'', ''与户口簿核对'')', :owned)), test.id_no(6), 'a value in full, with a purpose');
SELECT is((SELECT (s.login, l.function, l.case_id, l.what, l.purpose, l.at)::text FROM yc.read_log l JOIN yc.staff s ON s.id = l.staff_id ORDER BY l.id DESC LIMIT 1), format('(zhouqian,case_reveal,%s,id_no,与户口簿核对,"2026-05-07 09:00:00+08")', :owned), 'who, what, what for and when');
SELECT test.refused('zhouqian', format('SELECT desk.case_reveal(210600, %s, ''id_no'', %L)', :owned, purpose), 'E_PURPOSE_MISSING', 'without a purpose: ' || coalesce(quote_literal(purpose), 'NULL')) FROM unnest(ARRAY['', '   ', NULL, E'\u3000', E'\n']) purpose;
SELECT test.refused('zhouqian', format('SELECT desk.case_reveal(210600, %s, ''shoe_size'', ''查'')', :owned), 'E_FIELD_UNKNOWN', 'a field that is none');
SELECT is((SELECT count(*) FROM yc.read_log), :looks + 1::bigint, 'what was refused is no look');
CREATE FUNCTION pg_temp.noted(_name text, _case bigint, _sql text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM test.as('zhouqian', _sql);
    RETURN is((SELECT (l.function, l.case_id)::text FROM yc.read_log l ORDER BY l.id DESC LIMIT 1), format('(%s,%s)', _name, _case), _name || ' shows a name in full, and is noted');
END $$;
SELECT pg_temp.noted(name, :owned, sql) FROM (VALUES
    ('case_head', format('SELECT name FROM desk.case_head(210600, %s)', :owned)), ('case_fields', format('SELECT count(*) FROM desk.case_fields(210600, %s)', :owned)),
    ('receipt', format('SELECT name FROM desk.receipt(210600, %s)', :owned)),
    ('material_read', format('SELECT content FROM desk.material_read(210600, %s, ''核对'')', (SELECT min(id) FROM yc.material WHERE case_id = :owned)))) v(name, sql);
SELECT is(test.as('chenjing', format('SELECT count(*) > 3 FROM desk.read_log_list(210600, %s)', :owned)), 'true', 'an auditor reads who looked');

-- --- materials: a file by its bytes, or a signed letter where the definition allows one
SELECT test.draft('wangfang', test.id_no(7)) AS draft \gset
CREATE FUNCTION pg_temp.material(_case bigint, _kind text, _content bytea, _signed date) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT sha256 FROM desk.material_add(gen_random_uuid(), 210600, %s, %L, %L, %L, %L, %L)', _case, (test.case_of(_case)).token, _kind, CASE WHEN _content IS NOT NULL THEN '证明.pdf' END, _content, _signed)
$$;
SELECT is(test.as('wangfang', pg_temp.material(:draft, 'id', 'abc', NULL)), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 'the hash is computed here');
SELECT test.refused('wangfang', pg_temp.material(:draft, kind, content, signed), code, name) FROM (VALUES
    ('passport', 'x'::bytea, NULL::date, 'E_MATERIAL_UNKNOWN', 'a material that nobody asks for'), ('id', NULL, '2026-05-07', 'E_MATERIAL_NO_LETTER', 'a commitment in place of an identity card'),
    ('term', NULL, NULL, 'E_LETTER_UNSIGNED', 'a letter without its day'), ('term', NULL, '2026-05-08', 'E_LETTER_UNSIGNED', 'a letter signed tomorrow'), ('id', '', NULL, 'E_MATERIAL_SIZE', 'an empty file'),
    ('id', convert_to(repeat('x', 10485761), 'UTF8'), NULL, 'E_MATERIAL_SIZE', 'a file of 10 MB and a byte')) v(kind, content, signed, code, name);
SELECT test.as('wangfang', pg_temp.material(:draft, 'term', NULL, '2026-05-07')) \g /dev/null
SELECT is((SELECT (way, signed_on, d.code)::text FROM yc.material m JOIN yc.definition d ON d.id = m.letter_id WHERE case_id = :draft AND m.kind = 'term'), '(commitment,2026-05-07,term-lost)', 'the letter of the pinned version stands in the proof''s place');
SELECT test.as('wangfang', pg_temp.material(:draft, 'id', 'newer', NULL)) \g /dev/null
SELECT is((SELECT count(*) FILTER (WHERE removed_at IS NULL) || ' of ' || count(*) FROM yc.material WHERE case_id = :draft AND kind = 'id'), '1 of 2', 'a second file replaces the first, which stays in the history');

-- --- leases: ended by the clock, with tending and without
SELECT test.accepted('wangfang', test.id_no(8)) AS leased \gset
SELECT test.as('zhouqian', test.claim((test.task_of(:leased)).id, '00000000-0000-0000-0000-00000000000a')) \g /dev/null
SELECT test.clock_add('50 s') \g /dev/null
SELECT is(test.as('zhouqian', 'SELECT tasks FROM desk.task_renew(210600, ''00000000-0000-0000-0000-00000000000a'')'), '1', 'a sign of life keeps the claim');
SELECT test.clock_add('50 s') \g /dev/null
SELECT test.refused('liuyang', test.claim((test.task_of(:leased)).id), 'E_TASK_CLAIMED', 'within the lease nobody gets it');
SELECT test.clock_add('11 s') \g /dev/null
SELECT is(test.as('liuyang', test.claim((test.task_of(:leased)).id, '00000000-0000-0000-0000-00000000000b')), (test.task_of(:leased)).id::text, 'after it, without any tending, a colleague does');
SELECT is((SELECT s.login FROM yc.staff s WHERE s.id = (test.task_of(:leased)).claimed_by), 'liuyang', 'and it is theirs');
SELECT is((SELECT array_agg(action ORDER BY seq) FROM yc.journal WHERE case_id = :leased), '{open,accept,claim,expire,claim}', 'the journal tells of the lease that ran out');
SELECT is(test.as('zhouqian', 'SELECT tasks FROM desk.task_renew(210600, ''00000000-0000-0000-0000-00000000000a'')'), '0', 'the first is told that the claim is lost');
SELECT test.refused('zhouqian', format('SELECT desk.task_decide(gen_random_uuid(), 210600, %s, ''00000000-0000-0000-0000-00000000000a'', %s, ''agree'', NULL, NULL)', (test.task_of(:leased)).id, (test.case_of(:leased)).version), 'E_TASK_CLAIMED', 'and decides nothing');
SELECT pg_temp.counters('a lease ran out');
SELECT test.clock_add('61 s') \g /dev/null
SELECT count(*) AS over FROM yc.task WHERE lease_until < yc.now() \gset
SELECT is((SELECT expired FROM yc.tend()), :over, 'tending returns it too, and all others');
SELECT is((test.task_of(:leased)).claimed_by, NULL, 'to its queue'); SELECT pg_temp.counters('tended');
SELECT test.as('liuyang', test.claim((test.task_of(:leased)).id)) \g /dev/null
SELECT test.clock_add('61 s') \g /dev/null
SELECT ok(ARRAY[test.as('zhouqian', test.claim()), test.as('zhouqian', test.claim()), test.as('zhouqian', test.claim())] @> ARRAY[(test.task_of(:leased)).id::text], 'the next claim of the queue returns it as well');

-- --- floors: a hint that never hides a task
SELECT test.clock_set('2026-05-08 09:00+08') \g /dev/null
SELECT test.accepted('hejun', test.id_no(10 + n)) FROM generate_series(1, 3) n \g /dev/null
SELECT count(*) FROM yc.tend() \g /dev/null
SELECT is((SELECT count(*) FROM yc.queue_floor), (SELECT count(*) FROM yc.queue), 'each queue has its floor after tending');
UPDATE yc.queue_floor SET priority = 9, due = 'infinity', task_id = 9223372036854775807;
SELECT ok((yc.turn_now(0, 210600, NULL)).fresh, 'a floor that is wrong, and believed');
SELECT test.accepted('hejun', test.id_no(14)) AS urgent \gset
SELECT is((SELECT task_id FROM yc.queue_floor f JOIN yc.queue q ON q.id = f.queue_id WHERE stage = 'review'), (test.task_of(:urgent)).id, 'a new task below it lowers it at once');
UPDATE yc.queue_floor SET priority = 9;
SELECT test.clock_add('6 s') \g /dev/null
SELECT isnt(test.as('zhouqian', test.claim()), NULL, 'without tending no floor is believed: the claim looks from the bottom');
SELECT count(*) FROM yc.tend() \g /dev/null
SELECT isnt(test.as('zhouqian', test.claim()), NULL, 'and tending sets it right');

-- --- numbers: one series a hall and day, gaps allowed, never twice
SELECT test.clock_set('2026-05-11 09:00+08') \g /dev/null
SELECT test.accepted('wangfang', test.id_no(20)) AS first \gset
SELECT is((test.case_of(:first)).number, yc.case_number(210600, '2026-05-11', 1, 1), 'a new day begins with 1, though nobody tended');
SELECT test.draft('wangfang', test.id_no(21)) AS gap \gset
SELECT test.fill('wangfang', :gap), test.refusal('wangfang', test.accept(:gap)) \g /dev/null
SELECT test.as('wangfang', test.accept(:gap)) \g /dev/null
SELECT is((test.case_of(:gap)).number, yc.case_number(210600, '2026-05-11', 1, 3), 'an acceptance that was undone leaves a gap');
SELECT is((SELECT count(*) FROM yc.case_file WHERE yc.check_case_number(number) IS NOT NULL), 0::bigint, 'every number has its check digit');
SELECT count(*) FROM yc.tend() \g /dev/null
SELECT is((SELECT array_agg(day ORDER BY day) FILTER (WHERE day >= '2026-05-11') FROM yc.hall_day), '{2026-05-11,2026-05-12}'::date[], 'tending makes tomorrow''s series');
SELECT is((SELECT count(*) FROM pg_class WHERE relname LIKE 'serial_210600_1_202603%'), 0::bigint, 'and clears away those of months ago');

SELECT is_empty('SELECT * FROM yc.verify()', 'after all of it nothing is broken');
SELECT * FROM finish();
