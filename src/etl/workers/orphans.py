"""Silence of children whose parent died before it told them what to do: imported by the fork server alone, which they are forked from.

There is nobody left to tell, and the journal is no place for the traceback of multiprocessing's broken pipe.
"""

import sys
import traceback
from types import TracebackType


def _unless_orphaned(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    frames = [frame.name for frame in traceback.extract_tb(trace)]
    if not (isinstance(error, EOFError) and "_main" in frames and "_bootstrap" not in frames):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _unless_orphaned
