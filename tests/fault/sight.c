#include "fault/sight.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* In this order: a box stands over its screen, and the words of one screen may stand on another. */
static const struct {
    enum place place;
    const char *text;
} SIGNS[] = {
    {PLACE_ASK_PATH, "文件在哪里"},
    {PLACE_ASK_PROOF, "拿不出，怎么办"},
    {PLACE_ASK_END, "+结束来访"},
    {PLACE_QUESTION, "上下移动后 Enter 选, Esc"},
    {PLACE_QUESTION, "\n数字选, Esc 回去"},
    {PLACE_LETTER, "-证明事项告知承诺书"},
    {PLACE_SLIP, "-收件凭条("},
    {PLACE_RECEIPT, "-受理通知书-"},
    {PLACE_READBACK, " 念一遍 "},
    {PLACE_MATERIALS, " 材料 缺"},
    {PLACE_PICKER, "\n找:"},
    {PLACE_FORM, "要确认"},
    {PLACE_PERSON, "-此人的案子-"},
    {PLACE_CREDENTIAL, "-谁来办-"},
    {PLACE_LOGIN, "-登录-"},
};

bool sight_shows(const struct sight *sight, const char *text)
{
    return strstr(buffer_string(&sight->screen), text) != NULL;
}

static void copy_trimmed(char *to, size_t size, const char *from, size_t length)
{
    while (length && strchr(" *?!|", *from))
        from++, length--;
    while (length && from[length - 1] == ' ')
        length--;
    length = length < size ? length : size - 1;
    memcpy(to, from, length);
    to[length] = '\0';
}

/* The field in whose brackets the cursor stands, by the text of its row. The password has no brackets: there
 * and on the other lines of the login the label stands alone at the left. */
static void field_read(struct sight *sight, const struct driver *driver, bool login)
{
    struct buffer row = {0};
    driver_row_text(driver, driver_cursor(driver).row, &row);
    const char *text = buffer_string(&row), *open = strchr(text, '['),
               *close = open ? strchr(open, ']') : NULL;
    sight->label[0] = '\0';
    sight->filled = false;
    if (login) {
        const char *start = text + strspn(text, " ");
        copy_trimmed(sight->label, sizeof sight->label, start, strcspn(start, " ["));
    } else if (open && close) {
        copy_trimmed(sight->label, sizeof sight->label, text, (size_t)(open - text));
    }
    for (const char *c = open ? open + 1 : NULL; c && c < close; c++)
        sight->filled |= *c != ' ';
    char *type = strchr(sight->label, ' '); /* "证件类型  01" */
    if (type)
        *type = '\0';
    buffer_free(&row);
}

static void marked_read(struct sight *sight)
{
    const char *mark = strstr(buffer_string(&sight->screen), "\n>");
    sight->marked[0] = '\0';
    if (mark)
        copy_trimmed(sight->marked, sizeof sight->marked, mark + 2, strcspn(mark + 2, "|\n"));
}

static void next_read(struct sight *sight)
{
    const char *line = strstr(buffer_string(&sight->screen), "\n下一步");
    sight->next[0] = '\0';
    if (line)
        copy_trimmed(sight->next, sizeof sight->next, line + 1, strcspn(line + 1, "\n"));
}

void sight_read(struct sight *sight, const struct driver *driver)
{
    buffer_clear(&sight->screen);
    driver_picture(driver, &sight->screen);
    const char *screen = buffer_string(&sight->screen);
    size_t first = strcspn(screen, "\n");
    const char *cut = strstr(screen, "库断");
    sight->cut = cut && cut < screen + first;
    sight->place = PLACE_UNKNOWN;
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS && sight->place == PLACE_UNKNOWN; i++) {
        if (strstr(screen, SIGNS[i].text))
            sight->place = SIGNS[i].place;
    }
    field_read(sight, driver, sight->place == PLACE_LOGIN);
    marked_read(sight);
    next_read(sight);
}

void sight_free(struct sight *sight)
{
    buffer_free(&sight->screen);
}

bool sight_number(const struct sight *sight, const char *label, char *to, unsigned size)
{
    const char *at = strstr(buffer_string(&sight->screen), label);
    unsigned length = 0;
    if (!at)
        return false;
    for (at += strlen(label); *at == ' '; at++)
        ;
    for (; (isdigit((unsigned char)*at) || *at == '-') && length + 1 < size; at++) {
        if (*at != '-')
            to[length++] = *at;
    }
    to[length] = '\0';
    return length > 0;
}
