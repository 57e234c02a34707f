/* HTML in one pass without a tree: tokens drive the stack of open elements in `builder`.
 *
 * Source: the HTML Standard, "Tokenization" and "Tree construction"; what differs from a tree: misplaced table
 * content stays where it stands in the source, formatting elements are not reopened, frames are not read. */
#include <string.h>

#include "builder.h"
#include "entity.h"

typedef struct {
    Builder *builder;
    Cursor start, end;
} Reader;

static inline uint32_t offset_of(const Reader *reader, Cursor at) { return (uint32_t)(at - reader->start); }

/* ------------------------------------------------------------------ text */

#define NO_BREAK_SPACE_LEAD 0xC2
#define NO_BREAK_SPACE_TAIL 0xA0

static inline int is_no_break_space(Cursor at, Cursor end) {
    return *at == NO_BREAK_SPACE_LEAD && end - at > 1 && at[1] == NO_BREAK_SPACE_TAIL;
}

static inline void put_space(unsigned char **out, uint32_t *after_space) {
    if (!*after_space) *(*out)++ = ' ';
    *after_space = 1;
}

/* Decode the reference at `*at` into the text; a no-break space counts as white space. */
static inline void put_reference(Cursor *at, Cursor end, unsigned char **out, uint32_t *after_space) {
    unsigned char decoded[ENTITY_LONGEST];
    int length = 0;
    size_t taken = entity_decode(*at, end, decoded, &length);
    if (!taken) {
        *(*out)++ = '&';
        (*at)++;
        *after_space = 0;
        return;
    }
    *at += taken;
    int blank = (length == 1 && decoded[0] <= ' ') || (length == 2 && is_no_break_space(decoded, decoded + 2));
    if (blank) {
        put_space(out, after_space);
        return;
    }
    memcpy(*out, decoded, (size_t)length);
    *out += length;
    *after_space = 0;
}

