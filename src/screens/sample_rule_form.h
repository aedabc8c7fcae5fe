/* Setting a rule of sampling: percentage, blind or not, days, and why. What it will mean stands below before
 * F9 sets it, from tomorrow on. */
#ifndef SCREENS_SAMPLE_RULE_FORM_H
#define SCREENS_SAMPLE_RULE_FORM_H

#include "screens/sample_rule_rows.h"

struct sample_rule_argument {
    struct desk *desk;
    const struct sample_rule *rule; /* as it stands, or with an empty percentage: there is none; copied */
};

extern const struct screen_class sample_rule_form_screen; /* argument: struct sample_rule_argument * */

#endif
