/* What people do with tasks: claiming, letting go, deciding, answering branches, voting. */
#include "store/model.h"

#define BIT(who) (1u << (who))

enum { LEASE = 60 /* seconds */ };

static bool is_branch(const struct model_task *task)
{
    return task->open && task->traced;
}

/* What stands against this person having this task. */
static const char *claim_obstacle(const struct model *model, const struct model_task *task, int who)
{
    const struct model_case *file = &model->cases[task->file];
    if (file->state != MODEL_ACCEPTED || !task->open)
        return "E_CASE_STATE";
    if (!(model_people[who].rights & model_stage_right(file, task->queue)))
        return "E_RIGHT_MISSING";
    if (task->vote && (file->voters & BIT(who)))
        return "E_VOTE_TWICE";
    if (task->excluded & BIT(who)) {
        if (*model_kin(who, file->applicant))
            return model_kin(who, file->applicant);
        if (model_excluded(model, file, file->stage) & BIT(who))
            return "E_SEPARATION";
    }
    if (task->claimed_by != MODEL_NOBODY && task->claimed_by != who && task->lease_until > model->now)
        return "E_TASK_CLAIMED";
    return "";
}

/* ... deciding on it, having seen this version (-1: whichever). A branch is answered while others answer. */
static const char *decide_obstacle(const struct model *model, const struct model_command *command,
                                   int version)
{
    const struct model_task *task = &model->tasks[command->task];
    const char *refusal = "";
    if (version >= 0 && !is_branch(task) && model->cases[task->file].version != version)
        return "E_CASE_MOVED";
    refusal = claim_obstacle(model, task, command->who);
    if (!*refusal && (task->claimed_by != command->who || !task->token || command->lost))
        refusal = "E_TASK_NOT_CLAIMED";
    return refusal;
}

/* Nobody learns of a task whose case they may not see. */
static bool unknown(const struct model *model, const struct model_command *command)
{
    const struct model_task *task = &model->tasks[command->task];
    return (!task->open && !task->traced) || !model_sees(model, command->who, &model->cases[task->file]);
}

/* --- claiming */

static void task_start(struct model *model, int number, int who)
{
    struct model_task *task = &model->tasks[number];
    bool mine = task->claimed_by == who;
    task->claimed_by = who;
    task->token = true;
    task->lease_until = model->now + LEASE;
    if (!mine)
        model_note(model, &model->cases[task->file], who, "claim", -1);
}

static const char *claim_do(struct model *model, const struct model_command *command)
{
    struct model_task *task = &model->tasks[command->task];
    if (unknown(model, command))
        return "E_TASK_UNKNOWN";
    const char *refusal = claim_obstacle(model, task, command->who);
    if (*refusal)
        return refusal;
    if (task->claimed_by != MODEL_NOBODY && task->claimed_by != command->who)
        model_task_back(model, command->task, command->who, "expire");
    task_start(model, command->task, command->who);
    return "";
}

/* Whether somebody draws from the queue of a task; what is authorised is in nobody's queue. */
static bool draws(const struct model *model, const struct model_task *task, int who)
{
    enum model_stage queue = task->queue;
    return task->open && !task->authorisation &&
           (model_people[who].rights & model_stage_right(&model->cases[task->file], queue));
}

static int next_task(const struct model *model, int who, int named)
{
    int next = -1;
    for (int i = 0; i < model->task_count; i++) {
        const struct model_task *task = &model->tasks[i];
        if (draws(model, task, who) && task->claimed_by == MODEL_NOBODY && !(task->excluded & BIT(who)) &&
            (next < 0 || i == named))
            next = i;
    }
    return next;
}

/* Leases that ran out come back first, unless somebody has tended just now: then only rather than nothing.
 * Which of those that wait is the next is the rule of yc.turn_class() and has tests of its own: here it is
 * given (named, -1: nothing waited, or any), and has to be one that this person may have. */
static const char *next_do(struct model *model, int who, int named)
{
    bool fresh = model->tended_at && model->tended_at > model->now - 5;
    if (!fresh || next_task(model, who, named) < 0) {
        for (int i = 0; i < model->task_count; i++) {
            if (draws(model, &model->tasks[i], who) && model_late(model, i))
                model_task_back(model, i, who, "expire");
        }
    }
    int task = next_task(model, who, named);
    if (task >= 0)
        task_start(model, task, who);
    return "";
}

static const char *release_do(struct model *model, const struct model_command *command)
{
    const struct model_task *task = &model->tasks[command->task];
    if (!task->open || task->claimed_by != command->who)
        return "E_TASK_NOT_CLAIMED";
    model_task_back(model, command->task, command->who, "release");
    return "";
}

/* --- deciding */

static int returned_before(const struct model_case *file)
{
    int count = 0;
    for (int i = 0; i < file->verdict_count; i++)
        count += file->verdicts[i].decision == MODEL_RETURN && !file->verdicts[i].undone;
    return count;
}

static bool may_stop(const struct model_case *file, enum model_decision decision)
{
    const struct model_item *item = &model_items[file->item];
    return decision == MODEL_SUSPEND_REPLY ? item->waits_for_reply : item->branches;
}

/* What was said beside a decision may be sent once more with it. */
static bool decided_by(const struct model_case *file, int task, int who)
{
    for (int i = 0; i < file->verdict_count; i++) {
        if (file->verdicts[i].task == task && file->verdicts[i].who == who && !file->verdicts[i].undone)
            return true;
    }
    return false;
}

