#include "spec/item.h"

#include <string.h>

#include "base/memory.h"

const struct spec_field *spec_item_field(const struct spec_item *item, const char *key)
{
    for (size_t i = 0; i < item->field_count; i++) {
        if (!strcmp(item->fields[i].key, key))
            return &item->fields[i];
    }
    return NULL;
}

const struct spec_material *spec_item_material(const struct spec_item *item, const char *key)
{
    for (size_t i = 0; i < item->material_count; i++) {
        if (!strcmp(item->materials[i].key, key))
            return &item->materials[i];
    }
    return NULL;
}

const char *spec_field_record(const struct spec_field *field)
{
    if (!field->person)
        return NULL;
    return field->record ? field->record : field->key;
}

const struct spec_code *spec_codes_find(const struct spec_codes *codes, const char *code)
{
    for (size_t i = 0; i < codes->count; i++) {
        /* a code that could not be read has none, while the rest of its list is still checked */
        if (codes->codes[i].code && !strcmp(codes->codes[i].code, code))
            return &codes->codes[i];
    }
    return NULL;
}

char *spec_codes_next(const char **rest)
{
    if (!*rest)
        return NULL;
    size_t length = strcspn(*rest, ",");
    char *code = memory_text_length(*rest, length);
    *rest = (*rest)[length] ? *rest + length + 1 : NULL;
    return code;
}
