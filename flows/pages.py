"""The province pages at the end of a run: takes its context, gives where they are; says what became of them, and fails nothing."""

from functools import partial
from typing import TYPE_CHECKING

from etl.night.context import RunContext
from etl.night.night_page import trouble
from flows.run_log import say
from flows.task_runs import Errand, tried_once

if TYPE_CHECKING:
    from etl.site.publish import Pages


def write_pages(context: RunContext) -> "Pages | None":
    """Write the pages as one task run; None where no place is set for them, and no task run then."""
    settings = context.settings
    if settings.site is None or context.request.is_preview:
        return None
    from etl.site.publish import Pages, link_of, pages_after  # noqa: PLC0415 - a fifth of a second, when the night is published

    errand = Errand(partial(pages_after, context))
    state = tried_once("pages", errand, return_state=True)
    if errand.is_done:
        pages = errand.take()
    else:
        error = state.result(raise_on_failure=False)
        why = trouble(error) if isinstance(error, Exception) else str(state.message)
        pages = Pages(link_of(settings.site, settings.site_url), "", f"pages: not written: {why}; now: etl site")
    if pages is not None:
        say(pages.trouble or pages.line)
    return pages
