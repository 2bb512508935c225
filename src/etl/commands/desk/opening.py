"""Request of a form in the words of the configuration: takes an upload, has it checked for its county and period."""

from collections.abc import Callable, Collection

from etl.commands.desk.checking import Checking, Outcome
from etl.commands.desk.upload import Upload
from etl.config.calendar import period_asked
from etl.errors import ArgumentError


def asked_check(checking: Checking, counties: Collection[str]) -> Callable[[Upload], Outcome]:
    """A function that checks an upload; a county or a period that there is not is said."""

    def check(upload: Upload) -> Outcome:
        county, period = upload.fields.get("county", ""), upload.fields.get("period", "")
        if county and county not in counties:
            return Outcome(("没有这个县，请重新选择。",), is_bad=True)
        try:
            period = period_asked(period) if period else ""
        except ArgumentError:
            return Outcome((f"“{period}”不是报告期；请写成 2024Q2、2024-03 或 2024。",), is_bad=True)
        return checking.check(upload.files, county, period)

    return check
