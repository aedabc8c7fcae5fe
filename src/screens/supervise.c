#include "screens/supervise.h"

#include "base/utf8.h"
#include "screens/absences.h"
#include "screens/assign.h"
#include "screens/authorisation.h"
#include "screens/board.h"
#include "screens/case_view.h"
#include "screens/people.h"
#include "screens/queues.h"
#include "screens/reads.h"
#include "screens/report.h"
#include "screens/sample_rules.h"
#include "screens/steer.h"
#include "screens/tended.h"
#include "screens/watch.h"
#include "text/text.h"
#include "ui/why.h"

enum {
    LOW = 8,
    HOURS = 14
}; /* rows of the form: under LOW the warning gets one line, from HOURS on the hours
      have room */

struct supervise {
    struct desk *desk;
    struct authorisations asked;
    struct board board;
    struct area form; /* of the last arranging */
    int warning;      /* rows that the warning takes above the windows */
    int minute;       /* of the last look: figures are asked for when the clock turns */
};

/* --- the database tells once a second at the most what changed; rows that are there keep their places */

static void changed(void *owner, const char *payload)
{
    struct supervise *desk = owner;
    (void)payload;
    authorisations_ask(&desk->asked, false);
    board_ask(&desk->board);
}

static void supervise_read(struct supervise *table)
{
    tended_ask(table->desk);
    board_ask(&table->board);
    authorisations_ask(&table->asked, true);
}

static bool supervise_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct supervise *table = state;
    table->desk = argument;
    table->desk->queues = (struct desk_listener){changed, table};
    table->desk->steers = (struct desk_listener){changed, table};
    table->minute = desk_now(table->desk).second / 60;
    tended_ask(table->desk);
    board_open(&table->board, table->desk);
    authorisations_open(&table->asked, table->desk, table);
    return true;
}

static void supervise_close(void *state)
{
    struct supervise *table = state;
    table->desk->queues = table->desk->steers = (struct desk_listener){0};
    authorisations_free(&table->asked);
    board_free(&table->board);
}

/* --- the warning that nobody tends: it stays as long as that lasts */

static void warning_write(const struct supervise *table, struct buffer *out)
{
    if (tended_until(table->desk))
        text_fill(out, "SUPERVISE_UNTENDED", "since", tended_until(table->desk), NULL);
}

static int above(const struct supervise *table)
{
    return authorisations_rows(table->form.height) + table->warning;
}

static int below(const struct supervise *table)
{
    return table->form.height < HOURS ? 0 : BOARD_BELOW;
}

static void parts_arrange(struct supervise *table)
{
    struct buffer words = {0};
    warning_write(table, &words);
    int width = text_width(buffer_string(&words));
    table->warning = width == 0 ? 0 : width <= table->form.width || table->form.height < LOW ? 1 : 2;
    buffer_free(&words);
    board_arrange(&table->board, table->form.height - above(table) - below(table));
    authorisations_arrange(&table->asked, table->form.height);
}

static void supervise_arrange(void *state, const struct layout *layout)
{
    struct supervise *table = state;
    table->form = layout->form;
    parts_arrange(table);
}

static void supervise_tick(struct ui *ui, void *state, int64_t now)
{
    (void)now;
    struct supervise *table = state;
    int before = table->warning, minute = desk_now(table->desk).second / 60;
    parts_arrange(table);
    if (table->warning != before)
        ui_changed(ui);
    if (minute != table->minute && ui_top_state(ui) == table && !desk_cut(table->desk))
        board_ask(&table->board); /* the clock turns anyway: no wake of its own */
    table->minute = minute;
}

/* --- keys */

static void window_go(struct ui *ui, struct supervise *table, enum list_result outcome)
{
    struct case_argument argument = {.desk = table->desk, .case_id = board_window_case(&table->board)};
    if (outcome != LIST_PICKED)
        return;
    if (argument.case_id)
        ui_push(ui, &case_screen, &argument);
    else
        ui_say(ui, ROLE_MESSAGE, "BOARD_NO_CASE", NULL);
}

static void window_steer(struct ui *ui, struct supervise *table)
{
    struct buffer title = {0};
    board_window_title(&table->board, &title);
    struct steer_argument argument = {.desk = table->desk,
                                      .window = board_window(&table->board),
                                      .title = buffer_string(&title),
                                      .paused = board_window_closed(&table->board)};
    if (argument.window && !table->asked.marked)
        ui_push(ui, &steer_screen, &argument);
    else
        ui_say(ui, ROLE_MESSAGE, "BOARD_MARK_WINDOW", NULL);
    buffer_free(&title);
}

static void task_assign(struct ui *ui, struct supervise *table)
{
    struct buffer title = {0};
    struct assign_argument argument = {.desk = table->desk,
                                       .task = authorisations_task(&table->asked, &title)};
    argument.title = buffer_string(&title);
    if (argument.task)
        ui_push(ui, &assign_screen, &argument);
    else
        ui_say(ui, ROLE_MESSAGE, "BOARD_MARK_TASK", NULL);
    buffer_free(&title);
}

