"""Imports ahead of a night, in the process that its children are forked from; imports none of it here."""

from multiprocessing.context import BaseContext

from etl.workers.processes import child_context

READERS = ("etl.workers.reading_child", "etl.recognise.reading")
JUDGES = ("etl.validate.judge",)  # Great Expectations


def import_ahead() -> BaseContext:
    """Begin to import what readers and judges need where the children of a night are forked from; to be called before any is started."""
    return child_context(*READERS, *JUDGES)
