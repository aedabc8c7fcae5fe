#include "screens/absence_people.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "text/text.h"

enum { CELLS = 3 };

struct absence_person {
    char *login, *name, *load;
    char *initials; /* of a name in Latin letters: those in pinyin the search knows by itself */
};

static const struct table_column columns[CELLS] = {
    {NULL, 16, 0, false, 20}, {NULL, 0, 12, false}, {NULL, 16, 0, false, 20}};

/* NULL: nobody. */
static const struct absence_person *person(const struct absence_people *people, size_t index)
{
    if (people->cover && index == 0)
        return NULL;
    return &people->people[index - (people->cover ? 1 : 0)];
}

static size_t people_count(void *context)
{
    const struct absence_people *people = context;
    return people->count + (people->cover ? 1 : 0);
}

/* "ly" of "Liu Yang". */
static char *initials_write(const char *name)
{
    struct buffer initials = {0};
    for (const char *c = name; *c; c++) {
        if (isalpha((unsigned char)*c) && (c == name || c[-1] == ' '))
            buffer_format(&initials, "%c", tolower((unsigned char)*c));
    }
    return buffer_take(&initials);
}

static int people_match(void *context, size_t index, const char *words)
{
    const struct absence_people *people = context;
    const struct absence_person *one = person(people, index);
    if (!one)
        return 0;
    const char *const texts[] = {one->name, one->login, one->initials};
    int best = 0;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        int fits = ui_match_text(people->desk->ui, texts[i], words);
        best = fits > best ? fits : best;
    }
    return best;
}

static void people_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct absence_person *one = person(context, index);
    buffer_text(&cells[0].text, one ? one->name : text("ABSENCE_NOBODY"));
    buffer_text(&cells[1].text, one ? one->login : "");
    buffer_text(&cells[2].text, one ? one->load : "");
}

static void rows_free(struct absence_people *people)
{
    for (size_t i = 0; i < people->count; i++) {
        free(people->people[i].login);
        free(people->people[i].name);
        free(people->people[i].load);
        free(people->people[i].initials);
    }
    free(people->people);
    people->people = NULL;
    people->count = 0;
}

static void rows_came(void *owner, const struct store_reply *reply)
{
    struct absence_people *people = owner;
    if (desk_refused(people->desk, reply))
        return;
    rows_free(people);
    people->count = (size_t)store_reply_rows(reply);
    people->people = memory_get(people->count, sizeof(*people->people));
    for (size_t i = 0; i < people->count; i++) {
        struct buffer load = {0};
        text_fill(&load, "ASSIGN_LOAD", "count", store_reply_text(reply, (int)i, "load"), NULL);
        people->people[i] =
            (struct absence_person){.login = memory_text(store_reply_text(reply, (int)i, "login")),
                                    .name = memory_text(store_reply_text(reply, (int)i, "name")),
                                    .initials = initials_write(store_reply_text(reply, (int)i, "name")),
                                    .load = buffer_take(&load)};
    }
    list_refresh(&people->list);
    ui_changed(people->desk->ui);
}

void absence_people_open(struct absence_people *people, struct desk *desk)
{
    struct store_query query = {.sql = "SELECT login, name, load FROM desk.people_list($1)", .reads = true};
    *people = (struct absence_people){.desk = desk};
    people->list = (struct list){.source = {people, people_count, people_match, people_row, NULL},
                                 .columns = columns,
                                 .column_count = CELLS,
                                 .searches = true,
                                 .digits = true};
    store_query_number(&query, desk->region);
    desk_call(desk, &query, rows_came, people);
}

void absence_people_free(struct absence_people *people)
{
    list_free(&people->list);
    rows_free(people);
}

void absence_people_narrow(struct absence_people *people, bool cover, const char *words)
{
    if (people->cover != cover)
        people->list.selected = 0; /* rows have other places now */
    people->cover = cover;
    editor_set(&people->list.search, words);
    list_refresh(&people->list);
}

static const struct absence_person *marked(const struct absence_people *people)
{
    long at = list_selected(&people->list);
    return at == LIST_NONE ? NULL : person(people, (size_t)at);
}

char *absence_people_login(const struct absence_people *people)
{
    const struct absence_person *one = marked(people);
    return memory_text(one ? one->login : "");
}

char *absence_people_name(const struct absence_people *people)
{
    const struct absence_person *one = marked(people);
    return memory_text(one ? one->name : "");
}
