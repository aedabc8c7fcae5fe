/* What a clerk does to the case that is open: fields, materials, acceptance, slip; all of it through the
 * outbox. */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/pack.h"
#include "screens/lane.h"
#include "screens/work.h"

void work_query_case(const struct work *work, struct store_query *query)
{
    if (work->case_id)
        store_query_number(query, work->case_id);
    else
        store_query_null(query);
}

bool work_keep(struct work *work, char kind, const struct buffer *subject, const struct store_query *query,
               store_answered *answered)
{
    if (!outbox_noted(work->desk->outbox, work->token))
        work_note(work);
    return desk_keep(work->desk, &(struct outbox_message){.lane = work->token,
                                                          .kind = kind,
                                                          .subject = subject ? subject->data : NULL,
                                                          .subject_length = subject ? subject->length : 0,
                                                          .made = desk_stamp(work->desk),
                                                          .query = query,
                                                          .answered = answered,
                                                          .owner = work});
}

/* --- saving */

/* Of this form while it is open; a refusal of one that was put down stands in the list of what waits. */
static void saved(void *owner, const struct store_reply *reply)
{
    struct work *work = owner;
    const struct error *error = store_reply_error(reply);
    if (error && strcmp(error->code, "E_CASE_HELD") == 0)
        work->lost(work->screen);
    else
        desk_refused(work->desk, reply);
}

static void field_save(struct work *work, size_t field)
{
    struct buffer subject = {0};
    const char *key = work->item->fields[field].key, *value = form_value(work->form, field);
    struct store_query query = {.sql = "SELECT seq FROM desk.field_save($1, $2, $3, $4, $5, $6)"};
    store_query_number(&query, work->desk->region);
    work_query_case(work, &query);
    store_query_text(&query, work->token);
    store_query_number(&query, ++work->seq);
    store_query_text(&query, key);
    store_query_text(&query, value);
    pack_text(&subject, key);
    pack_text(&subject, value);
    work->last = (long)field;
    work_keep(work, LANE_FIELD, &subject, &query, saved);
    buffer_free(&subject);
}

void work_type(struct work *work, size_t field, const char *typed)
{
    if (form_type(work->form, field, typed))
        field_save(work, field);
}

void work_confirm(struct work *work, size_t field)
{
    if (form_confirm(work->form, field))
        field_save(work, field);
}

/* --- materials */

static void handed_in(void *owner, const struct store_reply *reply)
{
    struct work *work = owner;
    work->handing -= work->handing > 0;
    desk_refused(work->desk, reply);
    work_materials_ask(work); /* also when it was refused: then it is not there */
}

/* It stands in the list at once: it is on this machine, and on its way. */
static void material_show(struct work *work, const char *kind, const char *file_name, int64_t bytes)
{
    char at[32];
    int second = desk_now(work->desk).second;
    snprintf(at, sizeof(at), "%02d:%02d", second / 3600, second / 60 % 60);
    work_material_add(work, &(struct work_material){.kind = memory_text(kind),
                                                    .commitment = !file_name,
                                                    .file_name = memory_text(file_name ? file_name : ""),
                                                    .bytes = bytes,
                                                    .added_at = memory_text(at)});
    work->changed(work->screen);
}

void work_hand_in(struct work *work, const char *kind, const char *file_name, struct buffer *bytes)
{
    char key[DESK_KEY], today[DATE_TEXT];
    struct buffer subject = {0};
    desk_key(key);
    struct store_query query = {
        .sql = "SELECT material_id FROM desk.material_add($1, $2, $3, $4, $5, $6, $7, $8)"};
    store_query_text(&query, key);
    store_query_number(&query, work->desk->region);
    work_query_case(work, &query);
    store_query_text(&query, work->token);
    store_query_text(&query, kind);
    store_query_text(&query, file_name);
    if (bytes)
        store_query_bytes(&query, bytes->data, bytes->length);
    else
        store_query_null(&query);
    store_query_text(&query, bytes ? NULL : date_format(work->desk->today, today));
    pack_text(&subject, kind);
    pack_text(&subject, file_name);
    pack_number(&subject, bytes ? (int64_t)bytes->length : 0);
    work->handing++;
    work_keep(work, LANE_MATERIAL, &subject, &query, handed_in);
    material_show(work, kind, file_name, bytes ? (int64_t)bytes->length : 0);
    buffer_free(&subject);
    if (bytes)
        buffer_free(bytes);
}

