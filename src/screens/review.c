#include "screens/review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/decision.h"
#include "screens/phrases.h"
#include "screens/undo.h"
#include "text/text.h"
#include "ui/prompt.h"

enum { RENEW = 20000, REASONS = 40 }; /* ms between signs of life; a lease lasts 60 s */

struct review {
    struct case_view view; /* first: see case_view.h */
    struct desk *desk;
    int64_t task_id;
    char *stage;
    struct decision *decision;             /* the desk's */
    struct editor note;                    /* its words */
    bool writing;                          /* the cursor is in the words; otherwise digits choose */
    char *codes[REASONS], *names[REASONS]; /* the reasons of the list that is open */
    size_t reason_count;
    int page;
    bool back;       /* F9 goes back to the screen beneath */
    bool authorises; /* a supervisor's authorisation */
    loop_id renew;
    bool renewing;      /* a sign of life is under way */
    char key[DESK_KEY]; /* of this decision, however often it is sent */
};

static void reasons_free(struct review *review)
{
    while (review->reason_count > 0) {
        review->reason_count--;
        free(review->codes[review->reason_count]);
        free(review->names[review->reason_count]);
    }
}

static void changed(void *screen)
{
    ui_changed(((struct review *)screen)->desk->ui);
}

/* --- the lease */

static void renewed(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    review->renewing = false;
    if (!store_reply_error(reply) && store_reply_number(reply, 0, "tasks") == 0)
        ui_say(review->desk->ui, ROLE_WRONG, "REVIEW_LEASE_LOST", NULL);
}

/* One sign of life at a time: while the database is away it waits, and goes up first when that is back. */
static void renew(void *owner)
{
    struct review *review = owner;
    if (review->renewing)
        return;
    review->renewing = true;
    struct store_query query = {.sql = "SELECT tasks FROM desk.task_renew($1, $2)"};
    store_query_number(&query, review->desk->region);
    store_query_text(&query, review->desk->token);
    desk_call(review->desk, &query, renewed, review);
}

void review_claim(struct desk *desk, int64_t task, store_answered *answered, void *owner)
{
    char key[DESK_KEY];
    desk_key(key);
    struct store_query query = {.sql = "SELECT task_id, case_id, version, stage FROM desk.task_claim($1, $2, "
                                       "$3, nullif($4::bigint, 0))"};
    store_query_text(&query, key);
    store_query_number(&query, desk->region);
    store_query_text(&query, desk->token);
    store_query_number(&query, task);
    desk_call(desk, &query, answered, owner);
}

/* --- open, next, close */

static void review_load(struct review *review, const struct review_argument *argument)
{
    review->task_id = argument->task_id;
    free(review->stage);
    review->stage = memory_text(argument->stage);
    review->decision = decision_of(review->desk, argument->task_id);
    editor_set(&review->note, review->decision->words);
    review->writing = review->decision->reason_code != NULL;
    review->page = 0;
    review->back = argument->back;
    review->authorises = argument->authorises;
    desk_key(review->key);
    case_view_load(&review->view, review->desk, argument->case_id, true, review, changed);
}

static bool review_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct review *review = state;
    const struct review_argument *given = argument;
    review->desk = given->desk;
    review->note.most = 1000;
    review_load(review, given);
    review->renew = loop_timer(review->desk->loop, RENEW, RENEW, renew, review);
    return true;
}

static void review_close(void *state)
{
    struct review *review = state;
    loop_timer_end(review->desk->loop, review->renew);
    desk_forget(review->desk, review);
    case_view_free(&review->view);
    reasons_free(review);
    editor_free(&review->note);
    free(review->stage);
}

