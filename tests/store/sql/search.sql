-- Searching cases: each criterion, both directions while cases come and go, who may find what, masks, what is noted, where a look ends.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();

-- A search in one line; criteria as name=value, ranges as 2026-03-01..2026-03-05.
CREATE FUNCTION pg_temp.searching(_criteria text, _at timestamptz DEFAULT NULL, _id bigint DEFAULT NULL, _back boolean DEFAULT false, _most int DEFAULT 50, _region int DEFAULT 210600)
RETURNS text LANGUAGE sql AS $$
    SELECT format('FROM desk.case_search(%s, %L, %L, %L, %L, %L, %L, %L::daterange, %L::daterange, %L::daterange, %L, %L, %s, %L, %s) s', _region,
        c ->> 'number', c ->> 'credential', c ->> 'name', c ->> 'unit', c ->> 'item', c ->> 'state',
        '[' || replace(c ->> 'accepted', '..', ',') || ']', '[' || replace(c ->> 'due', '..', ',') || ']', '[' || replace(c ->> 'finished', '..', ',') || ']', c ->> 'words',
        _at, coalesce(_id::text, 'NULL'), _back, _most)
    FROM (SELECT coalesce(jsonb_object_agg(split_part(p, '=', 1), split_part(p, '=', 2)), '{}') AS c FROM string_to_table(_criteria, ' ') p WHERE p <> '') parts
$$;
-- What is found, one line: masked names in order, or "..." where the look ended.
CREATE FUNCTION pg_temp.found(_login text, _criteria text, _region int DEFAULT 210600) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(test.as(_login, 'SELECT string_agg(coalesce(s.name, ''...''), '' '') ' || pg_temp.searching(_criteria, _region => _region)), '')
$$;

