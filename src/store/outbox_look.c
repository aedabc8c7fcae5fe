/* What the screens ask of an outbox. */
#include <stdlib.h>

#include "store/outbox_inside.h"

static bool lane_is_open(const struct lane *lane)
{
    return lane_counts(lane, OUTBOX_DONE) < lane->count;
}

bool outbox_noted(const struct outbox *outbox, const char *name)
{
    const struct lane *lane = lane_find(outbox, name);
    return lane && lane->noted;
}

bool outbox_settled(const struct outbox *outbox, const char *name)
{
    const struct lane *lane = name ? lane_find(outbox, name) : NULL;
    return name ? !lane || !lane_is_open(lane) : outbox_lanes(outbox) == 0;
}

int outbox_waits(const struct outbox *outbox, const char *name)
{
    const struct lane *lane = name ? lane_find(outbox, name) : NULL;
    size_t count = lane ? lane_counts(lane, OUTBOX_WAITS) : 0;
    for (size_t i = 0; !name && i < outbox->count; i++)
        count += lane_counts(outbox->lanes[i], OUTBOX_WAITS);
    return (int)count;
}

size_t outbox_lanes(const struct outbox *outbox)
{
    size_t count = 0;
    for (size_t i = 0; i < outbox->count; i++)
        count += lane_is_open(outbox->lanes[i]);
    return count;
}

/* What is asked for and not there is a bug of ours. */
const char *outbox_lane(const struct outbox *outbox, size_t index)
{
    for (size_t i = 0; i < outbox->count; i++) {
        if (lane_is_open(outbox->lanes[i]) && index-- == 0)
            return outbox->lanes[i]->name;
    }
    abort();
}

const void *outbox_lane_note(const struct outbox *outbox, const char *name, size_t *length)
{
    const struct lane *lane = lane_find(outbox, name);
    *length = lane && lane->noted ? lane->note.length : 0;
    return lane && lane->noted ? buffer_string(&lane->note) : NULL;
}

size_t outbox_entries(const struct outbox *outbox, const char *name)
{
    const struct lane *lane = lane_find(outbox, name);
    return lane ? lane->count : 0;
}

struct outbox_entry outbox_entry(const struct outbox *outbox, const char *name, size_t index)
{
    const struct lane *lane = lane_find(outbox, name);
    if (!lane || index >= lane->count)
        abort();
    const struct entry *entry = lane->entries[index];
    return (struct outbox_entry){.kind = entry->kind,
                                 .subject = buffer_string(&entry->subject),
                                 .subject_length = entry->subject.length,
                                 .state = entry->state,
                                 .error = entry->error.code ? &entry->error : NULL,
                                 .made = entry->made};
}

const void *outbox_base_bytes(const struct outbox *outbox, size_t *length)
{
    *length = outbox->base.length;
    return outbox->based ? buffer_string(&outbox->base) : NULL;
}

const struct error *outbox_trouble(const struct outbox *outbox)
{
    for (size_t i = 0; i < outbox->count; i++) {
        if (outbox->lanes[i]->trouble.code)
            return &outbox->lanes[i]->trouble;
    }
    return NULL;
}
