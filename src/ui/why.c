#include "ui/why.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "text/text.h"

struct why {
    char *title;
    char *sentences; /* a line each */
    int count;
    int top;  /* the first sentence shown */
    int page; /* sentences that PgDn goes over */
};

struct answer {
    const char *title, *sentences;
};

void why_add(struct buffer *sentences, const char *sentence)
{
    for (const char *c = sentence; *c; c++)
        buffer_byte(sentences, *c == '\n' ? ' ' : *c);
    buffer_byte(sentences, '\n');
}

static bool why_opens(struct ui *ui, void *state, void *argument)
{
    struct why *why = state;
    const struct answer *answer = argument;
    (void)ui;
    why->title = memory_text(answer->title);
    why->sentences = memory_text(answer->sentences);
    for (const char *c = why->sentences; *c; c++)
        why->count += *c == '\n' || c[1] == '\0';
    return true;
}

static void why_close(void *state)
{
    struct why *why = state;
    free(why->title);
    free(why->sentences);
}

static void why_arrange(void *state, const struct layout *layout)
{
    ((struct why *)state)->page = layout->form.height > 4 ? layout->form.height / 2 : 1;
}

static void why_command(struct ui *ui, void *state, enum command command)
{
    struct why *why = state;
    int top = why->top;
    if (command == COMMAND_WHY)
        ui_pop(ui);
    else if (command == COMMAND_DOWN || command == COMMAND_NEXT_FIELD)
        top++;
    else if (command == COMMAND_UP || command == COMMAND_PREVIOUS_FIELD)
        top--;
    else if (command == COMMAND_GROUP_NEXT)
        top += why->page;
    else if (command == COMMAND_GROUP_PREVIOUS)
        top -= why->page;
    why->top = top < 0 || why->count == 0 ? 0 : top >= why->count ? why->count - 1 : top;
}

/* Draws one sentence with its number; returns the lines it took. */
static int draw_sentence(struct canvas *canvas, struct area area, int number, const char *sentence,
                         size_t length)
{
    struct buffer mark = {0};
    char *one = memory_text_length(sentence, length);
    buffer_format(&mark, "%2d ", number);
    canvas_text(canvas, area.row, area.column, area.width, ROLE_LABEL, buffer_string(&mark));
    struct area text_area = {area.row, area.column + 4, area.height, area.width - 5};
    int lines = canvas_wrapped(canvas, text_area, ROLE_PLAIN, one);
    buffer_free(&mark);
    free(one);
    return lines > 0 ? lines : 1;
}

static void why_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct why *why = state;
    struct area rest = layout->form;
    struct buffer title = {0};
    buffer_format(&title, "%s%s%s", text("UI_WHY_TITLE"), *why->title ? ": " : "", why->title);
    canvas_rule(canvas, rest.row, 0, rest.width, buffer_string(&title));
    buffer_free(&title);
    rest.row++;
    rest.height--;
    const char *sentence = why->sentences;
    for (int i = 0; *sentence && rest.height > 0; i++) {
        size_t length = strcspn(sentence, "\n");
        if (i >= why->top) {
            int lines = draw_sentence(canvas, rest, i + 1, sentence, length);
            rest.row += lines;
            rest.height -= lines;
        }
        sentence += length + (sentence[length] == '\n');
    }
}

static void why_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->next, text("UI_WHY_NEXT"));
}

static const struct screen_command commands[] = {
    {COMMAND_WHY},
    {COMMAND_DOWN},
    {COMMAND_UP},
    {COMMAND_NEXT_FIELD},
    {COMMAND_PREVIOUS_FIELD},
    {COMMAND_GROUP_NEXT},
    {COMMAND_GROUP_PREVIOUS},
    {COMMAND_NONE},
};

static const struct screen_class why_screen = {
    .name = "why",
    .title = "UI_WHY_TITLE",
    .size = sizeof(struct why),
    .commands = commands,
    .open = why_opens,
    .close = why_close,
    .arrange = why_arrange,
    .command = why_command,
    .draw = why_draw,
    .lines = why_lines,
};

bool why_open(struct ui *ui, const char *title, const char *sentences)
{
    return ui_push(ui, &why_screen, &(struct answer){.title = title, .sentences = sentences});
}
