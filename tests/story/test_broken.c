/* Definitions in the database that this program cannot read, put there by whoever owns it: each is refused by
 * its name wherever somebody meets it, nothing is begun with it, and everything else goes on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

/* What is done to the definition of the unemployment benefit: its content, the text of it, and its pins. */
struct broken {
    const char *code, *content, *body, *pins;
};

#define AS_CONTENT "x.content::text"

static const struct broken broken[] = {
    {"x-noyaml", "x.content", "'item: [ { '", "x.pins"},
    {"x-empty", "x.content", "''", "x.pins"},
    {"x-seven", "'7'::jsonb", AS_CONTENT, "x.pins"},
    {"x-limits", "x.content - 'limits'", AS_CONTENT, "x.pins"},
    {"x-noen", "x.content #- '{name,en}'", AS_CONTENT, "x.pins"},
    {"x-noname", "x.content - 'name'", AS_CONTENT, "x.pins"},
    {"x-nofields", "x.content - 'fields'", AS_CONTENT, "x.pins"},
    {"x-fields0", "x.content || '{\"fields\": []}'", AS_CONTENT, "x.pins"},
    {"x-stages0", "x.content || '{\"stages\": []}'", AS_CONTENT, "x.pins"},
    {"x-check", "jsonb_set(x.content, '{fields,0,check}', '\"nothing\"')", AS_CONTENT, "x.pins"},
    {"x-pin", "x.content", AS_CONTENT, "'{\"codes:sex\": 999999}'"},
    {"x-word", "x.content", AS_CONTENT, "'{\"codes:sex\": \"abc\"}'"},
    {"x-list", "x.content", AS_CONTENT, "'[1]'"},
    {"x-huge", "jsonb_set(x.content, '{retention}', to_jsonb(repeat('0123456789', 300000)))", AS_CONTENT,
     "x.pins"},
    {"x-long", "jsonb_set(x.content, '{name}', jsonb_build_object('zh', repeat('长', 99999), 'en', 'Long'))",
     AS_CONTENT, "x.pins"},
    {"x-deep", "jsonb_set(x.content, '{materials}', (repeat('[', 4000) || repeat(']', 4000))::jsonb)",
     AS_CONTENT, "x.pins"},
};
enum { BROKEN = sizeof(broken) / sizeof(broken[0]) };

/* A copy of the unemployment benefit under a code of its own, broken. */
static void broken_put(const char *db, const struct broken *row)
{
    driver_outside(row->code);
    world_sql(
        db,
        "INSERT INTO yc.definition (kind, code, version, body, content, pins, hash, valid_from, loaded_at) "
        "SELECT 'item', code, 1, %s, content, %s, sha256(code::bytea), '2026-01-01', now() FROM (SELECT "
        "code, pins, %s AS content FROM (SELECT '%s' AS code, pins, content || '{\"item\": \"%s\"}' AS "
        "content FROM yc.definition WHERE code = 'ui-benefit') x) x",
        row->body, row->pins, row->content, row->code, row->code);
}

static struct driver *clerk_with_person(const char *db)
{
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    return clerk;
}

static void expect_refused(struct driver *clerk, const struct broken *row)
{
    struct buffer words = {0};
    buffer_format(&words, "%s”的定义读不出来", row->code);
    driver_wait_text(clerk, buffer_string(&words));
    buffer_free(&words);
}

static void test_each_is_refused_by_its_name(void **state)
{
    (void)state;
    const char *db = world_database("broken");
    driver_outside("yichuang-admin forms load"); /* a command that breaks at the end of a line */
    for (int i = 0; i < BROKEN; i++)
        broken_put(db, &broken[i]);
    struct driver *clerk = clerk_with_person(db);
    for (int i = 0; i < BROKEN; i++) {
        driver_key(clerk, "F4");
        driver_wait_text(clerk, "要带什么");
        driver_type(clerk, broken[i].code); /* marked: told at once */
        expect_refused(clerk, &broken[i]);
        driver_key(clerk, "F7");
        expect_refused(clerk, &broken[i]);
        driver_expect_text(clerk, "共 1 件");
        driver_key(clerk, "Enter");
        driver_wait_text(clerk, "此人的案子");
        expect_refused(clerk, &broken[i]);
    }
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.case_file"), "0");
    people_pick(clerk); /* the whole one beside them */
    driver_wait_text(clerk, "手机号码");
}

/* The definition that cases were opened and accepted under breaks: the text of it, its limits and the names
 * of its fields. */
static void definition_break(const char *db)
{
    world_sql(db,
              "UPDATE yc.definition SET body = 'item: [ { ', content = content - 'limits' || "
              "jsonb_build_object('fields', (SELECT jsonb_agg(f - 'name') FROM jsonb_array_elements(content "
              "-> 'fields') f)), hash = sha256('broken') WHERE code = 'ui-benefit'");
}

static void test_a_draft_whose_definition_broke_is_found_and_not_filled_in(void **state)
{
    (void)state;
    const char *db = world_database("draft");
    struct driver *before = clerk_with_person(db);
    people_pick(before);
    driver_wait_text(before, "手机号码");
    driver_stop(&before);
    definition_break(db);
    driver_outside("yichuang-admin forms load ui-benefit");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_known_person(clerk, PERSON_NUMBER);
    driver_wait_text(clerk, "续办1");
    driver_key(clerk, "Enter"); /* takes the draft up */
    driver_wait_text(clerk, "ui-benefit”的定义读不出来");
    driver_expect_text(clerk, "此人的案子");
    driver_key(clerk, "F3");
    driver_wait_text(clerk, "找人找案: ");
    driver_type(clerk, PERSON_NAME);
    driver_wait_text(clerk, "案子1件");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "草稿");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, PERSON_MASKED);
}

static void test_a_case_whose_definition_broke_is_read_and_decided(void **state)
{
    (void)state;
    const char *db = world_database("review");
    people_cases_accepted(db, 1);
    definition_break(db);
    struct driver *reviewer =
        people_sign_on(&(struct person_at){.database = db, .login = "zhouqian", .rows = 36, .columns = 120});
    driver_wait_text(reviewer, "失业保险金");
    people_commit(reviewer);
    driver_wait_text(reviewer, "已核对 ");
    driver_key(reviewer, "Tab");
    driver_wait_text(reviewer, "139****5678");
    driver_expect_text(reviewer, "02 用人单位解除劳动合同");
    driver_key(reviewer, "F2");
    driver_wait_text(reviewer, "-为何: ");
    driver_key(reviewer, "Esc");
    driver_wait_gone(reviewer, "-为何: ");
    people_commit(reviewer);
    driver_wait_text(reviewer, "没有等您的案子");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_each_is_refused_by_its_name, world_teardown),
        cmocka_unit_test_teardown(test_a_draft_whose_definition_broke_is_found_and_not_filled_in,
                                  world_teardown),
        cmocka_unit_test_teardown(test_a_case_whose_definition_broke_is_read_and_decided, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
