#include "store/kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct kept {
    int holders;
    struct store_query query; /* points into bytes */
    char bytes[];
};

/* Text ends in a NUL that belongs to it. */
static size_t parameter_size(const struct store_parameter *parameter)
{
    if (!parameter->value)
        return 0;
    return parameter->binary ? parameter->length : strlen(parameter->value) + 1;
}

struct kept *kept_new(const struct store_query *query)
{
    size_t size = strlen(query->sql) + 1, place = size;
    for (int i = 0; i < query->count; i++)
        size += parameter_size(&query->parameters[i]);
    struct kept *kept = memory_get(1, sizeof(*kept) + size);
    kept->holders = 1;
    kept->query = *query;
    kept->query.sql = memcpy(kept->bytes, query->sql, place);
    for (int i = 0; i < query->count; i++) {
        const struct store_parameter *parameter = &query->parameters[i];
        size_t length = parameter_size(parameter);
        if (!parameter->value)
            continue;
        kept->query.parameters[i].value = memcpy(kept->bytes + place, parameter->value, length);
        place += length;
    }
    return kept;
}

struct kept *kept_share(struct kept *kept)
{
    kept->holders++;
    return kept;
}

void kept_release(struct kept **kept)
{
    if (*kept && --(*kept)->holders == 0)
        free(*kept);
    *kept = NULL;
}

const struct store_query *kept_query(const struct kept *kept)
{
    return &kept->query;
}

bool kept_is_call(const char *sql)
{
    return sql && strncmp(sql, "SELECT ", 7) == 0;
}

void kept_pack(const struct kept *kept, struct buffer *out)
{
    pack_text(out, kept->query.sql);
    pack_number(out, kept->query.binary);
    pack_number(out, kept->query.reads);
    pack_number(out, kept->query.count);
    for (int i = 0; i < kept->query.count; i++) {
        const struct store_parameter *parameter = &kept->query.parameters[i];
        pack_number(out, parameter->binary);
        if (parameter->binary)
            pack_bytes(out, parameter->value, parameter->length);
        else
            pack_text(out, parameter->digits[0] ? parameter->digits : parameter->value);
    }
}

/* Texts are collected, to be freed when the query was copied. */
static void parameters_unpack(struct unpack *from, struct store_query *query, char **texts, int64_t count)
{
    for (int i = 0; i < count && !from->broken; i++) {
        size_t length = 0;
        if (unpack_number(from)) {
            const void *bytes = unpack_bytes(from, &length);
            store_query_bytes(query, bytes, length);
        } else {
            texts[i] = unpack_text(from);
            store_query_text(query, texts[i]);
        }
    }
}

struct kept *kept_unpack(struct unpack *from)
{
    struct kept *kept = NULL;
    char *sql = unpack_text(from), *texts[STORE_PARAMETERS] = {NULL};
    struct store_query query = {.sql = sql, .binary = unpack_number(from) != 0};
    query.reads = unpack_number(from) != 0;
    int64_t count = unpack_number(from);
    if (count >= 0 && count <= STORE_PARAMETERS)
        parameters_unpack(from, &query, texts, count);
    if (query.count == count && !from->broken && kept_is_call(sql))
        kept = kept_new(&query);
    for (int i = 0; i < STORE_PARAMETERS; i++)
        free(texts[i]);
    free(sql);
    return kept;
}
