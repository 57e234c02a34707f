/* Where the longest link of a block leads: how its address is built, what its words are, what else leads there.
 *
 * Addresses stand as the page writes them; nothing is fetched or resolved. The page's own address comes from its head. */
#include "describe_work.h"

typedef struct {
    Cursor host, host_end; /* empty: the page's own host */
    Cursor path, path_end; /* without query and fragment */
    Cursor query, query_end;
    int is_fragment, is_other_scheme;
} Address;

#define LONGEST_ADDRESS 2048 /* bytes; a link may be left open over the whole page, and is looked at again for every block */

static Address parse_address(Cursor at, Cursor end) {
    if (end - at > LONGEST_ADDRESS) end = at + LONGEST_ADDRESS;
    Address address = {at, at, at, at, at, at, 0, 0};
    while (at < end && is_space(*at)) at++;
    if (at < end && *at == '#') address.is_fragment = 1;
    Cursor scheme = at;
    while (scheme < end && is_letter(*scheme)) scheme++;
    if (scheme < end && *scheme == ':' && scheme > at) {
        if (end - scheme < 3 || scheme[1] != '/' || scheme[2] != '/') {
            address.is_other_scheme = 1;
            address.host_end = scheme;
            return address;
        }
        at = scheme + 1;
    }
    if (end - at >= 2 && at[0] == '/' && at[1] == '/') {
        at += 2;
        if (end - at > 4 && same_word(at, "www.", 4)) at += 4;
        address.host = at;
        while (at < end && *at != '/' && *at != '?' && *at != '#') at++;
        address.host_end = at;
    } else {
        address.host = address.host_end = at;
    }
    address.path = at;
    while (at < end && *at != '?' && *at != '#') at++;
    address.path_end = address.query = address.query_end = at;
    if (at < end && *at == '?') {
        address.query = at + 1;
        while (at < end && *at != '#') at++;
        address.query_end = at;
    }
    while (address.path_end > address.path && address.path_end[-1] == '/') address.path_end--;
    return address;
}

static int same_bytes(Cursor a, Cursor a_end, Cursor b, Cursor b_end) {
    return a_end - a == b_end - b && !memcmp(a, b, (size_t)(a_end - a));
}

/* One host, or one inside the other. */
static int same_site(const Address *a, const Address *b) {
    size_t one = (size_t)(a->host_end - a->host), other = (size_t)(b->host_end - b->host);
    size_t least = one < other ? one : other;
    if (!least || memcmp(a->host_end - least, b->host_end - least, least)) return 0;
    return one == other || (one > other ? a->host_end : b->host_end)[-(ptrdiff_t)least - 1] == '.';
}

/* The page's own address as its head gives it: the canonical one and the one to share, which may stand on two sites. */
typedef struct {
    Address at[2];
    int count;
} Own;

static Own own_address(const Table *table) {
    Own own = {0};
    for (size_t i = 0; i < table->head.count && own.count < 2; i++) {
        const HeadRow *row = &table->head.at[i];
        size_t length = row->name.end - row->name.start;
        Cursor name = table->source + row->name.start;
        int is_canonical = row->kind == HEAD_LINK && length == 9 && same_word(name, "canonical", 9);
        int is_shared = row->kind == HEAD_META && length == 6 && same_word(name, "og:url", 6);
        if (!is_canonical && !is_shared) continue;
        Address found = parse_address(table->source + row->value.start, table->source + row->value.end);
        if (found.host_end > found.host) own.at[own.count++] = found;
    }
    return own;
}

static int is_own_site(const Address *address, const Own *own) {
    for (int i = 0; i < own->count; i++)
        if (same_site(address, &own->at[i])) return 1;
    return address->host == address->host_end;
}

/* Hash of the query, but not of what only counts visitors. */
static uint64_t query_of(const Address *address) {
    uint64_t hash = 0;
    for (Cursor at = address->query; at < address->query_end;) {
        Cursor end = scan_byte(at, address->query_end, '&'), next = end < address->query_end ? end + 1 : end;
        if (address->query_end - next > 4 && same_word(next, "amp;", 4)) next += 4;
        int counts = end - at > 4 && same_word(at, "utm_", 4);
        for (; !counts && at < end; at++) hash = (hash ^ *at) * 1099511628211ull;
        at = next;
    }
    return hash;
}

