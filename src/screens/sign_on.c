#include "screens/sign_on.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "local/cache.h"
#include "local/secret.h"
#include "loop/worker.h"
#include "screens/desk_record.h"
#include "screens/greeting.h"
#include "screens/home.h"
#include "screens/seat.h"
#include "screens/waiting.h"
#include "text/text.h"

struct sign_on {
    struct desk *desk;
    char *login;
    char *password;                                       /* locked memory */
    void (*done)(void *owner, const struct error *error); /* NULL: told already */
    void *owner;
    struct greeting greeting;
    struct worker *opening; /* the local journal */
    struct error away;      /* why the database could not be reached at first */
    loop_id ending;
    bool cut; /* told already */
};

/* What the thread that opens the journal has. */
struct opening {
    char *folder, *name;
    char *password;
    bool verified; /* the database knows the password: a journal under another one is a former one */
    bool aside;    /* there was such a one, and it was put aside */
    struct journal *journal;
    struct error error;
};

static void tell(struct sign_on *signing, const struct error *error)
{
    void (*done)(void *, const struct error *) = signing->done;
    signing->done = NULL;
    if (done)
        done(signing->owner, error);
}

static void end_deferred(void *owner)
{
    struct sign_on *signing = owner;
    signing->ending = 0;
    home_sign_off(signing->desk);
}

/* The first time the login screen is told; later the person is signed off: what is not sent stays on this
 * machine. */
static void fail(void *owner, const struct error *error)
{
    struct sign_on *signing = owner;
    if (signing->done) {
        tell(signing, error);
    } else if (!signing->ending) {
        ui_say_error(signing->desk->ui, error);
        signing->ending = loop_defer(signing->desk->loop, end_deferred, signing);
    }
}

/* --- the local journal */

static void opening_free(void *data)
{
    struct opening *opening = data;
    journal_close(&opening->journal);
    free(opening->folder);
    free(opening->name);
    secret_free(&opening->password);
    error_free(&opening->error);
    free(opening);
}

static void opening_run(void *data)
{
    struct opening *opening = data;
    opening->journal = journal_open(opening->folder, opening->name, opening->password, &opening->error);
    if (!opening->journal && opening->verified && strcmp(opening->error.code, "E_JOURNAL_KEY") == 0 &&
        journal_set_aside(opening->folder, opening->name)) {
        opening->aside = true;
        error_free(&opening->error);
        opening->journal = journal_open(opening->folder, opening->name, opening->password, &opening->error);
    }
}

static char *journal_name(const struct sign_on *signing, const char *identity)
{
    struct buffer name = {0};
    buffer_format(&name, "%s-%s", signing->login, identity);
    return buffer_take(&name);
}

static void opening_start(struct sign_on *signing, const char *identity, worker_done *done)
{
    struct opening *opening = memory_get(1, sizeof(*opening));
    *opening = (struct opening){.folder = journal_folder(),
                                .name = journal_name(signing, identity),
                                .password = secret_copy(signing->password),
                                .verified = session_state(signing->desk->session) == SESSION_GREETS};
    signing->opening = worker_start(signing->desk->loop, opening_run, opening, done, signing, opening_free);
}

/* Under which name the database of a connection string was met the last time. */
static void place_name(const char *database, char to[32])
{
    uint64_t hash = 0xcbf29ce484222325; /* FNV-1a */
    for (const char *c = database; c && *c; c++)
        hash = (hash ^ (unsigned char)*c) * 0x100000001b3;
    snprintf(to, 32, "place-%016llx", (unsigned long long)hash);
}

static void place_remember(const struct desk *desk, const char *folder)
{
    char name[32];
    place_name(desk->database, name);
    cache_put(folder, name, desk->identity, strlen(desk->identity));
}

static void outbox_take(struct desk *desk, struct opening *opening)
{
    desk->outbox = outbox_new(opening->journal);
    opening->journal = NULL;
    outbox_on_change(desk->outbox, home_outbox_changed, desk);
    struct error error = {0};
    if (!outbox_whole(desk->outbox, &error))
        ui_say_error(desk->ui, &error);
    error_free(&error);
}

/* --- with the database */

static void journal_opened(void *owner, void *data)
{
    struct sign_on *signing = owner;
    struct opening *opening = data;
    struct desk *desk = signing->desk;
    signing->opening = NULL;
    if (opening->aside)
        ui_say(desk->ui, ROLE_CONFIRM, "SIGN_ON_ASIDE", NULL);
    if (opening->error.code)
        ui_say_error(desk->ui, &opening->error);
    if (opening->journal && journal_damaged(opening->journal))
        ui_say(desk->ui, ROLE_WRONG, "SIGN_ON_DAMAGED", NULL);
    outbox_take(desk, opening);
    place_remember(desk, opening->folder);
    opening_free(opening);
    size_t length = 0;
    const void *former = outbox_base_bytes(desk->outbox, &length);
    if (former)
        desk_record_slip(desk, former, length);
    desk_record_keep(desk);
    outbox_send(desk->outbox, desk->session);
    session_ready(desk->session);
    tell(signing, NULL);
    desk_definitions_ahead(desk);
}

/* Everything that was asked in the greeting is known. */
static void greeted(void *owner)
{
    struct sign_on *signing = owner;
    if (signing->desk->outbox)
        session_ready(signing->desk->session);
    else if (!signing->opening)
        opening_start(signing, signing->desk->identity, journal_opened);
}

/* --- without the database */

static void session_begin(struct sign_on *signing, bool patient);

