-- A transfer of an invented man, accepted by wangfang at window 2 and suspended by zhouqian for :kind, through the functions that
-- the program calls: for stories that begin with a suspended case.
SELECT set_config('story.kind', :'kind', false);
SET SESSION AUTHORIZATION wangfang;

DO $$
DECLARE
    _visit bigint;
    _case  record;
    _field text[];
BEGIN
    SELECT visit_id INTO _visit FROM desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 2::smallint, '01', '210602190205151051', '申请一');
    SELECT * INTO _case FROM desk.case_open(gen_random_uuid(), 210600, _visit, 'pension-transfer-in');
    FOREACH _field SLICE 1 IN ARRAY ARRAY[['mobile', '13912345678'], ['from_region', '210200'], ['to_region', '210600'], ['own_start', '201901'], ['own_end', '202602'],
        ['unit_name', '演示机械厂']] LOOP
        PERFORM desk.field_save(210600, _case.case_id, _case.token, 100, _field[1], _field[2]);
    END LOOP;
    PERFORM desk.material_add(gen_random_uuid(), 210600, _case.case_id, _case.token, 'id', 'id.jpg', 'card', NULL);
    PERFORM desk.material_add(gen_random_uuid(), 210600, _case.case_id, _case.token, 'lostv', NULL, NULL, '2026-03-02');
    PERFORM desk.case_accept(gen_random_uuid(), 210600, _case.case_id, _case.token, (SELECT version FROM desk.case_head(210600, _case.case_id)));
END $$;

SET SESSION AUTHORIZATION zhouqian;

DO $$
DECLARE
    _token uuid := gen_random_uuid();
    _task  record;
BEGIN
    SELECT * INTO _task FROM desk.task_claim(gen_random_uuid(), 210600, _token, NULL);
    PERFORM desk.task_decide(gen_random_uuid(), 210600, _task.task_id, _token, _task.version, 'suspend', current_setting('story.kind'), '联系函2026-17');
END $$;
