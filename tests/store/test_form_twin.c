/* The form in C and the acceptance in SQL judge alike: the same fillings, typed into src/form and saved
 * through the desk, lack and have wrong the same, by the same codes. Random, with a seed that a failure
 * prints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "form/form.h"
#include "model/moment.h"
#include "spec/set.h"
#include "store/database.h"

enum { FILLINGS = 3000, DRAFTS = 20, SEED = 20260302, MATERIALS = 16 };

/* A draft in the database and its twin on the screen. */
struct twin {
    char *id, *token;
    struct form *form;
    bool handed_in[MATERIALS];
};

static struct direct *superuser, *clerk;
static struct spec_set *set;
static struct spec_item *item;
static uint64_t random_state = SEED;
static struct buffer lately; /* the last few fillings, for the message of a failure */

static size_t random_below(size_t most)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(random_state >> 33) % most;
}

static bool region_known(void *unused, const char *code)
{
    (void)unused;
    const struct spec_codes *regions = spec_set_codes(set, "region");
    return !regions || spec_codes_find(regions, code); /* without fields of regions it comes with none */
}

/* parameters: ended by NULL. */
static struct store_reply *asked(struct direct *direct, const char *sql, const char *const *parameters)
{
    struct store_query query = {.sql = sql};
    struct store_reply *reply = NULL;
    struct error error = {0};
    while (*parameters)
        store_query_text(&query, *parameters++);
    if (!direct_run(direct, &query, &reply, &error))
        fail_msg("%s: %s %s\n%s", sql, error.code, error.count ? error.parameters[error.count - 1].value : "",
                 buffer_string(&lately));
    return reply;
}

/* As the workstation gets it. */
static void definition_load(const char *item_code)
{
    struct spec_faults faults = {0};
    struct store_reply *reply = asked(clerk,
                                      "SELECT b.kind, b.code, b.body FROM desk.item_list(210600) i, "
                                      "desk.definition_bundle(ARRAY[i.definition_id], '{}') b "
                                      "WHERE i.item = $1",
                                      (const char *[]){item_code, NULL});
    set = spec_set_create();
    for (int row = 0; row < store_reply_rows(reply); row++) {
        const char *kind = store_reply_text(reply, row, "kind"), *code = store_reply_text(reply, row, "code");
        const char *body = store_reply_text(reply, row, "body");
        if (strcmp(kind, "codes") == 0)
            assert_non_null(spec_codes_parse(body, strlen(body), code, set, &faults));
        else if (strcmp(kind, "letter") == 0)
            assert_non_null(spec_letter_parse(body, strlen(body), code, set, &faults));
        else
            assert_true(
                spec_set_add_item(set, item = spec_item_parse(body, strlen(body), code, set, &faults)));
    }
    store_reply_free(&reply);
    spec_faults_free(&faults);
    assert_true(item->material_count <= MATERIALS);
}

/* Persons of each kind of document: what follows from the number differs. */
static void twin_open(struct twin *twin, int n)
{
    static const char *const persons[][2] = {{"01", "210602190103121011"}, {"01", "442000190202280017"},
                                             {"03", "810000199408230021"}, {"04", "830000199201300022"},
                                             {"05", "911840198506070011"}, {"06", "E12345678"},
                                             {"07", "H12345678"},          {"99", "无证件 7"}};
    const struct date today = {2026, 3, 2};
    const char *const *person = persons[(size_t)n % (sizeof(persons) / sizeof(persons[0]))];
    struct store_reply *reply =
        asked(clerk,
              "SELECT c.case_id AS id, c.token FROM desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, "
              "1::smallint, $1, $2, '郭晓兰') v, "
              "desk.case_open(gen_random_uuid(), 210600, v.visit_id, $3) c",
              (const char *[]){person[0], person[1], item->code, NULL});
    *twin = (struct twin){.id = memory_text(store_reply_text(reply, 0, "id")),
                          .token = memory_text(store_reply_text(reply, 0, "token")),
                          .form = form_new(item, today, region_known, NULL)};
    store_reply_free(&reply);
    reply = asked(superuser,
                  "SELECT field, value, source, coalesce(source_on::text, '') AS source_on FROM "
                  "yc.case_field WHERE case_id = $1::bigint",
                  (const char *[]){twin->id, NULL});
    for (int row = 0; row < store_reply_rows(reply); row++)
        form_load(twin->form, store_reply_text(reply, row, "field"), store_reply_text(reply, row, "value"),
                  false, form_source_parse(store_reply_text(reply, row, "source")),
                  store_reply_text(reply, row, "source_on"));
    store_reply_free(&reply);
}

