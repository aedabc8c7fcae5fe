#include "admin/demonstration.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"

static const char password[] = "yichuang";

/* No secrets and no real people: the nine that the walk through the first case in README.md needs. */
static const struct person {
    const char *login, *name_zh, *name_en;
    const char *rights[4];
    const char *post[2]; /* Chinese, English */
} people[] = {
    {"wangfang", "王芳", "Wang Fang", {"accept"}, {"窗口", "clerk"}},
    {"hejun", "何军", "He Jun", {"accept"}, {"窗口", "clerk"}},
    {"zhouqian", "周倩", "Zhou Qian", {"review"}, {"初审", "reviewer"}},
    {"lina", "李娜", "Li Na", {"recheck"}, {"复核", "rechecker"}},
    {"liuyang", "刘洋", "Liu Yang", {"review", "recheck", "approve"}, {"审批", "approver"}},
    {"zhaomin", "赵敏", "Zhao Min", {"supervise"}, {"监督", "supervisor"}},
    {"guoyan", "郭岩", "Guo Yan", {"supervise"}, {"监督", "supervisor"}},
    {"chenjing", "陈静", "Chen Jing", {"audit"}, {"审计", "auditor"}},
    {"sunwei", "孙伟", "Sun Wei", {"operate"}, {"操作", "operator"}},
};
enum { PEOPLE = sizeof(people) / sizeof(people[0]) };

/* --- the hall */

static bool person_make(struct direct *direct, const struct person *person, struct error *error)
{
    char *verifier = direct_verifier(direct, person->login, password, error);
    bool good =
        verifier && direct_text(direct, NULL, error,
                                "SELECT desk.staff_add(gen_random_uuid(), 210600, $1, $2, $3, '', $4)",
                                person->login, person->name_zh, person->name_en, verifier, NULL);
    for (int i = 0; good && person->rights[i]; i++)
        good = direct_text(direct, NULL, error,
                           "SELECT desk.staff_grant(gen_random_uuid(), 210600, $1, $2,"
                           " CASE WHEN $2 = 'accept' THEN 1::smallint END, NULL, NULL)",
                           person->login, person->rights[i], NULL);
    free(verifier);
    return good;
}

/* Whoever is there, or was once, is left alone. */
static bool people_make(struct direct *direct, struct error *error)
{
    bool good = true;
    for (int i = 0; good && i < PEOPLE; i++) {
        struct store_reply *reply = NULL;
        good = direct_text(direct, &reply, error, "SELECT FROM yc.staff WHERE login = $1", people[i].login,
                           NULL);
        if (good && store_reply_rows(reply) == 0)
            good = person_make(direct, &people[i], error);
        store_reply_free(&reply);
    }
    return good;
}

static bool hall_make(struct direct *direct, struct error *error)
{
    struct store_reply *reply = NULL;
    /* the lock: a second start at the same moment waits and finds everything */
    if (!direct_text(direct, NULL, error, "LOCK TABLE yc.setting IN SHARE ROW EXCLUSIVE MODE", NULL) ||
        !direct_text(
            direct, &reply, error,
            "SELECT yc.setting('demonstration') = 'yes' AS made, EXISTS (SELECT FROM yc.hall) AS halls",
            NULL))
        return false;
    bool made = store_reply_flag(reply, 0, "made"), halls = store_reply_flag(reply, 0, "halls");
    store_reply_free(&reply);
    if (halls && !made)
        return error_set(error, "E_DEMONSTRATION_HALLS", NULL);
    return made ||
           (direct_text(direct, NULL, error,
                        "SELECT yc.hall_make(210600, 1::smallint, '演示大厅', 'Demonstration hall', 2)",
                        NULL) &&
            direct_text(direct, NULL, error,
                        "INSERT INTO yc.setting (name, value) VALUES ('demonstration', 'yes')"
                        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                        NULL));
}

bool demonstration_make(struct direct *direct, struct error *error)
{
    bool good = direct_text(direct, NULL, error, "BEGIN", NULL) && hall_make(direct, error) &&
                people_make(direct, error);
    if (good)
        return direct_text(direct, NULL, error, "COMMIT", NULL);
    struct error second = {0}; /* the first one is what counts */
    direct_text(direct, NULL, &second, "ROLLBACK", NULL);
    error_free(&second);
    return false;
}

/* --- the note */

static void cell_write(struct buffer *out, const char *text, int width)
{
    buffer_format(out, "%s%*s", text, width > text_width(text) ? width - text_width(text) : 0, "");
}

/* Two people a line, within the 78 cells that the login screen has at 80 columns. */
static void people_write(struct buffer *out, bool english)
{
    enum { LOGIN = 10, NAME = 11, POST = 18 };
    for (int i = 0; i < PEOPLE; i++) {
        bool right = i % 2 == 1, ends = right || i == PEOPLE - 1;
        cell_write(out, people[i].login, LOGIN);
        cell_write(out, english ? people[i].name_en : people[i].name_zh, NAME);
        cell_write(out, people[i].post[english], ends ? 0 : POST);
        buffer_text(out, ends ? "\n" : "");
    }
}

/* Chinese, an empty line, English: as store/demonstration.h reads it. */
static void note_write(struct buffer *out)
{
    people_write(out, false);
    buffer_format(out, "口令: %s    窗口: 1 2\n\n", password);
    people_write(out, true);
    buffer_format(out, "password: %s    windows: 1 2", password);
}

static bool note_put(const char *path, const char *text)
{
    struct buffer fresh = {0};
    buffer_format(&fresh, "%s.new", path);
    int file = open(buffer_string(&fresh), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    size_t length = strlen(text);
    bool good = file >= 0 && write(file, text, length) == (ssize_t)length && fchmod(file, 0644) == 0;
    if (file >= 0)
        good = close(file) == 0 && good;
    good = good && rename(buffer_string(&fresh), path) == 0;
    buffer_free(&fresh);
    return good;
}

static bool note_place(const struct cluster *cluster, bool wanted)
{
    struct buffer path = {0}, text = {0};
    buffer_format(&path, "%s/demonstration", cluster->socket);
    note_write(&text);
    owner_become(&cluster->owner);
    bool good = wanted ? note_put(buffer_string(&path), buffer_string(&text))
                       : unlink(buffer_string(&path)) == 0 || errno == ENOENT;
    int failure = errno;
    owner_return();
    buffer_free(&path);
    buffer_free(&text);
    errno = failure;
    return good;
}

bool demonstration_tell(struct direct *direct, const struct cluster *cluster, struct error *error)
{
    struct store_reply *reply = NULL;
    if (!direct_text(direct, &reply, error, "SELECT yc.setting('demonstration') = 'yes' AS made", NULL))
        return false;
    bool made = store_reply_flag(reply, 0, "made");
    store_reply_free(&reply);
    return note_place(cluster, made) ||
           error_set(error, "E_LOCAL_DIRECTORY", "directory", cluster->socket, "what", strerror(errno), NULL);
}
