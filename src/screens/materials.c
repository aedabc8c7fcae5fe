#include "screens/materials.h"

#include <stdlib.h>
#include <string.h>

#include "loop/worker.h"
#include "screens/counter.h"
#include "screens/letter.h"
#include "screens/material_file.h"
#include "screens/materials_inside.h"
#include "screens/notice.h"
#include "text/text.h"
#include "ui/prompt.h"

const struct spec_material *materials_marked(const struct materials *materials)
{
    return &materials->work->item->materials[materials->at];
}

static bool materials_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct materials *materials = state;
    materials->work = argument;
    long missing = work_missing_material(materials->work);
    materials->at = missing == FORM_NONE ? 0 : (size_t)missing;
    return materials->work->item->material_count > 0;
}

static void materials_close(void *state)
{
    struct materials *materials = state;
    worker_abandon(&materials->reading);
    free(materials->path);
}

static void file_read_done(void *screen, bool read)
{
    struct materials *materials = screen;
    materials->reading = NULL;
    if (!read)
        return;
    free(materials->path);
    materials->path = NULL;
}

/* "~/" is the home directory, as people are used to from elsewhere. */
static char *path_whole(const char *typed)
{
    struct buffer path = {0};
    const char *home = getenv("HOME");
    bool short_form = strncmp(typed, "~/", 2) == 0 && home;
    buffer_format(&path, "%s%s", short_form ? home : "", short_form ? typed + 1 : typed);
    return buffer_take(&path);
}

static void path_given(struct ui *ui, void *state, const char *path)
{
    struct materials *materials = state;
    if (materials->reading) {
        ui_say(ui, ROLE_MESSAGE, "MATERIALS_BUSY", NULL);
        return;
    }
    free(materials->path);
    materials->path = path_whole(path);
    materials->reading = material_file_read(materials->work, materials_marked(materials)->key,
                                            materials->path, file_read_done, materials);
}

/* The material that F6 and F7 are about: the marked one, but behind one that is there the next missing one.
 */
size_t materials_asked_for(const struct materials *materials)
{
    long missing = work_missing_material(materials->work);
    return missing != FORM_NONE && work_material(materials->work, materials_marked(materials)->key)
               ? (size_t)missing
               : materials->at;
}

/* Marks it. False, and told: all is there; Del first, to hand one in anew. */
static bool go_on(struct materials *materials)
{
    struct desk *desk = materials->work->desk;
    materials->at = materials_asked_for(materials);
    if (!work_material(materials->work, materials_marked(materials)->key))
        return true;
    ui_say(desk->ui, ROLE_MESSAGE, "MATERIALS_IS_THERE", "material",
           desk_name(desk, &materials_marked(materials)->name), NULL);
    return false;
}

static void ask_path(struct materials *materials)
{
    struct buffer title = {0};
    if (!go_on(materials))
        return;
    text_fill(&title, "MATERIALS_PATH", "material",
              desk_name(materials->work->desk, &materials_marked(materials)->name), NULL);
    prompt_text(materials->work->desk->ui, &(struct prompt_text){.title = buffer_string(&title),
                                                                 .value = materials->path,
                                                                 .refused = materials->path != NULL,
                                                                 .most = 1000,
                                                                 .done = path_given});
    buffer_free(&title);
}

/* --- has not (F7) */

static void letter_signed(void *owner)
{
    struct materials *materials = owner;
    work_hand_in(materials->work, materials_marked(materials)->key, NULL, NULL);
}

/* The ways out, the open one first: without a letter there is nothing to promise. */
static void way_chosen(struct ui *ui, void *state, size_t chosen)
{
    struct materials *materials = state;
    const struct spec_material *material = materials_marked(materials);
    const struct work *work = materials->work;
    const struct spec_letter *letter =
        material->letter ? desk_letter(work->desk, work->definition_id, material->letter) : NULL;
    if (chosen == 0 && letter) {
        struct letter_argument argument = {work->desk, work->item, letter, materials, letter_signed};
        ui_push(ui, &letter_screen, &argument);
    } else {
        ui_push(ui, &notice_screen, &(struct notice_argument){.counter = work->screen});
    }
}

