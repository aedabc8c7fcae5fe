/* The nine rules of the desk: no surprise by mode. Many of them hold on every screen, so a walk goes through
 * all of them and tries each rule on each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

enum { HELD = 20 }; /* presses of a key that is held */

static struct driver *clerk_at(const char *db)
{
    return people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
}

static struct driver *reviewer_at(const char *db)
{
    struct driver *reviewer = people_sign_on(&(struct person_at){.database = db, .login = "zhouqian"});
    driver_wait_text(reviewer, "失业保险金申领");
    return reviewer;
}

static void hold(struct driver *driver, const char *key)
{
    for (int i = 0; i < HELD; i++)
        driver_key(driver, key);
}

/* What must not change: all but the first line (it says what the database does) and the lines of explanation
 * and message. */
static const char *body(struct driver *driver, struct buffer *text)
{
    driver_rest(driver);
    buffer_clear(text);
    for (int row = 1; row < driver_rows(driver); row++) {
        if (row >= driver_rows(driver) - 4 && row < driver_rows(driver) - 2)
            continue;
        driver_row_text(driver, row, text);
        buffer_byte(text, '\n');
    }
    return buffer_string(text);
}

static void assert_nothing_decided(const char *db)
{
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.decision"), "0");
}

/* --- the walk */

enum kind {
    PAGE,   /* no field: digits choose, letters mean nothing */
    TYPING, /* the cursor stands in a field or search box */
    BOX,    /* asks or answers one thing; help and why belong to the screen beneath */
};

struct stop {
    const char *name, *shows; /* what the screen shows, always */
    enum kind kind;
};

typedef void look_at(struct driver *driver, const struct stop *stop);

static void at(struct driver *driver, look_at *look, const char *name, const char *shows, enum kind kind)
{
    const struct stop stop = {name, shows, kind};
    driver_wait_text(driver, shows);
    look(driver, &stop);
    driver_expect_text(driver, shows);
}

static void walk_counter(const char *db, look_at *look)
{
    struct driver *clerk = people_start(&(struct person_at){.database = db, .login = "wangfang"});
    at(clerk, look, "login", "窗口号", TYPING);
    people_type_login(clerk, &(struct person_at){.login = "wangfang", .window = "2"});
    driver_wait_gone(clerk, "口令");
    at(clerk, look, "credential", "谁来办", TYPING);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    at(clerk, look, "person", "此人的案子", PAGE);
    driver_key(clerk, "F4");
    at(clerk, look, "picker", "要带什么", TYPING);
    driver_type(clerk, "sybxj1");
    at(clerk, look, "form", "出生日期", TYPING);
    people_fill(clerk);
    at(clerk, look, "materials", "材料 缺3", PAGE);
    driver_key(clerk, "F6");
    at(clerk, look, "path", "文件在哪里", BOX);
    driver_key(clerk, "Esc");
    driver_wait_gone(clerk, "文件在哪里");
    people_hand_in(clerk, world_file("id.jpg", "identity card\n"), "有 身份证");
    driver_keys_in_turn(clerk, "Enter F7");
    at(clerk, look, "has not", "拿不出", BOX);
    driver_key(clerk, "1");
    at(clerk, look, "letter", "不实承诺的责任", PAGE);
    people_commit(clerk);
    driver_wait_text(clerk, "诺 解除");
    driver_key(clerk, "Enter");
    people_hand_in(clerk, world_file("reg.jpg", "registration\n"), "有 失业登记");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "念给申请人听一遍");
    people_commit(clerk);
    driver_wait_text(clerk, PERSON_NUMBER); /* in full, when the database has told it */
    at(clerk, look, "readback", "请念给申请人听", PAGE);
    assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file"), "draft");
    people_commit(clerk);
    at(clerk, look, "receipt", "还欠", PAGE);
    driver_key(clerk, "F10");
    at(clerk, look, "leave", "签退", PAGE);
    driver_key(clerk, "Esc");
    driver_wait_gone(clerk, "签退");
    driver_key(clerk, "F12");
    driver_wait_text(clerk, "能撤回");
    at(clerk, look, "waiting", "等您办的", TYPING);
    driver_stop(&clerk);
}

