#include "screens/readback.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "screens/paper.h"
#include "text/text.h"

/* Bytes: no form is as long without fields of several lines, so that growing leaves no copy of a value
 * behind. */
enum { PAPER_ROOM = 16384 };

struct readback {
    struct work *work;
    struct desk *desk;
    struct paper paper;
    char **full; /* what the form has masked, one a field of the item; NULL: not known */
    size_t fields;
    bool cut;      /* as the line above the keys says */
    bool asked;    /* the database was asked to judge it */
    bool revealed; /* and for what is masked */
};

/* The form does not know it: it came masked and nobody typed over it. */
static bool hidden(const struct readback *readback, size_t field)
{
    const struct form *form = readback->work->form;
    return form_shown(form, field) && form_masked(form, field) && *form_value(form, field) &&
           !readback->full[field];
}

static bool any_hidden(const struct readback *readback)
{
    for (size_t i = 0; i < readback->fields; i++) {
        if (hidden(readback, i))
            return true;
    }
    return false;
}

static void fields_write(struct readback *readback)
{
    const struct work *work = readback->work;
    for (size_t i = 0; i < work->item->field_count; i++) {
        struct buffer value = {0};
        const char *name = desk_name(work->desk, &work->item->fields[i].name);
        if (!form_shown(work->form, i) || !*form_value(work->form, i))
            continue;
        form_show(work->form, i, work->desk->english, &value);
        paper_pair(&readback->paper, name,
                   form_masked(work->form, i) && readback->full[i] ? readback->full[i]
                                                                   : buffer_string(&value));
        buffer_free(&value);
    }
}

static void materials_write(struct readback *readback)
{
    const struct work *work = readback->work;
    for (size_t i = 0; i < work->item->material_count; i++) {
        const struct spec_material *material = &work->item->materials[i];
        const struct work_material *got = work_material(work, material->key);
        if (got)
            paper_pair(&readback->paper, desk_name(work->desk, &material->name),
                       got->commitment ? text("READBACK_PROMISED") : got->file_name);
    }
}

/* What a form of this item may take. */
static size_t paper_room(const struct spec_item *item)
{
    size_t room = PAPER_ROOM;
    for (size_t i = 0; i < item->field_count; i++)
        room += item->fields[i].type == SPEC_LINES ? (size_t)item->fields[i].most * UTF8_MAX : 0;
    return room;
}

/* Anew from the top, where it stays scrolled to. */
static void paper_write(struct readback *readback)
{
    int top = readback->paper.top;
    paper_free(&readback->paper);
    readback->paper.top = top;
    buffer_reserve(&readback->paper.text, paper_room(readback->work->item));
    paper_line(&readback->paper, text("READBACK_FIELDS"));
    if (desk_cut(readback->work->desk) && any_hidden(readback))
        paper_line(&readback->paper, text("READBACK_MASKED_CUT"));
    fields_write(readback);
    paper_line(&readback->paper, "");
    paper_line(&readback->paper, text("READBACK_MATERIALS"));
    materials_write(readback);
}

static void revealed(void *owner, const struct store_reply *reply)
{
    struct readback *readback = owner;
    const struct work *work = readback->work;
    if (desk_refused(work->desk, reply))
        return;
    for (int row = 0; row < store_reply_rows(reply); row++) {
        for (size_t i = 0; i < work->item->field_count; i++) {
            if (strcmp(work->item->fields[i].key, store_reply_text(reply, row, "field")) == 0 &&
                !readback->full[i])
                readback->full[i] = memory_text(store_reply_text(reply, row, "value"));
        }
    }
    paper_write(readback);
    ui_changed(work->desk->ui);
}

static bool readback_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct readback *readback = state;
    readback->work = argument;
    readback->desk = readback->work->desk; /* the work may be put down before this screen closes */
    readback->fields = readback->work->item->field_count;
    readback->full = memory_get(readback->fields, sizeof(*readback->full));
    paper_write(readback);
    return true;
}

