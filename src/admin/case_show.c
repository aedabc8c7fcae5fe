#include "admin/case_show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/command.h"
#include "admin/listing.h"
#include "admin/object.h"
#include "base/memory.h"
#include "model/case_number.h"
#include "text/text.h"

/* One value of the form; what is revealed is no longer masked. */
struct value {
    const char *key; /* borrowed from the reply, as is text until it is revealed */
    const char *text;
    char *revealed;
    bool masked;
};

struct sheet {
    struct direct *direct;
    const char *region, *case_id;
    struct store_reply *summary, *fields, *materials, *history;
    struct value *values; /* one a row of fields */
};

/* Moments as people here read them, whatever the time zone of this machine. */
static const char summary_sql[] =
    "SELECT *, to_char(accepted_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS accepted,"
    " to_char(finished_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS finished"
    " FROM desk.case_summary($1::int, $2::bigint)";
static const char fields_sql[] =
    "SELECT * FROM desk.case_fields_masked($1::int, $2::bigint) WHERE value <> '' ORDER BY place";
/* A file's name may hold the person's: it is left out. */
static const char materials_sql[] =
    "SELECT kind, name_zh, name_en, way, byte_count, sha256, signed_on, added_by,"
    " to_char(added_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS added"
    " FROM desk.case_materials($1::int, $2::bigint)";
/* The words to the applicant may hold the person's name too. */
static const char history_sql[] =
    "SELECT seq, to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS at, actor,"
    " action, reason FROM desk.case_timeline($1::int, $2::bigint)";

const char *case_standing(const struct store_reply *reply, int row)
{
    if (!store_reply_null(reply, row, "waiting"))
        return text_of("WAITING", store_reply_text(reply, row, "waiting"));
    if (!store_reply_null(reply, row, "stage"))
        return text_of("STAGE", store_reply_text(reply, row, "stage"));
    return text_of("STATE", store_reply_text(reply, row, "state"));
}

static const char *named(const struct store_reply *reply, int row, const char *zh, const char *en)
{
    return store_reply_text(reply, row, text_language() == LANGUAGE_EN ? en : zh);
}

/* --- asking */

static bool sheet_ask(struct sheet *sheet, const char *sql, struct store_reply **reply, struct error *error)
{
    return direct_text(sheet->direct, reply, error, sql, sheet->region, sheet->case_id, NULL);
}

static bool value_reveal(struct sheet *sheet, struct value *value, const char *purpose, struct error *error)
{
    struct store_reply *reply = NULL;
    if (!direct_text(sheet->direct, &reply, error,
                     "SELECT value FROM desk.case_reveal($1::int, $2::bigint, $3, $4)", sheet->region,
                     sheet->case_id, value->key, purpose, NULL))
        return false;
    if (store_reply_rows(reply)) {
        value->revealed = memory_text(store_reply_text(reply, 0, "value"));
        value->text = value->revealed;
        value->masked = false;
    }
    store_reply_free(&reply);
    return true;
}

static bool values_take(struct sheet *sheet, const char *purpose, struct error *error)
{
    int rows = store_reply_rows(sheet->fields);
    sheet->values = memory_get((size_t)rows, sizeof(sheet->values[0]));
    for (int row = 0; row < rows; row++) {
        struct value *value = &sheet->values[row];
        *value = (struct value){.key = store_reply_text(sheet->fields, row, "field"),
                                .text = store_reply_text(sheet->fields, row, "value"),
                                .masked = store_reply_flag(sheet->fields, row, "masked")};
        if (purpose && value->masked && !value_reveal(sheet, value, purpose, error))
            return false;
    }
    return true;
}

static bool sheet_fill(struct sheet *sheet, const char *purpose, struct error *error)
{
    return sheet_ask(sheet, summary_sql, &sheet->summary, error) &&
           sheet_ask(sheet, fields_sql, &sheet->fields, error) &&
           sheet_ask(sheet, materials_sql, &sheet->materials, error) &&
           sheet_ask(sheet, history_sql, &sheet->history, error) && values_take(sheet, purpose, error);
}

