#include "dispatch_hall.h"

#include <math.h>

enum { SHARES = 100 };

const struct item items[ITEMS] = {
    {1, 14, {3, 0, 0}, false},  {1, 4, {4, 3, 0}, true},     {2, 12, {5, 3, 0}, false},
    {3, 16, {7, 4, 0}, false},  {3, 8, {6, 4, 2}, false},    {5, 12, {9, 5, 3}, false},
    {5, 8, {10, 6, 0}, false},  {7, 6, {12, 7, 4}, false},   {10, 7, {14, 8, 4}, false},
    {10, 5, {18, 9, 5}, false}, {15, 5, {22, 12, 6}, false}, {20, 3, {35, 18, 8}, false},
};

const double change_minutes = 1.0;

/* --- chance: the same seed, the same hall */

static unsigned long long chance_state;

static double chance(void)
{
    chance_state ^= chance_state << 13;
    chance_state ^= chance_state >> 7;
    chance_state ^= chance_state << 17;
    return (double)(chance_state >> 11) / 9007199254740992.0;
}

/* Log-normal with this mean; sigma 0.6: most are quick, some take three times as long. */
static double chance_work(double mean)
{
    double sigma = 0.6, u = chance() + 1e-12, v = chance();
    double normal = sqrt(-2 * log(u)) * cos(2 * M_PI * v);
    return mean * exp(sigma * normal - sigma * sigma / 2);
}

/* --- the hall */

/* How busy a window is at a minute of the day: two peaks, a lull at noon, little towards the end. */
static double arrival_weight(int minute)
{
    static const double hours[] = {1.3, 1.7, 1.2, 0.35, 0.9, 1.4, 1.1, 0.45};
    return hours[minute / 60];
}

static int item_drawn(void)
{
    int ticket = (int)(chance() * SHARES), item = 0;
    while (ticket >= items[item].share)
        ticket -= items[item++].share;
    return item;
}

static void job_make(struct world *world, int day, int minute)
{
    struct job *job = &world->jobs[world->count];
    int item = item_drawn();
    *job = (struct job){.item = item,
                        .arrived = day * MINUTES + minute,
                        .due = day + items[item].limit,
                        .id = world->count,
                        .priority = items[item].waits ? 1
                                    : chance() < 0.03 ? 3
                                                      : 5,
                        .by = {-1, -1, -1}};
    for (int stage = 0; stage < STAGES; stage++)
        job->work[stage] = items[item].minutes[stage] > 0 ? chance_work(items[item].minutes[stage]) : 0;
    world->count++;
}

/* Mondays bring 1.35 of a mean day, the day before a rest day 0.85; each day a tenth more or less by chance.
 */
static void arrivals_make(struct world *world, int load)
{
    static const double weekday[] = {1.35, 1.05, 0.9, 0.85, 0.85};
    double sum = 0;
    for (int minute = 0; minute < MINUTES; minute++)
        sum += arrival_weight(minute);
    for (int day = 0; day < DAYS; day++) {
        double today = load * weekday[day % 5] * (0.9 + 0.2 * chance());
        for (int minute = 0; minute < MINUTES; minute++) {
            double expected = today * arrival_weight(minute) / sum;
            for (int n = (int)(expected + chance()); n > 0 && world->count < CASES; n--)
                job_make(world, day, minute);
        }
    }
}

/* A third does every item of the stage, the others four to seven of them; every item has two people at least.
 */
static void staff_make(struct world *world, int stage, int count)
{
    int first = world->staff;
    for (int n = 0; n < count && world->staff < PEOPLE; n++) {
        struct person *person = &world->people[world->staff++];
        *person = (struct person){.stage = stage, .last_item = -1, .job = -1};
        if (n % 3 == 0) {
            person->items = (1U << ITEMS) - 1;
            continue;
        }
        for (int chosen = 4 + (int)(chance() * 4); chosen > 0; chosen--)
            person->items |= 1U << (int)(chance() * ITEMS);
    }
    for (int item = 0; item < ITEMS; item++)
        for (int n = first; n < first + 2 && n < world->staff; n++)
            world->people[n].items |= 1U << item;
}

/* Half of a stage is here on each day, as every hall sees to it when it grants leave, and by covers when
 * somebody is ill. */
static bool may_miss(const struct world *world, int n, int day)
{
    int people = 0, absent = 0;
    for (int other = 0; other < world->staff; other++) {
        if (world->people[other].stage != world->people[n].stage)
            continue;
        people++;
        absent += world->people[other].absent[day];
    }
    return 2 * (absent + 1) <= people;
}

/* Spells of one to five days; a person is away for some 6% of them. */
static void absences_make(struct world *world)
{
    for (int n = 0; n < world->staff; n++)
        for (int day = 0; day < DAYS; day++)
            if (chance() < 0.02)
                for (int last = day + 1 + (int)(chance() * 5); day < last && day < DAYS; day++)
                    world->people[n].absent[day] = may_miss(world, n, day);
}

/* What a stage asks for on a mean day, in days of one person who is absent 6% of them. */
static double stage_work(const struct world *world, int stage)
{
    double work = 0;
    for (int n = 0; n < world->count; n++)
        work += world->jobs[n].work[stage] > 0 ? world->jobs[n].work[stage] + change_minutes * 0.5 : 0;
    return work / DAYS / (MINUTES - (LUNCH_END - LUNCH)) / 0.94;
}

/* Two at least: nobody does two stages, and one of them may be ill. */
static int people_need(const struct world *world, int stage, double busy)
{
    double need = stage_work(world, stage) / busy;
    return need < 2 ? 2 : stage > 0 ? (int)ceil(need) : (int)(need + 0.5);
}

/* People come whole: what rounding gave or took at the first stage, where most of the work is, the pace takes
 * back. */
static void pace_set(struct world *world, double busy)
{
    int people = 0;
    while (people < world->staff && world->people[people].stage == 0)
        people++;
    double pace = people * busy / stage_work(world, 0);
    for (int n = 0; n < world->count; n++)
        for (int stage = 0; stage < STAGES; stage++)
            world->jobs[n].work[stage] *= pace;
}

/* So many people that they are busy for this part of their time with all of it. */
void world_make(struct world *world, int load, double busy, unsigned long long seed)
{
    chance_state = seed * 2654435761ULL + (unsigned)load * 97ULL + 88172645463325252ULL;
    world->count = world->staff = 0;
    arrivals_make(world, load);
    for (int stage = 0; stage < STAGES; stage++)
        staff_make(world, stage, people_need(world, stage, busy));
    pace_set(world, busy);
    absences_make(world);
}
