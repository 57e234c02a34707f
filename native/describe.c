/* From a table to features: block by block, container by container, and the page at large.
 *
 * The order matters only in that text comes first (its counts feed the rest). All features are bytes, so that a model
 * compares them without unpacking. What each means stands beside its name in describe.h. */
#include "describe.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scan.h"

#define LONG_WORDS 15       /* a block of running text; menus and labels stay below */
#define LONG_LINK_SHARE 0.4f /* and most of it is not a link */
#define FAR 31              /* a distance that means "none" */
#define LEVELS 5
#define NAMES_KEPT 6       /* class names of one element that vote */

typedef struct {
    const Table *table;
    Features *out;
    size_t count; /* blocks */
    TextStats *stats;
    uint8_t (*distance)[WORD_GROUPS + DISTANCE_TAG_COUNT]; /* per container */
    float *score, *long_words, *paragraph_words, *stop_words; /* per container */
    uint64_t *template; /* per container: tag and classes */
    uint16_t (*names)[NAMES_KEPT]; /* per container: its class names */
    uint32_t *headings, *repeats, *repeat_place, *media; /* per container */
    int32_t *repeated, *spread; /* per container: nearest repeated element; nearest with three blocks */
    uint8_t (*level)[12]; /* per container; the last byte says that it is filled */
    uint32_t *same_signature; /* per block */
    uint32_t *words_before; /* per block, one more at the end; running sums */
    float *links_before, *stops_before, *long_before;
    uint32_t page_words, page_long;
    int32_t best, half, most, almost; /* containers */
    int32_t h1, title; /* blocks */
} Work;

static inline void put(Work *work, int feature, size_t row, uint8_t value) {
    work->out->columns[(size_t)feature * work->out->stride + row] = value;
}

static inline uint8_t flag_byte(uint32_t flags, uint32_t bit) { return flags & bit ? 255 : 0; }
static inline uint8_t capped(uint32_t value) { return value > 255 ? 255 : (uint8_t)value; }
static inline int is_paragraph(int tag) { return tag == T_p; }
static inline float link_share(const Block *block) {
    uint32_t length = block->text_end - block->text_start;
    return length ? (float)block->link_chars / (float)length : 0;
}
static inline int is_long(const Block *block) { return block->words >= LONG_WORDS && link_share(block) < LONG_LINK_SHARE; }

/* ------------------------------------------------------------------ text */

static void head_words(const Table *table, WordSet *title, WordSet *summary) {
    for (size_t i = 0; i < table->head.count; i++) {
        const HeadRow *row = &table->head.at[i];
        const unsigned char *value = table->source + row->value.start;
        size_t length = row->value.end - row->value.start, name_length = row->name.end - row->name.start;
        const unsigned char *name = table->source + row->name.start;
        if (row->kind == HEAD_TITLE) word_set_add(title, value, length);
        if (row->kind != HEAD_META) continue;
        if (name_length == 8 && same_word(name, "og:title", 8)) word_set_add(title, value, length);
        if ((name_length == 11 && same_word(name, "description", 11)) ||
            (name_length == 14 && same_word(name, "og:description", 14)))
            word_set_add(summary, value, length);
    }
}

