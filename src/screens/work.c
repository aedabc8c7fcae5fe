#include "screens/work.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/lane.h"
#include "text/text.h"

void work_materials_free(struct work *work)
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

void work_material_add(struct work *work, const struct work_material *material)
{
    work->materials = memory_resize(work->materials, work->material_count + 1, sizeof(*work->materials));
    work->materials[work->material_count++] = *material;
}

void work_material_why(const struct work *work, const struct spec_material *material, struct buffer *out)
{
    const struct desk *desk = work->desk;
    text_fill(out, "WHY_MATERIAL", "material", desk_name(desk, &material->name), "why",
              desk_name(desk, &material->why), "basis", desk_basis(desk_name(desk, &material->basis)), NULL);
}

void work_clear(struct work *work)
{
    desk_forget(work->desk, work);
    form_free(&work->form);
    work_materials_free(work);
    doubts_free(&work->doubts);
    free(work->item_code);
    *work = (struct work){.desk = work->desk,
                          .visitor = work->visitor,
                          .last = FORM_NONE,
                          .screen = work->screen,
                          .changed = work->changed,
                          .ended = work->ended,
                          .lost = work->lost};
}

bool work_ready(const struct work *work)
{
    return work->form != NULL;
}

/* --- coming in */

static void materials_came(void *owner, const struct store_reply *reply);
static void fields_came(void *owner, const struct store_reply *reply);

static long field_index(const struct work *work, const char *key)
{
    for (size_t i = 0; i < work->item->field_count; i++) {
        if (strcmp(work->item->fields[i].key, key) == 0)
            return (long)i;
    }
    return FORM_NONE;
}

static void definition_ready(void *screen);

void work_materials_ask(struct work *work)
{
    struct store_query query = {
        .sql = "SELECT material_id, kind, way, file_name, byte_count, to_char(added_at, 'HH24:MI') AS added"
               " FROM desk.case_materials($1, $2)",
        .reads = true};
    store_query_number(&query, work->desk->region);
    store_query_number(&query, work->case_id);
    desk_call(work->desk, &query, materials_came, work);
}

static void form_make(struct work *work)
{
    if (work->form)
        return;
    work->form = form_new(work->item, work->desk->today, desk_region_known,
                          desk_definition_set(work->desk, work->definition_id));
    effort_begin(&work->effort, work->desk);
}

/* What the database fills in from the person's record, from this machine's: the clerk of a window that is cut
 * off sees no earlier case, and the database takes none either (desk.case_open_cut_off). */
static void form_prefill(struct work *work)
{
    const struct visitor *visitor = work->visitor;
    for (size_t i = 0; i < work->item->field_count; i++) {
        const struct spec_field *field = &work->item->fields[i];
        const struct {
            const char *key, *value, *on;
            bool masked;
        } record[] = {{"name", visitor->name, "", false},
                      {"id_type", visitor->id_type, "", false},
                      {"id_no", visitor->id_no, "", true},
                      {"mobile", visitor->mobile, visitor->mobile_on, true}};
        bool of_number = field->compute_from && strcmp(field->compute_from, "id_no") == 0;
        const char *from = spec_field_record(field);
        for (size_t k = 0; from && k < sizeof(record) / sizeof(record[0]); k++) {
            if (strcmp(from, record[k].key) == 0 && *record[k].value)
                form_load(work->form, field->key, record[k].value, record[k].masked, FORM_PERSON,
                          record[k].on);
        }
        if (of_number && field->compute == SPEC_COMPUTE_SEX)
            form_load(work->form, field->key, visitor->sex, false, FORM_COMPUTED, "");
        else if (of_number && field->compute == SPEC_COMPUTE_BIRTH)
            form_load(work->form, field->key, visitor->birth, false, FORM_COMPUTED, "");
        else if (field->fixed && !field->ask)
            form_load(work->form, field->key, field->fixed, false, FORM_FIXED, "");
    }
}

static void doubts_came(void *owner, const struct store_reply *reply)
{
    struct work *work = owner;
    if (desk_refused(work->desk, reply))
        return;
    doubts_take(&work->doubts, work->desk, reply);
    work->changed(work->screen);
}

static void work_load(struct work *work)
{
    work->item = desk_definition(work->desk, work->definition_id, definition_ready, work->screen);
    if (!work->item)
        return;
    if (work->prefill) { /* nothing of it is in the database yet */
        form_make(work);
        form_prefill(work);
        work->changed(work->screen);
        return;
    }
    struct store_query fields = {
        .sql = "SELECT field, value, masked, source, source_on, seq FROM desk.case_fields($1, $2)",
        .reads = true};
    store_query_number(&fields, work->desk->region);
    store_query_number(&fields, work->case_id);
    desk_call(work->desk, &fields, fields_came, work);
    work_materials_ask(work);
    if (!work->began)
        doubts_ask(work->desk, work->case_id, doubts_came, work);
}

static void definition_ready(void *screen)
{
    struct work *work = screen;
    if (*work->token && !work->item) /* it may have been put down meanwhile */
        work_load(work);
}

