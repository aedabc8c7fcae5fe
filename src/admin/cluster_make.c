/* Making the cluster: directories, initdb, configuration. */
#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/cluster.h"
#include "store/place.h"

static bool directory_refused(const char *directory, struct error *error)
{
    return error_set(error, "E_LOCAL_DIRECTORY", "directory", directory, "what", strerror(errno), NULL);
}

/* mkdir -p; with the rights of the moment. *made: the last part was not there. */
static bool directory_make(const char *path, bool *made, struct error *error)
{
    struct buffer part = {0};
    bool good = true;
    for (const char *c = path; good && *c; c++) {
        buffer_byte(&part, *c);
        if (c[1] != '/' && c[1] != '\0')
            continue;
        *made = mkdir(buffer_string(&part), 0755) == 0;
        good = *made || errno == EEXIST || errno == EISDIR;
    }
    buffer_free(&part);
    return good || directory_refused(path, error);
}

/* Looked at, not tried by removing it: another start may be at work in the same moment. */
static bool directory_empty(const char *path)
{
    DIR *directory = opendir(path);
    int entries = 0;
    while (directory && readdir(directory))
        entries++;
    if (directory)
        closedir(directory);
    return directory && entries == 2; /* itself and the one above */
}

bool cluster_directory(const struct cluster *cluster, struct error *error)
{
    struct stat found;
    bool made = false;
    if (!directory_make(cluster->directory, &made, error))
        return false;
    if (stat(cluster->directory, &found) < 0)
        return directory_refused(cluster->directory, error);
    if (!S_ISDIR(found.st_mode)) {
        errno = ENOTDIR;
        return directory_refused(cluster->directory, error);
    }
    if (found.st_uid != cluster->owner.user && geteuid() == 0 &&
        (made || directory_empty(cluster->directory)) &&
        chown(cluster->directory, cluster->owner.user, cluster->owner.group) < 0)
        return directory_refused(cluster->directory, error);
    owner_become(&cluster->owner);
    /* A folder above it may be closed to the owner. */
    bool good = eaccess(cluster->directory, R_OK | W_OK | X_OK) == 0;
    int failure = errno;
    owner_return();
    errno = failure;
    return good || directory_refused(cluster->directory, error);
}

/* The folder of the socket. A short one under /tmp or /run must be ours: somebody else's would see the
 * logins. */
static bool socket_make(const struct cluster *cluster, struct error *error)
{
    struct stat found;
    size_t length = strlen(cluster->directory);
    bool inside = strncmp(cluster->socket, cluster->directory, length) == 0 && cluster->socket[length] == '/';
    if (mkdir(cluster->socket, inside || geteuid() == 0 ? 0755 : 0700) == 0) {
        if (geteuid() == 0 && chown(cluster->socket, cluster->owner.user, cluster->owner.group) < 0)
            return directory_refused(cluster->socket, error);
    } else if (errno != EEXIST) {
        return directory_refused(cluster->socket, error);
    }
    if (lstat(cluster->socket, &found) < 0)
        return directory_refused(cluster->socket, error);
    errno = EPERM;
    if (!S_ISDIR(found.st_mode) || found.st_uid != cluster->owner.user)
        return directory_refused(cluster->socket, error);
    return true;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

static char *path_join(const char *directory, const char *name)
{
    struct buffer path = {0};
    buffer_format(&path, "%s%s", directory, name);
    return buffer_take(&path);
}

/* The version that made the cluster ("15"), or "" where there is none. */
static char *cluster_version(const struct cluster *cluster)
{
    char *path = path_join(cluster->data, "/PG_VERSION"), version[16] = "";
    FILE *file = fopen(path, "re");
    if (file) {
        if (fgets(version, sizeof(version), file))
            version[strcspn(version, "\n")] = '\0';
        fclose(file);
    }
    free(path);
    return path_join(version, "");
}

char *cluster_programs(const struct cluster *cluster, struct error *error)
{
    static const char *const patterns[] = {"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin",
                                           "/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin"};
    char *version = cluster_version(cluster), *found = NULL;
    double best = 0;
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]) && !found; i++) {
        glob_t list = {0};
        glob(patterns[i], 0, NULL, &list);
        for (size_t k = 0; k < list.gl_pathc; k++) {
            char *server = path_join(list.gl_pathv[k], "/postgres"),
                 *digits = strpbrk(list.gl_pathv[k], "0123456789");
            double number = digits ? strtod(digits, NULL) : 1;
            bool wanted = !version[0] || !digits || strtod(version, NULL) == number;
            if (access(server, X_OK) == 0 && wanted && number > best) {
                free(found);
                found = path_join(list.gl_pathv[k], "");
                best = number;
            }
            free(server);
        }
        globfree(&list);
    }
    if (!found && version[0])
        error_set(error, "E_LOCAL_VERSION", "directory", cluster->directory, "version", version, NULL);
    else if (!found)
        error_set(error, "E_LOCAL_NO_SERVER", NULL);
    free(version);
    return found;
}

/* The last line that says something: initdb explains itself there. */
static void last_line(struct buffer *text)
{
    while (text->length && strchr("\n ", text->data[text->length - 1]))
        text->data[--text->length] = '\0';
    const char *newline = strrchr(buffer_string(text), '\n');
    if (newline) {
        char *line = path_join(newline + 1, "");
        buffer_clear(text);
        buffer_text(text, line);
        free(line);
    }
}

