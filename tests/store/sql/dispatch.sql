-- Whose turn a task is, and why; holding, handing over, reserving; absences and cover; a disabled approver. None is orphaned.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
\set a '''00000000-0000-0000-0000-00000000000a'''
\set b '''00000000-0000-0000-0000-00000000000b'''

CREATE FUNCTION pg_temp.staff(_login text) RETURNS bigint LANGUAGE sql AS $$ SELECT id FROM yc.staff WHERE login = _login $$;
CREATE FUNCTION pg_temp.task(_case bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT (test.task_of(_case)).id $$;
CREATE FUNCTION pg_temp.why(_login text, _case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_login, format('SELECT concat_ws('' '', why, nullif(who, '''')) FROM desk.task_turn(210600, %s)', pg_temp.task(_case)))
$$;
CREATE FUNCTION pg_temp.journal(_case bigint) RETURNS text LANGUAGE sql AS $$ SELECT string_agg(action, ' ' ORDER BY seq) FROM yc.journal WHERE case_id = _case $$;
CREATE FUNCTION pg_temp.refusal(_login text, _sql text) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', r.code, nullif(replace(r.detail, E'\n', ' '), '')) FROM test.refusal(_login, _sql) r
$$;
CREATE FUNCTION pg_temp.hold(_case bigint, _token uuid, _until date, _words text DEFAULT '等银行回单', _command uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT until FROM desk.task_hold(%L, 210600, %s, %L, %L, %L)', _command, pg_temp.task(_case), _token, _until, _words)
$$;
CREATE FUNCTION pg_temp.give(_case bigint, _token uuid, _to text) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT name FROM desk.task_hand_over(gen_random_uuid(), 210600, %s, %L, %s)', pg_temp.task(_case), _token, pg_temp.staff(_to))
$$;
CREATE FUNCTION pg_temp.assign(_case bigint, _to text) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT name FROM desk.task_assign(gen_random_uuid(), 210600, %s, %s, ''请先办'')', pg_temp.task(_case), pg_temp.staff(_to))
$$;
CREATE FUNCTION pg_temp.foreseen(_login text, _from date, _to date, _cover text) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT concat_ws('' '', code, at_once, returned, covered, held, rights) FROM desk.absence_foresee(210600, %L, %L, %L, %L)', _login, _from, _to, _cover)
$$;
CREATE FUNCTION pg_temp.absent(_login text, _from date, _to date, _cover text DEFAULT '') RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT concat_ws('' '', rights, returned) FROM desk.absence_add(gen_random_uuid(), 210600, %L, %L, %L, %L)', _login, _from, _to, _cover)
$$;
-- The counts of all queues together, as counted and as found: equal, or verify would say so.
CREATE FUNCTION pg_temp.counts() RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(kind || ' ' || count, ', ' ORDER BY kind) FROM (
        SELECT kind, sum(count) AS count FROM (SELECT kind, count FROM yc.queue_count UNION ALL SELECT kind, change FROM yc.queue_delta) n
        WHERE kind <> 'decided' GROUP BY 1 HAVING sum(count) <> 0) k
$$;
-- In whose hands, and how: a word for each.
CREATE FUNCTION pg_temp.hands(_case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', yc.task_kind(t), s.login) FROM test.task_of(_case) t LEFT JOIN yc.staff s ON s.id = t.claimed_by
$$;

-- --- the order, head by head
CREATE FUNCTION pg_temp.class(_priority int, _due date, _run boolean) RETURNS text LANGUAGE sql AS $$
    SELECT yc.turn_class(_priority::smallint, _due, '2026-03-02', d.long, d.near, _run) FROM yc.turn_days('2026-03-02') d
$$;
SELECT is(pg_temp.class(1, '2026-03-30', true), '1 waits', 'an applicant in the hall goes first');
SELECT is(pg_temp.class(3, '2026-03-30', true), '2 elderly', 'then the elderly');
SELECT is(pg_temp.class(5, '2026-02-25', true), '3 long', 'then what is overdue for more than three working days (the Saturday was one)');
SELECT is(pg_temp.class(5, '2026-03-02', true), '4 today', 'then what is due today and can still be kept');
SELECT is(pg_temp.class(5, '2026-02-26', true), '5 overdue', 'then what is overdue');
SELECT is(pg_temp.class(5, '2026-03-03', true), '6 near', 'then what is near');
SELECT is(pg_temp.class(5, '2026-03-04', true), '7 run', 'then a run of one item');
SELECT is(pg_temp.class(5, '2026-03-04', false), '8 due', 'then by due date');
SELECT is((yc.turn_days('2026-03-06')).near, '2026-03-09'::date, 'near is counted in working days: from Friday to Monday');
SELECT is((yc.turn_days('2026-03-09')).long, '2026-03-04'::date, 'and so is long overdue, back over the weekend');

SELECT test.accepted('wangfang', test.id_no(1)) AS first \gset
SELECT test.accepted('wangfang', test.id_no(2)) AS second \gset
SELECT test.accepted('wangfang', '21060219400101001' || yc.id_check_character('21060219400101001')) AS third \gset
SELECT is((test.task_of(:third)).priority, 3::smallint, 'who is 86 comes first');
SELECT is((test.task_of(:first)).priority, 5::smallint, 'a birth 125 years ago is believed to be wrong');
SELECT test.decided('liuyang', :third, 'agree') \g /dev/null
SELECT is((test.task_of(:third)).priority, 3::smallint, 'the next task of an elderly person has their priority');

SELECT is(test.as('zhouqian', test.claim(NULL, :a)), pg_temp.task(:first)::text, 'of two equals the older one comes');
SELECT is(pg_temp.why('zhouqian', :first), 'due', 'by its due date');
SELECT is(test.as('zhouqian', test.decide(:first, 'agree')), 'accepted', 'decided');
SELECT is(test.as('zhouqian', test.claim(NULL, :a)), pg_temp.task(:second)::text, 'then the other');
SELECT is(pg_temp.why('zhouqian', :second), 'run', 'which goes on with the same item');

SELECT test.grant('nobody_yet', 'review') \g /dev/null
-- --- holding
SELECT is(pg_temp.refusal('zhouqian', pg_temp.hold(:second, :a, '2026-03-02')), 'E_HOLD_DATE least=2026-03-03 most=2026-03-05', 'not until today');
SELECT is(pg_temp.refusal('zhouqian', pg_temp.hold(:second, :a, '2026-03-06')), 'E_HOLD_DATE least=2026-03-03 most=2026-03-05', 'not beyond the due date');
SELECT is(pg_temp.refusal('zhouqian', pg_temp.hold(:second, :a, '2026-03-04', ' ')), 'E_VALUE_REFUSED field=reason check=text', 'not without words');
SELECT test.refused('zhouqian', pg_temp.hold(:second, :b, '2026-03-04'), 'E_TASK_NOT_CLAIMED', 'not by another workstation');
SELECT test.refused('liuyang', pg_temp.hold(:second, :a, '2026-03-04'), 'E_TASK_CLAIMED', 'not by another person');
SELECT is(test.as('zhouqian', pg_temp.hold(:second, :a, '2026-03-04', '等银行回单', :b)), '2026-03-04', 'held for two days');
SELECT is(test.as('zhouqian', pg_temp.hold(:second, :a, '2026-03-04', '等银行回单', :b)), '2026-03-04', 'sent again: the same answer');
SELECT is(pg_temp.hands(:second), 'held zhouqian', 'it is held');
SELECT is(pg_temp.counts(), 'held 1, ready 2', 'and is counted so');
SELECT is(test.as('nobody_yet', test.claim(NULL, :b)), NULL, 'nobody is given it meanwhile');
SELECT is(pg_temp.refusal('liuyang', test.claim(pg_temp.task(:second), :b)), 'E_TASK_HELD who=周倩 until=2026-03-04', 'who asks for it is told until when');
SELECT is(test.as('zhouqian', 'SELECT string_agg(concat_ws('' '', aside, until, mine, words), ''/'') FROM desk.aside_list(210600)'), 'held 2026-03-04 t 等银行回单', 'my held list');
SELECT is(test.as('liuyang', 'SELECT count(*) FROM desk.aside_list(210600)'), '0', 'others see nothing of it');
SELECT is(test.as('zhaomin', 'SELECT who FROM desk.aside_list(210600)'), '周倩', 'a supervisor sees whose it is');
SELECT is(test.as('zhouqian', 'SELECT concat_ws('' '', aside, until, mine) FROM desk.task_list(210600, NULL, NULL, NULL)'), 'held 2026-03-04 f', 'in my queue it has its mark');
SELECT is(test.as('zhouqian', format('SELECT note FROM desk.case_timeline(210600, %s) WHERE action = ''hold''', :second)), '2026-03-04 等银行回单', 'the timeline says until when and why');
SELECT is_empty('SELECT * FROM yc.verify()', 'nothing is broken');
UPDATE yc.hold SET words = '别的话' WHERE case_id = :second;
SELECT isnt_empty('SELECT * FROM yc.verify() WHERE code = ''E_VERIFY_ASIDE''', 'verify finds words that were never said');
UPDATE yc.hold SET words = '等银行回单' WHERE case_id = :second;
UPDATE yc.task SET aside = NULL WHERE case_id = :second;
SELECT isnt_empty('SELECT * FROM yc.verify() WHERE code = ''E_VERIFY_ASIDE''', 'verify finds a hold without its task');
UPDATE yc.task SET aside = 'held' WHERE case_id = :second;

