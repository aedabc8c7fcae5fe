#include "screens/selection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "text/text.h"

static size_t place(const struct selection *selection, int64_t task)
{
    size_t at = 0;
    while (at < selection->count && selection->tasks[at].task_id != task)
        at++;
    return at;
}

bool selection_has(const struct selection *selection, int64_t task)
{
    return place(selection, task) < selection->count;
}

void selection_free(struct selection *selection)
{
    for (size_t i = 0; i < selection->count; i++)
        free(selection->tasks[i].kind);
    free(selection->tasks);
    selection->tasks = NULL;
    selection->count = 0;
}

static void add(struct selection *selection, const struct store_reply *reply, int row)
{
    int64_t task = store_reply_number(reply, row, "task_id");
    if (selection->count == SELECTION_MOST || selection_has(selection, task))
        return;
    if (!selection->tasks)
        selection->tasks = memory_get(SELECTION_MOST, sizeof(*selection->tasks));
    struct buffer kind = {0};
    buffer_format(&kind, "%s %s", desk_column(selection->desk, reply, row, "item"),
                  text_of("STAGE", store_reply_text(reply, row, "stage")));
    selection->tasks[selection->count++] = (struct selected){
        .task_id = task,
        .version = (int)store_reply_number(reply, row, "version"),
        .kind = buffer_take(&kind),
    };
}

static void tasks_came(void *owner, const struct store_reply *reply)
{
    struct selection *selection = owner;
    int rows = store_reply_rows(reply);
    if (desk_refused(selection->desk, reply))
        return;
    if (!rows)
        ui_say(selection->desk->ui, ROLE_MESSAGE, "SELECTION_NOT_MINE", NULL);
    for (int row = 0; row < rows; row++)
        add(selection, reply, row);
    if (selection->count == SELECTION_MOST)
        ui_say(selection->desk->ui, ROLE_MESSAGE, "SELECTION_FULL", "most", "500", NULL);
    ui_changed(selection->desk->ui);
}

static void ask(struct selection *selection, int64_t task, int most)
{
    struct store_query query = {
        .sql = "SELECT task_id, version, item_zh, item_en, stage FROM desk.task_like($1, $2, $3)",
        .reads = true};
    store_query_number(&query, selection->desk->region);
    store_query_number(&query, task);
    store_query_number(&query, most);
    desk_call(selection->desk, &query, tasks_came, selection);
}

void selection_turn(struct selection *selection, int64_t task)
{
    size_t at = place(selection, task);
    if (at == selection->count) {
        ask(selection, task, 1);
        return;
    }
    free(selection->tasks[at].kind);
    selection->tasks[at] = selection->tasks[--selection->count];
}

void selection_like(struct selection *selection, int64_t task)
{
    ask(selection, task, SELECTION_MOST);
}
