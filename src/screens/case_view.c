#include "screens/case_view.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "screens/case_record.h"
#include "screens/questions.h"
#include "text/text.h"

void case_view_free(struct case_view *view)
{
    char **texts[] = {&view->number, &view->item_name, &view->head, &view->due, &view->origin};
    if (view->desk) {
        waits_clock_end(&view->clock);
        desk_forget(view->desk, view);
    }
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        free(*texts[i]);
    paper_free(&view->values);
    paper_free(&view->record);
    paper_free(&view->materials);
    explain_free(&view->explanation);
    *view = (struct case_view){0};
}

/* --- the answers */

static void head_write(struct case_view *view, const struct store_reply *reply)
{
    struct buffer line = {0};
    struct buffer stage = {0};
    buffer_text(&stage,
                text_of(store_reply_null(reply, 0, "stage") ? "STATE" : "STAGE",
                        store_reply_text(reply, 0, store_reply_null(reply, 0, "stage") ? "state" : "stage")));
    if (!store_reply_null(reply, 0, "waiting"))
        buffer_format(&stage, " %s", text_of("WAITING", store_reply_text(reply, 0, "waiting")));
    buffer_format(&line, "%s  %s %s %s  %s", view->item_name, store_reply_text(reply, 0, "name"),
                  *store_reply_text(reply, 0, "sex") ? text_of("SEX", store_reply_text(reply, 0, "sex")) : "",
                  store_reply_text(reply, 0, "id_no"), buffer_string(&stage));
    view->head = buffer_take(&line);
    text_fill(&line, "CASE_DUE", "promised", store_reply_text(reply, 0, "promised_due"), "statutory",
              store_reply_text(reply, 0, "statutory_due"), NULL);
    view->due = buffer_take(&line);
    bool blind = store_reply_null(reply, 0, "accepted_by"); /* see sample_look.h */
    text_fill(&line, blind ? "CASE_ORIGIN_BLIND" : "CASE_ORIGIN", "number", view->number, "when",
              store_reply_text(reply, 0, "accepted"), "window", store_reply_text(reply, 0, "window_number"),
              "who", store_reply_text(reply, 0, "accepted_by"), NULL);
    view->origin = buffer_take(&line);
    buffer_free(&stage);
}

static void head_came(void *owner, const struct store_reply *reply)
{
    struct case_view *view = owner;
    char number[CASE_NUMBER_GROUPED];
    if (desk_refused(view->desk, reply) || store_reply_rows(reply) == 0)
        return;
    view->number = memory_text(case_number_group(store_reply_text(reply, 0, "number"), number));
    view->item_name = memory_text(desk_column(view->desk, reply, 0, "item"));
    view->version = (int)store_reply_number(reply, 0, "version");
    head_write(view, reply);
    view->changed(view->screen);
}

static void waits_came(void *owner, const struct store_reply *reply)
{
    struct case_view *view = owner;
    if (desk_refused(view->desk, reply) || store_reply_rows(reply) == 0)
        return;
    view->waits = waits_moment(store_reply_text(reply, 0, "since"));
    waits_clock_look(&view->clock);
    view->changed(view->screen);
}

static bool view_waits(const void *rows, int64_t *newest)
{
    *newest = ((const struct case_view *)rows)->waits;
    return *newest != WAITS_NOBODY;
}

static void fields_came(void *owner, const struct store_reply *reply)
{
    struct case_view *view = owner;
    if (desk_refused(view->desk, reply))
        return;
    for (int row = 0; row < store_reply_rows(reply); row++) {
        struct buffer value = {0};
        const char *source = store_reply_text(reply, row, "source");
        const char *name = desk_column(view->desk, reply, row, "code");
        if (!*store_reply_text(reply, row, "value"))
            continue;
        buffer_text(&value, store_reply_text(reply, row, "value"));
        if (*name)
            buffer_format(&value, " %s", name);
        if (strcmp(source, "typed") != 0)
            buffer_format(&value, " [%s]", text_of("SOURCE", source));
        paper_pair(&view->values, desk_column(view->desk, reply, row, "name"), buffer_string(&value));
        buffer_free(&value);
    }
    view->changed(view->screen);
}

