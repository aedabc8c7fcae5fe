/* The inside of struct ui, for the files ui*.c alone. */
#ifndef UI_UI_INSIDE_H
#define UI_UI_INSIDE_H

#include "ui/ui.h"

struct screen {
    const struct screen_class *class;
    void *state;
    uint64_t id;
    struct layout layout;
    bool held;     /* no commit while it waits for an answer */
    char *refusal; /* what was refused here last, until something else is typed or done; NULL: nothing */
};

struct message {
    char *text;
    enum role role;
    char clock[UI_CLOCK]; /* when it was said */
};

/* Where the field with the cursor begins on the canvas, and what it held when a character came. */
struct echo {
    uint64_t screen; /* 0: nothing to echo */
    int row, column;
    size_t cursor, length; /* bytes */
};

struct ui {
    struct ui_settings settings;
    struct canvas *canvas;
    bool changed;
    struct echo echo;

    struct screen **stack; /* the lowest first */
    int depth;
    struct screen *cover; /* in front of the stack; NULL: none */
    struct screen **dead; /* closed while a function of a screen was running */
    int dead_count;
    int running; /* calls into screens that have not returned */
    uint64_t last_id;

    const struct screen_command *common;
    void (*common_command)(void *context, struct ui *ui, enum command command);
    void *common_context;

    /* the guard of the commit */
    bool undrawn;        /* the screen that a commit would meet was not drawn yet */
    int64_t quiet;       /* since when nothing speaks against a commit: drawn, and no F9 swallowed */
    bool after_commit;   /* the last key was a commit */
    int64_t last_commit; /* when it came */
    int64_t pending;     /* when the waiting commit is handed out; 0: none waits */

    struct ui_effort effort;
    int64_t last_key; /* when it came; 0: none yet */

    char *header[3];      /* left, middle, right */
    char clock[UI_CLOCK]; /* noted with each message */
    bool demonstration;
    int waiting;
    struct message messages[UI_MESSAGES]; /* a ring; message_count is how many were ever said */
    uint64_t message_count;
    bool message_shown;
    bool message_fleeting; /* about a typed character: gone with the next one */

    ui_match *match;
    void *match_context;
};

int64_t ui_now(const struct ui *ui);
struct screen *ui_screen(const struct ui *ui, int below); /* of the stack; NULL where there is none */
struct screen *ui_front(const struct ui *ui);             /* what is seen and gets the keys */
enum section ui_front_section(const struct ui *ui);

/* Lays a screen out anew. */
void ui_arrange(struct ui *ui, struct screen *screen);

/* Around every call into a screen: closed screens are freed after the outermost. */
void ui_enter(struct ui *ui);
void ui_exit(struct ui *ui);

/* What a commit would meet has changed: it is deaf until the next draw and a while longer. */
void ui_deafen(struct ui *ui);

/* NULL where the list has no such command. */
const struct screen_command *ui_command_in(const struct screen_command *list, enum command command);

/* Draws the lines that are not the screen's: before (header, rules) and after it (explain, message, next,
 * keys). */
void ui_draw_frame(struct ui *ui, const struct screen *screen);
void ui_draw_lines(struct ui *ui, const struct screen *screen);
void ui_draw_keys(struct ui *ui, const struct screen *screen);

/* For text_keys(): what to press for a command, on the screens that are there now. */
void ui_key_tell(void *context, const char *name, struct buffer *out);

/* A character comes: notes where it will stand. */
void ui_echo_before(struct ui *ui);

/* Something else is typed or done on the screen: what was refused there before is over. */
void ui_refusal_forget(struct screen *screen);

/* Says something about a typed character. */
void ui_say_fleeting(struct ui *ui, const char *code);

#endif
