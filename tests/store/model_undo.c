/* Taking my last act on a case back, until somebody goes on with it. */
#include <string.h>

#include "store/model.h"

enum { UNDO_SECONDS = 600 /* so long after an end, which nobody opens any more */, LEASE = 60 };

/* My last act of those that can be taken back, or the undo of one; NULL: none. */
static const struct model_entry *act_of(const struct model_case *file, int who)
{
    static const char *const acts[] = {"accept", "resubmit", "agree", "return", "deny", "suspend", "undo"};
    for (int i = file->journal_count - 1; i >= 0; i--) {
        for (size_t a = 0; file->journal[i].who == who && a < sizeof acts / sizeof *acts; a++) {
            if (strcmp(file->journal[i].action, acts[a]) == 0)
                return &file->journal[i];
        }
    }
    return NULL;
}

/* Whether anybody went on with the case; a visit that was handed over or a limit that passed is no going on.
 */
static bool opened_since(const struct model_case *file, const struct model_entry *act)
{
    for (const struct model_entry *entry = act + 1; entry < file->journal + file->journal_count; entry++) {
        if (strcmp(entry->action, "hand_over") != 0 && strcmp(entry->action, "overdue") != 0)
            return true;
    }
    return false;
}

static const char *undo_refusal(const struct model *model, const struct model_command *command)
{
    const struct model_case *file = &model->cases[command->file];
    const struct model_entry *act = act_of(file, command->who);
    if (!model_sees(model, command->who, file))
        return "E_CASE_UNKNOWN";
    if (!act || strcmp(act->action, "undo") == 0)
        return "E_UNDO_NOTHING";
    if (opened_since(file, act))
        return "E_UNDO_OPENED";
    if ((file->state == MODEL_FINISHED || file->state == MODEL_DENIED) && model->now > act->at + UNDO_SECONDS)
        return "E_UNDO_LATE";
    if (file->version != command->version)
        return "E_CASE_MOVED";
    return command->wordless ? "E_VALUE_REFUSED" : "";
}

/* A form again, in the hands of who accepted it or handed it in; they have to take it up. */
static void form_again(struct model_case *file, int who, enum model_state state)
{
    file->state = state;
    file->stage = MODEL_NO_STAGE;
    file->waiting = MODEL_NO_WAITING;
    file->since = 0;
    file->live = -1;
    file->holder = who;
    file->token = false;
}

static void undo_accept(struct model_case *file, int who)
{
    form_again(file, who, MODEL_DRAFT);
    file->accepted_by = MODEL_NOBODY;
    file->accepted_on = file->promised = file->statutory = 0;
    file->numbered = false; /* it stays reserved */
}

/* The stop of the return goes on as if it had never ended. */
static void undo_resubmit(struct model *model, struct model_case *file, int who)
{
    const struct model_item *item = &model_items[file->item];
    struct model_stop *stop = &file->stops[file->stop_count - 1];
    while (stop->kind != MODEL_STOP_SUPPLEMENT)
        stop--;
    stop->last = 0;
    form_again(file, who, MODEL_RETURNED);
    file->waiting = MODEL_WAITS_CORRECTION;
    file->since = stop->first - 1;
    file->promised = model_due(model, file->accepted_on, item->promised, file);
    file->statutory = model_due(model, file->accepted_on, item->statutory, file);
}

/* Back at the stage, in the hands of who decided, under a new task. */
static void undo_decision(struct model *model, struct model_case *file, int who,
                          struct model_verdict *verdict)
{
    verdict->undone = true;
    model->decided[file->item][verdict->stage]--;
    file->state = MODEL_ACCEPTED;
    file->stage = verdict->stage;
    file->waiting = MODEL_NO_WAITING;
    file->since = 0;
    file->live =
        model_task_make(model, file, verdict->stage, false, model_excluded(model, file, verdict->stage));
    struct model_task *task = &model->tasks[file->live];
    task->claimed_by = who;
    task->lease_until = model->now + LEASE;
    task->again = model->tasks[verdict->task].again;
}

const char *model_undo(struct model *model, const struct model_command *command)
{
    struct model_case *file = &model->cases[command->file];
    const char *refusal = undo_refusal(model, command);
    if (*refusal)
        return refusal;
    const struct model_entry *act = act_of(file, command->who);
    model_task_close(model, file->live);
    model_branches_void(model, file);
    model_stops_cancel(file);
    if (act->verdict >= 0)
        undo_decision(model, file, command->who, &file->verdicts[act->verdict]);
    else if (strcmp(act->action, "accept") == 0)
        undo_accept(file, command->who);
    else
        undo_resubmit(model, file, command->who);
    model_note(model, file, command->who, "undo", -1);
    return "";
}
