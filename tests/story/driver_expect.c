#include "story/driver.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "story/driver_parts.h"

struct text_at {
    int row;
    const char *text;
};

static bool screen_has(const struct driver *driver, const char *text)
{
    return place_next(driver, text, &(struct place){0});
}

static bool text_is_shown(struct driver *driver, const void *text)
{
    return screen_has(driver, text);
}

static bool text_is_gone(struct driver *driver, const void *text)
{
    return !screen_has(driver, text);
}

static bool row_has(struct driver *driver, const void *context)
{
    const struct text_at *at = context;
    struct row_text row = row_text_read(driver, at->row);
    bool found = strstr(buffer_string(&row.text), at->text) != NULL;
    row_text_free(&row);
    return found;
}

void driver_wait_text(struct driver *driver, const char *text)
{
    text = driver_words(driver, text);
    if (!driver_wait(driver, text_is_shown, text))
        driver_fail(driver, "text \"%s\"", text);
}

void driver_wait_gone(struct driver *driver, const char *text)
{
    text = driver_words(driver, text);
    if (!driver_wait(driver, text_is_gone, text))
        driver_fail(driver, "text \"%s\" to go away", text);
}

void driver_wait_row(struct driver *driver, int row, const char *text)
{
    text = driver_words(driver, text);
    if (!driver_wait(driver, row_has, &(struct text_at){.row = row, .text = text}))
        driver_fail(driver, "text \"%s\" in row %d", text, row);
}

void driver_expect_text(struct driver *driver, const char *text)
{
    text = driver_words(driver, text);
    driver_rest(driver);
    if (!screen_has(driver, text))
        driver_fail(driver, "text \"%s\" at once", text);
}

void driver_expect_no_text(struct driver *driver, const char *text)
{
    text = driver_words(driver, text);
    driver_rest(driver);
    if (screen_has(driver, text))
        driver_fail(driver, "no text \"%s\"", text);
}

void driver_expect_row(struct driver *driver, int row, const char *text)
{
    text = driver_words(driver, text);
    driver_rest(driver);
    if (!row_has(driver, &(struct text_at){.row = row, .text = text}))
        driver_fail(driver, "text \"%s\" in row %d at once", text, row);
}

static bool cell_has_attributes(const struct driver_cell *cell, unsigned attributes)
{
    return attributes ? (cell->attributes & attributes) == attributes : cell->attributes == ATTRIBUTE_NONE;
}

static bool place_has_attributes(const struct driver *driver, const struct place *place, unsigned attributes)
{
    for (int column = place->column; column < place->end; column++) {
        struct driver_cell cell = driver_cell(driver, place->row, column);
        if (!cell_has_attributes(&cell, attributes))
            return false;
    }
    return true;
}

static bool place_has_colour(const struct driver *driver, const struct place *place, int foreground,
                             int background)
{
    for (int column = place->column; column < place->end; column++) {
        struct driver_cell cell = driver_cell(driver, place->row, column);
        if (cell.foreground != foreground || cell.background != background)
            return false;
    }
    return true;
}

void driver_expect_attribute(struct driver *driver, const char *text, unsigned attributes)
{
    text = driver_words(driver, text);
    struct place place = {0};
    driver_rest(driver);
    while (place_next(driver, text, &place)) {
        if (place_has_attributes(driver, &place, attributes))
            return;
    }
    driver_fail(driver,
                "text \"%s\" with the attributes %#x (bold 1, underline 2, reverse 4, blink 8; 0: none)",
                text, attributes);
}

void driver_expect_colour(struct driver *driver, const char *text, int foreground, int background)
{
    text = driver_words(driver, text);
    struct place place = {0};
    driver_rest(driver);
    while (place_next(driver, text, &place)) {
        if (place_has_colour(driver, &place, foreground, background))
            return;
    }
    driver_fail(driver, "text \"%s\" in colour %d on %d (-1: the terminal's own)", text, foreground,
                background);
}

void driver_expect_cursor_after(struct driver *driver, const char *text)
{
    text = driver_words(driver, text);
    struct place place = {0};
    driver_rest(driver);
    struct driver_cursor cursor = driver_cursor(driver);
    while (place_next(driver, text, &place)) {
        if (cursor.row == place.row && cursor.column == place.end)
            return;
    }
    driver_fail(driver, "the cursor right behind \"%s\"", text);
}

void driver_expect_cursor_on(struct driver *driver, const char *text)
{
    text = driver_words(driver, text);
    struct place place = {0};
    driver_rest(driver);
    struct driver_cursor cursor = driver_cursor(driver);
    while (place_next(driver, text, &place)) {
        if (cursor.row == place.row && cursor.column == place.column)
            return;
    }
    driver_fail(driver, "the cursor on the first character of \"%s\"", text);
}

/* --- Pictures */

/* Another language has other words: pictures of its own. */
static void picture_path(const struct driver *driver, struct buffer *path, const char *name)
{
    buffer_format(path, "tests/story/pictures/%s%s.txt", name, driver->translated ? "-en" : "");
}

static void picture_write(struct driver *driver, const char *path, const struct buffer *picture)
{
    FILE *file = fopen(path, "we");
    bool written = file && fwrite(picture->data, 1, picture->length, file) == picture->length;
    if (!file || fclose(file) != 0 || !written)
        driver_fail(driver, "%s to be written: %s", path, strerror(errno));
}

static void picture_read(struct driver *driver, const char *path, struct buffer *picture)
{
    FILE *file = fopen(path, "re");
    if (!file)
        driver_fail(driver, "%s: %s (YICHUANG_PICTURES=write makes it)", path, strerror(errno));
    char bytes[4096];
    for (size_t length; (length = fread(bytes, 1, sizeof bytes, file)) > 0;)
        buffer_append(picture, bytes, length);
    fclose(file);
}

/* The rows that differ, as the file has them and as the screen has them. */
static void picture_differences(struct buffer *out, char *expected, char *seen)
{
    for (int row = 0; expected || seen; row++) {
        const char *before = strsep(&expected, "\n"), *now = strsep(&seen, "\n");
        if (before && now && strcmp(before, now) == 0)
            continue;
        if (before)
            buffer_format(out, "%4d -%s\n", row, before);
        if (now)
            buffer_format(out, "%4d +%s\n", row, now);
    }
}

void driver_compare_picture(struct driver *driver, const char *name)
{
    struct buffer path = {0}, seen = {0}, expected = {0}, differences = {0};
    const char *mode = getenv("YICHUANG_PICTURES");
    driver_rest(driver);
    if (driver->keymap) /* another keymap shows the same screens with other names of keys */
        return;
    picture_path(driver, &path, name);
    driver_picture(driver, &seen);
    if (mode && strcmp(mode, "write") == 0) {
        picture_write(driver, buffer_string(&path), &seen);
    } else {
        picture_read(driver, buffer_string(&path), &expected);
        char *before = buffer_take(&expected), *now = buffer_take(&seen);
        picture_differences(&differences, before, now);
        free(before);
        free(now);
    }
    if (differences.length)
        driver_fail(driver,
                    "the picture %s (- the file, + the screen; YICHUANG_PICTURES=write renews it)\n%s",
                    buffer_string(&path), buffer_string(&differences));
    buffer_free(&path);
    buffer_free(&seen);
    buffer_free(&expected);
    buffer_free(&differences);
}
