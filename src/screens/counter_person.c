/* Who is at the window: credential, visit, parking, the person's cases. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/check.h"
#include "screens/counter.h"
#include "screens/lane.h"
#include "text/text.h"
#include "ui/prompt.h"

static void cases_free(struct counter *counter)
{
    for (size_t i = 0; i < counter->case_count; i++) {
        struct counter_case *row = &counter->cases[i];
        free(row->item);
        free(row->item_name);
        free(row->state);
        free(row->stage);
        free(row->number);
        free(row->since);
        free(row->holder);
        free(row->held_since);
        free(row->returned_for);
    }
    free(counter->cases);
    counter->cases = NULL;
    counter->case_count = 0;
}

void counter_leave_person(struct counter *counter)
{
    work_clear(&counter->work);
    cases_free(counter);
    if (!counter->unit.wanted)
        counter_unit_forget(counter);
    visitor_free(&counter->person);
    editor_set(&counter->credential[CREDENTIAL_NUMBER], "");
    editor_set(&counter->credential[CREDENTIAL_NAME], "");
    editor_set(&counter->credential[CREDENTIAL_TYPE], "01");
    editor_set(&counter->editor, "");
    error_free(&counter->fault);
    counter->mode = COUNTER_CREDENTIAL;
    counter->at = CREDENTIAL_NUMBER;
    counter->unknown = false;
    counter->field = FORM_NONE;
}

void counter_person_take(struct counter *counter, const struct store_reply *reply)
{
    visitor_read(&counter->person, reply);
    counter->mode = COUNTER_PERSON;
    counter_cases_ask(counter);
}

static void cases_came(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    if (desk_refused(counter->desk, reply))
        return;
    cases_free(counter);
    counter->cases_known = true;
    counter->case_count = (size_t)store_reply_rows(reply);
    counter->cases = memory_get(counter->case_count, sizeof(*counter->cases));
    for (size_t i = 0; i < counter->case_count; i++) {
        int row = (int)i;
        const char *state = store_reply_text(reply, row, "state");
        counter->cases[i] = (struct counter_case){
            .case_id = store_reply_number(reply, row, "case_id"),
            .visit_id = store_reply_number(reply, row, "visit_id"),
            .item = memory_text(store_reply_text(reply, row, "item")),
            .item_name = memory_text(desk_column(counter->desk, reply, row, "item")),
            .state = memory_text(state),
            .stage = memory_text(store_reply_text(reply, row, "stage")),
            .number = memory_text(store_reply_text(reply, row, "number")),
            .since = memory_text(store_reply_text(reply, row, "day")),
            .holder = memory_text(store_reply_text(reply, row, "holder")),
            .held_since = memory_text(store_reply_text(reply, row, "held")),
            .held_window = (int)store_reply_number(reply, row, "holder_window"),
            .mine = store_reply_flag(reply, row, "mine"),
            .returned_for = memory_text(store_reply_text(reply, row, "returned_for")),
            .open = strcmp(state, "draft") == 0 || strcmp(state, "returned") == 0 ||
                    strcmp(state, "received") == 0,
        };
    }
    for (size_t i = 0; counter->wanted && i < counter->case_count; i++) {
        if (counter->cases[i].case_id == counter->wanted)
            counter_take_up(counter, &counter->cases[i]);
    }
    counter->wanted = 0;
    if (counter->unit.wanted)
        counter_unit_open(counter);
}

void counter_cases_ask(struct counter *counter)
{
    cases_free(counter);
    counter->cases_known = false;
    if (!counter->person.person_id) /* the database does not know them yet */
        return;
    struct store_query query = {
        .sql = "SELECT case_id, visit_id, number, item, item_zh, item_en, state, stage, to_char(since, "
               "'MM-DD HH24:MI') AS day,"
               " holder, to_char(held_since, 'MM-DD HH24:MI') AS held, holder_window, mine, returned_for"
               " FROM desk.person_cases($1, $2)",
        .reads = true};
    store_query_number(&query, counter->desk->region);
    store_query_number(&query, counter->person.person_id);
    desk_call(counter->desk, &query, cases_came, counter);
}

/* --- taking a case up */

static void take_confirmed(struct ui *ui, void *state)
{
    (void)ui;
    struct counter *counter = state;
    work_take(&counter->work, counter->taking);
}