enum {
    PLACE_NONE = 0, PLACE_FRAGMENT = 40, PLACE_SCHEME = 80, PLACE_SELF = 120, PLACE_QUERY = 140, PLACE_SITE = 160, PLACE_UNKNOWN = 200,
    PLACE_OTHER = 240
};

static uint8_t place_of(const Address *address, const Own *own) {
    if (address->is_fragment) return PLACE_FRAGMENT;
    if (address->is_other_scheme) return PLACE_SCHEME;
    if (!is_own_site(address, own)) return own->count ? PLACE_OTHER : PLACE_UNKNOWN;
    uint8_t place = PLACE_SITE;
    for (int i = 0; i < own->count; i++) {
        if (!same_bytes(address->path, address->path_end, own->at[i].path, own->at[i].path_end)) continue;
        if (query_of(address) == query_of(&own->at[i])) return PLACE_SELF;
        place = PLACE_QUERY; /* the page's path with another query */
    }
    return place;
}

static uint64_t target_of(const Address *address, const Own *own) {
    if (address->is_fragment || address->is_other_scheme) return 0;
    uint64_t hash = 1469598103934665603ull;
    if (!is_own_site(address, own))
        for (Cursor at = address->host; at < address->host_end; at++) hash = (hash ^ *at) * 1099511628211ull;
    for (Cursor at = address->path; at < address->path_end; at++) hash = (hash ^ *at) * 1099511628211ull;
    return mix(hash ^ mix(query_of(address)));
}

/* Words of different places in an address are different words. */
enum { PATH_WORDS = 0, HOST_WORDS = 0x51ED27, NAME_WORDS = 0x9E3779, QUERY_WORDS = 0xC2B2AE };

#define LONGEST_NAME 3 /* words in the last part of a path that is a name of something; more are a headline */

typedef struct {
    uint16_t *out;
    size_t count;
} Hashes;

static void add_hash(Hashes *hashes, uint32_t hash) {
    hash ^= hash >> 15;
    if (hashes->count < HASHES) hashes->out[hashes->count++] = (uint16_t)(hash % LINK_BUCKETS);
}

/* Hash words of letters between `at` and `end`, those of one kind apart from those of another. */
static void add_words(Hashes *hashes, Cursor at, Cursor end, uint32_t kind) {
    while (at < end) {
        if (*at == '%') {
            at += end - at > 3 ? 3 : end - at;
            continue;
        }
        uint32_t hash = 2166136261u ^ kind;
        Cursor from = at;
        for (; at < end && is_letter(*at); at++) hash = (hash ^ (*at | 32u)) * 16777619u;
        if (at - from > 1) add_hash(hashes, hash);
        if (at == from) at++;
    }
}

/* Words of an address: of its path, but not of a headline at its end, of the names in its query, of a strange host. */
static void hash_address(const Address *address, uint8_t place, uint16_t *out) {
    Hashes hashes = {out, 0};
    if (place == PLACE_SCHEME || place == PLACE_OTHER || place == PLACE_UNKNOWN)
        add_words(&hashes, address->host, address->host_end, HOST_WORDS);
    if (!address->is_other_scheme && !address->is_fragment) {
        Cursor last = address->path_end;
        while (last > address->path && last[-1] != '/') last--;
        add_words(&hashes, address->path, last, PATH_WORDS);
        int words = 1;
        for (Cursor at = last; at < address->path_end; at++) words += *at == '-' || *at == '_' || *at == '+';
        if (words <= LONGEST_NAME) add_words(&hashes, last, address->path_end, NAME_WORDS);
        for (Cursor at = address->query; at < address->query_end; at++) {
            Cursor name = at;
            while (at < address->query_end && *at != '=' && *at != '&') at++;
            add_words(&hashes, name, at, QUERY_WORDS);
            while (at < address->query_end && *at != '&') at++;
        }
    }
    while (hashes.count < HASHES) out[hashes.count++] = HASH_NONE;
}

