/* The table of one page: what a reader fills, what features are computed from, what Python sees as columns.
 *
 * Offsets into the text are bytes while a reader works; `table_finish` turns those that Python sees into characters.
 * A range of the source is (start, end) in bytes; (0, 0) means none. */
#ifndef COPYDESK_TABLE_H
#define COPYDESK_TABLE_H

#include "grow.h"
#include "tags.h"

#define NONE (-1)

typedef struct {
    uint32_t start, end;
} Range;

/* Signs of a block: its text has a label, or ends with a bracket. */
enum { SIGN_LABEL = 1, SIGN_BRACKET = 2 };

/* One visible run of text. */
typedef struct {
    uint32_t text_start, text_end; /* bytes of the text */
    uint32_t start, end;           /* characters of the text */
    uint32_t source_start, source_end;
    int32_t container;
    uint32_t flags;
    uint32_t words, link_chars; /* bytes of text under links */
    uint32_t strong_chars;
    uint32_t table, row, column;
    uint32_t ordinal;
    uint32_t media_before; /* rows of media begun before it ends */
    Range marks;           /* rows of its marks */
    uint16_t depth, link_count, mark_count, breaks;
    uint8_t tag, heading_level, list_depth, signs;
    uint64_t class_words;
} Block;

/* One block-level element. Sums are over everything inside it. */
typedef struct {
    int32_t parent;
    uint32_t flags;
    uint64_t class_words;
    uint64_t words_around; /* class words of all elements around it */
    Range classes, id;
    uint32_t source_start;
    uint32_t first_block, last_block;
    uint32_t words, text_bytes, link_chars;
    uint32_t items; /* list items or table rows begun in it */
    uint16_t depth;
    uint8_t tag, properties;
} Container;

/* One inline element inside one block. */
typedef struct {
    uint32_t block;
    uint32_t text_start, text_end;
    uint32_t start, end;
    Range value;
    uint64_t class_words;
    uint8_t tag;
} Mark;

/* One image, video, audio or frame. */
typedef struct {
    uint32_t block;
    int32_t container;
    Range source, set, alternate, link;
    uint32_t width, height;
    uint8_t tag;
} Media;

enum { HEAD_TITLE = 1, HEAD_META, HEAD_LINK, HEAD_JSON_LD, HEAD_BASE, HEAD_LANG };

/* One fact of the head: a meta tag (name, content), a link (rel, href, type, hreflang), a title, … */
typedef struct {
    Range name, value, type, language;
    uint8_t kind;
} HeadRow;

/* One microdata or RDFa property; its value stands in the source (attribute) or in the text. */
typedef struct {
    Range name, value;
    uint32_t text_start, text_end;
    uint32_t start, end;
    int32_t scope;
    uint8_t from_attribute;
} PropertyRow;

/* One item that properties belong to. */
typedef struct {
    Range type, name;
    int32_t parent;
} ScopeRow;

typedef struct Table {
    const unsigned char *source;
    size_t source_length;
    unsigned char *text;
    size_t text_length, text_capacity;
    size_t characters;
    int is_markup;
    int failed; /* memory ran out */
    ARRAY(Block) blocks;
    ARRAY(Container) containers;
    ARRAY(Mark) marks;
    ARRAY(Media) media;
    ARRAY(HeadRow) head;
    ARRAY(PropertyRow) properties;
    ARRAY(ScopeRow) scopes;
} Table;

void table_free(Table *table);

/* Sum containers upwards and turn byte offsets of the text into characters. Call once, when the reader is done. */
void table_finish(Table *table);

/* Fill an empty table from valid UTF-8. On return `table->failed` tells whether memory ran out. */
void read_html_page(Table *table, const unsigned char *source, size_t length);
void read_text_page(Table *table, const unsigned char *source, size_t length);

#endif
