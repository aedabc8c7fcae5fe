/* The materials of the case being filled in: files handed in, commitments in place of proofs. */
#ifndef SCREENS_MATERIALS_H
#define SCREENS_MATERIALS_H

#include "screens/work.h"

extern const struct screen_class materials_screen; /* argument: struct work * */

#endif
