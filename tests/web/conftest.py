"""What tests with a real browser share: Debian's Chromium, and a page that complains of every error."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

BROWSER = shutil.which("chromium")
IS_REQUIRED = os.environ.get("PARLEY_BROWSER") == "required"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return Debian's Chromium."""
    if BROWSER is None and not IS_REQUIRED:
        pytest.skip("no chromium is installed")
    from playwright.sync_api import sync_playwright

    assert BROWSER, "PARLEY_BROWSER=required: found no chromium; install it"
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield made
        made.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Any]:
    """Return a server."""
    from tests.support.visitor import Server

    made = Server(tmp_path_factory.mktemp("state"))
    yield made
    said = made.stop()
    assert "Traceback" not in said, said


@pytest.fixture
def page(browser, server) -> Iterator[Any]:
    """Return a page that complains of every error and of every request to another machine."""
    context = browser.new_context(base_url=server.base)
    context.set_default_timeout(90_000)  # a machine under load is slow, not wrong
    wrong: list[str] = []

    def watch(one: Any) -> None:
        one.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        one.on("pageerror", lambda error: wrong.append(str(error)))
        one.on("request", lambda asked: wrong.append(asked.url) if not _is_local(asked.url, server.base) else None)

    context.on("page", watch)
    yield context.new_page()
    context.close()
    assert wrong == []


def _is_local(url: str, base: str) -> bool:
    return url.startswith((base + "/", base.replace("http", "ws") + "/", "data:", "blob:"))
