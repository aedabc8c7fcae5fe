/* Settings of the person who is signed on: keymap, language, borders, colours by Enter or digit; own keys and
 * phrases on screens of their own. argument: the desk. */
#ifndef SCREENS_SETTINGS_H
#define SCREENS_SETTINGS_H

#include "screens/desk.h"

extern const struct screen_class settings_screen;

/* The actions and their keys: one is chosen, then the key that shall do it is pressed; Delete takes the own
 * ones of an action back. argument: the desk. */
extern const struct screen_class settings_keys_screen;

#endif
