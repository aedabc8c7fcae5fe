#include "spec/pinyin.h"

#include <stddef.h>

struct pinyin_run {
    uint32_t first;
    uint16_t count;
    uint32_t start;
};

#include "pinyin_table.h"

const char *pinyin_initials(uint32_t code_point)
{
    size_t low = 0, high = sizeof(pinyin_runs) / sizeof(pinyin_runs[0]);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct pinyin_run *run = &pinyin_runs[middle];
        if (code_point < run->first)
            high = middle;
        else if (code_point >= run->first + run->count)
            low = middle + 1;
        else
            return pinyin_sets[pinyin_index[run->start + code_point - run->first]];
    }
    return pinyin_sets[0];
}