static void walk_back_factory(const char *db, look_at *look)
{
    struct driver *reviewer = reviewer_at(db);
    at(reviewer, look, "queue", "我的队列", TYPING);
    people_commit(reviewer);
    at(reviewer, look, "review", "开始填写", PAGE);
    driver_key(reviewer, "2");
    at(reviewer, look, "reasons", "03 签署不全", BOX);
    driver_stop(&reviewer);
    struct driver *supervisor = people_sign_on(&(struct person_at){.database = db, .login = "zhaomin"});
    at(supervisor, look, "desk", "后厂", PAGE);
    driver_key(supervisor, "F5");
    at(supervisor, look, "people", "周倩", TYPING);
    driver_key(supervisor, "F8");
    at(supervisor, look, "pausing", "半小时", PAGE);
    driver_keys_in_turn(supervisor, "Esc Esc");
    driver_wait_gone(supervisor, "没有登录");
    driver_key(supervisor, "F4");
    at(supervisor, look, "queues", ">1 初审", PAGE);
    driver_key(supervisor, "Enter");
    at(supervisor, look, "tasks of a queue", "张*兰", PAGE);
    driver_key(supervisor, "F6");
    at(supervisor, look, "giving it to somebody", "从现在办的人手里收回", PAGE);
    driver_key(supervisor, "Esc");
    driver_wait_gone(supervisor, "从现在办的人手里收回");
    driver_key(supervisor, "Enter");
    at(supervisor, look, "case", "本人办理", PAGE);
}

static void walk(const char *name, look_at *look)
{
    const char *db = world_database(name);
    walk_counter(db, look);
    walk_back_factory(db, look);
    assert_nothing_decided(db);
}

/* --- rules that hold on every screen */

static void look_help_and_why(struct driver *driver, const struct stop *stop)
{
    if (stop->kind == BOX)
        return;
    driver_key(driver, "F1");
    driver_wait_text(driver, "能做的动作");
    driver_key(driver, "Esc");
    driver_wait_gone(driver, "能做的动作");
    driver_key(driver, "F2");
    driver_rest(driver);
    struct buffer text = {0};
    driver_picture(driver, &text);
    bool told = strstr(buffer_string(&text), driver_words(driver, "-为何: ")) != NULL,
         nothing = strstr(buffer_string(&text), driver_words(driver, "没有要说明的")) != NULL;
    buffer_free(&text);
    if (!told && !nothing)
        fail_msg("F2 gives no answer on the screen %s", stop->name);
    if (told)
        driver_key(driver, "Esc");
    driver_wait_gone(driver, "-为何: ");
}

static void test_help_and_why_answer_on_every_screen(void **state)
{
    (void)state;
    walk("helps", look_help_and_why);
}

/* Keys that must do nothing, or say that they do: the screen stays, the program lives, nothing freezes. */
static void look_dead_keys(struct driver *driver, const struct stop *stop)
{
    static const char *const keys[] = {"Ctrl-C", "Ctrl-S", "Ctrl-Q", "Ctrl-\\", "Ctrl-X",
                                       "Ctrl-V", "Alt-x",  "F11",    "Shift-F5"};
    enum {
        KEYS = sizeof keys / sizeof *keys,
        OF_DEFAULT = 2
    }; /* the last two do something in other keymaps */
    struct buffer before = {0}, after = {0};
    body(driver, &before);
    for (int i = 0; i < (people_keymap() ? KEYS - OF_DEFAULT : KEYS); i++) {
        driver_key(driver, keys[i]);
        if (strcmp(body(driver, &after), buffer_string(&before)) != 0)
            fail_msg("%s changes the screen %s:\n%s\nbefore it was\n%s", keys[i], stop->name,
                     buffer_string(&after), buffer_string(&before));
    }
    if (stop->kind == PAGE) {
        for (char letter = 'A'; letter <= 'z'; letter++) {
            if (letter <= 'Z' || letter >= 'a')
                driver_type(driver, (char[]){letter, '\0'});
        }
        driver_expect_text(driver, "光标不在格里, 字母没有用处");
        assert_string_equal(body(driver, &after), buffer_string(&before));
        driver_type(driver, "中");
        driver_expect_text(driver, "输入法开着, 按 Shift 切换");
        driver_type(driver,
                    "。"); /* full-width: as the ASCII sign, which turns a picture where there is one */
        assert_string_equal(body(driver, &after), buffer_string(&before));
    }
    buffer_free(&before);
    buffer_free(&after);
}

