#include "admin/cluster.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "store/direct.h"
#include "store/place.h"

enum {
    PAUSE = 5,            /* ms between two looks */
    START_MOST = 300000,  /* ms: recovery after a crash may have much to replay */
    STOP_MOST = 60000,    /* ms */
    ORPHANS_MOST = 10000, /* ms for the sessions of a killed server to notice it */
};

static char *path_in(const char *directory, const char *name)
{
    struct buffer path = {0};
    buffer_format(&path, "%s/%s", directory, name);
    return buffer_take(&path);
}

/* Absolute, without a slash at the end: the name is also what a short socket folder is made from. */
static char *directory_absolute(const char *directory)
{
    char *here = directory[0] == '/' ? memory_text("") : getcwd(NULL, 0);
    char *path = here && *here ? path_in(here, directory) : memory_text(directory);
    for (size_t length = strlen(path); length > 1 && path[length - 1] == '/'; length--)
        path[length - 1] = '\0';
    free(here);
    return path;
}

bool cluster_open(struct cluster *cluster, const char *directory, struct error *error)
{
    struct owner owner = {0};
    if (!owner_find(&owner, error))
        return false;
    *cluster = (struct cluster){.owner = owner};
    cluster->directory = directory ? directory_absolute(directory) : place_directory();
    cluster->data = path_in(cluster->directory, "data");
    cluster->log = path_in(cluster->directory, "log");
    cluster->socket = place_socket(cluster->directory);
    return true;
}

void cluster_free(struct cluster *cluster)
{
    owner_free(&cluster->owner);
    free(cluster->directory);
    free(cluster->data);
    free(cluster->log);
    free(cluster->socket);
    *cluster = (struct cluster){0};
}

/* postmaster.pid: line 1 is the process, line 8 its state ("ready   "). */
static pid_t process_file_read(const struct cluster *cluster, bool *ready)
{
    char *path = path_in(cluster->data, "postmaster.pid"), line[1024];
    pid_t process = 0;
    *ready = false;
    FILE *file = fopen(path, "re");
    free(path);
    for (int number = 1; file && fgets(line, sizeof(line), file); number++) {
        if (number == 1)
            process = (pid_t)strtol(line, NULL, 10);
        if (number == 8)
            *ready = strncmp(line, "ready", 5) == 0;
    }
    if (file)
        fclose(file);
    return process;
}

pid_t cluster_process(const struct cluster *cluster)
{
    bool ready;
    pid_t process = process_file_read(cluster, &ready);
    return process_lives_in(&cluster->owner, process, cluster->data) ? process : 0;
}

/* What a killed server left: its sessions end by themselves, then its files may go, never before: two servers
 * on one cluster destroy it, and the file is what PostgreSQL knows the other one by. */
static bool leftovers_remove(const struct cluster *cluster, struct error *error)
{
    int64_t until = clock_milliseconds() + ORPHANS_MOST;
    while (process_any_in(&cluster->owner, cluster->data)) {
        if (clock_milliseconds() > until)
            return error_set(error, "E_LOCAL_BUSY", "directory", cluster->directory, NULL);
        process_pause(PAUSE);
    }
    char *process_file = path_in(cluster->data, "postmaster.pid");
    char *socket_lock = path_in(cluster->socket, ".s.PGSQL.5432.lock");
    owner_become(&cluster->owner);
    unlink(process_file);
    unlink(socket_lock);
    owner_return();
    free(process_file);
    free(socket_lock);
    return true;
}

/* The first line of start.log that tells a reason. */
static bool start_failed(const struct cluster *cluster, struct error *error)
{
    char *path = path_in(cluster->log, "start.log"), line[512], reason[512] = "";
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof(line), file)) {
        if (!reason[0] || (strstr(line, "FATAL:") && !strstr(reason, "FATAL:")))
            snprintf(reason, sizeof(reason), "%.*s", (int)strcspn(line, "\n"), line);
    }
    if (file)
        fclose(file);
    error_set(error, "E_LOCAL_START", "what", reason, "log", cluster->log, NULL);
    free(path);
    return false;
}

