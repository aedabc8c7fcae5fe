/* What people do with cases, but for their tasks (model_task.c) and what they take back (model_undo.c). */
#include <string.h>

#include "store/model.h"

#define BIT(who) (1u << (who))

static const char *open_do(struct model *model, const struct model_command *command)
{
    if (!model_may_accept(command->who, command->hall))
        return "E_RIGHT_MISSING";
    if (*model_kin(command->who, command->applicant))
        return model_kin(command->who, command->applicant);
    struct model_case *file = &model->cases[model->case_count++];
    *file = (struct model_case){.item = command->item,
                                .hall = command->hall,
                                .applicant = command->applicant,
                                .live = -1,
                                .holder = command->who,
                                .token = true,
                                .version = 1,
                                .accepted_by = MODEL_NOBODY,
                                .visit_clerk = command->who,
                                .visit_open = true,
                                .form_hands = BIT(command->who)};
    model_note(model, file, command->who, "open", -1);
    return "";
}

/* What stands against having a form in hand. */
static const char *form_refusal(const struct model *model, const struct model_command *command)
{
    const struct model_case *file = &model->cases[command->file];
    if (!model_sees(model, command->who, file))
        return "E_CASE_UNKNOWN";
    if (!model_may_accept(command->who, file->hall))
        return "E_RIGHT_MISSING";
    if (file->state != MODEL_DRAFT && file->state != MODEL_RETURNED)
        return "E_CASE_STATE";
    return file->holder == command->who && file->token && file->serial == command->serial && !command->lost
               ? ""
               : "E_CASE_HELD";
}

static const char *fill_do(struct model *model, const struct model_command *command)
{
    struct model_case *file = &model->cases[command->file];
    const char *refusal = form_refusal(model, command);
    if (*refusal)
        return refusal;
    file->complete = true;
    file->big = command->big;
    file->form_hands |= BIT(command->who);
    return "";
}

static const char *take_do(struct model *model, const struct model_command *command)
{
    struct model_case *file = &model->cases[command->file];
    if (!model_sees(model, command->who, file))
        return "E_CASE_UNKNOWN";
    if (!model_may_accept(command->who, file->hall))
        return "E_RIGHT_MISSING";
    if (*model_kin(command->who, file->applicant))
        return model_kin(command->who, file->applicant);
    if (model_agreed(file, command->who, MODEL_ACCEPT))
        return "E_SEPARATION";
    if (file->state != MODEL_DRAFT && file->state != MODEL_RETURNED)
        return "E_CASE_STATE";
    file->holder = command->who;
    file->token = true;
    file->serial++;
    model_note(model, file, command->who, "take", -1);
    return "";
}

static const char *accept_do(struct model *model, const struct model_command *command)
{
    struct model_case *file = &model->cases[command->file];
    const char *refusal = form_refusal(model, command);
    bool first = file->state == MODEL_DRAFT;
    if (*refusal)
        return refusal;
    if (file->version != command->version)
        return "E_CASE_MOVED";
    if (*model_kin(command->who, file->applicant))
        return model_kin(command->who, file->applicant);
    if (!file->complete)
        return "E_CASE_INCOMPLETE";
    if (first) {
        file->accepted_by = command->who;
        file->accepted_on = model_today(model);
        file->numbered = true;
    }
    model_stop_end(model, file);
    file->form_hands |= BIT(command->who);
    file->holder = MODEL_NOBODY;
    file->token = false;
    model_note(model, file, command->who, first ? "accept" : "resubmit", -1);
    model_stage_begin(model, file, MODEL_REVIEW);
    return "";
}

/* What stands against ending a suspension: those of its stage and supervisors may. */
static const char *resume_refusal(const struct model *model, const struct model_command *command)
{
    const struct model_case *file = &model->cases[command->file];
    unsigned rights = model_people[command->who].rights;
    if (!model_sees(model, command->who, file))
        return "E_CASE_UNKNOWN";
    if (!(rights & (MODEL_SUPERVISES | model_stage_right(file, file->stage))))
        return "E_RIGHT_MISSING";
    if (file->version != command->version)
        return "E_CASE_MOVED";
    return model_kin(command->who, file->applicant);
}

static const char *reply_do(struct model *model, const struct model_command *command)
{
    struct model_case *file = &model->cases[command->file];
    const char *refusal = resume_refusal(model, command);
    if (*refusal)
        return refusal;
    if (file->waiting != MODEL_WAITS_SUSPENDED)
        return file->replied ? "E_REPLY_GIVEN" : "E_CASE_STATE";
    if (file->stops[file->stop_count - 1].kind != MODEL_STOP_REPLY)
        return "E_REPLY_KIND";
    if (model_agreed(file, command->who, file->stage))
        return "E_SEPARATION";
    file->replied = true;
    file->hands[file->stage] |= BIT(command->who);
    model_stop_end(model, file);
    model_stage_begin(model, file, file->stage);
    model_note(model, file, command->who, "reply", -1);
    return "";
}

