"""`python -m bench [FOLDER ...] [--pages N] [--rounds N] [--readers NAME ...] [--memory] [--large MB] [--json FILE]`

Reads the pages of any folders (`.html`, `.html.gz`; the examples by default) with copydesk and with everyone else who
is installed, in one interleaved run, and prints what each costs in units of a bare lexbor parse.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from bench.clock import Cost, Times, measure, weigh
from bench.memory import Peak, measure_peak
from bench.pages import find_pages, load_page, make_large_page, pick_pages
from bench.readers import BASELINE, Reader, find_readers

MEGABYTE = 1_000_000
LARGEST_PAGES = 3


def main() -> int:
    options = parse_options()
    paths = pick_pages(find_pages(options.folders), options.pages)
    if not paths:
        print("bench: no page (.html, .html.gz) in " + ", ".join(map(str, options.folders)), file=sys.stderr)
        return 2
    readers, missing = find_readers()
    if not any(reader.name == BASELINE for reader in readers):
        print("bench: the unit is missing: pip install selectolax", file=sys.stderr)
        return 2
    if options.readers:
        readers = [reader for reader in readers if reader.name == BASELINE or _is_wanted(reader, options.readers)]
    all_times = measure(readers, map(load_page, paths), options.rounds, _Progress(len(paths)))
    costs = weigh(all_times)
    print_costs(costs, paths, options.rounds)
    print("\n".join(missing))
    print_failures(all_times)
    peaks = measure_peaks(readers, paths, options.large) if options.memory else []
    print_peaks(peaks)
    if options.json:
        options.json.write_text(json.dumps(as_json(costs, all_times, peaks, paths), indent=1), encoding="utf-8")
    return 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="What reading a page costs.")
    parser.add_argument("folders", nargs="*", type=Path, help="folders of pages; the examples by default")
    parser.add_argument("--pages", type=int, help="this many pages, spread evenly over all")
    parser.add_argument("--rounds", type=int, default=5, help="readings of each page by each reader (5)")
    parser.add_argument(
        "--readers", nargs="+", metavar="NAME", help="only readers whose name or group starts like this"
    )
    parser.add_argument("--memory", action="store_true", help="also measure peak memory on the largest pages")
    parser.add_argument("--large", type=float, default=50.0, metavar="MB", help="size of the made-up page (50)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured")
    return parser.parse_args()


def _is_wanted(reader: Reader, names: list[str]) -> bool:
    return any(reader.name.startswith(name) or reader.group == name for name in names)


class _Progress:
    """A count on standard error, where a person watches."""

    def __init__(self, total: int) -> None:
        self.total = total

    def __call__(self, done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done} of {self.total} pages", end="\n" if done == self.total else "", file=sys.stderr)


def print_costs(costs: list[Cost], paths: list[Path], rounds: int) -> None:
    size = sum(len(load_page(path).source) for path in paths) / len(paths)
    print(f"{len(paths)} pages of {size / 1000:.0f} KB on average, best of {rounds} rounds; 1.00 = {BASELINE}\n")
    print(f"{'reader':30}{'ms a page':>11}{'of totals':>11}{'median':>9}{'mean':>9}{'95 %':>9}{'failed':>8}")
    group = costs[0].group
    for cost in costs:
        if cost.group != group:
            print()
            group = cost.group
        print(
            f"{cost.name:30}{cost.milliseconds:11.3f}{cost.of_totals:11.2f}{cost.page_median:9.2f}"
            f"{cost.page_mean:9.2f}{cost.page_p95:9.2f}{cost.failures or '':>8}"
        )


def print_failures(all_times: list[Times]) -> None:
    for times in all_times:
        if times.failures:
            print(f"{times.reader.name} failed on {len(times.failures)} pages, first {times.failures[0][:100]}")


def measure_peaks(readers: list[Reader], paths: list[Path], large_megabytes: float) -> list[Peak]:
    """Peak memory on the largest pages and on a made-up one."""
    largest = sorted(paths, key=lambda path: len(load_page(path).source))[-LARGEST_PAGES:]
    with tempfile.TemporaryDirectory() as folder:
        made_up = Path(folder) / f"made-up-{large_megabytes:g}-MB.html"
        made_up.write_bytes(make_large_page(int(large_megabytes * MEGABYTE)))
        wanted = [reader for reader in readers if reader.group != "room"]
        return [measure_peak(reader.name, path) for path in [*largest, made_up] for reader in wanted]


def print_peaks(peaks: list[Peak]) -> None:
    page = None
    for peak in peaks:
        if peak.page != page:
            page = peak.page
            print(f"\npeak memory on {page} ({peak.page_bytes / MEGABYTE:.1f} MB), in sizes of the page")
        print(f"{peak.reader:30}{peak.note if peak.multiple is None else format(peak.multiple, '11.1f')}")


def as_json(costs: list[Cost], all_times: list[Times], peaks: list[Peak], paths: list[Path]) -> dict[str, object]:
    return {
        "machine": {"python": platform.python_version(), "system": platform.platform(), "cpu": platform.machine()},
        "pages": [str(path) for path in paths],
        "costs": [asdict(cost) for cost in costs],
        "seconds": {times.reader.name: {"best": times.best, "median": times.middle} for times in all_times},
        "failures": {times.reader.name: times.failures for times in all_times if times.failures},
        "memory": [{**asdict(peak), "multiple": peak.multiple} for peak in peaks],
    }


if __name__ == "__main__":
    sys.exit(main())