/* child: what we forked, 0 where somebody else started it. */
static bool server_wait(const struct cluster *cluster, pid_t child, struct error *error)
{
    bool ready = false;
    int64_t until = clock_milliseconds() + START_MOST;
    for (; clock_milliseconds() < until; process_pause(PAUSE)) {
        pid_t process = process_file_read(cluster, &ready);
        if (ready && (!child || process == child))
            return true;
        bool gone = child ? waitpid(child, NULL, WNOHANG) != 0
                          : !process_lives_in(&cluster->owner, process, cluster->data);
        if (gone)
            break;
    }
    return start_failed(cluster, error);
}

static bool server_start(const struct cluster *cluster, const char *programs, struct error *error)
{
    char *program = path_in(programs, "postgres"), *log = path_in(cluster->log, "start.log");
    const char *arguments[] = {program, "-D", cluster->data, NULL};
    char **environment;
    owner_become(&cluster->owner);
    int output = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    owner_return();
    pid_t child = output < 0 ? -1 : process_fork(&cluster->owner, output, &environment);
    if (child == 0) {
        execve(program, (char *const *)arguments, environment);
        perror(program);
        _exit(127);
    }
    int failure = errno;
    if (output >= 0)
        close(output);
    free(program);
    free(log);
    if (child < 0)
        return error_set(error, "E_LOCAL_START", "what", strerror(failure), "log", cluster->log, NULL);
    return server_wait(cluster, child, error);
}

static bool database_make(const struct cluster *cluster, struct error *error)
{
    char *uri = place_uri(cluster->directory, PLACE_DATABASE),
         *other = place_uri(cluster->directory, "postgres");
    const struct store_login login = {.database = uri}, maker = {.database = other};
    struct error refusal = {0};
    struct direct *direct = direct_open(&login, &refusal);
    bool good = direct != NULL;
    if (!good && strcmp(refusal.code, "E_DATABASE_MISSING") == 0) {
        direct = direct_open(&maker, error);
        good = direct && direct_script(direct, "CREATE DATABASE " PLACE_DATABASE, NULL, error);
    } else if (!good) {
        error_move(error, &refusal);
    }
    direct_close(&direct);
    error_free(&refusal);
    free(uri);
    free(other);
    return good;
}

/* With the lock held. */
static bool start_locked(const struct cluster *cluster, struct error *error)
{
    if (cluster_process(cluster))
        return server_wait(cluster, 0, error) && database_make(cluster, error);
    char *programs = cluster_programs(cluster, error);
    bool good = programs && leftovers_remove(cluster, error) && cluster_make(cluster, programs, error) &&
                server_start(cluster, programs, error) && database_make(cluster, error);
    free(programs);
    return good;
}

bool cluster_start(struct cluster *cluster, struct error *error)
{
    if (!cluster_directory(cluster, error))
        return false;
    char *path = path_in(cluster->directory, "lock");
    owner_become(&cluster->owner);
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    owner_return();
    free(path);
    if (lock < 0 || flock(lock, LOCK_EX) < 0) {
        error_set(error, "E_LOCAL_DIRECTORY", "directory", cluster->directory, "what", strerror(errno), NULL);
        if (lock >= 0)
            close(lock);
        return false;
    }
    bool good = start_locked(cluster, error);
    close(lock);
    return good;
}

bool cluster_stop(struct cluster *cluster, struct error *error)
{
    pid_t process = cluster_process(cluster);
    if (!process)
        return true;
    kill(process, SIGINT); /* "fast" */
    int64_t until = clock_milliseconds() + STOP_MOST;
    for (; clock_milliseconds() < until; process_pause(PAUSE)) {
        if (!process_lives_in(&cluster->owner, process, cluster->data))
            return true;
    }
    char number[16];
    snprintf(number, sizeof(number), "%d", process);
    return error_set(error, "E_LOCAL_STOP", "process", number, NULL);
}
