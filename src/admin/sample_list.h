/* What `sample list`, `sample results` and `sample rules` print: a listing, or with json an object a row. */
#ifndef ADMIN_SAMPLE_LIST_H
#define ADMIN_SAMPLE_LIST_H

#include <stdbool.h>

#include "store/direct.h"

/* Errors: those of the desk's functions and of reply.h. */
bool sample_list_print(struct direct *direct, const char *region, bool json, struct error *error);
bool sample_results_print(struct direct *direct, const char *region, const char *months, bool json,
                          struct error *error);
bool sample_rules_print(struct direct *direct, const char *region, bool json, struct error *error);

#endif
