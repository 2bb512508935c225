"""First thing that the fork server imports, and nobody else: it looks for no garbage, and children whose parent is dead are silent.

Importing makes no garbage, and children look for their own (`processes.settle_in`). Whose parent died before it told it what to do
has nobody to tell, and the journal is no place for the traceback of multiprocessing's broken pipe.
"""

import gc
import pickle
import sys
import traceback
from types import TracebackType


def _unless_orphaned(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    frames = [frame.name for frame in traceback.extract_tb(trace)]
    # what it was told ended before it began, or in the middle
    if not (isinstance(error, EOFError | pickle.UnpicklingError) and "_main" in frames and "_bootstrap" not in frames):
        sys.__excepthook__(kind, error, trace)


gc.disable()
sys.excepthook = _unless_orphaned
