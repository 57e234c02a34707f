/* What the words of a block, the class names around it and the words of its link speak for. */
#include "describe_work.h"

#define NAMED_LEVELS 4 /* elements around a block whose class names vote */

void describe_classes(Work *work) {
    const Table *table = work->table;
    for (size_t i = 0; i < work->count; i++) {
        uint16_t *hashes = work->out->hashes[CLASS_VOTES][i];
        int32_t home = table->blocks.at[i].container;
        if (i && home == table->blocks.at[i - 1].container) {
            memcpy(hashes, work->out->hashes[CLASS_VOTES][i - 1], HASHES * sizeof *hashes);
            continue;
        }
        size_t kept = 0;
        for (int level = 0; level < NAMED_LEVELS && home >= 0; level++, home = table->containers.at[home].parent)
            for (int name = 0; name < NAMES_KEPT && work->names[home][name] != HASH_NONE && kept < HASHES; name++)
                hashes[kept++] = work->names[home][name];
        while (kept < HASHES) hashes[kept++] = HASH_NONE;
    }
}

typedef int8_t Ballot __attribute__((vector_size(16), aligned(1)));
typedef int16_t Tally __attribute__((vector_size(32), aligned(2)));

const uint32_t VOTE_BUCKETS[VOTERS] = {WORD_BUCKETS, PAIR_BUCKETS, CLASS_BUCKETS, LINK_BUCKETS};

/* Votes of up to HASHES buckets for each part, 0-255 with 128 for none. */
static void vote(const int8_t (*table)[16], const uint16_t *hashes, uint8_t *out, size_t step) {
    union {
        Tally all;
        int16_t part[16];
    } sums = {{0}};
    int count = 0;
    for (; count < HASHES && hashes[count] != HASH_NONE; count++)
        sums.all += __builtin_convertvector(*(const Ballot *)(const void *)table[hashes[count]], Tally);
    /* four times the sum over count + 3, cut towards zero; the half keeps the product clear of whole numbers */
    float scale = 1.0f / (float)(count + 3);
    int32_t means[16];
    for (int part = 0; part < 16; part++) {
        int32_t sum = sums.part[part] * 4, size = (int32_t)(((float)(sum < 0 ? -sum : sum) + 0.5f) * scale);
        int32_t mean = sum < 0 ? -size : size;
        means[part] = mean < -128 ? 0 : mean > 127 ? 255 : mean + 128;
    }
    for (int part = 0; part < PART_COUNT; part++) out[(size_t)part * step] = (uint8_t)means[part];
}

void describe_votes(Work *work, const Votes *votes) {
    size_t stride = work->out->stride;
    for (int v = 0; votes && v < VOTERS; v++) {
        uint8_t *columns = work->out->columns + (size_t)(VOTES + v * PART_COUNT) * stride;
        for (size_t i = 0; i < work->count; i++) vote(votes->table[v], work->out->hashes[v][i], columns + i, stride);
    }
}
