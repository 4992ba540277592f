"""The records' annotations beside the data: which fields there are, which texts name something."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from sim.scenario.base import Names
from sim.scenario.number import Number, NumberFields
from sim.scenario.spec_talks import Selector

Path = tuple[str | int, ...]


@cache
def bare(kind: Any) -> tuple[Any, Names | None]:
    """Return an annotation without ``None`` and metadata, and what a text in it names, if anything."""
    names: Names | None = None
    while True:
        origin = get_origin(kind)
        if origin is Annotated:
            kind, *rest = get_args(kind)
            names = next((item for item in rest if isinstance(item, Names)), names)
        elif origin is Union or origin is UnionType:
            (kind,) = (part for part in get_args(kind) if part is not type(None))
        else:
            return kind, names


@cache
def fields_of(kind: Any) -> dict[str, Any] | None:
    """Return the fields of a record as a file names them, with their annotations; None if it is no record."""
    kind = NumberFields if kind is Number else kind
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return None
    found = {}
    for name, info in kind.model_fields.items():
        parts = tuple(info.metadata)
        found[info.alias or name] = Annotated[(info.annotation, *parts)] if parts else info.annotation
    return found


def below(kind: Any, step: str | int) -> Any:
    """Return the annotation one step further down; None if the format has no such place."""
    kind, _ = bare(kind)
    fields = fields_of(kind)
    if fields is not None:
        return fields.get(str(step))
    if get_origin(kind) in (dict, tuple):
        return get_args(kind)[1 if get_origin(kind) is dict else 0]
    return None


def choices(kind: Any) -> tuple[str, ...]:
    """Return the words that an annotation allows, if it lists them."""
    kind, _ = bare(kind)
    return get_args(kind) if get_origin(kind) is Literal else ()


def references(kind: Any, data: Any, path: Path = ()) -> Iterator[tuple[Path, bool, Names, str]]:
    """Yield every text that names something: its path, whether it is a key, what it names, the text.

    Data of the wrong shape is passed over; others complain about it.
    """
    kind, names = bare(kind)
    if isinstance(data, str):
        if names is not None:
            yield path, False, names, data
        elif kind is Selector:
            yield path, False, Names("asset"), data
        elif get_origin(kind) is tuple:
            yield from references(get_args(kind)[0], data, path)
    elif isinstance(data, list) and get_origin(kind) is tuple:
        for index, item in enumerate(data):
            yield from references(get_args(kind)[0], item, (*path, index))
    elif isinstance(data, dict):
        fields = fields_of(kind)
        if fields is not None:
            for name in data:
                if name in fields:
                    yield from references(fields[name], data[name], (*path, name))
        elif get_origin(kind) is dict:
            of_key, of_value = get_args(kind)
            key_names = bare(of_key)[1]
            for key, item in data.items():
                if key_names is not None:
                    yield (*path, key), True, key_names, key
                yield from references(of_value, item, (*path, key))
