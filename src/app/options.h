/* The command line of yichuang. */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include <stdbool.h>

struct options {
    const char *keymap;   /* "default" */
    const char *database; /* --db, or NULL */
    bool help, version;
};

/* Reads the arguments and sets the language. False: something is not understood, told on stderr. */
bool options_read(int argc, char **argv, struct options *options);

#endif
