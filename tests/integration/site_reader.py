"""A site of province pages as a machine reads it: its policy, links, headings, tables, and the figures in them."""

from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

TO_COUNTIES = ("county/", "prefecture/", "figure/", "data/")
VOID = {"meta", "link", "br", "img", "input", "hr", "path", "polygon", "rect", "line"}


class SitePage(HTMLParser):
    """One page, read; `tables` are those of each section, a row being texts, and figures by the heading of their row."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.policy = ""
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.levels: list[int] = []
        self.tags: set[str] = set()
        self.unscoped = 0  # heads of tables that do not say what they are the head of
        self.headline = ""
        self.tables: dict[str, list[list[str]]] = defaultdict(list)
        self.figures: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.unlinked: list[str] = []  # figures but zeros that lead nowhere, in a row that leads to no county either
        self._row: list[str] = []  # figures of the row that is open
        self._leads = False  # whether it leads to a county
        self._open: list[str] = []
        self._section = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.add(tag)
        if tag not in VOID:
            self._open.append(tag)
        if tag == "meta" and given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]
        if "id" in given:
            self.anchors.add(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
            self._leads |= "tr" in self._open and any(place in given["href"] for place in TO_COUNTIES)
        if tag == "section":
            self._section = given["id"]
        if tag in ("h1", "h2", "h3"):
            self.levels.append(int(tag[1]))
        if tag == "tr":
            self.tables[self._section].append([])
            self._row, self._leads = [], "tfoot" in self._open  # a sum is of the rows above it
        if tag in ("td", "th"):
            self.unscoped += tag == "th" and given.get("scope") not in ("row", "col")
            self.tables[self._section][-1].append("")
        if tag in ("data", "dt") and "value" in given:
            self._figure(given["value"])
            if "a" not in self._open and given["value"] != "0":
                (self._row if "tr" in self._open else self.unlinked).append(f"{self._section} {given['value']}")

    def handle_startendtag(self, tag, attributes):
        self.tags.add(tag)

    def handle_endtag(self, tag):
        if tag == "tr" and not self._leads:
            self.unlinked += self._row
        while self._open and self._open.pop() != tag:
            pass
        if tag == "section":
            self._section = ""

    def handle_data(self, text):
        if "h1" in self._open:
            self.headline += text
        if {"td", "th"} & set(self._open):
            self.tables[self._section][-1][-1] += text
        if "dt" in self._open:
            self._named = text

    def _figure(self, value: str) -> None:
        rows = self.tables[self._section]
        name = rows[-1][0] if "tr" in self._open else getattr(self, "_named", "") if "dd" in self._open else ""
        self.figures[self._section][name].append(value)


def read_site(folder: Path) -> dict[str, SitePage]:
    """Every page by its path."""
    return {path.relative_to(folder).as_posix(): SitePage(path) for path in sorted(folder.rglob("*.html"))}


def dead_links(folder: Path, pages: dict[str, SitePage]) -> list[str]:
    """Links that lead nowhere, or out of the folder."""
    dead = []
    for name, page in pages.items():
        for link in page.links:
            target, anchor = urldefrag(unquote(link))
            path = (folder / name).parent / target if target else folder / name
            resolved = path.resolve()
            if ":" in target or not resolved.is_relative_to(folder.resolve()) or not resolved.is_file():
                dead.append(f"{name}: {link}")
            elif anchor and resolved.suffix == ".html":
                there = pages[resolved.relative_to(folder.resolve()).as_posix()].anchors
                dead += [] if anchor in there else [f"{name}: {link}"]
    return dead
