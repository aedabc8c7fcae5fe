/* What the order of the queues is worth: a hall's back office over five weeks, simulated minute by minute
 * with first-come, earliest-due and our rule, on the very same cases, people and absences.
 * tests/bench/README.md says what is assumed, and has the table.
 *
 *   dispatch [SEED [RUNS]]    a JSON object for each load and rule, means of RUNS worlds; exit 1 where ours
 * misses more limits than another rule
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dispatch_hall.h"
#include "dispatch_rule.h"

enum { NEAR = 1, OVERDUE = 3 }; /* the settings near_days and overdue_days */

struct outcome {
    double missed, p50, p99, hall50, hall99, jain, worst, over;
};

/* --- a run */

struct queues {
    int first[QUEUES][3]; /* three bands: priority 1, 3, 5; each in the order of the rule within a queue */
};

static int band_of(enum dispatch_rule rule, const struct job *job)
{
    return rule == RULE_OURS ? job->priority / 2 : 2;
}

/* Within a queue all rules agree with (due, id) or (id): one item, so the order of due dates is that of
 * arrival but for what comes from the stage before. */
static void queue_add(struct world *world, struct queues *queues, enum dispatch_rule rule, int n)
{
    struct job *job = &world->jobs[n];
    int *at = &queues->first[job->stage * ITEMS + job->item][band_of(rule, job)];
    while (*at >= 0) {
        const struct job *other = &world->jobs[*at];
        if (rule != RULE_FIRST_COME && job->due != other->due ? job->due < other->due : job->id < other->id)
            break;
        at = &world->jobs[*at].next;
    }
    job->next = *at;
    *at = n;
}

static struct dispatch_head head_of(const struct world *world, const struct job *job)
{
    return (struct dispatch_head){.priority = job->priority,
                                  .due = job->due,
                                  .item = job->item,
                                  .people = world->serve[job->stage * ITEMS + job->item],
                                  .id = job->id};
}

static bool barred(const struct job *job, int person)
{
    return job->by[0] == person || job->by[1] == person;
}

/* The first of a band, from a day on, that this person may decide; NULL: none. */
static int *band_head(struct world *world, struct queues *queues, int queue, int band, int n, int from)
{
    int *at = &queues->first[queue][band];
    while (*at >= 0 && (barred(&world->jobs[*at], n) || world->jobs[*at].due < from))
        at = &world->jobs[*at].next;
    return *at >= 0 ? at : NULL;
}

/* The heads of a queue: its first in the index (priority, due, id), and behind what is overdue the first that
 * can still be kept. Returns how many. */
static int heads_of(struct world *world, struct queues *queues, enum dispatch_rule rule, int queue, int n,
                    int day, int *heads[2])
{
    int count = 0;
    for (int band = 0; band < 3 && !count; band++)
        if ((heads[0] = band_head(world, queues, queue, band, n, 0)))
            count = 1;
    if (rule != RULE_OURS || !count || world->jobs[*heads[0]].priority < 5 ||
        world->jobs[*heads[0]].due >= day)
        return count;
    heads[1] = band_head(world, queues, queue, 2, n, day);
    return heads[1] ? 2 : 1;
}

/* Takes the next one for somebody out of its queue, as yc.task_next() does; -1: nothing waits for them. */
static int job_next(struct world *world, struct queues *queues, enum dispatch_rule rule, int n, int day)
{
    const struct person *person = &world->people[n];
    struct dispatch_view view = {
        .today = day, .near = day + NEAR, .long_over = day - OVERDUE, .last_item = person->last_item};
    struct dispatch_head best = {0};
    int *from = NULL, *heads[2];
    for (int item = 0; item < ITEMS; item++) {
        int count = person->items >> item & 1
                        ? heads_of(world, queues, rule, person->stage * ITEMS + item, n, day, heads)
                        : 0;
        for (int h = 0; h < count; h++) {
            struct dispatch_head head = head_of(world, &world->jobs[*heads[h]]);
            if (!from || dispatch_before(rule, &head, &best, &view)) {
                best = head;
                from = heads[h];
            }
        }
    }
    int job = from ? *from : -1;
    if (from)
        *from = world->jobs[job].next;
    return job;
}

