#include "forest.h"

#include <math.h>
#include <string.h>

/* The hot loop is compiled for wide and for plain machines; the right one is chosen when the program starts. Rows go by as many as a
 * vector holds: a compiler that must split a wide vector may fall back to single bytes. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#define ROWS 32
#else
#define WIDE
#define ROWS 16
#endif

/* What the machine holds in its registers at once: a question is read for all of these rows, a sum for all of these trees. */
#define GROUPS (128 / ROWS)
#define TREES 2

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wpsabi" /* vectors are handed on between inlined functions only */
#endif

/* Part of the hot loop: compiled with it for each kind of machine. */
#if defined(__GNUC__)
#define INSIDE static inline __attribute__((always_inline))
#else
#define INSIDE static inline
#endif

typedef uint8_t Bytes __attribute__((vector_size(ROWS), aligned(1)));
typedef int16_t Sums __attribute__((vector_size(OUTPUTS * 2), aligned(2)));

#define EXP_STEPS 4096
#define EXP_RANGE 16 /* beyond a gap of 16 a share is nothing */

static float exponential[EXP_STEPS + 1];

void forest_start(void) {
    for (int i = 0; i <= EXP_STEPS; i++) exponential[i] = expf(-(float)i * EXP_RANGE / EXP_STEPS);
}

/* Number of the lowest bit of every byte that has one. */
INSIDE Bytes lowest_bit(Bytes bits) {
    Bytes low = bits & (0 - bits);
    return (((Bytes)((low & 0xAA) != 0)) & 1) | (((Bytes)((low & 0xCC) != 0)) & 2) | (((Bytes)((low & 0xF0) != 0)) & 4);
}

/* The leaf of each row, of `groups` vectors of rows. A plane holds a bit for each of eight leaves; the leaf is the first
 * bit that is left in the first plane that has one. Source: QuickScorer (Lucchese et al., 2015). */
INSIDE void find_leaves(const Tree *tree, const uint8_t *columns, size_t stride, const int groups, Bytes *leaf) {
    Bytes first[GROUPS], plane[GROUPS];
    const Question *question = tree->questions;
    for (int g = 0; g < groups; g++) leaf[g] = first[g] = (Bytes){0};
    for (int p = PLANES - 1; p >= 0; p--) {
        for (int g = 0; g < groups; g++) plane[g] = ~(Bytes){0};
        for (const Question *end = question + tree->counts[p]; question < end; question++) {
            const Bytes *values = (const Bytes *)(const void *)(columns + question->feature * stride);
            Bytes threshold = question->threshold - (Bytes){0}, kept = question->kept - (Bytes){0};
            for (int g = 0; g < groups; g++) plane[g] &= (Bytes)(values[g] <= threshold) | kept;
        }
        for (int g = 0; g < groups; g++) {
            Bytes here = (Bytes)(plane[g] != 0);
            first[g] = (here & plane[g]) | (~here & first[g]);
            leaf[g] = (here & (uint8_t)(8 * p)) | (~here & leaf[g]);
        }
    }
    for (int g = 0; g < groups; g++) leaf[g] += lowest_bit(first[g]);
}

INSIDE void add_leaves(const Tree *trees, const int count, const uint8_t *columns, size_t stride, const int groups,
                       int16_t (*sums)[OUTPUTS]) {
    union {
        Bytes all[GROUPS];
        uint8_t one[GROUPS * ROWS];
    } leaf[TREES];
    for (int t = 0; t < count; t++) find_leaves(&trees[t], columns, stride, groups, leaf[t].all);
    for (int row = 0; row < groups * ROWS; row++)
        for (int t = 0; t < count; t++)
            *(Sums *)(void *)sums[row] += *(const Sums *)(const void *)trees[t].leaves[leaf[t].one[row]];
}

INSIDE void add_trees(const Tree *trees, const int count, const uint8_t *columns, size_t stride, size_t rows,
                      int16_t (*sums)[OUTPUTS]) {
    size_t row = 0;
    for (; row + GROUPS * ROWS <= rows; row += GROUPS * ROWS) add_leaves(trees, count, columns + row, stride, GROUPS, sums + row);
    for (; row < rows; row += ROWS) add_leaves(trees, count, columns + row, stride, 1, sums + row);
}

/* Sums stay far inside 16 bits: a model whose leaves could pass them is refused when it is read. */
WIDE void forest_sum(const Forest *forest, const uint8_t *columns, size_t stride, size_t rows, int16_t (*sums)[OUTPUTS]) {
    for (size_t row = 0; row < rows; row++) memcpy(sums[row], forest->bias, sizeof forest->bias);
    size_t t = 0;
    for (; t + TREES <= forest->count; t += TREES) add_trees(forest->trees + t, TREES, columns, stride, rows, sums);
    for (; t < forest->count; t++) add_trees(forest->trees + t, 1, columns, stride, rows, sums);
}

void forest_shares(const Forest *forest, const int16_t *sums, int outputs, float *shares) {
    int best = 0;
    for (int i = 1; i < outputs; i++)
        if (sums[i] > sums[best]) best = i;
    int32_t steps[OUTPUTS]; /* what is divided has less than 24 bits: a float division rounds down as that of whole numbers does */
    for (int i = 0; i < OUTPUTS; i++)
        steps[i] = (int32_t)((float)((sums[best] - sums[i]) * (EXP_STEPS / EXP_RANGE)) / (float)forest->scale);
    float total = 0;
    for (int i = 0; i < outputs; i++) {
        shares[i] = exponential[steps[i] > EXP_STEPS ? EXP_STEPS : steps[i]];
        total += shares[i];
    }
    for (int i = 0; i < outputs; i++) shares[i] /= total;
}
