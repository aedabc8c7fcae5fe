#include "screens/work.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void materials_free(struct work *work)
{
    for (size_t i = 0; i < work->material_count; i++) {
        free(work->materials[i].kind);
        free(work->materials[i].file_name);
        free(work->materials[i].added_at);
    }
    free(work->materials);
    work->materials = NULL;
    work->material_count = 0;
}

void work_clear(struct work *work)
{
    desk_forget(work->desk, work);
    form_free(&work->form);
    materials_free(work);
    *work = (struct work){
        .desk = work->desk, .screen = work->screen, .changed = work->changed, .ended = work->ended};
}

bool work_ready(const struct work *work)
{
    return work->form != NULL;
}

/* --- coming in */

static void materials_came(void *owner, const struct store_reply *reply);
static void fields_came(void *owner, const struct store_reply *reply);

/* The calls of one work carry the work itself as owner; work_clear and the screen's close forget it. */
static void work_call(struct work *work, struct store_query *query, store_answered *answered)
{
    desk_call(work->desk, query, answered, work);
}

static void definition_ready(void *screen);

static void materials_ask(struct work *work)
{
    struct store_query query = {
        .sql = "SELECT material_id, kind, way, file_name, byte_count, to_char(added_at, 'HH24:MI') AS added"
               " FROM desk.case_materials($1, $2)"};
    store_query_number(&query, work->desk->region);
    store_query_number(&query, work->case_id);
    work_call(work, &query, materials_came);
}

static void work_load(struct work *work)
{
    work->item = desk_definition(work->desk, work->definition_id, definition_ready, work->screen);
    if (!work->item)
        return;
    struct store_query fields = {
        .sql = "SELECT field, value, masked, source, source_on, seq FROM desk.case_fields($1, $2)"};
    store_query_number(&fields, work->desk->region);
    store_query_number(&fields, work->case_id);
    work_call(work, &fields, fields_came);
    materials_ask(work);
}

static void definition_ready(void *screen)
{
    struct work *work = screen;
    if (work->case_id && !work->item) /* it may have been put down meanwhile */
        work_load(work);
}

static void fields_came(void *owner, const struct store_reply *reply)
{
    struct work *work = owner;
    if (desk_refused(work->desk, reply))
        return;
    if (!work->form)
        work->form = form_new(work->item, work->desk->today, desk_region_known,
                              desk_definition_set(work->desk, work->definition_id));
    for (int row = 0; row < store_reply_rows(reply); row++) {
        form_load(work->form, store_reply_text(reply, row, "field"), store_reply_text(reply, row, "value"),
                  store_reply_flag(reply, row, "masked"),
                  form_source_parse(store_reply_text(reply, row, "source")),
                  store_reply_text(reply, row, "source_on"));
        int64_t seq = store_reply_number(reply, row, "seq");
        work->seq = seq > work->seq ? seq : work->seq;
    }
    work->changed(work->screen);
}

static void materials_came(void *owner, const struct store_reply *reply)
{
    struct work *work = owner;
    if (desk_refused(work->desk, reply))
        return;
    materials_free(work);
    work->material_count = (size_t)store_reply_rows(reply);
    work->materials = memory_get(work->material_count, sizeof(*work->materials));
    for (size_t i = 0; i < work->material_count; i++) {
        int row = (int)i;
        work->materials[i] = (struct work_material){
            .id = store_reply_number(reply, row, "material_id"),
            .kind = memory_text(store_reply_text(reply, row, "kind")),
            .commitment = strcmp(store_reply_text(reply, row, "way"), "commitment") == 0,
            .file_name = memory_text(store_reply_text(reply, row, "file_name")),
            .bytes = store_reply_number(reply, row, "byte_count"),
            .added_at = memory_text(store_reply_text(reply, row, "added")),
        };
    }
    work->changed(work->screen);
}

static void opened(void *owner, const struct store_reply *reply)
{
    struct work *work = owner;
    if (desk_refused(work->desk, reply) || store_reply_rows(reply) == 0)
        return;
    work->case_id = store_reply_number(reply, 0, "case_id");
    work->version = (int)store_reply_number(reply, 0, "version");
    work->definition_id = (int)store_reply_number(reply, 0, "definition_id");
    memcpy(work->token, store_reply_text(reply, 0, "token"), DESK_KEY - 1);
    desk_key(work->accept_key);
    work_load(work);
}