static void supervise_command(struct ui *ui, void *state, enum command command)
{
    struct supervise *table = state;
    switch (command) {
    case COMMAND_LIST:
        ui_push(ui, &queues_screen, table->desk);
        break;
    case COMMAND_PEOPLE:
        ui_push(ui, &people_screen, table->desk);
        break;
    case COMMAND_REPORT:
        ui_push(ui, &report_screen, table->desk);
        break;
    case COMMAND_READS:
        ui_push(ui, &reads_screen, table->desk);
        break;
    case COMMAND_WATCH:
        ui_push(ui, &watch_screen, table->desk);
        break;
    case COMMAND_ABSENCES:
        ui_push(ui, &absences_screen, table->desk);
        break;
    case COMMAND_SAMPLE_RULES:
        ui_push(ui, &sample_rules_screen, table->desk);
        break;
    case COMMAND_REASSIGN:
        task_assign(ui, table);
        break;
    case COMMAND_AUTHORISE:
        authorisations_first(&table->asked);
        break;
    case COMMAND_PUT_ASIDE:
        window_steer(ui, table);
        break;
    default:
        if (!authorisations_command(&table->asked, command, table->board.list.selected == 0))
            window_go(ui, table, list_command(&table->board.list, command));
    }
}

static bool supervise_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    return authorisations_key(&((struct supervise *)state)->asked, key);
}

static void supervise_resume(struct ui *ui, void *state)
{
    (void)ui;
    supervise_read(state);
}

/* --- on the screen */

static struct area part(const struct supervise *table, int row, int height)
{
    return (struct area){table->form.row + row, table->form.column, height, table->form.width};
}

static void supervise_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct supervise *table = state;
    struct buffer words = {0};
    struct board board = table->board;
    int asked = authorisations_rows(table->form.height), height = layout->form.height;
    board.list.quiet = table->asked.marked;
    warning_write(table, &words);
    authorisations_draw(&table->asked, canvas, part(table, 0, asked));
    canvas_wrapped(canvas, part(table, asked, table->warning), ROLE_WRONG, buffer_string(&words));
    board_draw(&board, canvas, part(table, above(table), height - above(table) - below(table)));
    if (below(table))
        board_hours_draw(&table->board, canvas, part(table, height - below(table), below(table)));
    buffer_free(&words);
}

static void supervise_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct supervise *table = state;
    int row = table->asked.marked ? authorisations_cursor(&table->asked)
                                  : above(table) + board_cursor(&table->board);
    canvas_cursor(canvas, layout->form.row + row, layout->form.column);
}

static void supervise_lines(const void *state, struct screen_lines *lines)
{
    const struct supervise *table = state;
    if (table->asked.marked) {
        authorisations_lines(&table->asked, lines);
        return;
    }
    board_window_explain(&table->board, &lines->explain);
    buffer_text(&lines->next, text(board_window_case(&table->board) ? "NEXT_WINDOW_CASE" : "NEXT_WINDOW"));
}

static void supervise_why(const void *state, struct buffer *sentences)
{
    static const char *const codes[] = {"BOARD_WHY_WINDOWS", "BOARD_WHY_STAGES", "BOARD_WHY_HOURS"};
    const struct supervise *table = state;
    if (table->asked.marked)
        authorisations_why(&table->asked, sentences);
    if (tended_until(table->desk))
        why_add(sentences, text("SUPERVISE_WHY_UNTENDED"));
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        why_add(sentences, text(codes[i]));
    why_add(sentences, text("SUPERVISE_WHY_KEYS"));
}

static const struct screen_command supervise_commands[] = {
    {COMMAND_LIST, "LABEL_QUEUES"},
    {COMMAND_PEOPLE, NULL},
    {COMMAND_REASSIGN, "LABEL_GIVE"},
    {COMMAND_AUTHORISE, "LABEL_GRANT"},
    {COMMAND_PUT_ASIDE, "LABEL_PAUSE"},
    {COMMAND_REPORT, NULL},
    {COMMAND_READS, NULL},
    {COMMAND_WATCH, NULL},
    {COMMAND_ABSENCES, NULL},
    {COMMAND_SAMPLE_RULES, NULL},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class supervise_screen = {
    .name = "supervise",
    .title = "SCREEN_SUPERVISE",
    .size = sizeof(struct supervise),
    .section = SECTION_SUPERVISOR,
    .commands = supervise_commands,
    .open = supervise_open,
    .close = supervise_close,
    .arrange = supervise_arrange,
    .command = supervise_command,
    .event = supervise_event,
    .resume = supervise_resume,
    .tick = supervise_tick,
    .draw = supervise_draw,
    .cursor = supervise_cursor,
    .lines = supervise_lines,
    .why = supervise_why,
};