-- taken back early, by who held it and by a supervisor
SELECT is(test.as('zhouqian', test.claim(pg_temp.task(:second), :a)), pg_temp.task(:second)::text, 'who held it takes it back early');
SELECT is(pg_temp.why('zhouqian', :second), 'picked', 'from the list');
SELECT test.as('zhouqian', pg_temp.hold(:second, :a, '2026-03-05')) \g /dev/null
SELECT test.refused('liuyang', format('SELECT task_id FROM desk.task_free(gen_random_uuid(), 210600, %s)', pg_temp.task(:second)), 'E_RIGHT_MISSING', 'a colleague cannot free it');
SELECT is(test.as('zhaomin', format('SELECT task_id FROM desk.task_free(gen_random_uuid(), 210600, %s)', pg_temp.task(:second))), pg_temp.task(:second)::text, 'a supervisor can');
SELECT test.refused('zhaomin', format('SELECT task_id FROM desk.task_free(gen_random_uuid(), 210600, %s)', pg_temp.task(:second)), 'E_TASK_NOT_ASIDE', 'once');
SELECT is(pg_temp.counts(), 'ready 3', 'it is ready again');

-- by itself, on the day: nobody tends
SELECT test.as('zhouqian', test.claim(pg_temp.task(:second), :a)) \g /dev/null
SELECT test.as('zhouqian', pg_temp.hold(:second, :a, '2026-03-04')) \g /dev/null
SELECT test.clock_set('2026-03-03 23:59:59+08') \g /dev/null
SELECT is(test.as('nobody_yet', test.claim(NULL, :b)), NULL, 'the evening before it is held');
SELECT test.clock_set('2026-03-04 08:30+08') \g /dev/null
SELECT is(test.as('nobody_yet', test.claim(NULL, :b)), pg_temp.task(:second)::text, 'on the day it comes by itself, untended');
SELECT is(pg_temp.why('nobody_yet', :second), 'near', 'as what is due tomorrow');
SELECT is(right(pg_temp.journal(:second), 19), 'hold hold_end claim', 'the journal tells it');
SELECT test.as('nobody_yet', format('SELECT task_id FROM desk.task_release(gen_random_uuid(), 210600, %s)', pg_temp.task(:second))) \g /dev/null
-- and tended
SELECT test.as('zhouqian', test.claim(pg_temp.task(:second), :a)) \g /dev/null
SELECT test.as('zhouqian', pg_temp.hold(:second, :a, '2026-03-05')) \g /dev/null
SELECT test.clock_set('2026-03-05 08:30+08') \g /dev/null
SELECT yc.tend() \g /dev/null
SELECT is(pg_temp.hands(:second), 'ready', 'tending brings it back as well');
SELECT is((SELECT people FROM yc.queue WHERE stage = 'review' AND item = 'ui-benefit'), 3, 'and has counted who may draw from its queue');
SELECT is_empty('SELECT * FROM yc.verify()', 'nothing is broken');