static void describe_link(Work *work, size_t i, const Own *own) {
    const Mark *link = work->link[i];
    Cursor source = work->table->source;
    Address address = parse_address(source + link->value.start, source + link->value.end);
    uint8_t place = place_of(&address, own);
    work->target[i] = target_of(&address, own);
    put(work, FEATURE_link_place, i, place);
    hash_address(&address, place, work->out->hashes[LINK_VOTES][i]);
    if (address.is_fragment || address.is_other_scheme) return;
    uint32_t depth = 0, dashes = 0, digits = 0, length = 0;
    for (Cursor at = address.path; at < address.path_end; at++) {
        if (*at == '/') {
            depth++;
            dashes = length = 0;
            continue;
        }
        length++;
        dashes += *at == '-' || *at == '_';
        digits += *at >= '0' && *at <= '9';
    }
    put(work, FEATURE_link_depth, i, capped(depth));
    put(work, FEATURE_link_slug, i, capped(dashes));
    put(work, FEATURE_link_length, i, log_byte(length));
    put(work, FEATURE_link_digits, i, capped(digits));
    put(work, FEATURE_link_query, i, log_byte((uint32_t)(address.query_end - address.query)));
}

/* A block in the same link as the one before: a link left open over many blocks is read once. */
static void repeat_link(Work *work, size_t i) {
    work->target[i] = work->target[i - 1];
    memcpy(work->out->hashes[LINK_VOTES][i], work->out->hashes[LINK_VOTES][i - 1], sizeof *work->out->hashes[LINK_VOTES]);
    for (int f = FEATURE_link_place; f <= FEATURE_link_query; f++) {
        uint8_t *column = work->out->columns + (size_t)f * work->out->stride;
        column[i] = column[i - 1];
    }
}

static uint64_t media_target(const Work *work, size_t media, const Own *own) {
    Range link = work->table->media.at[media].link;
    if (link.end <= link.start) return 0;
    Address address = parse_address(work->table->source + link.start, work->table->source + link.end);
    return target_of(&address, own);
}

int describe_links(Work *work) {
    const Table *table = work->table;
    for (size_t i = 0; i < table->marks.count; i++) {
        const Mark *mark = &table->marks.at[i];
        if (mark->tag != T_a || mark->block >= work->count || mark->value.end <= mark->value.start) continue;
        const Mark *best = work->link[mark->block];
        if (!best || mark->text_end - mark->text_start > best->text_end - best->text_start) work->link[mark->block] = mark;
    }
    Own own = own_address(table);
    memset(work->out->hashes[LINK_VOTES], 0xFF, work->count * sizeof *work->out->hashes[LINK_VOTES]);
    for (size_t i = 0; i < work->count; i++) {
        const Mark *link = work->link[i], *before = i ? work->link[i - 1] : NULL;
        if (link && before && link->value.start == before->value.start) repeat_link(work, i);
        else if (link) describe_link(work, i, &own);
    }
    uint64_t *media = calloc(table->media.count + 1, sizeof *media);
    if (!media) return 0;
    for (size_t i = 0; i < table->media.count; i++) {
        int is_same = i && table->media.at[i].link.start == table->media.at[i - 1].link.start;
        media[i] = is_same ? media[i - 1] : media_target(work, i, &own);
    }
    for (size_t i = 0; i < work->count; i++) {
        uint64_t target = work->target[i];
        uint32_t before = table->blocks.at[i].media_before;
        if (!target) continue;
        put(work, FEATURE_link_back, i, i && work->target[i - 1] == target ? 255 : 0);
        put(work, FEATURE_link_ahead, i, i + 1 < work->count && work->target[i + 1] == target ? 255 : 0);
        int around = (before && media[before - 1] == target) || (before < table->media.count && media[before] == target);
        put(work, FEATURE_link_media, i, around ? 255 : 0);
    }
    int made = describe_same_links(work, media);
    free(media);
    return made;
}
