/* The world around the program: size, signals, memory, wake-ups, and the terminal as it was left. */
#include "story/driver.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/clock.h"
#include "story/driver_parts.h"

void driver_resize(struct driver *driver, int rows, int columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    driver_pump(driver, 0); /* what was written for the old size is shown at the old size */
    driver->rows = rows;
    driver->columns = columns;
    vterm_set_size(driver->vterm, rows, columns);
    ioctl(driver->master, TIOCSWINSZ, &size);
}

void driver_signal(struct driver *driver, int number)
{
    if (driver->ended || kill(driver->program, number) != 0)
        driver_fail(driver, "a running program for signal %d", number);
}

/* A figure of proc(5)'s status file, for example "VmRSS". */
static long process_figure(struct driver *driver, const char *name)
{
    char path[64], line[256];
    long figure = -1;
    snprintf(path, sizeof path, "/proc/%d/status", (int)driver->program);
    FILE *file = driver->ended ? NULL : fopen(path, "re");
    while (file && figure < 0 && fgets(line, sizeof line, file)) {
        size_t length = strlen(name);
        if (strncmp(line, name, length) == 0 && line[length] == ':')
            figure = strtol(line + length + 1, NULL, 10);
    }
    if (file)
        fclose(file);
    if (figure < 0)
        driver_fail(driver, "a running program, to read its %s", name);
    return figure;
}

long driver_memory(struct driver *driver)
{
    driver_rest(driver);
    return process_figure(driver, "VmRSS");
}

long driver_woken(struct driver *driver)
{
    driver_rest(driver);
    return process_figure(driver, "voluntary_ctxt_switches");
}

long driver_wakeups(struct driver *driver, int milliseconds)
{
    long before = driver_woken(driver);
    int64_t end = clock_milliseconds() + milliseconds;
    for (int64_t left; (left = end - clock_milliseconds()) > 0;)
        driver_pump(driver, (int)left);
    return process_figure(driver, "voluntary_ctxt_switches") - before;
}

/* What the terminal would send in its present mode, without sending it. */
static bool terminal_would_send(struct driver *driver, VTermKey key, const char *bytes)
{
    size_t before = driver->unsent.length;
    if (key == VTERM_KEY_NONE)
        vterm_keyboard_start_paste(driver->vterm);
    else
        vterm_keyboard_key(driver->vterm, key, VTERM_MOD_NONE);
    bool same = strcmp(buffer_string(&driver->unsent) + before, bytes) == 0;
    driver->unsent.length = before;
    if (driver->unsent.data)
        driver->unsent.data[before] = '\0';
    return same;
}

static bool attributes_are_reset(const struct driver *driver)
{
    VTermState *state = vterm_obtain_state(driver->vterm);
    VTermValue bold, reverse, underline, foreground, background;
    vterm_state_get_penattr(state, VTERM_ATTR_BOLD, &bold);
    vterm_state_get_penattr(state, VTERM_ATTR_REVERSE, &reverse);
    vterm_state_get_penattr(state, VTERM_ATTR_UNDERLINE, &underline);
    vterm_state_get_penattr(state, VTERM_ATTR_FOREGROUND, &foreground);
    vterm_state_get_penattr(state, VTERM_ATTR_BACKGROUND, &background);
    return !bold.boolean && !reverse.boolean && !underline.number &&
           VTERM_COLOR_IS_DEFAULT_FG(&foreground.color) && VTERM_COLOR_IS_DEFAULT_BG(&background.color);
}

static bool modes_are_restored(const struct driver *driver)
{
    const struct termios *before = &driver->modes_before;
    struct termios now;
    return tcgetattr(driver->slave, &now) == 0 && now.c_iflag == before->c_iflag &&
           now.c_oflag == before->c_oflag && now.c_cflag == before->c_cflag &&
           now.c_lflag == before->c_lflag && memcmp(now.c_cc, before->c_cc, sizeof now.c_cc) == 0;
}

void driver_expect_terminal_restored(struct driver *driver)
{
    struct buffer left = {0};
    driver_exit_status(driver);
    if (!modes_are_restored(driver))
        buffer_text(&left, ", termios changed");
    if (driver->alternate_screen)
        buffer_text(&left, ", alternate screen shown");
    if (!driver->cursor_visible)
        buffer_text(&left, ", cursor hidden");
    if (driver->mouse)
        buffer_text(&left, ", mouse on");
    if (!terminal_would_send(driver, VTERM_KEY_NONE, ""))
        buffer_text(&left, ", bracketed paste on");
    if (!terminal_would_send(driver, VTERM_KEY_UP, "\033[A"))
        buffer_text(&left, ", application cursor keys on");
    if (!terminal_would_send(driver, VTERM_KEY_KP_1, "1"))
        buffer_text(&left, ", application keypad on");
    if (!attributes_are_reset(driver))
        buffer_text(&left, ", attributes set");
    if (left.length)
        driver_fail(driver, "a restored terminal, but it was left with: %s", buffer_string(&left) + 2);
}
