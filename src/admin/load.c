#include "admin/load.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"

/* One load on its way. */
struct load {
    struct direct *direct;
    const struct spec_set *set;
    struct load_counts *counts;
    struct error *error;
    struct buffer text; /* of one definition after the other */
};

/* Sends load->text as the newest version of a definition. */
static bool definition_send(struct load *load, const char *kind, const char *code)
{
    struct store_reply *reply = NULL;
    if (!direct_text(load->direct, &reply, load->error, "SELECT yc.definition_load($1, $2, $3) AS outcome",
                     kind, code, buffer_string(&load->text), NULL))
        return false;
    const char *outcome = store_reply_text(reply, 0, "outcome");
    if (!strcmp(outcome, "new"))
        load->counts->fresh++;
    else if (!strcmp(outcome, "changed"))
        load->counts->changed++;
    else
        load->counts->same++;
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
        good = definition_send(load, "codes", codes->list);
    }
    for (size_t i = 0; good && i < spec_set_letter_count(load->set); i++) {
        const struct spec_letter *letter = spec_set_letter_at(load->set, i);
        buffer_clear(&load->text);
        spec_letter_resolved(letter, &load->text);
        good = definition_send(load, "letter", letter->code);
    }
    for (size_t i = 0; good && i < spec_set_item_count(load->set); i++) {
        const struct spec_item *item = spec_set_item_at(load->set, i);
        buffer_clear(&load->text);
        spec_item_resolved(item, &load->text);
        good = definition_send(load, "item", item->code);
    }
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
           set_send(&load);
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
