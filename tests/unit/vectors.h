/* Reading tests/vectors/NAME.tsv, the rows that C and SQL are both held to: tabs between columns, '#' begins
 * a comment line. Run from the top of the tree. In a header, since a unit test is one object file. */
#ifndef UNIT_VECTORS_H
#define UNIT_VECTORS_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/utf8.h"

enum { VECTOR_COLUMNS = 8 };

typedef void vector_row(char **columns, int count, int line);

static inline int vector_split(char *line, char **columns)
{
    int count = 0;
    for (char *rest = line; rest && count < VECTOR_COLUMNS;)
        columns[count++] = strsep(&rest, "\t");
    return count;
}

/* Calls row for each row; fails if there is none. */
static inline void vectors_each(const char *name, vector_row *row)
{
    char path[256], *line = NULL, *columns[VECTOR_COLUMNS];
    size_t size = 0;
    int number = 0, rows = 0;
    snprintf(path, sizeof(path), "tests/vectors/%s", name);
    FILE *file = fopen(path, "r");
    if (!file)
        fail_msg("%s: %s (run from the top of the tree)", path, strerror(errno));
    while (getline(&line, &size, file) > 0) {
        number++;
        line[strcspn(line, "\n")] = '\0';
        if (!*line || *line == '#')
            continue;
        row(columns, vector_split(line, columns), number);
        rows++;
    }
    free(line);
    fclose(file);
    assert_true(rows > 0);
}

/* Appends text with \uXXXX and \UXXXXXXXX as the characters they name. */
static inline void vector_unescape(struct buffer *out, const char *text)
{
    while (*text) {
        if (text[0] == '\\' && (text[1] == 'u' || text[1] == 'U')) {
            int digits = text[1] == 'u' ? 4 : 8;
            char number[9] = "", bytes[UTF8_MAX];
            snprintf(number, sizeof(number), "%.*s", digits, text + 2);
            buffer_append(out, bytes, utf8_encode((uint32_t)strtoul(number, NULL, 16), bytes));
            text += 2 + digits;
        } else {
            buffer_byte(out, *text++);
        }
    }
}

#endif
