/* What all screens share while somebody is signed on: the connection, who and where, the definitions. One a
 * process; app/ makes it, screens get it as the argument of their open. */
#ifndef SCREENS_DESK_H
#define SCREENS_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "loop/loop.h"
#include "model/date.h"
#include "spec/item.h"
#include "spec/set.h"
#include "store/outbox.h"
#include "store/session.h"
#include "term/term.h"
#include "ui/ui.h"

enum { DESK_KEY = 37 }; /* bytes of a UUID as text, NUL included */

struct desk_grant {
    char *action;
    int region;
    struct spec_name region_name;
    int hall; /* 0: the region has none */
    struct spec_name hall_name;
};

/* An item in force, for the picker. */
struct desk_item {
    int definition_id;
    char *code;
    struct spec_name name;
    bool acceptable;
    char *hash; /* of the definition: its name in the cache on this machine */
};

/* The time of the database as this workstation knows it: told at signing on, carried on by the monotonic
 * clock. The machine's own idea of the date counts for nothing. */
struct desk_moment {
    struct date day;
    int second; /* of the day */
};

struct definition;  /* cached; see desk_definition() */
struct decision;    /* begun; see decision.h */
struct reply_draft; /* begun; see reply_draft.h */
struct sign_on;     /* see sign_on.h */

/* Somebody who wants to hear of a notification; payload is foreign text. */
struct desk_listener {
    void (*told)(void *owner, const char *payload);
    void *owner;
};

/* Finding over the screens; see find.h. */
struct desk_found {
    char *words;     /* of the last search; NULL: none yet */
    uint64_t screen; /* ui_id() of the screen, where it is open */
};

/* An answer to a question that is written but not sent; see question_answer.h. */
struct desk_answer {
    int64_t question;
    char *words; /* NULL: none */
};

enum { DESK_CRITERIA = 10 };

/* Searching cases; see case_search.h. */
struct desk_searched {
    char *fields[DESK_CRITERIA]; /* what was typed there last; NULL: nothing yet */
    uint64_t screen;             /* ui_id() of the screen, where it is open */
};

/* How the program was started: what the command line said goes before a person's own settings. */
struct desk_start {
    const struct keymap *keymap;
    bool keymap_given, language_given;
    bool english;
    struct term_settings look; /* AUTO: not said */
};

/* One of a person's own settings; see setting.h. */
struct desk_setting {
    char *name, *value;
};

/* What is known of tending; see tended.h. */
struct desk_tending {
    loop_id timer;
    bool asked;  /* an answer is awaited */
    char *until; /* NULL: tended */
};

struct desk {
    struct loop *loop;
    struct ui *ui;
    struct term *term;            /* for term_colours_set(), term_borders_set(); NULL in tests without one */
    struct session *session;      /* NULL while nobody is signed on */
    struct outbox *outbox;        /* likewise */
    struct sign_on *signing;      /* likewise: how this person came in, and comes in again after each cut */
    char *identity;               /* the database's own name, since desk_signed_on() */
    const char *database;         /* connection string */
    const char *demonstration[2]; /* names and passwords for the login screen, Chinese and English; NULL: no
                                     demonstration hall */
    bool english;                 /* set by desk_language() alone */
    struct desk_start start;
    struct term_settings look; /* in force */
    /* who and where, since desk_signed_on() */
    char *login;
    char *name; /* as shown, of these two: */
    struct spec_name names;
    struct desk_grant *grants;
    size_t grant_count;
    struct desk_item *items;
    size_t item_count;
    int region;
    int hall;
    int window;      /* 0: not at a window */
    char *hall_name; /* as shown, of these two: */
    struct spec_name hall_names;
    char token[DESK_KEY]; /* this workstation's, for claims */
    bool demonstration_hall;
    int untended;                /* seconds since the database was tended when we signed on */
    struct date today;           /* the database's */
    struct desk_moment set;      /* the database's time at clock_base */
    int64_t clock_base;          /* clock_milliseconds() then */
    struct desk_moment cut;      /* since when the database is away, while desk_cut() */
    struct desk_moment slip;     /* of the last slip that was given here: no two have the same second */
    struct desk_listener queues; /* tasks came or went (channel yc_queues) */
    bool awaits;                 /* somebody waits in the hall for a case of mine */
    int answered;                /* of what waits for me: answers to questions of mine */
    int urgent;                  /* what needs me, as it was counted last (waiting.h) */
    bool comes;                  /* signed on just now: what was left undone is told once it is counted */
    struct desk_listener held;   /* a case changed hands (yc_held): "region case" */
    struct desk_listener
        steers;      /* a supervisor paused something or somebody sat down (yc_steer): the region */
    int64_t *pauses; /* what is paused of what concerns me; see seat.h */
    size_t pause_count;
    struct desk_tending tending;
    struct desk_found found;
    struct desk_searched searched;
    bool sending;  /* what was not sent before is on its way */
    bool troubled; /* told why the outbox has to wait */
    int refused;   /* entries of the outbox that were refused */
    bool unkept;   /* this machine's disk kept nothing the last time: see desk_paused() */
    struct definition *definitions;
    size_t definition_count;
    struct parts *parts; /* parts.h */
    struct decision *decisions;
    struct reply_draft *reply_drafts;
    struct desk_answer answer;
    struct desk_setting *settings; /* this person's */
    size_t setting_count;
    struct keymap *keymap; /* with their own keys; NULL: nobody's */
};

