"""The dictionary as Markdown: takes entries, gives the text of docs/dictionary.md. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from etl.exports.dictionary.entries import ColumnEntry, ViewEntry

HEAD = """\
# 数据字典 Dictionary

Made by `make dictionary` from the contracts and from what the database says of itself; a test fails when it is stale. In SQL: `ref.column`, `ref.report_column`,
`ref.code`, `ref.measure`, `ref.period`. Amounts are in yuan. Every view has a twin with the Chinese names and labels given here: `mart.<view>_zh`.
"""


def dictionary_page(entries: Sequence[ViewEntry]) -> str:
    """The whole page."""
    parts = [HEAD, "## 报表 Reports\n"]
    parts += [_view(entry) for entry in entries if entry.is_report]
    parts.append("## 汇总与状态 Summaries and states\n")
    parts += [_view(entry) for entry in entries if not entry.is_report]
    return "\n".join(parts)


def _view(entry: ViewEntry) -> str:
    lines = [f"### mart.{entry.name} {entry.title}\n", f"{entry.meaning}。{entry.english}\n"]
    if entry.key:
        lines.append(f"一行 One row for each: {', '.join(f'`{name}`' for name in entry.key)}.\n")
    if entry.also:
        lines.append(f"也有 Also: {', '.join(f'`mart.{name}`' for name in entry.also)}.\n")
    columns = _of_report(entry.columns) if entry.is_report else _of_mart(entry.columns)
    return "\n".join([*lines, *columns, ""])


def _of_report(columns: Iterable[ColumnEntry]) -> Iterator[str]:
    yield from _row("column", "中文列名", "type", "含义", "codes", "headings taken", "rules")
    yield from _row(*["---"] * 7)
    for column in columns:
        marks = [mark for mark, is_so in (("必填", column.is_required), ("个人信息", column.is_personal)) if is_so]
        meaning = f"{column.meaning}（{'，'.join(marks)}）" if marks else column.meaning
        rules = "<br>".join(f"`{rule.partition('.')[2] or rule}`" for rule in column.rules)
        yield from _row(
            f"`{column.name}`", column.heading, column.type, meaning, _codes(column), "、".join(column.sources), rules
        )


def _of_mart(columns: Iterable[ColumnEntry]) -> Iterator[str]:
    yield from _row("column", "中文列名", "type", "含义", "codes")
    yield from _row(*["---"] * 5)
    for column in columns:
        yield from _row(f"`{column.name}`", column.heading, column.type, column.meaning, _codes(column))


def _codes(column: ColumnEntry) -> str:
    return "<br>".join(f"`{one.code}` {one.zh}{'' if one.en == one.code else f' {one.en}'}" for one in column.codes)


def _row(*cells: str) -> Iterator[str]:
    yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"
