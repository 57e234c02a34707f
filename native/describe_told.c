/* What the page tells of itself, in the head, in JSON-LD and beside its pictures, and whether a block says the same.
 *
 * The JSON-LD is read as tokens, not as a tree: broken JSON gives what can be made out of it. */
#include <stdlib.h>

#include "describe_work.h"
#include "entity.h"
#include "utf8.h"

typedef enum {
    TOLD_NOTHING, TOLD_BODY, TOLD_ABSTRACT, TOLD_CAPTION, TOLD_AUTHOR, TOLD_TOPIC, TOLD_PUBLISHED, TOLD_MODIFIED, TOLD_COUNT, TOLD_TITLE,
    TOLD_REPLY, /* an object: what readers wrote to the page, or an answer */
    TOLD_OTHER, /* an object: another thing than the page */
} Sort;

static const struct {
    const char *name;
    Sort sort;
} KEYS[] = {
    {"articleBody", TOLD_BODY}, {"text", TOLD_BODY}, {"reviewBody", TOLD_BODY}, {"description", TOLD_ABSTRACT}, {"abstract", TOLD_ABSTRACT},
    {"alternativeHeadline", TOLD_ABSTRACT}, {"caption", TOLD_CAPTION}, {"author", TOLD_AUTHOR}, {"creator", TOLD_AUTHOR},
    {"keywords", TOLD_TOPIC}, {"articleSection", TOLD_TOPIC}, {"datePublished", TOLD_PUBLISHED}, {"dateCreated", TOLD_PUBLISHED},
    {"dateModified", TOLD_MODIFIED}, {"userInteractionCount", TOLD_COUNT}, {"commentCount", TOLD_COUNT}, {"answerCount", TOLD_COUNT},
    {"upvoteCount", TOLD_COUNT}, {"ratingCount", TOLD_COUNT}, {"reviewCount", TOLD_COUNT}, {"headline", TOLD_TITLE},
    {"comment", TOLD_REPLY}, {"review", TOLD_REPLY}, {"reviews", TOLD_REPLY}, {"suggestedAnswer", TOLD_REPLY}, {"acceptedAnswer", TOLD_REPLY},
    {"itemListElement", TOLD_OTHER}, {"publisher", TOLD_OTHER},
};

static Sort sort_of_key(Cursor name, size_t length) {
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        if (strlen(KEYS[i].name) == length && !memcmp(name, KEYS[i].name, length)) return KEYS[i].sort;
    return TOLD_NOTHING;
}

static int holds(Cursor text, size_t length, const char *word) {
    size_t size = strlen(word);
    for (size_t i = 0; i + size <= length; i++)
        if (same_word(text + i, word, size)) return 1;
    return 0;
}

/* What a meta tag tells, by its name. */
static Sort sort_of_meta(Cursor name, size_t length) {
    if (length == 8 && same_word(name, "og:title", 8)) return TOLD_TITLE;
    if (holds(name, length, "description")) return TOLD_ABSTRACT;
    if (holds(name, length, "image:alt")) return TOLD_CAPTION;
    if (holds(name, length, "author") || holds(name, length, "dc.creator") || holds(name, length, "dcterms.creator") ||
        (length == 3 && same_word(name, "byl", 3)))
        return TOLD_AUTHOR;
    if (holds(name, length, "keywords") || holds(name, length, "article:tag") || holds(name, length, "article:section"))
        return TOLD_TOPIC;
    if (holds(name, length, "modif") || holds(name, length, "updat")) return TOLD_MODIFIED;
    return holds(name, length, "date") || holds(name, length, "publish") ? TOLD_PUBLISHED : TOLD_NOTHING;
}

static uint32_t number_at(Cursor at, int digits) {
    uint32_t value = 0;
    for (int i = 0; i < digits; i++) {
        if (at[i] < '0' || at[i] > '9') return 0;
        value = value * 10 + (uint32_t)(at[i] - '0');
    }
    return value;
}

