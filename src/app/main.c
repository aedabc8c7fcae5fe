/* yichuang: the workstation. Puts loop, terminal, screens and database together and runs until somebody
 * leaves. */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/options.h"
#include "base/clock.h"
#include "base/share.h"
#include "loop/loop.h"
#include "loop/worker.h"
#include "screens/desk.h"
#include "screens/home.h"
#include "screens/login.h"
#include "spec/faults.h"
#include "spec/search.h"
#include "store/demonstration.h"
#include "store/place.h"
#include "term/term.h"
#include "text/text.h"
#include "ui/keymap.h"
#include "ui/ui.h"

enum { MINUTE = 60000 };

struct app {
    struct loop *loop;
    struct term *term;
    struct ui *ui;
    struct desk desk;
    loop_id keys; /* the terminal */
    loop_id wake; /* timer of what ui_wake() asked for */
    bool paused;
};

static int refuse(struct error *error)
{
    char *sentence = text_error_string(error);
    fprintf(stderr, "%s\n", sentence);
    free(sentence);
    error_free(error);
    return 1;
}

static void keys_read(void *owner, int events)
{
    struct app *app = owner;
    struct key key;
    if (events & LOOP_READ)
        term_readable(app->term);
    while (!desk_paused(&app->desk) && term_key(app->term, &key)) {
        if (key.kind == PRESS_RESIZE) {
            ui_borders(app->ui, term_borders(app->term));
            ui_resize(app->ui, term_rows(app->term), term_columns(app->term));
        }
        ui_key(app->ui, &key);
        if (ui_echo(app->ui)) {
            term_echo(app->term, ui_canvas(app->ui));
            sched_yield(); /* a terminal on this processor shows it before the rest is drawn */
        }
    }
    if (term_gone(app->term))
        loop_stop(app->loop);
}

static void signalled(void *owner, int number)
{
    struct app *app = owner;
    if (number == SIGWINCH) {
        term_resized(app->term);
        keys_read(app, 0);
    } else if (number == SIGTERM || number == SIGHUP) {
        loop_stop(app->loop);
    }
}

/* Wakes the loop for the tick that ends a pause of the screens, or turns the clock of the first line. */
static void woken(void *owner)
{
    ((struct app *)owner)->wake = 0;
}

/* While a field stands neither on this machine nor in the database, keys stay where they are. */
static void keys_pause(struct app *app)
{
    bool paused = desk_paused(&app->desk);
    if (paused == app->paused)
        return;
    app->paused = paused;
    loop_interest(app->loop, app->keys, paused ? 0 : LOOP_READ);
    if (!paused)
        keys_read(app, 0); /* what was decoded already wakes no poll() */
}

static void draw(void *owner)
{
    struct app *app = owner;
    keys_pause(app);
    ui_tick(app->ui);
    desk_header(&app->desk);
    if (ui_draw(app->ui))
        term_flush(app->term, ui_canvas(app->ui));
    int64_t wake = ui_wake(app->ui);
    loop_timer_end(app->loop, app->wake);
    app->wake = 0;
    if (wake) {
        int64_t wait = wake - clock_milliseconds();
        app->wake = loop_timer(app->loop, wait > 0 ? wait : 1, 0, woken, app);
    }
}

static void minute_turned(void *owner)
{
    (void)owner; /* the draw at the end of the tick shows the new minute */
}

static int match(void *context, const char *entry, const char *words)
{
    (void)context;
    return SEARCH_NONE - search_matches(words, entry);
}

static struct keymap *keymap_open(const char *name)
{
    struct spec_faults faults = {0};
    struct error error = {0};
    char *share = share_path("keymaps");
    const char *folders[] = {share, NULL};
    struct keymap *keymap = keymap_load(folders, name, &faults, &error);
    if (!keymap) {
        spec_faults_print(&faults, stderr);
        refuse(&error);
    }
    spec_faults_free(&faults);
    free(share);
    return keymap;
}

static bool app_run(struct app *app, struct error *error)
{
    app->keys = loop_watch(app->loop, term_descriptor(app->term), LOOP_TERMINAL, LOOP_READ, keys_read, app);
    loop_id minute = loop_timer(app->loop, MINUTE, MINUTE, minute_turned, app);
    loop_signals(app->loop, signalled, app);
    loop_draw(app->loop, draw, app);
    ui_push(app->ui, &login_screen, &app->desk);
    draw(app);
    bool ended = loop_run(app->loop, error);
    loop_timer_end(app->loop, minute);
    loop_watch_end(app->loop, app->keys);
    return ended;
}

static void notes_free(char *notes[2])
{
    free(notes[0]);
    free(notes[1]);
}

static int workstation(struct app *app, const struct keymap *keymap, const char *database,
                       const struct options *options)
{
    struct error error = {0};
    char *notes[2] = {demonstration_note(database, false), demonstration_note(database, true)};
    app->loop = loop_new(&error);
    app->term = app->loop ? term_open(&options->look, &error) : NULL;
    if (!app->term) {
        loop_free(&app->loop);
        notes_free(notes);
        return refuse(&error);
    }
    app->ui = ui_new(&(struct ui_settings){.keymap = keymap,
                                           .rows = term_rows(app->term),
                                           .columns = term_columns(app->term),
                                           .borders = term_borders(app->term)});
    app->desk = (struct desk){.loop = app->loop,
                              .ui = app->ui,
                              .term = app->term,
                              .database = database,
                              .demonstration = {notes[0], notes[1]},
                              .english = text_language() == LANGUAGE_EN,
                              .look = options->look,
                              .start = {.keymap = keymap,
                                        .keymap_given = options->keymap_given,
                                        .language_given = options->language_given,
                                        .english = text_language() == LANGUAGE_EN,
                                        .look = options->look}};
    home_commands_set(&app->desk, false);
    ui_match_set(app->ui, match, NULL);
    bool ended = app_run(app, &error);
    ui_free(&app->ui);
    app->desk.ui = NULL;
    desk_sign_off(&app->desk);
    term_close(&app->term);
    loop_free(&app->loop);
    notes_free(notes);
    return ended ? 0 : refuse(&error);
}

int main(int argc, char **argv)
{
    struct options options;
    if (!options_read(argc, argv, &options))
        return 2;
    if (options.help || options.version) {
        puts(options.help ? text("OPTIONS_HELP") : "yichuang " YICHUANG_VERSION);
        return 0;
    }
    struct keymap *keymap = keymap_open(options.keymap);
    if (!keymap)
        return 2;
    struct app app = {0};
    signal(SIGXFSZ, SIG_IGN); /* a limit of file sizes refuses (EFBIG), as a full disk does */
    char *database = place_database(options.database);
    int status = workstation(&app, keymap, database, &options);
    free(database);
    keymap_free(&keymap);
    worker_exit(status); /* a connection may still be tried */
}
