"""The command that shows the rules: those of reading, and those that each contract amounts to. Needs no warehouse."""

from pathlib import Path
from typing import Annotated

import typer

from etl.commands.options import AsJson, Report
from etl.commands.output import print_json, print_table
from etl.settings import load_settings
from etl.terminal import tell

app = typer.Typer()


@app.command()
def rules(
    report: Report = None,
    as_json: AsJson = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="print the page docs/rules.md")] = False,
    gx: Annotated[
        Path | None, typer.Option("--gx", metavar="DIR", help="write Great Expectations' suites for mart into a folder")
    ] = None,
) -> None:
    """Every rule of reading and of every contract: id, severity, what a county reads, and what it does about it."""
    from etl.commands.tables import rules as tables
    from etl.contract.catalog import load_catalog
    from etl.contract.rule_catalogue import rule_catalogue

    catalog = load_catalog(load_settings().config)
    catalogue = rule_catalogue(catalog)
    if as_markdown:
        from etl.commands.rules_page import rules_page

        print(rules_page(catalogue), end="")
        return
    if gx is not None:
        from etl.commands.gx_export import write_suites

        contracts = [one for name, one in catalog.contracts.items() if report in (None, name)]
        tell(*write_suites(catalog, contracts, gx))
        return
    listed = catalogue.listed(report)
    if as_json:
        print_json([tables.record(of, rule) for of, rule in listed])
    else:
        print_table(tables.listing(listed))
