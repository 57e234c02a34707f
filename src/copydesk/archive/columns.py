"""Records to Arrow columns, and back.

In: records of one shape. Out: one Arrow array, built leaf by leaf; no dictionary is made for any record, because a page
has some 1,500 leaves. And the way back: an array to the records that it was made of, equal to them.
Left to others: which shapes there are (`fields`), which table they stand in (`rows`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import accumulate, chain
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

import pyarrow as pa

from copydesk.archive.fields import TIME, Leaf, Many, Record, Shape

T = TypeVar("T")
Getter = Callable[[Any], Any]

SURROGATE = re.compile("[\ud800-\udfff]")
"""Takes one half of a pair of UTF-16; refuses any character that UTF-8 can hold."""
LARGEST = 2**63 - 1
"""What an Arrow integer holds; a page may claim more readers than that."""


def make_array(shape: Shape, values: Sequence[object]) -> pa.Array:
    """One column of the values, None where there is none."""
    if isinstance(shape, Leaf):
        return leaf_array(values, shape.arrow)
    if isinstance(shape, Many):
        return list_array(values, lambda items: make_array(shape.item, items))
    return _record_array(shape, values)


def leaf_array(values: Sequence[object], arrow: pa.DataType) -> pa.Array:
    """One column of texts, numbers or times; what Arrow cannot hold is brought as near as it can."""
    if arrow == TIME:
        return pa.array([_in_utc(value) for value in values], arrow)
    try:
        return pa.array(values, arrow)
    except UnicodeEncodeError:  # a lone surrogate: half a character out of broken JSON, or a path that is no UTF-8
        return pa.array([_whole_text(value) for value in values], arrow)
    except (OverflowError, pa.ArrowInvalid):
        return pa.array([max(min(value, LARGEST), -LARGEST) if type(value) is int else value for value in values])


def list_array(values: Sequence[object], make_items: Callable[[Sequence[object]], pa.Array]) -> pa.Array:
    """One column of lists; their items are made into one column at once."""
    lists: list[Sequence[object]] = [value if isinstance(value, tuple) else tuple(value) for value in values]  # type: ignore[arg-type]
    offsets = pa.array(chain((0,), accumulate(map(len, lists))), pa.int32())
    return pa.ListArray.from_arrays(offsets, make_items(list(chain.from_iterable(lists))))


def _record_array(shape: Record, values: Sequence[object]) -> pa.Array:
    if not values:
        return pa.array([], shape.arrow)
    read: list[Getter] = [itemgetter(0), itemgetter(1)] if shape.kind is tuple else [*map(attrgetter, shape.names)]
    try:
        columns = [make_array(inner, list(map(get, values))) for get, inner in zip(read, shape.shapes, strict=True)]
    except (AttributeError, TypeError):  # some are None: asking each of them first would take as long as reading them
        return _partial_record_array(shape, values, read)
    return pa.StructArray.from_arrays(columns, fields=list(shape.arrow))


def _partial_record_array(shape: Record, values: Sequence[object], read: Sequence[Getter]) -> pa.Array:
    columns = []
    for get, inner in zip(read, shape.shapes, strict=True):
        empty = () if isinstance(inner, Many) else None
        columns.append(make_array(inner, [empty if value is None else get(value) for value in values]))
    mask = pa.array([value is None for value in values], pa.bool_())
    return pa.StructArray.from_arrays(columns, fields=list(shape.arrow), mask=mask)


def _in_utc(value: object) -> object:
    """A time without a zone is taken for UTC, as captures give it."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value


def _whole_text(value: object) -> object:
    """The text with each lone surrogate replaced by one character, so that offsets stay right."""
    return SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value


# --------------------------------------------------------------------------- the way back


def make_records(shape: Shape, array: pa.Array) -> list[object]:
    """The values that a column was made of."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if isinstance(shape, Leaf):
        return list(array.to_pylist())
    if isinstance(shape, Many):
        return list[object](cut_lists(array, make_records(shape.item, array.flatten())))
    columns = [make_records(inner, column) for inner, column in zip(shape.shapes, array.flatten(), strict=True)]
    made: Iterable[object] = zip(*columns, strict=True) if shape.kind is tuple else map(shape.kind, *columns)
    if array.null_count:
        validity = array.is_valid().to_pylist()
        return [record if is_there else None for record, is_there in zip(made, validity, strict=True)]
    return list(made)


def cut_lists(array: pa.Array, items: Sequence[T]) -> list[tuple[T, ...]]:
    """Flat items as the tuples that they stood in."""
    lengths = [length or 0 for length in array.value_lengths().to_pylist()]
    ends = list(accumulate(lengths))
    return [tuple(items[end - length : end]) for end, length in zip(ends, lengths, strict=True)]
