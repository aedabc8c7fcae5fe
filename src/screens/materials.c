#include "screens/materials.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loop/worker.h"
#include "screens/letter.h"
#include "screens/material_file.h"
#include "screens/notice.h"
#include "text/text.h"
#include "ui/prompt.h"
#include "ui/why.h"

enum { ENGLISH_WIDTH = 60, ENGLISH_REST = 14 }; /* cells */

struct materials {
    struct work *work;
    size_t at;              /* the marked material */
    struct worker *reading; /* a file being read */
    char *path;             /* given last and not read: offered again, to be mended; NULL: none */
};

static const struct spec_material *marked(const struct materials *materials)
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
    materials->reading = material_file_read(materials->work, marked(materials)->key, materials->path,
                                            file_read_done, materials);
}

/* The material that F6 and F7 are about: the marked one, but behind one that is there the next missing one.
 */
static size_t asked_for(const struct materials *materials)
{
    long missing = work_missing_material(materials->work);
    return missing != FORM_NONE && work_material(materials->work, marked(materials)->key) ? (size_t)missing
                                                                                          : materials->at;
}

/* Marks it. False, and told: all is there; Del first, to hand one in anew. */
static bool go_on(struct materials *materials)
{
    struct desk *desk = materials->work->desk;
    materials->at = asked_for(materials);
    if (!work_material(materials->work, marked(materials)->key))
        return true;
    ui_say(desk->ui, ROLE_MESSAGE, "MATERIALS_IS_THERE", "material",
           desk_name(desk, &marked(materials)->name), NULL);
    return false;
}

static void ask_path(struct materials *materials)
{
    struct buffer title = {0};
    if (!go_on(materials))
        return;
    text_fill(&title, "MATERIALS_PATH", "material",
              desk_name(materials->work->desk, &marked(materials)->name), NULL);
    prompt_text(materials->work->desk->ui, &(struct prompt_text){.title = buffer_string(&title),
                                                                 .value = materials->path,
                                                                 .most = 1000,
                                                                 .done = path_given});
    buffer_free(&title);
}

/* --- has not (F7) */

static void letter_signed(void *owner)
{
    struct materials *materials = owner;
    work_hand_in(materials->work, marked(materials)->key, NULL, NULL);
}

/* The ways out, the open one first: without a letter there is nothing to promise. */
static void way_chosen(struct ui *ui, void *state, size_t chosen)
{
    struct materials *materials = state;
    const struct spec_material *material = marked(materials);
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
    const struct spec_material *material = marked(materials);
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
    const struct work_material *got = work_material(materials->work, marked(materials)->key);
    if (got)
        work_take_back(materials->work, got->id);
}

