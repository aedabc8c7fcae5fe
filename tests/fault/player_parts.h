/* Between player.c, which looks and decides when, and player_act.c, which does what the screen asks for. */
#ifndef FAULT_PLAYER_PARTS_H
#define FAULT_PLAYER_PARTS_H

#include <stdint.h>

#include "fault/invented.h"
#include "fault/player.h"
#include "fault/sight.h"

struct player {
    struct player *next; /* of those that live, for players_stop_all() */
    struct player_options options;
    struct driver *driver;
    struct sight sight;
    struct invented person;
    int index; /* the person's */
    int done, actions, cuts;
    bool resting, was_cut;
    bool ending;    /* the visit was ended: the next person comes when the credential is asked for */
    bool asked;     /* what was done last is answered by another screen, in its time */
    unsigned typed; /* SEEN_... of the field that was typed and not yet seen left; 0: none */
    char typed_label[64];
    /* What was seen when something was done last, and when: the same sight is acted on once. */
    char acted_on[256];
    int64_t acted_at;
    char seen[256]; /* the sight as it is, and since when */
    int64_t seen_at;
    char *card, *registered; /* paths of the files that are handed in */
};

/* What is promised to the person who is there. */
struct promise *player_promise(struct player *player);

/* Does what the place asks for. False: nobody knows what to do there. */
bool player_act(struct player *player);

#endif
