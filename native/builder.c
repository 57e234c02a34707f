#include "builder.h"

#include <string.h>

#define ATTR(element, name) ((element)->attribute[A_##name])

static const Range NOWHERE = {0, 0};

/* ------------------------------------------------------------------ marks */

static void open_mark(Builder *builder, Frame *frame, const Element *element, uint64_t class_words) {
    Table *table = builder->table;
    if (builder->marked_count >= MAX_OPEN_MARKS || !ROOM(table->marks, &table->failed)) return;
    frame->mark = (int32_t)table->marks.count;
    Mark *mark = &table->marks.at[table->marks.count++];
    memset(mark, 0, sizeof *mark);
    mark->tag = (uint8_t)element->tag;
    mark->block = (uint32_t)table->blocks.count;
    mark->text_start = mark->text_end = (uint32_t)table->text_length;
    mark->class_words = class_words;
    if (HAS(element, href))
        mark->value = ATTR(element, href);
    else if (HAS(element, datetime))
        mark->value = ATTR(element, datetime);
    builder->marked[builder->marked_count++] = (uint16_t)(builder->depth - 1);
}

/* Give the open mark its end and count it for the block. Returns whether it holds any text. */
static int end_mark(Builder *builder, Mark *mark, size_t end) {
    const unsigned char *text = builder->table->text;
    if (mark->text_start < builder->block_start) mark->text_start = (uint32_t)builder->block_start;
    if (end > mark->text_start && text[end - 1] == ' ') end--;
    while (mark->text_start < end && text[mark->text_start] == ' ') mark->text_start++;
    mark->text_end = end > mark->text_start ? (uint32_t)end : mark->text_start;
    uint32_t length = mark->text_end - mark->text_start;
    if (!length) return 0;
    builder->mark_count++;
    if (mark->tag == T_a) {
        builder->link_chars += length;
        builder->link_count++;
    } else if (mark->tag == T_b || mark->tag == T_strong) {
        builder->strong_chars += length;
    }
    return 1;
}

void builder_end_mark(Builder *builder, size_t place) {
    Frame *frame = &builder->stack[place];
    if (frame->mark < 0) return;
    end_mark(builder, &builder->table->marks.at[frame->mark], builder->table->text_length);
    frame->mark = NONE;
    size_t kept = 0;
    for (size_t i = 0; i < builder->marked_count; i++)
        if (builder->marked[i] != place) builder->marked[kept++] = builder->marked[i];
    builder->marked_count = kept;
}

/* Marks that go on in the next block: the innermost few. Unclosed tags would otherwise give a row each in every block. */
#define CARRIED_MARKS 3

/* A block ends: marks that stay open end with it, and the innermost go on in the next one. */
static void carry_marks(Builder *builder, size_t end, size_t next_start, uint32_t next_block) {
    Table *table = builder->table;
    while (builder->marked_count > CARRIED_MARKS) builder_end_mark(builder, builder->marked[0]);
    for (size_t i = 0; i < builder->marked_count; i++) {
        Frame *frame = &builder->stack[builder->marked[i]];
        if (end_mark(builder, &table->marks.at[frame->mark], end)) {
            if (!ROOM(table->marks, &table->failed)) return;
            table->marks.at[table->marks.count] = table->marks.at[frame->mark];
            frame->mark = (int32_t)table->marks.count++;
        }
        Mark *mark = &table->marks.at[frame->mark];
        mark->block = next_block;
        mark->text_start = mark->text_end = (uint32_t)next_start;
    }
}

/* ------------------------------------------------------------------ blocks */

/* Words of a text: runs between spaces; in scripts without spaces two wide characters count as one. */
static uint32_t count_words(const unsigned char *text, size_t length) {
    uint32_t spaces = 0, wide = 0;
    for (size_t i = 0; i < length; i++) {
        spaces += text[i] == ' ' || text[i] == '\n';
        wide += text[i] >= 0xE3 && text[i] <= 0xE9;
    }
    return spaces + 1 + wide / 2;
}

/* A label is a line's first words up to a colon: 2 to 32 characters. */
static uint8_t signs_of(const unsigned char *text, size_t length) {
    uint8_t signs = text[length - 1] == ')' ? SIGN_BRACKET : 0;
    size_t characters = 0;
    for (size_t i = 0; i < length && characters <= 32 && text[i] != '\n'; i++) {
        int is_wide = length - i > 2 && !memcmp(text + i, "\xEF\xBC\x9A", 3);
        int is_quote = length - i > 1 && !memcmp(text + i, "\xC2\xBB", 2);
        if (text[i] == ':' || is_wide || is_quote) return characters < 2 ? signs : signs | SIGN_LABEL;
        characters += (text[i] & 0xC0) != 0x80;
    }
    return signs;
}

