"""Records of arrays over one piece of memory, so that a state is copied and stored as bytes.

A record is a NumPy structured scalar whose fields are arrays of a fixed shape. Compiled rules get it
as one pointer. Named tuples of as many separate arrays were tried first: every call then passes
hundreds of values, and compiling the rules took eight minutes instead of well under one. The price is
that shapes belong to the type: they are rounded up to a size class, one class serves all scenarios up
to 16 parties and 96 assets, and a larger one is compiled when it is first used.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import prod
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from sim.state.columns import COMMITMENTS
from sim.state.memory import copy_record

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bytes = NDArray[np.int8]
Places = NDArray[np.uint16]
Box = NDArray[np.void]

_Record = TypeVar("_Record", bound=tuple[Any, ...])
# Places in other arrays are never negative: compiled code need not look whether one counts from the end.
_KINDS: tuple[tuple[str, type], ...] = (("f", np.float64), ("i", np.int64), ("p", np.uint16), ("b", np.int8))

_Shape = tuple[str | int, ...]
Layout = Mapping[str, tuple[str, _Shape]]

# The least size class: parties P, ratifiers R, assets A, channels C, venues V, linkages L, events E.
LEAST = {"P": 16, "R": 8, "A": 96, "C": 24, "V": 6, "L": 16, "E": 48}


def size_class(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the shapes for so many parties, assets and so on: the least class that holds them.

    A dimension that does not fit is doubled until it does. N counts actors: parties, then ratifiers. M counts
    what a package may have to meet: consents of actors, linkages and commitments.

    >>> size_class({"P": 3, "A": 100})["A"]
    192
    """
    sizes = {}
    for name, least in LEAST.items():
        size = least
        while size < counts.get(name, 0):
            size *= 2
        sizes[name] = size
    sizes["N"] = sizes["P"] + sizes["R"]
    sizes["M"] = sizes["N"] + sizes["L"] + COMMITMENTS
    return sizes


def allocate(record: type[_Record], layout: Layout, sizes: Mapping[str, int]) -> _Record:
    """Return a record of zeroed arrays.

    Parameters
    ----------
    record
        A class that names and types the fields, for readers and type checkers alone.
    layout
        Field to (kind, shape): kind ``f`` float64, ``i`` int64, ``p`` uint16, ``b`` int8; a shape names sizes.
    sizes
        What each name in a shape stands for.

    Examples
    --------
    >>> from typing import NamedTuple
    >>> class Pair(NamedTuple):
    ...     gain: Floats
    ...     told: Bytes
    >>> pair = allocate(Pair, {"gain": ("f", ("N", 2)), "told": ("b", ("N",))}, {"N": 3})
    >>> pair.gain[1, 1] = 4.0
    >>> float(pair.gain.sum()), pair.told.shape
    (4.0, (3,))
    """
    made: Any = np.zeros(1, _form_of(tuple(layout.items()), tuple(sizes.items())))
    return cast(_Record, made[0])


@lru_cache(maxsize=256)
def _form_of(layout: tuple[tuple[str, tuple[str, _Shape]], ...], sizes: tuple[tuple[str, int], ...]) -> Any:
    """Return how a record lies in memory; kept, since an agent needs several at the start of each run."""
    size_of = dict(sizes)
    fields = [
        (name, dtype, tuple(size_of[part] if isinstance(part, str) else part for part in shape))
        for kind, dtype in _KINDS
        for name, (field_kind, shape) in layout
        if field_kind == kind
    ]
    size = sum(np.dtype(dtype).itemsize * prod(shape) for _, dtype, shape in fields)
    fields.append(("padding", np.int8, (8 - size % 8,)))
    return np.dtype((np.record, np.dtype(fields)))


def box(record: object) -> Box:
    """Return the array of one record that holds a record: the form in which compiled rules are entered.

    Entering with a record costs twenty times as much as with an array, since NumPy describes the
    whole record anew for each call.

    >>> from typing import NamedTuple
    >>> class Pair(NamedTuple):
    ...     gain: Floats
    >>> pair = allocate(Pair, {"gain": ("f", (2,))}, {})
    >>> pair.gain[1] = 3.0
    >>> float(box(pair)[0].gain[1])
    3.0
    """
    return cast(Box, cast(Any, record).base)


def to_bytes(record: _Record) -> bytes:
    """Return the whole of a record as bytes; `from_bytes` restores it."""
    return bytes(cast(Any, record).tobytes())


def from_bytes(stored: bytes, record: _Record) -> None:
    """Fill `record` from what `to_bytes` made of one with the same layout.

    Raises
    ------
    ValueError
        If the length is not that of this layout.
    """
    mine = cast(Any, record)
    if len(stored) != mine.dtype.itemsize:
        raise ValueError(f"a stored state of {len(stored)} bytes does not fit this scenario")
    copy_record(np.frombuffer(stored, dtype=mine.dtype)[0], mine)