-- --- handing over
SELECT test.as('zhouqian', test.claim(pg_temp.task(:second), :a)) \g /dev/null
SELECT is(test.as('zhouqian', format('SELECT string_agg(name, '' '') FROM desk.taker_list(210600, %s)', pg_temp.task(:second))), '刘洋 丁一', 'who else may decide it');
SELECT is(pg_temp.refusal('zhouqian', pg_temp.give(:second, :a, 'lina')), 'E_TAKER_RIGHT who=李娜 stage=review', 'not to who has no right for it');
SELECT test.refused('zhouqian', pg_temp.give(:second, :a, 'zhouqian'), 'E_TAKER_UNKNOWN', 'not to myself');
INSERT INTO yc.staff_kin SELECT pg_temp.staff('liuyang'), p.id_no, '02' FROM yc.person p WHERE p.id = (test.case_of(:second)).person_id;
SELECT is(pg_temp.refusal('zhouqian', pg_temp.give(:second, :a, 'liuyang')), 'E_TAKER_BARRED who=刘洋', 'not to the applicant''s kin, and nobody learns that they are');
DELETE FROM yc.staff_kin WHERE staff_id = pg_temp.staff('liuyang');
SELECT test.refused('zhouqian', pg_temp.give(:second, :b, 'liuyang'), 'E_TASK_NOT_CLAIMED', 'not by another workstation');
SELECT is(test.as('zhouqian', pg_temp.give(:second, :a, 'liuyang')), '刘洋', 'handed over');
SELECT is(pg_temp.hands(:second), 'reserved liuyang', 'it is reserved for the colleague');
SELECT is(test.as('zhouqian', test.claim(NULL, :a)), NULL, 'and for nobody else');
SELECT is(pg_temp.refusal('zhouqian', test.claim(pg_temp.task(:second), :a)), 'E_TASK_RESERVED who=刘洋', 'who asks is told for whom');
SELECT is(test.as('zhouqian', format('SELECT note FROM desk.case_timeline(210600, %s) WHERE action = ''hand_over''', :second)), '刘洋', 'the timeline says to whom');
SELECT is(test.as('liuyang', 'SELECT concat_ws('' '', aside, mine) FROM desk.task_list(210600, NULL, NULL, NULL) LIMIT 1'), 'reserved t', 'it stands first in their list');
SELECT is(test.as('liuyang', test.claim(NULL, :b)), pg_temp.task(:second)::text, 'their next one is that');
SELECT is(pg_temp.why('liuyang', :second), 'reserved 周倩', 'for it was kept for them, by whom');
SELECT is(pg_temp.counts(), 'claimed 1, ready 2', 'counted as worked on');
SELECT test.as('liuyang', format('SELECT task_id FROM desk.task_release(gen_random_uuid(), 210600, %s)', pg_temp.task(:second))) \g /dev/null

