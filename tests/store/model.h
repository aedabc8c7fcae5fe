/* The state machine of cases in a few hundred lines of C: what the database is to do, said a second time and
 * without it. Where src/store/sql and this disagree, test_model.c shows the shortest list of commands after
 * which they do.
 *
 * One region, two halls. A struct model holds everything and no pointers into itself: a copy is another
 * world. model_do() is the only thing that changes one. */
#ifndef STORE_MODEL_H
#define STORE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "model/calendar.h"

enum {
    MODEL_CASES = 5,
    MODEL_TASKS = 160,
    MODEL_JOURNAL = 160,
    MODEL_STOPS = 40,
    MODEL_DECISIONS = 40,
    MODEL_APPLICANTS = 6,
    MODEL_NOBODY = -1,
    MODEL_SYSTEM = -2 /* who tends */
};

enum model_person_name {
    MODEL_CLERK,      /* accepts in hall 1 */
    MODEL_COLLEAGUE,  /* accepts in hall 1 and reviews */
    MODEL_OTHER_HALL, /* accepts in hall 2 */
    MODEL_REVIEWER,
    MODEL_VISITOR,   /* reviews, visits */
    MODEL_RECHECKER, /* rechecks, asks third parties */
    MODEL_APPROVER,  /* reviews, rechecks, approves */
    MODEL_SECOND,    /* approves, rechecks */
    MODEL_THIRD,     /* approves */
    MODEL_SUPERVISOR,
    MODEL_DEPUTY, /* supervises, reviews */
    MODEL_OPERATOR,
    MODEL_NEWCOMER, /* no rights */
    MODEL_STRANGER, /* reviews, rechecks and approves in another region */
    MODEL_PEOPLE
};

/* Rights, as bits. */
enum {
    MODEL_ACCEPTS = 1,
    MODEL_REVIEWS = 2,
    MODEL_RECHECKS = 4,
    MODEL_APPROVES = 8,
    MODEL_VISITS = 16,
    MODEL_ASKS = 32,
    MODEL_SUPERVISES = 64,
    MODEL_OPERATES = 128
};

struct model_person {
    const char *name; /* letters only */
    unsigned rights;
    int hall;       /* where they accept */
    bool elsewhere; /* their rights are another region's */
    int own;        /* the applicant that they are, or whose kin they declared; or MODEL_NOBODY */
    int kin;
};

extern const struct model_person model_people[MODEL_PEOPLE];

/* Stages in their order, then the kinds of branches, which have queues of their own. */
enum model_stage {
    MODEL_NO_STAGE,
    MODEL_ACCEPT,
    MODEL_REVIEW,
    MODEL_RECHECK,
    MODEL_APPROVE,
    MODEL_VISIT,
    MODEL_ENQUIRY,
    MODEL_STAGES
};

enum model_item_name { MODEL_BENEFIT, MODEL_FUNERAL, MODEL_TRANSFER, MODEL_LOAN, MODEL_ITEMS };

/* What the state machine needs to know of forms/CODE.yaml. */
struct model_item {
    const char *code;
    enum model_stage last;          /* all stages up to it */
    int promised, statutory;        /* working days; 0: no such limit */
    bool applicant_waits;           /* in the hall, so such a case goes first */
    enum model_stage authorisation; /* decided by a supervisor */
    bool waits_for_reply;           /* may be suspended for an outside place */
    bool branches;                  /* a visit and an enquiry before the recheck; either may stop the clock */
    bool collective;                /* two of three votes, above an amount */
};

extern const struct model_item model_items[MODEL_ITEMS];

enum model_state { MODEL_DRAFT, MODEL_ACCEPTED, MODEL_RETURNED, MODEL_FINISHED, MODEL_DENIED };
enum model_waiting { MODEL_NO_WAITING, MODEL_WAITS_CORRECTION, MODEL_WAITS_SUSPENDED, MODEL_WAITS_BRANCH };
enum model_stop_kind { MODEL_STOP_SUPPLEMENT, MODEL_STOP_REPLY, MODEL_STOP_VISIT, MODEL_STOP_ENQUIRY };
enum model_decision {
    MODEL_AGREE,
    MODEL_RETURN,
    MODEL_DENY,
    MODEL_SUSPEND_REPLY,
    MODEL_SUSPEND_VISIT,
    MODEL_DECISIONS_OF
};

struct model_task {
    int file;                /* its case */
    enum model_stage queue;  /* of a vote: the stage */
    bool vote, open, traced; /* traced: what it was can be told when it is gone (a decision or a branch stands
                                under its id) */
    bool authorisation, again; /* again: it was said why a second return was not made the first time */
    int priority, due;         /* days since 1970 */
    uint32_t excluded;         /* people, as bits */
    int claimed_by;
    bool token; /* who claimed it has its token; not after an undo gave it back to them */
    int64_t lease_until;
};

struct model_stop {
    enum model_stop_kind kind;
    int first, last; /* days since 1970; last 0: it has no end yet; before first: it took no day */
};

struct model_verdict {
    int task, who;
    enum model_stage stage;
    enum model_decision decision;
    bool undone;
};

struct model_entry {
    int who;
    const char *action;
    int64_t at;
    int verdict; /* the decision that it notes, or -1 */
};

