/* The elements the kernel knows, and what each does to text and to the stack of open elements.
 *
 * One line a family; a tag's code is its place in the list (0: any other tag). Source: the HTML Standard, sections
 * "Tree construction" (special, scope), "Rendering" (block-level) and "Elements" (void). */
#ifndef COPYDESK_TAGS_H
#define COPYDESK_TAGS_H

#include <stddef.h>

enum {
    TAG_BLOCK = 1,     /* starts and ends a block of text */
    TAG_VOID = 2,      /* has no content */
    TAG_SPECIAL = 4,   /* stops a search for an element to close */
    TAG_SCOPE = 8,     /* limits the scope of closing */
    TAG_CLOSES_P = 16, /* its start closes an open p */
    TAG_SKIPPED = 32,  /* its text is never shown */
    TAG_RAW = 64,      /* its content is text up to its own end tag, no references */
    TAG_RCDATA = 128,  /* the same, with references decoded */
    TAG_HEADING = 256,
    TAG_METADATA = 512, /* allowed in the head */
    TAG_MARKED = 1024,  /* gives a row in the table of inline marks */
    TAG_MEDIA = 2048    /* gives a row in the table of media */
};

#define BLOCK_LEVEL (TAG_BLOCK | TAG_SPECIAL | TAG_CLOSES_P)
#define TABLE_PART (TAG_BLOCK | TAG_SPECIAL)
#define TABLE_CELL (TAG_BLOCK | TAG_SPECIAL | TAG_SCOPE)
#define VOID_SPECIAL (TAG_VOID | TAG_SPECIAL)
#define METADATA_VOID (TAG_VOID | TAG_SPECIAL | TAG_METADATA)
#define RAW_SKIPPED (TAG_RAW | TAG_SKIPPED | TAG_SPECIAL)

