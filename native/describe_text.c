/* One pass over the text of a block: counts of kinds of characters and words, and hashes of its first words. */
#include <math.h>
#include <string.h>

#include "describe.h"

enum { C_OTHER, C_LOWER, C_UPPER, C_DIGIT, C_SPACE, C_PUNCTUATION, C_HIGH };

static uint8_t kind[256];
static uint8_t log_table[4096];

/* The commonest small words of some twenty languages: running text is full of them, menus are not. */
static const char STOP_WORDS[] =
    "the of and to a in is it you that he was for on are with as his they be at one have this from or had by but not what "
    "all were we when your can said there an which she do how their if will about out then them these so would has more "
    "de la le et les des en un une du que el los las por con para se del al lo su como mais sur dans est pas pour qui au "
    "der die und das ist nicht ein eine zu den von mit im auf sich des dem auch als an es er sie wird "
    "di il che per una sono della non gli nel dei ha da o os as um uma do no na dos com foi ao "
    "het een van op te dat zijn voor niet met er och att det som på är av för den til at ikke med jeg "
    "w na z nie się że do jest i v se že je na s to pro az ett ja on ei se oli että "
    "и в на не что с по как это из у за от о к для а но его то он она было бы все ve bir bu da için ile olarak "
    "του και το να η της με για από στο τα τον την dan yang di ini itu dengan untuk pada "
    "és hogy nem az egy si care din la cu pe un o este nu";

#define STOP_SLOTS 2048
static uint32_t stop_slots[STOP_SLOTS];

static inline uint32_t hash_bytes(const unsigned char *text, size_t length) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = text[i];
        if (kind[c] == C_UPPER) c |= 32;
        hash = (hash ^ c) * 16777619u;
    }
    hash ^= hash >> 15;
    return hash ? hash : 1;
}

int is_stop(uint32_t hash) {
    for (unsigned slot = hash % STOP_SLOTS; stop_slots[slot]; slot = (slot + 1) % STOP_SLOTS)
        if (stop_slots[slot] == hash) return 1;
    return 0;
}

void describe_start(void) {
    if (kind['a']) return;
    for (int c = 0; c < 256; c++)
        kind[c] = c <= ' ' ? C_SPACE : c >= 0x80 ? C_HIGH : (c >= '0' && c <= '9') ? C_DIGIT
                  : (c >= 'a' && c <= 'z') ? C_LOWER : (c >= 'A' && c <= 'Z') ? C_UPPER : C_PUNCTUATION;
    for (int i = 0; i < 4096; i++) log_table[i] = clamp_byte((float)(16.0 * log2(1.0 + i)));
    for (const char *word = STOP_WORDS; *word;) {
        size_t length = strcspn(word, " ");
        uint32_t hash = hash_bytes((const unsigned char *)word, length);
        if (!is_stop(hash)) {
            unsigned slot = hash % STOP_SLOTS;
            while (stop_slots[slot]) slot = (slot + 1) % STOP_SLOTS;
            stop_slots[slot] = hash;
        }
        word += length;
        while (*word == ' ') word++;
    }
}

uint8_t log_byte(uint32_t count) {
    return count < 4096 ? log_table[count] : clamp_byte((float)(16.0 * log2(1.0 + (double)count)));
}

static int set_holds(const WordSet *set, uint32_t hash) {
    for (unsigned slot = hash % WORD_SET; set->slot[slot]; slot = (slot + 1) % WORD_SET)
        if (set->slot[slot] == hash) return 1;
    return 0;
}

/* General punctuation (U+2000-U+206F) and CJK marks (U+3000-U+303F) part words; NBSP and guillemets too. */
static inline size_t high_mark(const unsigned char *at, size_t left) {
    if (left >= 3 && at[0] == 0xE2 && (at[1] == 0x80 || at[1] == 0x81)) return 3;
    if (left >= 3 && at[0] == 0xE3 && at[1] == 0x80) return 3;
    if (left >= 3 && at[0] == 0xEF && at[1] == 0xBC && (at[2] == 0x8C || at[2] == 0x81 || at[2] == 0x9F || at[2] == 0x9A)) return 3;
    if (left >= 2 && at[0] == 0xC2 && at[1] >= 0xA0 && at[1] <= 0xBB) return 2;
    return 0;
}

static inline int is_word_byte(const unsigned char *at, size_t left) {
    uint8_t k = kind[*at];
    return k == C_LOWER || k == C_UPPER || k == C_DIGIT || (k == C_HIGH && !high_mark(at, left));
}

#define LONGEST_SUMMARY_WORDS 200

uint32_t next_word(const unsigned char *text, size_t length, size_t *at) {
    size_t i = *at;
    while (i < length && !is_word_byte(text + i, length - i)) {
        size_t mark = kind[text[i]] == C_HIGH ? high_mark(text + i, length - i) : 0;
        i += mark ? mark : 1;
    }
    size_t from = i;
    while (i < length && is_word_byte(text + i, length - i)) i++;
    *at = i;
    return i > from ? hash_bytes(text + from, i - from) : 0;
}

