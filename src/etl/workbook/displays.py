"""Shown forms of numbers: the one a reader of the sheet takes, where format or shown text makes another number of it.

Takes a format code (Excel's and WPS's: commas that scale, a point in the middle, words behind the number, sections that show
nothing) or the shown text that some formats save beside the number; gives a Display, or None where rounding is all. Pure.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite
from operator import eq, ge, gt, le, lt, ne

from etl.model import Display
from etl.workbook.shown_otherwise import trait_of_code

UNIT_WORDS = re.compile(r"[百千万亿元‰]")  # a text without any of them is no unit of money and multiplies nothing
MOST_SHIFT = 12  # places; what is further apart are two numbers and no scale
Condition = tuple[str, float]
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|(?P<padding>[_*].)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>general|g/通用格式|@)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<next>;)"
    r"|(?P<odd>/|e[+-]|[a-z])|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*([-+]?\d+(?:\.\d+)?)")
_HOLDS: dict[str, Callable[[float, float], bool]] = {"<": lt, ">": gt, "<=": le, ">=": ge, "=": eq, "<>": ne}
# what decides between sections that name no condition, by how many there are; the last takes the rest
_BY_SIGN: dict[int, tuple[Condition | None, ...]] = {
    1: (None,),
    2: ((">=", 0.0), None),
    3: ((">", 0.0), ("<", 0.0), None),
}
_LETTER = re.compile(r"[^\W\d_]")
_SHOWN = re.compile(r"[^\d.]*(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)([^\d%‰]*)")


@dataclass(frozen=True)
class Displays:
    """The displays of one format, in the order in which its sections are tried; None for one that only rounds."""

    sections: tuple[tuple[Condition | None, Display | None], ...]

    def of(self, number: float) -> Display | None:
        """Display of a number; a zero is the same in every scale and unit, and a dash for it is no secret."""
        holds = (shown for condition, shown in self.sections if _is_met(condition, number))
        display = next(holds, None)
        is_told = display is not None and (number != 0 or (display.is_hidden and not display.text))
        return display if is_told else None


def _is_met(condition: Condition | None, number: float) -> bool:
    return condition is None or _HOLDS[condition[0]](number, condition[1])


@lru_cache(maxsize=1024)
def displays_of(code: str) -> Displays | None:
    """The displays of a format code for numbers; None when it shows every number as what it is.

    >>> displays_of("#,##0.00"), displays_of("0!.0,").of(125000)
    (None, Display(shift=4, decimals=1, text='', is_hidden=False, code=None, words=None))
    >>> displays_of('0.00"万元"').of(12.5).text, displays_of(";;;").of(3).is_hidden
    ('万元', True)
    """
    if not code.strip():
        return None
    parts = _sections(code)[:3]  # the fourth is for texts
    by_sign = _BY_SIGN[len(parts)]
    sections: list[tuple[Condition | None, Display | None]] = []
    for place, part in enumerate(parts):
        if part.hides_zero:
            sections.append((("=", 0.0), Display(is_hidden=True)))
        is_rest = place == len(parts) - 1
        sections.append((part.condition or (None if is_rest else by_sign[place]), part.display()))
    return Displays(tuple(sections)) if any(shown for _, shown in sections) else None


def display_in(text: str, number: float) -> Display | None:
    """The display of a number that is shown as a text; None where the text is no single number, or the same one rounded.

    >>> display_in("12.5", 125000.0), display_in("13", 12.5)
    (Display(shift=4, decimals=1, text='', is_hidden=False, code=None, words=None), None)
    """
    found = _SHOWN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None or number == 0 or not isfinite(number):
        return None
    written, decimals = Decimal(found[1].replace(",", "")), len(found[1].partition(".")[2])
    stored = abs(Decimal(format(number, ".15g")))
    shift = next((s for s in _SHIFTS if _rounded(stored.scaleb(-s), decimals) == written), None)
    if shift is None:
        return None
    unit = _unit(found[2]) if written else ""  # 0.0万 may be anything: its scale is not known
    head = unicodedata.normalize("NFKC", text).partition(found[1])[0]
    code = None if shift or decimals else _code(head, len(found[1]), found[1], found[2])
    words = None if shift else _words(head, found[2], unit)
    return Display(shift, decimals, unit, code=code, words=words) if shift or unit or code or words else None


_SHIFTS = (0, *range(1, MOST_SHIFT + 1), *range(-1, -MOST_SHIFT - 1, -1))


def _rounded(number: Decimal, decimals: int) -> Decimal:
    """A finite number to so many decimals, of which a text may show more than any number has."""
    unit = Decimal(1).scaleb(-decimals)
    return number if number.as_tuple().exponent >= -decimals else number.quantize(unit, ROUND_HALF_UP)  # type: ignore[operator]


def _unit(text: str) -> str:
    """The words behind a number, without spaces and brackets; "" when they are no unit that matters."""
    bare = re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", text))
    return bare if UNIT_WORDS.search(bare) else ""


def _words(head: str, tail: str, unit: str) -> tuple[str, str] | None:
    """The words before and behind a number, where there are others than its unit; another money is said in another way."""
    around = head.strip(" -+"), tail.strip()
    if around[0].endswith(("(", "（")) and around[1].startswith((")", "）")):  # accountants' way of less than nothing
        around = around[0][:-1], around[1][1:]
    has_words = _LETTER.search(around[0] if unit else "".join(around)) is not None
    return around if has_words and trait_of_code("".join(around)) is None else None


def _code(head: str, least: int, digits: str, tail: str) -> tuple[str, int, str] | None:
    """Code that a whole number is shown as: with zeros or letters in front of it."""
    is_padded = digits.startswith("0") and least > 1
    is_named = _LETTER.search(head) is not None
    return (head.strip(), least if is_padded else 1, tail.strip()) if is_padded or is_named else None


@dataclass
class _Section:
    """One section of a code, token by token."""

    condition: Condition | None = None
    digits: str = ""  # every 0, # and ?
    point_at: int | None = None  # digits before the point
    text_point_at: int | None = None  # digits before a point that is mere text: 0!.0 shows the last digit behind it
    commas: int = 0  # behind the last digit: each divides by 1000
    commas_at_point: int = 0  # right before the point: these divide too
    head: str = ""  # text before the first digit
    tail: str = ""  # text behind the last digit
    has_text: bool = False
    is_split: bool = False  # 00-00, 0E+00
    is_odd: bool = False  # General, a fraction, an exponent, or words of another language

    def take(self, token: re.Match[str]) -> None:
        kind = token.lastgroup
        text = token[0] if kind == "plain" else token[kind or 0]
        if kind == "bracket":
            self._take_bracket(text)
        elif kind in ("quoted", "escaped", "plain"):
            self._take_text(text)
        elif kind == "comma":
            self.commas += 1
        elif kind == "point" and self.point_at is None:
            self.point_at, self.commas_at_point, self.commas = len(self.digits), self.commas, 0
        elif kind in ("digit", "general"):
            self._take_digit(text)
        self.is_odd = self.is_odd or kind in ("general", "odd")
        self.is_split = self.is_split or kind == "odd"

    def _take_digit(self, digit: str) -> None:
        self.head = self.head if self.digits else self.tail
        self.is_split = self.is_split or bool(self.digits and self.tail)
        self.digits, self.tail = self.digits + digit, ""
        self.commas = 0  # a comma between two digits only groups

    def _take_text(self, text: str) -> None:
        self.has_text = self.has_text or bool(text.strip())
        if text == "." and self.digits and self.text_point_at is None:
            self.text_point_at = len(self.digits)
        self.tail += text

    def _take_bracket(self, text: str) -> None:
        if found := _CONDITION.fullmatch(text.strip()):
            self.condition = found[1], float(found[2])
        elif text.startswith("$"):  # a currency: [$¥-804]
            self._take_text(text[1:].partition("-")[0])

    @property
    def hides_zero(self) -> bool:
        """True when a zero shows nothing, as under #,###."""
        return set(self.digits) == {"#"} and not (self.has_text or self.is_odd) and self.point_at is None

    def display(self) -> Display | None:
        if not self.digits and not self.is_odd:
            return Display(text=self.tail.strip(), is_hidden=True)
        whole = len(self.digits) if self.point_at is None else self.point_at
        point = whole if self.text_point_at is None else min(self.text_point_at, whole)
        zeros = re.match(r"[0,]*", self.tail.strip())
        added = zeros[0].count("0") if zeros else 0  # 0"0000" shows 12 as 120000
        shift = 3 * (self.commas + self.commas_at_point) + whole - point - added
        unit = _unit(self.tail.strip()[zeros.end() if added and zeros else 0 :])
        decimals = None if self.is_odd else len(self.digits) - point
        code = (
            None
            if shift or decimals or self.is_split
            else _code(self.head, self.digits.count("0"), self.digits.lstrip("#?"), self.tail)
        )
        words = None if shift or self.is_split else _words(self.head, self.tail, unit)
        return Display(shift, decimals, unit, code=code, words=words) if shift or unit or code or words else None


def _sections(code: str) -> list[_Section]:
    sections = [_Section()]
    for token in _TOKEN.finditer(code):
        if token.lastgroup == "next":
            sections.append(_Section())
        else:
            sections[-1].take(token)
    return sections