#define TAG_LIST(X)                                                                                              \
    X(unknown, 0)                                                                                                \
    X(html, TAG_BLOCK | TAG_SPECIAL | TAG_SCOPE) X(head, TAG_BLOCK | TAG_SPECIAL) X(body, TAG_BLOCK | TAG_SPECIAL) \
    X(title, TAG_SKIPPED | TAG_RCDATA | TAG_SPECIAL | TAG_METADATA)                                              \
    X(script, RAW_SKIPPED | TAG_METADATA) X(style, RAW_SKIPPED | TAG_METADATA)                                   \
    X(template, TAG_SKIPPED | TAG_SPECIAL | TAG_SCOPE | TAG_METADATA)                                            \
    X(meta, METADATA_VOID) X(link, METADATA_VOID) X(base, METADATA_VOID) X(basefont, METADATA_VOID)              \
    X(bgsound, METADATA_VOID) X(noscript, TAG_SPECIAL | TAG_BLOCK)                                               \
    X(iframe, RAW_SKIPPED | TAG_MEDIA) X(noembed, RAW_SKIPPED) X(noframes, RAW_SKIPPED)                          \
    X(xmp, TAG_RAW | BLOCK_LEVEL) X(textarea, TAG_RCDATA | TAG_SPECIAL | TAG_BLOCK)                              \
    X(p, BLOCK_LEVEL) X(div, BLOCK_LEVEL) X(section, BLOCK_LEVEL) X(article, BLOCK_LEVEL) X(aside, BLOCK_LEVEL)  \
    X(nav, BLOCK_LEVEL) X(header, BLOCK_LEVEL) X(footer, BLOCK_LEVEL) X(main, BLOCK_LEVEL)                       \
    X(hgroup, BLOCK_LEVEL) X(address, BLOCK_LEVEL) X(blockquote, BLOCK_LEVEL) X(center, BLOCK_LEVEL)             \
    X(details, BLOCK_LEVEL) X(summary, BLOCK_LEVEL) X(dialog, BLOCK_LEVEL) X(dir, BLOCK_LEVEL)                   \
    X(menu, BLOCK_LEVEL) X(fieldset, BLOCK_LEVEL) X(figure, BLOCK_LEVEL) X(figcaption, BLOCK_LEVEL)              \
    X(search, BLOCK_LEVEL) X(form, BLOCK_LEVEL) X(pre, BLOCK_LEVEL) X(listing, BLOCK_LEVEL)                      \
    X(h1, BLOCK_LEVEL | TAG_HEADING) X(h2, BLOCK_LEVEL | TAG_HEADING) X(h3, BLOCK_LEVEL | TAG_HEADING)           \
    X(h4, BLOCK_LEVEL | TAG_HEADING) X(h5, BLOCK_LEVEL | TAG_HEADING) X(h6, BLOCK_LEVEL | TAG_HEADING)           \
    X(ul, BLOCK_LEVEL) X(ol, BLOCK_LEVEL) X(dl, BLOCK_LEVEL) X(li, BLOCK_LEVEL) X(dd, BLOCK_LEVEL)               \
    X(dt, BLOCK_LEVEL) X(hr, TAG_VOID | BLOCK_LEVEL)                                                             \
    X(table, BLOCK_LEVEL | TAG_SCOPE) X(caption, TABLE_CELL) X(colgroup, TAG_SPECIAL) X(col, VOID_SPECIAL)       \
    X(tbody, TABLE_PART) X(thead, TABLE_PART) X(tfoot, TABLE_PART) X(tr, TABLE_PART) X(td, TABLE_CELL)           \
    X(th, TABLE_CELL)                                                                                            \
    X(select, TAG_BLOCK | TAG_SPECIAL) X(option, TAG_BLOCK) X(optgroup, TAG_BLOCK) X(legend, TAG_BLOCK)          \
    X(button, TAG_BLOCK | TAG_SPECIAL) X(object, TAG_SPECIAL | TAG_SCOPE) X(applet, TAG_SPECIAL | TAG_SCOPE)     \
    X(marquee, TAG_SPECIAL | TAG_SCOPE)                                                                          \
    X(svg, TAG_SKIPPED) X(math, 0)                                                                               \
    X(a, TAG_MARKED) X(span, 0) X(b, TAG_MARKED) X(i, TAG_MARKED) X(em, TAG_MARKED) X(strong, TAG_MARKED)        \
    X(u, 0) X(s, TAG_MARKED) X(small, 0) X(big, 0) X(tt, TAG_MARKED) X(strike, TAG_MARKED) X(font, 0) X(nobr, 0) \
    X(code, TAG_MARKED) X(sub, TAG_MARKED) X(sup, TAG_MARKED) X(time, TAG_MARKED) X(label, 0)                    \
    X(cite, TAG_MARKED) X(q, TAG_MARKED) X(abbr, 0) X(mark, TAG_MARKED) X(del, TAG_MARKED) X(ins, TAG_MARKED)    \
    X(kbd, TAG_MARKED) X(var, TAG_MARKED) X(samp, TAG_MARKED) X(dfn, 0) X(bdi, 0) X(bdo, 0) X(picture, 0)        \
    X(video, TAG_SKIPPED | TAG_MEDIA) X(audio, TAG_SKIPPED | TAG_MEDIA) X(canvas, 0) X(map, 0) X(output, 0)      \
    X(data, 0) X(ruby, 0) X(rt, 0) X(rp, 0)                                                                      \
    X(img, VOID_SPECIAL | TAG_MEDIA) X(image, VOID_SPECIAL | TAG_MEDIA) X(br, VOID_SPECIAL)                      \
    X(wbr, VOID_SPECIAL) X(input, VOID_SPECIAL) X(embed, VOID_SPECIAL | TAG_MEDIA) X(area, VOID_SPECIAL)         \
    X(source, VOID_SPECIAL) X(track, VOID_SPECIAL) X(param, VOID_SPECIAL) X(keygen, VOID_SPECIAL)                \
    X(frame, VOID_SPECIAL) X(frameset, TAG_SPECIAL) X(plaintext, BLOCK_LEVEL)

#define X(name, flags) T_##name,
enum { TAG_LIST(X) TAG_COUNT };
#undef X

extern const unsigned short TAG_FLAGS[TAG_COUNT];
extern const char *const TAG_NAMES[TAG_COUNT];

/* What the elements around a block say of it. The names are in FLAG_NAMES, in the same order. */
#define FLAG_LIST(X)                                                                                     \
    X(article) X(main) X(aside) X(nav) X(footer) X(header) X(hidden) X(noscript) X(form) X(control)      \
    X(cell) X(header_cell) X(list) X(quote) X(code) X(pre) X(figure) X(caption) X(heading) X(details)    \
    X(dialog) X(address) X(label) X(skipped)

#define X(name) FLAG_BIT_##name,
enum { FLAG_LIST(X) FLAG_COUNT };
#undef X
#define FLAG(name) (1u << FLAG_BIT_##name)

extern const char *const FLAG_NAMES[FLAG_COUNT];

/* Flags that an element gives to everything inside it. */
unsigned tag_context(int tag);

/* Code of the tag whose name stands at `name`; upper and lower case are one. `end` bounds what may be read. */
int tag_code(const unsigned char *name, size_t length, const unsigned char *end);

/* Must be called once before any of the above. */
void tags_start(void);

#endif