static void has_not(struct materials *materials)
{
    struct desk *desk = materials->work->desk;
    struct buffer title = {0};
    if (!go_on(materials))
        return;
    const struct spec_material *material = materials_marked(materials);
    if (!form_material_needed(materials->work->form, materials->at)) {
        ui_say(desk->ui, ROLE_MESSAGE, "MATERIALS_NOT_NEEDED", "material", desk_name(desk, &material->name),
               NULL);
        return;
    }
    text_fill(&title, "MATERIALS_HAS_NOT", "material", desk_name(desk, &material->name), NULL);
    const struct prompt_option promise = {text("MATERIALS_BY_PROMISE"), false},
                               none = {text("MATERIALS_NO_PROMISE"), true},
                               lacking = {text("MATERIALS_LACKING"), false};
    const struct prompt_option options[] = {material->letter ? promise : lacking,
                                            material->letter ? lacking : none};
    prompt_choice(desk->ui,
                  &(struct prompt_choice){.title = buffer_string(&title),
                                          .note = material->letter ? text("MATERIALS_VOLUNTARY") : NULL,
                                          .options = options,
                                          .count = 2,
                                          .done = way_chosen});
    buffer_free(&title);
}

static void take_back_confirmed(struct ui *ui, void *state)
{
    (void)ui;
    struct materials *materials = state;
    const struct work_material *got = work_material(materials->work, materials_marked(materials)->key);
    if (got)
        work_take_back(materials->work, got->id);
}

static void take_back(struct materials *materials)
{
    struct desk *desk = materials->work->desk;
    if (!work_material(materials->work, materials_marked(materials)->key))
        return;
    prompt_confirm(desk->ui,
                   &(struct prompt_confirm){.title = desk_name(desk, &materials_marked(materials)->name),
                                            .sentence = text("MATERIALS_TAKE_BACK"),
                                            .commits = text("NEXT_TAKE_BACK"),
                                            .done = take_back_confirmed});
}

/* --- keys */

static void move(struct materials *materials, int direction)
{
    size_t count = materials->work->item->material_count;
    materials->at = (materials->at + count + (size_t)(direction + (int)count)) % count;
}

static void next_thing(struct ui *ui, struct materials *materials)
{
    long missing = work_missing_material(materials->work);
    if (missing == FORM_NONE)
        ui_pop(ui);
    else
        materials->at = (size_t)missing;
}

/* The visit is the counter's to park; its box stands over the form. */
static void park(struct ui *ui, struct materials *materials)
{
    struct counter *counter = materials->work->screen;
    ui_pop(ui);
    counter_park(counter);
}

static void materials_command(struct ui *ui, void *state, enum command command)
{
    struct materials *materials = state;
    switch (command) {
    case COMMAND_BACK:
    case COMMAND_MATERIALS:
        ui_pop(ui);
        break;
    case COMMAND_SCAN:
        ask_path(materials);
        break;
    case COMMAND_HAS_NOT:
        has_not(materials);
        break;
    case COMMAND_DELETE_RIGHT:
        take_back(materials);
        break;
    case COMMAND_PUT_ASIDE:
        park(ui, materials);
        break;
    case COMMAND_NEXT_THING:
        next_thing(ui, materials);
        break;
    case COMMAND_NEXT_FIELD:
    case COMMAND_DOWN:
        move(materials, 1);
        break;
    case COMMAND_PREVIOUS_FIELD:
    case COMMAND_UP:
        move(materials, -1);
        break;
    default:
        break;
    }
}

static bool materials_event(struct ui *ui, void *state, const struct key *key)
{
    struct materials *materials = state;
    if (key->kind != PRESS_CHARACTER || key->code < '0' || key->code > '9')
        return false;
    if (key->code == '0' || key->code - '1' >= materials->work->item->material_count)
        ui_say(ui, ROLE_MESSAGE, "UI_LIST_BEYOND", NULL);
    else
        materials->at = key->code - '1';
    return true;
}

static const struct screen_command materials_commands[] = {
    {COMMAND_MATERIALS, "LABEL_FORM"},
    {COMMAND_SCAN, "LABEL_FILE"},
    {COMMAND_HAS_NOT, NULL},
    {COMMAND_PUT_ASIDE, "LABEL_PARK"},
    {COMMAND_DELETE_RIGHT, NULL},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class materials_screen = {
    .name = "materials",
    .title = "SCREEN_MATERIALS",
    .size = sizeof(struct materials),
    .section = SECTION_COUNTER,
    .commands = materials_commands,
    .wish = {.side = 34, .side_least = 24, .form_least = 44},
    .open = materials_open,
    .close = materials_close,
    .command = materials_command,
    .event = materials_event,
    .draw = materials_draw,
    .cursor = materials_cursor,
    .lines = materials_lines,
    .why = materials_why,
};
