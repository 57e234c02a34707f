#include "forest.h"

#include <math.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define ROWS 16 /* rows that are compared at once */
#define EXP_STEPS 4096
#define EXP_RANGE 16 /* beyond a gap of 16 a share is nothing */

static float exponential[EXP_STEPS + 1];

void forest_start(void) {
    for (int i = 0; i <= EXP_STEPS; i++) exponential[i] = expf(-(float)i * EXP_RANGE / EXP_STEPS);
}

/* Which leaf each of sixteen rows falls into. */
static inline void find_leaves(const Tree *tree, const uint8_t *columns, size_t stride, size_t row, uint8_t *leaves) {
#ifdef __SSE2__
    __m128i index = _mm_setzero_si128();
    for (int level = 0; level < tree->depth; level++) {
        const uint8_t *column = columns + (size_t)tree->feature[level] * stride + row;
        __m128i values = _mm_loadu_si128((const __m128i *)(const void *)column);
        __m128i limit = _mm_set1_epi8((char)tree->threshold[level]);
        __m128i at_most = _mm_cmpeq_epi8(_mm_max_epu8(values, limit), limit);
        index = _mm_or_si128(index, _mm_andnot_si128(at_most, _mm_set1_epi8((char)(1 << level))));
    }
    _mm_storeu_si128((__m128i *)(void *)leaves, index);
#else
    for (int i = 0; i < ROWS; i++) {
        unsigned index = 0;
        for (int level = 0; level < tree->depth; level++)
            index |= (unsigned)(columns[(size_t)tree->feature[level] * stride + row + (size_t)i] > tree->threshold[level]) << level;
        leaves[i] = (uint8_t)index;
    }
#endif
}

static inline void add_leaf(int16_t *sums, const int16_t *leaf) {
#ifdef __SSE2__
    for (int half = 0; half < OUTPUTS; half += 8) {
        __m128i *to = (__m128i *)(void *)(sums + half);
        __m128i value = _mm_loadu_si128((const __m128i *)(const void *)(leaf + half));
        _mm_storeu_si128(to, _mm_adds_epi16(_mm_loadu_si128(to), value));
    }
#else
    for (int i = 0; i < OUTPUTS; i++) {
        int32_t sum = sums[i] + leaf[i];
        sums[i] = (int16_t)(sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : sum);
    }
#endif
}

void forest_sum(const Forest *forest, const uint8_t *columns, size_t stride, size_t rows, int16_t (*sums)[OUTPUTS]) {
    for (size_t row = 0; row < rows; row++) memcpy(sums[row], forest->bias, sizeof forest->bias);
    for (size_t t = 0; t < forest->count; t++) {
        const Tree *tree = &forest->trees[t];
        for (size_t row = 0; row < rows; row += ROWS) {
            uint8_t leaves[ROWS];
            find_leaves(tree, columns, stride, row, leaves);
            for (int i = 0; i < ROWS; i++) add_leaf(sums[row + (size_t)i], tree->leaves[leaves[i]]);
        }
    }
}

void forest_shares(const int16_t *sums, int outputs, float *shares) {
    int best = 0;
    for (int i = 1; i < outputs; i++)
        if (sums[i] > sums[best]) best = i;
    float total = 0;
    for (int i = 0; i < outputs; i++) {
        int32_t step = (int32_t)(sums[best] - sums[i]) * (EXP_STEPS / EXP_RANGE) / LEAF_SCALE;
        shares[i] = exponential[step > EXP_STEPS ? EXP_STEPS : step];
        total += shares[i];
    }
    for (int i = 0; i < outputs; i++) shares[i] /= total;
}
