/* The lines of the review's left page. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/review_sheet.h"
#include "text/text.h"

struct writing {
    struct sheet *sheet;
    struct paper *paper;
    const struct paper *tail; /* what others said to the case: goes before all that agrees */
    int line;
};

static void line_add(struct writing *writing, const char *line)
{
    paper_line(writing->paper, line);
    writing->line++;
}

static void pair_add(struct writing *writing, const char *name, const char *value)
{
    paper_pair(writing->paper, name, value);
    writing->line++;
}

static void title_add(struct writing *writing, const char *code, size_t count)
{
    struct buffer title = {0};
    char number[24];
    snprintf(number, sizeof(number), "%zu", count);
    text_fill(&title, code, "count", number, NULL);
    line_add(writing, buffer_string(&title));
    buffer_free(&title);
}

/* ">" or " " in front of what can be marked; notes where it stands. */
static const char *mark_add(struct writing *writing, bool doubt, size_t index)
{
    struct sheet *sheet = writing->sheet;
    sheet->places[sheet->place_count] =
        (struct sheet_place){.doubt = doubt, .index = index, .line = writing->line};
    return sheet->place_count++ == sheet->at ? ">" : " ";
}

static bool doubted(const struct sheet *sheet, const struct sheet_value *value)
{
    for (size_t i = 0; i < sheet->doubts.count; i++) {
        const struct doubt *doubt = &sheet->doubts.rows[i];
        if (doubt->open && doubt->material == value->material && strcmp(doubt->key, value->key) == 0)
            return true;
    }
    return false;
}

static void value_write(struct writing *writing, size_t index)
{
    const struct sheet_value *value = &writing->sheet->values[index];
    struct buffer name = {0}, declared = {0};
    const char *mark = mark_add(writing, false, index);
    buffer_format(&name, "%s%s", *mark == ' ' && doubted(writing->sheet, value) ? "*" : mark, value->name);
    if (value->verdict == SHEET_DIFFERS)
        text_fill(&declared, "SHEET_DECLARED", "value", value->value, NULL);
    else
        buffer_text(&declared, value->value);
    pair_add(writing, buffer_string(&name), buffer_string(&declared));
    if (value->verdict == SHEET_DIFFERS)
        pair_add(writing, "", value->earlier);
    if (*value->apart)
        pair_add(writing, "", value->apart);
    buffer_free(&name);
    buffer_free(&declared);
}

/* --- what agrees: a line for each group, or unfolded */

static const char *group_name(const char *block)
{
    const char *name = text_of("GROUP", *block ? block : "own");
    return strcmp(name, block) == 0 ? text("GROUP_OTHER") : name;
}

static void group_write(struct writing *writing, const char *block)
{
    const struct sheet *sheet = writing->sheet;
    int counts[3] = {0}, record = 0, count = 0;
    char numbers[4][16];
    struct buffer name = {0}, line = {0};
    for (size_t i = 0; i < sheet->value_count; i++) {
        const struct sheet_value *value = &sheet->values[i];
        if (value->look || strcmp(value->block, block) != 0)
            continue;
        count++;
        counts[value->verdict]++;
        record += value->verdict == SHEET_AGREES && value->record;
    }
    snprintf(numbers[0], sizeof(numbers[0]), "%d", count);
    snprintf(numbers[1], sizeof(numbers[1]), "%d", record);
    snprintf(numbers[2], sizeof(numbers[2]), "%d", counts[SHEET_AGREES] - record);
    snprintf(numbers[3], sizeof(numbers[3]), "%d", counts[SHEET_ALONE]);
    text_fill(&line, strcmp(block, "material") == 0 ? "SHEET_MATERIALS" : "SHEET_FIELDS", "count", numbers[0],
              NULL);
    if (record)
        text_fill(&line, "SHEET_AS_RECORD", "count", numbers[1], NULL);
    if (counts[SHEET_AGREES] > record)
        text_fill(&line, "SHEET_AS_EARLIER", "count", numbers[2], NULL);
    if (counts[SHEET_ALONE] && strcmp(block, "material") != 0)
        text_fill(&line, "SHEET_ALONE", "count", numbers[3], NULL);
    buffer_format(&name, " %s", group_name(block));
    pair_add(writing, buffer_string(&name), buffer_string(&line));
    buffer_free(&name);
    buffer_free(&line);
}

