"""Decoding as browsers do it, lies found out, evidence kept."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.page.decode import decode
from copydesk.page.prescan import declared_label

RUSSIAN = "Президент заявил, что переговоры продолжатся на следующей неделе. Стороны близки к соглашению. " * 3
GERMAN = "Die Gespräche über das Abkommen hätten länger gedauert als geplant, erklärte der Außenminister. " * 3
JAPANESE = "首相は木曜日、政府が来週新しい予算を承認すると述べた。野党は直ちに行動するよう求めている。" * 3
CHINESE = "总统星期四表示,政府将在下周批准新的预算。反对派要求立即采取行动,但部长们呼吁保持耐心。" * 3


def page(text: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}<title>News</title></head><body><p>{text}</p></body></html>"


def test_valid_utf_8_comes_back_as_the_same_object():
    """Nearly every page is UTF-8; copying 249 KB for nothing would be a cost on each."""
    content = page(RUSSIAN, '<meta charset="utf-8">').encode()
    source, encoding = decode(content, None, "text/html")
    assert source is content
    assert (encoding.name, encoding.source, encoding.replaced) == ("utf-8", "meta", 0)


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16be"),
    ],
)
def test_a_byte_order_mark_beats_every_other_claim(mark, codec, name):
    """The Encoding standard gives the mark the last word, and it is not part of the text."""
    text = page(GERMAN, '<meta charset="windows-1251">')
    source, encoding = decode(mark + text.encode(codec), "koi8-r", "text/html")
    assert source.decode() == text
    assert (encoding.name, encoding.source) == (name, "bom")


def test_the_header_beats_the_meta_element():
    """Browsers believe the server before the page."""
    source, encoding = decode(page(RUSSIAN, '<meta charset="koi8-r">').encode("cp1251"), "windows-1251", "text/html")
    assert RUSSIAN in source.decode()
    assert (encoding.name, encoding.source) == ("windows-1251", "http")


def test_iso_8859_1_means_windows_1252():
    """Pages labelled Latin-1 use the typographic quotes that only windows-1252 has."""
    source, encoding = decode("<p>“Café”</p>".encode("cp1252"), "ISO-8859-1", "text/html")
    assert source.decode() == "<p>“Café”</p>"
    assert encoding.name == "windows-1252"


@pytest.mark.parametrize(
    "head",
    [
        "<meta charset=windows-1251>",
        "<META CharSet='Windows-1251' />",
        '<meta content="text/html; charset=windows-1251" http-equiv="Content-Type">',
        "<!-- <meta charset=koi8-r> --><meta charset=windows-1251>",
        '<link title=">" href="<meta charset=koi8-r>"><meta charset=windows-1251>',
        '<meta name=x content="charset=koi8-r"><meta charset="windows-1251">',
        "<meta charset=nonsense><meta charset=cp1251>",
        "</meta charset=koi8-r><meta/charset=windows-1251>",
    ],
)
def test_the_meta_element_is_found_as_the_standard_finds_it(head):
    """Declarations stand in any order, case and quoting, and what stands in comments and values is none."""
    source, encoding = decode(page(RUSSIAN, head).encode("cp1251"), None, "text/html")
    assert RUSSIAN in source.decode()
    assert (encoding.name, encoding.source) == ("windows-1251", "meta")


def test_an_xml_declaration_is_believed():
    """XHTML pages name their encoding only there."""
    content = ('<?xml version="1.0" encoding="windows-1251"?>' + page(RUSSIAN)).encode("cp1251")
    source, encoding = decode(content, None, "text/html")
    assert RUSSIAN in source.decode()
    assert encoding.source == "meta"


def test_meta_utf_16_means_utf_8():
    """A declaration that can be read as ASCII is not in UTF-16."""
    content = page("Café", '<meta charset="utf-16">').encode()
    source, encoding = decode(content, None, "text/html")
    assert source is content
    assert encoding.name == "utf-8"


@pytest.mark.parametrize("lie", ["iso-8859-1", "windows-1251", "gbk", "shift_jis"])
def test_valid_utf_8_is_read_as_utf_8_whatever_it_claims(lie):
    """The most frequent lie: old templates around new text."""
    content = page(RUSSIAN, f'<meta charset="{lie}">').encode()
    source, encoding = decode(content, lie, "text/html")
    assert source is content
    assert (encoding.name, encoding.source, encoding.declared) == ("utf-8", "utf-8 validity", lie)


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (GERMAN, "cp1252", "windows-1252"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "koi8-r"),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (CHINESE, "gbk", "gb18030"),
    ],
)
@pytest.mark.parametrize("lie", [None, "utf-8", "iso-8859-1"])
def test_a_false_or_missing_claim_is_found_out(text, codec, name, lie):
    """A page that lies about its encoding is read rightly, and the lie is kept as evidence."""
    source, encoding = decode(page(text).encode(codec), lie, "text/html")
    assert source.decode() == page(text)
    assert encoding.name == name
    assert encoding.declared == (lie if encoding.source != "http" else None)


def test_the_pages_own_word_beats_a_servers_default():
    """Servers add iso-8859-1 unasked; the page that names another encoding knows better."""
    text = "Prezydent oświadczył, że decyzja zostanie podjęta w przyszłym tygodniu."
    content = page(text, '<meta charset="iso-8859-2">').encode("iso8859_2")
    source, encoding = decode(content, "iso-8859-1", "text/html")
    assert text in source.decode()
    assert encoding.name == "iso-8859-2"


def test_a_little_damage_leaves_utf_8():
    """A long page with one broken character is still UTF-8, and the damage is counted."""
    content = page(RUSSIAN, "<meta charset=utf-8>").encode().replace("неделе".encode(), b"\xd0", 1)
    source, encoding = decode(content, None, "text/html")
    assert source == content.decode("utf-8", "replace").encode()
    assert (encoding.name, encoding.replaced) == ("utf-8", 1)


@pytest.mark.parametrize(("codec", "name"), [("utf-16-le", "utf-16le"), ("utf-16-be", "utf-16be")])
def test_utf_16_is_known_by_its_zeros(codec, name):
    """Windows programs save UTF-16 without a mark; every other byte of its markup is zero."""
    source, encoding = decode(page(RUSSIAN).encode(codec), None, "text/html")
    assert source.decode() == page(RUSSIAN)
    assert (encoding.name, encoding.source) == (name, "detected")


def test_iso_2022_jp_is_read_though_it_looks_like_ascii():
    """Its bytes are all below 128, so validity as UTF-8 says nothing."""
    source, _ = decode(page(JAPANESE, "<meta charset=iso-2022-jp>").encode("iso2022_jp"), None, "text/html")
    assert JAPANESE in source.decode()


def test_a_text_capture_declares_nothing():
    """Text that quotes a meta element is not declared by it."""
    content = "Write <meta charset=koi8-r> into the head. Gespräch".encode()
    assert decode(content, None, "text/plain")[1].name == "utf-8"
    assert decode(content, None, "text/plain")[1].declared is None


@given(
    st.binary(max_size=300), st.sampled_from([None, "utf-8", "gbk", "utf-16", "latin1", "", "\x00", "x-user-defined"])
)
def test_any_bytes_decode_twice_alike(content, charset):
    """No input whatever may crash the decoder, and the same input gives the same text."""
    first = decode(content, charset, "text/html")
    assert first == decode(content, charset, "text/html")
    if first[1].name != "utf-8":
        first[0].decode("utf-8")


@given(st.lists(st.sampled_from([b"<meta ", b"charset", b"=", b'"', b"'", b"<!--", b"-->", b">", b"gbk", b"/", b" "])))
def test_the_prescan_ends_on_any_tag_soup(pieces):
    """A prescan that loops would hang on one page of millions."""
    label = declared_label(b"".join(pieces))
    assert label is None or isinstance(label, str)


@pytest.mark.parametrize(
    ("codec", "name", "text"),
    [
        ("cp949", "euc-kr", "대통령은 목요일 정부가 다음 주에 새 예산을 승인할 것이라고 밝혔다. "),
        ("cp932", "shift_jis", JAPANESE),
        ("gbk", "gb18030", CHINESE),
    ],
)
def test_one_broken_character_does_not_hide_an_encoding(codec, name, text):
    """A byte lost in transfer spoils one character, not the page."""
    content = "".join(f"<p>{text}</p>" for _ in range(8)).encode(codec)
    at = content.rindex(b"<p>") + 20
    source, encoding = decode(content[:at] + content[at + 1 :], None, "text/html")
    assert encoding.name == name
    assert source.decode().startswith(f"<p>{text}</p>")


def test_a_long_page_is_not_cut_in_the_middle_of_a_character():
    """The detector sees 64 KB; a sample that ends in half a character would be valid in no encoding."""
    for shift in range(2):
        text = "x" * shift + "대통령은 목요일 정부가 다음 주에 새 예산을 승인할 것이라고 밝혔다 " * 2000
        assert decode(f"<p>{text}</p>".encode("cp949"), None, "text/html")[1].name == "euc-kr"


def test_the_language_of_the_page_decides_between_neighbours():
    """Baltic and Turkish letters stand where Central European ones do; only the page's language tells them apart."""
    text = "Vyriausybė pritarė naujam įstatymui, kuris įsigalios kitų metų pradžioje. Šis žingsnis būtinas."
    source, encoding = decode(f'<html lang="lt"><p>{text}</p>'.encode("cp1257"), None, "text/html")
    assert text in source.decode()
    assert (encoding.name, encoding.source) == ("windows-1257", "detected")
