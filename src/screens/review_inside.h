/* The inside of the review screen, for the files review*.c alone. */
#ifndef SCREENS_REVIEW_INSIDE_H
#define SCREENS_REVIEW_INSIDE_H

#include "model/date.h"
#include "screens/decision.h"
#include "screens/effort.h"
#include "screens/questions.h"
#include "screens/review.h"
#include "screens/review_sheet.h"
#include "screens/turn.h"

/* What is to be done is a part of a case that others do beside one another: a branch is answered, a vote is
 * for or against. */
enum review_part { PART_NONE, PART_BRANCH, PART_VOTE };

enum { REVIEW_REASONS = 40, REVIEW_FOOT = 4 }; /* REVIEW_FOOT: rows of the decision */

struct review {
    struct case_view view; /* first: see case_view.h */
    struct sheet sheet;    /* its left page */
    struct desk *desk;
    int64_t task_id;
    char *stage;
    enum review_part part;
    struct decision *decision;      /* the desk's */
    struct editor note;             /* its words */
    bool writing;                   /* the cursor is in the words; otherwise digits choose */
    char *doubt_key, *doubt_reason; /* of the doubt that is being noted: the field or material, the code */
    bool doubt_material;
    struct questions questions;
    char *ask_login; /* whom the question is for that is being asked; "": the window */
    char *codes[REVIEW_REASONS], *names[REVIEW_REASONS]; /* the reasons of the list that is open */
    size_t reason_count;
    int page;
    struct effort effort;
    bool back;       /* F9 goes back to the screen beneath */
    bool alone;      /* F9 decides and does not take the next in the same breath */
    bool authorises; /* a supervisor's authorisation */
    loop_id renew;
    bool renewing;                  /* a sign of life is under way */
    char key[DESK_KEY];             /* of this decision, however often it is sent */
    struct turn turn;               /* why it came to me */
    char aside_key[DESK_KEY];       /* of what review_aside.c sends */
    char until[DATE_TEXT];          /* of a hold that is being worded */
    int64_t takers[REVIEW_REASONS]; /* of the list that is open */
};

/* --- review_decide.c */

/* Takes a decision by its digit and asks for the reasons where it needs one. */
void review_choose(struct review *review, enum decision_kind kind);
/* Records the decision, or says what is missing; then the next case comes, or the screen beneath. */
void review_decide(struct review *review);
/* Sends it as it is. */
void review_send(struct review *review);
/* It was decided: the next of my queues comes, or the screen beneath. */
void review_next(struct review *review);
void review_reasons_free(struct review *review);
/* Nothing is missing for it. */
bool review_complete(const struct review *review);
/* The decision has a line for words. */
bool review_words_wanted(const struct review *review);
/* Offers the rows of a list of codes by digit. */
void review_reasons_offer(struct review *review, const struct store_reply *reply, const char *title,
                          enum decision_kind kind, void (*done)(struct ui *ui, void *state, size_t chosen));

/* --- review_part.c */

/* What the stage of a claimed task is: the kind of a branch, "vote", or a stage of the case. */
enum review_part review_part_of(const char *stage);
/* Passed or failed, for or against: of the two choices that a part has. */
const char *review_part_word(const struct review *review, enum decision_kind kind);
/* What the line above the keys says. */
void review_part_lines(const struct review *review, struct screen_lines *lines);
void review_part_send(struct review *review);

/* --- review_doubt.c */

/* Notes a doubt on the marked field or material: its reason by digit, then words or none. */
void review_doubt(struct review *review);
/* Takes the marked doubt away. */
void review_undoubt(struct review *review);

/* --- review_ask.c */

/* Asks the window or a colleague; where a question is open already, one more or that withdrawn. */
void review_ask(struct review *review);
/* Reads the questions and their answers; with `again` only where an answer is owed. */
void review_questions(struct review *review);
void review_questions_again(struct review *review);
/* What a decision does to an open question. */
void review_ask_lines(const struct review *review, struct screen_lines *lines);

/* --- review_propose.c */

/* The doubts came: proposes to return the case for them and writes the notice, unless the officer has decided
 * otherwise or written words of their own, behind which only what is new is put. */
void review_propose(struct review *review);
/* Asks for what has to be said beside a decision: why a case is returned once more, when a suspension should
 * be over. */
void review_ask_again(struct review *review);
void review_ask_until(struct review *review);
/* Sends what was said beside the decision ahead of it, and the decision once that stands; false: nothing was.
 */
bool review_prepare(struct review *review);

/* --- review_aside.c */

/* Asks how it is to leave my hands: held until a date, given to a colleague, released. */
void review_aside(struct review *review);
/* Asks for the colleague and gives it to them. */
void review_give(struct review *review);

/* --- review_draw.c */

void review_draw(const void *state, struct canvas *canvas, const struct layout *layout);
void review_cursor(const void *state, struct canvas *canvas, const struct layout *layout);
void review_lines(const void *state, struct screen_lines *lines);
void review_why(const void *state, struct buffer *sentences);

#endif