static void materials_came(void *owner, const struct store_reply *reply)
{
    struct case_view *view = owner;
    if (desk_refused(view->desk, reply))
        return;
    paper_line(&view->materials, text("CASE_MATERIALS"));
    for (int row = 0; row < store_reply_rows(reply); row++) {
        struct buffer line = {0};
        bool promise = strcmp(store_reply_text(reply, row, "way"), "commitment") == 0;
        buffer_format(&line, "%s %s", text(promise ? "MATERIAL_COMMITMENT" : "MATERIAL_THERE"),
                      desk_column(view->desk, reply, row, "name"));
        paper_line(&view->materials, buffer_string(&line));
        buffer_clear(&line);
        if (promise)
            text_fill(&line, "CASE_SIGNED", "day", store_reply_text(reply, row, "signed_on"), NULL);
        else
            text_fill(&line, "CASE_FILE", "file", store_reply_text(reply, row, "file_name"), "bytes",
                      store_reply_text(reply, row, "byte_count"), "hash",
                      store_reply_text(reply, row, "hash"), NULL);
        paper_line(&view->materials, buffer_string(&line));
        buffer_free(&line);
    }
}

/* Who decides has them in front of the values: review_ask.c. */
static void questions_came(void *owner, const struct store_reply *reply)
{
    struct case_view *view = owner;
    struct questions questions = {0};
    if (desk_refused(view->desk, reply) || store_reply_rows(reply) == 0)
        return;
    questions_take(&questions, reply);
    paper_line(&view->materials, "");
    questions_write(&questions, &view->materials.text);
    questions_free(&questions);
}

static void timeline_came(void *owner, const struct store_reply *reply)
{
    struct case_view *view = owner;
    if (desk_refused(view->desk, reply))
        return;
    paper_line(&view->materials, "");
    paper_line(&view->materials, text("CASE_TIMELINE"));
    for (int row = 0; row < store_reply_rows(reply); row++) {
        struct buffer line = {0};
        buffer_format(&line, "%s %s %s", store_reply_text(reply, row, "moment"),
                      text_of("ACTION", store_reply_text(reply, row, "action")),
                      store_reply_text(reply, row, "actor"));
        const char *reason = store_reply_text(reply, row, "reason");
        if (!store_reply_null(reply, row, "note"))
            buffer_format(&line, ": %s%s%s", isdigit((unsigned char)*reason) ? reason : "",
                          isdigit((unsigned char)*reason) ? " " : "", store_reply_text(reply, row, "note"));
        paper_line(&view->materials, buffer_string(&line));
        buffer_free(&line);
    }
    view->changed(view->screen);
}

static void ask(struct case_view *view, const char *sql, store_answered *answered)
{
    struct store_query query = {.sql = sql};
    store_query_number(&query, view->desk->region);
    store_query_number(&query, view->case_id);
    desk_call(view->desk, &query, answered, view);
}

static const char head_named[] = "SELECT number, item_zh, item_en, state, stage, waiting, name, id_no, sex, "
                                 "to_char(window_number, 'FM00') AS "
                                 "window_number, accepted_by, to_char(accepted_at, 'MM-DD HH24:MI') AS "
                                 "accepted, promised_due, statutory_due, "
                                 "version FROM desk.case_head($1, $2)";

static const char head_masked[] = "SELECT number, item_zh, item_en, state, stage, waiting, name, id_no, '' "
                                  "AS sex, to_char(window_number, 'FM00') AS "
                                  "window_number, accepted_by, to_char(accepted_at, 'MM-DD HH24:MI') AS "
                                  "accepted, promised_due, statutory_due, "
                                  "0 AS version FROM desk.case_summary($1, $2)";

static const char fields_named[] =
    "SELECT value, source, name_zh, name_en, code_zh, code_en FROM desk.case_fields($1, $2) ORDER BY place";

static const char fields_masked[] = "SELECT value, source, name_zh, name_en, code_zh, code_en FROM "
                                    "desk.case_fields_masked($1, $2) ORDER BY place";

