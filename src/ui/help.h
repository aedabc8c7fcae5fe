/* The F1 screen: all actions that are valid on the screen beneath, with their keys and help, made from the
 * command table. Words narrow it (initials, hanzi); Enter or a digit runs the action there, except a commit:
 * that takes its key. */
#ifndef UI_HELP_H
#define UI_HELP_H

#include "ui/ui.h"

/* Opened by ui.c on COMMAND_HELP. */
extern const struct screen_class help_screen;

#endif
