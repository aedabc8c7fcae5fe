#include "screens/desk_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/pack.h"
#include "screens/setting.h"

enum { RECORD_VERSION = 2, BOOT_ID = 37, LONGEST_AWAY = 7 * 24 * 3600 };

/* Names this start of the machine: the monotonic clock goes on as long as it is the same. */
static const char *boot_read(char boot[BOOT_ID])
{
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");
    boot[0] = '\0';
    if (file && !fgets(boot, BOOT_ID, file))
        boot[0] = '\0';
    if (file)
        fclose(file);
    return boot;
}

/* --- writing */

static void name_write(const struct spec_name *name, struct buffer *out)
{
    pack_text(out, name->zh);
    pack_text(out, name->en);
}

static void moment_write(const struct desk *desk, struct buffer *out)
{
    char boot[BOOT_ID], day[DATE_TEXT];
    struct desk_moment now = desk_now(desk);
    pack_text(out, date_format(now.day, day));
    pack_number(out, now.second);
    pack_text(out, boot_read(boot));
    pack_number(out, clock_milliseconds());
    pack_number(out, time(NULL));
}

static void grants_write(const struct desk *desk, struct buffer *out)
{
    pack_number(out, (int64_t)desk->grant_count);
    for (size_t i = 0; i < desk->grant_count; i++) {
        pack_text(out, desk->grants[i].action);
        pack_number(out, desk->grants[i].region);
        name_write(&desk->grants[i].region_name, out);
        pack_number(out, desk->grants[i].hall);
        name_write(&desk->grants[i].hall_name, out);
    }
}

static void items_write(const struct desk *desk, struct buffer *out)
{
    pack_number(out, (int64_t)desk->item_count);
    for (size_t i = 0; i < desk->item_count; i++) {
        pack_number(out, desk->items[i].definition_id);
        pack_text(out, desk->items[i].code);
        name_write(&desk->items[i].name, out);
        pack_number(out, desk->items[i].acceptable);
        pack_text(out, desk->items[i].hash);
    }
}

static void settings_write(const struct desk *desk, struct buffer *out)
{
    pack_number(out, (int64_t)desk->setting_count);
    for (size_t i = 0; i < desk->setting_count; i++) {
        pack_text(out, desk->settings[i].name);
        pack_text(out, desk->settings[i].value);
    }
}

static void slip_write(const struct desk *desk, struct buffer *out)
{
    char day[DATE_TEXT] = "";
    if (desk->slip.day.year)
        date_format(desk->slip.day, day);
    pack_text(out, day);
    pack_number(out, desk->slip.second);
}

static void record_write(const struct desk *desk, struct buffer *out)
{
    pack_number(out, RECORD_VERSION);
    slip_write(desk, out);
    pack_text(out, desk->identity);
    pack_text(out, desk->login);
    name_write(&desk->names, out);
    pack_number(out, desk->demonstration_hall);
    moment_write(desk, out);
    grants_write(desk, out);
    items_write(desk, out);
    settings_write(desk, out);
}

void desk_record_keep(struct desk *desk)
{
    struct buffer record = {0};
    struct error error = {0};
    record_write(desk, &record);
    desk->unkept = !outbox_base(desk->outbox, record.data, record.length, &error);
    if (desk->unkept)
        ui_say_error(desk->ui, &error);
    error_free(&error);
    buffer_free(&record);
}

/* --- reading */

/* Since the same start of the machine the monotonic clock tells exactly how long it was; after another one
 * the machine's date is asked, and believed only for a difference that can be. */
static struct desk_moment moment_read(struct unpack *from)
{
    char boot[BOOT_ID];
    struct desk_moment moment = {{0}, 0};
    char *day = unpack_text(from);
    int64_t second = unpack_number(from);
    char *then_boot = unpack_text(from);
    int64_t milliseconds = unpack_number(from), wall = unpack_number(from);
    if (day)
        date_parse(day, &moment.day);
    int64_t away = time(NULL) - wall;
    if (then_boot && *then_boot && strcmp(then_boot, boot_read(boot)) == 0)
        away = (clock_milliseconds() - milliseconds) / 1000;
    if (away > 0 && away < LONGEST_AWAY)
        second += away;
    moment.day = date_add(moment.day, (int)(second / (24 * 3600)));
    moment.second = (int)(second % (24 * 3600));
    free(day);
    free(then_boot);
    return moment;
}

