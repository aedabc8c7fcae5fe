#include "term/emergency.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "term/term.h"

static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
enum { CRASHES = sizeof(crashes) / sizeof(crashes[0]) };

static volatile sig_atomic_t armed_now;
static struct termios settings;
static bool settings_known;
static char restore[EMERGENCY_MOST];
static size_t restore_length;
static struct sigaction former[CRASHES];

void term_emergency(void)
{
    if (!armed_now)
        return;
    armed_now = 0;
    int saved = errno;
    size_t done = 0;
    while (done < restore_length) {
        ssize_t count = write(STDOUT_FILENO, restore + done, restore_length - done);
        if (count <= 0 && errno != EINTR)
            break;
        if (count > 0)
            done += (size_t)count;
    }
    if (settings_known)
        tcsetattr(STDIN_FILENO, TCSANOW, &settings);
    errno = saved;
}

/* Restores, then lets the crash take its former course: the same signal comes again. */
static void on_crash(int signal)
{
    term_emergency();
    for (int i = 0; i < CRASHES; i++) {
        if (crashes[i] == signal)
            sigaction(signal, &former[i], NULL);
    }
    raise(signal);
}

/* A terminal as a run of ours leaves it that was killed (SIGKILL tells nobody): nothing is echoed, no line
 * ends, no key interrupts. It is handed back as people know it. */
static void settings_mend(void)
{
    if (settings.c_lflag & (ISIG | ICANON | ECHO))
        return;
    settings.c_iflag |= BRKINT | ICRNL | IXON;
    settings.c_oflag |= OPOST | ONLCR;
    settings.c_lflag |= ISIG | ICANON | IEXTEN | ECHO | ECHOE | ECHOK;
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &settings);
}

void emergency_prepare(const char *bytes, size_t length)
{
    static bool installed;
    restore_length = length < EMERGENCY_MOST ? length : EMERGENCY_MOST;
    memcpy(restore, bytes, restore_length);
    settings_known = tcgetattr(STDIN_FILENO, &settings) == 0;
    if (settings_known)
        settings_mend();
    if (installed)
        return;
    installed = true;
    struct sigaction action = {.sa_handler = on_crash};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < CRASHES; i++)
        sigaction(crashes[i], &action, &former[i]);
    atexit(term_emergency);
}

void emergency_arm(int armed)
{
    armed_now = armed;
}
