/* The commands of yichuang-admin: one file a command, each ending in its struct admin_command. main.c lists
 * them. */
#ifndef ADMIN_COMMAND_H
#define ADMIN_COMMAND_H

#include <stdbool.h>

#include "base/error.h"

/* What run() returns and the program exits with. */
enum { ADMIN_DONE = 0, ADMIN_REFUSED = 1, ADMIN_USAGE = 2 };

struct admin_command {
    const char *name;                  /* "check" */
    const char *usage_code;            /* its usage: first line "check KIND VALUE", then what it does */
    int (*run)(int argc, char **argv); /* argv[0] is the name; --db, --lang and --help are gone already */
};

extern const struct admin_command command_case, command_check, command_clock, command_find, command_forms,
    command_local, command_migrate, command_reads, command_report, command_sample, command_staff,
    command_tend, command_verify;

/* Prints the sentence of the error on stderr, frees the error, gives ADMIN_REFUSED. */
int admin_refuse(struct error *error);

/* Prints the command's usage on stderr, gives ADMIN_USAGE. With a word: first that this word is not
 * understood. */
int admin_usage(const struct admin_command *command, const char *word);

/* Prints a message with its parameters (name, value, ..., NULL) and a newline on stdout. */
void admin_say(const char *code, ...) __attribute__((sentinel));

#endif
