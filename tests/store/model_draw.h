/* Random commands for the model: the same seed, the same sequence, on every machine. */
#ifndef STORE_MODEL_DRAW_H
#define STORE_MODEL_DRAW_H

#include "store/model.h"

struct model_dice {
    uint64_t state;
};

struct model_dice model_dice_of(uint64_t seed, uint64_t sequence);

/* 0 .. sides-1. */
int model_roll(struct model_dice *dice, int sides);

/* What somebody might do next. Three in four go through, as the model sees it; the rest is whatever came.
 * sent are the commands so far, any of which may be sent once more. */
struct model_command model_draw(struct model_dice *dice, const struct model *model,
                                const struct model_command *sent, int count);

#endif
