#include "story/people.h"

#include <stddef.h>

#include "story/world.h"

static const char accept_sql[] =
    "SET SESSION AUTHORIZATION wangfang;"
    "DO $$ DECLARE _number text; _name text; _visit bigint; _case record; _field text[];"
    "  BEGIN FOR i IN 1..%d LOOP"
    "    _number := '21060219010312' || 100 + i;"
    "    _number := _number || substr('10X98765432', 1 + (SELECT sum(substr(_number, n, 1)::int * w) FROM"
    "      unnest(ARRAY[7,9,10,5,8,4,2,1,6,3,7,9,10,5,8,4,2]) WITH ORDINALITY AS t(w, n))::int %% 11, 1);"
    "    _name := '申请' || substr('一二三四五六七八九', i, 1);"
    "    SELECT visit_id INTO _visit FROM desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 2::smallint, '01', _number, _name);"
    "    SELECT * INTO _case FROM desk.case_open(gen_random_uuid(), 210600, _visit, 'ui-benefit');"
    "    FOREACH _field SLICE 1 IN ARRAY ARRAY[['mobile','13912345678'],['unemp_date','2026-02-28'],['leave_reason','02'],"
    "      ['ui_place','210603'],['last_unit','演示纺织厂']] LOOP"
    "      PERFORM desk.field_save(210600, _case.case_id, _case.token, 100, _field[1], _field[2]);"
    "    END LOOP;"
    "    PERFORM desk.material_add(gen_random_uuid(), 210600, _case.case_id, _case.token, 'id', 'id.jpg', 'card', NULL);"
    "    PERFORM desk.material_add(gen_random_uuid(), 210600, _case.case_id, _case.token, 'term', NULL, NULL, '2026-03-02');"
    "    PERFORM desk.material_add(gen_random_uuid(), 210600, _case.case_id, _case.token, 'ureg', 'reg.jpg', 'page', NULL);"
    "    PERFORM desk.case_accept(gen_random_uuid(), 210600, _case.case_id, _case.token, _case.version);"
    "  END LOOP; END $$";

enum { BREATH = 330 }; /* ms; F9 is deaf for 300 */

struct driver *people_start(const struct person_at *who)
{
    const char *arguments[] = {"--db", who->database, "--lang", who->language ? who->language : "zh", NULL};
    struct driver *driver = driver_start(&(struct driver_options){.arguments = arguments,
                                                                  .name = who->login,
                                                                  .home = who->home,
                                                                  .rows = who->rows,
                                                                  .columns = who->columns});
    driver_wait_text(driver, "F10");
    return driver;
}

void people_type_login(struct driver *driver, const struct person_at *who)
{
    driver_type(driver, who->login);
    driver_key(driver, "Enter");
    driver_type(driver, "test");
    driver_key(driver, "Enter");
    driver_type(driver, who->window ? who->window : "");
    driver_key(driver, "Enter");
}

struct driver *people_sign_on(const struct person_at *who)
{
    struct driver *driver = people_start(who);
    people_type_login(driver, who);
    driver_wait_gone(driver, who->language ? "Password" : "口令");
    return driver;
}

void people_breathe(struct driver *driver)
{
    driver_wakeups(driver, BREATH);
}

void people_commit(struct driver *driver)
{
    people_breathe(driver);
    driver_key(driver, "F9");
}

void people_new_person(struct driver *driver, const char *number, const char *name)
{
    driver_type(driver, number);
    driver_key(driver, "Enter");
    driver_wait_text(driver, "没有这个人的记录");
    driver_type(driver, name);
    driver_key(driver, "Enter");
    driver_wait_text(driver, "没有办过");
}

void people_known_person(struct driver *driver, const char *number)
{
    driver_type(driver, number);
    driver_key(driver, "Enter");
    driver_wait_text(driver, "此人的案子");
}

void people_pick(struct driver *driver)
{
    driver_key(driver, "F4");
    driver_wait_text(driver, "要带什么");
    driver_type(driver, "sybxj1");
    driver_wait_text(driver, "出生日期");
}

void people_fill(struct driver *driver)
{
    driver_type(driver, "13912345678");
    driver_key(driver, "Enter");
    driver_type(driver, "0228");
    driver_key(driver, "Enter");
    driver_type(driver, "02");
    driver_key(driver, "Enter");
    driver_type(driver, "210603");
    driver_key(driver, "Enter");
    driver_type(driver, "演示纺织厂");
    driver_key(driver, "Enter");
    driver_wait_text(driver, "材料 缺3");
}

void people_hand_in(struct driver *driver, const char *path, const char *shown)
{
    driver_key(driver, "F6");
    driver_wait_text(driver, "文件在哪里");
    driver_type(driver, path);
    driver_key(driver, "Enter");
    driver_wait_text(driver, shown);
}

void people_promise(struct driver *driver)
{
    driver_key(driver, "F7");
    driver_wait_text(driver, "拿不出");
    driver_key(driver, "1");
    driver_wait_text(driver, "不实承诺的责任");
    people_commit(driver);
    driver_wait_text(driver, "诺 解除劳动关系证明");
}

void people_materials(struct driver *driver)
{
    people_hand_in(driver, world_file("id.jpg", "identity card, both sides\n"), "有 身份证");
    driver_key(driver, "Enter");
    people_promise(driver);
    driver_key(driver, "Enter");
    people_hand_in(driver, world_file("reg.jpg", "registered as unemployed\n"), "有 失业登记");
    driver_key(driver, "Enter");
    driver_wait_text(driver, "念给申请人听一遍");
}

void people_accept(struct driver *driver)
{
    people_commit(driver);
    driver_wait_text(driver, "请念给申请人听");
    people_commit(driver);
    driver_wait_text(driver, "还欠");
}

void people_whole_case(struct driver *driver, const char *number, const char *name)
{
    people_new_person(driver, number, name);
    people_pick(driver);
    people_fill(driver);
    people_materials(driver);
    people_accept(driver);
}

void people_cases_accepted(const char *database, int count)
{
    world_sql(database, accept_sql, count);
    world_sql(database, "SELECT yc.tend()");
}
