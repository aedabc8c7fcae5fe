/* Reading forms/ for a command. */
#ifndef ADMIN_DEFINITIONS_H
#define ADMIN_DEFINITIONS_H

#include <stdbool.h>

#include "model/calendar.h"
#include "spec/set.h"

/* Reads the definitions of a folder (NULL: the usual one) and its calendar.yaml, if it has one, into a fresh
 * set and an empty calendar. On failure every fault is printed on stderr as file:line:column: sentence, and
 * nothing is left to free. */
bool definitions_read(const char *folder, struct spec_set **set, struct calendar *calendar);

/* Reads the usual folder's calendar.yaml alone, which must be there, into an empty calendar. Failure as
 * above. */
bool definitions_calendar(struct calendar *calendar);

#endif
