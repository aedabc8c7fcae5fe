#include "screens/review_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "text/text.h"

/* --- the answers */

static void values_free(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->value_count; i++) {
        struct sheet_value *value = &sheet->values[i];
        char *texts[] = {value->block, value->key, value->name, value->value, value->earlier, value->apart};
        for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++)
            free(texts[t]);
    }
    free(sheet->values);
    sheet->values = NULL;
    sheet->value_count = 0;
}

void sheet_free(struct sheet *sheet)
{
    if (sheet->desk)
        desk_forget(sheet->desk, sheet);
    values_free(sheet);
    doubts_free(&sheet->doubts);
    free(sheet->eyes);
    buffer_free(&sheet->alike);
    buffer_free(&sheet->head);
    free(sheet->places);
    *sheet = (struct sheet){0};
}

static struct sheet_value *value_add(struct sheet *sheet)
{
    sheet->values = memory_resize(sheet->values, sheet->value_count + 1, sizeof(*sheet->values));
    sheet->values[sheet->value_count] = (struct sheet_value){0};
    return &sheet->values[sheet->value_count++];
}

/* "value name-of-code [source]" */
static char *declared(const struct sheet *sheet, const struct store_reply *reply, int row)
{
    struct buffer out = {0};
    const char *source = store_reply_text(reply, row, "source");
    const char *name = desk_column(sheet->desk, reply, row, "code");
    buffer_text(&out, store_reply_text(reply, row, "value"));
    if (*name)
        buffer_format(&out, " %s", name);
    if (strcmp(source, "typed") != 0)
        buffer_format(&out, " [%s]", text_of("SOURCE", source));
    return buffer_take(&out);
}

static char *earlier(const struct sheet *sheet, const struct store_reply *reply, int row)
{
    struct buffer value = {0}, out = {0};
    const char *name = desk_column(sheet->desk, reply, row, "earlier_code");
    buffer_text(&value, store_reply_text(reply, row, "earlier"));
    if (*name)
        buffer_format(&value, " %s", name);
    if (strcmp(store_reply_text(reply, row, "earlier_source"), "person") == 0)
        text_fill(&out, "SHEET_RECORD", "value", buffer_string(&value), NULL);
    else if (buffer_string(&value)[0])
        text_fill(&out, "SHEET_EARLIER", "value", buffer_string(&value), "on",
                  store_reply_text(reply, row, "earlier_on"), "item",
                  desk_column(sheet->desk, reply, row, "earlier_item"), NULL);
    else
        buffer_text(&out, "");
    buffer_free(&value);
    return buffer_take(&out);
}

static char *apart(const struct store_reply *reply, int row)
{
    struct buffer out = {0};
    buffer_text(&out, "");
    if (!store_reply_null(reply, row, "days"))
        text_fill(&out, "SHEET_DAYS", "days", store_reply_text(reply, row, "days"), NULL);
    return buffer_take(&out);
}

static void compared_came(void *owner, const struct store_reply *reply)
{
    struct sheet *sheet = owner;
    if (desk_refused(sheet->desk, reply))
        return;
    sheet->there = true;
    for (int row = 0; row < store_reply_rows(reply); row++) {
        const char *verdict = store_reply_text(reply, row, "verdict");
        struct sheet_value *value = value_add(sheet);
        *value = (struct sheet_value){
            .look = strcmp(verdict, "differs") == 0,
            .block = memory_text(store_reply_text(reply, row, "block")),
            .key = memory_text(store_reply_text(reply, row, "field")),
            .name = memory_text(desk_column(sheet->desk, reply, row, "name")),
            .value = declared(sheet, reply, row),
            .earlier = earlier(sheet, reply, row),
            .apart = apart(reply, row),
            .verdict = strcmp(verdict, "differs") == 0  ? SHEET_DIFFERS
                       : strcmp(verdict, "agrees") == 0 ? SHEET_AGREES
                                                        : SHEET_ALONE,
            .record = strcmp(store_reply_text(reply, row, "earlier_source"), "person") == 0,
        };
    }
    sheet->changed(sheet->screen);
}

static void materials_came(void *owner, const struct store_reply *reply)
{
    struct sheet *sheet = owner;
    if (desk_refused(sheet->desk, reply))
        return;
    for (int row = 0; row < store_reply_rows(reply); row++) {
        bool promise = strcmp(store_reply_text(reply, row, "way"), "commitment") == 0;
        struct sheet_value *value = value_add(sheet);
        *value = (struct sheet_value){
            .material = true,
            .look = promise,
            .block = memory_text("material"),
            .key = memory_text(store_reply_text(reply, row, "kind")),
            .name = memory_text(desk_column(sheet->desk, reply, row, "name")),
            .value = memory_text(text(promise ? "SHEET_PROMISED" : "SHEET_HANDED_IN")),
            .earlier = memory_text(""),
            .apart = memory_text(""),
        };
    }
    sheet->changed(sheet->screen);
}

