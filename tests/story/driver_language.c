/* The languages of a screen: what a Chinese expectation is called in English, and that nothing stands on a
 * screen in the other language but what came from outside. */
#include "story/driver.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "story/driver_parts.h"

#define DICTIONARY "tests/story/english.tsv"
#define ANY        "{}" /* in both columns: any text, the same */

enum { WORD = 2 }; /* so many letters in a row are a word */

/* Data of this story, each with a newline behind it. */
static struct buffer outside;

/* What Chinese screens may say in Latin letters: keys, and commands to be typed elsewhere. Longer ones first.
 */
static const char *const LATIN[] = {
    "yichuang-admin forms load",
    "yichuang-admin migrate",
    "yichuang-admin staff",
    "yichuang-admin tend",
    "yichuang-admin case",
    "Backspace",
    "Delete",
    "Insert",
    "Keypad",
    "Enter",
    "Space",
    "Shift",
    "Right",
    "PgUp",
    "PgDn",
    "Home",
    "Ctrl",
    "Left",
    "Down",
    "Del",
    "End",
    "Esc",
    "Tab",
    "Alt",
    "MB",
    "Up",
};

void driver_outside(const char *text)
{
    buffer_format(&outside, "%s\n", text);
}

void language_forget(void)
{
    buffer_free(&outside);
}

static bool is_chinese(uint32_t character)
{
    return (character >= 0x2E80 && character <= 0x9FFF) || (character >= 0xF900 && character <= 0xFAFF) ||
           (character >= 0xFE30 && character <= 0xFE4F) || (character >= 0xFF00 && character <= 0xFFEF) ||
           (character >= 0x20000 && character <= 0x3FFFF);
}

static bool is_outside(const char *text, size_t length)
{
    char *one = memory_text_length(text, length);
    bool found = outside.length && strstr(buffer_string(&outside), one);
    free(one);
    return found;
}

/* Bytes up to the next run of Chinese characters, whose length comes back in *length; 0 when there is none.
 */
static size_t chinese_next(const char *text, size_t *length)
{
    const char *at = text, *start = NULL;
    *length = 0;
    while (*at) {
        uint32_t character;
        size_t taken = utf8_decode(at, strlen(at), &character);
        if (is_chinese(character))
            start = start ? start : at;
        else if (start)
            break;
        at += taken;
    }
    if (start)
        *length = (size_t)(at - start);
    return start ? (size_t)(start - text) : 0;
}

/* The first run of Chinese that nobody typed; NULL: there is none. Free with free(). */
static char *chinese_inside(const char *text)
{
    for (size_t length, skip; (skip = chinese_next(text, &length)), length; text += skip + length) {
        if (!is_outside(text + skip, length))
            return memory_text_length(text + skip, length);
    }
    return NULL;
}

/* --- The English of a Chinese expectation */

/* Whether text is the pattern; what stands for ANY comes back in *any and *length. */
static bool pattern_matches(const char *pattern, const char *text, const char **any, size_t *length)
{
    const char *gap = strstr(pattern, ANY);
    *any = text;
    *length = 0;
    if (!gap)
        return strcmp(pattern, text) == 0;
    size_t before = (size_t)(gap - pattern), behind = strlen(gap + strlen(ANY)), whole = strlen(text);
    *any = text + before;
    *length = whole - before - behind;
    return whole >= before + behind && strncmp(pattern, text, before) == 0 &&
           strcmp(text + whole - behind, gap + strlen(ANY)) == 0;
}

static char *pattern_fill(const char *pattern, const char *any, size_t length)
{
    struct buffer out = {0};
    const char *gap = strstr(pattern, ANY);
    if (!gap)
        return memory_text(pattern);
    buffer_append(&out, pattern, (size_t)(gap - pattern));
    buffer_append(&out, any, length);
    buffer_text(&out, gap + strlen(ANY));
    return buffer_take(&out);
}

/* NULL: no line has it. */
static char *dictionary_find(struct driver *driver, const char *text)
{
    char line[1024], *found = NULL;
    FILE *file = fopen(DICTIONARY, "re");
    if (!file)
        driver_fail(driver, "the file " DICTIONARY);
    for (bool exact = false; !exact && fgets(line, sizeof line, file);) {
        const char *any;
        size_t length;
        char *tab = strchr(line, '\t');
        line[strcspn(line, "\n")] = '\0';
        if (!tab)
            continue;
        *tab = '\0';
        exact = strcmp(line, text) == 0;
        if (!exact && (found || !pattern_matches(line, text, &any, &length)))
            continue;
        free(found);
        found = exact ? memory_text(tab + 1) : pattern_fill(tab + 1, any, length);
    }
    fclose(file);
    return found;
}

static const char *words_keep(struct driver *driver, char *words)
{
    free(driver->words[driver->word]);
    driver->words[driver->word] = words;
    driver->word = (driver->word + 1) % DRIVER_WORDS;
    return words;
}

static const char *english_of(struct driver *driver, const char *text)
{
    if (!driver->translated)
        return text;
    char *english = dictionary_find(driver, text);
    char *inside = english ? NULL : chinese_inside(text);
    if (inside)
        driver_fail(driver, "the English of a text; tests/story/english.sh lists all that lack:\n%s\t", text);
    free(inside);
    return english ? words_keep(driver, english) : text;
}

const char *driver_words(struct driver *driver, const char *text)
{
    const char *words = english_of(driver, text);
    return driver->keymap ? words_keep(driver, keymap_words(driver, words)) : words;
}

/* --- Nothing of the other language */

static void blank(char *text, const char *what)
{
    for (char *at = text; (at = strstr(at, what));)
        memset(at, ' ', strlen(what));
}

/* Hashes, case numbers, moments: digits with letters among them. */
static bool is_number(const char *word, size_t length)
{
    size_t digits = 0;
    for (size_t i = 0; i < length; i++)
        digits += isdigit((unsigned char)word[i]) != 0;
    return digits * 4 >= length;
}

static bool is_word(const char *word, size_t length)
{
    size_t letters = 0;
    for (size_t i = 0; i < length && letters < WORD; i++)
        letters = isalpha((unsigned char)word[i]) ? letters + 1 : 0;
    return letters >= WORD && !is_number(word, length) && !is_outside(word, length);
}

/* The first Latin word that nobody typed; NULL: there is none. Free with free(). */
static char *latin_inside(const char *row)
{
    static const char PARTS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-";
    char *text = memory_text(row), *found = NULL;
    for (size_t i = 0; i < sizeof LATIN / sizeof *LATIN; i++)
        blank(text, LATIN[i]);
    for (const char *at = text; *at && !found;) {
        size_t length = strspn(at, PARTS);
        if (is_word(at, length))
            found = memory_text_length(at, length);
        at += length ? length : 1;
    }
    free(text);
    return found;
}

void language_check(struct driver *driver)
{
    char *found = NULL;
    for (int row = 0; driver->language && row < driver->rows && !found; row++) {
        struct buffer text = {0};
        driver_row_text(driver, row, &text);
        found = strcmp(driver->language, "en") == 0 ? chinese_inside(buffer_string(&text))
                                                    : latin_inside(buffer_string(&text));
        buffer_free(&text);
    }
    if (found)
        driver_fail(driver, "a screen in one language (%s), but there is \"%s\"", driver->language, found);
}
