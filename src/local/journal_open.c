/* Finding, making and opening a journal. */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "local/journal_file.h"
#include "local/journal_inside.h"

char *journal_folder(void)
{
    struct buffer path = {0};
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    const struct passwd *user = home && *home ? NULL : getpwuid(geteuid());
    if (state && *state == '/') /* others are to be ignored, says the XDG specification */
        buffer_format(&path, "%s/yichuang", state);
    else
        buffer_format(&path, "%s/.local/state/yichuang", user ? user->pw_dir : home && *home ? home : "");
    return buffer_take(&path);
}

bool journal_exists(const char *folder, const char *name)
{
    struct stat found;
    struct buffer path = {0};
    char *file = journal_file_name(name, 1);
    buffer_format(&path, "%s/%s", folder, file);
    bool exists = lstat(buffer_string(&path), &found) == 0 && S_ISREG(found.st_mode);
    buffer_free(&path);
    free(file);
    return exists;
}

/* A link first: unlike a renaming it never takes the place of another file. */
static bool file_set_aside(int folder, const char *file, const char *name)
{
    char *first = journal_file_name(name, 1);
    int stem = (int)(strlen(first) - strlen(".journal"));
    struct buffer aside = {0};
    errno = EEXIST;
    bool linked = false;
    for (int number = 1; !linked && errno == EEXIST; number++) {
        buffer_clear(&aside);
        buffer_format(&aside, "%.*s.aside-%d", stem, first, number);
        linked = linkat(folder, file, folder, buffer_string(&aside), 0) == 0;
    }
    bool gone = linked && unlinkat(folder, file, 0) == 0;
    if (gone)
        fsync(folder);
    buffer_free(&aside);
    free(first);
    return gone;
}

bool journal_set_aside(const char *folder, const char *name)
{
    int opened = journal_file_folder(folder);
    bool tried = false, aside = false;
    for (int number = 1; opened >= 0 && !tried && number <= JOURNAL_FILES; number++) {
        char *file = journal_file_name(name, number);
        int locked = journal_file_lock(opened, file, false);
        tried = locked >= 0 || errno != EWOULDBLOCK;
        aside = locked >= 0 && file_set_aside(opened, file, name);
        if (locked >= 0)
            close(locked);
        free(file);
    }
    if (opened >= 0)
        close(opened);
    return aside;
}

static bool journal_other_key(const struct journal *journal, struct error *error)
{
    return error_set(error, "E_JOURNAL_KEY", "path", journal->path, NULL);
}

/* An empty base behind the header, and nothing else, on the disk. */
static bool journal_clear(struct journal *journal, struct error *error)
{
    struct seal_link link = seal_link_base(&journal->seal);
    struct buffer bytes = {0};
    buffer_append(&bytes, journal->seal.header, SEAL_HEADER);
    seal_frame(&journal->seal, &link, '\0', NULL, 0, &bytes);
    journal->first = journal->end = (off_t)bytes.length;
    journal->next = seal_link_first(&journal->seal);
    journal->based = false;
    bool written = journal_file_cut(journal->file, 0) &&
                   journal_file_write(journal->file, 0, bytes.data, bytes.length) &&
                   fsync(journal->file) == 0 && fsync(journal->folder) == 0;
    buffer_free(&bytes);
    return written || journal_refuse(journal, "E_JOURNAL_FOLDER", error);
}

static bool journal_make(struct journal *journal, const char *password, struct seal_price price,
                         struct error *error)
{
    if (seal_make(&journal->seal, password, price) == SEAL_OPEN)
        return journal_clear(journal, error);
    errno = ENOMEM;
    return journal_refuse(journal, "E_JOURNAL_FOLDER", error);
}

