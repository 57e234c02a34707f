/* Tag names to codes by a small open-addressed hash over the first 16 bytes of the name. */
#include "tags.h"

#include <stdint.h>
#include <string.h>

#define X(name, flags) [T_##name] = (flags),
const unsigned short TAG_FLAGS[TAG_COUNT] = {TAG_LIST(X)};
#undef X
#define X(name, flags) [T_##name] = #name,
const char *const TAG_NAMES[TAG_COUNT] = {TAG_LIST(X)};
#undef X
#define X(name) [FLAG_BIT_##name] = #name,
const char *const FLAG_NAMES[FLAG_COUNT] = {FLAG_LIST(X)};
#undef X

#define SLOTS 1024
#define LONGEST_NAME 16

static struct {
    uint64_t low, high;
    int code;
} slots[SLOTS];
static unsigned contexts[TAG_COUNT];

static inline unsigned slot_of(uint64_t low, uint64_t high) {
    uint64_t mixed = low * 0x9E3779B97F4A7C15ull ^ (high + 0x632BE59BD9B4E019ull) * 0xC2B2AE3D27D4EB4Full;
    return (unsigned)(mixed >> 54);
}

static void add_name(const char *name, int code) {
    uint64_t key[2] = {0, 0};
    memcpy(key, name, strlen(name));
    unsigned slot = slot_of(key[0], key[1]);
    while (slots[slot].low) slot = (slot + 1) % SLOTS;
    slots[slot].low = key[0];
    slots[slot].high = key[1];
    slots[slot].code = code;
}

int tag_code(const unsigned char *name, size_t length, const unsigned char *end) {
    if (length > LONGEST_NAME || length == 0) return T_unknown;
    uint64_t key[2] = {0, 0};
    uint64_t low_mask = length >= 8 ? ~0ull : (1ull << (8 * length)) - 1;
    uint64_t high_mask = length <= 8 ? 0 : length >= 16 ? ~0ull : (1ull << (8 * (length - 8))) - 1;
    if (end - name >= LONGEST_NAME)
        memcpy(key, name, LONGEST_NAME);
    else
        memcpy(key, name, length);
    /* 0x20 lowers letters and leaves digits and '-' alone */
    key[0] = (key[0] & low_mask) | (0x2020202020202020ull & low_mask);
    key[1] = (key[1] & high_mask) | (0x2020202020202020ull & high_mask);
    for (unsigned slot = slot_of(key[0], key[1]); slots[slot].low; slot = (slot + 1) % SLOTS)
        if (slots[slot].low == key[0] && slots[slot].high == key[1]) return slots[slot].code;
    return T_unknown;
}

unsigned tag_context(int tag) { return contexts[tag]; }

void tags_start(void) {
    if (contexts[T_nav]) return;
    for (int tag = 1; tag < TAG_COUNT; tag++) add_name(TAG_NAMES[tag], tag);
    static const struct {
        int tag;
        unsigned flags;
    } given[] = {
        {T_article, FLAG(article)}, {T_main, FLAG(main)},           {T_aside, FLAG(aside)},
        {T_footer, FLAG(footer)},   {T_header, FLAG(header)},       {T_noscript, FLAG(noscript)},
        {T_form, FLAG(form)},       {T_select, FLAG(control)},      {T_button, FLAG(control)},
        {T_textarea, FLAG(control)}, {T_td, FLAG(cell)},            {T_th, FLAG(cell) | FLAG(header_cell)},
        {T_ul, FLAG(list)},         {T_ol, FLAG(list)},             {T_dl, FLAG(list)},
        {T_menu, FLAG(list)},       {T_dir, FLAG(list)},            {T_blockquote, FLAG(quote)},
        {T_code, FLAG(code)},       {T_kbd, FLAG(code)},            {T_samp, FLAG(code)},
        {T_pre, FLAG(pre)},         {T_listing, FLAG(pre)},         {T_xmp, FLAG(pre)},
        {T_plaintext, FLAG(pre)},   {T_figure, FLAG(figure)},       {T_figcaption, FLAG(caption)},
        {T_caption, FLAG(caption)}, {T_details, FLAG(details)},     {T_dialog, FLAG(dialog)},
        {T_address, FLAG(address)}, {T_label, FLAG(label)},         {T_legend, FLAG(label)},
        {T_nav, FLAG(nav)},
    };
    for (int tag = T_h1; tag <= T_h6; tag++) contexts[tag] = FLAG(heading);
    for (int tag = 0; tag < TAG_COUNT; tag++)
        if (TAG_FLAGS[tag] & TAG_SKIPPED) contexts[tag] |= FLAG(skipped);
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) contexts[given[i].tag] |= given[i].flags;
}
