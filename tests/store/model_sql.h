/* The commands of the model as calls of the desk. */
#ifndef STORE_MODEL_SQL_H
#define STORE_MODEL_SQL_H

#include "store/model.h"

/* What the database calls the things of the model. */
struct model_names {
    char applicants[MODEL_APPLICANTS][32], deceased[32]; /* identity numbers */
    char staff[MODEL_PEOPLE][24];                        /* ids */
    char cases[MODEL_CASES][24], visits[MODEL_CASES][24], tokens[MODEL_CASES][40];
    char tasks[MODEL_TASKS][24];
};

/* One statement with one value. number: the command's in its sequence, of which its key is made; model:
 * before the command. */
void model_sql(const struct model_names *names, const struct model *model,
               const struct model_command *command, int number, const char *login_prefix, struct buffer *sql);

#endif
