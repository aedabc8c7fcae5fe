#include "screens/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "loop/worker.h"
#include "model/check.h"
#include "store/report.h"
#include "text/text.h"
#include "ui/prompt.h"
#include "ui/why.h"

enum { DAY = DATE_TEXT };

struct report_state {
    struct desk *desk;
    char region[16], from[DAY], to[DAY];
    enum report_part part; /* whose answer comes next */
    bool loaded;
    struct buffer text, csv;
    int top, height; /* rows: the first that is shown, and how many fit */
    struct worker *writing;
};

/* --- asking: one part after the other, so that each is a short transaction */

static void part_ask(struct report_state *report);

static struct report of(const struct report_state *report)
{
    return (struct report){report->region, report->from, report->to};
}

static void part_came(void *owner, const struct store_reply *reply)
{
    struct report_state *report = owner;
    struct report head = of(report);
    if (desk_refused(report->desk, reply))
        return;
    report_text_part(report->part, reply, &report->text);
    report_csv_part(&head, report->part, reply, &report->csv);
    report->part++;
    report->loaded = report->part == REPORT_PARTS;
    if (report->loaded)
        report_text_end(&report->text);
    else
        part_ask(report);
    ui_changed(report->desk->ui);
}

static void part_ask(struct report_state *report)
{
    struct store_query query = report_query(report->part, report->region, report->from, report->to);
    desk_call(report->desk, &query, part_came, report);
}

static void report_begin(struct report_state *report)
{
    struct report head = of(report);
    desk_forget(report->desk, report); /* answers for the former day */
    report->part = REPORT_ITEMS;
    report->loaded = false;
    report->top = 0;
    buffer_clear(&report->text);
    buffer_clear(&report->csv);
    report_text_begin(&head, &report->text);
    report_csv_begin(&report->csv);
    part_ask(report);
}

static bool report_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct report_state *report = state;
    report->desk = argument;
    snprintf(report->region, sizeof(report->region), "%d", report->desk->region);
    date_format(report->desk->today, report->from);
    date_format(report->desk->today, report->to);
    report_begin(report);
    return true;
}

static void report_close(void *state)
{
    struct report_state *report = state;
    desk_forget(report->desk, report);
    worker_abandon(&report->writing);
    buffer_free(&report->text);
    buffer_free(&report->csv);
}

/* --- another day, or several: FROM..TO */

static bool day_read(const struct report_state *report, const char *typed, char day[DAY], struct error *error)
{
    struct buffer kept = {0};
    bool good = check_read("date", typed, report->desk->today, &kept, error);
    if (good)
        snprintf(day, DAY, "%s", buffer_string(&kept));
    buffer_free(&kept);
    return good;
}

static void day_given(struct ui *ui, void *state, const char *typed)
{
    struct report_state *report = state;
    struct error error = {0};
    struct buffer first = {0};
    char from[DAY], to[DAY];
    const char *dots = strstr(typed, "..");
    buffer_append(&first, typed, dots ? (size_t)(dots - typed) : strlen(typed));
    if (day_read(report, buffer_string(&first), from, &error) &&
        day_read(report, dots ? dots + 2 : typed, to, &error)) {
        snprintf(report->from, DAY, "%s", from);
        snprintf(report->to, DAY, "%s", to);
        report_begin(report);
    } else {
        ui_say_error(ui, &error);
    }
    error_free(&error);
    buffer_free(&first);
}

static void day_ask(struct ui *ui, const struct report_state *report)
{
    (void)report;
    prompt_text(ui, &(struct prompt_text){
                        .title = text("REPORT_WHICH"), .most = 24, .halfwidth = true, .done = day_given});
}

/* --- into a file: a disk may hang, so off the loop */

struct writing {
    struct ui *ui;
    char *path;
    struct buffer bytes;
    struct error error;
    bool written;
};

static void writing_free(void *data)
{
    struct writing *writing = data;
    buffer_free(&writing->bytes);
    error_free(&writing->error);
    free(writing->path);
    free(writing);
}

static void write_job(void *data)
{
    struct writing *writing = data;
    writing->written = file_write(writing->path, &writing->bytes, &writing->error);
}

static void write_done(void *owner, void *data)
{
    struct report_state *report = owner;
    struct writing *writing = data;
    report->writing = NULL;
    if (writing->written)
        ui_say(writing->ui, ROLE_DONE, "REPORT_WRITTEN", "file", writing->path, NULL);
    else
        ui_say_error(writing->ui, &writing->error);
    ui_changed(writing->ui);
    writing_free(writing);
}

