#include "screens/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "local/cache.h"
#include "local/journal.h"
#include "store/reply.h"

struct part {
    char *hash, *body;
    struct spec_set *set; /* holds this code list alone; NULL: a letter, or nobody has wanted it yet */
};

struct parts {
    struct part *parts;
    size_t count;
};

static struct part *part_find(const struct parts *parts, const char *hash)
{
    for (size_t i = 0; parts && i < parts->count; i++) {
        if (strcmp(parts->parts[i].hash, hash) == 0)
            return &parts->parts[i];
    }
    return NULL;
}

static struct part *part_put(struct parts **parts, const char *hash, const char *body)
{
    if (!*parts)
        *parts = memory_get(1, sizeof(**parts));
    struct parts *all = *parts;
    all->parts = memory_resize(all->parts, all->count + 1, sizeof(*all->parts));
    all->parts[all->count] = (struct part){.hash = memory_text(hash), .body = memory_text(body)};
    return &all->parts[all->count++];
}

static void file_name(const char *hash, struct buffer *name)
{
    buffer_format(name, "part-%s", hash);
}

void parts_add(struct parts **parts, const char *hash, const char *body)
{
    struct buffer name = {0};
    char *folder = journal_folder();
    file_name(hash, &name);
    if (!part_find(*parts, hash))
        part_put(parts, hash, body);
    if (folder)
        cache_put(folder, buffer_string(&name), body, strlen(body));
    free(folder);
    buffer_free(&name);
}

/* From memory, or else from the disk; NULL: it is in neither. */
static struct part *part_get(struct parts **parts, const char *hash)
{
    struct part *part = part_find(*parts, hash);
    struct buffer name = {0}, body = {0};
    char *folder = part ? NULL : journal_folder();
    file_name(hash, &name);
    if (folder && cache_get(folder, buffer_string(&name), &body))
        part = part_put(parts, hash, buffer_string(&body));
    free(folder);
    buffer_free(&name);
    buffer_free(&body);
    return part;
}

static bool codes_lend(struct part *part, const char *code, struct spec_set *set, struct spec_faults *faults)
{
    if (!part->set) {
        part->set = spec_set_create();
        if (!spec_codes_parse(part->body, strlen(part->body), code, part->set, faults))
            spec_set_free(&part->set);
    }
    return part->set && spec_set_borrow_codes(set, spec_set_codes(part->set, code));
}

bool parts_lend(struct parts **parts, const char *kind, const char *code, const char *hash,
                struct spec_set *set, struct spec_faults *faults)
{
    struct part *part = part_get(parts, hash);
    if (!part)
        return false;
    if (strcmp(kind, "codes") == 0)
        return codes_lend(part, code, set, faults);
    return spec_letter_parse(part->body, strlen(part->body), code, set, faults);
}

char *parts_known(const struct parts *parts)
{
    size_t count = parts ? parts->count : 0;
    const char **hashes = memory_get(count + 1, sizeof(*hashes));
    for (size_t i = 0; i < count; i++)
        hashes[i] = parts->parts[i].hash;
    char *known = store_array(hashes, count);
    free(hashes);
    return known;
}

void parts_free(struct parts **parts)
{
    if (!*parts)
        return;
    for (size_t i = 0; i < (*parts)->count; i++) {
        spec_set_free(&(*parts)->parts[i].set);
        free((*parts)->parts[i].hash);
        free((*parts)->parts[i].body);
    }
    free((*parts)->parts);
    free(*parts);
    *parts = NULL;
}
