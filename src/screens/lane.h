/* What stands in the outbox for one case: how the work writes it there, and how the list of what waits and
 * the counter read it again, also after a restart without the database. */
#ifndef SCREENS_LANE_H
#define SCREENS_LANE_H

#include "base/pack.h"
#include "screens/desk.h"

enum { LANE_VERSION = 1 }; /* of the note */

/* The kinds of entries and their subjects (base/pack.h). */
enum lane_kind {
    LANE_VISIT = 'V',    /* - */
    LANE_OPEN = 'O',     /* - */
    LANE_FIELD = 'F',    /* text key, text value */
    LANE_MATERIAL = 'M', /* text kind, text file name (NULL: a commitment), number of bytes */
    LANE_REMOVE = 'R',   /* number: id of the material */
    LANE_SLIP = 'S',     /* text code of the slip */
};

/* The beginning of a lane's note: whom and what it is about. */
struct lane_head {
    int64_t case_id; /* 0: the database does not know it yet */
    int definition_id;
    char *definition_hash; /* its name in the cache of this machine */
    char *item_code;
    char *item_zh, *item_en;
    int64_t visit_id; /* 0: begun while cut off */
    char *person_name;
    char *id_no; /* masked */
};

/* Reads the head of a lane's note. False: it has none. */
bool lane_head(const struct desk *desk, const char *lane, struct lane_head *head);
void lane_head_free(struct lane_head *head);

/* How it stands in front of a note. */
void lane_head_write(const struct lane_head *head, struct buffer *out);
bool lane_head_read(struct unpack *from, struct lane_head *head);

/* Appends the code of the slip that was given for it; nothing when there was none. */
void lane_slip(const struct desk *desk, const char *lane, struct buffer *code);

/* A refused or waiting entry in words: "手机号码: 13912345678", "材料 身份证: id.jpg", "收件凭条
 * 001-003-...". The definition of the item is needed for names: without it the field's key stands there. */
void lane_words(const struct desk *desk, const char *lane, size_t entry, struct buffer *words);

#endif
