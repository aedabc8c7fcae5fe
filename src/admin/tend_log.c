#include "admin/tend_log.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"

/* Columns: PostgreSQL's documentation, 20.8.4. */
enum {
    READ_MOST = 1 << 20, /* bytes a second: more than that waits for the next one */
    NAMES_MOST = 256,    /* different names a second; more than that is guessing of names */
    FIELD_USER = 1,      /* of the record, from 0 */
    FIELD_SEVERITY = 11,
    FIELD_STATE = 12,
};

struct failures {
    char *name;
    int64_t count;
};

struct tend_log {
    char *directory;
    char *file; /* the log being read, NULL before the first one */
    off_t offset;
    struct buffer rest; /* the beginning of a record whose end is not written yet */
    struct failures failures[NAMES_MOST];
    int count;
};

/* current_logfiles names the log of each kind: "csvlog log/postgresql-Sat.csv". NULL where there is none. */
static char *current_file(const struct tend_log *log)
{
    struct buffer path = {0};
    char line[1200], *found = NULL;
    buffer_format(&path, "%s/current_logfiles", log->directory);
    FILE *file = fopen(buffer_string(&path), "re");
    while (file && !found && fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "csvlog ", 7) != 0)
            continue;
        buffer_clear(&path);
        if (line[7] != '/')
            buffer_format(&path, "%s/", log->directory);
        buffer_text(&path, line + 7);
        found = buffer_take(&path);
    }
    if (file)
        fclose(file);
    buffer_free(&path);
    return found;
}

struct tend_log *tend_log_open(const char *data_directory)
{
    struct stat status;
    struct tend_log *log = memory_get(1, sizeof(*log));
    log->directory = memory_text(data_directory);
    log->file = current_file(log);
    if (log->file && stat(log->file, &status) == 0)
        log->offset = status.st_size;
    return log;
}

void tend_log_close(struct tend_log **log)
{
    if (!*log)
        return;
    for (int i = 0; i < (*log)->count; i++)
        free((*log)->failures[i].name);
    free((*log)->directory);
    free((*log)->file);
    buffer_free(&(*log)->rest);
    free(*log);
    *log = NULL;
}

static void failure_count(struct tend_log *log, const char *name)
{
    int i = 0;
    while (i < log->count && strcmp(log->failures[i].name, name) != 0)
        i++;
    if (i == NAMES_MOST)
        return;
    if (i == log->count)
        log->failures[log->count++] = (struct failures){.name = memory_text(name)};
    log->failures[i].count++;
}

/* One field from text on; its content, quotes resolved, goes to value. The place behind it (a comma or the
 * record's newline), NULL when the text ends before. */
static const char *field_read(const char *text, const char *end, struct buffer *value)
{
    bool quoted = false;
    buffer_clear(value);
    for (; text < end; text++) {
        if (*text == '"' && quoted && text + 1 < end && text[1] == '"')
            buffer_byte(value, *text++);
        else if (*text == '"')
            quoted = !quoted;
        else if (!quoted && (*text == ',' || *text == '\n'))
            return text;
        else
            buffer_byte(value, *text);
    }
    return NULL;
}

/* The end of the record (behind its newline), NULL when it is not whole. A refused login leaves its name in
 * name. */
static const char *record_read(const char *text, const char *end, struct buffer *name)
{
    struct buffer value = {0};
    bool fatal = false, refused = false;
    for (int field = 0; text; field++) {
        text = field_read(text, end, &value);
        if (field == FIELD_USER && text) {
            buffer_clear(name);
            buffer_text(name, buffer_string(&value));
        }
        fatal = fatal || (field == FIELD_SEVERITY && strcmp(buffer_string(&value), "FATAL") == 0);
        refused = refused || (field == FIELD_STATE && strncmp(buffer_string(&value), "28", 2) == 0);
        if (text && *text++ == '\n')
            break;
    }
    if (!fatal || !refused)
        buffer_clear(name);
    buffer_free(&value);
    return text;
}

/* Goes through the complete records and counts the refused logins. Returns the bytes that these records take.
 */
static size_t records_read(struct tend_log *log, const char *text, size_t length)
{
    const char *start = text, *end = text + length;
    struct buffer name = {0};
    for (const char *next; start < end && (next = record_read(start, end, &name)); start = next) {
        if (name.length && utf8_valid(buffer_string(&name), name.length))
            failure_count(log, buffer_string(&name));
    }
    buffer_free(&name);
    return (size_t)(start - text);
}

/* Appends what the file has got beyond the offset. */
static void file_read(struct tend_log *log)
{
    struct stat status;
    int file = log->file ? open(log->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    if (file < 0)
        return;
    if (fstat(file, &status) == 0 && status.st_size < log->offset) { /* cut off for a new week */
        log->offset = 0;
        buffer_clear(&log->rest);
    }
    buffer_reserve(&log->rest, READ_MOST);
    ssize_t length = pread(file, log->rest.data + log->rest.length, READ_MOST, log->offset);
    if (length > 0) {
        log->rest.length += (size_t)length;
        log->rest.data[log->rest.length] = '\0';
        log->offset += length;
    }
    close(file);
}

static void log_look(struct tend_log *log)
{
    file_read(log);
    size_t taken = records_read(log, buffer_string(&log->rest), log->rest.length);
    if (taken == 0 && log->rest.length > READ_MOST)
        taken = log->rest.length; /* no record is that long: somebody else's file */
    if (taken)
        memmove(log->rest.data, log->rest.data + taken, log->rest.length - taken + 1);
    log->rest.length -= taken;
    char *current = current_file(log); /* the old one was read to its end just now */
    if (current && (!log->file || strcmp(current, log->file) != 0)) {
        free(log->file);
        log->file = current;
        log->offset = 0;
        buffer_clear(&log->rest);
    } else {
        free(current);
    }
}

bool tend_log_tell(struct tend_log *log, struct direct *direct, struct error *error)
{
    log_look(log);
    while (log->count) {
        struct failures *last = &log->failures[log->count - 1];
        struct store_query query = {.sql = "SELECT yc.login_failures_add($1, $2, clock_timestamp())"};
        store_query_text(&query, last->name);
        store_query_number(&query, last->count);
        if (!direct_run(direct, &query, NULL, error))
            return false;
        free(last->name);
        log->count--;
    }
    return true;
}
