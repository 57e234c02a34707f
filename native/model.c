/* Reading a weights file, with every number in it checked before it is used. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#define VERSION 3
#define MAX_TREES 5000
#define QUESTION_BYTES 7 /* in the file */
#define LEAST_TREE_BYTES (1 + sizeof(int16_t[OUTPUTS]))

typedef struct {
    const uint8_t *at, *end;
} Input;

static int take(Input *input, void *out, size_t size) {
    if ((size_t)(input->end - input->at) < size) return 0;
    memcpy(out, input->at, size);
    input->at += size;
    return 1;
}

static uint32_t crc32_of(const uint8_t *bytes, size_t length) {
    uint32_t table[256], crc = 0xFFFFFFFFu;
    for (uint32_t i = 0; i < 256; i++) {
        table[i] = i;
        for (int bit = 0; bit < 8; bit++) table[i] = table[i] >> 1 ^ (0xEDB88320u & (0u - (table[i] & 1)));
    }
    for (size_t i = 0; i < length; i++) crc = crc >> 8 ^ table[(crc ^ bytes[i]) & 255];
    return ~crc;
}

static uint32_t feature_checksum(void) {
    uint32_t hash = 2166136261u;
    for (int f = 0; f < FEATURE_COUNT; f++) {
        char name[48];
        feature_name(f, name);
        for (const char *c = name; *c; c++) hash = (hash ^ (uint8_t)*c) * 16777619u;
        hash = (hash ^ '\n') * 16777619u;
    }
    return hash;
}

/* Where the pieces of all trees go, and how far they are filled. */
typedef struct {
    Tree *trees;
    Question *questions;
    int16_t (*leaves)[OUTPUTS];
    size_t tree_count, question_count, leaf_count;
} Room;

/* A question as it stands in the file. */
typedef struct {
    uint32_t mask; /* leaves that a greater value rules out */
    uint16_t feature;
    uint8_t threshold;
} FileQuestion;

/* Sort questions by the planes that they rule out leaves of. */
static void sort_questions(const FileQuestion *asked, int count, Tree *tree, Room *room) {
    tree->questions = room->questions + room->question_count;
    for (int p = PLANES - 1; p >= 0; p--) {
        size_t before = room->question_count;
        for (int q = 0; q < count; q++) {
            uint8_t kept = (uint8_t)~(asked[q].mask >> 8 * p);
            if (kept != 255) room->questions[room->question_count++] = (Question){asked[q].feature, asked[q].threshold, kept};
        }
        tree->counts[p] = (uint8_t)(room->question_count - before);
    }
}

static const char *read_tree(Input *input, Tree *tree, size_t features, Room *room) {
    uint8_t count;
    if (!take(input, &count, 1)) return "it ends inside a tree";
    if (count >= MOST_LEAVES) return "a tree has too many leaves";
    FileQuestion asked[MOST_LEAVES];
    for (int q = 0; q < count; q++) {
        if (!take(input, &asked[q].threshold, 1) || !take(input, &asked[q].feature, 2) || !take(input, &asked[q].mask, 4))
            return "it ends inside a tree";
        if (asked[q].feature >= features) return "a tree asks for a feature that is not there";
        /* Whatever is ruled out, the last leaf stays: each row has one, and it is one of the tree's. */
        if (asked[q].mask >> count) return "a tree rules out its last leaf";
    }
    sort_questions(asked, count, tree, room);
    tree->leaf_count = (uint8_t)(count + 1);
    int16_t (*leaves)[OUTPUTS] = room->leaves + room->leaf_count;
    if (!take(input, leaves, tree->leaf_count * sizeof *leaves)) return "it ends inside the leaves of a tree";
    tree->leaves = (const int16_t(*)[OUTPUTS])leaves;
    room->leaf_count += tree->leaf_count;
    return NULL;
}

