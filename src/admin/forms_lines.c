#include "admin/forms_lines.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

enum part { PART_HEAD, PART_FIELDS, PART_MATERIALS, PARTS };

struct block {
    char *name;
    int lines[PARTS];
};

struct lines {
    struct forms_lines counted;
    struct block *blocks;
    size_t block_count;
    struct block *at; /* the block whose file is being read */
};

/* The part of a definition that a line begins, or the one in which it stands. */
static enum part part_of(const char *line, enum part part)
{
    if (strncmp(line, "fields:", 7) == 0)
        return PART_FIELDS;
    if (strncmp(line, "materials:", 10) == 0)
        return PART_MATERIALS;
    return *line >= 'a' && *line <= 'z' ? PART_HEAD : part;
}

/* The block that a line stands for: "  - block: agent"; NULL: none. Modifies the line. */
static char *block_named(char *line)
{
    char *name = strstr(line, "block: ");
    if (!name || line[strspn(line, " ")] != '-')
        return NULL;
    name += strlen("block: ");
    name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-")] = '\0';
    return name;
}

static void block_line(struct lines *lines, char *line, enum part part)
{
    lines->counted.block_lines++;
    if (part != PART_HEAD && *line == ' ')
        lines->at->lines[part]++;
}

static void item_line(struct lines *lines, char *line, enum part part)
{
    int instead = 1;
    char *name = block_named(line);
    for (size_t i = 0; name && i < lines->block_count; i++) {
        if (strcmp(lines->blocks[i].name, name) == 0)
            instead = lines->blocks[i].lines[part];
    }
    lines->counted.uses += name != NULL;
    lines->counted.item_lines++;
    lines->counted.written_out += instead;
}

static void file_count(struct lines *lines, const char *path,
                       void (*count)(struct lines *lines, char *line, enum part part))
{
    char *line = NULL;
    size_t room = 0;
    enum part part = PART_HEAD;
    FILE *file = fopen(path, "r");
    while (file && getline(&line, &room, file) >= 0) {
        part = part_of(line, part);
        count(lines, line, part);
    }
    free(line);
    if (file)
        fclose(file);
}

static int is_definition(const struct dirent *entry)
{
    const char *end = strrchr(entry->d_name, '.');
    return end && end != entry->d_name && strcmp(end, ".yaml") == 0 &&
           strcmp(entry->d_name, "calendar.yaml") != 0;
}

static void block_begin(struct lines *lines, const char *file)
{
    lines->blocks = memory_resize(lines->blocks, lines->block_count + 1, sizeof(*lines->blocks));
    lines->at = &lines->blocks[lines->block_count++];
    *lines->at = (struct block){.name = memory_text(file)};
    *strrchr(lines->at->name, '.') = '\0';
    lines->counted.blocks++;
}

static void folder_count(struct lines *lines, const char *folder, bool blocks)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_definition, alphasort);
    for (int i = 0; i < count; i++) {
        struct buffer path = {0};
        buffer_format(&path, "%s/%s", folder, entries[i]->d_name);
        if (blocks)
            block_begin(lines, entries[i]->d_name);
        else
            lines->counted.items++;
        file_count(lines, buffer_string(&path), blocks ? block_line : item_line);
        buffer_free(&path);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

struct forms_lines forms_lines_count(const char *folder)
{
    struct lines lines = {0};
    struct buffer blocks = {0};
    buffer_format(&blocks, "%s/blocks", folder);
    folder_count(&lines, buffer_string(&blocks), true);
    folder_count(&lines, folder, false);
    for (size_t i = 0; i < lines.block_count; i++)
        free(lines.blocks[i].name);
    free(lines.blocks);
    buffer_free(&blocks);
    return lines.counted;
}
