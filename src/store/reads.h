/* The read log, asked page by page: who looked at whose data and why (desk.read_log_search()). */
#ifndef STORE_READS_H
#define STORE_READS_H

#include <stdbool.h>

#include "store/reply.h"

/* What is looked for, everything borrowed; NULL or "": any. at and id: where a page goes on, NULL: the
 * newest. */
struct reads_question {
    const char *region;
    const char *staff;   /* login or whole name of who looked */
    const char *person;  /* last four characters of a credential, or all of it */
    const char *purpose; /* a part of it */
    const char *from, *to;
    const char *at, *id;
    bool newer; /* the page above at and id, not the one below */
};

/* Columns at (as people read it), moment (for going on), id, login, who, function, case_id, number, name,
 * id_no, what, purpose, looked; newest first. */
struct store_query reads_query(const struct reads_question *question);

/* Goes on behind the last row of a page, or above its first; borrows from the reply. A reply without rows
 * leaves the question as it is. */
void reads_behind(struct reads_question *question, const struct store_reply *reply, bool newer);

/* Why it was looked at, in words: what was being done, or the purpose where one was typed. Borrowed. */
const char *reads_why(const struct store_reply *reply, int row);

#endif
