/* The case that a clerk fills in: its form, its materials, and the calls that save, hand in and accept.
 * Belongs to the counter; the materials screen works on the same one.
 *
 * What is left or handed in goes through the outbox (desk_keep()): it is on this machine before anything else
 * happens, and in the database right after, or when that is back. A case can also be opened while cut off;
 * the database then knows it by its token until it has given it an id. */
#ifndef SCREENS_WORK_H
#define SCREENS_WORK_H

#include "form/form.h"
#include "model/slip.h"
#include "screens/desk.h"
#include "screens/doubts.h"
#include "screens/effort.h"
#include "screens/visitor.h"

struct work_material { /* what was handed in */
    int64_t id;        /* 0: the database does not know it yet */
    char *kind;
    bool commitment;
    char *file_name;
    int64_t bytes;
    char *added_at;
};

struct work {
    struct desk *desk;
    const struct visitor *visitor; /* whose case it is; the counter's */
    int64_t case_id;               /* 0: opened while cut off */
    char token[DESK_KEY];          /* fences what a former holder sends late; the case's lane in the outbox */
    int version;
    int definition_id;
    char *item_code;
    const struct spec_item *item; /* NULL until the definition is there */
    struct form *form;
    struct work_material *materials;
    size_t material_count;
    struct doubts doubts; /* what it was returned for; none while cut off */
    int64_t seq;          /* of the last save */
    long last;            /* the field that was saved last; FORM_NONE: none */
    struct effort effort; /* since the form was there */
    bool began;           /* a draft, not a returned case */
    bool accepting;       /* the answer to an acceptance is awaited */
    bool accepts_later;   /* F9 was pressed; what was entered before is on its way: see work_tick() */
    int handing;          /* materials handed in or taken back whose answers are awaited */
    bool opening;         /* the answer to its opening or taking is awaited */
    bool prefill;         /* opened while cut off: filled in from the visitor once the definition is there */
    int64_t accepted;     /* the case that was accepted just now; 0: none */
    char slip[SLIP_TEXT]; /* the code of the slip that was given, or that this machine could not keep; "" */
    char accept_key[DESK_KEY];     /* one key for one acceptance, however often it is sent */
    void *screen;                  /* state of the screen that owns this work; the work is its first member */
    void (*changed)(void *screen); /* form or materials came or changed */
    void (*ended)(void *screen);   /* it was accepted, or a slip was given */
    void (*lost)(void *screen);    /* somebody else has it now */
};

/* Begins a draft for an item in the visitor's visit, or takes an existing draft or returned case up. What was
 * worked on before is put down. */
void work_open(struct work *work, const char *item);
void work_take(struct work *work, int64_t case_id);
/* The same for the item of a case that this person opened or accepted, with what colleagues of one unit have
 * in common from there; not while cut off. */
void work_open_unit(struct work *work, const char *item, int64_t from);
/* Puts it down: it stays in the database. Answers still under way are dropped, saves still happen. */
void work_clear(struct work *work);

/* True once form and materials are there. */
bool work_ready(const struct work *work);

/* Types into a field and saves what changed. */
void work_type(struct work *work, size_t field, const char *typed);

/* "Still the same"; saved where it was a colleague's. */
void work_confirm(struct work *work, size_t field);

/* Hands in a file's bytes, or (bytes NULL) a commitment signed today, for a material. Takes the bytes over.
 */
void work_hand_in(struct work *work, const char *kind, const char *file_name, struct buffer *bytes);
void work_take_back(struct work *work, int64_t material);

/* The newest one of a kind, NULL: none. */
const struct work_material *work_material(const struct work *work, const char *kind);

/* Index of the first needed material that is not there; FORM_NONE: all there. */
long work_missing_material(const struct work *work);
int work_missing_materials(const struct work *work);

/* What a material of the item is for, and by which law, in a sentence. */
void work_material_why(const struct work *work, const struct spec_material *material, struct buffer *out);

/* Has the database judge the whole form while it is read back, so that the acceptance, which the applicant
 * waits for, need not. False: not now, what was entered is still on its way. */
bool work_check(struct work *work);

/* Asks for what the form has masked, in full, to be read back to the applicant (desk.case_readback(), noted
 * in the read log): columns field and value. False: not now, as above. */
bool work_reveal(struct work *work, store_answered *answered, void *owner);

/* Sends the acceptance; while cut off gives a slip of receipt instead (收件): what was received goes up when
 * the database is back, and is accepted then if nothing stands against it. Where this machine cannot keep the
 * slip's call it gives none: the answer to the call is waited for as that of an acceptance is, and asking
 * once more tries the disk again. */
void work_accept(struct work *work);
void work_tick(struct work *work); /* each tick of the loop while a screen waits for the acceptance */
void work_receive(struct work *work);

/* --- for work*.c alone. Calls carry the work as their owner: work_clear() forgets them. */

void work_materials_ask(struct work *work);

/* The case as the calls name it: by its id, or (null) by its token until the database has given it one. */
void work_query_case(const struct work *work, struct store_query *query);

/* A call that must not be lost (screens/lane.h: the kinds and their subjects). */
bool work_keep(struct work *work, char kind, const struct buffer *subject, const struct store_query *query,
               store_answered *answered); /* false: as in desk_keep() */

void work_materials_free(struct work *work);
void work_material_add(struct work *work, const struct work_material *material); /* texts are taken over */

/* Writes the note of the case's lane: all that is needed to show it again without the database. */
void work_note(struct work *work);

/* Puts a lane of the outbox into the work, as this machine knows it, and fills the visitor in. False, nothing
 * changed: the lane has no note, or this machine does not have the definition. */
bool work_restore(struct work *work, const char *lane, struct visitor *visitor);

#endif
