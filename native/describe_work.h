/* What the files that describe a page share: the work in progress, and how a feature is written down. */
#ifndef COPYDESK_DESCRIBE_WORK_H
#define COPYDESK_DESCRIBE_WORK_H

#include <string.h>

#include "describe.h"
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
    const Mark **link; /* per block: its longest link */
    uint64_t *target; /* per block: hash of the address that it leads to */
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

static inline uint64_t mix(uint64_t x) {
    x ^= x >> 33;
    x *= 0xFF51AFD7ED558CCDull;
    x ^= x >> 33;
    return x ? x : 1;
}

static inline uint8_t side_of(const Table *table, int32_t container, size_t block) {
    const Container *now = &table->containers.at[container];
    return block < now->first_block ? 0 : block < now->last_block ? 100 : 200;
}

static inline uint8_t place_in(const Table *table, int32_t container, size_t block) {
    const Container *now = &table->containers.at[container];
    if (block < now->first_block) return 0;
    if (block >= now->last_block) return 255;
    return share_byte((float)(block - now->first_block), (float)(now->last_block - now->first_block));
}

/* Is it the hash of one of the commonest small words? */
int is_stop(uint32_t hash);
/* Hash of the next word at or after `*at`, which is moved behind it; 0 where there is none. */
uint32_t next_word(const unsigned char *text, size_t length, size_t *at);

/* The steps, in the order in which `describe` takes them. Those that need memory return 0 when it ran out. */
void describe_texts(Work *work, const Told *told);
void describe_told(Work *work, const Told *told);
void find_title(Work *work);
void describe_distances(Work *work);
void describe_containers(Work *work);
void find_centres(Work *work);
void describe_classes_of(Work *work);
int describe_copies(Work *work);
int describe_links(Work *work);
int describe_same_links(Work *work, const uint64_t *media);
int describe_repeats(Work *work);
int describe_tables(Work *work);
void describe_elements(Work *work);
void describe_headings(Work *work);
void describe_places(Work *work);
void describe_levels(Work *work);
void describe_neighbours(Work *work);
void describe_windows(Work *work);
void describe_word_distances(Work *work);
void describe_classes(Work *work);
void describe_lines(Work *work);
int describe_said(Work *work);
void describe_votes(Work *work, const Votes *votes);
void describe_page(Work *work);

#endif