static void add_block(Builder *builder, size_t end) {
    Table *table = builder->table;
    if (!ROOM(table->blocks, &table->failed)) return;
    const Frame *frame = builder_top(builder);
    const Container *home = &table->containers.at[frame->container];
    Block *block = &table->blocks.at[table->blocks.count++];
    memset(block, 0, sizeof *block);
    size_t length = end - builder->block_start;
    while (builder->source_end > builder->source_start && is_space(builder->base[builder->source_end - 1]))
        builder->source_end--;
    block->text_start = (uint32_t)builder->block_start;
    block->text_end = (uint32_t)end;
    block->source_start = builder->source_start;
    block->source_end = builder->source_end;
    block->container = frame->container;
    block->flags = frame->flags;
    block->words = count_words(table->text + builder->block_start, length);
    block->signs = signs_of(table->text + builder->block_start, length);
    block->link_chars = builder->link_chars < length ? builder->link_chars : (uint32_t)length;
    block->strong_chars = builder->strong_chars < length ? builder->strong_chars : (uint32_t)length;
    block->link_count = (uint16_t)(builder->link_count < UINT16_MAX ? builder->link_count : UINT16_MAX);
    block->mark_count = (uint16_t)(builder->mark_count < UINT16_MAX ? builder->mark_count : UINT16_MAX);
    block->breaks = (uint16_t)(builder->breaks < UINT16_MAX ? builder->breaks : UINT16_MAX);
    block->media_before = (uint32_t)table->media.count;
    block->depth = home->depth;
    block->tag = home->tag;
    block->heading_level = frame->heading_level;
    block->list_depth = frame->list_depth;
    block->ordinal = frame->ordinal;
    block->table = frame->table;
    block->row = frame->row;
    block->column = frame->column;
    block->class_words = builder->class_words;
}

void builder_flush(Builder *builder) {
    Table *table = builder->table;
    size_t end = table->text_length;
    while (end > builder->block_start && is_space(table->text[end - 1])) end--;
    if (end > builder->block_start) {
        carry_marks(builder, end, end + 1, (uint32_t)table->blocks.count + 1);
        add_block(builder, end);
        table->text[end++] = '\n';
        builder->breaks = 0;
    } else {
        end = builder->block_start;
        carry_marks(builder, end, end, (uint32_t)table->blocks.count);
    }
    table->text_length = builder->block_start = end;
    builder->after_space = 1;
    builder->class_words = 0;
    builder->link_chars = builder->strong_chars = builder->link_count = builder->mark_count = 0;
}

void builder_break(Builder *builder) {
    if (builder_is_skipping(builder)) return;
    if (builder_top(builder)->flags & FLAG(pre)) {
        if (builder->table->text_length > builder->block_start) builder->table->text[builder->table->text_length++] = '\n';
        builder->after_space = 1;
        return;
    }
    builder_flush(builder);
    builder->breaks++;
}

/* ------------------------------------------------------------------ structured data */

static int32_t add_scope(Builder *builder, Range type, Range name, int32_t parent) {
    Table *table = builder->table;
    if (!ROOM(table->scopes, &table->failed)) return parent;
    table->scopes.at[table->scopes.count] = (ScopeRow){type, name, parent};
    return (int32_t)table->scopes.count++;
}

/* The attribute that holds a property's value on this element; NOWHERE when its text does. */
static Range value_attribute(const Element *element) {
    if (HAS(element, content)) return ATTR(element, content);
    switch (element->tag) {
        case T_a: case T_link: case T_area: return HAS(element, href) ? ATTR(element, href) : NOWHERE;
        case T_img: case T_video: case T_audio: case T_iframe: case T_embed: case T_source:
            return HAS(element, src) ? ATTR(element, src) : NOWHERE;
        case T_time: return HAS(element, datetime) ? ATTR(element, datetime) : NOWHERE;
        default: return NOWHERE;
    }
}

static int32_t add_property(Builder *builder, const Element *element, Range name, int32_t scope) {
    Table *table = builder->table;
    if (!ROOM(table->properties, &table->failed)) return NONE;
    PropertyRow *row = &table->properties.at[table->properties.count];
    memset(row, 0, sizeof *row);
    row->name = name;
    row->scope = scope;
    row->value = value_attribute(element);
    row->from_attribute = row->value.end != 0;
    row->text_start = row->text_end = (uint32_t)builder->table->text_length;
    return (int32_t)table->properties.count++;
}

