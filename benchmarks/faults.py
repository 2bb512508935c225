"""A county's reports with something wrong in every row: the worst night there can be. Takes rows, gives rows, no files."""

from collections.abc import Mapping

from benchmarks.county_rows import Reports, Row
from etl.types.credit_code import ALPHABET


def broken(reports: Mapping[str, list[Row]]) -> Reports:
    """The same reports with something wrong in every row, in as many ways as reports, hardly ever the same value twice."""
    return {report: [row | _fault(report, row, n) for n, row in enumerate(rows)] for report, rows in reports.items()}


def _fault(report: str, row: Row, n: int) -> Row:
    no_such_day = f"2023年{13 + n // 28}月{n % 28 + 1}日"
    if report == "organization":
        code = str(row["credit_code"])
        return {"credit_code": code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]}
    if report == "project":
        return {"disbursed_yuan": round(float(str(row["planned_yuan"])) + 1, 2)}
    faults: dict[str, Row] = {
        "agreement": {"signed_on": no_such_day},
        "disbursement": {"project_no": f"XM000000-2020-{n + 1:04}"},
        "donation": {"value_yuan": f"{n + 1}至{n + 6}"},
        "sale": {"sold_yuan": -(n + 1.5)},
        "incubator": {"base_level": f"第{n + 1}级"},
        "need": {"field": f"星际探索{n + 1}"},
        "activity": {"held_on": no_such_day},
    }
    return faults[report]
