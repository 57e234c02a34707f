/* Oblivious trees with a vector in each leaf: one comparison a level for all rows, one answer for all parts. */
#ifndef COPYDESK_FOREST_H
#define COPYDESK_FOREST_H

#include <stddef.h>
#include <stdint.h>

#define OUTPUTS 16       /* 15 parts or 7 kinds, filled up for alignment */
#define DEEPEST 8
#define FOREST_ROWS 32   /* rows that are compared at once */

/* One tree: its depth, a feature and a threshold a level (a row goes right where its byte is greater), 2^depth leaves. */
typedef struct {
    uint8_t depth;
    uint8_t threshold[DEEPEST];
    uint16_t feature[DEEPEST];
    const int16_t (*leaves)[OUTPUTS];
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
