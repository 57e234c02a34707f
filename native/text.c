/* Text without markup: one block a line that is not blank. `breaks` counts the line ends before a line, so a blank
 * line between two blocks shows as 2. A bullet or number at the head of a line marks a list. */
#include <string.h>

#include "builder.h"
#include "utf8.h"

static int is_blank_byte(unsigned char c) { return c <= ' '; }

/* Does the line begin as a list item: a bullet and a space, or a short number, a dot or bracket, and a space? */
static int is_item(Cursor at, Cursor end) {
    static const char *const BULLETS[] = {"*", "-", "\xE2\x80\xA2", "\xC2\xB7", "\xE2\x80\x93", "\xE2\x97\xA6", "\xE2\x96\xAA"};
    size_t left = (size_t)(end - at);
    for (size_t i = 0; i < sizeof BULLETS / sizeof *BULLETS; i++) {
        size_t length = strlen(BULLETS[i]);
        if (left > length + 1 && !memcmp(at, BULLETS[i], length) && at[length] == ' ') return 1;
    }
    size_t digits = 0;
    while (digits < left && digits < 4 && at[digits] >= '0' && at[digits] <= '9') digits++;
    return digits > 0 && digits < 4 && left > digits + 2 && (at[digits] == '.' || at[digits] == ')') && at[digits + 1] == ' ';
}

/* Copy one line with its white space folded. */
static void take_line(Builder *builder, Cursor line, Cursor end) {
    Table *table = builder->table;
    builder->source_start = (uint32_t)(line - builder->base);
    for (Cursor at = line; at < end; at++) {
        int is_no_break = *at == 0xC2 && end - at > 1 && at[1] == 0xA0;
        if (is_blank_byte(*at) || is_no_break) {
            if (!builder->after_space) table->text[table->text_length++] = ' ';
            builder->after_space = 1;
            at += is_no_break;
        } else {
            table->text[table->text_length++] = *at;
            builder->after_space = 0;
        }
    }
    builder->source_end = (uint32_t)(end - builder->base);
    Frame *frame = builder_top(builder);
    frame->flags = is_item(line, end) ? FLAG(list) : 0;
    builder_flush(builder);
}

void read_text_page(Table *table, const unsigned char *source, size_t length) {
    Builder *builder = builder_start(table, source, length);
    if (!builder) return;
    Cursor at = source, end = source + length;
    if (length >= 3 && !memcmp(source, "\xEF\xBB\xBF", 3)) at += 3;
    builder_push_tag(builder, T_html, 0);
    while (at < end && !table->failed) {
        Cursor line_end = scan_byte(at, end, '\n');
        Cursor first = at, last = line_end;
        while (first < last && is_blank_byte(*first)) first++;
        while (last > first && is_blank_byte(last[-1])) last--;
        if (first < last) take_line(builder, first, last);
        if (builder->breaks < UINT16_MAX) builder->breaks++;
        at = line_end < end ? line_end + 1 : end;
    }
    builder_finish(builder);
}