static const char *decide_refusal(const struct model *model, const struct model_command *command)
{
    const struct model_task *task = &model->tasks[command->task];
    const struct model_case *file = &model->cases[task->file];
    const char *refusal = "";
    if (!task->open && !task->traced)
        return "E_TASK_UNKNOWN";
    if (command->again && !unknown(model, command) && !decided_by(file, command->task, command->who))
        refusal = decide_obstacle(model, command, -1); /* saying why comes first, and minds no version */
    if (!*refusal)
        refusal = decide_obstacle(model, command, command->version);
    if (*refusal)
        return unknown(model, command) ? "E_TASK_UNKNOWN" : refusal;
    if (is_branch(task))
        return "E_BRANCH_TASK";
    if (command->decision != MODEL_AGREE && command->wordless)
        return command->decision >= MODEL_SUSPEND_REPLY ? "E_PAPER_MISSING" : "E_NOTE_MISSING";
    if (command->decision == MODEL_RETURN && returned_before(file) > 0 && !command->again && !task->again)
        return "E_RETURN_AGAIN";
    if (command->decision >= MODEL_SUSPEND_REPLY && !may_stop(file, command->decision))
        return "E_SUSPEND_KIND";
    return "";
}

static void case_end(struct model_case *file, enum model_state state)
{
    file->state = state;
    file->stage = MODEL_NO_STAGE;
    file->waiting = MODEL_NO_WAITING;
    file->since = 0;
    file->live = -1;
}

static void case_stop(struct model *model, struct model_case *file, enum model_decision decision)
{
    static const enum model_stop_kind stops[] = {
        [MODEL_RETURN] = MODEL_STOP_SUPPLEMENT,
        [MODEL_SUSPEND_REPLY] = MODEL_STOP_REPLY,
        [MODEL_SUSPEND_VISIT] = MODEL_STOP_VISIT,
    };
    model_stop(model, file, stops[decision]);
    if (decision == MODEL_RETURN)
        case_end(file, MODEL_RETURNED);
    file->live = -1;
    file->waiting = decision == MODEL_RETURN ? MODEL_WAITS_CORRECTION : MODEL_WAITS_SUSPENDED;
    file->since = model_today(model);
}

/* What a decision does to its case. The stages are in their order, so the next one is the next. */
static int case_decided(struct model *model, struct model_case *file, int task, int who,
                        enum model_decision decision)
{
    file->verdicts[file->verdict_count] = (struct model_verdict){task, who, file->stage, decision, false};
    model->decided[file->item][file->stage]++;
    model->tasks[task].open = false;
    model->tasks[task].traced = true;
    file->live = -1;
    int verdict = file->verdict_count++;
    if (decision == MODEL_DENY)
        case_end(file, MODEL_DENIED);
    else if (decision != MODEL_AGREE)
        case_stop(model, file, decision);
    else if (file->stage == model_items[file->item].last)
        case_end(file, MODEL_FINISHED);
    else
        model_stage_begin(model, file, file->stage + 1);
    return verdict;
}

static const char *decide_do(struct model *model, const struct model_command *command)
{
    static const char *const actions[] = {"agree", "return", "deny", "suspend", "suspend"};
    struct model_task *task = &model->tasks[command->task];
    struct model_case *file = &model->cases[task->file];
    const char *refusal = decide_refusal(model, command);
    if (*refusal)
        return refusal;
    task->again =
        (task->again || command->again) && command->decision == MODEL_RETURN && returned_before(file) > 0;
    int verdict = case_decided(model, file, command->task, command->who, command->decision);
    model_note(model, file, command->who, actions[command->decision], verdict);
    return command->onward ? next_do(model, command->who, command->next) : "";
}

/* --- branches and votes */

/* Two of three decide, for or against; the last of them by name. */
static void vote_done(struct model *model, struct model_case *file, const struct model_command *command)
{
    file->voters |= BIT(command->who);
    file->votes_for += command->pass;
    file->votes_against += !command->pass;
    if (file->votes_for >= 2 || file->votes_against >= 2) {
        model_branches_void(model, file);
        case_decided(model, file, command->task, command->who, command->pass ? MODEL_AGREE : MODEL_DENY);
        return;
    }
    for (int i = 0; i < model->task_count; i++) {
        if (model->tasks[i].open && model->tasks[i].file == command->file)
            model->tasks[i].excluded |= BIT(command->who);
    }
}

/* The stage begins when both have answered; the clock goes on then. */
static void branch_done(struct model *model, struct model_case *file, enum model_stage queue)
{
    file->answered[queue - MODEL_VISIT] = true;
    model->decided[file->item][queue]++;
    if (!file->answered[0] || !file->answered[1])
        return;
    model_stop_end(model, file);
    model_stage_begin(model, file, file->stage);
}

static const char *answer_do(struct model *model, const struct model_command *command)
{
    struct model_task *task = &model->tasks[command->task];
    struct model_case *file = &model->cases[task->file];
    if (unknown(model, command))
        return "E_TASK_UNKNOWN";
    const char *refusal = decide_obstacle(model, command, -1);
    if (*refusal)
        return refusal;
    if (!is_branch(task))
        return "E_BRANCH_NONE";
    if (command->wordless && (!task->vote || !command->pass))
        return task->vote ? "E_NOTE_MISSING" : "E_BRANCH_WORDS";
    task->open = false;
    file->hands[task->queue] |= BIT(command->who);
    if (task->vote)
        vote_done(model, file, command);
    else
        branch_done(model, file, task->queue);
    model_note(model, file, command->who, task->vote ? "vote" : "branch", -1);
    return "";
}

const char *model_task_do(struct model *model, const struct model_command *command)
{
    switch (command->kind) {
    case MODEL_DO_NEXT:
        return next_do(model, command->who, command->task);
    case MODEL_DO_CLAIM:
        return claim_do(model, command);
    case MODEL_DO_RELEASE:
        return release_do(model, command);
    case MODEL_DO_DECIDE:
        return decide_do(model, command);
    default:
        return answer_do(model, command);
    }
}
