/* What `forms list` prints. */
#ifndef ADMIN_FORMS_LIST_H
#define ADMIN_FORMS_LIST_H

#include <stdbool.h>

#include "store/direct.h"

/* The items of the database that are in force today, by code, as they hold in a region ("0": the standard);
 * json: an object a line. For the owner of the database, as loading is. */
bool forms_list_print(struct direct *direct, const char *region, bool json, struct error *error);

#endif
