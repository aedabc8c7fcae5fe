#include "bench/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

double figure_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

void times_add(struct times *times, double ms)
{
    if (times->count < TIMES)
        times->ms[times->count++] = ms;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double times_percentile(struct times *times, int percent)
{
    qsort(times->ms, (size_t)times->count, sizeof *times->ms, compare);
    return times->ms[(times->count * percent + 99) / 100 - 1];
}

void figure_line(const char *name, double value, const char *unit, const char *to, double other)
{
    printf("{\"name\": \"%s\", \"value\": %.3f, \"unit\": \"%s\"", name, value, unit);
    if (to)
        printf(", \"ratio\": %.2f, \"to\": \"%s\"", value / other, to);
    puts("}");
}

void figure_times(const char *name, struct times *times, const char *to, struct times *limit)
{
    static const int percents[] = {50, 99};
    for (size_t i = 0; i < sizeof percents / sizeof *percents; i++) {
        char own[128], beside[128];
        snprintf(own, sizeof own, "%s p%d", name, percents[i]);
        snprintf(beside, sizeof beside, "%s p%d", to ? to : "", percents[i]);
        figure_line(own, times_percentile(times, percents[i]), "ms", to ? beside : NULL,
                    to ? times_percentile(limit, percents[i]) : 1);
    }
}
