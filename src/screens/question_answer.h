/* A question that was asked of me or of my hall's windows: the case to look at, the question, a line for the
 * answer. F9 answers; nothing else of the case can be changed here. */
#ifndef SCREENS_QUESTION_ANSWER_H
#define SCREENS_QUESTION_ANSWER_H

#include "screens/desk.h"

extern const struct screen_class question_screen; /* argument: struct question_argument * */

struct question_argument {
    struct desk *desk;
    int64_t case_id;
};

#endif
