#include "ui/command.h"

#include <string.h>

#include "text/text.h"

static const struct {
    const char *name;
    const char *help; /* the rest of the catalogue code of its help */
    bool edits;
} commands[COMMAND_COUNT] = {
    [COMMAND_NONE] = {"", ""},
    [COMMAND_HELP] = {"help", "help-help"},
    [COMMAND_WHY] = {"why", "why-help"},
    [COMMAND_FIND] = {"find", "find-help"},
    [COMMAND_LIST] = {"list", "list-help"},
    [COMMAND_PUT_ASIDE] = {"put-aside", "put-aside-help"},
    [COMMAND_COMMIT] = {"commit", "commit-help"},
    [COMMAND_LEAVE] = {"leave", "leave-help"},
    [COMMAND_WAITING] = {"waiting", "waiting-help"},
    [COMMAND_BACK] = {"back", "back-help"},
    [COMMAND_SETTINGS] = {"settings", "settings-help"},
    [COMMAND_SEARCH] = {"search", "search-help"},
    [COMMAND_MATERIALS] = {"materials", "materials-help"},
    [COMMAND_SCAN] = {"scan", "scan-help"},
    [COMMAND_HAS_NOT] = {"has-not", "has-not-help"},
    [COMMAND_DOUBT] = {"doubt", "doubt-help"},
    [COMMAND_ASK] = {"ask", "ask-help"},
    [COMMAND_MARK] = {"mark", "mark-help"},
    [COMMAND_MARK_LIKE] = {"mark-like", "mark-like-help"},
    [COMMAND_PEOPLE] = {"people", "people-help"},
    [COMMAND_REASSIGN] = {"reassign", "reassign-help"},
    [COMMAND_AUTHORISE] = {"authorise", "authorise-help"},
    [COMMAND_REPORT] = {"report", "report-help"},
    [COMMAND_READS] = {"reads", "reads-help"},
    [COMMAND_WATCH] = {"watch", "watch-help"},
    [COMMAND_ABSENCES] = {"absences", "absences-help"},
    [COMMAND_SAMPLE_RULES] = {"sample-rules", "sample-rules-help"},
    [COMMAND_NEXT_THING] = {"next-thing", "next-thing-help"},
    [COMMAND_NEXT_FIELD] = {"next-field", "next-field-help"},
    [COMMAND_PREVIOUS_FIELD] = {"previous-field", "previous-field-help"},
    [COMMAND_DOWN] = {"down", "down-help"},
    [COMMAND_UP] = {"up", "up-help"},
    [COMMAND_GROUP_NEXT] = {"group-next", "group-next-help"},
    [COMMAND_GROUP_PREVIOUS] = {"group-previous", "group-previous-help"},
    [COMMAND_CURSOR_LEFT] = {"cursor-left", "cursor-left-help", .edits = true},
    [COMMAND_CURSOR_RIGHT] = {"cursor-right", "cursor-right-help", .edits = true},
    [COMMAND_CURSOR_START] = {"cursor-start", "cursor-start-help", .edits = true},
    [COMMAND_CURSOR_END] = {"cursor-end", "cursor-end-help", .edits = true},
    [COMMAND_DELETE_LEFT] = {"delete-left", "delete-left-help", .edits = true},
    [COMMAND_DELETE_RIGHT] = {"delete-right", "delete-right-help", .edits = true},
    [COMMAND_EMPTY] = {"empty", "empty-help", .edits = true},
    [COMMAND_FIELD_EXIT] = {"field-exit", "field-exit-help", .edits = true},
    [COMMAND_UNDO] = {"undo", "undo-help", .edits = true},
    [COMMAND_COPY_PREVIOUS] = {"copy-previous", "copy-previous-help"},
    [COMMAND_LARGER] = {"larger", "larger-help"},
    [COMMAND_SMALLER] = {"smaller", "smaller-help"},
    [COMMAND_ROTATE] = {"rotate", "rotate-help"},
};

static const char *const sections[SECTION_COUNT] = {
    [SECTION_EVERYWHERE] = "everywhere",
    [SECTION_COUNTER] = "counter",
    [SECTION_REVIEW] = "review",
    [SECTION_SUPERVISOR] = "supervisor",
};

enum { NAME_MOST = 40, NEAR_MOST = 3 }; /* bytes that are compared; edits up to which a name counts as near */

/* Insertions, deletions and replacements that make b of a (Levenshtein). */
static size_t distance(const char *a, const char *b)
{
    size_t row[NAME_MOST + 1];
    size_t width = strnlen(b, NAME_MOST);
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t above = row[j];
            size_t best = corner + (a[i - 1] != b[j - 1]);
            if (above + 1 < best)
                best = above + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
            corner = above;
        }
    }
    return row[width];
}

const char *command_name(enum command command)
{
    return commands[command].name;
}

enum command command_find(const char *name)
{
    for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return (enum command)i;
    }
    return COMMAND_NONE;
}

enum command command_nearest(const char *name)
{
    enum command best = COMMAND_NONE;
    size_t best_distance = NEAR_MOST + 1;
    for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        size_t edits = distance(name, commands[i].name);
        if (edits < best_distance && edits < strlen(commands[i].name)) {
            best = (enum command)i;
            best_distance = edits;
        }
    }
    return best;
}

const char *command_label(enum command command)
{
    return text_of("COMMAND", commands[command].name);
}

const char *command_help(enum command command)
{
    return text_of("COMMAND", commands[command].help);
}

bool command_edits(enum command command)
{
    return commands[command].edits;
}

const char *section_name(enum section section)
{
    return sections[section];
}

enum section section_find(const char *name)
{
    for (int i = 0; i < SECTION_COUNT; i++) {
        if (strcmp(sections[i], name) == 0)
            return (enum section)i;
    }
    return SECTION_COUNT;
}

enum section section_nearest(const char *name)
{
    enum section best = SECTION_COUNT;
    size_t best_distance = NEAR_MOST + 1;
    for (int i = 0; i < SECTION_COUNT; i++) {
        size_t edits = distance(name, sections[i]);
        if (edits < best_distance) {
            best = (enum section)i;
            best_distance = edits;
        }
    }
    return best;
}
