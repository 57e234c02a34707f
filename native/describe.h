/* What a block is like, in numbers from 0 to 255: one column a feature, one row a block. */
#ifndef COPYDESK_DESCRIBE_H
#define COPYDESK_DESCRIBE_H

#include "forest.h"
#include "table.h"
#include "words.h"

/* Features of a block by itself, its text first. */
#define OWN_FEATURES(X)                                                                                            \
    X(chars) X(words) X(word_length) X(link_share) X(links) X(upper_share) X(digit_share) X(punctuation_share)      \
    X(commas) X(sentence_ends) X(last_mark) X(first_mark) X(capital_words) X(stop_words) X(strong_share) X(copyright) \
    X(year) X(numeric_date) X(clock) X(price) X(at_sign) X(separators) X(only_number) X(quotes) X(brackets)         \
    X(foreign_share) X(ellipsis) X(digits) X(title_share) X(title_cover) X(summary_share) X(copies) X(copy_number)  \
    X(tag) X(heading_level) X(list_depth) X(ordinal) X(table_depth) X(row) X(column) X(table_rows) X(table_columns)\
    X(table_words) X(breaks) X(marks)             \
    X(hidden) X(noscript) X(form) X(control) X(cell) X(quote) X(pre) X(figure) X(caption_flag) X(details) X(dialog) \
    X(label) X(time_mark) X(media_here) X(media_gap_before) X(media_gap_after) X(markup)

/* Where it stands on the page and in its containers. */
#define PLACE_FEATURES(X)                                                                                          \
    X(block_share) X(word_share) X(blocks_before) X(blocks_after) X(words_before) X(depth) X(after_h1) X(before_h1)  \
    X(after_title) X(before_title) X(since_heading) X(words_since_heading) X(last_heading) X(same_signature)         \
    X(signature_share) X(repeats) X(repeat_distance) X(repeat_words) X(repeat_place) X(up_to_best) X(down_to_best)   \
    X(place_in_best) X(best_side) X(half_side) X(most_side) X(almost_side) X(place_in_most) X(after_most)            \
    X(next_long) X(last_long) X(long_left) X(first_in_container) X(last_in_container)

