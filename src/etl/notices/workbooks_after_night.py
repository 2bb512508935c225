"""After a night: counties get their workbooks back where ETL_RETURNS is set. Nothing here fails a night."""

from etl.errors import EtlError
from etl.night.context import RunContext


def workbooks_after_night(context: RunContext) -> list[str]:
    """Bring what goes back up to date, for the counties and the period of the run; gives lines for its log."""
    settings, request = context.settings, context.request
    if settings.returns is None or request.is_preview:
        return []
    from etl.returned.give_back import give_back  # noqa: PLC0415 - marking takes a quarter of a second; the night has been published

    try:
        given = give_back(
            settings,
            context.engine,
            context.config.catalog,
            context.config.divisions,
            settings.returns,
            period=request.period,
            counties=request.counties,
        )
    except EtlError as error:
        return [f"returned workbooks: {error.message}; the next run makes it good, or now: etl returns"]
    return [f"returned workbooks: {given.headline}"]
