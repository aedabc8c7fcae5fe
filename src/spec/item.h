/* A service item as its definition says it: immutable once loaded, freed whole.
 *
 * The same schema is read from forms/NAME.yaml (where `block:` entries are replaced by the block's fields)
 * and from the resolved text that the database keeps; spec_item_resolved() writes the latter. SQL reads the
 * resolved form as jsonb, so the keys in it are a contract: yichuang-form(5) describes them. */
#ifndef SPEC_ITEM_H
#define SPEC_ITEM_H

#include <stdbool.h>
#include <stddef.h>

enum spec_type {
    SPEC_TEXT,   /* one line of text */
    SPEC_CODE,   /* one code of a code list */
    SPEC_DATE,   /* kept as YYYY-MM-DD */
    SPEC_MONTH,  /* kept as YYYY-MM */
    SPEC_INT,    /* kept as decimal digits */
    SPEC_AMOUNT, /* typed in yuan, kept in fen as decimal digits */
    SPEC_REGION, /* six digits of GB/T 2260 (code list "region") */
    SPEC_CODES,  /* several codes of a code list, in its order, joined by commas: 01,03 */
    SPEC_TIME,   /* kept as YYYY-MM-DD HH:MM */
    SPEC_LINES,  /* text of several lines, LF between them */
};

/* A name in both languages; both always there. */
struct spec_name {
    char *zh;
    char *en;
};

struct spec_code {
    char *code;
    struct spec_name name;
    bool closed; /* kept for old cases, not offered any more */
};

struct spec_codes {
    char *list; /* e.g. "unemp_reason" */
    struct spec_name name;
    char *source; /* the standard it comes from, or "local" */
    struct spec_code *codes;
    size_t count;
};

/* A structured condition. Leaves test one thing; ALL, ANY and NOT hold children. */
enum spec_test {
    SPEC_ALWAYS,       /* no condition was given */
    SPEC_FIELD_IS,     /* the field holds one of the values; one of its codes is */
    SPEC_FIELD_NOT,    /* the field holds a value, and none of these */
    SPEC_FIELD_FILLED, /* the field holds any value */
    SPEC_SOURCE_OPEN,  /* the shared-data source `field` gave no answer (none is asked yet: always true) */
    SPEC_ALL,
    SPEC_ANY,
    SPEC_NOT,
};

struct spec_condition {
    enum spec_test test;
    char *field;
    char **values;
    size_t value_count;
    struct spec_condition *children;
    size_t child_count;
};

/* How a field's value comes about from another field's, without a key. */
enum spec_compute {
    SPEC_COMPUTE_NONE,
    SPEC_COMPUTE_SEX,   /* from an identity number: GB/T 2261.1 */
    SPEC_COMPUTE_BIRTH, /* from an identity number: YYYY-MM-DD */
    SPEC_COMPUTE_MAP,   /* from a code, by `map`, else `otherwise` (NULL: stays empty) */
};

struct spec_pair {
    char *from;
    char *to;
};

struct spec_field {
    char *key;
    char *block; /* the block it came from, or NULL */
    struct spec_name name;
    struct spec_name help; /* one sentence with the legal words; zh NULL where none */
    enum spec_type type;
    char *check;             /* a named check of model/check.h, or NULL */
    char *check_with;        /* key of the field whose value is the check's argument (id_any: the type of
                                credential), or NULL */
    char *differs;           /* key of the field above whose value this one must not have, or NULL */
    char *not_before;        /* key of the field above before whose day or month this one must not lie */
    char *age_from;          /* key of the birth date above: at this field's day somebody is ... */
    int age_least, age_most; /* ... of so many full years; most 0: any */
    char **sum;              /* keys of the fields above whose sum this one is */
    size_t sum_count;
    struct spec_codes *codes; /* SPEC_CODE, SPEC_CODES and SPEC_REGION: borrowed from the set */
    int most;      /* code points at the most (text, lines), largest value (int); 0: the check's own bound */
    bool optional; /* never required; otherwise required while shown and `required` holds */
    struct spec_condition required;
    struct spec_condition show; /* the field exists in this case only while it holds */
    char *fixed;                /* default value, or NULL */
    enum spec_compute compute;
    char *compute_from; /* key of the field it is computed from */
    struct spec_pair *map;
    size_t map_count;
    char *otherwise;
    bool person;  /* the value comes from the identified person (name, id_no, ...), key as in the person's
                     record */
    char *record; /* ... or this one of the record: name, id_type or id_no; NULL: the field's own key */
    bool earlier; /* may be taken from the person's earlier case */
    bool unit;    /* colleagues of one unit have it in common: copied for the next of them, to be confirmed */
    int confirm_after_days; /* an earlier value older than this is to be confirmed; 0: never */
    bool masked;            /* shown masked by default (identity number, telephone, account) */
    bool ask;               /* asked on purpose, never prefilled: it decides the right */
    bool needs; /* while forms/ is read: its block names fields of the item, so it is checked there */
};

