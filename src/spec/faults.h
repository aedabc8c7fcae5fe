/* All that is wrong with a set of files, each fault at its true place, not the first alone.
 * Whoever prints them writes "file:line:column: sentence", the sentence by text_error(). */
#ifndef SPEC_FAULTS_H
#define SPEC_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"

struct spec_fault {
    char *file;
    int line;   /* from 1; 0: the file as a whole */
    int column; /* from 1, in characters (code points), not bytes; 0: the file as a whole */
    struct error error;
};

/* A zeroed struct is an empty list. */
struct spec_faults {
    struct spec_fault *list;
    size_t count;
    size_t capacity;
};

/* Adds a fault: code, then name, value, ..., NULL as for error_set(). */
void spec_faults_add(struct spec_faults *faults, const char *file, int line, int column, const char *code,
                     ...) __attribute__((sentinel));

/* Orders by file (in the order in which files first appear), line and column. */
void spec_faults_sort(struct spec_faults *faults);

/* Prints each as file:line:column: sentence. True when there are none. */
bool spec_faults_print(const struct spec_faults *faults, FILE *to);

void spec_faults_free(struct spec_faults *faults);

#endif
