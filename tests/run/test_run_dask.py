"""Dask: the same archive to the byte, also when a worker is killed."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "archive"))
import archive_pages
from test_archive_keeping import fingerprint

from copydesk.errors import CopydeskError
from copydesk.keeping import Archive
from copydesk.run import RunSettings

pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("default")  # Dask's own


@pytest.fixture
def crawl(tmp_path):
    return archive_pages.write_crawl(tmp_path / "crawl")


def test_a_cluster_makes_the_same_archive_though_a_worker_is_killed(tmp_path, crawl):
    """Where the work is done must not show in the result, nor must the loss of a machine."""
    from copydesk.run.dask import DaskCluster

    Archive(tmp_path / "reference").add(*crawl)
    with DaskCluster(RunSettings(jobs=2)) as cluster:
        workers = [worker.pid for worker in cluster.processes()]

        def kill() -> None:
            time.sleep(0.3)
            os.kill(workers[0], signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        account = Archive(tmp_path / "archive").add(*crawl, executor=cluster)
        killer.join()
    assert account.articles == 48
    assert fingerprint(tmp_path / "archive") == fingerprint(tmp_path / "reference")


def test_a_scheduler_that_does_not_answer_is_named():
    """A wrong address is the caller's most likely mistake."""
    from copydesk.run.dask import DaskCluster

    with pytest.raises(CopydeskError, match="no Dask workers"):
        DaskCluster(RunSettings(), "tcp://127.0.0.1:9", wait_seconds=2)