void case_view_load(struct case_view *view, struct desk *desk, int64_t case_id, enum case_sight sight,
                    void *screen, void (*changed)(void *screen))
{
    case_view_free(view);
    view->desk = desk;
    view->case_id = case_id;
    view->sight = sight;
    view->screen = screen;
    view->changed = changed;
    view->clock = (struct waits_clock){.desk = desk, .screen = screen, .rows = view, .shows = view_waits};
    ask(view, sight == CASE_MASKED ? head_masked : head_named, head_came);
    if (sight != CASE_DECIDED)
        ask(view, sight == CASE_MASKED ? fields_masked : fields_named, fields_came);
    ask(view, "SELECT to_char(since, 'YYYY-MM-DD HH24:MI:SS') AS since FROM desk.case_waits($1, $2)",
        waits_came);
    ask(view,
        "SELECT name_zh, name_en, way, file_name, byte_count, left(sha256, 12) AS hash, signed_on FROM "
        "desk.case_materials($1, $2)",
        materials_came);
    if (sight != CASE_DECIDED)
        questions_ask(desk, case_id, questions_came, view);
    ask(view,
        "SELECT to_char(at, 'MM-DD HH24:MI') AS moment, actor, action, reason, note FROM "
        "desk.case_timeline($1, $2)",
        timeline_came);
    case_record_ask(view);
    explain_ask(&view->explanation, desk, case_id);
}

static struct area left_area(const struct layout *layout)
{
    const struct area *form = &layout->form;
    return (struct area){form->row + 1, form->column + 1, form->height - 1, form->width - 1};
}

static struct area right_area(const struct layout *layout)
{
    const struct area *side = &layout->side;
    return (struct area){side->row + 1, side->column, side->height - 1, side->width};
}

void case_view_arrange(struct case_view *view, const struct layout *layout)
{
    paper_arrange(&view->values, left_area(layout));
    paper_arrange(&view->materials, layout->side.width ? right_area(layout) : left_area(layout));
}

static const struct paper *paper_of(const struct case_view *view, int page)
{
    return page ? &view->materials : &view->values;
}

void case_view_turn(const struct case_view *view, int *page)
{
    *page = !*page;
    ui_say(view->desk->ui, ROLE_MESSAGE, *page ? "CASE_TURN_MATERIALS" : "CASE_TURN_VALUES", NULL);
}

/* The rule above a page: its title, marked where the keys turn it and another one stands beside it. */
static void draw_title(const struct case_view *view, struct canvas *canvas, struct area rule, int page,
                       bool mark)
{
    struct buffer title = {0};
    paper_title(paper_of(view, page), text(page ? "CASE_TITLE_MATERIALS" : "CASE_TITLE_VALUES"), &title);
    struct buffer marked = {0};
    buffer_format(&marked, "%s%s", mark ? ">" : "", buffer_string(&title));
    canvas_rule(canvas, rule.row, rule.column, rule.width, buffer_string(&marked));
    buffer_free(&marked);
    buffer_free(&title);
}

/* Both pages side by side: which one Down and PgDn turn is marked. */
static void draw_both(const struct case_view *view, struct canvas *canvas, const struct layout *layout,
                      int page)
{
    const struct area *form = &layout->form, *side = &layout->side;
    int rule = layout->side_rule;
    draw_title(view, canvas, (struct area){form->row, form->column, 1, rule - form->column + 1}, 0, !page);
    canvas_rule(canvas, form->row, rule, 2, NULL); /* so that a title does not begin on the corner */
    draw_title(view, canvas, (struct area){form->row, rule + 1, 1, layout->columns - rule - 1}, 1, page);
    canvas_rule_down(canvas, side->row, rule, side->height);
    paper_draw(&view->values, canvas, left_area(layout));
    paper_draw(&view->materials, canvas, right_area(layout));
}

void case_view_draw(const struct case_view *view, struct canvas *canvas, const struct layout *layout,
                    int page)
{
    struct area top = layout->person, form = layout->form;
    if (view->head)
        canvas_text(canvas, top.row, top.column, layout->columns, ROLE_TITLE, view->head);
    waits_draw(view->desk, view->waits, canvas, top.row, layout->columns);
    if (view->origin && top.height > 1)
        canvas_text(canvas, top.row + 1, top.column, layout->columns, ROLE_PLAIN, view->origin);
    if (view->due && top.height > 2)
        canvas_text(canvas, top.row + 2, top.column, layout->columns, ROLE_PLAIN, view->due);
    if (layout->side.width) {
        draw_both(view, canvas, layout, page);
        return;
    }
    draw_title(view, canvas, (struct area){form.row, form.column, 1, layout->columns - form.column}, page,
               false);
    paper_draw(paper_of(view, page), canvas, left_area(layout));
}
