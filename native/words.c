/* The groups were gathered from the class names of news pages, shops, forums and content systems at large. */
#include "words.h"

#include <string.h>

static const char *const GROUPS[WORD_GROUPS] = {
    "nav navigation navbar topnav subnav navi",
    "menu menus submenu dropdown megamenu hamburger",
    "breadcrumb breadcrumbs crumb crumbs",
    "pagination pager paging paginator prev previous",
    "header masthead topbar head top",
    "footer foot colophon bottom",
    "sidebar aside rail side secondary complementary",
    "widget widgets module modules",
    "comment comments commentlist disqus kommentar commentaires comentarios",
    "reply replies respond response responses",
    "share sharing shares addtoany sharethis sharebar sharer",
    "social facebook twitter whatsapp telegram linkedin pinterest follow instagram",
    "related recommend recommended recommendations recommendation similar",
    "more readmore readnext upnext next suggested suggestions",
    "popular trending mostread latest recent newest hot",
    "ad ads advert advertisement adsense dfp advertising werbung anzeige",
    "sponsored sponsor promoted outbrain taboola partner mgid native",
    "promo promotion cta offer donate donation",
    "banner alert announcement notification",
    "newsletter subscribe subscription signup mailchimp subscriber",
    "paywall premium regwall meter metered piano locked",
    "cookie cookies consent gdpr onetrust cmp cookiebot",
    "popup modal overlay lightbox dialog",
    "login signin register account logout auth",
    "search searchform suche buscar recherche",
    "form field input filter filters sort facet facets",
    "button btn buttons",
    "tag tags topic topics keyword keywords hashtag",
    "category categories cat kicker eyebrow rubric rubrik channel",
    "meta info metadata metas",
    "byline signature autor auteur",
    "author authors writer contributor vcard",
    "bio biography about profile avatar gravatar",
    "date time timestamp published datetime pubdate posted updated created modified datum fecha",
    "count counter counts views hits likes votes stats vote like",
    "content contents copy inhalt",
    "article articles artikel",
    "post posts entry hentry blog",
    "story stories news",
    "body text richtext wysiwyg prose rte markdown paragraph bodytext txt",
    "main primary",
    "title headline heading titulo titre titel",
    "subtitle subheadline standfirst deck dek lead lede summary intro excerpt description chapo abstract",
    "teaser card tile cards teasers tiles",
    "caption figcaption legend credit credits photographer",
    "image img photo picture gallery figure thumbnail thumb slideshow foto",
    "video player audio media podcast",
    "hidden hide invisible collapsed none",
    "sr visually screen reader skip assistive visuallyhidden",
    "list items listing grid feed archive results result",
    "item row",
    "product products sku pdp price variant shop woocommerce",
    "cart basket wishlist checkout quantity qty",
    "review reviews rating ratings stars testimonial testimonials",
    "forum thread message messages postbody question answer discussion",
    "user username member members nickname",
    "toc tableofcontents sidenav docs documentation",
    "faq accordion collapse toggle panel tabs tab",
    "code highlight pre syntax",
    "quote blockquote pullquote quotation cite",
    "hero jumbotron splash",
    "legal copyright disclaimer privacy terms",
    "carousel slider swiper slick slide",
    "lang language languages locale translate",
};
const char *const WORD_GROUP_NAMES[WORD_GROUPS] = {
    "nav",     "menu",      "breadcrumb", "pagination", "header",   "footer",     "sidebar",  "widget",
    "comment", "reply",     "share",      "social",     "related",  "more",       "popular",  "ad",
    "sponsor", "promo",     "banner",     "newsletter", "paywall",  "cookie",     "popup",    "login",
    "search",  "form",      "button",     "tag",        "category", "meta",       "byline",   "author",
    "bio",     "date",      "counter",    "content",    "article",  "post",       "story",    "body",
    "main",    "title",     "subtitle",   "teaser",     "caption",  "image",      "video",    "hidden",
    "skip",    "list",      "item",       "product",    "cart",     "review",     "forum",    "user",
    "toc",     "faq",       "code",       "quote",      "hero",     "legal",      "carousel", "language",
};

#define SLOTS 1024
#define LONGEST_WORD 16

static struct {
    uint64_t low, high;
    int group;
} slots[SLOTS];
/* 0: no letter, 1: lower case, 2: upper case */
static unsigned char letter[256];

static inline unsigned slot_of(uint64_t low, uint64_t high) {
    uint64_t mixed = low * 0x9E3779B97F4A7C15ull ^ (high + 0x632BE59BD9B4E019ull) * 0xC2B2AE3D27D4EB4Full;
    return (unsigned)(mixed >> 54);
}

static void add_word(const char *word, size_t length, int group) {
    uint64_t key[2] = {0, 0};
    memcpy(key, word, length);
    unsigned slot = slot_of(key[0], key[1]);
    while (slots[slot].low) slot = (slot + 1) % SLOTS;
    slots[slot].low = key[0];
    slots[slot].high = key[1];
    slots[slot].group = group;
}

void words_start(void) {
    if (letter['a']) return;
    for (int c = 'a'; c <= 'z'; c++) letter[c] = 1;
    for (int c = 'A'; c <= 'Z'; c++) letter[c] = 2;
    for (int group = 0; group < WORD_GROUPS; group++)
        for (const char *word = GROUPS[group]; *word;) {
            size_t length = strcspn(word, " ");
            if (length <= LONGEST_WORD) add_word(word, length, group);
            word += length;
            while (*word == ' ') word++;
        }
}

static uint64_t look_up(uint64_t low, uint64_t high) {
    for (unsigned slot = slot_of(low, high); slots[slot].low; slot = (slot + 1) % SLOTS)
        if (slots[slot].low == low && slots[slot].high == high) return 1ull << slots[slot].group;
    return 0;
}

static uint64_t groups_of(const unsigned char *text, size_t length) {
    uint64_t bits = 0;
    for (size_t i = 0; i < length;) {
        while (i < length && !letter[text[i]]) i++;
        uint64_t key[2] = {0, 0};
        unsigned count = 0;
        unsigned char before = 2;
        while (i < length) {
            unsigned char now = letter[text[i]];
            if (!now || (now == 2 && before == 1)) break;
            if (count < LONGEST_WORD) key[count >> 3] |= (uint64_t)(text[i] | 32) << (8 * (count & 7));
            count++;
            before = now;
            i++;
        }
        if (count > 1 && count <= LONGEST_WORD) bits |= look_up(key[0], key[1]);
    }
    return bits;
}

#define MEMO_SHORTEST 8

uint64_t word_groups(WordMemo *memo, const unsigned char *text, size_t length) {
    if (length < MEMO_SHORTEST) return length > 1 ? groups_of(text, length) : 0;
    uint64_t head, tail;
    memcpy(&head, text, 8);
    memcpy(&tail, text + length - 8, 8);
    unsigned slot = (unsigned)((head * 0x9E3779B97F4A7C15ull ^ (tail + length) * 0xC2B2AE3D27D4EB4Full) >> 55);
    if (memo->slot[slot].page == memo->page && memo->slot[slot].length == length &&
        !memcmp(memo->slot[slot].text, text, length))
        return memo->slot[slot].bits;
    uint64_t bits = groups_of(text, length);
    memo->slot[slot].text = text;
    memo->slot[slot].length = (uint32_t)length;
    memo->slot[slot].page = memo->page;
    memo->slot[slot].bits = bits;
    return bits;
}
