"""Child processes of a night: takes its context, gives the pools that read and judge. None is there before there is a file to read."""

from contextlib import ExitStack
from types import TracebackType
from typing import Self

from etl.night.context import RunContext
from etl.night.judge import judging_pool
from etl.workers.judging_pool import JudgingPool
from etl.workers.reading_pool import ReadingPool, reading_pool


class Pools:
    """The pools of one night; enter it, and leave it when the night is published and they are gone."""

    def __init__(self, context: RunContext) -> None:
        self._context = context
        self._kept = ExitStack()
        self._begun: tuple[ReadingPool, JudgingPool] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kept.__exit__(kind, error, trace)

    def begin(self) -> tuple[ReadingPool, JudgingPool]:
        """Both pools, whose children begin to start when this is first called: a tenth of a second, beside the pulling."""
        if self._begun is None:
            settings, config = self._context.settings, self._context.config
            readers = self._kept.enter_context(reading_pool(settings, config.catalog, config.divisions))
            if settings.task_runner == "threads":  # other machines read by pools of their own
                readers.start_ahead()
            self._begun = readers, self._kept.enter_context(judging_pool(self._context))
        return self._begun