static void take_over_ask(struct counter *counter, const struct counter_case *row)
{
    struct buffer sentence = {0};
    char window[16];
    snprintf(window, sizeof(window), "%02d", row->held_window);
    text_fill(&sentence, "COUNTER_TAKE_SENTENCE", "who", row->holder, "since", row->held_since, "window",
              window, NULL);
    counter->taking = row->case_id;
    prompt_confirm(counter->desk->ui, &(struct prompt_confirm){.title = row->item_name,
                                                               .sentence = buffer_string(&sentence),
                                                               .commits = text("NEXT_TAKE_OVER"),
                                                               .done = take_confirmed});
    buffer_free(&sentence);
}

/* What somebody else has open is taken over only on purpose. */
void counter_take_up(struct counter *counter, const struct counter_case *row)
{
    if (counter->work.opening && !desk_cut(counter->desk)) {
        ui_say(counter->desk->ui, ROLE_MESSAGE, "COUNTER_OPENING", NULL);
        return;
    }
    counter->missing_first |= strcmp(row->state, "draft") != 0;
    if (*row->holder && !row->mine && strcmp(row->state, "returned") != 0) {
        take_over_ask(counter, row);
        return;
    }
    if (*row->returned_for)
        ui_say(counter->desk->ui, ROLE_CONFIRM, "COUNTER_RETURNED_FOR", "words", row->returned_for, NULL);
    work_take(&counter->work, row->case_id);
}

/* --- the credential */

static void visit_begun(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    if (!desk_refused(counter->desk, reply) && store_reply_rows(reply) == 1)
        counter_person_take(counter, reply);
}

static void visit_query(struct counter *counter, struct store_query *query, const char *key, const char *name)
{
    *query = (struct store_query){
        .sql = "SELECT visit_id, person_id, name, id_type, id_no, sex, birth, mobile, mobile_on"
               " FROM desk.visit_begin($1, $2, $3, $4, $5, $6, $7)"};
    store_query_text(query, key);
    store_query_number(query, counter->desk->region);
    store_query_number(query, counter->desk->hall);
    store_query_number(query, counter->desk->window);
    store_query_text(query, editor_text(&counter->credential[CREDENTIAL_TYPE]));
    store_query_text(query, editor_text(&counter->credential[CREDENTIAL_NUMBER]));
    store_query_text(query, name);
}

/* The database is back and knows the visit now; the person at the window may be another one meanwhile. */
static void visit_begun_late(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    struct visitor *person = &counter->person;
    if (desk_refused(counter->desk, reply) || store_reply_rows(reply) == 0 || person->visit_id ||
        !person->name || strcmp(store_reply_text(reply, 0, "id_no"), person->id_no) != 0)
        return;
    person->visit_id = store_reply_number(reply, 0, "visit_id");
    person->person_id = store_reply_number(reply, 0, "person_id");
    if (counter->mode == COUNTER_PERSON)
        counter_cases_ask(counter);
}

/* While cut off: the visit goes up when the database is back, and the person is who was typed. */
static void visit_keep(struct counter *counter, const char *key, const char *name)
{
    struct store_query query;
    visit_query(counter, &query, key, name);
    visitor_make(&counter->person, editor_text(&counter->credential[CREDENTIAL_TYPE]),
                 editor_text(&counter->credential[CREDENTIAL_NUMBER]), name, key);
    desk_keep(counter->desk, &(struct outbox_message){.lane = key,
                                                      .kind = LANE_VISIT,
                                                      .made = desk_stamp(counter->desk),
                                                      .query = &query,
                                                      .answered = visit_begun_late,
                                                      .owner = counter});
    counter->mode = COUNTER_PERSON;
    cases_free(counter);
    counter->cases_known = false;
    if (counter->unit.wanted) {
        counter_unit_forget(counter);
        ui_say(counter->desk->ui, ROLE_MESSAGE, "UNIT_CUT", NULL);
    }
}

static void visit_begin(struct counter *counter)
{
    char key[DESK_KEY];
    struct buffer name = {0};
    struct store_query query;
    desk_key(key);
    check_normalise("name_any", editor_text(&counter->credential[CREDENTIAL_NAME]), &name);
    if (desk_cut(counter->desk)) {
        visit_keep(counter, key, buffer_string(&name));
    } else {
        visit_query(counter, &query, key, buffer_string(&name));
        desk_call(counter->desk, &query, visit_begun, counter);
    }
    buffer_free(&name);
}

static void parked_chosen(struct ui *ui, void *state, size_t chosen)
{
    struct counter *counter = state;
    (void)ui;
    if (chosen == 0)
        counter_visit_resume(counter, counter->parked[0]);
    else
        visit_begin(counter);
}

