#include "store/place.h"

#include <pwd.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

static const char socket_name[] = "/.s.PGSQL.5432";

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

char *place_database(const char *option)
{
    if (option && *option)
        return memory_text(option);
    if (variable("YICHUANG_DB"))
        return memory_text(variable("YICHUANG_DB"));
    if (variable("PGHOST") || variable("PGHOSTADDR") || variable("PGDATABASE") || variable("PGSERVICE"))
        return memory_text("");
    char *directory = place_directory();
    char *uri = place_uri(directory, PLACE_DATABASE);
    free(directory);
    return uri;
}

char *place_directory(void)
{
    struct buffer path = {0};
    const struct passwd *user = getpwuid(geteuid());
    const char *home = variable("HOME");
    if (!home)
        home = user ? user->pw_dir : "/";
    if (geteuid() == 0)
        buffer_text(&path, "/var/lib/yichuang");
    else if (variable("XDG_DATA_HOME"))
        buffer_format(&path, "%s/yichuang", variable("XDG_DATA_HOME"));
    else
        buffer_format(&path, "%s/.local/share/yichuang", home);
    return buffer_take(&path);
}

/* FNV-1a, 32 bits: only to tell directories apart. */
static uint32_t name_hash(const char *name)
{
    uint32_t hash = 2166136261u;
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    return hash;
}

char *place_socket(const char *directory)
{
    struct buffer path = {0};
    const struct sockaddr_un *limit = NULL;
    buffer_format(&path, "%s/socket", directory);
    if (path.length + sizeof(socket_name) > sizeof(limit->sun_path)) {
        buffer_clear(&path);
        if (geteuid() == 0)
            buffer_format(&path, "/run/yichuang-%08x", name_hash(directory));
        else
            buffer_format(&path, "/tmp/yichuang-%u-%08x", geteuid(), name_hash(directory));
    }
    return buffer_take(&path);
}

char *place_uri(const char *directory, const char *database)
{
    struct buffer uri = {0};
    char *socket = place_socket(directory);
    buffer_format(&uri, "postgresql://" PLACE_SUPERUSER "@/%s?host=", database);
    for (const unsigned char *c = (const unsigned char *)socket; *c; c++) {
        if (strchr("-._~", *c) || (*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'z') ||
            (*c >= 'A' && *c <= 'Z'))
            buffer_byte(&uri, (char)*c);
        else
            buffer_format(&uri, "%%%02X", *c);
    }
    free(socket);
    return buffer_take(&uri);
}
