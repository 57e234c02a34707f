/* Features of the whole page, the same for each of its blocks. */
#include "describe_work.h"

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

void describe_page(Work *work) {
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
