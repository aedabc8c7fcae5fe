/* The outbox in the journal. Records are read in the order written and lead to the same lanes again.
 *
 * Each begins with the version of its layout. What this program cannot read stays in the journal for the one
 * that can. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/pack.h"
#include "store/outbox_inside.h"

enum { RECORD_VERSION = 1 };

enum record_kind {
    RECORD_CALL = 'C',     /* lane, number, kind, subject, made, statement and parameters */
    RECORD_NOTE = 'N',     /* lane, bytes */
    RECORD_ANSWERED = 'A', /* number */
    RECORD_REFUSED = 'R',  /* number, code, count, name and value each */
    RECORD_DROPPED = 'D',  /* lane */
    RECORD_BASE = 'B',     /* bytes */
};

static struct buffer record_begin(void)
{
    struct buffer record = {0};
    pack_number(&record, RECORD_VERSION);
    return record;
}

/* --- writing */

typedef bool record_put(struct journal *journal, char kind, const void *bytes, size_t length,
                        struct error *error);

static bool record_end(const struct outbox *outbox, record_put *put, enum record_kind kind,
                       struct buffer *record, struct error *error)
{
    bool written = put(outbox->journal, (char)kind, record->data, record->length, error);
    buffer_free(record);
    return written;
}

static void record_saving(const struct outbox *outbox, enum record_kind kind, struct buffer *record)
{
    struct error error = {0};
    record_end(outbox, journal_note, kind, record, &error);
    error_free(&error);
}

static bool note_write(struct lane *lane, struct error *error)
{
    struct buffer record = record_begin();
    pack_text(&record, lane->name);
    pack_bytes(&record, lane->note.data, lane->note.length);
    lane->note_on_disk = record_end(lane->outbox, journal_note, RECORD_NOTE, &record, error);
    return lane->note_on_disk;
}

static bool call_write(struct entry *entry, struct error *error)
{
    struct buffer record = record_begin();
    pack_text(&record, entry->lane->name);
    pack_number(&record, entry->number);
    pack_number(&record, entry->kind);
    pack_bytes(&record, entry->subject.data, entry->subject.length);
    pack_number(&record, entry->made);
    kept_pack(entry->kept, &record);
    entry->on_disk = record_end(entry->lane->outbox, journal_append, RECORD_CALL, &record, error);
    return entry->on_disk;
}

static void refusal_write(struct entry *entry)
{
    struct error error = {0};
    struct buffer record = record_begin();
    pack_number(&record, entry->number);
    pack_text(&record, entry->error.code);
    pack_number(&record, entry->error.count);
    for (int i = 0; i < entry->error.count; i++) {
        pack_text(&record, entry->error.parameters[i].name);
        pack_text(&record, entry->error.parameters[i].value);
    }
    entry->refusal_on_disk = record_end(entry->lane->outbox, journal_note, RECORD_REFUSED, &record, &error);
    error_free(&error);
}

static bool entry_write(struct entry *entry, struct error *error)
{
    struct lane *lane = entry->lane;
    if (entry->state == OUTBOX_DONE)
        return true;
    if (!entry->on_disk && lane->noted && !lane->note_on_disk && !note_write(lane, error))
        return false;
    if (!entry->on_disk && !call_write(entry, error))
        return false;
    if (entry->state == OUTBOX_REFUSED && !entry->refusal_on_disk)
        refusal_write(entry);
    return true;
}

/* Within a lane nothing is written before what the disk did not take, so that the order holds after a crash.
 */
bool records_write(struct outbox *outbox, const struct lane *asked, struct error *error)
{
    bool written = true;
    if (!outbox->journal)
        return error_set(error, "E_OUTBOX_MEMORY", NULL);
    for (size_t i = 0; i < outbox->count; i++) {
        struct lane *lane = outbox->lanes[i];
        struct error failure = {0};
        for (size_t k = 0; k < lane->count && !failure.code; k++)
            entry_write(lane->entries[k], &failure);
        if (failure.code && lane == asked) {
            error_move(error, &failure);
            written = false;
        }
        error_free(&failure);
    }
    return written;
}

void record_answer(struct entry *entry)
{
    if (!entry->on_disk)
        return;
    if (entry->state == OUTBOX_REFUSED) {
        refusal_write(entry);
        return;
    }
    struct buffer record = record_begin();
    pack_number(&record, entry->number);
    record_saving(entry->lane->outbox, RECORD_ANSWERED, &record);
}

void record_drop(const struct lane *lane)
{
    if (!lane->outbox->journal)
        return;
    struct buffer record = record_begin();
    pack_text(&record, lane->name);
    record_saving(lane->outbox, RECORD_DROPPED, &record);
}

