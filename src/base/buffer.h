/* A growing run of bytes that is always NUL-terminated behind its length.
 * A zeroed struct is an empty buffer. It may hold NUL bytes; text functions expect none. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdarg.h>
#include <stddef.h>

struct buffer {
    char *data;    /* NULL while nothing was ever appended; read it through buffer_string() */
    size_t length; /* bytes in use, the closing NUL not counted */
    size_t capacity;
};

void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_byte(struct buffer *buffer, char byte);
void buffer_format(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_format_list(struct buffer *buffer, const char *format, va_list list);

/* Room for length more bytes; the caller fills data[length...] and raises length itself. */
void buffer_reserve(struct buffer *buffer, size_t length);

/* Empties the buffer and keeps its memory. */
void buffer_clear(struct buffer *buffer);

/* The content as a string, "" when empty; valid until the next change. */
const char *buffer_string(const struct buffer *buffer);

/* Hands the content to the caller (free with free()), "" when empty; the buffer is empty afterwards. */
char *buffer_take(struct buffer *buffer);

void buffer_free(struct buffer *buffer);

#endif
