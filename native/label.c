/* From a table to labels: describe, first round, kind, context, second round, choice. */
#include <stdlib.h>
#include <string.h>

#include "model.h"

void labels_free(Labels *labels) {
    free(labels->codes);
    free(labels->scores);
    free(labels->shares);
    memset(labels, 0, sizeof *labels);
}

static void to_shares(const Forest *forest, int16_t (*sums)[OUTPUTS], size_t rows, float (*shares)[PART_COUNT]) {
    for (size_t i = 0; i < rows; i++) forest_shares(forest, sums[i], PART_COUNT, shares[i]);
}

/* Sort key and block in one number, so that equal scores keep page order. */
static int by_score(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

void choose_body(const Table *table, const Labels *labels, float favour, uint32_t *order, uint8_t *chosen) {
    const float (*shares)[PART_COUNT] = (const float(*)[PART_COUNT])labels->shares;
    size_t rows = labels->rows;
    uint64_t *keys = malloc((rows + 1) * sizeof *keys);
    memset(chosen, 0, rows);
    if (!keys) return;
    double expected = 0, weight = (double)favour * favour;
    for (size_t i = 0; i < rows; i++) {
        keys[i] = (uint64_t)((1.0f - shares[i][BODY]) * 1e6f) << 32 | i;
        expected += shares[i][BODY] * table->blocks.at[i].words;
    }
    qsort(keys, rows, sizeof *keys, by_score);
    double taken = 0, hit = 0, best = 0;
    size_t best_count = 0;
    for (size_t k = 0; k < rows; k++) {
        size_t i = order[k] = (uint32_t)keys[k];
        taken += table->blocks.at[i].words;
        hit += shares[i][BODY] * table->blocks.at[i].words;
        double score = (1 + weight) * hit / (taken + weight * expected);
        if (score > best) {
            best = score;
            best_count = k + 1;
        }
    }
    for (size_t k = 0; k < best_count; k++) chosen[order[k]] = 1;
    free(keys);
}

/* What the word F1 of the body would be if the shares were right. */
static float expected_f1(const Table *table, const Labels *labels) {
    double taken = 0, hit = 0, expected = 0;
    for (size_t i = 0; i < labels->rows; i++) {
        double words = table->blocks.at[i].words, sure = labels->shares[i][BODY] * words;
        expected += sure;
        if (labels->codes[i] != BODY) continue;
        taken += words;
        hit += sure;
    }
    return taken + expected > 0 ? (float)(2 * hit / (taken + expected)) : 0;
}

/* A block enters the body against its likeliest part only when that part is not clearly ahead. */
#define CLEARLY_OTHER 0.75f
#define HARDLY_BODY 0.15f

static void choose(const Table *table, Labels *labels, float favour, uint32_t *order, uint8_t *chosen) {
    choose_body(table, labels, favour, order, chosen);
    for (size_t i = 0; i < labels->rows; i++) {
        const float *shares = labels->shares[i];
        int best = 0, other = 0;
        for (int part = 1; part < PART_COUNT; part++) {
            if (shares[part] > shares[best]) best = part;
            if (part != BODY && (other == BODY || shares[part] > shares[other])) other = part;
        }
        if (chosen[i] && shares[BODY] > HARDLY_BODY && shares[other] < CLEARLY_OTHER) best = BODY;
        else if (!chosen[i] && best == BODY) best = shares[BODY] > CLEARLY_OTHER ? BODY : other;
        labels->codes[i] = (uint8_t)best;
        labels->scores[i] = shares[best];
    }
}

/* Product pages say far more than what readers call their text: there precision counts more. Of WCXB's word F1,
 * cross-validated by site, products .635 to .649. */
#define PRODUCT_FAVOUR 0.7f

static float favour_of(const float *kinds) {
    int best = 0;
    for (int kind = 1; kind < KIND_COUNT; kind++)
        if (kinds[kind] > kinds[best]) best = kind;
    return best == PRODUCT ? PRODUCT_FAVOUR : 1;
}

/* Blocks beyond those that are described follow the last of them, with a score of 0. */
static void label_rest(Labels *labels, size_t count) {
    for (size_t i = labels->rows; i < count; i++) {
        labels->codes[i] = labels->codes[labels->rows - 1];
        memcpy(labels->shares[i], labels->shares[labels->rows - 1], sizeof *labels->shares);
    }
    labels->rows = count;
}

int label_blocks(const Model *model, const Table *table, float favour, Labels *labels) {
    memset(labels, 0, sizeof *labels);
    Features features;
    if (!describe(table, &model->votes, CONTEXT_COUNT, &features)) return 0;
    size_t rows = features.rows, stride = features.stride ? features.stride : FOREST_ROWS;
    size_t all = table->blocks.count > stride ? table->blocks.count : stride;
    labels->rows = rows;
    labels->codes = calloc(all, 1);
    labels->scores = calloc(all, sizeof *labels->scores);
    labels->shares = calloc(all, sizeof *labels->shares);
    int16_t (*sums)[OUTPUTS] = malloc(stride * sizeof *sums);
    uint32_t *order = malloc(stride * sizeof *order);
    uint8_t *chosen = malloc(stride);
    int made = labels->codes && labels->scores && labels->shares && sums && order && chosen;
    if (made && rows) {
        forest_sum(&model->first, features.columns, features.stride, features.stride, sums);
        to_shares(&model->first, sums, rows, labels->shares);
        uint8_t page[KIND_FEATURES * FOREST_ROWS];
        memset(page, 0, sizeof page);
        uint8_t values[KIND_FEATURES];
        describe_kind(table, &features, (const float(*)[PART_COUNT])labels->shares, values);
        for (size_t f = 0; f < KIND_FEATURES; f++) page[f * FOREST_ROWS] = values[f];
        int16_t kind_sums[FOREST_ROWS][OUTPUTS];
        forest_sum(&model->kinds, page, FOREST_ROWS, FOREST_ROWS, kind_sums);
        forest_shares(&model->kinds, kind_sums[0], KIND_COUNT, labels->kinds);
        made = describe_context(table, &features, (const float(*)[PART_COUNT])labels->shares, labels->kinds,
                                features.columns + FEATURE_COUNT * stride, stride);
        if (made) {
            forest_sum(&model->second, features.columns, stride, stride, sums);
            to_shares(&model->second, sums, rows, labels->shares);
            choose(table, labels, favour * favour_of(labels->kinds), order, chosen);
            labels->expected_f1 = expected_f1(table, labels);
            label_rest(labels, table->blocks.count);
        }
    }
    free(sums);
    free(order);
    free(chosen);
    features_free(&features);
    if (!made) labels_free(labels);
    return made;
}
