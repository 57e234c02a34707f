/* Features of the elements around a block, and where on the page the running text is. */
#include "describe_work.h"

static const uint8_t DISTANCE_TAG_CODES[DISTANCE_TAG_COUNT] = {
#define X(name) T_##name,
    DISTANCE_TAGS(X)
#undef X
};

void describe_distances(Work *work) {
    const Table *table = work->table;
    uint8_t place_of_tag[TAG_COUNT];
    memset(place_of_tag, DISTANCE_TAG_COUNT, sizeof place_of_tag);
    for (int i = 0; i < DISTANCE_TAG_COUNT; i++) place_of_tag[DISTANCE_TAG_CODES[i]] = (uint8_t)i;
    for (size_t i = 0; i < table->containers.count; i++) {
        const Container *now = &table->containers.at[i];
        uint8_t *mine = work->distance[i];
        if (now->parent < 0) {
            memset(mine, FAR, WORD_GROUPS + DISTANCE_TAG_COUNT);
        } else {
            const uint8_t *outer = work->distance[now->parent];
            for (int k = 0; k < WORD_GROUPS + DISTANCE_TAG_COUNT; k++) mine[k] = (uint8_t)(outer[k] + (outer[k] < FAR));
        }
        for (uint64_t bits = now->class_words; bits; bits &= bits - 1) mine[__builtin_ctzll(bits)] = 1;
        if (place_of_tag[now->tag] < DISTANCE_TAG_COUNT) mine[WORD_GROUPS + place_of_tag[now->tag]] = 1;
    }
}

#define SCORED_CHARS 25 /* shorter blocks say nothing of where the story is */

/* Sums over containers, and the classic score of a container: commas and length of the text in it, links taken off. */
void describe_containers(Work *work) {
    const Table *table = work->table;
    const Container *all = table->containers.at;
    for (size_t i = 0; i < work->count; i++) {
        const Block *block = &table->blocks.at[i];
        const TextStats *stats = &work->stats[i];
        int32_t home = block->container;
        if (is_long(block)) work->long_words[home] += (float)block->words;
        if (is_paragraph(block->tag)) work->paragraph_words[home] += (float)block->words;
        if (block->heading_level) work->headings[home]++;
        work->stop_words[home] += stats->words ? (float)stats->stops / (float)stats->words * (float)block->words : 0;
        if (stats->chars < SCORED_CHARS) continue;
        float hundreds = (float)stats->chars / 100;
        float score = (1 + (float)stats->commas + (hundreds < 3 ? hundreds : 3)) * (1 - link_share(block));
        int passes_up = block->tag == T_p || block->tag == T_pre || block->tag == T_blockquote || block->tag == T_td;
        int32_t target = passes_up && all[home].parent >= 0 ? all[home].parent : home;
        work->score[target] += score;
        int32_t outer = all[target].parent;
        if (outer >= 0) work->score[outer] += score / 2;
        if (outer >= 0 && all[outer].parent >= 0) work->score[all[outer].parent] += score / 6;
    }
    for (size_t i = 0; i < table->media.count; i++)
        if (table->media.at[i].container >= 0) work->media[table->media.at[i].container]++;
    for (size_t i = table->containers.count; i-- > 1;) {
        int32_t parent = all[i].parent;
        work->long_words[parent] += work->long_words[i];
        work->paragraph_words[parent] += work->paragraph_words[i];
        work->stop_words[parent] += work->stop_words[i];
        work->headings[parent] += work->headings[i];
        work->media[parent] += work->media[i];
    }
    for (size_t i = 0; i < table->containers.count; i++) {
        const Container *now = &all[i];
        float links = now->text_bytes ? (float)now->link_chars / (float)now->text_bytes : 0;
        work->score[i] *= 1 - links;
        int is_spread = now->last_block && now->last_block - now->first_block >= 3;
        work->spread[i] = is_spread || now->parent < 0 ? (int32_t)i : work->spread[now->parent];
    }
}

/* The deepest container that holds this share of the page's running text. */
static int32_t deepest_with(const Work *work, float share) {
    const Table *table = work->table;
    float wanted = share * (float)(work->page_long ? work->page_long : 1);
    int32_t found = 0;
    for (size_t i = 0; i < table->containers.count; i++)
        if (work->long_words[i] >= wanted && table->containers.at[i].depth >= table->containers.at[found].depth)
            found = (int32_t)i;
    return found;
}

void find_centres(Work *work) {
    work->best = 0;
    for (size_t i = 0; i < work->table->containers.count; i++)
        if (work->score[i] > work->score[work->best]) work->best = (int32_t)i;
    work->half = deepest_with(work, 0.5f);
    work->most = deepest_with(work, 0.75f);
    work->almost = deepest_with(work, 0.92f);
}

#define LEVEL_FEATURES 11
#define LEVEL_PLACE 9 /* the only one that differs between blocks of one container */

/* What a container is like, worked out once. */
static const uint8_t *level_of(Work *work, int32_t container) {
    uint8_t *level = work->level[container];
    if (level[LEVEL_FEATURES]) return level;
    const Container *now = &work->table->containers.at[container];
    uint32_t blocks = now->last_block - now->first_block;
    level[0] = log_byte(now->words);
    level[1] = share_byte((float)now->words, (float)work->page_words);
    level[2] = share_byte((float)now->link_chars, (float)now->text_bytes);
    level[3] = log_byte(blocks);
    level[4] = log_byte(blocks ? now->words / blocks : 0);
    level[5] = share_byte(work->long_words[container], (float)work->page_long);
    level[6] = share_byte(work->paragraph_words[container], (float)now->words);
    level[7] = share_byte((float)work->headings[container], (float)blocks);
    level[8] = share_byte(work->score[container], work->score[work->best]);
    level[LEVEL_PLACE] = 0;
    level[10] = log_byte(work->media[container]);
    level[LEVEL_FEATURES] = 1;
    return level;
}

void describe_levels(Work *work) {
    static const int FIRST[LEVELS] = {FEATURE_own_words, FEATURE_near_words, FEATURE_wide_words, FEATURE_wider_words,
                                      FEATURE_widest_words};
    const Table *table = work->table;
    size_t stride = work->out->stride;
    for (size_t i = 0; i < work->count; i++) {
        int32_t home = table->blocks.at[i].container, level = home;
        work->out->near[i] = work->spread[home];
        for (int k = 0; k < LEVELS; k++) {
            if (k == 1) level = work->spread[home];
            if (k > 1 && table->containers.at[level].parent >= 0) level = work->spread[table->containers.at[level].parent];
            const uint8_t *values = level_of(work, level);
            uint8_t *cell = work->out->columns + (size_t)FIRST[k] * stride + i;
            for (int f = 0; f < LEVEL_FEATURES; f++, cell += stride)
                *cell = f == LEVEL_PLACE ? place_in(table, level, i) : values[f];
        }
    }
}
