"""Reading in child processes with limits on time and memory: whatever a file does, the parent survives and has a verdict.

Takes archived files, gives their readings as they come; a file that breaks its reader is returned, never lost.
"""

import multiprocessing
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from etl.contract.catalog import load_catalog
from etl.model import FileReading, Issue, Severity, SourceFile
from etl.recognise.reading import FileReader
from etl.reference import load_divisions

_reader: FileReader | None = None  # one a child process, made by _prepare


class ReadingPool:
    """A few child processes that read files; enter it, map files over it, leave it and they are gone."""

    def __init__(self, config: Path, *, workers: int, seconds_per_file: float, memory_bytes: int) -> None:
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        if method == "forkserver":
            context.set_forkserver_preload(["etl.recognise.pool"])
        self._seconds = seconds_per_file
        self._pool = ProcessPool(
            max_workers=workers, initializer=_prepare, initargs=(config, memory_bytes), context=context
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._pool.close()  # type: ignore[no-untyped-call]
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def read(self, sources: Iterable[SourceFile]) -> Iterator[FileReading]:
        """The reading of every file, in the order given."""
        started = [(source, self._pool.schedule(_read, args=(source,), timeout=self._seconds)) for source in sources]
        for source, future in started:
            yield self._result(source, future)

    def _result(self, source: SourceFile, future: "Future[FileReading]") -> FileReading:
        try:
            return future.result()
        except FutureTimeout:
            return _refused(source, f"读取超过 {self._seconds:.0f} 秒，已停止；请删除表格以外的内容后重新报送。")
        except MemoryError:
            return _refused(source, "读取时占用内存过多，已停止；请删除表格以外的内容后重新报送。")
        except ProcessExpired:
            return _refused(source, "文件已损坏，读取时程序异常中断；请用 Excel 或 WPS 打开确认后另存为 .xlsx 再报送。")
        except Exception as error:  # our own bug: the county has nothing to mend, and the other files go on
            return FileReading(source, "failed", failure=f"{source.name}: {type(error).__name__}: {error}")


def _prepare(config: Path, memory_bytes: int) -> None:
    global _reader
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    _reader = FileReader(load_catalog(config), load_divisions(config))


def _read(source: SourceFile) -> FileReading:
    assert _reader is not None  # noqa: S101 - pebble runs the initializer first
    return _reader.read(source)


def _refused(source: SourceFile, message: str) -> FileReading:
    issue = Issue(
        rule="file.unreadable",
        severity=Severity.CRITICAL,
        message=f"{source.name}：{message}",
        value=source.name,
        expected="能打开的电子表格",
    )
    return FileReading(source, "unreadable", issues=(issue,))
