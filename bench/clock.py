"""Times readers on pages, interleaved, and turns times into ratios.

In: readers and samples. Out: for each reader its best and median seconds on every page, and what that is in units of
the baseline. Round robin: on each page every reader has its turn in every round, each round beginning with another
one, so that a busy moment of the machine hits all alike. The collector of garbage rests while the clock runs, and
results are thrown away after it has stopped.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import mean, median

from bench.pages import Sample
from bench.readers import BASELINE, Reader

SLOW_SECONDS = 0.02
"""A reader that takes longer on a page has two rounds there: its noise is small beside it."""
SLOW_ROUNDS = 2


@dataclass(slots=True)
class Times:
    """One reader's seconds, a page each."""

    reader: Reader
    best: list[float] = field(default_factory=list)
    middle: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    """Pages on which it raised, and what."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a reader costs."""

    name: str
    group: str
    pages: int
    milliseconds: float
    """Mean over pages of the best of its rounds."""
    of_totals: float
    """Seconds on all pages, in units of the baseline's."""
    page_median: float
    """Median over pages of the page's own ratio."""
    page_p95: float
    page_mean: float
    failures: int


def run_rounds(readers: Sequence[Reader], sample: Sample, rounds: int) -> dict[str, list[float]]:
    """Every reader's seconds on one page, round by round."""
    seconds: dict[str, list[float]] = {reader.name: [] for reader in readers}
    inputs = {reader.name: reader.prepare(sample) for reader in readers}
    for number in range(rounds):
        turn = number * len(readers) // max(rounds, 1)
        for reader in [*readers[turn:], *readers[:turn]]:
            taken = seconds[reader.name]
            if len(taken) >= SLOW_ROUNDS and min(taken) > SLOW_SECONDS:
                continue
            taken.append(time_once(reader, inputs[reader.name]))
    return seconds


def time_once(reader: Reader, given: object) -> float:
    """Seconds of one reading."""
    gc.disable()
    started = time.perf_counter()
    result = reader.run(given)
    seconds = time.perf_counter() - started
    gc.enable()
    del result
    return seconds


def fails(reader: Reader, sample: Sample) -> str | None:
    """What a reader raises on a page, None when it reads it; also its warm-up."""
    try:
        reader.run(reader.prepare(sample))
    except Exception as error:
        return f"{sample.name}: {type(error).__name__}: {error}"
    return None


def measure(
    readers: Sequence[Reader], samples: Iterable[Sample], rounds: int, report: Callable[[int], None] = lambda _: None
) -> list[Times]:
    """Time all readers on all pages."""
    all_times = [Times(reader) for reader in readers]
    for number, sample in enumerate(samples):
        willing = []
        for times in all_times:
            failure = fails(times.reader, sample)
            if failure is None:
                willing.append(times.reader)
            else:
                times.failures.append(failure)
        seconds = run_rounds(willing, sample, rounds)
        for times in all_times:
            taken = seconds.get(times.reader.name)
            times.best.append(min(taken) if taken else float("nan"))
            times.middle.append(median(taken) if taken else float("nan"))
        gc.collect()
        report(number + 1)
    return all_times


def weigh(all_times: Sequence[Times]) -> list[Cost]:
    """Costs in units of the baseline, in the order of the readers."""
    unit = next(times.best for times in all_times if times.reader.name == BASELINE)
    return [_cost(times, unit) for times in all_times]


def _cost(times: Times, unit: Sequence[float]) -> Cost:
    pairs = [(mine, one) for mine, one in zip(times.best, unit, strict=True) if mine == mine and one == one]
    ratios = sorted(mine / one for mine, one in pairs)
    if not pairs:
        unknown = float("nan")
        name, group, failures = times.reader.name, times.reader.group, len(times.failures)
        return Cost(name, group, 0, unknown, unknown, unknown, unknown, unknown, failures)
    return Cost(
        times.reader.name,
        times.reader.group,
        len(pairs),
        1000 * mean(mine for mine, _ in pairs),
        sum(mine for mine, _ in pairs) / sum(one for _, one in pairs),
        median(ratios),
        ratios[min(len(ratios) - 1, int(0.95 * len(ratios)))],
        mean(ratios),
        len(times.failures),
    )
