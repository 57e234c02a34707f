/* Fills a table: text goes in, elements open and close, blocks and containers come out.
 *
 * There is no tree: a stack of open elements, each frame holding what it inherits from the one below. The stack's
 * depth is bounded as browsers bound it (MAX_DEPTH), so that every search in it takes bounded time. */
#ifndef COPYDESK_BUILDER_H
#define COPYDESK_BUILDER_H

#include "scan.h"
#include "table.h"
#include "words.h"

/* Beyond this an element takes the place of the innermost one. Browsers stop at 512; saved pages rarely pass 60. */
#define MAX_DEPTH 1024

/* Marks that may be open at once: each gives a row in every block it spans. Real pages nest up to a dozen. */
#define MAX_OPEN_MARKS 32

enum {
    A_class, A_id, A_style, A_hidden, A_aria_hidden, A_role, A_href, A_src, A_lazy, A_srcset, A_lazy_set, A_alt,
    A_width, A_height, A_datetime, A_itemprop, A_itemscope, A_itemtype, A_property, A_typeof, A_content, A_name,
    A_http_equiv, A_rel, A_type, A_lang, A_hreflang, A_start, ATTRIBUTE_COUNT
};

/* A start tag as it stands in the source. */
typedef struct {
    int tag;
    int self_closing;
    uint32_t source_start;
    uint32_t seen; /* bit of each attribute that is there */
    Range attribute[ATTRIBUTE_COUNT];
} Element;

#define HAS(element, name) ((element)->seen >> A_##name & 1)

typedef struct {
    uint64_t class_words; /* of inline elements since the container */
    uint32_t flags;
    int32_t container;
    int32_t mark, property, scope;
    int32_t list, table_container, row_container; /* containers */
    uint32_t table, row, column, ordinal;
    uint8_t tag, is_block, heading_level, list_depth;
} Frame;

typedef struct {
    Table *table;
    WordMemo memo;
    Cursor base;
    Frame stack[MAX_DEPTH + 1];
    size_t depth;
    uint32_t open[TAG_COUNT];      /* how many of each tag are on the stack */
    uint16_t marked[MAX_OPEN_MARKS]; /* frames with an open mark */
    size_t marked_count;
    size_t block_start; /* bytes of the text */
    uint32_t after_space; /* the text ends in white space, or is empty */
    uint32_t source_start, source_end;
    uint64_t class_words;
    uint32_t link_chars, strong_chars, link_count, mark_count, breaks;
    uint32_t tables;
    Range link; /* href of the open link */
    int has_body;
} Builder;

/* A builder on an empty table, with room for the text of `length` bytes of source. NULL when memory ran out, and the
 * table says so. `builder_finish` completes the table and frees the builder. */
Builder *builder_start(Table *table, Cursor source, size_t length);
void builder_finish(Builder *builder);

void builder_push(Builder *builder, const Element *element);
void builder_push_tag(Builder *builder, int tag, uint32_t source_start);
void builder_pop(Builder *builder);
void builder_pop_to(Builder *builder, size_t depth);

/* End the block of text, if there is one. */
void builder_flush(Builder *builder);
void builder_break(Builder *builder);
/* End a mark while its element stays on the stack. */
void builder_end_mark(Builder *builder, size_t frame);
void builder_media(Builder *builder, const Element *element);
/* Record a void or text-less element's property (meta, link, img) without opening it. */
void builder_property(Builder *builder, const Element *element);
void builder_head(Builder *builder, int kind, Range name, Range value);

static inline Frame *builder_top(Builder *builder) { return &builder->stack[builder->depth - 1]; }
static inline int builder_is_skipping(Builder *builder) { return (builder_top(builder)->flags & FLAG(skipped)) != 0; }

#endif
