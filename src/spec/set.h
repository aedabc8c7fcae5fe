/* Everything that forms/ defines, loaded and checked: items, code lists, letters. Blocks are gone by then:
 * their fields stand in the items; so are overlays: what comes of them are items as regions have them. Filled
 * from a directory, or text by text from what the database keeps: code lists first, then letters, then items,
 * since items refer to both. */
#ifndef SPEC_SET_H
#define SPEC_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "spec/faults.h"
#include "spec/item.h"

struct spec_set; /* opaque */

struct spec_set *spec_set_create(void);
void spec_set_free(struct spec_set **set); /* with all that it holds */

/* Loads DIR/codes/NAME.yaml, DIR/letters/NAME.yaml, DIR/blocks/NAME.yaml, DIR/NAME.yaml (calendar.yaml is
 * spec/calendar_file.h's and is left out) and DIR/overlays/REGION.yaml, each folder by name. The file's name
 * must be the code inside it. True without faults; otherwise every fault is added, sorted by place, and the
 * set holds only what was right. */
bool spec_set_load_directory(const char *path, struct spec_set *set, struct spec_faults *faults);

/* Look-up by code; NULL where there is none. What is returned belongs to the set. */
const struct spec_item *spec_set_item(const struct spec_set *set, const char *code);
const struct spec_codes *spec_set_codes(const struct spec_set *set, const char *list);
const struct spec_letter *spec_set_letter(const struct spec_set *set, const char *code);

/* In order of their codes, index < count. */
size_t spec_set_item_count(const struct spec_set *set);
size_t spec_set_codes_count(const struct spec_set *set);
size_t spec_set_letter_count(const struct spec_set *set);
const struct spec_item *spec_set_item_at(const struct spec_set *set, size_t index);
const struct spec_codes *spec_set_codes_at(const struct spec_set *set, size_t index);
const struct spec_letter *spec_set_letter_at(const struct spec_set *set, size_t index);

/* An item as an overlay makes it in a region and, where none is nearer, in the regions below it. */
struct spec_local {
    int region; /* GB/T 2260: 210000 a province, 210600 its city, 210602 its district */
    struct spec_item *item;
};

/* Provinces before their cities before their districts, index < count. */
size_t spec_set_local_count(const struct spec_set *set);
const struct spec_local *spec_set_local_at(const struct spec_set *set, size_t index);

/* An item as it holds in a region: by the overlay of the region itself, else of its city, else of its
 * province, else the standard. NULL where there is none of that code. */
const struct spec_item *spec_set_item_in(const struct spec_set *set, int region, const char *code);

/* The resolved text: canonical JSON on one line, keys in the schema's order, blocks replaced by their fields,
 * code lists and letters by name, what is not given left out. Equal definitions give equal bytes;
 * yichuang-form(5) has the keys. */
void spec_item_resolved(const struct spec_item *item, struct buffer *out);
void spec_codes_resolved(const struct spec_codes *codes, struct buffer *out);
void spec_letter_resolved(const struct spec_letter *letter, struct buffer *out);

/* Read a resolved text back; name is what faults call it. The item belongs to the caller (or, after
 * spec_set_add_item, to the set) and borrows the set's code lists: free it before the set. So several
 * versions of one item can live side by side. NULL with faults. */
struct spec_item *spec_item_parse(const char *text, size_t length, const char *name, struct spec_set *set,
                                  struct spec_faults *faults);
void spec_item_free(struct spec_item **item);

/* Hands an item to the set. False where the set has one of that code already: then it stays the caller's. */
bool spec_set_add_item(struct spec_set *set, struct spec_item *item);

/* Read a code list or a letter into the set, which owns it. NULL with faults, also where the set has one of
 * that name. */
const struct spec_codes *spec_codes_parse(const char *text, size_t length, const char *name,
                                          struct spec_set *set, struct spec_faults *faults);
const struct spec_letter *spec_letter_parse(const char *text, size_t length, const char *name,
                                            struct spec_set *set, struct spec_faults *faults);

/* Lends a code list of another set, which has to outlive this one: found by spec_set_codes() and by items,
 * but not among spec_set_codes_at(). False where the set has one of that name. */
bool spec_set_borrow_codes(struct spec_set *set, const struct spec_codes *codes);

#endif
