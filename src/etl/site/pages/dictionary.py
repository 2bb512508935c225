"""The page of the data dictionary: what every figure and column means. Takes the facts, gives its model."""

from etl.site.facts import Facts
from etl.site.figures import count
from etl.site.page import Cell, Fold, Head, Page, Section, Table
from etl.site.pages.report import columns_table
from etl.warehouse.marts.headings import heading_of
from etl.warehouse.marts.mart_columns import COLUMNS, MEASURES

PATH = "dictionary.html"
_HEADS = (Head("指标"), Head("含义"), Head("数据库里的列"))


def dictionary_page(facts: Facts) -> Page:
    """The page, which changes with the contracts only."""
    contracts = facts.config.catalog.contracts.values()
    measures = [_defined(name, text) for name, text in MEASURES.items()]
    standing = [_defined(name, COLUMNS[name]) for name in ("status", "due_on", "days_late", "in_use", "designation")]
    folds = tuple(Fold(f"《{one.title.zh}》：{one.description.zh}", (columns_table(facts, one),)) for one in contracts)
    return Page(
        path=PATH,
        title="数据字典",
        question="每个数、每一列是什么意思？",
        headline=(
            count(len(contracts)),
            "张报表有",
            count(sum(len(one.columns) for one in contracts)),
            "列，汇总成",
            count(len(measures)),
            "项指标。",
        ),
        sections=(
            Section("measures", "汇总的指标", (Table("指标与它的定义", _HEADS, measures),)),
            Section("standing", "报送的状态", (Table("状态与日期", _HEADS, standing),)),
            Section("reports", "各报表的列", folds),
        ),
        remark=(f"随报表规格而变（指纹 {facts.config.catalog.fingerprint[:12]}），不随数据变。",),
    )


def _defined(name: str, comment: str) -> tuple[Cell, ...]:
    """Cells with what it is called, what it means, and under which name analysts find it."""
    return Cell(heading_of(comment)), Cell(comment), Cell(name, look="code")
