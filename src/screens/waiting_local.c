/* Rows of the list about what is only on this machine: lanes of the outbox. */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "model/slip.h"
#include "screens/lane.h"
#include "screens/waiting_rows.h"
#include "text/text.h"

int waiting_lane_refused(const struct outbox *outbox, const char *lane)
{
    int refused = 0;
    for (size_t i = 0; i < outbox_entries(outbox, lane); i++)
        refused += outbox_entry(outbox, lane, i).state == OUTBOX_REFUSED;
    return refused;
}

/* Why the first of its refused entries was refused. */
static void refusal_write(const struct outbox *outbox, const char *lane, struct buffer *out)
{
    for (size_t i = 0; i < outbox_entries(outbox, lane) && !out->length; i++) {
        struct outbox_entry entry = outbox_entry(outbox, lane, i);
        if (entry.error)
            text_error(out, entry.error);
    }
}

struct waiting_row waiting_lane_row(const struct desk *desk, const char *lane)
{
    struct lane_head head = {0};
    struct buffer slip = {0}, why = {0}, since = {0};
    char grouped[SLIP_GROUPED];
    int refused = waiting_lane_refused(desk->outbox, lane);
    lane_head(desk, lane, &head);
    lane_slip(desk, lane, &slip);
    refusal_write(desk->outbox, lane, &why);
    if (outbox_entries(desk->outbox, lane))
        desk_stamp_write(outbox_entry(desk->outbox, lane, 0).made, &since);
    const char *item = desk->english ? head.item_en : head.item_zh;
    struct waiting_row row = {
        .kind = refused ? WAITING_CONFLICT : WAITING_UNSENT,
        .entries = refused ? refused : outbox_waits(desk->outbox, lane),
        .case_id = head.case_id,
        .visit_id = head.visit_id,
        .name = memory_text(head.person_name ? head.person_name : ""),
        .item = memory_text(item ? item : ""),
        .since = buffer_take(&since),
        .who = memory_text(""),
        .detail = buffer_take(&why),
        .number = memory_text(""),
        .slip = memory_text(slip_group(buffer_string(&slip), grouped)),
        .due = memory_text(""),
    };
    snprintf(row.lane, sizeof(row.lane), "%s", lane);
    lane_head_free(&head);
    buffer_free(&slip);
    return row;
}

/* Copied: the outbox lends a name only until the next call. */
void waiting_lane_name(const struct outbox *outbox, size_t index, char lane[OUTBOX_LANE])
{
    snprintf(lane, OUTBOX_LANE, "%s", outbox_lane(outbox, index));
}

int waiting_lanes_refused(const struct desk *desk)
{
    int refused = 0;
    char lane[OUTBOX_LANE];
    for (size_t i = 0; i < outbox_lanes(desk->outbox); i++) {
        waiting_lane_name(desk->outbox, i, lane);
        refused += waiting_lane_refused(desk->outbox, lane) > 0;
    }
    return refused;
}
