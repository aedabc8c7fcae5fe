#include "screens/phrase.h"

#include <stdio.h>

#include "screens/setting.h"
#include "text/text.h"

enum { NAME = 32 };

static const char *const kinds[PHRASE_KINDS] = {
    [PHRASE_NOTE] = "note",       [PHRASE_PARK] = "park", [PHRASE_UNDO] = "undo",
    [PHRASE_REISSUE] = "reissue", [PHRASE_ASK] = "ask",   [PHRASE_LINES] = "lines"};

const char *phrase_words(const struct desk *desk, enum phrase_kind kind, int number)
{
    char name[NAME];
    snprintf(name, sizeof(name), "phrase:%s:%d", kinds[kind], number);
    return setting_value(desk, name);
}

bool phrase_put(struct desk *desk, enum phrase_kind kind, int number, const char *words)
{
    char name[NAME];
    snprintf(name, sizeof(name), "phrase:%s:%d", kinds[kind], number);
    return setting_put(desk, name, words);
}

const char *phrase_kind_name(enum phrase_kind kind)
{
    return kinds[kind];
}

const char *phrase_word(enum phrase_kind kind)
{
    return text_of("PHRASES", kinds[kind]);
}

int phrases_count(const struct desk *desk, enum phrase_kind kind)
{
    int count = 0;
    for (int number = 1; number <= PHRASES; number++)
        count += phrase_words(desk, kind, number) != NULL;
    return count;
}
