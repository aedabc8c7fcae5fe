/* What people at the workstation do in many stories, key by key and no faster than a hand. Each ends when the
 * screen shows what that person would wait for. */
#ifndef STORY_PEOPLE_H
#define STORY_PEOPLE_H

#include "story/driver.h"

/* Nobody has these numbers: births of 1901 and 1902, check digits right (GB 11643). */
#define PERSON_NUMBER "210602190103121046"
#define PERSON_NAME   "张桂兰"
#define PERSON_MASKED "210602********1046"

/* A father who died. */
#define PERSON_DEAD_NUMBER "210602190111201011"
#define PERSON_DEAD_NAME   "林大山"

struct person_at {
    const char *database, *login;
    const char *window;   /* NULL: none */
    const char *language; /* of a story about languages, which has its texts in it; NULL: that of the run */
    const char *keymap;   /* of a story about keys, which names them as they are; NULL: that of the run */
    const char *home;     /* NULL: a fresh one */
    int rows, columns;    /* 0: 24 and 80 */
    int limit;            /* milliseconds that a wait lasts at most; 0: the driver's own */
};

/* The language of this run: "en" with STORY_LANGUAGE=en (then waits and expectations are translated), else
 * "zh". */
const char *people_language(void);

/* The keymap of this run, STORY_KEYMAP: keys and their names are translated from default. NULL: default. With
 * STORY_INPUT=ime letters arrive as an input method delivers them. */
const char *people_keymap(void);

/* Starts the program and waits for the login screen. */
struct driver *people_start(const struct person_at *who);

/* Types name, password "test" and window; does not wait. */
void people_type_login(struct driver *driver, const struct person_at *who);

/* Both, and waits until the desk is open. */
struct driver *people_sign_on(const struct person_at *who);

/* F9 when it is no longer deaf: 300 ms after the screen was drawn (rule 4). */
void people_commit(struct driver *driver);

/* For so long F9 is deaf behind a new screen, and a little more. */
void people_breathe(struct driver *driver);

/* From the credential to the page of somebody who has never been here, or of somebody who has. */
void people_new_person(struct driver *driver, const char *number, const char *name);
void people_known_person(struct driver *driver, const char *number);

/* From a person's page to the form of the unemployment benefit: F4 sybxj 1. */
void people_pick(struct driver *driver);

/* The same for another item: what finds it and, behind that, its digit. */
void people_pick_item(struct driver *driver, const char *words);

/* From the first empty field of a new person's form to the list of materials. */
void people_fill(struct driver *driver);

/* Hands in the marked material, from the list of materials; shown is what stands there then, "有 身份证". */
void people_hand_in(struct driver *driver, const char *path, const char *shown);

/* The lost proof: F7 1, letter, F9; the cursor is on that material, in the list of materials. */
void people_promise(struct driver *driver);

/* The same for another proof; shown is what stands there then, "诺 参保缴费凭证". */
void people_promise_of(struct driver *driver, const char *shown);

/* All three materials of the story, from the list of materials, and back to the form. */
void people_materials(struct driver *driver);

/* F9, reading back, F9, receipt. */
void people_accept(struct driver *driver);

/* Everything from the credential to the receipt. */
void people_whole_case(struct driver *driver, const char *number, const char *name);

/* From a person's page to the filled-in claim for the funeral grant of her father: the kinship is promised. */
void people_funeral(struct driver *driver);

/* From the receipt: the applicant sits down in the hall, the next person may come. */
void people_visit_park(struct driver *driver);

/* From a person's page: ends the visit; outcome is the digit of its list: 1 accepted, 4 left. */
void people_visit_end(struct driver *driver, const char *outcome);

/* The same, for so many invented people, without the screen: as wangfang at window 2, through the functions
 * that the program calls. For stories that begin with a queue. */
void people_cases_accepted(const char *database, int count);

/* Whether it stands on the screen by now. */
bool people_see(struct driver *driver, const char *text);

/* F2 until it says so: the sum of a due date may still be on its way. The box stays open. */
void people_why(struct driver *driver, const char *text);

#endif
