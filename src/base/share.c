#include "base/share.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

/* Appends the folder above the one that the program lies in: PREFIX of PREFIX/bin/yichuang-admin. */
static void prefix_write(struct buffer *out)
{
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
    program[length > 0 ? length : 0] = '\0';
    for (int level = 0; level < 2; level++) {
        char *slash = strrchr(program, '/');
        if (slash)
            *slash = '\0';
    }
    buffer_text(out, program);
}

char *share_path(const char *folder)
{
    const char *share = getenv("YICHUANG_SHARE");
    struct stat status;
    struct buffer path = {0};
    if (stat(folder, &status) == 0 && S_ISDIR(status.st_mode))
        return memory_text(folder);
    if (share && *share) {
        buffer_text(&path, share);
    } else {
        prefix_write(&path);
        buffer_text(&path, "/share/yichuang");
    }
    buffer_format(&path, "/%s", folder);
    return buffer_take(&path);
}
