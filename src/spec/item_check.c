#include "spec/item_check.h"

#include <stdio.h>
#include <string.h>

#include "spec/condition.h"
#include "spec/field.h"
#include "spec/material.h"

static bool stage_is(const struct spec_item *item, const char *stage)
{
    for (size_t i = 0; i < item->stage_count; i++) {
        if (!strcmp(item->stages[i], stage))
            return true;
    }
    return false;
}

/* accept first, then any of the others, in this order. */
static bool stages_ordered(const struct spec_item *item)
{
    static const char *const order[] = {"accept", "review", "recheck", "approve"};
    size_t next = 0;
    for (size_t i = 0; i < item->stage_count; i++) {
        while (next < 4 && strcmp(order[next], item->stages[i]))
            next++;
        if (next++ == 4 || (i == 0 && next != 1))
            return false;
    }
    return true;
}

static void stages_check(struct walk *walk, const struct spec_node *node, const struct spec_item *item)
{
    const struct spec_node *stages = spec_node_find(node, "stages");
    if (!stages || item->stage_count == 0)
        return;
    if (!stages_ordered(item))
        spec_node_fault(walk->faults, stages, "E_SPEC_STAGES", NULL);
    if (item->risk == SPEC_HIGH && (!stage_is(item, "recheck") || !stage_is(item, "approve")))
        spec_node_fault(walk->faults, stages, "E_SPEC_RISK", NULL);
}

/* A supervisor's authorisation ends a case of high risk: nobody decides on it afterwards. */
static void authorisation_check(struct walk *walk, const struct spec_item *item)
{
    const char *last = item->stage_count ? item->stages[item->stage_count - 1] : "";
    if (!item->authorisation)
        return;
    const struct spec_node *value = walk_node(walk, item->authorisation);
    if (strcmp(item->authorisation, last) != 0 || item->stage_count == 1)
        spec_node_fault(walk->faults, value, "E_SPEC_AUTHORISATION_LAST", "stage", item->authorisation, NULL);
    if (item->risk != SPEC_HIGH)
        spec_node_fault(walk->faults, value, "E_SPEC_AUTHORISATION_RISK", NULL);
}

static void branches_check(struct walk *walk, const struct spec_item *item)
{
    for (size_t i = 0; i < item->branch_count; i++) {
        const struct spec_branch *branch = &item->branches[i];
        condition_check(walk, &branch->when, item->fields, item->field_count, item->field_count, branch->key);
        if (branch->before && !stage_is(item, branch->before))
            spec_node_fault(walk->faults, walk_node(walk, branch->before), "E_SPEC_BRANCH_STAGE", "stage",
                            branch->before, NULL);
        for (size_t j = 0; branch->key && j < i; j++) {
            if (item->branches[j].key && !strcmp(item->branches[j].key, branch->key)) {
                spec_node_fault(walk->faults, walk_node(walk, branch->key), "E_SPEC_BRANCH_TWICE", "key",
                                branch->key, NULL);
                break;
            }
        }
    }
}

/* More than half: otherwise two halves could each have decided. A supervisor's authorisation is one person's.
 */
static void collective_check(struct walk *walk, const struct spec_item *item)
{
    const struct spec_collective *collective = &item->collective;
    if (!collective->field)
        return;
    const struct spec_node *place = walk_node(walk, collective->field);
    size_t field = field_index(item->fields, item->field_count, collective->field);
    if (field == item->field_count ? !walk->incomplete : item->fields[field].type != SPEC_AMOUNT)
        spec_node_fault(walk->faults, place, "E_SPEC_COLLECTIVE_FIELD", "field", collective->field, NULL);
    if (collective->of && (collective->votes > collective->of || collective->votes * 2 <= collective->of))
        spec_node_fault(walk->faults, place, "E_SPEC_COLLECTIVE_VOTES", NULL);
    if (!stage_is(item, "approve") || item->authorisation)
        spec_node_fault(walk->faults, place, "E_SPEC_COLLECTIVE_STAGE", NULL);
}

static void limits_check(struct walk *walk, const struct spec_node *node, const struct spec_item *item)
{
    const struct spec_node *limits = spec_node_find(node, "limits");
    const struct spec_node *promised = limits ? spec_node_find(limits, "promised") : NULL;
    const struct spec_node *days = promised ? spec_node_find(promised, "days") : NULL;
    if (!days)
        return;
    if (item->promised.days == 0 && !item->instant && spec_node_kind(days) == SPEC_SCALAR &&
        !strcmp(spec_node_text(days), "0"))
        spec_node_fault(walk->faults, days, "E_SPEC_LIMIT_ZERO", NULL);
    bool comparable = item->statutory.days > 0 && item->statutory.unit == item->promised.unit;
    if (comparable && item->promised.days > item->statutory.days) {
        char promise[16], law[16];
        snprintf(promise, sizeof(promise), "%d", item->promised.days);
        snprintf(law, sizeof(law), "%d", item->statutory.days);
        spec_node_fault(walk->faults, days, "E_SPEC_PROMISE", "promised", promise, "statutory", law, NULL);
    }
}

void item_check(struct walk *walk, const struct spec_node *node, void *record)
{
    const struct spec_item *item = record;
    stages_check(walk, node, item);
    authorisation_check(walk, item);
    limits_check(walk, node, item);
    fields_check(walk, item->fields, item->field_count);
    materials_check(walk, item->materials, item->material_count, item->fields, item->field_count);
    branches_check(walk, item);
    collective_check(walk, item);
}
