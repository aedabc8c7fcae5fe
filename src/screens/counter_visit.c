/* The visit at the counter: parked, taken up again, ended; a case that comes from another screen or goes to
 * another window. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/counter.h"
#include "screens/lines.h"
#include "screens/lane.h"
#include "screens/phrases.h"
#include "text/text.h"
#include "ui/prompt.h"

/* --- parking and ending */

static void visit_call(struct counter *counter, int64_t visit, const char *change, const char *word,
                       store_answered *answered, void *owner)
{
    char key[DESK_KEY];
    desk_key(key);
    struct store_query query = {.sql = "SELECT visit_id FROM desk.visit_set($1, $2, $3, $4, $5, $6)"};
    store_query_text(&query, key);
    store_query_number(&query, counter->desk->region);
    store_query_number(&query, visit);
    store_query_text(&query, change);
    store_query_number(&query, counter->desk->window);
    store_query_text(&query, word);
    desk_call(counter->desk, &query, answered, owner);
}

static void next_person(struct counter *counter)
{
    counter_leave_person(counter);
    ui_say(counter->desk->ui, ROLE_DONE, "COUNTER_NEXT", NULL);
}

static void visit_gone(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    if (desk_refused(counter->desk, reply))
        counter->unit.wanted = false;
    else
        next_person(counter);
}

void counter_told(struct counter *counter)
{
    ui_pop_to(counter->desk->ui, counter);
    next_person(counter);
}

static void visit_gone_late(void *owner, const struct store_reply *reply)
{
    desk_refused(owner, reply);
}

/* Nobody waits at the window for a database that is away: the change goes up later. A visit that it does not
 * know yet stays open there, in the list of open visits. */
static void visit_change(struct counter *counter, const char *change, const char *word)
{
    if (!desk_cut(counter->desk) && counter->person.visit_id) {
        visit_call(counter, counter->person.visit_id, change, word, visit_gone, counter);
        return;
    }
    if (counter->person.visit_id)
        visit_call(counter, counter->person.visit_id, change, word, visit_gone_late, counter->desk);
    next_person(counter);
}

void counter_end(struct counter *counter, const char *outcome)
{
    visit_change(counter, "end", outcome);
}

static void end_chosen(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    static const char *const outcomes[] = {"accepted", "lacking", "asked", "left"};
    counter_end(state, outcomes[chosen]);
}

/* A case of this visit was accepted: then that is how it ends, whatever else was not done. */
static bool visit_accepted(const struct counter *counter)
{
    for (size_t i = 0; i < counter->case_count; i++) {
        const struct counter_case *row = &counter->cases[i];
        if (row->visit_id == counter->person.visit_id && *row->number && strcmp(row->state, "void") != 0)
            return true;
    }
    return false;
}

void counter_end_ask(struct counter *counter)
{
    bool accepted = visit_accepted(counter);
    const struct prompt_option options[] = {{text("OUTCOME_ACCEPTED"), false},
                                            {text("OUTCOME_LACKING"), accepted},
                                            {text("OUTCOME_ASKED"), accepted},
                                            {text("OUTCOME_LEFT"), accepted}};
    prompt_choice(counter->desk->ui, &(struct prompt_choice){
                                         .title = text("COUNTER_END_TITLE"),
                                         .note = text(accepted ? "COUNTER_END_ACCEPTED" : "COUNTER_END_NOTE"),
                                         .options = options,
                                         .count = 4,
                                         .digits = true,
                                         .done = end_chosen});
}

static void park_written(struct ui *ui, void *state, const char *reason)
{
    (void)ui;
    visit_change(state, "park", reason);
}

static void park_phrases(void *desk, struct editor *field)
{
    phrases_open(desk, PHRASE_PARK, field);
}

static void park_chosen(struct ui *ui, void *state, size_t chosen)
{
    static const char *const reasons[] = {"PARK_PAPERS", "PARK_WAITS", NULL, "PARK_APPROVAL"};
    struct counter *counter = state;
    if (reasons[chosen])
        visit_change(counter, "park", text(reasons[chosen]));
    else
        prompt_text(ui, &(struct prompt_text){.title = text("PARK_TITLE"),
                                              .value = text("PARK_OTHER"),
                                              .most = 100,
                                              .commits = text("NEXT_PARK"),
                                              .list = park_phrases,
                                              .context = counter->desk,
                                              .done = park_written});
}

