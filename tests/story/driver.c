#include "story/driver.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include "base/memory.h"
#include "story/command.h"
#include "story/driver_parts.h"

enum {
    DEFAULT_ROWS = 24,
    DEFAULT_COLUMNS = 80,
    DEFAULT_LIMIT = 10000, /* milliseconds */
    DEEPEST_FOLDERS = 16,  /* file descriptors for removing a HOME */
};

/* The drivers that live. A failed assertion leaves the story by longjmp and takes its variables along: the
 * teardown finds what to stop only here. */
static struct driver *living;

/* --- The emulator's side */

static void terminal_answer(const char *bytes, size_t length, void *user)
{
    struct driver *driver = user;
    buffer_append(&driver->unsent, bytes, length);
}

static int terminal_property(VTermProp property, VTermValue *value, void *user)
{
    struct driver *driver = user;
    if (property == VTERM_PROP_CURSORVISIBLE)
        driver->cursor_visible = value->boolean;
    else if (property == VTERM_PROP_ALTSCREEN)
        driver->alternate_screen = value->boolean;
    else if (property == VTERM_PROP_MOUSE)
        driver->mouse = value->number != VTERM_PROP_MOUSE_NONE;
    return 1;
}

static void terminal_open(struct driver *driver)
{
    static const VTermScreenCallbacks CALLBACKS = {.settermprop = terminal_property};
    driver->vterm = vterm_new(driver->rows, driver->columns);
    vterm_set_utf8(driver->vterm, 1);
    vterm_output_set_callback(driver->vterm, terminal_answer, driver);
    driver->screen = vterm_obtain_screen(driver->vterm);
    vterm_screen_set_callbacks(driver->screen, &CALLBACKS, driver);
    vterm_screen_enable_altscreen(driver->screen, 1);
    vterm_screen_reset(driver->screen, 1);
}

/* --- The program's side */

/* What the leader tells first; what it tells then is the wait status, an int. */
struct start_report {
    pid_t program;
    int error; /* errno when the program could not be started, else 0 */
};

static _Noreturn void program_run(int failure, const char *const argv[], char *const environment[])
{
    setpgid(0, 0);
    tcsetpgrp(STDIN_FILENO, getpid());
    command_become(argv, environment);
    (void)!write(failure, &errno, sizeof errno);
    _exit(127);
}

/* Starts the program in the foreground; its failure to start comes through a pipe that a successful exec
 * closes. */
static struct start_report leader_start(const char *const argv[], char *const environment[])
{
    struct start_report report = {0};
    int failure[2];
    if (pipe2(failure, O_CLOEXEC) != 0)
        return (struct start_report){.error = errno};
    report.program = fork();
    if (report.program == 0)
        program_run(failure[1], argv, environment);
    close(failure[1]);
    if (read(failure[0], &report.error, sizeof report.error) <= 0)
        report.error = 0;
    close(failure[0]);
    return report;
}

static _Noreturn void leader_run(int slave, int socket, const char *const argv[], char *const environment[])
{
    int status = 0;
    login_tty(slave);
    close_range(STDERR_FILENO + 1, (unsigned)socket - 1, 0);
    close_range((unsigned)socket + 1, UINT_MAX, 0);
    signal(SIGTTOU, SIG_IGN); /* which the program would get for taking the foreground */
    struct start_report report = leader_start(argv, environment);
    send(socket, &report, sizeof report, MSG_NOSIGNAL);
    while (waitpid(report.program, &status, 0) < 0 && errno == EINTR)
        ;
    send(socket, &status, sizeof status, MSG_NOSIGNAL);
    recv(socket, &status, sizeof status, 0);
    _exit(0);
}

static void terminal_attach(struct driver *driver)
{
    struct winsize size = {.ws_row = (unsigned short)driver->rows, .ws_col = (unsigned short)driver->columns};
    if (openpty(&driver->master, &driver->slave, NULL, NULL, &size) != 0)
        driver_fail(driver, "a pseudo-terminal: %s", strerror(errno));
    fcntl(driver->master, F_SETFD, FD_CLOEXEC);
    fcntl(driver->slave, F_SETFD, FD_CLOEXEC);
    fcntl(driver->master, F_SETFL, O_NONBLOCK);
    tcgetattr(driver->slave, &driver->modes_before);
    driver->modes_before.c_iflag |= IUTF8; /* as terminals set it */
    tcsetattr(driver->slave, TCSANOW, &driver->modes_before);
}

/* Returns 0, or errno when the program could not be started. */
static int program_start(struct driver *driver, const char *const argv[], char *const environment[])
{
    int sockets[2];
    struct start_report report;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0)
        return errno;
    driver->leader = fork();
    if (driver->leader == 0)
        leader_run(driver->slave, sockets[1], argv, environment);
    close(sockets[1]);
    driver->leader_socket = sockets[0];
    if (recv(sockets[0], &report, sizeof report, 0) != sizeof report)
        return ECHILD;
    if (!report.error)
        driver->program = report.program;
    return report.error;
}

