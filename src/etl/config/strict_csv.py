"""Strict CSV files of config/: takes a path and the columns that must be there, gives its rows, never a half-understood file."""

import csv
from pathlib import Path

from etl.errors import ContractError


def csv_rows(path: Path, columns: tuple[str, ...]) -> list[tuple[str, dict[str, str]]]:
    """The rows of a CSV with the place of each, as messages name it; spaces around a value do not count."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            lines = [(f"{path.name}, line {reader.line_num}", line) for line in reader if line]
    except FileNotFoundError:
        raise ContractError(f"{path} does not exist; set ETL_CONFIG to the project's config folder") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise ContractError(f"{path.name} is not CSV in UTF-8: {error}") from error
    if missing := [column for column in columns if column not in header]:
        raise ContractError(f"{path.name}: columns are missing: {', '.join(missing)}")
    for where, line in lines:
        if len(line) != len(header):
            raise ContractError(f"{where}: {len(line)} values instead of {len(header)}")
    return [(where, dict(zip(header, map(str.strip, line), strict=True))) for where, line in lines]