/* Read the element's microdata or RDFa; returns the property that its text may fill, and moves `scope` inward. */
static int32_t open_data(Builder *builder, const Element *element, int32_t *scope) {
    Range name = HAS(element, itemprop) ? ATTR(element, itemprop) : HAS(element, property) ? ATTR(element, property) : NOWHERE;
    int opens = HAS(element, itemscope) || HAS(element, typeof);
    int32_t outer = *scope;
    if (opens) {
        Range type = HAS(element, itemtype) ? ATTR(element, itemtype) : HAS(element, typeof) ? ATTR(element, typeof) : NOWHERE;
        *scope = add_scope(builder, type, name, outer);
        return NONE;
    }
    return name.end > name.start ? add_property(builder, element, name, outer) : NONE;
}

void builder_property(Builder *builder, const Element *element) {
    if (!(HAS(element, itemprop) || HAS(element, property))) return;
    int32_t scope = builder_top(builder)->scope;
    open_data(builder, element, &scope);
}

void builder_head(Builder *builder, int kind, Range name, Range value) {
    Table *table = builder->table;
    if (!ROOM(table->head, &table->failed)) return;
    HeadRow *row = &table->head.at[table->head.count++];
    memset(row, 0, sizeof *row);
    row->kind = (uint8_t)kind;
    row->name = name;
    row->value = value;
}

/* ------------------------------------------------------------------ elements */

/* Does a style attribute say `property: value`? White space may stand around the colon. */
static int style_says(Cursor at, Cursor end, const char *property, const char *value) {
    size_t property_length = strlen(property), value_length = strlen(value);
    for (; (size_t)(end - at) > property_length; at++) {
        if (!same_word(at, property, property_length)) continue;
        Cursor now = at + property_length;
        while (now < end && is_space(*now)) now++;
        if (now >= end || *now != ':') continue;
        now++;
        while (now < end && is_space(*now)) now++;
        if ((size_t)(end - now) >= value_length && same_word(now, value, value_length)) return 1;
    }
    return 0;
}

#define SHORTEST_HIDING_STYLE 12 /* "display:none" */

static int is_hidden(const Builder *builder, const Element *element) {
    if (HAS(element, hidden)) return 1;
    if (HAS(element, aria_hidden)) {
        Range value = ATTR(element, aria_hidden);
        if (value.end - value.start == 4 && same_word(builder->base + value.start, "true", 4)) return 1;
    }
    if (!HAS(element, style)) return 0;
    Range style = ATTR(element, style);
    if (style.end - style.start < SHORTEST_HIDING_STYLE) return 0;
    Cursor from = builder->base + style.start, to = builder->base + style.end;
    return style_says(from, to, "display", "none") || style_says(from, to, "visibility", "hidden");
}

static uint64_t class_words_of(Builder *builder, const Element *element) {
    static const int NAMING[] = {A_class, A_id, A_role, A_itemprop, A_rel};
    uint32_t wanted = 1u << A_class | 1u << A_id | 1u << A_role | 1u << A_itemprop | 1u << A_rel;
    uint64_t bits = 0;
    if (!(element->seen & wanted)) return 0;
    for (size_t i = 0; i < sizeof NAMING / sizeof *NAMING; i++)
        if (element->seen >> NAMING[i] & 1) {
            Range range = element->attribute[NAMING[i]];
            bits |= word_groups(&builder->memo, builder->base + range.start, range.end - range.start);
        }
    return bits;
}

static uint32_t number_at(const Builder *builder, Range range) {
    uint32_t value = 0;
    for (uint32_t i = range.start; i < range.end && value < 100000; i++) {
        unsigned char c = builder->base[i];
        if (c < '0' || c > '9') break;
        value = value * 10 + (uint32_t)(c - '0');
    }
    return value;
}

/* Where in lists and tables the element stands. */
static void place(Builder *builder, Frame *frame, const Element *element) {
    Container *all = builder->table->containers.at;
    switch (element->tag) {
        case T_ul: case T_ol: case T_menu: case T_dir: case T_dl:
            frame->list = frame->container;
            if (frame->list_depth < UINT8_MAX) frame->list_depth++;
            frame->ordinal = 0;
            if (HAS(element, start)) {
                uint32_t first = number_at(builder, ATTR(element, start));
                all[frame->container].items = first ? first - 1 : 0;
            }
            break;
        case T_li:
            if (frame->list >= 0) {
                uint32_t number = ++all[frame->list].items;
                frame->ordinal = all[frame->list].tag == T_ol ? number : 0;
            }
            break;
        case T_table:
            frame->table_container = frame->container;
            frame->row_container = NONE;
            frame->table = ++builder->tables;
            frame->row = frame->column = 0;
            break;
        case T_tr:
            if (frame->table_container >= 0) frame->row = ++all[frame->table_container].items;
            frame->row_container = frame->container;
            frame->column = 0;
            break;
        case T_td: case T_th:
            if (frame->row_container >= 0) frame->column = ++all[frame->row_container].items;
            break;
        default: break;
    }
}