static void describe_texts(Work *work) {
    const Table *table = work->table;
    WordSet title = {{0}, 0}, summary = {{0}, 0};
    head_words(table, &title, &summary);
    for (size_t i = 0; i < work->count; i++) {
        const Block *block = &table->blocks.at[i];
        TextStats *stats = &work->stats[i];
        text_stats(table->text + block->text_start, block->text_end - block->text_start, &title, &summary, stats,
                   work->out->text_hashes[i]);
        float chars = (float)stats->chars, words = (float)stats->words;
        put(work, FEATURE_chars, i, log_byte(stats->chars));
        put(work, FEATURE_words, i, log_byte(block->words));
        put(work, FEATURE_word_length, i, stats->words ? clamp_byte(12.0f * (float)stats->word_bytes / words) : 0);
        put(work, FEATURE_link_share, i, share_byte((float)block->link_chars, chars));
        put(work, FEATURE_links, i, log_byte(block->link_count));
        put(work, FEATURE_upper_share, i, share_byte((float)stats->upper, (float)stats->letters));
        put(work, FEATURE_digit_share, i, share_byte((float)stats->digits, chars));
        put(work, FEATURE_punctuation_share, i, share_byte((float)stats->punctuation, chars));
        put(work, FEATURE_commas, i, log_byte(stats->commas));
        put(work, FEATURE_sentence_ends, i, log_byte(stats->ends));
        put(work, FEATURE_last_mark, i, stats->last_mark);
        put(work, FEATURE_first_mark, i, stats->first_mark);
        put(work, FEATURE_capital_words, i, share_byte((float)stats->capitals, words));
        put(work, FEATURE_stop_words, i, share_byte((float)stats->stops, words));
        put(work, FEATURE_strong_share, i, share_byte((float)block->strong_chars, chars));
        put(work, FEATURE_copyright, i, stats->copyright ? 255 : 0);
        put(work, FEATURE_year, i, stats->year ? 255 : 0);
        put(work, FEATURE_numeric_date, i, stats->numeric_date ? 255 : 0);
        put(work, FEATURE_clock, i, stats->clock ? 255 : 0);
        put(work, FEATURE_price, i, stats->price ? 255 : 0);
        put(work, FEATURE_at_sign, i, stats->at_sign ? 255 : 0);
        put(work, FEATURE_separators, i, log_byte(stats->separators));
        put(work, FEATURE_only_number, i, stats->digits && !stats->foreign && stats->letters <= 1 ? 255 : 0);
        put(work, FEATURE_quotes, i, log_byte(stats->quotes));
        put(work, FEATURE_brackets, i, log_byte(stats->brackets));
        put(work, FEATURE_foreign_share, i, share_byte((float)stats->foreign, chars));
        put(work, FEATURE_ellipsis, i, stats->ellipsis ? 255 : 0);
        put(work, FEATURE_digits, i, log_byte(stats->digits));
        put(work, FEATURE_title_share, i, share_byte((float)stats->title_hits, words));
        put(work, FEATURE_title_cover, i, share_byte((float)stats->title_hits, (float)title.count));
        put(work, FEATURE_summary_share, i, share_byte((float)stats->summary_hits, words));
    }
}

/* The block most like the title, in the first two thirds of the page. */
static void find_title(Work *work) {
    const uint8_t *share = work->out->columns + (size_t)FEATURE_title_share * work->out->stride;
    const uint8_t *cover = work->out->columns + (size_t)FEATURE_title_cover * work->out->stride;
    int best = 0;
    work->h1 = work->title = NONE;
    for (size_t i = 0; i < work->count; i++) {
        const Block *block = &work->table->blocks.at[i];
        if (work->h1 < 0 && block->heading_level == 1 && block->words > 1) work->h1 = (int32_t)i;
        if (block->words > 40 || (block->words < 2 && work->stats[i].chars < 12)) continue;
        int like = share[i] + cover[i] + (block->heading_level == 1 ? 60 : block->heading_level ? 30 : 0);
        if (like > best && like > 200) {
            best = like;
            work->title = (int32_t)i;
        }
    }
}

/* ------------------------------------------------------------------ copies of one text, of one signature */

typedef struct {
    uint64_t *key;
    uint32_t *value;
    size_t slots; /* a power of two */
} Counts;

static int counts_make(Counts *counts, size_t entries) {
    counts->slots = 64;
    while (counts->slots < entries * 2) counts->slots *= 2;
    counts->key = calloc(counts->slots, sizeof *counts->key);
    counts->value = calloc(counts->slots, sizeof *counts->value);
    return counts->key && counts->value;
}

static void counts_free(Counts *counts) {
    free(counts->key);
    free(counts->value);
}

static inline uint64_t mix(uint64_t x) {
    x ^= x >> 33;
    x *= 0xFF51AFD7ED558CCDull;
    x ^= x >> 33;
    return x ? x : 1;
}

static uint32_t *counts_at(Counts *counts, uint64_t key) {
    key = mix(key);
    size_t slot = key & (counts->slots - 1);
    while (counts->key[slot] && counts->key[slot] != key) slot = (slot + 1) & (counts->slots - 1);
    counts->key[slot] = key;
    return &counts->value[slot];
}

