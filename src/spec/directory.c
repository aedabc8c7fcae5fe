/* forms/ as a folder of files: which are read, in which order, and under which names. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "spec/block.h"
#include "spec/overlay.h"
#include "spec/set.h"
#include "spec/set_broken.h"
#include "spec/set_insert.h"

/* A load on its way. */
struct load {
    struct spec_set *set;
    struct spec_faults *faults;
    struct block_shelf shelf;
    size_t files;
};

/* Takes what a file says, with a walk that began before the file was opened. name is the file's without
 * ".yaml". NULL document: it could not be read, which was told. Who keeps the document sets *document to
 * NULL. */
typedef void load_read(struct load *load, struct walk *walk, struct spec_document **document,
                       const char *name);

static bool name_ends(const char *name, const char *end)
{
    size_t length = strlen(name), tail = strlen(end);
    return length > tail && !strcmp(name + length - tail, end);
}

/* The calendar is no definition: calendar_file.c reads it. */
static int file_wanted(const struct dirent *entry)
{
    const char *name = entry->d_name;
    return name[0] != '.' && (name_ends(name, ".yaml") || name_ends(name, ".yml")) &&
           strcmp(name, "calendar.yaml");
}

/* In the C locale's order, whatever the locale is. */
static int file_order(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void file_read(struct load *load, const char *path, const char *name, load_read *read)
{
    struct walk walk = walk_begin(load->set, load->faults);
    struct spec_document *document = spec_document_load(path, load->faults);
    walk.shelf = &load->shelf;
    read(load, &walk, &document, name);
    walk_end(&walk);
    spec_document_free(&document);
}

static void file_load(struct load *load, const char *folder, const char *file, load_read *read)
{
    struct buffer path = {0};
    buffer_format(&path, "%s/%s", folder, file);
    load->files++;
    if (name_ends(file, ".yml")) {
        spec_faults_add(load->faults, buffer_string(&path), 0, 0, "E_SPEC_YML", NULL);
    } else {
        char *name = memory_text_length(file, strlen(file) - strlen(".yaml"));
        file_read(load, buffer_string(&path), name, read);
        free(name);
    }
    buffer_free(&path);
}

/* False with errno set where the folder cannot be read. */
static bool folder_load(struct load *load, const char *folder, load_read *read)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, file_wanted, file_order);
    if (count < 0)
        return false;
    for (int i = 0; i < count; i++) {
        file_load(load, folder, entries[i]->d_name, read);
        free(entries[i]);
    }
    free(entries);
    return true;
}

/* Not every set of definitions has every folder. */
static void subfolder_load(struct load *load, const char *path, const char *name, load_read *read)
{
    struct buffer folder = {0};
    buffer_format(&folder, "%s/%s", path, name);
    if (!folder_load(load, buffer_string(&folder), read) && errno != ENOENT && errno != ENOTDIR)
        spec_faults_add(load->faults, buffer_string(&folder), 0, 0, "E_SPEC_UNREADABLE", "reason",
                        strerrorname_np(errno), NULL);
    buffer_free(&folder);
}

static void codes_read(struct load *load, struct walk *walk, struct spec_document **document,
                       const char *name)
{
    if (!*document || !set_read_codes(walk, spec_document_root(*document), name))
        set_break(load->set, "codes", name);
}

static void letter_read(struct load *load, struct walk *walk, struct spec_document **document,
                        const char *name)
{
    if (!*document || !set_read_letter(walk, spec_document_root(*document), name))
        set_break(load->set, "letter", name);
}

/* Blocks may include one another whatever their order: they are put on the shelf first and checked later. */
static void block_read(struct load *load, struct walk *walk, struct spec_document **document,
                       const char *name)
{
    (void)walk;
    if (*document)
        block_shelf_add(&load->shelf, name, *document);
    else
        set_break(load->set, "block", name);
    *document = NULL;
}

static void blocks_check(struct load *load)
{
    for (size_t i = 0; i < load->shelf.count; i++) {
        struct walk walk = walk_begin(load->set, load->faults);
        walk.shelf = &load->shelf;
        block_check(&walk, &load->shelf.blocks[i]);
        walk_end(&walk);
    }
}

static void item_read(struct load *load, struct walk *walk, struct spec_document **document, const char *name)
{
    struct spec_item *item = *document ? set_read_item(walk, spec_document_root(*document), name) : NULL;
    if (!item)
        set_break(load->set, "item", name);
    else if (!spec_set_add_item(load->set, item))
        spec_item_free(&item);
}

static void overlay_file_read(struct load *load, struct walk *walk, struct spec_document **document,
                              const char *name)
{
    (void)load;
    if (*document)
        overlay_read(walk, spec_document_root(*document), name);
}

bool spec_set_load_directory(const char *path, struct spec_set *set, struct spec_faults *faults)
{
    struct load load = {.set = set, .faults = faults};
    size_t before = faults->count;
    subfolder_load(&load, path, "codes", codes_read);
    subfolder_load(&load, path, "letters", letter_read);
    subfolder_load(&load, path, "blocks", block_read);
    blocks_check(&load);
    if (!folder_load(&load, path, item_read))
        spec_faults_add(faults, path, 0, 0, "E_SPEC_DIRECTORY", "reason", strerrorname_np(errno), NULL);
    else if (load.files == 0 && faults->count == before)
        spec_faults_add(faults, path, 0, 0, "E_SPEC_DIRECTORY_EMPTY", NULL);
    subfolder_load(&load, path, "overlays", overlay_file_read);
    block_shelf_free(&load.shelf);
    spec_faults_sort(faults);
    return faults->count == before;
}
