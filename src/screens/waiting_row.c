/* Going on with a row of the list. */
#include "screens/case_view.h"
#include "screens/conflict.h"
#include "screens/counter.h"
#include "screens/question_answer.h"
#include "screens/queue.h"
#include "screens/receipt.h"
#include "screens/supervise.h"
#include "screens/undo.h"
#include "screens/waiting.h"
#include "screens/waiting_rows.h"
#include "text/text.h"

/* The undone thing is gone on with: an acceptance at the window, a decision in review. */
static void undone(struct ui *ui, void *state, const struct undo_result *result)
{
    if (result->task_id) {
        ui_pop(ui);
        undo_reviewed(ui, state, result);
    } else {
        counter_resume(result->desk, result->visit_id, result->case_id);
    }
}

static void undo_open(struct desk *desk, const struct waiting_row *row)
{
    struct buffer what = {0};
    waiting_row_what(row, &what);
    struct undo_argument argument = {.desk = desk,
                                     .case_id = row->case_id,
                                     .visit_id = row->visit_id,
                                     .what = buffer_string(&what),
                                     .done = undone};
    ui_push(desk->ui, &undo_screen, &argument);
    buffer_free(&what);
}

static void slip_seen(void *owner, const struct store_reply *reply)
{
    desk_refused(owner, reply);
}

static void slip_open(struct desk *desk, const struct waiting_row *row)
{
    struct receipt_argument argument = {
        .desk = desk, .case_id = row->case_id, .name = row->name, .visit_id = row->visit_id};
    struct store_query query = {.sql = "SELECT desk.slip_seen($1, $2)"};
    store_query_number(&query, desk->region);
    store_query_number(&query, row->case_id);
    desk_call(desk, &query, slip_seen, desk);
    ui_push(desk->ui, &receipt_screen, &argument);
}

static void conflict_open(struct desk *desk, const struct waiting_row *row)
{
    struct conflict_argument argument = {desk, row->lane};
    ui_push(desk->ui, &conflict_screen, &argument);
}

static void window_open(struct desk *desk, const struct waiting_row *row)
{
    if (!desk->window)
        ui_say(desk->ui, ROLE_MESSAGE, "WAITS_NO_WINDOW", NULL);
    else if (row->kind == WAITING_UNSENT)
        counter_restore(desk, row->lane);
    else if (desk_cut(desk))
        ui_say(desk->ui, ROLE_MESSAGE, "WAITS_CUT", NULL);
    else
        counter_resume(desk, row->visit_id,
                       row->kind == WAITING_PARKED || row->kind == WAITING_WAITS ? 0 : row->case_id);
}

/* Decided: the person is called to the window. Until then it can be looked at. */
static void applicant_open(struct desk *desk, const struct waiting_row *row)
{
    struct case_argument argument = {.desk = desk, .case_id = row->case_id};
    if (waiting_row_undecided(row))
        ui_push(desk->ui, &case_screen, &argument);
    else
        window_open(desk, row);
}

static void authorise_open(struct desk *desk)
{
    desk_go(desk, "supervise");
    ui_replace_all(desk->ui, &supervise_screen, desk);
}

static void again_seen(void *owner, const struct store_reply *reply)
{
    desk_refused(owner, reply);
}

void waiting_again_open(struct desk *desk, int64_t case_id)
{
    struct case_argument argument = {.desk = desk, .case_id = case_id, .page = 1};
    struct store_query query = {.sql = "SELECT case_id FROM desk.returned_again_see($1, $2, $3)"};
    char key[DESK_KEY];
    desk_key(key);
    store_query_text(&query, key);
    store_query_number(&query, desk->region);
    store_query_number(&query, case_id);
    desk_call(desk, &query, again_seen, desk);
    ui_push(desk->ui, &case_screen, &argument);
}

static void assigned_open(struct desk *desk)
{
    ui_replace_all(desk->ui, &queue_screen, desk); /* it stands first there */
}

static void question_open(struct desk *desk, const struct waiting_row *row)
{
    struct question_argument argument = {.desk = desk, .case_id = row->case_id};
    ui_push(desk->ui, &question_screen, &argument);
}

/* The case, with the answer beside what happened to it. */
static void answered_open(struct desk *desk, const struct waiting_row *row)
{
    struct case_argument argument = {.desk = desk, .case_id = row->case_id, .page = 1};
    ui_push(desk->ui, &case_screen, &argument);
}

static void taken_tell(struct desk *desk, const struct waiting_row *row)
{
    struct buffer sentence = {0};
    waiting_row_sentence(desk, row, &sentence);
    ui_say_text(desk->ui, ROLE_MESSAGE, buffer_string(&sentence));
    buffer_free(&sentence);
}

void waiting_row_open(struct desk *desk, const struct waiting_row *row)
{
    switch (row->kind) {
    case WAITING_CONFLICT:
        conflict_open(desk, row);
        break;
    case WAITING_WAITS:
        applicant_open(desk, row);
        break;
    case WAITING_AUTHORISE:
        authorise_open(desk);
        break;
    case WAITING_AGAIN:
        waiting_again_open(desk, row->case_id);
        break;
    case WAITING_ASSIGNED:
        assigned_open(desk);
        break;
    case WAITING_QUESTION:
        question_open(desk, row);
        break;
    case WAITING_ANSWERED:
        answered_open(desk, row);
        break;
    case WAITING_SLIP:
        slip_open(desk, row);
        break;
    case WAITING_TAKEN:
        taken_tell(desk, row);
        break;
    case WAITING_UNDO:
        undo_open(desk, row);
        break;
    case WAITING_MESSAGES:
        waiting_messages(desk->ui);
        break;
    default:
        window_open(desk, row);
    }
}
