#include "screens/question_answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/case_view.h"
#include "screens/phrases.h"
#include "screens/questions.h"
#include "text/text.h"

enum { WORDS_MOST = 500, FOOT = 5, WORD_ROWS = 3, LABEL_CELLS = 10 }; /* FOOT: rule, question, answer */

struct answering {
    struct case_view view; /* first: see case_view.h */
    struct desk *desk;
    struct questions questions;
    bool asked; /* the questions came */
    struct editor words;
    int page;
    bool sent;          /* the answer is under way */
    char key[DESK_KEY]; /* of this answer, however often it is sent */
};

/* The oldest that I can answer; NULL: none, or not yet there. */
static const struct question *question_at(const struct answering *answering)
{
    for (size_t i = 0; i < answering->questions.count; i++) {
        if (answering->questions.rows[i].to_answer)
            return &answering->questions.rows[i];
    }
    return NULL;
}

static void changed(void *screen)
{
    ui_changed(((struct answering *)screen)->desk->ui);
}

static void questions_came(void *owner, const struct store_reply *reply)
{
    struct answering *answering = owner;
    if (desk_refused(answering->desk, reply))
        return;
    questions_take(&answering->questions, reply);
    answering->asked = true;
    changed(answering);
}

/* --- open, close: what was written stays with the desk until it is sent */

static void draft_keep(struct answering *answering)
{
    const struct question *question = question_at(answering);
    if (!question)
        return;
    free(answering->desk->answer.words);
    answering->desk->answer =
        (struct desk_answer){.question = question->id, .words = memory_text(editor_text(&answering->words))};
}

static void draft_take(struct answering *answering)
{
    const struct question *question = question_at(answering);
    const struct desk_answer *draft = &answering->desk->answer;
    if (question && draft->words && draft->question == question->id)
        editor_set(&answering->words, draft->words);
}

static void first_came(void *owner, const struct store_reply *reply)
{
    struct answering *answering = owner;
    questions_came(answering, reply);
    if (answering->asked && !question_at(answering))
        ui_say(answering->desk->ui, ROLE_MESSAGE, "ANSWER_NONE", NULL);
    draft_take(answering);
}

static bool answering_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct answering *answering = state;
    const struct question_argument *given = argument;
    answering->desk = given->desk;
    answering->words.most = WORDS_MOST;
    desk_key(answering->key);
    case_view_load(&answering->view, given->desk, given->case_id, CASE_MASKED, answering, changed);
    questions_ask(given->desk, given->case_id, first_came, answering);
    return true;
}

static void answering_close(void *state)
{
    struct answering *answering = state;
    if (!answering->sent)
        draft_keep(answering);
    desk_forget(answering->desk, answering);
    case_view_free(&answering->view);
    questions_free(&answering->questions);
    editor_free(&answering->words);
}

/* --- F9 */

static void answered(void *owner, const struct store_reply *reply)
{
    struct answering *answering = owner;
    struct ui *ui = answering->desk->ui;
    ui_hold_commit(ui, false);
    if (desk_refused(answering->desk, reply)) { /* another was quicker, or it is withdrawn: as it is now */
        answering->sent = false;
        questions_ask(answering->desk, answering->view.case_id, questions_came, answering);
        return;
    }
    ui_say(ui, ROLE_DONE, "ANSWER_DONE", "who", store_reply_text(reply, 0, "who"), NULL);
    ui_pop(ui);
}

static void commit(struct answering *answering)
{
    const struct question *question = question_at(answering);
    const char *words = editor_text(&answering->words);
    if (!question || answering->sent)
        return; /* nothing to answer, or under way */
    if (words[strspn(words, " ")] == '\0') {
        ui_say(answering->desk->ui, ROLE_WRONG, "ANSWER_EMPTY", NULL);
        return;
    }
    struct store_query query = {.sql = "SELECT who FROM desk.question_answer($1, $2, $3, $4)"};
    store_query_text(&query, answering->key);
    store_query_number(&query, answering->desk->region);
    store_query_number(&query, question->id);
    store_query_text(&query, words);
    answering->sent = true;
    ui_hold_commit(answering->desk->ui, true);
    desk_call(answering->desk, &query, answered, answering);
}

