#include "admin/forms_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/command.h"
#include "admin/forms_lines.h"
#include "admin/listing.h"
#include "base/memory.h"
#include "text/text.h"

enum { DIGITS = 24 };

static const char *number(char text[DIGITS], size_t value)
{
    snprintf(text, DIGITS, "%zu", value);
    return text;
}

static const char *name_shown(const struct spec_name *name)
{
    return text_language() == LANGUAGE_EN ? name->en : name->zh;
}

static void lines_say(const char *folder)
{
    char items[DIGITS], lines[DIGITS], mean[DIGITS], blocks[DIGITS], block_lines[DIGITS], uses[DIGITS],
        out[DIGITS], saved[DIGITS];
    struct forms_lines counted = forms_lines_count(folder);
    size_t whole = (size_t)(counted.item_lines + counted.block_lines), written = (size_t)counted.written_out;
    admin_say("ADMIN_REPORT_LINES", "items", number(items, (size_t)counted.items), "lines",
              number(lines, (size_t)counted.item_lines), "mean",
              number(mean, counted.items ? (size_t)(counted.item_lines / counted.items) : 0), NULL);
    admin_say("ADMIN_REPORT_BLOCKS", "blocks", number(blocks, (size_t)counted.blocks), "lines",
              number(block_lines, (size_t)counted.block_lines), "uses", number(uses, (size_t)counted.uses),
              "out", number(out, written), "saved", number(saved, written > whole ? written - whole : 0),
              NULL);
}

static bool unverified(const struct spec_name *basis)
{
    return basis->zh && strcmp(basis->zh, "unverified") == 0;
}

/* One row an item: fields, materials, how many of those have a basis that nobody verified, what is plausible
 * only. */
static void item_row(struct listing *listing, const struct spec_item *item, size_t *bare, size_t *materials)
{
    char fields[DIGITS], held[DIGITS], without[DIGITS];
    size_t count = 0;
    struct buffer facts = {0};
    for (size_t i = 0; i < item->material_count; i++)
        count += unverified(&item->materials[i].basis);
    for (size_t i = 0; i < item->plausible_count; i++)
        buffer_format(&facts, "%s%s", i ? " " : "", item->plausible[i]);
    listing_row(listing, (const char *[]){item->code, number(fields, item->field_count),
                                          number(held, item->material_count), number(without, count),
                                          buffer_string(&facts), name_shown(&item->name)});
    *bare += count;
    *materials += item->material_count;
    buffer_free(&facts);
}

static void items_print(const struct spec_set *set)
{
    struct listing listing = {.columns = 6,
                              .titles = {"LIST_ITEM", "LIST_FIELDS", "LIST_MATERIALS", "LIST_UNVERIFIED",
                                         "LIST_PLAUSIBLE", "LIST_TITLE"}};
    char bare[DIGITS], all[DIGITS];
    size_t without = 0, materials = 0;
    for (size_t i = 0; i < spec_set_item_count(set); i++)
        item_row(&listing, spec_set_item_at(set, i), &without, &materials);
    admin_say("ADMIN_REPORT_BASES", "unverified", number(bare, without), "materials", number(all, materials),
              NULL);
    listing_print(&listing);
}

/* --- what several items ask of one person */

struct held {
    const struct spec_field *field;
    size_t items;
};

static int held_compare(const void *one, const void *other)
{
    const struct held *a = one, *b = other;
    if (a->items != b->items)
        return a->items > b->items ? -1 : 1;
    return strcmp(a->field->key, b->field->key);
}

static void held_add(struct held **held, size_t *count, const struct spec_field *field)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp((*held)[i].field->key, field->key) == 0) {
            (*held)[i].items++;
            return;
        }
    }
    *held = memory_resize(*held, *count + 1, sizeof(**held));
    (*held)[(*count)++] = (struct held){field, 1};
}

/* How a value comes back: from the person's record, their earlier case, or a colleague's. */
static const char *held_by(const struct spec_field *field)
{
    return field->person ? "person" : field->earlier ? "earlier" : field->unit ? "unit" : "";
}

static void held_print(const struct spec_set *set)
{
    struct listing listing = {.columns = 4,
                              .titles = {"LIST_FIELD", "LIST_ITEMS", "LIST_HELD", "LIST_TITLE"}};
    struct held *held = NULL;
    size_t count = 0;
    for (size_t i = 0; i < spec_set_item_count(set); i++) {
        const struct spec_item *item = spec_set_item_at(set, i);
        for (size_t j = 0; j < item->field_count; j++)
            held_add(&held, &count, &item->fields[j]);
    }
    if (count)
        qsort(held, count, sizeof(*held), held_compare);
    admin_say("ADMIN_REPORT_HELD", NULL);
    for (size_t i = 0; i < count && held[i].items > 1; i++) {
        char items[DIGITS];
        listing_row(&listing, (const char *[]){held[i].field->key, number(items, held[i].items),
                                               held_by(held[i].field), name_shown(&held[i].field->name)});
    }
    listing_print(&listing);
    free(held);
}

void forms_report_print(const char *folder, const struct spec_set *set)
{
    lines_say(folder);
    items_print(set);
    held_print(set);
}
