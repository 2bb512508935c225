"""Great Expectations' pages for a reader without a network: takes a document, gives HTML that loads nothing from elsewhere.

Its own templates ask eight other sites for styles and scripts; without them a page is bare, and its index is empty. Those of
`templates/` stand in for the ones that need scripts, and whatever else would be loaded from elsewhere is taken out.
"""

import re
from pathlib import Path
from typing import Any

from great_expectations.render.view import DefaultJinjaIndexPageView, DefaultJinjaPageView
from jinja2 import ChoiceLoader, FileSystemLoader

TEMPLATES = Path(__file__).with_name("templates")
_ELSEWHERE = r"""["']?\s*(?:https?:)?//"""
_LOADED = re.compile(
    rf"<link\b[^>]*?\bhref={_ELSEWHERE}[^>]*>"
    rf"|<script\b[^>]*?\bsrc={_ELSEWHERE}[^>]*>\s*</script>"
    rf"|<img\b[^>]*?\bsrc={_ELSEWHERE}[^>]*>"
    rf"|url\(\s*{_ELSEWHERE}[^)]*\)",
    re.IGNORECASE,
)


def self_contained(html: str) -> str:
    """The page without what a browser would load from elsewhere; links that a reader may follow stay.

    >>> self_contained('<img class="logo" src="https://example.org/logo.png"><a href="https://example.org">more</a>')
    '<a href="https://example.org">more</a>'
    """
    return _LOADED.sub("", html)


class OfflinePage(DefaultJinjaPageView):
    """The page of a suite or of what it came to."""

    def __init__(self, **directories: Any) -> None:
        super().__init__(**directories)
        own = FileSystemLoader(TEMPLATES)
        self.env.loader = ChoiceLoader([own, self.env.loader] if self.env.loader else [own])

    def render(self, document: Any, template: Any = None, **more: Any) -> str:
        """The page as HTML."""
        page: str = super().render(document, template, **more)  # type: ignore[no-untyped-call]
        return self_contained(page)


class OfflineIndex(OfflinePage, DefaultJinjaIndexPageView):
    """The first page."""

    _template = DefaultJinjaIndexPageView._template