/* A date as 2024-05-31, 2024/05/31 or 20240531, whatever follows it. */
static void add_day(Told *told, Cursor text, size_t length, int is_published) {
    int step = length >= 10 && (text[4] == '-' || text[4] == '/') ? 1 : 0;
    if (length < (size_t)(8 + 2 * step) || told->day_count == TOLD_DAYS) return;
    uint32_t year = number_at(text, 4), day = number_at(text + 6 + 2 * step, 2);
    if (year < 1990 || year >= 1990 + 64 || day < 1 || day > 31) return;
    for (uint32_t i = 0; i < told->day_count; i++)
        if (told->days[i].year == year && told->days[i].day == day) {
            told->days[i].is_published |= (uint8_t)is_published;
            return;
        }
    told->days[told->day_count].year = (uint16_t)year;
    told->days[told->day_count].day = (uint8_t)day;
    told->days[told->day_count++].is_published = (uint8_t)is_published;
}

static void add_told(Told *told, Sort sort, Cursor text, size_t length) {
    int is_address = length > 7 && (same_word(text, "http://", 7) || same_word(text, "https:/", 7));
    switch (sort) {
        case TOLD_BODY: pair_set_add(&told->body, text, length); break;
        case TOLD_ABSTRACT: pair_set_add(&told->abstract, text, length); break;
        case TOLD_CAPTION: pair_set_add(&told->caption, text, length); break;
        case TOLD_REPLY: pair_set_add(&told->reply, text, length); break;
        case TOLD_AUTHOR:
            if (!is_address) word_set_add(&told->author, text, length);
            break;
        case TOLD_TOPIC:
            if (!is_address) word_set_add(&told->topic, text, length);
            break;
        case TOLD_COUNT: word_set_add(&told->counts, text, length); break;
        case TOLD_TITLE: word_set_add(&told->title, text, length); break;
        case TOLD_PUBLISHED: case TOLD_MODIFIED: add_day(told, text, length, sort == TOLD_PUBLISHED); break;
        default: break;
    }
}

static int hex_at(Cursor at, Cursor end, uint32_t *code) {
    if (end - at < 4) return 0;
    *code = 0;
    for (int i = 0; i < 4; i++) {
        unsigned char c = at[i], low = c | 32;
        if (c >= '0' && c <= '9') *code = *code << 4 | (uint32_t)(c - '0');
        else if (low >= 'a' && low <= 'f') *code = *code << 4 | (uint32_t)(low - 'a' + 10);
        else return 0;
    }
    return 1;
}

/* A string of a script or an attribute as plain words: escapes undone, character references read, tags left out (a space
 * for each). Never longer than it was; returns its length. */
static size_t plain_words(Cursor at, Cursor end, int is_json, unsigned char *out) {
    size_t length = 0;
    int may_close = 1; /* a tag that opens here may end somewhere */
    while (at < end) {
        uint32_t code;
        if (is_json && *at == '\\' && end - at > 1) {
            at++;
            if (*at == 'u' && hex_at(at + 1, end, &code)) {
                length += (size_t)utf8_write(out + length, code < 0xD800 || code > 0xDFFF ? code : ' ');
                at += 5;
                continue;
            }
            out[length++] = *at == '"' || *at == '/' || *at == '\\' ? *at : ' ';
            at++;
        } else if (*at == '&') {
            unsigned char text[ENTITY_LONGEST];
            int size;
            size_t taken = entity_decode(at, end, text, &size);
            if ((size_t)size > taken) size = 0;
            if (taken) memcpy(out + length, text, (size_t)size);
            else out[length] = ' ';
            length += taken ? (size_t)size : 1;
            at += taken ? taken : 1;
        } else if (*at == '<') {
            Cursor close = may_close ? scan_byte(at, end, '>') : end;
            if (close == end) {
                may_close = 0;
                close = at; /* it opens nothing */
            }
            out[length++] = ' ';
            at = close + 1;
        } else {
            out[length++] = *at++;
        }
    }
    return length;
}

#define DEEPEST 64

