#include "store/model.h"

#include <stdlib.h>
#include <string.h>

static const char *const states[] = {"draft", "accepted", "returned", "finished", "denied"};
static const char *const waitings[] = {"-", "returned", "suspended", "branch"};
static const char *const stops[] = {"supplement", "inter_region_reply", "site_check", "third_party_check"};
static const char *const decisions[] = {"agree", "return", "deny", "suspend for a reply",
                                        "suspend for a visit"};
static const char *const kinds[] = {
    "opens",
    "fills in",
    "takes",
    "accepts",
    "claims what is next",
    "claims",
    "releases",
    "decides",
    "answers",
    "enters the reply",
    "resumes",
    "undoes",
    "ends the visit of",
    "hands over to",
    "disables",
    "later",
    "tending",
};

const char *model_kind_text(enum model_kind kind)
{
    return kinds[kind];
}

const char *model_stage_text(enum model_stage stage)
{
    static const char *const stages[] = {"-",       "accept",     "review",           "recheck",
                                         "approve", "site_check", "third_party_check"};
    return stages[stage];
}

static const char *person(int who)
{
    return who == MODEL_SYSTEM ? "system" : who == MODEL_NOBODY ? "-" : model_people[who].name;
}

static const char *day(int number, char text[DATE_TEXT])
{
    return number ? date_format(date_from_number(number), text) : "-";
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void people_tell(uint32_t people, struct buffer *text)
{
    const char *names[MODEL_PEOPLE];
    size_t count = 0;
    for (int who = 0; who < MODEL_PEOPLE; who++) {
        if (people & 1u << who)
            names[count++] = model_people[who].name;
    }
    qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++)
        buffer_format(text, " %s", names[i]);
}

static void tasks_tell(const struct model *model, int file, struct buffer *text)
{
    char due[DATE_TEXT];
    for (int i = 0; i < model->task_count; i++) {
        const struct model_task *task = &model->tasks[i];
        if (!task->open || task->file != file)
            continue;
        buffer_format(text, "  task %s%s%s p%d %s %s not", model_stage_text(task->queue),
                      task->vote ? " vote" : "", task->authorisation ? " authorisation" : "", task->priority,
                      day(task->due, due), person(task->claimed_by));
        people_tell(task->excluded, text);
        buffer_byte(text, '\n');
    }
}

static void case_tell(const struct model *model, int number, struct buffer *text)
{
    const struct model_case *file = &model->cases[number];
    char since[DATE_TEXT], promised[DATE_TEXT], statutory[DATE_TEXT];
    buffer_format(text, "case %s %s %s %s %s %s v%d by %s %s %s %s\n", model_items[file->item].code,
                  states[file->state], model_stage_text(file->stage), waitings[file->waiting],
                  day(file->since, since), person(file->holder), file->version, person(file->accepted_by),
                  file->numbered ? "numbered" : "-", day(file->promised, promised),
                  day(file->statutory, statutory));
    tasks_tell(model, number, text);
    for (int i = 0; i < file->stop_count; i++)
        buffer_format(text, "  stop %s %s %s\n", stops[file->stops[i].kind], day(file->stops[i].first, since),
                      day(file->stops[i].last, promised));
    buffer_text(text, "  journal");
    for (int i = 0; i < file->journal_count; i++)
        buffer_format(text, " %s:%s", person(file->journal[i].who), file->journal[i].action);
    buffer_byte(text, '\n');
}

static void queue_tell(const struct model *model, int item, int stage, struct buffer *text)
{
    int ready = 0, claimed = 0, decided = model->decided[item][stage];
    for (int i = 0; i < model->task_count; i++) {
        const struct model_task *task = &model->tasks[i];
        if (task->open && (int)model->cases[task->file].item == item && (int)task->queue == stage) {
            ready += task->claimed_by == MODEL_NOBODY;
            claimed += task->claimed_by != MODEL_NOBODY;
        }
    }
    if (ready || claimed || decided)
        buffer_format(text, "queue %s %s ready %d claimed %d decided %d\n", model_items[item].code,
                      model_stage_text((enum model_stage)stage), ready, claimed, decided);
}

void model_tell(const struct model *model, struct buffer *text)
{
    /* by code and name of the stage, as the database sorts them */
    static const int items[] = {MODEL_FUNERAL, MODEL_TRANSFER, MODEL_LOAN, MODEL_BENEFIT};
    static const int stages[] = {MODEL_APPROVE, MODEL_RECHECK, MODEL_REVIEW, MODEL_VISIT, MODEL_ENQUIRY};
    for (int i = 0; i < model->case_count; i++)
        case_tell(model, i, text);
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        for (size_t s = 0; s < sizeof stages / sizeof *stages; s++)
            queue_tell(model, items[i], stages[s], text);
    }
}

void model_command_tell(const struct model_command *command, struct buffer *text)
{
    if (command->kind == MODEL_DO_LATER) {
        buffer_format(text, "%d days or %d seconds later", command->days, command->seconds);
        return;
    } else if (command->kind == MODEL_DO_TEND) {
        buffer_text(text, "tending");
        return;
    }
    buffer_format(text, "%s %s", person(command->who), kinds[command->kind]);
    if (command->kind == MODEL_DO_OPEN)
        buffer_format(text, " %s of applicant %d in hall %d", model_items[command->item].code,
                      command->applicant, command->hall);
    else if (command->kind == MODEL_DO_HAND_OVER || command->kind == MODEL_DO_DISABLE)
        buffer_format(text, " %s", person(command->whom));
    else if (command->kind >= MODEL_DO_CLAIM && command->kind <= MODEL_DO_ANSWER)
        buffer_format(text, " task %d of case %d", command->task, command->file);
    else if (command->kind != MODEL_DO_NEXT)
        buffer_format(text, " case %d%s", command->file, command->big ? " (large)" : "");
    if (command->kind == MODEL_DO_DECIDE)
        buffer_format(text, ": %s%s%s", decisions[command->decision],
                      command->again ? ", saying why again" : "",
                      command->onward ? ", and claims what is next" : "");
    else if (command->kind == MODEL_DO_ANSWER)
        buffer_text(text, command->pass ? ": pass" : ": fail");
    if (command->version)
        buffer_format(text, " (seen at v%d)", command->version);
    buffer_format(text, "%s%s", command->wordless ? ", without words" : "",
                  command->lost ? ", token lost" : "");
    if (command->repeats >= 0)
        buffer_format(text, " (command %d once more)", command->repeats);
}
