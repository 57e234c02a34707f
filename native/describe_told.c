/* What the page tells of itself, in the head, in JSON-LD and beside its pictures, and whether a block says the same.
 *
 * The JSON-LD is read as tokens, not as a tree: broken JSON gives what can be made out of it. */
#include <stdlib.h>

#include "describe_work.h"
#include "utf8.h"

typedef enum { TOLD_NOTHING, TOLD_BODY, TOLD_ABSTRACT, TOLD_CAPTION, TOLD_AUTHOR, TOLD_TOPIC, TOLD_PUBLISHED, TOLD_MODIFIED, TOLD_COUNT, TOLD_TITLE } Sort;

static const struct {
    const char *name;
    Sort sort;
} KEYS[] = {
    {"articleBody", TOLD_BODY}, {"text", TOLD_BODY}, {"reviewBody", TOLD_BODY}, {"description", TOLD_ABSTRACT}, {"abstract", TOLD_ABSTRACT},
    {"alternativeHeadline", TOLD_ABSTRACT}, {"caption", TOLD_CAPTION}, {"author", TOLD_AUTHOR}, {"creator", TOLD_AUTHOR},
    {"keywords", TOLD_TOPIC}, {"articleSection", TOLD_TOPIC}, {"datePublished", TOLD_PUBLISHED}, {"dateCreated", TOLD_PUBLISHED},
    {"dateModified", TOLD_MODIFIED}, {"userInteractionCount", TOLD_COUNT}, {"commentCount", TOLD_COUNT}, {"answerCount", TOLD_COUNT},
    {"upvoteCount", TOLD_COUNT}, {"ratingCount", TOLD_COUNT}, {"reviewCount", TOLD_COUNT}, {"headline", TOLD_TITLE},
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

#define LONGEST_REFERENCE 12 /* bytes of `&hellip;` and its like */

/* A string of a script or an attribute as plain words: escapes undone, tags and character references left out (a space
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
        } else if (*at == '<' || *at == '&') {
            int is_tag = *at == '<';
            Cursor limit = is_tag || end - at < LONGEST_REFERENCE ? end : at + LONGEST_REFERENCE;
            Cursor close = is_tag && !may_close ? limit : scan_byte(at, limit, is_tag ? '>' : ';');
            if (is_tag && close == limit) may_close = 0;
            if (close == limit) close = at; /* it opens nothing */
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
    uint8_t names[DEEPEST]; /* `name` in the object at this depth is that of an author */
    int depth;
    Sort now;
} Reader;

static void open_value(Reader *reader, int is_array) {
    if (reader->depth + 1 < DEEPEST) {
        int inner = reader->depth + 1;
        reader->outer[inner] = is_array ? reader->now : TOLD_NOTHING;
        reader->names[inner] = !is_array && reader->now == TOLD_AUTHOR;
    }
    reader->depth++;
    if (!is_array) reader->now = TOLD_NOTHING;
}

static void close_value(Reader *reader) {
    if (reader->depth) reader->depth--;
    reader->now = TOLD_NOTHING;
}

static void next_value(Reader *reader) { reader->now = reader->depth < DEEPEST ? reader->outer[reader->depth] : TOLD_NOTHING; }

/* A string without its quotation marks; `after`: what follows. */
static void read_string(Reader *reader, Cursor at, Cursor end, int is_key) {
    if (is_key) {
        size_t length = (size_t)(end - at);
        int is_name = length == 4 && !memcmp(at, "name", 4) && reader->depth < DEEPEST && reader->names[reader->depth];
        reader->now = is_name ? TOLD_AUTHOR : sort_of_key(at, length);
    } else if (reader->now != TOLD_NOTHING) {
        add_told(reader->told, reader->now, reader->room, plain_words(at, end, 1, reader->room));
    }
}

static void read_json(Told *told, Cursor at, Cursor end, unsigned char *room) {
    Reader reader = {.told = told, .room = room};
    while (at < end) {
        switch (*at) {
            case '"': {
                Cursor close = ++at;
                while (close < end && *close != '"') close += *close == '\\' ? 2 : 1;
                if (close > end) close = end;
                Cursor next = close < end ? close + 1 : end;
                while (next < end && is_space(*next)) next++;
                read_string(&reader, at, close, next < end && *next == ':');
                at = next;
                continue;
            }
            case '{': open_value(&reader, 0); break;
            case '[': open_value(&reader, 1); break;
            case '}': case ']': close_value(&reader); break;
            case ',': next_value(&reader); break;
            default:
                if (reader.now == TOLD_COUNT && *at >= '0' && *at <= '9') {
                    Cursor close = at;
                    while (close < end && *close >= '0' && *close <= '9') close++;
                    add_told(told, TOLD_COUNT, at, (size_t)(close - at));
                    at = close;
                    continue;
                }
        }
        at++;
    }
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
    for (size_t i = 0; i < table->head.count; i++) {
        const HeadRow *row = &table->head.at[i];
        Cursor value = table->source + row->value.start, end = table->source + row->value.end;
        if (row->kind == HEAD_JSON_LD) read_json(told, value, end, room);
        if (row->kind == HEAD_TITLE) word_set_add(&told->title, value, (size_t)(end - value));
        if (row->kind != HEAD_META) continue;
        Cursor name = table->source + row->name.start;
        size_t name_length = row->name.end - row->name.start;
        if ((name_length == 11 && same_word(name, "description", 11)) ||
            (name_length == 14 && same_word(name, "og:description", 14)))
            word_set_add(&told->summary, value, (size_t)(end - value));
        Sort sort = sort_of_meta(name, name_length);
        if (sort != TOLD_NOTHING) add_told(told, sort, room, plain_words(value, end, 0, room));
    }
    for (size_t i = 0; i < table->media.count; i++) {
        Range value = table->media.at[i].alternate;
        if (value.end > value.start)
            pair_set_add(&told->caption, room, plain_words(table->source + value.start, table->source + value.end, 0, room));
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
        put(work, FEATURE_told_author, i, share_byte((float)stats->author_hits, words));
        put(work, FEATURE_told_author_cover, i, share_byte((float)stats->author_hits, (float)told->author.count));
        put(work, FEATURE_told_topic, i, share_byte((float)stats->topic_hits, words));
        put(work, FEATURE_told_date, i, day_told(told, stats));
        put(work, FEATURE_told_count, i, stats->count_hits ? 255 : 0);
        put(work, FEATURE_page_told, i, page);
    }
}
