/* What `staff list` prints. */
#ifndef ADMIN_STAFF_LIST_H
#define ADMIN_STAFF_LIST_H

#include <stdbool.h>

#include "store/direct.h"

/* The staff of a region with their rights: a line a right, or with json an object a person. */
bool staff_list_print(struct direct *direct, const char *region, bool json, struct error *error);

#endif