static void take_back(struct materials *materials)
{
    struct desk *desk = materials->work->desk;
    if (!work_material(materials->work, marked(materials)->key))
        return;
    prompt_confirm(desk->ui, &(struct prompt_confirm){.title = desk_name(desk, &marked(materials)->name),
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
    (void)ui;
    struct materials *materials = state;
    size_t wanted =
        key->kind == PRESS_CHARACTER && key->code >= '1' && key->code <= '9' ? key->code - '1' : SIZE_MAX;
    if (wanted >= materials->work->item->material_count)
        return false;
    materials->at = wanted;
    return true;
}

/* --- drawing */

static void draw_row(const struct materials *materials, struct canvas *canvas, struct area area, size_t index)
{
    const struct work *work = materials->work;
    const struct spec_material *material = &work->item->materials[index];
    const struct work_material *got = work_material(work, material->key);
    bool needed = form_material_needed(work->form, index);
    struct buffer line = {0};
    const char *word = got      ? (got->commitment ? "MATERIAL_COMMITMENT" : "MATERIAL_THERE")
                       : needed ? "MATERIAL_MISSING"
                                : "MATERIAL_SPARED";
    enum role role = got ? ROLE_DONE : needed ? ROLE_MISSING : ROLE_LABEL;
    bool here = materials->at == index;
    buffer_format(&line, "%s%zu %s ", here ? ">" : " ", index + 1, text(word));
    int used =
        canvas_text(canvas, area.row + (int)index, area.column, area.width, role, buffer_string(&line));
    buffer_clear(&line);
    buffer_text(&line, desk_name(work->desk, &material->name));
    bool narrow = work->desk->english && area.width < ENGLISH_WIDTH; /* names need more of it than files */
    int end = !got ? area.width - 1 : narrow ? area.width - ENGLISH_REST : area.width * 3 / 5;
    int name = end - used;
    canvas_cut(canvas, area.row + (int)index, area.column + used, name, here ? ROLE_FOCUS : ROLE_PLAIN,
               buffer_string(&line));
    buffer_clear(&line);
    if (got && got->commitment)
        text_fill(&line, "MATERIALS_SIGNED", "at", got->added_at, NULL);
    else if (got)
        buffer_format(&line, "%s %s", got->file_name, got->added_at);
    canvas_text(canvas, area.row + (int)index, area.column + used + name + 1, area.width - used - name - 1,
                ROLE_LABEL, buffer_string(&line));
    buffer_free(&line);
}

static void draw_marked(const struct materials *materials, struct canvas *canvas, struct area area)
{
    const struct spec_material *material = marked(materials);
    const struct desk *desk = materials->work->desk;
    struct buffer line = {0};
    work_material_why(materials->work, material, &line);
    int row = canvas_wrapped(canvas, area, ROLE_PLAIN, buffer_string(&line));
    buffer_clear(&line);
    if (material->sharing.zh)
        text_fill(&line, "MATERIALS_SHARING", "holder", desk_name(desk, &material->sharing), NULL);
    if (row + 1 < area.height)
        canvas_wrapped(canvas,
                       (struct area){area.row + row + 1, area.column, area.height - row - 1, area.width},
                       ROLE_LABEL, buffer_string(&line));
    buffer_free(&line);
}

static void materials_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct materials *materials = state;
    struct area form = layout->form, side = layout->side;
    char missing[16];
    struct buffer title = {0};
    snprintf(missing, sizeof(missing), "%d", work_missing_materials(materials->work));
    text_fill(&title, "MATERIALS_TITLE", "item",
              desk_name(materials->work->desk, &materials->work->item->name), "missing", missing, NULL);
    canvas_rule(canvas, form.row, form.column, layout->columns - form.column, buffer_string(&title));
    buffer_free(&title);
    for (size_t i = 0; i < materials->work->item->material_count && (int)i < form.height - 1; i++)
        draw_row(materials, canvas, (struct area){form.row + 1, form.column, form.height - 1, form.width}, i);
    if (side.width) {
        canvas_rule_down(canvas, side.row, layout->side_rule, side.height);
        draw_marked(materials, canvas, (struct area){side.row + 1, side.column, side.height - 1, side.width});
    }
}

static void materials_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    canvas_cursor(canvas, layout->form.row + 1 + (int)((const struct materials *)state)->at,
                  layout->form.column);
}

static void materials_lines(const void *state, struct screen_lines *lines)
{
    const struct materials *materials = state;
    const struct desk *desk = materials->work->desk;
    long missing = work_missing_material(materials->work);
    buffer_text(&lines->explain, text(materials->reading ? "MATERIALS_READING" : "MATERIALS_EXPLAIN"));
    if (missing == FORM_NONE)
        buffer_text(&lines->next, text("NEXT_BACK_TO_FORM"));
    else
        text_fill(&lines->next, "NEXT_FILE", "material",
                  desk_name(desk, &materials->work->item->materials[asked_for(materials)].name), NULL);
}

static void materials_why(const void *state, struct buffer *sentences)
{
    const struct materials *materials = state;
    struct buffer sentence = {0};
    work_material_why(materials->work, marked(materials), &sentence);
    why_add(sentences, buffer_string(&sentence));
    buffer_free(&sentence);
}

static const struct screen_command materials_commands[] = {
    {COMMAND_MATERIALS, "LABEL_FORM"},
    {COMMAND_SCAN, "LABEL_FILE"},
    {COMMAND_HAS_NOT, NULL},
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
