#include "screens/case_search.h"

#include "screens/case_search_inside.h"
#include "screens/case_view.h"

static size_t row_count(void *context)
{
    return ((struct case_search *)context)->rows.count;
}

static void row_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    find_row_cells(&((struct case_search *)context)->rows.rows[index], cells);
}

static bool search_opens(struct ui *ui, void *state, void *argument)
{
    struct case_search *search = state;
    search->desk = argument;
    search->list = (struct list){.source = {.context = search, .count = row_count, .row = row_cells},
                                 .columns = find_columns,
                                 .column_count = FIND_COLUMNS,
                                 .digits = true};
    search->desk->searched.screen = ui_id(ui, search);
    criteria_begin(&search->criteria, search->desk);
    list_refresh(&search->list);
    return true;
}

static void search_close(void *state)
{
    struct case_search *search = state;
    desk_forget(search->desk, search);
    case_search_forget(search);
    criteria_free(&search->criteria);
    list_free(&search->list);
}

static void search_arrange(void *state, const struct layout *layout)
{
    struct case_search *search = state;
    list_height(&search->list, layout->form.height - 1);
    for (int i = 0; i < CRITERIA; i++)
        editor_width(&search->criteria.fields[i], case_search_cells(layout));
}

static void search_edited(struct ui *ui, void *state)
{
    (void)ui;
    case_search_changed(state);
}

static void result(struct ui *ui, const struct case_search *search, enum list_result outcome)
{
    long at = list_selected(&search->list);
    if (outcome != LIST_PICKED || at == LIST_NONE)
        return;
    struct case_argument argument = {
        .desk = search->desk, .case_id = search->rows.rows[at].case_id, .page = 1};
    ui_push(ui, &case_screen, &argument);
}

/* Through the fields into the rows and back. */
static bool moved(struct case_search *search, enum command command)
{
    bool down = command == COMMAND_NEXT_FIELD || command == COMMAND_DOWN;
    bool up = command == COMMAND_PREVIOUS_FIELD || command == COMMAND_UP;
    if (search->at == CRITERIA && !(up && search->list.selected == 0))
        return false;
    if (down && search->at + 1 < CRITERIA + (search->rows.count > 0))
        search->at++;
    else if (up && search->at > 0)
        search->at--;
    return down || up;
}

static void search_command(struct ui *ui, void *state, enum command command)
{
    struct case_search *search = state;
    if (command == COMMAND_LIST)
        case_search_list(search);
    else if (command == COMMAND_PUT_ASIDE)
        case_search_keep(search);
    else if (command == COMMAND_GROUP_NEXT || command == COMMAND_GROUP_PREVIOUS)
        case_search_turn(search, command == COMMAND_GROUP_NEXT ? SEARCH_NEXT : SEARCH_BACK);
    else if (command == COMMAND_SEARCH)
        search->at = CRITERION_NUMBER;
    else if (command == COMMAND_NEXT_THING && search->at < CRITERIA)
        case_search_begin(search);
    else if (!moved(search, command))
        result(ui, search, list_command(&search->list, command));
}

static bool search_event(struct ui *ui, void *state, const struct key *key)
{
    struct case_search *search = state;
    if (search->at < CRITERIA)
        return false;
    enum list_result outcome = list_key(&search->list, key);
    result(ui, search, outcome);
    return outcome != LIST_IGNORED;
}

static struct editor *search_field(void *state)
{
    struct case_search *search = state;
    return search->at < CRITERIA ? &search->criteria.fields[search->at] : NULL;
}

static const struct screen_command search_commands[] = {
    {COMMAND_LIST, "LABEL_SEARCH_LIST"},
    {COMMAND_PUT_ASIDE, "LABEL_SEARCH_KEEP", "HELP_SEARCH_KEEP"},
    {COMMAND_SEARCH, "LABEL_SEARCH_FIELDS"},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

static const struct screen_class case_search_screen = {
    .name = "case-search",
    .title = "SCREEN_CASE_SEARCH",
    .size = sizeof(struct case_search),
    .section = SECTION_EVERYWHERE,
    .commands = search_commands,
    .wish = {.person = SEARCH_FIELD_ROWS},
    .open = search_opens,
    .close = search_close,
    .arrange = search_arrange,
    .command = search_command,
    .event = search_event,
    .field = search_field,
    .edited = search_edited,
    .draw = case_search_draw,
    .cursor = case_search_cursor,
    .lines = case_search_lines,
    .why = case_search_why,
};

void case_search_open(struct desk *desk)
{
    void *open = ui_state(desk->ui, desk->searched.screen);
    if (open)
        ui_pop_to(desk->ui, open);
    else
        ui_push(desk->ui, &case_search_screen, desk);
}