/* Of its own container and of four ever larger ones around it. */
#define CONTAINER_FEATURES(X, level)                                                                               \
    X(level##_words) X(level##_page_share) X(level##_link_share) X(level##_blocks) X(level##_mean_words)            \
    X(level##_long_share) X(level##_paragraph_share) X(level##_heading_share) X(level##_score) X(level##_place)      \
    X(level##_media)

/* Of blocks around it. */
#define NEIGHBOUR_FEATURES(X, side)                                                                                \
    X(side##_words) X(side##_link_share) X(side##_tag) X(side##_stop_words) X(side##_last_mark) X(side##_depth)     \
    X(side##_same_container) X(side##_same_signature) X(side##_digits)
#define WINDOW_FEATURES(X, size)                                                                                   \
    X(size##_mean_words) X(size##_link_share) X(size##_stop_words) X(size##_long_share) X(size##_long_before)        \
    X(size##_long_after)

/* Of the whole page. */
#define PAGE_FEATURES(X)                                                                                           \
    X(page_words) X(page_blocks) X(page_link_share) X(page_stop_words) X(page_h1) X(page_h2) X(page_h3)             \
    X(page_articles) X(page_paragraph_share) X(page_long_share) X(page_long_blocks) X(page_longest) X(page_cells)    \
    X(page_items) X(page_forms) X(page_buttons) X(page_pre) X(page_prices) X(page_years) X(page_media)               \
    X(page_signature) X(page_best_share) X(page_most_share) X(page_most_link_share) X(page_type) X(page_times)       \
    X(page_comment) X(page_product) X(page_forum) X(page_docs) X(page_listing) X(page_cart) X(page_foreign)          \
    X(page_json_ld)

/* Where its longest link leads. */
#define LINK_FEATURES(X)                                                                                           \
    X(link_place) X(link_depth) X(link_slug) X(link_length) X(link_digits) X(link_query) X(link_copies) X(link_back)  \
    X(link_ahead) X(link_media)

/* What the page tells of itself in its head, its JSON-LD and the texts of its pictures, and whether the block says the
 * same; of text without markup: whether its running text says the words of the line (describe_said.c). */
#define TOLD_FEATURES(X)                                                                                           \
    X(told_body) X(told_summary) X(told_caption) X(told_alternate) X(told_reply) X(told_author) X(told_author_cover)  \
    X(told_topic) X(told_date) X(told_count) X(page_told)

#define DISTANCE_TAGS(X)                                                                                          \
    X(article) X(main) X(aside) X(nav) X(header) X(footer) X(section) X(form) X(li) X(td) X(figure) X(blockquote)   \
    X(table) X(ul) X(button) X(p)

#define X(name) FEATURE_##name,
enum {
    OWN_FEATURES(X) PLACE_FEATURES(X) CONTAINER_FEATURES(X, own) CONTAINER_FEATURES(X, near) CONTAINER_FEATURES(X, wide)
        CONTAINER_FEATURES(X, wider) CONTAINER_FEATURES(X, widest) NEIGHBOUR_FEATURES(X, back3)
            NEIGHBOUR_FEATURES(X, back2) NEIGHBOUR_FEATURES(X, back1) NEIGHBOUR_FEATURES(X, ahead1)
                NEIGHBOUR_FEATURES(X, ahead2) NEIGHBOUR_FEATURES(X, ahead3) WINDOW_FEATURES(X, around4)
                    WINDOW_FEATURES(X, around10) WINDOW_FEATURES(X, around25) LINK_FEATURES(X) TOLD_FEATURES(X)
                        PAGE_FEATURES(X) NAMED_FEATURES
};
#undef X

#define DISTANCE_TAG_COUNT 16
/* After the named features: distance to the nearest element around it that bears each class word group, or is each tag. */
#define WORD_DISTANCES NAMED_FEATURES
#define TAG_DISTANCES (WORD_DISTANCES + WORD_GROUPS)
/* Then what the words of its text, their pairs, the class names around it and the address it links to speak for, one
 * column a part and voter. */
#define VOTES (TAG_DISTANCES + DISTANCE_TAG_COUNT)
#define PART_COUNT 15
enum { WORD_VOTES, PAIR_VOTES, CLASS_VOTES, LINK_VOTES, VOTERS };
#define FEATURE_COUNT (VOTES + VOTERS * PART_COUNT)

/* Hashed words of a block's text and their pairs (of a long one the first and the last), hashed class names around it,
 * hashed words of the address it links to; HASH_NONE fills up. In text without markup the way a line is written stands for
 * its classes, and the words around it for its link. Each voter has its own number of buckets. */
#define HASHES 12
#define FIRST_WORDS 8
#define WORD_BUCKETS 16384
#define PAIR_BUCKETS 32768
#define CLASS_BUCKETS 8192
#define LINK_BUCKETS 8192
#define HASH_NONE 0xFFFF
extern const uint32_t VOTE_BUCKETS[VOTERS];

/* Votes of hashed words for each part, as logarithms of odds; a table a voter, one row a bucket. 16 for alignment. */
typedef struct {
    const int8_t (*table[VOTERS])[16];
} Votes;

typedef struct {
    size_t rows, stride; /* a column holds `stride` bytes, a multiple of FOREST_ROWS, the last ones zero */
    uint8_t *columns;    /* FEATURE_COUNT columns of `stride` bytes, and the caller's spare ones */
    uint16_t (*hashes[VOTERS])[HASHES];
    uint64_t *signatures; /* blocks with one signature were made by one template */
    int32_t *near;        /* the nearest container around a block that holds three blocks */
} Features;

/* Blocks of a page that are described: some 140 MB of features and hashes. Of 2,715 real pages the longest has 12,000; what comes
 * after so many is labelled as the last of them. */
#define MOST_DESCRIBED 200000

/* Describe the blocks. `votes` may be NULL; `spare` more columns are left zero for the caller. Returns 0 when memory ran
 * out. Free with `features_free`. */
int describe(const Table *table, const Votes *votes, size_t spare, Features *features);
void features_free(Features *features);

/* Name of a feature, written to `out` (at least 48 bytes). */
void feature_name(int feature, char *out);

/* Shared by the files that describe. */
static inline uint8_t clamp_byte(float value) { return value <= 0 ? 0 : value >= 255 ? 255 : (uint8_t)(value + 0.5f); }
static inline uint8_t share_byte(float part, float whole) { return whole <= 0 ? 0 : clamp_byte(255.0f * part / whole); }

/* A count on a scale of halving steps: 0, 16 for 1, 25 for 2, … 255 for 60,000. */
uint8_t log_byte(uint32_t count);
void describe_start(void);

/* A small set of word hashes. */
#define WORD_SET 512
typedef struct {
    uint32_t slot[WORD_SET];
    uint32_t count;
} WordSet;

/* Pairs of words that follow each other, as bits at their hashes: of a text of a few thousand words a strange pair is
 * seldom found. */
#define PAIR_BITS 131072
typedef struct {
    uint64_t bit[PAIR_BITS / 64];
    uint32_t count;
} PairSet;

/* What the page tells of itself. */
#define TOLD_DAYS 8
typedef struct {
    WordSet title, summary, author, topic, counts;
    PairSet body, abstract, caption, alternate, reply;
    struct {
        uint16_t year;
        uint8_t day, is_published;
    } days[TOLD_DAYS];
    uint32_t day_count;
} Told;

/* Gather what the head and the JSON-LD tell, into a Told full of zeros. Returns 0 when memory ran out. */
int told_read(Told *told, const Table *table);

/* What one pass over a block's text tells. */
typedef struct {
    uint32_t chars, words, letters, upper, digits, punctuation, commas, ends, capitals, stops, quotes, brackets, foreign;
    uint32_t word_bytes, separators;
    uint8_t last_mark, first_mark, copyright, year, numeric_date, clock, price, at_sign, ellipsis;
    uint64_t hash; /* of the whole text */
    uint32_t title_hits, summary_hits, author_hits, topic_hits;
    uint32_t count_digits; /* of the longest number that the page tells as a count */
    uint32_t body_pairs, abstract_pairs, caption_pairs, alternate_pairs, reply_pairs; /* pairs of words that the page tells, too */
    uint32_t days; /* bits: numbers from 1 to 31 that stand in it */
    uint64_t years; /* bits: years from 1990 on */
} TextStats;

void word_set_add(WordSet *set, const unsigned char *text, size_t length);
void pair_set_add(PairSet *set, const unsigned char *text, size_t length);
void text_stats(const unsigned char *text, size_t length, const Told *told, TextStats *stats, uint16_t *words, uint16_t *pairs);

#endif