static void test_dead_keys_letters_and_hanzi_change_no_screen(void **state)
{
    (void)state;
    walk("dead", look_dead_keys);
}

/* --- Enter never commits */

static void test_a_held_enter_accepts_and_decides_nothing(void **state)
{
    (void)state;
    const char *db = world_database("enter");
    struct driver *clerk = clerk_at(db);
    hold(clerk, "Enter");
    driver_expect_text(clerk, "这一格不能空");
    driver_type(clerk, PERSON_NUMBER);
    hold(clerk, "Enter");
    driver_wait_text(clerk, "姓名");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.visit"), "0");
    driver_type(clerk, PERSON_NAME);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "没有办过");
    people_pick(clerk);
    hold(clerk,
         "Enter"); /* through all fields and into the materials: nothing is left out of what is missing */
    driver_expect_text(clerk, "出生日期");
    people_commit(clerk); /* back to the first thing that is missing */
    driver_wait_text(clerk, "还不能受理");
    people_fill(clerk);
    hold(clerk, "Enter");
    driver_expect_text(clerk, "材料 缺3");
    driver_keys_in_turn(clerk, "2 F7");
    driver_wait_text(clerk, "拿不出");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "不实承诺的责任");
    people_breathe(clerk);
    hold(clerk, "Enter");
    driver_expect_text(clerk, "不实承诺的责任");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "材料 缺3");
    driver_key(clerk, "1");
    people_materials(clerk);
    people_breathe(clerk);
    hold(clerk, "Enter");
    driver_expect_text(clerk, "念给申请人听一遍");
    people_commit(clerk);
    driver_wait_text(clerk, "请念给申请人听");
    people_breathe(clerk);
    hold(clerk, "Enter");
    driver_expect_text(clerk, "请念给申请人听");
    assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file"), "draft");

    people_cases_accepted(db, 1);
    struct driver *reviewer = reviewer_at(db);
    people_breathe(reviewer);
    hold(reviewer, "Enter"); /* takes the marked case, decides nothing */
    driver_wait_text(reviewer, "1同意");
    people_breathe(reviewer);
    hold(reviewer, "Enter");
    driver_expect_text(reviewer, "1同意");
    assert_nothing_decided(db);
}

/* --- F9 */

static void test_a_held_f9_decides_one_case(void **state)
{
    (void)state;
    const char *db = world_database("held");
    people_cases_accepted(db, 3);
    struct driver *reviewer = reviewer_at(db);
    people_commit(reviewer);
    driver_wait_text(reviewer, "00001-5");
    driver_wait_text(reviewer, "开始填写");
    people_breathe(reviewer);
    driver_key(reviewer, "Down"); /* it was read: this F9 has nothing to do with the one before */
    hold(reviewer, "F9");
    driver_wait_text(reviewer, "00002");
    people_breathe(reviewer);
    people_breathe(reviewer);
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.decision"), "1");
    driver_expect_text(reviewer, "00002");
    people_commit(reviewer); /* and one F9 of a hand decides the next */
    driver_wait_text(reviewer, "00003");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.decision"), "2");
}

