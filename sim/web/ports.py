"""Whether a port can be listened on."""

from __future__ import annotations

import socket
import sys


def is_free(host: str, port: int) -> bool:
    """Return whether nobody listens at an address yet, and it is one of this machine's.

    >>> with socket.create_server(("127.0.0.1", 0)) as taken:
    ...     is_free("127.0.0.1", taken.getsockname()[1])
    False
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as tried:
            if sys.platform != "win32":
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
    except OSError:
        return False
    return True


def is_of_this_machine(host: str) -> bool:
    """Return whether an address or name is this machine's own, so that it can be listened on.

    >>> is_of_this_machine("127.0.0.1"), is_of_this_machine("198.51.100.7")
    (True, False)
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as tried:
            tried.bind((host, 0))
    except OSError:
        return False
    return True
