"""Garbage, and when Python looks for it: seldom, and never among what was imported, which is half a million objects that stay.

And memory that was freed, which is kept for what comes next.
"""

import gc
import sys
from contextlib import suppress

IMPORTS_MAKE = 1_000_000  # new objects at most, and none of them is garbage
SELDOM = 100_000
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of malloc.h
KEPT_BYTES = 32 << 20  # the most that glibc takes for the second of them


def not_while_importing() -> None:
    """To be called before anything slow is imported."""
    gc.set_threshold(IMPORTS_MAKE)


def all_is_imported() -> None:
    """To be called where the work begins; `gc.unfreeze` lets what was made until now be looked through again."""
    gc.freeze()
    gc.set_threshold(SELDOM)


def keep_freed_memory() -> None:
    """Keep what is freed for the next file or report: to give it back to the system and ask again costs a tenth of reading."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - commands that only ask do without

        with suppress(OSError, AttributeError):  # another libc than glibc
            set_option = ctypes.CDLL(None).mallopt
            for option in (M_TRIM_THRESHOLD, M_MMAP_THRESHOLD):
                set_option(option, KEPT_BYTES)
