"""The native kernel: bytes to a table of blocks, the table to features, features to scores. The GIL is released."""

from collections.abc import Buffer

TAGS: tuple[str, ...]
"""Names of the tag codes; code 0 is any tag the kernel does not know."""
FLAGS: dict[str, int]
"""Name of a context flag to its bit."""
CLASS_WORDS: tuple[str, ...]
"""Names of the 64 groups of class and id words; the group at index i is bit `1 << i`."""
FEATURES: tuple[str, ...]
"""Names of the columns of `Table.features()`."""

class Table:
    """The table of one page. Made by `read_html` and `read_text` only; immutable."""

    text: str
    """The visible text, blocks parted by one newline."""

    def column(self, table: str, name: str) -> memoryview:
        """One column of `blocks`, `containers`, `marks`, `media`, `head`, `properties` or `scopes`.

        Raises KeyError for a name that is not there.
        """

    def features(self) -> bytes:
        """float32, row by row: one row a block, one value for each name in `FEATURES`."""

class Model:
    """A block model (trees), checked when made. Raises ValueError on a damaged or foreign file."""

    def __init__(self, weights: Buffer) -> None: ...
    def label(self, table: Table) -> tuple[bytes, bytes, bytes]:
        """Part code of each block (uint8), its score (float32), and the score of each page kind (float32)."""
    def scores(self, table: Table) -> bytes:
        """float32, row by row: one row a block, one probability for each part."""

def read_html(source: Buffer, /) -> Table:
    """Read UTF-8 HTML. Any bytes give a table; malformed UTF-8 becomes U+FFFD in the text.

    Raises ValueError above 2 GiB, MemoryError when memory runs out.
    """

def read_text(source: Buffer, /) -> Table:
    """Read UTF-8 text without markup: one block a line that is not blank."""

def malformed(source: Buffer, /) -> int:
    """How many malformed UTF-8 sequences the bytes hold; 0 for valid UTF-8."""
