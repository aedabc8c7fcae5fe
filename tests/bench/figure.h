/* Times and how they are told: one JSON object a line with name, value, unit, and ratio and to where it
 * stands beside something. For the programs of this folder. */
#ifndef BENCH_FIGURE_H
#define BENCH_FIGURE_H

enum { TIMES = 4096 };

/* Zeroed at first. What is added beyond TIMES is left out. */
struct times {
    double ms[TIMES];
    int count;
};

/* Milliseconds of the monotonic clock. */
double figure_now(void);

void times_add(struct times *times, double ms);

/* Sorts the times; there must be one. */
double times_percentile(struct times *times, int percent);

/* Prints a figure; to (may be NULL) names what it stands beside, other is its value. */
void figure_line(const char *name, double value, const char *unit, const char *to, double other);

/* The same for p50 and p99 of times, which stand beside those of limit. */
void figure_times(const char *name, struct times *times, const char *to, struct times *limit);

#endif