void word_set_add(WordSet *set, const unsigned char *text, size_t length) {
    size_t at = 0;
    for (uint32_t hash; set->count < LONGEST_SUMMARY_WORDS && (hash = next_word(text, length, &at));) {
        if (set_holds(set, hash)) continue;
        unsigned slot = hash % WORD_SET;
        while (set->slot[slot]) slot = (slot + 1) % WORD_SET;
        set->slot[slot] = hash;
        set->count++;
    }
}

/* Two words in a row; 0 stands for the start or the end of a text. */
static inline uint32_t pair_of(uint32_t before, uint32_t now) {
    uint32_t mixed = (before * 0x85EBCA6Bu ^ now) * 0xC2B2AE35u;
    return (mixed ^ mixed >> 15) % PAIR_BITS;
}

static inline uint32_t pair_held(const PairSet *set, uint32_t pair) { return set->count && (set->bit[pair / 64] >> pair % 64 & 1); }

#define MOST_PAIRS 12000 /* more would make a strange pair look known */

void pair_set_add(PairSet *set, const unsigned char *text, size_t length) {
    size_t at = 0;
    for (uint32_t before = 0, hash; set->count < MOST_PAIRS && (hash = next_word(text, length, &at)); before = hash) {
        uint32_t pair = pair_of(before, hash);
        set->bit[pair / 64] |= 1ull << pair % 64;
        set->count++;
    }
}

/* A mark outside ASCII: what it means for the block. */
static void note_high_mark(TextStats *stats, const unsigned char *at, size_t size) {
    stats->punctuation++;
    if (size == 2) {
        if (at[1] == 0xA9) stats->copyright = 1;
        if (at[1] == 0xAB || at[1] == 0xBB) stats->quotes++;
        if (at[1] == 0xA3 || at[1] == 0xA5) stats->price = 1;
        if (at[1] == 0xB7) stats->separators++;
        return;
    }
    if (at[0] == 0xE2 && at[1] == 0x80) {
        if (at[2] >= 0x98 && at[2] <= 0x9F) stats->quotes++;
        if (at[2] == 0xA6) stats->ellipsis = 1;
        if (at[2] == 0xA2) stats->separators++;
    } else if (at[0] == 0xE3) {
        if (at[2] == 0x81) stats->commas++;
        if (at[2] == 0x82) stats->ends++;
        if (at[2] >= 0x8C && at[2] <= 0x8F) stats->quotes++;
    } else if (at[2] == 0x8C) {
        stats->commas++;
    } else {
        stats->ends++;
    }
}

static void note_punctuation(TextStats *stats, unsigned char c) {
    stats->punctuation++;
    switch (c) {
        case ',': stats->commas++; break;
        case '.': case '!': case '?': stats->ends++; break;
        case '"': case '\'': stats->quotes++; break;
        case '(': case '[': stats->brackets++; break;
        case '|': case '/': case '>': stats->separators++; break;
        case '@': stats->at_sign = 1; break;
        case '$': stats->price = 1; break;
        default: break;
    }
}

/* A run of digits from `from` to `to`: a year, part of a date or of a clock time? */
static void note_number(TextStats *stats, const unsigned char *text, size_t from, size_t to, size_t length) {
    size_t digits = to - from;
    if (digits == 4 && ((text[from] == '1' && text[from + 1] == '9') || (text[from] == '2' && text[from + 1] == '0')))
        stats->year = 1;
    if (digits > 2 || to + 2 >= length) return;
    unsigned char mark = text[to];
    if (kind[text[to + 1]] != C_DIGIT) return;
    if (mark == ':' && kind[text[to + 2]] == C_DIGIT) stats->clock = 1;
    if (mark == '.' || mark == '/' || mark == '-') {
        size_t next = to + 1;
        while (next < length && kind[text[next]] == C_DIGIT) next++;
        if (next < length && text[next] == mark && next - to <= 3) stats->numeric_date = 1;
    }
}

/* A run of digits, wherever it stands: a day of the month, a year? */
static void note_digits(TextStats *stats, uint32_t value, uint32_t length) {
    if (length <= 2 && value >= 1 && value <= 31) stats->days |= 1u << value;
    if (length == 4 && value >= 1990 && value < 1990 + 64) stats->years |= 1ull << (value - 1990);
}

static uint8_t mark_class(const unsigned char *text, size_t length) {
    unsigned char last = text[length - 1];
    if (last == '.' || last == '!' || last == '?' || last == '"') return 60;
    if (last == ')' || last == ']') return 90;
    if (last == ':' || last == ';' || last == ',') return 120;
    if (length >= 3 && text[length - 3] == 0xE2 && text[length - 2] == 0x80) return last == 0xA6 ? 240 : 60;
    if (length >= 3 && text[length - 3] == 0xE3 && text[length - 2] == 0x80) return 60;
    if (last == '>' || (length >= 2 && text[length - 2] == 0xC2 && last == 0xBB)) return 180;
    if (length >= 3 && text[length - 3] == 0xE2 && text[length - 2] == 0x86) return 180;
    return 0;
}

