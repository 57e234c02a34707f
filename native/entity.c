#include "entity.h"

#include <stdint.h>
#include <string.h>

#include "utf8.h"

static const struct {
    const char *name;
    unsigned char name_length, text_length;
    const char *text;
} ENTITIES[] = {
#include "entities.inc"
};

#define ENTITY_COUNT (int)(sizeof ENTITIES / sizeof *ENTITIES)
#define SLOTS 8192
#define LONGEST_NAME 32
#define LONGEST_BARE 6 /* the longest name that stands without a semicolon */

static int32_t slots[SLOTS]; /* index + 1 */

/* What the references &#128; to &#159; mean: windows-1252 characters. */
static const uint16_t WINDOWS_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

static inline unsigned slot_of(const unsigned char *name, int length) {
    uint32_t hash = 2166136261u;
    for (int i = 0; i < length; i++) hash = (hash ^ name[i]) * 16777619u;
    return (hash ^ (hash >> 15)) % SLOTS;
}

void entities_start(void) {
    static int started;
    if (started) return;
    started = 1;
    for (int i = 0; i < ENTITY_COUNT; i++) {
        unsigned slot = slot_of((const unsigned char *)ENTITIES[i].name, ENTITIES[i].name_length);
        while (slots[slot]) slot = (slot + 1) % SLOTS;
        slots[slot] = i + 1;
    }
}

static int find(const unsigned char *name, int length) {
    for (unsigned slot = slot_of(name, length); slots[slot]; slot = (slot + 1) % SLOTS) {
        int i = slots[slot] - 1;
        if (ENTITIES[i].name_length == length && !memcmp(ENTITIES[i].name, name, (size_t)length)) return i;
    }
    return -1;
}

static int digit_of(unsigned char c, int base) {
    if (c >= '0' && c <= '9') return c - '0';
    unsigned char low = c | 32;
    return base == 16 && low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

static size_t decode_number(const unsigned char *at, const unsigned char *end, unsigned char *out, int *out_length) {
    const unsigned char *now = at + 2;
    int base = 10, digits = 0;
    if (now < end && (*now | 32) == 'x') {
        base = 16;
        now++;
    }
    uint32_t code = 0;
    for (; now < end; now++, digits++) {
        int digit = digit_of(*now, base);
        if (digit < 0) break;
        if (code <= 0x10FFFF) code = code * (uint32_t)base + (uint32_t)digit;
    }
    if (!digits) return 0;
    if (now < end && *now == ';') now++;
    if (code >= 0x80 && code < 0xA0) code = WINDOWS_1252[code - 0x80];
    if (!code || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
    *out_length = utf8_write(out, code);
    return (size_t)(now - at);
}

static int is_name_byte(unsigned char c) {
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

size_t entity_decode(const unsigned char *at, const unsigned char *end, unsigned char *out, int *out_length) {
    const unsigned char *name = at + 1;
    if (name >= end) return 0;
    if (*name == '#') return decode_number(at, end, out, out_length);
    int length = 0;
    while (name + length < end && length < LONGEST_NAME && is_name_byte(name[length])) length++;
    if (!length) return 0;
    int found = -1, taken = length;
    if (name + length < end && name[length] == ';') {
        taken = length + 1;
        found = find(name, taken);
    }
    if (found < 0)
        for (taken = length < LONGEST_BARE ? length : LONGEST_BARE; taken >= 2; taken--)
            if ((found = find(name, taken)) >= 0) break;
    if (found < 0) return 0;
    memcpy(out, ENTITIES[found].text, ENTITIES[found].text_length);
    *out_length = ENTITIES[found].text_length;
    return (size_t)taken + 1;
}
