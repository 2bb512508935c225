"""Options that several commands take, written once."""

from typing import Annotated

import typer

Period = Annotated[str | None, typer.Option(help="one period only, such as 2024Q1")]
Inbox = Annotated[str | None, typer.Option(help="folder or URL of the inbox; default: ETL_INBOX")]
Counties = Annotated[list[str] | None, typer.Option("--county", help="code or full name; may be given more than once")]
Reports = Annotated[list[str] | None, typer.Option("--report", help="report name; may be given more than once")]
County = Annotated[str | None, typer.Option(help="code or full name")]
Report = Annotated[str | None, typer.Option(help="report name")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON instead of a table")]
AsCsv = Annotated[bool, typer.Option("--csv", help="print CSV instead of a table")]
