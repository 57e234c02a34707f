"""`python -m bench.search [--articles N ...] [--words N] [--folder DIR] [--index DIR] [--queries N]`

Makes articles, indexes them and asks. Words follow Zipf's law over a made-up vocabulary, or the articles are put
together from the paragraphs of the pages of a folder. Prints bytes an article, articles a second, and for each kind of
query the median and 95th percentile in milliseconds with two clients (processes) asking at once, ten hits with
snippets each; beside it the same in processor time, which a busy machine changes less.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from statistics import median

from copydesk.search import FACETS, Document, Filters, Index, Question, prepare

VOCABULARY = 200_000
SHARD_ROWS = 1_000
CLIENTS = 2
KINDS = ("word", "two words", "phrase", "prefix", "field", "date range", "facets", "rare", "frequent", "sorted")


def main() -> int:
    options = parse_options()
    source = paragraphs_of(options.folder) if options.folder else []
    print(f"{'articles':>9}{'kind':>14}{'p50 ms':>9}{'p95 ms':>9}{'CPU p50':>9}{'CPU p95':>9}{'hits':>10}")
    for count in options.articles:
        folder = Path(options.index or tempfile.mkdtemp()) / f"index-{count}"
        shutil.rmtree(folder, ignore_errors=True)
        report_build(folder, count, Maker(options.words, source))
        report_queries(folder, count, options.queries)
        if not options.index:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description="What searching costs.")
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000], help="sizes of the archive (10000)")
    parser.add_argument("--words", type=int, default=450, help="words an article on average (450)")
    parser.add_argument("--folder", type=Path, help="put articles together from the paragraphs of these pages")
    parser.add_argument("--index", help="keep the index below this folder")
    parser.add_argument("--queries", type=int, default=200, help="queries a kind and client (200)")
    return parser.parse_args()


def paragraphs_of(folder: Path) -> list[str]:
    """The paragraphs of all articles among the pages of a folder."""
    import copydesk
    from bench.pages import find_pages

    found = []
    for path in find_pages([folder]):
        try:
            found += [passage.text for passage in copydesk.read(str(path)).body if len(passage.text) > 80]
        except copydesk.CopydeskError:
            continue
    return found


def word_numbered(rank: int) -> str:
    """A made-up word: short where it is frequent."""
    letters, syllables = "", ("ba", "co", "du", "fe", "gi", "ka", "lo", "mu", "ne", "pi", "ra", "so", "tu", "ve", "zi")
    rank += 1
    while rank:
        rank, rest = divmod(rank, len(syllables))
        letters += syllables[rest]
    return letters


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes articles, each from its number alone."""

    words: int
    source: list[str]

    def documents(self, first: int, last: int) -> Iterator[Document]:
        weights = zipf_weights()
        for number in range(first, last):
            yield self._document(number, weights)

    def _document(self, number: int, weights: list[float]) -> Document:
        chance = random.Random(number)
        body = self._body(chance, weights)
        day = f"{chance.randint(2004, 2024)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        site = word_numbered(200 + int(chance.paretovariate(0.8)) % 2_000)
        return Document(
            id=f"{number:032x}",
            headline=body[: body.find(" ", 50)],
            body=body,
            authors=(f"Ana {word_numbered(5_000 + chance.randint(0, 3_000)).title()}",),
            publisher=site.title(),
            url=f"https://www.{site}.example/{day}/{number}",
            captions=(body[-100:],),
            agency=chance.choice(("Reuters", "AFP", "dpa", None, None, None)),
            language=chance.choice(("en", "en", "en", "de", "fr", "es")),
            keywords=tuple(word_numbered(chance.randint(300, 3_000)) for _ in range(3)),
            section=chance.choice(("World", "Sport", "Politics")),
            date_published=day,
        )

    def _body(self, chance: random.Random, weights: list[float]) -> str:
        length = max(60, int(chance.gauss(self.words, self.words / 3)))
        if self.source:
            pieces: list[str] = []
            while sum(len(piece) for piece in pieces) < length * 6:
                pieces.append(chance.choice(self.source))
            return "\n\n".join(pieces)
        top = weights[-1]
        ranks = (bisect(weights, chance.random() * top) for _ in range(length))
        words = [word_numbered(rank) for rank in ranks]
        return "\n\n".join(" ".join(words[at : at + 60]).capitalize() + "." for at in range(0, length, 60))


