-- Suspended for an outside place: only for what the item allows, listed, answered once, joined at the end, parted by an undo.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.whole(_name text) RETURNS text LANGUAGE sql AS $$ SELECT is_empty('SELECT * FROM yc.verify()', _name || ': nothing is broken') $$;
CREATE FUNCTION pg_temp.fill(_who text, _case bigint, _from text, _to text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM test.as(_who, test.save(_case, f.key, f.value)) FROM (VALUES ('mobile', '13800006612'), ('from_region', '210200'), ('to_region', '210600'),
        ('own_start', _from), ('own_end', _to), ('unit_name', '演示机械厂')) f(key, value) WHERE f.value IS NOT NULL;
    PERFORM test.as(_who, test.add(_case, kind)) FROM unnest(ARRAY['id', 'lostv']) kind;
END $$;
-- A transfer at its review; months paid here from _from to _to.
CREATE FUNCTION pg_temp.transfer(_id_no text, _from text DEFAULT '2018-12', _to text DEFAULT '2026-02') RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.as('wangfang', format('SELECT case_id FROM desk.case_open(gen_random_uuid(), 210600, %s, ''pension-transfer-in'')', test.visit('wangfang', _id_no)));
BEGIN
    PERFORM pg_temp.fill('wangfang', _case, _from, _to);
    PERFORM test.as('wangfang', test.accept(_case));
    RETURN _case;
END $$;
CREATE FUNCTION pg_temp.suspended(_id_no text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := pg_temp.transfer(_id_no);
BEGIN
    PERFORM test.decided('zhouqian', _case, 'suspend', 'inter_region_reply', '联系函2026-17');
    RETURN _case;
END $$;
CREATE FUNCTION pg_temp.enter(_case bigint, _segments text DEFAULT '210200 2015-03 2018-12 46 1234567', _paper text DEFAULT '连社险复2026-5', _on text DEFAULT NULL, _words text DEFAULT '',
                              _version int DEFAULT NULL, _command uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT reply_id FROM desk.reply_enter(%L, 210600, %s, %s, %L, %L, %L, %L, %L, %L, %L, %L)', _command, _case, coalesce(_version, (test.case_of(_case)).version),
                  _paper, coalesce(_on, yc.today()::text), _words, array_agg(nullif(p[1], '-')), array_agg(nullif(p[2], '-')), array_agg(nullif(p[3], '-')), array_agg(p[4]), array_agg(p[5]))
    FROM regexp_split_to_table(nullif(_segments, ''), ';') s, regexp_split_to_array(s, ' ') p
$$;
CREATE FUNCTION pg_temp.record(_who text, _case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, format('SELECT string_agg(concat_ws('' '', source, place, first_month, last_month, months, nullif(twice, 0), account_fen), ''; '') FROM desk.contribution_list(210600, %s)', _case))
$$;
CREATE FUNCTION pg_temp.list(_who text) RETURNS text LANGUAGE sql AS $$
    SELECT test.as(_who, 'SELECT string_agg(concat_ws('' '', case_id, stage, kind, since, days, paper, expected, overdue), ''; '') FROM desk.suspended_list(210600)')
$$;
CREATE FUNCTION pg_temp.dues(_case bigint) RETURNS text LANGUAGE sql AS $$ SELECT concat_ws(' ', promised_due, statutory_due) FROM yc.case_file WHERE id = _case $$;

-- --- the vectors, which C is held to as well
\set segments `cat :'vectors'/segment.tsv`
CREATE FUNCTION pg_temp.judged(_segments text) RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN r.code IS NULL THEN 'ok' ELSE r.parameters[2] || ' ' || r.code END
    FROM (SELECT array_agg(nullif(p[1], '-')) AS place, array_agg(nullif(p[2], '-')) AS first, array_agg(nullif(p[3], '-')) AS last, array_agg(p[4]::int) AS months, array_agg(p[5]::bigint) AS account
          FROM regexp_split_to_table(nullif(_segments, '-'), ';') s, regexp_split_to_array(s, ' ') p) a,
         yc.segment_refusal(a.place, a.first, a.last, a.months, a.account, '2026-03-02') r
$$;
SELECT is_empty(format('SELECT line, c[1], given, c[2] FROM (SELECT line, string_to_array(text, E''\t'') AS c FROM regexp_split_to_table(%L, E''\n'') WITH ORDINALITY AS l(text, line)
    WHERE text <> '''' AND text NOT LIKE ''#%%'') v, pg_temp.judged(c[1]) given WHERE given IS DISTINCT FROM c[2]', :'segments'), 'each list of segments is judged as in C');
SELECT is((yc.segment_refusal(ARRAY['210200'], ARRAY['2015-03'], ARRAY['2015-03'], ARRAY[1], ARRAY[]::bigint[], yc.today())).code, 'E_SEGMENT_FORM', 'lists of different lengths');
SELECT is((yc.segment_refusal(ARRAY[['210200']], ARRAY['2015-03'], ARRAY['2015-03'], ARRAY[1], ARRAY[1], yc.today())).code, 'E_SEGMENT_FORM', 'a list of lists');
SELECT is((yc.segment_refusal(array_fill('210200'::text, '{31}'), array_fill('2015-03'::text, '{31}'), array_fill('2015-03'::text, '{31}'), array_fill(1, '{31}'), array_fill(1::bigint, '{31}'), yc.today())).code,
          'E_SEGMENT_MANY', 'thirty-one rows');

-- --- what stops the clock is the item's own
SELECT test.accepted('wangfang', test.id_no(50)) AS benefit \gset
SELECT test.as('zhouqian', test.claim((test.task_of(:benefit)).id)) \g /dev/null
SELECT is((test.refusal('zhouqian', test.decide(:benefit, 'suspend', kind, '通知'))).code, 'E_SUSPEND_KIND', 'nothing suspends the benefit: ' || kind)
FROM unnest(ARRAY['inter_region_reply', 'site_check', 'supplement']) kind;
SELECT is((test.refusal('zhouqian', test.decide(:benefit, 'suspend', 'site_check', '通知'))).detail, E'reason=site_check\nitem=ui-benefit', 'the refusal names kind and item');
SELECT is(test.as('zhouqian', format('SELECT count(*) FROM desk.suspend_list(210600, %s)', :benefit)), '0', 'and none is offered');
SELECT test.as('zhouqian', format('SELECT task_id FROM desk.task_release(gen_random_uuid(), 210600, %s)', (test.task_of(:benefit)).id)) \g /dev/null

SELECT pg_temp.transfer(test.id_no(1)) AS case \gset
SELECT is(pg_temp.dues(:case), '2026-03-23 2026-05-08', 'promised in 15 working days, 45 by law');
SELECT test.as('zhouqian', test.claim((test.task_of(:case)).id)) \g /dev/null
SELECT is(test.as('zhouqian', format('SELECT string_agg(code || name_zh, '' '') FROM desk.suspend_list(210600, %s)', :case)), 'inter_region_reply等待外地社保机构复函', 'a transfer waits for the other place, and for nothing else');
SELECT test.refused('zhouqian', test.decide(:case, 'suspend', 'site_check', '通知'), 'E_SUSPEND_KIND', 'not for a check on site');
SELECT is(pg_temp.record('zhouqian', :case), 'own 210600 2018-12 2026-02 87; joined 2018-12 2026-02 87', 'before the reply only the months paid here are known');
SELECT test.refused('zhouqian', pg_temp.enter(:case), 'E_CASE_STATE', 'a reply to a case that does not wait');
SELECT is(test.as('zhouqian', test.decide(:case, 'suspend', 'inter_region_reply', '联系函2026-17')), 'accepted', 'suspended on the letter');
SELECT pg_temp.whole('suspended');

-- --- the list of what is suspended
SELECT test.clock_set('2026-03-09 09:00+08') \g /dev/null
SELECT pg_temp.suspended(test.id_no(2)) AS second \gset
SELECT is(pg_temp.list('zhouqian'), format('%s review inter_region_reply 2026-03-02 7 联系函2026-17 2026-03-23 f; %s review inter_region_reply 2026-03-09 0 联系函2026-17 2026-03-30 f', :case, :second),
          'who has waited longest stands first; the place has fifteen working days');
SELECT is(pg_temp.list('zhaomin'), pg_temp.list('zhouqian'), 'a supervisor sees all of them');
SELECT is(pg_temp.list(who), NULL, who || ' sees none: it is not their stage') FROM unnest(ARRAY['wangfang', 'lina', 'chenjing', 'sunwei', 'nobody_yet']) who;
SELECT is(test.as('zhouqian', 'SELECT string_agg(DISTINCT name, '' '') FROM desk.suspended_list(210600)'), yc.mask('name_any', '郭晓兰'), 'names are masked');
SELECT test.clock_set('2026-03-24 09:00+08') \g /dev/null
SELECT is(test.as('zhouqian', format('SELECT overdue FROM desk.suspended_list(210600) WHERE case_id = %s', :case)), 'true', 'the day after, it is overdue');
SELECT is(test.as('zhouqian', format('SELECT count(*) FROM desk.why_not(''reply'', 210600, %s)', :case)), '0', 'nothing stands against entering the reply');

-- --- attacks on the reply
SELECT test.refused(who, pg_temp.enter(:case), 'E_RIGHT_MISSING', who || ' enters a reply') FROM unnest(ARRAY['wangfang', 'lina', 'chenjing']) who;
SELECT test.refused(who, pg_temp.enter(:case), 'E_CASE_UNKNOWN', who || ' does not see it') FROM unnest(ARRAY['sunwei', 'nobody_yet']) who;
SELECT test.refused('zhouqian', pg_temp.enter(:case, _version => version), 'E_CASE_MOVED', 'another version: ' || version) FROM unnest(ARRAY[0, 1, 999]) version;
SELECT test.refused('zhouqian', pg_temp.enter(:case, _paper => paper), 'E_VALUE_REFUSED', 'a number that is none') FROM unnest(ARRAY['', '  ', E'\u3000', E'a\nb', E'\u202Eabc', repeat('号', 201)]) paper;
SELECT test.refused('zhouqian', pg_temp.enter(:case, _words => words), 'E_VALUE_REFUSED', 'words that are none') FROM unnest(ARRAY['  ', E'a\nb', repeat('长', 201)]) words;
SELECT test.refused('zhouqian', pg_temp.enter(:case, _on => day), 'E_REPLY_DAY', 'a reply of ' || day) FROM unnest(ARRAY['2026-03-01', '2026-03-25', '1900-01-01', 'infinity']) day;
SELECT test.refused('zhouqian', pg_temp.enter(:case, segments), code, code) FROM (VALUES
    ('', 'E_REPLY_EMPTY'), ('210200 2018-12 2015-03 1 1', 'E_SEGMENT_ORDER'), ('210200 2015-03 2026-04 1 1', 'E_SEGMENT_FUTURE'), ('210200 2015-03 2018-12 47 1', 'E_SEGMENT_MONTHS'),
    ('210200 2015-03 2018-12 46 1;210600 2018-12 2019-01 2 1', 'E_SEGMENT_OVERLAP'), ('999999 2015-03 2018-12 46 1', 'E_SEGMENT_PLACE'), ('210200 2015-03 2018-12 46 -1', 'E_SEGMENT_ACCOUNT')) s(segments, code);
SELECT is((test.refusal('zhouqian', pg_temp.enter(:case, '210200 2015-03 2018-12 46 1;210600 2018-12 2019-01 2 1'))).detail,
          E'row=2\nplace=210600\nfrom=2018-12\nto=2019-01\nmonths=2\nother=1\nmonth=2018-12', 'the refusal names rows and month');
UPDATE yc.staff SET id_no = test.id_no(1) WHERE login = 'zhaomin';
SELECT test.refused('zhaomin', pg_temp.enter(:case), 'E_OWN_CASE', 'the reply to one''s own case');
UPDATE yc.staff SET id_no = NULL WHERE login = 'zhaomin';
INSERT INTO yc.staff_kin SELECT id, test.id_no(1), '配偶' FROM yc.staff WHERE login = 'zhaomin';
SELECT test.refused('zhaomin', pg_temp.enter(:case), 'E_KIN_CASE', 'the reply to one''s wife''s');
DELETE FROM yc.staff_kin;
SELECT is((SELECT count(*) FROM yc.reply), 0::bigint, 'none of these left a trace');

-- --- the reply
SELECT gen_random_uuid() AS command \gset
SELECT pg_temp.enter(:case, _command => :'command') AS enter, pg_temp.enter(:case) AS late \gset
SELECT test.as('zhouqian', :'enter') AS reply \gset
SELECT is(test.as('zhouqian', :'enter'), :'reply', 'sent twice it happens once');
SELECT test.refused('zhouqian', replace(:'enter', '1234567', '1234568'), 'E_COMMAND_REUSED', 'with another sum it is another command');
SELECT is((SELECT count(*) FROM yc.reply), 1::bigint, 'indeed');
SELECT is((SELECT (stage, waiting, live_task IS NOT NULL)::text FROM yc.case_file WHERE id = :case), '(review,,t)', 'it is back in the queue of its stage');
SELECT is(pg_temp.dues(:case), '2026-04-15 2026-05-29', 'both dates moved by the sixteen working days of waiting');
SELECT is(test.as('zhouqian', format('SELECT concat_ws('' '', first_day, last_day) FROM desk.explain(210600, %s) WHERE clock = ''promised'' AND kind = ''pause''', :case)), '2026-03-03 2026-03-24', 'the sum names the days left out');
SELECT is((test.refusal('liuyang', :'late')).code, 'E_CASE_MOVED', 'who enters it at the same time comes too late');
SELECT ok((test.refusal('liuyang', :'late')).detail LIKE E'who=周倩\nwhen=2026-03-24 09:00\naction=reply', 'and is told who did it, and when');
SELECT test.refused('liuyang', pg_temp.enter(:case), 'E_REPLY_GIVEN', 'a second reply');
SELECT is((SELECT test.as('liuyang', format('SELECT array_to_string(parameters, '' '') FROM desk.why_not(''reply'', 210600, %s)', :case))),
          format('number %s who 周倩 when 2026-03-24 09:00', (test.case_of(:case)).number), 'why_not says the same');
SELECT test.refused('zhouqian', test.undo(:case), 'E_UNDO_OPENED', 'the suspension cannot be taken back any more');
SELECT is(test.as('zhouqian', format('SELECT string_agg(concat_ws('' '', counts, paper, replied_on, entered_by, line, place_zh, first_month, last_month, months, account_fen), ''; '') FROM desk.reply_list(210600, %s)', :case)),
          't 连社险复2026-5 2026-03-24 周倩 1 大连市 2015-03 2018-12 46 1234567', 'what it says');
SELECT is(test.as('zhouqian', format('SELECT note FROM desk.case_timeline(210600, %s) WHERE action = ''reply''', :case)), '连社险复2026-5', 'it stands in the timeline');
SELECT is(pg_temp.record('zhouqian', :case), 'reply 210200 2015-03 2018-12 46 1234567; own 210600 2018-12 2026-02 87; joined 2015-03 2026-02 132 1 1234567', 'joined: December 2018 was paid twice and counts once');
SELECT ok(position('1234567' IN (SELECT string_agg(convert_from(body, 'UTF8'), '') FROM yc.journal)) = 0 AND position('复2026' IN (SELECT string_agg(convert_from(body, 'UTF8'), '') FROM yc.journal)) = 0,
          'the journal has digests, no values');
SELECT is((SELECT count(*) FROM yc.read_log WHERE case_id = :case AND function IN ('contribution_list', 'reply_list')), 3::bigint, 'who looked at it is noted');
SELECT pg_temp.whole('answered');

-- --- a reply to the wrong kind, one that says nothing, an end without one
SELECT test.clock_stops('pension-transfer-in', 'inter_region_reply', 'site_check') \g /dev/null
SELECT pg_temp.transfer(test.id_no(3)) AS third \gset
SELECT test.decided('zhouqian', :third, 'suspend', 'site_check', '核查通知') \g /dev/null
SELECT test.refused('zhouqian', pg_temp.enter(:third), 'E_REPLY_KIND', 'a reply to a check on site');
SELECT is(test.as('zhouqian', pg_temp.enter(:second, '', _words => '查无参保记录')) IS NOT NULL, true, 'a reply without segments says why');
SELECT is(test.as('zhouqian', format('SELECT concat_ws('' '', counts, words, line) FROM desk.reply_list(210600, %s)', :second)), 't 查无参保记录', 'and is shown');
CREATE FUNCTION pg_temp.resume(_case bigint, _words text, _command uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT promised_due FROM desk.case_resume(%L, 210600, %s, %s, %L)', _command, _case, (test.case_of(_case)).version, _words)
$$;
SELECT test.refused('zhouqian', pg_temp.resume(:third, words), 'E_VALUE_REFUSED', 'an end without words') FROM unnest(ARRAY[NULL, '', ' ', E'a\nb']) words;
SELECT pg_temp.resume(:third, '已电话核实') AS resume \gset
SELECT is(test.as('zhouqian', :'resume'), test.as('zhouqian', :'resume'), 'ended twice it ends once');
SELECT is(test.as('zhouqian', format('SELECT note FROM desk.case_timeline(210600, %s) WHERE action = ''resume''', :third)), '已电话核实', 'the words stand in the timeline');
SELECT pg_temp.whole('ended without a reply');

-- --- the end joins, its undoing parts
SELECT test.decided('zhouqian', :case, 'agree') \g /dev/null
SELECT is((SELECT count(*) FROM yc.contribution), 0::bigint, 'agreed at the review nothing is joined yet');
SELECT is(test.decided('lina', :case, 'agree'), 'finished', 'rechecked it is finished');
SELECT is(pg_temp.record('chenjing', :case), 'record 210200 2015-03 2018-12 46 1234567; record 210600 2018-12 2026-02 87; joined 2015-03 2026-02 132 1 1234567', 'the person''s record has both, the month counted once');
SELECT is(pg_temp.record('wangfang', :second), 'own 210600 2018-12 2026-02 87; joined 2018-12 2026-02 87', 'another person''s has nothing of it');
SELECT pg_temp.whole('joined');
SELECT is(test.as('lina', test.undo(:case)), 'accepted', 'the recheck is taken back');
SELECT is((SELECT count(*) FROM yc.contribution WHERE undone_at IS NULL), 0::bigint, 'and the months are not joined any more');
SELECT is((SELECT count(*) FROM yc.contribution), 2::bigint, 'what was joined stays, marked');
SELECT is(pg_temp.record('lina', :case), 'reply 210200 2015-03 2018-12 46 1234567; own 210600 2018-12 2026-02 87; joined 2015-03 2026-02 132 1 1234567', 'the reply still says what it said');
SELECT pg_temp.whole('parted');
SELECT is(test.as('lina', test.decide(:case, 'agree')), 'finished', 'and agreed again');
SELECT is((SELECT count(*) FROM yc.contribution WHERE undone_at IS NULL), 2::bigint, 'joined once');
SELECT test.decided('zhouqian', :second, 'agree'), test.decided('lina', :second, 'agree') \g /dev/null
SELECT is(pg_temp.record('chenjing', :second), 'record 210600 2018-12 2026-02 87; joined 2018-12 2026-02 87', 'an answer that there is nothing joins the months paid here alone');
SELECT test.decided('zhouqian', :third, 'agree'), test.decided('lina', :third, 'agree') \g /dev/null
SELECT is(pg_temp.record('chenjing', :third), NULL, 'ended without an answer nothing is joined');

-- --- the same person again
SELECT pg_temp.suspended(test.id_no(1)) AS again \gset
SELECT test.refused('zhouqian', pg_temp.enter(:again, '210200 2018-10 2018-12 3 1'), 'E_SEGMENT_JOINED', 'months that were transferred once');
SELECT test.as('zhouqian', pg_temp.enter(:again, '210300 2010-01 2010-12 10 500;210300 2011-02 2011-03 2 7')) \g /dev/null
SELECT is(pg_temp.record('zhouqian', :again), 'record 210200 2015-03 2018-12 46 1234567; record 210600 2018-12 2026-02 87; reply 210300 2010-01 2010-12 10 500; reply 210300 2011-02 2011-03 2 7; joined 2010-01 2026-02 144 1 1235074',
          'months missing within a span stay missing; what is joined here already does not come twice');
SELECT test.decided('zhouqian', :again, 'agree'), test.decided('lina', :again, 'agree') \g /dev/null
SELECT is((SELECT count(*) FROM yc.contribution WHERE undone_at IS NULL AND case_id = :again), 2::bigint, 'the months paid here were joined by the first case');

-- --- suspended and answered again: the last reply counts
SELECT pg_temp.suspended(test.id_no(4)) AS twice \gset
SELECT test.as('liuyang', pg_temp.enter(:twice, '210200 2015-03 2015-12 9 100')) \g /dev/null
SELECT test.decided('zhouqian', :twice, 'suspend', 'inter_region_reply', '联系函2026-33') \g /dev/null
SELECT test.as('zhaomin', pg_temp.enter(:twice, '210200 2015-03 2015-12 10 100', '更正函')) \g /dev/null
SELECT is(test.as('zhouqian', format('SELECT string_agg(concat_ws('' '', counts, paper, months), ''; '') FROM desk.reply_list(210600, %s)', :twice)), 'f 连社险复2026-5 9; t 更正函 10', 'both stand; the correction counts');
SELECT test.decided('zhouqian', :twice, 'agree'), test.decided('lina', :twice, 'agree') \g /dev/null
SELECT is(pg_temp.record('chenjing', :twice), 'record 210200 2015-03 2015-12 10 100; record 210600 2018-12 2026-02 87; joined 2015-03 2026-02 97 100', 'and is joined');
SELECT pg_temp.whole('answered twice');

-- --- an application whose own months cannot be: nobody agrees to it
SELECT pg_temp.transfer(test.id_no(5), '2020-05', '2020-04') AS odd \gset
SELECT test.as('zhouqian', test.claim((test.task_of(:odd)).id)) \g /dev/null
SELECT is((test.refusal('zhouqian', test.decide(:odd, 'agree')))::text, E'(E_OWN_MONTHS,"from=2020-05\nto=2020-04")', 'months paid here that end before they begin');
SELECT is(test.as('zhouqian', test.decide(:odd, 'return', '03', '本地缴费起止颠倒')), 'returned', 'it is returned');

-- --- what somebody changes behind the functions' back is named
CREATE FUNCTION pg_temp.spoiled(_sql text, _code text, _name text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    _found text;
BEGIN
    BEGIN
        EXECUTE _sql;
        SELECT string_agg(DISTINCT v.code, ' ') INTO _found FROM yc.verify() v;
        RAISE SQLSTATE 'UNDO0';
    EXCEPTION WHEN SQLSTATE 'UNDO0' THEN
        NULL;
    END;
    RETURN public.is(_found, _code, 'verify: ' || _name);
END $$;
SELECT pg_temp.spoiled(format('UPDATE yc.reply SET paper = ''x'' WHERE case_id = %s', :case), 'E_VERIFY_REPLY', 'another number');
SELECT pg_temp.spoiled(format('UPDATE yc.reply SET entered_by = 1 WHERE case_id = %s', :case), 'E_VERIFY_REPLY', 'entered by another');
SELECT pg_temp.spoiled(format('UPDATE yc.suspension SET kind = ''site_check'' WHERE case_id = %s', :case), 'E_VERIFY_REPLY', 'a suspension of another kind');
SELECT pg_temp.spoiled(format('UPDATE yc.reply_segment SET months = 47 WHERE reply_id = %s', :reply), 'E_VERIFY_RECORD E_VERIFY_REPLY', 'a month more than the span has');
SELECT pg_temp.spoiled(format('DELETE FROM yc.contribution WHERE case_id = %s AND undone_at IS NULL', :case), 'E_VERIFY_RECORD', 'a record that lost what was joined');
SELECT pg_temp.spoiled(format('UPDATE yc.contribution SET account_fen = account_fen + 1 WHERE case_id = %s AND undone_at IS NULL', :case), 'E_VERIFY_RECORD', 'another sum');
SELECT pg_temp.spoiled(format('UPDATE yc.contribution SET undone_at = NULL WHERE case_id = %s', :case), 'E_VERIFY_RECORD', 'joined twice');
SELECT pg_temp.spoiled(format('INSERT INTO yc.contribution (region, person_id, place, first_month, last_month, months, case_id, joined_at) SELECT region, person_id, ''210200'', ''2001-01-01'', ''2001-01-01'', 1, id, yc.now() FROM yc.case_file WHERE id = %s', :odd),
                       'E_VERIFY_RECORD', 'months joined by a case that is not finished');
SELECT pg_temp.whole('in the end');
SELECT * FROM finish();
