"""`copydesk add`: inputs into an archive.

In: checked arguments. Out: an archive; progress, refusals and a sum on standard error, an exit code.
Left to others: adding (`keeping`), which processes do it (`run`).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from copydesk.capture import Fetcher, Kind, Limits, is_address, listed_addresses
from copydesk.cli.counted import counted
from copydesk.cli.destination import OutputError, refuse_inside, spared
from copydesk.cli.exits import Exit
from copydesk.cli.listing import listed
from copydesk.cli.progress import AddProgress
from copydesk.errors import REASONS, OptionError
from copydesk.keeping import Added, AddSettings, Archive, refused_captures
from copydesk.records import Refusal
from copydesk.run import RunSettings

if TYPE_CHECKING:
    from copydesk.keeping import PortionExecutor

SHORTEST_RATED = 0.1
"""Seconds; what took less says nothing about the pace."""
BY_RULE = frozenset({"not-a-page", "http-status", "redirect", "revisit", "duplicate", "no-content"})
"""Left out on purpose, or read and found without a story: nothing that anybody must look into."""


def add(arguments: argparse.Namespace) -> Exit:
    """Add all inputs. Raises: OptionError, ArchiveError, OutputError."""
    inputs = [*arguments.inputs, *(listed(arguments.input_file) if arguments.input_file is not None else ())]
    if not inputs and not arguments.feed and not arguments.sitemap:
        raise OptionError("nothing to add: give web archives, folders, files, addresses, or - for standard input")
    if arguments.url_filter and not arguments.feed and not arguments.sitemap:
        raise OptionError("--url-filter chooses among the addresses of --feed and --sitemap: give one of them")
    for name, addresses in (("--feed", arguments.feed), ("--sitemap", arguments.sitemap)):
        if others := [address for address in addresses or () if not is_address(address)]:
            raise OptionError(f"{name} {others[0]}: not an address, it must begin with http:// or https://")
    refuse_inside(arguments.archive, arguments.log)
    spared(filter(None, (*inputs, arguments.input_file)), arguments.log)
    archive = Archive(arguments.archive)
    level = "quiet" if arguments.quiet else "verbose" if arguments.verbose else "normal"
    with ExitStack() as stack:
        log = _opened_log(stack, arguments.log)
        bar = stack.enter_context(AddProgress(sys.stderr, level, log))
        executor = _executor(stack, arguments)
        settings = _settings(arguments)
        addresses, refusals = _listings(arguments, settings.limits, bar)
        before = archive.last_shard()
        try:
            account = archive.add(*inputs, *addresses, settings=settings, executor=executor, watch=bar)
        except KeyboardInterrupt:
            print("copydesk: stopped; what was added is safe, the same command goes on from there", file=sys.stderr)
            return Exit.INTERRUPTED
        finally:
            if log is not None or level == "verbose":
                for refusal in refused_captures(archive, since=before):
                    bar.refuse(refusal)
    account.counts.update(refusal.reason for refusal in refusals)
    if level != "quiet":
        for line in summary(account):
            print(f"copydesk: {line}", file=sys.stderr)
    return _exit_code(account)


def _settings(arguments: argparse.Namespace) -> AddSettings:
    limits = replace(Limits(), obeys_robots=not arguments.no_robots)
    given = {
        "max_bytes": arguments.max_bytes,
        "user_agent": arguments.user_agent,
        "wait_seconds": arguments.wait,
    }
    limits = replace(limits, **{name: value for name, value in given.items() if value is not None})
    return AddSettings(limits=limits, keeps_captures=arguments.keep_captures, fetches_again=arguments.again)


def _listings(arguments: argparse.Namespace, limits: Limits, bar: AddProgress) -> tuple[list[str], list[Refusal]]:
    """The addresses that feeds and sitemaps list; what cannot be fetched of those is said."""
    found: list[str] = []
    refusals: list[Refusal] = []
    filters: list[str] = arguments.url_filter or [""]
    wanted = [(Kind.FEED, address) for address in arguments.feed or ()]
    wanted += [(Kind.SITEMAP, address) for address in arguments.sitemap or ()]
    with Fetcher(limits) as fetcher:
        for kind, address in wanted:
            for item in listed_addresses(address, kind, fetcher, limits):
                if isinstance(item, Refusal):
                    bar(item)
                    refusals.append(item)
                elif any(text in item for text in filters):
                    found.append(item)
    return found, refusals


def _executor(stack: ExitStack, arguments: argparse.Namespace) -> PortionExecutor:
    settings = RunSettings(jobs=arguments.jobs, page_seconds=arguments.timeout)
    if arguments.dask or arguments.scheduler is not None:
        from copydesk.run.dask import DaskCluster

        return stack.enter_context(DaskCluster(settings, arguments.scheduler))
    from copydesk.run.crew import Crew

    return Crew(settings)


def _opened_log(stack: ExitStack, path: str | None) -> TextIO | None:
    if path is None:
        return None
    try:
        return stack.enter_context(open(path, "w", encoding="utf-8", errors="backslashreplace"))
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or type(error).__name__}") from None


def summary(account: Added) -> Iterator[str]:
    """What happened, in a few lines."""
    if account.captures:
        articles, captures = counted(account.articles, "article"), counted(account.captures, "capture")
        rate = f" ({account.captures / account.seconds:,.0f} a second)" if account.seconds > SHORTEST_RATED else ""
        yield f"{articles} from {captures} in {account.seconds:,.1f} seconds{rate}"
    else:
        yield "nothing new"
    numbers = (
        (account.known_portions, "portion"),
        (account.known_files, "file"),
        (account.known_addresses, "address"),
    )
    known = " and ".join(counted(number, noun) for number, noun in numbers if number)
    if known:
        refused = ", or refused before" if account.known_portions or account.known_files else ""
        yield f"in the archive already{refused}: {known}"
    left_out = Counter({reason: count for reason, count in account.counts.items() if reason != "article"})
    for reason, count in left_out.most_common():
        yield f"{count:>9,} {reason} ({REASONS.get(reason, reason)})"


def _exit_code(account: Added) -> Exit:
    refused = sum(count for reason, count in account.counts.items() if reason not in BY_RULE and reason != "article")
    if not refused:
        return Exit.ALL_READ
    added = account.captures > refused or account.known_portions or account.known_files or account.known_addresses
    return Exit.SOME_REFUSED if added else Exit.NOTHING_READ