static void next_claimed(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    struct ui *ui = review->desk->ui;
    ui_hold_commit(ui, false);
    if (desk_refused(review->desk, reply) || store_reply_rows(reply) == 0) {
        ui_pop(ui);
        return;
    }
    struct review_argument next = {
        .desk = review->desk,
        .task_id = store_reply_number(reply, 0, "task_id"),
        .case_id = store_reply_number(reply, 0, "case_id"),
        .stage = store_reply_text(reply, 0, "stage"),
    };
    ui_replace(ui, &review_screen, &next); /* a screen of its own: F9 is deaf until it is drawn */
}

static void decided(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    struct ui *ui = review->desk->ui;
    if (desk_refused(review->desk, reply)) {
        ui_hold_commit(ui, false);
        return;
    }
    bool finished = strcmp(store_reply_text(reply, 0, "state"), "accepted") != 0;
    decision_done(review->desk, review->task_id);
    review->decision = NULL; /* nothing is left to decide here; the next screen comes with its own */
    ui_say(ui, ROLE_DONE, finished ? "REVIEW_ENDED" : "REVIEW_PASSED", "number",
           review->view.number ? review->view.number : "", "state", store_reply_text(reply, 0, "state"),
           "stage", store_reply_text(reply, 0, "stage"), NULL);
    if (review->back)
        ui_pop(ui);
    else
        review_claim(review->desk, 0, next_claimed, review);
}

static void decide(struct review *review)
{
    const struct decision *decision = review->decision;
    if (!decision || !review->view.number)
        return; /* decided already, or not yet there to be seen */
    if (!decision_complete(decision)) {
        ui_say(review->desk->ui, ROLE_WRONG, "REVIEW_REASON_MISSING", NULL);
        return;
    }
    struct store_query query = {.sql = "SELECT state, coalesce(stage, '') AS stage FROM desk.task_decide($1, "
                                       "$2, $3, $4, $5, $6, $7, $8)"};
    store_query_text(&query, review->key);
    store_query_number(&query, review->desk->region);
    store_query_number(&query, review->task_id);
    store_query_text(&query, review->desk->token);
    store_query_number(&query, review->view.version);
    store_query_text(&query, decision_word(decision->kind));
    store_query_text(&query, decision->reason_code);
    store_query_text(&query, decision->words);
    ui_hold_commit(review->desk->ui, true);
    desk_call(review->desk, &query, decided, review);
}

/* --- choosing a decision */

static void reason_chosen(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    struct review *review = state;
    decision_reason(review->decision, review->codes[chosen], review->names[chosen]);
    review->writing = true;
}

static void reasons_came(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    struct prompt_option options[REASONS];
    struct buffer rows[REASONS] = {0};
    if (desk_refused(review->desk, reply))
        return;
    reasons_free(review);
    if (store_reply_rows(reply) == 0) { /* nothing stops the clock of this item */
        decision_choose(review->decision, DECISION_AGREE);
        ui_say(review->desk->ui, ROLE_MESSAGE, "REVIEW_NO_STOPS", "item", review->view.item_name, NULL);
        return;
    }
    for (int row = 0; row < store_reply_rows(reply) && review->reason_count < REASONS; row++) {
        size_t at = review->reason_count++;
        review->codes[at] = memory_text(store_reply_text(reply, row, "code"));
        review->names[at] = memory_text(desk_column(review->desk, reply, row, "name"));
        decision_reason_write(review->decision->kind, review->codes[at], review->names[at], &rows[at]);
        options[at] = (struct prompt_option){.text = buffer_string(&rows[at])};
    }
    prompt_choice(review->desk->ui, &(struct prompt_choice){.title = text("REVIEW_REASON"),
                                                            .options = options,
                                                            .count = review->reason_count,
                                                            .search = true,
                                                            .done = reason_chosen});
    for (size_t i = 0; i < review->reason_count; i++)
        buffer_free(&rows[i]);
}

/* Digits only choose; F9 decides. */
static void choose(struct review *review, enum decision_kind kind)
{
    decision_choose(review->decision, kind);
    desk_key(review->key);
    if (!decision_reasons(kind))
        return;
    struct store_query query = {0};
    decision_reasons_query(kind, review->desk, review->view.case_id, &query);
    desk_call(review->desk, &query, reasons_came, review);
}

