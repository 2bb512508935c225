"""The law that work grows with what is read, by parts: reading a whole costs a small multiple of reading a quarter of it."""

import functools
import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
MOST_TIMES = 8  # a quarter's processor time; of what grows with the square it is 16
TRIES = 5


def assert_linear(read: Callable[[T], object], quarter: T, whole: T) -> None:
    """Reading `whole`, four times `quarter`, costs at most MOST_TIMES its processor time: in one of several pairs, as other
    work on the machine slows one or the other. What is remembered of texts is forgotten before each try."""
    caches = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper) and _is_of_texts(one)]
    ratios: list[float] = []
    while len(ratios) < TRIES and not (ratios and min(ratios) <= MOST_TIMES):
        part = _seconds(read, quarter, caches)
        ratios.append(_seconds(read, whole, caches) / part)
    assert min(ratios) <= MOST_TIMES, f"a whole costs {min(ratios):.1f} times its quarter"


def _is_of_texts(cache: Callable[..., object]) -> bool:
    return getattr(cache, "__module__", "").startswith(("etl.recognise", "etl.text"))


def _seconds(read: Callable[[T], object], shape: T, caches: list) -> float:
    for cache in caches:
        cache.cache_clear()
    started = time.process_time()
    read(shape)
    return time.process_time() - started
