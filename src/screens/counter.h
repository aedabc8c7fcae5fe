/* The counter: the person, the form, the materials. Four ways to stand: who is it (credential), the person
 * without an item, the form, and waiting for the database in between. */
#ifndef SCREENS_COUNTER_H
#define SCREENS_COUNTER_H

#include "screens/work.h"

extern const struct screen_class counter_screen; /* argument: struct desk * */

enum counter_mode { COUNTER_CREDENTIAL, COUNTER_PERSON, COUNTER_FORM };

enum { COUNTER_PARKED = 50 }; /* rows of the list of parked visits */

enum { CREDENTIAL_TYPE, CREDENTIAL_NUMBER, CREDENTIAL_NAME, CREDENTIAL_FIELDS };

struct counter_case { /* one of the person's cases, as the counter lists them */
    int64_t case_id, visit_id;
    char *item, *item_name, *state, *stage, *number, *since, *holder;
    char *held_since;   /* "" when nobody has it */
    int held_window;    /* 0: unknown */
    bool mine;          /* this person has it, perhaps at another window */
    char *returned_for; /* the approver's words; "" when it was not returned */
    bool open;          /* a draft or returned case: can be taken up */
};

/* After an acceptance: the same item for the next person of the same unit (Ctrl-D). */
struct counter_unit {
    int64_t case_id;        /* accepted last in this visit; 0: none */
    char *item, *item_code; /* of it, in words and as a code */
    char *words;            /* what colleagues have in common, as it stands there */
    bool wanted;            /* Ctrl-D was pressed: opens for the next person */
};

struct counter {
    struct work work; /* first: see work.h */
    struct desk *desk;
    enum counter_mode mode;
    /* credential */
    struct editor credential[CREDENTIAL_FIELDS];
    int at;             /* the credential field with the cursor */
    bool unknown;       /* nobody has this number yet, or the database is away: the name is asked for */
    struct error fault; /* of the credential */
    /* person */
    struct visitor person;
    struct counter_case *cases;
    size_t case_count;
    bool cases_known;               /* the database has told them */
    int64_t parked[COUNTER_PARKED]; /* visits, as the list on the screen shows them */
    /* form */
    struct editor editor;
    long field;         /* with the cursor; FORM_NONE: none (all is done) */
    int top;            /* first row of the form that is shown */
    int form_rows;      /* rows of the form's area */
    bool missing_first; /* a parked visit or returned case is taken up at the first missing thing */
    int64_t taking;     /* the case that is taken over when F9 says so, or was taken away */
    int64_t wanted;     /* the case to take up once the person's cases are there */
    struct {            /* the field for which the previous case was asked, and of which case */
        long field;
        char token[DESK_KEY];
    } copying;
    struct counter_unit unit;
};

/* From another screen (what waits for me): to the counter, with the person of this visit and this case;
 * case_id 0: the visit alone. Or with what stands in a lane of the outbox: works without the database. */
void counter_resume(struct desk *desk, int64_t visit_id, int64_t case_id);
void counter_restore(struct desk *desk, const char *lane);

/* counter_person.c */
void counter_identify(struct counter *counter); /* Enter in the credential */
void counter_person_take(struct counter *counter,
                         const struct store_reply *reply); /* they are at the window */
void counter_cases_ask(struct counter *counter);
void counter_take_up(struct counter *counter,
                     const struct counter_case *row); /* a draft or a returned case */
void counter_leave_person(
    struct counter *counter); /* back to the credential, everything of the person wiped */

/* counter_credential.c */
void counter_types(struct counter *counter);      /* F4 in the credential: the kinds of documents */
bool counter_type_known(struct counter *counter); /* false, told under the form: no such kind */
/* What was wrong with the credential is being mended; a field of several lines was typed into. */
void counter_edited(struct ui *ui, void *counter);

/* counter_visit.c */
void counter_visit_resume(struct counter *counter, int64_t visit);
void counter_park(struct counter *counter);
void counter_parked(struct counter *counter); /* the list of parked visits */
void counter_end(struct counter *counter, const char *outcome);
void counter_end_ask(struct counter *counter); /* how the visit ends: by digit */
void counter_taken(struct counter *counter);   /* somebody else has the open case now: told, put down */
void counter_held(void *counter, const char *payload); /* a case changed hands: is it the open one? */

void counter_told(struct counter *counter); /* the notice was given: the visit is parked or ended */

/* counter_text.c */
bool counter_text_wanted(const struct counter *counter); /* the cursor is in a field of several lines */
void counter_text_open(struct counter *counter);         /* the window in which it is written */

/* copy_previous.c */
void counter_copy_previous(struct counter *counter); /* Ctrl-D */
void counter_unit_remember(struct counter *counter); /* the open case was accepted */
void counter_unit_next(void *counter);               /* the visit ends, the next one is of the same unit */
void counter_unit_open(struct counter *counter);     /* for the next person, whose cases are known */
void counter_unit_forget(struct counter *counter);

/* counter.c */
void counter_put_down(struct counter *counter); /* the form, for the person's page */
void counter_received(struct counter *counter); /* a slip was given: shown, and the person's page beneath */
void counter_work_changed(void *counter);

/* counter_form.c */
bool counter_unsaved(const struct counter *counter); /* something was typed into the field with the cursor */
void counter_field_enter(struct counter *counter, long field); /* the cursor goes there */
void counter_field_leave(struct counter *counter);             /* what was typed is kept and saved */
void counter_next_thing(struct counter *counter);              /* Enter */
void counter_step(struct counter *counter, int direction);
void counter_group(struct counter *counter, int direction);
void counter_choices(struct counter *counter); /* F4 in a code field */
void counter_hand_in(struct counter *counter); /* F6: the next missing material */

/* counter_draw.c */
void counter_draw(const void *state, struct canvas *canvas, const struct layout *layout);
void counter_cursor(const void *state, struct canvas *canvas, const struct layout *layout);

/* counter_form_draw.c */
void counter_form_draw(const struct counter *counter, struct canvas *canvas, const struct layout *layout);
void counter_form_cursor(const struct counter *counter, struct canvas *canvas, const struct layout *layout);
void counter_side_draw(const struct counter *counter, struct canvas *canvas, const struct layout *layout);
const char *counter_mark(enum form_mark mark); /* one character */
/* Cells of the editor of a field. */
int counter_editor_width(const struct counter *counter, const struct layout *layout);

/* counter_words.c */
void counter_lines(const void *state, struct screen_lines *lines);
void counter_why(const void *state, struct buffer *sentences);

/* The row of a field among the shown ones; -1: not shown. */
int counter_row(const struct counter *counter, long field);

#endif
