/* The hot loop of the forest, for vectors of ROWS bytes: included once for each size, with TARGET for the machine that has
 * it. Rows go by as many as a vector holds: a compiler that must split a wide vector may fall back to single bytes. */
#define PASTE(name, size) name##_##size
#define PASTED(name, size) PASTE(name, size)
#define SIZED(name) PASTED(name, ROWS)
#define Bytes SIZED(Bytes)
#define lowest_bit SIZED(lowest_bit)
#define find_leaves SIZED(find_leaves)
#define add_leaves SIZED(add_leaves)
#define add_trees SIZED(add_trees)
#define sum_rows SIZED(sum_rows)

/* What the machine holds in its registers at once: a question is read for all of these rows, a sum for all of these trees. */
#define GROUPS (128 / ROWS)
#define TREES 2

typedef uint8_t Bytes __attribute__((vector_size(ROWS), aligned(1)));

/* Number of the lowest bit of every byte that has one. */
INSIDE Bytes lowest_bit(Bytes bits) {
    Bytes low = bits & (0 - bits);
    return (((Bytes)((low & 0xAA) != 0)) & 1) | (((Bytes)((low & 0xCC) != 0)) & 2) | (((Bytes)((low & 0xF0) != 0)) & 4);
}

/* The leaf of each row, of `groups` vectors of rows. A plane holds a bit for each of eight leaves; the leaf is the first
 * bit that is left in the first plane that has one. Source: QuickScorer (Lucchese et al., 2015). */
INSIDE void find_leaves(const Tree *tree, const uint8_t *columns, size_t stride, const int groups, Bytes *leaf) {
    Bytes first[GROUPS], plane[GROUPS];
    const Question *question = tree->questions;
    for (int g = 0; g < groups; g++) leaf[g] = first[g] = (Bytes){0};
    for (int p = PLANES - 1; p >= 0; p--) {
        for (int g = 0; g < groups; g++) plane[g] = ~(Bytes){0};
        for (const Question *end = question + tree->counts[p]; question < end; question++) {
            const Bytes *values = (const Bytes *)(const void *)(columns + question->feature * stride);
            Bytes threshold = question->threshold - (Bytes){0}, kept = question->kept - (Bytes){0};
            for (int g = 0; g < groups; g++) plane[g] &= (Bytes)(values[g] <= threshold) | kept;
        }
        for (int g = 0; g < groups; g++) {
            Bytes here = (Bytes)(plane[g] != 0);
            first[g] = (here & plane[g]) | (~here & first[g]);
            leaf[g] = (here & (uint8_t)(8 * p)) | (~here & leaf[g]);
        }
    }
    for (int g = 0; g < groups; g++) leaf[g] += lowest_bit(first[g]);
}

INSIDE void add_leaves(const Tree *trees, const int count, const uint8_t *columns, size_t stride, const int groups,
                       int16_t (*sums)[OUTPUTS]) {
    union {
        Bytes all[GROUPS];
        uint8_t one[GROUPS * ROWS];
    } leaf[TREES];
    for (int t = 0; t < count; t++) find_leaves(&trees[t], columns, stride, groups, leaf[t].all);
    for (int row = 0; row < groups * ROWS; row++)
        for (int t = 0; t < count; t++)
            *(Sums *)(void *)sums[row] += *(const Sums *)(const void *)trees[t].leaves[leaf[t].one[row]];
}

INSIDE void add_trees(const Tree *trees, const int count, const uint8_t *columns, size_t stride, size_t rows,
                      int16_t (*sums)[OUTPUTS]) {
    size_t row = 0;
    for (; row + GROUPS * ROWS <= rows; row += GROUPS * ROWS) add_leaves(trees, count, columns + row, stride, GROUPS, sums + row);
    for (; row < rows; row += ROWS) add_leaves(trees, count, columns + row, stride, 1, sums + row);
}

static TARGET void sum_rows(const Forest *forest, const uint8_t *columns, size_t stride, size_t rows, int16_t (*sums)[OUTPUTS]) {
    for (size_t row = 0; row < rows; row++) memcpy(sums[row], forest->bias, sizeof forest->bias);
    size_t t = 0;
    for (; t + TREES <= forest->count; t += TREES) add_trees(forest->trees + t, TREES, columns, stride, rows, sums);
    for (; t < forest->count; t++) add_trees(forest->trees + t, 1, columns, stride, rows, sums);
}

#undef TREES
#undef GROUPS
#undef Bytes
#undef lowest_bit
#undef find_leaves
#undef add_leaves
#undef add_trees
#undef sum_rows
#undef SIZED
#undef PASTED
#undef PASTE
#undef TARGET
#undef ROWS
