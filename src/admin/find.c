/* yichuang-admin find [--json] WORDS: the items as the picker finds them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/command.h"
#include "admin/definitions.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "spec/json.h"
#include "spec/search.h"
#include "text/text.h"

static void item_print(const struct spec_item *item, bool json)
{
    struct buffer line = {0};
    if (json) {
        buffer_text(&line, "{\"code\":");
        json_text(&line, item->code);
        buffer_text(&line, ",\"name\":{\"zh\":");
        json_text(&line, item->name.zh);
        buffer_text(&line, ",\"en\":");
        json_text(&line, item->name.en);
        buffer_text(&line, "}}");
    } else {
        const char *name = text_language() == LANGUAGE_ZH ? item->name.zh : item->name.en;
        buffer_format(&line, "%s\t%s", item->code, name);
    }
    puts(buffer_string(&line));
    buffer_free(&line);
}

/* One line an item; with --json one object a line. */
static bool items_print(const char *words, const struct spec_set *set, bool json)
{
    size_t most = spec_set_item_count(set);
    const struct spec_item **found = memory_get(most + 1, sizeof(*found));
    size_t count = search_items(words, set, found, most);
    for (size_t i = 0; i < count; i++)
        item_print(found[i], json);
    free(found);
    return count > 0;
}

static int find_words(const char *words, bool json)
{
    struct spec_set *set;
    struct calendar calendar;
    struct error error = {0};
    if (!definitions_read(NULL, &set, &calendar))
        return ADMIN_REFUSED;
    bool found = items_print(words, set, json);
    spec_set_free(&set);
    calendar_free(&calendar);
    if (found)
        return ADMIN_DONE;
    error_set(&error, "E_ADMIN_FIND_NONE", "words", words, NULL);
    return admin_refuse(&error);
}

static int find_run(int argc, char **argv)
{
    struct buffer words = {0};
    bool json = false;
    const char *odd = NULL;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--json"))
            json = true;
        else if (argv[i][0] == '-' && argv[i][1])
            odd = argv[i];
        else
            buffer_format(&words, "%s%s", words.length ? " " : "", argv[i]);
    }
    bool usage = odd || words.length == 0;
    int result = usage ? admin_usage(&command_find, odd) : find_words(buffer_string(&words), json);
    buffer_free(&words);
    return result;
}

const struct admin_command command_find = {.name = "find", .usage_code = "ADMIN_FIND_USAGE", .run = find_run};
