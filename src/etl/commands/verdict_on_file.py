"""Verdict of `etl check` on one file as a plain dict: how it was understood, its issues, what its reports come to.

Takes what files were judged to be, judges nothing itself.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from etl.commands.accounts import describe_sheet
from etl.commands.typed_rows import typed_rows
from etl.contract.catalog import Catalog
from etl.contract.contract_rules import rules_of
from etl.model import ISSUE_COLUMNS, ColumnMatch, FileReading, Severity, Status, Table
from etl.selection import Choice, Selection
from etl.template_marks import TEMPLATE
from etl.validate.verdicts import Judgement

OF_THE_FILE = ("county_code", "period", "source_file", "source_row")  # which the file itself says, or the cell

Described = dict[str, Any]
Place = tuple[str, str]  # of a file: county code and name


@dataclass(frozen=True)
class Checked:
    """Files that were judged together: what each says, the counties that failed and why, and what all of it came to."""

    readings: tuple[FileReading, ...]
    failures: Mapping[str, str]
    selection: Selection
    judgement: Judgement


def describe_files(
    checked: Checked, catalog: Catalog, *, is_delivery: bool = False, with_rows: bool = False
) -> Iterator[Described]:
    """One dict a file, in the order of the readings; of a delivery with the reports that the file decides."""
    issues = _issues_by_file(checked)
    reports = _reports_by_file(checked, catalog) if is_delivery else {}
    rows = typed_rows(catalog, checked.judgement.rows) if with_rows else {}
    template = {
        (report, column.name): column.unit
        for report, contract in catalog.contracts.items()
        for column in contract.columns
    }
    for reading in checked.readings:
        place = reading.source.county_code, reading.source.name
        described = _describe(reading, template, issues[place], checked.failures)
        if is_delivery:
            described["reports"] = reports.get(place, [])
            if described["verdict"] == "accepted" and any(
                one["status"] == Status.RETURNED for one in described["reports"]
            ):
                described["verdict"] = "returned"  # by what is wrong with another of its files
        if with_rows:
            described["rows"] = rows.get(place, {})
        yield described


def _issues_by_file(checked: Checked) -> dict[Place, list[Described]]:
    """The issues of each file; one that stands for several reports, of a file that cannot be read, stands there once."""
    found: dict[Place, dict[tuple[Any, ...], Described]] = defaultdict(dict)
    for issue in checked.judgement.issues.to_dict("records"):
        described = _describe_issue(issue)
        same = tuple(value for name, value in described.items() if name != "report")
        found[str(issue["county_code"]), str(issue["source_file"])].setdefault(same, described)
    return defaultdict(list, {place: list(issues.values()) for place, issues in found.items()})


def _reports_by_file(checked: Checked, catalog: Catalog) -> dict[Place, list[Described]]:
    """Verdicts on the reports that each file decides, alone or with other townships' files."""
    found: dict[Place, list[Described]] = defaultdict(list)
    submissions = {str(one["report"]): one for one in checked.judgement.submissions.to_dict("records")}
    came = frozenset(submissions)
    for choice in checked.selection.choices:
        submission = submissions[choice.report]
        described = {
            "report": choice.report,
            "status": str(submission["status"]),
            "row_count": int(submission["row_count"]),
            "not_known": list(_not_known(choice, catalog, came)),
        }
        for source in (choice.source, *(part.source for part in choice.parts)):
            found[source.county_code, source.name].append(described)
    return found


def _not_known(choice: Choice, catalog: Catalog, came: frozenset[str]) -> Iterator[str]:
    """Everything that the verdict on a report also depends on, and nobody knows without a warehouse."""
    if not choice.placed():
        if not choice.is_nil:
            yield "if this report was accepted before, it stays so, and the file's issues are warnings"
        return
    contract = catalog.contracts[choice.report]
    if look_back := [rule.id for rule in rules_of(catalog, contract) if rule.of.LOOKS_BACK]:
        yield f"what was accepted before is not known here, so not checked: {', '.join(look_back)}"
    if others := sorted(contract.linked_reports() - came - {choice.report}):
        yield f"not among these files: {', '.join(others)}; a night takes what the county sent of it before"
    if choice.township:
        yield "a night adds the files that other townships sent before"


def _describe(
    reading: FileReading,
    template: Mapping[tuple[str, str], str | None],
    issues: list[Described],
    failures: Mapping[str, str],
) -> Described:
    return {
        "file": reading.source.name,
        "kind": reading.kind,
        "verdict": _verdict(reading, issues, failures),
        "sheets": [describe_sheet(sheet, issues) for sheet in reading.sheets],
        "nil": list(reading.nil_reports),
        "tables": [_describe_table(table, template) for table in reading.tables],
        "issues": issues,
    }


def _verdict(reading: FileReading, issues: list[Described], failures: Mapping[str, str]) -> str:
    if failure := reading.failure or failures.get(reading.source.county_code):
        return f"failed: {failure}"
    if any(issue["severity"] == Severity.CRITICAL for issue in issues):
        return "returned"
    is_untouched = any(sheet.taken_for == TEMPLATE for sheet in reading.sheets)
    return "missing" if is_untouched and not (reading.tables or reading.nil_reports) else "accepted"


def _describe_table(table: Table, template: Mapping[tuple[str, str], str | None]) -> Described:
    first, last = table.header_rows
    return {
        "sheet": table.sheet,
        "report": table.report,
        "heading_rows": [first + 1, last + 1],
        "columns": [_describe_column(match, table.report, template) for match in table.columns],
        "rows": len(table.rows),
        "totals": [{"row": total.row + 1, "label": total.label.strip()} for total in table.totals],
    }


def _describe_column(match: ColumnMatch, report: str, template: Mapping[tuple[str, str], str | None]) -> Described:
    from_template = template.get((report, match.field or "")) if match.unit is None else None
    return {
        "column": match.place,
        "heading": match.heading,
        "field": match.field,
        "unit": match.unit or from_template,
        "unit_source": "template" if from_template else match.unit_source,
        "matched_by": match.matched_by,
    }


def _describe_issue(issue: Mapping[Any, Any]) -> Described:
    names = [name for name in ISSUE_COLUMNS if name not in OF_THE_FILE]
    return {name: None if pd.isna(issue[name]) else str(issue[name]) for name in (*names, "waived")}