def zipf_weights() -> list[float]:
    return list(accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))


def report_build(folder: Path, count: int, maker: Maker) -> None:
    index = Index.open(folder, create=True)
    making = preparing = feeding = 0.0
    text_bytes = 0
    for shard, first in enumerate(range(0, count, SHARD_ROWS), 1):
        start = time.perf_counter()
        documents = list(maker.documents(first, min(count, first + SHARD_ROWS)))
        made = time.perf_counter()
        ready = [prepare(document) for document in documents]
        prepared = time.perf_counter()
        index.add(shard, ready)
        fed = time.perf_counter()
        making, preparing, feeding = making + made - start, preparing + prepared - made, feeding + fed - prepared
        text_bytes += sum(len(document.body.encode()) for document in documents)
    start = time.perf_counter()
    index.commit()
    index.close()
    feeding += time.perf_counter() - start
    size = sum(path.stat().st_size for path in folder.rglob("*"))
    print(
        f"{count:>9} built: {size / count:,.0f} bytes an article ({text_bytes / count:,.0f} of text), "
        f"prepare {preparing / count * 1e3:.2f} ms, add {feeding / count * 1e3:.2f} ms an article, "
        f"{count / (preparing + feeding):,.0f} a second",
        flush=True,
    )


def report_queries(folder: Path, count: int, queries: int) -> None:
    context = multiprocessing.get_context("spawn")
    for kind in KINDS:
        with context.Pool(CLIENTS) as pool:
            answers = pool.starmap(ask_many, [(str(folder), kind, queries, client) for client in range(CLIENTS)])
        asked = [one for part in answers for one in part]
        columns = [sorted(one[column] * 1e3 for one in asked) for column in (0, 1)]
        shown = "".join(f"{median(times):9.2f}{times[int(len(times) * 0.95)]:9.2f}" for times in columns)
        print(f"{count:>9}{kind:>14}{shown}{median(one[2] for one in asked):>10,.0f}", flush=True)


def ask_many(folder: str, kind: str, queries: int, client: int) -> list[tuple[float, float, int]]:
    """One client's seconds, seconds of processor time, and totals; the first questions only warm it up."""
    chance = random.Random(client)
    index = Index.open(folder)
    sample = [hit.snippet.text for hit in index.search(Question(limit=100, offset=client * 100)).hits if hit.snippet]
    answers = []
    for number in range(queries + 10):
        question = question_of(kind, chance, sample)
        start, busy = time.perf_counter(), time.process_time()
        results = index.search(question)
        if number >= 10:
            answers.append((time.perf_counter() - start, time.process_time() - busy, results.total))
    return answers


def question_of(kind: str, chance: random.Random, sample: list[str]) -> Question:
    """A question of the kind, its words drawn from texts that are there."""
    words = [
        word.strip(".,") for word in chance.choice(sample).split() if word.isascii() and word.strip(".,").isalnum()
    ]
    at = chance.randrange(max(1, len(words) - 3))
    word = max(words[at : at + 3], key=len)
    makers: dict[str, Callable[[], Question]] = {
        "word": lambda: Question(word),
        "two words": lambda: Question(f"{word} {chance.choice(words)}"),
        "phrase": lambda: Question(f'"{words[at]} {words[at + 1]}"'),
        "prefix": lambda: Question(f"{word[:4]}*"),
        "field": lambda: Question(f"headline:{word} lang:en"),
        "date range": lambda: Question(f"{word} date:2010..2014-06"),
        "facets": lambda: Question(word, facets=FACETS),
        "rare": lambda: Question(max(words, key=len)),
        "frequent": lambda: Question(min(words, key=len), filters=Filters()),
        "sorted": lambda: Question(word, sort="date"),
    }
    return makers[kind]()


if __name__ == "__main__":
    sys.exit(main())