static void test_a_held_f9_accepts_once_and_not_unread(void **state)
{
    (void)state;
    const char *db = world_database("once");
    struct driver *clerk = clerk_at(db);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    people_fill(clerk);
    people_materials(clerk);
    people_breathe(clerk);
    hold(clerk, "F9"); /* reads back; the rest of the held key falls on deaf ears */
    driver_wait_text(clerk, "请念给申请人听");
    driver_expect_row(clerk, -2, "F9: 受理");
    driver_expect_attribute(clerk, "受理，给受理号", ATTRIBUTE_BOLD | ATTRIBUTE_REVERSE);
    people_breathe(clerk);
    driver_expect_text(clerk, "请念给申请人听");
    assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file"), "draft");
    people_breathe(clerk);
    driver_key(clerk, "Down");
    hold(clerk, "F9");
    driver_wait_text(clerk, "还欠");
    people_breathe(clerk);
    driver_expect_text(clerk, "还欠");
    assert_string_equal(world_sql(db, "SELECT count(*) || ' ' || count(number) FROM yc.case_file"), "1 1");
}

static void test_f9_is_deaf_until_the_screen_is_drawn(void **state)
{
    (void)state;
    const char *db = world_database("deaf");
    people_cases_accepted(db, 1);
    struct driver *reviewer = reviewer_at(db);
    people_commit(reviewer);
    driver_wait_text(reviewer, "1同意");
    driver_key(reviewer, "F9"); /* the hand was faster than the eye */
    people_breathe(reviewer);
    people_breathe(reviewer);
    driver_expect_text(reviewer, "1同意");
    assert_nothing_decided(db);
    driver_key(reviewer, "F9");
    driver_wait_text(reviewer, "没有等您的案子");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.decision"), "1");
}

static void test_digits_only_choose_and_a_reason_is_asked_for(void **state)
{
    (void)state;
    const char *db = world_database("digits");
    people_cases_accepted(db, 1);
    struct driver *reviewer = reviewer_at(db);
    people_commit(reviewer);
    driver_wait_text(reviewer, "1同意");
    driver_key(reviewer, "3");
    driver_wait_text(reviewer, "+原因");
    driver_key(reviewer, "Esc");
    driver_wait_text(reviewer, "请先选原因");
    people_commit(reviewer);
    driver_expect_text(reviewer, "请先选原因");
    assert_nothing_decided(db);
    driver_type(reviewer, "１"); /* full-width digits choose too */
    driver_expect_row(reviewer, -2, "F9: 同意");
    assert_nothing_decided(db);
}

/* --- Esc never discards */

static void test_esc_keeps_what_was_typed_and_the_draft_goes_on_where_something_is_missing(void **state)
{
    (void)state;
    const char *db = world_database("esc");
    struct driver *clerk = clerk_at(db);
    driver_type(clerk, "2106021901");
    driver_key(clerk, "Esc");
    people_breathe(clerk);
    driver_expect_cursor_after(clerk, "2106021901"); /* the lowest level: nothing happens */
    driver_key(clerk, "Ctrl-U");
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    driver_key(clerk, "Esc");
    people_breathe(clerk);
    driver_expect_text(clerk, "没有办过");
    people_pick(clerk);
    driver_type(clerk, "13912345678"); /* and does not leave the field */
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "草稿已保留");
    driver_wait_text(clerk, "续办1");
    driver_type(clerk, "１"); /* outside fields full-width digits choose */
    driver_wait_text(clerk, "出生日期");
    driver_expect_text(clerk, "139");
    driver_expect_cursor_after(clerk, "失业时间       [");
    assert_string_equal(world_sql(db, "SELECT value FROM yc.case_field WHERE field = 'mobile'"),
                        "13912345678");
}

