/* A clerk who plays story 1 on the real program, again and again, each time for another invented person. What
 * the clerk does next follows from the screen alone, so it goes on after whatever breaks; and many clerks are
 * played by one test at the same time, since no turn waits.
 *
 *     struct player *players[16];
 *     ...
 *     while (!enough)
 *         players_turn(players, 16, 2);
 *
 * What the screen promises is written into the ledger. A clerk who does not know the screen, or waits too
 * long for another one, fails the test with the picture. */
#ifndef FAULT_PLAYER_H
#define FAULT_PLAYER_H

#include <stdbool.h>
#include <stddef.h>

#include "fault/ledger.h"
#include "story/driver.h"

struct player;

struct player_options {
    const char *database, *login;
    int window;
    const char *home;               /* a folder that outlives the player; kept at the end */
    const char *const *environment; /* additions, see story/command.h; may be NULL */
    const char *program;            /* NULL: yichuang */
    struct ledger *ledger;
    int first, step; /* people first, first + step, ... */
    int people;      /* so many, then the clerk rests; 0: without end */
    bool slips;      /* while cut off, take applications against a slip; else wait for the database */
    int patience;    /* ms that the screen may stay as it is; 60,000 when 0 */
};

/* Starts the program; options are copied, what they point to is borrowed. */
struct player *player_start(const struct player_options *options);
void player_stop(struct player **player); /* NULL is safe */
void players_stop_all(void);              /* for a teardown */

/* One turn for each clerk: whose program is at rest looks, and acts at most once. Waits at most so many ms
 * when nobody could act. Returns how many acted. */
int players_turn(struct player *const *players, size_t count, int milliseconds);

/* Turns until all that they promised has come, for so many ms at most. */
void players_settle(struct player *const *players, size_t count, const char *database, int milliseconds);

/* kill -9, and what the program still wrote is read: what was seen in a later field counts as left. */
void player_kill(struct player *player);
/* The same clerk signs on again, in the same home; goes on with the same person. */
void player_restart(struct player *player);

/* Turns of this player alone until the desk is open (the credential, a person, a form). */
void player_sign_on(struct player *player);

/* Turns of this player alone until the clerk is at the field of that label ("手机号码"). */
void player_until_field(struct player *player, const char *label);

/* Turns of this player alone until the screen shows the text. */
void player_until_text(struct player *player, const char *text);

/* The clerk has been through with so many people (receipt read, or case seen accepted, and the visit ended).
 */
int player_done(const struct player *player);
bool player_rests(const struct player *player); /* through with all of them */

/* Goes through with the person who is there and takes no other one. */
void player_finish(struct player *player);

/* Things done (keys of one field, one commit) since the start; about PLAYER_STORY a person. */
enum { PLAYER_STORY = 22 };
int player_actions(const struct player *player);

/* As of the last turn: the desk is open; the cursor is in a field of the form. */
bool player_signed_on(const struct player *player);
bool player_fills_in(const struct player *player);

/* Line 1 says that the database is cut off, as of the last turn. */
bool player_cut(const struct player *player);
/* Times that it began to say so. */
int player_cuts(const struct player *player);

struct driver *player_driver(struct player *player);
int player_person(const struct player *player); /* whose turn it is: index of invented.h */

#endif
