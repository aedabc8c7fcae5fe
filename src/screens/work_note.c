/* The case in the note of its lane: written before the first call that must not be lost, read again when the
 * program comes back without the database. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/lane.h"
#include "screens/work.h"

/* --- writing */

static void form_pack(const struct work *work, struct buffer *out)
{
    pack_number(out, (int64_t)work->item->field_count);
    for (size_t i = 0; i < work->item->field_count; i++) {
        pack_text(out, work->item->fields[i].key);
        pack_text(out, form_value(work->form, i));
        pack_number(out, form_masked(work->form, i));
        pack_number(out, form_source(work->form, i));
        pack_text(out, form_source_on(work->form, i));
    }
}

static void materials_pack(const struct work *work, struct buffer *out)
{
    pack_number(out, (int64_t)work->material_count);
    for (size_t i = 0; i < work->material_count; i++) {
        const struct work_material *material = &work->materials[i];
        pack_number(out, material->id);
        pack_text(out, material->kind);
        pack_number(out, material->commitment);
        pack_text(out, material->file_name);
        pack_number(out, material->bytes);
        pack_text(out, material->added_at);
    }
}

void work_note(struct work *work)
{
    struct buffer note = {0};
    const struct lane_head head = {
        .case_id = work->case_id,
        .definition_id = work->definition_id,
        .definition_hash = (char *)desk_definition_hash(work->desk, work->definition_id),
        .item_code = (char *)work->item->code,
        .item_zh = work->item->name.zh,
        .item_en = work->item->name.en,
        .visit_id = work->visitor->visit_id,
        .person_name = work->visitor->name,
        .id_no = work->visitor->id_no,
    };
    lane_head_write(&head, &note);
    visitor_pack(work->visitor, &note);
    pack_number(&note, work->version);
    pack_text(&note, work->accept_key);
    pack_number(&note, work->seq);
    pack_number(&note, work->began);
    form_pack(work, &note);
    materials_pack(work, &note);
    outbox_note(work->desk->outbox, work->token, note.data, note.length);
    if (note.data)
        explicit_bzero(note.data, note.length);
    buffer_free(&note);
}

/* --- reading */

/* What is left of a note behind its head and visitor, until the definition is there. */
static void form_unpack(struct work *work, struct unpack *from)
{
    int64_t count = unpack_number(from);
    for (int64_t i = 0; i < count && unpack_more(from); i++) {
        char *key = unpack_text(from), *value = unpack_text(from);
        bool masked = unpack_number(from) != 0;
        enum form_source source = (enum form_source)unpack_number(from);
        char *on = unpack_text(from);
        if (key && value && source <= FORM_COMPUTED)
            form_load(work->form, key, value, masked, source, on ? on : "");
        free(key);
        if (value)
            explicit_bzero(value, strlen(value));
        free(value);
        free(on);
    }
}

static void materials_unpack(struct work *work, struct unpack *from)
{
    int64_t count = unpack_number(from);
    for (int64_t i = 0; i < count && unpack_more(from); i++) {
        struct work_material material = {.id = unpack_number(from), .kind = unpack_text(from)};
        material.commitment = unpack_number(from) != 0;
        material.file_name = unpack_text(from);
        material.bytes = unpack_number(from);
        material.added_at = unpack_text(from);
        if (material.kind && material.file_name && material.added_at) {
            work_material_add(work, &material);
            continue;
        }
        free(material.kind);
        free(material.file_name);
        free(material.added_at);
    }
}

static void field_again(struct work *work, struct unpack *from)
{
    char *key = unpack_text(from), *value = unpack_text(from);
    for (size_t i = 0; key && value && i < work->item->field_count; i++) {
        if (strcmp(work->item->fields[i].key, key) == 0) {
            form_load(work->form, key, value, false, FORM_TYPED, "");
            work->last = (long)i;
        }
    }
    work->seq++;
    free(key);
    if (value)
        explicit_bzero(value, strlen(value));
    free(value);
}

static void material_again(struct work *work, struct unpack *from)
{
    struct work_material material = {.kind = unpack_text(from), .file_name = unpack_text(from)};
    material.bytes = unpack_number(from);
    material.commitment = !material.file_name;
    if (!material.file_name)
        material.file_name = memory_text("");
    material.added_at = memory_text("");
    if (material.kind)
        work_material_add(work, &material);
}

static void material_gone(struct work *work, struct unpack *from)
{
    int64_t id = unpack_number(from);
    for (size_t i = 0; i < work->material_count; i++) {
        if (work->materials[i].id == id)
            work->materials[i].kind[0] = '\0'; /* is of no kind any more */
    }
}

/* What was done since the note, in its order. */
static void entries_again(struct work *work)
{
    const struct outbox *outbox = work->desk->outbox;
    for (size_t i = 0; i < outbox_entries(outbox, work->token); i++) {
        struct outbox_entry entry = outbox_entry(outbox, work->token, i);
        struct unpack from = unpack_begin(entry.subject, entry.subject_length);
        if (entry.kind == LANE_FIELD)
            field_again(work, &from);
        else if (entry.kind == LANE_MATERIAL)
            material_again(work, &from);
        else if (entry.kind == LANE_REMOVE)
            material_gone(work, &from);
    }
}

static void numbers_unpack(struct work *work, struct unpack *from)
{
    work->version = (int)unpack_number(from);
    char *key = unpack_text(from);
    strncpy(work->accept_key, key ? key : "", sizeof(work->accept_key) - 1);
    free(key);
    work->seq = unpack_number(from);
    work->began = unpack_number(from) != 0;
}

bool work_restore(struct work *work, const char *lane, struct visitor *visitor)
{
    struct lane_head head;
    size_t length;
    const void *note = outbox_lane_note(work->desk->outbox, lane, &length);
    struct unpack from = unpack_begin(note, note ? length : 0);
    if (!note || !lane_head_read(&from, &head))
        return false;
    bool known = desk_definition_get(work->desk, head.definition_id, head.definition_hash);
    if (known) {
        work_clear(work);
        visitor_unpack(visitor, &from);
        work->case_id = head.case_id;
        work->definition_id = head.definition_id;
        work->item_code = memory_text(head.item_code);
        strncpy(work->token, lane, sizeof(work->token) - 1);
        numbers_unpack(work, &from);
        work->item = desk_definition_item(work->desk, work->definition_id);
        work->form = form_new(work->item, work->desk->today, desk_region_known,
                              desk_definition_set(work->desk, work->definition_id));
        form_unpack(work, &from);
        materials_unpack(work, &from);
        entries_again(work);
    }
    lane_head_free(&head);
    return known;
}
