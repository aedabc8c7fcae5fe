#include "term/capability.h"

#include <curses.h>
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

bool capability_start(const char *terminal)
{
    int found = 0; /* without it setupterm() ends the program */
    if (setupterm(terminal, STDOUT_FILENO, &found) == ERR)
        return false;
    if (cursor_address && clear_screen)
        return true;
    capability_end();
    return false;
}

void capability_append(struct buffer *out, const char *name)
{
    const char *value = tigetstr(name);
    collecting = out;
    if (value && value != (const char *)-1)
        tputs(value, 1, collect);
    collecting = NULL;
}
