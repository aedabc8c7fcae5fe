/* The inside of the reply screen, for the files reply*.c alone. */
#ifndef SCREENS_REPLY_INSIDE_H
#define SCREENS_REPLY_INSIDE_H

#include "screens/case_view.h"
#include "screens/reply.h"
#include "screens/reply_draft.h"

enum { REPLY_FOOT = 2, REPLY_KNOWN = 24 };

/* Months that the person has already, or paid here: what the reply will be joined with. Strings are owned. */
struct reply_known {
    char *from, *to;
    bool own; /* as the application says; else of the record */
};

struct reply {
    struct case_view view; /* first: see case_view.h */
    struct desk *desk;
    struct reply_draft *draft; /* the desk's; NULL: recorded */
    struct reply_context context;
    struct reply_known known[REPLY_KNOWN];
    size_t known_count;
    struct editor editor; /* of the field at */
    size_t at;
    char *paper, *stage; /* stage NULL: the head has not come yet */
    int version, definition_id;
    struct error obstacle; /* why no reply can be entered; no code: it can */
    bool looking;          /* the case is shown in place of the form */
    char key[DESK_KEY];    /* of this reply as it stands, however often it is sent */
};

/* --- reply_draw.c */

void reply_form_draw(const struct reply *reply, struct canvas *canvas, const struct layout *layout);
void reply_form_cursor(const struct reply *reply, struct canvas *canvas, const struct layout *layout);
/* Cells of the field's window at this width. */
int reply_field_width(size_t field, const struct layout *layout);

/* --- reply_field.c: the field at hand */

void reply_field_enter(struct reply *reply, size_t field);
/* Keeps what was typed, as it is read. */
void reply_field_keep(struct reply *reply);
/* Leaves the field for another one; empty rows go. */
void reply_field_go(struct reply *reply, size_t field);
/* Tells what is wrong with a field and goes there. */
void reply_field_tell(struct reply *reply, size_t field);
/* What is wrong with it, appended (out may be NULL); false: nothing. */
bool reply_field_fault(const struct reply *reply, size_t field, struct buffer *out);
/* Enter: the next field, behind the last one a new row; a value that is wrong is told. */
void reply_field_next(struct reply *reply);
/* Up and down: the same column, the heads one by one. */
size_t reply_field_above(size_t at);
size_t reply_field_below(size_t at);
/* The list of places, for a field that takes one. */
void reply_places_open(struct reply *reply);

/* --- reply_send.c */

/* Records the reply, or says what is missing. */
void reply_commit(struct reply *reply);
/* Asks for words and ends the suspension without a reply. */
void reply_resume(struct reply *reply);

/* --- reply.c */

/* Asks for version, stage and what stands against a reply. */
void reply_head_ask(struct reply *reply);

#endif
