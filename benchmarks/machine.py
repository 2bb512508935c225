"""The machine that figures were measured on: takes nothing, gives its description by name."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("great-expectations", "numpy", "pandas", "psycopg", "pyarrow", "python-calamine", "sqlalchemy")


def machine(postgresql: str) -> dict[str, str]:
    """Facts by which figures may differ from those of another machine."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return {
        "processor": _processor(),
        "cores": str(_cores()),
        "memory": f"{_memory_gib():.0f} GiB",
        "load before": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "system": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "postgresql": postgresql,
        "packages": packages,
    }


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