typedef struct {
    Told *told;
    unsigned char *room;
    Sort outer[DEEPEST]; /* what a bare value in the array at this depth is; TOLD_NOTHING in an object */
    Sort within[DEEPEST]; /* the object around: TOLD_AUTHOR, TOLD_REPLY, TOLD_OTHER or TOLD_NOTHING for the page itself */
    int depth, has_title;
    Sort now;
} Reader;

static Sort within(const Reader *reader) { return reader->depth < DEEPEST ? reader->within[reader->depth] : TOLD_OTHER; }

/* Around what stands in an object or array that opens here. */
static Sort within_next(const Reader *reader, int is_array) {
    Sort around = within(reader);
    int opens = reader->now == TOLD_AUTHOR || reader->now == TOLD_REPLY || reader->now == TOLD_OTHER;
    if (is_array || around == TOLD_OTHER) return around;
    if (around == TOLD_REPLY) return reader->now == TOLD_OTHER ? TOLD_OTHER : TOLD_REPLY;
    return opens ? reader->now : TOLD_NOTHING;
}

static void open_value(Reader *reader, int is_array) {
    Sort inner = within_next(reader, is_array);
    if (++reader->depth < DEEPEST) {
        reader->outer[reader->depth] = is_array ? reader->now : TOLD_NOTHING;
        reader->within[reader->depth] = inner;
    }
    if (!is_array) reader->now = TOLD_NOTHING;
}

static void close_value(Reader *reader) {
    if (reader->depth) reader->depth--;
    reader->now = TOLD_NOTHING;
}

static void next_value(Reader *reader) { reader->now = reader->depth < DEEPEST ? reader->outer[reader->depth] : TOLD_NOTHING; }

/* What a value of this sort is where it stands; of other things than the page nothing is told. */
static Sort sort_here(Reader *reader) {
    Sort around = within(reader);
    if (around == TOLD_OTHER || reader->now == TOLD_REPLY || reader->now == TOLD_OTHER) return TOLD_NOTHING;
    if (around == TOLD_REPLY && reader->now != TOLD_COUNT)
        return reader->now == TOLD_BODY || reader->now == TOLD_ABSTRACT ? TOLD_REPLY : TOLD_NOTHING;
    if (reader->now == TOLD_TITLE && reader->has_title++) return TOLD_NOTHING; /* the first headline is the page's */
    return reader->now;
}

/* A string without its quotation marks. */
static void read_string(Reader *reader, Cursor at, Cursor end, int is_key) {
    if (is_key) {
        size_t length = (size_t)(end - at);
        int is_name = length == 4 && !memcmp(at, "name", 4) && within(reader) == TOLD_AUTHOR;
        reader->now = is_name ? TOLD_AUTHOR : sort_of_key(at, length);
        return;
    }
    Sort sort = reader->now == TOLD_NOTHING ? TOLD_NOTHING : sort_here(reader);
    if (sort != TOLD_NOTHING) add_told(reader->told, sort, reader->room, plain_words(at, end, 1, reader->room));
}

static void read_json(Reader *reader, Cursor at, Cursor end) {
    reader->depth = 0;
    reader->now = TOLD_NOTHING;
    while (at < end) {
        switch (*at) {
            case '"': {
                Cursor close = ++at;
                while (close < end && *close != '"') close += *close == '\\' ? 2 : 1;
                if (close > end) close = end;
                Cursor next = close < end ? close + 1 : end;
                while (next < end && is_space(*next)) next++;
                read_string(reader, at, close, next < end && *next == ':');
                at = next;
                continue;
            }
            case '{': open_value(reader, 0); break;
            case '[': open_value(reader, 1); break;
            case '}': case ']': close_value(reader); break;
            case ',': next_value(reader); break;
            default:
                if (reader->now == TOLD_COUNT && *at >= '0' && *at <= '9') {
                    Cursor close = at;
                    while (close < end && *close >= '0' && *close <= '9') close++;
                    if (within(reader) != TOLD_OTHER) add_told(reader->told, TOLD_COUNT, at, (size_t)(close - at));
                    at = close;
                    continue;
                }
        }
        at++;
    }
}

