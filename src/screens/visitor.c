#include "screens/visitor.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/identity.h"
#include "model/mask.h"

enum { TEXTS = 7 };

/* All texts of a visitor, in the order in which they are packed. */
static void texts_of(struct visitor *visitor, char **texts[TEXTS])
{
    char **all[TEXTS] = {&visitor->name,  &visitor->id_type, &visitor->id_no,    &visitor->sex,
                         &visitor->birth, &visitor->mobile,  &visitor->mobile_on};
    memcpy(texts, all, sizeof(all));
}

void visitor_free(struct visitor *visitor)
{
    char **texts[TEXTS];
    texts_of(visitor, texts);
    for (int i = 0; i < TEXTS; i++) {
        if (*texts[i])
            explicit_bzero(*texts[i], strlen(*texts[i]));
        free(*texts[i]);
    }
    *visitor = (struct visitor){0};
}

void visitor_read(struct visitor *visitor, const struct store_reply *reply)
{
    visitor_free(visitor);
    *visitor = (struct visitor){
        .visit_id = store_reply_number(reply, 0, "visit_id"),
        .person_id = store_reply_number(reply, 0, "person_id"),
        .name = memory_text(store_reply_text(reply, 0, "name")),
        .id_type = memory_text(store_reply_text(reply, 0, "id_type")),
        .id_no = memory_text(store_reply_text(reply, 0, "id_no")),
        .sex = memory_text(store_reply_text(reply, 0, "sex")),
        .birth = memory_text(store_reply_text(reply, 0, "birth")),
        .mobile = memory_text(store_reply_text(reply, 0, "mobile")),
        .mobile_on = memory_text(store_reply_text(reply, 0, "mobile_on")),
    };
}

void visitor_make(struct visitor *visitor, const char *id_type, const char *id_no, const char *name,
                  const char *visit_key)
{
    struct buffer masked = {0};
    struct date birth;
    char sex[2] = "", day[DATE_TEXT] = "";
    if (strcmp(id_type, "01") == 0 || strcmp(id_type, "03") == 0 || strcmp(id_type, "04") == 0) {
        identity_sex(id_no, sex);
        if (identity_birth(id_no, &birth))
            date_format(birth, day);
    }
    mask_append(&masked, "id_any", id_no);
    visitor_free(visitor);
    *visitor = (struct visitor){
        .name = memory_text(name),
        .id_type = memory_text(id_type),
        .id_no = buffer_take(&masked),
        .sex = memory_text(sex),
        .birth = memory_text(day),
        .mobile = memory_text(""),
        .mobile_on = memory_text(""),
    };
    strncat(visitor->visit_key, visit_key, sizeof(visitor->visit_key) - 1);
}

void visitor_copy(struct visitor *to, const struct visitor *from)
{
    struct visitor copy = *from;
    char **texts[TEXTS];
    texts_of(&copy, texts);
    for (int i = 0; i < TEXTS; i++)
        *texts[i] = memory_text(*texts[i]);
    visitor_free(to);
    *to = copy;
}

void visitor_pack(const struct visitor *visitor, struct buffer *out)
{
    struct visitor borrowed = *visitor;
    char **texts[TEXTS];
    texts_of(&borrowed, texts);
    pack_number(out, visitor->visit_id);
    pack_number(out, visitor->person_id);
    pack_text(out, visitor->visit_key);
    for (int i = 0; i < TEXTS; i++)
        pack_text(out, *texts[i]);
}

void visitor_unpack(struct visitor *visitor, struct unpack *from)
{
    char **texts[TEXTS];
    visitor_free(visitor);
    visitor->visit_id = unpack_number(from);
    visitor->person_id = unpack_number(from);
    char *key = unpack_text(from);
    strncat(visitor->visit_key, key ? key : "", sizeof(visitor->visit_key) - 1);
    free(key);
    texts_of(visitor, texts);
    for (int i = 0; i < TEXTS; i++)
        *texts[i] = unpack_text(from);
}
