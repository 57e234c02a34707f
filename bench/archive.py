"""`python -m bench.archive [FOLDER ...] [--captures 1000] [--large 10000 …] [--jobs-captures 8000]`

What keeping costs: web archives made of the pages at hand go into an archive, all included (unpacking, reading,
Parquet, search index), beside `copydesk.read` alone on the same pages in the same run. Seconds are processor seconds
unless it says otherwise: others use the machine, too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from bench.pages import find_pages, load_page, pick_pages
from bench.warcs import write_warcs

DISTINCT_PAGES = 200
MEBIBYTE = 1 << 20


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.archive", description="What keeping costs.")
    parser.add_argument("folders", nargs="*", type=Path, help="folders of pages; the examples by default")
    parser.add_argument("--captures", type=int, default=1000, help="for the shares of the steps (1000)")
    parser.add_argument("--large", type=int, nargs="*", default=[1000, 10_000], help="for memory and bytes an article")
    parser.add_argument("--jobs-captures", type=int, default=8000, help="for two processes against one (8000)")
    parser.add_argument("--folder", type=Path, help="where to write; a temporary folder by default")
    options = parser.parse_args()
    pages = [load_page(path).content for path in pick_pages(find_pages(options.folders), DISTINCT_PAGES)]
    print(f"{len(pages)} pages of {sum(map(len, pages)) / len(pages) / 1000:.0f} KB on average")
    folder = Path(tempfile.mkdtemp(dir=options.folder))
    try:
        if options.captures:
            print_shares(pages, folder, options.captures)
        if options.jobs_captures:
            print_jobs(pages, folder, options.jobs_captures)
        for count in options.large:
            print_size(pages, folder, count)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


# --------------------------------------------------------------------------- steps


class Clock:
    """Adds up the seconds that a function takes, without those of the clocked functions that it calls."""

    running: list[Clock] = []  # noqa: RUF012 - the stack of one process

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def timed(*arguments: Any, **named: Any) -> Any:
            began = time.thread_time()
            inner = Clock()
            Clock.running.append(inner)
            try:
                return function(*arguments, **named)
            finally:
                Clock.running.pop()
                taken = time.thread_time() - began
                self.seconds += taken - inner.seconds
                if Clock.running:
                    Clock.running[-1].seconds += taken

        return timed

    def iterating(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same for a function that gives an iterator: what each step of it takes."""

        def timed(*arguments: Any, **named: Any) -> Any:
            step = self.around(iter(function(*arguments, **named)).__next__)
            while True:
                try:
                    item = step()
                except StopIteration:
                    return
                yield item

        return timed


def print_shares(pages: list[bytes], folder: Path, count: int) -> None:
    """Add in this process, every step clocked; and read the same captures alone, before and after."""
    import copydesk
    from copydesk.archive import shard
    from copydesk.keeping import Archive
    from copydesk.run import documents, indexing, shards
    from copydesk.search import Index

    inputs = write_warcs(pages, folder / "steps", count)
    Archive(folder / "warm").add(*write_warcs(pages, folder / "warm-up", 20))
    before = read_seconds(copydesk.read, pages, count)
    clocks = {
        name: Clock() for name in ("captures", "reading", "finishing", "columns", "Parquet", "words", "index", "rest")
    }
    places: list[tuple[Any, str, str, bool]] = [
        (shards, "portion_captures", "captures", True),
        (shards, "finished", "finishing", False),
        (shard.ShardWriter, "_tables", "columns", False),
        (shard, "write_group", "Parquet", False),
        (shard, "sealed", "Parquet", False),
        (documents, "prepare", "words", False),
        (Index, "add", "index", False),
        (Index, "commit", "index", False),
        (indexing.Indexing, "close", "index", False),
    ]
    originals = [(owner, name, getattr(owner, name)) for owner, name, _, _ in places]
    for owner, name, clock, iterates in places:
        wrap = clocks[clock].iterating if iterates else clocks[clock].around
        setattr(owner, name, wrap(getattr(owner, name)))
    work_defaults = shards.ShardWork.__init__.__defaults__
    read = clocks["reading"].around(shards.read_capture)
    shards.ShardWork.__init__.__defaults__ = tuple(
        read if default is shards.read_capture else default for default in work_defaults or ()
    )
    archive = Archive(folder / "stepped")
    began = time.process_time()
    clocks["rest"].around(archive.add)(*inputs)
    total = time.process_time() - began
    clocks["index threads"] = Clock()
    clocks["index threads"].seconds = total - sum(clock.seconds for clock in clocks.values())
    for owner, name, original in originals:
        setattr(owner, name, original)
    shards.ShardWork.__init__.__defaults__ = work_defaults
    alone = (before + read_seconds(copydesk.read, pages, count)) / 2
    print(f"\n{count:,} captures, one process: `copydesk.read` alone {1000 * alone / count:.2f} ms a page, "
          f"to an archive {1000 * total / count:.2f} ms: {alone / total:.0%} of the pages a second")  # fmt: skip
    for name, clock in clocks.items():
        share = clock.seconds / total
        print(f"  {name:14}{1000 * clock.seconds / count:8.2f} ms{share:7.0%}")


