"""`python -m bench.intake FILE.warc.gz [--rounds N]`

What intake costs beside FastWARC alone on the same file: captures a second of CPU of both, interleaved, and
their ratio.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from copydesk.capture import portion_captures, portions
from copydesk.records import Capture, Portion


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.intake", description="Intake beside FastWARC alone.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    ways: dict[str, Callable[[Path], int]] = {"fastwarc": with_fastwarc, "copydesk": with_copydesk, "plan": with_plan}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    found: dict[str, int] = {}
    for _ in range(options.rounds):
        for name, way in ways.items():
            began = time.process_time()
            found[name] = way(options.file)
            seconds[name].append(time.process_time() - began)
    unit = statistics.median(seconds["fastwarc"])
    for name, times in seconds.items():
        median = statistics.median(times)
        print(
            f"{name:10} {found[name]:8} {found[name] / median:10.0f} a CPU second {median / unit:7.2f} times fastwarc"
        )
    return 0


def with_fastwarc(path: Path) -> int:
    """All responses, HTTP heads parsed, bodies read."""
    with path.open("rb") as file:
        return sum(1 for record in ArchiveIterator(file, parse_http=True) if record.reader.read() and record.is_http)


def with_copydesk(path: Path) -> int:
    """All captures and refusals."""
    planned = [one for one in portions([path]) if isinstance(one, Portion)]
    return sum(isinstance(item, Capture) for one in planned for item in portion_captures(one))


def with_plan(path: Path) -> int:
    """Portions alone: what the main process does before any worker begins."""
    return len(list(portions([path])))


if __name__ == "__main__":
    raise SystemExit(main())
