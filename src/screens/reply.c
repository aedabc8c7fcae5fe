#include "screens/reply.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/reply_inside.h"
#include "text/text.h"
#include "ui/why.h"

static const char *const head_helps[REPLY_HEADS] = {"REPLY_PAPER_HELP", "REPLY_DAY_HELP", "REPLY_WORDS_HELP"};
static const char *const cell_helps[SEGMENT_PARTS] = {"REPLY_PLACE_HELP", "REPLY_FROM_HELP", "REPLY_TO_HELP",
                                                      "REPLY_MONTHS_HELP", "REPLY_ACCOUNT_HELP"};

/* --- what is asked on opening */

static void obstacle_read(struct reply *reply, const struct store_reply *answer)
{
    static const char *const columns[][2] = {{"name1", "value1"}, {"name2", "value2"}, {"name3", "value3"}};
    error_free(&reply->obstacle);
    if (store_reply_null(answer, 0, "code"))
        return;
    error_set(&reply->obstacle, store_reply_text(answer, 0, "code"), NULL);
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        if (!store_reply_null(answer, 0, columns[i][0]))
            error_add(&reply->obstacle, store_reply_text(answer, 0, columns[i][0]),
                      store_reply_text(answer, 0, columns[i][1]));
    }
    ui_say_error(reply->desk->ui, &reply->obstacle);
}

/* The case's definition is there: places can be named. */
static void definition_came(void *screen)
{
    struct reply *reply = screen;
    reply->context.segment.regions = desk_definition_set(reply->desk, reply->definition_id);
    reply->context.regions = spec_set_codes(reply->context.segment.regions, "region");
    for (size_t row = 0; reply->draft && row < reply->draft->row_count; row++) { /* typed before it came */
        size_t field = REPLY_HEADS + row * SEGMENT_PARTS + SEGMENT_PLACE;
        if (field != reply->at)
            reply_draft_type(reply->draft, field, reply_draft_value(reply->draft, field), &reply->context);
    }
    ui_changed(reply->desk->ui);
}

static void head_came(void *owner, const struct store_reply *answer)
{
    struct reply *reply = owner;
    if (desk_refused(reply->desk, answer) || store_reply_rows(answer) == 0)
        return;
    free(reply->stage);
    reply->stage = memory_text(store_reply_text(answer, 0, "stage"));
    reply->version = (int)store_reply_number(answer, 0, "version");
    reply->definition_id = (int)store_reply_number(answer, 0, "definition_id");
    obstacle_read(reply, answer);
    if (desk_definition(reply->desk, reply->definition_id, definition_came, reply))
        definition_came(reply);
    ui_changed(reply->desk->ui);
}

static void known_came(void *owner, const struct store_reply *answer)
{
    struct reply *reply = owner;
    if (desk_refused(reply->desk, answer))
        return;
    for (int row = 0; row < store_reply_rows(answer) && reply->known_count < REPLY_KNOWN; row++) {
        const char *source = store_reply_text(answer, row, "source");
        if (strcmp(source, "own") != 0 && strcmp(source, "record") != 0)
            continue;
        reply->known[reply->known_count++] =
            (struct reply_known){.from = memory_text(store_reply_text(answer, row, "first_month")),
                                 .to = memory_text(store_reply_text(answer, row, "last_month")),
                                 .own = strcmp(source, "own") == 0};
    }
    ui_changed(reply->desk->ui);
}

static void ask(struct reply *reply, const char *sql, store_answered *answered)
{
    struct store_query query = {.sql = sql};
    store_query_number(&query, reply->desk->region);
    store_query_number(&query, reply->view.case_id);
    desk_call(reply->desk, &query, answered, reply);
}

void reply_head_ask(struct reply *reply)
{
    ask(reply,
        "SELECT h.version, h.definition_id, coalesce(h.stage, '') AS stage, w.code, w.parameters[1] AS "
        "name1, "
        "w.parameters[2] AS value1, w.parameters[3] AS name2, w.parameters[4] AS value2, w.parameters[5] AS "
        "name3, w.parameters[6] AS value3 FROM desk.case_head($1, $2) h LEFT JOIN desk.why_not('reply', $1, "
        "$2) w ON true",
        head_came);
}

/* --- open, close */

static bool any_region(void *regions, const char *code)
{
    return regions ? desk_region_known(regions, code) : strspn(code, "0123456789") == 6;
}

static void view_changed(void *screen)
{
    ui_changed(((struct reply *)screen)->desk->ui);
}

static bool reply_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct reply *reply = state;
    const struct reply_argument *given = argument;
    reply->desk = given->desk;
    reply->paper = memory_text(given->paper);
    reply->draft = reply_draft_of(given->desk, given->case_id);
    reply->context = (struct reply_context){
        .segment = {.today = given->desk->today, .region_known = any_region}, .since = given->since};
    desk_key(reply->key);
    case_view_load(&reply->view, given->desk, given->case_id, CASE_NAMED, reply, view_changed);
    reply_head_ask(reply);
    ask(reply, "SELECT source, first_month, last_month FROM desk.contribution_list($1, $2)", known_came);
    size_t wrong = reply_draft_wrong(reply->draft, 0, &reply->context);
    size_t last = reply_draft_fields(reply->draft) - SEGMENT_PARTS;
    reply_field_enter(reply, wrong < last ? wrong : last);
    return true;
}

