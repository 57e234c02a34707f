/* What votes for a line of text without markup, which has no class names and links: how it is written, and the words of
 * the lines around it. */
#include "describe_work.h"

#define FNV_START 2166136261u
#define FNV_STEP 16777619u
#define LONGEST_LABEL 24 /* bytes before a colon */
#define SHAPE_SIGNS 40 /* of a line's shape; what comes after is one sign for "longer" */

/* How a line is written: `X` for a capital, `x` for other letters, `9` for digits, each run once; marks as they are. */
typedef struct {
    uint32_t whole, first, last; /* of all of it, of its first and its last word */
    uint32_t edge;               /* its length, roughly, and its last sign */
    uint32_t label;              /* what stands before a colon near its beginning, or 0 */
} Shape;

static inline uint32_t step(uint32_t hash, uint32_t value) { return (hash ^ value) * FNV_STEP; }
static inline uint32_t close_hash(uint32_t hash) { return mix(hash) & 0xFFFFFFFFu; }

static Shape shape_of(const unsigned char *text, size_t length, uint32_t words) {
    Shape shape = {FNV_START, 0, 0, 0, 0};
    uint32_t token = FNV_START, spelled = FNV_START, before = 0, sign = 0;
    size_t signs = 0;
    for (size_t i = 0; i < length;) {
        unsigned char c = text[i];
        size_t size = 1;
        if (c >= '0' && c <= '9') sign = '9';
        else if (c >= 'a' && c <= 'z') sign = 'x';
        else if (c >= 'A' && c <= 'Z') sign = 'X';
        else if (c < 0x80) sign = c;
        else {
            size = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
            if (i + size > length) size = length - i;
            sign = c == 0xC2 || (c == 0xE2 && size == 3) ? (uint32_t)c << 16 | text[i + size - 1] << 8 | text[i + 1] : 'x';
        }
        spelled = step(spelled, sign == 'X' ? (uint32_t)(c | 32) : sign == '9' ? '9' : c);
        if (sign == ':' && i && i < LONGEST_LABEL && !shape.label) shape.label = close_hash(spelled);
        if (sign != before || sign == ' ') {
            if (signs < SHAPE_SIGNS) shape.whole = step(shape.whole, sign);
            signs++;
            if (sign == ' ') {
                if (!shape.first) shape.first = close_hash(token);
                shape.last = token;
                token = FNV_START;
            } else token = step(token, sign);
        }
        before = sign;
        i += size;
    }
    if (signs >= SHAPE_SIGNS) shape.whole = step(shape.whole, 1);
    shape.last = close_hash(step(shape.last, token));
    shape.whole = close_hash(shape.whole);
    uint32_t size = words < 8 ? words : words < 16 ? 8 + (words - 8) / 4 : words < 40 ? 10 + (words - 16) / 12 : 12 + (words > 80);
    shape.edge = close_hash(step(step(FNV_START, size), before));
    return shape;
}

static inline uint16_t bucket(uint32_t kind, uint32_t hash, uint32_t buckets) {
    return (uint16_t)((mix((uint64_t)kind << 32 | hash)) % buckets);
}

void describe_lines(Work *work) {
    const Table *table = work->table;
    Shape none = {1, 1, 1, 1, 0}, before = none, own = none, ahead = none;
    for (size_t i = 0; i <= work->count; i++) {
        before = own;
        own = ahead;
        ahead = none;
        if (i < work->count) {
            const Block *block = &table->blocks.at[i];
            ahead = shape_of(table->text + block->text_start, block->text_end - block->text_start, block->words);
        }
        if (!i) continue;
        size_t row = i - 1;
        uint32_t gap = table->blocks.at[row].breaks > 1 ? 1 : 0, gap_after = i < work->count && table->blocks.at[i].breaks > 1 ? 2 : 0;
        uint16_t *shapes = work->out->hashes[CLASS_VOTES][row];
        const uint32_t keys[] = {own.whole, own.first, own.last, own.edge, step(own.edge, before.whole), step(own.edge, ahead.whole),
                                 step(step(own.edge, before.edge), ahead.edge), step(own.edge, gap | gap_after)};
        size_t kept = 0;
        for (uint32_t k = 0; k < sizeof keys / sizeof *keys; k++) shapes[kept++] = bucket(k, keys[k], CLASS_BUCKETS);
        if (own.label) shapes[kept++] = bucket(20, own.label, CLASS_BUCKETS);
        while (kept < HASHES) shapes[kept++] = HASH_NONE;

        uint16_t *around = work->out->hashes[LINK_VOTES][row];
        static const struct { int offset; size_t most; } NEARBY[] = {{-1, 4}, {1, 4}, {-2, 2}, {2, 2}};
        kept = 0;
        for (uint32_t n = 0; n < 4; n++) {
            long other = (long)row + NEARBY[n].offset;
            if (other < 0 || other >= (long)work->count) continue;
            const uint16_t *words = work->out->hashes[WORD_VOTES][other];
            for (size_t w = 0; w < NEARBY[n].most && words[w] != HASH_NONE; w++) around[kept++] = bucket(n, words[w], LINK_BUCKETS);
        }
        while (kept < HASHES) around[kept++] = HASH_NONE;
    }
}