/* Base and records up to the first that is not whole; what stands from there on is cut off. */
static bool journal_scan(struct journal *journal, off_t size, struct error *error)
{
    struct journal_content content;
    struct seal_link link = seal_link_base(&journal->seal);
    enum journal_frame found;
    journal->end = SEAL_HEADER;
    while ((found = journal_frame_read(journal, size, &journal->end, &link, &content)) == JOURNAL_WHOLE) {
        if (journal->first == 0) {
            journal->first = journal->end;
            journal->based = content.kind || content.length;
            link = seal_link_first(&journal->seal);
        }
        journal_frame_forget(journal);
    }
    journal_frame_forget(journal);
    if (found == JOURNAL_UNREAD)
        return journal_refuse(journal, "E_JOURNAL_FOLDER", error);
    journal->next = link;
    /* A base is never torn: a file comes with it in one piece, or is renamed to its place. */
    journal->damaged = found == JOURNAL_CHANGED || journal->first == 0;
    if (journal->first == 0)
        return journal_clear(journal, error);
    if (found != JOURNAL_NONE && !journal_file_cut(journal->file, journal->end))
        return journal_refuse(journal, "E_JOURNAL_FOLDER", error);
    return true;
}

/* What a crash in journal_base() left. */
static void journal_tidy(const struct journal *journal)
{
    struct buffer name = {0};
    buffer_format(&name, "%s" JOURNAL_NEW, journal->name);
    unlinkat(journal->folder, buffer_string(&name), 0);
    buffer_free(&name);
}

/* Whether the making of the file was cut off: nothing was ever promised about it then. */
static bool journal_unmade(const struct journal *journal, off_t size)
{
    const off_t least = SEAL_HEADER + SEAL_OVERHEAD;
    char last;
    return size < least ||
           (size == least && journal_file_read(journal->file, least - 1, &last, 1) && last == '\0');
}

static bool journal_begin(struct journal *journal, const char *password, struct seal_price price,
                          struct error *error)
{
    unsigned char header[SEAL_HEADER];
    off_t size = journal_file_size(journal->file);
    if (size >= 0 && journal_unmade(journal, size))
        return journal_make(journal, password, price, error);
    if (size < 0 || !journal_file_read(journal->file, 0, header, SEAL_HEADER))
        return journal_refuse(journal, "E_JOURNAL_FOLDER", error);
    switch (seal_open(&journal->seal, header, password, price)) {
    case SEAL_OTHER_KEY:
        return journal_other_key(journal, error);
    case SEAL_NO_MEMORY:
        errno = ENOMEM;
        return journal_refuse(journal, "E_JOURNAL_FOLDER", error);
    default:
        return journal_scan(journal, size, error);
    }
}

struct journal *journal_open_number(const char *folder, const char *name, int number, bool make,
                                    const char *password, struct seal_price price, struct error *error)
{
    struct journal *journal = memory_get(1, sizeof(*journal));
    struct buffer path = {0};
    journal->number = number;
    journal->name = journal_file_name(name, number);
    journal->file = -1;
    journal->folder = journal_file_folder(folder);
    buffer_format(&path, "%s/%s", folder, journal->name);
    journal->path = buffer_take(&path);
    if (journal->folder >= 0)
        journal->file = journal_file_lock(journal->folder, journal->name, make);
    if (journal->file >= 0 && journal_begin(journal, password, price, error)) {
        journal_tidy(journal);
        return journal;
    }
    if (journal->file < 0 && errno != EWOULDBLOCK && (make || errno != ENOENT))
        journal_refuse(journal, "E_JOURNAL_FOLDER", error);
    journal_close(&journal);
    return NULL;
}

struct journal *journal_open_priced(const char *folder, const char *name, const char *password,
                                    struct seal_price price, struct error *error)
{
    struct journal *journal = NULL;
    struct error why = {0};
    for (int number = 1; !journal && !why.code && number <= JOURNAL_FILES; number++)
        journal = journal_open_number(folder, name, number, true, password, price, &why);
    if (journal)
        journal_take_over(journal, folder, name, password, price);
    else if (why.code)
        error_move(error, &why);
    else
        error_set(error, "E_JOURNAL_CROWDED", "path", folder, NULL);
    return journal;
}

struct journal *journal_open(const char *folder, const char *name, const char *password, struct error *error)
{
    return journal_open_priced(folder, name, password, seal_price_full(), error);
}
