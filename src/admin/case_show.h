/* What `case show` prints, and the words that both listings of cases use. */
#ifndef ADMIN_CASE_SHOW_H
#define ADMIN_CASE_SHOW_H

#include <stdbool.h>

#include "store/direct.h"

/* One case: summary, values, materials, history. Personal values are masked; with a purpose each masked one
 * is asked for in full, which the read log notes. Nothing is printed before everything was answered. */
bool case_show_print(struct direct *direct, const char *region, const char *case_id, const char *purpose,
                     bool json, struct error *error);

/* Where a case stands, in a word of the process's language: why it waits, else its stage, else its state;
 * from the columns waiting, stage and state. */
const char *case_standing(const struct store_reply *reply, int row);

#endif
