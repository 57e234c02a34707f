/* Words of class and id names, gathered into 64 groups: one bit a group. */
#ifndef COPYDESK_WORDS_H
#define COPYDESK_WORDS_H

#include <stddef.h>
#include <stdint.h>

#define WORD_GROUPS 64
extern const char *const WORD_GROUP_NAMES[WORD_GROUPS];

/* Remembers class strings of one page: they repeat. Start a page with `memo->page++`. */
typedef struct {
    struct {
        const unsigned char *text;
        uint32_t length, page;
        uint64_t bits;
    } slot[512];
    uint32_t page;
} WordMemo;

/* Groups that occur in the text: words are runs of letters, cut where lower case turns to upper. */
uint64_t word_groups(WordMemo *memo, const unsigned char *text, size_t length);

/* Must be called once before. */
void words_start(void);

#endif
