#include "story/people.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "story/world.h"

enum { BREATH = 330 }; /* ms; F9 is deaf for 300 */

const char *people_language(void)
{
    const char *variant = getenv("STORY_LANGUAGE");
    return variant && strcmp(variant, "en") == 0 ? "en" : "zh";
}

const char *people_keymap(void)
{
    const char *variant = getenv("STORY_KEYMAP");
    return variant && strcmp(variant, "default") != 0 ? variant : NULL;
}

static bool input_method_is_on(void)
{
    const char *variant = getenv("STORY_INPUT");
    return variant && strcmp(variant, "ime") == 0;
}

struct driver *people_start(const struct person_at *who)
{
    driver_outside(who->database); /* refusals name it */
    const char *variant = people_language(), *language = who->language ? who->language : variant;
    const char *keymap = who->keymap ? who->keymap : people_keymap();
    const char *arguments[] = {
        "--db", who->database, "--lang", language, "--keymap", keymap ? keymap : "default", NULL};
    struct driver *driver =
        driver_start(&(struct driver_options){.arguments = arguments,
                                              .language = language,
                                              .translated = !who->language && strcmp(variant, "en") == 0,
                                              .keymap = who->keymap ? NULL : keymap,
                                              .ime = input_method_is_on(),
                                              .name = who->login,
                                              .home = who->home,
                                              .rows = who->rows,
                                              .columns = who->columns,
                                              .limit = who->limit});
    driver_wait_text(driver, "F10");
    return driver;
}

void people_type_login(struct driver *driver, const struct person_at *who)
{
    driver_type(driver, who->login);
    driver_key(driver, "Enter");
    driver_type_plain(driver, "test");
    driver_key(driver, "Enter");
    driver_type(driver, who->window ? who->window : "");
    driver_key(driver, "Enter");
}

struct driver *people_sign_on(const struct person_at *who)
{
    const char *language = who->language ? who->language : people_language();
    struct driver *driver = people_start(who);
    people_type_login(driver, who);
    driver_wait_gone(driver, strcmp(language, "en") == 0 ? "Password" : "口令");
    return driver;
}

void people_breathe(struct driver *driver)
{
    driver_wakeups(driver, BREATH);
}

void people_commit(struct driver *driver)
{
    people_breathe(driver);
    driver_key(driver, "F9");
}

void people_new_person(struct driver *driver, const char *number, const char *name)
{
    driver_type(driver, number);
    driver_key(driver, "Enter");
    driver_wait_text(driver, "没有这个人的记录");
    driver_type(driver, name);
    driver_key(driver, "Enter");
    driver_wait_text(driver, "没有办过");
}

void people_known_person(struct driver *driver, const char *number)
{
    driver_type(driver, number);
    driver_key(driver, "Enter");
    driver_wait_text(driver, "此人的案子");
}

void people_pick_item(struct driver *driver, const char *words)
{
    driver_key(driver, "F4");
    driver_wait_text(driver, "要带什么");
    driver_type(driver, words);
    driver_wait_text(driver, "出生日期");
}

void people_pick(struct driver *driver)
{
    people_pick_item(driver, "sybxj1");
}

void people_fill(struct driver *driver)
{
    driver_type(driver, "13912345678");
    driver_key(driver, "Enter");
    driver_type(driver, "0228");
    driver_key(driver, "Enter");
    driver_type(driver, "02");
    driver_key(driver, "Enter");
    driver_type(driver, "210603");
    driver_key(driver, "Enter");
    driver_type(driver, "演示纺织厂");
    driver_key(driver, "Enter");
    driver_wait_text(driver, "材料 缺3");
}

void people_hand_in(struct driver *driver, const char *path, const char *shown)
{
    driver_key(driver, "F6");
    driver_wait_text(driver, "文件在哪里");
    driver_type_plain(driver, path);
    driver_key(driver, "Enter");
    driver_wait_text(driver, shown);
}

void people_promise_of(struct driver *driver, const char *shown)
{
    driver_key(driver, "F7");
    driver_wait_text(driver, "拿不出");
    driver_key(driver, "1");
    driver_wait_text(driver, "不实承诺的责任");
    people_commit(driver);
    driver_wait_text(driver, shown);
}

