/* From a table to features: the order of the steps.
 *
 * It matters only in that text comes first (its counts feed the rest). All features are bytes, so that a model compares
 * them without unpacking. What each means stands beside its name in describe.h. */
#include <stdio.h>

#include "describe_work.h"

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
    size_t per_block = sizeof(TextStats) + 2 * sizeof(uint32_t) + 3 * sizeof(float) + sizeof *work->link + sizeof *work->target;
    char *room = calloc(1, (containers + 1) * per_container + (blocks + 1) * per_block + 64);
    if (!room) return NULL;
    char *at = room;
#define TAKE(field, count)                                  \
    do {                                                    \
        work->field = (void *)at;                           \
        at += ((count) + 1) * sizeof *work->field;          \
    } while (0)
    TAKE(stats, blocks); TAKE(template, containers); TAKE(link, blocks); TAKE(target, blocks);
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
    int has_hashes = 1;
    for (int v = 0; v < VOTERS; v++) {
        features->hashes[v] = malloc(wanted * sizeof *features->hashes[v]);
        has_hashes = has_hashes && features->hashes[v];
    }
    features->signatures = malloc(wanted * sizeof *features->signatures);
    features->near = malloc(wanted * sizeof *features->near);
    Work work;
    memset(&work, 0, sizeof work);
    void *room = make_room(&work, table->containers.count, features->rows);
    Told *told = calloc(1, sizeof *told);
    int made = room && told && features->columns && has_hashes && features->signatures && features->near &&
               told_read(told, table);
    if (made && features->rows) {
        work.table = table;
        work.out = features;
        work.count = features->rows;
        describe_texts(&work, told);
        describe_told(&work, told);
        sum_blocks(&work);
        find_title(&work);
        describe_distances(&work);
        describe_containers(&work);
        find_centres(&work);
        describe_classes_of(&work);
        made = describe_links(&work) && describe_copies(&work) && describe_repeats(&work) && describe_tables(&work) &&
               (table->is_markup || describe_said(&work));
    }
    if (made && features->rows) {
        describe_elements(&work);
        describe_headings(&work);
        describe_places(&work);
        describe_levels(&work);
        describe_neighbours(&work);
        describe_windows(&work);
        describe_word_distances(&work);
        if (table->is_markup) describe_classes(&work);
        else describe_lines(&work);
        describe_votes(&work, votes);
        describe_page(&work);
    }
    free(room);
    free(told);
    if (!made) features_free(features);
    return made;
}

void features_free(Features *features) {
    free(features->columns);
    for (int v = 0; v < VOTERS; v++) free(features->hashes[v]);
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
                        WINDOW_FEATURES(X, around10) WINDOW_FEATURES(X, around25) LINK_FEATURES(X) TOLD_FEATURES(X)
                            PAGE_FEATURES(X)};
    static const char *const TAGS[] = {DISTANCE_TAGS(X)};
#undef X
    static const char *const VOTER_NAMES[VOTERS] = {"word", "pair", "class", "link"};
    static const char *const PARTS[PART_COUNT] = {"headline", "deck", "byline", "date", "body", "caption", "counter", "comment",
                                                  "teaser", "topic", "bio", "navigation", "control", "promotion", "notice"};
    if (feature < NAMED_FEATURES) snprintf(out, 48, "%s", NAMES[feature]);
    else if (feature < TAG_DISTANCES) snprintf(out, 48, "class_%s", WORD_GROUP_NAMES[feature - WORD_DISTANCES]);
    else if (feature < VOTES) snprintf(out, 48, "tag_%s", TAGS[feature - TAG_DISTANCES]);
    else snprintf(out, 48, "%s_vote_%s", VOTER_NAMES[(feature - VOTES) / PART_COUNT], PARTS[(feature - VOTES) % PART_COUNT]);
}
