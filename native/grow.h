/* Growable arrays. A failed allocation sets `*failed` and leaves the array as it was; callers check once, at the end. */
#ifndef COPYDESK_GROW_H
#define COPYDESK_GROW_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

#define ARRAY(type)      \
    struct {             \
        type *at;        \
        size_t count;    \
        size_t capacity; \
    }

#define GROW_FIRST 64

/* Make room for one more entry; 0 when memory ran out. */
static inline int grow_room(void **at, size_t count, size_t *capacity, size_t size, int *failed) {
    if (LIKELY(count < *capacity)) return 1;
    size_t wanted = *capacity ? *capacity * 2 : GROW_FIRST;
    void *larger = wanted > SIZE_MAX / size ? NULL : realloc(*at, wanted * size);
    if (UNLIKELY(!larger)) {
        *failed = 1;
        return 0;
    }
    *at = larger;
    *capacity = wanted;
    return 1;
}

#define ROOM(array, failed) \
    grow_room((void **)&(array).at, (array).count, &(array).capacity, sizeof *(array).at, (failed))

#endif
