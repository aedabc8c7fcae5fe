#include "screens/sample_look.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/case_view.h"
#include "screens/phrases.h"
#include "text/text.h"
#include "ui/prompt.h"
#include "ui/why.h"

enum { REASONS = 40, FOOT = 4 }; /* FOOT: rows of the result */
enum look_result { LOOK_OPEN, LOOK_AGREES, LOOK_DIFFERS };

struct sample_look {
    struct case_view view; /* first: see case_view.h */
    struct desk *desk;
    int64_t sample_id;
    bool blind;
    char *due;
    enum look_result result;
    char *code, *name; /* of the reason; NULL: none chosen yet */
    struct editor note;
    bool writing; /* the cursor is in the words; otherwise digits choose */
    char *codes[REASONS], *names[REASONS];
    size_t reason_count;
    int page;
    bool sent;
    char key[DESK_KEY]; /* of this result, however often it is sent */
};

static void changed(void *screen)
{
    ui_changed(((struct sample_look *)screen)->desk->ui);
}

static void reasons_free(struct sample_look *look)
{
    for (; look->reason_count > 0; look->reason_count--) {
        free(look->codes[look->reason_count - 1]);
        free(look->names[look->reason_count - 1]);
    }
}

static void reason_set(struct sample_look *look, const char *code, const char *name)
{
    free(look->code);
    free(look->name);
    look->code = code ? memory_text(code) : NULL;
    look->name = name ? memory_text(name) : NULL;
}

/* --- open, close */

static bool look_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct sample_look *look = state;
    const struct sample_look_argument *given = argument;
    look->desk = given->desk;
    look->sample_id = given->sample_id;
    look->blind = given->blind;
    look->due = memory_text(given->due);
    look->note.most = 1000;
    desk_key(look->key);
    case_view_load(&look->view, given->desk, given->case_id, CASE_NAMED, look, changed);
    return true;
}

static void look_close(void *state)
{
    struct sample_look *look = state;
    desk_forget(look->desk, look);
    case_view_free(&look->view);
    reasons_free(look);
    reason_set(look, NULL, NULL);
    editor_free(&look->note);
    free(look->due);
}

static void look_arrange(void *state, const struct layout *layout)
{
    struct sample_look *look = state;
    editor_width(&look->note, layout->columns - 12);
    case_view_arrange(&look->view, layout);
}

/* --- the result */

static void reason_chosen(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    struct sample_look *look = state;
    reason_set(look, look->codes[chosen], look->names[chosen]);
    look->writing = true;
}

static void reasons_came(void *owner, const struct store_reply *reply)
{
    struct sample_look *look = owner;
    struct prompt_option options[REASONS];
    struct buffer rows[REASONS] = {0};
    if (desk_refused(look->desk, reply))
        return;
    reasons_free(look);
    for (int row = 0; row < store_reply_rows(reply) && look->reason_count < REASONS; row++) {
        size_t at = look->reason_count++;
        look->codes[at] = memory_text(store_reply_text(reply, row, "code"));
        look->names[at] = memory_text(desk_column(look->desk, reply, row, "name"));
        buffer_format(&rows[at], "%s %s", look->codes[at], look->names[at]);
        options[at] = (struct prompt_option){.text = buffer_string(&rows[at])};
    }
    prompt_choice(look->desk->ui, &(struct prompt_choice){.title = text("SAMPLE_REASON"),
                                                          .options = options,
                                                          .count = look->reason_count,
                                                          .search = true,
                                                          .done = reason_chosen});
    for (size_t i = 0; i < look->reason_count; i++)
        buffer_free(&rows[i]);
}

/* Digits only choose; F9 hands it in. */
static void choose(struct sample_look *look, enum look_result result)
{
    look->result = result;
    desk_key(look->key);
    if (result == LOOK_AGREES)
        return;
    struct store_query query = {.sql =
                                    "SELECT code, name_zh, name_en FROM desk.reason_list('sample_reason')"};
    desk_call(look->desk, &query, reasons_came, look);
}

