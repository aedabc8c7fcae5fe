/* Between terminal and program: bytes both ways, and the state in which a screen may be judged. */
#include "story/driver.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "story/driver_parts.h"

enum { TURN = 2 }; /* milliseconds between two looks at the program's state */

static bool terminal_read(struct driver *driver)
{
    char bytes[65536];
    ssize_t length = read(driver->master, bytes, sizeof bytes);
    if (length <= 0)
        return false;
    buffer_append(&driver->written, bytes, (size_t)length);
    vterm_input_write(driver->vterm, bytes, (size_t)length);
    return true;
}

static void terminal_send(struct driver *driver)
{
    ssize_t length = write(driver->master, driver->unsent.data, driver->unsent.length);
    if (length <= 0)
        return;
    driver->unsent.length -= (size_t)length;
    memmove(driver->unsent.data, driver->unsent.data + length, driver->unsent.length);
}

static bool leader_tells(struct driver *driver)
{
    int status;
    if (recv(driver->leader_socket, &status, sizeof status, MSG_DONTWAIT) != sizeof status)
        return false;
    driver->status = status;
    driver->ended = true;
    return true;
}

bool driver_pump(struct driver *driver, int milliseconds)
{
    struct pollfd ends[] = {
        {.fd = driver->master, .events = (short)(POLLIN | (driver->unsent.length ? POLLOUT : 0))},
        {.fd = driver->ended ? -1 : driver->leader_socket, .events = POLLIN},
    };
    bool came = false;
    if (poll(ends, sizeof ends / sizeof *ends, milliseconds) <= 0)
        return false;
    if (ends[1].revents)
        came |= leader_tells(driver);
    if (ends[0].revents & POLLIN)
        came |= terminal_read(driver);
    if (driver->ended)
        buffer_clear(&driver->unsent); /* nobody will read it */
    else if (ends[0].revents & POLLOUT)
        terminal_send(driver);
    return came;
}

static bool keys_lie_unread(const struct driver *driver)
{
    struct pollfd end = {.fd = driver->slave, .events = POLLIN};
    return driver->unsent.length || poll(&end, 1, 0) > 0;
}

/* The letter of proc(5): R runs, S waits, D waits for a disk, T is stopped, Z has ended; '?' when it is gone.
 */
static char program_state(const struct driver *driver)
{
    char path[64], line[512], state = '?';
    snprintf(path, sizeof path, "/proc/%d/stat", (int)driver->program);
    FILE *file = fopen(path, "re");
    if (file && fgets(line, sizeof line, file)) {
        const char *behind_name = strrchr(line, ')'); /* the name itself may hold any character */
        if (behind_name && behind_name[1] == ' ')
            state = behind_name[2];
    }
    if (file)
        fclose(file);
    return state;
}

bool driver_is_resting(struct driver *driver)
{
    if (driver_pump(driver, 0))
        return false;
    if (driver->ended)
        return true;
    /* In this order: a program seen waiting after its keys were seen read has acted on them, and what it
     * wrote about them is in the terminal by now. */
    if (keys_lie_unread(driver) || program_state(driver) != 'S')
        return false;
    return !driver_pump(driver, 0);
}

static bool wait_until(struct driver *driver, driver_condition *holds, const void *context, int64_t end)
{
    for (;;) {
        bool rests = driver_is_resting(driver);
        if (rests && holds(driver, context)) {
            if (!driver->ended)
                language_check(driver);
            return true;
        }
        if ((rests && driver->ended) || clock_milliseconds() >= end)
            return false;
        driver_pump(driver, TURN);
    }
}

bool driver_wait(struct driver *driver, driver_condition *holds, const void *context)
{
    int64_t began = clock_milliseconds();
    bool came = wait_until(driver, holds, context, began + driver->limit);
    driver->waited += clock_milliseconds() - began;
    return came;
}

static bool always(struct driver *driver, const void *context)
{
    (void)driver, (void)context;
    return true;
}

static bool has_ended(struct driver *driver, const void *context)
{
    (void)context;
    return driver->ended;
}

void driver_rest(struct driver *driver)
{
    if (!driver_wait(driver, always, NULL))
        driver_fail(driver, "the program at rest (its state is %c, %s)", program_state(driver),
                    keys_lie_unread(driver) ? "keys lie unread" : "all keys are read");
}

int driver_exit_status(struct driver *driver)
{
    if (!driver_wait(driver, has_ended, NULL))
        driver_fail(driver, "the end of the program (its state is %c)", program_state(driver));
    return WIFSIGNALED(driver->status) ? 128 + WTERMSIG(driver->status) : WEXITSTATUS(driver->status);
}
