#include "story/command.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"

enum { CANNOT_START = 127, SIGNALLED = 128 }; /* as a shell reports them */

static const char *const HANDED_THROUGH[] = {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"};

static bool same_name(const char *setting, const char *other)
{
    size_t length = strcspn(setting, "=");
    return length == strcspn(other, "=") && strncmp(setting, other, length) == 0;
}

/* Sets "NAME=value" in the NULL-terminated list, or removes "NAME". */
static void environment_set(char ***environment, const char *setting)
{
    size_t count = 0, place = SIZE_MAX;
    for (; (*environment)[count]; count++) {
        if (same_name((*environment)[count], setting))
            place = count;
    }
    if (place != SIZE_MAX) {
        free((*environment)[place]);
        (*environment)[place] = (*environment)[--count];
        (*environment)[count] = NULL;
    }
    if (!strchr(setting, '='))
        return;
    *environment = memory_resize(*environment, count + 2, sizeof **environment);
    (*environment)[count] = memory_text(setting);
    (*environment)[count + 1] = NULL;
}

static void environment_set_value(char ***environment, const char *name, const char *value)
{
    struct buffer setting = {0};
    buffer_format(&setting, "%s=%s", name, value);
    environment_set(environment, buffer_string(&setting));
    buffer_free(&setting);
}

/* BUILD, made absolute since a program may change its folder, before the system's folders. */
static void environment_set_path(char ***environment)
{
    const char *build = getenv("BUILD");
    char *folder = realpath(build && *build ? build : "build", NULL);
    struct buffer path = {0};
    if (folder)
        buffer_format(&path, "%s:", folder);
    buffer_text(&path, "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment_set_value(environment, "PATH", buffer_string(&path));
    buffer_free(&path);
    free(folder);
}

char **command_environment(const char *home, const char *const additions[])
{
    char **environment = memory_get(1, sizeof *environment);
    environment_set_path(&environment);
    environment_set(&environment, "TZ=Asia/Shanghai");
    environment_set(&environment, "LANG=C.UTF-8");
    environment_set(&environment, "TERM=xterm-256color");
    environment_set(&environment, "YICHUANG_BORDERS=ascii");
    environment_set_value(&environment, "HOME", home);
    for (size_t i = 0; i < sizeof HANDED_THROUGH / sizeof *HANDED_THROUGH; i++) {
        const char *value = getenv(HANDED_THROUGH[i]);
        if (value)
            environment_set_value(&environment, HANDED_THROUGH[i], value);
    }
    for (; additions && *additions; additions++)
        environment_set(&environment, *additions);
    return environment;
}

void command_environment_free(char ***environment)
{
    for (size_t i = 0; *environment && (*environment)[i]; i++)
        free((*environment)[i]);
    free(*environment);
    *environment = NULL;
}

/* What the test runner ignores or blocks must not be inherited. */
static void signals_reset(void)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

void command_become(const char *const argv[], char *const environment[])
{
    signals_reset();
    for (size_t i = 0; environment[i]; i++) {
        if (strncmp(environment[i], "PATH=", 5) == 0)
            setenv("PATH", environment[i] + 5, 1); /* execvpe looks the name up in our own */
    }
    execvpe(argv[0], (char *const *)argv, environment);
}

static _Noreturn void child_run(int output, const char *const argv[], char *const environment[])
{
    int empty = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(empty, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    close_range(STDERR_FILENO + 1, UINT_MAX, 0);
    command_become(argv, environment);
    dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
    _exit(CANNOT_START);
}

static void file_append(struct buffer *out, int file)
{
    off_t size = lseek(file, 0, SEEK_END);
    if (size <= 0)
        return;
    buffer_reserve(out, (size_t)size);
    ssize_t length = pread(file, out->data + out->length, (size_t)size, 0);
    out->length += length > 0 ? (size_t)length : 0;
    out->data[out->length] = '\0';
}

int command_run(struct buffer *out, const char *const argv[])
{
    /* A file in memory and no pipe: a daemon that the command leaves behind would keep a pipe open for ever.
     */
    int output = memfd_create("output", MFD_CLOEXEC);
    char **environment = command_environment("/nonexistent", NULL);
    int status = CANNOT_START << 8;
    pid_t child = output < 0 ? -1 : fork();
    if (child == 0)
        child_run(output, argv, environment);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    command_environment_free(&environment);
    if (out && output >= 0)
        file_append(out, output);
    if (output >= 0)
        close(output);
    return WIFSIGNALED(status) ? SIGNALLED + WTERMSIG(status) : WEXITSTATUS(status);
}
