"""Words that a clerk may have meant: takes an issue, gives a code's word or a heading that resembles what was written, or nothing.

It only asks: nothing is ever read as what it suggests.
"""

from difflib import get_close_matches

from etl.contract.catalog import Catalog
from etl.model import Issue
from etl.rules.reading.headings import TABLE_UNKNOWN_HEADING
from etl.text import fold_label

CLOSE = 0.6
LONGEST = 60  # characters of a value that is looked at


def suggestion(issue: Issue, catalog: Catalog) -> str:
    """The word that resembles most what stands in the cell, '' where none does."""
    contract = catalog.contracts.get(issue.report or "")
    if contract is None or not issue.value or len(issue.value) > LONGEST:
        return ""
    if issue.rule == TABLE_UNKNOWN_HEADING.id:
        return _closest(issue.value, [column.label.zh for column in contract.columns])
    column = next((one for one in contract.columns if one.name == issue.column_name), None)
    if column is None or column.codes is None:
        return ""
    return _closest(issue.value, [code.label.zh for code in catalog.codes_of(column).codes.values()])


def _closest(written: str, words: list[str]) -> str:
    folded = {fold_label(word): word for word in words}
    if fold_label(written) in folded:
        return ""  # it is another fault
    close = get_close_matches(fold_label(written), folded, n=1, cutoff=CLOSE)
    return folded[close[0]] if close else ""
