/* Where a block stands: on the page, after headings and titles, among its neighbours. */
#include "describe_work.h"

void describe_headings(Work *work) {
    const Table *table = work->table;
    int32_t heading = NONE;
    uint32_t words = 0;
    for (size_t i = 0; i < work->count; i++) {
        const Block *block = &table->blocks.at[i];
        if (block->heading_level) {
            heading = (int32_t)i;
            words = 0;
        }
        put(work, FEATURE_since_heading, i, heading < 0 ? 255 : log_byte((uint32_t)((int32_t)i - heading)));
        put(work, FEATURE_words_since_heading, i, log_byte(words));
        put(work, FEATURE_last_heading, i, heading < 0 ? 0 : table->blocks.at[heading].heading_level);
        words += block->heading_level ? 0 : block->words;
    }
}

static uint8_t gap_byte(int32_t from, size_t row, int after) {
    if (from < 0) return 255;
    int64_t gap = after ? (int64_t)row - from : from - (int64_t)row;
    return gap < 0 ? 254 : log_byte((uint32_t)gap) > 250 ? 250 : log_byte((uint32_t)gap);
}

void describe_places(Work *work) {
    const Table *table = work->table;
    const Container *all = table->containers.at;
    float total = (float)work->count;
    int32_t last_long = NONE;
    for (size_t i = 0; i < work->count; i++) {
        const Block *block = &table->blocks.at[i];
        int32_t home = block->container, repeated = work->repeated[home];
        put(work, FEATURE_block_share, i, share_byte((float)i, total));
        put(work, FEATURE_word_share, i, share_byte((float)work->words_before[i], (float)work->page_words));
        put(work, FEATURE_blocks_before, i, log_byte((uint32_t)i));
        put(work, FEATURE_blocks_after, i, log_byte((uint32_t)(work->count - i - 1)));
        put(work, FEATURE_words_before, i, log_byte(work->words_before[i]));
        put(work, FEATURE_depth, i, capped(block->depth));
        put(work, FEATURE_after_h1, i, gap_byte(work->h1, i, 1));
        put(work, FEATURE_before_h1, i, gap_byte(work->h1, i, 0));
        put(work, FEATURE_after_title, i, gap_byte(work->title, i, 1));
        put(work, FEATURE_before_title, i, gap_byte(work->title, i, 0));
        put(work, FEATURE_same_signature, i, log_byte(work->same_signature[i]));
        put(work, FEATURE_signature_share, i, share_byte((float)work->same_signature[i], total));
        if (repeated >= 0) {
            put(work, FEATURE_repeats, i, log_byte(work->repeats[repeated]));
            put(work, FEATURE_repeat_distance, i, capped((uint32_t)(all[home].depth - all[repeated].depth) + 1));
            put(work, FEATURE_repeat_words, i, log_byte(all[repeated].words));
            put(work, FEATURE_repeat_place, i, log_byte(work->repeat_place[repeated]));
        }
        put(work, FEATURE_best_side, i, side_of(table, work->best, i));
        put(work, FEATURE_half_side, i, side_of(table, work->half, i));
        put(work, FEATURE_most_side, i, side_of(table, work->most, i));
        put(work, FEATURE_almost_side, i, side_of(table, work->almost, i));
        put(work, FEATURE_place_in_best, i, place_in(table, work->best, i));
        put(work, FEATURE_place_in_most, i, place_in(table, work->most, i));
        put(work, FEATURE_after_most, i, i < all[work->most].last_block ? 0 : log_byte((uint32_t)(i - all[work->most].last_block + 1)));
        int up = 0;
        int32_t meeting = home;
        while (meeting >= 0 && !(all[meeting].first_block <= all[work->best].first_block &&
                                 all[meeting].last_block >= all[work->best].last_block &&
                                 all[meeting].depth <= all[work->best].depth)) {
            meeting = all[meeting].parent;
            up++;
        }
        put(work, FEATURE_up_to_best, i, capped((uint32_t)up));
        put(work, FEATURE_down_to_best, i, meeting < 0 ? 255 : capped((uint32_t)(all[work->best].depth - all[meeting].depth)));
        put(work, FEATURE_first_in_container, i, all[home].first_block == i ? 255 : 0);
        put(work, FEATURE_last_in_container, i, all[home].last_block == i + 1 ? 255 : 0);
        if (is_long(block)) last_long = (int32_t)i;
        put(work, FEATURE_last_long, i, last_long < 0 ? 255 : log_byte((uint32_t)((int32_t)i - last_long)));
        put(work, FEATURE_long_left, i, share_byte(work->long_before[work->count] - work->long_before[i], (float)work->page_long));
    }
    int32_t next_long = NONE;
    for (size_t i = work->count; i-- > 0;) {
        if (is_long(&table->blocks.at[i])) next_long = (int32_t)i;
        put(work, FEATURE_next_long, i, next_long < 0 ? 255 : log_byte((uint32_t)(next_long - (int32_t)i)));
    }
}

