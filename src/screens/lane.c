#include "screens/lane.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pack.h"
#include "model/mask.h"
#include "model/slip.h"
#include "screens/lines.h"
#include "text/text.h"

bool lane_head_read(struct unpack *from, struct lane_head *head)
{
    if (unpack_number(from) != LANE_VERSION)
        return false;
    *head = (struct lane_head){.case_id = unpack_number(from)};
    head->definition_id = (int)unpack_number(from);
    head->definition_hash = unpack_text(from);
    head->item_code = unpack_text(from);
    head->item_zh = unpack_text(from);
    head->item_en = unpack_text(from);
    head->visit_id = unpack_number(from);
    head->person_name = unpack_text(from);
    head->id_no = unpack_text(from);
    if (from->broken)
        lane_head_free(head);
    return !from->broken;
}

void lane_head_write(const struct lane_head *head, struct buffer *out)
{
    pack_number(out, LANE_VERSION);
    pack_number(out, head->case_id);
    pack_number(out, head->definition_id);
    pack_text(out, head->definition_hash);
    pack_text(out, head->item_code);
    pack_text(out, head->item_zh);
    pack_text(out, head->item_en);
    pack_number(out, head->visit_id);
    pack_text(out, head->person_name);
    pack_text(out, head->id_no);
}

bool lane_head(const struct desk *desk, const char *lane, struct lane_head *head)
{
    size_t length;
    const void *note = outbox_lane_note(desk->outbox, lane, &length);
    if (!note)
        return false;
    struct unpack from = unpack_begin(note, length);
    return lane_head_read(&from, head);
}

void lane_head_free(struct lane_head *head)
{
    free(head->definition_hash);
    free(head->item_code);
    free(head->item_zh);
    free(head->item_en);
    free(head->person_name);
    free(head->id_no);
    *head = (struct lane_head){0};
}

void lane_slip(const struct desk *desk, const char *lane, struct buffer *code)
{
    for (size_t i = 0; i < outbox_entries(desk->outbox, lane); i++) {
        struct outbox_entry entry = outbox_entry(desk->outbox, lane, i);
        if (entry.kind != LANE_SLIP)
            continue;
        struct unpack from = unpack_begin(entry.subject, entry.subject_length);
        char *slip = unpack_text(&from);
        buffer_text(code, slip ? slip : "");
        free(slip);
        return;
    }
}

/* --- entries in words */

static const struct spec_item *item_of(const struct desk *desk, const char *lane)
{
    struct lane_head head;
    if (!lane_head(desk, lane, &head))
        return NULL;
    const struct spec_item *item = desk_definition_item(desk, head.definition_id);
    lane_head_free(&head);
    return item;
}

static void field_words(const struct desk *desk, const struct spec_item *item, struct unpack *from,
                        struct buffer *words)
{
    char *key = unpack_text(from), *value = unpack_text(from);
    const struct spec_field *field = NULL;
    for (size_t i = 0; item && key && i < item->field_count; i++) {
        if (strcmp(item->fields[i].key, key) == 0)
            field = &item->fields[i];
    }
    buffer_format(words, "%s: ", field ? desk_name(desk, &field->name) : key ? key : "");
    if (field && field->masked)
        mask_append(words, field->check ? field->check : "text", value ? value : "");
    else
        lines_flat(words, value ? value : "");
    free(key);
    if (value)
        explicit_bzero(value, strlen(value));
    free(value);
}

static void material_words(const struct desk *desk, const struct spec_item *item, struct unpack *from,
                           struct buffer *words)
{
    char *kind = unpack_text(from), *file_name = unpack_text(from);
    const char *name = kind ? kind : "";
    for (size_t i = 0; item && kind && i < item->material_count; i++) {
        if (strcmp(item->materials[i].key, kind) == 0)
            name = desk_name(desk, &item->materials[i].name);
    }
    text_fill(words, "LANE_MATERIAL", "material", name, "file",
              file_name ? file_name : text("READBACK_PROMISED"), NULL);
    free(kind);
    free(file_name);
}

static void slip_words(struct unpack *from, struct buffer *words)
{
    char grouped[SLIP_GROUPED];
    char *slip = unpack_text(from);
    text_fill(words, "LANE_SLIP", "slip", slip_group(slip ? slip : "", grouped), NULL);
    free(slip);
}

void lane_words(const struct desk *desk, const char *lane, size_t index, struct buffer *words)
{
    struct outbox_entry entry = outbox_entry(desk->outbox, lane, index);
    struct unpack from = unpack_begin(entry.subject, entry.subject_length);
    switch (entry.kind) {
    case LANE_FIELD:
        field_words(desk, item_of(desk, lane), &from, words);
        break;
    case LANE_MATERIAL:
        material_words(desk, item_of(desk, lane), &from, words);
        break;
    case LANE_SLIP:
        slip_words(&from, words);
        break;
    case LANE_VISIT:
        buffer_text(words, text("LANE_VISIT"));
        break;
    case LANE_OPEN:
        buffer_text(words, text("LANE_OPEN"));
        break;
    case LANE_REMOVE:
        buffer_text(words, text("LANE_REMOVE"));
        break;
    }
}
