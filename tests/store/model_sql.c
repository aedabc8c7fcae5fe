#include "store/model_sql.h"

#define REGION "210600"

/* What makes each item complete, in one statement whose first parameter is the case and its token. */
static const char *const fields[MODEL_ITEMS] = {
    [MODEL_BENEFIT] = "('mobile', '13800006612'), ('unemp_date', '2026-01-31'), ('leave_reason', '02'), "
                      "('ui_place', '210600'), "
                      "('last_unit', '葫芦岛某机械厂')",
    [MODEL_FUNERAL] = "('mobile', '13800006612'), ('dead_id', '%s'), ('dead_name', '郭大山'), ('death_date', "
                      "'2026-02-20'), "
                      "('heir_rel', '30'), ('heir_count', '1')",
    [MODEL_TRANSFER] = "('mobile', '13800006612'), ('from_region', '210200'), ('to_region', '210600'), "
                       "('unit_name', '演示机械厂')",
    [MODEL_LOAN] = "('mobile', '13800006612'), ('uscc', '91210600MA0XK5R79A'), ('biz_date', '2025-10-08'), "
                   "('loan_amt', '%s'), "
                   "('loan_months', '24'), ('bank', 'ICBC'), ('biz_name', '振兴豆腐坊'), ('live_addr', "
                   "'振兴区锦山大街1号'), "
                   "('guarantee', '保证人'), ('reason', '添一台磨浆机')",
};
static const char *const materials[MODEL_ITEMS] = {
    [MODEL_BENEFIT] = "{id,term,ureg}",
    [MODEL_FUNERAL] = "{id,death,kin}",
    [MODEL_TRANSFER] = "{id,lostv}",
    [MODEL_LOAN] = "{id,lic,loanp}",
};

static void key(struct buffer *sql, int number, int part)
{
    buffer_format(sql, "'00000000-0000-4000-8000-%08x%04x'", number, part);
}

static void token(struct buffer *sql, const struct model_command *command)
{
    buffer_format(sql, "'00000000-0000-4000-9000-%012x'", command->lost ? 0xffff : command->who);
}

static const char *form_token(const struct model_names *names, const struct model_command *command)
{
    return command->lost ? "00000000-0000-4000-a000-000000000000" : names->tokens[command->file];
}

static void open_sql(const struct model_names *names, const struct model_command *command, int number,
                     struct buffer *sql)
{
    buffer_text(sql, "SELECT o.case_id || ' ' || o.token || ' ' || v.visit_id FROM desk.visit_begin(");
    key(sql, number, 0);
    buffer_format(sql,
                  ", " REGION
                  ", %d::smallint, 1::smallint, '01', '%s', '郭晓兰') v CROSS JOIN LATERAL desk.case_open(",
                  command->hall, names->applicants[command->applicant]);
    key(sql, number, 1);
    buffer_format(sql, ", " REGION ", v.visit_id, '%s') o", model_items[command->item].code);
}

static void fill_sql(const struct model_names *names, const struct model *model,
                     const struct model_command *command, int number, struct buffer *sql)
{
    enum model_item_name item = model->cases[command->file].item;
    const char *given = item == MODEL_FUNERAL ? names->deceased : command->big ? "30000000" : "10000000";
    const char *file = names->cases[command->file], *held = form_token(names, command);
    const char *place;
    buffer_format(sql, "SELECT (SELECT count(*) FROM (VALUES ");
    for (place = fields[item]; *place; place++) {
        if (place[0] == '%' && place[1] == 's')
            buffer_text(sql, given), place++;
        else
            buffer_byte(sql, *place);
    }
    buffer_format(sql,
                  ") f(k, v), desk.field_save(" REGION ", %s, '%s', %d, f.k, f.v)) || ' ' || "
                  "(SELECT count(*) FROM unnest('%s'::text[]) k, desk.material_add(gen_random_uuid(), " REGION
                  ", %s, '%s', k, k || '.pdf', 'scan', NULL))",
                  file, held, number + 1, materials[item], file, held);
}

static void decide_sql(const struct model_names *names, const struct model_command *command, int number,
                       struct buffer *sql)
{
    static const char *const words[] = {
        [MODEL_AGREE] = "'agree', NULL",
        [MODEL_RETURN] = "'return', '01'",
        [MODEL_DENY] = "'deny', '01'",
        [MODEL_SUSPEND_REPLY] = "'suspend', 'inter_region_reply'",
        [MODEL_SUSPEND_VISIT] = "'suspend', 'site_check'",
    };
    const char *task = names->tasks[command->task];
    buffer_format(sql, "SELECT %s FROM ", command->onward ? "d.next_task" : "d.state");
    if (command->again) {
        buffer_format(sql, "desk.decision_prepare(" REGION ", %s, ", task);
        token(sql, command);
        buffer_text(sql, ", '补来的材料里才看出来', NULL) p CROSS JOIN LATERAL ");
        task = "p.task_id";
    }
    buffer_format(sql, "desk.task_decide%s(", command->onward ? "_next" : "");
    key(sql, number, 0);
    buffer_format(sql, ", " REGION ", %s, ", task);
    token(sql, command);
    buffer_format(sql, ", %d, %s, %s) d", command->version, words[command->decision],
                  command->wordless || (command->onward && command->decision == MODEL_AGREE) ? "NULL"
                                                                                             : "'请补正'");
}

