"""Debian's chromium without a screen, told what to do through pipes: opens no port, keeps its profile in a folder of its own."""

import itertools
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium")
# --no-sandbox: root may not have one; the rest keeps it from talking to anybody but the page
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-proxy-server",
    "--remote-debugging-pipe",
)


class Page:
    """One page of the browser, in the terms of the DevTools protocol."""

    def __init__(self, orders: int, answers: int) -> None:
        self._orders, self._answers = orders, answers
        self._numbers = itertools.count(1)
        self._unread = b""
        self._session: dict[str, str] = {}
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = {"sessionId": self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}

    def open(self, url: str) -> None:
        self._call("Page.navigate", url=url)

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression, once it is settled if it is a promise."""
        return self._call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)["result"].get(
            "value"
        )

    def text(self) -> str:
        return self.run("document.body ? document.body.innerText : ''") or ""

    def wait_for(self, *parts: str, seconds: float = 120) -> str:
        """The page's text once all parts stand in it."""
        deadline = time.monotonic() + seconds
        while not all(part.casefold() in (text := self.text()).casefold() for part in parts):
            assert time.monotonic() < deadline, text
            time.sleep(0.2)
        return text

    def type(self, text: str) -> None:
        """Type into the field that has the focus, and press Enter."""
        self._call("Input.insertText", text=text)
        for kind in ("keyDown", "keyUp"):
            self._call(
                "Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r"
            )

    def _call(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        order = {"id": number, "method": method, "params": parameters, **self._session}
        os.write(self._orders, json.dumps(order).encode() + b"\0")
        while (answer := self._read()).get("id") != number:
            pass  # an event
        assert "error" not in answer, answer
        return answer["result"]

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            more = os.read(self._answers, 1 << 16)
            assert more, "the browser ended"
            self._unread += more
        message, self._unread = self._unread.split(b"\0", 1)
        return json.loads(message)


@contextmanager
def browser(profile: Path) -> Iterator[Page]:
    """A browser for the length of the block; `profile` is a new folder."""
    (browsers_in, orders), (answers, browsers_out) = os.pipe(), os.pipe()
    command = f'exec "$@" 3<&{browsers_in} 4>&{browsers_out}'  # where chromium expects its pipes
    chromium = subprocess.Popen(
        ["bash", "-c", command, "bash", str(CHROMIUM), *ARGUMENTS, f"--user-data-dir={profile}"],
        pass_fds=(browsers_in, browsers_out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(browsers_in)
    os.close(browsers_out)
    try:
        yield Page(orders, answers)
    finally:
        os.close(orders)  # it leaves when its orders end
        os.close(answers)
        try:
            chromium.wait(120)
        except subprocess.TimeoutExpired:
            chromium.kill()
            chromium.wait()
