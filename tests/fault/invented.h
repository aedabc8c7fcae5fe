/* People whom nobody is: identity numbers of births in 1901 and 1902 with right check digits (GB 11643), and
 * for each a telephone and an employer that nobody else has, so that what got lost or mixed up can be told.
 */
#ifndef FAULT_INVENTED_H
#define FAULT_INVENTED_H

enum { INVENTED_MOST = 365000 };

struct invented {
    char number[19];
    char name[32];
    char mobile[12];
    char unit[40];
};

/* index 0..INVENTED_MOST-1 */
struct invented invented_person(int index);

#endif
