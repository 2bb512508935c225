"""The workbook that one county fills in for one period: takes the contracts and what it owes, gives the bytes of an xlsx."""

import io
from datetime import datetime, time

from xlsxwriter.workbook import Workbook

from etl.contract.catalog import Catalog
from etl.template_marks import PROPERTY, WHOLE
from etl.templates.formats import Formats
from etl.templates.own_sheets import write_guidance, write_lists
from etl.templates.report_sheet import TemplateFor, write_report


def template_workbook(catalog: Catalog, wanted: TemplateFor) -> bytes:
    """The template with a sheet for every report; the same for the same contracts, county, period and rows."""
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    made_on = datetime.combine(wanted.period.starts_on, time())
    book.set_properties({"title": f"{wanted.name}{wanted.period.label}报表", "created": made_on})
    formats = Formats(book)
    contracts = [catalog.contracts[name] for name in wanted.reports]
    write_guidance(book, formats, catalog, wanted)
    codes = [write_report(book, formats, catalog, contract, wanted) for contract in contracts]
    whole = wanted.code(WHOLE, 1)
    write_lists(book, catalog, contracts, [code for code in (whole, *codes) if code])
    if whole:
        book.set_custom_property(PROPERTY, whole)
    book.get_worksheet_by_name(contracts[0].sheets[0]).activate()
    book.close()
    return content.getvalue()
