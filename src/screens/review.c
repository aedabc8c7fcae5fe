#include "screens/review.h"

#include <stdlib.h>

#include "base/memory.h"
#include "screens/phrases.h"
#include "screens/review_inside.h"
#include "screens/undo.h"

enum { RENEW = 20000 }; /* ms between signs of life; a lease lasts 60 s */

static void changed(void *screen)
{
    struct review *review = screen;
    sheet_write(&review->sheet, &review->view.values, &review->view.record);
    ui_changed(review->desk->ui);
}

static void doubted(void *screen)
{
    review_propose(screen);
    changed(screen);
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

/* --- open, close */

static void review_load(struct review *review, const struct review_argument *argument)
{
    review->task_id = argument->task_id;
    free(review->stage);
    review->stage = memory_text(argument->stage);
    review->part = review_part_of(argument->stage);
    review->decision = decision_of(review->desk, argument->task_id);
    editor_set(&review->note, review->decision->words);
    review->writing = review->decision->reason_code != NULL;
    review->page = 0;
    review->back = argument->back;
    review->authorises = argument->authorises;
    desk_key(review->key);
    sheet_load(&review->sheet, review->desk, argument->case_id, review, changed, doubted);
    if (!review->authorises)
        turn_load(&review->turn, review->desk, argument->task_id, review, changed);
    case_view_load(&review->view, review->desk, argument->case_id, CASE_DECIDED, review, changed);
    review_questions(review);
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
    effort_begin(&review->effort, review->desk);
    return true;
}

static void review_close(void *state)
{
    struct review *review = state;
    loop_timer_end(review->desk->loop, review->renew);
    desk_forget(review->desk, review);
    case_view_free(&review->view);
    sheet_free(&review->sheet);
    questions_free(&review->questions);
    free(review->ask_login);
    free(review->doubt_key);
    free(review->doubt_reason);
    turn_free(&review->turn);
    review_reasons_free(review);
    editor_free(&review->note);
    free(review->stage);
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

/* Out of the words, or what agrees unfolds and folds. */
static void unfold(struct review *review)
{
    if (review->writing)
        review->writing = false;
    else
        review->sheet.unfolded = !review->sheet.unfolded;
    changed(review);
    sheet_show(&review->sheet, &review->view.values);
}

/* Down and up mark the next place of the left page; behind the last one it scrolls. */
static void turn(struct review *review, enum command command)
{
    int step = command == COMMAND_DOWN ? 1 : command == COMMAND_UP ? -1 : 0;
    if (!review->page && step != 0 && sheet_move(&review->sheet, step)) {
        changed(review);
        sheet_show(&review->sheet, &review->view.values);
        return;
    }
    paper_command(review->page ? &review->view.materials : &review->view.values, command);
}

static void review_command(struct ui *ui, void *state, enum command command)
{
    struct review *review = state;
    switch (command) {
    case COMMAND_COMMIT:
        review_decide(review);
        break;
    case COMMAND_BACK: /* the case stays mine, first in the queue */
        ui_pop(ui);
        break;
    case COMMAND_PUT_ASIDE:
        review_aside(review);
        break;
    case COMMAND_MATERIALS:
        case_view_turn(&review->view, &review->page);
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
    case COMMAND_NEXT_THING: /* between the digits and the words */
        review->writing = !review->writing && review_words_wanted(review);
        break;
    case COMMAND_NEXT_FIELD:
    case COMMAND_PREVIOUS_FIELD:
        unfold(review);
        break;
    case COMMAND_DOUBT:
        review_doubt(review);
        break;
    case COMMAND_DELETE_RIGHT:
        review_undoubt(review);
        break;
    case COMMAND_ASK:
        review_ask(review);
        break;
    default:
        turn(review, command);
    }
}

/* What stood above is gone: the seconds go on, and an answer that came may be seen. */
static void review_resume(struct ui *ui, void *state)
{
    (void)ui;
    waits_clock_look(&((struct review *)state)->view.clock);
    review_questions_again(state);
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
    uint32_t choices = review->part ? 2 : DECISIONS;
    if (review->writing || !review->decision || key->kind != PRESS_CHARACTER || key->code < '1' ||
        key->code > '1' + choices || (review->part && key->code == '1' + choices))
        return false;
    if (review->part)
        review_choose(review, key->code == '1' ? DECISION_AGREE : DECISION_DENY);
    else if (key->code == '1' + choices)
        review_give(review);
    else
        review_choose(review, (enum decision_kind)(key->code - '1'));
    return true;
}

static void review_arrange(void *state, const struct layout *layout)
{
    struct review *review = state;
    editor_width(&review->note, layout->columns - 12);
    case_view_arrange(&review->view, layout);
}

static const struct screen_command review_commands[] = {
    {COMMAND_COMMIT, "LABEL_DECIDE"},
    {COMMAND_PUT_ASIDE, "LABEL_ASIDE", "HELP_ASIDE"},
    {COMMAND_MATERIALS, NULL},
    {COMMAND_DOUBT, NULL},
    {COMMAND_ASK, NULL},
    {COMMAND_DELETE_RIGHT, "DOUBT_LABEL_REMOVE", "DOUBT_HELP_REMOVE"},
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
    .wish = {.person = 3, .foot = REVIEW_FOOT, .side = 38, .side_least = 36, .form_least = 40},
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
