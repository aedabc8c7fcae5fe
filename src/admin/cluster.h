/* The private PostgreSQL of `local start`: made, started, found and stopped.
 *
 * DIRECTORY/data is the cluster, DIRECTORY/socket its socket, DIRECTORY/log its logs, DIRECTORY/lock keeps
 * two starts apart. Everything belongs to the owner (process.h). It listens on the unix socket alone; the
 * owner and root are its superuser by `peer`, everybody else logs in with SCRAM. */
#ifndef ADMIN_CLUSTER_H
#define ADMIN_CLUSTER_H

#include "admin/process.h"

struct cluster {
    struct owner owner;
    char *directory;
    char *data;
    char *socket;
    char *log;
};

/* Only paths and owner: nothing is touched. directory NULL: the default one. */
bool cluster_open(struct cluster *cluster, const char *directory, struct error *error);
void cluster_free(struct cluster *cluster);

/* The postmaster's process id, 0 when it does not run. */
pid_t cluster_process(const struct cluster *cluster);

/* Makes it where it is not there, starts it where it does not run, waits until it answers, makes the
 * database. E_LOCAL_NO_SERVER, E_LOCAL_DIRECTORY {directory, what}, E_LOCAL_INITDB {directory, what},
 * E_LOCAL_START {what, log}, E_LOCAL_BUSY {directory}, E_LOCAL_VERSION {directory, version}, and those of
 * store/reply.h. */
bool cluster_start(struct cluster *cluster, struct error *error);

/* Stops it (fast: sessions are ended, nothing committed is lost) and waits. True also when it did not run.
 * E_LOCAL_STOP {process}. */
bool cluster_stop(struct cluster *cluster, struct error *error);

/* Inside of cluster.c and cluster_make.c. */

/* The folder of postgres and initdb: of the version that made the cluster, else the newest. */
char *cluster_programs(const struct cluster *cluster, struct error *error);

/* The directories, the half-made rest of an interrupted start removed, initdb, configuration. */
bool cluster_make(const struct cluster *cluster, const char *programs, struct error *error);

/* DIRECTORY exists and is the owner's. */
bool cluster_directory(const struct cluster *cluster, struct error *error);

#endif
