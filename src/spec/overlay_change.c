#include "spec/overlay_change.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/date.h"
#include "spec/item_schema.h"
#include "spec/material.h"
#include "spec/set_broken.h"
#include "spec/set_insert.h"

/* An overlay on its way: item is a copy of what holds without it, standard what holds without any. */
struct change {
    struct walk *walk;
    const struct overlay_entry *entry;
    const struct spec_item *standard;
    struct spec_item *item;
};

static void promised_change(struct change *change)
{
    const struct overlay_entry *entry = change->entry;
    struct spec_limit *promised = &change->item->promised;
    const struct spec_node *place = spec_node_find(entry->node, "promised");
    char days[16], most[16];
    if (entry->promised < 0)
        return;
    snprintf(days, sizeof(days), "%d", entry->promised);
    snprintf(most, sizeof(most), "%d", promised->days);
    if (entry->promised > promised->days)
        spec_node_fault(change->walk->faults, place, "E_SPEC_OVERLAY_LONGER", "days", days, "most", most,
                        "item", entry->item, NULL);
    else if (entry->promised == 0 && !change->item->instant)
        spec_node_fault(change->walk->faults, place, "E_SPEC_OVERLAY_ZERO", "item", entry->item, NULL);
    else
        promised->days = entry->promised;
}

static struct spec_material *material_find(struct spec_item *item, const char *key)
{
    return (struct spec_material *)spec_item_material(item, key);
}

/* The text stands for a material that the item does not have: a fault, unless a wider region dropped it. */
static void material_missing(struct change *change, const char *text)
{
    const struct spec_item *standard = change->standard;
    if (spec_item_material(standard, text))
        return;
    const char **known = memory_get(standard->material_count + 1, sizeof(*known));
    for (size_t i = 0; i < standard->material_count; i++)
        known[i] = standard->materials[i].key;
    walk_unknown(change->walk, walk_node(change->walk, text), "material", text, known,
                 standard->material_count);
    free(known);
}

static void materials_drop(struct change *change)
{
    struct spec_item *item = change->item;
    for (size_t i = 0; i < change->entry->drop_count; i++) {
        struct spec_material *material = material_find(item, change->entry->drop[i]);
        if (!material) {
            material_missing(change, change->entry->drop[i]);
            continue;
        }
        schema_free(&material_schema, material);
        size_t behind = (size_t)(item->materials + item->material_count - (material + 1));
        memmove(material, material + 1, behind * sizeof(*material));
        item->material_count--;
    }
}

static void letter_add(struct change *change, const struct spec_pair *pair)
{
    struct walk *walk = change->walk;
    struct spec_material *material = material_find(change->item, pair->from);
    letter_check(walk, walk_node(walk, pair->to), pair->to);
    if (!material)
        material_missing(change, pair->from);
    else if (!material->letter)
        material->letter = memory_text(pair->to);
    else if (strcmp(material->letter, pair->to) != 0)
        spec_node_fault(walk->faults, walk_node(walk, pair->to), "E_SPEC_OVERLAY_LETTER", "material",
                        pair->from, "letter", material->letter, NULL);
}

/* Before any is dropped: of those that this very overlay drops nobody needs to promise anything. */
static void letters_add(struct change *change)
{
    const struct overlay_entry *entry = change->entry;
    for (size_t i = 0; i < entry->letter_count; i++) {
        const char *key = entry->letters[i].from;
        letter_add(change, &entry->letters[i]);
        for (size_t j = 0; j < entry->drop_count; j++) {
            if (!strcmp(entry->drop[j], key))
                spec_node_fault(change->walk->faults, walk_node(change->walk, key), "E_SPEC_OVERLAY_DROPPED",
                                "material", key, NULL);
        }
    }
}

static void channels_add(struct change *change)
{
    struct spec_item *item = change->item;
    for (size_t i = 0; i < change->entry->channel_count; i++) {
        const char *channel = change->entry->channels[i];
        bool there = false;
        for (size_t j = 0; j < item->channel_count; j++)
            there = there || !strcmp(item->channels[j], channel);
        if (!there)
            *(char **)list_grow(&item->channels, &item->channel_count, sizeof(char *)) = memory_text(channel);
    }
}

/* What a wider region closed a narrower one may close earlier, with a reason of its own. */
static void closing_change(struct change *change)
{
    const struct spec_closing *closed = &change->entry->closed;
    struct spec_closing *before = &change->item->closed;
    struct date day;
    if (!closed->from || !date_parse(closed->from, &day) || !closed->reason.zh || !closed->reason.en)
        return; /* nothing is closed, or what is wrong was told */
    if (before->from && strcmp(closed->from, before->from) > 0) {
        spec_node_fault(change->walk->faults, walk_node(change->walk, closed->from), "E_SPEC_OVERLAY_OPENS",
                        "from", closed->from, "before", before->from, NULL);
        return;
    }
    schema_free(&closed_schema, before);
    *before =
        (struct spec_closing){.from = memory_text(closed->from),
                              .reason = {memory_text(closed->reason.zh), memory_text(closed->reason.en)}};
}

/* The standard's item, or NULL with a fault unless the item itself has faults. */
static const struct spec_item *item_known(struct walk *walk, const char *code)
{
    const struct spec_item *item = spec_set_item(walk->set, code);
    if (item || set_is_broken(walk->set, "item", code))
        return item;
    size_t count = spec_set_item_count(walk->set);
    const char **known = memory_get(count + 1, sizeof(*known));
    for (size_t i = 0; i < count; i++)
        known[i] = spec_set_item_at(walk->set, i)->code;
    walk_unknown(walk, walk_node(walk, code), "item", code, known, count);
    free(known);
    return NULL;
}

/* What says nothing new leaves no item of its own: there the wider one goes on to hold. */
void overlay_change(struct walk *walk, int region, const struct overlay_entry *entry)
{
    const struct spec_item *standard = item_known(walk, entry->item);
    if (!standard)
        return;
    const struct spec_item *before = spec_set_item_in(walk->set, region, entry->item);
    size_t faults = walk->faults->count;
    struct buffer old = {0}, new = {0};
    spec_item_resolved(before, &old);
    struct change change = {
        walk, entry, standard,
        spec_item_parse(buffer_string(&old), old.length, entry->item, walk->set, walk->faults)};
    if (change.item) {
        promised_change(&change);
        letters_add(&change);
        materials_drop(&change);
        channels_add(&change);
        closing_change(&change);
        spec_item_resolved(change.item, &new);
    }
    bool good = change.item && region && !entry->broken && walk->faults->count == faults;
    if (good && strcmp(buffer_string(&old), buffer_string(&new)) != 0)
        set_add_local(walk->set, region, change.item);
    else
        spec_item_free(&change.item);
    buffer_free(&old);
    buffer_free(&new);
}
