/* What the tests of the local journal share: a folder of their own for each test, a journal in it at the
 * least price of a key, and its records as one line of text. In a header, since a unit test is one object
 * file. */
#ifndef UNIT_LOCAL_PLACE_H
#define UNIT_LOCAL_PLACE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/file.h"
#include "local/journal_inside.h"

static char place[] = "/tmp/yichuang-local-XXXXXX";
static char place_state[sizeof(place) + 16]; /* the journal's folder: not there yet */

static inline int place_make(void **state)
{
    (void)state;
    strcpy(place, "/tmp/yichuang-local-XXXXXX");
    if (!mkdtemp(place))
        return -1;
    snprintf(place_state, sizeof(place_state), "%s/state/deep", place);
    return 0;
}

static inline int place_remove(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof(command), "rm -rf %s", place);
    return system(command);
}

static inline const char *place_path(const char *name)
{
    static char path[128];
    snprintf(path, sizeof(path), "%s/%s", place_state, name);
    return path;
}

static inline struct journal *place_open_as(const char *password)
{
    struct error error = {0};
    struct journal *journal = journal_open_priced(place_state, "wang", password, seal_price_least(), &error);
    if (!journal)
        fail_msg("%s %s", error.code, error_value(&error, "what") ? error_value(&error, "what") : "");
    return journal;
}

static inline struct journal *place_open(void)
{
    return place_open_as("test");
}

/* Opens and must be refused with this code. */
static inline void place_refused(const char *folder, const char *password, const char *code, const char *what)
{
    struct error error = {0};
    assert_null(journal_open_priced(folder, "wang", password, seal_price_least(), &error));
    assert_string_equal(error.code, code);
    if (what)
        assert_string_equal(error_value(&error, "what"), what);
    error_free(&error);
}

static inline void place_append(struct journal *journal, char kind, const char *words)
{
    struct error error = {0};
    if (!journal_append(journal, kind, words, strlen(words), &error))
        fail_msg("%s %s", error.code, error_value(&error, "what"));
}

static inline void place_base(struct journal *journal, const char *words)
{
    struct error error = {0};
    if (!journal_base(journal, 'B', words, strlen(words), &error))
        fail_msg("%s %s", error.code, error_value(&error, "what"));
}

static inline void place_record(void *owner, char kind, const void *bytes, size_t length)
{
    struct buffer *out = owner;
    buffer_format(out, "%s%c:%.*s", out->length ? " " : "", kind, (int)length, (const char *)bytes);
}

/* "B:base F:one F:two"; valid until the next call. */
static inline const char *place_records(struct journal *journal)
{
    static struct buffer records;
    static char text[4096];
    buffer_clear(&records);
    journal_read(journal, place_record, &records);
    snprintf(text, sizeof(text), "%s", buffer_string(&records));
    buffer_free(&records);
    return text;
}

static inline void place_holds(struct journal *journal, const char *records)
{
    assert_string_equal(place_records(journal), records);
}

static inline void place_take(const char *name, struct buffer *bytes)
{
    struct error error = {0};
    if (!file_read(place_path(name), 1 << 26, bytes, &error))
        fail_msg("%s: %s", name, error.code);
}

static inline void place_put(const char *name, const void *bytes, size_t length)
{
    FILE *file = fopen(place_path(name), "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline long place_size(const char *name)
{
    struct stat found;
    return stat(place_path(name), &found) == 0 ? (long)found.st_size : -1;
}

#endif
