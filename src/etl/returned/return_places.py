"""Names under which files go back, below a county's folder: takes a file's name, gives one that every system takes."""

import posixpath
import re

from etl.foreign_text import visible

LONGEST_STEP = 80  # characters of a folder's or file's name
RECEIPTS = "回执"
_ODD = re.compile(r'[\\:*?"<>|]')


def workbook_place(period: str, name: str, taken: set[str]) -> str:
    """Place of the marked workbook of a file: an .xlsx or .xlsm keeps its ending. Of two that would be one the second gets a number.

    >>> workbook_place("2024Q1", "台账.xls", set()), workbook_place("2024Q1", "台账.csv", {"2024q1/台账.xlsx"})
    ('2024Q1/台账.xlsx', '2024Q1/台账（2）.xlsx')
    """
    stem, ending = posixpath.splitext(_steps(name))
    ending = ending if ending.lower() in (".xlsx", ".xlsm") else ".xlsx"
    numbered = (f"{period}/{stem}{'' if n == 1 else f'（{n}）'}{ending}" for n in range(1, len(taken) + 3))
    found = next(one for one in numbered if one.casefold() not in taken)
    taken.add(found.casefold())
    return found


def receipt_place(period: str, name: str, sha256: str) -> str:
    """Place of the receipt of a file: another content under the same name has one of its own.

    >>> receipt_place("2024Q1", "报表.zip/台账.xls", "5e1d" * 16)
    '2024Q1/回执/报表.zip_台账.xls_5e1d5e1d.html'
    """
    return f"{period}/{RECEIPTS}/{_steps(name).replace('/', '_')}_{sha256[:8]}.html"


def _steps(name: str) -> str:
    steps = [_step(step) for step in visible(name).split("/")]
    return "/".join(step for step in steps if step.strip(". ")) or "报表"


def _step(text: str) -> str:
    stem, ending = posixpath.splitext(_ODD.sub("_", text).strip(". "))
    return f"{stem[:LONGEST_STEP]}{ending[:10]}"