static bool group_first(const struct sheet *sheet, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (!sheet->values[i].look && strcmp(sheet->values[i].block, sheet->values[index].block) == 0)
            return false;
    }
    return true;
}

static void tail_write(struct writing *writing)
{
    const char *lines = buffer_string(&writing->tail->text);
    buffer_text(&writing->paper->text, lines);
    for (; *lines; lines++)
        writing->line += *lines == '\n';
}

static void values_write(struct writing *writing)
{
    struct sheet *sheet = writing->sheet;
    size_t look = 0;
    for (size_t i = 0; i < sheet->value_count; i++)
        look += sheet->values[i].look;
    title_add(writing, "SHEET_LOOK", look);
    for (size_t i = 0; i < sheet->value_count; i++) {
        if (sheet->values[i].look)
            value_write(writing, i);
    }
    tail_write(writing);
    title_add(writing, sheet->unfolded ? "SHEET_CHECKED_OPEN" : "SHEET_CHECKED", sheet->value_count - look);
    for (size_t i = 0; i < sheet->value_count; i++) {
        if (sheet->values[i].look)
            continue;
        if (sheet->unfolded)
            value_write(writing, i);
        else if (group_first(sheet, i))
            group_write(writing, sheet->values[i].block);
    }
    if (sheet->eyes) {
        struct buffer name = {0};
        buffer_format(&name, " %s", text("SHEET_EYES"));
        pair_add(writing, buffer_string(&name), sheet->eyes);
        buffer_free(&name);
    }
}

static void doubts_write(struct writing *writing, bool open)
{
    struct sheet *sheet = writing->sheet;
    size_t count = doubts_open(&sheet->doubts);
    if (open || sheet->doubts.count > count)
        title_add(writing, open ? "SHEET_DOUBTS" : "SHEET_DOUBTS_BEFORE",
                  open ? count : sheet->doubts.count - count);
    for (size_t i = 0; i < sheet->doubts.count; i++) {
        const struct doubt *doubt = &sheet->doubts.rows[i];
        struct buffer name = {0}, what = {0};
        if (doubt->open != open)
            continue;
        buffer_format(&name, "%s%s", open ? mark_add(writing, true, i) : " ", doubt->name);
        doubt_write(doubt, &what);
        buffer_format(&what, " (%s)", doubt->who);
        pair_add(writing, buffer_string(&name), buffer_string(&what));
        buffer_free(&name);
        buffer_free(&what);
    }
}

static void alike_write(struct writing *writing)
{
    if (writing->sheet->alike.length == 0)
        return;
    line_add(writing, text("SHEET_ALIKE"));
    for (const char *line = buffer_string(&writing->sheet->alike); *line; line = strchr(line, '\n') + 1) {
        char *one = memory_text_length(line, strcspn(line, "\n"));
        struct buffer shown = {0};
        buffer_format(&shown, " %s", one);
        line_add(writing, buffer_string(&shown));
        buffer_free(&shown);
        free(one);
    }
}

void sheet_write(struct sheet *sheet, struct paper *paper, const struct paper *tail)
{
    struct writing writing = {
        .sheet = sheet, .paper = paper, .tail = tail, .line = sheet->head_lines};
    buffer_clear(&paper->text);
    free(sheet->places);
    sheet->places = memory_get(sheet->value_count + sheet->doubts.count + 1, sizeof(*sheet->places));
    sheet->place_count = 0;
    if (!sheet->there)
        return;
    buffer_text(&paper->text, buffer_string(&sheet->head));
    values_write(&writing);
    doubts_write(&writing, true);
    alike_write(&writing);
    doubts_write(&writing, false);
    if (sheet->at >= sheet->place_count && sheet->at > 0) { /* what was marked is gone */
        sheet->at = sheet->place_count > 0 ? sheet->place_count - 1 : 0;
        if (sheet->place_count > 0)
            sheet_write(sheet, paper, tail);
    }
}

void sheet_show(const struct sheet *sheet, struct paper *paper)
{
    if (sheet->place_count > 0)
        paper_show(paper, sheet->places[sheet->at].line);
}