static bool complete(const struct sample_look *look)
{
    const char *words = editor_text(&look->note);
    return look->result == LOOK_AGREES ||
           (look->result == LOOK_DIFFERS && look->code && words[strspn(words, " ")]);
}

static void looked(void *owner, const struct store_reply *reply)
{
    struct sample_look *look = owner;
    struct ui *ui = look->desk->ui;
    ui_hold_commit(ui, false);
    look->sent = false;
    if (desk_refused(look->desk, reply) || store_reply_rows(reply) == 0)
        return;
    ui_say(ui, ROLE_DONE, look->result == LOOK_AGREES ? "SAMPLE_LOOKED" : "SAMPLE_LOOKED_DIFFERS", "number",
           look->view.number, "decision", store_reply_text(reply, 0, "decision"), "who",
           store_reply_text(reply, 0, "decided_by"), NULL);
    ui_pop(ui);
}

static void commit(struct sample_look *look)
{
    if (look->sent || !look->view.number)
        return; /* under way, or not yet there to be seen */
    if (!complete(look)) {
        ui_say(look->desk->ui, ROLE_WRONG, look->result ? "SAMPLE_REASON_ASKED" : "SAMPLE_RESULT_ASKED",
               NULL);
        return;
    }
    bool differs = look->result == LOOK_DIFFERS;
    struct store_query query = {
        .sql = "SELECT decision, decided_by FROM desk.sample_look($1, $2, $3, $4, $5, $6)"};
    store_query_text(&query, look->key);
    store_query_number(&query, look->desk->region);
    store_query_number(&query, look->sample_id);
    store_query_text(&query, differs ? "differs" : "agree");
    store_query_text(&query, differs ? look->code : NULL);
    store_query_text(&query, differs ? editor_text(&look->note) : NULL);
    look->sent = true;
    ui_hold_commit(look->desk->ui, true);
    desk_call(look->desk, &query, looked, look);
}

/* --- keys */

static void thrown_away(struct ui *ui, void *state)
{
    (void)state;
    ui_pop(ui);
}

/* What was written stands nowhere yet: it is not thrown away by a slip. */
static void back(struct sample_look *look)
{
    if (*editor_text(&look->note))
        prompt_confirm(look->desk->ui, &(struct prompt_confirm){.title = text("SAMPLE_LEAVE"),
                                                                .sentence = text("SAMPLE_LEAVE_MEANS"),
                                                                .commits = text("NEXT_SAMPLE_LEAVE"),
                                                                .irreversible = true,
                                                                .done = thrown_away});
    else
        ui_pop(look->desk->ui);
}

static void look_command(struct ui *ui, void *state, enum command command)
{
    struct sample_look *look = state;
    bool words = look->result == LOOK_DIFFERS && look->code;
    if (command == COMMAND_COMMIT)
        commit(look);
    else if (command == COMMAND_BACK)
        back(look);
    else if (command == COMMAND_MATERIALS)
        case_view_turn(&look->view, &look->page);
    else if (command == COMMAND_LIST && look->writing)
        phrases_open(look->desk, PHRASE_NOTE, &look->note);
    else if (command == COMMAND_LIST)
        ui_say(ui, ROLE_MESSAGE, "SAMPLE_LIST_WORDS", NULL);
    else if (command == COMMAND_UNDO && look->writing)
        editor_undo(&look->note);
    else if (command == COMMAND_UNDO)
        ui_say(ui, ROLE_MESSAGE, "SAMPLE_UNDO_WORDS", NULL);
    else if (command == COMMAND_NEXT_THING || command == COMMAND_NEXT_FIELD ||
             command == COMMAND_PREVIOUS_FIELD)
        look->writing = !look->writing && words; /* between the digits and the words */
    else
        paper_command(look->page ? &look->view.materials : &look->view.values, command);
}

static bool look_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    struct sample_look *look = state;
    if (look->writing || look->sent || key->kind != PRESS_CHARACTER || key->code < '1' || key->code > '2')
        return false;
    choose(look, key->code == '1' ? LOOK_AGREES : LOOK_DIFFERS);
    return true;
}

static struct editor *look_field(void *state)
{
    struct sample_look *look = state;
    return look->writing && !look->sent ? &look->note : NULL;
}

