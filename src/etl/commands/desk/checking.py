"""Files that were dropped: takes their bytes, gives the marked workbook, a zip of several, or sentences for a clerk. Keeps nothing, writes no disk.

They are read, and marked, in the children that read for a night, with their limits and shut in as they are.
"""

import io
import itertools
import os
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from etl.commands.check import judge_together
from etl.commands.returned_files import files_to_mark
from etl.commands.verdict_on_file import Checked
from etl.config.calendar import TIMEZONE
from etl.errors import EtlError
from etl.identity_numbers import mask
from etl.model import FileReading, Severity, SourceFile, Status
from etl.night.request import Config
from etl.settings import Settings
from etl.validate.judge import Judge
from etl.workers.marking_process import MarkingProcess
from etl.workers.reading_pool import reading_pool

NOBODY = "0"  # the county of a file that nobody says whose it is
SEVERAL = "报表.zip"
SECONDS_TO_WAIT = 60  # for the files of others
VERDICTS = {Status.ACCEPTED: "没有发现问题", Status.NIL: "零报告，没有发现问题"}
BUSY = "正在检查别的文件，请稍后再试。"
OUR_TROUBLE = "系统没能检查这个文件，不是文件的问题；请稍后再试，或告知管理员。"


@dataclass(frozen=True)
class Outcome:
    """Answer to a clerk: sentences, or what is to be saved under a name."""

    said: tuple[str, ...] = ()
    name: str = ""
    content: bytes = b""
    is_bad: bool = False


class Checking:
    """Checks deliveries one after the other; enter it, and its children are gone when it is left."""

    def __init__(self, settings: Settings, config: Config) -> None:
        self._settings, self._config = settings, config
        self._judge = Judge(config.catalog)
        self._pool = reading_pool(settings.model_copy(update={"readers": 1}), config.catalog, config.divisions)
        self._marking = MarkingProcess(settings)
        self._one_at_a_time = threading.Lock()

    def __enter__(self) -> Self:
        self._pool.__enter__()
        self._marking.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._marking.__exit__(kind, error, trace)
        self._pool.__exit__(kind, error, trace)

    def check(self, files: Sequence[tuple[str, bytes]], county: str = "", period: str = "") -> Outcome:
        """Check files, name and content, as one delivery: of a county and for a period where somebody says them."""
        if not self._one_at_a_time.acquire(timeout=SECONDS_TO_WAIT):
            return Outcome((BUSY,), is_bad=True)
        try:
            with ExitStack() as kept:
                now = datetime.now(UTC)
                sources = [
                    SourceFile(
                        county,
                        period,
                        name,
                        "0",
                        len(content),
                        now,
                        number,
                        now,
                        kept.enter_context(in_memory(content)),
                    )
                    for number, (name, content) in enumerate(_told_apart(files))
                ]
                return self._checked(sources, now)
        except EtlError:
            return Outcome((OUR_TROUBLE,), is_bad=True)
        finally:
            self._one_at_a_time.release()

    def _checked(self, sources: Sequence[SourceFile], now: datetime) -> Outcome:
        readings = [*self._pool.read(sources)]
        if any(reading.failure for reading in readings):
            return Outcome((OUR_TROUBLE,), is_bad=True)
        waivers = self._config.waivers_in_force(now.astimezone(TIMEZONE).date())
        own = [_as_somebody(reading) for reading in readings]
        checked = judge_together(own, self._judge, self._config, waivers)
        to_mark = files_to_mark(checked, self._config, now)
        if not to_mark:
            return Outcome((f"{'、'.join(source.name for source in sources)}：", *self._lines(checked)))
        marked = [(one.name, self._marking.marked(one.source, one.plan)) for one in to_mark]
        if len(marked) == 1:
            return Outcome(name=_as_marked(marked[0][0]), content=marked[0][1])
        name = sources[0].name if len(sources) == 1 else SEVERAL  # of a zip that held several, or of several files
        return Outcome(name=_as_marked(name), content=_zipped(marked))

    def _lines(self, checked: Checked) -> Iterator[str]:
        """Each report by its verdict, then what is only to be known."""
        titles = self._config.catalog.titles
        for one in checked.judgement.submissions.to_dict("records"):
            yield f"《{titles[str(one['report'])]}》{one['row_count']} 行，{VERDICTS[Status(str(one['status']))]}。"
        notices = checked.judgement.issues
        yield from dict.fromkeys(notices.loc[notices["severity"] == Severity.NOTICE, "message"].astype(str))


def _as_somebody(reading: FileReading) -> FileReading:
    source = reading.source
    return reading if source.county_code else replace(reading, source=replace(source, county_code=NOBODY))


def _told_apart(files: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The files with names without a person's number, of which no two are alike."""
    taken: set[str] = set()
    for name, content in files:
        stem, dot, ending = mask(name).rpartition(".")
        numbered = (f"{stem}{'' if n == 1 else f'（{n}）'}{dot}{ending}" for n in itertools.count(1))
        taken.add(found := next(one for one in numbered if one not in taken))
        yield found, content


def _as_marked(name: str) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}（标注）.{ending}"


def _zipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for number, (name, marked) in enumerate(files, 1):
            packed.writestr(f"{number} {_as_marked(name)}", marked)
    return content.getvalue()


@contextmanager
def in_memory(content: bytes) -> Iterator[Path]:
    """A path under which this process opens some bytes; they are on no disk where the system can do without."""
    if hasattr(os, "memfd_create"):
        number = os.memfd_create("dropped", os.MFD_CLOEXEC)
        try:
            with os.fdopen(os.dup(number), "wb") as file:
                file.write(content)
            yield Path(f"/proc/self/fd/{number}")
        finally:
            os.close(number)
        return
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        yield Path(file.name)
