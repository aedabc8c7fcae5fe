#include "app/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "text/text.h"

static void language_from_environment(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (int i = 0; i < 3; i++) {
        const char *value = getenv(variables[i]);
        if (value && *value) {
            text_language_set(strncmp(value, "en", 2) == 0 ? LANGUAGE_EN : LANGUAGE_ZH);
            return;
        }
    }
}

static bool refuse(const char *code, const char *word)
{
    struct buffer out = {0};
    text_fill(&out, code, "word", word, NULL);
    fprintf(stderr, "%s\n%s\n", buffer_string(&out), text("OPTIONS_HELP"));
    buffer_free(&out);
    return false;
}

static bool language_set(const char *word)
{
    if (strcmp(word, "zh") != 0 && strcmp(word, "en") != 0)
        return refuse("E_OPTION_LANGUAGE", word);
    text_language_set(strcmp(word, "en") == 0 ? LANGUAGE_EN : LANGUAGE_ZH);
    return true;
}

static bool borders_set(const char *word, struct options *options)
{
    return term_borders_read(word, &options->look.borders) || refuse("E_OPTION_BORDERS", word);
}

static bool colours_set(const char *word, struct options *options)
{
    return term_colours_read(word, &options->look.colours) || refuse("E_OPTION_COLOURS", word);
}

static bool look_from_environment(struct options *options)
{
    const char *borders = getenv("YICHUANG_BORDERS"), *colours = getenv("YICHUANG_COLOURS");
    return (!borders || !*borders || borders_set(borders, options)) &&
           (!colours || !*colours || colours_set(colours, options));
}

/* The value of "--name VALUE" or "--name=VALUE"; NULL when argv[*at] is another option. */
static const char *option_value(const char *name, int argc, char **argv, int *at)
{
    size_t length = strlen(name);
    const char *word = argv[*at];
    if (strncmp(word, name, length) != 0)
        return NULL;
    if (word[length] == '=')
        return word + length + 1;
    return word[length] == '\0' && *at + 1 < argc ? argv[++*at] : NULL;
}

bool options_read(int argc, char **argv, struct options *options)
{
    *options = (struct options){.keymap = "default"};
    language_from_environment();
    if (!look_from_environment(options))
        return false;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i], *value;
        if (strcmp(word, "--help") == 0) {
            options->help = true;
        } else if (strcmp(word, "--version") == 0) {
            options->version = true;
        } else if ((value = option_value("--lang", argc, argv, &i))) {
            if (!language_set(value))
                return false;
            options->language_given = true;
        } else if ((value = option_value("--keymap", argc, argv, &i))) {
            options->keymap = value;
            options->keymap_given = true;
        } else if ((value = option_value("--borders", argc, argv, &i))) {
            if (!borders_set(value, options))
                return false;
        } else if ((value = option_value("--colours", argc, argv, &i))) {
            if (!colours_set(value, options))
                return false;
        } else if ((value = option_value("--db", argc, argv, &i))) {
            options->database = value;
        } else {
            return refuse("E_OPTION", word);
        }
    }
    return true;
}
