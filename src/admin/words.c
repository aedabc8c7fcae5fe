#include "admin/words.h"

#include <stdio.h>
#include <string.h>

#include "text/text.h"

enum took { TOOK_NOTHING, TOOK_IT, TOOK_BARE };

static enum took option_take(const struct word_option *options, char **argv, int *at)
{
    const char *word = argv[*at];
    for (const struct word_option *option = options; option->name; option++) {
        size_t length = strlen(option->name);
        if (strncmp(word, option->name, length) != 0)
            continue;
        if (option->flag && !word[length]) {
            *option->flag = true;
            return TOOK_IT;
        }
        if (option->value && word[length] == '=') {
            *option->value = word + length + 1;
            return TOOK_IT;
        }
        if (option->value && !word[length]) {
            if (!argv[*at + 1])
                return TOOK_BARE;
            *option->value = argv[++*at];
            return TOOK_IT;
        }
    }
    return TOOK_NOTHING;
}

static bool value_missing(const char *word)
{
    struct buffer out = {0};
    text_fill(&out, "ADMIN_VALUE_MISSING", "word", word, NULL);
    fprintf(stderr, "%s\n", buffer_string(&out));
    buffer_free(&out);
    return false;
}

bool words_read(const struct admin_command *command, int argc, char **argv, const struct word_option *options,
                const char **positions, int least, int most)
{
    int count = 0;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        enum took took = option_take(options, argv, &i);
        if (took == TOOK_BARE)
            return value_missing(word);
        if (took == TOOK_IT)
            continue;
        if (strncmp(word, "--", 2) == 0 || count == most) {
            admin_usage(command, word);
            return false;
        }
        positions[count++] = word;
    }
    positions[count] = NULL;
    if (count < least)
        admin_usage(command, NULL);
    return count >= least;
}
