/* UTF-8: counting, checking, writing. Source: RFC 3629; the maximal-subpart practice of the Encoding Standard. */
#ifndef COPYDESK_UTF8_H
#define COPYDESK_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Continuation bytes (10xxxxxx) in the text: bytes minus this are characters. */
size_t utf8_continuations(const unsigned char *text, size_t length);

/* Malformed sequences in the text, 0 when it is valid. */
size_t utf8_malformed(const unsigned char *text, size_t length);

/* Write one scalar value; returns the number of bytes, 1-4. */
static inline int utf8_write(unsigned char *out, uint32_t code) {
    if (code < 0x80) {
        out[0] = (unsigned char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (unsigned char)(0xC0 | code >> 6);
        out[1] = (unsigned char)(0x80 | (code & 63));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (unsigned char)(0xE0 | code >> 12);
        out[1] = (unsigned char)(0x80 | (code >> 6 & 63));
        out[2] = (unsigned char)(0x80 | (code & 63));
        return 3;
    }
    out[0] = (unsigned char)(0xF0 | code >> 18);
    out[1] = (unsigned char)(0x80 | (code >> 12 & 63));
    out[2] = (unsigned char)(0x80 | (code >> 6 & 63));
    out[3] = (unsigned char)(0x80 | (code & 63));
    return 4;
}

#endif
