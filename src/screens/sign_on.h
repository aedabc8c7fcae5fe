/* Signing on, and coming in again after each cut: connects, asks who this is and what they may do, opens the
 * local journal, sends what stands in it.
 *
 * Without the database: when this machine has this person's local journal with the desk's record in it, and
 * the password opens it, they are let in by that record, cut off (they can do no more than fill in and give
 * slips; the database checks everything when it is back). */
#ifndef SCREENS_SIGN_ON_H
#define SCREENS_SIGN_ON_H

#include "screens/desk.h"

struct sign_on_request {
    const char *login;
    const char *password;                                 /* copied into locked memory; wipe your own */
    int window;                                           /* 0: none */
    void (*done)(void *owner, const struct error *error); /* once, from the loop; NULL: signed on. With an
                                                             error the caller signs off, deferred */
    void *owner;
};

/* Fills desk->session, desk->outbox and who and where. */
void sign_on_begin(struct desk *desk, const struct sign_on_request *request);

/* Whether this is the password of who is signed on here; asks nobody, so it answers while cut off too. */
bool sign_on_password_is(const struct sign_on *signing, const char *typed);

/* Ends what is under way; done is not called any more. Takes the address and nulls it, NULL is safe. */
void sign_on_end(struct sign_on **signing);

#endif
