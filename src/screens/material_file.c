#include "screens/material_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "loop/worker.h"

/* A file on its way from the disk. */
struct reading {
    struct work *work;
    void (*read_done)(void *owner, bool read);
    char *kind;
    char *path;
    struct buffer bytes;
    struct error error;
    bool read;
};

static void reading_free(void *data)
{
    struct reading *reading = data;
    buffer_free(&reading->bytes);
    error_free(&reading->error);
    free(reading->kind);
    free(reading->path);
    free(reading);
}

static void read_job(void *data)
{
    struct reading *reading = data;
    reading->read = file_read(reading->path, FILE_MATERIAL_MOST, &reading->bytes, &reading->error);
}

static void read_done(void *owner, void *data)
{
    struct reading *reading = data;
    struct ui *ui = reading->work->desk->ui;
    reading->read_done(owner, reading->read);
    if (reading->read) {
        const char *name = strrchr(reading->path, '/');
        work_hand_in(reading->work, reading->kind, name ? name + 1 : reading->path, &reading->bytes);
        ui_say(ui, ROLE_DONE, "MATERIALS_READ", "file", reading->path, NULL);
    } else {
        ui_say_error(ui, &reading->error);
    }
    reading_free(reading);
    ui_changed(ui);
}

struct worker *material_file_read(struct work *work, const char *kind, const char *path,
                                  void (*done)(void *owner, bool read), void *owner)
{
    struct reading *reading = memory_get(1, sizeof(*reading));
    reading->work = work;
    reading->read_done = done;
    reading->kind = memory_text(kind);
    reading->path = memory_text(path);
    return worker_start(work->desk->loop, read_job, reading, read_done, owner, reading_free);
}
