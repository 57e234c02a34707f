"""`copydesk.read`, the door for one page: what it cannot mean is said in copydesk's own errors."""

from __future__ import annotations

import pytest

import copydesk
from copydesk.capture import captures

PAGE = "<html><body><h1>Ferry sails</h1><p>The ferry sailed again on Monday, the harbour master said.</p></body></html>"


@pytest.mark.parametrize("wrong", [{"favour": "x"}, {"url": "nonsense"}])
def test_an_argument_that_means_nothing_is_an_option_error(wrong):
    """Whoever catches CopydeskError must catch a slip, too, and a wrong address must not spoil every link."""
    with pytest.raises(copydesk.OptionError, match=r"precision, balance, recall|http://"):
        copydesk.read(PAGE, **wrong)


def test_many_pages_are_sent_to_what_reads_many(tmp_path):
    """A web archive or a folder is no page; the message names what takes it."""
    path = tmp_path / "crawl.warc"
    path.write_bytes(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n")
    (tmp_path / "page.html").write_text(PAGE)
    for source in (path, tmp_path):
        with pytest.raises(copydesk.InputError, match=r"copydesk\.capture\.captures"):
            copydesk.read(source)
    assert len(list(captures([tmp_path / "page.html"]))) == 1


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf_32_is_refused(encoding):
    """No browser reads it; taken for UTF-16 it gave markup as text, without a word."""
    with pytest.raises(copydesk.BinaryInput):
        copydesk.read(PAGE.encode(encoding))
