/* The words behind a command: options and positions. */
#ifndef ADMIN_WORDS_H
#define ADMIN_WORDS_H

#include "admin/command.h"

/* One option: --name VALUE (or --name=VALUE) sets *value, a bare --name sets *flag; one of the two is NULL.
 */
struct word_option {
    const char *name; /* "--region"; NULL ends a list */
    const char **value;
    bool *flag;
};

/* Reads argv[1] and on. What is no option is a position: positions has room for most + 1 and is closed by
 * NULL; a lone "--x" is no position. False: wrong usage, which was told on stderr (exit with ADMIN_USAGE). */
bool words_read(const struct admin_command *command, int argc, char **argv, const struct word_option *options,
                const char **positions, int least, int most);

#endif
