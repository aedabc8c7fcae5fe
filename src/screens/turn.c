#include "screens/turn.h"

#include <string.h>

#include "text/text.h"

static const struct {
    const char *why, *words, *sentence;
} reasons[] = {
    {"reserved", "TURN_RESERVED", "TURN_WHY_RESERVED"},
    {"waits", "TURN_WAITS", "TURN_WHY_WAITS"},
    {"elderly", "TURN_ELDERLY", "TURN_WHY_ELDERLY"},
    {"long", "TURN_LONG", "TURN_WHY_LONG"},
    {"today", "TURN_TODAY", "TURN_WHY_TODAY"},
    {"overdue", "TURN_OVERDUE", "TURN_WHY_OVERDUE"},
    {"near", "TURN_NEAR", "TURN_WHY_NEAR"},
    {"run", "TURN_RUN", "TURN_WHY_RUN"},
    {"due", "TURN_DUE", "TURN_WHY_DUE"},
    {"picked", "TURN_PICKED", "TURN_WHY_PICKED"},
};
enum { REASONS = sizeof(reasons) / sizeof(reasons[0]) };

void turn_free(struct turn *turn)
{
    if (turn->desk)
        desk_forget(turn->desk, turn);
    buffer_free(&turn->words);
    buffer_free(&turn->sentence);
}

/* No right to ask, or no claim of mine: nothing is said. */
static void turn_came(void *owner, const struct store_reply *reply)
{
    struct turn *turn = owner;
    if (store_reply_error(reply) || store_reply_rows(reply) == 0)
        return;
    for (int n = 0; n < REASONS; n++) {
        if (strcmp(reasons[n].why, store_reply_text(reply, 0, "why")) != 0)
            continue;
        text_fill(&turn->words, reasons[n].words, NULL);
        text_fill(&turn->sentence, reasons[n].sentence, "who", store_reply_text(reply, 0, "who"), "due",
                  store_reply_text(reply, 0, "due"), "near", store_reply_text(reply, 0, "near"), "item",
                  desk_column(turn->desk, reply, 0, "item"), NULL);
    }
    turn->changed(turn->screen);
}

void turn_load(struct turn *turn, struct desk *desk, int64_t task_id, void *screen,
               void (*changed)(void *screen))
{
    turn_free(turn);
    *turn = (struct turn){.desk = desk, .screen = screen, .changed = changed};
    struct store_query query = {
        .sql = "SELECT why, who, due, near, item_zh, item_en FROM desk.task_turn($1, $2)"};
    store_query_number(&query, desk->region);
    store_query_number(&query, task_id);
    desk_call(desk, &query, turn_came, turn);
}
