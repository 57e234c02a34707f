/* What repeats: the same text, siblings of one template, blocks with one signature. */
#include "describe_work.h"

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
static uint32_t *counts_at(Counts *counts, uint64_t key) {
    key = mix(key);
    size_t slot = key & (counts->slots - 1);
    while (counts->key[slot] && counts->key[slot] != key) slot = (slot + 1) & (counts->slots - 1);
    counts->key[slot] = key;
    return &counts->value[slot];
}

int describe_copies(Work *work) {
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

/* How many blocks and media lead to the same address. */
int describe_same_links(Work *work, const uint64_t *media) {
    size_t count = work->table->media.count;
    Counts targets;
    if (!counts_make(&targets, work->count + count + 1)) {
        counts_free(&targets);
        return 0;
    }
    for (size_t i = 0; i < work->count; i++)
        if (work->target[i]) ++*counts_at(&targets, work->target[i]);
    for (size_t i = 0; i < count; i++)
        if (media[i]) ++*counts_at(&targets, media[i]);
    for (size_t i = 0; i < work->count; i++)
        if (work->target[i]) put(work, FEATURE_link_copies, i, log_byte(*counts_at(&targets, work->target[i])));
    counts_free(&targets);
    return 1;
}

#define SEEN 512 /* elements of a page have some hundred different classes */

static unsigned class_slot(const Table *table, const Container *container) {
    size_t length = container->classes.end - container->classes.start;
    uint64_t head = 0, tail = 0;
    if (length >= sizeof head) {
        memcpy(&head, table->source + container->classes.start, sizeof head);
        memcpy(&tail, table->source + container->classes.end - sizeof tail, sizeof tail);
    }
    return (unsigned)(mix(head ^ mix(tail + length)) + container->tag) % SEEN;
}

static int is_like(const Table *table, const Container *one, const Container *other) {
    size_t length = one->classes.end - one->classes.start;
    return one->tag == other->tag && length == other->classes.end - other->classes.start &&
           !memcmp(table->source + one->classes.start, table->source + other->classes.start, length);
}

/* What the class attribute of an element says, worked out once: a hash of tag and classes, and its names hashed with
 * their digits left out (post-1234 and post-99 are one). */
void describe_classes_of(Work *work) {
    const Table *table = work->table;
    uint32_t seen[SEEN] = {0}; /* containers whose classes were read, by what their classes begin and end with */
    for (size_t i = 0; i < table->containers.count; i++) {
        const Container *now = &table->containers.at[i];
        uint32_t *slot = &seen[class_slot(table, now)];
        if (is_like(table, now, &table->containers.at[*slot]) && *slot < i) {
            work->template[i] = work->template[*slot];
            memcpy(work->names[i], work->names[*slot], sizeof *work->names);
            continue;
        }
        *slot = (uint32_t)i;
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
            if (kept < NAMES_KEPT) names[kept++] = (uint16_t)(hash % CLASS_BUCKETS);
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
int describe_repeats(Work *work) {
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
