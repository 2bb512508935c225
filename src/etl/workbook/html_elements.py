"""Elements of HTML by what they do to the texts around and in them. Pure."""

from collections import Counter

STRUCTURE = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "col", "colgroup", "html", "body"})
VOID = frozenset({"br", "img", "hr", "input", "col", "meta", "link", "wbr"})
SILENT = frozenset({"script", "style", "title", "noscript", "template", "xml"})
CONTROLS = frozenset({"button", "select", "textarea", "nav", "menu"})  # of a page; in a cell their texts count
# within these a word goes on: what is none of them begins another line
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "code", "del", "em", "font", "i", "ins", "kbd", "label", "mark", "nobr"}
) | frozenset({"o:p", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"})


class OpenElements:
    """The open elements of which all have some effect, with those inside them."""

    def __init__(self) -> None:
        self._tags: list[str] = []
        self._counts: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._tags)

    def begin(self, tag: str) -> None:
        if tag not in VOID:
            self._tags.append(tag)
            self._counts[tag] += 1

    def end(self, tag: str) -> None:
        """End the last such element, and what was left open in it."""
        while self._counts[tag]:
            last = self._tags.pop()
            self._counts[last] -= 1
            if last == tag:
                return
