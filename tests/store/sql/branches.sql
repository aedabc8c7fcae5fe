-- Parallel branches before a stage, and votes of a collective approval: each a task of its own; one that is stuck holds nobody else up.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();

SELECT test.grant('hejun', 'site_check');
SELECT test.grant('nobody_yet', 'third_party_check');
SELECT test.grant('zhaomin', 'approve');
SELECT test.grant('guoyan', 'approve');

CREATE FUNCTION test.loan(_login text, _n int, _fen text DEFAULT '10000000') RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.as(_login, format('SELECT case_id FROM desk.case_open(gen_random_uuid(), 210600, %s, ''startup-loan'')', test.visit(_login, test.id_no(_n))));
BEGIN
    PERFORM test.as(_login, test.save(_case, f.key, f.value)) FROM (VALUES
        ('mobile', '13800006612'), ('uscc', '91210600MA0XK5R79A'), ('biz_date', '2025-10-08'), ('loan_amt', _fen), ('loan_months', '24'), ('bank', 'ICBC'),
        ('biz_name', '振兴豆腐坊'), ('live_addr', '振兴区锦山大街1号'), ('guarantee', '保证人'), ('reason', '添一台磨浆机')) f(key, value);
    PERFORM test.as(_login, test.add(_case, kind)) FROM unnest(ARRAY['id', 'lic', 'loanp']) kind;
    PERFORM test.as(_login, test.accept(_case));
    RETURN _case;
END $$;

CREATE FUNCTION test.branch_task(_case bigint, _key text) RETURNS yc.task LANGUAGE sql AS $$
    SELECT t FROM yc.branch b JOIN yc.task t ON t.region = b.region AND t.branch_id = b.id WHERE b.case_id = _case AND b.key = _key
