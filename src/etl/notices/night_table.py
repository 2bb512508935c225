"""The table of a night's mail, for programs that show HTML: takes counts, gives markup without pictures, styles from elsewhere or scripts."""

from collections.abc import Mapping
from html import escape

from etl.config.calendar import parse_period

_CELL = 'style="padding:4px 12px;border-bottom:1px solid #ccc;text-align:right"'
_NAME = 'style="padding:4px 12px 4px 0;border-bottom:1px solid #ccc;text-align:left"'


def night_table(standing: Mapping[str, Mapping[str, int]], words: Mapping[str, str], text: str, link: str = "") -> str:
    """A line a period with its reports by status, the link to the pages, and the text of the mail below."""
    statuses = [status for status in words if any(counts.get(status) for counts in standing.values())]
    heads = "".join(f'<th scope="col" {_CELL}>{escape(words[status])}</th>' for status in statuses)
    rows = "".join(_row(period, [counts.get(status, 0) for status in statuses]) for period, counts in standing.items())
    table = f'<table style="border-collapse:collapse"><tr><th scope="col" {_NAME}>报告期</th>{heads}</tr>{rows}</table>'
    pages = f'<p><a href="{escape(link)}">打开页面</a></p>' if link else ""
    shown = f'<pre style="font:inherit;white-space:pre-wrap">{escape(text)}</pre>'
    return f'<html lang="zh-CN"><body>{table if rows else ""}{pages}{shown}</body></html>'


def _row(period: str, counts: list[int]) -> str:
    cells = "".join(f"<td {_CELL}>{count}</td>" for count in counts)
    return f'<tr><th scope="row" {_NAME}>{escape(parse_period(period).label)}</th>{cells}</tr>'
