/* Who is at the window: credential, visit, parking, the person's cases. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/check.h"
#include "screens/counter.h"
#include "text/text.h"
#include "ui/prompt.h"

static void person_free(struct counter_person *person)
{
    char **texts[] = {&person->name,  &person->id_type, &person->id_no,    &person->sex,
                      &person->birth, &person->mobile,  &person->mobile_on};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (*texts[i])
            explicit_bzero(*texts[i], strlen(*texts[i]));
        free(*texts[i]);
    }
    *person = (struct counter_person){0};
}

static void cases_free(struct counter *counter)
{
    for (size_t i = 0; i < counter->case_count; i++) {
        struct counter_case *row = &counter->cases[i];
        free(row->item_name);
        free(row->state);
        free(row->stage);
        free(row->number);
        free(row->since);
        free(row->holder);
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
    person_free(&counter->person);
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

static void person_take(struct counter *counter, const struct store_reply *reply)
{
    person_free(&counter->person);
    counter->person = (struct counter_person){
        .visit_id = store_reply_number(reply, 0, "visit_id"),
        .person_id = store_reply_number(reply, 0, "person_id"),
        .name = memory_text(store_reply_text(reply, 0, "name")),
        .id_type = memory_text(store_reply_text(reply, 0, "id_type")),
        .id_no = memory_text(store_reply_text(reply, 0, "id_no")),
        .sex = memory_text(store_reply_text(reply, 0, "sex")),
        .birth = memory_text(store_reply_text(reply, 0, "birth")),
        .mobile = memory_text(store_reply_text(reply, 0, "mobile")),
        .mobile_on = memory_text(store_reply_text(reply, 0, "mobile_on")),
    };
    counter->mode = COUNTER_PERSON;
    counter_cases_ask(counter);
}

static void cases_came(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    if (desk_refused(counter->desk, reply))
        return;
    cases_free(counter);
    counter->case_count = (size_t)store_reply_rows(reply);
    counter->cases = memory_get(counter->case_count, sizeof(*counter->cases));
    for (size_t i = 0; i < counter->case_count; i++) {
        int row = (int)i;
        const char *state = store_reply_text(reply, row, "state");
        counter->cases[i] = (struct counter_case){
            .case_id = store_reply_number(reply, row, "case_id"),
            .item_name = memory_text(desk_column(counter->desk, reply, row, "item")),
            .state = memory_text(state),
            .stage = memory_text(store_reply_text(reply, row, "stage")),
            .number = memory_text(store_reply_text(reply, row, "number")),
            .since = memory_text(store_reply_text(reply, row, "day")),
            .holder = memory_text(store_reply_text(reply, row, "holder")),
            .returned_for = memory_text(store_reply_text(reply, row, "returned_for")),
            .open = strcmp(state, "draft") == 0 || strcmp(state, "returned") == 0,
        };
    }
}

void counter_cases_ask(struct counter *counter)
{
    struct store_query query = {.sql = "SELECT case_id, number, item_zh, item_en, state, stage, "
                                       "to_char(since, 'MM-DD HH24:MI') AS day, holder, returned_for"
                                       " FROM desk.person_cases($1, $2)"};
    store_query_number(&query, counter->desk->region);
    store_query_number(&query, counter->person.person_id);
    desk_call(counter->desk, &query, cases_came, counter);
}

void counter_take_up(struct counter *counter, const struct counter_case *row)
{
    if (*row->returned_for)
        ui_say(counter->desk->ui, ROLE_CONFIRM, "COUNTER_RETURNED_FOR", "words", row->returned_for, NULL);
    work_take(&counter->work, row->case_id);
}

/* --- the credential */

static void visit_begun(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    if (!desk_refused(counter->desk, reply) && store_reply_rows(reply) == 1)
        person_take(counter, reply);
}

static void visit_begin(struct counter *counter)
{
    char key[DESK_KEY];
    struct buffer name = {0};
    desk_key(key);
    check_normalise("name_any", editor_text(&counter->credential[CREDENTIAL_NAME]), &name);
    struct store_query query = {
        .sql = "SELECT visit_id, person_id, name, id_type, id_no, sex, birth, mobile, mobile_on"
               " FROM desk.visit_begin($1, $2, $3, $4, $5, $6, $7)"};
    store_query_text(&query, key);
    store_query_number(&query, counter->desk->region);
    store_query_number(&query, counter->desk->hall);
    store_query_number(&query, counter->desk->window);
    store_query_text(&query, editor_text(&counter->credential[CREDENTIAL_TYPE]));
    store_query_text(&query, editor_text(&counter->credential[CREDENTIAL_NUMBER]));
    store_query_text(&query, buffer_string(&name));
    desk_call(counter->desk, &query, visit_begun, counter);
    buffer_free(&name);
}

