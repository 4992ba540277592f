"""How rules are compiled: numba, cached on disk under a key made of every rule's source.

numba notices a change in the file of a compiled function, but not one in a function that it calls
from another file. The cache therefore lives in a folder whose name is a hash of all rule sources
(and of the versions of numba, numpy and Python): a changed rule starts a new folder, and a stale
result is impossible. A read-only install is no obstacle, since the folder is the user's.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

_Function = TypeVar("_Function", bound=Callable[..., Any])

RULE_FOLDERS = ("state", "worth", "tactics", "conduct", "protocols", "rules", "ensemble")
# In these folders a file counts only if it compiles something itself.
_MIXED = ("ensemble",)


@cache
def rules_digest() -> str:
    """Return a hash of the sources of all compiled rules, 16 hexadecimal digits."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(f"{platform.machine()} {sys.version}".encode())
    for folder in RULE_FOLDERS:
        for path in sorted((package / folder).rglob("*.py")):
            if folder in _MIXED and b"sim.state.compiled" not in path.read_bytes():
                continue
            digest.update(str(path.relative_to(package)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Return the folder of the compiled rules: ``PARLEY_CACHE``, else the user's cache folder."""
    base = os.environ.get("PARLEY_CACHE") or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache"), "parley"
    )
    return Path(base) / f"rules-{rules_digest()}"


def _prepare() -> bool:
    """Point numba at the cache folder; say whether compiled code can be kept there.

    Loops over arrays of fixed shape are unrolled and vectorised at great length by default: a third of
    the compile time, for nothing that could be measured in a run.
    """
    for name, value in (("NUMBA_OPT", "1"), ("NUMBA_LOOP_VECTORIZE", "0"), ("NUMBA_SLP_VECTORIZE", "0")):
        os.environ.setdefault(name, value)
    import numba

    if os.environ.get("NUMBA_CACHE_DIR"):
        return True
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
    return os.access(folder, os.W_OK)


_CAN_KEEP = _prepare()


def rule(function: _Function) -> _Function:
    """Compile a function that Python calls: deterministic arithmetic, kept on disk."""
    import numba

    return cast(_Function, numba.njit(cache=_CAN_KEEP, error_model="numpy")(function))


def inner(function: _Function) -> _Function:
    """Compile a function that only other rules call.

    It has no entrance from Python, which makes it several times quicker to compile; its
    uncompiled form stands at ``.py_func``.
    """
    import numba

    options: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return cast(_Function, numba.njit(cache=_CAN_KEEP, error_model="numpy", **options)(function))
