/* yichuang-admin migrate */
#include <stdio.h>

#include "admin/command.h"
#include "admin/database.h"
#include "admin/migrations.h"

static int migrate_command(int argc, char **argv)
{
    struct error error = {0};
    int applied = 0;
    if (argc > 1)
        return admin_usage(&command_migrate, argv[1]);
    struct direct *direct = database_open(&error);
    bool good = direct && migrations_apply(direct, &applied, &error);
    direct_close(&direct);
    if (!good)
        return admin_refuse(&error);
    char count[16], version[16];
    snprintf(count, sizeof(count), "%d", applied);
    snprintf(version, sizeof(version), "%04d", migration_list[migration_count - 1].number);
    admin_say(applied ? "MIGRATE_DONE" : "MIGRATE_NOTHING", "count", count, "version", version, NULL);
    return ADMIN_DONE;
}

const struct admin_command command_migrate = {"migrate", "MIGRATE_USAGE", migrate_command};
