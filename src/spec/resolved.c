/* The resolved text: what the database keeps of a definition, written and read by the schemas of the files.
 */
#include <stdlib.h>
#include <string.h>

#include "spec/item_schema.h"
#include "spec/set.h"
#include "spec/set_insert.h"

void spec_item_resolved(const struct spec_item *item, struct buffer *out)
{
    schema_write(out, &item_schema, item);
}

void spec_codes_resolved(const struct spec_codes *codes, struct buffer *out)
{
    schema_write(out, &codes_schema, codes);
}

void spec_letter_resolved(const struct spec_letter *letter, struct buffer *out)
{
    schema_write(out, &letter_schema, letter);
}

/* A walk over a resolved text. NULL with faults where it is no document. */
static struct spec_document *resolved_begin(struct walk *walk, const char *text, size_t length,
                                            const char *name)
{
    walk->resolved = true;
    return spec_document_parse(text, length, name, walk->faults);
}

static void resolved_end(struct walk *walk, struct spec_document *document)
{
    walk_end(walk);
    spec_document_free(&document);
}

struct spec_item *spec_item_parse(const char *text, size_t length, const char *name, struct spec_set *set,
                                  struct spec_faults *faults)
{
    struct walk walk = walk_begin(set, faults);
    struct spec_document *document = resolved_begin(&walk, text, length, name);
    struct spec_item *item = document ? set_read_item(&walk, spec_document_root(document), "") : NULL;
    resolved_end(&walk, document);
    return item;
}

void spec_item_free(struct spec_item **item)
{
    if (!*item)
        return;
    schema_free(&item_schema, *item);
    free(*item);
    *item = NULL;
}

const struct spec_codes *spec_codes_parse(const char *text, size_t length, const char *name,
                                          struct spec_set *set, struct spec_faults *faults)
{
    struct walk walk = walk_begin(set, faults);
    struct spec_document *document = resolved_begin(&walk, text, length, name);
    const struct spec_codes *codes =
        document ? set_read_codes(&walk, spec_document_root(document), "") : NULL;
    resolved_end(&walk, document);
    return codes;
}

const struct spec_letter *spec_letter_parse(const char *text, size_t length, const char *name,
                                            struct spec_set *set, struct spec_faults *faults)
{
    struct walk walk = walk_begin(set, faults);
    struct spec_document *document = resolved_begin(&walk, text, length, name);
    const struct spec_letter *letter =
        document ? set_read_letter(&walk, spec_document_root(document), "") : NULL;
    resolved_end(&walk, document);
    return letter;
}
