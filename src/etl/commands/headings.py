"""The command that shows what counties invent: headings and code words that no contract knows. It stores nothing."""

import typer

from etl.commands.options import AsJson, Period, Report
from etl.commands.output import connection, print_json
from etl.settings import load_settings
from etl.terminal import tell

app = typer.Typer()


@app.command()
def headings(period: Period = None, report: Report = None, as_json: AsJson = False) -> None:
    """Headings and code words that no contract knows: in how many counties, what they may mean, the line that teaches it."""
    from etl.commands.tables.headings import lines
    from etl.config.calendar import parse_period
    from etl.errors import ConfigError
    from etl.night.request import load_config
    from etl.operations.headings import invented_words
    from etl.warehouse.queries.overview import latest_period
    from etl.warehouse.queries.unknown_words import seen_words

    settings = load_settings()
    catalog = load_config(settings.config).catalog
    if period is not None:
        parse_period(period)
    if report is not None and report not in catalog.contracts:
        raise ConfigError(f"unknown report: {report}; the reports are {', '.join(catalog.contracts)}")
    with connection(settings) as warehouse:
        wanted = period or latest_period(warehouse)
        words = invented_words(seen_words(warehouse, wanted, report), catalog)
    if as_json:
        print_json([word.as_row() for word in words])
    elif words:
        tell(*lines(words, settings.config))
    else:
        tell("no unknown headings or code words" + (f" for {wanted}" if wanted else ""))
