/* The inside of struct outbox, for outbox*.c alone. */
#ifndef STORE_OUTBOX_INSIDE_H
#define STORE_OUTBOX_INSIDE_H

#include "base/buffer.h"
#include "store/outbox.h"
#include "store/session_inside.h"

struct lane;

struct entry {
    struct lane *lane;
    int64_t number; /* its name in the journal */
    char kind;
    struct buffer subject;
    int64_t made;
    enum outbox_state state;
    struct error error;
    struct kept *kept; /* NULL once it is needed no more */
    store_answered *answered;
    void *owner;
    bool on_disk, refusal_on_disk;
    bool sent; /* to the session; its reply is awaited */
};

struct lane {
    struct outbox *outbox;
    char name[OUTBOX_LANE];
    struct buffer note;
    bool noted, note_on_disk;
    struct entry **entries; /* in the order made */
    size_t count;
    loop_id pause; /* nothing is sent until then */
    int failures;  /* passing troubles in a row */
    struct error trouble; /* the last of them */
};

struct outbox {
    struct journal *journal; /* or NULL */
    struct session *session; /* or NULL */
    struct lane **lanes;     /* the oldest first */
    size_t count;
    int64_t last_number;
    struct buffer base;
    bool based;
    int strange; /* records that this program cannot read */
    void (*changed)(void *owner);
    void *changed_owner;
};

/* outbox_lane.c */
struct lane *lane_find(const struct outbox *outbox, const char *name); /* NULL: there is none */
struct lane *lane_get(struct outbox *outbox, const char *name);        /* made where there is none */
size_t lane_counts(const struct lane *lane, enum outbox_state state);
void lane_note(struct lane *lane, const void *bytes, size_t length);
void lane_refused_drop(struct lane *lane);
bool lane_settle(struct lane *lane); /* frees it when nothing waits or is refused; true: it did */
void lanes_free(struct outbox *outbox);
struct entry *entry_add(struct lane *lane, int64_t number, struct kept *kept); /* takes kept over */
struct entry *entry_find(const struct outbox *outbox, int64_t number);
void entry_done(struct entry *entry);
void entry_refused(struct entry *entry, const struct error *error);

/* outbox_record.c: the journal's side. What is only a saving reports no failure. */
void records_read(struct outbox *outbox);
/* All entries that are not on the disk yet; true: those of the lane asked about are. */
bool records_write(struct outbox *outbox, const struct lane *asked, struct error *error);
bool record_base(struct outbox *outbox, struct error *error);
void record_answer(struct entry *entry); /* done or refused */
void record_drop(const struct lane *lane);
void records_settle(struct outbox *outbox); /* erases the journal when nothing in it is needed */

#endif
