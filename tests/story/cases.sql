-- Accepts :count cases of invented people, as wangfang at window 2, through the functions that the program calls: for stories
-- that begin with a queue. Applied by people_cases_accepted().
SELECT set_config('story.count', :'count', false);
SET SESSION AUTHORIZATION wangfang;

DO $$
DECLARE
    _number text;
    _visit  bigint;
    _case   record;
    _field  text[];
BEGIN
    FOR i IN 1..current_setting('story.count')::int LOOP
        _number := '21060219010312' || 100 + 2 * i; -- even: a woman
        _number := _number || substr('10X98765432', 1 + (
            SELECT sum(substr(_number, n::int, 1)::int * w)
            FROM unnest(ARRAY[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) WITH ORDINALITY AS t(w, n))::int % 11, 1);
        SELECT visit_id INTO _visit FROM desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 2::smallint, '01', _number,
            '申请' || substr('一二三四五六七八九十', 1 + i % 10, 1));
        SELECT * INTO _case FROM desk.case_open(gen_random_uuid(), 210600, _visit, 'ui-benefit');
        FOREACH _field SLICE 1 IN ARRAY ARRAY[['mobile', '13912345678'], ['unemp_date', '2026-02-28'], ['leave_reason', '02'],
            ['ui_place', '210603'], ['last_unit', '演示纺织厂']] LOOP
            PERFORM desk.field_save(210600, _case.case_id, _case.token, 100, _field[1], _field[2]);
        END LOOP;
        PERFORM desk.material_add(gen_random_uuid(), 210600, _case.case_id, _case.token, 'id', 'id.jpg', 'card', NULL);
        PERFORM desk.material_add(gen_random_uuid(), 210600, _case.case_id, _case.token, 'term', NULL, NULL, '2026-03-02');
        PERFORM desk.material_add(gen_random_uuid(), 210600, _case.case_id, _case.token, 'ureg', 'reg.jpg', 'page', NULL);
        PERFORM desk.case_accept(gen_random_uuid(), 210600, _case.case_id, _case.token,
            (SELECT version FROM desk.case_head(210600, _case.case_id)));
    END LOOP;
END $$;