-- --- for how long: what is handed over, and what a supervisor gives to somebody
SELECT test.as('liuyang', test.claim(pg_temp.task(:second), :b)) \g /dev/null
SELECT is(test.as('liuyang', pg_temp.give(:second, :b, 'zhouqian')), '周倩', 'handed back');
SELECT test.clock_set('2026-03-06 23:59+08') \g /dev/null
SELECT is(test.as('nobody_yet', test.claim(NULL, :b)), NULL, 'until the end of the next working day it waits for her');
SELECT test.clock_set('2026-03-07 00:01+08') \g /dev/null
SELECT is(test.as('nobody_yet', test.claim(NULL, :b)), pg_temp.task(:second)::text, 'then it is everybody''s');
SELECT test.as('nobody_yet', format('SELECT task_id FROM desk.task_release(gen_random_uuid(), 210600, %s)', pg_temp.task(:second))) \g /dev/null
SELECT test.refused('zhouqian', pg_temp.assign(:second, 'liuyang'), 'E_RIGHT_MISSING', 'only supervisors reserve what they do not work on');
SELECT is(test.as('zhaomin', pg_temp.assign(:second, 'zhouqian')), '周倩', 'reserved');
SELECT is(test.as('zhaomin', pg_temp.assign(:second, 'liuyang')), '刘洋', 'and in her place for another');
SELECT is_empty('SELECT * FROM yc.verify()', 'nothing is broken');

