"""How a browser that is not Chromium is started and told what to do: the W3C's WebDriver commands, over two wires.

WebKit has a driver that takes them by HTTP. For Firefox Debian packs none; but Firefox itself takes the same commands
by the socket that such a driver would use (Marionette). So neither needs a package, and one window serves both.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.reliability.harness import free_port

Tell = Callable[..., Any]
"""Takes a command's name and parameters, and gives its value."""

PATIENCE = 120.0  # a busy machine takes long to start a browser
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key under which the W3C's drivers tell an element."""

# As the recommendation names them: the method and the address below a session's.
COMMANDS = {
    "NavigateTo": ("POST", "url"),
    "Back": ("POST", "back"),
    "Forward": ("POST", "forward"),
    "Refresh": ("POST", "refresh"),
    "GetCurrentURL": ("GET", "url"),
    "ElementClick": ("POST", "element/{id}/click"),
    "ElementSendKeys": ("POST", "element/{id}/value"),
    "GetComputedLabel": ("GET", "element/{id}/computedlabel"),
    "GetComputedRole": ("GET", "element/{id}/computedrole"),
    "ExecuteScript": ("POST", "execute/sync"),
    "ExecuteAsyncScript": ("POST", "execute/async"),
    "NewWindow": ("POST", "window/new"),
    "SwitchToWindow": ("POST", "window"),
    "CloseWindow": ("DELETE", "window"),
    "SetWindowRect": ("POST", "window/rect"),
    "SetTimeouts": ("POST", "timeouts"),
    "TakeScreenshot": ("GET", "screenshot"),
}
FIREFOX_SAYS = {"NavigateTo": "Navigate"}


class CommandRefused(RuntimeError):
    """The browser did not do what it was told; the message is its own."""


def program(*names: str) -> str:
    """A browser's program. A missing browser is a failure, not a reason to skip."""
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise FileNotFoundError(f"{names[0]} is missing: run the tests with `python3 dev.py test`.")
    return found


@contextmanager
def webkit(folder: Path) -> Iterator[Tell]:
    """WebKit on a screen of its own that nobody sees: it has no way of running without one."""
    with screen() as display:
        port = free_port()
        private = {name: str(folder) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
        with process(
            program("WebKitWebDriver"), f"--port={port}", "--host=127.0.0.1", env={"DISPLAY": display, **private}
        ):
            tell = by_http(f"http://127.0.0.1:{port}")
            yield tell
            tell("DeleteSession")


@contextmanager
def firefox(folder: Path) -> Iterator[Tell]:
    """Firefox without a screen. It says in its profile which port it took."""
    (folder / "user.js").write_text(
        'user_pref("marionette.port", 0);\nuser_pref("browser.shell.checkDefaultBrowser", false);\n'
    )
    told = folder / "MarionetteActivePort"
    words = ("--headless", "--marionette", "--no-remote", "--profile", str(folder))
    with process(program("firefox-esr", "firefox"), *words, env={"HOME": str(folder)}):
        wait_for(lambda: told.exists() and told.read_text().strip())
        with socket.create_connection(("127.0.0.1", int(told.read_text())), PATIENCE) as connection:
            yield by_marionette(connection)


@contextmanager
def screen() -> Iterator[str]:
    """An X server that takes the next free number, and tells it."""
    reads, writes = os.pipe()
    words = (program("Xvfb"), "-displayfd", str(writes), "-screen", "0", "1280x1600x24", "-nolisten", "tcp")
    with process(*words, pass_fds=(writes,)), os.fdopen(reads) as number:
        os.close(writes)
        yield f":{number.readline().strip()}"


@contextmanager
def process(*words: str, env: dict[str, str] | None = None, pass_fds: tuple[int, ...] = ()) -> Iterator[None]:
    running = subprocess.Popen(
        words, env=os.environ | (env or {}), pass_fds=pass_fds,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        running.terminate()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def by_http(address: str) -> Tell:
    def ask(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        content = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"{address}/{path}", content, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refused:
            said = json.load(refused)["value"]
            raise CommandRefused(f"{said['error']}: {said['message']}") from None

    def is_there() -> bool:
        try:
            return bool(ask("GET", "status")["ready"])
        except urllib.error.URLError:
            return False

    wait_for(is_there)
    session = ask("POST", "session", {"capabilities": {}})["sessionId"]

    def tell(command: str, **given: Any) -> Any:
        if command == "DeleteSession":
            return ask("DELETE", f"session/{session}")
        method, path = COMMANDS[command]
        path = f"session/{session}/{path.format(id=given.pop('id', None))}"
        return ask(method, path, given if method == "POST" else None)

    return tell


def by_marionette(connection: socket.socket) -> Tell:
    """Each message is its length, a colon and JSON: ``[0, number, command, values]``, ``[1, number, error, value]``."""
    stream = connection.makefile("rwb")
    number = 0

    def heard() -> Any:
        length = b""
        while (sign := stream.read(1)) != b":":
            assert sign, "Firefox has gone"
            length += sign
        return json.loads(stream.read(int(length)))

    def tell(command: str, **given: Any) -> Any:
        nonlocal number
        number += 1
        message = json.dumps([0, number, f"WebDriver:{FIREFOX_SAYS.get(command, command)}", given]).encode()
        stream.write(b"%d:%s" % (len(message), message))
        stream.flush()
        _, _, refused, value = heard()
        if refused:
            raise CommandRefused(f"{refused['error']}: {refused['message']}")
        return value["value"] if isinstance(value, dict) and value.keys() == {"value"} else value

    heard()  # its greeting
    tell("NewSession", capabilities={})
    return tell


def wait_for(is_so: Callable[[], object]) -> None:
    ends = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < ends, "the browser does not start"
        time.sleep(0.1)
