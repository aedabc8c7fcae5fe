#include "spec/faults.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/sanitise.h"
#include "text/text.h"
#include "base/sanitise.h"
#include "text/text.h"

void spec_faults_add(struct spec_faults *faults, const char *file, int line, int column, const char *code,
                     ...)
{
    if (faults->count == faults->capacity) {
        faults->capacity = faults->capacity ? faults->capacity * 2 : 16;
        faults->list = memory_resize(faults->list, faults->capacity, sizeof(*faults->list));
    }
    struct spec_fault *fault = &faults->list[faults->count++];
    *fault = (struct spec_fault){.file = memory_text(file), .line = line, .column = column};
    va_list list;
    va_start(list, code);
    error_set_list(&fault->error, code, list);
    va_end(list);
}

/* A fault with what it is ordered by: its file's first fault, its place, and how early it was added. */
struct placed {
    struct spec_fault fault;
    size_t file, added;
};

static int placed_compare(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    if (a->fault.line != b->fault.line)
        return a->fault.line < b->fault.line ? -1 : 1;
    if (a->fault.column != b->fault.column)
        return a->fault.column < b->fault.column ? -1 : 1;
    return a->added < b->added ? -1 : 1;
}

/* The first fault of the same file; mostly it is that of the fault before. */
static size_t file_first(const struct placed *list, size_t at)
{
    const char *file = list[at].fault.file;
    if (at > 0 && !strcmp(list[at - 1].fault.file, file))
        return list[at - 1].file;
    size_t first = 0;
    while (strcmp(list[first].fault.file, file))
        first++;
    return first;
}

void spec_faults_sort(struct spec_faults *faults)
{
    struct placed *list = memory_get(faults->count + 1, sizeof(*list));
    for (size_t i = 0; i < faults->count; i++) {
        list[i] = (struct placed){.fault = faults->list[i], .added = i};
        list[i].file = file_first(list, i);
    }
    qsort(list, faults->count, sizeof(*list), placed_compare);
    for (size_t i = 0; i < faults->count; i++)
        faults->list[i] = list[i].fault;
    free(list);
}

void spec_faults_free(struct spec_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        free(faults->list[i].file);
        error_free(&faults->list[i].error);
    }
    free(faults->list);
    *faults = (struct spec_faults){0};
}

static void fault_print(const struct spec_fault *fault, FILE *to)
{
    struct buffer line = {0};
    char *file = sanitised(fault->file);
    buffer_text(&line, file);
    free(file);
    if (fault->line > 0)
        buffer_format(&line, ":%d:%d", fault->line, fault->column);
    buffer_text(&line, ": ");
    text_error(&line, &fault->error);
    fprintf(to, "%s\n", buffer_string(&line));
    buffer_free(&line);
}

bool spec_faults_print(const struct spec_faults *faults, FILE *to)
{
    for (size_t i = 0; i < faults->count; i++)
        fault_print(&faults->list[i], to);
    return faults->count == 0;
}