void work_take_back(struct work *work, int64_t material)
{
    char key[DESK_KEY];
    struct buffer subject = {0};
    if (!material) {
        ui_say(work->desk->ui, ROLE_MESSAGE, "WORK_REMOVE_LATER", NULL);
        return;
    }
    desk_key(key);
    struct store_query query = {.sql = "SELECT material_id FROM desk.material_remove($1, $2, $3, $4, $5)"};
    store_query_text(&query, key);
    store_query_number(&query, work->desk->region);
    work_query_case(work, &query);
    store_query_text(&query, work->token);
    store_query_number(&query, material);
    pack_number(&subject, material);
    work->handing++;
    work_keep(work, LANE_REMOVE, &subject, &query, handed_in);
    buffer_free(&subject);
}

const struct work_material *work_material(const struct work *work, const char *kind)
{
    for (size_t i = work->material_count; i > 0; i--) {
        if (strcmp(work->materials[i - 1].kind, kind) == 0)
            return &work->materials[i - 1];
    }
    return NULL;
}

long work_missing_material(const struct work *work)
{
    for (size_t i = 0; work->form && i < work->item->material_count; i++) {
        if (form_material_needed(work->form, i) && !work_material(work, work->item->materials[i].key))
            return (long)i;
    }
    return FORM_NONE;
}

int work_missing_materials(const struct work *work)
{
    int missing = 0;
    for (size_t i = 0; work->form && i < work->item->material_count; i++)
        missing += form_material_needed(work->form, i) && !work_material(work, work->item->materials[i].key);
    return missing;
}

/* --- acceptance */

/* What it found wrong, acceptance says. */
static void checked(void *owner, const struct store_reply *reply)
{
    (void)owner;
    (void)reply;
}

/* Asks for the case as the database has it, once all that was entered is there. */
static bool whole_ask(struct work *work, const char *sql, store_answered *answered, void *owner)
{
    if (work->accepting || work->accepts_later || outbox_waits(work->desk->outbox, work->token) > 0)
        return false;
    struct store_query query = {.sql = sql};
    store_query_number(&query, work->desk->region);
    work_query_case(work, &query);
    store_query_text(&query, work->token);
    desk_call(work->desk, &query, answered, owner);
    return true;
}

bool work_check(struct work *work)
{
    return whole_ask(work, "SELECT faults FROM desk.case_check($1, $2, $3)", checked, work);
}

bool work_reveal(struct work *work, store_answered *answered, void *owner)
{
    return whole_ask(work, "SELECT field, value FROM desk.case_readback($1, $2, $3)", answered, owner);
}

static void accepted(void *owner, const struct store_reply *reply)
{
    struct work *work = owner;
    work->accepting = false;
    ui_hold_commit(work->desk->ui, false);
    if (desk_refused(work->desk, reply) || store_reply_rows(reply) == 0)
        return;
    work->accepted = work->case_id;
    effort_send(&work->effort, work->desk, work->case_id, "accept");
    work->ended(work->screen);
}

static void opened_known(void *owner, const struct store_reply *reply)
{
    struct work *work = owner;
    ui_hold_commit(work->desk->ui, false);
    if (desk_refused(work->desk, reply))
        return;
    if (store_reply_rows(reply) == 0) { /* its opening was refused: that stands under F12 */
        ui_say(work->desk->ui, ROLE_WRONG, "WORK_NEVER_OPENED", NULL);
        return;
    }
    work->case_id = store_reply_number(reply, 0, "case_id");
    work->version = (int)store_reply_number(reply, 0, "version");
    work_accept(work);
}

