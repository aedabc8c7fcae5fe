/* The commitment letter that stands in place of a proof, read out and signed (告知承诺, 国办发〔2020〕42号).
 */
#ifndef SCREENS_LETTER_H
#define SCREENS_LETTER_H

#include "screens/desk.h"

struct letter_argument {
    struct desk *desk;
    const struct spec_item *item;
    const struct spec_letter *letter;
    void *owner; /* state of the screen beneath */
    void (*is_signed)(void *owner);
};

extern const struct screen_class letter_screen; /* argument: struct letter_argument * */

#endif