/* --- drawing */

static void draw_results(const struct sample_look *look, struct canvas *canvas, struct area area)
{
    static const char *const words[] = {"SAMPLE_AGREES", "SAMPLE_DIFFERS"};
    int column = area.column;
    for (int i = 0; i < 2; i++) {
        struct buffer word = {0};
        buffer_format(&word, look->desk->english ? " %d %s " : " %d%s ", i + 1, text(words[i]));
        column += canvas_text(canvas, area.row + 1, column, area.width - column,
                              (int)look->result == i + 1 ? ROLE_FOCUS : ROLE_PLAIN, buffer_string(&word)) +
                  1;
        buffer_free(&word);
    }
}

static void look_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct sample_look *look = state;
    struct area area = layout->foot;
    struct buffer line = {0};
    case_view_draw(&look->view, canvas, layout, look->page);
    canvas_rule(canvas, area.row, area.column, area.width, text("SAMPLE_RESULT"));
    draw_results(look, canvas, area);
    if (look->result != LOOK_DIFFERS)
        return;
    if (look->code)
        buffer_format(&line, "%s %s", look->code, look->name);
    canvas_text(canvas, area.row + 2, area.column + 1, 8, ROLE_LABEL, text("REVIEW_REASON"));
    canvas_text(canvas, area.row + 2, area.column + 10, area.width - 10, ROLE_PLAIN, buffer_string(&line));
    buffer_free(&line);
    if (!look->code)
        return;
    canvas_text(canvas, area.row + 3, area.column + 1, 8, ROLE_LABEL, text("REVIEW_NOTE"));
    editor_draw(&look->note, canvas, area.row + 3, area.column + 10, look->note.width,
                look->writing ? ROLE_FOCUS : ROLE_PLAIN);
}

static void look_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct sample_look *look = state;
    struct area area = layout->foot;
    if (look->writing)
        canvas_cursor(canvas, area.row + 3, area.column + 10 + editor_cursor_column(&look->note));
    else
        canvas_cursor(canvas, area.row + 1, area.column);
}

static void look_lines(const void *state, struct screen_lines *lines)
{
    const struct sample_look *look = state;
    text_fill(&lines->explain, look->blind ? "SAMPLE_EXPLAIN_BLIND" : "SAMPLE_EXPLAIN", "due", look->due,
              NULL);
    lines->irreversible = complete(look);
    if (look->writing)
        buffer_text(&lines->wants, text("REVIEW_TAB"));
    buffer_text(&lines->next, text(look->result == LOOK_OPEN     ? "NEXT_SAMPLE_RESULT"
                                   : !complete(look)             ? "NEXT_SAMPLE_REASON"
                                   : look->result == LOOK_AGREES ? "NEXT_SAMPLE_AGREE"
                                                                 : "NEXT_SAMPLE_DIFFERS"));
}

static void look_why(const void *state, struct buffer *sentences)
{
    const struct sample_look *look = state;
    if (look->blind)
        why_add(sentences, text("SAMPLE_WHY_BLIND"));
    why_add(sentences, text("SAMPLE_WHY_RESULT"));
    buffer_text(sentences, buffer_string(&look->view.explanation.sentences));
}

static const struct screen_command look_commands[] = {
    {COMMAND_COMMIT, "LABEL_SAMPLE_RESULT"},
    {COMMAND_BACK, NULL},
    {COMMAND_MATERIALS, NULL},
    {COMMAND_UNDO, NULL},
    {COMMAND_LIST, "LABEL_PHRASES"},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class sample_look_screen = {
    .name = "sample-look",
    .title = "SCREEN_SAMPLE_LOOK",
    .size = sizeof(struct sample_look),
    .section = SECTION_REVIEW,
    .commands = look_commands,
    .wish = {.person = 3, .foot = FOOT, .side = 38, .side_least = 36, .form_least = 40},
    .open = look_open,
    .close = look_close,
    .arrange = look_arrange,
    .command = look_command,
    .event = look_event,
    .field = look_field,
    .draw = look_draw,
    .cursor = look_cursor,
    .lines = look_lines,
    .why = look_why,
};
