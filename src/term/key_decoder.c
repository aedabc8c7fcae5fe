#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "term/key.h"

enum { ESC = 0x1B, DELETE = 0x7F, SEQUENCE_MOST = 32 };

enum state {
    STATE_GROUND,
    STATE_ESC, /* ESC came, nothing after it yet */
    STATE_CSI, /* ESC [ */
    STATE_SS3, /* ESC O */
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
    char utf8[UTF8_MAX];
    size_t utf8_count, utf8_need;
    char sequence[SEQUENCE_MOST]; /* parameters of a CSI; what is longer counts as unknown */
    size_t sequence_count;
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
    decoder->utf8_count = 0;
    emit(decoder, PRESS_CHARACTER, UTF8_REPLACEMENT);
}

/* How many bytes a first byte announces; 0: it is none. */
static size_t announced(unsigned char byte)
{
    return byte < 0x80 ? 1 : byte < 0xC2 ? 0 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF5 ? 4 : 0;
}

static void feed_text(struct key_decoder *decoder, unsigned char byte)
{
    if (decoder->utf8_count && (byte & 0xC0) != 0x80)
        broken(decoder); /* the sequence was cut off; this byte begins anew */
    if (decoder->utf8_count == 0) {
        decoder->utf8_need = announced(byte);
        if (decoder->utf8_need == 0) {
            broken(decoder);
            return;
        }
    }
    decoder->utf8[decoder->utf8_count++] = (char)byte;
    if (decoder->utf8_count < decoder->utf8_need)
        return;
    uint32_t code_point;
    size_t taken = utf8_decode(decoder->utf8, decoder->utf8_count, &code_point);
    if (taken != decoder->utf8_count)
        code_point = UTF8_REPLACEMENT;
    decoder->utf8_count = 0;
    if (code_point >= 0x80 && code_point < 0xA0)
        return; /* C1 controls are no keys */
    emit(decoder, PRESS_CHARACTER, code_point);
}

/* Keys of "ESC O x": function keys, arrows in application mode, the keypad. */
static void end_ss3(struct key_decoder *decoder, unsigned char final)
{
    static const uint8_t named[128] = {
        ['P'] = NAMED_F1,           ['Q'] = NAMED_F2,           ['R'] = NAMED_F3,
        ['S'] = NAMED_F4,           ['A'] = NAMED_UP,           ['B'] = NAMED_DOWN,
        ['C'] = NAMED_RIGHT,        ['D'] = NAMED_LEFT,         ['H'] = NAMED_HOME,
        ['F'] = NAMED_END,          ['M'] = NAMED_KEYPAD_ENTER, ['k'] = NAMED_KEYPAD_PLUS,
        ['m'] = NAMED_KEYPAD_MINUS, ['n'] = NAMED_KEYPAD_POINT, ['j'] = NAMED_KEYPAD_STAR,
    };
    decoder->state = STATE_GROUND;
    if (decoder->tail || final >= 128)
        return;
    if (named[final])
        emit(decoder, PRESS_NAMED, named[final]);
    else if (final >= 'p' && final <= 'y')
        emit(decoder, PRESS_CHARACTER, '0' + (uint32_t)(final - 'p'));
    else if (final == 'o')
        emit(decoder, PRESS_CHARACTER, '/');
}

/* The numbers of "ESC [ n ~". */
static enum named numbered(int number)
{
    static const uint8_t named[] = {
        [1] = NAMED_HOME,      [2] = NAMED_INSERT, [3] = NAMED_DELETE, [4] = NAMED_END,  [5] = NAMED_PAGE_UP,
        [6] = NAMED_PAGE_DOWN, [7] = NAMED_HOME,   [8] = NAMED_END,    [11] = NAMED_F1,  [12] = NAMED_F2,
        [13] = NAMED_F3,       [14] = NAMED_F4,    [15] = NAMED_F5,    [17] = NAMED_F6,  [18] = NAMED_F7,
        [19] = NAMED_F8,       [20] = NAMED_F9,    [21] = NAMED_F10,   [23] = NAMED_F11, [24] = NAMED_F12,
    };
    return number > 0 && number < (int)sizeof(named) ? named[number] : NAMED_NONE;
}

