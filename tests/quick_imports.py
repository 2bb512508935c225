"""Importing this keeps a package out that only the bill of materials needs: a second of each process's start.

jsonschema, which Prefect and Great Expectations import, takes rfc3987-syntax along where it is installed. To be imported before both.
"""

import sys

sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
