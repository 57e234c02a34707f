"""A batch of inputs to their articles, in order, nothing lost.

In: inputs of any kind and the function that reads a page. Out: an answer or a Refusal for each page.
Left to others: what inputs are (`capture`), how a page is read (`pipeline`), where it is done (`executor`, `pool`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from copydesk.capture import Limits, located
from copydesk.records import Capture, Refusal
from copydesk.run.executor import Executor, InProcess
from copydesk.run.pool import Pool
from copydesk.run.settings import RunSettings, worker_count
from copydesk.run.task import T, Work

DEFAULT_LIMITS = Limits()
DEFAULT_SETTINGS = RunSettings()


def read_many(
    inputs: Iterable[str | Path],
    read: Callable[[Capture], T | Refusal],
    *,
    limits: Limits = DEFAULT_LIMITS,
    settings: RunSettings = DEFAULT_SETTINGS,
    executor: Executor | None = None,
) -> Iterator[T | Refusal]:
    """Read every page of the inputs: files, folders, addresses, `-`.

    read: Capture to an Article, or to whatever the caller needs of one (less to send: its JSON, say), or to a Refusal;
    with several jobs a function of a module. executor: where the work is done, by default this process for one job and
    a pool of processes for more.
    Returns: answers in the order of the inputs, a folder's pages sorted; the same whatever the number of jobs. What
    goes wrong with one page is a Refusal in its place.
    Raises: OptionError, CopydeskError where no worker process can be started.
    """
    if executor is None:
        executor = InProcess() if worker_count(settings.jobs) == 1 else Pool(settings)
    return executor.answers(Work(read, limits), located(inputs, limits))
