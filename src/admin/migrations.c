#include "admin/migrations.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "spec/pinyin.h"

/* <migration_list.h> is made by the Makefile: one MIGRATION(number, "name") for each file, in order.
 * The text of a file goes into the program as it stands, closed by a NUL. */
#define MIGRATION(number, name)                                                                              \
    extern const char migration_text_##number[];                                                             \
    __asm__(".pushsection .rodata\n"                                                                         \
            "migration_text_" #number ":\n"                                                                  \
            ".incbin \"src/store/sql/" name ".sql\"\n"                                                       \
            ".byte 0\n"                                                                                      \
            ".popsection");
#include <migration_list.h>
#undef MIGRATION

#define MIGRATION(number, name) {number, name, migration_text_##number},
const struct migration migration_list[] = {
#include <migration_list.h>
};
#undef MIGRATION

const size_t migration_count = sizeof(migration_list) / sizeof(migration_list[0]);

/* Every character that has a reading lies among these: CJK radicals to the third plane. */
enum { FIRST_HANZI = 0x2E80, LAST_HANZI = 0x3FFFF };

/* "character initials" a line, in order of code points. */
static void readings_write(struct buffer *out)
{
    for (uint32_t code_point = FIRST_HANZI; code_point <= LAST_HANZI; code_point++) {
        const char *initials = pinyin_initials(code_point);
        char character[UTF8_MAX];
        if (*initials)
            buffer_format(out, "%s%.*s %s", out->length ? "\n" : "", (int)utf8_encode(code_point, character),
                          character, initials);
    }
}

bool migrations_apply(struct direct *direct, int *applied, struct error *error)
{
    struct buffer readings = {0};
    readings_write(&readings);
    bool good = migrate_apply(direct, migration_list, migration_count, applied, error) &&
                direct_text(direct, NULL, error, "SELECT yc.pinyin_load($1)", buffer_string(&readings), NULL);
    buffer_free(&readings);
    return good;
}
