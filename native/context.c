/* What the first round of trees said of the blocks around a block, and of the page. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"

#define SHORT_REACH 4
#define LONG_REACH 14

static inline uint8_t as_byte(float share) { return (uint8_t)(share * 255.0f + 0.5f); }

/* One row of PART_COUNT columns. */
static inline void put_row(const float *shares, uint8_t *cell, size_t stride) {
    uint8_t bytes[PART_COUNT]; /* worked out before any is written, so that many are at once */
    for (int part = 0; part < PART_COUNT; part++) bytes[part] = as_byte(shares[part]);
    for (int part = 0; part < PART_COUNT; part++) cell[(size_t)part * stride] = bytes[part];
}

/* One row of columns that are the mean over the blocks between two running sums. */
static inline void put_mean(const float *from, const float *to, size_t blocks, uint8_t *cell, size_t stride) {
    float means[PART_COUNT], scale = 1.0f / (float)blocks;
    for (int part = 0; part < PART_COUNT; part++) means[part] = (to[part] - from[part]) * scale;
    put_row(means, cell, stride);
}

static int likeliest(const float *shares) {
    int best = 0;
    for (int part = 1; part < PART_COUNT; part++)
        if (shares[part] > shares[best]) best = part;
    return best;
}

/* Columns that are a window's mean of the shares, by running sums. */
static void put_window(size_t rows, const float (*sums)[PART_COUNT], size_t reach, uint8_t *columns, size_t stride) {
    for (size_t i = 0; i < rows; i++) {
        size_t from = i > reach ? i - reach : 0, to = i + reach + 1 < rows ? i + reach + 1 : rows;
        put_mean(sums[from], sums[to], to - from, columns + i, stride);
    }
}

/* Columns that are the mean share over the blocks of a container, given which. */
static void put_container(const Table *table, size_t rows, const float (*sums)[PART_COUNT], const int32_t *containers,
                          uint8_t *columns, size_t stride) {
    for (size_t i = 0; i < rows; i++) {
        int32_t home = containers ? containers[i] : table->blocks.at[i].container;
        if (i && home == (containers ? containers[i - 1] : table->blocks.at[i - 1].container)) {
            for (int part = 0; part < PART_COUNT; part++)
                columns[(size_t)part * stride + i] = columns[(size_t)part * stride + i - 1];
            continue;
        }
        const Container *now = &table->containers.at[home];
        size_t last = now->last_block < rows ? now->last_block : rows; /* a giant page is described in part */
        put_mean(sums[now->first_block], sums[last], last > now->first_block ? last - now->first_block : 1, columns + i, stride);
    }
}

/* Mean share over all blocks with one signature. */
static int put_signatures(const Features *features, const float (*shares)[PART_COUNT], uint8_t *columns, size_t stride) {
    size_t rows = features->rows, slots = 64;
    while (slots < rows * 2) slots *= 2;
    struct Group {
        uint64_t key;
        float count, sum[PART_COUNT];
    } *groups = calloc(slots, sizeof *groups);
    uint32_t *place = malloc((rows + 1) * sizeof *place);
    if (!groups || !place) {
        free(groups);
        free(place);
        return 0;
    }
    for (size_t i = 0; i < rows; i++) {
        uint64_t key = features->signatures[i] | 1;
        size_t slot = (key >> 7) & (slots - 1);
        while (groups[slot].key && groups[slot].key != key) slot = (slot + 1) & (slots - 1);
        groups[slot].key = key;
        groups[slot].count++;
        for (int part = 0; part < PART_COUNT; part++) groups[slot].sum[part] += shares[i][part];
        place[i] = (uint32_t)slot;
    }
    for (size_t i = 0; i < rows; i++) {
        const struct Group *group = &groups[place[i]];
        float means[PART_COUNT];
        for (int part = 0; part < PART_COUNT; part++) means[part] = group->sum[part] / group->count;
        put_row(means, columns + i, stride);
    }
    free(groups);
    free(place);
    return 1;
}

enum { HEADLINE = 0, COMMENT = 7, TEASER = 8, NAVIGATION = 11 };

static uint8_t gap(int64_t from, int64_t to) { return from < 0 || to < from ? 255 : log_byte((uint32_t)(to - from)); }

