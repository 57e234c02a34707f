/* Features of a block by itself: its text, the element it stands in, the table around it. */
#include "describe_work.h"

void describe_texts(Work *work, const Told *told) {
    const Table *table = work->table;
    for (size_t i = 0; i < work->count; i++) {
        const Block *block = &table->blocks.at[i];
        TextStats *stats = &work->stats[i];
        text_stats(table->text + block->text_start, block->text_end - block->text_start, told, stats,
                   work->out->hashes[WORD_VOTES][i], work->out->hashes[PAIR_VOTES][i]);
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
        put(work, FEATURE_title_cover, i, share_byte((float)stats->title_hits, (float)told->title.count));
        put(work, FEATURE_summary_share, i, share_byte((float)stats->summary_hits, words));
    }
}

/* The block most like the title, in the first two thirds of the page. */
void find_title(Work *work) {
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

void describe_elements(Work *work) {
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
int describe_tables(Work *work) {
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
