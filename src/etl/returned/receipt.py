"""A receipt (回执) as a page: takes what was accepted of one file, gives HTML that needs nothing else. The same values give the same bytes."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from html import escape

from etl.foreign_text import visible

MOST_NOTES = 200  # of a report that are listed; how many there are is always said
_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title><style>
body{{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:52em;margin:2em auto;padding:0 1em;color:#1b1f24}}
h1{{font-size:1.5em}} h2{{font-size:1.15em;margin:1.6em 0 .3em;border-bottom:2px solid #d9e2ec}}
table{{border-collapse:collapse}} td,th{{padding:.15em 1.2em .15em 0;text-align:left;vertical-align:top}}
td.n{{text-align:right;font-variant-numeric:tabular-nums}} th{{font-weight:normal;color:#57606a}}
code{{font-size:.85em;word-break:break-all}} .w{{background:#ffe680}} li{{margin:.15em 0}}
@media print{{body{{margin:0;max-width:none}}}}
</style></head><body>
{body}
</body></html>
"""


@dataclass(frozen=True)
class Total:
    """Sum of a column as it was understood: its label, the stored unit, and the unit that the file writes."""

    label: str
    value: Decimal
    unit: str
    written_in: str = ""


@dataclass(frozen=True)
class ReportReceipt:
    """A report that was accepted."""

    title: str
    is_nil: bool
    rows: int
    version: str  # of the contract
    decided: datetime
    totals: tuple[Total, ...] = ()
    warnings: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """Reports that were accepted of one file."""

    county: str
    period: str
    file: str
    sha256: str
    received: datetime
    reports: tuple[ReportReceipt, ...]


def page(receipt: Receipt) -> bytes:
    """The receipt as HTML."""
    title = f"回执：{receipt.county} {receipt.period}"
    facts = (
        ("文件", escape(visible(receipt.file))),
        ("SHA-256", f"<code>{escape(receipt.sha256)}</code>"),
        ("收到", _moment(receipt.received)),
        ("已接收", f"{len(receipt.reports)} 张报表"),
    )
    body = [f"<h1>{escape(title)}</h1>", _table(facts), *map(_report, receipt.reports)]
    return _PAGE.format(title=escape(title), body="\n".join(body)).encode()


def _report(one: ReportReceipt) -> str:
    facts = (
        ("结论", "零报告" if one.is_nil else "已接收" + ("，有待核对" if one.warnings else "")),
        ("行数", f"{one.rows:,}"),
        ("审核", _moment(one.decided)),
        ("表样和规则", escape(one.version)),
    )
    totals = "".join(
        f'<tr><th>{escape(total.label)}</th><td class="n">{total.value:,}</td><td>{escape(total.unit)}</td>'
        f"<td>{escape(total.written_in)}</td></tr>"
        for total in one.totals
    )
    parts = [f"<h2>{escape(one.title)}</h2>", _table(facts)]
    if totals:
        parts.append(f"<p>合计（按读到的）</p><table>{totals}</table>")
    parts += [_notes("请核对", one.warnings, ' class="w"'), _notes("读取时的认定", one.notices, "")]
    return "\n".join(part for part in parts if part)


def _notes(heading: str, notes: tuple[str, ...], look: str) -> str:
    if not notes:
        return ""
    listed = "".join(f"<li{look}>{escape(visible(note))}</li>" for note in notes[:MOST_NOTES])
    cut = f"，列出前 {MOST_NOTES} 条" if len(notes) > MOST_NOTES else ""
    return f"<p>{heading}（{len(notes)} 条{cut}）</p><ul>{listed}</ul>"


def _table(facts: tuple[tuple[str, str], ...]) -> str:
    return "<table>" + "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in facts) + "</table>"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
