#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "term/key.h"
#include "term/key_reports.h"
#include "term/key_sequence.h"
#include "term/key_text.h"

enum { BEL = 0x07, ESC = 0x1B, DELETE = 0x7F, SEQUENCE_MOST = KEY_REPORT_MOST - 2 };

enum state {
    STATE_GROUND,
    STATE_ESC,     /* ESC came, nothing after it yet */
    STATE_BRACKET, /* ESC ] came, nothing after it yet */
    STATE_CSI,     /* ESC [ */
    STATE_SS3,     /* ESC O */
    STATE_STRING,  /* ESC ] and a digit: an answer of the terminal */
    STATE_PASTE,
};

struct pending {
    struct key key;
    char *paste;
};

struct key_decoder {
    enum state state;
    bool tail;    /* the sequence began with an Esc that was handed out already: swallow it */
    int64_t last; /* when the last byte came */
    int64_t lone; /* when a lone Esc was handed out; -1: not */
    struct key_text text;
    char sequence[SEQUENCE_MOST]; /* parameters, or an answer's text; what is longer loses its end */
    size_t sequence_count;
    bool escaped; /* in a string: the byte before was ESC */
    bool asked;   /* answers of the terminal are under way */
    struct key_reports reports;
    struct buffer paste;
    struct pending *queue;
    size_t queue_count, queue_capacity;
    char *handed_out; /* text of the last paste that key_decoder_next() gave */
};

struct key_decoder *key_decoder_new(void)
{
    struct key_decoder *decoder = memory_get(1, sizeof(*decoder));
    decoder->lone = -1;
    return decoder;
}

void key_decoder_free(struct key_decoder **decoder)
{
    if (!*decoder)
        return;
    for (size_t i = 0; i < (*decoder)->queue_count; i++)
        free((*decoder)->queue[i].paste);
    free((*decoder)->queue);
    free((*decoder)->handed_out);
    buffer_free(&(*decoder)->paste);
    free(*decoder);
    *decoder = NULL;
}

static void emit(struct key_decoder *decoder, enum key_kind kind, uint32_t code)
{
    if (decoder->queue_count == decoder->queue_capacity) {
        decoder->queue_capacity = decoder->queue_capacity ? 2 * decoder->queue_capacity : 16;
        decoder->queue = memory_resize(decoder->queue, decoder->queue_capacity, sizeof(*decoder->queue));
    }
    decoder->queue[decoder->queue_count++] = (struct pending){.key = {.kind = kind, .code = code}};
}

static void emit_paste(struct key_decoder *decoder)
{
    size_t length = decoder->paste.length;
    emit(decoder, PRESS_PASTE, 0);
    struct pending *last = &decoder->queue[decoder->queue_count - 1];
    last->paste = buffer_take(&decoder->paste);
    last->key.text = last->paste;
    last->key.length = length;
    decoder->state = STATE_GROUND;
}

/* A byte below space, or DEL. */
static void feed_control(struct key_decoder *decoder, unsigned char byte)
{
    static const uint8_t named[] = {
        ['\t'] = NAMED_TAB,       ['\r'] = NAMED_ENTER,       ['\n'] = NAMED_ENTER,
        ['\b'] = NAMED_BACKSPACE, [DELETE] = NAMED_BACKSPACE,
    };
    if (named[byte])
        emit(decoder, PRESS_NAMED, named[byte]);
    else
        emit(decoder, PRESS_CONTROL, (uint32_t)byte + '@');
}

static void broken(struct key_decoder *decoder)
{
    key_text_clear(&decoder->text);
    emit(decoder, PRESS_CHARACTER, UTF8_REPLACEMENT);
}

static void feed_text(struct key_decoder *decoder, unsigned char byte)
{
    uint32_t code_points[2];
    int count = key_text_byte(&decoder->text, byte, code_points);
    for (int i = 0; i < count; i++)
        emit(decoder, PRESS_CHARACTER, code_points[i]);
}

static void emit_key(struct key_decoder *decoder, struct key key)
{
    if (key.kind != PRESS_NONE && !decoder->tail)
        emit(decoder, key.kind, key.code);
}

static void paste_begin(struct key_decoder *decoder, int64_t now)
{
    decoder->state = STATE_PASTE;
    decoder->last = now;
    buffer_clear(&decoder->paste);
}

