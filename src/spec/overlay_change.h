/* What an overlay says of one item, and what the item becomes by it. */
#ifndef SPEC_OVERLAY_CHANGE_H
#define SPEC_OVERLAY_CHANGE_H

#include "spec/item.h"
#include "spec/walker.h"

struct overlay_entry {
    char *item;
    int promised; /* -1: nothing */
    char **drop;
    size_t drop_count;
    struct spec_pair *letters; /* from: material, to: letter */
    size_t letter_count;
    char **channels;
    size_t channel_count;
    struct spec_closing closed;
    const struct spec_node *node;
    bool broken; /* reading it told faults */
};

/* Tightens a copy of what holds in the region without it and puts that into the walk's set, unless it is what
 * held before or has faults, each of which is told at its place. region 0: the file names none. */
void overlay_change(struct walk *walk, int region, const struct overlay_entry *entry);

#endif