static void twin_close(struct twin *twin)
{
    form_free(&twin->form);
    free(twin->id);
    free(twin->token);
}

/* Some codes of the list, once or twice, in any order, between what people put between them. */
static void codes_make(const struct spec_codes *codes, struct buffer *typed)
{
    static const char *const between[] = {",", " ", "、", "，", ", "};
    size_t separator = random_below(5);
    for (size_t n = 1 + random_below(4); n > 0; n--)
        buffer_format(typed, "%s%s", codes->codes[random_below(codes->count)].code,
                      n > 1 ? between[separator] : "");
}

static void time_make(struct buffer *typed)
{
    static const char *const days[] = {"0302",       "t",        "-3",         "20260301",
                                       "2026-03-02", "20260303", "2026-02-30", "0230",
                                       "1899-12-31", "99991231", "昨天"};
    static const char *const clocks[] = {" 1430", " 14:30", " 9:05", " 0000", " 23:59", " 2400",
                                         " 930",  " 14",    "",      " ",     " 1260",  " x"};
    buffer_format(typed, "%s%s", days[random_below(sizeof(days) / sizeof(days[0]))],
                  clocks[random_below(sizeof(clocks) / sizeof(clocks[0]))]);
}

/* Several lines, with all that pastes bring; now and then more than the field takes. */
static void lines_make(struct buffer *typed)
{
    static const char *const pieces[] = {"要求核定", "郭", "a",  " ",  "\n",     "\r\n",
                                         "\u3000",   "\t", "𠮷", "。", "\u2028", "\u202E"};
    for (size_t n = random_below(random_below(4) ? 8 : 130); n > 0; n--)
        buffer_text(typed, pieces[random_below(random_below(20) ? 11 : 12)]);
}

/* Something that somebody could type: right for the field, right for another, or odd. */
static void typed_make(const struct spec_field *field, struct buffer *typed)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "0",
                                        "1",
                                        "2",
                                        "t",
                                        "-3",
                                        "0302",
                                        "20260302",
                                        "20260303",
                                        "2026-02-30",
                                        "19000101",
                                        "18991231",
                                        "99991231",
                                        "13800006612",
                                        "23800006612",
                                        "1380000661",
                                        "１３８００００６６１２",
                                        "210600",
                                        "210602",
                                        "999999",
                                        "21060",
                                        "210602190103121011",
                                        "210602190103121010",
                                        "442000190202280017",
                                        "810000199408230021",
                                        "830000199201300022",
                                        "911840198506070011",
                                        "931392199001120025",
                                        "E12345678",
                                        "e12345678",
                                        "H12345678",
                                        "12345678",
                                        "H1234567",
                                        "X",
                                        "6217009999000000016",
                                        "6217009999000000017",
                                        "6230598888001234569",
                                        "62170099990000000",
                                        "郭晓兰",
                                        "郭",
                                        "𠮷田",
                                        "䶮",
                                        "阿卜杜·买买提",
                                        "阿卜杜•买买提",
                                        "·郭",
                                        "WANG FANG",
                                        "Wang",
                                        "ＷＡＮＧ",
                                        "郭\u202E兰",
                                        "a\tb",
                                        "e\u0301",
                                        "👩\u200D👧",
                                        "\uE000",
                                        "720",
                                        "721",
                                        "-1",
                                        "007",
                                        "1e3",
                                        "99999999999999999999",
                                        "葫芦岛某机械厂",
                                        "sybxj",
                                        "是",
                                        "本人",
                                        "s",
                                        "x y",
                                        " x ",
                                        "02 ",
                                        "O2",
                                        "98",
                                        "01,02"};
    size_t which = random_below(10);
    if (field->type == SPEC_CODES && which < 7) {
        codes_make(field->codes, typed);
    } else if (field->type == SPEC_TIME && which < 8) {
        time_make(typed);
    } else if (field->type == SPEC_LINES && which < 8) {
        lines_make(typed);
    } else if (field->codes && which < 5) {
        buffer_text(typed, field->codes->codes[random_below(field->codes->count)].code);
    } else if (which == 9) {
        static const char *const pieces[] = {"郭", "a", "·", "1", " ", "𠮷"};
        const char *piece = pieces[random_below(6)];
        for (size_t n = random_below(130); n > 0; n--)
            buffer_text(typed, piece);
    } else {
        buffer_text(typed, texts[random_below(sizeof(texts) / sizeof(texts[0]))]);
    }
}

