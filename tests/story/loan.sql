-- A start-up loan (:loan is number, name, fen and 1 or 0 with blanks between), accepted as wangfang at window 2 and, with 1, brought as far as its votes, each step by the person whose it is: for stories that
-- begin with branches or votes. nobody_yet may visit and enquire.
SELECT split_part(:'loan', ' ', 1) AS number, split_part(:'loan', ' ', 2) AS name, split_part(:'loan', ' ', 3) AS fen, split_part(:'loan', ' ', 4) AS voting \gset
INSERT INTO yc.staff_grant (staff_id, action, region, valid_from, granted_at)
SELECT s.id, g.action, 210600, '2026-01-01', yc.now() FROM (VALUES ('nobody_yet', 'site_check'), ('liuyang', 'third_party_check'), ('hejun', 'third_party_check'),
    ('zhaomin', 'approve'), ('guoyan', 'approve')) g(login, action) JOIN yc.staff s USING (login)
WHERE NOT EXISTS (SELECT FROM yc.staff_grant x WHERE x.staff_id = s.id AND x.action = g.action);

SET SESSION AUTHORIZATION wangfang;
SELECT visit_id AS visit FROM desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 2::smallint, '01', :'number', :'name') \gset
SELECT case_id AS "case", token FROM desk.case_open(gen_random_uuid(), 210600, :visit, 'startup-loan') \gset
SELECT saved.* FROM (VALUES (1, 'mobile', '13912345678'), (2, 'uscc', '91210600MA0XK5R79A'),
    (3, 'biz_date', '2025-10-08'), (4, 'loan_amt', :'fen'), (5, 'loan_months', '24'), (6, 'bank', 'ICBC'), (7, 'biz_name', '振兴豆腐坊'),
    (8, 'live_addr', '振兴区锦山大街1号'), (9, 'guarantee', '保证人'), (10, 'reason', '添一台磨浆机')) f(n, key, value),
    LATERAL desk.field_save(210600, :case, :'token', f.n, f.key, f.value) saved;
SELECT added.material_id FROM (VALUES ('id', 'id.jpg'), ('lic', 'lic.jpg'), ('loanp', 'loanp.jpg')) m(kind, file),
    LATERAL desk.material_add(gen_random_uuid(), 210600, :case, :'token', m.kind, m.file, 'page', NULL) added;
SELECT number FROM desk.case_accept(gen_random_uuid(), 210600, :case, :'token', (SELECT version FROM desk.case_head(210600, :case)));

\if :voting
SET SESSION AUTHORIZATION zhouqian;
SELECT gen_random_uuid() AS token \gset
SELECT task_id AS task, version FROM desk.task_claim(gen_random_uuid(), 210600, :'token', NULL) \gset
SELECT state FROM desk.task_decide(gen_random_uuid(), 210600, :task, :'token', :version, 'agree', NULL, NULL);
SET SESSION AUTHORIZATION nobody_yet;
SELECT task_id AS task FROM desk.task_claim(gen_random_uuid(), 210600, :'token', NULL) \gset
SELECT open FROM desk.branch_answer(gen_random_uuid(), 210600, :task, :'token', 'pass', NULL, '店在营业');
SET SESSION AUTHORIZATION hejun;
SELECT task_id AS task FROM desk.task_claim(gen_random_uuid(), 210600, :'token', NULL) \gset
SELECT open FROM desk.branch_answer(gen_random_uuid(), 210600, :task, :'token', 'pass', NULL, '无逾期');
SET SESSION AUTHORIZATION lina;
SELECT task_id AS task, version FROM desk.task_claim(gen_random_uuid(), 210600, :'token', NULL) \gset
SELECT state FROM desk.task_decide(gen_random_uuid(), 210600, :task, :'token', :version, 'agree', NULL, NULL);
\endif
