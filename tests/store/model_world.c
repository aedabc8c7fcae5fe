#include "store/model_world.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

enum { SQL_MOST = 1 << 20 };

void model_world_run(struct model_world *world, const char *sql)
{
    struct error error = {0};
    if (!direct_script(world->superuser, sql, NULL, &error)) {
        fprintf(stderr, "%s: %s %s\n", sql, error.code, error_value(&error, "message"));
        exit(2);
    }
}

static void calendar_read(struct model_world *world)
{
    struct store_reply *reply = NULL;
    struct error error = {0};
    struct date day;
    direct_text(world->superuser, &reply, &error, "SELECT year::text FROM yc.calendar_year ORDER BY year",
                NULL);
    for (int i = 0; i < store_reply_rows(reply); i++)
        calendar_year_add(&world->calendar, atoi(store_reply_text(reply, i, "year")), "", &error);
    store_reply_free(&reply);
    direct_text(world->superuser, &reply, &error, "SELECT day::text, works::text FROM yc.calendar_exception",
                NULL);
    for (int i = 0; i < store_reply_rows(reply); i++) {
        date_parse(store_reply_text(reply, i, "day"), &day);
        calendar_exception_add(&world->calendar, day, store_reply_text(reply, i, "works")[0] == 't', &error);
    }
    store_reply_free(&reply);
}

static void rights_text(unsigned rights, struct buffer *text)
{
    static const char *const names[] = {
        "accept", "review", "recheck", "approve", "site_check", "third_party_check", "supervise", "operate"};
    buffer_byte(text, '{');
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (rights & 1u << i)
            buffer_format(text, "%s%s", text->length > 1 ? "," : "", names[i]);
    }
    buffer_byte(text, '}');
}

static void person_make(struct model_world *world, int who)
{
    const struct model_person *person = &model_people[who];
    struct buffer rights = {0}, sql = {0};
    rights_text(person->elsewhere ? MODEL_REVIEWS | MODEL_RECHECKS | MODEL_APPROVES : person->rights,
                &rights);
    buffer_format(
        &sql,
        "SELECT test.model_person('%s_%s', '%s', %d, %d, NULLIF('%s', ''), NULLIF('%s', ''))::text AS value",
        world->prefix, person->name, buffer_string(&rights), person->hall,
        person->elsewhere ? 210700 : 210600, person->own >= 0 ? world->names.applicants[person->own] : "",
        person->kin >= 0 ? world->names.applicants[person->kin] : "");
    char *id = test_database_value(world->superuser, buffer_string(&sql), NULL);
    snprintf(world->names.staff[who], sizeof world->names.staff[who], "%s", id);
    free(id);
    buffer_free(&rights);
    buffer_free(&sql);
}

static void script(struct model_world *world, const char *path)
{
    struct buffer text = {0};
    struct error error = {0};
    if (!file_read(path, SQL_MOST, &text, &error)) {
        fprintf(stderr, "%s: %s\n", path, error.code);
        exit(2);
    }
    model_world_run(world, buffer_string(&text));
    buffer_free(&text);
}

static void identity_make(struct model_world *world, int nth, char identity[32])
{
    char number[8];
    snprintf(number, sizeof number, "%d", nth);
    char *id = test_database_value(world->superuser, "SELECT test.id_no($1::int) AS value", number, NULL);
    snprintf(identity, 32, "%s", id);
    free(id);
}

void model_world_open(struct model_world *world, int worker)
{
    snprintf(world->prefix, sizeof world->prefix, "model%d", worker);
    test_database_open("model");
    world->superuser = test_database_superuser();
    script(world, "tests/store/helpers.sql");
    script(world, "tests/store/model.sql");
    model_world_run(
        world, "SELECT yc.hall_make(210600, 2::smallint, '西区大厅', 'West hall', 2), yc.hall_make(210700, "
               "1::smallint, '外地大厅', 'Elsewhere', 1)");
    model_world_run(world, "SELECT yc.tend()");
    calendar_read(world);
    for (int i = 0; i < MODEL_APPLICANTS; i++)
        identity_make(world, i + 1, world->names.applicants[i]);
    identity_make(world, 300, world->names.deceased);
    for (int who = 0; who < MODEL_PEOPLE; who++)
        person_make(world, who);
}

void model_world_close(struct model_world *world)
{
    direct_close(&world->superuser);
    test_database_close();
    calendar_free(&world->calendar);
}
