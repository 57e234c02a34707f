#include "forest.h"

#include <math.h>
#include <string.h>

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wpsabi" /* vectors are handed on between inlined functions only */
#endif

/* Part of the hot loop: compiled with it for each kind of machine. */
#if defined(__GNUC__)
#define INSIDE static inline __attribute__((always_inline))
#else
#define INSIDE static inline
#endif

typedef int16_t Sums __attribute__((vector_size(OUTPUTS * 2), aligned(2)));

#define EXP_STEPS 4096
#define EXP_RANGE 16 /* beyond a gap of 16 a share is nothing */

static float exponential[EXP_STEPS + 1];

void forest_start(void) {
    for (int i = 0; i <= EXP_STEPS; i++) exponential[i] = expf(-(float)i * EXP_RANGE / EXP_STEPS);
}

#define ROWS 16
#define TARGET
#include "forest_rows.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define HAS_WIDE __builtin_cpu_supports("avx2")
#define ROWS 32
#define TARGET __attribute__((target("avx2")))
#include "forest_rows.h"
#else
#define HAS_WIDE 0
#define sum_rows_32 sum_rows_16
#endif

/* Sums stay far inside 16 bits: a model whose leaves could pass them is refused when it is read. */
void forest_sum(const Forest *forest, const uint8_t *columns, size_t stride, size_t rows, int16_t (*sums)[OUTPUTS]) {
    if (HAS_WIDE) sum_rows_32(forest, columns, stride, rows, sums);
    else sum_rows_16(forest, columns, stride, rows, sums);
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