/* Keys of "ESC [ parameters final"; unknown ones and those with modifiers are swallowed. */
static void end_csi(struct key_decoder *decoder, unsigned char final)
{
    static const uint8_t named[128] = {
        ['A'] = NAMED_UP,   ['B'] = NAMED_DOWN, ['C'] = NAMED_RIGHT,     ['D'] = NAMED_LEFT,
        ['H'] = NAMED_HOME, ['F'] = NAMED_END,  ['Z'] = NAMED_SHIFT_TAB,
    };
    decoder->state = STATE_GROUND;
    decoder->sequence[decoder->sequence_count] = '\0';
    if (decoder->sequence_count == 0) {
        if (!decoder->tail && named[final & 0x7F])
            emit(decoder, PRESS_NAMED, named[final & 0x7F]);
        return;
    }
    if (final != '~' || strspn(decoder->sequence, "0123456789") != decoder->sequence_count)
        return;
    int number = decoder->sequence_count <= 3 ? atoi(decoder->sequence) : 0;
    if (number == 200)
        key_decoder_paste_begin(decoder, decoder->last);
    else if (!decoder->tail && numbered(number))
        emit(decoder, PRESS_NAMED, numbered(number));
}

static void feed_csi(struct key_decoder *decoder, unsigned char byte)
{
    bool console =
        decoder->sequence_count == 1 && decoder->sequence[0] == '['; /* Linux console: ESC [ [ A is F1 */
    if (console) {
        decoder->state = STATE_GROUND;
        if (!decoder->tail && byte >= 'A' && byte <= 'E')
            emit(decoder, PRESS_NAMED, (uint32_t)(NAMED_F1 + byte - 'A'));
    } else if (byte == '[' && decoder->sequence_count == 0) {
        decoder->sequence[decoder->sequence_count++] = '[';
    } else if (byte >= 0x40) {
        end_csi(decoder, byte);
    } else if (decoder->sequence_count < SEQUENCE_MOST - 1) {
        decoder->sequence[decoder->sequence_count++] = (char)byte;
    }
}

static void begin_sequence(struct key_decoder *decoder, enum state state, bool tail)
{
    decoder->state = state;
    decoder->tail = tail;
    decoder->sequence_count = 0;
}

static void feed_ground(struct key_decoder *decoder, unsigned char byte, int64_t now)
{
    bool after_lone = decoder->lone >= 0 && now - decoder->lone <= KEY_TAIL_WAIT;
    decoder->lone = -1;
    if (byte == ESC)
        decoder->state = STATE_ESC;
    else if (after_lone && (byte == '[' || byte == 'O'))
        begin_sequence(decoder, byte == '[' ? STATE_CSI : STATE_SS3, true);
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
    } else if (byte > ' ' && byte < DELETE) {
        emit(decoder, PRESS_ALT, (uint32_t)tolower(byte));
    } else {
        emit(decoder, PRESS_NAMED, NAMED_ESC);
        feed_ground(decoder, byte, now);
    }
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
        key_decoder_paste_end(decoder);
    }
}

/* What began and was not gone on with in time is over. */
static void expire(struct key_decoder *decoder, int64_t now)
{
    if (decoder->state == STATE_PASTE && now - decoder->last > KEY_PASTE_WAIT)
        key_decoder_paste_end(decoder);
    else if ((decoder->state == STATE_CSI || decoder->state == STATE_SS3) &&
             now - decoder->last > KEY_TAIL_WAIT)
        decoder->state = STATE_GROUND;
}

void key_decoder_byte(struct key_decoder *decoder, unsigned char byte, int64_t now)
{
    expire(decoder, now);
    decoder->last = now;
    bool sequence = decoder->state == STATE_CSI || decoder->state == STATE_SS3;
    if (decoder->utf8_count && byte < 0x80)
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
    case STATE_CSI:
        feed_csi(decoder, byte);
        break;
    case STATE_SS3:
        end_ss3(decoder, byte);
        break;
    case STATE_PASTE:
        feed_paste(decoder, byte);
        break;
    }
}

void key_decoder_named(struct key_decoder *decoder, enum named named, int64_t now)
{
    expire(decoder, now);
    if (decoder->state == STATE_PASTE)
        return; /* pasted text is data */
    if (decoder->state == STATE_ESC)
        emit(decoder, PRESS_NAMED, NAMED_ESC);
    if (decoder->utf8_count)
        broken(decoder);
    decoder->state = STATE_GROUND;
    decoder->lone = -1;
    decoder->last = now;
    emit(decoder, PRESS_NAMED, named);
}

void key_decoder_paste_begin(struct key_decoder *decoder, int64_t now)
{
    key_decoder_pause(decoder, now);
    decoder->state = STATE_PASTE;
    decoder->last = now;
    buffer_clear(&decoder->paste);
}

void key_decoder_paste_end(struct key_decoder *decoder)
{
    if (decoder->state != STATE_PASTE)
        return;
    if (decoder->paste.length > KEY_PASTE_MOST)
        decoder->paste.length = KEY_PASTE_MOST;
    emit_paste(decoder);
}

void key_decoder_pause(struct key_decoder *decoder, int64_t now)
{
    expire(decoder, now);
    if (decoder->state != STATE_ESC)
        return;
    emit(decoder, PRESS_NAMED, NAMED_ESC);
    decoder->state = STATE_GROUND;
    decoder->lone = now;
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
