/* What screens have promised, beside what the database has: a value whose field was left, a material that was
 * listed, a receipt with its number, a slip with its code. */
#ifndef FAULT_LEDGER_H
#define FAULT_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

/* Bits of promise.seen. */
enum {
    SEEN_MOBILE = 1,
    SEEN_UNEMPLOYED = 2,
    SEEN_REASON = 4,
    SEEN_PLACE = 8,
    SEEN_UNIT = 16,
    SEEN_FIELDS = 31,
    SEEN_CARD = 32,   /* material id */
    SEEN_LETTER = 64, /* term */
    SEEN_REGISTERED = 128,
};

struct promise {
    int person; /* invented.h */
    unsigned seen;
    char number[24]; /* of the receipt, digits; "" */
    char slip[24];   /* of the slip, digits; "" */
};

struct ledger {
    struct promise *promises;
    size_t count;
};

/* The promise to a person; made when there is none. Valid until the next call. */
struct promise *ledger_promise(struct ledger *ledger, int person);

/* What was promised to this person alone, as a ledger that borrows from this one: nothing to free. */
struct ledger ledger_of(struct ledger *ledger, int person);
void ledger_free(struct ledger *ledger);

struct ledger_sums {
    int people;
    int values, values_lost;       /* fields that were left */
    int materials, materials_lost; /* that were listed */
    int numbers;                   /* on receipts */
    int numbers_uncommitted;       /* of these no case has it */
    int numbers_lost;              /* of these the case is another's or is not accepted */
    int doubled;                   /* people with more than one accepted case, although each came for one */
    int strays;                    /* people with a draft besides: a case was opened twice */
    int slips, slips_lost;         /* of these the database knows no such slip of this person */
    int slips_open;                /* known, and the case has no number yet */
};

/* Compares. */
struct ledger_sums ledger_sums(const struct ledger *ledger, const char *database);

/* Whether all that was promised has come: what is still under way counts as lost. */
bool ledger_arrived(const struct ledger *ledger, const char *database);

/* Nothing lost, nothing doubled; what is not so is told on stderr person by person. */
bool ledger_keeps(const struct ledger *ledger, const char *database);

/* Prints them as figures: "# NAME: N ...". */
void ledger_print(const struct ledger_sums *sums, const char *name);

#endif
