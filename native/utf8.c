#include "utf8.h"

#include <string.h>

#define HIGH_BITS 0x8080808080808080ull

size_t utf8_continuations(const unsigned char *text, size_t length) {
    size_t count = 0;
    for (size_t i = 0; i < length;) {
        size_t end = length - i < UINT8_MAX ? length : i + UINT8_MAX;
        uint8_t few = 0; /* a byte is enough to count so few, and many are counted at once */
        for (; i < end; i++) few += (text[i] & 0xC0) == 0x80;
        count += few;
    }
    return count;
}

/* Length of the sequence that starts here, or minus the length of its malformed part. */
static int sequence(const unsigned char *text, size_t left) {
    unsigned char first = text[0], low = 0x80, high = 0xBF;
    int wanted = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (!wanted) return -1;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
    for (int i = 1; i < wanted; i++) {
        if ((size_t)i >= left || text[i] < low || text[i] > high) return -i;
        low = 0x80;
        high = 0xBF;
    }
    return wanted;
}

size_t utf8_malformed(const unsigned char *text, size_t length) {
    size_t bad = 0, i = 0;
    while (i < length) {
        while (i + 32 <= length) {
            uint64_t words[4];
            memcpy(words, text + i, 32);
            if ((words[0] | words[1] | words[2] | words[3]) & HIGH_BITS) break;
            i += 32;
        }
        while (i < length && text[i] < 0x80) i++;
        while (i < length && text[i] >= 0x80) {
            int step = sequence(text + i, length - i);
            if (step < 0) {
                bad++;
                step = -step;
            }
            i += (size_t)step;
        }
    }
    return bad;
}
