/* One JSON object on one line, built member by member: object_begin, members, object_end. Whatever a terminal
 * would not show as itself is written as \uXXXX, so a line is safe to print as well as valid. */
#ifndef ADMIN_OBJECT_H
#define ADMIN_OBJECT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "store/reply.h"

/* name NULL: the outermost object, or an element of an array. */
void object_begin(struct buffer *out, const char *name);
void object_end(struct buffer *out);
void object_list_begin(struct buffer *out, const char *name);
void object_list_end(struct buffer *out);

void object_text(struct buffer *out, const char *name, const char *value); /* NULL: null */
void object_number(struct buffer *out, const char *name, int64_t value);
void object_flag(struct buffer *out, const char *name, bool value);

/* A column under its own name; null stays null. */
void object_column(struct buffer *out, const struct store_reply *reply, int row, const char *column);
void object_column_number(struct buffer *out, const struct store_reply *reply, int row, const char *column);

/* "name": {"zh": ..., "en": ...} from the columns COLUMN_zh and COLUMN_en. */
void object_names(struct buffer *out, const char *name, const struct store_reply *reply, int row,
                  const char *column);

/* Prints the line on stdout and empties the buffer. */
void object_print(struct buffer *out);

#endif
