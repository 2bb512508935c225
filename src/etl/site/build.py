"""The whole site: takes the facts, gives every file of it, one after the other, each to be made only where it is new. Pure.

What a page says is cheap, its HTML is not: so a page goes by the digest of what it says, and one that stands there is not made again.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from functools import partial
from importlib import metadata

from etl.site.county_files import RowsOf, county_files
from etl.site.facts import Facts
from etl.site.folder import Made, key_of
from etl.site.page import Link, Page, said_by
from etl.site.pages import about, dictionary, issues, organizations, progress, review, revisions
from etl.site.pages.breakdown import breakdown_pages
from etl.site.pages.county import county_page
from etl.site.pages.prefecture import prefecture_page
from etl.site.pages.report import report_page, report_path
from etl.site.pages.start import START, start_page
from etl.site.rendering import Renderer
from etl.site.table_files import with_files
from etl.site.template_files import template_files

SITE_VERSION = "2"  # raise it when the same facts would be shown otherwise


def site_files(facts: Facts, rows_of: RowsOf | None = None, pool: Executor | None = None) -> Iterator[tuple[str, Made]]:
    """Every file of the site, the first page last; those of counties' rows where there is something that fetches them."""
    made_by = f"{metadata.version('county-etl')} {SITE_VERSION}"
    if rows_of is not None:
        yield from county_files(facts, rows_of, made_by, pool)
    renderer = Renderer(navigation(facts), facts.audience)
    yield from template_files(facts, made_by)
    for plain in pages(facts):
        page, files = with_files(plain, made_by)
        yield from files
        yield page.path, Made(key_of((made_by, renderer.key), said_by(page)), partial(renderer.html, page))


def pages(facts: Facts) -> Iterator[Page]:
    """Every page, the first one last."""
    for county in facts.config.divisions.counties.values():
        yield county_page(facts, county)
    for prefecture in facts.config.divisions.prefectures.values():
        yield prefecture_page(facts, prefecture)
    for contract in facts.config.catalog.contracts.values():
        yield report_page(facts, contract)
    yield progress.progress_page(facts)
    yield from breakdown_pages(facts)
    yield organizations.organizations_page(facts)
    yield issues.issues_page(facts)
    yield review.review_page(facts)
    yield revisions.revisions_page(facts)
    yield dictionary.dictionary_page(facts)
    yield about.about_page(facts)
    for period in reversed(facts.periods):
        yield start_page(facts, period)


def navigation(facts: Facts) -> tuple[Link, ...]:
    """The links that stand on every page."""
    return (
        Link("报送", START),
        Link("进展", progress.PATH),
        Link("报表", report_path(next(iter(facts.config.catalog.contracts)))),
        Link("社会组织", organizations.PATH),
        Link("问题", issues.PATH),
        Link("核查", review.PATH),
        Link("修订", revisions.PATH),
        Link("数据字典", dictionary.PATH),
        Link("关于", about.PATH),
    )
