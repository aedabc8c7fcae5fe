/* Finding things in lists as people type: a part of the Chinese or English name, pinyin initials in one run
 * (every reading of a character in use today counts: 银行 is yh and yx), or the beginning of a code. Case
 * does not matter, full-width letters and digits count as ASCII, and hanzi and initials may be mixed
 * (失业bxj). Several words must all be found. */
#ifndef SPEC_SEARCH_H
#define SPEC_SEARCH_H

#include <stddef.h>

#include "spec/item.h"
#include "spec/set.h"

/* Best first. */
enum search_rank {
    SEARCH_EXACT_CODE,
    SEARCH_NAME_PREFIX, /* also an empty query: everything, in the list's own order */
    SEARCH_CODE_PREFIX,
    SEARCH_INITIALS_PREFIX,
    SEARCH_INSIDE,
    SEARCH_INITIALS_INSIDE,
    SEARCH_NONE,
};

/* How a query matches one name, in whatever language; never one of the CODE ranks. */
enum search_rank search_matches(const char *query, const char *name);

/* How a query matches one entry of a list: its code or either name. code may be NULL. */
enum search_rank search_entry(const char *query, const char *code, const struct spec_name *name);

/* The same as a number, larger is better, 0 where it is not found: of names that are found alike the shorter
 * one is nearer to what was typed, which may be all of it. */
int search_score(const char *query, const char *code, const struct spec_name *name);

/* The items that match, best first by search_score(), into found, which has room for most.
 * Returns how many match, which may be more than most. */
size_t search_items(const char *query, const struct spec_set *set, const struct spec_item **found,
                    size_t most);

/* The same over a code list; closed codes are left out. */
size_t search_codes(const char *query, const struct spec_codes *codes, const struct spec_code **found,
                    size_t most);

#endif
