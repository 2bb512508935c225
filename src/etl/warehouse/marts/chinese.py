"""Chinese headings and code labels for the views of mart: takes the catalog and the comments of columns, gives the SQL of `_zh` views.

A column of a contract is called by its label; any other by the beginning of its comment, which says its codes, too. Runs nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.warehouse.marts.described import MartView
from etl.warehouse.marts.headings import LONGEST, YUAN, cut, heading_of, labels_of
from etl.warehouse.marts.mart import Mart
from etl.warehouse.marts.mart_columns import COLUMNS, MEASURES

SUFFIX = "_zh"
_OF_A_REPORT = ("", "_history", "_as_of")


@dataclass(frozen=True)
class ChineseColumn:
    """One column of a view: its name, what it is called in Chinese, its comment, and what its codes mean."""

    name: str
    heading: str
    comment: str
    labels: Mapping[str, str]

    @property
    def sql(self) -> str:
        """The column under its heading, with labels in the place of codes."""
        column = f'v."{self.name}"'
        if not self.labels:
            return f"{column} as {quoted_name(self.heading)}"
        cases = " ".join(f"when {_literal(code)} then {_literal(label)}" for code, label in self.labels.items())
        return f"case {column} {cases} else {column} end as {quoted_name(self.heading)}"


def chinese_columns(catalog: Catalog, view: str, comments: Mapping[str, str]) -> tuple[ChineseColumn, ...]:
    """The columns of a view by its name and theirs, in their order; no two have one heading."""
    contract = next((catalog.contracts[name] for name in _reports_like(view) if name in catalog.contracts), None)
    found: list[ChineseColumn] = []
    for name, comment in comments.items():
        heading, labels = _called(catalog, contract, name, comment)
        if heading in {column.heading for column in found}:
            heading = f"{cut(heading, LONGEST - len(name) - 6)}（{name}）"
        found.append(ChineseColumn(name, heading, comment, labels))
    return tuple(found)


def chinese_marts(catalog: Catalog, views: Iterable[MartView]) -> Iterator[Mart]:
    """A view `<name>_zh` of each view, under Chinese column names and with labels for codes."""
    for view in views:
        columns = chinese_columns(catalog, view.name, view.comments)
        name = view.name + SUFFIX
        sql = f"create view mart.{name} as\n{chinese_select(columns, f'mart.{view.name}')};"
        comments = {column.heading: column.comment for column in columns}
        yield Mart(name, sql, f"{view.comment}；列名和代码为中文", comments)


def chinese_select(columns: tuple[ChineseColumn, ...], relation: str) -> str:
    """A query of all these columns, of a relation that is called v."""
    listed = ",\n    ".join(column.sql for column in columns)
    return f"select\n    {listed}\nfrom {relation} v"


def quoted_name(name: str) -> str:
    """A name as SQL writes it whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def _reports_like(view: str) -> Iterator[str]:
    """The reports that a view may be of: one of its own name before one whose history it would be."""
    return (view.removesuffix(end) for end in _OF_A_REPORT if view.endswith(end))


def _called(catalog: Catalog, contract: Contract | None, name: str, comment: str) -> tuple[str, Mapping[str, str]]:
    own = {column.name: column for column in contract.columns} if contract else {}
    if name in own:
        column = own[name]
        labels = catalog.codes_of(column).codes if column.type.has_codes else {}
        unit = YUAN if column.type.is_money else ""
        return cut(column.label.zh, LONGEST - len(unit.encode())) + unit, {c: e.label.zh for c, e in labels.items()}
    return heading_of(comment), _labels(catalog, name, comment)


def _labels(catalog: Catalog, name: str, comment: str) -> dict[str, str]:
    if name == "report":
        return {report: contract.title.zh for report, contract in catalog.contracts.items()}
    if name == "measure":
        return {measure: heading_of(meaning) for measure, meaning in MEASURES.items()}
    if "代码见" in comment:
        lists = (c.column(name) for c in catalog.contracts.values() if name in {column.name for column in c.columns})
        columns = (column for column in lists if column.type.has_codes)
        return {code: e.label.zh for column in columns for code, e in catalog.codes_of(column).codes.items()}
    return labels_of(COLUMNS["status"] if "见 reporting_status" in comment else comment)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