static void open_container(Builder *builder, Frame *frame, const Element *element, uint64_t class_words) {
    Table *table = builder->table;
    if (!ROOM(table->containers, &table->failed)) return;
    int32_t parent = frame->container;
    Container *container = &table->containers.at[table->containers.count];
    memset(container, 0, sizeof *container);
    container->parent = parent;
    container->tag = (uint8_t)element->tag;
    container->flags = frame->flags;
    container->class_words = class_words;
    container->source_start = element->source_start;
    if (HAS(element, class)) container->classes = ATTR(element, class);
    if (HAS(element, id)) container->id = ATTR(element, id);
    if (parent >= 0) {
        const Container *outer = &table->containers.at[parent];
        container->words_around = outer->words_around | outer->class_words;
        container->depth = (uint16_t)(builder->depth - 1);
    }
    frame->container = (int32_t)table->containers.count++;
    place(builder, frame, element);
}

void builder_push(Builder *builder, const Element *element) {
    if (UNLIKELY(builder->depth >= MAX_DEPTH)) builder_pop(builder);
    unsigned tag_flags = TAG_FLAGS[element->tag];
    int hidden = is_hidden(builder, element), is_block = (tag_flags & TAG_BLOCK) || hidden;
    if (is_block && builder->depth) {
        builder_flush(builder);
        builder->breaks = 0;
    }
    Frame *frame = &builder->stack[builder->depth];
    if (builder->depth) {
        *frame = builder->stack[builder->depth - 1];
    } else {
        memset(frame, 0, sizeof *frame);
        frame->container = frame->scope = frame->list = frame->table_container = frame->row_container = NONE;
    }
    builder->depth++;
    frame->mark = frame->property = NONE;
    frame->tag = (uint8_t)element->tag;
    frame->is_block = (uint8_t)is_block;
    frame->flags |= tag_context(element->tag) | (hidden ? FLAG(hidden) : 0);
    if (tag_flags & TAG_HEADING) frame->heading_level = (uint8_t)(element->tag - T_h1 + 1);
    builder->open[element->tag]++;
    uint64_t class_words = class_words_of(builder, element);
    if (HAS(element, itemprop) || HAS(element, itemscope) || HAS(element, property) || HAS(element, typeof))
        frame->property = open_data(builder, element, &frame->scope);
    if (is_block) {
        frame->class_words = 0;
        open_container(builder, frame, element, class_words);
    } else {
        frame->class_words |= class_words;
    }
    if (element->tag == T_a && HAS(element, href)) builder->link = ATTR(element, href);
    if ((tag_flags & TAG_MARKED) || (class_words && !is_block)) open_mark(builder, frame, element, class_words);
}

void builder_push_tag(Builder *builder, int tag, uint32_t source_start) {
    Element element;
    element.tag = tag;
    element.self_closing = 0;
    element.source_start = source_start;
    element.seen = 0;
    builder_push(builder, &element);
}

void builder_pop(Builder *builder) {
    Frame *frame = builder_top(builder);
    Table *table = builder->table;
    if (frame->mark >= 0) {
        end_mark(builder, &table->marks.at[frame->mark], table->text_length);
        builder->marked_count--; /* the innermost mark belongs to the innermost frame that has one */
    }
    if (frame->tag == T_a) builder->link = NOWHERE;
    if (frame->property >= 0) table->properties.at[frame->property].text_end = (uint32_t)table->text_length;
    if (frame->is_block) {
        builder_flush(builder);
        builder->breaks = 0;
    }
    builder->open[frame->tag]--;
    builder->depth--;
}

void builder_pop_to(Builder *builder, size_t depth) {
    while (builder->depth > depth) builder_pop(builder);
}

/* ------------------------------------------------------------------ media */

static int is_placeholder(const Builder *builder, Range range) {
    return range.end - range.start >= 5 && same_word(builder->base + range.start, "data:", 5);
}

