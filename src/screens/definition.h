/* The cache of definitions: a version never changes, so what was read once is kept while somebody is signed
 * on. */
#ifndef SCREENS_DEFINITION_H
#define SCREENS_DEFINITION_H

#include "screens/desk.h"

void definitions_free(struct desk *desk);

#endif
