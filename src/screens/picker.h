/* The item picker: letters or hanzi narrow, a digit picks at once; beside it what the item asks for. */
#ifndef SCREENS_PICKER_H
#define SCREENS_PICKER_H

#include "screens/desk.h"

struct picker_argument {
    struct desk *desk;
    void *owner; /* state of the screen beneath */
    void (*picked)(void *owner, const char *item);
};

extern const struct screen_class picker_screen; /* argument: struct picker_argument * */

#endif
