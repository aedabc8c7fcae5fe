/* The `tend` that belongs to a private database: a detached process, known by its lock on DIRECTORY/tend.pid.
 */
#ifndef ADMIN_TENDER_H
#define ADMIN_TENDER_H

#include "admin/cluster.h"

/* Its process id, 0 when there is none. */
pid_t tender_process(const struct cluster *cluster);

/* Starts it where there is none; it writes to DIRECTORY/log/tend.log. E_LOCAL_TEND {what}. */
bool tender_start(const struct cluster *cluster, struct error *error);

/* Ends it and waits. */
void tender_stop(const struct cluster *cluster);

#endif
