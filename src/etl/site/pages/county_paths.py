"""Paths of what there is of a county: its page, and the files with its rows, where it has any. Pure."""

from etl.config.division_files import County
from etl.site.facts import Facts
from etl.warehouse.queries.sendings import Sending


def county_path(code: str, section: str = "") -> str:
    """Path of a county's page, and of a section of it."""
    return f"county/{code}.html{f'#{section}' if section else ''}"


def workbook_path(facts: Facts, code: str) -> str:
    """Path of the workbook with a county's rows."""
    return f"data/{code}/{facts.period}.xlsx"


def csv_path(facts: Facts, code: str, report: str) -> str:
    """Path of the CSV with a county's rows of a report."""
    return f"data/{code}/{facts.period}-{report}.csv"


def with_rows(facts: Facts, county: County) -> set[str]:
    """Reports of which rows of the county are in use."""
    return {one.report for one in facts.sendings.get((facts.period, county.code), ()) if has_rows(one)}


def has_rows(sending: Sending) -> bool:
    """True when rows of a version are in use."""
    return sending.is_in_use and sending.row_count > 0
