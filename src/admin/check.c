/* yichuang-admin check KIND VALUE [ARGUMENT]: one named check on one value, as it would be typed at the
 * window. */
#include <stdio.h>
#include <stdlib.h>

#include "admin/command.h"
#include "admin/definitions.h"
#include "admin/today.h"
#include "base/buffer.h"
#include "model/check.h"
#include "text/text.h"

/* The region table is read when the first check asks for it: most never do. */
struct regions {
    struct spec_set *set;
    bool failed; /* the definitions are broken; that was told */
};

static bool region_known(void *context, const char *code)
{
    struct regions *regions = context;
    struct calendar calendar;
    if (!regions->set && !regions->failed) {
        regions->failed = !definitions_read(NULL, &regions->set, &calendar);
        if (!regions->failed)
            calendar_free(&calendar);
    }
    const struct spec_codes *codes = regions->failed ? NULL : spec_set_codes(regions->set, "region");
    return codes && spec_codes_find(codes, code);
}

static int kind_unknown(const char *kind)
{
    struct buffer kinds = {0}, out = {0};
    for (size_t i = 0; check_name(i); i++)
        buffer_format(&kinds, "%s%s", i ? " " : "", check_name(i));
    text_fill(&out, "ADMIN_CHECK_KINDS", "kind", kind, "kinds", buffer_string(&kinds), NULL);
    fprintf(stderr, "%s\n", buffer_string(&out));
    buffer_free(&out);
    buffer_free(&kinds);
    return ADMIN_USAGE;
}

static void warning_print(struct error *error)
{
    char *sentence = text_error_string(error);
    printf("warn: %s\n", sentence);
    free(sentence);
    error_free(error);
}

static int value_check(const char *kind, const char *value, const char *argument)
{
    struct regions regions = {0};
    struct check_context context = {
        .today = today_here(), .argument = argument, .region_known = region_known, .regions = &regions};
    struct buffer kept = {0};
    struct error error = {0};
    enum check_result result = CHECK_BAD;
    if (check_read(kind, value, context.today, &kept, &error))
        result = check_run(kind, buffer_string(&kept), &context, &error);
    buffer_free(&kept);
    spec_set_free(&regions.set);
    if (regions.failed) {
        error_free(&error);
        return ADMIN_REFUSED;
    }
    if (result == CHECK_BAD)
        return admin_refuse(&error);
    if (result == CHECK_WARN)
        warning_print(&error);
    else
        puts("ok");
    return ADMIN_DONE;
}

static int check_command(int argc, char **argv)
{
    if (argc > 1 && !check_exists(argv[1]))
        return kind_unknown(argv[1]);
    if (argc < 3 || argc > 4)
        return admin_usage(&command_check, argc > 4 ? argv[4] : NULL);
    return value_check(argv[1], argv[2], argv[3]);
}

const struct admin_command command_check = {
    .name = "check", .usage_code = "ADMIN_CHECK_USAGE", .run = check_command};