$$;
CREATE FUNCTION test.answer(_task yc.task, _answer text, _words text DEFAULT NULL, _reason text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT open FROM desk.branch_answer(gen_random_uuid(), 210600, %L, %L, %L, %L, %L)', t.id, t.token, _answer, _reason, _words)
    FROM yc.task t WHERE t.id = _task.id
$$;
-- Somebody takes a branch (or vote) and answers; returns how many are open then.
CREATE FUNCTION test.answered(_login text, _case bigint, _key text, _answer text, _words text DEFAULT NULL, _reason text DEFAULT NULL) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    PERFORM test.as(_login, test.claim((test.branch_task(_case, _key)).id));
    RETURN test.as(_login, test.answer(test.branch_task(_case, _key), _answer, _words, _reason));
END $$;
CREATE FUNCTION test.stand(_case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', c.state, c.stage, c.waiting, (SELECT count(*) FROM yc.task t WHERE t.case_id = c.id)) FROM yc.case_file c WHERE c.id = _case
$$;

SELECT test.loan('wangfang', 1) AS loan \gset
SELECT is(test.stand(:loan), 'accepted review 1', 'accepted: its review, no branch yet');
SELECT is((SELECT count(*)::int FROM yc.branch), 0, 'and no branch is open');

-- --- opened after the review, beside one another

SELECT is(test.decided('zhouqian', :loan, 'agree'), 'accepted', 'the review agrees');
SELECT is(test.stand(:loan), 'accepted recheck branch 2', 'the recheck waits for two branches, each a task');
SELECT results_eq(format('SELECT kind, key, stage, due FROM yc.branch WHERE case_id = %s ORDER BY id', :loan),
    $$ VALUES ('site_check', 'visit', 'recheck', date '2026-03-09'), ('third_party_check', 'bank', 'recheck', date '2026-03-09') $$,
    'in the order of the definition, each with its due date of five working days');
SELECT is((SELECT concat_ws(' ', s.kind, s.first_day, s.last_day) FROM yc.suspension s WHERE s.case_id = :loan), 'site_check 2026-03-03', 'the clock stands still from tomorrow on');
SELECT is((SELECT string_agg(q.stage, ' ' ORDER BY q.stage) FROM yc.task t JOIN yc.queue q ON q.id = t.queue_id WHERE t.case_id = :loan), 'site_check third_party_check',
    'each in a queue of its own kind');

SELECT test.refused('lina', test.claim((test.branch_task(:loan, 'visit')).id), 'E_RIGHT_MISSING', 'a rechecker has no right to the visit');
SELECT is(test.as('lina', test.claim()), NULL, 'nor is anything for them to draw');
SELECT is(test.as('hejun', test.claim()), (test.branch_task(:loan, 'visit')).id::text, 'who visits draws the visit');
SELECT test.refused('hejun', format('SELECT state FROM desk.task_decide(gen_random_uuid(), 210600, %s, %L, %s, ''agree'', NULL, NULL)',
    t.id, t.token, (test.case_of(:loan)).version), 'E_BRANCH_TASK', 'and cannot decide on the case by it') FROM test.branch_task(:loan, 'visit') t;
SELECT test.refused('hejun', test.answer(test.branch_task(:loan, 'visit'), 'agree', '看过'), 'E_BRANCH_ANSWER', 'an answer is pass or fail');
SELECT test.refused('hejun', test.answer(test.branch_task(:loan, 'visit'), 'pass', ' '), 'E_BRANCH_WORDS', 'with words');
SELECT test.refused('hejun', test.answer(test.branch_task(:loan, 'visit'), 'pass', repeat('看', 1001)), 'E_NOTE_LONG', 'not too many of them');
SELECT test.refused('liuyang', test.answer(test.branch_task(:loan, 'visit'), 'pass', '看过'), 'E_RIGHT_MISSING', 'by whoever has the right');
SELECT is(test.as('hejun', test.answer(test.branch_task(:loan, 'visit'), 'pass', '店在营业，与登记相符')), '1', 'answered: one is open');
SELECT is(test.stand(:loan), 'accepted recheck branch 1', 'the recheck waits on');
SELECT test.refused('sunwei', format('SELECT answer FROM desk.branch_list(210600, %s)', :loan), 'E_CASE_UNKNOWN', 'nobody but who may see it reads the answers');
SELECT is(test.as('lina', format('SELECT concat_ws('' '', name_zh, answered_by, answer, words) FROM desk.branch_list(210600, %s) WHERE key = ''visit''', :loan)),
    '经营场所实地核查 何军 pass 店在营业，与登记相符', 'the rechecker reads what was found');

-- --- one branch is stuck: all others go on

SELECT test.loan('wangfang', 2) AS other \gset
SELECT test.decided('zhouqian', :other, 'agree');
SELECT test.answered('hejun', :other, 'visit', 'pass', '看过');
SELECT is(test.answered('nobody_yet', :other, 'bank', 'fail', '有一笔逾期'), 0, 'of another case both are answered, one of them badly');
SELECT is(test.stand(:other), 'accepted recheck 1', 'its recheck begins all the same: a branch decides nothing');
SELECT is(test.decided('lina', :other, 'agree'), 'accepted', 'it is rechecked');
SELECT test.grant('hejun', 'approve');
SELECT test.refused('hejun', test.claim((test.task_of(:other)).id), 'E_SEPARATION', 'not by who answered a branch of it');
SELECT is(test.decided('liuyang', :other, 'agree'), 'finished', 'and, of an amount that one may approve, approved by one person');
SELECT is(test.stand(:loan), 'accepted recheck branch 1', 'while the first one still waits');
SELECT is((SELECT string_agg(v.code || ' ' || array_to_string(v.parameters, ' '), E'\n') FROM yc.verify() v), NULL, 'and everything agrees');

-- --- the clock goes on with the last answer

SELECT test.clock_set('2026-03-05 09:00+08');
SELECT is((test.case_of(:loan)).promised_due, '2026-03-16', 'due in ten working days as it was accepted');
SELECT is(test.as('zhaomin', 'SELECT string_agg(concat_ws('' '', stage, busy, people), '', '') FROM desk.stage_table(210600) WHERE stage LIKE ''%\_check'''),
    'site_check 0 1, third_party_check 1 1', 'the supervisor sees the kinds of branches with the stages');
SELECT is(test.as('zhaomin', 'SELECT string_agg(kind, '' '') FROM desk.ask_list(210600) WHERE kind <> ''unhanded'''), NULL, 'a branch asks nothing of a supervisor before its day');
SELECT is(test.as('zhaomin', format('SELECT string_agg(concat_ws('' '', name, code), '', '') FROM desk.assign_list(210600, %s)', (test.branch_task(:loan, 'bank')).id)),
    (SELECT name_zh FROM yc.staff WHERE login = 'nobody_yet'), 'it goes to who has the right to its kind, not to who rechecks');
SELECT test.refused('zhaomin', format('SELECT number FROM desk.task_assign(gen_random_uuid(), 210600, %s, %s, ''催'')', (test.branch_task(:loan, 'bank')).id,
    (SELECT id FROM yc.staff WHERE login = 'lina')), 'E_ASSIGN_RIGHT', 'not to the rechecker');
SELECT test.clock_set('2026-03-11 09:00+08');
SELECT is(test.as('zhaomin', 'SELECT string_agg(concat_ws('' '', kind, stage, due, word, detail), '', '') FROM desk.ask_list(210600) WHERE kind <> ''unhanded'''),
    'overdue third_party_check 2026-03-09 able, stuck recheck 2026-03-09 branch third_party_check', 'past its day it is overdue in its queue, and the case that it holds up is stuck');
SELECT test.clock_set('2026-03-05 09:00+08');
SELECT is(test.answered('nobody_yet', :loan, 'bank', 'pass', '征信无逾期'), 0, 'the last one answers on Thursday');
SELECT is(test.stand(:loan), 'accepted recheck 1', 'the recheck begins');
SELECT is((SELECT concat_ws(' ', s.first_day, s.last_day) FROM yc.suspension s WHERE s.case_id = :loan), '2026-03-03 2026-03-05', 'three days do not count');
SELECT is((test.case_of(:loan)).promised_due, '2026-03-19', 'so it is due three working days later');
SELECT is((SELECT t.due FROM yc.task t WHERE t.case_id = :loan), '2026-03-19', 'and its task with it');
SELECT test.clock_set('2026-03-02 10:42+08');

-- --- taken back, returned, a window's own case

SELECT test.loan('wangfang', 3) AS undone \gset
SELECT test.decided('zhouqian', :undone, 'agree');
SELECT is(test.as('zhouqian', test.undo(:undone)), 'accepted', 'the review takes its agreement back before anybody answered');
SELECT is(test.stand(:undone), 'accepted review 1', 'no branch is left of it');
SELECT is((SELECT count(*)::int FROM yc.branch b WHERE b.case_id = :undone AND b.voided_at IS NOT NULL), 2, 'but the record that there were two');
SELECT is((SELECT count(*)::int FROM yc.suspension s WHERE s.case_id = :undone AND s.last_day >= s.first_day), 0, 'no day was lost');
SELECT test.as('zhouqian', test.decide(:undone, 'agree'));
SELECT is(test.stand(:undone), 'accepted recheck branch 2', 'agreed again, two new ones are open');
SELECT test.as('hejun', test.claim((test.branch_task(:undone, 'visit')).id));
SELECT test.refused('zhouqian', test.undo(:undone), 'E_UNDO_OPENED', 'once somebody opened one it is too late');
SELECT test.answered('nobody_yet', :undone, 'bank', 'pass', '无逾期');
SELECT test.as('hejun', test.answer(test.branch_task(:undone, 'visit'), 'fail', '没有这家店'));
SELECT is(test.decided('lina', :undone, 'return', '01', '请补营业场所证明'), 'returned', 'the recheck returns it');
SELECT test.as('wangfang', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :undone));
SELECT test.as('wangfang', test.accept(:undone));
SELECT test.decided('zhouqian', :undone, 'agree');
SELECT is(test.stand(:undone), 'accepted recheck 1', 'handed in again, what was answered is not asked once more');

SELECT is((SELECT string_agg(v.code || ' ' || array_to_string(v.parameters, ' '), E'\n') FROM yc.verify() v), NULL, 'and everything agrees');

-- --- approved by several: two of three

CREATE FUNCTION test.voting(_n int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.loan('wangfang', _n, '20000001');
BEGIN
    PERFORM test.decided('zhouqian', _case, 'agree'), test.answered('hejun', _case, 'visit', 'pass', '看过');
    PERFORM test.answered('nobody_yet', _case, 'bank', 'pass', '无逾期');
    PERFORM test.decided('lina', _case, 'agree');
    RETURN _case;
END $$;

SELECT test.voting(11) AS vote \gset
SELECT is(test.stand(:vote), 'accepted approve branch 3', 'one fen above the sum: three votes, no task of one person');
SELECT test.refused('lina', test.claim((test.branch_task(:vote, '1')).id), 'E_RIGHT_MISSING', 'who may not approve may not vote');
SELECT is(test.answered('zhaomin', :vote, '1', 'pass'), 2, 'the first votes for it');
SELECT is(test.stand(:vote), 'accepted approve branch 2', 'which decides nothing yet');
SELECT test.refused('zhaomin', test.claim((test.branch_task(:vote, '2')).id), 'E_VOTE_TWICE', 'nobody votes twice');
SELECT is(test.as('zhaomin', test.claim()), NULL, 'nor is the second vote offered to them');
SELECT test.as('liuyang', test.claim((test.branch_task(:vote, '2')).id));
SELECT test.refused('liuyang', test.answer(test.branch_task(:vote, '2'), 'fail'), 'E_REASON_UNKNOWN', 'a vote against needs a reason');
SELECT test.refused('liuyang', test.answer(test.branch_task(:vote, '2'), 'fail', ' ', '01'), 'E_NOTE_MISSING', 'and words');
SELECT is(test.as('liuyang', test.answer(test.branch_task(:vote, '2'), 'fail', '担保不足', '01')), '1', 'the second votes against it');
SELECT is(test.stand(:vote), 'accepted approve branch 1', 'one for, one against');
SELECT is(test.answered('guoyan', :vote, '3', 'pass'), 0, 'the third votes for it');
SELECT is(test.stand(:vote), 'finished 0', 'two of three: it is finished');
SELECT results_eq(format('SELECT action FROM yc.journal WHERE case_id = %s AND action IN (''vote'', ''agree'') ORDER BY seq DESC LIMIT 4', :vote),
    $$ VALUES ('vote'), ('vote'), ('vote'), ('agree') $$, 'each vote stands in the journal');

SELECT test.voting(12) AS denied \gset
SELECT test.answered('zhaomin', :denied, '3', 'fail', '担保不足', '01');
SELECT test.as('liuyang', test.claim((test.branch_task(:denied, '1')).id));
SELECT test.answer(test.branch_task(:denied, '1'), 'pass') AS late \gset
SELECT is(test.answered('guoyan', :denied, '2', 'fail', '用途不清', '02'), 0, 'two against: no other vote can change that');
SELECT is(test.stand(:denied), 'denied 0', 'it is denied, and the third vote not needed');
SELECT is((SELECT concat_ws(' ', d.decision, d.reason, d.note) FROM yc.decision d WHERE d.case_id = :denied AND d.stage = 'approve'), 'deny 02 用途不清', 'with the reason of the vote that decided');
SELECT is((SELECT count(*)::int FROM yc.branch b WHERE b.case_id = :denied AND b.voided_at IS NOT NULL), 1, 'the vote in the hands of somebody is marked so');

SELECT test.refused('liuyang', :'late', 'E_CASE_STATE', 'and who held it is told what became of the case');

-- --- the same command twice; counters

SELECT test.voting(13) AS twice \gset
SELECT test.as('zhaomin', test.claim((test.branch_task(:twice, '1')).id));
SELECT test.answer(test.branch_task(:twice, '1'), 'pass') AS command \gset
SELECT replace(:'command', 'gen_random_uuid()', '''0b9d7a52-5e5c-4c1f-9a63-0d5a2f6f1c11''') AS command \gset
SELECT is(test.as('zhaomin', :'command'), '2', 'sent once');
SELECT is(test.as('zhaomin', :'command'), '2', 'sent twice it has the same answer');
SELECT is((SELECT count(*)::int FROM yc.branch b WHERE b.case_id = :twice AND b.kind = 'vote' AND b.answered_at IS NOT NULL), 1, 'and counts once');
SELECT yc.tend();
SELECT is((SELECT string_agg(v.code || ' ' || array_to_string(v.parameters, ' '), E'\n') FROM yc.verify() v), NULL, 'chains, cases, tasks and counters agree');

SELECT * FROM finish();
