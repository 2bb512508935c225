"""Modules that libraries import and we seldom use: takes their names, and lets each be imported by whoever first asks it for something.

To be called before the library is imported. `importlib.util.LazyLoader` does not do: `import altair as alt` asks what it makes for its `__spec__`.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


class _ImportedLater(ModuleType):
    """Stand-in for a module until somebody asks it for a name, or imports a module below it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__path__":  # whoever looks through all modules wants nothing of this one
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def import_later(*names: str) -> None:
    """Leave modules to whoever first uses them; one that is imported already stays."""
    for name in names:
        sys.modules.setdefault(name, _ImportedLater(name))


@contextmanager
def not_to_be_found(*names: str) -> Iterator[None]:
    """Let imports inside the block do without packages that they can do without, unless these are imported already."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type] # None: "import of ... halted", an ImportError
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