/* One field, typed as on the screen and saved when it changed, as the screen does. */
static void twin_type(struct twin *twin, size_t field, int64_t seq)
{
    struct buffer typed = {0};
    typed_make(&item->fields[field], &typed);
    if (!form_fixed(twin->form, field) && form_shown(twin->form, field) &&
        form_type(twin->form, field, buffer_string(&typed))) {
        struct store_query query = {
            .sql = "SELECT seq FROM desk.field_save(210600, $1::bigint, $2::uuid, $3, $4, $5)"};
        struct error error = {0};
        buffer_format(&lately, "  %s %s: \"%s\" kept \"%s\"\n", twin->id, item->fields[field].key,
                      buffer_string(&typed), form_value(twin->form, field));
        store_query_text(&query, twin->id);
        store_query_text(&query, twin->token);
        store_query_number(&query, seq);
        store_query_text(&query, item->fields[field].key);
        store_query_text(&query, form_value(twin->form, field));
        if (!direct_run(clerk, &query, NULL, &error))
            fail_msg("%s\n%s", error.code, buffer_string(&lately));
    }
    buffer_free(&typed);
}

static void twin_hand_in(struct twin *twin, size_t material)
{
    struct store_query query = {.sql = "SELECT material_id FROM desk.material_add(gen_random_uuid(), 210600, "
                                       "$1::bigint, $2::uuid, $3, 'a.pdf', 'x', NULL)"};
    struct error error = {0};
    store_query_text(&query, twin->id);
    store_query_text(&query, twin->token);
    store_query_text(&query, item->materials[material].key);
    if (!direct_run(clerk, &query, NULL, &error))
        fail_msg("%s", error.code);
    twin->handed_in[material] = true;
}

/* What cannot be read as a day, or as a time, is kept as typed. The screen says more closely what is wrong
 * with it (20260230 is no day, 0302 has no time); to the database it is not of the kept form, whatever it is.
 */
static const char *screen_code(const struct twin *twin, size_t field)
{
    const char *code = form_fault(twin->form, field)->code, *value = form_value(twin->form, field);
    bool kept_form = strlen(value) == DATE_TEXT - 1 && value[4] == '-' && value[7] == '-';
    if (item->fields[field].type == SPEC_TIME) {
        bool whole =
            strlen(value) == MOMENT_TEXT - 1 && value[4] == '-' && value[10] == ' ' && value[13] == ':';
        return kept_form || whole ? code : "E_TIME_FORM";
    }
    return item->fields[field].type == SPEC_DATE && !kept_form ? "E_DATE_FORM" : code;
}

static void screen_faults(const struct twin *twin, struct buffer *out)
{
    for (size_t i = 0; i < item->field_count; i++) {
        enum form_mark mark = form_mark(twin->form, i);
        if (mark == FORM_MISSING || mark == FORM_WRONG)
            buffer_format(out, "%s=%s ", item->fields[i].key,
                          mark == FORM_MISSING ? "E_FIELD_MISSING" : screen_code(twin, i));
    }
    for (size_t i = 0; i < item->material_count; i++) {
        if (form_material_needed(twin->form, i) && !twin->handed_in[i])
            buffer_format(out, "%s=E_MATERIAL_MISSING ", item->materials[i].key);
    }
}

static void twin_compare(const struct twin *twin, int filling)
{
    struct buffer screen = {0}, database = {0};
    struct store_reply *reply =
        asked(clerk, "SELECT key, code FROM desk.case_faults(210600, $1::bigint) WHERE code LIKE 'E%'",
              (const char *[]){twin->id, NULL});
    for (int row = 0; row < store_reply_rows(reply); row++)
        buffer_format(&database, "%s=%s ", store_reply_text(reply, row, "key"),
                      store_reply_text(reply, row, "code"));
    screen_faults(twin, &screen);
    if (strcmp(buffer_string(&screen), buffer_string(&database)) != 0)
        fail_msg("filling %d (seed %d)\n  screen   %s\n  database %s\n%s", filling, SEED,
                 buffer_string(&screen), buffer_string(&database), buffer_string(&lately));
    store_reply_free(&reply);
    buffer_free(&screen);
    buffer_free(&database);
}

