#include "admin/process.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

bool owner_find(struct owner *owner, struct error *error)
{
    const struct passwd *user = geteuid() == 0 ? getpwnam("postgres") : getpwuid(geteuid());
    if (!user && geteuid() == 0)
        return error_set(error, "E_LOCAL_NO_USER", NULL);
    if (!user) /* a uid without a name, as in some containers: peer needs the name */
        return error_set(error, "E_LOCAL_NAMELESS", NULL);
    *owner = (struct owner){.name = memory_text(user->pw_name), .user = user->pw_uid, .group = user->pw_gid};
    return true;
}

void owner_free(struct owner *owner)
{
    free(owner->name);
    *owner = (struct owner){0};
}

void owner_become(const struct owner *owner)
{
    if (owner->user == geteuid())
        return;
    if (setegid(owner->group) < 0 || seteuid(owner->user) < 0)
        abort(); /* root that cannot change its user: going on as root would be wrong */
}

void owner_return(void)
{
    if (geteuid() == getuid())
        return;
    if (seteuid(getuid()) < 0 || setegid(getgid()) < 0)
        abort();
}

/* For good: no way back to root. */
static void owner_stay(const struct owner *owner)
{
    if (owner->user == getuid())
        return;
    if (initgroups(owner->name, owner->group) < 0 || setgid(owner->group) < 0 || setuid(owner->user) < 0)
        _exit(126);
}

static void signals_default(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
}

pid_t process_fork(const struct owner *owner, int output, char ***environment)
{
    static char path[] = "PATH=/usr/local/bin:/usr/bin:/bin", locale[] = "LC_ALL=C.UTF-8";
    static char *clean[] = {path, locale, NULL};
    pid_t child = fork();
    if (child != 0)
        return child;
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    setsid();
    signals_default();
    owner_stay(owner);
    if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0 || chdir("/") < 0)
        _exit(126);
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    umask(077);
    *environment = clean;
    return 0;
}

bool process_run(const struct owner *owner, const char *const *arguments, struct buffer *output)
{
    int ends[2], status = 0;
    char **environment;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return false;
    pid_t child = process_fork(owner, ends[1], &environment);
    if (child == 0) {
        execve(arguments[0], (char *const *)arguments, environment);
        perror(arguments[0]);
        _exit(127);
    }
    close(ends[1]);
    ssize_t length;
    do {
        buffer_reserve(output, 4096);
        length = read(ends[0], output->data + output->length, 4096);
        if (length > 0)
            output->data[output->length += (size_t)length] = '\0';
    } while (length > 0 || (length < 0 && errno == EINTR));
    close(ends[0]);
    if (child < 0)
        return false;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Field 3 of /proc/PID/stat, behind the name in brackets, which may itself hold brackets. */
static bool process_is_zombie(pid_t process)
{
    char path[64], line[512];
    snprintf(path, sizeof(path), "/proc/%d/stat", process);
    FILE *file = fopen(path, "re");
    if (!file)
        return true;
    size_t length = fread(line, 1, sizeof(line) - 1, file);
    fclose(file);
    line[length] = '\0';
    const char *bracket = strrchr(line, ')');
    return !bracket || !bracket[1] || bracket[2] == 'Z' || bracket[2] == 'X';
}

static bool process_is_in(pid_t process, const struct stat *directory)
{
    char path[64];
    struct stat there;
    snprintf(path, sizeof(path), "/proc/%d/cwd", process);
    return process > 0 && stat(path, &there) == 0 && there.st_dev == directory->st_dev &&
           there.st_ino == directory->st_ino && !process_is_zombie(process);
}

bool process_lives_in(const struct owner *owner, pid_t process, const char *directory)
{
    struct stat wanted;
    owner_become(owner);
    bool lives = stat(directory, &wanted) == 0 && process_is_in(process, &wanted);
    owner_return();
    return lives;
}

bool process_any_in(const struct owner *owner, const char *directory)
{
    struct stat wanted;
    bool found = false;
    owner_become(owner);
    DIR *list = stat(directory, &wanted) == 0 ? opendir("/proc") : NULL;
    for (struct dirent *entry; list && !found && (entry = readdir(list));)
        found = isdigit((unsigned char)entry->d_name[0]) && process_is_in(atoi(entry->d_name), &wanted);
    if (list)
        closedir(list);
    owner_return();
    return found;
}

void process_pause(int milliseconds)
{
    struct timespec pause = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000L};
    nanosleep(&pause, NULL);
}
