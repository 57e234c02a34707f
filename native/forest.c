#include "forest.h"

#include <math.h>
#include <string.h>

/* The hot loop is compiled for wide and for plain machines; the right one is chosen when the program starts. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wpsabi" /* vectors are handed on between inlined functions only */
#endif

/* Part of the hot loop: compiled with it for each kind of machine. */
#if defined(__GNUC__)
#define INSIDE static inline __attribute__((always_inline))
#else
#define INSIDE static inline
#endif

#define ROWS FOREST_ROWS
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

/* The leaf of 32 rows. Four planes hold the bits of eight leaves each; source: QuickScorer (Lucchese et al., 2015). */
INSIDE Bytes find_leaves(const Tree *tree, const uint8_t *columns, size_t stride) {
    Bytes plane[4];
    memset(plane, 255, sizeof plane);
    for (int q = 0; q < tree->question_count; q++) {
        Question question = tree->questions[q];
        Bytes values = *(const Bytes *)(const void *)(columns + (size_t)question.feature * stride);
        Bytes above = (Bytes)(values > (question.threshold - (Bytes){0}));
        for (int p = 0; p < 4; p++) plane[p] &= ~(above & (uint8_t)(question.mask >> 8 * p)); /* no branch: it would be missed */
    }
    Bytes leaf = lowest_bit(plane[3]) + 24;
    for (int p = 2; p >= 0; p--) {
        Bytes here = (Bytes)(plane[p] != 0);
        leaf = (here & (lowest_bit(plane[p]) + (uint8_t)(8 * p))) | (~here & leaf);
    }
    return leaf;
}

/* Sums stay far inside 16 bits: a model whose leaves could pass them is refused when it is read. */
WIDE void forest_sum(const Forest *forest, const uint8_t *columns, size_t stride, size_t rows, int16_t (*sums)[OUTPUTS]) {
    for (size_t row = 0; row < rows; row++) memcpy(sums[row], forest->bias, sizeof forest->bias);
    for (size_t t = 0; t < forest->count; t++) {
        const Tree *tree = &forest->trees[t];
        for (size_t row = 0; row < rows; row += ROWS) {
            union {
                Bytes all;
                uint8_t one[ROWS];
            } leaf = {.all = find_leaves(tree, columns + row, stride)};
            for (size_t i = 0; i < ROWS; i++)
                *(Sums *)(void *)sums[row + i] += *(const Sums *)(const void *)tree->leaves[leaf.one[i]];
        }
    }
}

void forest_shares(const Forest *forest, const int16_t *sums, int outputs, float *shares) {
    int best = 0;
    for (int i = 1; i < outputs; i++)
        if (sums[i] > sums[best]) best = i;
    float total = 0;
    for (int i = 0; i < outputs; i++) {
        int64_t step = (int64_t)(sums[best] - sums[i]) * (EXP_STEPS / EXP_RANGE) / forest->scale;
        shares[i] = exponential[step > EXP_STEPS ? EXP_STEPS : step];
        total += shares[i];
    }
    for (int i = 0; i < outputs; i++) shares[i] /= total;
}