/* The line with the reason; initdb closes with hints like "removing data directory". */
static void reason_line(struct buffer *text)
{
    const char *mark = strstr(buffer_string(text), "FATAL:");
    if (!mark)
        mark = strstr(buffer_string(text), "error:");
    if (mark) {
        char *line = path_join(mark, "");
        line[strcspn(line, "\n")] = '\0';
        buffer_clear(text);
        buffer_text(text, line);
        free(line);
    }
    last_line(text);
}

static bool cluster_initialise(const struct cluster *cluster, const char *programs, struct error *error)
{
    char *program = path_join(programs, "/initdb"), *fresh = path_join(cluster->data, ".new");
    /* clang-format off */
    const char *arguments[] = {program, "-D", fresh, "-U", PLACE_SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8",
                               "--data-checksums", "--auth=peer", NULL};
    /* clang-format on */
    struct buffer output = {0};
    owner_become(&cluster->owner);
    nftw(fresh, remove_one, 16, FTW_DEPTH | FTW_PHYS); /* what an interrupted start left */
    owner_return();
    bool good = process_run(&cluster->owner, arguments, &output);
    if (!good) {
        reason_line(&output);
        error_set(error, "E_LOCAL_INITDB", "directory", cluster->directory, "what", buffer_string(&output),
                  NULL);
    } else {
        owner_become(&cluster->owner);
        good = rename(fresh, cluster->data) == 0 || directory_refused(cluster->data, error);
        owner_return();
    }
    buffer_free(&output);
    free(program);
    free(fresh);
    return good;
}

/* Replaces a file of the cluster in one step. */
static bool file_write(const struct cluster *cluster, const char *name, const char *text, struct error *error)
{
    char *path = path_join(cluster->data, name), *fresh = path_join(path, ".new");
    FILE *file = fopen(fresh, "we");
    bool good = file && fputs(text, file) >= 0;
    if (file)
        good = fclose(file) == 0 && good;
    good = (good && rename(fresh, path) == 0) || directory_refused(path, error);
    free(path);
    free(fresh);
    return good;
}

/* A string of postgresql.conf. */
static void setting_path(struct buffer *out, const char *name, const char *path)
{
    buffer_format(out, "%s = '", name);
    for (; *path; path++) {
        if (*path == '\'' || *path == '\\')
            buffer_byte(out, *path);
        buffer_byte(out, *path);
    }
    buffer_text(out, "'\n");
}

/* clang-format off */
static const char settings[] =
    "listen_addresses = ''\n"
    "password_encryption = 'scram-sha-256'\n"
    "shared_preload_libraries = 'auth_delay'\n"
    "auth_delay.milliseconds = 500\n"
    "idle_in_transaction_session_timeout = '60s'\n"
    "timezone = 'Asia/Shanghai'\n"
    "jit = off\n"
    "# A week of logs; yichuang-admin tend counts failed logins from the csv.\n"
    "# No values in the log: neither statement nor detail of an error.\n"
    "logging_collector = on\n"
    "log_destination = 'csvlog'\n"
    "log_filename = 'postgresql-%a.log'\n"
    "log_rotation_age = 1d\n"
    "log_rotation_size = 0\n"
    "log_truncate_on_rotation = on\n"
    "log_timezone = 'UTC'\n"
    "log_error_verbosity = terse\n"
    "log_min_error_statement = panic\n";
/* clang-format on */

/* Written at every start: a newer program may say more, the directory may have been moved. */
static bool cluster_configure(const struct cluster *cluster, struct error *error)
{
    struct buffer configuration = {0}, access = {0}, names = {0};
    buffer_text(&configuration, "# Written by yichuang-admin local start. Own settings: ALTER SYSTEM.\n");
    setting_path(&configuration, "unix_socket_directories", cluster->socket);
    setting_path(&configuration, "log_directory", cluster->log);
    buffer_text(&configuration, settings);
    buffer_text(&access, "local all " PLACE_SUPERUSER " peer map=owner\nlocal all all scram-sha-256\n");
    buffer_format(&names, "owner \"%s\" " PLACE_SUPERUSER "\n", cluster->owner.name);
    if (strcmp(cluster->owner.name, "root") != 0)
        buffer_text(&names, "owner root " PLACE_SUPERUSER "\n");
    owner_become(&cluster->owner);
    bool good = file_write(cluster, "/postgresql.conf", buffer_string(&configuration), error) &&
                file_write(cluster, "/pg_hba.conf", buffer_string(&access), error) &&
                file_write(cluster, "/pg_ident.conf", buffer_string(&names), error);
    owner_return();
    buffer_free(&configuration);
    buffer_free(&access);
    buffer_free(&names);
    return good;
}

bool cluster_make(const struct cluster *cluster, const char *programs, struct error *error)
{
    owner_become(&cluster->owner);
    bool logs = mkdir(cluster->log, 0700) == 0 || errno == EEXIST || directory_refused(cluster->log, error);
    owner_return();
    char *version = cluster_version(cluster);
    bool there = version[0] != '\0';
    free(version);
    return logs && socket_make(cluster, error) && (there || cluster_initialise(cluster, programs, error)) &&
           cluster_configure(cluster, error);
}
