#include "store/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/memory.h"
#include "store/outbox_inside.h"
#include "store/pause.h"

/* Entries are numbered on from a random number, so that those of two programs whose journals come together
 * are not taken for each other. */
static int64_t number_first(void)
{
    int64_t number;
    if (getrandom(&number, sizeof(number), GRND_NONBLOCK) != sizeof(number))
        number = clock_milliseconds() << 20;
    return number & INT64_MAX >> 1;
}

struct outbox *outbox_new(struct journal *journal)
{
    struct outbox *outbox = memory_get(1, sizeof(*outbox));
    *outbox = (struct outbox){.journal = journal, .last_number = number_first()};
    if (journal)
        records_read(outbox);
    records_settle(outbox);
    return outbox;
}

bool outbox_whole(const struct outbox *outbox, struct error *error)
{
    char count[16];
    snprintf(count, sizeof(count), "%d", outbox->strange);
    return !outbox->strange || error_set(error, "E_OUTBOX_STRANGE", "count", count, NULL);
}

/* --- sending */

static void entry_answered(void *owner, const struct store_reply *reply);

static void lane_send(struct lane *lane)
{
    struct session *session = lane->outbox->session;
    for (size_t i = 0; session && !lane->pause && i < lane->count; i++) {
        struct entry *entry = lane->entries[i];
        if (entry->state != OUTBOX_WAITS || entry->sent)
            continue;
        entry->sent = true;
        session_call_kept(session, entry->kept, entry_answered, entry);
    }
}

static void lane_resume(void *owner)
{
    struct lane *lane = owner;
    lane->pause = 0;
    lane_send(lane);
}

/* What was sent counts as not sent; its replies do not come any more. */
static void lane_recall(struct lane *lane)
{
    for (size_t i = 0; i < lane->count; i++) {
        if (lane->entries[i]->sent)
            session_forget(lane->outbox->session, lane->entries[i]);
        lane->entries[i]->sent = false;
    }
}

static void lane_pause(struct lane *lane)
{
    lane_recall(lane);
    lane->pause = loop_timer(lane->outbox->session->loop, pause_length(lane->failures++, SESSION_PAUSE), 0,
                             lane_resume, lane);
}

static void session_leaves(void *owner)
{
    struct outbox *outbox = owner;
    for (size_t i = 0; i < outbox->count; i++) {
        struct lane *lane = outbox->lanes[i];
        lane_recall(lane);
        loop_timer_end(outbox->session->loop, lane->pause);
        lane->pause = 0;
    }
    outbox->session->closing = NULL;
    outbox->session = NULL;
}

void outbox_send(struct outbox *outbox, struct session *session)
{
    if (outbox->session)
        session_leaves(outbox);
    if (!session)
        return;
    outbox->session = session;
    session->closing = session_leaves;
    session->closing_owner = outbox;
    for (size_t i = 0; i < outbox->count; i++)
        lane_send(outbox->lanes[i]);
}

void outbox_free(struct outbox **outbox_address)
{
    struct outbox *outbox = *outbox_address;
    if (!outbox)
        return;
    outbox_send(outbox, NULL);
    lanes_free(outbox);
    buffer_free(&outbox->base);
    journal_close(&outbox->journal);
    free(outbox);
    *outbox_address = NULL;
}

/* Troubles that pass by themselves. SQLSTATE classes: 53 insufficient resources, 55 not in the right state
 * (locks among them), 58 system error. */
static bool error_passes(const struct error *error)
{
    static const char *const codes[] = {"E_DATABASE_FULL", "E_DATABASE_AGAIN", "E_DATABASE_CROWDED",
                                        "E_CANCELLED", "E_TOOK_TOO_LONG"};
    static const char *const classes[] = {"53", "55", "58"};
    const char *state = error_value(error, "sqlstate");
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        if (strcmp(error->code, codes[i]) == 0)
            return true;
    }
    for (size_t i = 0; strcmp(error->code, "E_DATABASE_ERROR") == 0 && i < 3; i++) {
        if (state && strncmp(state, classes[i], 2) == 0)
            return true;
    }
    return false;
}

static void entry_answered(void *owner, const struct store_reply *reply)
{
    struct entry *entry = owner;
    struct lane *lane = entry->lane;
    struct outbox *outbox = lane->outbox;
    const struct error *error = store_reply_error(reply);
    entry->sent = error && error_passes(error); /* to be recalled with the others */
    if (entry->sent) {
        error_copy(&lane->trouble, error);
        lane_pause(lane);
        if (outbox->changed)
            outbox->changed(outbox->changed_owner);
        return;
    }
    error_free(&lane->trouble);
    store_answered *answered = entry->answered;
    void *answered_owner = entry->owner;
    lane->failures = 0;
    if (error)
        entry_refused(entry, error);
    else
        entry_done(entry);
    record_answer(entry);
    if (lane_settle(lane))
        records_settle(outbox);
    if (outbox->changed)
        outbox->changed(outbox->changed_owner);
    if (answered)
        answered(answered_owner, reply); /* may free the outbox */
}

/* --- what is put in */

bool outbox_call(struct outbox *outbox, const struct outbox_message *message, struct error *error)
{
    if (!kept_is_call(message->query->sql))
        abort();
    struct lane *lane = lane_get(outbox, message->lane);
    struct entry *entry = entry_add(lane, ++outbox->last_number, kept_new(message->query));
    entry->kind = message->kind;
    buffer_append(&entry->subject, message->subject, message->subject_length);
    entry->made = message->made;
    entry->answered = message->answered;
    entry->owner = message->owner;
    bool written = records_write(outbox, lane, error);
    lane_send(lane);
    return written;
}

bool outbox_write(struct outbox *outbox, const char *lane, struct error *error)
{
    return records_write(outbox, lane_find(outbox, lane), error);
}

void outbox_forget(struct outbox *outbox, const void *owner)
{
    for (size_t i = 0; i < outbox->count; i++) {
        for (size_t k = 0; k < outbox->lanes[i]->count; k++) {
            if (outbox->lanes[i]->entries[k]->owner == owner)
                outbox->lanes[i]->entries[k]->answered = NULL;
        }
    }
}

void outbox_note(struct outbox *outbox, const char *lane, const void *bytes, size_t length)
{
    lane_note(lane_get(outbox, lane), bytes, length);
}

void outbox_drop(struct outbox *outbox, const char *name)
{
    struct lane *lane = lane_find(outbox, name);
    if (!lane || !lane_counts(lane, OUTBOX_REFUSED))
        return;
    record_drop(lane);
    lane_refused_drop(lane);
    if (lane_settle(lane))
        records_settle(outbox);
}

bool outbox_base(struct outbox *outbox, const void *bytes, size_t length, struct error *error)
{
    buffer_clear(&outbox->base);
    buffer_append(&outbox->base, bytes, length);
    outbox->based = true;
    return record_base(outbox, error);
}

void outbox_on_change(struct outbox *outbox, void (*changed)(void *owner), void *owner)
{
    outbox->changed = changed;
    outbox->changed_owner = owner;
}