static const char *resume_do(struct model *model, const struct model_command *command)
{
    struct model_case *file = &model->cases[command->file];
    const char *refusal = resume_refusal(model, command);
    if (*refusal)
        return refusal;
    if (file->waiting != MODEL_WAITS_SUSPENDED)
        return "E_CASE_STATE";
    if (command->wordless)
        return "E_VALUE_REFUSED";
    model_stop_end(model, file);
    model_stage_begin(model, file, file->stage);
    model_note(model, file, command->who, "resume", -1);
    return "";
}

static const char *visit_end_do(struct model *model, const struct model_command *command)
{
    struct model_case *file = &model->cases[command->file];
    if (!model_may_accept(command->who, file->hall))
        return "E_VISIT_UNKNOWN";
    if (!file->visit_open)
        return "E_VISIT_ENDED";
    if (file->visit_clerk != command->who)
        return "E_VISIT_OTHERS";
    file->visit_open = false;
    for (int i = 0; i < model->task_count; i++) {
        if (model->tasks[i].open && model->tasks[i].file == command->file)
            model->tasks[i].priority = 5;
    }
    return "";
}

/* Forms in hand, cases whose applicant waits, open visits; what is the receiver's own or kin's stays. */
static const char *hand_over_do(struct model *model, const struct model_command *command)
{
    int who = command->who, whom = command->whom;
    if (!model_may_accept(who, command->hall))
        return "E_RIGHT_MISSING";
    if (who == whom || !model_may_accept(whom, command->hall) || (model->disabled & BIT(whom)))
        return "E_COLLEAGUE_UNKNOWN";
    for (int i = 0; i < model->case_count; i++) {
        struct model_case *file = &model->cases[i];
        bool waits = model_items[file->item].applicant_waits && file->state == MODEL_ACCEPTED &&
                     file->visit_open && file->visit_clerk == who;
        bool form = file->holder == who;
        if (file->hall != command->hall || *model_kin(whom, file->applicant))
            continue;
        if (form && !model_agreed(file, whom, MODEL_ACCEPT)) {
            file->holder = whom;
            file->token = false;
            waits = true;
        }
        if (waits)
            model_note(model, file, who, "hand_over", -1);
        if (file->visit_open && file->visit_clerk == who)
            file->visit_clerk = whom;
    }
    return "";
}

static const char *disable_do(struct model *model, const struct model_command *command)
{
    if (!(model_people[command->who].rights & MODEL_OPERATES))
        return "E_RIGHT_MISSING";
    if (command->who == command->whom || (model->disabled & BIT(command->whom)))
        return "E_STAFF_UNKNOWN";
    if (model_people[command->whom].elsewhere)
        return "E_STAFF_ELSEWHERE";
    model->disabled |= BIT(command->whom);
    for (int i = 0; i < model->task_count; i++) {
        if (model->tasks[i].open && model->tasks[i].claimed_by == command->whom)
            model_task_back(model, i, command->who, "release");
    }
    return "";
}

static const char *later_do(struct model *model, const struct model_command *command)
{
    if (command->days)
        model->now = ((int64_t)model_today(model) + command->days) * 86400 + 3600; /* 9:00 in Shanghai */
    else
        model->now += command->seconds;
    return "";
}

/* A case that passed its limit: when it is found, and once, as soon as nobody has it in hand, in its journal.
 */
static void late_look(struct model *model, int number)
{
    struct model_case *file = &model->cases[number];
    bool held = false;
    for (int i = 0; i < model->task_count; i++) {
        const struct model_task *task = &model->tasks[i];
        if (!task->open || task->file != number)
            continue;
        held |= task->claimed_by != MODEL_NOBODY;
        file->late |= task->due < model_today(model);
    }
    if (file->late && !file->late_noted && !held) {
        file->late_noted = true;
        model_note(model, file, MODEL_SYSTEM, "overdue", -1);
    }
}

static const char *tend_do(struct model *model)
{
    for (int i = 0; i < model->task_count; i++) {
        if (model->tasks[i].open && model_late(model, i))
            model_task_back(model, i, MODEL_SYSTEM, "expire");
    }
    for (int i = 0; i < model->case_count; i++)
        late_look(model, i);
    model->tended_at = model->now;
    return "";
}

const char *model_do(struct model *model, const struct model_command *command)
{
    if (command->kind == MODEL_DO_LATER)
        return later_do(model, command);
    if (command->kind == MODEL_DO_TEND)
        return tend_do(model);
    if (model->disabled & BIT(command->who))
        return "E_STAFF_DISABLED";
    switch (command->kind) {
    case MODEL_DO_OPEN:
        return open_do(model, command);
    case MODEL_DO_FILL:
        return fill_do(model, command);
    case MODEL_DO_TAKE:
        return take_do(model, command);
    case MODEL_DO_ACCEPT:
        return accept_do(model, command);
    case MODEL_DO_REPLY:
        return reply_do(model, command);
    case MODEL_DO_RESUME:
        return resume_do(model, command);
    case MODEL_DO_UNDO:
        return model_undo(model, command);
    case MODEL_DO_VISIT_END:
        return visit_end_do(model, command);
    case MODEL_DO_HAND_OVER:
        return hand_over_do(model, command);
    case MODEL_DO_DISABLE:
        return disable_do(model, command);
    default:
        return model_task_do(model, command);
    }
}
