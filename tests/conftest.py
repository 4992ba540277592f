"""What holds for every test: no network, no screen, no unseeded draw."""

from __future__ import annotations

import os
import socket
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

os.environ.setdefault("MPLBACKEND", "Agg")

# No deadline, since the first call of a compiled rule may compile it; no database, so that a run
# depends on nothing that an earlier one left behind. `gate` draws the same examples each time,
# `search` new ones: HYPOTHESIS_PROFILE=search make test.
_COMMON: dict[str, Any] = {
    "deadline": None,
    "database": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
# Shrinking a failure takes minutes: the gate shows it as it was found, `search` makes it small.
_QUICK = (Phase.explicit, Phase.generate)
settings.register_profile("gate", derandomize=True, print_blob=False, phases=_QUICK, **_COMMON)
settings.register_profile("search", max_examples=1000, print_blob=True, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches beyond this machine fails; loopback stays open."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in _LOOPBACK:
            raise AssertionError(f"a test may not open a connection: {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