bool record_base(struct outbox *outbox, struct error *error)
{
    if (!outbox->journal)
        return error_set(error, "E_OUTBOX_MEMORY", NULL);
    struct buffer record = record_begin();
    pack_bytes(&record, outbox->base.data, outbox->base.length);
    return record_end(outbox, journal_base, RECORD_BASE, &record, error);
}

/* Lanes that are left now have a note and no entries yet. */
void records_settle(struct outbox *outbox)
{
    struct error error = {0};
    if (!outbox->journal || outbox->strange || journal_empty(outbox->journal))
        return;
    for (size_t i = 0; i < outbox->count; i++) {
        if (outbox->lanes[i]->count)
            return;
    }
    if (journal_erase(outbox->journal, &error)) {
        for (size_t i = 0; i < outbox->count; i++)
            outbox->lanes[i]->note_on_disk = false;
    }
    error_free(&error); /* what is there once more does no harm */
}

/* --- reading; each returns false for what cannot be read */

static bool lane_name_is_good(const char *name)
{
    return name && name[0] && strlen(name) < OUTBOX_LANE;
}

static bool call_read(struct outbox *outbox, struct unpack *from)
{
    size_t length;
    char *name = unpack_text(from);
    int64_t number = unpack_number(from), kind = unpack_number(from);
    const void *subject = unpack_bytes(from, &length);
    int64_t made = unpack_number(from);
    struct kept *kept = kept_unpack(from);
    bool good = kept && !from->broken && lane_name_is_good(name);
    if (good && !entry_find(outbox, number)) {
        struct entry *entry = entry_add(lane_get(outbox, name), number, kept_share(kept));
        entry->kind = (char)kind;
        buffer_append(&entry->subject, subject, length);
        entry->made = made;
        entry->on_disk = true;
    }
    kept_release(&kept);
    free(name);
    return good;
}

static bool note_read(struct outbox *outbox, struct unpack *from)
{
    size_t length;
    char *name = unpack_text(from);
    const void *bytes = unpack_bytes(from, &length);
    bool good = !from->broken && lane_name_is_good(name);
    if (good) {
        struct lane *lane = lane_get(outbox, name);
        lane_note(lane, bytes, length);
        lane->note_on_disk = true;
    }
    free(name);
    return good;
}

static bool answered_read(struct outbox *outbox, struct unpack *from)
{
    struct entry *entry = entry_find(outbox, unpack_number(from));
    if (entry && !from->broken) {
        entry_done(entry);
        lane_settle(entry->lane);
    }
    return !from->broken;
}

static bool refused_read(struct outbox *outbox, struct unpack *from)
{
    struct error error = {0};
    struct entry *entry = entry_find(outbox, unpack_number(from));
    error.code = unpack_text(from);
    int64_t count = unpack_number(from);
    for (int64_t i = 0; i < count && !from->broken; i++) {
        char *name = unpack_text(from), *value = unpack_text(from);
        if (name)
            error_add(&error, name, value);
        free(name);
        free(value);
    }
    bool good = !from->broken && error.code;
    if (good && entry) {
        entry_refused(entry, &error);
        entry->refusal_on_disk = true;
    }
    error_free(&error);
    return good;
}

static bool dropped_read(struct outbox *outbox, struct unpack *from)
{
    char *name = unpack_text(from);
    struct lane *lane = name ? lane_find(outbox, name) : NULL;
    if (lane) {
        lane_refused_drop(lane);
        lane_settle(lane);
    }
    free(name);
    return !from->broken;
}

/* One that cannot be read is as good as none: the next signing on with the database writes a new one. */
static bool base_read(struct outbox *outbox, struct unpack *from)
{
    size_t length;
    const void *bytes = unpack_bytes(from, &length);
    if (!from->broken) {
        buffer_clear(&outbox->base);
        buffer_append(&outbox->base, bytes, length);
        outbox->based = true;
    }
    return true;
}

static bool record_read_kind(struct outbox *outbox, enum record_kind kind, struct unpack *from)
{
    switch (kind) {
    case RECORD_CALL:
        return call_read(outbox, from);
    case RECORD_NOTE:
        return note_read(outbox, from);
    case RECORD_ANSWERED:
        return answered_read(outbox, from);
    case RECORD_REFUSED:
        return refused_read(outbox, from);
    case RECORD_DROPPED:
        return dropped_read(outbox, from);
    case RECORD_BASE:
        return base_read(outbox, from);
    }
    return false;
}

static void record_read(void *owner, char kind, const void *bytes, size_t length)
{
    struct outbox *outbox = owner;
    struct unpack from = unpack_begin(bytes, length);
    bool ours = unpack_number(&from) == RECORD_VERSION;
    if (!(ours && record_read_kind(outbox, (enum record_kind)kind, &from)) && kind != RECORD_BASE)
        outbox->strange++;
}

void records_read(struct outbox *outbox)
{
    journal_read(outbox->journal, record_read, outbox);
}
