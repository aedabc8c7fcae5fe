#include "spec/region.h"

#include <stdio.h>
#include <string.h>

/* Of a district its city's; of what stands under a municipality (11, 12, 31, 50) or right under a province (90)
 * that; NULL: of a city or a province, nothing is in front. */
static const struct spec_code *above(const struct spec_codes *regions, const struct spec_code *region)
{
    const char *code = region->code;
    char wanted[7];
    if (strlen(code) != 6 || strcmp(code + 4, "00") == 0)
        return NULL;
    bool direct = strncmp(code + 2, "90", 2) == 0 || strncmp(code, "11", 2) == 0 ||
                  strncmp(code, "12", 2) == 0 || strncmp(code, "31", 2) == 0 || strncmp(code, "50", 2) == 0;
    snprintf(wanted, sizeof(wanted), direct ? "%.2s0000" : "%.4s00", code);
    while (region-- > regions->codes) { /* the list is in the order of its codes: not far before it */
        if (strcmp(region->code, wanted) == 0)
            return region;
    }
    return NULL;
}

void region_write(const struct spec_codes *regions, const struct spec_code *region, bool english,
                  struct buffer *out)
{
    const struct spec_code *city = english ? NULL : above(regions, region);
    buffer_format(out, "%s%s", city ? city->name.zh : "", english ? region->name.en : region->name.zh);
}