static void test_esc_keeps_the_reviewers_words(void **state)
{
    (void)state;
    const char *db = world_database("words");
    people_cases_accepted(db, 1);
    struct driver *reviewer = reviewer_at(db);
    people_commit(reviewer);
    driver_wait_text(reviewer, "1同意");
    driver_key(reviewer, "2");
    driver_wait_text(reviewer, "03 签署不全");
    driver_key(reviewer, "3");
    driver_type(reviewer, "承诺书未写日期");
    driver_wait_text(reviewer, "承诺书未写日期");
    driver_key(reviewer, "Esc");
    driver_wait_text(reviewer, "我的队列");
    people_commit(reviewer);
    driver_wait_text(reviewer, "1同意");
    driver_wait_text(reviewer, "承诺书未写日期");
}

/* --- fields */

static void test_ctrl_z_undoes_and_ctrl_u_empties(void **state)
{
    (void)state;
    const char *db = world_database("undo");
    struct driver *clerk = clerk_at(db);
    driver_type(clerk, "2106");
    driver_key(clerk, "Ctrl-Z");
    driver_rest(clerk);
    driver_expect_no_text(clerk, "2106");
    driver_expect_text(clerk, "谁来办"); /* no shell */
    driver_type(clerk, "2106");
    driver_key(clerk, "Ctrl-U");
    driver_expect_no_text(clerk, "2106");
    driver_key(clerk, "Ctrl-Z");
    driver_expect_cursor_after(clerk, "2106");
}

static void test_full_width_forms_count_as_ascii(void **state)
{
    (void)state;
    const char *db = world_database("wide");
    struct driver *clerk = clerk_at(db);
    driver_type(clerk, "２１０６０２１９０１０３１２１０４６");
    driver_expect_cursor_after(clerk, PERSON_NUMBER);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "没有这个人的记录");
    driver_type(clerk, PERSON_NAME);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "没有办过");
    driver_key(clerk, "F4");
    driver_wait_text(clerk, "要带什么");
    driver_outside("sybxj"); /* as it comes out */
    driver_type(clerk, "ｓｙｂｘｊ");
    driver_expect_text(clerk, "sybxj");
    driver_expect_text(clerk, ">1 失业保险金申领");
    driver_type(clerk, "１");
    driver_wait_text(clerk, "出生日期");
    driver_type(clerk, "１３９１２３４５６７８");
    driver_key(clerk, "Enter");
    driver_type(clerk, "２０２６０２２８");
    driver_key(clerk, "Enter");
    driver_type(clerk, "０２");
    driver_key(clerk, "Enter");
    driver_expect_text(clerk, "13912345678");
    driver_expect_text(clerk, "2026-02-28");
    driver_expect_text(clerk, "02 用人单位解除劳动合同");
    driver_expect_text(clerk, "缺5 错0");
}

/* Codes by digits, by initials, by any word; hanzi in a code field search its list. */
static void test_codes_take_digits_initials_and_words(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *shown;
    } rows[] = {{"05", "05 单位破产"},
                {"pochan", "pochan"},
                {"dwpc", "05 单位破产"},
                {"破产", "05 单位破产"},
                {"99", "99 其他"}};
    const char *db = world_database("codes");
    struct driver *clerk = clerk_at(db);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_keys_in_turn(clerk, "Tab Tab");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        driver_key(clerk, "Ctrl-U");
        driver_type(clerk, rows[i].typed);
        driver_key(clerk, "Tab");
        struct buffer shown = {0};
        buffer_format(&shown, "解除原因        %s", rows[i].shown);
        driver_expect_text(clerk, buffer_string(&shown));
        buffer_free(&shown);
        driver_key(clerk, "Shift-Tab");
    }
}