-- --- absence: liuyang is ill from Monday on, with one reserved, one worked on and one held; zhouqian covers
SELECT test.clock_set('2026-03-09 08:30+08') \g /dev/null
SELECT test.accepted('wangfang', test.id_no(4)) AS fourth \gset
SELECT test.accepted('wangfang', test.id_no(5)) AS fifth \gset
SELECT test.as('zhaomin', pg_temp.assign(:second, 'liuyang')) \g /dev/null
SELECT test.as('liuyang', test.claim(pg_temp.task(:fourth), :b)) \g /dev/null
SELECT test.as('liuyang', test.claim(pg_temp.task(:fifth), :b)) \g /dev/null
SELECT test.as('liuyang', pg_temp.hold(:fifth, :b, '2026-03-11')) \g /dev/null
SELECT test.refused('zhouqian', pg_temp.absent('liuyang', '2026-03-09', '2026-03-10', 'zhouqian'), 'E_RIGHT_MISSING', 'only supervisors say who is absent');
SELECT test.refused('zhaomin', pg_temp.absent('liuyang', '2026-03-10', '2026-03-09'), 'E_ABSENCE_DATES', 'not backwards');
SELECT test.refused('zhaomin', pg_temp.absent('liuyang', '2026-03-01', '2026-03-08'), 'E_ABSENCE_DATES', 'not in the past');
SELECT test.refused('zhaomin', pg_temp.absent('nobody', '2026-03-09', '2026-03-10'), 'E_STAFF_UNKNOWN', 'not somebody who is not here');
SELECT test.refused('zhaomin', pg_temp.absent('liuyang', '2026-03-09', '2026-03-10', 'liuyang'), 'E_TAKER_UNKNOWN', 'nobody covers for themselves');
SELECT test.refused('zhaomin', pg_temp.absent('liuyang', '2026-03-09', '2026-03-10', 'zhaomin'), 'E_GRANT_SELF', 'nobody makes themselves a cover');
SELECT test.refused('zhaomin', pg_temp.absent('liuyang', '2026-03-09', '2026-03-10', 'chenjing'), 'E_GRANT_POSTS', 'nor an auditor');
SELECT test.refused('zhouqian', pg_temp.foreseen('liuyang', '2026-03-09', '2026-03-10', ''), 'E_RIGHT_MISSING', 'nor see what would be');
SELECT is(test.as('zhaomin', pg_temp.foreseen('liuyang', '2026-03-10', '2026-03-09', '')), 'E_ABSENCE_DATES f 0 0 0 0', 'what would refuse it is told before');
SELECT is(test.as('zhaomin', pg_temp.foreseen('liuyang', '2026-03-09', '2026-03-10', 'chenjing')), 'E_GRANT_POSTS f 0 0 0 0', 'also of the cover');
SELECT is(test.as('zhaomin', pg_temp.foreseen('liuyang', '2026-03-09', '2026-03-10', '')), 't 2 0 1 0', 'two would go back at once, one waits for its day, nobody covers');
SELECT is(test.as('zhaomin', pg_temp.foreseen('liuyang', '2026-03-12', '2026-03-13', 'zhouqian')), 'f 2 2 1 3', 'with a cover who could decide both; later, not at once');
SELECT is(test.as('zhaomin', pg_temp.foreseen('liuyang', '2026-03-09', '2026-03-10', 'wangfang')), 't 2 0 1 3', 'who accepted them could decide neither');
SELECT is(test.as('zhaomin', pg_temp.absent('liuyang', '2026-03-09', '2026-03-10', 'zhouqian')), '3 2', 'three rights for the cover, two tasks go back at once');
SELECT test.refused('zhaomin', pg_temp.absent('liuyang', '2026-03-10', '2026-03-12'), 'E_ABSENCE_TWICE', 'once for each day');
SELECT test.refused('zhaomin', pg_temp.absent('lina', '2026-03-10', '2026-03-12', 'liuyang'), 'E_STAFF_ABSENT', 'who is absent covers for nobody');
SELECT is(pg_temp.hands(:second) || ', ' || pg_temp.hands(:fourth) || ', ' || pg_temp.hands(:fifth), 'ready, ready, held liuyang', 'what is held waits for its date, not for them');
SELECT is(pg_temp.refusal('liuyang', test.claim(NULL, :b)), 'E_STAFF_ABSENT who=刘洋 to=2026-03-10', 'who is absent draws nothing, and is told why');
SELECT test.refused('liuyang', test.claim(pg_temp.task(:fourth), :b), 'E_STAFF_ABSENT', 'nor from the list');
SELECT test.refused('zhaomin', pg_temp.assign(:fourth, 'liuyang'), 'E_ASSIGN_AWAY', 'nothing is reserved for them');
-- The cover at a stage that is not hers otherwise: but never on what she reviewed herself.
SELECT test.refused('zhouqian', test.claim(pg_temp.task(:first), :a), 'E_SEPARATION', 'the cover has reviewed this one: separation of duties holds');
SELECT is(test.as('zhouqian', test.claim(pg_temp.task(:third), :a)), pg_temp.task(:third)::text, 'what the absent one reviewed she may recheck');
SELECT is(test.as('zhouqian', test.decide(:third, 'agree')), 'finished', 'and does') WHERE (SELECT stages ->> -1 = 'recheck' FROM yc.definition WHERE id = (test.case_of(:third)).definition_id);
SELECT is(test.as('zhaomin', 'SELECT concat_ws('' '', login, first_day, last_day, cover, state, recorded_by) FROM desk.absence_table(210600)'), 'liuyang 2026-03-09 2026-03-10 zhouqian now 赵敏', 'the table of absences');
SELECT is_empty('SELECT * FROM yc.verify()', 'nothing is broken');
UPDATE yc.staff_grant SET valid_to = '2026-03-20' WHERE source IS NOT NULL AND action = 'approve';
SELECT isnt_empty('SELECT * FROM yc.verify() WHERE code = ''E_VERIFY_COVER''', 'verify finds a cover''s right that goes beyond the absence');
UPDATE yc.staff_grant SET valid_to = '2026-03-10' WHERE source IS NOT NULL AND action = 'approve';
-- a right that the absent one loses is nobody's
SELECT is(test.as('sunwei', format('SELECT grant_id FROM desk.staff_revoke(gen_random_uuid(), 210600, %s)', g.id)), g.id::text, 'a right is taken from the absent one')
FROM yc.staff_grant g WHERE g.staff_id = pg_temp.staff('liuyang') AND g.action = 'approve';
SELECT ok(NOT yc.has_right(pg_temp.staff('zhouqian'), 'approve', 210600) AND yc.has_right(pg_temp.staff('zhouqian'), 'recheck', 210600), 'and so from the cover, that one alone');
SELECT test.clock_set('2026-03-11 08:30+08') \g /dev/null
SELECT ok(NOT yc.has_right(pg_temp.staff('zhouqian'), 'recheck', 210600), 'the day after, the cover''s rights are over');
SELECT is(test.as('liuyang', test.claim(NULL, :b)) IS NOT NULL, true, 'and who was ill draws again');
SELECT test.as('liuyang', format('SELECT task_id FROM desk.task_release(gen_random_uuid(), 210600, %s)', t.id)) FROM yc.task t WHERE t.claimed_by = pg_temp.staff('liuyang') AND t.aside IS NULL \g /dev/null
SELECT is(pg_temp.hands(:fifth) IN ('ready', 'claimed liuyang'), true, 'what was held came back on its day');
SELECT is_empty('SELECT * FROM yc.verify()', 'nothing is broken');

