#include "spec/block_repeat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "spec/condition.h"

static bool repeat_given(const void *entry)
{
    return ((const struct block_entry *)entry)->repeat.most > 0;
}

static const struct schema_key repeat_keys[] = {
    {"count", &schema_text, SCHEMA_AT(struct block_repeat, count), .required = true,
     .check = walk_check_slug},
    {"most", &schema_int, SCHEMA_AT(struct block_repeat, most), .required = true, .least = 2, .most = 20},
    {0}};
static const struct schema repeat_schema = {"repeat", repeat_keys, sizeof(struct block_repeat), NULL};

static const struct schema_key entry_keys[] = {
    {"block", &schema_text, SCHEMA_AT(struct block_entry, name), .required = true, .check = walk_check_slug},
    {"repeat", &schema_record, SCHEMA_AT(struct block_entry, repeat), .schema = &repeat_schema,
     .given = repeat_given},
    {0}};
const struct schema block_entry_schema = {"block", entry_keys, sizeof(struct block_entry), NULL};

/* Fields that were read together: what they say of one another is numbered, what they say of others is not.
 */
struct numbered {
    struct walk *walk;
    const struct spec_node *entry;
    int number;
    char **keys; /* as they stand in the block */
    size_t count;
};

static void text_number(const struct numbered *numbered, char **text, const char *between)
{
    struct buffer out = {0};
    buffer_format(&out, "%s%s%d", *text, between, numbered->number);
    free(*text);
    *text = buffer_take(&out);
    walk_remember(numbered->walk, *text, numbered->entry);
}

static void reference_number(const struct numbered *numbered, char **reference)
{
    for (size_t i = 0; *reference && i < numbered->count; i++) {
        if (numbered->keys[i] && !strcmp(numbered->keys[i], *reference)) {
            text_number(numbered, reference, "_");
            return;
        }
    }
}

static void condition_number(const struct numbered *numbered, struct spec_condition *condition)
{
    if (condition->test != SPEC_SOURCE_OPEN)
        reference_number(numbered, &condition->field);
    for (size_t i = 0; i < condition->child_count; i++)
        condition_number(numbered, &condition->children[i]);
}

static void field_number(const struct numbered *numbered, struct spec_field *field)
{
    char **references[] = {&field->check_with, &field->differs, &field->not_before, &field->age_from,
                           &field->compute_from};
    for (size_t i = 0; i < sizeof(references) / sizeof(*references); i++)
        reference_number(numbered, references[i]);
    for (size_t i = 0; i < field->sum_count; i++)
        reference_number(numbered, &field->sum[i]);
    condition_number(numbered, &field->show);
    condition_number(numbered, &field->required);
    if (field->key)
        text_number(numbered, &field->key, "_");
    if (field->name.zh)
        text_number(numbered, &field->name.zh, "");
    if (field->name.en)
        text_number(numbered, &field->name.en, " ");
}

/* There are so many: the count is given, and is none of the smaller numbers. */
static struct spec_condition enough(const struct numbered *numbered, const char *count)
{
    struct spec_condition condition = {.test = SPEC_FIELD_NOT, .field = memory_text(count)};
    walk_remember(numbered->walk, condition.field, numbered->entry);
    for (int i = 0; i < numbered->number; i++) {
        char **value = list_grow(&condition.values, &condition.value_count, sizeof(*value));
        char text[16];
        snprintf(text, sizeof(text), "%d", i);
        *value = memory_text(text);
        walk_remember(numbered->walk, *value, numbered->entry);
    }
    return condition;
}

static void show_number(const struct numbered *numbered, const char *count, struct spec_condition *show)
{
    struct spec_condition both = {.test = SPEC_ALL}, own = *show;
    *show = enough(numbered, count);
    if (own.test == SPEC_ALWAYS)
        return;
    struct spec_condition *first = list_grow(&both.children, &both.child_count, sizeof(both));
    *first = *show;
    struct spec_condition *second = list_grow(&both.children, &both.child_count, sizeof(both));
    *second = own;
    *show = both;
}

void block_number(struct walk *walk, const struct spec_node *entry, const struct block_repeat *repeat,
                  int number, struct spec_field *fields, size_t count)
{
    struct numbered numbered = {.walk = walk, .entry = entry, .number = number};
    numbered.keys = memory_get(count + 1, sizeof(*numbered.keys));
    for (size_t i = 0; i < count; i++)
        numbered.keys[numbered.count++] = fields[i].key ? memory_text(fields[i].key) : NULL;
    for (size_t i = 0; i < count; i++) {
        field_number(&numbered, &fields[i]);
        if (repeat->count)
            show_number(&numbered, repeat->count, &fields[i].show);
    }
    for (size_t i = 0; i < count; i++)
        free(numbered.keys[i]);
    free(numbered.keys);
}
