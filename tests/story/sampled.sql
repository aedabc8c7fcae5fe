-- A funeral grant of an invented woman, accepted by wangfang at window 2 and let through by zhouqian, lina and zhaomin, through the functions that
-- the program calls: for stories that begin with a finished case. :name is hers.
SELECT set_config('story.name', :'name', false);
SET SESSION AUTHORIZATION wangfang;

DO $$
DECLARE
    _visit bigint;
    _case  record;
    _field text[];
BEGIN
    SELECT visit_id INTO _visit FROM desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 2::smallint, '01', '210602190204052027', current_setting('story.name'));
    SELECT * INTO _case FROM desk.case_open(gen_random_uuid(), 210600, _visit, 'funeral-grant');
    FOREACH _field SLICE 1 IN ARRAY ARRAY[['mobile', '13912345678'], ['dead_id', '210602190111201011'], ['dead_name', '林大山'], ['death_date', '2026-02-20'],
        ['heir_rel', '30'], ['heir_count', '1']] LOOP
        PERFORM desk.field_save(210600, _case.case_id, _case.token, 100, _field[1], _field[2]);
    END LOOP;
    PERFORM desk.material_add(gen_random_uuid(), 210600, _case.case_id, _case.token, 'id', 'id.jpg', 'card', NULL);
    PERFORM desk.material_add(gen_random_uuid(), 210600, _case.case_id, _case.token, 'death', 'death.jpg', 'page', NULL);
    PERFORM desk.material_add(gen_random_uuid(), 210600, _case.case_id, _case.token, 'kin', NULL, NULL, '2026-03-02');
    PERFORM desk.case_accept(gen_random_uuid(), 210600, _case.case_id, _case.token, (SELECT version FROM desk.case_head(210600, _case.case_id)));
END $$;
RESET SESSION AUTHORIZATION;

CREATE PROCEDURE pg_temp.agree(_login text) LANGUAGE plpgsql AS $$
DECLARE
    _token uuid := gen_random_uuid();
    _task  bigint := (SELECT t.id FROM yc.task t);
    _case  record;
BEGIN
    EXECUTE format('SET SESSION AUTHORIZATION %I', _login);
    SELECT * INTO _case FROM desk.task_claim(gen_random_uuid(), 210600, _token, _task);
    PERFORM desk.task_decide(gen_random_uuid(), 210600, _case.task_id, _token, _case.version, 'agree', NULL, NULL);
    RESET SESSION AUTHORIZATION;
END $$;
CALL pg_temp.agree('zhouqian');
CALL pg_temp.agree('lina');
CALL pg_temp.agree('zhaomin');
