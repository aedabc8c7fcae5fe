/* The rows of the list of what waits for me: what is only on this machine (from the outbox), then what the
 * database tells (desk.waiting_list), then the last message. */
#ifndef SCREENS_WAITING_ROWS_H
#define SCREENS_WAITING_ROWS_H

#include "screens/waits.h"
#include "ui/table.h"

/* In the order in which they stand in the list. */
enum waiting_kind {
    WAITING_CONFLICT,  /* entries that the database refused */
    WAITING_UNSENT,    /* entries that the database does not have yet */
    WAITING_WAITS,     /* a case of my visit whose applicant waits, or is to be called since it is decided */
    WAITING_AUTHORISE, /* an authorisation that is asked of me */
    WAITING_AGAIN,     /* a case that was returned once more, for supervisors */
    WAITING_QUESTION,  /* a question about a case, asked of me or of my hall's windows */
    WAITING_ANSWERED,  /* an answer to a question of mine that I have not seen */
    WAITING_RECEIVED,  /* my slip, not accepted yet */
    WAITING_SLIP,      /* my slip that was accepted since */
    WAITING_HANDED,    /* what a colleague handed over to me today */
    WAITING_ASSIGNED,  /* a task that a supervisor gave to me today */
    WAITING_TAKEN,     /* a draft that somebody took over from me */
    WAITING_DRAFT,     /* a draft that I hold */
    WAITING_PARKED,    /* my parked visit */
    WAITING_RETURNED,  /* a case of mine that was returned */
    WAITING_UNDO,      /* what I can still take back */
    WAITING_MESSAGES,  /* the last messages */
};

struct waiting_row {
    enum waiting_kind kind;
    char lane[OUTBOX_LANE]; /* "": not of this machine */
    int64_t case_id, visit_id;
    int entries;   /* of the lane: refused or waiting */
    int64_t waits; /* since when the applicant waits; WAITS_NOBODY */
    char *name, *item, *since, *who, *detail, *number, *slip, *due; /* NULL only for the messages */
};

struct waiting_rows {
    struct desk *desk;
    void (*changed)(void *screen); /* the database's rows came */
    void *screen;
    struct waiting_row *local, *remote;
    size_t local_count, remote_count;
    bool loaded;      /* the database has answered */
    int waits, lanes; /* of the outbox, and whether cut: when they were read */
    bool cut;
};

/* Reads this machine's rows at once and asks the database for its own. */
void waiting_rows_load(struct waiting_rows *rows);
void waiting_rows_free(struct waiting_rows *rows);

/* Outbox or connection are no longer as they were at the last load. */
bool waiting_rows_stale(const struct waiting_rows *rows);

size_t waiting_rows_count(const struct waiting_rows *rows); /* at least 1: the messages stand last */
const struct waiting_row *waiting_rows_at(const struct waiting_rows *rows, size_t index);

/* How many of them need me: conflicts, slips and what became of them, cases taken from me. */
int waiting_rows_urgent(const struct waiting_rows *rows);

/* So many: the figure of the key bar. */
void waiting_counted(struct desk *desk, int urgent);

/* A lane of the outbox as a row, its name (copied: the outbox lends it only until the next call), and how
 * many of its entries the database refused. */
struct waiting_row waiting_lane_row(const struct desk *desk, const char *lane);
void waiting_lane_name(const struct outbox *outbox, size_t index, char lane[OUTBOX_LANE]);
int waiting_lane_refused(const struct outbox *outbox, const char *lane);

/* Lanes of the outbox in which the database refused something. */
int waiting_lanes_refused(const struct desk *desk);

/* Place of the row that is about the same thing as one of before; `otherwise` when there is none. */
size_t waiting_rows_find(const struct waiting_rows *rows, const struct waiting_row *before, size_t otherwise);

extern const struct table_column waiting_columns[];
enum { WAITING_COLUMNS = 5 };

/* The cells of a row, and the sentence on it that stands under the list. */
void waiting_row_cells(const struct desk *desk, const struct waiting_row *row,
                       struct table_cell cells[TABLE_COLUMNS]);
void waiting_row_sentence(const struct desk *desk, const struct waiting_row *row, struct buffer *out);

/* Goes on with what it is about: at the counter, with the conflict, the receipt, the undoing, the messages.
 */
void waiting_row_open(struct desk *desk, const struct waiting_row *row);

/* Looks at a case that was returned once more: seen, it waits for supervisors no longer. */
void waiting_again_open(struct desk *desk, int64_t case_id);

/* Of WAITING_WAITS: whether it is still being decided, and where it is or what became of it, in few words. */
bool waiting_row_undecided(const struct waiting_row *row);
void waiting_applicant_write(const struct waiting_row *row, struct buffer *out);

/* Whether somebody waits, and since when the newest. For waits_clock: rows is a struct waiting_rows. */
bool waiting_rows_wait(const void *rows, int64_t *newest);

/* The case in words: name, item, number. */
void waiting_row_what(const struct waiting_row *row, struct buffer *out);

#endif
