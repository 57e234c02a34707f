"""Many inputs, many processes, one answer each."""

from copydesk.run.batch import read_many
from copydesk.run.executor import Executor, InProcess
from copydesk.run.pool import Pool
from copydesk.run.settings import RunSettings
from copydesk.run.task import Work

__all__ = ["Executor", "InProcess", "Pool", "RunSettings", "Work", "read_many"]
