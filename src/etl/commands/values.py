"""Values of options, each kind read in one place: takes a text as it was typed, gives what the program knows it by.

ArgumentError, with the values that there are, for any other. Whatever takes a period, a county, a report, a severity or a run
takes it by the types of `etl.commands.options`, which call these.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, time

from etl.errors import ArgumentError
from etl.settings import load_settings

SEVERITIES = ("critical", "warning", "notice")
EXPORT_FORMATS = ("xlsx", "csv", "parquet")
AUDIENCES = ("internal", "public")


def period(text: str) -> str:
    """The id of a period, named as folders are."""
    from etl.config.calendar import period_asked

    return period_asked(text)


def county(text: str) -> str:
    """The code of a county, by its code or name."""
    from etl.config.divisions import county_code, load_divisions

    return county_code(load_divisions(load_settings().config), text)


def prefecture(text: str) -> str:
    """The code of a prefecture, by its code or name."""
    from etl.config.divisions import load_divisions

    known = load_divisions(load_settings().config).prefectures
    found = [code for code, one in known.items() if text.strip() in (code, one.name)]
    if not found:
        raise ArgumentError(f"unknown prefecture: {text}; there are {', '.join(one.name for one in known.values())}")
    return found[0]


def report(text: str) -> str:
    """The name of a report, by its name or Chinese title."""
    config = load_settings().config
    if text.isidentifier() and text.isascii() and (config / "contracts" / f"{text}.yaml").is_file():
        return text  # named after its file; the catalog takes a second to load
    from etl.contract.catalog import load_catalog, report_asked

    return report_asked(load_catalog(config).titles, text)


def severity(text: str) -> str:
    """The severity of an issue, in capitals or not."""
    folded = text.strip().casefold()
    if folded not in SEVERITIES:
        raise ArgumentError(f"unknown severity: {text}; the severities are {', '.join(SEVERITIES)}")
    return folded


def audience(text: str) -> str:
    """The audience of pages, in capitals or not."""
    folded = text.strip().casefold()
    if folded not in AUDIENCES:
        raise ArgumentError(f"unknown audience: {text}; the audiences are {', '.join(AUDIENCES)}")
    return folded


def run(text: str) -> str:
    """The id of a run as `etl runs` shows it, or more of it; the warehouse knows whether there is one."""
    folded = text.strip().casefold()
    if not folded or not all(letter.isalnum() or letter == "-" for letter in folded):
        raise ArgumentError(f"{text!r} is no id of a run; they are listed by: etl runs")
    return folded


def export_format(text: str) -> str:
    """The format of files that figures are written into."""
    folded = text.strip().casefold()
    if folded not in EXPORT_FORMATS:
        raise ArgumentError(f"unknown format: {text}; the formats are {', '.join(EXPORT_FORMATS)}")
    return folded


def one_of(flags: Mapping[str, bool]) -> str | None:
    """The one option that was given, of several of which no two go together."""
    given = [name for name, is_given in flags.items() if is_given]
    if len(given) > 1:
        raise ArgumentError(f"{' and '.join(given)} do not go together; give one of them")
    return given[0] if given else None


def moment(text: str) -> datetime:
    """A moment, by the clock of Beijing unless it says another; a day alone is its end."""
    from etl.config.calendar import TIMEZONE

    try:
        said = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ArgumentError(f"{text!r} is no moment; write 2024-04-10, or '2024-04-10 08:00'") from None
    if len(text.strip()) <= len("2024-04-10"):
        said = datetime.combine(said.date(), time.max)
    return said if said.tzinfo else said.replace(tzinfo=TIMEZONE)


def counties_like(incomplete: str) -> Iterator[tuple[str, str]]:
    """Codes of counties that begin so, for a shell to complete, each with its name."""
    from etl.config.divisions import load_divisions

    for code, one in load_divisions(load_settings().config).counties.items():
        if code.startswith(incomplete):
            yield code, one.name


def reports_like(incomplete: str) -> Iterator[str]:
    """Names of reports that begin so."""
    names = sorted(path.stem for path in (load_settings().config / "contracts").glob("*.yaml"))
    yield from (name for name in names if name.startswith(incomplete))


def severities_like(incomplete: str) -> Iterator[str]:
    """Severities that begin so."""
    yield from (name for name in SEVERITIES if name.startswith(incomplete.casefold()))
