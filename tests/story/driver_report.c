/* What a failed story shows. */
#include <dlfcn.h>
#include <execinfo.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "story/command.h"
#include "story/driver_parts.h"

enum { DEEPEST_CALL = 48 };

static const char *const COLOURS[] = {"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"};

static void report_colour(struct buffer *out, const char *ground, int colour)
{
    if (colour == COLOUR_DEFAULT)
        return;
    if (colour < 8)
        buffer_format(out, " %s%s", ground, COLOURS[colour]);
    else if (colour < 16)
        buffer_format(out, " %sbright-%s", ground, COLOURS[colour - 8]);
    else if (colour < COLOUR_RGB)
        buffer_format(out, " %s%d", ground, colour);
    else
        buffer_format(out, " %s#%06X", ground, (unsigned)(colour - COLOUR_RGB));
}

static void report_attributes(struct buffer *out, const struct driver_cell *cell)
{
    static const char *const NAMES[] = {"bold", "underline", "reverse", "blink", "italic", "strike"};
    for (unsigned i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        if (cell->attributes & 1u << i)
            buffer_format(out, " %s", NAMES[i]);
    }
    report_colour(out, "", cell->foreground);
    report_colour(out, "on-", cell->background);
}

static bool looks_plain(const struct driver_cell *cell)
{
    return !cell->attributes && cell->foreground == COLOUR_DEFAULT && cell->background == COLOUR_DEFAULT;
}

static bool looks_same(const struct driver_cell *cell, const struct driver_cell *other)
{
    return cell->attributes == other->attributes && cell->foreground == other->foreground &&
           cell->background == other->background;
}

/* Each run of cells of a row that look the same, unless plain: where, how, what. */
static void report_row_attributes(const struct driver *driver, int row, struct buffer *out)
{
    int columns = driver_columns(driver);
    for (int start = 0, end; start < columns; start = end) {
        struct driver_cell first = driver_cell(driver, row, start);
        struct buffer text = {0};
        for (end = start; end < columns; end++) {
            struct driver_cell cell = driver_cell(driver, row, end);
            if (!looks_same(&cell, &first))
                break;
            buffer_text(&text, cell.text);
        }
        if (!looks_plain(&first)) {
            buffer_format(out, "%4d  columns %d-%d", row, start, end - 1);
            report_attributes(out, &first);
            buffer_format(out, "  \"%s\"\n", buffer_string(&text));
        }
        buffer_free(&text);
    }
}

static void report_ruler(const struct driver *driver, struct buffer *out)
{
    buffer_text(out, "     ");
    for (int column = 0; column < driver_columns(driver); column += 10)
        buffer_format(out, "%-10d", column);
    buffer_text(out, "\n     ");
    for (int column = 0; column < driver_columns(driver); column++)
        buffer_byte(out, column % 10 == 0 ? '|' : '.');
    buffer_byte(out, '\n');
}

static void report_screen(const struct driver *driver, struct buffer *out)
{
    struct driver_cursor cursor = driver_cursor(driver);
    report_ruler(driver, out);
    for (int row = 0; row < driver_rows(driver); row++) {
        struct row_text text = row_text_read(driver, row);
        buffer_format(out, "%4d|%s|\n", row, buffer_string(&text.text));
        row_text_free(&text);
        if (row == cursor.row)
            buffer_format(out, "     %*s^ cursor, row %d, column %d%s\n", cursor.column, "", cursor.row,
                          cursor.column, cursor.visible ? "" : ", hidden");
    }
}

static void report_program(const struct driver *driver, struct buffer *out)
{
    if (!driver->program)
        buffer_format(out, "%s did not start\n", driver->name);
    else if (!driver->ended)
        buffer_format(out, "%s runs as process %d\n", driver->name, (int)driver->program);
    else if (WIFSIGNALED(driver->status))
        buffer_format(out, "%s was ended by signal %d\n", driver->name, WTERMSIG(driver->status));
    else
        buffer_format(out, "%s ended with status %d\n", driver->name, WEXITSTATUS(driver->status));
}

void driver_report(struct driver *driver, struct buffer *out)
{
    report_program(driver, out);
    buffer_format(out, "typed (%d keys): %s\n", driver->keys, buffer_string(&driver->typed));
    report_screen(driver, out);
    buffer_text(out, "attributes (plain where nothing is said):\n");
    for (int row = 0; row < driver_rows(driver); row++)
        report_row_attributes(driver, row, out);
}

/* Keeps of addr2line's answer ("function at file:line") what belongs to the story. */
static void story_lines_keep(struct buffer *out, char *answer)
{
    static const char INLINED[] = " (inlined by) ";
    char *rest = answer;
    for (char *line; (line = strsep(&rest, "\n"));) {
        if (strncmp(line, INLINED, strlen(INLINED)) == 0)
            line += strlen(INLINED);
        const char *file = strstr(line, " at ");
        if (file && strncmp(file + 4, "driver", 6) != 0 && file[4] != '?' && strncmp(line, "main ", 5) != 0)
            buffer_format(out, "in %s\n", line);
    }
}

void story_lines(struct buffer *out)
{
    void *frames[DEEPEST_CALL];
    char program[4096], offsets[DEEPEST_CALL][24];
    const char *argv[DEEPEST_CALL + 8] = {"addr2line", "-f", "-p", "-s", "-i", "-e", program};
    size_t arguments = 7;
    Dl_info ours, info;
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    int count = backtrace(frames, DEEPEST_CALL);
    if (length < 0 || !dladdr(&COLOURS, &ours))
        return;
    program[length] = '\0';
    for (int i = 0; i < count; i++) {
        if (!dladdr(frames[i], &info) || info.dli_fbase != ours.dli_fbase)
            continue;
        size_t offset =
            (size_t)((char *)frames[i] - (char *)ours.dli_fbase) - 1; /* the call, not the return */
        snprintf(offsets[i], sizeof offsets[i], "%#zx", offset);
        argv[arguments++] = offsets[i];
    }
    struct buffer answer = {0};
    if (command_run(&answer, argv) == 0)
        story_lines_keep(out, answer.data);
    buffer_free(&answer);
}

void driver_fail(struct driver *driver, const char *awaited, ...)
{
    struct buffer report = {0};
    va_list list;
    va_start(list, awaited);
    buffer_format(&report, "\n%s: awaited ", driver->name);
    buffer_format_list(&report, awaited, list);
    va_end(list);
    buffer_byte(&report, '\n');
    story_lines(&report);
    driver_report(driver, &report);
    fputs(buffer_string(&report), stderr); /* not print_error(), which cuts at 1023 bytes */
    buffer_free(&report);
    fail();
    abort(); /* fail() has left by longjmp */
}