static void released(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    if (!desk_refused(review->desk, reply))
        ui_pop(review->desk->ui);
}

static void release(struct review *review)
{
    char key[DESK_KEY];
    desk_key(key);
    struct store_query query = {.sql = "SELECT task_id FROM desk.task_release($1, $2, $3)"};
    store_query_text(&query, key);
    store_query_number(&query, review->desk->region);
    store_query_number(&query, review->task_id);
    desk_call(review->desk, &query, released, review);
}

/* --- taking the last decision back */

static void undo_came(void *owner, const struct store_reply *reply)
{
    undo_offer(((struct review *)owner)->desk, reply, undo_reviewed);
}

/* In the words: of what was typed there. */
static void undo(struct review *review)
{
    if (!review->writing)
        undo_ask(review->desk, undo_came, review);
    else if (editor_undo(&review->note) != EDITOR_SAME && review->decision)
        decision_words(review->decision, editor_text(&review->note));
}

/* --- keys */

static void review_command(struct ui *ui, void *state, enum command command)
{
    struct review *review = state;
    switch (command) {
    case COMMAND_COMMIT:
        decide(review);
        break;
    case COMMAND_BACK: /* the case stays mine, first in the queue */
        ui_pop(ui);
        break;
    case COMMAND_PUT_ASIDE:
        release(review);
        break;
    case COMMAND_MATERIALS:
        review->page = !review->page;
        break;
    case COMMAND_UNDO:
        undo(review);
        break;
    case COMMAND_LIST:
        if (review->writing)
            phrases_open(review->desk, PHRASE_NOTE, &review->note);
        else
            ui_say(ui, ROLE_MESSAGE, "REVIEW_LIST_WORDS", NULL);
        break;
    case COMMAND_NEXT_THING:
    case COMMAND_NEXT_FIELD:
    case COMMAND_PREVIOUS_FIELD: /* between the digits and the words */
        review->writing = !review->writing && review->decision && review->decision->reason_code;
        break;
    default:
        paper_command(review->page ? &review->view.materials : &review->view.values, command);
    }
}

/* What stood above is gone: the seconds go on. */
static void review_resume(struct ui *ui, void *state)
{
    (void)ui;
    waits_clock_look(&((struct review *)state)->view.clock);
}

static struct editor *review_field(void *state)
{
    struct review *review = state;
    return review->writing ? &review->note : NULL;
}

static void review_edited(struct ui *ui, void *state)
{
    (void)ui;
    struct review *review = state;
    if (review->decision)
        decision_words(review->decision, editor_text(&review->note));
}

static bool review_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    struct review *review = state;
    if (review->writing || !review->decision || key->kind != PRESS_CHARACTER || key->code < '1' ||
        key->code >= '1' + DECISIONS)
        return false;
    choose(review, (enum decision_kind)(key->code - '1'));
    return true;
}

static void review_arrange(void *state, const struct layout *layout)
{
    struct review *review = state;
    editor_width(&review->note, layout->columns - 12);
    case_view_arrange(&review->view, layout);
}

/* --- drawing: the foot holds the decision */

enum { DECISION_ROWS = 4 };

static void draw_kinds(const struct decision *decision, struct canvas *canvas, struct area area)
{
    int column = area.column;
    for (int i = 0; i < DECISIONS; i++) {
        struct buffer word = {0};
        enum role role = i == (int)decision->kind ? ROLE_FOCUS : ROLE_PLAIN;
        buffer_format(&word, " %d%s ", i + 1, text_of("DECISION", decision_word((enum decision_kind)i)));
        column +=
            canvas_text(canvas, area.row + 1, column, area.width - column, role, buffer_string(&word)) + 1;
        buffer_free(&word);
    }
}

