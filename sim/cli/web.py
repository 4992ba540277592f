"""The command ``parley serve``: the pages, in a browser."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="H", help="Another address lets others in.")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, metavar="P")
@click.option("--state", type=click.Path(path_type=Path, file_okay=False), default=None, metavar="DIR",
              help="Write the rooms of a class down there; a restart gets them back.")  # fmt: skip
def serve(host: str, port: int, state: Path | None) -> None:
    """Explore, compare and hold a class in the browser, until Ctrl-C.

    This machine alone can reach it unless --host says otherwise; --host 0.0.0.0 lets in everybody on the network.
    """
    from sim.errors import UsageError

    try:
        import nicegui  # noqa: F401
    except ImportError:
        raise UsageError("serve: found no NiceGUI; install it with the extra `page` of parley-sim") from None
    from sim.web.ports import is_free, is_of_this_machine
    from sim.web.serve import serve as begin

    if not is_of_this_machine(host):
        raise UsageError(
            f"--host {host}: found no address of this machine; allowed: 127.0.0.1, 0.0.0.0, or one of its own"
        )
    if not is_free(host, port):
        raise UsageError(f"--port {port}: found somebody who listens there already; allowed: a free port of {host}")
    click.echo(f"http://{'localhost' if host == '127.0.0.1' else host}:{port}/  (Ctrl-C ends it)", err=True)
    begin(host, port, state)
