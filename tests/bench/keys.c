/* From a key to its character on the screen, through a pseudo-terminal and libvterm: in a field of the
 * workstation's form, in nano, in a field of dialog --form; in turn, key by key, in one run, typed in the
 * same way.
 *
 *   keys    YICHUANG_TEST_DB as for a story */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "bench/figure.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

enum {
    RUNS = 400,       /* each of so many keys, then as many times Backspace, which is not timed */
    KEYS = 11,        /* a telephone number */
    WARM = 5,         /* runs that are not counted */
    PATIENCE = 10000, /* ms until a key counts as lost */
};

static const char number[KEYS + 1] = "13912345678";

struct typist {
    const char *name;
    struct driver *driver;
    struct driver_cursor first; /* where the empty field begins */
    struct times times;
};

static void key_time(struct typist *typist, int place, bool counts)
{
    struct driver *driver = typist->driver;
    int row = typist->first.row, column = typist->first.column + place;
    const char shown[] = {number[place], '\0'};
    double began = figure_now();
    driver_bytes(driver, shown, 1);
    while (strcmp(driver_cell(driver, row, column).text, shown) != 0 ||
           driver_cursor(driver).column != column + 1) {
        driver_pump(driver, 10);
        if (driver_has_ended(driver) || figure_now() - began > PATIENCE)
            driver_fail(driver, "%s at row %d, column %d", shown, row, column);
    }
    if (counts)
        times_add(&typist->times, figure_now() - began);
    driver_rest(driver);
}

static void field_empty(struct typist *typist)
{
    for (int i = 0; i < KEYS; i++)
        driver_key(typist->driver, "Backspace");
    driver_rest(typist->driver);
    if (driver_cursor(typist->driver).column != typist->first.column)
        driver_fail(typist->driver, "the cursor back at column %d", typist->first.column);
}

static struct driver *form_open(const char *database)
{
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = database, .login = "wangfang", .window = "2"});
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_wait_text(clerk, "手机号码       [");
    return clerk;
}

static struct driver *nano_open(void)
{
    struct driver *nano = driver_start(&(struct driver_options){
        .program = "nano", .arguments = (const char *[]){"-I", world_path("nano.txt"), NULL}});
    driver_wait_text(nano, "^X Exit");
    return nano;
}

static struct driver *dialog_open(void)
{
    struct driver *dialog = driver_start(&(struct driver_options){
        .program = "dialog",
        .arguments =
            (const char *[]){"--form", "form", "20",   "70", "8", "Mobile", "1", "1",  "",   "1",  "16",
                             "30",     "30",   "Name", "2",  "1", "",       "2", "16", "30", "30", NULL}});
    driver_wait_text(dialog, "Mobile");
    return dialog;
}

static void end(void)
{
    world_teardown(NULL);
}

int main(void)
{
    static struct typist typists[] = {{.name = "key to screen"}, {.name = "nano"}, {.name = "dialog"}};
    enum { TYPISTS = sizeof typists / sizeof *typists };
    atexit(end);
    typists[0].driver = form_open(world_database("keys"));
    typists[1].driver = nano_open();
    typists[2].driver = dialog_open();
    for (int i = 0; i < TYPISTS; i++) {
        driver_rest(typists[i].driver);
        typists[i].first = driver_cursor(typists[i].driver);
    }
    for (int run = -WARM; run < RUNS; run++) {
        for (int place = 0; place < KEYS; place++) {
            for (int i = 0; i < TYPISTS; i++)
                key_time(&typists[(run + WARM + place + i) % TYPISTS], place, run >= 0);
        }
        for (int i = 0; i < TYPISTS; i++)
            field_empty(&typists[i]);
    }
    figure_times("key to screen", &typists[0].times, "nano key to screen", &typists[1].times);
    figure_times("nano key to screen", &typists[1].times, NULL, NULL);
    figure_times("dialog key to screen", &typists[2].times, NULL, NULL);
    return 0;
}