static void fields_came(void *owner, const struct store_reply *reply)
{
    struct work *work = owner;
    if (desk_refused(work->desk, reply))
        return;
    form_make(work);
    for (int row = 0; row < store_reply_rows(reply); row++) {
        form_load(work->form, store_reply_text(reply, row, "field"), store_reply_text(reply, row, "value"),
                  store_reply_flag(reply, row, "masked"),
                  form_source_parse(store_reply_text(reply, row, "source")),
                  store_reply_text(reply, row, "source_on"));
        int64_t seq = store_reply_number(reply, row, "seq");
        if (seq > work->seq && strcmp(store_reply_text(reply, row, "source"), "typed") == 0)
            work->last = field_index(work, store_reply_text(reply, row, "field"));
        work->seq = seq > work->seq ? seq : work->seq;
    }
    work->changed(work->screen);
}

static void materials_came(void *owner, const struct store_reply *reply)
{
    struct work *work = owner;
    if (desk_refused(work->desk, reply) || work->handing > 0)
        return; /* asked before what was handed in since: that one's answer asks anew */
    work_materials_free(work);
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
    work->opening = false;
    if (desk_refused(work->desk, reply) || store_reply_rows(reply) == 0)
        return;
    work->case_id = store_reply_number(reply, 0, "case_id");
    work->version = (int)store_reply_number(reply, 0, "version");
    work->definition_id = (int)store_reply_number(reply, 0, "definition_id");
    memcpy(work->token, store_reply_text(reply, 0, "token"), DESK_KEY - 1);
    desk_key(work->accept_key);
    work_load(work);
}

/* --- a draft that is opened while cut off */

static void opened_after_all(void *owner, const struct store_reply *reply)
{
    struct work *work = owner;
    if (desk_refused(work->desk, reply) || store_reply_rows(reply) == 0)
        return;
    work->case_id = store_reply_number(reply, 0, "case_id");
    work->version = (int)store_reply_number(reply, 0, "version");
}

static void open_keep(struct work *work)
{
    char key[DESK_KEY];
    desk_key(key);
    struct store_query query = {.sql = "SELECT case_id, token, version, definition_id"
                                       " FROM desk.case_open_cut_off($1, $2, $3, $4, $5, $6, $7)"};
    store_query_text(&query, key);
    store_query_number(&query, work->desk->region);
    if (work->visitor->visit_id)
        store_query_number(&query, work->visitor->visit_id);
    else
        store_query_null(&query);
    store_query_text(&query, *work->visitor->visit_key ? work->visitor->visit_key : NULL);
    store_query_text(&query, work->item_code);
    store_query_number(&query, work->definition_id);
    store_query_text(&query, work->token);
    work_keep(work, LANE_OPEN, NULL, &query, opened_after_all);
}

/* The definition of an item that is in force; 0: none. */
static int in_force(const struct desk *desk, const char *item)
{
    for (size_t i = 0; i < desk->item_count; i++) {
        if (strcmp(desk->items[i].code, item) == 0)
            return desk->items[i].definition_id;
    }
    return 0;
}

static void work_open_cut_off(struct work *work, const char *item)
{
    struct desk *desk = work->desk;
    work->definition_id = in_force(desk, item);
    if (!desk_definition_kept(desk, work->definition_id)) {
        ui_say(desk->ui, ROLE_WRONG, "WORK_NO_DEFINITION", NULL);
        return;
    }
    work->item_code = memory_text(item);
    work->prefill = work->began = true;
    desk_key(work->token);
    desk_key(work->accept_key);
    work_load(work);
    open_keep(work);
}

/* --- opening and taking up */

void work_open(struct work *work, const char *item)
{
    char key[DESK_KEY];
    if (desk_definition_refused(work->desk, in_force(work->desk, item)))
        return;
    work_clear(work);
    if (desk_cut(work->desk) || !work->visitor->visit_id) {
        work_open_cut_off(work, item);
        return;
    }
    desk_key(key);
    work->began = true;
    work->item_code = memory_text(item);
    struct store_query query = {
        .sql = "SELECT case_id, token, version, definition_id FROM desk.case_open($1, $2, $3, $4)"};
    store_query_text(&query, key);
    store_query_number(&query, work->desk->region);
    store_query_number(&query, work->visitor->visit_id);
    store_query_text(&query, item);
    work->opening = true;
    desk_call(work->desk, &query, opened, work);
}

void work_open_unit(struct work *work, const char *item, int64_t from)
{
    char key[DESK_KEY];
    if (desk_definition_refused(work->desk, in_force(work->desk, item)))
        return;
    work_clear(work);
    desk_key(key);
    work->began = true;
    work->item_code = memory_text(item);
    struct store_query query = {
        .sql = "SELECT case_id, token, version, definition_id FROM desk.case_open_unit($1, $2, $3, $4)"};
    store_query_text(&query, key);
    store_query_number(&query, work->desk->region);
    store_query_number(&query, work->visitor->visit_id);
    store_query_number(&query, from);
    work->opening = true;
    desk_call(work->desk, &query, opened, work);
}

void work_take(struct work *work, int64_t case_id)
{
    char key[DESK_KEY];
    work_clear(work);
    if (desk_cut(work->desk)) {
        ui_say(work->desk->ui, ROLE_WRONG, "WORK_TAKE_CUT", NULL);
        return;
    }
    desk_key(key);
    struct store_query query = {
        .sql = "SELECT case_id, token, version, definition_id FROM desk.case_take($1, $2, $3, $4)"};
    store_query_text(&query, key);
    store_query_number(&query, work->desk->region);
    store_query_number(&query, case_id);
    store_query_number(&query, work->desk->window);
    work->opening = true;
    desk_call(work->desk, &query, opened, work);
}
