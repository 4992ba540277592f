"""Wiping and copying whole records, in Python and compiled."""

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
