/* What the definitions of a folder come to: how long they are, what the blocks save, what of them nobody has
 * verified, and what of a person several of them ask. */
#ifndef ADMIN_FORMS_REPORT_H
#define ADMIN_FORMS_REPORT_H

#include "spec/set.h"

/* Prints the report on the definitions that were read from the folder. */
void forms_report_print(const char *folder, const struct spec_set *set);

#endif
