#include "store/model_draw.h"

#include <string.h>

enum { KINDS_TRIED = 20, TRIES = 16 /* until something goes through */ };

struct model_dice model_dice_of(uint64_t seed, uint64_t sequence)
{
    return (struct model_dice){seed * 0x9e3779b97f4a7c15u + sequence};
}

/* splitmix64 */
int model_roll(struct model_dice *dice, int sides)
{
    uint64_t z = dice->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (int)((z ^ (z >> 31)) % (uint64_t)sides);
}

static const int weights[MODEL_KINDS] = {
    [MODEL_DO_OPEN] = 3,      [MODEL_DO_FILL] = 7,      [MODEL_DO_TAKE] = 6,    [MODEL_DO_ACCEPT] = 12,
    [MODEL_DO_NEXT] = 14,     [MODEL_DO_CLAIM] = 12,    [MODEL_DO_RELEASE] = 2, [MODEL_DO_DECIDE] = 26,
    [MODEL_DO_ANSWER] = 20,   [MODEL_DO_REPLY] = 5,     [MODEL_DO_RESUME] = 2,  [MODEL_DO_UNDO] = 4,
    [MODEL_DO_VISIT_END] = 1, [MODEL_DO_HAND_OVER] = 2, [MODEL_DO_DISABLE] = 1, [MODEL_DO_LATER] = 3,
    [MODEL_DO_TEND] = 2,
};

static enum model_kind kind_draw(struct model_dice *dice)
{
    int sum = 0;
    for (int i = 0; i < MODEL_KINDS; i++)
        sum += weights[i];
    int left = model_roll(dice, sum), kind = 0;
    while (left >= weights[kind])
        left -= weights[kind++];
    return (enum model_kind)kind;
}

/* Who it is that most likely does it; else anybody. */
static int who_draw(struct model_dice *dice, const struct model *model, const struct model_command *command)
{
    int likely = MODEL_NOBODY;
    if (command->kind == MODEL_DO_RELEASE || command->kind == MODEL_DO_DECIDE ||
        command->kind == MODEL_DO_ANSWER)
        likely = model->tasks[command->task].claimed_by;
    else if (command->kind == MODEL_DO_FILL || command->kind == MODEL_DO_ACCEPT)
        likely = model->cases[command->file].holder;
    else if (command->kind == MODEL_DO_UNDO)
        likely = model->cases[command->file].journal[model->cases[command->file].journal_count - 1].who;
    else if (command->kind == MODEL_DO_DISABLE)
        likely = MODEL_OPERATOR;
    return likely >= 0 && model_roll(dice, 8) ? likely : model_roll(dice, MODEL_PEOPLE);
}

static int task_draw(struct model_dice *dice, const struct model *model)
{
    int task = model_roll(dice, model->task_count);
    for (int tries = 0; tries < 12 && !model->tasks[task].open; tries++)
        task = model_roll(dice, model->task_count);
    return task;
}

/* About a case or a task, of which there has to be one. */
static void subject_draw(struct model_dice *dice, const struct model *model, struct model_command *command)
{
    if (model->case_count)
        command->file = model_roll(dice, model->case_count);
    if (model->task_count && command->kind >= MODEL_DO_CLAIM && command->kind <= MODEL_DO_ANSWER) {
        command->task = task_draw(dice, model);
        command->file = model->tasks[command->task].file;
    }
    command->serial = model->cases[command->file].serial;
    command->version = model->cases[command->file].version - !model_roll(dice, 12);
}

