#include "model/date.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OFFSET_DIGITS_MOST = 5 };

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int date_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool date_valid(struct date date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= date_days_in_month(date.year, date.month);
}

/* Days before the first of January of a year, counted from the year 1. */
static int days_before_year(int year)
{
    int past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}

int date_number(struct date date)
{
    int number = days_before_year(date.year) - days_before_year(1970) + date.day - 1;
    for (int month = 1; month < date.month; month++)
        number += date_days_in_month(date.year, month);
    return number;
}

struct date date_from_number(int number)
{
    int days = number + days_before_year(1970);
    struct date date = {.year = days / 366 + 1, .month = 1};
    while (days_before_year(date.year + 1) <= days)
        date.year++;
    days -= days_before_year(date.year);
    while (days >= date_days_in_month(date.year, date.month))
        days -= date_days_in_month(date.year, date.month++);
    date.day = days + 1;
    return date;
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year - b.year;
    return a.month != b.month ? a.month - b.month : a.day - b.day;
}

struct date date_add(struct date date, int days)
{
    return date_from_number(date_number(date) + days);
}

int date_weekday(struct date date)
{
    int since_monday = (date_number(date) + 3) % 7; /* 1970-01-01 was a Thursday */
    return (since_monday + 7) % 7 + 1;
}

char *date_format(struct date date, char text[DATE_TEXT])
{
    char wide[40]; /* room for three ints of any size */
    snprintf(wide, sizeof(wide), "%04d-%02d-%02d", date.year, date.month, date.day);
    memcpy(text, wide, DATE_TEXT - 1);
    text[DATE_TEXT - 1] = '\0';
    return text;
}

/* Reads exactly or (least < most) as many digits as there are; NULL if there are fewer than least. */
static const char *take_number(const char *text, int least, int most, int *number)
{
    int count = 0;
    for (*number = 0; count < most && isdigit((unsigned char)text[count]); count++)
        *number = *number * 10 + (text[count] - '0');
    return count >= least ? text + count : NULL;
}

bool date_parse(const char *text, struct date *date)
{
    struct date read;
    const char *rest = take_number(text, 4, 4, &read.year);
    if (!rest || *rest != '-' || !(rest = take_number(rest + 1, 2, 2, &read.month)) || *rest != '-')
        return false;
    rest = take_number(rest + 1, 2, 2, &read.day);
    if (!rest || *rest || !date_valid(read))
        return false;
    *date = read;
    return true;
}

/* 20260302, 0302: digits alone. */
static bool read_digits(const char *text, struct date *date)
{
    size_t length = strlen(text);
    if (strspn(text, "0123456789") != length || (length != 4 && length != 8))
        return false;
    if (length == 8)
        text = take_number(text, 4, 4, &date->year);
    text = take_number(text, 2, 2, &date->month);
    take_number(text, 2, 2, &date->day);
    return true;
}

/* 2026-3-2, 2026/03/02, 2026.3.2, 3-2: parts with one kind of separator. */
static bool read_parts(const char *text, struct date *date)
{
    size_t year = strspn(text, "0123456789");
    if (year == 4 && strchr("-/.", text[4]) && text[4] && strchr(text + 5, text[4]))
        text = take_number(text, 4, 4, &date->year) + 1;
    const char *rest = take_number(text, 1, 2, &date->month);
    if (!rest || !*rest || !strchr("-/.", *rest))
        return false;
    rest = take_number(rest + 1, 1, 2, &date->day);
    return rest && !*rest;
}

/* -3, +5: days from today. */
static bool read_offset(const char *text, struct date today, struct date *date)
{
    int days;
    const char *rest = take_number(text + 1, 1, OFFSET_DIGITS_MOST, &days);
    if (!rest || *rest)
        return false;
    *date = date_add(today, *text == '-' ? -days : days);
    return true;
}

bool date_typed(const char *text, struct date today, struct date *date, struct error *error)
{
    struct date read = {.year = today.year};
    if (strcmp(text, "0") == 0 || strcmp(text, "t") == 0 || strcmp(text, "T") == 0) {
        *date = today;
        return true;
    }
    bool known = *text == '-' || *text == '+' ? read_offset(text, today, &read)
                                              : read_digits(text, &read) || read_parts(text, &read);
    if (!known)
        return error_set(error, "E_DATE_FORM", "value", text, NULL);
    if (!date_valid(read))
        return error_set(error, "E_DATE_NONE", "value", text, NULL);
    *date = read;
    return true;
}