-- Five cases, accepted a day apart.
CREATE FUNCTION pg_temp.case_made(_n int, _name text, _unit text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.draft('wangfang', test.id_no(_n), _name);
BEGIN
    PERFORM test.fill('wangfang', _case);
    PERFORM test.as('wangfang', test.save(_case, 'last_unit', _unit, 2));
    PERFORM test.as('wangfang', test.accept(_case));
    PERFORM test.clock_add('1 day');
    RETURN _case;
END $$;
SELECT pg_temp.case_made(1, '曾小明', '沈阳城建第二工程公司') AS zeng \gset
SELECT pg_temp.case_made(2, '单田芳', '丹东单家纺织厂') AS shan \gset
SELECT pg_temp.case_made(3, '解晓东', '沈阳城建第二工程公司') AS xie \gset
SELECT test.funeral('wangfang', test.id_no(4)) AS guo \gset
SELECT test.clock_add('1 day') \g /dev/null
SELECT pg_temp.case_made(5, '欧阳修', '葫芦岛某机械厂') AS ouyang \gset
SELECT test.draft('wangfang', test.id_no(6), '𠮷田') AS draft \gset
SELECT c.number AS zeng_number, p.id_no AS zeng_no FROM yc.case_file c JOIN yc.person p ON p.id = c.person_id WHERE c.id = :zeng \gset
SELECT test.decided('zhouqian', :shan, 'return', '01', '承诺书未写日期，请补签') \g /dev/null
SELECT test.decided('zhouqian', :xie, 'deny', '01', '缴费不满一年') \g /dev/null
SELECT yc.today() AS today \gset

-- --- each criterion
SELECT is(pg_temp.found('chenjing', ''), '𠮷* 欧*修 郭*兰 解*东 单*芳 曾*明', 'nothing asked: all that I may see, newest first');
SELECT is(pg_temp.found('chenjing', 'number=' || :'zeng_number'), '曾*明', 'by the whole number');
SELECT is(pg_temp.found('chenjing', 'number=' || right(:'zeng_number', 5)), '曾*明', 'by its last five digits');
SELECT is(pg_temp.found('chenjing', 'credential=' || :'zeng_no'), '曾*明', 'by the whole credential');
SELECT is(pg_temp.found('chenjing', 'credential=' || right(:'zeng_no', 4)), '曾*明', 'by its last four');
SELECT is(pg_temp.found('chenjing', 'credential=' || right(:'zeng_no', 5)), '', 'never digit by digit');
SELECT is(pg_temp.found('chenjing', 'credential=' || right(:'zeng_no', 4) || ' name=zx'), '曾*明', 'with the name beside it');
SELECT is(pg_temp.found('chenjing', 'credential=' || right(:'zeng_no', 4) || ' name=单'), '', 'which is another''s');
SELECT is(pg_temp.found('chenjing', 'name=曾'), '曾*明', 'by the beginning of the name');
SELECT is(pg_temp.found('chenjing', 'name=dtf'), pg_temp.found('chenjing', 'name=stf'), 'by initials, in every reading');
SELECT is(pg_temp.found('chenjing', 'name=stf'), '单*芳', 'and it is they');
SELECT is(pg_temp.found('chenjing', 'unit=城建'), '解*东 曾*明', 'by a part of the unit''s name');
SELECT is(pg_temp.found('chenjing', 'unit=城建 name=xxd'), '解*东', 'a person of a unit');
SELECT is(pg_temp.found('chenjing', 'unit=没有这家'), '', 'no unit is of that name');
SELECT is(pg_temp.found('chenjing', 'item=funeral-grant'), '郭*兰', 'by item');
SELECT is(pg_temp.found('chenjing', 'state=draft'), '𠮷*', 'drafts');
SELECT is(pg_temp.found('chenjing', 'state=denied'), '解*东', 'denied ones');
SELECT is(pg_temp.found('chenjing', 'state=returned'), '单*芳', 'returned ones');
SELECT is(pg_temp.found('chenjing', 'state=accepted'), '欧*修 郭*兰 曾*明', 'those in progress');
SELECT is(pg_temp.found('chenjing', 'state=review item=ui-benefit'), '欧*修 曾*明', 'those that wait for review, of an item');
SELECT is(pg_temp.found('chenjing', 'accepted=2026-03-03..2026-03-04'), '解*东 单*芳', 'by the days of acceptance, both counted');
SELECT is(pg_temp.found('chenjing', 'accepted=2026-03-06..'), '欧*修', 'from a day on; a draft is not accepted');
SELECT is(pg_temp.found('chenjing', 'accepted=..2026-03-02'), '曾*明', 'up to a day');
SELECT is(pg_temp.found('chenjing', 'due=2026-03-01..2026-03-05'), '曾*明', 'by the promised day');
SELECT is(pg_temp.found('chenjing', format('finished=%s..%1$s', :'today')), '解*东', 'by the day of the end');
SELECT is(pg_temp.found('chenjing', 'finished=2026-01-01..2026-01-31'), '', 'an end on no such day');
SELECT is(pg_temp.found('chenjing', 'words=未写日期'), '单*芳', 'by words in an opinion');
SELECT is(pg_temp.found('chenjing', 'words=期，请'), '单*芳', 'signs do not matter');
SELECT is(pg_temp.found('chenjing', 'words=写期'), '', 'characters that do not stand together are no word');
SELECT is(pg_temp.found('chenjing', 'words=不满 unit=城建 state=denied item=ui-benefit accepted=2026-03-01..2026-03-31'), '解*东', 'all of it together');
SELECT is(pg_temp.found('chenjing', 'words=不满 item=funeral-grant'), '', 'every one must be met');
SELECT test.clock_stops('ui-benefit', 'site_check') \g /dev/null
SELECT test.decided('liuyang', :zeng, 'suspend', 'site_check', '实地核查通知1号') \g /dev/null
SELECT is(pg_temp.found('chenjing', 'state=suspended'), '曾*明', 'suspended ones');

-- --- what would mean too many is refused, in a code with its field
CREATE FUNCTION pg_temp.refused(_criteria text) RETURNS text LANGUAGE sql AS $$
    SELECT r.code || ' ' || replace(coalesce(r.detail, ''), E'\n', ' ') FROM test.refusal('chenjing', 'SELECT count(*) ' || pg_temp.searching(_criteria)) r
$$;
SELECT is(pg_temp.refused('number=1234'), 'E_SEARCH_NUMBER typed=1234 least=5', 'four digits of a number');
SELECT is(pg_temp.refused('credential=123'), 'E_SEARCH_CREDENTIAL typed=123 least=4', 'three of a credential');
SELECT is(pg_temp.refused('name=z'), 'E_SEARCH_NAME typed=z least=2', 'one initial');
SELECT is(pg_temp.refused('unit=城'), 'E_SEARCH_UNIT typed=城 least=2', 'one character of a unit');
SELECT is(pg_temp.refused('words=签'), 'E_SEARCH_WORDS typed=签 least=2', 'one of an opinion');
SELECT is(pg_temp.refused('state=lost'), 'E_SEARCH_STATE state=lost', 'a state that there is not');
SELECT is(pg_temp.found('chenjing', 'name=%'), '', 'a sign is no pattern');
SELECT is(pg_temp.found('chenjing', 'unit=%%'), '', 'nor are two');

-- --- pages both ways, by the key of a row: what vanishes or comes between moves nothing
CREATE FUNCTION pg_temp.page(_case bigint, _back boolean, _most int DEFAULT 2) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(test.as('chenjing', 'SELECT string_agg(s.name, '' '') ' || pg_temp.searching('', coalesce(c.accepted_at, c.created_at), c.id, _back, _most)), '')
    FROM test.case_of(_case) c
$$;
SELECT is(test.as('chenjing', 'SELECT string_agg(s.name, '' '') ' || pg_temp.searching('', _most => 2)), '𠮷* 欧*修', 'the first page');
SELECT is(pg_temp.page(:ouyang, false), '郭*兰 解*东', 'the next one begins behind its last row');
SELECT is(pg_temp.page(:xie, false), '单*芳 曾*明', 'and the last');
SELECT is(pg_temp.page(:zeng, false), '', 'behind which is nothing');
SELECT is(pg_temp.page(:shan, true), '郭*兰 解*东', 'back again: those right before');
SELECT is(pg_temp.page(:guo, true), '𠮷* 欧*修', 'to the first');
SELECT is(pg_temp.page(:draft, true), '', 'before which is nothing');
BEGIN;
SELECT c.accepted_at AS at FROM yc.case_file c WHERE c.id = :xie \gset
SELECT test.as('wangfang', test.undo(:ouyang)) \g /dev/null
SELECT pg_temp.case_made(7, '新来的', '某厂') AS new \gset
SELECT is(pg_temp.page(:xie, false), '单*芳 曾*明', 'one comes on top, one is a draft again: the next page is the same');
SELECT is(pg_temp.page(:shan, true), '郭*兰 解*东', 'and so is the one before');
UPDATE yc.case_file SET item = 'gone' WHERE id = :guo; -- out of what is searched, and the key of the page with it
SELECT is(test.as('chenjing', 'SELECT string_agg(s.name, '' '') ' || pg_temp.searching('item=ui-benefit', c.accepted_at, c.id, false, 2)), '解*东 单*芳', 'the row whose key it is may be gone itself')
FROM test.case_of(:guo) c;
SELECT is(test.as('chenjing', 'SELECT string_agg(s.name, '' '') ' || pg_temp.searching('unit=城建', c.accepted_at, c.id, true, 2)), '解*东', 'a set is paged back as well')
FROM test.case_of(:zeng) c;
ROLLBACK;

-- --- who may find what
SELECT is(pg_temp.found('zhouqian', ''), pg_temp.found('chenjing', ''), 'an approver of every item');
SELECT is(pg_temp.found('wangfang', ''), pg_temp.found('chenjing', ''), 'a clerk of the hall');
SELECT is(pg_temp.found('sunwei', ''), '', 'an operator sees no case');
SELECT is(pg_temp.found('nobody_yet', 'name=曾'), '', 'nor does who has no right at all');
SELECT yc.hall_make(210700, 1::smallint, '另一厅', 'Another hall', 2) \g /dev/null
SELECT test.staff('elsewhere', '远方', 'Far Away') \g /dev/null
SELECT test.grant('elsewhere', 'supervise', 210700) \g /dev/null
SELECT is(pg_temp.found('elsewhere', c), '', format('somebody of another region finds nothing (%s)', c))
FROM unnest(ARRAY['', 'name=曾', 'number=' || :'zeng_number', 'unit=城建', 'words=不满', 'state=denied', 'item=ui-benefit']) c;
SELECT is(pg_temp.found('elsewhere', 'name=曾', 210700), '', 'nor by asking for their own');
SELECT yc.hall_make(210600, 2::smallint, '第二厅', 'Second hall', 2) \g /dev/null
SELECT test.staff('second', '二厅', 'Second') \g /dev/null
INSERT INTO yc.staff_grant (staff_id, action, region, hall, valid_from, granted_at) SELECT id, 'accept', 210600, 2, '2026-01-01', yc.now() FROM yc.staff WHERE login = 'second';
SELECT is(pg_temp.found('second', c), '', format('nor a clerk of another hall (%s)', c)) FROM unnest(ARRAY['', 'name=曾', 'unit=城建', 'words=不满']) c;
SELECT test.staff('funerals', '丧葬', 'Funerals') \g /dev/null
INSERT INTO yc.staff_grant (staff_id, action, region, item, valid_from, granted_at) SELECT id, 'review', 210600, 'funeral-grant', '2026-01-01', yc.now() FROM yc.staff WHERE login = 'funerals';
SELECT is(pg_temp.found('funerals', ''), '郭*兰', 'an approver of one item finds its cases alone');
SELECT is(pg_temp.found('funerals', 'item=ui-benefit'), '', 'and none of others');

-- --- what is noted
DELETE FROM yc.read_log;
SELECT pg_temp.found('chenjing', 'item=ui-benefit state=denied') \g /dev/null
SELECT is((SELECT count(*)::int FROM yc.read_log), 0, 'who looks at cases of a kind looks for nobody');
SELECT pg_temp.found('chenjing', 'name=曾') \g /dev/null
SELECT is((SELECT string_agg(concat_ws(' ', l.function, p.name, l.purpose), ', ') FROM yc.read_log l JOIN yc.person p ON p.id = l.person_id), 'search 曾小明 search by name',
    'who looks for somebody is noted with who was shown');

SELECT pg_temp.found('chenjing', 'name=没有这人') \g /dev/null
SELECT is((SELECT l.what FROM yc.read_log l WHERE l.person_id IS NULL), 'nobody', 'and that nobody was found, without the words');

-- --- an opinion that was taken back is none
SELECT test.as('zhouqian', test.undo(:xie)) \g /dev/null
SELECT is(pg_temp.found('chenjing', 'words=不满'), '', 'words of a decision that was taken back');

-- --- a walk that finds nothing ends, and says where
SELECT test.many(2100) \g /dev/null
ANALYZE yc.case_file;
SELECT is(pg_temp.found('chenjing', 'state=received'), '...', 'after 2,000 cases it is said how far it came');
SELECT s.since, s.case_id FROM test.as('chenjing', 'SELECT s.since::text || ''|'' || s.case_id ' || pg_temp.searching('state=received')) a,
    LATERAL (SELECT split_part(a, '|', 1)::timestamptz AS since, split_part(a, '|', 2)::bigint AS case_id) s \gset
SELECT is(coalesce(test.as('chenjing', 'SELECT string_agg(coalesce(s.name, ''...''), '' '') ' || pg_temp.searching('state=received', :'since', :case_id)), ''), '', 'from there it goes on to the end');
SELECT is(pg_temp.refused('name=' || left(p.name, 1)), 'E_SEARCH_WIDE_PEOPLE most=1000', 'a name that 2,000 bear is too wide') FROM yc.person p ORDER BY p.id DESC LIMIT 1;
UPDATE yc.person SET name = '郭晓兰兰' WHERE id IN (SELECT id FROM yc.person WHERE name = '郭晓兰' ORDER BY id DESC LIMIT 2100);
SELECT is(pg_temp.found('chenjing', 'name=郭晓兰'), '郭*兰', 'who is named just so is found, however many names begin so');

-- --- words that stand in opinions of many months: pages from the newest back, and up again, are all that there is
UPDATE yc.case_file c SET accepted_at = yc.now() - n.n * interval '9 hours' FROM (SELECT x.id, row_number() OVER (ORDER BY x.id) AS n FROM yc.case_file x WHERE x.accepted_at = yc.now()) n
WHERE c.id = n.id;
INSERT INTO yc.decision (region, id, case_id, task_id, stage, decision, reason, note, decided_by, decided_at)
SELECT 210600, row_number() OVER (ORDER BY t.at), c.id, yc.next_id(), 'review', 'return', '01', CASE WHEN n % 11 = 0 THEN '少了第二页' ELSE '缺少签名' END, 1, t.at
FROM (SELECT x.*, row_number() OVER (ORDER BY x.id) AS n FROM yc.case_file x WHERE x.state = 'accepted') c
CROSS JOIN LATERAL (SELECT least(c.accepted_at + n % 2 * interval '60 days', yc.now()) AS at) t WHERE n % 5 = 0;
CREATE FUNCTION pg_temp.paged(_words text, _back boolean, _most int) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    _row  text;
    _at   timestamptz;
    _id   bigint;
    _all  bigint[] := '{}';
    _page bigint[];
BEGIN
    LOOP
        _row := test.as('chenjing', 'SELECT array_agg(s.case_id ORDER BY s.since, s.case_id) || CASE WHEN count(s.item) < count(*) THEN ''{0}''::bigint[] END '
                                    || pg_temp.searching('words=' || _words, _at, _id, _back, _most));
        _page := _row::bigint[];
        EXIT WHEN _page IS NULL;
        IF NOT _back THEN
            _page := ARRAY(SELECT p FROM unnest(_page) WITH ORDINALITY u(p, n) ORDER BY n DESC);
        END IF;
        _all := _all || array_remove(_page, 0);
        SELECT c.accepted_at, c.id INTO _at, _id FROM yc.case_file c WHERE c.id = _page[cardinality(_page)];
        EXIT WHEN cardinality(_page) < _most;
    END LOOP;
    RETURN _all;
END $$;
CREATE FUNCTION pg_temp.worded(_words text) RETURNS bigint[] LANGUAGE sql AS $$
    SELECT array_agg(c.id ORDER BY c.accepted_at DESC, c.id DESC) FROM yc.case_file c JOIN yc.decision d ON d.case_id = c.id AND d.note = _words
$$;
SELECT cmp_ok(cardinality(pg_temp.worded('少了第二页')), '>', 30, 'some dozens of cases');
SELECT is(pg_temp.paged('少了第二页', false, n), pg_temp.worded('少了第二页'), format('in pages of %s, newest first', n)) FROM unnest('{2,7,50}'::int[]) n;
SELECT is(pg_temp.paged('少了第二页', true, 7), ARRAY(SELECT w FROM unnest(pg_temp.worded('少了第二页')) WITH ORDINALITY u(w, n) ORDER BY n DESC), 'and from the oldest up');
SELECT * FROM finish();
