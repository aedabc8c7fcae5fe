/* yichuang-admin clock DATE N [--unit working|calendar] [--pause FROM..TO]... [--json]: when a limit ends,
 * and why. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/command.h"
#include "admin/definitions.h"
#include "admin/today.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "model/check.h"
#include "text/text.h"

struct question {
    struct date accepted;
    int days;
    enum calendar_unit unit;
    struct calendar_pause *pauses;
    size_t pause_count;
    bool json;
};

struct words {
    const char *positions[2]; /* DATE and N */
    int count;
    const char *unit;
    const char **pauses;
    size_t pause_count;
    bool json;
};

/* The value of an option given as --name VALUE or --name=VALUE; NULL if the word is another one or lacks it.
 */
static const char *option_value(const char *name, char **argv, int *at)
{
    size_t length = strlen(name);
    if (strncmp(argv[*at], name, length) != 0)
        return NULL;
    if (argv[*at][length] == '=')
        return argv[*at] + length + 1;
    return argv[*at][length] || !argv[*at + 1] ? NULL : argv[++*at];
}

/* A day before today is typed as -3, so a word that begins with a dash may be a position too. */
static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] == '-';
}

/* Returns the word that is not understood, or NULL. words->pauses has room for all of argv. */
static const char *words_read(int argc, char **argv, struct words *words)
{
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i], *value;
        if (strcmp(word, "--json") == 0)
            words->json = true;
        else if ((value = option_value("--unit", argv, &i)))
            words->unit = value;
        else if ((value = option_value("--pause", argv, &i)))
            words->pauses[words->pause_count++] = value;
        else if (is_option(word) || words->count == 2)
            return word;
        else
            words->positions[words->count++] = word;
    }
    return NULL;
}

static bool date_read(const char *text, struct date *date, struct error *error)
{
    struct buffer kept = {0};
    bool good =
        check_read("date", text, today_here(), &kept, error) && date_parse(buffer_string(&kept), date);
    buffer_free(&kept);
    return good;
}

static bool days_read(const char *text, int *days, struct error *error)
{
    struct check_context context = {.argument = "0..9999" /* CALENDAR_LIMIT_MOST */};
    struct buffer kept = {0};
    bool good = check_read("int", text, context.today, &kept, error) &&
                check_run("int", buffer_string(&kept), &context, error) == CHECK_OK;
    *days = good ? atoi(buffer_string(&kept)) : 0;
    buffer_free(&kept);
    return good;
}

/* FROM..TO, or FROM.. for a pause that goes on. */
static bool pause_read(const char *text, struct calendar_pause *pause, struct error *error)
{
    const char *dots = strstr(text, "..");
    if (!dots)
        return error_set(error, "E_CLOCK_PAUSE", "value", text, NULL);
    char *from = memory_text_length(text, (size_t)(dots - text));
    bool good = date_read(from, &pause->from, error);
    free(from);
    pause->to = (struct date){0};
    if (!good || !dots[2])
        return good;
    if (!date_read(dots + 2, &pause->to, error))
        return false;
    return date_compare(pause->from, pause->to) <= 0 ||
           error_set(error, "E_CLOCK_PAUSE_ORDER", "value", text, NULL);
}

static bool question_read(const struct words *words, struct question *question, struct error *error)
{
    question->json = words->json;
    question->pause_count = words->pause_count;
    question->pauses = memory_get(words->pause_count, sizeof(question->pauses[0]));
    if (!date_read(words->positions[0], &question->accepted, error) ||
        !days_read(words->positions[1], &question->days, error))
        return false;
    for (size_t i = 0; i < words->pause_count; i++) {
        if (!pause_read(words->pauses[i], &question->pauses[i], error))
            return false;
    }
    return true;
}

