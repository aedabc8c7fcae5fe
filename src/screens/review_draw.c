/* How a case under review looks: the case itself, and at the foot the decision. Changes nothing. */
#include <stdio.h>

#include "base/utf8.h"
#include "screens/review_inside.h"
#include "text/text.h"

/* The rule above the decision, and what the doubts propose. */
static void draw_title(const struct review *review, struct canvas *canvas, struct area area)
{
    struct buffer title = {0};
    char count[24];
    size_t open = doubts_open(&review->sheet.doubts);
    snprintf(count, sizeof(count), "%zu", open);
    buffer_text(&title, text("REVIEW_DECISION"));
    if (open > 0)
        text_fill(&title, "REVIEW_PROPOSED", "count", count, NULL);
    canvas_rule(canvas, area.row, area.column, area.width, buffer_string(&title));
    buffer_free(&title);
}

/* What is said beside it, behind the reason. */
static void beside_write(const struct review *review, struct buffer *line)
{
    const struct decision *decision = review->decision;
    if (decision->kind == DECISION_RETURN && *decision->again)
        text_fill(line, "REVIEW_AGAIN", "words", decision->again, NULL);
    else if (decision->kind == DECISION_SUSPEND && *decision->until)
        text_fill(line, "REVIEW_UNTIL", "day", decision->until, NULL);
}

static void draw_kinds(const struct review *review, struct canvas *canvas, struct area area)
{
    static const enum decision_kind kinds[] = {DECISION_AGREE, DECISION_RETURN, DECISION_DENY,
                                               DECISION_SUSPEND},
                                    parts[] = {DECISION_AGREE, DECISION_DENY};
    const enum decision_kind *choices = review->part ? parts : kinds;
    int column = area.column, count = review->part ? 2 : DECISIONS + 1;
    for (int i = 0; i < count; i++) {
        bool gives = i == DECISIONS;
        struct buffer word = {0};
        enum role role = !gives && choices[i] == review->decision->kind ? ROLE_FOCUS : ROLE_PLAIN;
        buffer_format(&word, review->view.desk->english ? " %d %s " : " %d%s ", i + 1,
                      gives          ? text("REVIEW_GIVE")
                      : review->part ? review_part_word(review, choices[i])
                                     : text_of("DECISION", decision_word(choices[i])));
        column +=
            canvas_text(canvas, area.row + 1, column, area.width - column, role, buffer_string(&word)) + 1;
        buffer_free(&word);
    }
}

static void draw_decision(const struct review *review, struct canvas *canvas, struct area area)
{
    const struct decision *decision = review->decision;
    struct buffer line = {0};
    draw_title(review, canvas, area);
    if (!decision)
        return;
    draw_kinds(review, canvas, area);
    if (!decision_reasons(decision->kind) || review->part == PART_BRANCH)
        buffer_text(&line, text("REVIEW_NO_REASON"));
    else if (decision->reason_code)
        decision_reason_write(decision->kind, decision->reason_code, decision->reason_name, &line);
    else
        buffer_text(&line, text("REVIEW_REASON_MISSING"));
    beside_write(review, &line);
    canvas_text(canvas, area.row + 2, area.column + 1, 8, ROLE_LABEL, text("REVIEW_REASON"));
    canvas_text(canvas, area.row + 2, area.column + 10, area.width - 10, ROLE_PLAIN, buffer_string(&line));
    buffer_free(&line);
    if (review_words_wanted(review)) {
        canvas_text(canvas, area.row + 3, area.column + 1, 8, ROLE_LABEL,
                    text(decision->kind == DECISION_SUSPEND ? "REVIEW_PAPER"
                         : review->part == PART_BRANCH      ? "REVIEW_FINDING"
                                                            : "REVIEW_NOTE"));
        editor_draw(&review->note, canvas, area.row + 3, area.column + 10, review->note.width,
                    review->writing ? ROLE_FOCUS : ROLE_PLAIN);
    }
}

/* Behind the due dates, in the second or third line. */
static void draw_turn(const struct review *review, struct canvas *canvas, const struct layout *layout)
{
    struct buffer line = {0};
    if (!review->turn.words.length || !review->view.due || layout->person.height < 3)
        return;
    text_fill(&line, "TURN_LINE", "why", buffer_string(&review->turn.words), NULL);
    int column = layout->person.column + text_width(review->view.due) + 2;
    canvas_text(canvas, layout->person.row + 2, column, layout->columns - column, ROLE_PLAIN,
                buffer_string(&line));
    buffer_free(&line);
}

void review_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct review *review = state;
    case_view_draw(&review->view, canvas, layout, review->page);
    draw_turn(review, canvas, layout);
    draw_decision(review, canvas, layout->foot);
}

void review_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct review *review = state;
    struct area area = layout->foot;
    if (review->writing)
        canvas_cursor(canvas, area.row + 3, area.column + 10 + editor_cursor_column(&review->note));
    else
        canvas_cursor(canvas, area.row + 1, area.column);
}

static void explain_again(const struct review *review, struct buffer *out)
{
    char times[16];
    snprintf(times, sizeof(times), "%d", review->sheet.returns);
    text_fill(out, "REVIEW_EXPLAIN_AGAIN", "times", times, NULL);
}

void review_lines(const void *state, struct screen_lines *lines)
{
    const struct review *review = state;
    const struct decision *decision = review->decision;
    bool paper = review->writing && decision && decision->kind == DECISION_SUSPEND;
    if (decision && review->part) {
        review_part_lines(review, lines);
        return;
    }
    if (decision && decision->kind == DECISION_DENY)
        buffer_text(&lines->explain, text("REVIEW_EXPLAIN_DENY"));
    else if (decision && decision->kind == DECISION_RETURN && review->sheet.returns > 0)
        explain_again(review, &lines->explain);
    else
        buffer_text(&lines->explain, text(paper ? "REVIEW_EXPLAIN_PAPER" : "REVIEW_EXPLAIN"));
    review_ask_lines(review, lines);
    if (!decision)
        return;
    if (!decision_complete(decision))
        buffer_text(&lines->next, text("NEXT_REASON"));
    else
        text_fill(&lines->next,
                  review->authorises ? "NEXT_AUTHORISE_DECIDE"
                  : review->back     ? "NEXT_DECIDE_BACK"
                                     : "NEXT_DECIDE",
                  "decision", decision_word(decision->kind), NULL);
    if (review->writing)
        buffer_text(&lines->wants, text("REVIEW_TAB"));
    lines->irreversible = decision_complete(decision);
}

void review_why(const void *state, struct buffer *sentences)
{
    const struct review *review = state;
    if (review->turn.sentence.length)
        buffer_format(sentences, "%s\n", buffer_string(&review->turn.sentence));
    buffer_format(sentences, "%s\n%s", text(review->authorises ? "AUTHORISE_WHY" : "REVIEW_WHY_ME"),
                  buffer_string(&review->view.explanation.sentences));
}