static void draw_decision(const struct review *review, struct canvas *canvas, struct area area)
{
    const struct decision *decision = review->decision;
    struct buffer line = {0};
    canvas_rule(canvas, area.row, area.column, area.width, text("REVIEW_DECISION"));
    if (!decision)
        return;
    draw_kinds(decision, canvas, area);
    if (!decision_reasons(decision->kind))
        buffer_text(&line, text("REVIEW_NO_REASON"));
    else if (decision->reason_code)
        decision_reason_write(decision->kind, decision->reason_code, decision->reason_name, &line);
    else
        buffer_text(&line, text("REVIEW_REASON_MISSING"));
    canvas_text(canvas, area.row + 2, area.column + 1, 8, ROLE_LABEL, text("REVIEW_REASON"));
    canvas_text(canvas, area.row + 2, area.column + 10, area.width - 10, ROLE_PLAIN, buffer_string(&line));
    buffer_free(&line);
    if (decision->reason_code) {
        canvas_text(canvas, area.row + 3, area.column + 1, 8, ROLE_LABEL,
                    text(decision->kind == DECISION_SUSPEND ? "REVIEW_PAPER" : "REVIEW_NOTE"));
        editor_draw(&review->note, canvas, area.row + 3, area.column + 10, review->note.width,
                    review->writing ? ROLE_FOCUS : ROLE_PLAIN);
    }
}

static void review_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct review *review = state;
    case_view_draw(&review->view, canvas, layout, review->page);
    draw_decision(review, canvas, layout->foot);
}

static void review_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct review *review = state;
    struct area area = layout->foot;
    if (review->writing)
        canvas_cursor(canvas, area.row + 3, area.column + 10 + editor_cursor_column(&review->note));
    else
        canvas_cursor(canvas, area.row + 1, area.column);
}

static void review_lines(const void *state, struct screen_lines *lines)
{
    const struct review *review = state;
    const struct decision *decision = review->decision;
    bool paper = review->writing && decision && decision->kind == DECISION_SUSPEND;
    buffer_text(&lines->explain, text(paper ? "REVIEW_EXPLAIN_PAPER" : "REVIEW_EXPLAIN"));
    if (!decision)
        return;
    if (!decision_complete(decision))
        buffer_text(&lines->next, text("NEXT_REASON"));
    else
        text_fill(&lines->next,
                  review->authorises ? "NEXT_AUTHORISE_DECIDE"
                  : review->back     ? "NEXT_DECIDE_BACK"
                                     : "NEXT_DECIDE",
                  "decision", decision_word(decision->kind), NULL);
    if (review->writing)
        buffer_text(&lines->wants, text("REVIEW_TAB"));
    lines->irreversible = decision_complete(decision);
}

static void review_why(const void *state, struct buffer *sentences)
{
    const struct review *review = state;
    buffer_format(sentences, "%s\n%s", text(review->authorises ? "AUTHORISE_WHY" : "REVIEW_WHY_ME"),
                  buffer_string(&review->view.explanation.sentences));
}

static const struct screen_command review_commands[] = {
    {COMMAND_COMMIT, "LABEL_DECIDE"},
    {COMMAND_PUT_ASIDE, "LABEL_RELEASE"},
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

const struct screen_class review_screen = {
    .name = "review",
    .title = "SCREEN_REVIEW",
    .size = sizeof(struct review),
    .section = SECTION_REVIEW,
    .commands = review_commands,
    .wish = {.person = 3, .foot = DECISION_ROWS, .side = 38, .side_least = 36, .form_least = 40},
    .open = review_open,
    .close = review_close,
    .arrange = review_arrange,
    .command = review_command,
    .event = review_event,
    .field = review_field,
    .edited = review_edited,
    .resume = review_resume,
    .draw = review_draw,
    .cursor = review_cursor,
    .lines = review_lines,
    .why = review_why,
};