void people_promise(struct driver *driver)
{
    people_promise_of(driver, "诺 解除劳动关系证明");
}

void people_materials(struct driver *driver)
{
    people_hand_in(driver, world_file("id.jpg", "identity card, both sides\n"), "有 身份证");
    driver_key(driver, "Enter");
    people_promise(driver);
    driver_key(driver, "Enter");
    people_hand_in(driver, world_file("reg.jpg", "registered as unemployed\n"), "有 失业登记");
    driver_key(driver, "Enter");
    driver_wait_text(driver, "念给申请人听一遍");
}

void people_accept(struct driver *driver)
{
    people_commit(driver);
    driver_wait_text(driver, "请念给申请人听");
    people_commit(driver);
    driver_wait_text(driver, "还欠");
}

void people_whole_case(struct driver *driver, const char *number, const char *name)
{
    people_new_person(driver, number, name);
    people_pick(driver);
    people_fill(driver);
    people_materials(driver);
    people_accept(driver);
}

void people_cases_accepted(const char *database, int count)
{
    struct buffer setting = {0};
    buffer_format(&setting, "count=%d", count);
    world_script(database, "tests/story/cases.sql", buffer_string(&setting));
    for (int i = 0; i < 10; i++) { /* the names that the script puts together */
        static const char *const numerals[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
        buffer_clear(&setting);
        buffer_format(&setting, "申请%s", numerals[i]);
        driver_outside(buffer_string(&setting));
    }
    buffer_free(&setting);
    world_sql(database, "SELECT yc.tend()");
}

void people_funeral(struct driver *driver)
{
    driver_key(driver, "F4");
    driver_wait_text(driver, "要带什么");
    driver_type(driver, "szbz1");
    driver_wait_text(driver, "死亡人员证件号码");
    driver_type(driver, "13912345678");
    driver_key(driver, "Enter");
    driver_type(driver, PERSON_DEAD_NUMBER);
    driver_key(driver, "Enter");
    driver_type(driver, "0220");
    driver_key(driver, "Enter");
    driver_type(driver, "30");
    driver_key(driver, "Enter");
    driver_type(driver, "1");
    driver_key(driver, "Enter");
    driver_type(driver, PERSON_DEAD_NAME);
    driver_key(driver, "Enter");
    driver_wait_text(driver, "材料 缺3");
    people_hand_in(driver, world_file("id.jpg", "identity card, both sides\n"), "有 身份证");
    driver_key(driver, "Enter");
    people_hand_in(driver, world_file("death.jpg", "proof of cremation\n"), "有 死亡证明");
    driver_key(driver, "Enter");
    people_promise_of(driver, "诺 亲属关系证明");
    driver_key(driver, "Enter");
    driver_wait_text(driver, "念给申请人听一遍");
}

void people_visit_park(struct driver *driver)
{
    driver_key(driver, "Enter"); /* from the receipt */
    driver_wait_text(driver, "此人的案子");
    driver_key(driver, "F8");
    driver_wait_text(driver, "在大厅等审批");
    driver_key(driver, "4");
    driver_wait_text(driver, "请叫下一位");
}

void people_visit_end(struct driver *driver, const char *outcome)
{
    driver_wait_text(driver, "此人的案子");
    people_commit(driver);
    driver_wait_text(driver, "结束来访");
    driver_key(driver, outcome);
    driver_wait_text(driver, "请叫下一位");
}

bool people_see(struct driver *driver, const char *text)
{
    const char *words = driver_words(driver, text);
    bool found = false;
    driver_rest(driver);
    text = driver_words(driver, text);
    for (int row = 0; row < driver_rows(driver) && !found; row++) {
        struct buffer line = {0};
        driver_row_text(driver, row, &line);
        found = strstr(buffer_string(&line), words) != NULL;
        buffer_free(&line);
    }
    return found;
}

void people_why(struct driver *driver, const char *text)
{
    for (int times = 0; times < 20; times++) {
        driver_key(driver, "F2");
        driver_wait_text(driver, "-为何: ");
        if (people_see(driver, text))
            return;
        driver_key(driver, "Esc");
        driver_wait_gone(driver, "-为何: ");
    }
    driver_wait_text(driver, text);
}
