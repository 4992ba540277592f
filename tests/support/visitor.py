"""A server in a process of its own, and a visitor without a browser who keeps every byte that reaches it."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from typing import Any

import socketio

ROOT = Path(__file__).resolve().parents[2]
BEGINS = "from sim.web.serve import serve; serve({host!r}, {port}, {state}, 1)"


@cache
def loop() -> asyncio.AbstractEventLoop:
    """Return the loop on which all visitors listen, in a thread of its own."""
    made = asyncio.new_event_loop()
    threading.Thread(target=made.run_forever, daemon=True).start()
    return made


def done(work: Any) -> Any:
    """Return what comes of work on that loop."""
    return asyncio.run_coroutine_threadsafe(work, loop()).result(30)


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class Server:
    """`parley serve` as a process; `before` is Python that runs in it first."""

    def __init__(self, state: Path | None, before: str = "", port: int | None = None) -> None:
        self.port = port or free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        state_text = "None" if state is None else f"__import__('pathlib').Path({str(state)!r})"
        code = f"{before}\n{BEGINS.format(host='127.0.0.1', port=self.port, state=state_text)}"
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        for name in [one for one in environment if one.startswith(("PYTEST_", "NICEGUI"))]:
            del environment[name]
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        until = time.monotonic() + 60.0
        while True:
            try:
                urllib.request.urlopen(self.base + "/join", timeout=5).close()
                return
            except (urllib.error.URLError, OSError):
                if self.process.poll() is not None or time.monotonic() > until:
                    raise AssertionError(f"no server: {self.stop()}") from None
                time.sleep(0.1)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def stop(self) -> str:
        """End it; return what it had to complain of."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.communicate(timeout=15)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.communicate()[1]


class Visitor:
    """One page, opened: its elements, kept up to date, and all that was received."""

    def __init__(self, base: str, path: str) -> None:
        self.base, self.path = base, path
        with urllib.request.urlopen(base + path, timeout=30) as answer:
            html = answer.read().decode()
        self.received = [html]
        raw = re.search(r"parseElements\(String\.raw`(.*?)`\)", html, re.S)
        asked = re.search(r"query: (\{.*?\}),\n", html, re.S)
        assert raw, "the page holds no elements"
        assert asked
        text = raw.group(1)
        for mark, letter in (("&#36;", "$"), ("&#96;", "`"), ("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&")):
            text = text.replace(mark, letter)
        self.elements: dict[str, Any] = json.loads(text)
        query = ast.literal_eval(asked.group(1))
        self.client = query["client_id"]
        self.opened: list[str] = []
        self.at = time.monotonic()
        self.io = socketio.AsyncClient(reconnection=False)
        self.io.on("*", self._take)
        more = {**query, "tab_id": self.client, "old_tab_id": "", "document_id": self.client}
        more["implicit_handshake"] = "true"
        words = "&".join(f"{name}={value}" for name, value in more.items())
        address = f"{base}?{words}"
        done(
            self.io.connect(address, socketio_path="/_nicegui_ws/socket.io", transports=["websocket"], wait_timeout=20)
        )

    async def _take(self, event: str, *data: Any) -> None:
        self.received.append(json.dumps(data, ensure_ascii=False))
        self.at = time.monotonic()
        if event == "update":
            for name, element in data[0].items():
                if name == "_id":
                    continue
                if element is None:
                    self.elements.pop(name, None)
                else:
                    self.elements[name] = element
        if event == "open":
            self.opened.append(data[0]["path"])

    @property
    def text(self) -> str:
        """Return everything that the page shows now, in the order of its elements."""
        said: list[str] = []

        def walk(name: str) -> None:
            element = self.elements.get(name, {})
            said.append(str(element.get("text") or element.get("props", {}).get("label") or ""))
            for child in element.get("children", ()):
                walk(str(child))

        walk("0")
        return "\n".join(one for one in said if one)

    def find(self, label: str, tag: str | None = None) -> str:
        """Return the element whose label or text begins so."""
        for name, element in list(self.elements.items()):
            shown = element.get("props", {}).get("label") or element.get("text") or ""
            if str(shown).startswith(label) and (tag is None or element["tag"] == tag):
                return name
        raise AssertionError(f"no {label!r} in:\n{self.text}")

    def send(self, name: str, kind: str, *args: str) -> None:
        """Send an event of an element, as its script would."""
        listener = next(one["listener_id"] for one in self.elements[name]["events"] if one["type"].startswith(kind))
        self.emit({"id": int(name), "client_id": self.client, "listener_id": listener, "args": list(args)})

    def emit(self, message: Any) -> None:
        """Send whatever it is as an event."""
        done(self.io.emit("event", message))

    def click(self, label: str) -> None:
        """Press a button."""
        self.send(self.find(label, "q-btn"), "click")

    def type(self, label: str, text: object) -> None:
        """Type into a field."""
        name = next(
            name
            for name, one in self.elements.items()
            if label in (one.get("props", {}).get("label"), one.get("text"))
            and any(event["type"].startswith("update:") for event in one.get("events", ()))
        )
        self.send(name, "update:", json.dumps(text))

    def wait(self, text: str, seconds: float = 20.0) -> None:
        """Wait until the page shows a text."""
        self.until(lambda: text in self.text, seconds, f"{text!r} in:\n{self.text}")

    def until(self, is_so: Any, seconds: float = 20.0, what: str = "it") -> None:
        """Wait until something is so."""
        end = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < end, f"waited {seconds} s for {what}"
            time.sleep(0.01)

    def navigated(self) -> str:
        """Return where the page was sent."""
        self.until(lambda: self.opened, what=f"a new address; the page says:\n{self.text}")
        return self.opened[-1]

    def close(self) -> None:
        """Leave."""
        done(self.io.disconnect())
