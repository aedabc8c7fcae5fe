#include "screens/undo.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "model/case_number.h"
#include "screens/phrases.h"
#include "screens/review.h"
#include "text/text.h"
#include "ui/box.h"

enum { WIDTH = 64, SENTENCE_ROWS = 4, NONE = -1 };

static const char *const reasons[] = {"UNDO_REASON_KEY", "UNDO_REASON_MISSED", "UNDO_REASON_WISH",
                                      "UNDO_REASON_OTHER"};
enum { REASONS = sizeof(reasons) / sizeof(reasons[0]), OTHER = REASONS - 1 };

struct undo {
    struct desk *desk;
    int64_t case_id, visit_id, task_id;
    int version;  /* 0: not known yet, and the act neither */
    char *action; /* accept, resubmit, agree, return, deny, suspend */
    char *what;
    int reason;          /* NONE: not chosen yet */
    struct editor other; /* the words of OTHER */
    bool sent;
    char key[DESK_KEY]; /* of this undoing, however often it is sent */
    undo_done *done;
};

/* --- the answers */

/* Closes the box and what was opened over it; it is gone then. */
static void box_close(struct undo *undo)
{
    struct ui *ui = undo->desk->ui;
    ui_pop_to(ui, undo);
    ui_pop(ui);
}

static void finish(struct undo *undo, const char *stage)
{
    struct ui *ui = undo->desk->ui;
    undo_done *done = undo->done;
    struct undo_result result = {.desk = undo->desk,
                                 .case_id = undo->case_id,
                                 .visit_id = undo->visit_id,
                                 .task_id = undo->task_id,
                                 .stage = stage};
    box_close(undo);
    done(ui, ui_top_state(ui), &result);
}

static void claimed(void *owner, const struct store_reply *reply)
{
    struct undo *undo = owner;
    if (desk_refused(undo->desk, reply) || store_reply_rows(reply) == 0)
        box_close(undo); /* undone all the same: the task stands in the queue */
    else
        finish(undo, store_reply_text(reply, 0, "stage"));
}

static void undone(void *owner, const struct store_reply *reply)
{
    struct undo *undo = owner;
    char number[CASE_NUMBER_GROUPED];
    if (desk_refused(undo->desk, reply) || store_reply_rows(reply) == 0) {
        box_close(undo); /* somebody has opened it: nothing is left to do here */
        return;
    }
    ui_say(undo->desk->ui, ROLE_DONE, "UNDO_DONE", "action", store_reply_text(reply, 0, "undone"), "number",
           case_number_group(store_reply_text(reply, 0, "number"), number), NULL);
    undo->task_id = store_reply_number(reply, 0, "task_id");
    if (undo->task_id)
        review_claim(undo->desk, undo->task_id, claimed, undo);
    else
        finish(undo, "");
}

/* Tells what stands against it. */
static void obstacle_say(struct undo *undo, const struct store_reply *reply)
{
    static const char *const columns[][2] = {{"name1", "value1"}, {"name2", "value2"}, {"name3", "value3"}};
    struct error error = {0};
    error_set(&error, store_reply_text(reply, 0, "code"), NULL);
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        if (!store_reply_null(reply, 0, columns[i][0]))
            error_add(&error, store_reply_text(reply, 0, columns[i][0]),
                      store_reply_text(reply, 0, columns[i][1]));
    }
    ui_say_error(undo->desk->ui, &error);
    error_free(&error);
}

static void act_came(void *owner, const struct store_reply *reply)
{
    struct undo *undo = owner;
    if (desk_refused(undo->desk, reply) || store_reply_rows(reply) == 0) {
        box_close(undo);
    } else if (!store_reply_null(reply, 0, "code")) {
        obstacle_say(undo, reply);
        box_close(undo);
    } else {
        undo->version = (int)store_reply_number(reply, 0, "version");
        undo->action = memory_text(store_reply_text(reply, 0, "action"));
    }
}