static void reply_close(void *state)
{
    struct reply *reply = state; /* the draft may be gone already: at signing off */
    desk_forget(reply->desk, reply);
    case_view_free(&reply->view);
    for (size_t i = 0; i < reply->known_count; i++) {
        free(reply->known[i].from);
        free(reply->known[i].to);
    }
    error_free(&reply->obstacle);
    editor_free(&reply->editor);
    free(reply->paper);
    free(reply->stage);
}

/* --- keys */

static void reply_command(struct ui *ui, void *state, enum command command)
{
    struct reply *reply = state;
    size_t at = reply->at;
    if (command == COMMAND_BACK)
        ui_pop(ui);
    else if (command == COMMAND_MATERIALS)
        reply->looking = !reply->looking;
    else if (command == COMMAND_ASK)
        reply_resume(reply);
    else if (command == COMMAND_COMMIT)
        reply_commit(reply);
    else if (reply->looking)
        paper_command(&reply->view.values, command);
    else if (!reply->draft)
        return;
    else if (command == COMMAND_LIST)
        reply_places_open(reply);
    else if (command == COMMAND_NEXT_THING)
        reply_field_next(reply);
    else if (command == COMMAND_NEXT_FIELD)
        reply_field_go(reply, at + 1);
    else if (command == COMMAND_PREVIOUS_FIELD)
        reply_field_go(reply, at ? at - 1 : 0);
    else
        reply_field_go(reply, command == COMMAND_UP ? reply_field_above(at) : reply_field_below(at));
}

static struct editor *reply_field(void *state)
{
    struct reply *reply = state;
    return reply->looking || !reply->draft ? NULL : &reply->editor;
}

static void reply_edited(struct ui *ui, void *state)
{
    (void)ui;
    struct reply *reply = state;
    reply_field_keep(reply); /* nothing typed is lost, however the screen closes */
    desk_key(reply->key);
}

static void reply_arrange(void *state, const struct layout *layout)
{
    struct reply *reply = state;
    editor_width(&reply->editor, reply_field_width(reply->at, layout));
    case_view_arrange(&reply->view, layout);
}

/* --- lines */

static void reply_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct reply *reply = state;
    if (reply->looking)
        case_view_draw(&reply->view, canvas, layout, 0);
    else
        reply_form_draw(reply, canvas, layout);
}

static void reply_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct reply *reply = state;
    if (reply->looking || !reply->draft)
        canvas_cursor(canvas, layout->form.row + 1, layout->form.column);
    else
        reply_form_cursor(reply, canvas, layout);
}

static void reply_lines(const void *state, struct screen_lines *lines)
{
    const struct reply *reply = state;
    if (reply->looking || !reply->draft)
        return;
    if (reply->editor.selected && reply_field_fault(reply, reply->at, &lines->explain))
        buffer_format(&lines->explain, " %s", text("UI_TYPED_OVER"));
    else
        buffer_text(&lines->explain, text(reply->at < REPLY_HEADS ? head_helps[reply->at]
                                                                  : cell_helps[reply_field_part(reply->at)]));
    bool whole = reply_draft_wrong(reply->draft, 0, &reply->context) == reply_draft_fields(reply->draft);
    if (reply->obstacle.code)
        buffer_text(&lines->next, text("NEXT_REPLY_BARRED"));
    else if (whole && reply->stage)
        text_fill(&lines->next, "NEXT_REPLY", "stage", reply->stage, NULL);
    else
        buffer_text(&lines->next, text("NEXT_REPLY_MISSING"));
    lines->irreversible = whole && reply->stage && !reply->obstacle.code;
}

/* What is wrong, all of it; then the sums of the due dates. */
static void reply_why(const void *state, struct buffer *sentences)
{
    const struct reply *reply = state;
    struct buffer sentence = {0};
    if (reply->obstacle.code) {
        text_error(&sentence, &reply->obstacle);
        why_add(sentences, buffer_string(&sentence));
    }
    for (size_t field = 0; reply->draft && field < reply_draft_fields(reply->draft); field++) {
        buffer_clear(&sentence);
        if (reply_field_fault(reply, field, &sentence))
            why_add(sentences, buffer_string(&sentence));
    }
    buffer_free(&sentence);
    buffer_text(sentences, buffer_string(&reply->view.explanation.sentences));
}

static const struct screen_command reply_commands[] = {
    {COMMAND_COMMIT, "LABEL_REPLY", NULL},
    {COMMAND_LIST, "LABEL_PLACES", NULL},
    {COMMAND_MATERIALS, "LABEL_REPLY_CASE", "HELP_REPLY_CASE"},
    {COMMAND_ASK, "LABEL_REPLY_NONE", "HELP_REPLY_NONE"},
    {COMMAND_NEXT_THING, NULL, NULL},
    {COMMAND_NEXT_FIELD, NULL, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL, NULL},
    {COMMAND_DOWN, NULL, NULL},
    {COMMAND_UP, NULL, NULL},
    {COMMAND_NONE, NULL, NULL},
};

const struct screen_class reply_screen = {
    .name = "reply",
    .title = "SCREEN_REPLY",
    .size = sizeof(struct reply),
    .section = SECTION_REVIEW,
    .commands = reply_commands,
    .wish = {.person = 3, .foot = REPLY_FOOT},
    .open = reply_open,
    .close = reply_close,
    .arrange = reply_arrange,
    .command = reply_command,
    .field = reply_field,
    .edited = reply_edited,
    .draw = reply_draw,
    .cursor = reply_cursor,
    .lines = reply_lines,
    .why = reply_why,
};
