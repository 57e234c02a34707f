/* Whether the running text before and after a line says its words, too: a headline's come up below it, a teaser's do not.
 *
 * Of text without markup, which has no head to tell of itself: it fills the columns that are for what the head tells. */
#include <stdlib.h>

#include "describe_work.h"

#define NEAR_LINES 12
#define MOST_COMPARED 60 /* words of a line that are looked up */
#define MANY_LINES 8

/* A word of the running text: the line that said it last on the way through the page, and how many lines did. */
typedef struct {
    uint32_t hash, lines;
    int32_t last;
} Said;

typedef struct {
    Said *slots;
    size_t mask; /* there are at least twice as many slots as words */
} Speech;

static Said *find_said(const Speech *speech, uint32_t hash) {
    size_t at = mix(hash) & speech->mask;
    while (speech->slots[at].hash && speech->slots[at].hash != hash) at = (at + 1) & speech->mask;
    return &speech->slots[at];
}

/* Of the words of a line, without the commonest: how many are said on one side of it, how many of these near it, and in
 * how many lines. */
typedef struct {
    float words, said, near, lines;
} Heard;

static Heard hear(const Speech *speech, const unsigned char *text, size_t length, int32_t row) {
    Heard heard = {0, 0, 0, 0};
    size_t at = 0;
    for (uint32_t hash; heard.words < MOST_COMPARED && (hash = next_word(text, length, &at));) {
        if (is_stop(hash)) continue;
        heard.words++;
        const Said *said = find_said(speech, hash);
        if (!said->hash) continue;
        heard.said++;
        heard.near += abs(said->last - row) <= NEAR_LINES;
        heard.lines += (float)(said->lines < MANY_LINES ? said->lines : MANY_LINES);
    }
    return heard;
}

static void say(Speech *speech, const unsigned char *text, size_t length, int32_t row) {
    size_t at = 0;
    for (uint32_t hash; (hash = next_word(text, length, &at));) {
        if (is_stop(hash)) continue;
        Said *said = find_said(speech, hash);
        said->lines += !said->hash || said->last != row;
        said->hash = hash;
        said->last = row;
    }
}

/* Once from the end of the page to its start and once the other way round. */
int describe_said(Work *work) {
    const Table *table = work->table;
    size_t words = 0, room = 64;
    for (size_t i = 0; i < work->count; i++) words += work->stats[i].words;
    while (room < 2 * words) room *= 2;
    Speech speech = {malloc(room * sizeof *speech.slots), room - 1};
    if (!speech.slots) return 0;
    for (int backwards = 0; backwards < 2; backwards++) {
        memset(speech.slots, 0, room * sizeof *speech.slots);
        for (size_t step = 0; step < work->count; step++) {
            size_t row = backwards ? work->count - 1 - step : step;
            const Block *block = &table->blocks.at[row];
            const unsigned char *text = table->text + block->text_start;
            size_t length = block->text_end - block->text_start;
            Heard heard = hear(&speech, text, length, (int32_t)row);
            put(work, backwards ? FEATURE_told_summary : FEATURE_told_caption, row, share_byte(heard.said, heard.words));
            put(work, backwards ? FEATURE_told_body : FEATURE_told_alternate, row, share_byte(heard.near, heard.words));
            put(work, backwards ? FEATURE_told_topic : FEATURE_told_author, row, share_byte(heard.lines, MANY_LINES * heard.words));
            put(work, backwards ? FEATURE_told_reply : FEATURE_told_author_cover, row, clamp_byte(heard.said * 16));
            if (is_long(block)) say(&speech, text, length, (int32_t)row);
        }
    }
    free(speech.slots);
    return 1;
}