void describe_neighbours(Work *work) {
    static const struct {
        int first, step;
    } SIDES[] = {{FEATURE_back3_words, -3},  {FEATURE_back2_words, -2},  {FEATURE_back1_words, -1},
                 {FEATURE_ahead1_words, 1}, {FEATURE_ahead2_words, 2}, {FEATURE_ahead3_words, 3}};
    static const struct {
        int from, to; /* a feature, and its place among those of a side */
    } COPIED[] = {{FEATURE_words, 0}, {FEATURE_link_share, 1}, {FEATURE_tag, 2}, {FEATURE_stop_words, 3}, {FEATURE_last_mark, 4},
                  {FEATURE_digits, 8}};
    const Table *table = work->table;
    size_t stride = work->out->stride;
    for (size_t s = 0; s < sizeof SIDES / sizeof *SIDES; s++) {
        int step = SIDES[s].step, first = SIDES[s].first;
        size_t back = step < 0 ? (size_t)-step : 0, ahead = step > 0 ? (size_t)step : 0;
        for (size_t f = 0; f < sizeof COPIED / sizeof *COPIED && back + ahead < work->count; f++) {
            uint8_t *to = work->out->columns + (size_t)(first + COPIED[f].to) * stride;
            const uint8_t *from = work->out->columns + (size_t)COPIED[f].from * stride;
            memcpy(to + back, from + ahead, work->count - back - ahead);
        }
        for (size_t i = 0; i < work->count; i++) {
            int64_t other = (int64_t)i + step;
            if (other < 0 || other >= (int64_t)work->count) continue;
            const Block *mine = &table->blocks.at[i], *its = &table->blocks.at[other];
            put(work, first + 5, i, (uint8_t)(128 + (its->depth - mine->depth > 60 ? 60 : its->depth - mine->depth < -60 ? -60
                                                                                          : its->depth - mine->depth)));
            put(work, first + 6, i, its->container == mine->container ? 255 : 0);
            put(work, first + 7, i, work->out->signatures[other] == work->out->signatures[i] ? 255 : 0);
        }
    }
}

void describe_windows(Work *work) {
    static const struct {
        int first, reach;
    } WINDOWS[] = {{FEATURE_around4_mean_words, 4}, {FEATURE_around10_mean_words, 10}, {FEATURE_around25_mean_words, 25}};
    for (size_t w = 0; w < sizeof WINDOWS / sizeof *WINDOWS; w++) {
        size_t reach = (size_t)WINDOWS[w].reach;
        int first = WINDOWS[w].first;
        for (size_t i = 0; i < work->count; i++) {
            size_t from = i > reach ? i - reach : 0, to = i + reach + 1 < work->count ? i + reach + 1 : work->count;
            uint32_t sum = work->words_before[to] - work->words_before[from];
            float words = (float)sum, before = (float)(work->words_before[i] - work->words_before[from]);
            float after = (float)(work->words_before[to] - work->words_before[i + 1]);
            put(work, first + 0, i, log_byte(sum / (uint32_t)(to - from)));
            put(work, first + 1, i, share_byte(work->links_before[to] - work->links_before[from], words));
            put(work, first + 2, i, share_byte(work->stops_before[to] - work->stops_before[from], words));
            put(work, first + 3, i, share_byte(work->long_before[to] - work->long_before[from], words));
            put(work, first + 4, i, share_byte(work->long_before[i] - work->long_before[from], before));
            put(work, first + 5, i, share_byte(work->long_before[to] - work->long_before[i + 1], after));
        }
    }
}

void describe_word_distances(Work *work) {
    const Table *table = work->table;
    size_t stride = work->out->stride;
    for (size_t i = 0; i < work->count; i++) {
        const Block *block = &table->blocks.at[i];
        const uint8_t *distance = work->distance[block->container];
        uint8_t *cell = work->out->columns + (size_t)WORD_DISTANCES * stride + i;
        for (int k = 0; k < WORD_GROUPS + DISTANCE_TAG_COUNT; k++, cell += stride) *cell = distance[k];
        cell = work->out->columns + (size_t)WORD_DISTANCES * stride + i;
        for (uint64_t bits = block->class_words; bits; bits &= bits - 1) cell[(size_t)__builtin_ctzll(bits) * stride] = 0;
    }
}
