#include "form/form_codes.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "model/check.h"
#include "spec/search.h"

static const char *code_typed(const struct spec_codes *codes, const char *typed)
{
    const struct spec_code *found[2];
    if (spec_codes_find(codes, typed))
        return typed;
    for (size_t i = 0; i < codes->count; i++) {
        const char *code = codes->codes[i].code;
        if (code[0] == '0' && strcmp(code + 1, typed) == 0)
            return code;
    }
    return search_codes(typed, codes, found, 2) == 1 ? found[0]->code : typed;
}

void form_code_read(const struct spec_codes *codes, const char *typed, struct buffer *kept)
{
    buffer_text(kept, code_typed(codes, typed));
}

/* 、 is / as soon as it is typed (halfwidth()). */
static bool is_between(uint32_t c)
{
    c = halfwidth(c);
    return c == ' ' || c == 0xA0 || c == 0x3000 || c == '\t' || c == ',' || c == '/';
}

/* The codes in the order in which they were typed, each once; all_known: whether each is one of the list. */
static void parts_read(const struct spec_codes *codes, const char *typed, struct buffer *kept,
                       bool *all_known)
{
    size_t length = strlen(typed), begin = 0, next = 0;
    *all_known = true;
    for (size_t at = 0; at <= length; at = next) {
        uint32_t c = ' ';
        next = at < length ? at + utf8_decode(typed + at, length - at, &c) : at + 1;
        if (!is_between(c))
            continue;
        char *part = memory_text_length(typed + begin, at - begin);
        struct buffer normal = {0}, code = {0};
        begin = next;
        check_normalise("code", part, &normal);
        if (normal.length)
            form_code_read(codes, buffer_string(&normal), &code);
        if (code.length && !form_codes_have(buffer_string(kept), buffer_string(&code))) {
            buffer_format(kept, "%s%s", kept->length ? "," : "", buffer_string(&code));
            *all_known = *all_known && spec_codes_find(codes, buffer_string(&code));
        }
        buffer_free(&normal);
        buffer_free(&code);
        free(part);
    }
}

void form_codes_read(const struct spec_codes *codes, const char *typed, struct buffer *kept)
{
    struct buffer parts = {0};
    bool all_known, any = false;
    parts_read(codes, typed, &parts, &all_known);
    for (size_t i = 0; all_known && i < codes->count; i++) {
        if (!form_codes_have(buffer_string(&parts), codes->codes[i].code))
            continue;
        buffer_format(kept, "%s%s", any ? "," : "", codes->codes[i].code);
        any = true;
    }
    if (!all_known)
        buffer_text(kept, buffer_string(&parts));
    buffer_free(&parts);
}

bool form_codes_have(const char *value, const char *code)
{
    size_t length = strlen(code);
    for (const char *at = value; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, code, length) == 0 && (at[length] == ',' || !at[length]))
            return length > 0;
    }
    return false;
}

bool form_code_check(const struct spec_codes *codes, const char *value, struct error *error)
{
    const struct spec_code *code = spec_codes_find(codes, value);
    if (!code)
        return error_set(error, "E_FIELD_CODE", "value", value, NULL);
    return !code->closed || error_set(error, "E_FIELD_CODE_CLOSED", "value", value, NULL);
}

bool form_codes_check(const struct spec_codes *codes, const char *value, struct error *error)
{
    bool good = true;
    const char *rest = value;
    for (char *code; good && (code = spec_codes_next(&rest)); free(code))
        good = form_code_check(codes, code, error);
    return good;
}

void form_codes_write(const struct spec_codes *codes, const char *value, bool english, struct buffer *out)
{
    const char *rest = value, *between = " ";
    buffer_text(out, value);
    for (char *text; (text = spec_codes_next(&rest)); free(text)) {
        const struct spec_code *code = spec_codes_find(codes, text);
        if (code)
            buffer_format(out, "%s%s", between, english ? code->name.en : code->name.zh);
        if (code)
            between = english ? ", " : "、";
    }
}