void counter_park(struct counter *counter)
{
    if (counter->mode == COUNTER_FORM)
        counter_field_leave(counter);
    const struct prompt_option options[] = {{text("PARK_PAPERS"), false},
                                            {text("PARK_WAITS"), false},
                                            {text("PARK_OTHER"), false},
                                            {text("PARK_APPROVAL"), false}};
    prompt_choice(counter->desk->ui, &(struct prompt_choice){.title = text("PARK_TITLE"),
                                                             .note = text("PARK_NOTE"),
                                                             .options = options,
                                                             .count = 4,
                                                             .done = park_chosen});
}

static void resumed(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    if (!desk_refused(counter->desk, reply) && store_reply_rows(reply) == 1)
        counter_person_take(counter, reply);
}

static void visit_resumed(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    if (desk_refused(counter->desk, reply))
        return;
    struct store_query query = {.sql = "SELECT visit_id, person_id, name, id_type, id_no, sex, birth, "
                                       "mobile, mobile_on FROM desk.visit_show($1, $2)"};
    store_query_number(&query, counter->desk->region);
    store_query_number(&query, store_reply_number(reply, 0, "visit_id"));
    desk_call(counter->desk, &query, resumed, counter);
}

void counter_visit_resume(struct counter *counter, int64_t visit)
{
    counter_unit_forget(counter);
    counter->missing_first = true;
    visit_call(counter, visit, "resume", "", visit_resumed, counter);
}

static void parked_chosen(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    struct counter *counter = state;
    counter_visit_resume(counter, counter->parked[chosen]);
}

static void parked_came(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    struct prompt_option options[COUNTER_PARKED];
    struct buffer rows[COUNTER_PARKED] = {0};
    size_t count = 0;
    if (desk_refused(counter->desk, reply))
        return;
    for (int row = 0; row < store_reply_rows(reply) && count < COUNTER_PARKED; row++) {
        text_fill(&rows[count], "PARKED_ROW", "name", store_reply_text(reply, row, "name"), "clerk",
                  store_reply_text(reply, row, "clerk"), "minutes", store_reply_text(reply, row, "minutes"),
                  "item", desk_column(counter->desk, reply, row, "item"), "reason",
                  store_reply_text(reply, row, "park_reason"), NULL);
        options[count].text = buffer_string(&rows[count]);
        options[count].closed = false;
        counter->parked[count++] = store_reply_number(reply, row, "visit_id");
    }
    if (count)
        prompt_choice(counter->desk->ui, &(struct prompt_choice){.title = text("PARKED_TITLE"),
                                                                 .options = options,
                                                                 .count = count,
                                                                 .done = parked_chosen});
    else
        ui_say(counter->desk->ui, ROLE_MESSAGE, "PARKED_NONE", NULL);
    for (size_t i = 0; i < count; i++)
        buffer_free(&rows[i]);
}

void counter_parked(struct counter *counter)
{
    if (desk_cut(counter->desk)) {
        ui_say(counter->desk->ui, ROLE_WRONG, "WORK_TAKE_CUT", NULL);
        return;
    }
    struct store_query query = {.sql =
                                    "SELECT visit_id, name, clerk, minutes, coalesce(item_zh, '') AS item_zh,"
                                    " coalesce(item_en, '') AS item_en, coalesce(park_reason, '') AS "
                                    "park_reason FROM desk.visit_list($1, $2)"};
    store_query_number(&query, counter->desk->region);
    store_query_number(&query, counter->desk->hall);
    desk_call(counter->desk, &query, parked_came, counter);
}

/* --- coming from another screen */

static struct counter *counter_fresh(struct desk *desk)
{
    desk_go(desk, "accept");
    ui_replace_all(desk->ui, &counter_screen, desk);
    return ui_top_state(desk->ui);
}

void counter_resume(struct desk *desk, int64_t visit_id, int64_t case_id)
{
    struct counter *counter = counter_fresh(desk);
    counter->wanted = case_id;
    counter_visit_resume(counter, visit_id);
}

