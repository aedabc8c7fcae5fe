#include "admin/definitions.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/share.h"
#include "spec/calendar_file.h"
#include "text/text.h"

static void calendar_read(const char *folder, struct calendar *calendar, struct spec_faults *faults)
{
    struct buffer path = {0};
    buffer_format(&path, "%s/calendar.yaml", folder);
    if (access(buffer_string(&path), F_OK) == 0)
        spec_calendar_load(buffer_string(&path), calendar, faults);
    buffer_free(&path);
}

bool definitions_read(const char *folder, struct spec_set **set, struct calendar *calendar)
{
    char *usual = folder ? NULL : share_path("forms");
    struct spec_faults faults = {0};
    *set = spec_set_create();
    *calendar = (struct calendar){0};
    spec_set_load_directory(folder ? folder : usual, *set, &faults);
    calendar_read(folder ? folder : usual, calendar, &faults);
    bool good = spec_faults_print(&faults, stderr);
    if (!good) {
        spec_set_free(set);
        calendar_free(calendar);
    }
    spec_faults_free(&faults);
    free(usual);
    return good;
}

bool definitions_calendar(struct calendar *calendar)
{
    char *folder = share_path("forms");
    struct buffer path = {0};
    struct spec_faults faults = {0};
    *calendar = (struct calendar){0};
    buffer_format(&path, "%s/calendar.yaml", folder);
    spec_calendar_load(buffer_string(&path), calendar, &faults);
    bool good = spec_faults_print(&faults, stderr);
    if (!good)
        calendar_free(calendar);
    spec_faults_free(&faults);
    buffer_free(&path);
    free(folder);
    return good;
}
