/* The lanes and their entries in memory. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/outbox_inside.h"

struct lane *lane_find(const struct outbox *outbox, const char *name)
{
    for (size_t i = 0; i < outbox->count; i++) {
        if (strcmp(outbox->lanes[i]->name, name) == 0)
            return outbox->lanes[i];
    }
    return NULL;
}

struct lane *lane_get(struct outbox *outbox, const char *name)
{
    struct lane *lane = lane_find(outbox, name);
    if (lane)
        return lane;
    if (strlen(name) >= OUTBOX_LANE)
        abort();
    lane = memory_get(1, sizeof(*lane));
    lane->outbox = outbox;
    strcpy(lane->name, name);
    outbox->lanes = memory_resize(outbox->lanes, outbox->count + 1, sizeof(struct lane *));
    outbox->lanes[outbox->count++] = lane;
    return lane;
}

static void entry_free(struct entry *entry)
{
    kept_release(&entry->kept);
    buffer_free(&entry->subject);
    error_free(&entry->error);
    free(entry);
}

/* Nothing of it is with the session any more, and it does not pause. */
static void lane_free(struct lane *lane)
{
    for (size_t i = 0; i < lane->count; i++)
        entry_free(lane->entries[i]);
    free(lane->entries);
    buffer_free(&lane->note);
    error_free(&lane->trouble);
    free(lane);
}

void lanes_free(struct outbox *outbox)
{
    for (size_t i = 0; i < outbox->count; i++)
        lane_free(outbox->lanes[i]);
    free(outbox->lanes);
    outbox->lanes = NULL;
    outbox->count = 0;
}

size_t lane_counts(const struct lane *lane, enum outbox_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < lane->count; i++)
        count += lane->entries[i]->state == state;
    return count;
}

void lane_note(struct lane *lane, const void *bytes, size_t length)
{
    buffer_clear(&lane->note);
    buffer_append(&lane->note, bytes, length);
    lane->noted = true;
    lane->note_on_disk = false;
}

void lane_refused_drop(struct lane *lane)
{
    size_t kept = 0;
    for (size_t i = 0; i < lane->count; i++) {
        if (lane->entries[i]->state == OUTBOX_REFUSED)
            entry_free(lane->entries[i]);
        else
            lane->entries[kept++] = lane->entries[i];
    }
    lane->count = kept;
}

bool lane_settle(struct lane *lane)
{
    struct outbox *outbox = lane->outbox;
    size_t kept = 0;
    if (lane_counts(lane, OUTBOX_DONE) < lane->count)
        return false;
    for (size_t i = 0; i < outbox->count; i++) {
        if (outbox->lanes[i] != lane)
            outbox->lanes[kept++] = outbox->lanes[i];
    }
    outbox->count = kept;
    lane_free(lane);
    return true;
}

struct entry *entry_add(struct lane *lane, int64_t number, struct kept *kept)
{
    struct entry *entry = memory_get(1, sizeof(*entry));
    *entry = (struct entry){.lane = lane, .number = number, .kept = kept};
    lane->entries = memory_resize(lane->entries, lane->count + 1, sizeof(struct entry *));
    lane->entries[lane->count++] = entry;
    return entry;
}

struct entry *entry_find(const struct outbox *outbox, int64_t number)
{
    for (size_t i = 0; i < outbox->count; i++) {
        for (size_t k = 0; k < outbox->lanes[i]->count; k++) {
            if (outbox->lanes[i]->entries[k]->number == number)
                return outbox->lanes[i]->entries[k];
        }
    }
    return NULL;
}

void entry_done(struct entry *entry)
{
    entry->state = OUTBOX_DONE;
    kept_release(&entry->kept);
}

/* The statement stays where it may still be written to a disk that took nothing until now. */
void entry_refused(struct entry *entry, const struct error *error)
{
    entry->state = OUTBOX_REFUSED;
    error_copy(&entry->error, error);
    if (entry->on_disk)
        kept_release(&entry->kept);
}
