"""Portions on a cluster: an executor for Dask.

In: work and portions. Out: drafts in the order of the portions, the same to the byte as from one machine. The archive's
folder and the inputs must be at the same paths on every machine (a shared file system). Dask runs a portion again whose
worker died; its journal then names the record at which it died, and a record that kills workers is put aside.
Raises CopydeskError where `distributed` is not installed or the scheduler does not answer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from copydesk.archive import Draft
from copydesk.errors import CopydeskError
from copydesk.run.settings import RunSettings, worker_count
from copydesk.run.shards import Failure, ShardWork
from copydesk.run.task import PortionTask

WAIT_SECONDS = 30.0
"""Longest time for a scheduler to answer, or for the first worker to come."""
MAX_RUNS = 16
"""Dask gives up a task after four dead workers; it is handed in again so often."""
WINDOW = 4
"""Portions handed in for each worker."""


class DaskCluster:
    """An executor that hands portions to a Dask scheduler. Close it, or use it in a `with`."""

    def __init__(
        self, settings: RunSettings, address: str | None = None, *, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        """address: of the scheduler, such as `tcp://10.0.0.1:8786`; None starts a cluster on this machine."""
        try:
            import distributed as installed
        except ImportError:
            raise CopydeskError("Dask is not installed; install it with: pip install 'copydesk[dask]'") from None
        self._settings = settings
        distributed: Any = installed  # it has types for half of its names
        self._distributed = distributed
        self._cluster: Any = None
        if address is None:
            self._cluster = distributed.LocalCluster(
                n_workers=worker_count(settings.jobs), threads_per_worker=1, dashboard_address=None
            )
        try:
            self._client: Any = distributed.Client(self._cluster or address, timeout=wait_seconds)
            self._client.wait_for_workers(1, timeout=wait_seconds)
        except (OSError, TimeoutError) as error:
            self.close()
            what = " ".join(str(error).split()) or type(error).__name__
            raise CopydeskError(f"{address or 'the local cluster'}: no Dask workers ({what}); check it") from None

    def processes(self) -> list[Any]:
        """The processes of the workers of a local cluster."""
        return [nanny.process for nanny in self._cluster.workers.values()] if self._cluster is not None else []

    def drafts(self, work: ShardWork, tasks: Iterable[PortionTask]) -> Iterator[Draft | Failure]:
        work = replace(work, watch_seconds=self._settings.page_seconds)
        waiting: deque[tuple[PortionTask, Any]] = deque()
        remaining = iter(tasks)
        try:
            while True:
                for task in remaining:
                    waiting.append((task, self._hand_in(work, task)))
                    if len(waiting) >= self._window():
                        break
                if not waiting:
                    return
                yield self._answer(work, *waiting.popleft())
        finally:
            self._client.cancel([future for _, future in waiting])

    def _hand_in(self, work: ShardWork, task: PortionTask) -> Any:
        return self._client.submit(work, task, pure=False, priority=-task.number)

    def _window(self) -> int:
        threads = sum(self._client.nthreads().values())
        return max(WINDOW * int(threads), WINDOW)

    def _answer(self, work: ShardWork, task: PortionTask, future: Any) -> Draft | Failure:
        for _ in range(MAX_RUNS):
            try:
                answer: Draft | Failure = future.result()
                return answer
            except self._distributed.KilledWorker:
                future = self._hand_in(work, task)
        return Failure(f"{task.source}: reading it ended too many Dask workers; look into their logs")

    def close(self) -> None:
        """Let go of the scheduler; a local cluster ends."""
        client = getattr(self, "_client", None)
        if client is not None:
            client.close()
        if self._cluster is not None:
            self._cluster.close()

    def __enter__(self) -> DaskCluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