static void person_found(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    if (desk_refused(counter->desk, reply))
        return;
    if (store_reply_rows(reply) == 1) {
        visit_begin(counter);
        return;
    }
    counter->unknown = true;
    counter->at = CREDENTIAL_NAME;
    ui_say(counter->desk->ui, ROLE_MESSAGE, "COUNTER_PERSON_NEW", NULL);
}

/* Keeps the normal form of what was typed; false, with the fault, when it is wrong. */
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
        ui_say_error(counter->desk->ui, &counter->fault);
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
    struct store_query query = {.sql = "SELECT known FROM desk.region_known($1)"};
    store_query_text(&query, region);
    desk_call(counter->desk, &query, region_asked, counter);
}

void counter_identify(struct counter *counter)
{
    const char *type = editor_text(&counter->credential[CREDENTIAL_TYPE]);
    if (!credential_check(counter, CREDENTIAL_NUMBER, "id_any", type))
        return;
    if (counter->unknown) {
        if (credential_check(counter, CREDENTIAL_NAME, "name_any", NULL))
            visit_begin(counter);
        return;
    }
    struct store_query query = {.sql = "SELECT person_id FROM desk.person_find($1, $2, $3, $4)"};
    store_query_number(&query, counter->desk->region);
    store_query_number(&query, counter->desk->hall);
    store_query_text(&query, type);
    store_query_text(&query, editor_text(&counter->credential[CREDENTIAL_NUMBER]));
    desk_call(counter->desk, &query, person_found, counter);
    if (strcmp(type, "01") == 0)
        region_ask(counter);
}

/* --- parking and ending */

static void visit_call(struct counter *counter, int64_t visit, const char *change, const char *word,
                       store_answered *answered)
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
    desk_call(counter->desk, &query, answered, counter);
}

static void visit_gone(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    if (desk_refused(counter->desk, reply))
        return;
    counter_leave_person(counter);
    ui_say(counter->desk->ui, ROLE_DONE, "COUNTER_NEXT", NULL);
}

void counter_end(struct counter *counter, const char *outcome)
{
    visit_call(counter, counter->person.visit_id, "end", outcome, visit_gone);
}

static void park_chosen(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    static const char *const reasons[] = {"PARK_PAPERS", "PARK_WAITS", "PARK_OTHER"};
    struct counter *counter = state;
    visit_call(counter, counter->person.visit_id, "park", text(reasons[chosen]), visit_gone);
}

void counter_park(struct counter *counter)
{
    if (counter->mode == COUNTER_FORM)
        counter_field_leave(counter);
    const struct prompt_option options[] = {
        {text("PARK_PAPERS"), false}, {text("PARK_WAITS"), false}, {text("PARK_OTHER"), false}};
    prompt_choice(counter->desk->ui, &(struct prompt_choice){.title = text("PARK_TITLE"),
                                                             .note = text("PARK_NOTE"),
                                                             .options = options,
                                                             .count = 3,
                                                             .done = park_chosen});
}

static void resumed(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    if (!desk_refused(counter->desk, reply) && store_reply_rows(reply) == 1)
        person_take(counter, reply);
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

static void parked_chosen(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    struct counter *counter = state;
    visit_call(counter, counter->parked[chosen], "resume", "", visit_resumed);
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
                  store_reply_text(reply, row, "clerk"), "since", store_reply_text(reply, row, "since"),
                  "reason", store_reply_text(reply, row, "park_reason"), NULL);
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
    struct store_query query = {
        .sql = "SELECT visit_id, name, clerk, to_char(coalesce(parked_at, started_at), 'HH24:MI') AS since,"
               " coalesce(park_reason, '') AS park_reason FROM desk.visit_list($1, $2)"};
    store_query_number(&query, counter->desk->region);
    store_query_number(&query, counter->desk->hall);
    desk_call(counter->desk, &query, parked_came, counter);
}