static int by_size(const void *a, const void *b)
{
    double of_a = *(const double *)a, of_b = *(const double *)b;
    return of_a < of_b ? -1 : of_a > of_b;
}

static double part(double *values, int count, double share)
{
    if (!count)
        return 0;
    qsort(values, (size_t)count, sizeof(*values), by_size);
    return values[(int)((count - 1) * share)];
}

struct tally {
    double *waits, *hall;
    int wait_count, hall_count, cases, missed, over;
    double worst;
};

/* Minutes of work between two moments, the noon hours left out; so waiting is what could have been worked in.
 */
static double open_minutes(double from, double to)
{
    double total = 0;
    for (int day = (int)(from / MINUTES); day <= (int)(to / MINUTES); day++) {
        double begin = day * MINUTES,
               spans[2][2] = {{begin, begin + LUNCH}, {begin + LUNCH_END, begin + MINUTES}};
        for (int n = 0; n < 2; n++) {
            double a = fmax(from, spans[n][0]), b = fmin(to, spans[n][1]);
            total += b > a ? b - a : 0;
        }
    }
    return total;
}

static void case_ended(struct tally *tally, const struct job *job, double at)
{
    int late = (int)(at / MINUTES) - job->due;
    if (job->arrived < WARM * MINUTES)
        return;
    tally->cases++;
    tally->missed += late > 0;
    tally->over += late > 0 ? late : 0;
    double waited = open_minutes(job->arrived, at);
    tally->worst = fmax(tally->worst, waited);
    for (int stage = 0; stage < STAGES; stage++)
        waited -= job->work[stage];
    if (items[job->item].waits)
        tally->hall[tally->hall_count++] = fmax(waited, 0);
    tally->waits[tally->wait_count++] = fmax(waited, 0);
}

static void people_count(struct world *world, int day)
{
    memset(world->serve, 0, sizeof(world->serve));
    for (int n = 0; n < world->staff; n++)
        for (int item = 0; item < ITEMS; item++)
            world->serve[world->people[n].stage * ITEMS + item] +=
                !world->people[n].absent[day] && world->people[n].items >> item & 1;
}

static void job_done(struct world *world, struct queues *queues, enum dispatch_rule rule, struct tally *tally,
                     int n, int now)
{
    struct person *person = &world->people[n];
    struct job *job = &world->jobs[person->job];
    job->by[job->stage] = n;
    if (job->stage + 1 < STAGES && job->work[job->stage + 1] > 0) {
        job->stage++;
        queue_add(world, queues, rule, person->job);
    } else {
        case_ended(tally, job, now);
    }
    person->job = -1;
}

static void person_acts(struct world *world, struct queues *queues, enum dispatch_rule rule,
                        struct tally *tally, int n, int now)
{
    struct person *person = &world->people[n];
    if (person->job >= 0 && --person->until <= 0)
        job_done(world, queues, rule, tally, n, now);
    if (person->job >= 0) {
        person->busy++;
        return;
    }
    int next = job_next(world, queues, rule, n, now / MINUTES);
    if (next < 0)
        return;
    const struct job *job = &world->jobs[next];
    person->job = next;
    person->until = ceil(job->work[job->stage] + (person->last_item == job->item ? 0 : change_minutes));
    person->last_item = job->item;
    person->busy++;
}

static double jain(const struct world *world)
{
    double sum = 0, squares = 0;
    int count = 0;
    for (int n = 0; n < world->staff; n++) {
        if (!world->people[n].present)
            continue;
        double load = world->people[n].busy / world->people[n].present;
        sum += load;
        squares += load * load;
        count++;
    }
    return squares > 0 ? sum * sum / count / squares : 1;
}

