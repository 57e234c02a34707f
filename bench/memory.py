"""How much memory a reader takes beyond the page: the peak of a process of its own, minus what it held before.

In: a reader's name and a file with a page. Out: bytes at the peak. Counts what C allocates, too; Linux only, elsewhere
the peak since the start of the process is all the system tells.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.pages import load_page, make_sample
from bench.readers import find_readers

TIME_LIMIT_SECONDS = 120
MEMORY_LIMIT_BYTES = 8_000_000_000
WARM_UP = b"<html><head><title>t</title></head><body><article><h1>t</h1><p>Some words.</p></article></body></html>"


@dataclass(frozen=True, slots=True)
class Peak:
    reader: str
    page: str
    page_bytes: int
    peak_bytes: int | None
    """None where the reader did not finish."""
    note: str = ""

    @property
    def multiple(self) -> float | None:
        """Peak memory beyond the page itself, in pages."""
        return None if self.peak_bytes is None else self.peak_bytes / self.page_bytes


def measure_peak(reader: str, path: Path) -> Peak:
    """Let one reader read one page in a process of its own."""
    page_bytes = len(load_page(path).source)
    command = [sys.executable, "-m", "bench.memory", reader, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIME_LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        return Peak(reader, path.name, page_bytes, None, f"over {TIME_LIMIT_SECONDS} s")
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"ended by signal {-done.returncode}"])[-1]
        return Peak(reader, path.name, page_bytes, None, last[:80])
    return Peak(reader, path.name, page_bytes, int(done.stdout.split()[-1]))


def peak_bytes(*, is_reset: bool = False) -> int:
    """The most memory this process has held, since the last reset where the system can forget older peaks."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if is_reset:
        Path("/proc/self/clear_refs").write_text("5")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def main() -> int:
    """The child's side: warm up, forget the peak, read once, print the peak."""
    name, path = sys.argv[1], Path(sys.argv[2])
    reader = next(reader for reader in find_readers()[0] if reader.name == name)
    reader.run(reader.prepare(make_sample("warm-up", WARM_UP)))
    given = reader.prepare(load_page(path))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    before = peak_bytes(is_reset=True)
    result = reader.run(given)
    print(peak_bytes() - before)
    del result
    return 0


if __name__ == "__main__":
    sys.exit(main())
