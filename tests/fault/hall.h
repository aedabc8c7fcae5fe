/* A hall with many windows and a clerk at each, for faults under load. */
#ifndef FAULT_HALL_H
#define FAULT_HALL_H

enum { HALL_CLERKS = 16 };

/* world_database() with windows 1..16 and clerks at them. */
const char *hall_database(const char *name);

/* The clerk of window 1..16: the login ("clerk01", password "test"). */
const char *hall_login(int window);

/* The HOME of window 1..16 in this test: a folder that lasts until the teardown. */
const char *hall_home(int window);

/* How many rounds: quick, unless FAULT_ROUNDS says "all" (whole) or a number. */
int hall_rounds(int quick, int whole);

/* A number below the limit, from a sequence that is the same in each run; FAULT_SEED starts another one. */
unsigned hall_random(unsigned limit);

/* `yichuang-admin verify` finds nothing, or the test fails with what it found. */
void hall_verify(const char *database);

#endif
