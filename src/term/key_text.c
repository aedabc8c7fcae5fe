#include "term/key_text.h"

void key_text_clear(struct key_text *text)
{
    text->count = 0;
}

/* How many bytes a first byte announces; 0: it is none. */
static size_t announced(unsigned char byte)
{
    return byte < 0x80 ? 1 : byte < 0xC2 ? 0 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF5 ? 4 : 0;
}

int key_text_byte(struct key_text *text, unsigned char byte, uint32_t code_points[2])
{
    int made = 0;
    if (text->count && (byte & 0xC0) != 0x80) { /* the character was cut off; this byte begins anew */
        code_points[made++] = UTF8_REPLACEMENT;
        text->count = 0;
    }
    if (text->count == 0) {
        text->need = announced(byte);
        if (text->need == 0) {
            code_points[made++] = UTF8_REPLACEMENT;
            return made;
        }
    }
    text->bytes[text->count++] = (char)byte;
    if (text->count < text->need)
        return made;
    uint32_t code_point;
    if (utf8_decode(text->bytes, text->count, &code_point) != text->count)
        code_point = UTF8_REPLACEMENT;
    text->count = 0;
    if (code_point < 0x80 || code_point >= 0xA0) /* C1 controls are no keys */
        code_points[made++] = code_point;
    return made;
}
