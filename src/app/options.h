/* The command line of yichuang. */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include <stdbool.h>

#include "term/term.h"

struct options {
    const char *keymap;        /* "default" */
    const char *database;      /* --db, or NULL */
    struct term_settings look; /* --borders, --colours, else YICHUANG_BORDERS, YICHUANG_COLOURS */
    bool keymap_given, language_given; /* on the command line: they go before a person's own settings */
    bool help, version;
};

/* Reads the arguments and sets the language. False: something is not understood, told on stderr. */
bool options_read(int argc, char **argv, struct options *options);

#endif
