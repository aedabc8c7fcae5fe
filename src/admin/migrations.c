#include "admin/migrations.h"

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
