"""Many inputs, many processes: order kept, nothing lost, one page paid for one fault."""

import itertools
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import run_reading

from copydesk.capture import Limits
from copydesk.errors import CopydeskError, OptionError
from copydesk.records import Article, Refusal
from copydesk.run import Pool, RunSettings, Work, read_many

TWO = RunSettings(jobs=2, page_seconds=20)


@pytest.fixture(autouse=True)
def _importable(monkeypatch):
    """Worker processes must find the reading functions of these tests."""
    here = str(Path(__file__).parent)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([here, os.environ.get("PYTHONPATH", "")]))


def write(folder, texts):
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"{number:03}.txt"
        path.write_text(text)
        paths.append(str(path))
    return paths


def outcome(answers):
    return [answer.reason if isinstance(answer, Refusal) else answer.headline for answer in answers]


def test_answers_come_in_order_whatever_the_number_of_jobs(tmp_path):
    """A batch must give the same rows on a laptop and on a large machine."""
    texts = [f"text {number}" + (" SLOW" if number in (0, 7) else "") for number in range(40)]
    paths = write(tmp_path, texts)
    one = list(read_many(paths, run_reading.read))
    assert outcome(one) == texts
    assert list(read_many(paths, run_reading.read, settings=TWO)) == one
    assert list(read_many([tmp_path], run_reading.read, settings=RunSettings(jobs=3, batch_pages=4))) == one


@pytest.mark.parametrize(
    ("fault", "reason", "words"),
    [
        ("CRASH", "internal-error", "was ended by SIGKILL"),
        ("EXIT", "internal-error", "ended with exit code 3"),
        ("RAISE", "internal-error", "ZeroDivisionError (a fault in two lines)"),
        ("UNPICKLABLE", "internal-error", "could not be sent"),
    ],
)
def test_a_fault_costs_only_its_own_page(tmp_path, fault, reason, words):
    """One page in a million that crashes the reader must not cost the others, and must be named."""
    texts = [f"text {number}" for number in range(30)]
    texts[3] = texts[19] = f"{fault} here"
    paths = write(tmp_path, texts)
    answers = list(read_many(paths, run_reading.read, settings=TWO))
    assert outcome(answers) == [reason if fault in text else text for text in texts]
    assert answers[3].source == paths[3]
    assert words in answers[3].detail and paths[3] in answers[3].detail
    assert "\n" not in answers[3].detail


@pytest.mark.parametrize("fault", ["STALL", "STOP"])
def test_a_page_that_stalls_is_given_up_and_the_rest_is_read(tmp_path, fault):
    """A reader that hangs, or a process that somebody stopped, must not hold up the batch."""
    texts = [f"text {number}" for number in range(20)]
    texts[4] = fault
    began = time.monotonic()
    answers = list(read_many(write(tmp_path, texts), run_reading.read, settings=RunSettings(jobs=2, page_seconds=1)))
    assert outcome(answers) == ["timed-out" if text == fault else text for text in texts]
    assert "longer than 1 seconds" in answers[4].detail
    assert time.monotonic() - began < 30


def test_every_page_crashing_is_every_page_refused(tmp_path):
    """Replacing workers must not end before the pages do."""
    answers = list(read_many(write(tmp_path, ["CRASH"] * 4), run_reading.read, settings=TWO))
    assert outcome(answers) == ["internal-error"] * 4


def test_unreadable_inputs_are_rows_among_the_others(tmp_path):
    """A missing file in the middle of a list is reported in its place."""
    paths = write(tmp_path, ["one", "two"])
    empty = tmp_path / "empty"
    empty.mkdir()
    inputs = [paths[0], str(tmp_path / "none.html"), str(empty), paths[1]]
    for settings in (RunSettings(), TWO):
        answers = list(read_many(inputs, run_reading.read, settings=settings))
        assert outcome(answers) == ["one", "missing-input", "no-pages", "two"]


def test_no_inputs_give_no_answers():
    """An empty list is no fault, and no worker is started for it."""
    assert list(read_many([], run_reading.read, settings=TWO)) == []


def test_inputs_are_taken_only_as_far_as_the_window_reaches(tmp_path):
    """A list of millions, or an endless one, must not fill the memory while one page is slow."""
    path = write(tmp_path, ["text"])[0]
    taken = itertools.count()
    inputs = (path for _ in iter(lambda: next(taken), -1))
    answers = read_many(inputs, run_reading.read, settings=RunSettings(jobs=2, window_pages=8))
    assert [next(answers).headline for _ in range(20)] == ["text"] * 20
    answers.close()
    assert next(taken) <= 20 + 8 + 1


