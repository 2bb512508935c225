"""Sheets of a template that hold no data: 填报说明 and the lists of choices, each sealed so that reading knows it again."""

from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from etl.contract.catalog import Catalog
from etl.contract.contract_rules import rules_of
from etl.contract.schema import Contract
from etl.rules.rule import plain
from etl.template_marks import ANSWERS, GUIDANCE_SHEET, LISTS_SHEET, seal_of
from etl.templates.entry_cells import LINE_HEIGHT, choices_of, heading_of, lines_of, list_name, meaning_of
from etl.templates.formats import Formats
from etl.templates.report_sheet import TemplateFor

_WIDTHS = (16, 24, 6, 46, 46)
_NOTES = (
    "一、表头、标题和表号请勿改动；红色带 * 的栏目必填，行数不限，可以插入、删除行。",
    "二、填写时，不合规则的单元格变为红色（须改正）或黄色（请核对）；光标停在单元格上，会显示应填的内容。",
    "三、本期确实没有数据的报表，请在表上方“本期零报告”处选“是”；既没有填写也没有选“是”的，按未报送处理。",
    "四、预填的内容请核对后补充；灰色的累计数接着往下填。确实没有变动的，请在“预填内容本期无变动”处选“是”。",
    f"五、最后一栏“{ANSWERS}”可不填：标黄或退回时要求核对、确实无误的内容，在这一行写明原因；必须改正的不能用它代替改正。",
)


def write_guidance(book: Workbook, formats: Formats, catalog: Catalog, wanted: TemplateFor) -> None:
    """Add 填报说明: how to fill in, and of each report what every column takes and what is checked."""
    contracts = [catalog.contracts[name] for name in wanted.reports]
    due = f"{wanted.due_on:%Y}年{wanted.due_on.month}月{wanted.due_on.day}日"
    notes = [f"请于 {due}前报送。", *_NOTES]
    table = [
        ("报表", "栏目", "必填", "含义", "填写的内容"),
        *(row for one in contracts for row in _of_report(catalog, one)),
    ]
    rows = [*([note] for note in notes), *table]
    sheet = book.add_worksheet(GUIDANCE_SHEET)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    title = f"{wanted.name}{wanted.period.label}填报说明　{seal_of(rows)}"
    sheet.write_string(0, 0, title, formats.line)
    for number, note in enumerate(notes, 1):
        sheet.write_string(number, 0, note, formats.line)
    for number, row in enumerate(table, len(notes) + 1):
        sheet.set_row(number, LINE_HEIGHT * max(map(lines_of, row, _WIDTHS)))
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, formats.heading if row is table[0] else formats.text)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(len(notes) + 1)
    sheet.fit_to_pages(1, 0)
    sheet.protect("")


def _of_report(catalog: Catalog, contract: Contract) -> Iterator[tuple[str, ...]]:
    checked: dict[str, list[str]] = {}
    for rule in rules_of(catalog, contract):
        if rule.of.written_as() is not None:
            checked.setdefault(rule.column, []).append(plain(rule.expected))
    for column in contract.columns:
        said = [column.expected, *(f"应：{one}" for one in checked.get(column.name, ()))]
        if column.type.has_codes:
            said[0] = "、".join(choices_of(catalog, column))
        must = "必填" if column.required else ""
        yield contract.title.zh, heading_of(column).lstrip("*"), must, meaning_of(column), "；".join(said)


def write_lists(book: Workbook, catalog: Catalog, contracts: Sequence[Contract], codes: Sequence[str]) -> None:
    """Add the very hidden sheet of choices, which drop-downs name, and of the printed codes of all sheets."""
    lists: Mapping[str, list[str]] = {
        list_name(catalog, column): choices_of(catalog, column)
        for contract in contracts
        for column in contract.columns
        if column.type.has_codes
    }
    columns = [["表号", *codes], *([name, *choices] for name, choices in lists.items())]
    height = max(map(len, columns))
    rows = [[column[row] if row < len(column) else "" for column in columns] for row in range(height)]
    sheet = book.add_worksheet(LISTS_SHEET)
    sheet.write_string(0, 0, seal_of(rows))
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row):
            if text:
                sheet.write_string(number, place, text)
    for place, (name, choices) in enumerate(lists.items(), 1):
        letter = xl_col_to_name(place)
        book.define_name(name, f"='{LISTS_SHEET}'!${letter}$3:${letter}${len(choices) + 2}")
    sheet.very_hidden()
    sheet.protect("")
