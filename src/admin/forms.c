/* yichuang-admin forms: check says what is wrong with the definitions, all of it, and nothing when nothing
 * is; report says what they come to; load puts them into the database; list shows what the database has. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/command.h"
#include "admin/database.h"
#include "admin/definitions.h"
#include "admin/forms_list.h"
#include "admin/forms_report.h"
#include "admin/load.h"
#include "admin/region.h"
#include "admin/words.h"
#include "base/share.h"

static int forms_check(const struct spec_set *set, const struct calendar *calendar)
{
    (void)set;
    (void)calendar;
    return ADMIN_DONE;
}

static void loaded_say(const struct load_counts *counts)
{
    char fresh[16], changed[16], same[16], region[16];
    snprintf(fresh, sizeof(fresh), "%d", counts->fresh);
    snprintf(changed, sizeof(changed), "%d", counts->changed);
    snprintf(same, sizeof(same), "%d", counts->same);
    admin_say("ADMIN_FORMS_LOADED", "new", fresh, "changed", changed, "same", same, NULL);
    for (size_t i = 0; i < counts->overlay_count; i++) {
        const struct load_overlay *overlay = &counts->overlays[i];
        snprintf(region, sizeof(region), "%d", overlay->region);
        admin_say("ADMIN_FORMS_OVERLAY", "region", region, "item", overlay->item, "outcome", overlay->outcome,
                  NULL);
    }
}

static int forms_load(const struct spec_set *set, const struct calendar *calendar)
{
    struct error error = {0};
    struct load_counts counts = {0};
    struct direct *direct = database_open(&error);
    bool good = direct && load_definitions(direct, set, calendar, &counts, &error);
    direct_close(&direct);
    if (good)
        loaded_say(&counts);
    load_counts_free(&counts);
    return good ? ADMIN_DONE : admin_refuse(&error);
}

static const struct {
    const char *name;
    int (*run)(const struct spec_set *set, const struct calendar *calendar);
} actions[] = {{"check", forms_check}, {"load", forms_load}};
enum { ACTIONS = sizeof(actions) / sizeof(actions[0]) };

/* Check and load read the definitions first; with faults they go no further. */
static int forms_act(int action, const char *folder)
{
    struct spec_set *set;
    struct calendar calendar;
    if (!definitions_read(folder, &set, &calendar))
        return ADMIN_REFUSED;
    int result = actions[action].run(set, &calendar);
    spec_set_free(&set);
    calendar_free(&calendar);
    return result;
}

static int forms_report(const char *folder)
{
    struct spec_set *set;
    struct calendar calendar;
    char *usual = folder ? NULL : share_path("forms");
    bool good = definitions_read(folder, &set, &calendar);
    if (good) {
        forms_report_print(folder ? folder : usual, set);
        spec_set_free(&set);
        calendar_free(&calendar);
    }
    free(usual);
    return good ? ADMIN_DONE : ADMIN_REFUSED;
}

static int forms_list(int argc, char **argv)
{
    bool json = false;
    const char *given = NULL;
    char region[REGION_TEXT] = "0"; /* the standard */
    const struct word_option options[] = {{"--json", NULL, &json}, {"--region", &given, NULL}, {0}};
    const char *none[1];
    struct error error = {0};
    if (!words_read(&command_forms, argc, argv, options, none, 0, 0))
        return ADMIN_USAGE;
    struct direct *direct = database_open(&error);
    bool good = direct && (!given || region_choose(direct, given, region, &error)) &&
                forms_list_print(direct, region, json, &error);
    direct_close(&direct);
    return good ? ADMIN_DONE : admin_refuse(&error);
}

static int forms_run(int argc, char **argv)
{
    if (argc > 1 && !strcmp(argv[1], "list"))
        return forms_list(argc - 1, argv + 1);
    if (argc < 2)
        return admin_usage(&command_forms, NULL);
    if (argc > 3)
        return admin_usage(&command_forms, argv[3]);
    if (!strcmp(argv[1], "report"))
        return forms_report(argv[2]);
    for (int i = 0; i < ACTIONS; i++) {
        if (!strcmp(argv[1], actions[i].name))
            return forms_act(i, argv[2]);
    }
    return admin_usage(&command_forms, argv[1]);
}

const struct admin_command command_forms = {
    .name = "forms", .usage_code = "ADMIN_FORMS_USAGE", .run = forms_run};
