/* How many lines definitions take, and would take if each item wrote its blocks out. */
#ifndef ADMIN_FORMS_LINES_H
#define ADMIN_FORMS_LINES_H

struct forms_lines {
    int items, blocks; /* files */
    int item_lines, block_lines;
    int uses;        /* entries of items that stand for a block's fields or materials */
    int written_out; /* lines of the items with the lines of the blocks in the place of those entries */
};

/* Counts the files of a folder of definitions; what cannot be read counts as empty. */
struct forms_lines forms_lines_count(const char *folder);

#endif
