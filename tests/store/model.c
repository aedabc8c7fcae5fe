#include "store/model.h"

#include <string.h>

const struct model_person model_people[MODEL_PEOPLE] = {
    [MODEL_CLERK] = {"clerk", MODEL_ACCEPTS, 1, .own = -1, .kin = -1},
    [MODEL_COLLEAGUE] = {"colleague", MODEL_ACCEPTS | MODEL_REVIEWS, 1, .own = -1, .kin = 0},
    [MODEL_OTHER_HALL] = {"otherhall", MODEL_ACCEPTS, 2, .own = -1, .kin = -1},
    [MODEL_REVIEWER] = {"reviewer", MODEL_REVIEWS, .own = -1, .kin = 0},
    [MODEL_VISITOR] = {"visitor", MODEL_REVIEWS | MODEL_VISITS, .own = -1, .kin = -1},
    [MODEL_RECHECKER] = {"rechecker", MODEL_RECHECKS | MODEL_ASKS, .own = -1, .kin = -1},
    [MODEL_APPROVER] = {"approver", MODEL_REVIEWS | MODEL_RECHECKS | MODEL_APPROVES, .own = -1, .kin = -1},
    [MODEL_SECOND] = {"second", MODEL_RECHECKS | MODEL_APPROVES, .own = 0, .kin = -1},
    [MODEL_THIRD] = {"third", MODEL_APPROVES, .own = -1, .kin = -1},
    [MODEL_SUPERVISOR] = {"supervisor", MODEL_SUPERVISES, .own = -1, .kin = -1},
    [MODEL_DEPUTY] = {"deputy", MODEL_SUPERVISES | MODEL_REVIEWS, .own = 1, .kin = -1},
    [MODEL_OPERATOR] = {"operator", MODEL_OPERATES, .own = -1, .kin = -1},
    [MODEL_NEWCOMER] = {"newcomer", 0, .own = -1, .kin = -1},
    [MODEL_STRANGER] = {"stranger", 0, .elsewhere = true, .own = -1, .kin = -1},
};

const struct model_item model_items[MODEL_ITEMS] = {
    [MODEL_BENEFIT] = {"ui-benefit", MODEL_RECHECK, 3, 10},
    [MODEL_FUNERAL] = {"funeral-grant", MODEL_APPROVE, 5, .applicant_waits = true,
                       .authorisation = MODEL_APPROVE},
    [MODEL_TRANSFER] = {"pension-transfer-in", MODEL_RECHECK, 15, 45, .waits_for_reply = true},
    [MODEL_LOAN] = {"startup-loan", MODEL_APPROVE, 10, .branches = true, .collective = true},
};

void model_start(struct model *model, const struct calendar *calendar, int64_t now)
{
    memset(model, 0, sizeof *model);
    model->calendar = calendar;
    model->now = now;
}

int model_today(const struct model *model)
{
    return (int)((model->now + 8 * 3600) / 86400);
}

bool model_room(const struct model *model)
{
    for (int i = 0; i < model->case_count; i++) {
        if (model->cases[i].journal_count > MODEL_JOURNAL - 10)
            return false;
    }
    return model->task_count < MODEL_TASKS - 10;
}

/* --- clocks */

int model_due(const struct model *model, int from, int days, const struct model_case *file)
{
    struct calendar_pause pauses[MODEL_STOPS];
    size_t count = 0;
    struct date due = {0};
    struct error error = {0};
    if (days == 0)
        return 0;
    for (int i = 0; file && i < file->stop_count; i++) {
        const struct model_stop *stop = &file->stops[i];
        if (stop->last >= stop->first)
            pauses[count++] =
                (struct calendar_pause){date_from_number(stop->first), date_from_number(stop->last)};
    }
    if (!calendar_due(model->calendar, date_from_number(from), days, CALENDAR_WORKING_DAYS, pauses, count,
                      &due, NULL, &error))
        return 0;
    return date_number(due);
}

static void dues_count(struct model *model, struct model_case *file)
{
    const struct model_item *item = &model_items[file->item];
    file->promised = model_due(model, file->accepted_on, item->promised, file);
    file->statutory = model_due(model, file->accepted_on, item->statutory, file);
}

/* The clock stops from tomorrow on: the day of the notice is not counted (民法典 201). */
void model_stop(struct model *model, struct model_case *file, enum model_stop_kind kind)
{
    file->stops[file->stop_count++] = (struct model_stop){kind, .first = model_today(model) + 1};
}

/* Today is the last day on which it stands; both due dates are counted anew. */
void model_stop_end(struct model *model, struct model_case *file)
{
    for (int i = 0; i < file->stop_count; i++) {
        if (!file->stops[i].last)
            file->stops[i].last = model_today(model);
    }
    dues_count(model, file);
}

/* As if it had never begun. */
void model_stops_cancel(struct model_case *file)
{
    for (int i = 0; i < file->stop_count; i++) {
        if (!file->stops[i].last)
            file->stops[i].last = file->stops[i].first - 1;
    }
}

/* --- the journal: each entry is a new version */

void model_note(struct model *model, struct model_case *file, int who, const char *action, int verdict)
{
    file->journal[file->journal_count++] = (struct model_entry){who, action, model->now, verdict};
    file->version++;
}

/* --- who may do what */

bool model_may_accept(int who, int hall)
{
    return (model_people[who].rights & MODEL_ACCEPTS) && model_people[who].hall == hall;
}

/* Clerks their hall, all others who have to do with cases every case of the region. */
bool model_sees(const struct model *model, int who, const struct model_case *file)
{
    (void)model;
    return model_may_accept(who, file->hall) ||
           (model_people[who].rights & ~(unsigned)(MODEL_ACCEPTS | MODEL_OPERATES));
}