void work_open(struct work *work, int64_t visit, const char *item)
{
    char key[DESK_KEY];
    work_clear(work);
    desk_key(key);
    struct store_query query = {
        .sql = "SELECT case_id, token, version, definition_id FROM desk.case_open($1, $2, $3, $4)"};
    store_query_text(&query, key);
    store_query_number(&query, work->desk->region);
    store_query_number(&query, visit);
    store_query_text(&query, item);
    work_call(work, &query, opened);
}

void work_take(struct work *work, int64_t case_id)
{
    char key[DESK_KEY];
    work_clear(work);
    desk_key(key);
    struct store_query query = {
        .sql = "SELECT case_id, token, version, definition_id FROM desk.case_take($1, $2, $3)"};
    store_query_text(&query, key);
    store_query_number(&query, work->desk->region);
    store_query_number(&query, case_id);
    work_call(work, &query, opened);
}

/* --- saving */

/* Told even when the form was put down meanwhile: the desk owns this call. */
static void saved(void *owner, const struct store_reply *reply)
{
    desk_refused(owner, reply);
}

static void field_save(struct work *work, size_t field)
{
    struct store_query query = {.sql = "SELECT seq FROM desk.field_save($1, $2, $3, $4, $5, $6)"};
    store_query_number(&query, work->desk->region);
    store_query_number(&query, work->case_id);
    store_query_text(&query, work->token);
    store_query_number(&query, ++work->seq);
    store_query_text(&query, work->item->fields[field].key);
    store_query_text(&query, form_value(work->form, field));
    desk_call(work->desk, &query, saved, work->desk);
}

void work_type(struct work *work, size_t field, const char *typed)
{
    if (form_type(work->form, field, typed))
        field_save(work, field);
}

/* --- materials */

static void handed_in(void *owner, const struct store_reply *reply)
{
    struct work *work = owner;
    if (desk_refused(work->desk, reply))
        return;
    materials_ask(work);
}

void work_hand_in(struct work *work, const char *kind, const char *file_name, struct buffer *bytes)
{
    char key[DESK_KEY];
    desk_key(key);
    struct store_query query = {
        .sql = "SELECT material_id FROM desk.material_add($1, $2, $3, $4, $5, $6, $7, $8)"};
    char today[DATE_TEXT];
    store_query_text(&query, key);
    store_query_number(&query, work->desk->region);
    store_query_number(&query, work->case_id);
    store_query_text(&query, work->token);
    store_query_text(&query, kind);
    store_query_text(&query, file_name);
    if (bytes)
        store_query_bytes(&query, bytes->data, bytes->length);
    else
        store_query_null(&query);
    store_query_text(&query, bytes ? NULL : date_format(work->desk->today, today));
    work_call(work, &query, handed_in);
    if (bytes)
        buffer_free(bytes);
}

void work_take_back(struct work *work, int64_t material)
{
    char key[DESK_KEY];
    desk_key(key);
    struct store_query query = {.sql = "SELECT material_id FROM desk.material_remove($1, $2, $3, $4, $5)"};
    store_query_text(&query, key);
    store_query_number(&query, work->desk->region);
    store_query_number(&query, work->case_id);
    store_query_text(&query, work->token);
    store_query_number(&query, material);
    work_call(work, &query, handed_in);
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

static void accepted(void *owner, const struct store_reply *reply)
{
    struct work *work = owner;
    ui_hold_commit(work->desk->ui, false);
    if (desk_refused(work->desk, reply) || store_reply_rows(reply) == 0)
        return;
    work->accepted = true;
    work->ended(work->screen);
}

void work_accept(struct work *work)
{
    struct store_query query = {.sql = "SELECT number FROM desk.case_accept($1, $2, $3, $4, $5)"};
    store_query_text(&query, work->accept_key);
    store_query_number(&query, work->desk->region);
    store_query_number(&query, work->case_id);
    store_query_text(&query, work->token);
    store_query_number(&query, work->version);
    ui_hold_commit(work->desk->ui, true);
    work_call(work, &query, accepted);
}
