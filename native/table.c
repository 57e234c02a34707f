/* The end of a table's making: sums over containers, and characters instead of bytes. */
#include "table.h"

#include <string.h>

#include "utf8.h"

void table_free(Table *table) {
    free(table->text);
    free(table->blocks.at);
    free(table->containers.at);
    free(table->marks.at);
    free(table->media.at);
    free(table->head.at);
    free(table->properties.at);
    free(table->scopes.at);
    memset(table, 0, sizeof *table);
}

static void sum_containers(Table *table) {
    Container *all = table->containers.at;
    for (size_t i = 0; i < table->blocks.count; i++) {
        Block *block = &table->blocks.at[i];
        Container *home = &all[block->container];
        if (home->last_block == 0) home->first_block = (uint32_t)i;
        home->last_block = (uint32_t)i + 1;
        home->words += block->words;
        home->text_bytes += block->text_end - block->text_start;
        home->link_chars += block->link_chars;
    }
    for (size_t i = table->containers.count; i-- > 1;) {
        Container *child = &all[i], *parent = &all[child->parent];
        if (child->last_block == 0) continue;
        if (parent->last_block == 0 || child->first_block < parent->first_block) parent->first_block = child->first_block;
        if (child->last_block > parent->last_block) parent->last_block = child->last_block;
        parent->words += child->words;
        parent->text_bytes += child->text_bytes;
        parent->link_chars += child->link_chars;
    }
}

/* Bytes between two samples of the count of continuation bytes. */
#define SAMPLE 64

typedef struct {
    const unsigned char *text;
    const uint32_t *before; /* continuation bytes before each sample; NULL: the text is ASCII */
} Positions;

static inline uint32_t character_at(const Positions *positions, uint32_t byte) {
    if (!positions->before) return byte;
    uint32_t sample = byte / SAMPLE;
    return byte - positions->before[sample] -
           (uint32_t)utf8_continuations(positions->text + (size_t)sample * SAMPLE, byte % SAMPLE);
}

/* Samples for a text that holds continuation bytes; NULL for ASCII or when memory ran out. */
static uint32_t *sample_text(Table *table) {
    size_t total = utf8_continuations(table->text, table->text_length);
    table->characters = table->text_length - total;
    if (!total) return NULL;
    size_t samples = table->text_length / SAMPLE + 1;
    uint32_t *before = malloc(samples * sizeof *before);
    if (!before) {
        table->failed = 1;
        return NULL;
    }
    uint32_t sum = 0;
    for (size_t i = 0; i < samples; i++) {
        before[i] = sum;
        size_t from = i * SAMPLE, left = table->text_length - from;
        sum += (uint32_t)utf8_continuations(table->text + from, left < SAMPLE ? left : SAMPLE);
    }
    return before;
}

/* Copy byte offsets of the text to character offsets in every row of an array. */
#define TO_CHARACTERS(array)                                                          \
    for (size_t i = 0; i < table->array.count; i++) {                                 \
        table->array.at[i].start = character_at(&positions, table->array.at[i].text_start); \
        table->array.at[i].end = character_at(&positions, table->array.at[i].text_end);     \
    }

void table_finish(Table *table) {
    if (table->failed) return;
    sum_containers(table);
    uint32_t *before = sample_text(table);
    Positions positions = {table->text, before};
    TO_CHARACTERS(blocks)
    TO_CHARACTERS(marks)
    TO_CHARACTERS(properties)
    free(before);
}
