#include "admin/tender.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "store/place.h"

enum { STOP_TRIES = 200, STOP_PAUSE = 10 }; /* ms: two seconds together */

static int owner_file(const struct cluster *cluster, const char *name, int flags)
{
    struct buffer path = {0};
    buffer_format(&path, "%s/%s", cluster->directory, name);
    owner_become(&cluster->owner);
    int file = open(buffer_string(&path), flags | O_CLOEXEC | O_NOFOLLOW, 0600);
    owner_return();
    buffer_free(&path);
    return file;
}

pid_t tender_process(const struct cluster *cluster)
{
    char text[16] = "";
    int file = owner_file(cluster, "tend.pid", O_RDONLY);
    if (file < 0)
        return 0;
    bool held = flock(file, LOCK_EX | LOCK_NB) < 0;
    if (held && read(file, text, sizeof(text) - 1) < 0)
        text[0] = '\0';
    close(file);
    return held ? (pid_t)strtol(text, NULL, 10) : 0;
}

/* In the child: the lock lives as long as the process, through the descriptor that exec leaves open. */
static _Noreturn void tender_become(const struct cluster *cluster, int program, int lock, char **environment)
{
    char *uri = place_uri(cluster->directory, PLACE_DATABASE), name[] = "yichuang-admin";
    const char *arguments[] = {name, "tend", "--db", uri, NULL};
    fcntl(lock, F_SETFD, 0);
    fexecve(program, (char *const *)arguments, environment);
    perror("yichuang-admin tend");
    _exit(127);
}

bool tender_start(const struct cluster *cluster, struct error *error)
{
    char **environment;
    int lock = owner_file(cluster, "tend.pid", O_RDWR | O_CREAT);
    if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) < 0) { /* there is one */
        close(lock);
        return true;
    }
    int log = owner_file(cluster, "log/tend.log", O_WRONLY | O_CREAT | O_APPEND);
    int program = open("/proc/self/exe", O_RDONLY | O_CLOEXEC); /* its folder may be closed to the owner */
    bool ready = lock >= 0 && log >= 0 && program >= 0;
    pid_t child = ready ? process_fork(&cluster->owner, log, &environment) : -1;
    if (child == 0)
        tender_become(cluster, program, lock, environment);
    int failure = errno;
    if (child > 0 && (ftruncate(lock, 0) < 0 || dprintf(lock, "%d\n", child) < 0)) {
        failure = errno;
        kill(child, SIGTERM); /* nobody could find it to stop it */
        child = -1;
    }
    int opened[] = {lock, log, program};
    for (int i = 0; i < 3; i++) {
        if (opened[i] >= 0)
            close(opened[i]);
    }
    return child > 0 || error_set(error, "E_LOCAL_TEND", "what", strerror(failure), NULL);
}

void tender_stop(const struct cluster *cluster)
{
    pid_t process = tender_process(cluster);
    if (process <= 0)
        return;
    kill(process, SIGTERM);
    for (int i = 0; i < STOP_TRIES && tender_process(cluster); i++)
        process_pause(STOP_PAUSE);
}
