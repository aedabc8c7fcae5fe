/* What the list key opens over the search: items, states, saved filters; and keeping these. */
#include <stdlib.h>

#include "screens/case_search_inside.h"
#include "text/text.h"
#include "ui/prompt.h"

/* --- of a field */

static void item_chosen(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    struct case_search *search = state;
    editor_set(&search->criteria.fields[CRITERION_ITEM],
               desk_name(search->desk, &search->desk->items[chosen].name));
    case_search_changed(search);
}

static void state_chosen(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    struct case_search *search = state;
    editor_set(&search->criteria.fields[CRITERION_STATE], criteria_state(chosen));
    case_search_changed(search);
}

static void items_open(struct case_search *search)
{
    const struct desk *desk = search->desk;
    struct prompt_option *options = calloc(desk->item_count + 1, sizeof(*options));
    for (size_t i = 0; options && i < desk->item_count; i++)
        options[i] = (struct prompt_option){.text = desk_name(desk, &desk->items[i].name)};
    if (options)
        prompt_choice(desk->ui, &(struct prompt_choice){.title = text("SEARCH_FIELD_ITEM"),
                                                        .options = options,
                                                        .count = desk->item_count,
                                                        .search = true,
                                                        .done = item_chosen});
    free(options);
}

static void states_open(struct case_search *search)
{
    struct prompt_option options[16] = {{0}};
    size_t count = criteria_states();
    for (size_t i = 0; i < count; i++)
        options[i] = (struct prompt_option){.text = criteria_state(i)};
    prompt_choice(search->desk->ui, &(struct prompt_choice){.title = text("SEARCH_FIELD_STATE"),
                                                            .options = options,
                                                            .count = count,
                                                            .search = true,
                                                            .done = state_chosen});
}

/* --- saved filters */

/* The place of the n-th filter that there is; 0: there are not so many. */
static int filter_place(const struct desk *desk, size_t n)
{
    for (int place = 1; place <= CRITERIA_FILTERS; place++) {
        char *name = criteria_filter(desk, place);
        bool found = name && n-- == 0;
        free(name);
        if (found)
            return place;
    }
    return 0;
}

static void filter_chosen(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    struct case_search *search = state;
    criteria_filter_use(&search->criteria, search->desk, filter_place(search->desk, chosen));
    case_search_changed(search);
    case_search_begin(search);
}

static void filter_dropped(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    struct case_search *search = state;
    if (criteria_filter_drop(search->desk, filter_place(search->desk, chosen)))
        ui_say(search->desk->ui, ROLE_MESSAGE, "SEARCH_FILTER_DROPPED", NULL);
}

static void filters_open(struct case_search *search, const char *title,
                         void (*done)(struct ui *ui, void *state, size_t chosen))
{
    struct prompt_option options[CRITERIA_FILTERS] = {{0}};
    char *names[CRITERIA_FILTERS] = {0};
    size_t count = 0;
    for (int place = 1; place <= CRITERIA_FILTERS; place++) {
        names[count] = criteria_filter(search->desk, place);
        options[count].text = names[count];
        count += names[count] != NULL;
    }
    if (count)
        prompt_choice(
            search->desk->ui,
            &(struct prompt_choice){.title = text(title), .options = options, .count = count, .done = done});
    else
        ui_say(search->desk->ui, ROLE_MESSAGE, "SEARCH_FILTERS_NONE", NULL);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
}

static void filter_named(struct ui *ui, void *state, const char *name)
{
    struct case_search *search = state;
    if (criteria_filter_keep(&search->criteria, search->desk, name))
        ui_say(ui, ROLE_MESSAGE, "SEARCH_FILTER_KEPT", "name", name, NULL);
}

void case_search_list(struct case_search *search)
{
    if (search->at == CRITERION_ITEM)
        items_open(search);
    else if (search->at == CRITERION_STATE)
        states_open(search);
    else
        filters_open(search, "SEARCH_FILTERS", filter_chosen);
}

void case_search_keep(struct case_search *search)
{
    if (criteria_empty(&search->criteria))
        filters_open(search, "SEARCH_FILTERS_DROP", filter_dropped);
    else
        prompt_text(search->desk->ui, &(struct prompt_text){.title = text("SEARCH_FILTER_NAME"),
                                                            .most = CRITERIA_NAME,
                                                            .done = filter_named});
}