static void doubts_came(void *owner, const struct store_reply *reply)
{
    struct sheet *sheet = owner;
    if (desk_refused(sheet->desk, reply))
        return;
    doubts_take(&sheet->doubts, sheet->desk, reply);
    sheet->doubted(sheet->screen);
}

static void standing_came(void *owner, const struct store_reply *reply)
{
    struct sheet *sheet = owner;
    struct buffer out = {0};
    if (desk_refused(sheet->desk, reply) || store_reply_rows(reply) == 0)
        return;
    sheet->returns = (int)store_reply_number(reply, 0, "returns");
    text_fill(&out, store_reply_null(reply, 0, "code") ? "SHEET_EYES_CLEAR" : "SHEET_EYES_AGAINST", "who",
              store_reply_text(reply, 0, "accepted_by"), "others", store_reply_text(reply, 0, "handled"),
              NULL);
    free(sheet->eyes);
    sheet->eyes = buffer_take(&out);
    sheet->changed(sheet->screen);
}

static void alike_came(void *owner, const struct store_reply *reply)
{
    struct sheet *sheet = owner;
    if (desk_refused(sheet->desk, reply))
        return;
    buffer_clear(&sheet->alike);
    for (int row = 0; row < store_reply_rows(reply); row++) {
        struct buffer name = {0};
        buffer_text(&name, desk_column(sheet->desk, reply, row, "name"));
        if (!store_reply_null(reply, row, "class"))
            buffer_format(&name, " %s", text_of("ALIKE", store_reply_text(reply, row, "class")));
        text_fill(&sheet->alike, "SHEET_ALIKE_LINE", "name", buffer_string(&name), "agreed",
                  store_reply_text(reply, row, "agreed"), "returned",
                  store_reply_text(reply, row, "returned"), "denied", store_reply_text(reply, row, "denied"),
                  NULL);
        buffer_byte(&sheet->alike, '\n');
        buffer_free(&name);
    }
    sheet->changed(sheet->screen);
}

static void ask(struct sheet *sheet, const char *sql, int64_t case_id, store_answered *answered)
{
    struct store_query query = {.sql = sql};
    store_query_number(&query, sheet->desk->region);
    store_query_number(&query, case_id);
    desk_call(sheet->desk, &query, answered, sheet);
}

void sheet_doubts(struct sheet *sheet, int64_t case_id)
{
    ask(sheet, "SELECT name_zh, name_en, class, agreed, returned, denied FROM desk.alike_list($1, $2)",
        case_id, alike_came);
    doubts_ask(sheet->desk, case_id, doubts_came, sheet); /* last: with them all of it is there */
}

void sheet_load(struct sheet *sheet, struct desk *desk, int64_t case_id, void *screen,
                void (*changed)(void *screen), void (*doubted)(void *screen))
{
    sheet_free(sheet);
    *sheet = (struct sheet){.desk = desk, .screen = screen, .changed = changed, .doubted = doubted};
    ask(sheet,
        "SELECT block, field, name_zh, name_en, value, code_zh, code_en, source, earlier, earlier_code_zh, "
        "earlier_code_en, earlier_source, to_char(earlier_on, 'YY-MM-DD') AS earlier_on, earlier_item_zh, "
        "earlier_item_en, verdict, days FROM desk.case_compare($1, $2) ORDER BY place",
        case_id, compared_came);
    ask(sheet, "SELECT kind, name_zh, name_en, way FROM desk.case_materials($1, $2)", case_id,
        materials_came);
    ask(sheet, "SELECT accepted_by, handled, code, returns FROM desk.case_standing($1, $2)", case_id,
        standing_came);
    sheet_doubts(sheet, case_id);
}

/* --- the mark */

bool sheet_move(struct sheet *sheet, int step)
{
    if (sheet->place_count == 0)
        return false;
    if (step > 0 ? sheet->at + 1 >= sheet->place_count : sheet->at == 0)
        return false;
    sheet->at += (size_t)step;
    return true;
}

const struct sheet_value *sheet_value(const struct sheet *sheet)
{
    const struct sheet_place *place = &sheet->places[sheet->at];
    return sheet->place_count > 0 && !place->doubt ? &sheet->values[place->index] : NULL;
}

const struct doubt *sheet_doubt(const struct sheet *sheet)
{
    const struct sheet_place *place = &sheet->places[sheet->at];
    return sheet->place_count > 0 && place->doubt ? &sheet->doubts.rows[place->index] : NULL;
}