static void answer_sql(const struct model_names *names, const struct model_command *command, int number,
                       struct buffer *sql)
{
    buffer_text(sql, "SELECT open FROM desk.branch_answer(");
    key(sql, number, 0);
    buffer_format(sql, ", " REGION ", %s, ", names->tasks[command->task]);
    token(sql, command);
    buffer_format(sql, ", '%s', %s, %s)", command->pass ? "pass" : "fail", command->pass ? "NULL" : "'01'",
                  command->wordless ? "NULL" : "'看过'");
}

/* FUNCTION(key, region, case, version ... */
static void case_sql(const struct model_names *names, const struct model_command *command, int number,
                     const char *function, struct buffer *sql)
{
    buffer_format(sql, "SELECT count(*) FROM desk.%s(", function);
    key(sql, number, 0);
    buffer_format(sql, ", " REGION ", %s, %d", names->cases[command->file], command->version);
}

static void reply_sql(const struct model_names *names, const struct model *model,
                      const struct model_command *command, int number, struct buffer *sql)
{
    char day[DATE_TEXT];
    case_sql(names, command, number, "reply_enter", sql);
    buffer_format(
        sql, ", '连社险复2026-5', '%s', '', '{210200}', '{20%02d-01}', '{20%02d-12}', '{12}', '{1234567}')",
        date_format(date_from_number(model_today(model)), day), command->file, command->file);
}

static void task_sql(const struct model_names *names, const struct model_command *command, int number,
                     struct buffer *sql)
{
    const char *task = command->kind == MODEL_DO_NEXT ? "NULL" : names->tasks[command->task];
    buffer_format(sql, "SELECT task_id FROM desk.%s(",
                  command->kind == MODEL_DO_RELEASE ? "task_release" : "task_claim");
    key(sql, number, 0);
    buffer_text(sql, ", " REGION ", ");
    if (command->kind != MODEL_DO_RELEASE) {
        struct model_command own = *command;
        own.lost = false;
        token(sql, &own);
        buffer_text(sql, ", ");
    }
    buffer_format(sql, "%s)", task);
}

static void form_sql(const struct model_names *names, const struct model_command *command, int number,
                     struct buffer *sql)
{
    bool take = command->kind == MODEL_DO_TAKE;
    buffer_format(sql, "SELECT %s FROM desk.%s(", take ? "token" : "number",
                  take ? "case_take" : "case_accept");
    key(sql, number, 0);
    buffer_format(sql, ", " REGION ", %s", names->cases[command->file]);
    if (!take)
        buffer_format(sql, ", '%s', %d", form_token(names, command), command->version);
    buffer_byte(sql, ')');
}

static void supervise_sql(const struct model_names *names, const struct model_command *command, int number,
                          const char *prefix, struct buffer *sql)
{
    if (command->kind == MODEL_DO_VISIT_END) {
        buffer_text(sql, "SELECT v.visit_id FROM desk.visit_set(");
        key(sql, number, 0);
        buffer_format(sql, ", " REGION ", %s, 'end', NULL, 'left') v", names->visits[command->file]);
    } else if (command->kind == MODEL_DO_HAND_OVER) {
        buffer_text(sql, "SELECT cases FROM desk.hand_over(");
        key(sql, number, 0);
        buffer_format(sql, ", " REGION ", %d::smallint, %s, '')", command->hall, names->staff[command->whom]);
    } else {
        buffer_text(sql, "SELECT staff_id FROM desk.staff_disable(");
        key(sql, number, 0);
        buffer_format(sql, ", " REGION ", '%s_%s')", prefix, model_people[command->whom].name);
    }
}

void model_sql(const struct model_names *names, const struct model *model,
               const struct model_command *command, int number, const char *login_prefix, struct buffer *sql)
{
    switch (command->kind) {
    case MODEL_DO_OPEN:
        open_sql(names, command, number, sql);
        break;
    case MODEL_DO_FILL:
        fill_sql(names, model, command, number, sql);
        break;
    case MODEL_DO_TAKE:
    case MODEL_DO_ACCEPT:
        form_sql(names, command, number, sql);
        break;
    case MODEL_DO_DECIDE:
        decide_sql(names, command, number, sql);
        break;
    case MODEL_DO_ANSWER:
        answer_sql(names, command, number, sql);
        break;
    case MODEL_DO_REPLY:
        reply_sql(names, model, command, number, sql);
        break;
    case MODEL_DO_RESUME:
    case MODEL_DO_UNDO:
        case_sql(names, command, number, command->kind == MODEL_DO_UNDO ? "case_undo" : "case_resume", sql);
        buffer_text(sql, command->wordless ? ", '')" : ", '按错了')");
        break;
    case MODEL_DO_LATER:
        if (command->days)
            buffer_format(sql,
                          "UPDATE test.clock SET at = ((at AT TIME ZONE 'Asia/Shanghai')::date + %d + time "
                          "'09:00') AT TIME ZONE 'Asia/Shanghai' RETURNING at",
                          command->days);
        else
            buffer_format(sql, "UPDATE test.clock SET at = at + interval '%d s' RETURNING at",
                          command->seconds);
        break;
    case MODEL_DO_TEND:
        buffer_text(sql, "SELECT sealed FROM yc.tend()");
        break;
    case MODEL_DO_VISIT_END:
    case MODEL_DO_HAND_OVER:
    case MODEL_DO_DISABLE:
        supervise_sql(names, command, number, login_prefix, sql);
        break;
    default:
        task_sql(names, command, number, sql);
    }
}
