"""The native kernel: bytes to a table of blocks, the table to features, features to scores. The GIL is released."""

from typing_extensions import Buffer

TAGS: tuple[str, ...]
"""Names of the tag codes; code 0 is any tag the kernel does not know."""
FLAGS: dict[str, int]
"""Name of a context flag to its bit."""
CLASS_WORDS: tuple[str, ...]
"""Names of the 64 groups of class and id words; the group at index i is bit `1 << i`."""
FEATURES: tuple[str, ...]
"""Names of the feature columns."""
CONTEXT_COUNT: int
"""Columns that describe what a first round of trees said around a block."""
KIND_FEATURES: int
"""Values that describe a page for the forest that tells its kind."""
VOTES: int
"""First of the columns that hold the votes, 15 a voter: words, pairs of words, class names, words of the link."""
VOTE_BUCKETS: tuple[int, ...]
"""How many buckets the hashes of each voter have."""
HASHES: int
"""Hashed words a block and voter: of a long text the first and the last."""

class Table:
    """The table of one page. Made by `read_html` and `read_text` only; immutable."""

    text: str
    """The visible text, blocks parted by one newline."""

    def column(self, table: str, name: str) -> memoryview:
        """One column of `blocks`, `containers`, `marks`, `media`, `head`, `properties` or `scopes`.

        Raises KeyError for a name that is not there.
        """

    def texts(self, table: str, name: str) -> list[str]:
        """What the source holds from `name_start` to `name_end` of each row, stripped; references stay.

        Raises KeyError for a range that is not there.
        """

    def features(self) -> tuple[bytes, ...]:
        """Feature columns (uint8, features x blocks; votes zero); hashes of each voter (uint16, blocks x HASHES)."""

    def context(self, shares: Buffer, kinds: Buffer) -> tuple[bytes, bytes]:
        """Context columns (uint8, CONTEXT_COUNT x blocks) and kind features (uint8) from given shares.

        shares: float32, blocks x 15; kinds: float32, 7. Raises ValueError for other sizes.
        """

class Model:
    """A block model (trees), checked when made. Raises ValueError on a damaged or foreign file."""

    def __init__(self, weights: bytes) -> None: ...
    def label(self, table: Table, favour: float = 1.0, /) -> tuple[bytes, bytes, bytes, float]:
        """Part code of each block (uint8), its score (float32), the score of each page kind (float32), and the word F1
        that the body is expected to have.

        favour: how much more recall of the body counts than precision (beta of an F measure). Raises ValueError where
        it is not positive.
        """

    def shares(self, table: Table) -> bytes:
        """Probability of each part for each block (float32, blocks x 15)."""

def read_html(source: Buffer, /) -> Table:
    """Read UTF-8 HTML. Any bytes give a table; malformed UTF-8 becomes U+FFFD in the text.

    Raises ValueError above 2 GiB, MemoryError when memory runs out.
    """

def read_text(source: Buffer, /) -> Table:
    """Read UTF-8 text without markup: one block a line that is not blank."""

def places(codes: Buffer, code: int, /) -> list[int]:
    """Where a code stands in a column of codes (uint8), ascending."""

def malformed(source: Buffer, /) -> int:
    """How many malformed UTF-8 sequences the bytes hold; 0 for valid UTF-8."""
