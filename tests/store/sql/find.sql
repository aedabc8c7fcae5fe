-- Finding people and cases (F3): every way, who may find whom, words that would be patterns, what is noted, what stays found.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();

-- Who is found, one line: by what, masked name, number of the case.
CREATE FUNCTION pg_temp.found(_login text, _words text, _hall int DEFAULT 1, _region int DEFAULT 210600) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(test.as(_login, format('SELECT string_agg(concat_ws('' '', f.matched, f.name, right(f.number, 6)), '', '') FROM desk.find(%s, %s::smallint, %L) f',
                                           _region, coalesce(_hall::text, 'NULL'), _words)), '')
$$;
CREATE FUNCTION pg_temp.finding(_words text) RETURNS text LANGUAGE sql AS $$ SELECT format('SELECT * FROM desk.find(210600, 1::smallint, %L)', _words) $$;

-- People come with a telephone once a case of theirs is accepted, with a unit likewise.
CREATE FUNCTION pg_temp.case_made(_n int, _name text, _mobile text, _unit text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.draft('wangfang', test.id_no(_n), _name);
BEGIN
    PERFORM test.fill('wangfang', _case);
    PERFORM test.as('wangfang', test.save(_case, 'mobile', _mobile, 2)), test.as('wangfang', test.save(_case, 'last_unit', _unit, 2));
    PERFORM test.as('wangfang', test.accept(_case));
    RETURN _case;
END $$;
SELECT pg_temp.case_made(1, '曾小明', '13800011111', '沈阳城建第二工程公司') AS zeng \gset
SELECT pg_temp.case_made(2, '单田芳', '13800012222', '丹东单家纺织厂') AS shan \gset
SELECT pg_temp.case_made(3, '解晓东', '13800013333', '沈阳城建第二工程公司') AS xie \gset
SELECT test.visit('wangfang', test.id_no(4), '𠮷田') AS visit \gset
SELECT test.visit('wangfang', test.id_no(5), '阿依古丽·买买提') AS visit \gset
SELECT test.as('wangfang', 'SELECT visit_id FROM desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 1::smallint, ''06'', ''E12345678'', ''GARCIA MARIA LUISA'')') AS visit \gset
SELECT test.visit('wangfang', test.id_no(6), '曾小') AS visit \gset
SELECT id_no AS xie_no FROM yc.person WHERE name = '解晓东' \gset

-- --- initials
SELECT is(yc.initials('曾小明'), '{cxm,zxm}', 'a character with two readings gives two initials');
SELECT is(yc.initials('Maria-Luísa García'), '{mlg}', 'of Latin words the first letters, with or without accents');
SELECT is(yc.initials('甲2厂') @> '{j2c}', true, 'a digit is a digit');
SELECT cmp_ok(cardinality(yc.initials(repeat('曾单解行', 10))), '<=', 32, 'however many readings: 32 at the most');
SELECT is(yc.initials('曾单解行', 1), '{cdjx}', 'with room for one alone: the usual ones');
SELECT is(yc.initials(''), '{}', 'nothing has none');
SELECT is(yc.initials(E'·， %\\'), '{}', 'nor have dots and signs');

-- --- each way of finding
SELECT is(pg_temp.found('wangfang', '曾'), 'name 曾*, name 曾*明', 'by the first character of the name');
SELECT is(pg_temp.found('wangfang', '曾小明'), 'name 曾*明', 'by the whole of it');
SELECT is(pg_temp.found('wangfang', '曾小'), 'name 曾*, name 曾*明', 'who is named just so comes first');
SELECT is(pg_temp.found('wangfang', '小明'), '', 'but not by what stands behind the surname');
SELECT is(pg_temp.found('wangfang', 'zxm'), 'initials 曾*明', 'by initials');
SELECT is(pg_temp.found('wangfang', 'cxm'), 'initials 曾*明', 'by those of the other reading');
SELECT is(pg_temp.found('wangfang', 'ＺＸ'), 'initials 曾*, initials 曾*明', 'by their beginning; capitals and full-width letters are letters');
SELECT is(pg_temp.found('wangfang', 'stf'), pg_temp.found('wangfang', 'dtf'), '单 is s as well as d');
SELECT is(pg_temp.found('wangfang', 'xxd'), pg_temp.found('wangfang', 'jxd'), '解 is x as well as j');
SELECT is(pg_temp.found('wangfang', '𠮷'), 'name 𠮷*', 'a character beyond the BMP is a character');
SELECT is(pg_temp.found('wangfang', '阿依古丽买'), 'name 阿******提', 'a name with a dot, without it');
SELECT is(pg_temp.found('wangfang', '阿依古丽・买买提'), 'name 阿******提', 'and with another one');
SELECT is(pg_temp.found('wangfang', 'garcia m'), 'name G****************A', 'a Latin name by its letters');
SELECT is(pg_temp.found('wangfang', 'gml'), 'initials G****************A', 'and by its initials');
SELECT is(pg_temp.found('wangfang', '2222'), 'mobile 单*芳', 'by the tail of the telephone');
SELECT is(pg_temp.found('wangfang', '12222'), pg_temp.found('wangfang', '99999'), 'by five digits as by none: nobody guesses the hidden ones from behind');
SELECT is(pg_temp.found('wangfang', '138-0001-2222'), 'mobile 单*芳', 'by the whole of it, however it is written');
SELECT is(pg_temp.found('wangfang', '２２２２'), 'mobile 单*芳', 'full-width digits are digits');
SELECT is(pg_temp.found('wangfang', right(:'xie_no', 4)), 'credential 解*东', 'by the tail of the credential');
SELECT is(pg_temp.found('wangfang', lower(:'xie_no')), 'credential 解*东', 'by the whole of it');
SELECT is(pg_temp.found('wangfang', 'e12345678'), 'credential G****************A', 'by a passport with its letter');
SELECT is(pg_temp.found('wangfang', right((test.case_of(:zeng)).number, 5)), 'number 曾*明 000015', 'by the tail of the case number');
SELECT is(pg_temp.found('wangfang', '210600-20260302-001-00001-5'), 'number 曾*明 000015', 'by the whole number, with its dashes');
SELECT is(pg_temp.found('wangfang', '城建第二'), format('unit 解*东 %s, unit 曾*明 000015', right((test.case_of(:xie)).number, 6)), 'by any part of the unit, the newest case first');
SELECT is(pg_temp.found('wangfang', 'sycj'), pg_temp.found('wangfang', '城建第二'), 'by the beginning of its initials');
SELECT is(pg_temp.found('wangfang', '单'), 'name 单*芳', 'one character of a unit is too little: only names are asked');

-- --- too little
SELECT is((SELECT (r.code, r.detail)::text FROM test.refusal('wangfang', pg_temp.finding('123')) r), E'(E_FIND_DIGITS,"typed=123\nleast=4")', 'three digits find too many');
SELECT is((SELECT (r.code, r.detail)::text FROM test.refusal('wangfang', pg_temp.finding('z')) r), E'(E_FIND_LETTERS,"typed=z\nleast=2")', 'so does a letter');
SELECT test.refused('wangfang', pg_temp.finding(words), 'E_FIND_NOTHING', 'nothing to search in ' || quote_literal(words)) FROM unnest(ARRAY['', '  ', '-', E'\t', '·', '　']) words;
SELECT test.refused('wangfang', 'SELECT * FROM desk.find(210600, 1::smallint, NULL)', 'E_FIND_NOTHING', 'nor in no words at all');
SELECT is(pg_temp.found('wangfang', '0023'), '', 'four digits are no tail of a case');

-- --- words that would be patterns, or statements
SELECT is(pg_temp.found('wangfang', words), '', 'it is a text and no pattern: ' || words)
FROM unnest(ARRAY['%', '%%%', '__', '曾%', '曾_', '%小明', E'曾\\', '曾*', '曾.*', '[曾]', '1380001____', '%2222', ''' OR true --', '曾'' OR ''1''=''1', '$1', '${曾}', '曾;DROP TABLE yc.person']) words;
SELECT is(pg_temp.found('wangfang', repeat('曾', 10000)), '', 'words without end are cut');
SELECT is(pg_temp.found('wangfang', repeat('1', 10000)), '', 'digits too');
SELECT is(pg_temp.found('wangfang', U&'\202E曾'), '', 'what is invisible is not what was typed');

-- --- who may find whom
SELECT yc.hall_make(210600, 2::smallint, '第二大厅', 'Second hall', 2) \g /dev/null
SELECT yc.hall_make(210700, 1::smallint, '外市大厅', 'Other city', 2) \g /dev/null
SELECT test.staff('other_hall', '孙悦', 'Sun Yue'), test.staff('one_item', '吴涛', 'Wu Tao'), test.staff('far_clerk', '钱多', 'Qian Duo'), test.staff('both_halls', '冯新', 'Feng Xin') \g /dev/null
INSERT INTO yc.staff_grant (staff_id, action, region, hall, item, valid_from, granted_at)
SELECT s.id, g.action, g.region, g.hall, g.item, '2026-01-01', yc.now() FROM yc.staff s JOIN (VALUES
    ('other_hall', 'accept', 210600, 2, NULL), ('one_item', 'review', 210600, NULL, 'other-item'), ('far_clerk', 'accept', 210700, 1, NULL),
    ('both_halls', 'accept', 210600, 1, NULL), ('both_halls', 'accept', 210600, 2, NULL)) g(login, action, region, hall, item) ON g.login = s.login;
CREATE TEMPORARY TABLE way AS SELECT * FROM unnest(ARRAY['曾小明', 'zxm', '13800011111', '1111', test.id_no(1), (test.case_of(:zeng)).number, '000015', '城建第二', 'sycj']) words;
GRANT SELECT ON way TO PUBLIC;
SELECT is(pg_temp.found(login, words), '', format('%s finds nobody by %s', login, words)) FROM way, unnest(ARRAY['other_hall', 'one_item', 'far_clerk', 'sunwei', 'nobody_yet']) login;
SELECT is(pg_temp.found('far_clerk', words, 1, 210700), '', format('nor in the other city by %s', words)) FROM way;
SELECT isnt(pg_temp.found(login, words), '', format('%s finds them by %s', login, words)) FROM way, unnest(ARRAY['hejun', 'zhouqian', 'lina', 'zhaomin', 'chenjing', 'both_halls']) login;
SELECT is(pg_temp.found('zhouqian', '曾'), 'name 曾*明', 'an approver finds who has a case, and not who only was at a window');
SELECT is(pg_temp.found('zhaomin', '曾'), 'name 曾*, name 曾*明', 'a supervisor finds both');
SELECT test.visit('other_hall', test.id_no(1), NULL, 2) AS visit \gset
SELECT is(pg_temp.found('other_hall', '1111', 2), 'mobile 曾*明', 'who comes to another hall is found there');
SELECT is(test.as('other_hall', 'SELECT cases FROM desk.find(210600, 2::smallint, ''1111'')'), '0', 'without the cases that it may not see');
SELECT is(pg_temp.found('other_hall', '000015', 2), '', 'by whose number they are not found either');
SELECT test.visit('other_hall', test.id_no(7), '曾大伟', 2) AS visit \gset
SELECT is(pg_temp.found('both_halls', '曾', 2), 'name 曾*伟, name 曾*明, name 曾*', 'of names as near the hall where I sit comes first');
UPDATE yc.staff_grant SET valid_to = '2026-03-01' WHERE staff_id = (SELECT id FROM yc.staff WHERE login = 'both_halls');
SELECT is(pg_temp.found('both_halls', '曾'), '', 'yesterday''s grant finds nobody');

-- --- what is shown, and noted
SELECT is(test.as('wangfang', 'SELECT (name, id_no, unit, due, cases)::text FROM desk.find(210600, 1::smallint, ''000015'')'),
          format('(曾*明,%s,沈阳城建第二工程公司,2026-03-05,)', yc.mask('id_any', test.id_no(1))), 'a case: masked person, unit, due date');
SELECT is(test.as('wangfang', 'SELECT (kind, case_id, number, cases)::text FROM desk.find(210600, 1::smallint, ''13800011111'')'), '(person,,,1)', 'a person: how many cases');
SELECT count(*) AS before FROM yc.read_log WHERE function = 'find' \gset
SELECT pg_temp.found('zhouqian', '城建第二') \g /dev/null
SELECT results_eq(format('SELECT s.login, p.name, r.what, r.purpose FROM yc.read_log r JOIN yc.staff s ON s.id = r.staff_id JOIN yc.person p ON p.id = r.person_id WHERE r.function = ''find'' ORDER BY r.id DESC LIMIT %s',
                         (SELECT count(*) - :before FROM yc.read_log WHERE function = 'find')),
    $$VALUES ('zhouqian', '解晓东', 'masked name', 'find by unit'), ('zhouqian', '曾小明', 'masked name', 'find by unit')$$, 'everybody who was shown is noted, with who looked, not what was typed');
SELECT count(*) AS before FROM yc.read_log \gset
SELECT pg_temp.found('other_hall', '2222', 2) \g /dev/null
SELECT is((SELECT string_agg(coalesce(person_id::text, 'nobody'), ' ') FROM yc.read_log WHERE id > (SELECT id FROM yc.read_log ORDER BY id LIMIT 1 OFFSET :before - 1)), 'nobody', 'and that nobody was found');

-- --- what changes stays found
SELECT pg_temp.case_made(2, NULL, '13800019999', '本溪第一纺织厂') AS again \gset
SELECT is(pg_temp.found('wangfang', '2222'), '', 'a telephone that was changed finds nobody');
SELECT is(pg_temp.found('wangfang', '9999'), 'mobile 单*芳', 'the new one does');
SELECT test.decided('zhouqian', :xie, 'return', '01', '单位写错') \g /dev/null
SELECT test.as('wangfang', format('SELECT case_id FROM desk.case_take(gen_random_uuid(), 210600, %s)', :xie)) \g /dev/null
SELECT test.as('wangfang', test.save(:xie, 'last_unit', '大连造船厂', 9)) \g /dev/null
SELECT is(pg_temp.found('wangfang', '造船'), '', 'what is being corrected is found by what was handed in');
SELECT test.as('wangfang', test.accept(:xie)) \g /dev/null
SELECT is(pg_temp.found('wangfang', '造船'), format('unit 解*东 %s', right((test.case_of(:xie)).number, 6)), 'handed in again it is found by the unit that it names now');
SELECT is(pg_temp.found('wangfang', '城建第二'), 'unit 曾*明 000015', 'and no more by the other');
SELECT right((test.case_of(:again)).number, 6) AS tail \gset
SELECT test.as('wangfang', test.undo(:again)) \g /dev/null
SELECT is(pg_temp.found('wangfang', :'tail'), 'number 单*芳 ' || :'tail', 'an acceptance that was undone is found by the number that stays reserved');
SELECT is(test.as('wangfang', format('SELECT state FROM desk.find(210600, 1::smallint, %L)', :'tail')), 'draft', 'as the draft that it is');
SELECT is(pg_temp.found('other_hall', :'tail', 2), '', 'not by who may not see it');
SELECT is(test.as('wangfang', format('SELECT count(*) FROM desk.case_find(210600, %L)', :'tail')), '1', 'scripts that name it find it too');
SELECT test.as('wangfang', test.accept(:again)) \g /dev/null
SELECT is(pg_temp.found('wangfang', :'tail'), 'number 单*芳 ' || :'tail', 'accepted anew it is found once');

-- --- verification, and another table of readings
SELECT is_empty('SELECT * FROM yc.verify()', 'what is found by is what stands there');
DELETE FROM yc.person_initials WHERE initials = 'cxm';
DELETE FROM yc.case_unit WHERE case_id = :zeng;
SELECT results_eq('SELECT code, parameters FROM yc.verify() ORDER BY 2', format($$VALUES ('E_VERIFY_FIND', ARRAY['what', 'case %s']), ('E_VERIFY_FIND', ARRAY['what', 'person %s'])$$,
    (test.case_of(:zeng)).number, (test.case_of(:zeng)).person_id), 'what is missing is told');
SELECT string_agg(character || ' ' || initials, E'\n' ORDER BY character) AS readings FROM yc.pinyin \gset
SELECT is(yc.pinyin_load(:'readings'), 0, 'the same table of readings changes nothing');
SELECT is(yc.pinyin_load(E'小 x\n明 m\n曾 q'), 3, 'another one replaces it');
SELECT is(pg_temp.found('wangfang', 'qxm'), 'initials 曾*明', 'and everybody is found by it');
SELECT is(pg_temp.found('wangfang', 'zxm'), '', 'by it alone');
SELECT is((SELECT count(*) FROM yc.verify_find() f WHERE f.parameters[2] LIKE 'person%'), 0::bigint, 'all of them');
SELECT * FROM finish();