void builder_media(Builder *builder, const Element *element) {
    Table *table = builder->table;
    if (!ROOM(table->media, &table->failed)) return;
    Media *media = &table->media.at[table->media.count++];
    memset(media, 0, sizeof *media);
    media->tag = (uint8_t)element->tag;
    media->block = (uint32_t)table->blocks.count + (table->text_length > builder->block_start);
    media->container = builder_top(builder)->container;
    if (HAS(element, src)) media->source = ATTR(element, src);
    if (HAS(element, lazy) && (!HAS(element, src) || is_placeholder(builder, media->source)))
        media->source = ATTR(element, lazy);
    if (HAS(element, lazy_set))
        media->set = ATTR(element, lazy_set);
    else if (HAS(element, srcset))
        media->set = ATTR(element, srcset);
    if (HAS(element, alt)) media->alternate = ATTR(element, alt);
    if (HAS(element, width)) media->width = number_at(builder, ATTR(element, width));
    if (HAS(element, height)) media->height = number_at(builder, ATTR(element, height));
    media->link = builder->link;
}

/* ------------------------------------------------------------------ start and end */

/* References can grow: the longest gain is 6 bytes of text from 5 of source; each block adds one newline but takes a tag. */
#define TEXT_ROOM(length) ((length) + (length) / 4 + 256)

Builder *builder_start(Table *table, Cursor source, size_t length) {
    Builder *builder = malloc(sizeof *builder);
    table->source = source;
    table->source_length = length;
    table->text_length = 0;
    table->text_capacity = TEXT_ROOM(length);
    table->text = malloc(table->text_capacity);
    if (!builder || !table->text) {
        table->failed = 1;
        free(builder);
        return NULL;
    }
    memset(builder->open, 0, sizeof builder->open);
    memset(&builder->memo, 0, sizeof builder->memo);
    builder->memo.page = 1; /* an empty slot belongs to page 0 */
    builder->table = table;
    builder->base = source;
    builder->depth = builder->marked_count = 0;
    builder->block_start = 0;
    builder->after_space = 1;
    builder->source_start = builder->source_end = 0;
    builder->class_words = 0;
    builder->link_chars = builder->strong_chars = builder->link_count = builder->mark_count = 0;
    builder->breaks = builder->tables = 0;
    builder->link = NOWHERE;
    builder->has_body = 0;
    return builder;
}

/* Marks without text say nothing, except a time with its datetime; those that are left are put in order of their blocks:
 * a mark that was carried on before it held any text may stand before a time that ended in the block before. As few marks
 * are open at once, none has far to go. */
static void settle_marks(Table *table) {
    size_t kept = 0;
    for (size_t i = 0; i < table->marks.count; i++) {
        Mark *mark = &table->marks.at[i];
        if (!table->blocks.count) break;
        if (mark->block >= table->blocks.count) mark->block = (uint32_t)table->blocks.count - 1;
        const Block *block = &table->blocks.at[mark->block];
        if (mark->text_end > block->text_end) mark->text_end = block->text_end;
        if (mark->text_start < block->text_start) mark->text_start = block->text_start;
        if (mark->text_start > mark->text_end) mark->text_start = mark->text_end;
        if (mark->text_end < block->text_start) mark->text_start = mark->text_end = block->text_start;
        int has_text = mark->text_end > mark->text_start;
        int has_moment = mark->tag == T_time && mark->value.end > mark->value.start;
        if (!has_text && !has_moment) continue;
        Mark settled = *mark;
        size_t place = kept++;
        for (; place && table->marks.at[place - 1].block > settled.block; place--)
            table->marks.at[place] = table->marks.at[place - 1];
        table->marks.at[place] = settled;
    }
    table->marks.count = kept;
    for (size_t i = kept; i-- > 0;) table->blocks.at[table->marks.at[i].block].marks.start = (uint32_t)i;
    for (size_t i = 0; i < kept; i++) table->blocks.at[table->marks.at[i].block].marks.end = (uint32_t)i + 1;
}

void builder_finish(Builder *builder) {
    Table *table = builder->table;
    builder_pop_to(builder, 0);
    free(builder);
    if (table->failed) return;
    settle_marks(table);
    if (table->text_length) table->text_length--; /* the newline after the last block */
    uint32_t last = (uint32_t)table->text_length;
    for (size_t i = 0; i < table->properties.count; i++) {
        PropertyRow *row = &table->properties.at[i];
        if (row->text_start > last) row->text_start = last;
        if (row->text_end > last) row->text_end = last;
        if (row->text_end < row->text_start) row->text_end = row->text_start;
    }
    for (size_t i = 0; i < table->media.count; i++)
        if (table->media.at[i].block > table->blocks.count) table->media.at[i].block = (uint32_t)table->blocks.count;
    table_finish(table);
}
