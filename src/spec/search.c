#include "spec/search.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "spec/pinyin.h"

enum { MOST_POINTS = 256 }; /* of a name; what is behind is not searched */

/* Text as it is compared: code points, full-width forms and capitals as small ASCII. */
struct points {
    uint32_t at[MOST_POINTS];
    size_t count;
};

static uint32_t fold(uint32_t point)
{
    point = halfwidth(point);
    return point >= 'A' && point <= 'Z' ? point - 'A' + 'a' : point;
}

static struct points points_of(const char *text, size_t length)
{
    struct points points = {.count = 0};
    for (size_t i = 0; i < length && points.count < MOST_POINTS;) {
        uint32_t point;
        i += utf8_decode(text + i, length - i, &point);
        points.at[points.count++] = fold(point);
    }
    return points;
}

static bool is_letter(uint32_t point)
{
    return point >= 'a' && point <= 'z';
}

/* Brackets, dots and spaces within a name need not be typed. */
static bool is_skipped(uint32_t point)
{
    bool ascii_sign = point < 0x80 && !is_letter(point) && !(point >= '0' && point <= '9');
    return ascii_sign || point == 0xB7 || (point >= 0x2010 && point <= 0x203F) ||
           (point >= 0x3001 && point <= 0x301F);
}

/* Whether the word stands in the name from `place` on; literal turns false where an initial was taken. */
static bool word_stands(const struct points *word, const struct points *name, size_t place, bool *literal)
{
    size_t matched = 0;
    *literal = true;
    for (size_t i = place; i < name->count && matched < word->count; i++) {
        uint32_t wanted = word->at[matched], here = name->at[i];
        if (wanted == here) {
            matched++;
        } else if (is_letter(wanted) && strchr(pinyin_initials(here), (int)wanted)) {
            *literal = false;
            matched++;
        } else if (matched == 0 || !is_skipped(here)) {
            return false;
        }
    }
    return matched == word->count;
}

static enum search_rank word_in_name(const struct points *word, const char *text)
{
    struct points name = points_of(text, strlen(text));
    enum search_rank best = SEARCH_NONE;
    for (size_t place = 0; place < name.count; place++) {
        bool literal;
        if (!word_stands(word, &name, place, &literal))
            continue;
        enum search_rank rank = literal ? SEARCH_INSIDE : SEARCH_INITIALS_INSIDE;
        if (place == 0)
            rank = literal ? SEARCH_NAME_PREFIX : SEARCH_INITIALS_PREFIX;
        if (rank < best)
            best = rank;
    }
    return best;
}

static enum search_rank word_in_code(const struct points *word, const char *text)
{
    struct points code = points_of(text, strlen(text));
    if (word->count > code.count || memcmp(word->at, code.at, word->count * sizeof(word->at[0])))
        return SEARCH_NONE;
    return word->count == code.count ? SEARCH_EXACT_CODE : SEARCH_CODE_PREFIX;
}

static enum search_rank better(enum search_rank a, enum search_rank b)
{
    return a < b ? a : b;
}

static enum search_rank word_in_entry(const struct points *word, const char *code, const char *zh,
                                      const char *en)
{
    enum search_rank rank = code ? word_in_code(word, code) : SEARCH_NONE;
    if (zh)
        rank = better(rank, word_in_name(word, zh));
    if (en)
        rank = better(rank, word_in_name(word, en));
    return rank;
}

static bool is_blank(uint32_t point)
{
    return point == ' ' || point == '\t';
}

/* Every word must be found; the one that is found worst counts. */
static enum search_rank query_rank(const char *query, const char *code, const char *zh, const char *en)
{
    const struct points typed = points_of(query, strlen(query));
    enum search_rank worst = SEARCH_EXACT_CODE;
    struct points word = {.count = 0};
    bool words = false;
    for (size_t i = 0; i <= typed.count; i++) {
        if (i < typed.count && !is_blank(typed.at[i])) {
            word.at[word.count++] = typed.at[i];
            continue;
        }
        if (word.count) {
            enum search_rank rank = word_in_entry(&word, code, zh, en);
            worst = rank > worst ? rank : worst;
            words = true;
        }
        word.count = 0;
    }
    return words ? worst : SEARCH_NAME_PREFIX;
}

enum search_rank search_matches(const char *query, const char *name)
{
    return query_rank(query, NULL, name, NULL);
}

enum search_rank search_entry(const char *query, const char *code, const struct spec_name *name)
{
    return query_rank(query, code, name->zh, name->en);
}

int search_score(const char *query, const char *code, const struct spec_name *name)
{
    enum { STEP = 1000 };
    enum search_rank rank = search_entry(query, code, name);
    size_t length = query[strspn(query, " \t")] ? utf8_count(name->zh) : 0; /* everything: the list's order */
    return rank == SEARCH_NONE ? 0
                               : (SEARCH_NONE - (int)rank) * STEP - (length < STEP ? (int)length : STEP - 1);
}

/* How well an entry is found: 0 not at all. */
struct found {
    int score;
    size_t at; /* among equals the order of the list */
};

static int found_compare(const void *one, const void *other)
{
    const struct found *a = one, *b = other;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->at < b->at ? -1 : 1;
}

/* Puts what matches in front, best first; how many match. */
static size_t found_order(struct found *found, size_t count)
{
    size_t matches = 0;
    for (size_t i = 0; i < count; i++)
        matches += found[i].score > 0;
    qsort(found, count, sizeof(*found), found_compare);
    return matches;
}

size_t search_items(const char *query, const struct spec_set *set, const struct spec_item **found,
                    size_t most)
{
    size_t count = spec_set_item_count(set);
    struct found *ranked = memory_get(count + 1, sizeof(*ranked));
    for (size_t i = 0; i < count; i++) {
        const struct spec_item *item = spec_set_item_at(set, i);
        ranked[i] = (struct found){search_score(query, item->code, &item->name), i};
    }
    size_t matches = found_order(ranked, count);
    for (size_t i = 0; i < matches && i < most; i++)
        found[i] = spec_set_item_at(set, ranked[i].at);
    free(ranked);
    return matches;
}

size_t search_codes(const char *query, const struct spec_codes *codes, const struct spec_code **found,
                    size_t most)
{
    struct found *ranked = memory_get(codes->count + 1, sizeof(*ranked));
    for (size_t i = 0; i < codes->count; i++) {
        const struct spec_code *code = &codes->codes[i];
        enum search_rank rank = code->closed ? SEARCH_NONE : search_entry(query, code->code, &code->name);
        ranked[i] = (struct found){SEARCH_NONE - (int)rank, i}; /* a list has its own order */
    }
    size_t matches = found_order(ranked, codes->count);
    for (size_t i = 0; i < matches && i < most; i++)
        found[i] = &codes->codes[ranked[i].at];
    free(ranked);
    return matches;
}