def test_closing_the_iterator_ends_the_workers(tmp_path):
    """Whoever stops after the first answer leaves no process behind."""
    import multiprocessing

    answers = read_many(write(tmp_path, ["a", "b", "STALL"]), run_reading.read, settings=TWO)
    assert next(answers).headline == "a"
    assert multiprocessing.active_children()
    answers.close()
    assert not multiprocessing.active_children()


def test_a_function_that_cannot_be_sent_is_refused_at_once(tmp_path):
    """The caller's mistake is named before any process starts."""
    with pytest.raises(OptionError, match="defined in a module"):
        list(read_many(write(tmp_path, ["a"]), lambda capture: Refusal("no-content", "x"), settings=TWO))


SCRIPT = """
import sys, run_reading
from copydesk.run import RunSettings, read_many
{guard}
    for answer in read_many(sys.argv[1:], run_reading.read, settings=RunSettings(jobs=2)):
        print(answer.headline, flush=True)
"""


def start(folder, guard, paths):
    script = folder / "script.py"
    script.write_text(SCRIPT.format(guard=guard))
    command = [sys.executable, str(script), *paths]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def test_a_script_without_a_guard_is_told_so(tmp_path):
    """Workers that import such a script would start it again and again; one sentence says what to do."""
    process = start(tmp_path, "if True:", write(tmp_path, ["a", "b"]))
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "__main__" in errors.splitlines()[-1]
    assert CopydeskError.__name__ in errors


def test_an_interrupt_ends_everything_cleanly(tmp_path):
    """Ctrl-C reaches every process of the terminal: no worker stays behind, and none prints a traceback."""
    import signal

    process = start(tmp_path, 'if __name__ == "__main__":', write(tmp_path, ["a", "STALL", "STALL"]))
    assert process.stdout.readline() == "a\n"
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert errors.count("Traceback") == 1 and "KeyboardInterrupt" in errors
    with pytest.raises(ProcessLookupError):
        for _ in range(50):  # the resource tracker of the interpreter takes a moment to go
            os.killpg(process.pid, 0)
            time.sleep(0.1)


def test_an_article_is_what_comes_back(tmp_path):
    """Answers cross the process border as the records they were."""
    (answer,) = read_many(write(tmp_path, ["text"]), run_reading.read, settings=TWO)
    assert isinstance(answer, Article)


def test_a_worker_killed_while_idle_costs_no_page(tmp_path):
    """Whoever ends a waiting process, for want of memory or by mistake, loses nothing."""
    import multiprocessing

    paths = write(tmp_path, [f"text {number}" for number in range(8)])

    def payloads():
        yield from paths[:2]
        time.sleep(1)
        for child in multiprocessing.active_children():
            child.kill()
        time.sleep(0.2)
        yield from paths[2:]

    answers = Pool(TWO).answers(Work(run_reading.read, Limits()), payloads())
    assert outcome(answers) == [f"text {number}" for number in range(8)]


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="open files are counted in /proc")
def test_crashes_leave_no_file_open_and_no_process_behind(tmp_path):
    """A batch of a million pages with a thousand crashes must not run out of anything."""
    import multiprocessing

    def open_files():
        return len(os.listdir("/proc/self/fd"))

    paths = write(tmp_path, ["CRASH"] * 3)
    list(read_many(paths, run_reading.read, settings=TWO))
    before = open_files()
    list(read_many(paths * 3, run_reading.read, settings=TWO))
    assert open_files() == before
    assert not multiprocessing.active_children()


class Backwards:
    """An executor of somebody else's making: takes everything, works from the end, gives back in order."""

    def answers(self, work, payloads):
        taken = list(payloads)
        yield from reversed([work(payload) for payload in reversed(taken)])


def test_work_can_be_done_anywhere(tmp_path):
    """A scheduler for many machines needs to write one method."""
    paths = write(tmp_path, ["a", "RAISE", "b"])
    answers = list(read_many(paths, run_reading.read, executor=Backwards()))
    assert outcome(answers) == ["a", "internal-error", "b"]


def test_a_consumer_that_takes_its_time_times_nothing_out(tmp_path):
    """Pages are judged by how long their reading took, not by how long the answer waited to be fetched."""
    texts = [f"text {number}" for number in range(40)]
    settings = RunSettings(jobs=2, page_seconds=0.5, batch_pages=4)
    answers = read_many(write(tmp_path, texts), run_reading.read, settings=settings)
    seen = []
    for answer in answers:
        if len(seen) == 3:
            time.sleep(1.2)
        seen.append(answer)
    assert outcome(seen) == texts