static int describe_copies(Work *work) {
    Counts texts, seen;
    if (!counts_make(&texts, work->count + 1)) {
        counts_free(&texts);
        return 0;
    }
    if (!counts_make(&seen, work->count + 1)) {
        counts_free(&texts);
        counts_free(&seen);
        return 0;
    }
    for (size_t i = 0; i < work->count; i++) ++*counts_at(&texts, work->stats[i].hash);
    for (size_t i = 0; i < work->count; i++) {
        put(work, FEATURE_copies, i, log_byte(*counts_at(&texts, work->stats[i].hash)));
        put(work, FEATURE_copy_number, i, log_byte((*counts_at(&seen, work->stats[i].hash))++));
    }
    counts_free(&texts);
    counts_free(&seen);
    return 1;
}

/* What the class attribute of an element says, worked out once: a hash of tag and classes, and its names hashed with
 * their digits left out (post-1234 and post-99 are one). */
static void describe_classes_of(Work *work) {
    const Table *table = work->table;
    for (size_t i = 0; i < table->containers.count; i++) {
        const Container *now = &table->containers.at[i];
        uint64_t whole = (uint64_t)now->tag * 0x9E3779B97F4A7C15ull + 1;
        uint16_t *names = work->names[i];
        int kept = 0;
        for (uint32_t at = now->classes.start; at < now->classes.end;) {
            while (at < now->classes.end && is_space(table->source[at])) at++;
            if (at >= now->classes.end) break;
            uint32_t hash = 2166136261u;
            for (; at < now->classes.end && !is_space(table->source[at]); at++) {
                unsigned char c = table->source[at];
                if (c >= '0' && c <= '9') continue;
                if (c >= 'A' && c <= 'Z') c |= 32;
                hash = (hash ^ c) * 16777619u;
            }
            hash ^= hash >> 15;
            whole = (whole ^ hash) * 1099511628211ull;
            if (kept < NAMES_KEPT) names[kept++] = (uint16_t)(hash % HASH_BUCKETS);
        }
        while (kept < NAMES_KEPT) names[kept++] = HASH_NONE;
        work->template[i] = mix(whole);
    }
}

/* Tag and classes of an element, and of the two around it: blocks with one signature were made by one template. */
static uint64_t signature_of(const Work *work, int32_t container) {
    uint64_t signature = 0;
    for (int level = 0; level < 3 && container >= 0; level++) {
        signature = mix(signature ^ work->template[container]) + (uint64_t)level;
        container = work->table->containers.at[container].parent;
    }
    return signature;
}

/* Siblings of one tag and class: the items of a list, the cards of a grid. */
static int describe_repeats(Work *work) {
    const Table *table = work->table;
    size_t total = table->containers.count;
    Counts siblings, numbers, signatures;
    memset(&numbers, 0, sizeof numbers);
    memset(&signatures, 0, sizeof signatures);
    uint64_t *keys = malloc((total + work->count + 1) * sizeof *keys);
    int made = keys && counts_make(&siblings, total + 1);
    if (!keys) memset(&siblings, 0, sizeof siblings);
    made = made && counts_make(&numbers, total + 1) && counts_make(&signatures, work->count + 1);
    if (made) {
        for (size_t i = 0; i < total; i++) {
            keys[i] = work->template[i] ^ mix((uint64_t)(uint32_t)table->containers.at[i].parent + 7);
            if (table->containers.at[i].last_block) ++*counts_at(&siblings, keys[i]);
        }
        for (size_t i = 0; i < total; i++) {
            const Container *now = &table->containers.at[i];
            int32_t parent = now->parent;
            uint32_t copies = now->last_block ? *counts_at(&siblings, keys[i]) : 0;
            uint32_t number = now->last_block ? (*counts_at(&numbers, keys[i]))++ : 0;
            int repeats = copies >= 3 && now->last_block - now->first_block >= 2;
            work->repeated[i] = repeats ? (int32_t)i : parent >= 0 ? work->repeated[parent] : NONE;
            work->repeats[i] = copies;
            work->repeat_place[i] = number;
        }
        uint64_t *block_keys = keys + total;
        for (size_t i = 0; i < work->count; i++) {
            block_keys[i] = i && table->blocks.at[i].container == table->blocks.at[i - 1].container
                                ? block_keys[i - 1]
                                : signature_of(work, table->blocks.at[i].container);
            ++*counts_at(&signatures, block_keys[i]);
        }
        for (size_t i = 0; i < work->count; i++) work->same_signature[i] = *counts_at(&signatures, block_keys[i]);
        memcpy(work->out->signatures, block_keys, work->count * sizeof *block_keys);
    }
    free(keys);
    counts_free(&siblings);
    counts_free(&numbers);
    counts_free(&signatures);
    return made;
}

