/* Signing on. The password is in memory only, wiped at once; it is neither shown nor counted in stars. */
#ifndef SCREENS_LOGIN_H
#define SCREENS_LOGIN_H

#include "screens/desk.h"

extern const struct screen_class login_screen; /* argument: struct desk * */

#endif