/* A case that was opened while cut off, and perhaps by this program's former life: which one it is now. */
static void opened_ask(struct work *work)
{
    struct store_query query = {.sql = "SELECT case_id, version FROM desk.case_opened($1, $2)"};
    store_query_number(&query, work->desk->region);
    store_query_text(&query, work->token);
    ui_hold_commit(work->desk->ui, true);
    desk_call(work->desk, &query, opened_known, work);
}

void work_accept(struct work *work)
{
    work->accepts_later = outbox_waits(work->desk->outbox, work->token) > 0;
    if (work->accepts_later) { /* nothing overtakes what was entered before it */
        const struct error *trouble = outbox_trouble(work->desk->outbox);
        ui_hold_commit(work->desk->ui, true);
        if (trouble)
            ui_say_error(work->desk->ui, trouble);
        else
            ui_say(work->desk->ui, ROLE_MESSAGE, "WORK_ON_ITS_WAY", NULL);
        return;
    }
    if (!work->case_id) {
        opened_ask(work);
        return;
    }
    struct store_query query = {.sql = "SELECT number FROM desk.case_accept($1, $2, $3, $4, $5)"};
    store_query_text(&query, work->accept_key);
    store_query_number(&query, work->desk->region);
    store_query_number(&query, work->case_id);
    store_query_text(&query, work->token);
    store_query_number(&query, work->version);
    work->accepting = true;
    ui_hold_commit(work->desk->ui, true);
    desk_call(work->desk, &query, accepted, work);
}

void work_tick(struct work *work)
{
    if (!work->accepts_later || outbox_waits(work->desk->outbox, work->token) > 0)
        return;
    ui_hold_commit(work->desk->ui, false);
    work_accept(work);
}

/* A slip that this machine could not keep was not given: what became of its call is told here. */
static void received(void *owner, const struct store_reply *reply)
{
    struct work *work = owner;
    work->slip[0] = '\0';
    saved(work, reply);
    if (store_reply_error(reply) || store_reply_rows(reply) == 0)
        return;
    work->case_id = store_reply_number(reply, 0, "case_id");
    if (*store_reply_text(reply, 0, "number")) {
        ui_hold_commit(work->desk->ui, false);
        work->accepted = work->case_id;
        work->ended(work->screen);
    } else {
        work_accept(work); /* says what stands against it */
    }
}

/* Once it is on the disk its answer is told by the list of what waits: by then the clerk serves the next
 * person. */
static bool slip_keep(struct work *work)
{
    char key[DESK_KEY], day[DATE_TEXT], moment[40];
    struct buffer subject = {0};
    struct desk_moment now = desk_slip_moment(work->desk);
    desk_key(key);
    slip_code(work->desk->hall, work->desk->window, now.day, now.second, work->slip);
    snprintf(moment, sizeof(moment), "%s %02d:%02d:%02d+08", date_format(now.day, day), now.second / 3600,
             now.second / 60 % 60, now.second % 60);
    struct store_query query = {
        .sql =
            "SELECT case_id, slip, number, state, code FROM desk.case_receive($1, $2, $3, $4, $5, $6, $7)"};
    store_query_text(&query, key);
    store_query_number(&query, work->desk->region);
    work_query_case(work, &query);
    store_query_text(&query, work->token);
    store_query_text(&query, work->slip);
    store_query_text(&query, moment);
    store_query_text(&query, work->accept_key);
    pack_text(&subject, work->slip);
    bool kept = work_keep(work, LANE_SLIP, &subject, &query, received);
    buffer_free(&subject);
    return kept;
}

void work_receive(struct work *work)
{
    bool kept;
    if (work->slip[0]) {
        kept = desk_keep_again(work->desk, work->token);
    } else {
        desk_forget(work->desk,
                    work); /* an acceptance that was sent still happens; the slip's call asks for it */
        kept = slip_keep(work);
    }
    if (kept)
        work->ended(work->screen);
}
