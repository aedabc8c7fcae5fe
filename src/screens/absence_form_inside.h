/* The inside of the form of an absence, for the files absence_form*.c alone. */
#ifndef SCREENS_ABSENCE_FORM_INSIDE_H
#define SCREENS_ABSENCE_FORM_INSIDE_H

#include "screens/absence_foreseen.h"
#include "screens/absence_form.h"
#include "screens/absence_people.h"
#include "screens/entry.h"

enum { WHO, FROM, TO, COVER, FIELDS };

struct absence_form {
    struct desk *desk;
    struct entry entry;
    char *logins[FIELDS]; /* chosen, of WHO and COVER ("": nobody); NULL: none was chosen yet */
    struct absence_people people;
    struct absence_foreseen foreseen;
    char key[DESK_KEY]; /* of recording it, however often it is sent */
    bool sending;
};

/* Whether the field is chosen from the list of people. */
bool absence_form_of_people(int field);

/* What is typed. False: it is not all there; *at is the field that is asked for, error set where it holds no
 * day. */
bool absence_form_words(const struct absence_form *form, struct absence_words *words, int *at,
                        struct error *error);

/* --- how it looks (absence_form_draw.c) */

/* Rows of the list of people. */
int absence_form_list_height(const struct layout *layout);
void absence_form_draw(const void *state, struct canvas *canvas, const struct layout *layout);
void absence_form_cursor(const void *state, struct canvas *canvas, const struct layout *layout);
void absence_form_lines(const void *state, struct screen_lines *lines);
void absence_form_why(const void *state, struct buffer *sentences);

#endif
