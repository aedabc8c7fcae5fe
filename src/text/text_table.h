/* The compiled catalogue; text_table.c is made at build time from the PO files by tools/text-compile.awk. */
#ifndef TEXT_TEXT_TABLE_H
#define TEXT_TEXT_TABLE_H

#include <stddef.h>

struct text_entry {
    const char *code;
    const char *message[2]; /* by enum language */
};

extern const struct text_entry text_table[]; /* ordered by code */
extern const size_t text_table_count;

#endif
