"""Options that several commands take, written once. What they mean is read by `etl.commands.values`."""

from typing import Annotated

import typer

from etl.commands import values
from etl.terminal import be_quiet

_PERIOD, _COUNTY, _REPORT = "2024Q1", "CODE_OR_NAME", "NAME_OR_TITLE"

Period = Annotated[
    str | None, typer.Option(parser=values.period, metavar=_PERIOD, help="one period only, such as 2024Q1")
]
Inbox = Annotated[str | None, typer.Option(help="folder or URL of the inbox; default: ETL_INBOX")]
Counties = Annotated[
    list[str] | None,
    typer.Option(
        "--county",
        parser=values.county,
        metavar=_COUNTY,
        autocompletion=values.counties_like,
        help="code or full name; may be given more than once",
    ),
]
Reports = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        parser=values.report,
        metavar=_REPORT,
        autocompletion=values.reports_like,
        help="name or Chinese title; may be given more than once",
    ),
]
County = Annotated[
    str | None,
    typer.Option(parser=values.county, metavar=_COUNTY, autocompletion=values.counties_like, help="code or full name"),
]
OneCounty = Annotated[
    str | None,
    typer.Argument(
        parser=values.county,
        metavar="[COUNTY]",
        autocompletion=values.counties_like,
        help="one county: code or full name",
    ),
]
Report = Annotated[
    str | None,
    typer.Option(
        parser=values.report, metavar=_REPORT, autocompletion=values.reports_like, help="name or Chinese title"
    ),
]
Severity = Annotated[
    str | None,
    typer.Option(
        parser=values.severity,
        metavar="|".join(values.SEVERITIES),
        autocompletion=values.severities_like,
        help="issues of this severity only",
    ),
]
Run = Annotated[
    str | None,
    typer.Option("--run", parser=values.run, metavar="ID", help="of one run: its id, as etl runs shows it"),
]
Quiet = Annotated[
    bool,
    typer.Option(
        "--quiet",
        "-q",
        callback=lambda quiet: be_quiet(True) if quiet else None,
        help="print nothing but what is in question, for cron",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON instead of a table")]
AsCsv = Annotated[bool, typer.Option("--csv", help="print CSV instead of a table")]