/* Somebody whose visit was parked is back. */
static void parked_offer(struct counter *counter, const struct store_reply *reply)
{
    struct buffer words = {0};
    text_fill(&words, "COUNTER_PARKED_AGAIN", "since", store_reply_text(reply, 0, "parked"), "clerk",
              store_reply_text(reply, 0, "clerk"), "reason", store_reply_text(reply, 0, "park_reason"), NULL);
    counter->parked[0] = store_reply_number(reply, 0, "visit_id");
    const struct prompt_option options[] = {{buffer_string(&words), false},
                                            {text("COUNTER_NEW_VISIT"), false}};
    prompt_choice(counter->desk->ui, &(struct prompt_choice){.title = text("COUNTER_PARKED_TITLE"),
                                                             .options = options,
                                                             .count = 2,
                                                             .done = parked_chosen});
    buffer_free(&words);
}

static void person_found(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    if (desk_refused(counter->desk, reply))
        return;
    if (store_reply_rows(reply) == 0) {
        counter->unknown = true;
        counter->at = CREDENTIAL_NAME;
        ui_say(counter->desk->ui, ROLE_MESSAGE, "COUNTER_PERSON_NEW", NULL);
    } else if (store_reply_number(reply, 0, "visit_id")) {
        parked_offer(counter, reply);
    } else {
        visit_begin(counter);
    }
}

/* Keeps the normal form of what was typed; false, with the fault (which is told under the form), when it is
 * wrong. */
static bool credential_check(struct counter *counter, int field, const char *check, const char *argument)
{
    struct check_context context = {.today = counter->desk->today, .argument = argument};
    struct editor *editor = &counter->credential[field];
    struct buffer kept = {0};
    check_normalise(check, editor_text(editor), &kept);
    editor_set(editor, buffer_string(&kept));
    error_free(&counter->fault);
    bool right =
        kept.length && check_run(check, buffer_string(&kept), &context, &counter->fault) != CHECK_BAD;
    if (!kept.length)
        error_set(&counter->fault, "E_FIELD_MISSING", NULL);
    buffer_free(&kept);
    if (!right) {
        counter->at = field;
        editor_select(editor);
    }
    return right;
}

static void region_asked(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    if (desk_refused(counter->desk, reply) || store_reply_flag(reply, 0, "known"))
        return;
    char *region = memory_text_length(editor_text(&counter->credential[CREDENTIAL_NUMBER]), 6);
    error_set(&counter->fault, "W_ID_REGION", "region", region,
              NULL); /* stands under the number; it goes through */
    free(region);
}

/* A resident's number begins with the region that gave it out. */
static void region_ask(struct counter *counter)
{
    char region[7] = "";
    strncat(region, editor_text(&counter->credential[CREDENTIAL_NUMBER]), 6);
    struct store_query query = {.sql = "SELECT known FROM desk.region_known($1)", .reads = true};
    store_query_text(&query, region);
    desk_call(counter->desk, &query, region_asked, counter);
}

void counter_identify(struct counter *counter)
{
    const char *type = editor_text(&counter->credential[CREDENTIAL_TYPE]);
    if (!counter_type_known(counter)) {
        counter->at = CREDENTIAL_TYPE;
        editor_select(&counter->credential[CREDENTIAL_TYPE]);
        return;
    }
    if (!credential_check(counter, CREDENTIAL_NUMBER, "id_any", type))
        return;
    if (counter->unknown) {
        if (credential_check(counter, CREDENTIAL_NAME, "name_any", NULL))
            visit_begin(counter);
        return;
    }
    if (desk_cut(counter->desk)) {
        counter->unknown = true;
        counter->at = CREDENTIAL_NAME;
        ui_say(counter->desk->ui, ROLE_CONFIRM, "COUNTER_NAME_CUT", NULL);
        return;
    }
    struct store_query query = {
        .sql = "SELECT p.person_id, v.visit_id, v.clerk, coalesce(v.park_reason, '') AS park_reason,"
               " to_char(v.parked_at, 'MM-DD HH24:MI') AS parked FROM desk.person_find($1, $2, $3, $4) p"
               " LEFT JOIN desk.visit_list($1, $2) v ON v.person_id = p.person_id AND v.parked_at IS NOT NULL"
               " ORDER BY v.parked_at DESC NULLS LAST",
        .reads = true};
    store_query_number(&query, counter->desk->region);
    store_query_number(&query, counter->desk->hall);
    store_query_text(&query, type);
    store_query_text(&query, editor_text(&counter->credential[CREDENTIAL_NUMBER]));
    desk_call(counter->desk, &query, person_found, counter);
    if (strcmp(type, "01") == 0)
        region_ask(counter);
}
