#include "admin/migrations.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "spec/pinyin.h"

/* <migration_list.h> is made by the Makefile: in order, one MIGRATION(number, "name") for each file of
 * src/store/sql and one FUNCTIONS(name) for each of src/store/sql/functions. The text of a file goes into the
 * program as it stands, closed by a NUL. */
#define TEXT(symbol, path)                                                                                   \
    extern const char symbol[];                                                                              \
    __asm__(".pushsection .rodata\n" #symbol ":\n"                                                           \
            ".incbin \"src/store/sql/" path ".sql\"\n"                                                       \
            ".byte 0\n"                                                                                      \
            ".popsection");
#define MIGRATION(number, name) TEXT(migration_text_##number, name)
#define FUNCTIONS(name)         TEXT(functions_text_##name, "functions/" #name)
#include <migration_list.h>
#undef MIGRATION
#undef FUNCTIONS

#define MIGRATION(number, name) {number, name, migration_text_##number},
#define FUNCTIONS(name)
static const struct migration migration_list[] = {
#include <migration_list.h>
};
#undef MIGRATION
#undef FUNCTIONS

#define MIGRATION(number, name)
#define FUNCTIONS(name) {#name, functions_text_##name},
static const struct function_file function_list[] = {
#include <migration_list.h>
};
#undef MIGRATION
#undef FUNCTIONS

const struct migrate_program migrations_program = {
    .migrations = migration_list,
    .migration_count = sizeof(migration_list) / sizeof(migration_list[0]),
    .functions = function_list,
    .function_count = sizeof(function_list) / sizeof(function_list[0]),
};

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

bool migrations_apply(struct direct *direct, struct migrate_outcome *outcome, struct error *error)
{
    struct buffer readings = {0};
    readings_write(&readings);
    bool good = migrate_apply(direct, &migrations_program, outcome, error) &&
                direct_text(direct, NULL, error, "SELECT yc.pinyin_load($1)", buffer_string(&readings), NULL);
    buffer_free(&readings);
    return good;
}
