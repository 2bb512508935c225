"""The command that shows what counties invent: headings and code words that no contract knows. It stores nothing."""

from datetime import datetime

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
    from etl.config.calendar import TIMEZONE
    from etl.night.request import load_config
    from etl.operations.headings import invented_words
    from etl.warehouse.queries.overview import current_periods
    from etl.warehouse.queries.unknown_words import seen_words

    settings = load_settings()
    catalog = load_config(settings.config).catalog
    with connection(settings) as warehouse:
        wanted = [period] if period else current_periods(warehouse, datetime.now(TIMEZONE).date())
        words = invented_words([word for one in wanted for word in seen_words(warehouse, one, report)], catalog)
    if as_json:
        print_json([word.as_row() for word in words])
    elif words:
        tell(*lines(words, settings.config))
    else:
        tell("no unknown headings or code words" + (f" for {', '.join(wanted)}" if wanted else ""))
