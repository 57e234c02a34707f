/* Trees with a vector in each leaf, read as bits: every question rules out leaves for many rows at once. */
#ifndef COPYDESK_FOREST_H
#define COPYDESK_FOREST_H

#include <stddef.h>
#include <stdint.h>

#define OUTPUTS 16       /* 15 parts or 7 kinds, filled up for alignment */
#define MOST_LEAVES 32   /* a bit each */
#define FOREST_ROWS 32   /* rows go through the trees by so many */
#define PLANES 4         /* of eight leaves each */

/* One question of a plane: of a row whose byte is greater only the leaves of `kept` stay. */
typedef struct {
    uint16_t feature;
    uint8_t threshold, kept;
} Question;

/* One tree: questions by plane, the last plane first, in any order within one; a row's leaf is the first not ruled out. */
typedef struct {
    const Question *questions;
    const int16_t (*leaves)[OUTPUTS];
    uint8_t counts[PLANES], leaf_count;
} Tree;

typedef struct {
    Tree *trees;
    size_t count;
    uint32_t scale; /* steps of a sum per unit on the logarithmic scale */
    int16_t bias[OUTPUTS];
} Forest;

/* Sum all trees over `rows` rows (a multiple of FOREST_ROWS) of byte columns that stand `stride` bytes apart. */
void forest_sum(const Forest *forest, const uint8_t *columns, size_t stride, size_t rows, int16_t (*sums)[OUTPUTS]);

/* Probabilities of the first `outputs` sums of one row; they add up to 1. */
void forest_shares(const Forest *forest, const int16_t *sums, int outputs, float *shares);

void forest_start(void);

#endif
