"""Debian's chromium without a screen, told what to do through pipes: opens no port, keeps its profile in a folder of its own."""

import itertools
import json
import os
import shutil
import subprocess
import time
from base64 import b64decode
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

# the middle of the first visible element that a selector finds and in which a text stands; it is scrolled into sight
_PLACE = """(() => {
    const shown = [...document.querySelectorAll(%s)].filter(
        e => (e.innerText || e.value || e.placeholder || "").trim().includes(%s) && e.getClientRects().length)
    const e = shown[0]
    if (!e) return null
    e.scrollIntoView({block: "center"})
    const box = e.getBoundingClientRect()
    return {x: box.x + box.width / 2, y: box.y + box.height / 2}
})()"""


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
        """All that the page shows; '' of one that is just giving way to the next."""
        try:
            return self.run("document.body ? document.body.innerText : ''") or ""
        except AssertionError as error:
            if "navigated" in str(error):
                return ""
            raise

    def wait_for(self, *parts: str, seconds: float = 120) -> str:
        """The page's text once all parts stand in it."""
        deadline = time.monotonic() + seconds
        while not all(part.casefold() in (text := self.text()).casefold() for part in parts):
            assert time.monotonic() < deadline, text
            time.sleep(0.2)
        return text

    def click(self, selector: str, text: str = "") -> None:
        """Click the first element of a kind that shows a text, as a hand does: where it stands on the screen."""
        place = None
        deadline = time.monotonic() + 60
        while place is None:
            assert time.monotonic() < deadline, f"no {selector} shows {text!r}: {self.text()}"
            time.sleep(0.2)
            place = self.run(_PLACE % (json.dumps(selector), json.dumps(text)))
        for kind in ("mousePressed", "mouseReleased"):
            self._call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)

    def screenshot(self, path: Path, width: int = 1200, height: int = 900) -> None:
        """Keep what the page looks like."""
        self.resize(width, height)
        time.sleep(0.5)
        path.write_bytes(b64decode(self._call("Page.captureScreenshot", format="png")["data"]))

    def drop(self, selector: str, *files: Path) -> None:
        """Drop files on a field as a hand does that drags them from a folder."""
        place = self.run(_PLACE % (json.dumps(selector), '""'))
        dragged = {"items": [], "files": [*map(str, files)], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self._call("Input.dispatchDragEvent", type=kind, data=dragged, **place)

    def keep_downloads(self, folder: Path) -> None:
        """Keep what the page gives to be saved in a folder."""
        folder.mkdir()
        self._call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def downloaded(self, folder: Path, seconds: float = 60) -> Path:
        """The one file that was saved there, once it is whole."""
        deadline = time.monotonic() + seconds
        while not (whole := [path for path in folder.iterdir() if path.suffix != ".crdownload"]):
            assert time.monotonic() < deadline, self.text()
            time.sleep(0.2)
        (path,) = whole
        return path

    def resize(self, width: int, height: int) -> None:
        """Make the screen so large."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._call("Emulation.setDeviceMetricsOverride", **size)

    def write(self, text: str) -> None:
        """Type into the field that has the focus."""
        self._call("Input.insertText", text=text)

    def type(self, text: str) -> None:
        """Type into the field that has the focus, and press Enter."""
        self.write(text)
        self._press(key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r")

    def escape(self) -> None:
        """Close what was opened over the page."""
        self._press(key="Escape", code="Escape", windowsVirtualKeyCode=27)

    def _press(self, **key: Any) -> None:
        for kind in ("keyDown", "keyUp"):
            self._call("Input.dispatchKeyEvent", type=kind, **key)

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