static void file_given(struct ui *ui, void *state, const char *path)
{
    struct report_state *report = state;
    size_t length = strlen(path);
    bool csv = length > 4 && strcmp(path + length - 4, ".csv") == 0;
    struct writing *writing = memory_get(1, sizeof(*writing));
    writing->ui = ui;
    writing->path = memory_text(path);
    buffer_text(&writing->bytes, buffer_string(csv ? &report->csv : &report->text));
    report->writing = worker_start(report->desk->loop, write_job, writing, write_done, report, writing_free);
}

static void file_ask(struct ui *ui, const struct report_state *report)
{
    if (!report->loaded || report->writing) {
        ui_say(ui, ROLE_WRONG, "REPORT_NOT_YET", NULL);
        return;
    }
    struct buffer value = {0};
    buffer_format(&value, "report-%s-%s.csv", report->region, report->from);
    prompt_text(ui, &(struct prompt_text){.title = text("REPORT_FILE"),
                                          .value = buffer_string(&value),
                                          .halfwidth = true,
                                          .commits = text("NEXT_REPORT_FILE"),
                                          .done = file_given});
    buffer_free(&value);
}

/* --- the screen */

static int line_count(const struct report_state *report)
{
    int lines = 0;
    for (const char *c = buffer_string(&report->text); *c; c++)
        lines += *c == '\n';
    return lines;
}

static void report_scroll(struct report_state *report, int by)
{
    int most = line_count(report) - report->height;
    report->top += by;
    report->top = report->top > most ? most : report->top;
    report->top = report->top < 0 ? 0 : report->top;
}

static void report_command(struct ui *ui, void *state, enum command command)
{
    struct report_state *report = state;
    int page = report->height > 2 ? report->height - 1 : 1;
    if (command == COMMAND_LIST)
        day_ask(ui, report);
    else if (command == COMMAND_COMMIT)
        file_ask(ui, report);
    else if (command == COMMAND_DOWN || command == COMMAND_NEXT_FIELD)
        report_scroll(report, 1);
    else if (command == COMMAND_UP || command == COMMAND_PREVIOUS_FIELD)
        report_scroll(report, -1);
    else if (command == COMMAND_GROUP_NEXT)
        report_scroll(report, page);
    else if (command == COMMAND_GROUP_PREVIOUS)
        report_scroll(report, -page);
}

static void report_arrange(void *state, const struct layout *layout)
{
    struct report_state *report = state;
    report->height = layout->form.height - 1;
    report_scroll(report, 0);
}

static void report_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct report_state *report = state;
    struct area form = layout->form;
    struct buffer title = {0};
    buffer_text(&title, text(report->loaded ? "SCREEN_REPORT" : "REPORT_COMING"));
    if (line_count(report) - report->height > report->top)
        buffer_format(&title, " %s", text("PAPER_MORE"));
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    buffer_free(&title);
    int row = -report->top;
    for (const char *line = buffer_string(&report->text); *line; row++) {
        size_t length = strcspn(line, "\n");
        char *one = memory_text_length(line, length);
        if (row >= 0 && row < report->height)
            canvas_cut(canvas, form.row + 1 + row, form.column + 1, form.width - 2, ROLE_PLAIN, one);
        free(one);
        line += length + (line[length] == '\n');
    }
}

static void report_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    (void)state;
    canvas_cursor(canvas, layout->form.row + 1, layout->form.column + 1);
}

static void report_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->explain, text("REPORT_EXPLAIN"));
    buffer_text(&lines->next, text("NEXT_REPORT"));
}

static void report_why(const void *state, struct buffer *sentences)
{
    (void)state;
    why_add(sentences, text("REPORT_MEASURE"));
    why_add(sentences, text("REPORT_WHY_FOLDED"));
    why_add(sentences, text("REPORT_WHY_EFFORT"));
}

static const struct screen_command report_commands[] = {
    {COMMAND_COMMIT, "LABEL_REPORT_FILE"},
    {COMMAND_LIST, "LABEL_REPORT_DAY"},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class report_screen = {
    .name = "report",
    .title = "SCREEN_REPORT",
    .size = sizeof(struct report_state),
    .section = SECTION_SUPERVISOR,
    .commands = report_commands,
    .open = report_open,
    .close = report_close,
    .arrange = report_arrange,
    .command = report_command,
    .draw = report_draw,
    .cursor = report_cursor,
    .lines = report_lines,
    .why = report_why,
};
