/* forms/calendar.yaml: the public holidays and shifted working days as the State Council publishes them each
 * November. Reading it into model/calendar.h, for the programs that need no database and for loading it
 * there. */
#ifndef SPEC_CALENDAR_FILE_H
#define SPEC_CALENDAR_FILE_H

#include <stdbool.h>

#include "model/calendar.h"
#include "spec/faults.h"

/* Adds the file's years to a calendar that the caller made and frees. False with faults: then the calendar is
 * as far as the faults let it, and must not be used. */
bool spec_calendar_load(const char *path, struct calendar *calendar, struct spec_faults *faults);

#endif