/* Which act it is, and whether something stands against it: told before anybody has chosen a reason. */
static void act_ask(struct undo *undo)
{
    struct store_query query = {
        .sql =
            "SELECT h.version, w.code, w.parameters[1] AS name1, w.parameters[2] AS value1, "
            "w.parameters[3] AS name2, w.parameters[4] AS value2, w.parameters[5] AS name3, "
            "w.parameters[6] AS value3, (SELECT t.action FROM desk.case_timeline($1, $2) t WHERE t.action IN "
            "('accept', 'resubmit', 'agree', 'return', 'deny', 'suspend') ORDER BY t.seq DESC LIMIT 1) AS "
            "action FROM desk.case_head($1, $2) h LEFT JOIN desk.why_not('undo', $1, $2) w ON true",
        .reads = true};
    store_query_number(&query, undo->desk->region);
    store_query_number(&query, undo->case_id);
    desk_call(undo->desk, &query, act_came, undo);
}

/* --- open, close */

static bool undo_open(struct ui *ui, void *state, void *argument)
{
    struct undo *undo = state;
    const struct undo_argument *given = argument;
    if (desk_cut(given->desk)) {
        ui_say(ui, ROLE_WRONG, "UNDO_CUT", NULL);
        return false;
    }
    *undo = (struct undo){.desk = given->desk,
                          .case_id = given->case_id,
                          .visit_id = given->visit_id,
                          .what = memory_text(given->what),
                          .reason = NONE,
                          .done = given->done};
    undo->other.most = 100;
    desk_key(undo->key);
    act_ask(undo);
    return true;
}

static void undo_close(void *state)
{
    struct undo *undo = state;
    desk_forget(undo->desk, undo);
    free(undo->action);
    free(undo->what);
    editor_free(&undo->other);
}

static void undo_arrange(void *state, const struct layout *layout)
{
    int inside = box_inside(layout, 1, WIDTH).width;
    editor_width(&((struct undo *)state)->other, inside - 3 - text_width(text(reasons[OTHER])));
}

/* --- keys */

static const char *reason_words(const struct undo *undo)
{
    if (undo->reason == NONE)
        return "";
    const char *words = undo->reason == OTHER ? editor_text(&undo->other) : text(reasons[undo->reason]);
    return words + strspn(words, " ");
}

static void commit(struct undo *undo)
{
    if (!undo->version || undo->sent)
        return; /* not yet there to be judged, or under way */
    if (!*reason_words(undo)) {
        ui_say(undo->desk->ui, ROLE_WRONG, "UNDO_REASON_ASKED", NULL);
        return;
    }
    struct store_query query = {.sql = "SELECT undone, coalesce(number, '') AS number, coalesce(task_id, 0) "
                                       "AS task_id FROM desk.case_undo($1, $2, $3, $4, $5)"};
    store_query_text(&query, undo->key);
    store_query_number(&query, undo->desk->region);
    store_query_number(&query, undo->case_id);
    store_query_number(&query, undo->version);
    store_query_text(&query, reason_words(undo));
    undo->sent = true;
    ui_hold_commit(undo->desk->ui, true);
    desk_call(undo->desk, &query, undone, undo);
}

static struct editor *undo_field(void *state)
{
    struct undo *undo = state;
    return undo->reason == OTHER && !undo->sent ? &undo->other : NULL;
}

static void undo_command(struct ui *ui, void *state, enum command command)
{
    struct undo *undo = state;
    int step = command == COMMAND_DOWN || command == COMMAND_NEXT_FIELD ? 1 : -1;
    if (command == COMMAND_COMMIT)
        commit(undo);
    else if (command == COMMAND_LIST && undo_field(undo))
        phrases_open(undo->desk, PHRASE_UNDO, &undo->other);
    else if (command == COMMAND_LIST)
        ui_say(ui, ROLE_MESSAGE, "UNDO_LIST_OTHER", NULL);
    else if (command == COMMAND_NEXT_THING)
        ui_say(ui, ROLE_MESSAGE, "UNDO_BY_F9", NULL);
    else if (command == COMMAND_BACK && undo->sent && !desk_cut(undo->desk))
        ui_say(ui, ROLE_MESSAGE, "UNDO_UNDER_WAY", NULL);
    else if (command == COMMAND_BACK)
        ui_pop(ui);
    else if (undo->reason == NONE)
        undo->reason = step > 0 ? 0 : OTHER;
    else
        undo->reason = (undo->reason + step + REASONS) % REASONS;
}

