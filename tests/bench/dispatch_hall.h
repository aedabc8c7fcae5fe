/* The hall that dispatch.c simulates: what comes, who works there and when they are absent; all of it from a
 * seed. */
#ifndef BENCH_DISPATCH_HALL_H
#define BENCH_DISPATCH_HALL_H

#include <stdbool.h>

enum {
    DAYS = 30, /* working days; the first WARM are not counted */
    WARM = 5,
    DRAIN = 40,    /* further days without arrivals, so that every case ends */
    MINUTES = 480, /* of a working day: 9:00 to 12:00 and 13:00 to 17:00, and the hour between */
    LUNCH = 180,
    LUNCH_END = 240,
    ITEMS = 12,
    STAGES = 3,
    PEOPLE = 200,
    CASES = 60000,
    QUEUES = ITEMS * STAGES
};

/* Limit in working days, share of the cases, mean minutes of work at each stage (0: it has none), whether the
 * applicant waits in the hall. Sizes as in a city's catalogue; the minutes are assumed. */
extern const struct item {
    int limit, share;
    double minutes[STAGES];
    bool waits;
} items[ITEMS];

/* Another item than the last one: its rules have to be called to mind. Minutes, assumed. */
extern const double change_minutes;

struct job {
    int item, stage, arrived, due, priority; /* minutes since the first morning; due: a day */
    double work[STAGES];
    long id;
    int next;       /* in its queue; -1: the last */
    int by[STAGES]; /* who decided: nobody does two stages */
};

struct person {
    int stage;
    unsigned items; /* bits */
    bool absent[DAYS + DRAIN];
    int last_item, job;
    double until, busy;
    int present; /* minutes */
};

struct world {
    struct job *jobs;
    int count;
    struct person people[PEOPLE];
    int staff;
    int serve[QUEUES]; /* how many people may draw from a queue today */
};

/* Makes it anew, the same for the same arguments: so many cases on a mean day, and so many people that those
 * of the first stage are busy for this part of their time. */
void world_make(struct world *world, int load, double busy, unsigned long long seed);

#endif
