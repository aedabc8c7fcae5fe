#include "admin/password.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/sanitise.h"
#include "base/utf8.h"
#include "text/text.h"

enum { LEAST = 8 /* characters */, MOST = 200 /* bytes */ };

static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { ENDING_SIGNALS = sizeof(ending_signals) / sizeof(ending_signals[0]) };

/* The signal that came while the echo was off: it ends the program after the terminal is itself again. */
static volatile sig_atomic_t caught;

static void catch_signal(int number)
{
    caught = number;
}

static bool refuse_number(struct error *error, const char *code, const char *name, int number)
{
    char digits[16];
    snprintf(digits, sizeof(digits), "%d", number);
    return error_set(error, code, name, digits, NULL);
}

/* One line of standard input without its end; read byte by byte, so that no other buffer keeps a copy. */
static bool line_read(char line[MOST + 1], struct error *error)
{
    size_t length = 0;
    ssize_t count;
    char byte = 0;
    while ((count = read(STDIN_FILENO, &byte, 1)) == 1 && byte != '\n') {
        if (length == MOST)
            return refuse_number(error, "E_PASSWORD_LONG", "most", MOST);
        line[length++] = byte;
    }
    if (length && line[length - 1] == '\r')
        length--;
    line[length] = '\0';
    return (count >= 0 && length > 0) || error_set(error, "E_PASSWORD_NONE", NULL);
}

static bool line_read_hidden(const char *prompt, char line[MOST + 1], struct error *error)
{
    struct sigaction catching = {.sa_handler = catch_signal},
                     before[ENDING_SIGNALS]; /* no SA_RESTART: read() ends */
    struct termios shown, hidden;
    if (tcgetattr(STDIN_FILENO, &shown) < 0)
        return error_set(error, "E_PASSWORD_NONE", NULL);
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
    caught = 0;
    for (int i = 0; i < ENDING_SIGNALS; i++)
        sigaction(ending_signals[i], &catching, &before[i]);
    fputs(prompt, stderr);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    bool good = line_read(line, error);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fputc('\n', stderr);
    for (int i = 0; i < ENDING_SIGNALS; i++)
        sigaction(ending_signals[i], &before[i], NULL);
    if (!caught)
        return good;
    raise(caught);
    return error_set(error, "E_PASSWORD_NONE", NULL); /* the signal is ignored here */
}

static bool password_good(const char *password, const char *login, struct error *error)
{
    size_t length = strlen(password);
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        at += utf8_decode(password + at, length - at, &code_point);
        if (!sanitise_visible(code_point) || code_point == UTF8_REPLACEMENT)
            return error_set(error, "E_PASSWORD_CHARACTER", NULL);
    }
    if (strcmp(password, login) == 0)
        return error_set(error, "E_PASSWORD_LOGIN", NULL);
    return utf8_count(password) >= LEAST || refuse_number(error, "E_PASSWORD_SHORT", "least", LEAST);
}

static bool password_ask_twice(const char *login, char line[MOST + 1], struct error *error)
{
    struct buffer prompt = {0};
    char again[MOST + 1] = "";
    text_fill(&prompt, "PASSWORD_PROMPT", "login", login, NULL);
    bool good = line_read_hidden(buffer_string(&prompt), line, error) && password_good(line, login, error) &&
                line_read_hidden(text("PASSWORD_AGAIN"), again, error);
    if (good && strcmp(line, again) != 0)
        good = error_set(error, "E_PASSWORD_TWICE", NULL);
    explicit_bzero(again, sizeof(again));
    buffer_free(&prompt);
    return good;
}

char *password_ask(const char *login, struct error *error)
{
    char line[MOST + 1] = "";
    bool good = isatty(STDIN_FILENO) ? password_ask_twice(login, line, error)
                                     : line_read(line, error) && password_good(line, login, error);
    char *password = good ? memory_text(line) : NULL;
    explicit_bzero(line, sizeof(line));
    return password;
}

void password_free(char **password)
{
    if (!*password)
        return;
    explicit_bzero(*password, strlen(*password));
    free(*password);
    *password = NULL;
}
