/* The F2 screen: a title and sentences that answer "why". */
#ifndef UI_WHY_H
#define UI_WHY_H

#include "ui/ui.h"

/* Appends one sentence to what screen_class.why fills (a line each; newlines within become blanks). */
void why_add(struct buffer *sentences, const char *sentence);

/* Opens the screen with such sentences; title is text, copied. For answers that come later (explain,
 * why_not). */
bool why_open(struct ui *ui, const char *title, const char *sentences);

#endif