/* ------------------------------------------------------------------ containers */

static const uint8_t DISTANCE_TAG_CODES[DISTANCE_TAG_COUNT] = {
#define X(name) T_##name,
    DISTANCE_TAGS(X)
#undef X
};

static void describe_distances(Work *work) {
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
static void describe_containers(Work *work) {
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

static void find_centres(Work *work) {
    work->best = 0;
    for (size_t i = 0; i < work->table->containers.count; i++)
        if (work->score[i] > work->score[work->best]) work->best = (int32_t)i;
    work->half = deepest_with(work, 0.5f);
    work->most = deepest_with(work, 0.75f);
    work->almost = deepest_with(work, 0.92f);
}

static uint8_t side_of(const Table *table, int32_t container, size_t block) {
    const Container *now = &table->containers.at[container];
    return block < now->first_block ? 0 : block < now->last_block ? 100 : 200;
}

static uint8_t place_in(const Table *table, int32_t container, size_t block) {
    const Container *now = &table->containers.at[container];
    if (block < now->first_block) return 0;
    if (block >= now->last_block) return 255;
    return share_byte((float)(block - now->first_block), (float)(now->last_block - now->first_block));
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

/* ------------------------------------------------------------------ place */

static void describe_elements(Work *work) {
    const Table *table = work->table;
    uint32_t media_before = 0;
    for (size_t i = 0; i < work->count; i++) {
        const Block *block = &table->blocks.at[i];
        uint32_t flags = block->flags;
        put(work, FEATURE_tag, i, block->tag);
        put(work, FEATURE_heading_level, i, block->heading_level);
        put(work, FEATURE_list_depth, i, block->list_depth);
        put(work, FEATURE_ordinal, i, capped(block->ordinal));
        put(work, FEATURE_table_depth, i, block->table ? 255 : 0);
        put(work, FEATURE_row, i, log_byte(block->row));
        put(work, FEATURE_column, i, capped(block->column));
        put(work, FEATURE_breaks, i, capped(block->breaks));
        put(work, FEATURE_marks, i, log_byte(block->mark_count));
        put(work, FEATURE_hidden, i, flag_byte(flags, FLAG(hidden)));
        put(work, FEATURE_noscript, i, flag_byte(flags, FLAG(noscript)));
        put(work, FEATURE_form, i, flag_byte(flags, FLAG(form)));
        put(work, FEATURE_control, i, flag_byte(flags, FLAG(control)));
        put(work, FEATURE_cell, i, flag_byte(flags, FLAG(cell)));
        put(work, FEATURE_quote, i, flag_byte(flags, FLAG(quote)));
        put(work, FEATURE_pre, i, flag_byte(flags, FLAG(pre) | FLAG(code)));
        put(work, FEATURE_figure, i, flag_byte(flags, FLAG(figure)));
        put(work, FEATURE_caption_flag, i, flag_byte(flags, FLAG(caption)));
        put(work, FEATURE_details, i, flag_byte(flags, FLAG(details)));
        put(work, FEATURE_dialog, i, flag_byte(flags, FLAG(dialog)));
        put(work, FEATURE_label, i, flag_byte(flags, FLAG(label)));
        put(work, FEATURE_media_here, i, log_byte(block->media_before - media_before));
        put(work, FEATURE_markup, i, table->is_markup ? 255 : 0);
        media_before = block->media_before;
    }
    for (size_t i = 0; i < table->marks.count; i++)
        if (table->marks.at[i].tag == T_time && table->marks.at[i].block < work->count) put(work, FEATURE_time_mark, table->marks.at[i].block, 255);
    uint32_t gap = 255;
    for (size_t i = 0; i < work->count; i++) {
        uint32_t here = table->blocks.at[i].media_before - (i ? table->blocks.at[i - 1].media_before : 0);
        gap = here ? 0 : gap < 255 ? gap + 1 : 255;
        put(work, FEATURE_media_gap_before, i, (uint8_t)gap);
    }
    gap = table->media.count && work->count && table->media.count > table->blocks.at[work->count - 1].media_before ? 0 : 255;
    for (size_t i = work->count; i-- > 0;) {
        put(work, FEATURE_media_gap_after, i, (uint8_t)gap);
        uint32_t here = table->blocks.at[i].media_before - (i ? table->blocks.at[i - 1].media_before : 0);
        gap = here ? 0 : gap < 255 ? gap + 1 : 255;
    }
}

/* How large the table around a block is: a real table has several rows and columns of few words. */
static int describe_tables(Work *work) {
    const Table *table = work->table;
    uint32_t count = 0;
    for (size_t i = 0; i < work->count; i++)
        if (table->blocks.at[i].table > count) count = table->blocks.at[i].table;
    if (!count) return 1;
    uint32_t (*sizes)[3] = calloc((size_t)count + 1, sizeof *sizes);
    if (!sizes) return 0;
    for (size_t i = 0; i < work->count; i++) {
        const Block *block = &table->blocks.at[i];
        uint32_t *size = sizes[block->table];
        if (block->row > size[0]) size[0] = block->row;
        if (block->column > size[1]) size[1] = block->column;
        size[2] += block->words;
    }
    for (size_t i = 0; i < work->count; i++) {
        const Block *block = &table->blocks.at[i];
        if (!block->table) continue;
        put(work, FEATURE_table_rows, i, log_byte(sizes[block->table][0]));
        put(work, FEATURE_table_columns, i, capped(sizes[block->table][1]));
        put(work, FEATURE_table_words, i, log_byte(sizes[block->table][2]));
    }
    free(sizes);
    return 1;
}

static void describe_headings(Work *work) {
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

static void describe_places(Work *work) {
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

static void describe_levels(Work *work) {
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

/* ------------------------------------------------------------------ surroundings */

static void describe_neighbours(Work *work) {
    static const struct {
        int first, step;
    } SIDES[] = {{FEATURE_back3_words, -3},  {FEATURE_back2_words, -2},  {FEATURE_back1_words, -1},
                 {FEATURE_ahead1_words, 1}, {FEATURE_ahead2_words, 2}, {FEATURE_ahead3_words, 3}};
    static const int COPIED[] = {FEATURE_words, FEATURE_link_share, FEATURE_tag, FEATURE_stop_words, FEATURE_last_mark};
    const Table *table = work->table;
    size_t stride = work->out->stride;
    for (size_t s = 0; s < sizeof SIDES / sizeof *SIDES; s++) {
        int step = SIDES[s].step, first = SIDES[s].first;
        for (int f = 0; f < 5; f++) {
            uint8_t *to = work->out->columns + (size_t)(first + f) * stride;
            const uint8_t *from = work->out->columns + (size_t)COPIED[f] * stride;
            for (size_t i = 0; i < work->count; i++) {
                int64_t other = (int64_t)i + step;
                to[i] = other < 0 || other >= (int64_t)work->count ? 0 : from[other];
            }
        }
        for (size_t i = 0; i < work->count; i++) {
            int64_t other = (int64_t)i + step;
            if (other < 0 || other >= (int64_t)work->count) continue;
            const Block *mine = &table->blocks.at[i], *its = &table->blocks.at[other];
            put(work, first + 5, i, (uint8_t)(128 + (its->depth - mine->depth > 60 ? 60 : its->depth - mine->depth < -60 ? -60
                                                                                          : its->depth - mine->depth)));
            put(work, first + 6, i, its->container == mine->container ? 255 : 0);
            put(work, first + 7, i, work->out->signatures[other] == work->out->signatures[i] ? 255 : 0);
            put(work, first + 8, i, log_byte(work->stats[other].digits));
        }
    }
}

static void describe_windows(Work *work) {
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

static void describe_word_distances(Work *work) {
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

/* ------------------------------------------------------------------ votes */

#define NAMED_LEVELS 4 /* elements around a block whose class names vote */

static void describe_classes(Work *work) {
    const Table *table = work->table;
    for (size_t i = 0; i < work->count; i++) {
        uint16_t *hashes = work->out->class_hashes[i];
        int32_t home = table->blocks.at[i].container;
        if (i && home == table->blocks.at[i - 1].container) {
            memcpy(hashes, work->out->class_hashes[i - 1], HASHES * sizeof *hashes);
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

void vote(const int8_t (*table)[16], const uint16_t *hashes, uint8_t *out, size_t step) {
    union {
        Tally all;
        int16_t part[16];
    } sums = {{0}};
    int count = 0;
    for (; count < HASHES && hashes[count] != HASH_NONE; count++)
        sums.all += __builtin_convertvector(*(const Ballot *)(const void *)table[hashes[count] % HASH_BUCKETS], Tally);
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

static void describe_votes(Work *work, const Votes *votes) {
    size_t stride = work->out->stride;
    uint8_t *text = work->out->columns + (size_t)TEXT_VOTES * stride;
    uint8_t *classes = work->out->columns + (size_t)CLASS_VOTES * stride;
    for (size_t i = 0; i < work->count; i++) {
        if (votes && votes->text) vote(votes->text, work->out->text_hashes[i], text + i, stride);
        if (votes && votes->classes) vote(votes->classes, work->out->class_hashes[i], classes + i, stride);
    }
}

/* ------------------------------------------------------------------ page */

static int head_names(const Table *table, const char *name, const char *value) {
    size_t name_length = strlen(name), value_length = strlen(value);
    for (size_t i = 0; i < table->head.count; i++) {
        const HeadRow *row = &table->head.at[i];
        size_t length = row->value.end - row->value.start;
        if (row->kind != HEAD_META || row->name.end - row->name.start != name_length || length < value_length) continue;
        if (!same_word(table->source + row->name.start, name, name_length)) continue;
        for (size_t k = 0; k + value_length <= length; k++)
            if (same_word(table->source + row->value.start + k, value, value_length)) return 1;
    }
    return 0;
}

static uint8_t page_type(const Table *table) {
    if (head_names(table, "og:type", "article")) return 200;
    if (head_names(table, "og:type", "product")) return 150;
    if (head_names(table, "og:type", "website")) return 100;
    return head_names(table, "og:type", "") ? 50 : 0;
}

static int has_json_ld(const Table *table, const char *word) {
    size_t length = strlen(word);
    for (size_t i = 0; i < table->head.count; i++) {
        const HeadRow *row = &table->head.at[i];
        if (row->kind != HEAD_JSON_LD) continue;
        const unsigned char *at = table->source + row->value.start, *end = table->source + row->value.end;
        for (; (at = memchr(at, word[0], (size_t)(end - at))) && (size_t)(end - at) >= length; at++)
            if (!memcmp(at, word, length)) return 1;
    }
    return 0;
}

static uint32_t word_containers(const Work *work, int group) {
    uint32_t count = 0;
    for (size_t i = 0; i < work->table->containers.count; i++)
        count += (work->table->containers.at[i].class_words >> group & 1) && work->table->containers.at[i].last_block;
    return count;
}

enum { GROUP_COMMENT = 8, GROUP_LIST = 49, GROUP_PRODUCT = 51, GROUP_CART = 52, GROUP_FORUM = 54, GROUP_TOC = 56 };

static void describe_page(Work *work) {
    const Table *table = work->table;
    uint32_t tags[TAG_COUNT] = {0}, cells = 0, items = 0, prices = 0, years = 0, long_blocks = 0, longest = 0, times = 0;
    float links = 0, stops = 0, paragraphs = 0, foreign = 0, bytes = 0, signature = 0;
    for (size_t i = 0; i < table->containers.count; i++) tags[table->containers.at[i].tag]++;
    for (size_t i = 0; i < table->marks.count; i++) times += table->marks.at[i].tag == T_time;
    for (size_t i = 0; i < work->count; i++) {
        const Block *block = &table->blocks.at[i];
        const TextStats *stats = &work->stats[i];
        cells += (block->flags & FLAG(cell)) != 0;
        items += (block->flags & FLAG(list)) != 0;
        prices += stats->price;
        years += stats->year;
        long_blocks += is_long(block);
        if (block->words > longest && is_long(block)) longest = block->words;
        links += link_share(block) * (float)block->words;
        stops += stats->words ? (float)stats->stops / (float)stats->words * (float)block->words : 0;
        paragraphs += is_paragraph(block->tag) ? (float)block->words : 0;
        foreign += (float)stats->foreign;
        bytes += (float)stats->chars;
        if ((float)work->same_signature[i] > signature) signature = (float)work->same_signature[i];
    }
    float words = (float)work->page_words, blocks = (float)work->count;
    const Container *best = &table->containers.at[work->best], *most = &table->containers.at[work->most];
    const uint8_t values[] = {
        log_byte(work->page_words), log_byte((uint32_t)work->count), share_byte(links, words), share_byte(stops, words),
        capped(tags[T_h1]), capped(tags[T_h2]), capped(tags[T_h3]), capped(tags[T_article]), share_byte(paragraphs, words),
        share_byte((float)work->page_long, words), log_byte(long_blocks), log_byte(longest), share_byte((float)cells, blocks),
        share_byte((float)items, blocks), capped(tags[T_form]), capped(tags[T_button]), capped(tags[T_pre]),
        share_byte((float)prices, blocks), share_byte((float)years, blocks), log_byte((uint32_t)table->media.count),
        share_byte(signature, blocks), share_byte((float)best->words, words), share_byte((float)most->words, words),
        share_byte((float)most->link_chars, (float)most->text_bytes), page_type(table), log_byte(times),
        log_byte(word_containers(work, GROUP_COMMENT)), log_byte(word_containers(work, GROUP_PRODUCT)),
        log_byte(word_containers(work, GROUP_FORUM)), log_byte(word_containers(work, GROUP_TOC)),
        log_byte(word_containers(work, GROUP_LIST)), log_byte(word_containers(work, GROUP_CART)),
        share_byte(foreign, bytes),
        (uint8_t)(has_json_ld(table, "NewsArticle") ? 250 : has_json_ld(table, "Article") ? 200 : has_json_ld(table, "BlogPosting") ? 180
                  : has_json_ld(table, "DiscussionForum") ? 140 : has_json_ld(table, "\"Product\"") ? 100
                  : has_json_ld(table, "ItemList") ? 60 : has_json_ld(table, "WebPage") ? 30 : 0),
    };
    for (size_t f = 0; f < sizeof values; f++)
        memset(work->out->columns + (FEATURE_page_words + f) * work->out->stride, values[f], work->count);
}

/* ------------------------------------------------------------------ the order */

static void sum_blocks(Work *work) {
    work->page_words = work->page_long = 0;
    float links = 0, stops = 0, longs = 0;
    for (size_t i = 0; i < work->count; i++) {
        const Block *block = &work->table->blocks.at[i];
        const TextStats *stats = &work->stats[i];
        work->words_before[i] = work->page_words;
        work->links_before[i] = links;
        work->stops_before[i] = stops;
        work->long_before[i] = longs;
        work->page_words += block->words;
        links += link_share(block) * (float)block->words;
        stops += stats->words ? (float)stats->stops / (float)stats->words * (float)block->words : 0;
        if (is_long(block)) longs += (float)block->words;
    }
    work->words_before[work->count] = work->page_words;
    work->links_before[work->count] = links;
    work->stops_before[work->count] = stops;
    work->long_before[work->count] = longs;
    work->page_long = (uint32_t)longs;
}

/* All scratch memory in one piece; returns it, or NULL. */
static void *make_room(Work *work, size_t containers, size_t blocks) {
    size_t per_container = sizeof *work->distance + sizeof *work->level + 4 * sizeof(float) + 4 * sizeof(uint32_t) + 2 * sizeof(int32_t) +
                           sizeof *work->template + sizeof *work->names;
    size_t per_block = sizeof(TextStats) + 2 * sizeof(uint32_t) + 3 * sizeof(float);
    char *room = calloc(1, (containers + 1) * per_container + (blocks + 1) * per_block + 64);
    if (!room) return NULL;
    char *at = room;
#define TAKE(field, count)                                  \
    do {                                                    \
        work->field = (void *)at;                           \
        at += ((count) + 1) * sizeof *work->field;          \
    } while (0)
    TAKE(stats, blocks); TAKE(template, containers);
    TAKE(score, containers); TAKE(long_words, containers); TAKE(paragraph_words, containers); TAKE(stop_words, containers);
    TAKE(headings, containers); TAKE(repeats, containers); TAKE(repeat_place, containers);
    TAKE(media, containers); TAKE(repeated, containers); TAKE(spread, containers);
    TAKE(same_signature, blocks); TAKE(words_before, blocks);
    TAKE(links_before, blocks); TAKE(stops_before, blocks); TAKE(long_before, blocks);
    TAKE(distance, containers); TAKE(level, containers); TAKE(names, containers);
#undef TAKE
    return room;
}

int describe(const Table *table, const Votes *votes, size_t spare, Features *features) {
    memset(features, 0, sizeof *features);
    features->rows = table->blocks.count < MOST_DESCRIBED ? table->blocks.count : MOST_DESCRIBED;
    features->stride = (features->rows + FOREST_ROWS - 1) / FOREST_ROWS * FOREST_ROWS;
    size_t wanted = features->stride ? features->stride : FOREST_ROWS;
    features->columns = calloc(FEATURE_COUNT + spare, wanted);
    features->text_hashes = malloc(wanted * sizeof *features->text_hashes);
    features->class_hashes = malloc(wanted * sizeof *features->class_hashes);
    features->signatures = malloc(wanted * sizeof *features->signatures);
    features->near = malloc(wanted * sizeof *features->near);
    Work work;
    memset(&work, 0, sizeof work);
    void *room = make_room(&work, table->containers.count, features->rows);
    int made = room && features->columns && features->text_hashes && features->class_hashes && features->signatures &&
               features->near;
    if (made && features->rows) {
        work.table = table;
        work.out = features;
        work.count = features->rows;
        describe_texts(&work);
        sum_blocks(&work);
        find_title(&work);
        describe_distances(&work);
        describe_containers(&work);
        find_centres(&work);
        describe_classes_of(&work);
        made = describe_copies(&work) && describe_repeats(&work) && describe_tables(&work);
    }
    if (made && features->rows) {
        describe_elements(&work);
        describe_headings(&work);
        describe_places(&work);
        describe_levels(&work);
        describe_neighbours(&work);
        describe_windows(&work);
        describe_word_distances(&work);
        describe_classes(&work);
        describe_votes(&work, votes);
        describe_page(&work);
    }
    free(room);
    if (!made) features_free(features);
    return made;
}

void features_free(Features *features) {
    free(features->columns);
    free(features->text_hashes);
    free(features->class_hashes);
    free(features->signatures);
    free(features->near);
    memset(features, 0, sizeof *features);
}

void feature_name(int feature, char *out) {
#define X(name) #name,
    static const char *const NAMES[] = {
        OWN_FEATURES(X) PLACE_FEATURES(X) CONTAINER_FEATURES(X, own) CONTAINER_FEATURES(X, near) CONTAINER_FEATURES(X, wide)
            CONTAINER_FEATURES(X, wider) CONTAINER_FEATURES(X, widest) NEIGHBOUR_FEATURES(X, back3)
                NEIGHBOUR_FEATURES(X, back2) NEIGHBOUR_FEATURES(X, back1) NEIGHBOUR_FEATURES(X, ahead1)
                    NEIGHBOUR_FEATURES(X, ahead2) NEIGHBOUR_FEATURES(X, ahead3) WINDOW_FEATURES(X, around4)
                        WINDOW_FEATURES(X, around10) WINDOW_FEATURES(X, around25) PAGE_FEATURES(X)};
    static const char *const TAGS[] = {DISTANCE_TAGS(X)};
#undef X
    static const char *const PARTS[PART_COUNT] = {"headline", "deck", "byline", "date", "body", "caption", "counter", "comment",
                                                  "teaser", "topic", "bio", "navigation", "control", "promotion", "notice"};
    if (feature < NAMED_FEATURES) snprintf(out, 48, "%s", NAMES[feature]);
    else if (feature < TAG_DISTANCES) snprintf(out, 48, "class_%s", WORD_GROUP_NAMES[feature - WORD_DISTANCES]);
    else if (feature < TEXT_VOTES) snprintf(out, 48, "tag_%s", TAGS[feature - TAG_DISTANCES]);
    else if (feature < CLASS_VOTES) snprintf(out, 48, "text_vote_%s", PARTS[feature - TEXT_VOTES]);
    else snprintf(out, 48, "class_vote_%s", PARTS[feature - CLASS_VOTES]);
}
