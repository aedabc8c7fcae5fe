/* The credential's kind of document: chosen from a list, judged when its field is left. */
#include <string.h>

#include "screens/counter.h"
#include "text/text.h"
#include "ui/prompt.h"

/* The code list id_type of forms/: no item is chosen yet, so no definition is at hand. */
static const char *const types[] = {"01", "02", "03", "04", "05", "06", "07",
                                    "08", "09", "10", "11", "12", "99"};

enum { TYPES = sizeof(types) / sizeof(types[0]) };

static void type_chosen(struct ui *ui, void *state, size_t chosen)
{
    struct counter *counter = state;
    editor_set(&counter->credential[CREDENTIAL_TYPE], types[chosen]);
    counter->at = CREDENTIAL_NUMBER;
    counter_edited(ui, counter);
}

void counter_types(struct counter *counter)
{
    struct prompt_option options[TYPES];
    struct buffer rows[TYPES] = {0};
    if (counter->at != CREDENTIAL_TYPE) {
        ui_say(counter->desk->ui, ROLE_MESSAGE, "COUNTER_NOBODY", NULL);
        return;
    }
    for (size_t i = 0; i < TYPES; i++) {
        buffer_format(&rows[i], "%s %s", types[i], text_of("ID_TYPE", types[i]));
        options[i] = (struct prompt_option){.text = buffer_string(&rows[i])};
    }
    prompt_choice(counter->desk->ui, &(struct prompt_choice){.title = text("CREDENTIAL_TYPE"),
                                                             .options = options,
                                                             .count = TYPES,
                                                             .search = true,
                                                             .done = type_chosen});
    for (size_t i = 0; i < TYPES; i++)
        buffer_free(&rows[i]);
}

bool counter_type_known(struct counter *counter)
{
    const char *typed = editor_text(&counter->credential[CREDENTIAL_TYPE]);
    for (size_t i = 0; i < TYPES; i++) {
        if (strcmp(typed, types[i]) == 0)
            return true;
    }
    error_free(&counter->fault);
    error_set(&counter->fault, "E_ID_TYPE_UNKNOWN", "type", typed, NULL);
    return false;
}

void counter_edited(struct ui *ui, void *state)
{
    struct counter *counter = state;
    error_free(&counter->fault);
    if (counter_text_wanted(counter))
        counter_text_open(counter); /* what was typed on the row stands in it already */
    ui_changed(ui);
}
