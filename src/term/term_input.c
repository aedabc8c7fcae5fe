/* Keys and answers from the terminal. curses reads nothing: its table of keys is that of one name of
 * terminal, ours knows all of them. */
#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "term/term_inside.h"

enum {
    ANSWER_WAIT =
        200, /* ms that leaving waits for answers on their way, which the shell would take for keys */
    ANSWER_HOPE = 2000, /* ms after which a terminal that has not answered never will */
};

static void take_answers(struct term *term)
{
    char report[KEY_REPORT_MOST];
    while (key_decoder_report(term->decoder, report)) {
        if (!term->asked || term->question.complete)
            continue;
        question_answer(&term->question, report);
        if (term->question.complete)
            term_learn(term);
    }
}

/* Reads what has come, waiting at most so many milliseconds. False when nothing came. */
static bool read_bytes(struct term *term, int wait)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    unsigned char bytes[512];
    int ready = 0;
    while (!term->readable && (ready = poll(&input, 1, wait)) < 0 && errno == EINTR)
        ;
    bool there = term->readable || (ready > 0 && (input.revents & POLLIN));
    term->readable = false;
    ssize_t count = there ? read(STDIN_FILENO, bytes, sizeof(bytes)) : 0;
    for (ssize_t i = 0; i < count; i++)
        key_decoder_byte(term->decoder, bytes[i], clock_milliseconds());
    take_answers(term);
    return count > 0;
}

/* Who leaves in the moment after the start has answers of the terminal behind them. */
void term_await_answers(struct term *term)
{
    int64_t now = clock_milliseconds(), end = now + ANSWER_WAIT;
    bool hope = term->asked && now - term->asked < ANSWER_HOPE;
    while (hope && !term->question.complete && now < end) {
        hope = read_bytes(term, (int)(end - now));
        now = clock_milliseconds();
    }
}

/* No byte although the descriptor says that there is something to read: the other end is closed. */
static bool hung_up(void)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    int waiting = 0;
    if (poll(&input, 1, 0) <= 0)
        return false;
    if (input.revents & (POLLHUP | POLLERR | POLLNVAL))
        return true;
    return ioctl(STDIN_FILENO, FIONREAD, &waiting) != 0;
}

void term_readable(struct term *term)
{
    term->readable = true;
}

bool term_key(struct term *term, struct key *key)
{
    if (term->resized) {
        term->resized = false;
        *key = (struct key){.kind = PRESS_RESIZE};
        return true;
    }
    while (!key_decoder_next(term->decoder, key)) {
        if (read_bytes(term, key_decoder_waits(term->decoder) ? term->escape_wait : 0)) {
            if (term->resized)
                return term_key(term, key);
            continue;
        }
        key_decoder_pause(term->decoder, clock_milliseconds());
        if (key_decoder_next(term->decoder, key))
            return true;
        term->gone = hung_up();
        return false;
    }
    return true;
}

bool term_gone(const struct term *term)
{
    return term->gone;
}
