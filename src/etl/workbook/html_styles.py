"""Effects of styles on an HTML element's text: takes the page's style sheets and an element's attributes, gives effects. Pure.

A class counts where a rule's selector is nothing but it, with or without an element's name, and the rule is for every medium:
`.noprint` is only hidden on paper, `.menu .item` only in a menu. Nothing else of CSS is known.
"""

import re
from collections.abc import Mapping
from enum import Flag, auto


class Effect(Flag):
    """Effect on a text: a reader of the page sees it struck through, raised or lowered, or not at all."""

    NONE = 0
    STRUCK = auto()
    RAISED = auto()
    HIDDEN = auto()


_BY_NAME = {
    "del": Effect.STRUCK,
    "s": Effect.STRUCK,
    "strike": Effect.STRUCK,
    "sup": Effect.RAISED,
    "sub": Effect.RAISED,
}
_BY_STYLE = (
    (Effect.STRUCK, re.compile("line-through")),
    (Effect.RAISED, re.compile(r"vertical-align:(?:super|sub)|mso-text-raise:-?[0.]*[1-9]")),
    (
        Effect.HIDDEN,
        re.compile(
            r"display:none|visibility:(?:hidden|collapse)|mso-hide:all|color:transparent|(?<![\w-])opacity:[0.]+(?![\d.])"
            r"|font-size:[0.]+(?![\d.])|text-indent:-\d{3}|(?<![\w-])(?:left|top):-\d{3}"
        ),
    ),
)
_SHEET = re.compile("<style[^>]{0,200}>([^<]{0,200000}(?:<!--[^<]{0,200000})?)", re.IGNORECASE)
_FOR_A_MEDIUM = re.compile(r"@media[^{}]{0,300}\{(?:[^{}]{0,3000}\{[^{}]{0,3000}\}){0,1000}[^{}]{0,3000}\}")
_RULE = re.compile(r"([^{}]{0,300})\{([^{}]{0,3000})\}")
_CLASS_ALONE = re.compile(r"(?:[a-z][a-z0-9]{0,10})?\.([\w-]{1,60})")


class Styles:
    """The effects of a page's classes, and of its elements."""

    def __init__(self, page: str) -> None:
        self._by_class: dict[str, Effect] = {}
        for sheet in _SHEET.findall(page):
            for selectors, declared in _RULE.findall(_FOR_A_MEDIUM.sub("", sheet.lower())):
                if effect := _declared(declared):
                    for selector in selectors.split(","):
                        if found := _CLASS_ALONE.fullmatch(selector.strip(" \t\r\n!<->")):
                            self._by_class[found[1]] = self._by_class.get(found[1], Effect.NONE) | effect

    def effect(self, tag: str, attributes: Mapping[str, str]) -> Effect:
        """The effects of an element itself, not of those around it.

        >>> Styles("<style>.x{text-decoration:line-through}</style>").effect("span", {"class": "a x"})
        <Effect.STRUCK: 1>
        >>> Styles("").effect("font", {"style": "vertical-align: super"}), Styles("").effect("b", {})
        (<Effect.RAISED: 2>, <Effect.NONE: 0>)
        """
        found = _BY_NAME.get(tag, Effect.NONE)
        if not attributes:
            return found
        if "hidden" in attributes:
            found |= Effect.HIDDEN
        if style := attributes.get("style"):
            found |= _declared(style.lower())
        if self._by_class and (classes := attributes.get("class")):
            for name in classes.lower().split():
                found |= self._by_class.get(name, Effect.NONE)
        return found


def _declared(style: str) -> Effect:
    bare = "".join(style.split())
    found = Effect.NONE
    for effect, pattern in _BY_STYLE:
        if pattern.search(bare):
            found |= effect
    return found