/* Sixteen columns about order: where the body began and may end, what came last, how much is still to come. */
static void put_order(const Table *table, size_t rows, const float (*shares)[PART_COUNT], uint8_t *columns, size_t stride) {
    int64_t first = -1, last = -1, headline = -1;
    float best = 0, total = 0;
    for (size_t i = 0; i < rows; i++) {
        if (shares[i][BODY] > 0.5f) {
            if (first < 0) first = (int64_t)i;
            last = (int64_t)i;
        }
        if (shares[i][HEADLINE] > best) {
            best = shares[i][HEADLINE];
            headline = (int64_t)i;
        }
        total += shares[i][BODY] * (float)table->blocks.at[i].words;
    }
    float before = 0;
    int64_t last_body = -1, last_comment = -1, last_teaser = -1, last_navigation = -1;
    for (size_t i = 0; i < rows; i++) {
        uint8_t *cell = columns + i;
        int64_t now = (int64_t)i;
#define NEXT(value) (*cell = (value), cell += stride)
        NEXT(gap(first, now));
        NEXT(gap(now, first));
        NEXT(last < 0 ? 255 : gap(last, now));
        NEXT(last < 0 ? 255 : gap(now, last));
        NEXT(gap(headline, now));
        NEXT(gap(now, headline));
        NEXT(share_byte(before, total));
        NEXT(gap(last_body, now));
        NEXT(gap(last_comment, now));
        NEXT(gap(last_teaser, now));
        NEXT(gap(last_navigation, now));
        NEXT(i > 1 ? (uint8_t)(likeliest(shares[i - 2]) * 16) : 255);
        NEXT(i > 2 ? (uint8_t)(likeliest(shares[i - 3]) * 16) : 255);
        NEXT(i + 2 < rows ? (uint8_t)(likeliest(shares[i + 2]) * 16) : 255);
        NEXT(i + 3 < rows ? (uint8_t)(likeliest(shares[i + 3]) * 16) : 255);
        NEXT(log_byte((uint32_t)total));
#undef NEXT
        before += shares[i][BODY] * (float)table->blocks.at[i].words;
        switch (likeliest(shares[i])) {
            case BODY: last_body = now; break;
            case COMMENT: last_comment = now; break;
            case TEASER: last_teaser = now; break;
            case NAVIGATION: last_navigation = now; break;
            default: break;
        }
    }
}

int describe_context(const Table *table, const Features *features, const float (*shares)[PART_COUNT], const float *kinds,
                     uint8_t *columns, size_t stride) {
    size_t rows = features->rows;
    float (*sums)[PART_COUNT] = malloc((rows + 1) * sizeof *sums);
    if (!sums) return 0;
    memset(sums[0], 0, sizeof *sums);
    for (size_t i = 0; i < rows; i++)
        for (int part = 0; part < PART_COUNT; part++) sums[i + 1][part] = sums[i][part] + shares[i][part];
    size_t family = PART_COUNT * stride;
    for (size_t i = 0; i < rows; i++) put_row(shares[i], columns + i, stride);
    for (int part = 0; part < PART_COUNT && rows > 1; part++) {
        uint8_t *own = columns + (size_t)part * stride;
        memcpy(own + family + 1, own, rows - 1);
        memcpy(own + 2 * family, own + 1, rows - 1);
    }
    put_window(rows, (const float(*)[PART_COUNT])sums, SHORT_REACH, columns + 3 * family, stride);
    put_window(rows, (const float(*)[PART_COUNT])sums, LONG_REACH, columns + 4 * family, stride);
    put_container(table, rows, (const float(*)[PART_COUNT])sums, NULL, columns + 5 * family, stride);
    put_container(table, rows, (const float(*)[PART_COUNT])sums, features->near, columns + 6 * family, stride);
    int made = put_signatures(features, shares, columns + 7 * family, stride);
    for (int part = 0; part < PART_COUNT; part++)
        memset(columns + 8 * family + (size_t)part * stride, as_byte(rows ? sums[rows][part] / (float)rows : 0), rows);
    put_order(table, rows, shares, columns + 9 * family, stride);
    for (int kind = 0; kind < KIND_COUNT; kind++)
        memset(columns + 9 * family + (16 + (size_t)kind) * stride, as_byte(kinds[kind]), rows);
    free(sums);
    return made;
}

void describe_kind(const Table *table, const Features *features, const float (*shares)[PART_COUNT], uint8_t *values) {
    int count = FEATURE_page_json_ld - FEATURE_page_words + 1;
    for (int f = 0; f < count; f++) values[f] = features->rows ? features->columns[(size_t)(FEATURE_page_words + f) * features->stride] : 0;
    float blocks[PART_COUNT] = {0}, words[PART_COUNT] = {0}, all = 0;
    for (size_t i = 0; i < features->rows; i++) {
        float weight = (float)table->blocks.at[i].words;
        all += weight;
        for (int part = 0; part < PART_COUNT; part++) {
            blocks[part] += shares[i][part];
            words[part] += shares[i][part] * weight;
        }
    }
    for (int part = 0; part < PART_COUNT; part++) {
        values[count + part] = share_byte(blocks[part], (float)features->rows);
        values[count + PART_COUNT + part] = share_byte(words[part], all);
    }
}