static void test_a_wrong_value_never_holds_the_cursor_only_f9_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *told; /* on the way through the form; the sentence when it was left */
    } rows[] = {
        {"139123", "手机号是 11 位，现在是 6 位"},
        {"20260230", "没有“20260230”这一天"},
        {"77", "77"},
        {"", NULL}, /* involuntary: missing */
        {"千", "千"},
        {"999999", "999999"},
        {"", NULL},
        {"厂", NULL},
    };
    const char *db = world_database("faults");
    struct driver *clerk = clerk_at(db);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct driver_cursor before = driver_cursor(clerk);
        driver_type(clerk, rows[i].typed);
        driver_key(clerk, "Tab");
        if (rows[i].told)
            driver_expect_row(clerk, -3, rows[i].told);
        else
            driver_rest(clerk);
        assert_int_equal(driver_cursor(clerk).row, before.row + 1);
    }
    driver_expect_text(clerk, "!手机号码");
    driver_expect_text(clerk, "!失业时间");
    driver_expect_text(clerk, "!解除原因");
    driver_expect_text(clerk, "!缴费月数");
    driver_expect_text(clerk, "!领取地");
    people_commit(clerk);
    driver_wait_text(clerk, "还不能受理");
    driver_expect_cursor_after(clerk, "手机号码       [139123"); /* the first fault */
    driver_key(clerk, "F2");
    driver_wait_text(clerk, "-为何: ");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].told)
            driver_expect_text(clerk, rows[i].told);
    }
    driver_expect_text(clerk, "身份证或社保卡");
}

static void test_the_database_holds_what_the_form_refuses(void **state)
{
    (void)state;
    const char *db = world_database("holds");
    struct driver *clerk = clerk_at(db);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_type(clerk, "139123");
    driver_key(clerk, "Tab");
    driver_wait_text(clerk, "!手机号码");
    driver_key(clerk, "Esc"); /* the wrong value is kept as it was typed */
    driver_wait_text(clerk, "续办1");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "出生日期");
    driver_wait_text(clerk, "错1");
    driver_expect_cursor_after(clerk, "失业时间       ["); /* where it was left */
    driver_key(clerk, "Up");
    driver_expect_cursor_after(clerk, "手机号码       [139123");
}

/* What is signed was read out: every line of the letter comes by, page by page, on the smallest screen too.
 */
static void test_every_line_of_the_letter_can_be_read(void **state)
{
    (void)state;
    static const char *const lines[] = {"证明什么",      "不实承诺的责任",      "核查、",      "申请人声明",
                                        "1. 本人已知晓", "2. 本人与原用人单位", "3. 本人愿意", "4. 以上承诺"};
    bool seen[sizeof lines / sizeof *lines] = {false};
    const char *db = world_database("letter");
    struct driver *clerk = clerk_at(db);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    people_fill(clerk);
    driver_keys_in_turn(clerk, "2 F7");
    driver_wait_text(clerk, "拿不出");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "不实承诺的责任");
    for (int page = 0; page < 4; page++) {
        struct buffer text = {0};
        driver_rest(clerk);
        driver_picture(clerk, &text);
        for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
            seen[i] = seen[i] || strstr(buffer_string(&text), driver_words(clerk, lines[i]));
        buffer_free(&text);
        driver_key(clerk, "PgDn");
    }
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (!seen[i])
            fail_msg("“%s” of the letter never came by on PgDn", lines[i]);
    }
}

/* F6 hands in the next missing material, one after the other, from wherever one is (ux: key economy). */
static void test_f6_goes_on_to_the_next_missing_material(void **state)
{
    (void)state;
    const char *db = world_database("next");
    struct driver *clerk = clerk_at(db);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    people_hand_in(clerk, world_file("id.jpg", "identity card\n"), "有 身份证");
    driver_expect_row(clerk, -2, "F6: 交 解除劳动关系证明"); /* it says what it asks for */
    people_hand_in(clerk, world_file("term.jpg", "the proof, found again\n"), "有 解除劳动关系证明");
    people_hand_in(clerk, world_file("reg.jpg", "registration\n"), "有 失业登记");
    driver_key(clerk, "F6"); /* nothing is replaced unasked */
    driver_wait_text(clerk, "已经交了。要换就先按 Del 撤回");
}

