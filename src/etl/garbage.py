"""Garbage, and when Python looks for it: seldom, and never among what was imported, which is half a million objects that stay."""

import gc

IMPORTS_MAKE = 1_000_000  # new objects at most, and none of them is garbage
SELDOM = 100_000


def not_while_importing() -> None:
    """To be called before anything slow is imported."""
    gc.set_threshold(IMPORTS_MAKE)


def all_is_imported() -> None:
    """To be called where the work begins; `gc.unfreeze` lets what was made until now be looked through again."""
    gc.freeze()
    gc.set_threshold(SELDOM)
