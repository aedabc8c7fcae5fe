#include "local/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "local/journal_file.h"
#include "local/journal_inside.h"

bool journal_refuse(const struct journal *journal, const char *code, struct error *error)
{
    const char *what = strerrorname_np(errno);
    return error_set(error, code, "path", journal->path, "what", what ? what : "", NULL);
}

void journal_close(struct journal **journal)
{
    struct journal *closed = *journal;
    if (!closed)
        return;
    if (closed->file >= 0)
        close(closed->file);
    if (closed->folder >= 0)
        close(closed->folder);
    journal_frame_forget(closed);
    buffer_free(&closed->frame);
    seal_free(&closed->seal);
    free(closed->name);
    free(closed->path);
    free(closed);
    *journal = NULL;
}

bool journal_empty(const struct journal *journal)
{
    return journal->end == journal->first;
}

bool journal_damaged(const struct journal *journal)
{
    return journal && journal->damaged;
}

bool journal_read_part(struct journal *journal, enum journal_part part, journal_record *call, void *owner)
{
    const struct seal *seal = &journal->seal;
    struct journal_content content;
    struct seal_link link = part == JOURNAL_BASE ? seal_link_base(seal) : seal_link_first(seal);
    off_t at = part == JOURNAL_BASE ? SEAL_HEADER : journal->first;
    off_t end = part == JOURNAL_BASE ? journal->first : journal->end;
    enum journal_frame found = JOURNAL_NONE;
    if (part == JOURNAL_BASE && !journal->based)
        return true;
    while ((found = journal_frame_read(journal, end, &at, &link, &content)) == JOURNAL_WHOLE) {
        call(owner, content.kind, content.bytes, content.length);
        journal_frame_forget(journal);
    }
    journal_frame_forget(journal);
    return found == JOURNAL_NONE;
}

void journal_read(struct journal *journal, journal_record *call, void *owner)
{
    bool whole = journal_read_part(journal, JOURNAL_BASE, call, owner) &&
                 journal_read_part(journal, JOURNAL_RECORDS, call, owner);
    journal->damaged |= !whole; /* all of it was whole when it was opened */
}

/* Cuts off what stands behind the end; where even that fails, before the next append. */
static bool journal_trim(struct journal *journal)
{
    journal->ragged = !journal_file_cut(journal->file, journal->end);
    return !journal->ragged;
}

void journal_back(struct journal *journal, off_t end, struct seal_link next)
{
    int why = errno;
    journal->end = end;
    journal->next = next;
    journal_trim(journal);
    errno = why;
}

bool journal_put(struct journal *journal, char kind, const void *bytes, size_t length, struct error *error)
{
    struct seal_link next = journal->next;
    errno = EFBIG;
    if (length > SEAL_CONTENT_MOST || (journal->ragged && !journal_trim(journal)))
        return journal_refuse(journal, "E_JOURNAL_WRITE", error);
    buffer_clear(&journal->frame);
    seal_frame(&journal->seal, &next, kind, bytes, length, &journal->frame);
    size_t size = journal->frame.length;
    bool written = journal_file_write(journal->file, journal->end, journal->frame.data, size);
    if (!written)
        journal_back(journal, journal->end, journal->next);
    journal_frame_forget(journal);
    if (!written)
        return journal_refuse(journal, "E_JOURNAL_WRITE", error);
    journal->end += (off_t)size;
    journal->next = next;
    return true;
}

bool journal_note(struct journal *journal, char kind, const void *bytes, size_t length, struct error *error)
{
    return journal_put(journal, kind, bytes, length, error);
}

bool journal_append(struct journal *journal, char kind, const void *bytes, size_t length, struct error *error)
{
    off_t end = journal->end;
    struct seal_link next = journal->next;
    if (!journal_put(journal, kind, bytes, length, error))
        return false;
    if (journal_file_sync(journal->file))
        return true;
    journal_back(journal, end, next);
    return journal_refuse(journal, "E_JOURNAL_WRITE", error);
}

bool journal_erase(struct journal *journal, struct error *error)
{
    if (!journal_file_cut(journal->file, journal->first))
        return journal_refuse(journal, "E_JOURNAL_WRITE", error);
    journal->end = journal->first;
    journal->next = seal_link_first(&journal->seal);
    journal->ragged = false;
    return true;
}

/* Header, this base, and the records as they stand, in a new file of this name, locked and on the disk; -1:
 * it cannot be made. */
static int journal_rewrite(struct journal *journal, const char *name, const struct buffer *base)
{
    int file =
        openat(journal->folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, JOURNAL_FILE_MODE);
    off_t first = SEAL_HEADER + (off_t)base->length;
    if (file < 0)
        return -1;
    if (flock(file, LOCK_EX | LOCK_NB) == 0 &&
        journal_file_write(file, 0, journal->seal.header, SEAL_HEADER) &&
        journal_file_write(file, SEAL_HEADER, base->data, base->length) &&
        journal_file_copy(journal->file, journal->first, file, first, journal->end - journal->first) &&
        fsync(file) == 0 && renameat(journal->folder, name, journal->folder, journal->name) == 0)
        return file;
    int why = errno;
    unlinkat(journal->folder, name, 0);
    close(file);
    errno = why;
    return -1;
}

bool journal_base(struct journal *journal, char kind, const void *bytes, size_t length, struct error *error)
{
    struct seal_link link = seal_link_base(&journal->seal);
    struct buffer base = {0}, name = {0};
    errno = EFBIG;
    if (length > SEAL_CONTENT_MOST)
        return journal_refuse(journal, "E_JOURNAL_WRITE", error);
    seal_frame(&journal->seal, &link, kind, bytes, length, &base);
    buffer_format(&name, "%s" JOURNAL_NEW, journal->name);
    int file = journal_rewrite(journal, buffer_string(&name), &base);
    off_t longer = SEAL_HEADER + (off_t)base.length - journal->first;
    buffer_free(&name);
    buffer_free(&base);
    if (file < 0)
        return journal_refuse(journal, "E_JOURNAL_WRITE", error);
    close(journal->file);
    journal->file = file;
    journal->first += longer;
    journal->end += longer;
    journal->based = true;
    journal->ragged = false;
    return fsync(journal->folder) == 0 || journal_refuse(journal, "E_JOURNAL_WRITE", error);
}