static void paste_end(struct key_decoder *decoder)
{
    if (decoder->paste.length > KEY_PASTE_MOST)
        decoder->paste.length = KEY_PASTE_MOST;
    if (decoder->paste.data)
        decoder->paste.data[decoder->paste.length] = '\0';
    emit_paste(decoder);
}

static void end_csi(struct key_decoder *decoder, unsigned char final)
{
    decoder->state = STATE_GROUND;
    if (key_reports_wants(decoder->sequence, final))
        key_reports_add(&decoder->reports, "[", decoder->sequence, final);
    else if (final == '~' && strcmp(decoder->sequence, "200") == 0)
        paste_begin(decoder, decoder->last);
    else
        emit_key(decoder, key_sequence_csi(decoder->sequence, final));
}

static void sequence_add(struct key_decoder *decoder, unsigned char byte)
{
    if (decoder->sequence_count == SEQUENCE_MOST - 1)
        return;
    decoder->sequence[decoder->sequence_count++] = (char)byte;
    decoder->sequence[decoder->sequence_count] = '\0';
}

static void feed_csi(struct key_decoder *decoder, unsigned char byte)
{
    if (strcmp(decoder->sequence, "[") == 0) { /* Linux console: ESC [ [ A is F1 */
        decoder->state = STATE_GROUND;
        emit_key(decoder, key_sequence_console(byte));
    } else if (byte == '[' && decoder->sequence_count == 0) {
        sequence_add(decoder, byte);
    } else if (byte >= 0x40 || (byte == '$' && isdigit((unsigned char)decoder->sequence[0]))) {
        end_csi(decoder, byte); /* rxvt ends what comes with Shift by a dollar sign */
    } else {
        sequence_add(decoder, byte);
    }
}

static void feed_ss3(struct key_decoder *decoder, unsigned char byte)
{
    if (byte < 0x40) {
        sequence_add(decoder, byte);
        return;
    }
    decoder->state = STATE_GROUND;
    emit_key(decoder, key_sequence_ss3(decoder->sequence, byte));
}

/* An answer "ESC ] number ; text", ended by BEL or ESC \. */
static void feed_string(struct key_decoder *decoder, unsigned char byte)
{
    bool escaped = decoder->escaped;
    decoder->escaped = byte == ESC;
    if (byte == BEL || (escaped && byte == '\\')) {
        decoder->state = STATE_GROUND;
        key_reports_add(&decoder->reports, "]", decoder->sequence, BEL);
    } else if (byte != ESC) {
        sequence_add(decoder, byte);
    }
}

static void begin_sequence(struct key_decoder *decoder, enum state state, bool tail)
{
    decoder->state = state;
    decoder->tail = tail;
    decoder->escaped = false;
    decoder->sequence_count = 0;
    decoder->sequence[0] = '\0';
}

static void feed_ground(struct key_decoder *decoder, unsigned char byte, int64_t now)
{
    bool after_lone = decoder->lone >= 0 && now - decoder->lone <= KEY_TAIL_WAIT;
    decoder->lone = -1;
    if (byte == ESC)
        decoder->state = STATE_ESC;
    else if (after_lone && (byte == '[' || byte == 'O'))
        begin_sequence(decoder, byte == '[' ? STATE_CSI : STATE_SS3, true);
    else if (after_lone && byte == ']' && decoder->asked)
        begin_sequence(decoder, STATE_STRING, true);
    else if (byte < ' ' || byte == DELETE)
        feed_control(decoder, byte);
    else
        feed_text(decoder, byte);
}

/* The byte after an ESC that came along with it. */
static void feed_escaped(struct key_decoder *decoder, unsigned char byte, int64_t now)
{
    decoder->state = STATE_GROUND;
    if (byte == '[' || byte == 'O') {
        begin_sequence(decoder, byte == '[' ? STATE_CSI : STATE_SS3, false);
    } else if (byte == ']') {
        decoder->state = STATE_BRACKET;
    } else if (byte == '\t') { /* Linux console: Shift-Tab */
        emit(decoder, PRESS_NAMED, NAMED_SHIFT_TAB);
    } else if (byte > ' ' && byte < DELETE) {
        emit(decoder, PRESS_ALT, (uint32_t)tolower(byte));
    } else {
        emit(decoder, PRESS_NAMED, NAMED_ESC);
        feed_ground(decoder, byte, now);
    }
}

