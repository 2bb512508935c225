"""The blank form of every report, beside its page: takes the facts, gives workbooks that no county's code stands on."""

from collections.abc import Iterator
from functools import partial

from etl.config.calendar import parse_period
from etl.site.facts import Facts
from etl.site.folder import Made
from etl.site.pages.report import template_path
from etl.templates.report_sheet import TemplateFor
from etl.templates.workbook import template_workbook


def template_files(facts: Facts, made_by: str) -> Iterator[tuple[str, Made]]:
    """A workbook a report, for the current period."""
    period, catalog = parse_period(facts.period), facts.config.catalog
    for report in catalog.contracts:
        wanted = TemplateFor(None, period, (report,), facts.config.calendar.due_on(period))
        key = f"{made_by}:{catalog.fingerprint}:{facts.period}:{wanted.due_on}"
        yield template_path(report), Made(key, partial(template_workbook, catalog, wanted))
