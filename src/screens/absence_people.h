/* The people from whom who is absent and who covers are chosen: by name, its initials or login. For the cover
 * the first row is nobody. */
#ifndef SCREENS_ABSENCE_PEOPLE_H
#define SCREENS_ABSENCE_PEOPLE_H

#include "screens/desk.h"
#include "ui/list.h"

struct absence_person;

struct absence_people {
    struct desk *desk;
    struct list list;
    struct absence_person *people;
    size_t count;
    bool cover; /* it is the cover that is chosen */
};

/* Asks the database; the struct must stay where it is. Forget it (desk_forget) before it goes. */
void absence_people_open(struct absence_people *people, struct desk *desk);
void absence_people_free(struct absence_people *people);

/* Narrows by the words (empty: all) for the one or the other. */
void absence_people_narrow(struct absence_people *people, bool cover, const char *words);

/* Of the marked row; copied. "" for nobody. */
char *absence_people_login(const struct absence_people *people);
char *absence_people_name(const struct absence_people *people);

#endif
