#include "screens/code_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct code_text {
    char *body;
    struct spec_set *set; /* holds this list alone */
    const struct spec_codes *codes;
};

struct code_texts {
    struct code_text *texts;
    size_t count;
};

static const struct code_text *text_find(const struct code_texts *texts, const char *code, const char *body)
{
    for (size_t i = 0; i < texts->count; i++) {
        const struct code_text *text = &texts->texts[i];
        if (strcmp(text->codes->list, code) == 0 && strcmp(text->body, body) == 0)
            return text;
    }
    return NULL;
}

/* NULL with faults where it cannot be read. */
static const struct code_text *text_read(struct code_texts *texts, const char *code, const char *body,
                                         struct spec_faults *faults)
{
    struct code_text fresh = {.set = spec_set_create()};
    fresh.codes = spec_codes_parse(body, strlen(body), code, fresh.set, faults);
    if (!fresh.codes) {
        spec_set_free(&fresh.set);
        return NULL;
    }
    fresh.body = memory_text(body);
    texts->texts = memory_resize(texts->texts, texts->count + 1, sizeof(*texts->texts));
    texts->texts[texts->count] = fresh;
    return &texts->texts[texts->count++];
}

bool code_text_lend(struct code_texts **texts, const char *code, const char *body, struct spec_set *set,
                    struct spec_faults *faults)
{
    if (!*texts)
        *texts = memory_get(1, sizeof(**texts));
    const struct code_text *text = text_find(*texts, code, body);
    if (!text)
        text = text_read(*texts, code, body, faults);
    return text && spec_set_borrow_codes(set, text->codes);
}

void code_texts_free(struct code_texts **texts)
{
    if (!*texts)
        return;
    for (size_t i = 0; i < (*texts)->count; i++) {
        spec_set_free(&(*texts)->texts[i].set);
        free((*texts)->texts[i].body);
    }
    free((*texts)->texts);
    free(*texts);
    *texts = NULL;
}
