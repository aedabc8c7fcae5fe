#include "spec/nearest.h"

#include <string.h>

enum { MOST_LENGTH = 48 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Damerau-Levenshtein distance (optimal string alignment), bytes. */
static int distance(const char *a, const char *b)
{
    int length_a = (int)strlen(a), length_b = (int)strlen(b);
    int rows[3][MOST_LENGTH + 1];
    int *before = rows[0], *last = rows[1], *current = rows[2];
    for (int j = 0; j <= length_b; j++)
        last[j] = j;
    for (int i = 1; i <= length_a; i++) {
        current[0] = i;
        for (int j = 1; j <= length_b; j++) {
            int same = a[i - 1] == b[j - 1] ? 0 : 1;
            current[j] = least(least(last[j], current[j - 1]) + 1, last[j - 1] + same);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                current[j] = least(current[j], before[j - 2] + 1);
        }
        int *oldest = before;
        before = last;
        last = current;
        current = oldest;
    }
    return last[length_b];
}

const char *nearest(const char *name, const char *const *known, size_t count)
{
    const char *best = NULL;
    size_t length = strlen(name);
    if (length == 0 || length > MOST_LENGTH)
        return NULL;
    int best_distance =
        2 + (length >= 5) + (length >= 9); /* one slip in a short word, two, three in a long one */
    for (size_t i = 0; i < count; i++) {
        if (strlen(known[i]) > MOST_LENGTH)
            continue;
        int d = distance(name, known[i]);
        if (d < best_distance && d < (int)strlen(known[i])) {
            best = known[i];
            best_distance = d;
        }
    }
    return best;
}
