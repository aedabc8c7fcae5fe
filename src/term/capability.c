#include "term/capability.h"

#include <curses.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

static struct buffer *collecting; /* tputs() gives its function no context */

static int collect(int byte)
{
    buffer_byte(collecting, (char)byte);
    return byte;
}

void capability_end(void)
{
    del_curterm(cur_term);
}

enum capability capability_start(const char *terminal)
{
    int found = 0; /* without it setupterm() ends the program */
    if (setupterm(terminal, STDOUT_FILENO, &found) == ERR)
        return found == 1 ? CAPABILITY_UNFIT : CAPABILITY_UNKNOWN; /* 1: a hard copy or a generic type */
    if (cursor_address && clear_screen)
        return CAPABILITY_FIT;
    capability_end();
    return CAPABILITY_UNFIT;
}

/* Beginnings of names and who draws alike, the nearest first; the keys are known whatever the name. The first
 * two columns hold for every system that has ncurses-base. */
static const char *const kin[][3] = {
    {"tmux", "screen-256color", "screen"},      {"screen", "screen", "xterm"},
    {"linux", "linux", "xterm-color"},          {"vt", "vt220", "vt100"},
    {"xterm-mono", "xterm-mono", "vt220"},      {"xterm", "xterm-256color", "xterm"},
    {"putty", "xterm-256color", "xterm"},       {"mintty", "xterm-256color", "xterm"},
    {"ms-terminal", "xterm-256color", "xterm"}, {"ms-vt", "xterm-256color", "xterm"},
    {"winconsole", "xterm-256color", "xterm"},  {"konsole", "xterm-256color", "xterm"},
    {"gnome", "xterm-256color", "xterm"},       {"vte", "xterm-256color", "xterm"},
    {"rxvt", "xterm-256color", "xterm"},        {"alacritty", "xterm-256color", "xterm"},
    {"foot", "xterm-256color", "xterm"},        {"kitty", "xterm-256color", "xterm"},
    {"wezterm", "xterm-256color", "xterm"},     {"st", "xterm-256color", "xterm"},
    {"iterm", "xterm-256color", "xterm"},       {"nsterm", "xterm-256color", "xterm"},
    {"teraterm", "xterm-color", "xterm"},       {"cygwin", "xterm-color", "linux"},
};

enum capability capability_start_near(const char *terminal, const char **used)
{
    *used = terminal;
    enum capability capability = capability_start(terminal);
    for (size_t i = 0; capability == CAPABILITY_UNKNOWN && i < sizeof(kin) / sizeof(kin[0]); i++) {
        if (strncmp(terminal, kin[i][0], strlen(kin[i][0])) != 0)
            continue;
        for (int j = 1; capability == CAPABILITY_UNKNOWN && j < 3; j++)
            capability = capability_start(*used = kin[i][j]);
    }
    return capability;
}

bool capability_ansi(void)
{
    return strncmp(cursor_address, "\033[", 2) == 0;
}

void capability_append(struct buffer *out, const char *name)
{
    const char *value = tigetstr(name);
    collecting = out;
    if (value && value != (const char *)-1)
        tputs(value, 1, collect);
    collecting = NULL;
}