/* Of one item: in it also what hangs on a wrong value, as other heirs' consent on "abc" heirs. */
static void fillings_compare(const char *item_code)
{
    definition_load(item_code);
    struct twin twins[DRAFTS];
    for (int i = 0; i < DRAFTS; i++)
        twin_open(&twins[i], i);
    for (int filling = 0; filling < FILLINGS; filling++) {
        struct twin *twin = &twins[random_below(DRAFTS)];
        buffer_clear(&lately);
        for (size_t n = 1 + random_below(3); n > 0; n--)
            twin_type(twin, random_below(item->field_count), filling + 1);
        if (random_below(40) == 0)
            twin_hand_in(twin, random_below(item->material_count));
        twin_compare(twin, filling);
    }
    for (int i = 0; i < DRAFTS; i++)
        twin_close(&twins[i]);
}

static void test_3000_fillings_are_judged_alike(void **state)
{
    (void)state;
    fillings_compare("ui-benefit");
}

static void test_3000_fillings_of_an_item_with_conditions_on_numbers(void **state)
{
    (void)state;
    fillings_compare("funeral-grant");
}

/* An item of this test's own, brought in as `forms load` brings in those of forms/. */
static void item_load(const char *item_code, const char *path)
{
    struct spec_faults faults = {0};
    struct error error = {0};
    struct buffer text = {0}, body = {0};
    struct spec_set *forms = spec_set_create();
    if (!spec_set_load_directory("forms", forms, &faults) ||
        !file_read(path, FILE_MATERIAL_MOST, &text, &error))
        fail_msg("forms or %s cannot be read", path);
    struct spec_item *own = spec_item_parse(buffer_string(&text), text.length, item_code, forms, &faults);
    assert_non_null(own);
    assert_true(spec_set_add_item(forms, own));
    spec_item_resolved(own, &body);
    struct store_reply *reply = asked(superuser, "SELECT yc.definition_load('item', $1, $2)",
                                      (const char *[]){item_code, buffer_string(&body), NULL});
    store_reply_free(&reply);
    buffer_free(&body);
    buffer_free(&text);
    spec_set_free(&forms);
}

static void test_3000_fillings_with_several_codes_and_times(void **state)
{
    (void)state;
    item_load("insured-here", "tests/definitions/insured-here.yaml");
    fillings_compare("insured-here");
}

static void test_3000_fillings_with_several_lines(void **state)
{
    (void)state;
    item_load("fall-report", "tests/definitions/fall-report.yaml");
    fillings_compare("fall-report");
}

/* What a region makes of an item C and SQL read as any other. */
static void test_3000_fillings_of_an_item_as_its_region_has_it(void **state)
{
    (void)state;
    struct store_reply *reply = asked(
        superuser,
        "SELECT yc.definition_load('item', d.code, (jsonb_set(d.content, '{materials}', (SELECT "
        "jsonb_agg(m ORDER BY n) FROM jsonb_array_elements(d.content -> 'materials') WITH ORDINALITY e(m, "
        "n) WHERE m ->> 'key' <> 'ureg')) || '{\"closed\": {\"from\": \"2026-12-31\", \"reason\": "
        "{\"zh\": \"停办。\", \"en\": \"Closed.\"}}}')::text, NULL, 210600) FROM yc.definition d "
        "WHERE d.id = yc.definition_current('item', 'ui-benefit')",
        (const char *[]){NULL});
    store_reply_free(&reply);
    fillings_compare("ui-benefit");
    assert_null(spec_item_material(item, "ureg"));
    assert_string_equal(item->closed.from, "2026-12-31");
}

static int begin(void **state)
{
    (void)state;
    test_database_open("twin");
    superuser = test_database_superuser();
    clerk = test_database_staff("wangfang", "test");
    return 0;
}

static int end(void **state)
{
    (void)state;
    spec_set_free(&set);
    buffer_free(&lately);
    direct_close(&clerk);
    direct_close(&superuser);
    test_database_close();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_3000_fillings_are_judged_alike, begin, end),
        cmocka_unit_test_setup_teardown(test_3000_fillings_of_an_item_with_conditions_on_numbers, begin, end),
        cmocka_unit_test_setup_teardown(test_3000_fillings_with_several_codes_and_times, begin, end),
        cmocka_unit_test_setup_teardown(test_3000_fillings_with_several_lines, begin, end),
        cmocka_unit_test_setup_teardown(test_3000_fillings_of_an_item_as_its_region_has_it, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