/* Forgets who was signed on and closes the connection. What the database does not have yet stays in this
 * person's local journal. */
void desk_sign_off(struct desk *desk);

/* Cut off from the database: answers come later, acceptance is not to be had. */
bool desk_cut(const struct desk *desk);

/* The database's time now, and setting it; in one number (for outbox_entry.made) and as "03-02 10:42". */
struct desk_moment desk_now(const struct desk *desk);
int64_t desk_stamp(const struct desk *desk);

/* The moment of a new slip: now, but later than the last slip's, whatever became of the clock; remembered on
 * this machine's disk too. */
struct desk_moment desk_slip_moment(struct desk *desk);

void desk_stamp_write(int64_t stamp, struct buffer *out);
void desk_clock_set(struct desk *desk, struct desk_moment moment);

/* A call that must not be lost: in the local journal before this returns, then sent. False: this machine
 * cannot keep it, which is told; the keyboard waits for the database's answers (desk_paused()). */
bool desk_keep(struct desk *desk, const struct outbox_message *message);

/* The same for what this lane could not keep. */
bool desk_keep_again(struct desk *desk, const char *lane);

/* Keys have to wait: what was typed last stands nowhere yet. The terminal is not read meanwhile. */
bool desk_paused(const struct desk *desk);

/* Whether a grant for the action exists anywhere. */
bool desk_may(const struct desk *desk, const char *action);

void desk_grants_free(struct desk *desk);
void desk_items_free(struct desk *desk);

/* The language of the screens, and of the names that the database answers with from now on. What a screen has
 * read already stays as it came. */
void desk_language(struct desk *desk, bool english);

/* Who is signed on, in both languages; copied. */
void desk_names_set(struct desk *desk, const char *chinese, const char *english);

/* Moves to where an action is granted: the first region (and hall) of such a grant. */
void desk_go(struct desk *desk, const char *action);

/* A fresh key for a command (random UUID). */
void desk_key(char key[DESK_KEY]);

/* Draws the first line: hall, window, name, what ails, the clock. */
void desk_header(struct desk *desk);

/* The name in the language of the screens. */
const char *desk_name(const struct desk *desk, const struct spec_name *name);

/* A legal basis as it is shown: "unverified" has a word. */
const char *desk_basis(const char *basis);

/* Column PREFIX_zh or PREFIX_en of a reply. */
const char *desk_column(const struct desk *desk, const struct store_reply *reply, int row,
                        const char *prefix);

/* Shows a refusal. True: there was one. */
bool desk_refused(struct desk *desk, const struct store_reply *reply);

/* The version of an item with its code lists and letters, by its id: from the cache, or NULL until the answer
 * to a call made now has come; then ready is called with the screen's state, if that screen is still there. A
 * definition that cannot be read is told and ready is not called. */
typedef void desk_ready(void *screen);
const struct spec_item *desk_definition(struct desk *desk, int id, desk_ready *ready, const void *screen);

/* Whether the version can be had without the database: in memory, or on this machine's disk (by the hash of
 * its content; of an item in force the desk knows it). Reads it in. */
bool desk_definition_get(struct desk *desk, int id, const char *hash);
bool desk_definition_kept(struct desk *desk, int id);
const char *desk_definition_hash(const struct desk *desk, int id); /* "" where it is not in memory */

/* Fetches the definitions of all items that may be accepted here, so that they are on
 * this machine when the database is away. */
void desk_definitions_ahead(struct desk *desk);

/* Whether the definition is known to be one that cannot be read: told, and nothing is begun with it. */
bool desk_definition_refused(const struct desk *desk, int id);

/* From the cache alone; NULL when it is not there. */
const struct spec_item *desk_definition_item(const struct desk *desk, int id);
const struct spec_letter *desk_letter(const struct desk *desk, int id, const char *code);

/* Whether GB/T 2260 has the region, by the code list of a definition; all pass where it has none. */
bool desk_region_known(void *definition_set, const char *code);
struct spec_set *desk_definition_set(struct desk *desk, int id);

/* Drops answers of a screen that closes; safe without a connection. */
void desk_forget(struct desk *desk, const void *owner);

/* Asks the database. While it is away the call waits and its answer comes later; so a query must be harmless
 * when it is sent twice (session.h). */
void desk_call(struct desk *desk, const struct store_query *query, store_answered *answered, void *owner);

#endif
