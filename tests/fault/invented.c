#include "fault/invented.h"

#include <stdio.h>
#include <string.h>

enum { SERIALS = 500, FIRST_SERIAL = 100 };

static char check_digit(const char *number)
{
    static const int WEIGHTS[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++)
        sum += (number[i] - '0') * WEIGHTS[i];
    return "10X98765432"[sum % 11];
}

/* 7 becomes 零零零零零七: names and employers are typed in hanzi. */
static void hanzi(char to[20], int number)
{
    static const char *const DIGITS[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    char digits[16];
    to[0] = '\0';
    snprintf(digits, sizeof digits, "%06d", number);
    for (const char *digit = digits; *digit; digit++)
        strcat(to, DIGITS[*digit - '0']);
}

struct invented invented_person(int index)
{
    static const int LENGTHS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    struct invented person;
    int day = index / SERIALS % 365, month = 0;
    char digits[20];
    for (; day >= LENGTHS[month]; month++)
        day -= LENGTHS[month];
    snprintf(person.number, sizeof person.number, "2106021%03u%02u%02u%03u",
             901 + (unsigned)index / SERIALS / 365 % 2, (unsigned)(month + 1) % 100,
             (unsigned)(day + 1) % 100, FIRST_SERIAL + (unsigned)index % SERIALS);
    person.number[17] = check_digit(person.number);
    person.number[18] = '\0';
    hanzi(digits, index);
    snprintf(person.name, sizeof person.name, "申请%s", digits);
    snprintf(person.unit, sizeof person.unit, "演示%s厂", digits);
    snprintf(person.mobile, sizeof person.mobile, "139%08u", (unsigned)index % 100000000);
    return person;
}
