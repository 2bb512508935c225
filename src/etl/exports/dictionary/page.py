"""The dictionary as one HTML page: takes entries, gives a file that needs nothing beside it. Pure."""

from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment

from etl.exports.dictionary.entries import ViewEntry

TEMPLATE = "dictionary.html"


def dictionary_html(entries: Sequence[ViewEntry]) -> str:
    """The page, in which every word stands for itself."""
    source = files(__package__).joinpath(TEMPLATE).read_text(encoding="utf-8")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(source).render(entries=entries)