/* --- keys */

static struct editor *answering_field(void *state)
{
    struct answering *answering = state;
    return question_at(answering) && !answering->sent ? &answering->words : NULL;
}

static void answering_edited(struct ui *ui, void *state)
{
    (void)ui;
    desk_key(((struct answering *)state)->key); /* other words are another answer */
}

static void answering_command(struct ui *ui, void *state, enum command command)
{
    struct answering *answering = state;
    if (command == COMMAND_COMMIT)
        commit(answering);
    else if (command == COMMAND_BACK)
        ui_pop(ui);
    else if (command == COMMAND_MATERIALS)
        case_view_turn(&answering->view, &answering->page);
    else if (command == COMMAND_LIST && answering_field(answering))
        phrases_open(answering->desk, PHRASE_ASK, &answering->words);
    else
        paper_command(answering->page ? &answering->view.materials : &answering->view.values, command);
}

static void answering_resume(struct ui *ui, void *state)
{
    (void)ui;
    waits_clock_look(&((struct answering *)state)->view.clock);
}

/* --- as it is shown */

static void answering_arrange(void *state, const struct layout *layout)
{
    struct answering *answering = state;
    editor_width(&answering->words, layout->columns - LABEL_CELLS - 2);
    case_view_arrange(&answering->view, layout);
}

static void answering_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct answering *answering = state;
    const struct question *question = question_at(answering);
    struct area foot = layout->foot;
    struct buffer title = {0};
    case_view_draw(&answering->view, canvas, layout, answering->page);
    if (question)
        text_fill(&title, "ANSWER_TITLE", "who", question->by, "when", question->at, "to", question->to,
                  NULL);
    canvas_rule(canvas, foot.row, foot.column, foot.width, title.length ? buffer_string(&title) : NULL);
    buffer_free(&title);
    if (!question)
        return;
    canvas_wrapped(canvas, (struct area){foot.row + 1, foot.column + 1, WORD_ROWS, foot.width - 1},
                   ROLE_TITLE, question->words);
    canvas_text(canvas, foot.row + 4, foot.column + 1, LABEL_CELLS - 1, ROLE_LABEL, text("ASK_ANSWER"));
    editor_draw(&answering->words, canvas, foot.row + 4, foot.column + LABEL_CELLS, answering->words.width,
                ROLE_FOCUS);
}

static void answering_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct answering *answering = state;
    struct area foot = layout->foot;
    if (question_at(answering))
        canvas_cursor(canvas, foot.row + 4,
                      foot.column + LABEL_CELLS + editor_cursor_column(&answering->words));
    else
        canvas_cursor(canvas, layout->form.row + 1, layout->form.column);
}

static void answering_lines(const void *state, struct screen_lines *lines)
{
    const struct answering *answering = state;
    const struct question *question = question_at(answering);
    if (!question)
        return;
    buffer_text(&lines->explain, text("ANSWER_EXPLAIN"));
    text_fill(&lines->next, "NEXT_ANSWER_QUESTION", "who", question->by, NULL);
}

static void answering_why(const void *state, struct buffer *sentences)
{
    const struct answering *answering = state;
    buffer_format(sentences, "%s\n%s", text("ANSWER_WHY"),
                  buffer_string(&answering->view.explanation.sentences));
}

static const struct screen_command answering_commands[] = {
    {COMMAND_COMMIT, "ANSWER_LABEL"},
    {COMMAND_MATERIALS, NULL},
    {COMMAND_LIST, "LABEL_PHRASES"},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class question_screen = {
    .name = "question",
    .title = "SCREEN_QUESTION",
    .size = sizeof(struct answering),
    .section = SECTION_REVIEW,
    .commands = answering_commands,
    .wish = {.person = 3, .foot = FOOT, .side = 38, .side_least = 36, .form_least = 40},
    .open = answering_open,
    .close = answering_close,
    .arrange = answering_arrange,
    .resume = answering_resume,
    .command = answering_command,
    .field = answering_field,
    .edited = answering_edited,
    .draw = answering_draw,
    .cursor = answering_cursor,
    .lines = answering_lines,
    .why = answering_why,
};
