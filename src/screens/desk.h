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
#include "store/store.h"
#include "ui/ui.h"

enum { DESK_KEY = 37 }; /* bytes of a UUID as text, NUL included */

struct desk_grant {
    char *action;
    int region;
    char *region_name;
    int hall; /* 0: the region has none */
    char *hall_name;
};

/* An item in force, for the picker. */
struct desk_item {
    int definition_id;
    char *code;
    struct spec_name name;
    bool acceptable;
};

struct definition; /* cached; see desk_definition() */
struct decision;   /* begun; see decision.h */

struct desk {
    struct loop *loop;
    struct ui *ui;
    struct store *store;  /* NULL while nobody is signed on */
    const char *database; /* connection string */
    const char
        *demonstration; /* names and passwords to show on the login screen; NULL: no demonstration hall */
    bool english;
    /* who and where, since desk_signed_on() */
    char *login;
    char *name;
    struct desk_grant *grants;
    size_t grant_count;
    struct desk_item *items;
    size_t item_count;
    int region;
    int hall;
    int window; /* 0: not at a window */
    char *hall_name;
    char token[DESK_KEY]; /* this workstation's, for claims */
    bool demonstration_hall;
    int untended;          /* seconds since the database was tended when we signed on */
    struct date today;     /* the database's */
    int64_t clock_minutes; /* minutes of the day by the database's clock at clock_base */
    int64_t clock_base;    /* clock_milliseconds() then */
    struct definition *definitions;
    size_t definition_count;
    struct decision *decisions;
};

/* Forgets who was signed on and closes the connection. */
void desk_sign_off(struct desk *desk);

/* Whether a grant for the action exists anywhere. */
bool desk_may(const struct desk *desk, const char *action);

/* Moves to where an action is granted: the first region (and hall) of such a grant. */
void desk_go(struct desk *desk, const char *action);

/* A fresh key for a command (random UUID). */
void desk_key(char key[DESK_KEY]);

/* Draws the first line: hall, window, name, what ails, the clock. */
void desk_header(struct desk *desk);

/* The name in the language of the screens. */
const char *desk_name(const struct desk *desk, const struct spec_name *name);

/* Column PREFIX_zh or PREFIX_en of a reply. */
const char *desk_column(const struct desk *desk, const struct store_reply *reply, int row,
                        const char *prefix);

/* Shows a refusal. True: there was one. A lost connection is told once, by the session. */
bool desk_refused(struct desk *desk, const struct store_reply *reply);

/* The version of an item with its code lists and letters, by its id: from the cache, or NULL until the answer
 * to a call made now has come; then ready is called with the screen's state, if that screen is still there. A
 * definition that cannot be read is told and ready is not called. */
typedef void desk_ready(void *screen);
const struct spec_item *desk_definition(struct desk *desk, int id, desk_ready *ready, const void *screen);

/* From the cache alone; NULL when it is not there. */
const struct spec_item *desk_definition_item(const struct desk *desk, int id);
const struct spec_letter *desk_letter(const struct desk *desk, int id, const char *code);

/* Whether GB/T 2260 has the region, by the code list of a definition; all pass where it has none. */
bool desk_region_known(void *definition_set, const char *code);
struct spec_set *desk_definition_set(struct desk *desk, int id);

/* Drops answers of a screen that closes; safe without a connection. */
void desk_forget(struct desk *desk, const void *owner);

/* Ends the calls that the screens make: hands a query to the store, or tells that the connection is gone. */
void desk_call(struct desk *desk, const struct store_query *query, store_answered *answered, void *owner);

#endif
