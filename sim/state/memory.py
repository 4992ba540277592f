"""Wiping and copying whole records and arrays, in Python and compiled."""

from __future__ import annotations

from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, overload


def wipe(record: Any) -> None:
    """Set every number of a record to zero."""
    for name in record.dtype.names:
        record[name][...] = 0


def copy_record(source: Any, target: Any) -> None:
    """Copy every number of a record into another of the same type."""
    for name in source.dtype.names:
        target[name][...] = source[name]


def copy_array(source: Any, target: Any) -> None:
    """Copy an array into another of the same shape; both in one piece of memory, row by row."""
    target[...] = source


@intrinsic
def _wipe(typing_context: Any, record: Any) -> Any:
    """Clear the memory behind a record."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        cgutils.memset(builder, arguments[0], context.get_constant(types.intp, record.size), 0)  # type: ignore[no-untyped-call]
        return context.get_dummy_value()

    return types.void(record), code


@intrinsic
def _copy_record(typing_context: Any, source: Any, target: Any) -> Any:
    """Copy the memory behind a record."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        size = context.get_constant(types.intp, source.size)
        cgutils.raw_memcpy(builder, arguments[1], arguments[0], size, 1)  # type: ignore[no-untyped-call]
        return context.get_dummy_value()

    return types.void(source, target), code


@overload(wipe, inline="never")
def _compiled_wipe(record: Any) -> Any:
    def implementation(record: Any) -> None:
        _wipe(record)  # type: ignore[call-arg]

    return implementation if isinstance(record, types.Record) else None


@overload(copy_record, inline="never")
def _compiled_copy(source: Any, target: Any) -> Any:
    def implementation(source: Any, target: Any) -> None:
        _copy_record(source, target)  # type: ignore[call-arg]

    return implementation if isinstance(source, types.Record) else None


@intrinsic
def _copy_array(typing_context: Any, source: Any, target: Any) -> Any:
    """Copy the memory behind an array."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        one, other = (context.make_array(kind)(context, builder, at) for kind, at in zip(signature.args, arguments))
        cgutils.raw_memcpy(builder, other.data, one.data, other.nitems, other.itemsize)  # type: ignore[no-untyped-call]
        return context.get_dummy_value()

    return types.void(source, target), code


@overload(copy_array, inline="never")
def _compiled_copy_array(source: Any, target: Any) -> Any:
    def implementation(source: Any, target: Any) -> None:
        _copy_array(source, target)  # type: ignore[call-arg]

    alike = isinstance(source, types.Array) and isinstance(target, types.Array) and source.dtype == target.dtype
    return implementation if alike and source.layout == target.layout == "C" else None
