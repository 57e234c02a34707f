"""`copydesk read`: inputs to answers to text.

In: checked arguments. Out: text where it was asked for, messages on standard error, an exit code.
Left to others: capturing (`capture`), what is made of a page (`answer`), many processes (`run`), formats (`output`).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from copydesk.capture import (
    Limits,
    capture_file,
    capture_standard_input,
    is_address,
    is_collection,
    page_count,
    refuse,
)
from copydesk.cli.answer import Answer, Task
from copydesk.cli.destination import Folder, spared, write_stream
from copydesk.cli.exits import Exit
from copydesk.cli.listing import listed
from copydesk.cli.messages import Level, Messenger
from copydesk.errors import InputError, OptionError
from copydesk.output import DEFAULT_FOLD, OutputOptions, field_named, format_named, frame
from copydesk.records import Capture, Refusal
from copydesk.run import Executor, InProcess, Pool, RunSettings, Work, read_many

STANDARD_INPUT = "-"
MANY_INPUTS = 8
"""Fewer are read before a progress bar would be seen."""
WITH_PARTS = ("text", "json", "jsonl")
"""The formats that can show the parts of a page."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for, in the terms of the rooms."""

    arguments: argparse.Namespace
    limits: Limits
    settings: RunSettings
    task: Task


def read(arguments: argparse.Namespace) -> Exit:
    """Read all inputs and write them. Raises OptionError and OutputError for what the caller must change."""
    request = _request(arguments)
    messenger = _messenger(arguments)
    answers = messenger.watched(_answers(request))
    if arguments.output_dir is not None:
        _write_folder(answers, request)
    else:
        write_stream(_document(answers, request), arguments.output)
    if not _is_single(arguments):
        messenger.conclude()
    return messenger.tally.exit_code


# --------------------------------------------------------------------------- the request


def _request(arguments: argparse.Namespace) -> Request:
    limits, settings = Limits(), RunSettings(jobs=arguments.jobs)
    if arguments.max_bytes is not None:
        limits = replace(limits, max_bytes=arguments.max_bytes)
    if arguments.timeout is not None:
        idle = min(limits.idle_seconds, arguments.timeout)
        limits = replace(limits, fetch_seconds=arguments.timeout, idle_seconds=idle)
        settings = replace(settings, page_seconds=arguments.timeout)
    if arguments.no_robots:
        limits = replace(limits, obeys_robots=False)
    _check(arguments)
    fields = tuple(field_named(name) for name in arguments.why or ())
    is_whole = arguments.output_dir is not None or _is_single(arguments)
    task = Task(arguments.output_format, _output_options(arguments), fields, is_whole, arguments.favour)
    return Request(arguments, limits, settings, task)


def _check(arguments: argparse.Namespace) -> None:
    """Refuse what cannot be meant."""
    if not arguments.inputs and arguments.input_file is None and arguments.input_dir is None:
        raise OptionError("nothing to read: give files, folders, addresses, or - for standard input")
    if arguments.url is not None and not _is_single(arguments):
        raise OptionError("--url is the address of one page: give a single file, or -")
    if arguments.url is not None and is_address(arguments.inputs[0]):
        raise OptionError("--url is for a page without an address: leave it out when the input is one")
    if arguments.url is not None and not is_address(arguments.url):
        raise OptionError(f"--url {arguments.url}: not an address, it must begin with http:// or https://")
    if arguments.fold is not None and not (arguments.parts and arguments.output_format == "text"):
        raise OptionError("--fold folds the account of a page: give --parts with the text format")
    if arguments.parts and arguments.output_format not in WITH_PARTS:
        raise OptionError(f"--parts has no place in {arguments.output_format}: use {', '.join(WITH_PARTS)}")
    if arguments.why and (arguments.parts or arguments.with_metadata or arguments.output_format != "text"):
        raise OptionError("--why answers with sentences of its own: leave out --parts, --with-metadata and the format")
    if arguments.inputs.count(STANDARD_INPUT) + (arguments.input_file == STANDARD_INPUT) > 1:
        raise OptionError("standard input can be read once only: give - once")


