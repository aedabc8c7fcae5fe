/* The rules of sampling as they stand, as rows of a list, and what a rule means in words. */
#ifndef SCREENS_SAMPLE_RULE_ROWS_H
#define SCREENS_SAMPLE_RULE_ROWS_H

#include "screens/desk.h"
#include "ui/list.h"

/* What a rule is about and says. Neither item nor risk: all items. */
struct sample_rule {
    char *item, *risk; /* "": not by this */
    char *percent, *days;
    bool blind;
};

void sample_rule_free(struct sample_rule *rule);
struct sample_rule sample_rule_copy(const struct sample_rule *rule);

/* "失业保险金申领", "高风险事项", "所有事项". */
void sample_rule_about(const struct desk *desk, const struct sample_rule *rule, struct buffer *out);

/* What is drawn, how it is looked at, until when, in one or two sentences. */
void sample_rule_words(const struct desk *desk, const struct sample_rule *rule, struct buffer *out);

struct sample_rule_row;

struct sample_rule_rows {
    struct desk *desk;
    struct list *list; /* refreshed when the rows came */
    struct sample_rule_row *rows;
    size_t count;
};

/* A list of them; it belongs to the screen. */
struct list sample_rule_list(struct sample_rule_rows *rows);

/* Asks the database anew. Forget it under `rows` (desk_forget) before they go. */
void sample_rule_rows_ask(struct sample_rule_rows *rows);
void sample_rule_rows_free(struct sample_rule_rows *rows);

/* The rule of a row, and whether a supervisor has set it: else it is given and cannot be ended. */
const struct sample_rule *sample_rule_at(const struct sample_rule_rows *rows, size_t index);
bool sample_rule_set_by_somebody(const struct sample_rule_rows *rows, size_t index);

/* The last of the rows that is about this item or risk (""); NULL: none. */
const struct sample_rule *sample_rule_find(const struct sample_rule_rows *rows, const char *item,
                                           const char *risk);

/* The words of a row: its rule's; on a line of their own from when, by whom and why. */
void sample_rule_row_words(const struct sample_rule_rows *rows, size_t index, struct buffer *out);

#endif