unsigned model_stage_right(const struct model_case *file, enum model_stage stage)
{
    static const unsigned rights[MODEL_STAGES] = {
        [MODEL_NO_STAGE] = MODEL_REVIEWS, [MODEL_ACCEPT] = MODEL_ACCEPTS,   [MODEL_REVIEW] = MODEL_REVIEWS,
        [MODEL_RECHECK] = MODEL_RECHECKS, [MODEL_APPROVE] = MODEL_APPROVES, [MODEL_VISIT] = MODEL_VISITS,
        [MODEL_ENQUIRY] = MODEL_ASKS,
    };
    return stage && model_items[file->item].authorisation == stage ? MODEL_SUPERVISES : rights[stage];
}

const char *model_kin(int who, int applicant)
{
    return model_people[who].own == applicant   ? "E_OWN_CASE"
           : model_people[who].kin == applicant ? "E_KIN_CASE"
                                                : "";
}

/* Whether somebody's agreement at another stage stands: they put no hand to this one. */
bool model_agreed(const struct model_case *file, int who, enum model_stage stage)
{
    for (int i = 0; i < file->verdict_count; i++) {
        const struct model_verdict *verdict = &file->verdicts[i];
        if (verdict->who == who && verdict->decision == MODEL_AGREE && !verdict->undone &&
            verdict->stage != stage)
            return true;
    }
    return false;
}

/* Who put a hand to another stage of the case, or is of the applicant's barred. What was undone is as if it
 * had not been decided. */
uint32_t model_excluded(const struct model *model, const struct model_case *file, enum model_stage stage)
{
    uint32_t excluded = stage == MODEL_ACCEPT ? 0 : file->form_hands;
    (void)model;
    for (int i = 0; i < file->verdict_count; i++) {
        const struct model_verdict *verdict = &file->verdicts[i];
        if (verdict->decision == MODEL_AGREE && !verdict->undone && verdict->stage != stage)
            excluded |= 1u << verdict->who;
    }
    for (int other = 0; other < MODEL_STAGES; other++) {
        if (other != (int)stage)
            excluded |= file->hands[other];
    }
    for (int who = 0; who < MODEL_PEOPLE; who++) {
        if (*model_kin(who, file->applicant))
            excluded |= 1u << who;
    }
    return excluded;
}

/* --- tasks */

int model_task_make(struct model *model, struct model_case *file, enum model_stage queue, bool branch,
                    uint32_t excluded)
{
    const struct model_item *item = &model_items[file->item];
    struct model_task *task = &model->tasks[model->task_count];
    *task = (struct model_task){
        .file = (int)(file - model->cases),
        .queue = queue,
        .open = true,
        .traced = branch,
        .authorisation = item->authorisation == queue,
        .priority = !branch && item->applicant_waits && file->visit_open ? 1 : 5,
        .due = file->promised,
        .excluded = excluded,
        .claimed_by = MODEL_NOBODY,
    };
    return model->task_count++;
}

bool model_late(const struct model *model, int task)
{
    return model->tasks[task].claimed_by != MODEL_NOBODY && model->tasks[task].lease_until < model->now;
}

void model_task_close(struct model *model, int task)
{
    if (task >= 0)
        model->tasks[task].open = false;
}

void model_task_back(struct model *model, int task, int who, const char *action)
{
    struct model_task *back = &model->tasks[task];
    back->claimed_by = MODEL_NOBODY;
    back->token = false;
    model_note(model, &model->cases[back->file], who, action, -1);
}

/* What is open of the branches and votes of a case is not needed any more. */
void model_branches_void(struct model *model, const struct model_case *file)
{
    for (int i = 0; i < model->task_count; i++) {
        struct model_task *task = &model->tasks[i];
        if (task->open && task->file == (int)(file - model->cases) && i != file->live)
            task->open = false;
    }
}

/* --- a case comes to a stage */

static bool branches_begin(struct model *model, struct model_case *file)
{
    static const enum model_stop_kind stops[] = {MODEL_STOP_VISIT, MODEL_STOP_ENQUIRY};
    uint32_t barred = model_excluded(model, &(struct model_case){.applicant = file->applicant}, MODEL_ACCEPT);
    bool opened = false;
    for (int who = 0; who < MODEL_PEOPLE; who++)
        barred |= model_agreed(file, who, MODEL_NO_STAGE) ? 1u << who : 0;
    for (int i = 0; i < 2; i++) {
        if (file->answered[i])
            continue;
        int task = model_task_make(model, file, MODEL_VISIT + (enum model_stage)i, true, barred);
        model->tasks[task].due = model_due(model, model_today(model), 5, NULL);
        if (!opened)
            model_stop(model, file, stops[i]);
        opened = true;
    }
    return opened;
}

static bool votes_begin(struct model *model, struct model_case *file)
{
    if (!file->big)
        return false;
    for (int i = 0; i < 3; i++) {
        int task =
            model_task_make(model, file, MODEL_APPROVE, true, model_excluded(model, file, MODEL_APPROVE));
        model->tasks[task].vote = true;
    }
    return true;
}

/* Its branches, its votes, or its task. */
void model_stage_begin(struct model *model, struct model_case *file, enum model_stage stage)
{
    const struct model_item *item = &model_items[file->item];
    file->state = MODEL_ACCEPTED;
    file->stage = stage;
    file->waiting = MODEL_NO_WAITING;
    file->since = 0;
    file->live = -1;
    if ((item->branches && stage == MODEL_RECHECK && branches_begin(model, file)) ||
        (item->collective && stage == MODEL_APPROVE && votes_begin(model, file))) {
        file->waiting = MODEL_WAITS_BRANCH;
        file->since = model_today(model);
    } else {
        file->live = model_task_make(model, file, stage, false, model_excluded(model, file, stage));
    }
}
