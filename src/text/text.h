/* Every message of the program, keyed by code, in Chinese and English, compiled in: no locale has to be
 * installed and a missing translation fails the build. The catalogue stands in zh/NAME.po and en/NAME.po,
 * one pair of files per part of the program.
 *
 * A message never says F9: "{key:commit}" stands for the key that the keymap in force has for that command
 * (ui/command.h), filled in whenever the message is asked for.
 *
 * A message names its parameters: "{who}" is replaced by the value of who; "{state:STATE}" by the message
 * STATE_<value in capitals, '-' as '_'> (for values that are codes themselves). "{{" stands for "{". */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"

enum language { LANGUAGE_ZH, LANGUAGE_EN };

/* One process speaks one language at a time; Chinese until told otherwise. */
void text_language_set(enum language language);
enum language text_language(void);

/* Who knows the keys; NULL: nobody, and the command's word stands there. Appends the name of its key. A
 * global, since every message goes through it; ui_new() sets it, ui_free() takes it away. */
typedef void text_key_name(void *context, const char *command, struct buffer *out);
void text_keys(text_key_name *name, void *context);

/* The message of a code as it stands, parameters unfilled. An unknown code comes back itself. */
const char *text(const char *code);

/* PREFIX_<value in capitals>: the name of a value that is a code itself (a state, a stage, ...).
 * The value comes back where there is no such message. */
const char *text_of(const char *prefix, const char *value);

/* Appends the message with its parameters filled: name, value, name, value, ..., NULL. Values are
 * sanitised; a parameter that is not given stays as {name}. Where a value is empty and there is a message
 * CODE_WITHOUT_<its name in capitals>, that one is taken. */
void text_fill(struct buffer *out, const char *code, ...) __attribute__((sentinel));

/* Appends the sentence of an error, values sanitised. */
void text_error(struct buffer *out, const struct error *error);

/* The same as a fresh string; free with free(). */
char *text_error_string(const struct error *error);

#endif