static const char *step_code(const struct calendar_step *step)
{
    bool day = step->days == 1;
    switch (step->kind) {
    case CALENDAR_STEP_SAME:
        return "CALENDAR_STEP_SAME";
    case CALENDAR_STEP_ACCEPTED:
        return "CALENDAR_STEP_ACCEPTED";
    case CALENDAR_STEP_COUNTED:
        return day ? "CALENDAR_STEP_COUNTED_DAY" : "CALENDAR_STEP_COUNTED";
    case CALENDAR_STEP_REST:
        return day ? "CALENDAR_STEP_REST_DAY" : "CALENDAR_STEP_REST";
    case CALENDAR_STEP_PAUSE:
        if (!step->last.year)
            return "CALENDAR_STEP_PAUSE_OPEN";
        return day ? "CALENDAR_STEP_PAUSE_DAY" : "CALENDAR_STEP_PAUSE";
    case CALENDAR_STEP_MOVED:
        return "CALENDAR_STEP_MOVED";
    }
    return "E_UNKNOWN";
}

static void sum_print(struct date due, const struct calendar_sum *sum)
{
    char first[DATE_TEXT], last[DATE_TEXT], days[12];
    puts(due.year ? date_format(due, first) : text("CLOCK_OPEN"));
    for (size_t i = 0; i < sum->count; i++) {
        const struct calendar_step *step = &sum->steps[i];
        snprintf(days, sizeof(days), "%d", step->days);
        admin_say(step_code(step), "first", date_format(step->first, first), "last",
                  date_format(step->last, last), "days", days, NULL);
    }
}

/* Dates and names of steps need no escaping. */
static void json_date(struct buffer *out, const char *name, struct date date)
{
    char text_of_date[DATE_TEXT];
    if (date.year)
        buffer_format(out, "\"%s\":\"%s\"", name, date_format(date, text_of_date));
    else
        buffer_format(out, "\"%s\":null", name);
}

static void sum_print_json(const struct question *question, struct date due, const struct calendar_sum *sum)
{
    struct buffer out = {0};
    buffer_byte(&out, '{');
    json_date(&out, "due", due);
    buffer_byte(&out, ',');
    json_date(&out, "accepted", question->accepted);
    buffer_format(&out, ",\"days\":%d,\"unit\":\"%s\",\"steps\":[", question->days,
                  question->unit == CALENDAR_DAYS ? "calendar" : "working");
    for (size_t i = 0; i < sum->count; i++) {
        const struct calendar_step *step = &sum->steps[i];
        buffer_format(&out, "%s{\"kind\":\"%s\",", i ? "," : "", calendar_step_name(step->kind));
        json_date(&out, "first", step->first);
        buffer_byte(&out, ',');
        json_date(&out, "last", step->last);
        buffer_format(&out, ",\"days\":%d}", step->days);
    }
    buffer_text(&out, "]}");
    puts(buffer_string(&out));
    buffer_free(&out);
}

static int question_answer(const struct question *question)
{
    struct calendar calendar;
    struct calendar_sum sum = {0};
    struct error error = {0};
    struct date due;
    if (!definitions_calendar(&calendar))
        return ADMIN_REFUSED;
    bool counted = calendar_due(&calendar, question->accepted, question->days, question->unit,
                                question->pauses, question->pause_count, &due, &sum, &error);
    if (counted && question->json)
        sum_print_json(question, due, &sum);
    else if (counted)
        sum_print(due, &sum);
    calendar_sum_free(&sum);
    calendar_free(&calendar);
    return counted ? ADMIN_DONE : admin_refuse(&error);
}

static int clock_run(int argc, char **argv)
{
    struct words words = {.pauses = memory_get((size_t)argc, sizeof(words.pauses[0])), .unit = "working"};
    struct question question = {0};
    struct error error = {0};
    int result;
    const char *odd = words_read(argc, argv, &words);
    if (!odd && !calendar_unit_parse(words.unit, &question.unit))
        odd = words.unit;
    if (odd || words.count < 2)
        result = admin_usage(&command_clock, odd);
    else if (!question_read(&words, &question, &error))
        result = admin_refuse(&error);
    else
        result = question_answer(&question);
    free(question.pauses);
    free(words.pauses);
    return result;
}

const struct admin_command command_clock = {
    .name = "clock", .usage_code = "ADMIN_CLOCK_USAGE", .run = clock_run};
