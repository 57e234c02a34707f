/* A block model: two rounds of trees for the parts, one forest for the page's kind, and word votes.
 *
 * The second round sees what the first one said of the blocks around (context.c). Layout of a weights file, all
 * numbers little-endian: "CDKM", u32 version, u32 features, u32 context features, u32 checksum of the feature names,
 * then the votes of words, pairs, classes and links (VOTE_BUCKETS rows of 16 int8), then three forests (u32 trees; u32 scale;
 * OUTPUTS int16 bias; a tree: u8 questions, then of each u8 threshold, u16 feature, u32 mask, then a row of OUTPUTS int16 for each leaf, one
 * more than questions), then u32 CRC-32. */
#ifndef COPYDESK_MODEL_H
#define COPYDESK_MODEL_H

#include "describe.h"
#include "forest.h"

#define KIND_COUNT 7
enum { PRODUCT = 2, COLLECTION = 3 }; /* codes of kinds */
#define BODY 4 /* code of the part that the reader came for */

typedef struct {
    void *memory; /* trees, questions and leaves */
    Votes votes;
    Forest first, second, kinds;
} Model;

/* Read a weights file; returns NULL or a sentence that says what is wrong. The bytes must outlive the model. */
const char *model_read(Model *model, const uint8_t *bytes, size_t length);
void model_free(Model *model);

/* What a model says of one page. */
typedef struct {
    size_t rows;
    uint8_t *codes;               /* the part of each block */
    float *scores;                /* how sure that is */
    float (*shares)[PART_COUNT];  /* probability of each part */
    float kinds[KIND_COUNT];
    float expected_f1; /* of the words of the chosen body, as far as the shares are to be believed */
} Labels;

/* Label every block. `favour`: how much more recall of the body counts than precision, 1 for the same (the beta of an F
 * measure), times what the kind of the page asks for. Returns 0 when memory ran out. Free with `labels_free`. */
int label_blocks(const Model *model, const Table *table, float favour, Labels *labels);
void labels_free(Labels *labels);

/* Context features: what the first round said around each block. Source: stacked sequential learning (Cohen and
 * Carvalho, 2005). Columns `stride` apart; fills CONTEXT_COUNT columns. */
#define CONTEXT_COUNT (PART_COUNT * 9 + 16 + KIND_COUNT)
int describe_context(const Table *table, const Features *features, const float (*shares)[PART_COUNT], const float *kinds,
                     uint8_t *columns, size_t stride);

/* Features of the whole page for its kind: the page columns, and how its words spread over parts. */
#define KIND_FEATURES (FEATURE_page_json_ld - FEATURE_page_words + 1 + PART_COUNT * 2)
void describe_kind(const Table *table, const Features *features, const float (*shares)[PART_COUNT], uint8_t *values);

/* Choose the blocks of the body so that the expected F measure of the answer's words is greatest. Source: Lewis (1995),
 * "Evaluating and optimizing autonomous text classification systems". Sets `chosen` to 1 for them. */
void choose_body(const Table *table, const Labels *labels, float favour, uint32_t *order, uint8_t *chosen);

#endif
