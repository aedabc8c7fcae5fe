/* What a workstation costs that nobody touches: resident memory, and how often it wakes in a minute, at the
 * login screen, with a form open, with a list of cases that wait, and while a case is reviewed. All four are
 * watched at the same time.
 *
 *   idle SECONDS    YICHUANG_TEST_DB as for a story */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/figure.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

enum { CASES = 12, SETTLE = 1500 /* ms for what still comes from the database after a screen was drawn */ };

struct watched {
    const char *name;
    struct driver *driver;
    long woken;
};

static struct driver *form_open(const char *database)
{
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = database, .login = "wangfang", .window = "2"});
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    return clerk;
}

static struct driver *queue_open(const char *database, const char *login)
{
    struct driver *reviewer = people_sign_on(&(struct person_at){.database = database, .login = login});
    driver_wait_text(reviewer, "失业保险金申领");
    return reviewer;
}

static struct driver *review_open(const char *database)
{
    struct driver *reviewer = queue_open(database, "zhouqian");
    people_commit(reviewer);
    driver_wait_text(reviewer, "材料");
    return reviewer;
}

static void end(void)
{
    world_teardown(NULL);
}

int main(int argc, char **argv)
{
    int seconds = argc == 2 ? atoi(argv[1]) : 0;
    if (seconds < 1) {
        fprintf(stderr, "usage: %s SECONDS\n", argv[0]);
        return 2;
    }
    atexit(end);
    const char *database = world_database("idle");
    struct driver *form = form_open(database); /* before others are there: this person is new */
    people_cases_accepted(database, CASES);
    struct watched watched[] = {
        {.name = "login", .driver = people_start(&(struct person_at){.database = database})},
        {.name = "form open", .driver = form},
        {.name = "queue", .driver = queue_open(database, "liuyang")},
        {.name = "review", .driver = review_open(database)},
    };
    enum { SCREENS = sizeof watched / sizeof *watched };
    for (int i = 0; i < SCREENS; i++)
        driver_wakeups(watched[i].driver, SETTLE);
    double began = figure_now();
    for (int i = 0; i < SCREENS; i++)
        watched[i].woken = driver_woken(watched[i].driver);
    for (int i = 0; figure_now() - began < seconds * 1e3; i = (i + 1) % SCREENS)
        driver_pump(watched[i].driver, 100);
    for (int i = 0; i < SCREENS; i++) {
        char name[64];
        double minutes = (figure_now() - began) / 6e4;
        snprintf(name, sizeof name, "wake-ups, %s", watched[i].name);
        figure_line(name, (double)(driver_woken(watched[i].driver) - watched[i].woken) / minutes, "a minute",
                    NULL, 1);
        snprintf(name, sizeof name, "memory, %s", watched[i].name);
        figure_line(name, (double)driver_memory(watched[i].driver) / 1024, "MiB", NULL, 1);
    }
    return 0;
}
