-- An agreement that stands is not to become one of somebody who has a hand in another stage afterwards: small halls, where one person may accept, review and
-- recheck. The random sequences of test_model.c found that a return and a reply let it.
\set QUIET on
\ir ../helpers.sql
SELECT no_plan();
CREATE FUNCTION pg_temp.whole(_name text) RETURNS text LANGUAGE sql AS $$ SELECT is_empty('SELECT * FROM yc.verify()', _name || ': nothing is broken') $$;
CREATE FUNCTION pg_temp.take(_case bigint) RETURNS text LANGUAGE sql AS $$ SELECT format('SELECT case_id FROM desk.case_take(gen_random_uuid(), 210600, %s)', _case) $$;
CREATE FUNCTION pg_temp.holder(_case bigint) RETURNS text LANGUAGE sql AS $$ SELECT s.login FROM yc.case_file c JOIN yc.staff s ON s.id = c.holder WHERE c.id = _case $$;
SELECT test.grant('hejun', 'review');

-- --- who agreed to it does not fill it in
SELECT test.accepted('wangfang', test.id_no(1)) AS case \gset
SELECT is(test.decided('hejun', :case, 'agree'), 'accepted', 'a clerk who reviews as well agrees');
SELECT is(test.decided('lina', :case, 'return', '01', '缺证明'), 'returned', 'the recheck returns it');
SELECT test.refused('hejun', pg_temp.take(:case), 'E_SEPARATION', 'who agreed to it does not take it up to correct it');
SELECT is((test.refusal('hejun', pg_temp.take(:case))).detail, E'stage=review\nwhen=2026-03-02 10:42', 'and is told what of it was theirs');
SELECT test.as('wangfang', pg_temp.take(:case)) \g /dev/null
SELECT is(test.as('wangfang', format('SELECT concat_ws('' '', cases, kept) FROM desk.hand_over(gen_random_uuid(), 210600, 1::smallint, %s, '''')', s.id)), '0 1', 'nor is it handed over to them')
FROM yc.staff s WHERE s.login = 'hejun';
SELECT is(pg_temp.holder(:case), 'wangfang', 'it stays where it was');
SELECT test.as('wangfang', test.accept(:case)) \g /dev/null
SELECT is(test.decided('hejun', :case, 'agree'), 'accepted', 'and comes back to them for its review');
SELECT pg_temp.whole('handed in again');

-- --- what was taken back is as if it had not been
SELECT test.accepted('wangfang', test.id_no(2)) AS undone \gset
SELECT is(test.decided('hejun', :undone, 'agree'), 'accepted', 'they agree to another');
SELECT is(test.as('hejun', test.undo(:undone)), 'accepted', 'take it back');
SELECT is(test.decided('hejun', :undone, 'return', '01', '缺证明'), 'returned', 'and return it');
SELECT is(test.as('hejun', pg_temp.take(:undone)), :'undone', 'then they may take it up');
SELECT pg_temp.whole('taken up after an undo');

-- --- who agreed to it does not enter the reply at another stage
SELECT test.as('wangfang', format('SELECT case_id FROM desk.case_open(gen_random_uuid(), 210600, %s, ''pension-transfer-in'')', test.visit('wangfang', test.id_no(3)))) AS transfer \gset
SELECT test.as('wangfang', test.save(:transfer, f.key, f.value)) FROM (VALUES ('mobile', '13800006612'), ('from_region', '210200'), ('to_region', '210600'), ('unit_name', '演示机械厂')) f(key, value) \g /dev/null
SELECT test.as('wangfang', test.add(:transfer, kind)) FROM unnest(ARRAY['id', 'lostv']) kind \g /dev/null
SELECT test.as('wangfang', test.accept(:transfer)) \g /dev/null
SELECT is(test.decided('liuyang', :transfer, 'agree'), 'accepted', 'who reviews and rechecks agrees at the review');
SELECT is(test.decided('lina', :transfer, 'suspend', 'inter_region_reply', '联系函2026-17'), 'accepted', 'the recheck asks the other place');
CREATE FUNCTION pg_temp.enter(_case bigint) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT case_id FROM desk.reply_enter(gen_random_uuid(), 210600, %s, %s, ''连社险复2026-5'', %L, '''', ''{210200}'', ''{2015-03}'', ''{2018-12}'', ''{46}'', ''{1234567}'')',
                  _case, (test.case_of(_case)).version, yc.today())
$$;
SELECT test.refused('liuyang', pg_temp.enter(:transfer), 'E_SEPARATION', 'whose answer is the recheck''s');
SELECT is(test.as('liuyang', format('SELECT code FROM desk.why_not(''reply'', 210600, %s)', :transfer)), 'E_SEPARATION', 'why_not says so');
SELECT is(test.as('lina', pg_temp.enter(:transfer)), :'transfer', 'the recheck enters it');
SELECT pg_temp.whole('answered');

-- --- nor answers a branch
SELECT test.grant('zhouqian', 'site_check');
SELECT test.grant('hejun', 'site_check');
SELECT test.as('wangfang', format('SELECT case_id FROM desk.case_open(gen_random_uuid(), 210600, %s, ''startup-loan'')', test.visit('wangfang', test.id_no(4)))) AS loan \gset
SELECT test.as('wangfang', test.save(:loan, f.key, f.value)) FROM (VALUES
    ('mobile', '13800006612'), ('uscc', '91210600MA0XK5R79A'), ('biz_date', '2025-10-08'), ('loan_amt', '10000000'), ('loan_months', '24'), ('bank', 'ICBC'),
    ('biz_name', '振兴豆腐坊'), ('live_addr', '振兴区锦山大街1号'), ('guarantee', '保证人'), ('reason', '添一台磨浆机')) f(key, value) \g /dev/null
SELECT test.as('wangfang', test.add(:loan, kind)) FROM unnest(ARRAY['id', 'lic', 'loanp']) kind \g /dev/null
SELECT test.as('wangfang', test.accept(:loan)) \g /dev/null
SELECT is(test.decided('zhouqian', :loan, 'agree'), 'accepted', 'a reviewer who visits as well agrees');
SELECT t.id AS visit FROM yc.branch b JOIN yc.task t ON t.region = b.region AND t.branch_id = b.id WHERE b.case_id = :loan AND b.key = 'visit' \gset
SELECT is(test.as('zhouqian', test.claim()), NULL, 'the visit is not theirs to draw');
SELECT test.refused('zhouqian', test.claim(:visit), 'E_SEPARATION', 'nor to take');
SELECT is(test.as('hejun', test.claim(:visit)), :'visit', 'another visits');
SELECT pg_temp.whole('visited');
SELECT * FROM finish();