-- an absence that begins later: what is in their hands that morning goes back within a tending; called off, it never was
SELECT test.as('zhaomin', pg_temp.absent('zhouqian', '2026-03-12', '2026-03-13', 'lina')) \g /dev/null
SELECT ok(NOT yc.has_right(pg_temp.staff('lina'), 'review', 210600), 'before it begins the cover may do nothing more');
SELECT test.as('liuyang', test.claim(pg_temp.task(:second), :b)) \g /dev/null
SELECT test.as('liuyang', pg_temp.give(:second, :b, 'zhouqian')) \g /dev/null
SELECT test.clock_set('2026-03-12 08:30+08') \g /dev/null
SELECT yc.tend() \g /dev/null
SELECT is(pg_temp.hands(:second), 'ready', 'a tending later it is everybody''s');
SELECT is(test.as('lina', test.claim(pg_temp.task(:second), :a)), pg_temp.task(:second)::text, 'the cover may review today');
SELECT is(test.as('zhaomin', 'SELECT absence_id FROM desk.absence_end(gen_random_uuid(), 210600, (SELECT absence_id FROM desk.absence_table(210600)))') IS NOT NULL, true, 'she is back already');
SELECT is(test.as('zhaomin', 'SELECT concat_ws('' '', login, state, ended_by) FROM desk.absence_table(210600)'), 'zhouqian ended 赵敏', 'what was ended today is still told');
SELECT test.refused('lina', test.decide(:second, 'agree'), 'E_RIGHT_MISSING', 'so the cover''s rights end at once, also on what is under way');
SELECT test.refused('zhaomin', 'SELECT absence_id FROM desk.absence_end(gen_random_uuid(), 210600, 1)', 'E_ABSENCE_UNKNOWN', 'an absence ends once');
SELECT test.as('lina', format('SELECT task_id FROM desk.task_release(gen_random_uuid(), 210600, %s)', pg_temp.task(:second))) \g /dev/null

