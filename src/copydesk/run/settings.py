"""How many processes read, and how long a page may take.

In: nothing. Out: one frozen settings record.
"""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """Settings of a batch; the answers are the same whatever they are, timed-out pages apart."""

    jobs: int = 1
    """Worker processes; 1 reads in this process, where `page_seconds` cannot be kept; 0 means one for each core."""
    page_seconds: float = 60.0
    """Longest time for one page; the slowest real page took 0.3 s, and a page beyond this is stuck."""
    batch_pages: int = 16
    """Most paths in one message to a worker: at 2.5 ms a page its cost is then under 1 % of the reading."""
    window_pages: int = 512
    """How far the others read on while one page is slow; bounds the memory of answers that wait for their turn."""


def worker_count(jobs: int) -> int:
    """The number of processes that `jobs` asks for: 0 means the cores this process may use."""
    if jobs > 0:
        return jobs
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable is not None else os.cpu_count() or 1
