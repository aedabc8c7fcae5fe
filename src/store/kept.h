/* A query that is kept so that it can be sent again: copies of its statement and its parameters in one piece,
 * shared by counting, since a parameter may be a file of 10 MB. Inside of store/ alone. */
#ifndef STORE_KEPT_H
#define STORE_KEPT_H

#include "base/buffer.h"
#include "base/pack.h"
#include "store/reply.h"

struct kept;

struct kept *kept_new(const struct store_query *query);
struct kept *kept_share(struct kept *kept); /* one more holder; each releases it once */
void kept_release(struct kept **kept);      /* takes the address and nulls it, NULL is safe */

const struct store_query *kept_query(const struct kept *kept); /* borrowed */

/* For the local journal. */
void kept_pack(const struct kept *kept, struct buffer *out);

/* NULL: broken, or not a statement that this program would have packed (see kept_is_call()). */
struct kept *kept_unpack(struct unpack *from);

/* Whether a statement is one SELECT: all that the program sends, and all that it sends from a journal. More
 * need not be asked of it: the journal is sealed under the person's own key, the statement goes out under
 * that person's own login, as one statement (the extended protocol takes no second one), and whoever could
 * forge it has the password and with it psql. The check is there for records that were read wrongly. */
bool kept_is_call(const char *sql);

#endif
