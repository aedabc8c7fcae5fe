/* Ctrl-D at the counter: in a field what my previous case of this item says there; behind an acceptance the
 * same item for the next person of the same unit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "screens/counter.h"
#include "screens/lines.h"
#include "text/text.h"

/* --- a field */

static const struct spec_field *field_at(const struct counter *counter)
{
    return &counter->work.item->fields[counter->field];
}

static void say_about(struct counter *counter, const char *code)
{
    ui_say(counter->desk->ui, ROLE_MESSAGE, code, "field", desk_name(counter->desk, &field_at(counter)->name),
           NULL);
}

static void say_from(struct counter *counter, const struct store_reply *reply)
{
    char number[CASE_NUMBER_GROUPED];
    struct buffer from = {0};
    const char *given = store_reply_text(reply, 0, "number");
    buffer_text(&from, *given ? case_number_group(given, number) : text("COPY_DRAFT"));
    ui_say(counter->desk->ui, ROLE_CONFIRM, "COPY_DONE", "from", buffer_string(&from), "at",
           store_reply_text(reply, 0, "moment"), NULL);
    buffer_free(&from);
}

/* Arrives as if typed: only where the cursor still stands, and not saved before it leaves. */
static void value_came(void *owner, const struct store_reply *reply)
{
    struct counter *counter = owner;
    const struct error *error = store_reply_error(reply);
    if (counter->mode != COUNTER_FORM || counter->field != counter->copying.field ||
        strcmp(counter->work.token, counter->copying.token) != 0)
        return;
    if (error && strcmp(error->code, "E_FIELD_PERSONAL") == 0) {
        say_about(counter, "E_FIELD_PERSONAL");
    } else if (!desk_refused(counter->desk, reply)) {
        if (store_reply_rows(reply) == 0)
            ui_say(counter->desk->ui, ROLE_MESSAGE, "COPY_NONE", NULL);
        else if (!*store_reply_text(reply, 0, "value"))
            say_about(counter, "COPY_EMPTY");
        else {
            editor_replace(&counter->editor, store_reply_text(reply, 0, "value"));
            say_from(counter, reply);
        }
    }
    ui_changed(counter->desk->ui);
}

static void field_copy(struct counter *counter)
{
    if (counter->field == FORM_NONE) {
        ui_say(counter->desk->ui, ROLE_MESSAGE, "COPY_NO_FIELD", NULL);
        return;
    }
    if (desk_cut(counter->desk)) {
        ui_say(counter->desk->ui, ROLE_WRONG, "COPY_CUT", NULL);
        return;
    }
    struct store_query query = {.sql = "SELECT value, number, to_char(at, 'MM-DD HH24:MI') AS moment"
                                       " FROM desk.previous_value($1, $2, $3, $4)",
                                .reads = true};
    store_query_number(&query, counter->desk->region);
    work_query_case(&counter->work, &query);
    store_query_text(&query, counter->work.token);
    store_query_text(&query, field_at(counter)->key);
    counter->copying.field = counter->field;
    memcpy(counter->copying.token, counter->work.token, DESK_KEY);
    desk_call(counter->desk, &query, value_came, counter);
}

/* --- the next person of the same unit */

void counter_unit_forget(struct counter *counter)
{
    free(counter->unit.item);
    free(counter->unit.item_code);
    free(counter->unit.words);
    counter->unit = (struct counter_unit){0};
}

void counter_unit_remember(struct counter *counter)
{
    const struct work *work = &counter->work;
    struct buffer words = {0};
    counter_unit_forget(counter);
    for (size_t i = 0; i < work->item->field_count; i++) {
        if (!work->item->fields[i].unit || !form_shown(work->form, i) || !*form_value(work->form, i))
            continue;
        if (words.length)
            buffer_text(&words, ", ");
        struct buffer value = {0};
        form_show(work->form, i, counter->desk->english, &value);
        lines_flat(&words, buffer_string(&value));
        buffer_free(&value);
    }
    counter->unit = (struct counter_unit){.case_id = work->accepted,
                                          .item = memory_text(desk_name(counter->desk, &work->item->name)),
                                          .item_code = memory_text(work->item->code),
                                          .words = buffer_take(&words)};
}

void counter_unit_next(void *owner)
{
    struct counter *counter = owner;
    if (!counter->unit.case_id || counter->mode != COUNTER_PERSON) {
        ui_say(counter->desk->ui, ROLE_MESSAGE, "UNIT_NOTHING", NULL);
        return;
    }
    ui_pop_to(counter->desk->ui, counter);
    counter->unit.wanted = true;
    counter_end(counter, "accepted");
}

/* The person's cases are known: what they have open of this item goes first. */
void counter_unit_open(struct counter *counter)
{
    counter->unit.wanted = false;
    for (size_t i = 0; i < counter->case_count; i++) {
        if (counter->cases[i].open && strcmp(counter->cases[i].item, counter->unit.item_code) == 0) {
            ui_say(counter->desk->ui, ROLE_CONFIRM, "UNIT_HAS_OPEN", "item", counter->unit.item, NULL);
            return;
        }
    }
    work_open_unit(&counter->work, counter->unit.item_code, counter->unit.case_id);
}

void counter_copy_previous(struct counter *counter)
{
    if (counter->mode == COUNTER_FORM)
        field_copy(counter);
    else
        counter_unit_next(counter);
}
