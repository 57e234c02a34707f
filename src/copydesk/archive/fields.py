"""The types of records as types of Arrow: made from the dataclasses, so that a new field needs no second list.

In: annotations of `records`. Out: shapes, each with its Arrow type.
A frozen dataclass is a struct, a tuple of things a list, a pair of texts a struct of `name` and `value`; a time is kept
to the microsecond in UTC. Everything may be null, because unknown is `None`.
"""

from __future__ import annotations

import types
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Union, get_args, get_origin, get_type_hints

import pyarrow as pa

TIME = pa.timestamp("us", tz="UTC")
LEAVES: dict[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: TIME,
}
PAIR = ("name", "value")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text, a number, a truth value or a time."""

    arrow: pa.DataType


@dataclass(frozen=True, slots=True)
class Many:
    """A list of things of one shape."""

    item: Shape
    arrow: pa.DataType


@dataclass(frozen=True, slots=True)
class Record:
    """A dataclass, or a pair of texts."""

    kind: type
    names: tuple[str, ...]
    """Names of the attributes, in the order in which the class takes them."""
    shapes: tuple[Shape, ...]
    arrow: pa.DataType


Shape = Leaf | Many | Record


@cache
def shape_of(annotation: object) -> Shape:
    """The shape of an annotation. Raises TypeError for one that the archive has no column for."""
    if annotation in LEAVES:
        return Leaf(LEAVES[annotation])
    if is_dataclass(annotation):
        return record_shape(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        known = [argument for argument in arguments if argument is not types.NoneType]
        if len(known) == 1:
            return shape_of(known[0])
    if arguments == (str, str):
        leaf = Leaf(pa.string())
        return Record(tuple, PAIR, (leaf, leaf), pa.struct([(name, pa.string()) for name in PAIR]))
    if origin in (tuple, Sequence):
        item = shape_of(arguments[0])
        return Many(item, pa.list_(item.arrow))
    raise TypeError(f"the archive has no column for {annotation!r}")


def record_shape(kind: object, *, without: frozenset[str] = frozenset()) -> Record:
    """The shape of a dataclass, some fields left out."""
    assert isinstance(kind, type) and is_dataclass(kind)
    hints = get_type_hints(kind)
    names = tuple(field.name for field in fields(kind) if field.name not in without)
    shapes = tuple(shape_of(hints[name]) for name in names)
    arrow = pa.struct([pa.field(name, shape.arrow) for name, shape in zip(names, shapes, strict=True)])
    return Record(kind, names, shapes, arrow)
