"""The command ``parley``: its door, which opens before anything that takes long is loaded."""

from __future__ import annotations

from sim.cli.interrupt import at_once


def main() -> None:
    """Load the commands, then run the one that is asked for."""
    with at_once():
        from sim.cli.commands import main as run
        from sim.ensemble import forking
    with forking.allowed():  # nothing else runs in a command's process
        run()
