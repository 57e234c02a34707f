"""An index that may be read but not written to, seen through links in a folder of one's own.

In: the folder of an index. Out: a folder with the same files, in which tantivy can make the locks that it wants even
for reading. Left to others: opening it (`index`).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

LOCK = ".tantivy-meta.lock"


def needs_view(folder: Path) -> bool:
    """True where tantivy could not make or take its lock: another's archive, a disk that is mounted to be read."""
    lock = folder / LOCK
    return not os.access(lock if lock.exists() else folder, os.W_OK)


class View:
    """A folder of links, gone with the object or the process. Raises OSError where none can be made."""

    def __init__(self, folder: Path) -> None:
        self._source = folder.resolve()
        self._folder = tempfile.TemporaryDirectory(prefix="copydesk-index-")
        self.path = Path(self._folder.name)
        self.follow()

    def follow(self) -> None:
        """Link what has been written since; a link to a file that is gone says nothing."""
        for name in os.listdir(self._source):
            link = self.path / name
            if not name.endswith(".lock") and not link.is_symlink():
                link.symlink_to(self._source / name)

    def close(self) -> None:
        self._folder.cleanup()