/* A rule on a world, which is as it was made before. */
static struct outcome run(struct world *world, enum dispatch_rule rule)
{
    struct queues queues;
    struct tally tally = {.waits = malloc(sizeof(double) * CASES), .hall = malloc(sizeof(double) * CASES)};
    int arrived = 0;
    memset(&queues, -1, sizeof(queues));
    for (int now = 0; now < (DAYS + DRAIN) * MINUTES; now++) {
        int day = now / MINUTES, minute = now % MINUTES;
        if (minute == 0)
            people_count(world, day);
        while (arrived < world->count && world->jobs[arrived].arrived <= now)
            queue_add(world, &queues, rule, arrived++);
        if (minute >= LUNCH && minute < LUNCH_END)
            continue;
        for (int turn = 0; turn < world->staff; turn++) {
            int n = (turn + now) % world->staff; /* nobody is always first */
            if (world->people[n].absent[day] && world->people[n].job < 0)
                continue;
            if (world->people[n].absent[day]) { /* ill: what was in hand is in its queue again */
                queue_add(world, &queues, rule, world->people[n].job);
                world->people[n].job = -1;
                continue;
            }
            world->people[n].present += day < DAYS;
            person_acts(world, &queues, rule, &tally, n, now);
        }
    }
    struct outcome outcome = {.missed = 100.0 * tally.missed / tally.cases,
                              .jain = jain(world),
                              .worst = tally.worst / 420,
                              .over = tally.missed ? (double)tally.over / tally.missed : 0};
    outcome.p50 = part(tally.waits, tally.wait_count, 0.5) / 60;
    outcome.p99 = part(tally.waits, tally.wait_count, 0.99) / 60;
    outcome.hall50 = part(tally.hall, tally.hall_count, 0.5);
    outcome.hall99 = part(tally.hall, tally.hall_count, 0.99);
    free(tally.waits);
    free(tally.hall);
    return outcome;
}

static void outcome_add(struct outcome *sum, const struct outcome *one, int runs)
{
    double *to = (double *)sum;
    const double *from = (const double *)one;
    for (size_t n = 0; n < sizeof(*sum) / sizeof(double); n++)
        to[n] += from[n] / runs;
}

static const char *const names[DISPATCH_RULES] = {"first-come", "earliest-due", "ours"};

static void outcome_print(int load, double busy, int rule, const struct outcome *o)
{
    printf("{\"cases\": %d, \"busy\": %.1f, \"rule\": \"%s\", \"missed\": %.2f, \"days_over\": %.1f, "
           "\"p50\": %.1f, "
           "\"p99\": %.1f, \"hall_p50\": %.0f, \"hall_p99\": %.0f, \"jain\": %.3f, \"worst\": %.1f}\n",
           load, busy, names[rule], o->missed, o->over, o->p50, o->p99, o->hall50, o->hall99, o->jain,
           o->worst);
    fflush(stdout);
}

/* All rules on the same worlds; whether ours misses the fewest. */
static bool compare(struct world *world, int load, double busy, unsigned long long seed, int runs)
{
    struct outcome sums[DISPATCH_RULES] = {0};
    for (int n = 0; n < runs * DISPATCH_RULES; n++) {
        int rule = n % DISPATCH_RULES;
        world_make(world, load, busy, seed + (unsigned)(n / DISPATCH_RULES));
        struct outcome one = run(world, (enum dispatch_rule)rule);
        outcome_add(&sums[rule], &one, runs);
    }
    for (int rule = 0; rule < DISPATCH_RULES; rule++)
        outcome_print(load, busy, rule, &sums[rule]);
    return sums[RULE_OURS].missed <= fmin(sums[RULE_FIRST_COME].missed, sums[RULE_EARLIEST_DUE].missed);
}

int main(int argc, char **argv)
{
    static const int loads[] = {60, 150, 300, 600, 1000};
    static const double busy[] = {0.9, 1.0, 1.1, 1.2};
    unsigned long long seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    int runs = argc > 2 ? atoi(argv[2]) : 10;
    bool fewest = true;
    struct world *world = malloc(sizeof(*world));
    world->jobs = malloc(sizeof(struct job) * CASES);
    for (size_t load = 0; load < sizeof(loads) / sizeof(loads[0]); load++)
        for (size_t b = 0; b < sizeof(busy) / sizeof(busy[0]); b++)
            fewest = compare(world, loads[load], busy[b], seed, runs) && fewest;
    free(world->jobs);
    free(world);
    return fewest ? 0 : 1;
}