def _output_options(arguments: argparse.Namespace) -> OutputOptions:
    on_terminal = arguments.output is None and arguments.output_dir is None and sys.stdout.isatty()
    return OutputOptions(
        with_metadata=arguments.with_metadata,
        with_parts=arguments.parts,
        fold=DEFAULT_FOLD if arguments.fold is None else arguments.fold,
        width=shutil.get_terminal_size().columns if on_terminal else None,
        in_colour=on_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb",
    )


def _messenger(arguments: argparse.Namespace) -> Messenger:
    level = Level.QUIET if arguments.quiet else Level.VERBOSE if arguments.verbose else Level.NORMAL
    writes_to_terminal = arguments.output is None and arguments.output_dir is None and sys.stdout.isatty()
    if level is Level.QUIET or writes_to_terminal or not sys.stderr.isatty() or _is_single(arguments):
        return Messenger(sys.stderr, level)
    total = _count(arguments)
    return Messenger(sys.stderr, level, total=total, shows_progress=total is None or total >= MANY_INPUTS)


def _is_single(arguments: argparse.Namespace) -> bool:
    """One page is asked for by name: its document stands alone, without the frame of a batch."""
    if arguments.input_file is not None or arguments.input_dir is not None or len(arguments.inputs) != 1:
        return False
    name = arguments.inputs[0]
    return not os.path.isdir(name.replace("\0", "")) and not is_collection(name)


# --------------------------------------------------------------------------- the inputs


def _inputs(arguments: argparse.Namespace) -> Iterator[str]:
    yield from arguments.inputs
    if arguments.input_dir is not None:
        yield arguments.input_dir
    if arguments.input_file is not None:
        yield from listed(arguments.input_file)


def _count(arguments: argparse.Namespace) -> int | None:
    """How many pages there are, when that can be known without fetching or reading anything."""
    if arguments.input_file == STANDARD_INPUT:
        return None
    return page_count(_inputs(arguments))


def _answers(request: Request) -> Iterator[Answer]:
    """One answer for each page; a time limit needs a process that can be ended, even for a single job."""
    arguments, task = request.arguments, request.task
    inputs = spared(_inputs(arguments), arguments.output)
    spared(filter(None, (arguments.input_file,)), arguments.output)
    executor: Executor | None = Pool(request.settings) if arguments.timeout is not None else None
    if not _is_single(arguments) or is_address(arguments.inputs[0]):
        found = read_many(inputs, task, limits=request.limits, settings=request.settings, executor=executor)
    else:
        capture = _single_capture(arguments.inputs[0], arguments.url, request.limits)
        found = (executor or InProcess()).answers(Work(task, request.limits), [capture])
    return (task.answer(item) if isinstance(item, Refusal) else item for item in found)


def _single_capture(name: str, url: str | None, limits: Limits) -> Capture | Refusal:
    """A file or standard input, with the address that it was given."""
    try:
        if name == STANDARD_INPUT:
            capture = capture_standard_input(limits=limits)
            return replace(capture, url=url or capture.url)
        return capture_file(name, url=url, limits=limits)
    except InputError as error:
        return refuse(error)


# --------------------------------------------------------------------------- the output


def _write_folder(answers: Iterable[Answer], request: Request) -> None:
    """A file for each input that the format has something to say of."""
    suffix = ".txt" if request.task.fields else format_named(request.task.output_format).suffix
    folder = Folder(request.arguments.output_dir, suffix)
    for answer in answers:
        if answer.text:
            folder.write(answer.source, answer.text)


def _document(answers: Iterable[Answer], request: Request) -> Iterator[str]:
    """All answers as one document: the only one alone, evidence under the name of its input, or in a format's frame."""
    if _is_single(request.arguments):
        return (answer.text for answer in answers if answer.text)
    if request.task.fields:
        return _explanations(answers)
    return frame((answer.text for answer in answers), request.task.output_format)


def _explanations(answers: Iterable[Answer]) -> Iterator[str]:
    is_first = True
    for answer in answers:
        if answer.text:
            yield f"{'' if is_first else chr(10)}==> {answer.source} <==\n{answer.text}"
            is_first = False
