"""Run one program of the benchmark in this process: `python -m benchmarks.once night|floor|reading|marking|judging|year|marts|pages ARGUMENTS`, figures as JSON.

Imports nothing heavy by itself: a reading process imports its parent's main module again, and that of `etl` is light too.
"""

import json
import sys
from importlib import import_module

if __name__ == "__main__":
    print(json.dumps(import_module(f"benchmarks.{sys.argv[1]}").main(*sys.argv[2:])))