static char *home_make(void)
{
    const char *folder = getenv("TMPDIR");
    struct buffer path = {0};
    buffer_format(&path, "%s/yichuang-home.XXXXXX", folder && *folder ? folder : "/tmp");
    return mkdtemp(path.data) ? buffer_take(&path) : NULL;
}

/* A driver with a terminal and a HOME, and no program yet. */
static struct driver *driver_new(const struct driver_options *options, const char *program)
{
    struct driver *driver = memory_get(1, sizeof *driver);
    driver->name = memory_text(options->name ? options->name : program);
    driver->rows = options->rows ? options->rows : DEFAULT_ROWS;
    driver->columns = options->columns ? options->columns : DEFAULT_COLUMNS;
    driver->limit = options->limit ? options->limit : DEFAULT_LIMIT;
    driver->language = options->language;
    driver->translated = options->translated;
    driver->keymap = options->keymap;
    driver->ime = options->ime;
    driver->master = driver->slave = driver->leader_socket = -1;
    driver->next = living;
    living = driver;
    terminal_open(driver);
    driver->home_is_ours = !options->home;
    driver->home = options->home ? memory_text(options->home) : home_make();
    if (!driver->home)
        driver_fail(driver, "a folder for HOME: %s", strerror(errno));
    terminal_attach(driver);
    return driver;
}

struct driver *driver_start(const struct driver_options *options)
{
    const char *program = options->program ? options->program : "yichuang";
    struct driver *driver = driver_new(options, program);
    size_t count = 0;
    while (options->arguments && options->arguments[count])
        count++;
    const char **argv = memory_get(count + 2, sizeof *argv);
    argv[0] = program;
    for (size_t i = 0; i < count; i++)
        argv[i + 1] = options->arguments[i];
    char **environment = command_environment(driver->home, options->environment);
    int error = program_start(driver, argv, environment);
    command_environment_free(&environment);
    free(argv);
    if (error)
        driver_fail(driver, "the start of %s: %s", program, strerror(error));
    return driver;
}

static int home_remove_one(const char *path, const struct stat *state, int kind, struct FTW *place)
{
    (void)state, (void)kind, (void)place;
    return remove(path);
}

static void driver_forget(const struct driver *driver)
{
    struct driver **link = &living;
    while (*link && *link != driver)
        link = &(*link)->next;
    if (*link)
        *link = driver->next;
}

static double processor_seconds(void)
{
    struct rusage children;
    getrusage(RUSAGE_CHILDREN, &children);
    return (double)(children.ru_utime.tv_sec + children.ru_stime.tv_sec) +
           (double)(children.ru_utime.tv_usec + children.ru_stime.tv_usec) / 1e6;
}

/* Takes leave of the leader, who has taken it of the program. STORY_FIGURES asks what both have cost. */
static void leader_end(const struct driver *driver)
{
    double before = processor_seconds();
    waitpid(driver->leader, NULL, 0);
    if (getenv("STORY_FIGURES"))
        printf("# machine: %s processor %.3f s, waited for %.3f s\n", driver->name, processor_seconds() - before,
               (double)driver->waited / 1e3);
}

void driver_stop(struct driver **address)
{
    struct driver *driver = *address;
    *address = NULL;
    if (!driver)
        return;
    driver_forget(driver);
    if (driver->program > 0 && !driver->ended)
        kill(-driver->program, SIGKILL); /* it leads its process group */
    if (driver->leader_socket >= 0)
        close(driver->leader_socket);
    if (driver->leader > 0)
        leader_end(driver);
    if (driver->master >= 0)
        close(driver->master);
    if (driver->slave >= 0)
        close(driver->slave);
    if (driver->home_is_ours && driver->home)
        nftw(driver->home, home_remove_one, DEEPEST_FOLDERS, FTW_DEPTH | FTW_PHYS);
    vterm_free(driver->vterm);
    buffer_free(&driver->unsent);
    buffer_free(&driver->written);
    buffer_free(&driver->typed);
    for (int i = 0; i < DRIVER_WORDS; i++)
        free(driver->words[i]);
    free(driver->home);
    free(driver->name);
    free(driver);
}

int driver_teardown(void **state)
{
    (void)state;
    while (living) {
        struct driver *driver = living;
        driver_stop(&driver);
    }
    language_forget();
    return 0;
}

bool driver_has_ended(const struct driver *driver)
{
    return driver->ended;
}

const char *driver_home(const struct driver *driver)
{
    return driver->home;
}
