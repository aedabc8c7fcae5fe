#include "admin/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

/* One load on its way. */
struct load {
    struct direct *direct;
    const struct spec_set *set;
    struct load_counts *counts;
    struct error *error;
    struct buffer text; /* of one definition after the other */
};

static void overlay_note(struct load_counts *counts, int region, const char *item, const char *outcome)
{
    counts->overlays = memory_resize(counts->overlays, counts->overlay_count + 1, sizeof(*counts->overlays));
    counts->overlays[counts->overlay_count++] =
        (struct load_overlay){.region = region, .item = memory_text(item), .outcome = memory_text(outcome)};
}

void load_counts_free(struct load_counts *counts)
{
    for (size_t i = 0; i < counts->overlay_count; i++) {
        free(counts->overlays[i].item);
        free(counts->overlays[i].outcome);
    }
    free(counts->overlays);
    *counts = (struct load_counts){0};
}

/* Sends load->text as the newest version of a definition; region 0: of the standard. */
static bool definition_send(struct load *load, int region, const char *kind, const char *code)
{
    struct store_reply *reply = NULL;
    char number[16];
    snprintf(number, sizeof(number), "%d", region);
    if (!direct_text(load->direct, &reply, load->error,
                     "SELECT yc.definition_load($1, $2, $3, NULL, $4::int) AS outcome", kind, code,
                     buffer_string(&load->text), number, NULL))
        return false;
    const char *outcome = store_reply_text(reply, 0, "outcome");
    bool fresh = !strcmp(outcome, "new"), same = !strcmp(outcome, "same");
    if (region && !same)
        overlay_note(load->counts, region, code, outcome);
    load->counts->fresh += !region && fresh;
    load->counts->same += !region && same;
    load->counts->changed += !region && !fresh && !same;
    store_reply_free(&reply);
    return true;
}

/* Items pin the versions of the lists and letters that they use: so those go first. */
static bool set_send(struct load *load)
{
    bool good = true;
    for (size_t i = 0; good && i < spec_set_codes_count(load->set); i++) {
        const struct spec_codes *codes = spec_set_codes_at(load->set, i);
        buffer_clear(&load->text);
        spec_codes_resolved(codes, &load->text);
        good = definition_send(load, 0, "codes", codes->list);
    }
    for (size_t i = 0; good && i < spec_set_letter_count(load->set); i++) {
        const struct spec_letter *letter = spec_set_letter_at(load->set, i);
        buffer_clear(&load->text);
        spec_letter_resolved(letter, &load->text);
        good = definition_send(load, 0, "letter", letter->code);
    }
    for (size_t i = 0; good && i < spec_set_item_count(load->set); i++) {
        const struct spec_item *item = spec_set_item_at(load->set, i);
        buffer_clear(&load->text);
        spec_item_resolved(item, &load->text);
        good = definition_send(load, 0, "item", item->code);
    }
    return good;
}

/* Items as regions have them, and the end of those that no overlay makes any more. */
static bool overlays_send(struct load *load)
{
    struct buffer items = {0}, regions = {0}, codes = {0};
    struct store_reply *gone = NULL;
    bool good = true;
    for (size_t i = 0; i < spec_set_item_count(load->set); i++)
        buffer_format(&items, "%s%s", i ? "," : "{", spec_set_item_at(load->set, i)->code);
    for (size_t i = 0; good && i < spec_set_local_count(load->set); i++) {
        const struct spec_local *local = spec_set_local_at(load->set, i);
        buffer_clear(&load->text);
        spec_item_resolved(local->item, &load->text);
        buffer_format(&regions, "%s%d", i ? "," : "{", local->region);
        buffer_format(&codes, "%s%s", i ? "," : "{", local->item->code);
        good = definition_send(load, local->region, "item", local->item->code);
    }
    buffer_text(&items, items.length ? "}" : "{}");
    buffer_text(&regions, regions.length ? "}" : "{}");
    buffer_text(&codes, codes.length ? "}" : "{}");
    good = good && direct_text(load->direct, &gone, load->error,
                               "SELECT region, code FROM yc.overlays_end($1::text[], $2::int[], $3::text[])",
                               buffer_string(&items), buffer_string(&regions), buffer_string(&codes), NULL);
    for (int row = 0; good && row < store_reply_rows(gone); row++)
        overlay_note(load->counts, (int)store_reply_number(gone, row, "region"),
                     store_reply_text(gone, row, "code"), "gone");
    store_reply_free(&gone);
    buffer_free(&items);
    buffer_free(&regions);
    buffer_free(&codes);
    return good;
}

/* The days of a year that are off, or worked, as the literal of a date[]. */
static void days_write(struct buffer *out, const struct calendar *calendar, int year, bool works)
{
    buffer_byte(out, '{');
    for (size_t i = 0; i < calendar->exception_count; i++) {
        struct date day = date_from_number(calendar->exceptions[i].day);
        char text[DATE_TEXT];
        if (day.year == year && calendar->exceptions[i].works == works)
            buffer_format(out, "%s%s", out->length > 1 ? "," : "", date_format(day, text));
    }
    buffer_byte(out, '}');
}

static bool year_send(struct load *load, const struct calendar *calendar, const struct calendar_year *year)
{
    char number[16];
    struct buffer off = {0}, work = {0};
    snprintf(number, sizeof(number), "%d", year->year);
    days_write(&off, calendar, year->year, false);
    days_write(&work, calendar, year->year, true);
    bool good = direct_text(load->direct, NULL, load->error,
                            "SELECT yc.calendar_load($1::int, $2, $3::date[], $4::date[])", number,
                            year->source, buffer_string(&off), buffer_string(&work), NULL);
    buffer_free(&off);
    buffer_free(&work);
    return good;
}

bool load_definitions(struct direct *direct, const struct spec_set *set, const struct calendar *calendar,
                      struct load_counts *counts, struct error *error)
{
    struct load load = {.direct = direct, .set = set, .counts = counts, .error = error};
    bool own = !direct_in_transaction(direct);
    *counts = (struct load_counts){0};
    bool good = !own || direct_text(direct, NULL, error, "BEGIN", NULL);
    good = good &&
           direct_text(direct, NULL, error, "LOCK TABLE yc.definition IN SHARE ROW EXCLUSIVE MODE", NULL) &&
           set_send(&load) && overlays_send(&load);
    for (size_t i = 0; good && i < calendar->year_count; i++)
        good = year_send(&load, calendar, &calendar->years[i]);
    if (own && good) {
        good = direct_text(direct, NULL, error, "COMMIT", NULL);
    } else if (own) {
        struct error second = {0}; /* the first one is what counts */
        direct_text(direct, NULL, &second, "ROLLBACK", NULL);
        error_free(&second);
    }
    buffer_free(&load.text);
    return good;
}
