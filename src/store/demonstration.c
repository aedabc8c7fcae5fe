#include "store/demonstration.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"

enum { NOTE_MOST = 4096 };

/* The folder of the socket that a connection string names, or NULL. */
static char *socket_folder(const char *database)
{
    PQconninfoOption *options = PQconninfoParse(database, NULL);
    char *folder = NULL;
    for (PQconninfoOption *option = options; option && option->keyword; option++) {
        if (strcmp(option->keyword, "host") == 0 && option->val && option->val[0] == '/')
            folder = memory_text(option->val);
    }
    PQconninfoFree(options);
    return folder;
}

/* The note is Chinese, an empty line, English. */
static char *part_take(struct buffer *note, bool english)
{
    char *text = buffer_take(note), *second = strstr(text, "\n\n");
    if (second)
        *second = '\0';
    if (!second || !english)
        return text;
    char *part = memory_text(second + 2);
    free(text);
    return part;
}

char *demonstration_note(const char *database, bool english)
{
    struct buffer path = {0}, note = {0};
    struct error ignored = {0};
    char *folder = socket_folder(database);
    char *text = NULL;
    if (folder) {
        buffer_format(&path, "%s/demonstration", folder);
        if (file_read(buffer_string(&path), NOTE_MOST, &note, &ignored))
            text = part_take(&note, english);
    }
    error_free(&ignored);
    buffer_free(&path);
    buffer_free(&note);
    free(folder);
    return text;
}