def read_seconds(read: Callable[..., Any], pages: list[bytes], count: int) -> float:
    """Processor seconds of reading, as many captures as were added."""
    began = time.process_time()
    for number in range(count):
        read(pages[number % len(pages)], url=f"https://site{number % 97}.example.org/{number}")
    return time.process_time() - began


# --------------------------------------------------------------------------- processes


def print_jobs(pages: list[bytes], folder: Path, count: int) -> None:
    """The whole command with one process and with two, by turns."""
    inputs = [str(path) for path in write_warcs(pages, folder / "jobs", count, per_file=max(count // 16, 1))]
    best: dict[int, float] = {}
    for turn in range(2):
        for jobs in (1, 2):
            archive = folder / f"jobs-{jobs}-{turn}"
            seconds = run_add(archive, inputs, jobs)["seconds"]
            best[jobs] = min(best.get(jobs, seconds), seconds)
            shutil.rmtree(archive)
    print(f"\n{count:,} captures: one worker process {count / best[1]:.0f} pages a second, two {count / best[2]:.0f}: "
          f"{best[1] / best[2]:.2f} times (seconds on the wall, the command's start included)")  # fmt: skip


RUN = """
import json, resource, sys, threading, time
import copydesk.cli
def status(name):
    lines = dict(line.split(":", 1) for line in open("/proc/self/status"))
    return int(lines[name].split()[0]) * 1024
own = [0]
def watch():
    while True:
        own[0] = max(own[0], status("RssAnon"))
        time.sleep(0.2)
if __name__ == "__main__":
    threading.Thread(target=watch, daemon=True).start()
    began = time.monotonic()
    code = copydesk.cli.main(["add", "-q", *sys.argv[1:]])
    seconds = time.monotonic() - began
    # Not ru_maxrss, which counts what the process before the exec held.
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    found = {"code": code, "seconds": seconds, "main": status("VmHWM"), "own": own[0], "worker": worker}
    print(json.dumps(found))
"""


def run_add(archive: Path, inputs: list[str], jobs: int) -> dict[str, float]:
    """`copydesk add` in a process of its own: seconds and peak memory."""
    script = archive.parent / "run.py"
    script.write_text(RUN)
    command = [sys.executable, str(script), "-j", str(jobs), str(archive), *inputs]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(ended.stdout)
    return found


# --------------------------------------------------------------------------- size


def print_size(pages: list[bytes], folder: Path, count: int) -> None:
    """Memory and bytes on disk at a number of captures."""
    inputs = [str(path) for path in write_warcs(pages, folder / f"large-{count}", count)]
    archive = folder / f"archive-{count}"
    found = run_add(archive, inputs, 2)
    print(f"\n{count:,} captures, two processes: {count / found['seconds']:.0f} pages a second on the wall; peak "
          f"memory {found['main'] / MEBIBYTE:.0f} MiB main ({found['own'] / MEBIBYTE:.0f} its own, the rest mapped), "
          f"{found['worker'] / MEBIBYTE:.0f} MiB largest worker; "
          f"{sum(os.path.getsize(path) for path in inputs) / count:,.0f} bytes of WARC a capture")  # fmt: skip
    for name in ("articles", "parts", "captures", "index", "ids.sqlite", "manifest.json"):
        path = archive / name
        files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        print(f"  {name:14}{sum(file.stat().st_size for file in files) / count:10,.0f} bytes a capture")
    shutil.rmtree(archive)
    shutil.rmtree(folder / f"large-{count}")


if __name__ == "__main__":
    sys.exit(main())