void counter_restore(struct desk *desk, const char *lane)
{
    struct buffer slip = {0};
    struct counter *counter = counter_fresh(desk);
    if (!work_restore(&counter->work, lane, &counter->person)) {
        ui_say(desk->ui, ROLE_WRONG, "COUNTER_NO_RESTORE", NULL);
        return;
    }
    lane_slip(desk, lane, &slip);
    if (slip.length) { /* it was received: to be looked at, not to be typed into */
        strncpy(counter->work.slip, buffer_string(&slip), sizeof(counter->work.slip) - 1);
        counter_received(counter);
    } else {
        counter_work_changed(counter);
    }
    buffer_free(&slip);
}

/* --- somebody else has it */

static void taken_read(struct ui *ui, void *state, size_t chosen)
{
    struct counter *counter = state;
    (void)ui;
    if (chosen == 1 && counter->taking)
        work_take(&counter->work, counter->taking);
}

/* What was typed while cut off came too late. */
static int entries_refused(const struct counter *counter)
{
    const struct outbox *outbox = counter->desk->outbox;
    int refused = 0;
    for (size_t i = 0; i < outbox_entries(outbox, counter->work.token); i++)
        refused += outbox_entry(outbox, counter->work.token, i).state == OUTBOX_REFUSED;
    return refused;
}

static void holder_told(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    struct desk *desk = counter->desk;
    if (desk_refused(desk, reply) || !store_reply_rows(reply) || store_reply_flag(reply, 0, "held") ||
        counter->mode != COUNTER_FORM)
        return;
    if (!*store_reply_text(reply, 0,
                           "who")) /* nobody has it: it was accepted, by us or by a decision on our slip */
        return;
    struct buffer note = {0};
    text_fill(&note, "COUNTER_TAKEN_NOTE", "who", store_reply_text(reply, 0, "who"), "since",
              store_reply_text(reply, 0, "at"), "window", store_reply_text(reply, 0, "window"), NULL);
    int refused = entries_refused(counter);
    if (refused) {
        char count[16];
        snprintf(count, sizeof(count), "%d", refused);
        text_fill(&note, "COUNTER_TAKEN_REFUSED", "count", count, NULL);
    } else {
        buffer_text(&note, text("COUNTER_TAKEN_ALL"));
    }
    if (counter->field != FORM_NONE && counter_unsaved(counter)) {
        struct buffer typed = {0};
        lines_flat(&typed, editor_text(&counter->editor));
        text_fill(&note, "COUNTER_TAKEN_UNSAVED", "field",
                  desk_name(desk, &counter->work.item->fields[counter->field].name), "value",
                  buffer_string(&typed), NULL);
        buffer_free(&typed);
    }
    counter->taking = counter->work.case_id;
    counter_put_down(counter);
    const struct prompt_option options[] = {{text("COUNTER_TAKEN_LEAVE"), false},
                                            {text("COUNTER_TAKEN_BACK"), false}};
    prompt_choice(desk->ui, &(struct prompt_choice){.title = text("COUNTER_TAKEN_TITLE"),
                                                    .note = buffer_string(&note),
                                                    .options = options,
                                                    .count = 2,
                                                    .digits = true,
                                                    .done = taken_read});
    buffer_free(&note);
}

void counter_taken(struct counter *counter)
{
    struct store_query query = {.sql = "SELECT who, to_char(since, 'HH24:MI') AS at, "
                                       "coalesce(to_char(window_number, 'FM00'), '') AS window, held"
                                       " FROM desk.case_holder($1, $2, $3)",
                                .reads = true};
    store_query_number(&query, counter->desk->region);
    store_query_number(&query, counter->work.case_id);
    store_query_text(&query, counter->work.token);
    desk_call(counter->desk, &query, holder_told, counter);
}

/* "region case"; "": something was missed, ask. */
void counter_held(void *owner, const char *payload)
{
    struct counter *counter = owner;
    const char *space = strchr(payload, ' ');
    if (counter->mode != COUNTER_FORM || !counter->work.case_id)
        return;
    if (!space || strtoll(space + 1, NULL, 10) == counter->work.case_id)
        counter_taken(counter);
}
