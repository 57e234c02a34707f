/* Finding bytes, sixteen at a time where the machine can (SSE2), one at a time elsewhere. */
#ifndef COPYDESK_SCAN_H
#define COPYDESK_SCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#define LANES 16
#define EQUAL(x, c) _mm_cmpeq_epi8((x), _mm_set1_epi8((char)(c)))
#define AT_MOST(x, c) _mm_cmpeq_epi8(_mm_min_epu8((x), _mm_set1_epi8((char)(c))), (x))
#define LOAD(p) _mm_loadu_si128((const __m128i *)(const void *)(p))
#define MASK(x) ((uint32_t)_mm_movemask_epi8(x))
#define EITHER(x, y) _mm_or_si128((x), (y))
#endif

typedef const unsigned char *Cursor;

static inline int is_space(unsigned char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}
static inline int is_letter(unsigned char c) {
    unsigned char low = c | 32;
    return low >= 'a' && low <= 'z';
}

/* First white space, '/', '>' or (where asked) '=' at or after `at`. */
static inline Cursor scan_name(Cursor at, Cursor end, int stop_at_equals) {
#ifdef __SSE2__
    if (end - at >= LANES) {
        __m128i x = LOAD(at);
        __m128i stops = EITHER(EITHER(EQUAL(x, '>'), EQUAL(x, '/')), AT_MOST(x, ' '));
        if (stop_at_equals) stops = EITHER(stops, EQUAL(x, '='));
        uint32_t mask = MASK(stops);
        if (mask) return at + __builtin_ctz(mask);
        at += LANES;
    }
#endif
    while (at < end && *at > ' ' && *at != '>' && *at != '/' && !(stop_at_equals && *at == '=')) at++;
    return at;
}

/* First `byte` at or after `at`, or `end`. */
static inline Cursor scan_byte(Cursor at, Cursor end, unsigned char byte) {
    if (at >= end) return end;
#ifdef __SSE2__
    while (end - at >= LANES) {
        uint32_t mask = MASK(EQUAL(LOAD(at), byte));
        if (mask) return at + __builtin_ctz(mask);
        at += LANES;
    }
    while (at < end && *at != byte) at++;
    return at;
#else
    Cursor found = memchr(at, byte, (size_t)(end - at));
    return found ? found : end;
#endif
}

/* First "</" or "<!" at or after `at`, or `end`. */
static inline Cursor scan_raw(Cursor at, Cursor end) {
#ifdef __SSE2__
    while (end - at >= LANES + 1) {
        __m128i next = LOAD(at + 1);
        uint32_t mask = MASK(EQUAL(LOAD(at), '<')) & MASK(EITHER(EQUAL(next, '/'), EQUAL(next, '!')));
        if (mask) return at + __builtin_ctz(mask);
        at += LANES;
    }
#endif
    for (; end - at >= 2; at++)
        if (*at == '<' && (at[1] == '/' || at[1] == '!')) return at;
    return end;
}

/* Lower-case ASCII word at `at`, whatever the case there. */
static inline int same_word(Cursor at, const char *word, size_t length) {
    for (size_t i = 0; i < length; i++)
        if ((at[i] | 32) != (unsigned char)word[i] && at[i] != (unsigned char)word[i]) return 0;
    return 1;
}

#endif
