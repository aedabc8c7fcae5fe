-- The slip of the hand: what can be taken back, how far it goes back, and who stands in its way. Receipts of acceptance.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.whole(_name text) RETURNS text LANGUAGE sql AS $$ SELECT is_empty('SELECT * FROM yc.verify()', _name || ': nothing is broken') $$;
CREATE FUNCTION pg_temp.queue(_stage text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as('zhaomin', format('SELECT concat_ws(%L, ready, claimed, decided) FROM desk.queue_table(210600) WHERE stage = %L', '/', _stage))
$$;
CREATE FUNCTION pg_temp.why(_who text, _case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT concat_ws('' '', code, nullif(array_to_string(parameters, ''=''), '''')) FROM desk.why_not(''undo'', 210600, %s)', _case))
$$;
CREATE FUNCTION pg_temp.actions(_case bigint) RETURNS text LANGUAGE sql AS $$ SELECT string_agg(action, ' ' ORDER BY seq) FROM yc.journal WHERE case_id = _case $$;
CREATE FUNCTION pg_temp.take(_who text, _case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', _case))
$$;
CREATE FUNCTION pg_temp.release(_who text, _case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT task_id FROM desk.task_release(gen_random_uuid(), 210600, %s)', (test.task_of(_case)).id))
$$;
CREATE FUNCTION pg_temp.receipt(_case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT test.as('wangfang', format('SELECT concat_ws(''/'', number, issue, voided) FROM desk.receipt(210600, %s)', _case))
$$;

-- --- an acceptance
SELECT test.accepted('wangfang', test.id_no(1)) AS case, gen_random_uuid() AS command \gset
SELECT number AS number, token IS NULL AS free FROM yc.case_file WHERE id = :case \gset
SELECT is(pg_temp.receipt(:case), :'number' || '/1/', 'its receipt is the first');
SELECT is(pg_temp.why('wangfang', :case), NULL, 'nothing stands against taking it back');
SELECT test.undo(:case, '身份证看错了', :'command') AS undo \gset
SELECT replace(:'undo', 'SELECT state', 'SELECT concat_ws('' '', case_id, undone, state, stage, number, task_id)') AS undo_all \gset
SELECT is(test.as('wangfang', :'undo_all'), format('%s accept draft %s', :case, :'number'), 'it is a draft again; the number is told');
SELECT is(test.as('wangfang', :'undo_all'), format('%s accept draft %s', :case, :'number'), 'sent twice it happens once');
SELECT test.refused('wangfang', replace(:'undo', '身份证看错了', '别的'), 'E_COMMAND_REUSED', 'with other words it is another command');
SELECT is((SELECT (c.state, c.stage, c.number, c.accepted_by, c.accepted_at, c.promised_due, c.statutory_due, c.live_task, s.login, c.token IS NOT NULL)::text FROM yc.case_file c JOIN yc.staff s ON s.id = c.holder WHERE c.id = :case),
          '(draft,,,,,,,,wangfang,t)', 'in the hands of who accepted it, nothing of the acceptance left');
SELECT is((SELECT count(*) FROM yc.task WHERE case_id = :case), 0::bigint, 'nothing waits in a queue');
SELECT is(pg_temp.queue('review'), '0/0/0', 'and the counter says so');
SELECT is(pg_temp.receipt(:case), NULL, 'there is no receipt');
SELECT is((SELECT (issue, number, voided_at IS NOT NULL, void_reason)::text FROM yc.receipt_issue WHERE case_id = :case), format('(1,%s,t,身份证看错了)', :'number'), 'the first one is void, and says why');
SELECT is(pg_temp.actions(:case), 'open accept undo', 'the journal keeps both');
SELECT is((SELECT convert_from(body, 'UTF8')::jsonb ->> 'action' || (convert_from(body, 'UTF8')::jsonb ->> 'seq') FROM yc.journal WHERE case_id = :case AND seq = 3), 'accept2', 'what was taken back, and where it stands');
SELECT is((SELECT count(*) FROM yc.journal WHERE case_id = :case AND convert_from(body, 'UTF8') ~ '身份证看错了'), 0::bigint, 'the words stand in it as a digest only');
SELECT is(test.as('wangfang', format('SELECT note FROM desk.case_timeline(210600, %s) WHERE action = ''undo''', :case)), '身份证看错了', 'and are read in the timeline');
SELECT pg_temp.whole('an undone acceptance');
SELECT is((test.refusal('wangfang', test.undo(:case))).code, 'E_UNDO_NOTHING', 'once is once');
SELECT is(pg_temp.why('wangfang', :case), 'E_UNDO_NOTHING', 'why says the same');
SELECT test.accepted('hejun', test.id_no(2)) AS between \gset
SELECT pg_temp.take('wangfang', :case), test.as('wangfang', test.save(:case, 'last_unit', '丹东某机械厂', 9)) \g /dev/null
SELECT test.clock_set('2026-03-04 09:00+08') \g /dev/null
SELECT is(test.as('wangfang', test.accept(:case)), :'number', 'accepted again two days later it has the number that was kept for it');
SELECT is((SELECT (accepted_at, promised_due)::text FROM yc.case_file WHERE id = :case), '("2026-03-04 09:00:00+08",2026-03-09)', 'but its limits begin now');
SELECT is(pg_temp.receipt(:case), :'number' || '/2/身份证看错了', 'the receipt is the second, and says what the first was voided for');
SELECT pg_temp.whole('accepted again');

-- --- the next officer opened it
SELECT test.as('zhouqian', test.claim((test.task_of(:case)).id)) \g /dev/null
SELECT is((SELECT (r.code, r.detail)::text FROM test.refusal('wangfang', test.undo(:case)) r), E'(E_UNDO_OPENED,"who=周倩\nwhen=2026-03-04 09:00\naction=claim")', 'opened it cannot be taken back, and is told who opened it and when');
SELECT is(pg_temp.why('wangfang', :case), 'E_UNDO_OPENED who=周倩=when=2026-03-04 09:00=action=claim', 'why says the same');
SELECT pg_temp.release('zhouqian', :case) \g /dev/null
SELECT test.refused('wangfang', test.undo(:case), 'E_UNDO_OPENED', 'nor when it was put back');
SELECT test.refused(who, test.undo(:case), 'E_UNDO_NOTHING', who || ' takes back what is not theirs') FROM unnest(ARRAY['hejun', 'zhouqian', 'liuyang', 'zhaomin', 'chenjing']) who;
SELECT test.refused(who, test.undo(:case), 'E_CASE_UNKNOWN', who || ' sees no case') FROM unnest(ARRAY['sunwei', 'nobody_yet']) who;
SELECT test.refused('wangfang', format('SELECT state FROM desk.case_undo(gen_random_uuid(), 210600, %s, %s, ''按错了'')', :between, 'NULL'), 'E_UNDO_NOTHING', 'a case of a colleague');
SELECT test.refused('hejun', format('SELECT state FROM desk.case_undo(gen_random_uuid(), 210600, %s, %s, ''按错了'')', :between, version), 'E_CASE_MOVED', 'another version: ' || version) FROM unnest(ARRAY['NULL', '1', '999']) version;
SELECT test.refused('hejun', test.undo(:between, words), 'E_VALUE_REFUSED', 'words that are none') FROM unnest(ARRAY[NULL, '', '  ', E'\u3000', E'a\nb', E'\u202Eabc', repeat('长', 201)]) words;

-- --- a decision at the first stage
SELECT test.clock_set('2026-03-02 10:42+08') \g /dev/null
SELECT test.accepted('wangfang', test.id_no(3)) AS case \gset
SELECT test.decided('zhouqian', :case, 'agree') \g /dev/null
SELECT is(pg_temp.queue('review') || ' ' || pg_temp.queue('recheck'), '2/0/1 1/0/0', 'reviewed, two others wait'); -- of this test's
SELECT is(test.as('zhouqian', replace(test.undo(:case), 'SELECT state', 'SELECT concat_ws('' '', undone, state, stage)')), 'agree accepted review', 'taken back it is at its review again');
SELECT is(pg_temp.queue('review') || ' ' || pg_temp.queue('recheck'), '2/1/0 0/0/0', 'counted as claimed, decided no more, gone from the recheck');
SELECT is((SELECT (s.login, t.lease_until, t.excluded @> ARRAY[s.id])::text FROM yc.task t JOIN yc.staff s ON s.id = t.claimed_by WHERE t.case_id = :case), '(zhouqian,"2026-03-02 10:43:00+08",f)', 'in the hands of who decided, for a lease');
SELECT is((SELECT (decision, undone_at, s.login)::text FROM yc.decision d JOIN yc.staff s ON s.id = d.undone_by WHERE case_id = :case), '(agree,"2026-03-02 10:42:00+08",zhouqian)', 'the decision stays and says that it was taken back');
SELECT pg_temp.whole('an undone review');
SELECT test.refused('wangfang', test.undo(:case), 'E_UNDO_OPENED', 'the clerk''s acceptance stays: the reviewer had opened it');
SELECT is(test.as('zhouqian', test.claim((test.task_of(:case)).id, '00000000-0000-0000-0000-00000000000c')), (test.task_of(:case)).id::text, 'the workstation goes on with it under its own token');
SELECT test.refused('zhouqian', test.undo(:case), 'E_UNDO_NOTHING', 'undone twice there is nothing');
SELECT is(test.as('zhouqian', test.decide(:case, 'agree')), 'accepted', 'and decides again');
SELECT is(test.as('zhouqian', format('SELECT string_agg(action, '' '' ORDER BY seq) FROM desk.case_timeline(210600, %s)', :case)), 'open accept claim agree undo agree', 'each once in the timeline');
SELECT is(test.as('zhouqian', test.undo(:case)), 'accepted', 'taken back once more');
SELECT is(test.as('zhouqian', test.decide(:case, 'return', '01', '缺证明')), 'returned', 'and decided otherwise');
SELECT pg_temp.whole('decided three times');

-- --- a return: no day is lost, the draft of it is nobody's
SELECT (test.case_of(:case)).promised_due AS due \gset
SELECT is(test.as('zhouqian', test.undo(:case)), 'accepted', 'a return is taken back');
SELECT is((SELECT array_agg((first_day, last_day)::text) FROM yc.suspension WHERE case_id = :case), '{"(2026-03-03,2026-03-02)"}', 'its suspension ended before it began');
SELECT is((SELECT (state, stage, waiting, waiting_since, promised_due)::text FROM yc.case_file WHERE id = :case), format('(accepted,review,,,%s)', :'due'), 'no day is lost');
SELECT test.as('zhouqian', test.decide(:case, 'return', '01', '缺证明')) \g /dev/null
SELECT test.clock_set('2026-03-05 09:00+08') \g /dev/null
SELECT is(pg_temp.why('zhouqian', :case), NULL, 'days later nobody has taken it up: it still can be taken back');
SELECT pg_temp.take('hejun', :case) \g /dev/null
SELECT is(pg_temp.why('zhouqian', :case), 'E_UNDO_OPENED who=何军=when=2026-03-05 09:00=action=take', 'taken up to be corrected it cannot');
SELECT is(test.as('wangfang', format('SELECT returned_for FROM desk.person_cases(210600, %s) WHERE case_id = %s', (test.case_of(:case)).person_id, :case)), '缺证明', 'the words of the return that stands');

-- --- a resubmission: returned again, the suspension open as before
SELECT test.as('hejun', test.accept(:case)) \g /dev/null
SELECT is((SELECT (promised_due, statutory_due)::text FROM yc.case_file WHERE id = :case), '(2026-03-10,2026-03-19)', 'handed in after three days: both dates moved by them');
SELECT is(test.as('hejun', replace(test.undo(:case), 'SELECT state', 'SELECT concat_ws('' '', undone, state, stage, number = (SELECT number FROM desk.case_summary(210600, case_id)), task_id)')), 'resubmit returned t', 'taken back it is returned again, with its number');
SELECT is((SELECT (c.waiting, c.waiting_since, s.login, c.promised_due, c.statutory_due)::text FROM yc.case_file c JOIN yc.staff s ON s.id = c.holder WHERE c.id = :case), '(returned,2026-03-02,hejun,2026-03-05,2026-03-16)', 'since the day of the return, in the hands of who handed it in; both dates as before');
SELECT is((SELECT count(*) FROM yc.suspension WHERE case_id = :case AND last_day IS NULL), 1::bigint, 'its clock stands again');
SELECT pg_temp.whole('an undone resubmission');
SELECT is(pg_temp.receipt(:case), (test.case_of(:case)).number || '/1/', 'the receipt of its acceptance stays valid');
SELECT test.clock_set('2026-03-06 09:00+08') \g /dev/null
SELECT pg_temp.take('wangfang', :case), test.as('wangfang', test.accept(:case)) \g /dev/null
SELECT is((SELECT (promised_due, statutory_due)::text FROM yc.case_file WHERE id = :case), '(2026-03-11,2026-03-20)', 'handed in a day later the pause is a day longer');
SELECT pg_temp.whole('handed in again');

-- --- a suspension
SELECT test.clock_stops('ui-benefit', 'site_check') \g /dev/null
SELECT test.clock_set('2026-03-09 09:00+08') \g /dev/null
SELECT test.accepted('hejun', test.id_no(4)) AS case \gset
SELECT test.decided('liuyang', :case, 'suspend', 'site_check', '实地核查通知 2026-7') \g /dev/null
SELECT test.clock_set('2026-03-11 09:00+08') \g /dev/null
SELECT is(test.as('liuyang', test.undo(:case)), 'accepted', 'a suspension is taken back two days later');
SELECT is((SELECT (waiting, promised_due)::text FROM yc.case_file WHERE id = :case), '(,2026-03-12)', 'and moved nothing');
SELECT is((SELECT last_day FROM yc.suspension WHERE case_id = :case), date '2026-03-09', 'its days of pause are days like others');
SELECT pg_temp.whole('taken back later');
SELECT test.as('liuyang', test.decide(:case, 'suspend', 'site_check', '实地核查通知 2026-8')) \g /dev/null
SELECT test.as('zhaomin', format('SELECT case_id FROM desk.case_resume(gen_random_uuid(), 210600, %s, %s, ''核查完毕'')', :case, (test.case_of(:case)).version)) \g /dev/null
SELECT is(pg_temp.why('liuyang', :case), 'E_UNDO_OPENED who=赵敏=when=2026-03-11 09:00=action=resume', 'resumed by a supervisor it cannot be');
SELECT pg_temp.whole('an undone suspension');

-- --- the end: nobody comes after it, so the clock says until when
SELECT test.decided('zhouqian', :case, 'agree'), test.decided('lina', :case, 'agree') \g /dev/null
SELECT is((test.case_of(:case)).state, 'finished', 'finished');
SELECT test.clock_add('10 minutes') \g /dev/null
SELECT is(pg_temp.why('lina', :case), NULL, 'ten minutes long it can be taken back');
SELECT test.clock_add('1 second') \g /dev/null
SELECT is((SELECT (r.code, r.detail)::text FROM test.refusal('lina', test.undo(:case)) r), '(E_UNDO_LATE,minutes=10)', 'then not any more');
SELECT test.refused('zhouqian', test.undo(:case), 'E_UNDO_OPENED', 'nor the review before it');
INSERT INTO yc.setting VALUES ('undo_minutes', '30');
SELECT is(test.as('lina', test.undo(:case)), 'accepted', 'a setting says how long');
SELECT is((SELECT (stage, finished_at)::text FROM yc.case_file WHERE id = :case), '(recheck,)', 'it is at its recheck again');
DELETE FROM yc.setting WHERE name = 'undo_minutes';
SELECT is(test.as('lina', test.decide(:case, 'deny', '01', '不符合条件')), 'denied', 'denied');
SELECT is(test.as('lina', test.undo(:case)), 'accepted', 'and taken back');
SELECT pg_temp.whole('an undone end');
SELECT test.as('lina', test.decide(:case, 'deny', '01', '不符合条件')) \g /dev/null
SELECT test.clock_add('601 seconds') \g /dev/null
SELECT is(pg_temp.why('lina', :case), 'E_UNDO_LATE minutes=10', 'a denial has its ten minutes too');

-- an item that is finished at the window
SELECT yc.definition_load('item', 'at-once', regexp_replace(replace(body, '"ui-benefit"', '"at-once"'), '"stages": *\[[^]]*\]', '"stages": ["accept"]'), '2026-01-01')
FROM yc.definition WHERE id = yc.definition_current('item', 'ui-benefit') \g /dev/null
SELECT test.as('wangfang', format('SELECT case_id FROM desk.case_open(gen_random_uuid(), 210600, %s, ''at-once'')', test.visit('wangfang', test.id_no(5)))) AS case \gset
SELECT test.fill('wangfang', :case), test.as('wangfang', test.accept(:case)) \g /dev/null
SELECT is((test.case_of(:case)).state, 'finished', 'accepted and done in one');
SELECT is(test.as('wangfang', test.undo(:case)), 'draft', 'its acceptance is taken back within the minutes');
SELECT test.as('wangfang', test.accept(:case)), test.clock_add('601 seconds') \g /dev/null
SELECT test.refused('wangfang', test.undo(:case), 'E_UNDO_LATE', 'and not after them');
SELECT pg_temp.whole('an item done at once');

-- --- an acceptance that came from a slip
SELECT test.draft('wangfang', test.id_no(6)) AS case \gset
SELECT test.fill('wangfang', :case), test.as('wangfang', test.receive(:case, test.slip(1))), test.as('wangfang', format('SELECT case_id FROM desk.slip_seen(210600, %s)', :case)) \g /dev/null
SELECT is(test.as('wangfang', test.undo(:case)), 'received', 'taken back it is received: the applicant has a slip');
SELECT is((SELECT seen_at FROM yc.received WHERE case_id = :case), NULL, 'and waits for its answer again');
SELECT pg_temp.whole('an undone acceptance of a slip');
SELECT is(test.as('wangfang', test.accept(:case)), (SELECT number FROM yc.receipt_issue WHERE case_id = :case AND issue = 1), 'accepted again under its number');

-- --- separation of duties: taking back is no way around it
SELECT test.staff('two_ends', '双岗', 'Two Ends', 'accept', 'review', 'recheck') \g /dev/null
SELECT test.accepted('wangfang', test.id_no(7)) AS case \gset
SELECT test.decided('liuyang', :case, 'agree'), test.as('liuyang', test.undo(:case)) \g /dev/null
SELECT test.refused('zhouqian', test.claim((test.task_of(:case)).id), 'E_TASK_CLAIMED', 'what was taken back is in the hands of who took it back');
SELECT pg_temp.release('liuyang', :case), test.decided('zhouqian', :case, 'agree') \g /dev/null
SELECT is(test.as('liuyang', test.claim((test.task_of(:case)).id)), (test.task_of(:case)).id::text, 'a review that was taken back counts for nothing: another reviewed, so its decider may recheck');
SELECT pg_temp.release('liuyang', :case) \g /dev/null
SELECT test.accepted('wangfang', test.id_no(8)) AS case \gset
SELECT test.decided('liuyang', :case, 'agree'), test.as('liuyang', test.undo(:case)), test.as('liuyang', test.decide(:case, 'agree')) \g /dev/null
SELECT test.refused('liuyang', test.claim((test.task_of(:case)).id), 'E_SEPARATION', 'decided again it counts');
SELECT is((test.task_of(:case)).excluded @> ARRAY[(SELECT id FROM yc.staff WHERE login = 'liuyang')], true, 'and no queue gives it to them');
SELECT test.accepted('two_ends', test.id_no(9)) AS case \gset
SELECT test.as('two_ends', test.undo(:case)), pg_temp.take('wangfang', :case), test.as('wangfang', test.accept(:case)) \g /dev/null
SELECT test.refused('two_ends', test.claim((test.task_of(:case)).id), 'E_SEPARATION', 'who accepted, took it back and let another accept does not review it: the form is their work');
SELECT test.draft('wangfang', test.id_no(10)) AS case \gset
SELECT pg_temp.take('two_ends', :case), test.as('two_ends', test.receive(:case, test.slip(2))) \g /dev/null
SELECT pg_temp.take('wangfang', :case), test.fill('wangfang', :case), test.as('wangfang', test.accept(:case)) \g /dev/null
SELECT test.refused('two_ends', test.claim((test.task_of(:case)).id), 'E_SEPARATION', 'nor who received it against a slip');
SELECT pg_temp.whole('separation');

-- rights and kin as they are now
SELECT test.accepted('two_ends', test.id_no(11)) AS case, test.accepted('hejun', test.id_no(12)) AS reviewed \gset
SELECT test.decided('two_ends', :reviewed, 'agree') \g /dev/null
INSERT INTO yc.staff_kin SELECT id, test.id_no(11), '配偶' FROM yc.staff WHERE login = 'two_ends';
SELECT test.refused('two_ends', test.undo(:case), 'E_KIN_CASE', 'the case of kin that was declared since');
DELETE FROM yc.staff_kin;
UPDATE yc.staff_grant g SET revoked_at = yc.now() FROM yc.staff s WHERE s.id = g.staff_id AND s.login = 'two_ends' AND g.action IN ('accept', 'review');
SELECT test.refused('two_ends', test.undo(c), 'E_RIGHT_MISSING', 'with a right that was taken away: ' || what) FROM (VALUES (:case, 'an acceptance'), (:reviewed, 'a review')) v(c, what);
DROP ROLE two_ends; -- logins belong to the cluster

-- --- a wrong receipt: voided, the next issued, both kept
SELECT test.accepted('wangfang', test.id_no(13)) AS case \gset
SELECT (test.case_of(:case)).number AS number, format('SELECT concat_ws('' '', case_id, number, issue) FROM desk.receipt_reissue(%L, 210600, %s, ''姓名打错'')', gen_random_uuid(), :case) AS reissue \gset
SELECT is(test.as('hejun', :'reissue'), format('%s %s 2', :case, :'number'), 'a colleague of the hall issues it anew, the number stays');
SELECT is(test.as('hejun', :'reissue'), format('%s %s 2', :case, :'number'), 'sent twice it is issued once');
SELECT test.refused('hejun', replace(:'reissue', '姓名打错', '别的'), 'E_COMMAND_REUSED', 'with other words it is another command');
SELECT is(pg_temp.receipt(:case), :'number' || '/2/姓名打错', 'the receipt says what the first was voided for');
SELECT is((SELECT string_agg(concat_ws(' ', i.issue, a.login, v.login, i.void_reason), ', ' ORDER BY i.issue) FROM yc.receipt_issue i JOIN yc.staff a ON a.id = i.issued_by LEFT JOIN yc.staff v ON v.id = i.voided_by WHERE case_id = :case),
          '1 wangfang hejun 姓名打错, 2 hejun', 'both are kept: who issued and who voided');
SELECT is(pg_temp.actions(:case), 'open accept reissue', 'and the journal says so');
SELECT pg_temp.whole('issued anew');
SELECT is(pg_temp.why('wangfang', :case), NULL, 'a receipt issued anew is no opening by the next officer');
SELECT is(test.as('wangfang', test.undo(:case)), 'draft', 'the acceptance can be taken back still');
SELECT is((SELECT string_agg(issue || ' ' || (voided_at IS NULL), ', ' ORDER BY issue) FROM yc.receipt_issue WHERE case_id = :case), '1 false, 2 false', 'then none is valid');
SELECT test.refused('wangfang', format('SELECT issue FROM desk.receipt_reissue(gen_random_uuid(), 210600, %s, ''x'')', :case), 'E_CASE_STATE', 'and there is none to issue anew');
SELECT pg_temp.take('wangfang', :case), test.as('wangfang', test.accept(:case)) \g /dev/null
SELECT is(pg_temp.receipt(:case), :'number' || '/3/按错了', 'accepted again it is the third');
SELECT test.refused(who, format('SELECT issue FROM desk.receipt_reissue(gen_random_uuid(), 210600, %s, ''x'')', :case), code, who || ' issues a receipt') FROM (VALUES
    ('zhouqian', 'E_RIGHT_MISSING'), ('zhaomin', 'E_RIGHT_MISSING'), ('chenjing', 'E_RIGHT_MISSING'), ('sunwei', 'E_CASE_UNKNOWN'), ('nobody_yet', 'E_CASE_UNKNOWN')) w(who, code);
SELECT test.refused('wangfang', format('SELECT issue FROM desk.receipt_reissue(gen_random_uuid(), 210600, %s, %L)', :case, words), 'E_VALUE_REFUSED', 'words that are none') FROM unnest(ARRAY[NULL, '', ' ', E'a\nb', repeat('长', 201)]) words;
SELECT is(test.decided('zhouqian', :case, 'agree') || test.decided('lina', :case, 'agree'), 'acceptedfinished', 'it goes its way');
SELECT is(test.as('wangfang', format('SELECT issue FROM desk.receipt_reissue(gen_random_uuid(), 210600, %s, ''纸坏了'')', :case)), '4', 'a finished case''s receipt too');
SELECT is(pg_temp.why('lina', :case), NULL, 'and its last decision can be taken back still');

SELECT pg_temp.whole('at last');
SELECT * FROM finish();