enum spec_need { SPEC_REQUIRED, SPEC_OPTIONAL, SPEC_CONDITIONAL };

struct spec_material {
    char *key;
    bool shared; /* it came with a block, while forms/ is read */
    struct spec_name name;
    char *form; /* original, copy, scan, data, form */
    enum spec_need need;
    struct spec_condition when; /* SPEC_CONDITIONAL: needed while it holds */
    struct spec_name why;       /* why it is needed, in words */
    struct spec_name basis;     /* legal basis, or "unverified" */
    char *letter;               /* code of the commitment letter that may stand in its place, or NULL */
    struct spec_name sharing;   /* who holds it, or NULL */
    bool later;                 /* may be supplied later (容缺) */
};

enum spec_unit { SPEC_WORKING_DAYS, SPEC_CALENDAR_DAYS };

struct spec_limit {
    int days; /* promised: 0 with `instant` is done at the window (即办); statutory: 0 where no law sets one
               */
    enum spec_unit unit;
    struct spec_name basis; /* legal basis of the statutory limit, or NULL */
};

enum spec_risk { SPEC_LOW, SPEC_MEDIUM, SPEC_HIGH };

/* A part of a case that others do beside one another (并联) before a stage begins: a visit, experts, another
 * authority. Each is a task of its own; the stage begins when the last one has answered. */
struct spec_branch {
    char *key;
    struct spec_name name;
    char *kind;   /* expert_review, site_check or third_party_check: the code of clock_stop, and the right of
                     who   answers */
    char *before; /* a stage of the item, not accept */
    struct spec_condition when; /* opened while it holds */
    int days;                   /* working days in which it should answer */
};

/* Decided by several together (集体审批): from an amount on, the approval is `votes` of `of` people's. */
struct spec_collective {
    char *field; /* key of the amount; NULL: the item is never decided so */
    int above;   /* yuan: decided so when the amount is larger */
    int votes;   /* so many have to agree, more than half of `of` */
    int of;      /* people who vote */
};

/* A region takes no more applications of an item: only a resolved text says so, by an overlay. */
struct spec_closing {
    char *from;              /* YYYY-MM-DD, the first day; NULL: it is open */
    struct spec_name reason; /* for the applicant */
};

struct spec_item {
    char *code; /* own slug, e.g. "ui-benefit" */
    struct spec_name name;
    char *category; /* code of code list "item_category" */
    char *kind;
    char **applicants; /* person, agent, unit */
    size_t applicant_count;
    enum spec_risk risk;
    char **stages; /* accept, then any of review, recheck, approve in this order */
    size_t stage_count;
    char *authorisation;  /* the last stage, where it is a supervisor's authorisation, or NULL */
    bool applicant_waits; /* decided while the applicant waits in the hall: goes before other cases */
    bool instant;
    struct spec_limit statutory;
    struct spec_limit promised;
    char **clock_stops; /* codes of code list "clock_stop" */
    size_t clock_stop_count;
    struct spec_branch *branches;
    size_t branch_count;
    struct spec_collective collective;
    char *scope;
    char **channels;
    size_t channel_count;
    struct spec_name outcome;
    char *retention;
    char **plausible; /* what of this nobody has read in a law or an official guide yet: name, statutory,
                         promised, materials, fields, retention */
    size_t plausible_count;
    struct spec_closing closed;
    struct spec_field *fields; /* in the order a clerk asks */
    size_t field_count;
    struct spec_material *materials;
    size_t material_count;
};

/* The commitment letter that stands in place of a proof (告知承诺, 国办发〔2020〕42号). */
struct spec_letter {
    char *code;
    int version;
    struct spec_name name;
    struct spec_name proof; /* the proof it replaces */
    struct spec_name basis;
    struct spec_name content;     /* what the proof would show */
    struct spec_name liability;   /* civil, administrative, criminal */
    struct spec_name checking;    /* the right to check afterwards */
    struct spec_name *statements; /* what the applicant declares */
    size_t statement_count;
};

const struct spec_field *spec_item_field(const struct spec_item *item, const char *key);
const struct spec_material *spec_item_material(const struct spec_item *item, const char *key);
/* The key of the person's record that a field is filled from, or NULL. */
const char *spec_field_record(const struct spec_field *field);
const struct spec_code *spec_codes_find(const struct spec_codes *codes, const char *code);

/* One code after the other of a value of SPEC_CODES, on which rest stands at first: the caller frees it. NULL
 * at the end. */
char *spec_codes_next(const char **rest);

#endif