static void record_opened(void *owner, void *data)
{
    struct sign_on *signing = owner;
    struct opening *opening = data;
    struct desk *desk = signing->desk;
    struct error error = {0};
    size_t length = 0;
    signing->opening = NULL;
    if (opening->journal)
        outbox_take(desk, opening);
    const void *record = desk->outbox ? outbox_base_bytes(desk->outbox, &length) : NULL;
    if (strcmp(opening->error.code ? opening->error.code : "", "E_JOURNAL_KEY") == 0) {
        error_set(&error, "E_LOGIN_LOCAL", "user", signing->login, NULL);
    } else if (!record || !desk_record_read(desk, record, length)) {
        error_move(&error, &signing->away);
    } else {
        desk_go(desk, "accept");
        desk->window = signing->greeting.window;
        desk->cut = desk_now(desk);
        signing->cut = true;
        session_close(&desk->session);
        session_begin(signing, true);
        outbox_send(desk->outbox, desk->session);
    }
    opening_free(opening);
    if (!error.code)
        ui_say(desk->ui, ROLE_CONFIRM, "SIGN_ON_BY_RECORD", NULL);
    tell(signing, error.code ? &error : NULL);
    error_free(&error);
}

/* The database cannot be reached. True: this machine has something to go on with, and it is being opened. */
static bool record_try(struct sign_on *signing, const struct error *error)
{
    static const char *const aways[] = {"E_DATABASE_DOWN", "E_DATABASE_CROWDED", "E_DATABASE_LOST"};
    char name[32];
    bool away = false, there = false;
    for (size_t i = 0; i < sizeof(aways) / sizeof(aways[0]); i++)
        away |= strcmp(error->code, aways[i]) == 0;
    if (!away || !signing->greeting.window)
        return false;
    struct buffer identity = {0};
    char *folder = journal_folder();
    place_name(signing->desk->database, name);
    if (folder && cache_get(folder, name, &identity)) {
        char *journal = journal_name(signing, buffer_string(&identity));
        there = journal_exists(folder, journal);
        free(journal);
    }
    if (there) {
        error_copy(&signing->away, error);
        opening_start(signing, buffer_string(&identity), record_opened);
    }
    buffer_free(&identity);
    free(folder);
    return there;
}

/* --- the session */

static void changed(void *owner, enum session_state state, const struct error *error)
{
    struct sign_on *signing = owner;
    struct desk *desk = signing->desk;
    ui_changed(desk->ui);
    if (state == SESSION_REFUSED) {
        if (!signing->done || !record_try(signing, error))
            fail(signing, error);
    } else if (signing->done) {
        return; /* still signing on */
    } else if (state == SESSION_CUT && !signing->cut) {
        signing->cut = true;
        desk->cut = desk_now(desk);
        ui_say(desk->ui, ROLE_CONFIRM, desk->window ? "DESK_CUT_COUNTER" : "DESK_CUT_OFFICE", NULL);
    } else if (state == SESSION_STANDS) {
        signing->cut = false;
        ui_say(desk->ui, ROLE_DONE, outbox_waits(desk->outbox, NULL) ? "DESK_BACK_SENDING" : "DESK_BACK",
               NULL);
        desk_record_keep(desk);
        home_back(desk);
    }
}

static void greet(void *owner)
{
    struct sign_on *signing = owner;
    signing->greeting.failed = false;
    greeting_ask(&signing->greeting);
}

static void notified(void *owner, const char *channel, const char *payload)
{
    struct desk *desk = ((struct sign_on *)owner)->desk;
    if (strcmp(channel, "yc_asked") == 0) {
        waiting_asked(desk, payload);
        return;
    }
    bool held = strcmp(channel, "yc_held") == 0, steers = strcmp(channel, "yc_steer") == 0;
    const struct desk_listener *listener = held ? &desk->held : steers ? &desk->steers : &desk->queues;
    if (listener->told)
        listener->told(listener->owner, payload);
    if (steers)
        seat_told(desk, payload);
    else if (!held)
        waiting_told(desk);
}

static void session_begin(struct sign_on *signing, bool patient)
{
    const struct store_login login = {.database = signing->desk->database,
                                      .user = signing->login,
                                      .password = signing->password,
                                      .program = "yichuang",
                                      .english = signing->desk->english};
    const struct session_owner owner = {
        .owner = signing, .greet = greet, .changed = changed, .notified = notified};
    signing->desk->session = session_open(signing->desk->loop, &login, patient, &owner);
}

void sign_on_begin(struct desk *desk, const struct sign_on_request *request)
{
    struct sign_on *signing = memory_get(1, sizeof(*signing));
    *signing = (struct sign_on){.desk = desk,
                                .login = memory_text(request->login),
                                .password = secret_copy(request->password),
                                .done = request->done,
                                .owner = request->owner};
    signing->greeting = (struct greeting){
        .desk = desk, .window = request->window, .done = greeted, .refused = fail, .owner = signing};
    desk->signing = signing;
    desk_key(desk->token);
    desk_key(desk->token);
    session_begin(signing, false);
}

bool sign_on_password_is(const struct sign_on *signing, const char *typed)
{
    return signing && secret_is(signing->password, typed);
}

void sign_on_end(struct sign_on **signing_address)
{
    struct sign_on *signing = *signing_address;
    if (!signing)
        return;
    worker_abandon(&signing->opening);
    loop_defer_end(signing->desk->loop, signing->ending);
    secret_free(&signing->password);
    error_free(&signing->away);
    free(signing->login);
    free(signing);
    *signing_address = NULL;
}