static struct model_command any_draw(struct model_dice *dice, const struct model *model, enum model_kind kind)
{
    struct model_command command = {.kind = kind, .repeats = -1};
    bool needs_task = command.kind >= MODEL_DO_CLAIM && command.kind <= MODEL_DO_ANSWER;
    bool needs_case =
        command.kind >= MODEL_DO_FILL && command.kind <= MODEL_DO_VISIT_END && command.kind != MODEL_DO_NEXT;
    if ((needs_case && !model->case_count) || (needs_task && !model->task_count) ||
        (command.kind == MODEL_DO_OPEN && model->case_count == MODEL_CASES))
        command = (struct model_command){
            .kind = model->case_count < MODEL_CASES ? MODEL_DO_OPEN : MODEL_DO_NEXT, .repeats = -1};
    else if (needs_case)
        subject_draw(dice, model, &command);
    command.who = who_draw(dice, model, &command);
    command.item = model_roll(dice, 4) ? (enum model_item_name)model_roll(dice, MODEL_ITEMS) : MODEL_LOAN;
    command.hall = 1 + !model_roll(dice, 5);
    command.applicant = model_roll(dice, MODEL_APPLICANTS);
    command.big = command.kind == MODEL_DO_FILL && model_roll(dice, 2);
    int decision = model_roll(dice, 12);
    command.decision = decision < 6   ? MODEL_AGREE
                       : decision < 8 ? MODEL_RETURN
                       : decision < 9 ? MODEL_DENY
                                      : (model_roll(dice, 4) ? MODEL_SUSPEND_REPLY : MODEL_SUSPEND_VISIT);
    command.pass = model_roll(dice, 3);
    command.again = command.kind == MODEL_DO_DECIDE && !model_roll(dice, 3);
    command.wordless = !model_roll(dice, 15);
    command.lost = !model_roll(dice, 20);
    command.whom = model_roll(dice, command.kind == MODEL_DO_HAND_OVER ? 3 : MODEL_PEOPLE);
    command.days = model_roll(dice, 2) ? 1 + model_roll(dice, 6) : 0;
    command.seconds = model_roll(dice, 2) ? 60 : 300;
    command.onward = command.kind == MODEL_DO_DECIDE && !command.again && model_roll(dice, 2);
    return command;
}

/* Once more under its key, whatever became of it. What is several commands to the database has no key of its
 * own. */
static bool again_draw(struct model_dice *dice, const struct model_command *sent, int count,
                       struct model_command *command)
{
    int which = count ? model_roll(dice, count) : 0;
    if (!count || model_roll(dice, 14))
        return false;
    if (model_roll(dice, 2))
        which = count - 1; /* a double press */
    const struct model_command *first = &sent[which];
    if (first->repeats >= 0 || first->again || first->kind == MODEL_DO_FILL || first->kind >= MODEL_DO_LATER)
        return false;
    *command = *first;
    command->repeats = which;
    return true;
}

/* Refusals that say more than that somebody has no business here. */
static bool telling(const char *code)
{
    static const char *const plain[] = {"E_RIGHT_MISSING", "E_TASK_UNKNOWN", "E_CASE_UNKNOWN",
                                        "E_UNDO_NOTHING", "E_STAFF_DISABLED"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (strcmp(code, plain[i]) == 0)
            return false;
    }
    return true;
}

static int changes(const struct model *model)
{
    int sum = 0;
    for (int i = 0; i < model->case_count; i++)
        sum += model->cases[i].version;
    return sum;
}

/* Goes through and leads nowhere: nothing waits, the form is complete, there are cases enough. */
static bool idle(struct model_dice *dice, const struct model *before, const struct model *after,
                 const struct model_command *command)
{
    switch (command->kind) {
    case MODEL_DO_NEXT:
        return changes(before) == changes(after);
    case MODEL_DO_FILL:
        return before->cases[command->file].complete && model_roll(dice, 10);
    case MODEL_DO_OPEN:
        return before->case_count > 0 && model_roll(dice, 30);
    case MODEL_DO_TAKE:
        return before->cases[command->file].holder == command->who && before->cases[command->file].token &&
               model_roll(dice, 20);
    case MODEL_DO_LATER:
    case MODEL_DO_TEND:
        return before->task_count == 0;
    default:
        return false;
    }
}

struct model_command model_draw(struct model_dice *dice, const struct model *model,
                                const struct model_command *sent, int count)
{
    static struct model copy; /* too large for a stack */
    struct model_command command;
    bool anything = !model_roll(dice, 4);
    if (again_draw(dice, sent, count, &command))
        return command;
    for (int kinds = 0; kinds < KINDS_TRIED; kinds++) {
        enum model_kind kind = kind_draw(dice);
        for (int tries = 0; tries < TRIES; tries++) {
            command = any_draw(dice, model, kind);
            copy = *model;
            const char *code = model_do(&copy, &command);
            if (*code ? anything && (telling(code) || !model_roll(dice, 12))
                      : !idle(dice, model, &copy, &command))
                return command;
        }
    }
    return command;
}
