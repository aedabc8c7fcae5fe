/* The case that a clerk fills in: its form, its materials, and the calls that save, hand in and accept.
 * Belongs to the counter; the materials screen works on the same one. */
#ifndef SCREENS_WORK_H
#define SCREENS_WORK_H

#include "form/form.h"
#include "screens/desk.h"

struct work_material { /* what was handed in */
    int64_t id;
    char *kind;
    bool commitment;
    char *file_name;
    int64_t bytes;
    char *added_at;
};

struct work {
    struct desk *desk;
    int64_t case_id;
    char token[DESK_KEY];
    int version;
    int definition_id;
    const struct spec_item *item; /* NULL until the definition is there */
    struct form *form;
    struct work_material *materials;
    size_t material_count;
    int64_t seq; /* of the last save */
    bool accepted;
    char accept_key[DESK_KEY];     /* one key for one acceptance, however often it is sent */
    void *screen;                  /* state of the screen that owns this work; the work is its first member */
    void (*changed)(void *screen); /* form or materials came or changed */
    void (*ended)(void *screen);   /* it was accepted */
};

/* Begins a draft for an item in a visit, or takes an existing draft or returned case up. What was worked on
 * before is put down. */
void work_open(struct work *work, int64_t visit, const char *item);
void work_take(struct work *work, int64_t case_id);
/* Puts it down: it stays in the database. Answers still under way are dropped, saves still happen. */
void work_clear(struct work *work);

/* True once form and materials are there. */
bool work_ready(const struct work *work);

/* Types into a field and saves what changed. */
void work_type(struct work *work, size_t field, const char *typed);

/* Hands in a file's bytes, or (bytes NULL) a commitment signed today, for a material. Takes the bytes over.
 */
void work_hand_in(struct work *work, const char *kind, const char *file_name, struct buffer *bytes);
void work_take_back(struct work *work, int64_t material);

/* The newest one of a kind, NULL: none. */
const struct work_material *work_material(const struct work *work, const char *kind);

/* Index of the first needed material that is not there; FORM_NONE: all there. */
long work_missing_material(const struct work *work);
int work_missing_materials(const struct work *work);

void work_accept(struct work *work);

#endif
