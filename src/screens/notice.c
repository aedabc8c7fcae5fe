#include "screens/notice.h"

#include <stdio.h>

#include "screens/paper.h"
#include "text/text.h"
#include "ui/prompt.h"

enum { NAMED = 2 }; /* materials that the reason of a parked visit names */

struct notice {
    struct counter *counter;
    int definition_id;
    const struct spec_item *item;
    struct form *form; /* NULL: there is no draft */
    struct paper paper;
    int lacking;
};

static bool material_lacks(const struct notice *notice, size_t index)
{
    const struct spec_material *material = &notice->item->materials[index];
    if (!notice->form)
        return material->need != SPEC_OPTIONAL;
    return form_material_needed(notice->form, index) && !work_material(&notice->counter->work, material->key);
}

/* --- the text */

static void material_write(struct notice *notice, size_t index)
{
    const struct desk *desk = notice->counter->desk;
    const struct spec_material *material = &notice->item->materials[index];
    struct buffer line = {0};
    bool sometimes = !notice->form && material->need == SPEC_CONDITIONAL;
    const struct spec_letter *letter =
        material->letter ? desk_letter((struct desk *)desk, notice->definition_id, material->letter) : NULL;
    char number[16];
    snprintf(number, sizeof(number), "%d.", ++notice->lacking);
    buffer_format(&line, "%s%s", desk_name(desk, &material->name), sometimes ? text("PICKER_SOMETIMES") : "");
    paper_item(&notice->paper, number, buffer_string(&line));
    paper_pair(&notice->paper, text("NOTICE_WHY"), desk_name(desk, &material->why));
    paper_pair(&notice->paper, text("NOTICE_BASIS"), desk_basis(desk_name(desk, &material->basis)));
    buffer_clear(&line);
    if (letter)
        text_fill(&line, "NOTICE_LETTER", "letter", desk_name(desk, &letter->name), NULL);
    if (material->sharing.zh)
        text_fill(&line, line.length ? "NOTICE_OR_SHARING" : "NOTICE_SHARING", "holder",
                  desk_name(desk, &material->sharing), NULL);
    if (material->later)
        buffer_text(&line, text(line.length ? "NOTICE_OR_LATER" : "NOTICE_LATER"));
    paper_pair(&notice->paper, text("NOTICE_INSTEAD"),
               line.length ? buffer_string(&line) : text("NOTICE_NOTHING_ELSE"));
    buffer_free(&line);
}

/* What is still to be asked of them: fields that are empty or wrong. */
static void fields_write(struct notice *notice)
{
    const struct desk *desk = notice->counter->desk;
    struct buffer line = {0};
    for (size_t i = 0; notice->form && i < notice->item->field_count; i++) {
        enum form_mark mark = form_mark(notice->form, i);
        if (mark != FORM_MISSING && mark != FORM_WRONG)
            continue;
        buffer_format(&line, "%s%s", line.length ? text("NOTICE_COMMA") : "",
                      desk_name(desk, &notice->item->fields[i].name));
        notice->lacking++;
    }
    if (line.length) {
        paper_line(&notice->paper, "");
        paper_pair(&notice->paper, text("NOTICE_FIELDS"), buffer_string(&line));
    }
    buffer_free(&line);
}

static void given_write(struct notice *notice)
{
    const struct desk *desk = notice->counter->desk;
    struct buffer line = {0};
    char window[16];
    snprintf(window, sizeof(window), "%02d", desk->window);
    paper_line(&notice->paper, "");
    paper_pair(&notice->paper, text("NOTICE_BY"), desk->name);
    desk_stamp_write(desk_stamp(desk), &line);
    paper_pair(&notice->paper, text("NOTICE_AT"), buffer_string(&line));
    buffer_clear(&line);
    buffer_format(&line, "%s ", desk->hall_name ? desk->hall_name : "");
    text_fill(&line, "DESK_WINDOW", "window", window, NULL);
    paper_pair(&notice->paper, text("NOTICE_HALL"), buffer_string(&line));
    paper_line(&notice->paper, text("NOTICE_NO_NUMBER"));
    buffer_free(&line);
}

static void text_write(struct notice *notice)
{
    const struct desk *desk = notice->counter->desk;
    const struct visitor *person = &notice->counter->person;
    struct buffer line = {0};
    buffer_format(&line, "%s %s", person->name, person->id_no);
    paper_pair(&notice->paper, text("RECEIPT_APPLICANT"), buffer_string(&line));
    paper_pair(&notice->paper, text("RECEIPT_ITEM"), desk_name(desk, &notice->item->name));
    paper_line(&notice->paper, "");
    for (size_t i = 0; i < notice->item->material_count; i++) {
        if (material_lacks(notice, i))
            material_write(notice, i);
    }
    fields_write(notice);
    given_write(notice);
    buffer_free(&line);
}

static bool notice_open(struct ui *ui, void *state, void *argument)
{
    const struct notice_argument *given = argument;
    struct notice *notice = state;
    struct counter *counter = notice->counter = given->counter;
    notice->definition_id = given->definition_id ? given->definition_id : counter->work.definition_id;
    notice->form = given->definition_id ? NULL : counter->work.form;
    notice->item =
        given->definition_id ? desk_definition_item(counter->desk, given->definition_id) : counter->work.item;
    if (!notice->item || !counter->person.name) {
        ui_say(ui, ROLE_MESSAGE, "COUNTER_NOBODY", NULL);
        return false;
    }
    text_write(notice);
    if (!notice->lacking) {
        ui_say(ui, ROLE_MESSAGE, "NOTICE_NOTHING", NULL);
        paper_free(&notice->paper);
        return false;
    }
    return true;
}

