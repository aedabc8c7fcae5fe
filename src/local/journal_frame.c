/* Reading the chain of frames, and telling a torn end from a damaged one. */
#include "local/journal_inside.h"

#include <sodium.h>

#include "local/journal_file.h"

enum { FRAME_KEPT = 65536 }; /* bytes of the buffer that are kept between two frames */

/* What a frame is that does not open: with whole_size bytes in it that an append had reached, it was changed.
 */
static enum journal_frame frame_bad(const struct journal *journal, off_t size, off_t at, size_t whole_size)
{
    off_t used = journal_file_used(journal->file, at, size);
    if (used < 0)
        return JOURNAL_UNREAD;
    return used - at < (off_t)whole_size ? JOURNAL_TORN : JOURNAL_CHANGED;
}

enum journal_frame journal_frame_read(struct journal *journal, off_t size, off_t *at, struct seal_link *link,
                                      struct journal_content *content)
{
    struct buffer *frame = &journal->frame;
    off_t left = size - *at;
    if (left < SEAL_HEAD)
        return left > 0 ? JOURNAL_TORN : JOURNAL_NONE;
    buffer_clear(frame);
    buffer_reserve(frame, SEAL_HEAD);
    if (!journal_file_read(journal->file, *at, frame->data, SEAL_HEAD))
        return JOURNAL_UNREAD;
    if (!seal_head(&journal->seal, link, (unsigned char *)frame->data, &content->kind, &content->length))
        return frame_bad(journal, size, *at, SEAL_HEAD);
    size_t whole = SEAL_OVERHEAD + content->length;
    if (left < (off_t)whole)
        return JOURNAL_TORN;
    frame->length = SEAL_HEAD;
    buffer_reserve(frame, whole - SEAL_HEAD);
    content->bytes = (unsigned char *)frame->data + SEAL_HEAD;
    if (!journal_file_read(journal->file, *at + SEAL_HEAD, content->bytes, whole - SEAL_HEAD))
        return JOURNAL_UNREAD;
    if (!seal_content(&journal->seal, link, (unsigned char *)frame->data, content->length, content->bytes))
        return frame_bad(journal, size, *at, whole);
    *at += (off_t)whole;
    return JOURNAL_WHOLE;
}

void journal_frame_forget(struct journal *journal)
{
    if (journal->frame.data)
        sodium_memzero(journal->frame.data, journal->frame.capacity);
    if (journal->frame.capacity > FRAME_KEPT)
        buffer_free(&journal->frame);
}
