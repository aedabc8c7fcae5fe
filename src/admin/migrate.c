/* yichuang-admin migrate */
#include <stdio.h>

#include "admin/command.h"
#include "admin/database.h"
#include "admin/migrations.h"

static int migrate_command(int argc, char **argv)
{
    struct error error = {0};
    struct migrate_outcome outcome = {0};
    if (argc > 1)
        return admin_usage(&command_migrate, argv[1]);
    struct direct *direct = database_open(&error);
    bool good = direct && migrations_apply(direct, &outcome, &error);
    direct_close(&direct);
    if (!good)
        return admin_refuse(&error);
    char count[16], version[16];
    snprintf(count, sizeof(count), "%d", outcome.migrations);
    snprintf(version, sizeof(version), "%04d", (int)migrations_program.migration_count);
    admin_say(outcome.migrations  ? "MIGRATE_DONE"
              : outcome.functions ? "MIGRATE_FUNCTIONS"
                                  : "MIGRATE_NOTHING",
              "count", count, "version", version, NULL);
    return ADMIN_DONE;
}

const struct admin_command command_migrate = {"migrate", "MIGRATE_USAGE", migrate_command};
