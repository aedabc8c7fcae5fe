/* Taking over what programs of the same person left when they died. */
#include <unistd.h>

#include "local/journal_file.h"
#include "local/journal_inside.h"

struct taking {
    struct journal *to;
    bool failed;
};

static void record_take(void *owner, char kind, const void *bytes, size_t length)
{
    struct taking *taking = owner;
    struct error error = {0};
    if (!taking->failed && !journal_put(taking->to, kind, bytes, length, &error))
        taking->failed = true;
    error_free(&error);
}

/* The base record of the other, for a journal that has none. */
static void base_take(void *owner, char kind, const void *bytes, size_t length)
{
    struct taking *taking = owner;
    struct error error = {0};
    taking->failed = !journal_base(taking->to, kind, bytes, length, &error);
    error_free(&error);
}

/* All records of the other, on the disk; else none of them. */
static bool journal_take(struct journal *journal, struct journal *other)
{
    struct taking taking = {.to = journal};
    bool read = journal->based || journal_read_part(other, JOURNAL_BASE, base_take, &taking);
    off_t end = journal->end; /* a new base has moved it */
    struct seal_link next = journal->next;
    read = read && !taking.failed && journal_read_part(other, JOURNAL_RECORDS, record_take, &taking);
    if (read && !taking.failed && (journal->end == end || journal_file_sync(journal->file)))
        return true;
    journal_back(journal, end, next);
    return false;
}

void journal_take_over(struct journal *journal, const char *folder, const char *name, const char *password,
                       struct seal_price price)
{
    for (int number = journal->number + 1; number <= JOURNAL_FILES; number++) {
        struct error error = {0};
        struct journal *other = journal_open_number(folder, name, number, false, password, price, &error);
        error_free(&error);
        if (!other)
            continue;
        journal->damaged |= other->damaged;
        if (journal_take(journal, other)) {
            unlinkat(other->folder, other->name, 0);
            fsync(other->folder);
        }
        journal_close(&other);
    }
}
