#include "fault/hall.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "story/command.h"
#include "story/world.h"

const char *hall_database(const char *name)
{
    const char *database = world_database(name);
    world_sql(database, "SELECT yc.hall_make(210600, 1::smallint, '演示大厅', 'Demonstration hall', %d)",
              HALL_CLERKS);
    world_sql(database,
              "SELECT count(test.staff(format('clerk%%s', lpad(n::text, 2, '0')), '王' || "
              "substr('一二三四五六七八九十甲乙丙丁戊己', n, 1), 'Clerk ' || n, 'accept'))"
              " FROM generate_series(1, %d) n",
              HALL_CLERKS);
    world_sql(database, "SELECT yc.tend()");
    return database;
}

const char *hall_login(int window)
{
    static char logins[HALL_CLERKS][16];
    char *login = logins[(window - 1) % HALL_CLERKS];
    snprintf(login, sizeof logins[0], "clerk%02d", window);
    return login;
}

const char *hall_home(int window)
{
    char name[16];
    snprintf(name, sizeof name, "home%02d", window);
    const char *path = world_path(name);
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        fail_msg("no folder %s: %s", path, strerror(errno));
    return path;
}

int hall_rounds(int quick, int whole)
{
    const char *word = getenv("FAULT_ROUNDS");
    if (!word || !*word)
        return quick;
    return strcmp(word, "all") == 0 ? whole : atoi(word);
}

unsigned hall_random(unsigned limit)
{
    static uint64_t state;
    const char *seed = getenv("FAULT_SEED");
    if (!state)
        state = 88172645463325252ull + (seed ? strtoull(seed, NULL, 10) * 0x9e3779b97f4a7c15ull : 0);
    state ^= state << 13; /* xorshift64 */
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)(state >> 20) % limit;
}

void hall_verify(const char *database)
{
    struct buffer out = {0};
    int status = command_run(&out, (const char *[]){"yichuang-admin", "verify", "--db", database, NULL});
    if (status != 0)
        fail_msg("verify: %s", buffer_string(&out));
    buffer_free(&out);
    assert_string_equal(world_sql(database, "SELECT count(*) FROM yc.verify()"), "0");
}
