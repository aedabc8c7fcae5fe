/* The questions about a case (desk.question_list): what its officer asked of the windows or of a colleague,
 * and what was answered. Reading the list is having seen the answers. */
#ifndef SCREENS_QUESTIONS_H
#define SCREENS_QUESTIONS_H

#include "screens/desk.h"

struct question {
    int64_t id;
    char *to;              /* who is asked, in words */
    char *words, *by, *at; /* the question, who asked, when */
    char *answer;          /* "" until there is one */
    char *answered_by, *answered_at;
    char *withdrawn_by; /* "" where nobody did */
    bool decided;       /* withdrawn by a decision */
    bool open;          /* an answer is owed */
    bool mine;          /* I asked */
    bool to_answer;     /* I can answer */
};

struct questions {
    struct question *rows;
    size_t count;
    int version, since; /* of the case: since that version nothing happened but questions and answers */
};

/* Asks for the questions about a case; the answer is for questions_take(). */
void questions_ask(struct desk *desk, int64_t case_id, store_answered *answered, void *owner);
/* Replaces what is there by the answer's rows. */
void questions_take(struct questions *questions, const struct store_reply *reply);
void questions_free(struct questions *questions);

size_t questions_open(const struct questions *questions);
bool questions_answered(const struct questions *questions); /* an answer of mine is among them */

/* Appends a title and the questions with their answers, lines of a paper (paper.h); nothing where there are
 * none. Returns the lines. */
int questions_write(const struct questions *questions, struct buffer *out);

#endif
