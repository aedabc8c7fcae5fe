/* The item picker: letters or hanzi narrow, a digit picks at once; beside it what the item asks for. */
#ifndef SCREENS_PICKER_H
#define SCREENS_PICKER_H

#include "screens/desk.h"

struct picker_argument {
    struct desk *desk;
    void *owner; /* state of the screen beneath */
    void (*picked)(void *owner, const char *item);
    void (*lacks)(void *owner, int definition_id); /* F7: they have not brought what it asks for; above the picker */
};

extern const struct screen_class picker_screen; /* argument: struct picker_argument * */

#endif