/* Copy running text from `at` to the next '<' or `end`; white space becomes one space. Returns where it stopped. */
static inline __attribute__((always_inline)) Cursor copy_flowing(Builder *builder, Cursor at, Cursor end,
                                                                 const int stops_at_tag, const int has_references) {
    unsigned char *out = builder->table->text + builder->table->text_length;
    uint32_t after_space = builder->after_space;
#ifdef __SSE2__
    for (;;) {
        while (end - at >= LANES) {
            __m128i x = LOAD(at);
            __m128i stops = EITHER(AT_MOST(x, 0x1F), EQUAL(x, NO_BREAK_SPACE_LEAD));
            if (stops_at_tag) stops = EITHER(stops, EQUAL(x, '<'));
            if (has_references) stops = EITHER(stops, EQUAL(x, '&'));
            uint32_t spaces = MASK(EQUAL(x, ' '));
            uint32_t mask = MASK(stops) | (spaces & ((spaces << 1) | after_space));
            _mm_storeu_si128((__m128i *)(void *)out, x);
            if (!mask) {
                out += LANES;
                at += LANES;
                after_space = spaces >> (LANES - 1);
                continue;
            }
            uint32_t clean = (uint32_t)__builtin_ctz(mask);
            out += clean;
            at += clean;
            if (clean) after_space = spaces >> (clean - 1) & 1;
            break;
        }
#else
    for (;;) {
#endif
        if (at >= end) break;
        unsigned char c = *at;
        if (stops_at_tag && c == '<') break;
        if (has_references && c == '&') {
            put_reference(&at, end, &out, &after_space);
        } else if (c == 0) {
            at++; /* dropped, as the standard does */
        } else if (c <= ' ') {
            put_space(&out, &after_space);
            while (at < end && *at <= ' ' && *at) at++;
        } else if (c == NO_BREAK_SPACE_LEAD && is_no_break_space(at, end)) {
            put_space(&out, &after_space);
            at += 2;
        } else {
            *out++ = c;
            at++;
            after_space = 0;
        }
    }
    builder->table->text_length = (size_t)(out - builder->table->text);
    builder->after_space = after_space;
    return at;
}

/* Decode the reference at `*at` inside `pre`: line ends and tabs stay, other white space becomes a space. */
static void put_verbatim_reference(Cursor *at, Cursor end, unsigned char **out) {
    unsigned char decoded[ENTITY_LONGEST] = {0};
    int length = 0;
    size_t taken = entity_decode(*at, end, decoded, &length);
    *at += taken ? taken : 1;
    if (!taken) {
        *(*out)++ = '&';
    } else if (length == 1 && decoded[0] == '\r') {
        if (*at >= end || (**at != '\n' && **at != '\r')) *(*out)++ = '\n';
    } else if ((length == 1 && decoded[0] <= ' ' && decoded[0] != '\n' && decoded[0] != '\t') ||
               (length == 2 && is_no_break_space(decoded, decoded + 2))) {
        *(*out)++ = ' ';
    } else {
        memcpy(*out, decoded, (size_t)length);
        *out += length;
    }
}

/* The same as copy_flowing inside `pre`: white space stays, line ends become one newline. */
static Cursor copy_verbatim(Builder *builder, Cursor at, Cursor end, int stops_at_tag, int has_references) {
    unsigned char *out = builder->table->text + builder->table->text_length;
    const unsigned char *first = builder->table->text + builder->block_start;
    while (at < end && !(stops_at_tag && *at == '<')) {
        unsigned char c = *at;
        if (has_references && c == '&') {
            put_verbatim_reference(&at, end, &out);
        } else if (c == '\r') {
            at++;
            if (at >= end || *at != '\n') *out++ = '\n';
        } else if (is_no_break_space(at, end)) {
            *out++ = ' ';
            at += 2;
        } else if (c == '\n' || c == '\t' || c >= ' ') {
            if (c != '\n' || out > first) *out++ = c; /* a block starts with its first line that holds text */
            at++;
        } else {
            if (c) *out++ = ' ';
            at++;
        }
    }
    builder->table->text_length = (size_t)(out - builder->table->text);
    builder->after_space = 0;
    return at;
}

enum { TEXT_FLOWING, TEXT_RAW, TEXT_RCDATA };

/* Take text from `at` on: up to the next tag (TEXT_FLOWING) or all of it. */
static Cursor take_text(Reader *reader, Cursor at, Cursor end, int mode) {
    Builder *builder = reader->builder;
    const Frame *frame = builder_top(builder);
    int stops = mode == TEXT_FLOWING;
    if (frame->flags & FLAG(skipped)) return stops ? scan_byte(at, end, '<') : end;
    size_t before = builder->table->text_length;
    Cursor from = at;
    if (frame->flags & FLAG(pre))
        at = copy_verbatim(builder, at, end, stops, mode != TEXT_RAW);
    else if (mode == TEXT_FLOWING)
        at = copy_flowing(builder, at, end, 1, 1);
    else
        at = copy_flowing(builder, at, end, 0, mode == TEXT_RCDATA);
    if (builder->table->text_length == before) return at;
    if (before == builder->block_start) {
        while (from < at && is_space(*from)) from++;
        builder->source_start = offset_of(reader, from);
    }
    builder->source_end = offset_of(reader, at);
    builder->class_words |= frame->class_words;
    return at;
}

/* ------------------------------------------------------------------ tags */

#define IS(word) same_word(name, word, sizeof(word) - 1)

static int attribute_code(Cursor name, size_t length) {
    switch (length) {
        case 2: return IS("id") ? A_id : -1;
        case 3: return IS("src") ? A_src : IS("alt") ? A_alt : IS("rel") ? A_rel : -1;
        case 4:
            return IS("href") ? A_href : IS("type") ? A_type : IS("name") ? A_name : IS("role") ? A_role
                   : IS("lang") ? A_lang : -1;
        case 5: return IS("class") ? A_class : IS("style") ? A_style : IS("width") ? A_width : IS("start") ? A_start : -1;
        case 6:
            return IS("hidden") ? A_hidden : IS("srcset") ? A_srcset : IS("height") ? A_height : IS("typeof") ? A_typeof : -1;
        case 7: return IS("content") ? A_content : -1;
        case 8:
            return IS("datetime") ? A_datetime : IS("itemprop") ? A_itemprop : IS("itemtype") ? A_itemtype
                   : IS("property") ? A_property : IS("hreflang") ? A_hreflang : IS("data-src") ? A_lazy : -1;
        case 9: return IS("itemscope") ? A_itemscope : -1;
        case 10: return IS("http-equiv") ? A_http_equiv : -1;
        case 11: return IS("aria-hidden") ? A_aria_hidden : IS("data-srcset") ? A_lazy_set : -1;
        case 13: return IS("data-lazy-src") || IS("data-original") ? A_lazy : -1;
        case 14: return IS("data-image-src") ? A_lazy : -1;
        default: return -1;
    }
}

#define LONGEST_ATTRIBUTE 14

static inline void keep_attribute(Element *element, Cursor name, size_t length, Range value) {
    if (length > LONGEST_ATTRIBUTE || length < 2) return;
    int code = attribute_code(name, length);
    if (code < 0 || element->seen >> code & 1) return;
    element->seen |= 1u << code;
    element->attribute[code] = value;
}

/* Read a start tag whose name begins at `at`. Returns the end of the tag, or NULL when the page ends inside it. */
static Cursor read_start_tag(Reader *reader, Cursor at, Element *element) {
    Cursor end = reader->end, name_end = scan_name(at, end, 0);
    element->tag = tag_code(at, (size_t)(name_end - at), end);
    element->source_start = offset_of(reader, at - 1);
    element->seen = 0;
    element->self_closing = 0;
    at = name_end;
    for (;;) {
        while (at < end && (*at <= ' ' || *at == '/')) element->self_closing = *at++ == '/';
        if (at >= end) return NULL;
        if (*at == '>') return at + 1;
        element->self_closing = 0;
        Cursor name = at;
        at = scan_name(at + (*at == '='), end, 1);
        size_t length = (size_t)(at - name);
        Range value = {offset_of(reader, at), offset_of(reader, at)};
        Cursor equals = at;
        while (equals < end && *equals <= ' ') equals++;
        if (equals < end && *equals == '=') {
            at = equals + 1;
            while (at < end && *at <= ' ') at++;
            if (at < end && (*at == '"' || *at == '\'')) {
                Cursor close = scan_byte(at + 1, end, *at);
                value = (Range){offset_of(reader, at + 1), offset_of(reader, close)};
                if (close >= end) return NULL;
                at = close + 1;
            } else {
                value.start = offset_of(reader, at);
                while (at < end && *at > ' ' && *at != '>') at++;
                value.end = offset_of(reader, at);
            }
        }
        keep_attribute(element, name, length, value);
    }
}

/* The end of an end tag whose name ends at `at`; quoted values may hold '>'. */
static Cursor end_tag_end(Cursor at, Cursor end) {
    while (at < end && *at != '>') {
        if (*at == '=') {
            at++;
            while (at < end && *at <= ' ') at++;
            if (at < end && (*at == '"' || *at == '\'')) at = scan_byte(at + 1, end, *at);
            if (at < end && *at != '>') at++;
        } else {
            at++;
        }
    }
    return at < end ? at + 1 : end;
}

static Cursor comment_end(Cursor at, Cursor end) {
    Cursor body = at + 4;
    if (body < end && *body == '>') return body + 1;
    if (end - body > 1 && body[0] == '-' && body[1] == '>') return body + 2;
    for (Cursor now = body; (now = scan_byte(now, end, '>')) < end; now++) {
        if (now - 2 >= body && now[-1] == '-' && now[-2] == '-') return now + 1;
        if (now - 3 >= body && now[-1] == '!' && now[-2] == '-' && now[-3] == '-') return now + 1;
    }
    return end;
}

static Cursor past(Cursor at, Cursor end, unsigned char byte) {
    Cursor found = scan_byte(at, end, byte);
    return found < end ? found + 1 : end;
}

/* A declaration or bogus comment that starts with "<!" or "<?" at `at`. */
static Cursor declaration_end(Cursor at, Cursor end) {
    if (end - at >= 4 && at[1] == '!' && at[2] == '-' && at[3] == '-') return comment_end(at, end);
    return past(at, end, '>');
}

/* ------------------------------------------------------------------ raw text */

static int closes(Cursor at, Cursor end, const char *name, size_t length) {
    if ((size_t)(end - at) < length + 2 || at[1] != '/' || !same_word(at + 2, name, length)) return 0;
    Cursor after = at + 2 + length;
    return after < end && (*after == '>' || *after == '/' || is_space(*after));
}

/* End of the escaped part of a script that starts with "<!--" at `at`. Sets `*closed` where the script ends inside. */
static Cursor escaped_end(Cursor at, Cursor end, int *closed) {
    int is_double = 0;
    for (Cursor now = at + 4; now < end; now++) {
        if (*now == '-' && end - now >= 3 && now[1] == '-' && now[2] == '>') return now + 3;
        if (*now != '<') continue;
        if (end - now > 7 && same_word(now + 1, "script", 6) && !is_letter(now[7])) {
            is_double = 1;
        } else if (closes(now, end, "script", 6)) {
            if (!is_double) {
                *closed = 1;
                return now;
            }
            is_double = 0;
        }
    }
    return end;
}

/* Where the content of a raw element ends: at its own end tag, or at the end of the page. */
static Cursor raw_end(Cursor at, Cursor end, int tag) {
    const char *name = TAG_NAMES[tag];
    size_t length = strlen(name);
    while ((at = scan_raw(at, end)) < end) {
        if (closes(at, end, name, length)) return at;
        if (tag == T_script && end - at >= 4 && at[1] == '!' && at[2] == '-' && at[3] == '-') {
            int closed = 0;
            at = escaped_end(at, end, &closed);
            if (closed) return at;
            continue;
        }
        at++;
    }
    return end;
}

/* ------------------------------------------------------------------ drawings */

/* A start tag that ends a drawing when it stands in one. Source: the HTML Standard, "rules for foreign content". */
static int breaks_out(int tag) {
    switch (tag) {
        case T_b: case T_big: case T_blockquote: case T_body: case T_br: case T_center: case T_code: case T_dd:
        case T_div: case T_dl: case T_dt: case T_em: case T_embed: case T_h1: case T_h2: case T_h3: case T_h4:
        case T_h5: case T_h6: case T_head: case T_hr: case T_i: case T_img: case T_li: case T_listing: case T_menu:
        case T_meta: case T_nobr: case T_ol: case T_p: case T_pre: case T_ruby: case T_s: case T_small: case T_span:
        case T_strong: case T_strike: case T_sub: case T_sup: case T_table: case T_tt: case T_u: case T_ul: case T_var:
            return 1;
        default: return 0;
    }
}

/* Names of elements inside which a drawing holds HTML again. */
static int is_html_island(Cursor name, size_t length) {
    return (length == 13 && IS("foreignobject")) || (length == 4 && IS("desc")) || (length == 5 && IS("title"));
}

/* Pass over an svg element whose start tag ends at `at`. Returns where HTML goes on. */
static Cursor drawing_end(Reader *reader, Cursor at) {
    Cursor end = reader->end;
    size_t depth = 1, islands = 0;
    while ((at = scan_byte(at, end, '<')) < end) {
        unsigned char next = at + 1 < end ? at[1] : 0;
        if (next == '!' && end - at >= 9 && !memcmp(at, "<![CDATA[", 9)) {
            Cursor close = at + 9;
            while ((close = scan_byte(close, end, ']')) < end && !(end - close >= 3 && close[1] == ']' && close[2] == '>')) close++;
            at = close < end ? close + 3 : end;
        } else if (next == '!' || next == '?') {
            at = declaration_end(at, end);
        } else if (next == '/' && at + 2 < end && is_letter(at[2])) {
            Cursor name = at + 2, name_end = scan_name(name, end, 0);
            size_t length = (size_t)(name_end - name);
            int tag = tag_code(name, length, end);
            Cursor after = end_tag_end(name_end, end);
            if (is_html_island(name, length) && islands) islands--;
            if (tag == T_svg && --depth == 0) return after;
            if (!islands && (tag == T_p || tag == T_br)) return at;
            if (!islands && tag != T_a && (TAG_FLAGS[tag] & TAG_SPECIAL) && tag != T_title && tag != T_style &&
                tag != T_script && reader->builder->open[tag])
                return at;
            at = after;
        } else if (is_letter(next)) {
            Element element;
            Cursor name = at + 1, after = read_start_tag(reader, name, &element);
            if (!after) return end;
            size_t length = (size_t)(scan_name(name, end, 0) - name);
            if (!islands && breaks_out(element.tag)) return at;
            at = after;
            if (element.self_closing) continue;
            if (element.tag == T_svg) depth++;
            if (is_html_island(name, length)) islands++;
            if (element.tag == T_script || element.tag == T_style) at = raw_end(at, end, element.tag);
        } else {
            at++;
        }
    }
    return end;
}

/* ------------------------------------------------------------------ the stack's rules */

/* Depth just above the innermost open `tag` in scope, 0 when there is none. `also` bounds the scope too. */
static size_t in_scope(const Builder *builder, int tag, int also) {
    if (!builder->open[tag]) return 0;
    for (size_t i = builder->depth; i-- > 0;) {
        int now = builder->stack[i].tag;
        if (now == tag) return i + 1;
        if ((TAG_FLAGS[now] & TAG_SCOPE) || now == also) return 0;
    }
    return 0;
}

static void close_in_scope(Builder *builder, int tag, int also) {
    size_t found = in_scope(builder, tag, also);
    if (found) builder_pop_to(builder, found - 1);
}

static void need_body(Builder *builder, uint32_t source_start) {
    if (builder->has_body) return;
    builder_pop_to(builder, 1);
    builder_push_tag(builder, T_body, source_start);
    builder->has_body = 1;
}

/* Back to the innermost table element among `stops`; 0 where there is no table around. */
static int back_to_table(Builder *builder, int with_rows, int with_sections) {
    for (size_t i = builder->depth; i-- > 0;) {
        int tag = builder->stack[i].tag;
        int is_section = tag == T_tbody || tag == T_thead || tag == T_tfoot;
        if (tag == T_table || tag == T_template || (with_sections && is_section) || (with_rows && tag == T_tr)) {
            builder_pop_to(builder, i + 1);
            return 1;
        }
        if (tag == T_html) return 0;
    }
    return 0;
}

/* An item closes the item before it, unless another special element stands between. */
static void close_item(Builder *builder, int tag) {
    if (!(builder->open[T_li] | builder->open[T_dd] | builder->open[T_dt])) return;
    for (size_t i = builder->depth; i-- > 0;) {
        int now = builder->stack[i].tag;
        if (tag == T_li ? now == T_li : (now == T_dd || now == T_dt)) {
            builder_pop_to(builder, i);
            return;
        }
        if ((TAG_FLAGS[now] & TAG_SPECIAL) && now != T_address && now != T_div && now != T_p) return;
    }
}

static void close_link(Builder *builder) {
    if (!builder->open[T_a]) return;
    for (size_t i = builder->depth; i-- > 0;) {
        int now = builder->stack[i].tag;
        if (now == T_a) {
            if (i == builder->depth - 1) {
                builder_pop(builder);
                return;
            }
            /* it stays on the stack as something else: what follows is no longer inside the link */
            builder_end_mark(builder, i);
            builder->open[T_a]--;
            builder->open[T_unknown]++;
            builder->stack[i].tag = T_unknown;
            builder->link = (Range){0, 0};
            return;
        }
        if (TAG_FLAGS[now] & TAG_SCOPE) return;
    }
}

/* What must close before `element` opens. Returns 0 where the tag is dropped. */
static int make_way(Builder *builder, int tag) {
    switch (tag) {
        case T_li: case T_dd: case T_dt: close_item(builder, tag); break;
        case T_tr: return back_to_table(builder, 0, 1);
        case T_td: case T_th: return back_to_table(builder, 1, 1);
        case T_tbody: case T_thead: case T_tfoot: case T_caption: case T_colgroup: return back_to_table(builder, 0, 0);
        case T_table: {
            int top = builder_top(builder)->tag;
            if (top == T_table || top == T_tr || top == T_tbody) close_in_scope(builder, T_table, T_unknown);
            break;
        }
        case T_option:
            if (builder_top(builder)->tag == T_option) builder_pop(builder);
            break;
        case T_optgroup:
            if (builder_top(builder)->tag == T_option) builder_pop(builder);
            if (builder_top(builder)->tag == T_optgroup) builder_pop(builder);
            break;
        case T_button: close_in_scope(builder, T_button, T_html); break;
        case T_select:
            if (in_scope(builder, T_select, T_html)) {
                close_in_scope(builder, T_select, T_html);
                return 0;
            }
            break;
        case T_form: return !builder->open[T_form] || builder->open[T_template];
        case T_h1: case T_h2: case T_h3: case T_h4: case T_h5: case T_h6:
            if (TAG_FLAGS[builder_top(builder)->tag] & TAG_HEADING) builder_pop(builder);
            break;
        case T_a: close_link(builder); break;
        default: break;
    }
    return 1;
}

static void keep_head_fact(Reader *reader, const Element *element) {
    Builder *builder = reader->builder;
    static const Range none = {0, 0};
    if (element->tag == T_meta && HAS(element, content)) {
        if (HAS(element, itemprop) && builder_top(builder)->scope >= 0) {
            builder_property(builder, element);
            return;
        }
        static const int NAMES[] = {A_property, A_name, A_itemprop, A_http_equiv};
        for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
            if (element->seen >> NAMES[i] & 1)
                builder_head(builder, HEAD_META, element->attribute[NAMES[i]], element->attribute[A_content]);
    } else if (element->tag == T_link && HAS(element, href)) {
        if (HAS(element, itemprop)) builder_property(builder, element);
        if (!HAS(element, rel)) return;
        builder_head(builder, HEAD_LINK, element->attribute[A_rel], element->attribute[A_href]);
        if (builder->table->failed) return;
        HeadRow *row = &builder->table->head.at[builder->table->head.count - 1];
        row->type = HAS(element, type) ? element->attribute[A_type] : none;
        row->language = HAS(element, hreflang) ? element->attribute[A_hreflang] : none;
    } else if (element->tag == T_base && HAS(element, href)) {
        builder_head(builder, HEAD_BASE, none, element->attribute[A_href]);
    }
}

/* html, head, body and frameset: at most one of each; a later body adds nothing but its class. */
static void open_outer(Builder *builder, const Element *element) {
    if (element->tag == T_html && HAS(element, lang))
        builder_head(builder, HEAD_LANG, (Range){0, 0}, element->attribute[A_lang]);
    if (element->tag == T_body && !builder->has_body) {
        builder_pop_to(builder, 1);
        builder_push(builder, element);
        builder->has_body = 1;
    } else if (element->tag == T_head && !builder->has_body && builder->depth == 1) {
        builder_push(builder, element);
    }
}

static int is_json_ld(const Reader *reader, const Element *element) {
    static const char wanted[] = "application/ld+json";
    if (!HAS(element, type)) return 0;
    Range type = element->attribute[A_type];
    Cursor at = reader->start + type.start, end = reader->start + type.end;
    while (at < end && is_space(*at)) at++;
    return (size_t)(end - at) >= sizeof wanted - 1 && same_word(at, wanted, sizeof wanted - 1);
}

/* An element whose content is text up to its own end tag. Returns where reading goes on. */
static Cursor take_raw(Reader *reader, const Element *element, Cursor at) {
    Builder *builder = reader->builder;
    Cursor close = raw_end(at, reader->end, element->tag);
    Range content = {offset_of(reader, at), offset_of(reader, close)};
    unsigned flags = TAG_FLAGS[element->tag];
    if (element->tag == T_title) builder_head(builder, HEAD_TITLE, (Range){0, 0}, content);
    if (element->tag == T_script && is_json_ld(reader, element)) builder_head(builder, HEAD_JSON_LD, (Range){0, 0}, content);
    if (!(flags & TAG_SKIPPED)) {
        if (at < close && *at == '\n') at++;
        take_text(reader, at, close, flags & TAG_RCDATA ? TEXT_RCDATA : TEXT_RAW);
    }
    if (builder_top(builder)->tag == element->tag) builder_pop(builder);
    return past(close, reader->end, '>');
}

/* Open an element. Returns where reading goes on. */
static Cursor start_tag(Reader *reader, const Element *element, Cursor at) {
    Builder *builder = reader->builder;
    int tag = element->tag;
    unsigned flags = TAG_FLAGS[tag];
    if (UNLIKELY(tag == T_html || tag == T_head || tag == T_body || tag == T_frameset)) {
        open_outer(builder, element);
        return at;
    }
    if (UNLIKELY(!builder->has_body)) {
        if (flags & TAG_METADATA || tag == T_noscript) {
            if (builder->depth == 1) builder_push_tag(builder, T_head, element->source_start);
        } else if (!builder->open[T_template] && !builder->open[T_noscript]) {
            need_body(builder, element->source_start);
        } else if (builder->open[T_noscript]) {
            need_body(builder, element->source_start);
        }
    }
    if ((flags & TAG_CLOSES_P) && builder->open[T_p]) close_in_scope(builder, T_p, T_button);
    if (!make_way(builder, tag)) return at;
    if (flags & TAG_MEDIA) builder_media(builder, element);
    if (tag == T_br) builder_break(builder);
    if (tag == T_hr) builder_flush(builder);
    if (flags & TAG_VOID) {
        if (flags & TAG_METADATA) keep_head_fact(reader, element);
        else builder_property(builder, element);
        return at;
    }
    if (tag == T_svg) return element->self_closing ? at : drawing_end(reader, at);
    if (element->self_closing && builder->open[T_math]) return at;
    builder_push(builder, element);
    if (UNLIKELY(flags & (TAG_RAW | TAG_RCDATA))) return take_raw(reader, element, at);
    if (tag == T_plaintext) return take_text(reader, at, reader->end, TEXT_RAW);
    if ((tag == T_pre || tag == T_listing) && at < reader->end && *at == '\n') at++;
    return at;
}

/* A form's end tag takes the form off the stack and leaves what it holds open. */
static void end_form(Builder *builder) {
    size_t found = in_scope(builder, T_form, T_html);
    if (!found) return;
    for (size_t i = found; i < builder->depth; i++) {
        int tag = builder->stack[i].tag;
        if ((TAG_FLAGS[tag] & TAG_SPECIAL) && tag != T_p && tag != T_li) {
            builder->open[T_form]--;
            builder->open[T_unknown]++;
            builder->stack[found - 1].tag = T_unknown;
            return;
        }
    }
    builder_pop_to(builder, found - 1);
}

/* End tags of tables close what is open inside, but never reach beyond their own table. */
static void end_table_part(Builder *builder, int tag) {
    for (size_t i = builder->depth; i-- > 0;) {
        int now = builder->stack[i].tag;
        if (now == tag) {
            builder_pop_to(builder, i);
            return;
        }
        if (now == T_table || now == T_template || now == T_html) return;
    }
}

static void end_heading(Builder *builder) {
    for (size_t i = builder->depth; i-- > 0;) {
        unsigned flags = TAG_FLAGS[builder->stack[i].tag];
        if (flags & TAG_HEADING) builder_pop_to(builder, i);
        if (flags & (TAG_HEADING | TAG_SCOPE)) return;
    }
}

/* A list item ends only in the list it belongs to. */
static void end_item(Builder *builder) {
    for (size_t i = builder->depth; i-- > 0;) {
        int now = builder->stack[i].tag;
        if (now == T_li) {
            builder_pop_to(builder, i);
            return;
        }
        if ((TAG_FLAGS[now] & TAG_SCOPE) || now == T_ul || now == T_ol) return;
    }
}

/* An inline element closes through other inline elements, which stay open as in the source's intent. */
static void end_inline(Builder *builder, int tag) {
    for (size_t i = builder->depth; i-- > 0;) {
        int now = builder->stack[i].tag;
        if (now == tag) {
            builder_pop_to(builder, i);
            return;
        }
        if (TAG_FLAGS[now] & TAG_SPECIAL) {
            if (tag == T_a) close_link(builder);
            return;
        }
    }
}

static void end_tag(Builder *builder, int tag) {
    unsigned flags = TAG_FLAGS[tag];
    if (tag == T_html || tag == T_body || (tag == T_head && builder->has_body)) return;
    if (tag == T_head) {
        if (builder->depth > 1 && builder->stack[1].tag == T_head) builder_pop_to(builder, 1);
        return;
    }
    if (tag == T_br) {
        builder_break(builder);
        return;
    }
    if (LIKELY(builder->depth > 1 && builder_top(builder)->tag == tag)) {
        builder_pop(builder);
        return;
    }
    if (tag == T_p && builder->has_body) {
        if (in_scope(builder, T_p, T_button)) close_in_scope(builder, T_p, T_button);
        else builder_flush(builder);
        return;
    }
    if (flags & TAG_HEADING) end_heading(builder);
    if ((flags & TAG_HEADING) || !builder->open[tag] || tag == T_unknown) return;
    switch (tag) {
        case T_li: end_item(builder); return;
        case T_form: end_form(builder); return;
        case T_table: case T_tbody: case T_thead: case T_tfoot: case T_tr: case T_td: case T_th: case T_caption:
        case T_template: case T_object: end_table_part(builder, tag); return;
        default: break;
    }
    if (flags & TAG_SPECIAL) close_in_scope(builder, tag, T_html);
    else end_inline(builder, tag);
}

/* ------------------------------------------------------------------ the page */

static Cursor markup(Reader *reader, Cursor at) {
    Builder *builder = reader->builder;
    Cursor end = reader->end;
    unsigned char next = at + 1 < end ? at[1] : 0;
    if (LIKELY(is_letter(next))) {
        Element element;
        Cursor after = read_start_tag(reader, at + 1, &element);
        return after ? start_tag(reader, &element, after) : end;
    }
    if (next == '/') {
        unsigned char first = at + 2 < end ? at[2] : 0;
        if (first == '>') return at + 3;
        if (at + 2 >= end) goto literal;
        if (!is_letter(first)) return past(at, end, '>');
        Cursor name_end = scan_name(at + 2, end, 0);
        int tag = tag_code(at + 2, (size_t)(name_end - at - 2), end);
        Cursor after = end_tag_end(name_end, end);
        if (after == end && end[-1] != '>') return end;
        if (builder->has_body || (TAG_FLAGS[tag] & TAG_METADATA) || tag == T_noscript || tag == T_head) end_tag(builder, tag);
        return after;
    }
    if (next == '!' || next == '?') return declaration_end(at, end);
literal:
    need_body(builder, offset_of(reader, at));
    if (!builder_is_skipping(builder)) {
        if (builder->table->text_length == builder->block_start) builder->source_start = offset_of(reader, at);
        builder->table->text[builder->table->text_length++] = '<';
        builder->after_space = 0;
        builder->source_end = offset_of(reader, at + 1);
    }
    return at + 1;
}

void read_html_page(Table *table, const unsigned char *source, size_t length) {
    Builder *builder = builder_start(table, source, length);
    if (!builder) return;
    table->is_markup = 1;
    Reader reader = {builder, source, source + length};
    Cursor at = source;
    if (length >= 3 && !memcmp(source, "\xEF\xBB\xBF", 3)) at += 3;
    builder_push_tag(builder, T_html, 0);
    while (at < reader.end && !table->failed) {
        if (*at != '<') {
            if (!builder->has_body && !builder_is_skipping(builder)) {
                while (at < reader.end && is_space(*at)) at++;
                if (at >= reader.end) break;
                if (*at != '<') need_body(builder, offset_of(&reader, at));
            }
            at = take_text(&reader, at, reader.end, TEXT_FLOWING);
            if (at >= reader.end) break;
        }
        at = markup(&reader, at);
    }
    builder_finish(builder);
}