static void test_f10_signs_off(void **state)
{
    (void)state;
    const char *db = world_database("leave");
    struct driver *clerk = clerk_at(db);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    driver_key(clerk, "F10");
    driver_wait_text(clerk, "3 签退");
    driver_key(clerk, "3");
    driver_wait_text(clerk, "还没完的: 在窗口 1");
    people_commit(clerk);
    driver_wait_text(clerk, "未登录");
    driver_expect_text(clerk, "口令");
    driver_expect_no_text(clerk, PERSON_NAME);
    driver_expect_no_text(clerk, "王芳");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'wangfang' AND "
                                      "datname = current_database()"),
                        "0");
    driver_key(clerk, "F10");
    assert_int_equal(driver_exit_status(clerk), 0);
    driver_expect_terminal_restored(clerk);
}

/* Next year's holidays are not published: it is accepted all the same, and told. */
static void test_at_the_end_of_the_year_a_case_is_accepted_without_dates(void **state)
{
    (void)state;
    const char *db = world_database("undated");
    world_clock(db, "2026-12-30 10:42");
    struct driver *clerk = clerk_at(db);
    people_whole_case(clerk, PERSON_NUMBER, PERSON_NAME);
    driver_expect_text(clerk, "10个工作日，到期日等节假日公布后补定");
    driver_expect_text(clerk, "已受理，号码已记入数据库。F2 到期日怎么算的");
    people_why(clerk, "2027 年的放假安排还没有公布"); /* why there is no date */
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "已受理，号码已记入数据库");
    driver_key(clerk, "Enter");
    world_sql(db, "SELECT yc.calendar_load(2027, 'invented', ARRAY[date '2027-01-01'], '{}')");
    assert_string_equal(world_sql(db, "SELECT statutory_due FROM yc.case_file"), "2027-01-14");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.verify()"), "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_help_and_why_answer_on_every_screen, world_teardown),
        cmocka_unit_test_teardown(test_dead_keys_letters_and_hanzi_change_no_screen, world_teardown),
        cmocka_unit_test_teardown(test_a_held_enter_accepts_and_decides_nothing, world_teardown),
        cmocka_unit_test_teardown(test_a_held_f9_decides_one_case, world_teardown),
        cmocka_unit_test_teardown(test_a_held_f9_accepts_once_and_not_unread, world_teardown),
        cmocka_unit_test_teardown(test_f9_is_deaf_until_the_screen_is_drawn, world_teardown),
        cmocka_unit_test_teardown(test_digits_only_choose_and_a_reason_is_asked_for, world_teardown),
        cmocka_unit_test_teardown(
            test_esc_keeps_what_was_typed_and_the_draft_goes_on_where_something_is_missing, world_teardown),
        cmocka_unit_test_teardown(test_esc_keeps_the_reviewers_words, world_teardown),
        cmocka_unit_test_teardown(test_ctrl_z_undoes_and_ctrl_u_empties, world_teardown),
        cmocka_unit_test_teardown(test_full_width_forms_count_as_ascii, world_teardown),
        cmocka_unit_test_teardown(test_codes_take_digits_initials_and_words, world_teardown),
        cmocka_unit_test_teardown(test_a_wrong_value_never_holds_the_cursor_only_f9_refuses, world_teardown),
        cmocka_unit_test_teardown(test_the_database_holds_what_the_form_refuses, world_teardown),
        cmocka_unit_test_teardown(test_every_line_of_the_letter_can_be_read, world_teardown),
        cmocka_unit_test_teardown(test_f6_goes_on_to_the_next_missing_material, world_teardown),
        cmocka_unit_test_teardown(test_f10_signs_off, world_teardown),
        cmocka_unit_test_teardown(test_at_the_end_of_the_year_a_case_is_accepted_without_dates,
                                  world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
