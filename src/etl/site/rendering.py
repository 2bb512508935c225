"""Pages as bytes: takes a model, gives HTML that loads nothing and runs nothing. Every text is escaped, and none hides or reorders."""

import hashlib
from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from etl.foreign_text import visible
from etl.site.figures import minute
from etl.site.page import Link, Page

SITE_TITLE = "社会组织助力乡村振兴：各县报送与进展"
LONGEST = 400  # letters of one text; no name of a county's fills a page
EDITIONS = {"internal": "内部版：只供工作使用", "public": "公开版"}


class Renderer:
    """Templates, compiled once for all pages of a site; a page that stands alone is not `linked` to others."""

    def __init__(self, navigation: Sequence[Link], audience: str, *, linked: bool = True) -> None:
        environment = Environment(
            loader=PackageLoader("etl.site"),
            autoescape=True,
            finalize=shown,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        environment.globals |= {
            "navigation": [*navigation],
            "site_title": SITE_TITLE,
            "edition": EDITIONS[audience],
            "minute": minute,
            "linked": linked,
        }
        self._template = environment.get_template("page.html")
        #: what HTML is made of besides the page
        self.key = f"{audience} {linked} {navigation!r} {_digest_of_templates()}"

    def html(self, page: Page) -> bytes:
        """The page as a browser reads it."""
        return b"".join(part.encode("utf-8") for part in self._template.generate(page=page))


def _digest_of_templates() -> str:
    digest = hashlib.sha256()
    for file in sorted(files("etl.site").joinpath("templates").iterdir(), key=lambda one: one.name):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def shown(value: object) -> object:
    r"""A value on its way into a page: a text without what would hide, reorder or command, and not without end.

    >>> shown("甲\u202e乙"), len(shown("长" * 9999))
    ('甲�乙', 409)
    """
    if type(value) is not str:  # what a macro gave is finished
        return value
    text = value if len(value) <= LONGEST else f"{value[:LONGEST]}…（共{len(value)}字）"
    return visible(text)