/* The title or a meta tag. */
static void read_row(Told *told, const Table *table, size_t number, unsigned char *room) {
    const HeadRow *row = &table->head.at[number];
    Cursor name = table->source + row->name.start, value = table->source + row->value.start;
    size_t length = row->name.end - row->name.start;
    if (row->kind != HEAD_META && row->kind != HEAD_TITLE) return;
    size_t size = plain_words(value, table->source + row->value.end, 0, room);
    if (row->kind == HEAD_TITLE) {
        word_set_add(&told->title, room, size);
        return;
    }
    if ((length == 11 && same_word(name, "description", 11)) || (length == 14 && same_word(name, "og:description", 14)))
        word_set_add(&told->summary, room, size);
    add_told(told, sort_of_meta(name, length), room, size);
}

int told_read(Told *told, const Table *table) {
    size_t longest = 0;
    for (size_t i = 0; i < table->head.count; i++) {
        Range value = table->head.at[i].value;
        if (value.end - value.start > longest) longest = value.end - value.start;
    }
    for (size_t i = 0; i < table->media.count; i++) {
        Range value = table->media.at[i].alternate;
        if (value.end - value.start > longest) longest = value.end - value.start;
    }
    unsigned char *room = malloc(longest + 4);
    if (!room) return 0;
    for (size_t i = 0; i < table->head.count; i++) read_row(told, table, i, room);
    Reader reader = {.told = told, .room = room};
    for (size_t i = 0; i < table->head.count; i++) {
        const HeadRow *row = &table->head.at[i];
        if (row->kind == HEAD_JSON_LD) read_json(&reader, table->source + row->value.start, table->source + row->value.end);
    }
    for (size_t i = 0; i < table->media.count; i++) {
        Range value = table->media.at[i].alternate;
        if (value.end > value.start)
            pair_set_add(&told->alternate, room, plain_words(table->source + value.start, table->source + value.end, 0, room));
    }
    free(room);
    return 1;
}

/* A day that the page tells of itself, in the text of a block: the day and the year, or the day where no year stands. */
static uint8_t day_told(const Told *told, const TextStats *stats) {
    uint8_t best = 0;
    for (uint32_t i = 0; i < told->day_count; i++) {
        if (!(stats->days >> told->days[i].day & 1)) continue;
        int has_year = stats->years >> (told->days[i].year - 1990) & 1;
        uint8_t value = has_year ? 200 : stats->years ? 0 : 100;
        if (value && told->days[i].is_published) value += 50;
        if (value > best) best = value;
    }
    return best;
}

void describe_told(Work *work, const Told *told) {
    uint8_t page = log_byte(told->body.count);
    for (size_t i = 0; i < work->count; i++) {
        const TextStats *stats = &work->stats[i];
        float words = (float)stats->words, pairs = stats->words > 1 ? words - 1 : words;
        put(work, FEATURE_told_body, i, share_byte((float)stats->body_pairs, pairs));
        put(work, FEATURE_told_summary, i, share_byte((float)stats->abstract_pairs, pairs));
        put(work, FEATURE_told_caption, i, share_byte((float)stats->caption_pairs, pairs));
        put(work, FEATURE_told_alternate, i, share_byte((float)stats->alternate_pairs, pairs));
        put(work, FEATURE_told_reply, i, share_byte((float)stats->reply_pairs, pairs));
        put(work, FEATURE_told_author, i, share_byte((float)stats->author_hits, words));
        put(work, FEATURE_told_author_cover, i, share_byte((float)stats->author_hits, (float)told->author.count));
        put(work, FEATURE_told_topic, i, share_byte((float)stats->topic_hits, words));
        put(work, FEATURE_told_date, i, day_told(told, stats));
        put(work, FEATURE_told_count, i, stats->count_digits ? (uint8_t)(stats->count_digits > 3 ? 255 : 75 * stats->count_digits) : 0);
        put(work, FEATURE_page_told, i, page);
    }
}
