/* 事后抽查: finished cases that wait for a second look of mine, first due first. F9 takes up the first, a
 * digit any; F8 goes on to what second looks found. For auditors, and for supervisors as other work. */
#ifndef SCREENS_SAMPLES_H
#define SCREENS_SAMPLES_H

#include "screens/desk.h"

extern const struct screen_class samples_screen; /* argument: struct desk * */

#endif