static uint8_t first_class(const unsigned char *text) {
    switch (kind[*text]) {
        case C_LOWER: return 40;
        case C_UPPER: return 80;
        case C_DIGIT: return 120;
        case C_PUNCTUATION: return 160;
        default: return 200;
    }
}

/* Count what a word of the block has in common with what the page tells of itself. */
static void note_told(const Told *told, uint32_t before, uint32_t hash, uint32_t number_digits, TextStats *stats) {
    if (told->title.count && set_holds(&told->title, hash)) stats->title_hits++;
    if (told->summary.count && set_holds(&told->summary, hash)) stats->summary_hits++;
    if (told->author.count && set_holds(&told->author, hash)) stats->author_hits++;
    if (told->topic.count && set_holds(&told->topic, hash)) stats->topic_hits++;
    if (number_digits > stats->count_digits && told->counts.count && set_holds(&told->counts, hash)) stats->count_digits = number_digits;
    uint32_t pair = pair_of(before, hash);
    stats->body_pairs += pair_held(&told->body, pair);
    stats->abstract_pairs += pair_held(&told->abstract, pair);
    stats->caption_pairs += pair_held(&told->caption, pair);
    stats->alternate_pairs += pair_held(&told->alternate, pair);
    stats->reply_pairs += pair_held(&told->reply, pair);
}

/* Note a hash, the `number`th; where there is no more room the first ones stay and the last ones take turns. */
static inline void keep_hash(uint16_t *hashes, size_t number, uint32_t bucket) {
    size_t place = number < HASHES ? number : FIRST_WORDS + (number - FIRST_WORDS) % (HASHES - FIRST_WORDS);
    hashes[place] = (uint16_t)bucket;
}

void text_stats(const unsigned char *text, size_t length, const Told *told, TextStats *stats, uint16_t *words, uint16_t *pairs) {
    memset(stats, 0, sizeof *stats);
    uint64_t whole = 1469598103934665603ull;
    uint32_t before = 0, voter_before = 0;
    for (size_t i = 0; i < length;) {
        uint8_t k = kind[text[i]];
        if (k == C_SPACE) {
            i++;
            continue;
        }
        size_t mark = k == C_HIGH ? high_mark(text + i, length - i) : 0;
        if (k == C_PUNCTUATION || mark) {
            if (mark) note_high_mark(stats, text + i, mark);
            else note_punctuation(stats, text[i]);
            whole = (whole ^ text[i]) * 1099511628211ull;
            i += mark ? mark : 1;
            continue;
        }
        size_t from = i;
        uint32_t digits = 0, upper = 0, high = 0, hash = 2166136261u, number = 0, run = 0;
        while (i < length) {
            unsigned char c = text[i];
            k = kind[c];
            if (k == C_DIGIT) {
                digits++;
                if (run++ < 4) number = number * 10 + (uint32_t)(c - '0');
            } else {
                if (run) note_digits(stats, number, run);
                number = run = 0;
                if (k == C_UPPER) {
                    upper++;
                    c |= 32;
                } else if (k == C_HIGH) {
                    if (high_mark(text + i, length - i)) break;
                    high++;
                } else if (k != C_LOWER) break;
            }
            hash = (hash ^ c) * 16777619u;
            i++;
        }
        hash ^= hash >> 15;
        if (!hash) hash = 1;
        whole = (whole ^ hash) * 1099511628211ull;
        stats->words++;
        stats->word_bytes += (uint32_t)(i - from);
        stats->digits += digits;
        stats->upper += upper;
        stats->foreign += high;
        stats->letters += (uint32_t)(i - from) - digits;
        if (kind[text[from]] == C_UPPER) stats->capitals++;
        if (is_stop(hash)) stats->stops++;
        if (run) note_digits(stats, number, run);
        if (digits && digits == i - from) note_number(stats, text, from, i, length);
        note_told(told, before, hash, digits == i - from ? digits : 0, stats);
        before = hash;
        uint32_t voter = digits == i - from ? digits : hash; /* numbers of one length are one word */
        keep_hash(words, stats->words - 1, voter % WORD_BUCKETS);
        keep_hash(pairs, stats->words - 1, pair_of(voter_before, voter) % PAIR_BUCKETS);
        voter_before = voter;
    }
    if (stats->words) keep_hash(pairs, stats->words, pair_of(voter_before, 0) % PAIR_BUCKETS);
    for (size_t i = stats->words; i < HASHES; i++) words[i] = HASH_NONE;
    for (size_t i = stats->words + (stats->words > 0); i < HASHES; i++) pairs[i] = HASH_NONE;
    stats->hash = whole;
    stats->chars = (uint32_t)length;
    if (length >= 3 && !memcmp(text + length - 3, "...", 3)) stats->ellipsis = 1;
    stats->last_mark = length ? mark_class(text, length) : 0;
    stats->first_mark = length ? first_class(text) : 0;
}