/* A count that was written cannot be larger than what is left. */
static size_t count_read(struct unpack *from)
{
    int64_t count = unpack_number(from);
    if (count < 0 || (size_t)count > from->length)
        from->broken = true;
    return from->broken ? 0 : (size_t)count;
}

static void name_read(struct spec_name *name, struct unpack *from)
{
    name->zh = unpack_text(from);
    name->en = unpack_text(from);
}

static void grants_read(struct desk *desk, struct unpack *from)
{
    desk->grant_count = count_read(from);
    desk->grants = memory_get(desk->grant_count, sizeof(*desk->grants));
    for (size_t i = 0; i < desk->grant_count; i++) {
        desk->grants[i].action = unpack_text(from);
        desk->grants[i].region = (int)unpack_number(from);
        name_read(&desk->grants[i].region_name, from);
        desk->grants[i].hall = (int)unpack_number(from);
        name_read(&desk->grants[i].hall_name, from);
    }
}

static void items_read(struct desk *desk, struct unpack *from)
{
    desk->item_count = count_read(from);
    desk->items = memory_get(desk->item_count, sizeof(*desk->items));
    for (size_t i = 0; i < desk->item_count; i++) {
        desk->items[i].definition_id = (int)unpack_number(from);
        desk->items[i].code = unpack_text(from);
        name_read(&desk->items[i].name, from);
        desk->items[i].acceptable = unpack_number(from) != 0;
        desk->items[i].hash = unpack_text(from);
    }
}

static void settings_read(struct desk *desk, struct unpack *from)
{
    size_t count = count_read(from);
    settings_begin(desk);
    for (size_t i = 0; i < count && !from->broken; i++) {
        char *name = unpack_text(from), *value = unpack_text(from);
        if (name && value)
            settings_add(desk, memory_text(name), memory_text(value));
        free(name);
        free(value);
    }
}

/* The last slip's moment, in front: also of a record whose rest the database tells anew, and of an older
 * version, which is all that is read of it (false). */
static bool slip_read(struct desk *desk, struct unpack *from)
{
    int64_t version = unpack_number(from);
    if (version < 1 || version > RECORD_VERSION)
        return false;
    char *day = unpack_text(from);
    desk->slip.second = (int)unpack_number(from);
    if (!day || !date_parse(day, &desk->slip.day))
        desk->slip = (struct desk_moment){{0}, 0};
    free(day);
    return version == RECORD_VERSION;
}

void desk_record_slip(struct desk *desk, const void *bytes, size_t length)
{
    struct unpack from = unpack_begin(bytes, length);
    slip_read(desk, &from);
}

bool desk_record_read(struct desk *desk, const void *bytes, size_t length)
{
    struct unpack from = unpack_begin(bytes, length);
    if (!slip_read(desk, &from))
        return false;
    free(desk->identity);
    desk->identity = unpack_text(&from);
    free(desk->login);
    desk->login = unpack_text(&from);
    struct spec_name names;
    name_read(&names, &from);
    desk_names_set(desk, names.zh ? names.zh : "", names.en ? names.en : "");
    free(names.zh);
    free(names.en);
    desk->demonstration_hall = unpack_number(&from) != 0;
    desk_clock_set(desk, moment_read(&from));
    desk_grants_free(desk);
    desk_items_free(desk);
    grants_read(desk, &from);
    items_read(desk, &from);
    settings_read(desk, &from);
    if (from.broken) { /* an action may be NULL: nothing of it is used */
        desk_grants_free(desk);
        desk_items_free(desk);
    }
    bool known = !from.broken && desk_may(desk, "accept");
    if (known)
        settings_apply(desk);
    return known;
}
