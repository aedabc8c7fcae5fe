#include "fault/server.h"

#include <ctype.h>
#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/memory.h"
#include "fault/player.h"
#include "fault/proxy.h"
#include "story/world.h"

static struct {
    const char *script, *name; /* NULL: none is open */
    char *directory;
    char *shared; /* what YICHUANG_TEST_DB named before */
} server;

static const char *build(void)
{
    const char *folder = getenv("BUILD");
    return folder && *folder ? folder : "build";
}

void server_open(const char *script, const char *name)
{
    server.shared = memory_text(getenv("YICHUANG_TEST_DB"));
    server.script = script;
    server.name = name;
    const char *connection =
        world_shell("out=$(%s start %s %s) && printf %%s \"$out\"", script, build(), name);
    const char *folder = connection + strlen("host="), *end = strstr(connection, "/socket");
    if (strncmp(connection, "host=/", 6) != 0 || !end)
        fail_msg("no server: %s", connection);
    server.directory = memory_text_length(folder, (size_t)(end - folder));
    setenv("YICHUANG_TEST_DB", connection, 1);
}

int server_close(void **state)
{
    players_stop_all();
    if (server.directory)
        server_start(); /* the world drops its databases */
    int result = world_teardown(state);
    proxy_stop_all();
    if (server.script)
        world_shell("%s stop %s %s", server.script, build(), server.name);
    if (server.shared)
        setenv("YICHUANG_TEST_DB", server.shared, 1);
    free(server.shared);
    free(server.directory);
    server.script = NULL;
    server.shared = server.directory = NULL;
    return result;
}

const char *server_directory(void)
{
    return server.directory;
}

/* A process of the server works in the folder of its data. */
static bool is_of_server(const char *process, const char *data)
{
    char path[300], folder[4096];
    snprintf(path, sizeof path, "/proc/%s/cwd", process);
    ssize_t length = readlink(path, folder, sizeof folder - 1);
    if (length < 0)
        return false;
    folder[length] = '\0';
    return strcmp(folder, data) == 0;
}

static pid_t postmaster(const char *data)
{
    char path[4096], line[32] = "";
    snprintf(path, sizeof path, "%s/postmaster.pid", data);
    FILE *file = fopen(path, "re");
    if (!file || !fgets(line, sizeof line, file))
        fail_msg("no server runs in %s", data);
    fclose(file);
    return (pid_t)atoi(line);
}

/* The postmaster first, so that it starts nothing again. */
int server_kill(void)
{
    char data[4000];
    int killed = 0;
    snprintf(data, sizeof data, "%s/data", server.directory);
    kill(postmaster(data), SIGKILL);
    DIR *processes = opendir("/proc");
    for (struct dirent *entry; (entry = readdir(processes));) {
        if (isdigit((unsigned char)entry->d_name[0]) && is_of_server(entry->d_name, data) &&
            kill((pid_t)atoi(entry->d_name), SIGKILL) == 0)
            killed++;
    }
    closedir(processes);
    return killed;
}

void server_start(void)
{
    world_shell("%s/yichuang-admin local start --dir %s", build(), server.directory);
}