/* Can no path through all trees leave the range of a sum? */
static int sums_fit(const Forest *forest) {
    for (int output = 0; output < OUTPUTS; output++) {
        int64_t low = forest->bias[output], high = low;
        for (size_t t = 0; t < forest->count; t++) {
            const Tree *tree = &forest->trees[t];
            int16_t least = tree->leaves[0][output], most = least;
            for (size_t leaf = 1; leaf < tree->leaf_count; leaf++) {
                int16_t value = tree->leaves[leaf][output];
                if (value < least) least = value;
                if (value > most) most = value;
            }
            low += least;
            high += most;
        }
        if (low < INT16_MIN || high > INT16_MAX) return 0;
    }
    return 1;
}

static const char *read_forest(Input *input, Forest *forest, size_t features, Room *room) {
    uint32_t count;
    if (!take(input, &count, sizeof count) || !take(input, &forest->scale, sizeof forest->scale) ||
        !take(input, forest->bias, sizeof forest->bias)) return "it ends before a forest";
    if (count > MAX_TREES) return "a forest has too many trees";
    if (forest->scale == 0 || forest->scale > INT16_MAX) return "a forest has no scale";
    if ((size_t)(input->end - input->at) / LEAST_TREE_BYTES < count) return "it ends inside a forest";
    forest->trees = room->trees + room->tree_count;
    forest->count = count;
    for (uint32_t t = 0; t < count; t++) {
        const char *wrong = read_tree(input, &forest->trees[t], features, room);
        if (wrong) return wrong;
    }
    room->tree_count += count;
    return sums_fit(forest) ? NULL : "its leaves add up beyond 16 bits";
}

const char *model_read(Model *model, const uint8_t *bytes, size_t length) {
    memset(model, 0, sizeof *model);
    Input input = {bytes, bytes + length};
    char magic[4];
    uint32_t version, features, context, names, crc;
    if (length < 24 || !take(&input, magic, 4) || memcmp(magic, "CDKM", 4)) return "it is no weights file";
    take(&input, &version, 4);
    take(&input, &features, 4);
    take(&input, &context, 4);
    take(&input, &names, 4);
    memcpy(&crc, bytes + length - 4, 4);
    if (crc != crc32_of(bytes, length - 4)) return "its checksum does not match: it is damaged";
    if (version != VERSION) return "it is of another version";
    if (features != FEATURE_COUNT || context != CONTEXT_COUNT || names != feature_checksum())
        return "it was made for other features";
    input.end -= 4;
    for (int v = 0; v < VOTERS; v++) {
        if ((size_t)(input.end - input.at) < VOTE_BUCKETS[v] * sizeof *model->votes.table[v]) return "it ends inside the votes";
        model->votes.table[v] = (const int8_t(*)[16])input.at;
        input.at += VOTE_BUCKETS[v] * sizeof *model->votes.table[v];
    }
    size_t left = (size_t)(input.end - input.at);
    size_t tree_room = left / LEAST_TREE_BYTES + 1, question_room = (left / QUESTION_BYTES + MOST_LEAVES) * PLANES;
    size_t leaf_room = left / sizeof(int16_t[OUTPUTS]) + MOST_LEAVES;
    model->memory = malloc(leaf_room * sizeof(int16_t[OUTPUTS]) + tree_room * sizeof(Tree) + question_room * sizeof(Question));
    if (!model->memory) return "memory ran out";
    Room room = {.leaves = model->memory};
    room.trees = (Tree *)(void *)(room.leaves + leaf_room);
    room.questions = (Question *)(void *)(room.trees + tree_room);
    const char *wrong = read_forest(&input, &model->first, FEATURE_COUNT, &room);
    if (!wrong) wrong = read_forest(&input, &model->second, FEATURE_COUNT + CONTEXT_COUNT, &room);
    if (!wrong) wrong = read_forest(&input, &model->kinds, KIND_FEATURES, &room);
    if (!wrong && input.at != input.end) wrong = "it holds more than a model";
    if (wrong) model_free(model);
    return wrong;
}

void model_free(Model *model) {
    free(model->memory);
    memset(model, 0, sizeof *model);
}
