/* `- block: NAME` with `repeat: {count: FIELD, most: N}`: the block's fields stand N times, numbered, each
 * time shown only where the field says that there are so many (survivors, places, children). */
#ifndef SPEC_BLOCK_REPEAT_H
#define SPEC_BLOCK_REPEAT_H

#include "spec/walker.h"

struct block_repeat {
    char *count; /* key of the field above that says how many there are */
    int most;    /* how many there can be; 0: not repeated */
};

/* An entry `- block: NAME`, as it is read; free with the schema. */
struct block_entry {
    char *name;
    struct block_repeat repeat;
};

extern const struct schema block_entry_schema;

/* Makes fields that were just read those of the number-th (1 to most): numbers their keys, their names and
 * what they say of one another, and shows them only where there are so many. */
void block_number(struct walk *walk, const struct spec_node *entry, const struct block_repeat *repeat,
                  int number, struct spec_field *fields, size_t count);

#endif
