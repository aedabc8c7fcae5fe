#include "screens/conflict_values.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/mask.h"
#include "model/slip.h"
#include "screens/lines.h"
#include "text/text.h"

static void wipe(char **text)
{
    if (*text)
        explicit_bzero(*text, strlen(*text));
    free(*text);
    *text = NULL;
}

static void value_free(struct conflict_value *value)
{
    free(value->key);
    free(value->label);
    free(value->why);
    wipe(&value->value);
    wipe(&value->mine);
    wipe(&value->theirs);
}

void conflict_values_free(struct conflict_values *values)
{
    for (size_t i = 0; i < values->count; i++)
        value_free(&values->values[i]);
    free(values->values);
    *values = (struct conflict_values){0};
}

static const struct spec_field *field_of(const struct spec_item *item, const char *key)
{
    for (size_t i = 0; item && i < item->field_count; i++) {
        if (strcmp(item->fields[i].key, key) == 0)
            return &item->fields[i];
    }
    return NULL;
}

/* A later entry of the same field stands in the place of the earlier one. */
static struct conflict_value *value_place(struct conflict_values *values, const char *key)
{
    for (size_t i = 0; i < values->count; i++) {
        if (*key && strcmp(values->values[i].key, key) == 0) {
            value_free(&values->values[i]);
            return &values->values[i];
        }
    }
    values->values = memory_resize(values->values, values->count + 1, sizeof(*values->values));
    return &values->values[values->count++];
}

static struct conflict_value field_read(const struct desk *desk, const struct spec_item *item,
                                        struct unpack *from)
{
    char *key = unpack_text(from), *value = unpack_text(from);
    struct buffer mine = {0};
    const struct spec_field *field = field_of(item, key ? key : "");
    if (field && field->masked)
        mask_append(&mine, field->check ? field->check : "text", value ? value : "");
    else
        lines_flat(&mine, value ? value : "");
    return (struct conflict_value){
        .kind = LANE_FIELD,
        .label = memory_text(field ? desk_name(desk, &field->name)
                             : key ? key
                                   : ""),
        .key = key ? key : memory_text(""),
        .value = value ? value : memory_text(""),
        .mine = buffer_take(&mine),
    };
}

/* What is neither field nor slip is told in the words of the lane. */
static struct conflict_value other_read(const struct desk *desk, const char *lane, size_t index,
                                        const struct outbox_entry *entry)
{
    struct buffer words = {0};
    char grouped[SLIP_GROUPED];
    struct unpack from = unpack_begin(entry->subject, entry->subject_length);
    char *slip = entry->kind == LANE_SLIP ? unpack_text(&from) : NULL;
    if (slip)
        buffer_text(&words, slip_group(slip, grouped));
    else
        lane_words(desk, lane, index, &words);
    return (struct conflict_value){
        .kind = entry->kind,
        .key = memory_text(""),
        .value = slip ? slip : memory_text(""),
        .label = memory_text(text_of("CONFLICT_KIND", (char[]){entry->kind, '\0'})),
        .mine = buffer_take(&words),
    };
}

void conflict_values_read(struct conflict_values *values, struct desk *desk, const char *lane,
                          const struct lane_head *head)
{
    const struct spec_item *item = NULL;
    if (head->definition_hash && desk_definition_get(desk, head->definition_id, head->definition_hash))
        item = desk_definition_item(desk, head->definition_id);
    conflict_values_free(values);
    for (size_t i = 0; i < outbox_entries(desk->outbox, lane); i++) {
        struct outbox_entry entry = outbox_entry(desk->outbox, lane, i);
        struct buffer why = {0};
        if (entry.state != OUTBOX_REFUSED)
            continue;
        bool held = entry.error && strcmp(entry.error->code, "E_CASE_HELD") == 0;
        if (entry.error)
            text_error(&why, entry.error);
        struct unpack from = unpack_begin(entry.subject, entry.subject_length);
        struct conflict_value value =
            entry.kind == LANE_FIELD ? field_read(desk, item, &from) : other_read(desk, lane, i, &entry);
        value.why = buffer_take(&why);
        value.held = held;
        value.theirs = memory_text("");
        *value_place(values, value.key) = value;
    }
}

void conflict_values_theirs(struct conflict_values *values, const struct store_reply *reply)
{
    for (size_t i = 0; i < values->count; i++) {
        struct conflict_value *value = &values->values[i];
        if (value->kind != LANE_FIELD)
            continue;
        wipe(&value->theirs);
        struct buffer theirs = {0};
        for (int row = 0; row < store_reply_rows(reply) && !theirs.length; row++) {
            if (strcmp(store_reply_text(reply, row, "field"), value->key) == 0)
                lines_flat(&theirs, store_reply_text(reply, row, "value"));
        }
        if (!theirs.length)
            buffer_text(&theirs, text("CONFLICT_EMPTY"));
        value->theirs = buffer_take(&theirs);
    }
}

int conflict_values_of(const struct conflict_values *values, enum lane_kind kind)
{
    int count = 0;
    for (size_t i = 0; i < values->count; i++)
        count += values->values[i].kind == (char)kind;
    return count;
}
