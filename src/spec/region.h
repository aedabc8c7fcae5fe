/* How a region of GB/T 2260 is called where it stands alone: 中山区 is in Dalian and in Keelung. */
#ifndef SPEC_REGION_H
#define SPEC_REGION_H

#include <stdbool.h>

#include "base/buffer.h"
#include "spec/set.h"

/* Appends the name of one of the regions, in Chinese with the city in front (大连市中山区; of a municipality or a
 * county under a province that, 北京市东城区); in English the list has it so. The twin of yc.region_words(). */
void region_write(const struct spec_codes *regions, const struct spec_code *region, bool english,
                  struct buffer *out);

#endif