-- --- a disabled approver with forty tasks: worked on, held and reserved
SELECT test.many(40);
CREATE FUNCTION pg_temp.take_forty() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _case bigint;
BEGIN
    FOR _case IN SELECT t.case_id FROM yc.task t JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
                 WHERE c.stage = 'review' AND t.claimed_by IS NULL ORDER BY t.id DESC LIMIT 40 LOOP
        IF _case % 3 = 0 THEN
            PERFORM test.as('zhaomin', pg_temp.assign(_case, 'zhouqian'));
            CONTINUE;
        END IF;
        PERFORM test.as('zhouqian', test.claim(pg_temp.task(_case), '00000000-0000-0000-0000-00000000000a'));
        IF _case % 3 = 1 THEN
            PERFORM test.as('zhouqian', pg_temp.hold(_case, '00000000-0000-0000-0000-00000000000a', '2026-03-13'));
        END IF;
    END LOOP;
    RETURN (SELECT count(*) FROM yc.task WHERE claimed_by = pg_temp.staff('zhouqian'));
END $$;
SELECT is(pg_temp.take_forty(), 40, 'forty tasks in three ways in one pair of hands');
SELECT is((SELECT count(DISTINCT yc.task_kind(t))::int FROM yc.task t WHERE claimed_by = pg_temp.staff('zhouqian')), 3, 'all three of them');
SELECT is_empty('SELECT * FROM yc.verify()', 'nothing is broken');
SELECT test.as('sunwei', 'SELECT staff_id FROM desk.staff_disable(gen_random_uuid(), 210600, ''zhouqian'')') \g /dev/null
ALTER ROLE zhouqian LOGIN PASSWORD 'test'; -- logins belong to the cluster: here alone the person is disabled
SELECT is((SELECT count(*)::int FROM yc.task WHERE claimed_by = pg_temp.staff('zhouqian')), 0, 'she is disabled: all are back');
SELECT is_empty($$SELECT c.id FROM yc.case_file c WHERE c.state = 'accepted' AND c.waiting IS NULL AND NOT EXISTS (
                  SELECT FROM yc.task t WHERE t.region = c.region AND t.id = c.live_task)$$, 'no case is without its task');
SELECT test.refused('zhaomin', pg_temp.assign(:second, 'zhouqian'), 'E_ASSIGN_RIGHT', 'and nothing is reserved for her any more');
SELECT is_empty('SELECT * FROM yc.verify()', 'nothing is broken');
SELECT * FROM finish();
