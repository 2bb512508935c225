"""Entries of the dictionary: takes the catalog and the views as the database describes them, gives what is said of each. Writes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from etl.contract.catalog import Catalog
from etl.contract.contract_rules import rules_of
from etl.contract.schema import Column, Contract
from etl.warehouse.marts.chinese import SUFFIX, chinese_columns
from etl.warehouse.marts.described import MartView
from etl.warehouse.marts.grains import key_of
from etl.warehouse.marts.headings import heading_of
from etl.warehouse.report_columns import measure_comment

HISTORY = "_history"


@dataclass(frozen=True)
class CodeEntry:
    """One code in both languages; `en` is the code itself where nobody wrote an English label."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class ColumnEntry:
    """One column: how it is called, what it holds, and under which headings and by which rules it came in."""

    name: str
    heading: str
    type: str
    meaning: str
    codes: tuple[CodeEntry, ...] = ()
    is_required: bool = False
    is_personal: bool = False
    sources: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class ViewEntry:
    """One view: what a row of it is, by which columns rows are told apart, and its columns."""

    name: str
    title: str
    meaning: str
    english: str
    key: tuple[str, ...] | None
    also: tuple[str, ...]  # the same in other forms
    columns: tuple[ColumnEntry, ...]
    is_report: bool


def dictionary(catalog: Catalog, views: Mapping[str, MartView]) -> tuple[ViewEntry, ...]:
    """Every view but those that are another in another form: reports in the order of the contracts, then the others."""
    listed = [*catalog.contracts, *(name for name in views if name not in catalog.contracts)]
    skipped = {f"{name}{HISTORY}" for name in catalog.contracts}
    return tuple(
        _view(catalog, views, views[name])
        for name in listed
        if name in views and not name.endswith(SUFFIX) and name not in skipped
    )


def _view(catalog: Catalog, views: Mapping[str, MartView], view: MartView) -> ViewEntry:
    contract = catalog.contracts.get(view.name)
    also = [name for name in (f"{view.name}{SUFFIX}", f"{view.name}{HISTORY}") if name in views]
    functions = [f"{view.name}_as_of(timestamptz)"] if view.has_as_of else []
    functions += [f"{view.name}_in(edition)"] if view.has_in else []
    return ViewEntry(
        view.name,
        heading_of(view.comment),
        view.comment,
        f"{contract.title.en}. {contract.description.en}." if contract else "",
        key_of(catalog, view.name),
        (*also, *functions),
        tuple(_columns(catalog, view, contract)),
        contract is not None,
    )


def _columns(catalog: Catalog, view: MartView, contract: Contract | None) -> Iterator[ColumnEntry]:
    own = {column.name: column for column in contract.columns} if contract else {}
    rules = _rules(catalog, contract) if contract else {}
    english = {
        (column.name, code): entry.label.en
        for one in catalog.contracts.values()
        for column in one.columns
        if column.type.has_codes
        for code, entry in catalog.codes_of(column).codes.items()
    }
    for shown in chinese_columns(catalog, view.name, view.comments):
        column = own.get(shown.name)
        yield ColumnEntry(
            shown.name,
            shown.heading,
            view.types[shown.name],
            _meaning(column) if column else shown.comment,
            tuple(CodeEntry(code, zh, english.get((shown.name, code), code)) for code, zh in shown.labels.items()),
            is_required=column is not None and column.required,
            is_personal=column is not None and column.personal,
            sources=column.headings() if column else (),
            rules=rules.get(shown.name, ()),
        )


def _meaning(column: Column) -> str:
    if column.measure is None:
        return column.description.zh
    return f"{column.description.zh}；{measure_comment(column.measure, over_counties=column.adds_over_counties)}"


def _rules(catalog: Catalog, contract: Contract) -> dict[str, tuple[str, ...]]:
    """Ids of the contract's rules by the column that they mark; those that every column of a type has stand in docs/rules.md."""
    found: dict[str, list[str]] = {}
    for rule in rules_of(catalog, contract):
        found.setdefault(rule.column, []).append(rule.id)
    return {column: tuple(dict.fromkeys(ids)) for column, ids in found.items()}