static void sheet_free(struct sheet *sheet)
{
    for (int row = 0; sheet->values && row < store_reply_rows(sheet->fields); row++)
        free(sheet->values[row].revealed);
    free(sheet->values);
    store_reply_free(&sheet->summary);
    store_reply_free(&sheet->fields);
    store_reply_free(&sheet->materials);
    store_reply_free(&sheet->history);
}

/* --- for people */

static void section_print(const char *title, struct listing *listing)
{
    if (listing->count)
        printf("\n%s\n", text(title));
    listing_print(listing);
}

static void head_print(const struct sheet *sheet)
{
    const struct store_reply *reply = sheet->summary;
    char number[CASE_NUMBER_GROUPED];
    struct buffer item = {0}, window = {0};
    struct listing listing = {.columns = 2};
    buffer_format(&item, "%s (%s)", named(reply, 0, "item_zh", "item_en"),
                  store_reply_text(reply, 0, "item"));
    text_fill(&window, "CASE_SHOW_WINDOW", "hall", store_reply_text(reply, 0, "hall"), "window",
              store_reply_text(reply, 0, "window_number"), "who", store_reply_text(reply, 0, "accepted_by"),
              NULL);
    const char *rows[][2] = {
        {text("LIST_NUMBER"), case_number_group(store_reply_text(reply, 0, "number"), number)},
        {text("LIST_ITEM"), buffer_string(&item)},
        {text("LIST_STANDING"), case_standing(reply, 0)},
        {text("LIST_ACCEPTED"), store_reply_text(reply, 0, "accepted")},
        {text("LIST_WINDOW"), buffer_string(&window)},
        {text("LIST_PROMISED"), store_reply_text(reply, 0, "promised_due")},
        {text("LIST_STATUTORY"), store_reply_text(reply, 0, "statutory_due")},
        {text("LIST_FINISHED"), store_reply_text(reply, 0, "finished")},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        listing_row(&listing, rows[i]);
    listing_print(&listing);
    buffer_free(&item);
    buffer_free(&window);
}

/* A row a line; the name stands at the first. */
static void value_add(struct listing *listing, const char *name, const char *value)
{
    do {
        size_t length = strcspn(value, "\n");
        char *line = memory_text_length(value, length);
        listing_row(listing, (const char *[]){name, *line ? line : " "});
        free(line);
        value += length;
        name = " ";
    } while (*value++ == '\n');
}

static void values_print(const struct sheet *sheet)
{
    struct listing listing = {.columns = 2, .indent = "  "};
    for (int row = 0; row < store_reply_rows(sheet->fields); row++) {
        struct buffer value = {0};
        const char *code = named(sheet->fields, row, "code_zh", "code_en");
        buffer_format(&value, "%s%s%s", sheet->values[row].text, *code ? " " : "", code);
        value_add(&listing, named(sheet->fields, row, "name_zh", "name_en"), buffer_string(&value));
        buffer_free(&value);
    }
    section_print("CASE_SHOW_VALUES", &listing);
}

static void materials_print(const struct sheet *sheet)
{
    const struct store_reply *reply = sheet->materials;
    struct listing listing = {.columns = 4, .indent = "  "};
    for (int row = 0; row < store_reply_rows(reply); row++) {
        struct buffer what = {0};
        bool file = strcmp(store_reply_text(reply, row, "way"), "file") == 0;
        text_fill(&what, file ? "CASE_SHOW_FILE" : "CASE_SHOW_LETTER", file ? "bytes" : "day",
                  store_reply_text(reply, row, file ? "byte_count" : "signed_on"), NULL);
        listing_row(&listing, (const char *[]){named(reply, row, "name_zh", "name_en"), buffer_string(&what),
                                               store_reply_text(reply, row, "added"),
                                               store_reply_text(reply, row, "added_by")});
        buffer_free(&what);
    }
    section_print("CASE_SHOW_MATERIALS", &listing);
}

static void history_print(const struct sheet *sheet)
{
    const struct store_reply *reply = sheet->history;
    struct listing listing = {.columns = 3, .indent = "  "};
    for (int row = 0; row < store_reply_rows(reply); row++) {
        struct buffer what = {0};
        const char *reason = store_reply_text(reply, row, "reason");
        buffer_format(&what, "%s%s%s", text_of("ACTION", store_reply_text(reply, row, "action")),
                      *reason ? " " : "", reason);
        listing_row(&listing, (const char *[]){store_reply_text(reply, row, "at"),
                                               store_reply_text(reply, row, "actor"), buffer_string(&what)});
        buffer_free(&what);
    }
    section_print("CASE_SHOW_HISTORY", &listing);
}

/* --- for programs */

static void summary_write(struct buffer *out, const struct store_reply *reply)
{
    static const char *const texts[] = {"state",         "stage",         "waiting",
                                        "waiting_since", "accepted",      "accepted_by",
                                        "promised_due",  "statutory_due", "finished"};
    object_column(out, reply, 0, "number");
    object_column(out, reply, 0, "item");
    object_names(out, "name", reply, 0, "item");
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        object_column(out, reply, 0, texts[i]);
    object_column_number(out, reply, 0, "hall");
    object_column_number(out, reply, 0, "window_number");
}

static void values_write(struct buffer *out, const struct sheet *sheet)
{
    object_list_begin(out, "fields");
    for (int row = 0; row < store_reply_rows(sheet->fields); row++) {
        object_begin(out, NULL);
        object_column(out, sheet->fields, row, "field");
        object_names(out, "name", sheet->fields, row, "name");
        object_text(out, "value", sheet->values[row].text);
        object_flag(out, "masked", sheet->values[row].masked);
        if (!store_reply_null(sheet->fields, row, "code_zh"))
            object_names(out, "words", sheet->fields, row, "code");
        object_column(out, sheet->fields, row, "source");
        object_end(out);
    }
    object_list_end(out);
}

static void rest_write(struct buffer *out, const struct sheet *sheet)
{
    object_list_begin(out, "materials");
    for (int row = 0; row < store_reply_rows(sheet->materials); row++) {
        object_begin(out, NULL);
        object_column(out, sheet->materials, row, "kind");
        object_names(out, "name", sheet->materials, row, "name");
        object_column(out, sheet->materials, row, "way");
        object_column_number(out, sheet->materials, row, "byte_count");
        object_column(out, sheet->materials, row, "sha256");
        object_column(out, sheet->materials, row, "signed_on");
        object_column(out, sheet->materials, row, "added");
        object_column(out, sheet->materials, row, "added_by");
        object_end(out);
    }
    object_list_end(out);
    object_list_begin(out, "history");
    for (int row = 0; row < store_reply_rows(sheet->history); row++) {
        object_begin(out, NULL);
        object_column_number(out, sheet->history, row, "seq");
        object_column(out, sheet->history, row, "at");
        object_column(out, sheet->history, row, "actor");
        object_column(out, sheet->history, row, "action");
        object_column(out, sheet->history, row, "reason");
        object_end(out);
    }
    object_list_end(out);
}

static void sheet_print_json(const struct sheet *sheet)
{
    struct buffer line = {0};
    object_begin(&line, NULL);
    summary_write(&line, sheet->summary);
    values_write(&line, sheet);
    rest_write(&line, sheet);
    object_end(&line);
    object_print(&line);
    buffer_free(&line);
}

bool case_show_print(struct direct *direct, const char *region, const char *case_id, const char *purpose,
                     bool json, struct error *error)
{
    struct sheet sheet = {.direct = direct, .region = region, .case_id = case_id};
    bool good = sheet_fill(&sheet, purpose, error);
    if (good && json) {
        sheet_print_json(&sheet);
    } else if (good) {
        head_print(&sheet);
        values_print(&sheet);
        materials_print(&sheet);
        history_print(&sheet);
    }
    sheet_free(&sheet);
    return good;
}
