"""Importing this leaves scipy.stats to be imported by whoever first uses it. To be imported before Great Expectations.

Great Expectations imports it for expectations over distributions, of which we have none, and it is a third of what it imports.
"""

import importlib.util
import sys

NAME = "scipy.stats"


def _leave_for_later() -> None:
    """Do what `import scipy.stats` does, but for running the module, as the documentation of importlib has it."""
    spec = importlib.util.find_spec(NAME)
    if spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = module
    spec.loader.exec_module(module)
    sys.modules["scipy"].stats = module  # type: ignore[attr-defined]


if NAME not in sys.modules:
    _leave_for_later()