static void notice_close(void *state)
{
    struct notice *notice = state;
    desk_forget(notice->counter->desk, notice);
    paper_free(&notice->paper);
}

/* --- given */

/* Why the visit is parked, for who takes it up: the first of the papers, and that there are more. */
static void reason_write(const struct notice *notice, struct buffer *out)
{
    struct buffer names = {0};
    int named = 0, all = 0;
    for (size_t i = 0; i < notice->item->material_count; i++) {
        if (!material_lacks(notice, i) || all++ >= NAMED)
            continue;
        buffer_format(&names, "%s%s", named++ ? text("NOTICE_COMMA") : "",
                      desk_name(notice->counter->desk, &notice->item->materials[i].name));
    }
    text_fill(out,
              all > named ? "NOTICE_PARKED_MORE"
              : named     ? "NOTICE_PARKED"
                          : "NOTICE_PARKED_FIELDS",
              "materials", buffer_string(&names), NULL);
    buffer_free(&names);
}

static void noted(void *owner, const struct store_reply *reply)
{
    struct notice *notice = owner;
    struct desk *desk = notice->counter->desk;
    ui_hold_commit(desk->ui, false);
    if (!desk_refused(desk, reply))
        counter_told(notice->counter);
}

static void given(struct ui *ui, void *state, size_t chosen)
{
    struct notice *notice = state;
    const struct counter *counter = notice->counter;
    struct buffer reason = {0};
    char key[DESK_KEY];
    desk_key(key);
    reason_write(notice, &reason);
    struct store_query query = {.sql =
                                    "SELECT visit_id FROM desk.notice_give($1, $2, $3, $4, $5, $6, $7, $8)"};
    store_query_text(&query, key);
    store_query_number(&query, counter->desk->region);
    store_query_number(&query, counter->person.visit_id);
    if (notice->form)
        work_query_case(&counter->work, &query);
    else
        store_query_null(&query);
    store_query_text(&query, notice->form ? counter->work.token : NULL);
    store_query_text(&query, notice->item->code);
    store_query_text(&query, chosen == 0 ? "park" : "end");
    store_query_text(&query, buffer_string(&reason));
    ui_hold_commit(ui, true);
    desk_call(counter->desk, &query, noted, notice);
    buffer_free(&reason);
}

static void given_ask(struct notice *notice)
{
    struct desk *desk = notice->counter->desk;
    if (desk_cut(desk) || !notice->counter->person.visit_id) {
        ui_say(desk->ui, ROLE_WRONG, "NOTICE_CUT", NULL);
        return;
    }
    const struct prompt_option options[] = {{text("NOTICE_PARK"), false}, {text("NOTICE_END"), false}};
    prompt_choice(desk->ui, &(struct prompt_choice){.title = text("NOTICE_GIVEN"),
                                                    .note = text("COUNTER_END_NOTE"),
                                                    .options = options,
                                                    .count = 2,
                                                    .digits = true,
                                                    .done = given});
}

static void notice_command(struct ui *ui, void *state, enum command command)
{
    struct notice *notice = state;
    if (command == COMMAND_COMMIT)
        given_ask(notice);
    else if (command == COMMAND_BACK)
        ui_pop(ui);
    else
        paper_command(&notice->paper, command);
}

/* --- the screen */

static struct area paper_area(const struct layout *layout)
{
    const struct area *form = &layout->form;
    return (struct area){form->row + 1, form->column + 1, form->height - 1, form->width - 2};
}

static void notice_arrange(void *state, const struct layout *layout)
{
    paper_arrange(&((struct notice *)state)->paper, paper_area(layout));
}

static void notice_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    struct area form = layout->form;
    const struct notice *notice = state;
    struct buffer title = {0};
    paper_title(&notice->paper, text("SCREEN_NOTICE"), &title);
    canvas_rule(canvas, form.row, form.column, layout->columns - form.column, buffer_string(&title));
    buffer_free(&title);
    paper_draw(&notice->paper, canvas, paper_area(layout));
}

static void notice_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    (void)state;
    canvas_cursor(canvas, layout->form.row + 1, layout->form.column + 1);
}

static void notice_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->explain, text("NOTICE_EXPLAIN"));
    buffer_text(&lines->next, text("NEXT_NOTICE"));
}

static const struct screen_command notice_commands[] = {
    {COMMAND_COMMIT, "LABEL_NOTICE"}, {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},
    {COMMAND_NEXT_FIELD, NULL},       {COMMAND_PREVIOUS_FIELD, NULL}, {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},   {COMMAND_NONE, NULL},
};

const struct screen_class notice_screen = {
    .name = "notice",
    .title = "SCREEN_NOTICE",
    .size = sizeof(struct notice),
    .section = SECTION_COUNTER,
    .commands = notice_commands,
    .open = notice_open,
    .close = notice_close,
    .arrange = notice_arrange,
    .command = notice_command,
    .draw = notice_draw,
    .cursor = notice_cursor,
    .lines = notice_lines,
};
