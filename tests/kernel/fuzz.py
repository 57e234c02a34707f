"""Breaks pages by the thousand and feeds the kernel giants, bounded and repeatable.

    python tests/kernel/fuzz.py [FOLDER...] [--seed N] [--rounds N] [--seconds N] [--giants MEGABYTES]

Every table must keep the laws of `laws.py`; the giants must take time and memory in proportion to their size. For
memory faults run it on a kernel built with the sanitizers:

    COPYDESK_CFLAGS="-O1 -g -fsanitize=address,undefined" python setup.py build_ext --build-lib /tmp/sanitized
    LD_PRELOAD=$(gcc -print-file-name=libasan.so) ASAN_OPTIONS=detect_leaks=0 PYTHONPATH=/tmp/sanitized/lib python ...
"""

from __future__ import annotations

import argparse
import gzip
import resource
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from giants import GIANTS, make_giant
from laws import check_table
from mutation import mutate, soup

from copydesk import _kernel

EXAMPLES = Path(__file__).parents[2] / "examples"
MEGABYTE = 1_000_000
MEMORY_LIMIT_BYTES = 8_000 * MEGABYTE
TIME_LIMIT_SECONDS = 120
GROWTH_LIMIT = 20.0
"""Ten times the bytes may take this many times as long: caches and page faults make 10 into 15 at most."""
FAST_SECONDS = 0.02
"""Below this a ratio of times says nothing."""


def read_pages(folders: list[Path]) -> list[bytes]:
    """The pages to break: those of the folders, or the examples."""
    paths = sorted(path for folder in folders or [EXAMPLES] for path in folder.rglob("*.*") if path.is_file())
    wanted = [path for path in paths if path.name.endswith((".html", ".html.gz", ".txt"))]
    return [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in wanted]


def fuzz(pages: list[bytes], seed: int, rounds: int, seconds: float) -> int:
    """Break and read; returns the number of faults, each reported with the seed that makes it again."""
    faults, started, done = 0, time.monotonic(), 0
    for number in range(rounds):
        if time.monotonic() - started > seconds:
            break
        random = Random(seed + number)
        content = soup(random, random.randint(1, 300)) if number % 3 == 0 else mutate(random.choice(pages), random)
        done += 1
        for reader in (_kernel.read_html, _kernel.read_text):
            try:
                check_table(content, reader(content))
            except AssertionError as error:
                faults += 1
                print(f"seed {seed + number}: {reader.__name__}: {error}")
    print(f"{done} broken pages, {faults} faults, {time.monotonic() - started:.0f} s")
    return faults


def measure_giant(name: str, size: int, *more: str) -> tuple[float, float]:
    """Seconds, and peak memory as a multiple of the page, in a process of its own with a limit."""
    command = [sys.executable, __file__, "--one-giant", name, "--giants", str(size / MEGABYTE), *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIME_LIMIT_SECONDS)
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or [f"signal {-done.returncode}"])[-1])
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def read_giant(name: str, size: int, *, is_described: bool = False) -> None:
    """The child's side of `measure_giant`: prints seconds and the multiple."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    content = make_giant(name, size)
    before = peak_bytes(is_reset=True)
    started = time.perf_counter()
    table = _kernel.read_html(content)
    if is_described:
        table.features()
    seconds = time.perf_counter() - started
    assert len(table.column("blocks", "tag")) >= 0
    print(f"{seconds:.4f} {(peak_bytes() - before) / len(content):.1f}")


def peak_bytes(*, is_reset: bool = False) -> int:
    """The most memory this process has held, since the last reset where the system (Linux) can forget older peaks."""
    clear, status = Path("/proc/self/clear_refs"), Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if is_reset:
        clear.write_text("5")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def measure_giants(size: int, *more: str) -> int:
    """Every giant at a tenth and at full size; returns how many failed or grew faster than their size."""
    faults = 0
    print(f"{'giant':38} {'MB/s':>8} {'growth':>7} {'memory':>7}")
    for name in GIANTS:
        try:
            small, _ = measure_giant(name, size // 10, *more)
            large, memory = measure_giant(name, size, *more)
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            print(f"{name:38} FAILED: {str(error)[:120]}")
            faults += 1
            continue
        growth = large / small if small > FAST_SECONDS else 0.0
        is_bad = growth > GROWTH_LIMIT
        faults += is_bad
        print(
            f"{name:38} {size / MEGABYTE / large:8.0f} {growth:7.1f} {memory:6.1f}x{' GROWS' if is_bad else ''}",
            flush=True,
        )
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description="Break pages and read giants; every table must keep the laws.")
    parser.add_argument("folders", nargs="*", type=Path, help="folders of pages to break; the examples by default")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=3000)
    parser.add_argument("--seconds", type=float, default=60.0, help="stop breaking pages after this long")
    parser.add_argument("--giants", type=float, default=0.0, metavar="MEGABYTES", help="read the giants at this size")
    parser.add_argument("--one-giant", metavar="NAME", help=argparse.SUPPRESS)
    parser.add_argument("--features", action="store_true", help="describe the blocks of the giants, too")
    options = parser.parse_args()
    size = int(options.giants * MEGABYTE)
    if options.one_giant:
        read_giant(options.one_giant, size, is_described=options.features)
        return 0
    faults = fuzz(read_pages(options.folders), options.seed, options.rounds, options.seconds)
    if size:
        faults += measure_giants(size, *(["--features"] if options.features else []))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
