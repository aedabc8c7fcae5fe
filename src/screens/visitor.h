/* Who is at the window, and their visit. */
#ifndef SCREENS_VISITOR_H
#define SCREENS_VISITOR_H

#include "base/pack.h"
#include "screens/desk.h"

struct visitor {
    int64_t visit_id;         /* 0: begun while cut off, the database does not know of it yet */
    int64_t person_id;        /* likewise */
    char visit_key[DESK_KEY]; /* of the command that began the visit; "" where its id is known */
    char *name, *id_type, *id_no, *sex, *birth, *mobile,
        *mobile_on; /* id_no and mobile masked; NULL: nobody here */
};

/* From the answer of visit_begin or visit_show. */
void visitor_read(struct visitor *visitor, const struct store_reply *reply);

/* From what was typed while cut off; the number is masked here, as the database would. */
void visitor_make(struct visitor *visitor, const char *id_type, const char *id_no, const char *name,
                  const char *visit_key);

void visitor_copy(struct visitor *to, const struct visitor *from);
void visitor_pack(const struct visitor *visitor, struct buffer *out);
void visitor_unpack(struct visitor *visitor, struct unpack *from);

/* Wipes and frees. */
void visitor_free(struct visitor *visitor);

#endif
