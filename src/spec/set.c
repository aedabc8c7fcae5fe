#include "spec/set.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "spec/item_schema.h"
#include "spec/set_broken.h"
#include "spec/set_insert.h"
#include "spec/walker.h"

/* Pointers to what has its code as the first member, in order of the codes. */
struct shelf {
    void **entries;
    size_t count;
};

struct spec_set {
    struct shelf items, codes, letters;
    struct shelf borrowed; /* code lists of other sets */
    struct spec_local *locals;
    size_t local_count;
    struct spec_pair *broken; /* from: what, to: name */
    size_t broken_count;
};

_Static_assert(offsetof(struct spec_item, code) == 0 && offsetof(struct spec_codes, list) == 0 &&
                   offsetof(struct spec_letter, code) == 0,
               "shelf_code() reads the first member");

static const char *shelf_code(const void *entry)
{
    return *(char *const *)entry;
}

/* Where the code stands, or would stand. */
static size_t shelf_place(const struct shelf *shelf, const char *code)
{
    size_t low = 0, high = shelf->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(shelf_code(shelf->entries[middle]), code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void *shelf_find(const struct shelf *shelf, const char *code)
{
    size_t place = shelf_place(shelf, code);
    bool found = place < shelf->count && !strcmp(shelf_code(shelf->entries[place]), code);
    return found ? shelf->entries[place] : NULL;
}

static bool shelf_add(struct shelf *shelf, void *entry)
{
    if (shelf_find(shelf, shelf_code(entry)))
        return false;
    size_t place = shelf_place(shelf, shelf_code(entry));
    shelf->entries = memory_resize(shelf->entries, shelf->count + 1, sizeof(*shelf->entries));
    memmove(&shelf->entries[place + 1], &shelf->entries[place],
            (shelf->count - place) * sizeof(*shelf->entries));
    shelf->entries[place] = entry;
    shelf->count++;
    return true;
}

static void entry_free(const struct schema *schema, void *entry)
{
    schema_free(schema, entry);
    free(entry);
}

static void shelf_free(struct shelf *shelf, const struct schema *schema)
{
    for (size_t i = 0; i < shelf->count; i++)
        entry_free(schema, shelf->entries[i]);
    free(shelf->entries);
}

struct spec_set *spec_set_create(void)
{
    return memory_get(1, sizeof(struct spec_set));
}

void spec_set_free(struct spec_set **set)
{
    if (!*set)
        return;
    shelf_free(&(*set)->items, &item_schema);
    shelf_free(&(*set)->codes, &codes_schema);
    shelf_free(&(*set)->letters, &letter_schema);
    free((*set)->borrowed.entries);
    for (size_t i = 0; i < (*set)->local_count; i++)
        spec_item_free(&(*set)->locals[i].item);
    free((*set)->locals);
    for (size_t i = 0; i < (*set)->broken_count; i++) {
        free((*set)->broken[i].from);
        free((*set)->broken[i].to);
    }
    free((*set)->broken);
    free(*set);
    *set = NULL;
}

bool set_is_broken(const struct spec_set *set, const char *what, const char *name)
{
    for (size_t i = 0; i < set->broken_count; i++) {
        if (!strcmp(set->broken[i].from, what) && !strcmp(set->broken[i].to, name))
            return true;
    }
    return false;
}

void set_break(struct spec_set *set, const char *what, const char *name)
{
    struct spec_pair *pair = list_grow(&set->broken, &set->broken_count, sizeof(*pair));
    *pair = (struct spec_pair){.from = memory_text(what), .to = memory_text(name)};
}

const struct spec_item *spec_set_item(const struct spec_set *set, const char *code)
{
    return shelf_find(&set->items, code);
}

const struct spec_codes *spec_set_codes(const struct spec_set *set, const char *list)
{
    const struct spec_codes *codes = shelf_find(&set->codes, list);
    return codes ? codes : shelf_find(&set->borrowed, list);
}

const struct spec_letter *spec_set_letter(const struct spec_set *set, const char *code)
{
    return shelf_find(&set->letters, code);
}

size_t spec_set_item_count(const struct spec_set *set)
{
    return set->items.count;
}

size_t spec_set_codes_count(const struct spec_set *set)
{
    return set->codes.count;
}

size_t spec_set_letter_count(const struct spec_set *set)
{
    return set->letters.count;
}

const struct spec_item *spec_set_item_at(const struct spec_set *set, size_t index)
{
    return set->items.entries[index];
}

const struct spec_codes *spec_set_codes_at(const struct spec_set *set, size_t index)
{
    return set->codes.entries[index];
}

const struct spec_letter *spec_set_letter_at(const struct spec_set *set, size_t index)
{
    return set->letters.entries[index];
}

size_t spec_set_local_count(const struct spec_set *set)
{
    return set->local_count;
}

const struct spec_local *spec_set_local_at(const struct spec_set *set, size_t index)
{
    return &set->locals[index];
}

/* Of those that hold in a region the nearest has the greatest code: 210602 before 210600 before 210000. */
const struct spec_item *spec_set_item_in(const struct spec_set *set, int region, const char *code)
{
    const struct spec_local *best = NULL;
    for (size_t i = 0; i < set->local_count; i++) {
        const struct spec_local *local = &set->locals[i];
        bool holds = local->region == region || local->region == region / 100 * 100 ||
                     local->region == region / 10000 * 10000;
        if (holds && (!best || local->region > best->region) && !strcmp(local->item->code, code))
            best = local;
    }
    return best ? best->item : spec_set_item(set, code);
}

void set_add_local(struct spec_set *set, int region, struct spec_item *item)
{
    struct spec_local *local = list_grow(&set->locals, &set->local_count, sizeof(*local));
    *local = (struct spec_local){.region = region, .item = item};
}

/* Reads by the schema; NULL with faults. In a file the code must be the file's name. */
static void *entry_read(struct walk *walk, const struct spec_node *root, const struct schema *schema,
                        const char *name)
{
    void *entry = memory_get(1, schema->size);
    walk_record(walk, root, schema, entry);
    const char *code = shelf_code(entry);
    if (code && *name && strcmp(code, name))
        spec_node_fault(walk->faults, walk_node(walk, code), "E_SPEC_FILE_NAME", "name", code, NULL);
    if (walk->faults->count == walk->faults_before)
        return entry;
    entry_free(schema, entry);
    return NULL;
}

static const void *entry_insert(struct walk *walk, struct shelf *shelf, const struct schema *schema,
                                void *entry)
{
    if (!entry || shelf_add(shelf, entry))
        return entry;
    spec_node_fault(walk->faults, walk_node(walk, shelf_code(entry)), "E_SPEC_CODE_TWICE", "name",
                    shelf_code(entry), NULL);
    entry_free(schema, entry);
    return NULL;
}

const struct spec_codes *set_read_codes(struct walk *walk, const struct spec_node *root, const char *name)
{
    return entry_insert(walk, &walk->set->codes, &codes_schema, entry_read(walk, root, &codes_schema, name));
}

const struct spec_letter *set_read_letter(struct walk *walk, const struct spec_node *root, const char *name)
{
    return entry_insert(walk, &walk->set->letters, &letter_schema,
                        entry_read(walk, root, &letter_schema, name));
}

struct spec_item *set_read_item(struct walk *walk, const struct spec_node *root, const char *name)
{
    return entry_read(walk, root, &item_schema, name);
}

bool spec_set_add_item(struct spec_set *set, struct spec_item *item)
{
    return shelf_add(&set->items, item);
}

bool spec_set_borrow_codes(struct spec_set *set, const struct spec_codes *codes)
{
    return !spec_set_codes(set, codes->list) && shelf_add(&set->borrowed, (void *)codes);
}
