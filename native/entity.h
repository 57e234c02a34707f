/* Character references. Source: the HTML Standard, "Character reference state". */
#ifndef COPYDESK_ENTITY_H
#define COPYDESK_ENTITY_H

#include <stddef.h>

/* Longest text of one reference, in bytes. */
#define ENTITY_LONGEST 8

/* Decode the reference that starts at `at` (an ampersand) in running text. Writes its text to `out` and its length to
 * `out_length`; returns how many bytes of the source it takes, 0 when it is a plain ampersand. */
size_t entity_decode(const unsigned char *at, const unsigned char *end, unsigned char *out, int *out_length);

/* Must be called once before. */
void entities_start(void);

#endif
