#include "model/fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { NUMBER_TEXT = 24 };

bool fault_number(struct error *error, const char *code, const char *name, long long number)
{
    char text[NUMBER_TEXT];
    snprintf(text, sizeof(text), "%lld", number);
    return error_set(error, code, name, text, NULL);
}

bool fault_length(struct error *error, const char *code, const char *value)
{
    return fault_number(error, code, "length", (long long)utf8_count(value));
}

bool fault_character(struct error *error, const char *code, const char *value, size_t offset)
{
    char *before = memory_text_length(value, offset);
    char position[NUMBER_TEXT];
    snprintf(position, sizeof(position), "%zu", utf8_count(before) + 1);
    free(before);

    uint32_t code_point;
    size_t length = utf8_decode(value + offset, strlen(value + offset) + 1, &code_point);
    char *found = memory_text_length(value + offset, length);
    error_set(error, code, "position", position, "found", found, NULL);
    free(found);
    return false;
}

bool fault_expected(struct error *error, const char *code, char expected, char found)
{
    return error_set(error, code, "expected", (char[]){expected, '\0'}, "found", (char[]){found, '\0'}, NULL);
}