static void readback_close(void *state)
{
    struct readback *readback = state;
    desk_forget(readback->desk, readback);
    for (size_t i = 0; i < readback->fields; i++) {
        if (readback->full[i])
            explicit_bzero(readback->full[i], strlen(readback->full[i]));
        free(readback->full[i]);
    }
    free(readback->full);
    paper_free(&readback->paper);
}

static void readback_command(struct ui *ui, void *state, enum command command)
{
    struct readback *readback = state;
    if (command == COMMAND_COMMIT && desk_cut(readback->work->desk))
        work_receive(readback->work);
    else if (command == COMMAND_COMMIT)
        work_accept(readback->work);
    else if (command == COMMAND_BACK)
        ui_pop(ui);
    else
        paper_command(&readback->paper, command);
}

static struct area paper_area(const struct layout *layout)
{
    const struct area *form = &layout->form;
    return (struct area){form->row + 1, form->column + 1, form->height - 1, form->width - 2};
}

static void readback_arrange(void *state, const struct layout *layout)
{
    paper_arrange(&((struct readback *)state)->paper, paper_area(layout));
}

/* The answer to an acceptance does not come while the database is away: then F9 gives a slip. */
static void readback_tick(struct ui *ui, void *state, int64_t now)
{
    struct readback *readback = state;
    bool cut = desk_cut(readback->work->desk);
    (void)now;
    if (ui_top_state(ui) != readback)
        return;
    if (!cut && !readback->asked && work_check(readback->work))
        readback->asked = true;
    if (!cut && !readback->revealed &&
        (!any_hidden(readback) || work_reveal(readback->work, revealed, readback)))
        readback->revealed = true;
    if (!cut)
        work_tick(readback->work); /* may close this screen */
    if (ui_top_state(ui) != readback || cut == readback->cut)
        return;
    readback->cut = cut;
    paper_write(readback);
    ui_hold_commit(ui, !cut && (readback->work->accepting || readback->work->accepts_later));
    ui_changed(ui);
}

static void readback_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct readback *readback = state;
    struct area form = layout->form;
    struct buffer words = {0}, title = {0};
    text_fill(&words, "READBACK_TITLE", "item", desk_name(readback->work->desk, &readback->work->item->name),
              NULL);
    paper_title(&readback->paper, buffer_string(&words), &title);
    buffer_free(&words);
    canvas_rule(canvas, form.row, form.column, layout->columns - form.column, buffer_string(&title));
    buffer_free(&title);
    paper_draw(&readback->paper, canvas, paper_area(layout));
}

static void readback_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    (void)state;
    canvas_cursor(canvas, layout->form.row + 1, layout->form.column + 1);
}

static void readback_lines(const void *state, struct screen_lines *lines)
{
    bool cut = ((const struct readback *)state)->cut;
    buffer_text(&lines->explain, text(cut ? "READBACK_EXPLAIN_CUT" : "READBACK_EXPLAIN"));
    buffer_text(&lines->next, text(cut ? "NEXT_RECEIVE" : "NEXT_ACCEPT"));
    lines->irreversible = true;
}

static const char *readback_label(const void *state, enum command command)
{
    bool slip = command == COMMAND_COMMIT && ((const struct readback *)state)->cut;
    return slip ? "LABEL_RECEIVE" : NULL;
}

static const struct screen_command readback_commands[] = {
    {COMMAND_COMMIT, "LABEL_ACCEPT"}, {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},
    {COMMAND_NEXT_FIELD, NULL},       {COMMAND_PREVIOUS_FIELD, NULL}, {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},   {COMMAND_NONE, NULL},
};

const struct screen_class readback_screen = {
    .name = "readback",
    .title = "SCREEN_READBACK",
    .size = sizeof(struct readback),
    .section = SECTION_COUNTER,
    .commands = readback_commands,
    .open = readback_open,
    .close = readback_close,
    .arrange = readback_arrange,
    .command = readback_command,
    .tick = readback_tick,
    .label = readback_label,
    .draw = readback_draw,
    .cursor = readback_cursor,
    .lines = readback_lines,
};
