"""The server: this machine alone unless told otherwise, every file from here, nothing from anywhere else."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import Request
from fastapi.responses import FileResponse, PlainTextResponse, Response
from nicegui import Client, app, core, ui

from sim.web import classes, explore
from sim.web.jobs import Jobs
from sim.web.limits import MESSAGE_BYTES, Rate
from sim.web.look import nothing
from sim.web.rooms import Rooms

FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,60}\.(png|html|csv)")
EVENTS = (150.0, 50.0)
"""Messages of one browser at once, and a second: several times what moving a slider as fast as one can sends."""
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'; "
    "form-action 'self'; base-uri 'self'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
GONE = (("Session not found",), ("Session is disconnected",))
"""What engineio says of a connection that was closed a moment ago."""
LOCAL = ("127.0.0.1", "localhost", "::1")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Guard:
    """Lets in who asks for this server by its name, and tells browsers to ask nobody else."""

    def __init__(self, inner: Any, hosts: tuple[str, ...] = ()) -> None:
        self.inner, self.hosts = inner, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self.inner(scope, receive, send)
            return
        if self.hosts and _host(scope) not in self.hosts:
            if scope["type"] == "http":
                await PlainTextResponse("This server answers to its own name alone.", 400)(scope, receive, send)
            else:
                await receive()
                await send({"type": "websocket.close", "code": 1008})
            return

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        await self.inner(scope, receive, with_headers)


def _host(scope: Scope) -> str:
    found = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
    bare: str = found.rpartition(":")[0] if re.search(r":\d+$", found) else found
    return bare.strip("[]").lower()


def _files(jobs: Jobs) -> None:
    @app.get("/files/{job}/{name}")
    def file(job: str, name: str) -> Response:
        found = jobs.known.get(job)
        if found is None or not FILE.fullmatch(name) or not (found.folder / name).is_file():
            return PlainTextResponse("found no such file", 404)
        kept = None if name.endswith(".png") else name
        return FileResponse(found.folder / name, headers={"Cache-Control": "private, no-store"}, filename=kept)


def _lost() -> None:
    """Answer as every other page where there is none."""

    @app.exception_handler(404)
    async def lost(request: Request, _: Exception) -> Response:
        with Client(ui.page(""), request=request) as client:
            nothing("No page has this address.")
        return client.build_response(request, 404)


def _slow_down() -> None:
    """Let no browser send more or larger messages than a person makes."""
    core.sio.eio.max_http_buffer_size = MESSAGE_BYTES
    handlers = core.sio.handlers["/"]
    handle = handlers["event"]
    rates: dict[str, Rate] = {}

    async def on_event(sid: str, message: Any) -> None:
        rate = rates.setdefault(sid, Rate(*EVENTS))
        if not rate.allows():
            rates.pop(sid, None)
            await core.sio.disconnect(sid)
            return
        if isinstance(message, dict) and {"client_id", "id", "listener_id"} <= message.keys():
            with suppress(
                Exception
            ):  # of a message that no page of this server sends; what a page does is caught below
                handle(sid, message)
        if len(rates) > 5_000:
            rates.clear()

    handlers["event"] = on_event


def _take_leave() -> None:
    """Refuse what arrives on a connection that is closed already; the library lets its own error through."""
    handle = core.sio.eio.handle_request

    async def handle_request(scope: Scope, receive: Receive, send: Send) -> Any:
        try:
            return await handle(scope, receive, send)
        except KeyError as missing:
            if missing.args not in GONE:
                raise
            await PlainTextResponse("This connection is closed.", 400)(scope, receive, send)

    core.sio.eio.handle_request = handle_request


def serve(host: str = "127.0.0.1", port: int = 8080, state: Path | None = None, places: int = 2) -> None:
    """Serve the pages until interrupted.

    Parameters
    ----------
    host, port
        Where to listen; an address other than this machine's own lets others in.
    state
        A folder in which rooms are written down; without it they end with the server.
    places
        How many pieces of long work are done at a time.
    """
    logging.getLogger("nicegui").setLevel(logging.ERROR)
    with TemporaryDirectory(prefix="parley-") as made:
        jobs = Jobs(Path(made), places)
        rooms = Rooms(state)
        for line in rooms.lost:
            logging.getLogger("parley").warning("a room could not be taken back: %s", line)
        explore.pages(jobs)
        classes.pages(rooms, jobs)
        _files(jobs)
        _lost()
        _slow_down()
        _take_leave()
        app.config.quasar_config["loadingBar"]["skipHijack"] = True  # a bar without a name, that says nothing here
        app.add_middleware(Guard, hosts=LOCAL if host in LOCAL else ())
        app.on_shutdown(jobs.close)
        ui.run(
            host=host, port=port, title="Parley", favicon=str(Path(__file__).parent / "icon.svg"), language="en-US",
            reload=False, show=False, show_welcome_message=False, reconnect_timeout=5.0, binding_refresh_interval=None,
            ws_max_size=MESSAGE_BYTES, server_header=False,
        )  # fmt: skip
