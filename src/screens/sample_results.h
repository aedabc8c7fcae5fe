/* What second looks found: those that differ and wait for a supervisor's answer (F9 answers the marked one),
 * and, by F8 from there, the table by person and reason. */
#ifndef SCREENS_SAMPLE_RESULTS_H
#define SCREENS_SAMPLE_RESULTS_H

#include "screens/desk.h"

extern const struct screen_class sample_differs_screen; /* argument: struct desk *; for supervisors */
extern const struct screen_class sample_results_screen; /* argument: struct desk *; for auditors too */

#endif