/* The byte after ESC ]: of an answer, or typed behind Alt-]. */
static void feed_bracket(struct key_decoder *decoder, unsigned char byte, int64_t now)
{
    if (isdigit(byte)) {
        begin_sequence(decoder, STATE_STRING, false);
        sequence_add(decoder, byte);
        return;
    }
    decoder->state = STATE_GROUND;
    emit(decoder, PRESS_ALT, ']');
    feed_ground(decoder, byte, now);
}

static void feed_paste(struct key_decoder *decoder, unsigned char byte)
{
    static const char end[] = "\033[201~";
    struct buffer *paste = &decoder->paste;
    size_t length = sizeof(end) - 1;
    if (paste->length == KEY_PASTE_MOST + length) { /* keep room for the end to be seen */
        memmove(paste->data + KEY_PASTE_MOST, paste->data + KEY_PASTE_MOST + 1, length - 1);
        paste->length--;
    }
    buffer_byte(paste, (char)byte);
    if (paste->length >= length && memcmp(paste->data + paste->length - length, end, length) == 0) {
        paste->length -= length;
        paste_end(decoder);
    }
}

/* What began and was not gone on with in time is over. */
static void expire(struct key_decoder *decoder, int64_t now)
{
    if (decoder->state == STATE_PASTE && now - decoder->last > KEY_PASTE_WAIT)
        paste_end(decoder);
    else if ((decoder->state == STATE_CSI || decoder->state == STATE_SS3 || decoder->state == STATE_STRING) &&
             now - decoder->last > KEY_TAIL_WAIT)
        decoder->state = STATE_GROUND;
}

void key_decoder_byte(struct key_decoder *decoder, unsigned char byte, int64_t now)
{
    expire(decoder, now);
    decoder->last = now;
    bool sequence = decoder->state == STATE_CSI || decoder->state == STATE_SS3;
    if (decoder->text.count && byte < 0x80)
        broken(decoder);
    if (sequence && (byte < ' ' || byte >= DELETE))
        decoder->state = STATE_GROUND; /* no byte of a sequence: it was none */
    switch (decoder->state) {
    case STATE_GROUND:
        feed_ground(decoder, byte, now);
        break;
    case STATE_ESC:
        feed_escaped(decoder, byte, now);
        break;
    case STATE_BRACKET:
        feed_bracket(decoder, byte, now);
        break;
    case STATE_CSI:
        feed_csi(decoder, byte);
        break;
    case STATE_SS3:
        feed_ss3(decoder, byte);
        break;
    case STATE_STRING:
        feed_string(decoder, byte);
        break;
    case STATE_PASTE:
        feed_paste(decoder, byte);
        break;
    }
}

void key_decoder_pause(struct key_decoder *decoder, int64_t now)
{
    expire(decoder, now);
    if (decoder->state == STATE_BRACKET) {
        emit(decoder, PRESS_ALT, ']');
        decoder->state = STATE_GROUND;
    } else if (decoder->state == STATE_ESC) {
        emit(decoder, PRESS_NAMED, NAMED_ESC);
        decoder->state = STATE_GROUND;
        decoder->lone = now;
    }
}

bool key_decoder_waits(const struct key_decoder *decoder)
{
    return decoder->state == STATE_ESC || decoder->state == STATE_BRACKET;
}

void key_decoder_asked(struct key_decoder *decoder, bool asked)
{
    decoder->asked = asked;
}

bool key_decoder_report(struct key_decoder *decoder, char text[static KEY_REPORT_MOST])
{
    return key_reports_take(&decoder->reports, text);
}

bool key_decoder_next(struct key_decoder *decoder, struct key *key)
{
    free(decoder->handed_out);
    decoder->handed_out = NULL;
    if (decoder->queue_count == 0)
        return false;
    *key = decoder->queue[0].key;
    decoder->handed_out = decoder->queue[0].paste;
    decoder->queue_count--;
    memmove(decoder->queue, decoder->queue + 1, decoder->queue_count * sizeof(*decoder->queue));
    return true;
}
