/* Running the real programs in the pinned world of the stories: one time zone, one locale, one search path
 * (BUILD first, then the system's), and nothing else of the environment in which the tests were started. */
#ifndef STORY_COMMAND_H
#define STORY_COMMAND_H

#include "base/buffer.h"

/* Runs argv (NULL-terminated; a bare name is looked up in BUILD, then in the system's path) with empty
 * standard input and waits for its end. What it wrote, errors too, in the order of writing, is appended to
 * out (NULL: dropped); what a daemon left behind by it writes later is not. Returns the exit status, 128 +
 * the signal's number when a signal ended it, 127 when it cannot be started. HOME is a folder that does not
 * exist; a command that needs one gets it: {"env", "HOME=...", "yichuang-admin", ...}. */
int command_run(struct buffer *out, const char *const argv[]);

/* The pinned environment for exec, NULL-terminated; free with command_environment_free(). home becomes HOME;
 * additions (NULL or NULL-terminated) are "NAME=value", which replaces a pinned value, or "NAME", which
 * removes it. The sanitizers' own variables (ASAN_OPTIONS, LSAN_OPTIONS, UBSAN_OPTIONS) are handed through.
 */
char **command_environment(const char *home, const char *const additions[]);
void command_environment_free(char ***environment);

/* Replaces the calling child process by argv with this environment; returns, with errno, only when it cannot
 * be started. */
void command_become(const char *const argv[], char *const environment[]);

#endif
