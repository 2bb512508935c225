"""The page of the data dictionary: what every figure and column means. Takes the facts, gives its model."""

from etl.site.facts import Facts
from etl.site.figures import count
from etl.site.page import Cell, Fold, Head, Page, Section, Table
from etl.site.pages.report import columns_table
from etl.warehouse.marts.mart_columns import COLUMNS, MEASURES

PATH = "dictionary.html"


def dictionary_page(facts: Facts) -> Page:
    """The page, which changes with the contracts only."""
    contracts = facts.config.catalog.contracts.values()
    measures = [(Cell(name), Cell(text)) for name, text in MEASURES.items()]
    standing = [
        (Cell(name), Cell(COLUMNS[name])) for name in ("status", "due_on", "days_late", "in_use", "designation")
    ]
    folds = tuple(Fold(f"《{one.title.zh}》：{one.description.zh}", (columns_table(facts, one),)) for one in contracts)
    return Page(
        path=PATH,
        title="数据字典",
        question="每个数、每一列是什么意思？",
        headline=(count(len(contracts)), "张报表，", count(sum(len(one.columns) for one in contracts)), "列。"),
        sections=(
            Section("measures", "汇总的指标", (Table("指标与它的定义", (Head("指标"), Head("定义")), measures),)),
            Section("standing", "报送的状态", (Table("状态与日期", (Head("列"), Head("含义")), standing),)),
            Section("reports", "各报表的列", folds),
        ),
    )
