/* Borders and colours: what was chosen, what the environment says, what the terminal answers. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "term/term_inside.h"

static bool word_read(const char *word, const char *const words[], int count, int *value)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(word, words[i]) == 0) {
            *value = i;
            return true;
        }
    }
    return false;
}

bool term_colours_read(const char *word, enum term_colours *colours)
{
    static const char *const words[] = {"auto", "dark", "light", "none"};
    return word_read(word, words, 4, (int *)colours);
}

bool term_borders_read(const char *word, enum term_borders *borders)
{
    static const char *const words[] = {"auto", "ascii", "line", "none"};
    return word_read(word, words, 4, (int *)borders);
}

/* Its background is black, it shows what it does not know, and its dim letters are too dark to be read. */
bool term_is_linux_console(void)
{
    const char *name = getenv("TERM");
    return name && strncmp(name, "linux", 5) == 0;
}

/* What is known of colours by now, as the roles' attributes. */
void term_mix_colours(struct term *term)
{
    const char *refused = getenv("NO_COLOR");
    enum ground ground = term->question.ground;
    enum depth depth = term->depth;
    if (ground == GROUND_UNKNOWN)
        ground = colour_ground_of_variable(getenv("COLORFGBG"));
    if (ground == GROUND_UNKNOWN && term_is_linux_console())
        ground = GROUND_DARK;
    if (term->settings.colours == TERM_COLOURS_NONE)
        depth = DEPTH_MONO;
    else if (term->settings.colours != TERM_COLOURS_AUTO)
        ground = term->settings.colours == TERM_COLOURS_DARK ? GROUND_DARK : GROUND_LIGHT;
    else if (refused && *refused)
        depth = DEPTH_MONO;
    paint_mix(&term->paint, ground, depth);
}

void term_ask(struct term *term)
{
    struct buffer bytes = {0};
    question_write(&bytes, !term_is_linux_console() && term->depth != DEPTH_MONO);
    term_say(buffer_string(&bytes));
    buffer_free(&bytes);
    key_decoder_asked(term->decoder, true);
    term->asked = clock_milliseconds();
}

void term_keypad(const struct term *term)
{
    if (term->question.putty)
        term_say("\033>");
}

/* Something that the whole screen depends on has changed. */
static void redraw(struct term *term)
{
    term_repaint(term);
    term->resized = true;
}

void term_colours_set(struct term *term, enum term_colours colours)
{
    term->settings.colours = colours;
    term_mix_colours(term);
    redraw(term);
}

void term_borders_set(struct term *term, enum term_borders borders)
{
    term->settings.borders = borders;
    redraw(term);
}

enum canvas_borders term_borders(const struct term *term)
{
    switch (term->settings.borders) {
    case TERM_BORDERS_NONE:
        return CANVAS_BLANK;
    case TERM_BORDERS_LINE:
        return CANVAS_LINE;
    case TERM_BORDERS_ASCII:
        return CANVAS_ASCII;
    default:
        return term->question.complete && term->question.line_cells == 1 ? CANVAS_LINE : CANVAS_ASCII;
    }
}

/* The terminal has said all: widths, borders and colours follow. */
void term_learn(struct term *term)
{
    const struct question *question = &term->question;
    bool lines_wide = question->line_cells == 2 && term->settings.borders != TERM_BORDERS_LINE;
    bool lines = term->settings.borders == TERM_BORDERS_AUTO && term_borders(term) != CANVAS_ASCII;
    key_decoder_asked(term->decoder, false);
    term_keypad(term);
    cell_width_ambiguous(question->dot_cells == 2 ? 2 : 1, lines_wide ? 2 : 1);
    term_mix_colours(term);
    if (lines || question->dot_cells == 2 || question->ground != GROUND_UNKNOWN)
        redraw(term);
}
