/* The database in which the commands of the model are done: a hall for its people, and the calendar as it is
 * published there. For processes outside cmocka: what fails ends the process. */
#ifndef STORE_MODEL_WORLD_H
#define STORE_MODEL_WORLD_H

#include "store/database.h"
#include "store/model_sql.h"

struct model_world {
    struct direct *superuser;
    struct calendar calendar;
    char prefix[24]; /* of the logins, which belong to the cluster: those of another process have another one
                      */
    struct model_names names;
};

/* A zeroed struct; worker: which of several processes. */
void model_world_open(struct model_world *world, int worker);
void model_world_close(struct model_world *world);

/* A script as the superuser. */
void model_world_run(struct model_world *world, const char *sql);

#endif