struct model_case {
    enum model_item_name item;
    int hall, applicant;
    bool big;      /* an amount that takes votes */
    bool complete; /* filled in, materials and all */
    enum model_state state;
    enum model_stage stage;
    enum model_waiting waiting;
    int since; /* of waiting; day */
    int live;  /* task, or -1 */
    int holder;
    bool token; /* the holder has its token; not after an undo or a handing over */
    int serial; /* of the token: every take gives another */
    int version, accepted_by, accepted_on, promised, statutory; /* days; 0: none */
    bool numbered;
    int visit_clerk;
    bool visit_open;
    uint32_t form_hands;          /* who opened, filled in, accepted or handed in again */
    uint32_t hands[MODEL_STAGES]; /* who entered a reply at a stage, answered a branch, voted */
    bool replied;
    bool answered[2]; /* the visit, the enquiry */
    int votes_for, votes_against;
    uint32_t voters;
    struct model_stop stops[MODEL_STOPS];
    int stop_count;
    struct model_verdict verdicts[MODEL_DECISIONS];
    int verdict_count;
    struct model_entry journal[MODEL_JOURNAL];
    int journal_count;
    bool late, late_noted; /* it passed its limit once; that stands in the journal */
};

enum model_kind {
    MODEL_DO_OPEN,
    MODEL_DO_FILL,
    MODEL_DO_TAKE,
    MODEL_DO_ACCEPT,
    MODEL_DO_NEXT, /* claim whatever is next; task: which that was */
    MODEL_DO_CLAIM,
    MODEL_DO_RELEASE,
    MODEL_DO_DECIDE,
    MODEL_DO_ANSWER, /* a branch, or a vote */
    MODEL_DO_REPLY,
    MODEL_DO_RESUME,
    MODEL_DO_UNDO,
    MODEL_DO_VISIT_END,
    MODEL_DO_HAND_OVER,
    MODEL_DO_DISABLE,
    MODEL_DO_LATER, /* the clock goes on */
    MODEL_DO_TEND,
    MODEL_KINDS
};

struct model_command {
    enum model_kind kind;
    int who;
    int file, task, version, serial; /* as they were when it was written */
    enum model_item_name item;       /* open */
    int hall, applicant;             /* open; hand over: hall */
    bool big;                        /* fill in */
    enum model_decision decision;
    bool pass;           /* answer */
    bool again;          /* decide: with the words for a second return */
    bool onward;         /* decide: and claim whatever is next */
    int next;            /* which that was */
    bool wordless, lost; /* without the words that are asked for; with another token than was given */
    int whom;            /* hand over to, disable */
    int days, seconds;   /* later: to 9:00 so many days on, or so many seconds */
    int repeats;         /* the command that is sent once more under its key; -1: a new one */
};

struct model {
    const struct calendar *calendar; /* borrowed */
    int64_t now;                     /* seconds since 1970 */
    int64_t tended_at;               /* 0: never */
    struct model_case cases[MODEL_CASES];
    int case_count;
    struct model_task tasks[MODEL_TASKS];
    int task_count;
    int decided[MODEL_ITEMS][MODEL_STAGES];
    uint32_t disabled; /* people, as bits */
};

void model_start(struct model *model, const struct calendar *calendar, int64_t now);

/* What a new command (repeats -1) does: "" when it goes through, or the code of its refusal, and nothing is
 * changed. */
const char *model_do(struct model *model, const struct model_command *command);

/* Whether there is room for another sequence's worth of anything. */
bool model_room(const struct model *model);

int model_today(const struct model *model);

/* All of it as text, the very lines that test.model_state() makes of the database. */
void model_tell(const struct model *model, struct buffer *text);

/* "approver decides return on task 3 ...", for who reads a sequence that failed. */
void model_command_tell(const struct model_command *command, struct buffer *text);

const char *model_kind_text(enum model_kind kind);
const char *model_stage_text(enum model_stage stage);

/* --- between the parts of the model */

/* The day of a limit of working days from a day on, without the stops of a case (NULL: none). */
int model_due(const struct model *model, int from, int days, const struct model_case *file);
void model_note(struct model *model, struct model_case *file, int who, const char *action, int verdict);
void model_stage_begin(struct model *model, struct model_case *file, enum model_stage stage);
void model_task_close(struct model *model, int task);
void model_branches_void(struct model *model, const struct model_case *file);
int model_task_make(struct model *model, struct model_case *file, enum model_stage queue, bool branch,
                    uint32_t excluded);
uint32_t model_excluded(const struct model *model, const struct model_case *file, enum model_stage stage);
void model_stop(struct model *model, struct model_case *file, enum model_stop_kind kind);
void model_stop_end(struct model *model, struct model_case *file);
void model_stops_cancel(struct model_case *file);
bool model_sees(const struct model *model, int who, const struct model_case *file);
bool model_may_accept(int who, int hall);
unsigned model_stage_right(const struct model_case *file, enum model_stage stage);
bool model_agreed(const struct model_case *file, int who, enum model_stage stage);
const char *model_kin(int who, int applicant);
void model_task_back(struct model *model, int task, int who, const char *action);
bool model_late(const struct model *model, int task); /* its lease ran out */
const char *model_undo(struct model *model, const struct model_command *command);
const char *model_task_do(struct model *model, const struct model_command *command);

#endif