/* Digits choose; in the words of OTHER they are words. */
static bool undo_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    struct undo *undo = state;
    bool digit = key->kind == PRESS_CHARACTER && key->code >= '1' && key->code < '1' + REASONS;
    if (!digit || undo->reason == OTHER)
        return false;
    undo->reason = (int)(key->code - '1');
    return true;
}

/* --- drawing */

static struct area inside_area(const struct layout *layout)
{
    return box_inside(layout, SENTENCE_ROWS + 1 + REASONS, WIDTH);
}

/* Row of the first reason; a low box leaves the sentence out rather than the reasons. */
static int reasons_row(struct area inside)
{
    return inside.row + inside.height - REASONS;
}

static void undo_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct undo *undo = state;
    struct buffer sentence = {0}, title = {0};
    struct area inside = inside_area(layout);
    if (undo->version)
        text_fill(&title, "UNDO_TITLE", "action", undo->action, NULL);
    box_draw(canvas, layout, inside.height, WIDTH, buffer_string(&title));
    buffer_format(&sentence, "%s\n%s", undo->what, undo->version ? text_of("UNDO_MEANS", undo->action) : "");
    struct area top = inside;
    top.height = inside.height - REASONS - 1;
    if (top.height > 0)
        canvas_wrapped(canvas, top, ROLE_PLAIN, buffer_string(&sentence));
    for (int i = 0; i < REASONS; i++) {
        struct buffer line = {0};
        int row = reasons_row(inside) + i;
        buffer_format(&line, "%s%d %s", i == undo->reason ? ">" : " ", i + 1, text(reasons[i]));
        int used =
            canvas_text(canvas, row, inside.column, inside.width,
                        i == undo->reason && i != OTHER ? ROLE_FOCUS : ROLE_PLAIN, buffer_string(&line));
        if (i == OTHER && undo->reason == OTHER)
            editor_draw(&undo->other, canvas, row, inside.column + used, undo->other.width, ROLE_FOCUS);
        buffer_free(&line);
    }
    buffer_free(&sentence);
    buffer_free(&title);
}

static void undo_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct undo *undo = state;
    struct area inside = inside_area(layout);
    int row = reasons_row(inside) + (undo->reason == NONE ? 0 : undo->reason);
    int column = inside.column;
    if (undo->reason == OTHER)
        column += 3 + text_width(text(reasons[OTHER])) + editor_cursor_column(&undo->other);
    canvas_cursor(canvas, row, column);
}

static void undo_lines(const void *state, struct screen_lines *lines)
{
    const struct undo *undo = state;
    buffer_text(&lines->explain, text("UNDO_EXPLAIN"));
    lines->irreversible = undo->version && *reason_words(undo);
    if (lines->irreversible)
        text_fill(&lines->next, "NEXT_UNDO", "action", undo->action, NULL);
    else
        buffer_text(&lines->next, text("NEXT_UNDO_REASON"));
}

static const struct screen_command undo_commands[] = {
    {COMMAND_COMMIT, "LABEL_UNDO"}, {COMMAND_NEXT_THING, NULL}, {COMMAND_BACK, NULL},
    {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},         {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL}, {COMMAND_LIST, "LABEL_PHRASES"}, {COMMAND_NONE, NULL},
};

const struct screen_class undo_screen = {
    .name = "undo",
    .title = "SCREEN_UNDO",
    .size = sizeof(struct undo),
    .box = true,
    .commands = undo_commands,
    .open = undo_open,
    .close = undo_close,
    .arrange = undo_arrange,
    .command = undo_command,
    .event = undo_event,
    .field = undo_field,
    .draw = undo_draw,
    .cursor = undo_cursor,
    .lines = undo_lines,
};
