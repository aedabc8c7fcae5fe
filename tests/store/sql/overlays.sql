-- One standard, local overlays: which version of an item holds in which region, what a case keeps of it, closed items.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();

-- The standard's item as an overlay makes it: promised within days, without a material, perhaps closed.
CREATE FUNCTION pg_temp.tightened(_days int, _without text, _closed jsonb DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT (jsonb_set(jsonb_set(c, '{limits,promised,days}', to_jsonb(_days)), '{materials}',
                      (SELECT jsonb_agg(m ORDER BY n) FROM jsonb_array_elements(c -> 'materials') WITH ORDINALITY e(m, n) WHERE m ->> 'key' <> _without))
            || CASE WHEN _closed IS NULL THEN '{}' ELSE jsonb_build_object('closed', _closed) END)::text
    FROM (SELECT d.body::jsonb FROM yc.definition d WHERE d.id = yc.definition_current('item', 'ui-benefit')) s(c)
$$;
CREATE FUNCTION pg_temp.load(_region int, _body text) RETURNS text LANGUAGE sql AS $$ SELECT yc.definition_load('item', 'ui-benefit', _body, NULL, _region) $$;
CREATE FUNCTION pg_temp.days(_region int) RETURNS text LANGUAGE sql AS $$
    SELECT test.as('wangfang', format('SELECT d.body::jsonb #>> ''{limits,promised,days}'' FROM desk.item_list(%s) i, desk.definition_bundle(ARRAY[i.definition_id], ''{}'') d WHERE i.item = ''ui-benefit'' AND d.kind = ''item''', _region))
$$;
CREATE FUNCTION pg_temp.acceptable(_region int) RETURNS text LANGUAGE sql AS $$
    SELECT test.as('wangfang', format('SELECT acceptable FROM desk.item_list(%s) WHERE item = ''ui-benefit''', _region))
$$;
CREATE FUNCTION pg_temp.opens(_visit bigint, _region int DEFAULT 210600) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT case_id FROM desk.case_open(gen_random_uuid(), %s, %s, ''ui-benefit'')', _region, _visit)
$$;
-- All of it but the registration as unemployed.
CREATE FUNCTION pg_temp.filled(_region int, _n int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _case bigint := test.draft('wangfang', test.id_no(_n), _region => _region);
BEGIN
    PERFORM test.as('wangfang', test.save(_case, f.key, f.value)) FROM (VALUES
        ('mobile', '13800006612'), ('unemp_date', '2026-01-31'), ('leave_reason', '02'), ('ui_place', '210600'), ('last_unit', '葫芦岛某机械厂')) f(key, value);
    PERFORM test.as('wangfang', test.add(_case, kind)) FROM unnest(ARRAY['id', 'term']) kind;
    RETURN _case;
END $$;

SELECT yc.hall_make(210602, 1::smallint, '元宝大厅', 'Yuanbao hall', 1), yc.hall_make(210700, 1::smallint, '锦州大厅', 'Jinzhou hall', 1),
       test.grant('wangfang', 'accept', 210602), test.grant('wangfang', 'accept', 210700) \g /dev/null
SELECT yc.definition_current('item', 'ui-benefit') AS standard \gset
SELECT pg_temp.filled(210600, 9) AS before \gset

-- --- who has what
SELECT is(pg_temp.load(210600, pg_temp.tightened(1, 'ureg')), 'new', 'an overlay of the city');
SELECT is(pg_temp.load(210600, pg_temp.tightened(1, 'ureg')), 'same', 'loaded again nothing changes');
SELECT is((SELECT count(*) FROM yc.definition WHERE code = 'ui-benefit' AND region = 210600), 1::bigint, 'indeed');
SELECT yc.definition_current('item', 'ui-benefit', 210600) AS local \gset
SELECT results_eq($$ SELECT r, pg_temp.days(r) FROM unnest(ARRAY[210600, 210602, 210700]) r $$, $$ VALUES (210600, '1'), (210602, '1'), (210700, '3') $$,
    'the city and its district promise one day, the next city the standard''s three');
SELECT is(yc.definition_current('item', 'ui-benefit'), :standard, 'the standard is what it was');

SELECT pg_temp.filled(210600, 1) AS city, pg_temp.filled(210602, 2) AS district, pg_temp.filled(210700, 3) AS other \gset
SELECT test.as('wangfang', test.accept(:city)), test.as('wangfang', test.accept(:district)) \g /dev/null
SELECT is((SELECT (region, definition_id, state, promised_due, statutory_due)::text FROM test.case_of(:city)), format('(210600,%s,accepted,2026-03-03,2026-03-16)', :local),
    'without the material that was dropped it is accepted, and promised for tomorrow; the law''s limit stays');
SELECT is((SELECT (region, definition_id, promised_due)::text FROM test.case_of(:district)), format('(210602,%s,2026-03-03)', :local), 'so it is in the district');
SELECT is((test.refusal('wangfang', test.accept(:other))).detail, E'count=1\nfirst=material ureg', 'elsewhere the material is missing');
SELECT test.refused('wangfang', test.accept(:before), 'E_CASE_INCOMPLETE', 'a form that was opened before keeps the version of then');
SELECT is(test.as('wangfang', format('SELECT lacking FROM desk.notice_give(gen_random_uuid(), %s, %s, NULL, NULL, ''ui-benefit'', ''park'', '''')', r,
              test.visit('wangfang', test.id_no(r % 1000), _region => r))) LIKE '%ureg%', r = 210700, 'what to bring is told as it holds in ' || r) FROM unnest(ARRAY[210600, 210602, 210700]) r;

-- --- the nearest, and two alike
SELECT is(pg_temp.load(210602, pg_temp.tightened(2, 'id')), 'new', 'an overlay of the district');
SELECT is(pg_temp.load(210700, pg_temp.tightened(1, 'ureg')), 'new', 'another city tightens as the first did');
SELECT results_eq($$ SELECT r, pg_temp.days(r) FROM unnest(ARRAY[210600, 210602, 210700]) r $$, $$ VALUES (210600, '1'), (210602, '2'), (210700, '1') $$, 'the nearest holds');
SELECT is((SELECT count(DISTINCT d.version) = count(*) FROM yc.definition d WHERE d.code = 'ui-benefit'), true, 'a version''s number says which text it is, whatever the region');

-- --- a standard that changes
SELECT is(yc.definition_load('item', 'ui-benefit', (body::jsonb || '{"outcome": {"zh": "新表", "en": "New sheet"}}')::text), 'changed', 'the standard changes') FROM yc.definition WHERE id = :standard;
SELECT is(pg_temp.load(210600, pg_temp.tightened(1, 'ureg')), 'changed', 'and what the city makes of it');
SELECT is((SELECT d.content #>> '{outcome,zh}' FROM yc.definition d WHERE d.id = yc.definition_current('item', 'ui-benefit', 210600)), '新表', 'the city has the change');
SELECT is((test.case_of(:city)).definition_id, :local, 'a case keeps what it was accepted under');

-- --- an overlay that is gone
SELECT results_eq($$ SELECT * FROM yc.overlays_end(ARRAY['ui-benefit', 'funeral-grant'], ARRAY[210600], ARRAY['ui-benefit']) $$, $$ VALUES (210602, 'ui-benefit'), (210700, 'ui-benefit') $$,
    'what no file says any more is ended');
SELECT is_empty($$ SELECT * FROM yc.overlays_end(ARRAY['ui-benefit'], ARRAY[210600], ARRAY['ui-benefit']) $$, 'once');
SELECT is_empty($$ SELECT * FROM yc.overlays_end(ARRAY['funeral-grant'], '{}', '{}') $$, 'an item that was not loaded keeps its overlay');
SELECT results_eq($$ SELECT r, pg_temp.days(r) FROM unnest(ARRAY[210600, 210602, 210700]) r $$, $$ VALUES (210600, '1'), (210602, '1'), (210700, '3') $$, 'what stands above it holds again');
SELECT is(pg_temp.load(210700, pg_temp.tightened(1, 'ureg')), 'new', 'it may come again on the same day');
SELECT is(pg_temp.days(210700), '1', 'and holds');

-- --- what a cut-off window had
SELECT d.id AS district_version FROM yc.definition d WHERE d.code = 'ui-benefit' AND d.region = 210602 \gset
SELECT yc.definition_current('item', 'ui-benefit', 210600) AS now \gset
SELECT is(yc.definition_pinned('ui-benefit', :district_version, 210602), :district_version, 'the version of an overlay that went today');
SELECT is(yc.definition_pinned('ui-benefit', :district_version, 210600), :now, 'another region''s is not taken');
SELECT is(yc.definition_pinned('ui-benefit', :standard, 210600), :standard, 'the standard that held here until this morning');
SELECT test.clock_set('2026-03-09 10:00+08') \g /dev/null
SELECT is(yc.definition_pinned('ui-benefit', given, 210602), :now, 'a week later neither') FROM unnest(ARRAY[:district_version, :standard]) given;
SELECT yc.definition_current('item', 'ui-benefit', 210700) AS newest \gset
UPDATE yc.definition SET until = '2026-03-03' WHERE id = :newest;
SELECT is(yc.definition_pinned('ui-benefit', :newest, 210700), :newest, 'what went six days ago is taken, though it is the newest');
UPDATE yc.definition SET until = '2026-03-02' WHERE id = :newest;
SELECT is(yc.definition_pinned('ui-benefit', :newest, 210700), yc.definition_current('item', 'ui-benefit'), 'a day later no more');
UPDATE yc.definition SET until = NULL WHERE id = :newest;
SELECT test.clock_set('2026-03-02 10:42+08') \g /dev/null

-- --- closed
SELECT test.decided('zhouqian', :city, 'return', '01', '请补齐') \g /dev/null
SELECT test.as('wangfang', format('SELECT token FROM desk.case_take(gen_random_uuid(), 210600, %s)', :city)) \g /dev/null
SELECT pg_temp.filled(210600, 4) AS draft, pg_temp.filled(210600, 5) AS received \gset
SELECT pg_temp.load(210600, pg_temp.tightened(1, 'ureg', '{"from": "2026-03-05", "reason": {"zh": "改由市中心办理。", "en": "Now at the city''s centre."}}')) \g /dev/null
SELECT test.visit('wangfang', test.id_no(6)) AS visit \gset
SELECT results_eq($$ SELECT r, pg_temp.acceptable(r) FROM unnest(ARRAY[210600, 210602, 210700]) r $$, $$ VALUES (210600, 'true'), (210602, 'true'), (210700, 'true') $$, 'until its day it is open');
SELECT test.refused('wangfang', pg_temp.opens(:visit), NULL, 'and forms are opened');
SELECT test.as('wangfang', test.receive(:received, test.slip(5), '2026-03-02 10:00+08')) \g /dev/null
SELECT is((test.case_of(:received)).state, 'accepted', 'and accepted');
SELECT test.clock_set('2026-03-04 23:59:59+08') \g /dev/null
SELECT is(pg_temp.acceptable(210600), 'true', 'to the last second before');
SELECT pg_temp.filled(210600, 7) AS slipped \gset
SELECT test.as('wangfang', format('SELECT material_id FROM desk.material_remove(gen_random_uuid(), 210600, %s, %L, %s)', :slipped, (test.case_of(:slipped)).token, m.id)) FROM yc.material m WHERE m.case_id = :slipped AND m.kind = 'id' \g /dev/null
SELECT test.as('wangfang', test.receive(:slipped, test.slip(7), '2026-03-04 16:00+08')) \g /dev/null
SELECT is((test.case_of(:slipped)).state, 'received', 'a case is received on the eve');
SELECT test.clock_set('2026-03-05 09:00+08') \g /dev/null
SELECT results_eq($$ SELECT r, pg_temp.acceptable(r) FROM unnest(ARRAY[210600, 210602, 210700]) r $$, $$ VALUES (210600, 'false'), (210602, 'false'), (210700, 'true') $$, 'from its day on the city and its district do not offer it');
SELECT is((SELECT (r.code, r.detail)::text FROM test.refusal('wangfang', pg_temp.opens(:visit)) r),
    format('(E_ITEM_CLOSED,"item=失业保险金申领%sfrom=2026-03-05%sreason=改由市中心办理。")', E'\n', E'\n'), 'no form is opened, and the overlay''s own reason is told');
SELECT is((test.refusal('wangfang', 'SET LOCAL yichuang.language = ''en''; ' || pg_temp.opens(:visit))).detail ~ 'reason=Now at', true, 'in the language of the session');
SELECT test.refused('wangfang', format('SELECT lacking FROM desk.notice_give(gen_random_uuid(), 210600, %s, NULL, NULL, ''ui-benefit'', ''park'', '''')', :visit), 'E_ITEM_CLOSED',
    'nobody is told what to bring for it');
SELECT test.refused('wangfang', test.accept(:draft), 'E_ITEM_CLOSED', 'what was filled in before is not accepted');
SELECT is((SELECT test.as('wangfang', format('SELECT code FROM desk.why_not(''accept'', 210600, %s)', :draft))), 'E_ITEM_CLOSED', 'why not? The same');
SELECT test.as('wangfang', test.add(:slipped, 'id')), test.as('wangfang', test.accept(:slipped)) \g /dev/null
SELECT is((test.case_of(:slipped)).state, 'accepted', 'what was received on the eve is accepted');
SELECT test.as('wangfang', test.accept(:city)) \g /dev/null
SELECT is((test.case_of(:city)).state, 'accepted', 'a case that was accepted before and returned goes on');
SELECT results_eq($$ SELECT * FROM yc.overlays_end(ARRAY['ui-benefit'], ARRAY[210700], ARRAY['ui-benefit']) $$, $$ VALUES (210600, 'ui-benefit') $$, 'the overlay is gone');
SELECT test.refused('wangfang', pg_temp.opens(:visit), NULL, 'and the item is open again');

SELECT is_empty('SELECT * FROM yc.verify()', 'after all of it nothing is broken');
SELECT * FROM finish();
