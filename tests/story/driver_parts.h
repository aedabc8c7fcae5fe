/* What the driver's own files share; stories include driver.h alone.
 *
 * driver.c          starts and stops program and terminal
 * driver_wait.c     bytes both ways, coming to rest, waiting
 * driver_keys.c     typing
 * driver_screen.c   cells, rows, places of a text
 * driver_expect.c   what is awaited and expected of the screen, pictures in files
 * driver_process.c  size, signals, memory, wake-ups, the terminal as it was left
 * driver_language.c the languages of a screen
 * driver_keymap.c   keys of another keymap, letters of an input method
 * driver_report.c   what a failure shows */
#ifndef STORY_DRIVER_PARTS_H
#define STORY_DRIVER_PARTS_H

#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

#include "story/driver.h"

enum { DRIVER_WORDS = 8 }; /* translations that live at a time */

struct driver {
    struct driver *next; /* of the drivers that live, for driver_teardown() */
    char *name;
    char *home;
    bool home_is_ours;

    /* The session's leader stands for the shell under which people start the program: without one the kernel
     * would reset the terminal's modes when the program ends, and nothing could be found unrestored. */
    pid_t leader;
    int leader_socket; /* brings the program's process id, then its wait status; closing it ends the leader */
    pid_t program;
    bool ended;
    int status; /* as waitpid gives it, once ended */

    int master, slave; /* our slave end: its modes, and whether keys lie unread */
    struct termios modes_before;

    VTerm *vterm;
    VTermScreen *screen;
    int rows, columns;
    bool cursor_visible, alternate_screen, mouse;

    const char *language; /* of the screens; NULL: not looked at */
    bool translated;
    char *words[DRIVER_WORDS]; /* what driver_words() gave out last */
    int word;

    const char *keymap; /* keys are translated to it; NULL: not */
    bool ime;

    int limit;
    int keys;
    int64_t waited;        /* milliseconds that this test waited for the program */
    struct buffer unsent;  /* keys and answers of the terminal on their way to the program */
    struct buffer written; /* all that the program wrote */
    struct buffer typed;   /* the keys, as a person reads them */
};

/* A row as text with the column where each byte's character begins; columns[text.length] is the end. */
struct row_text {
    struct buffer text;
    int *columns;
};

struct row_text row_text_read(const struct driver *driver, int row);
void row_text_free(struct row_text *text);

struct place {
    int row, column, end; /* end: the column behind it */
    size_t next;          /* byte of the row where the search goes on */
};

/* Goes through the occurrences of text on the screen: starts with *place zeroed; false when none is left. */
bool place_next(const struct driver *driver, const char *text, struct place *place);

/* Until the condition holds while the program rests; false when the limit passes or the program ends before.
 */
typedef bool driver_condition(struct driver *driver, const void *context);
bool driver_wait(struct driver *driver, driver_condition *holds, const void *context);

/* Fails when something on the screen is neither in the driver's language nor from outside. */
void language_check(struct driver *driver);

/* The key that does in the driver's keymap what this one does in default. */
const char *keymap_press(struct driver *driver, const char *key);

/* The text with the names of keys as the driver's keymap shows them; free with free(). */
char *keymap_words(struct driver *driver, const char *text);

/* The character as a Chinese input method delivers it: letters and signs in full width, digits as they are. */
uint32_t input_method(uint32_t character);

/* Nothing is from outside any more. */
void language_forget(void);

/* Appends name, screen, cursor, attributes and keys as a person wants to see them when something is missing.
 */
void driver_report(struct driver *driver, struct buffer *out);

/* Appends the lines of the test that is running, innermost first, those of the driver left out. */
void story_lines(struct buffer *out);

#endif
