"""Foreign text as it is shown: on one line, without what hides, reorders or commands, and never read as markup.

Foreign is whatever came from a county: names of files, folders and sheets, headings, values. Takes text, gives text for one
surface: a terminal, a log or a mail (`visible`), CSV, JSON, Markdown, a message to people. Never used to find or open anything.
"""

import re
from collections.abc import Sequence

MARK = "\ufffd"  # in the place of a character that must not be shown
BREAK = "↵"  # in the place of the end of a line
_BREAKS = re.compile("(?:\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029])+")
# control characters, zero-width and direction marks, fillers that take no ink, tags, halves of surrogate pairs
_HIDING = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ud800-\udfff\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
# of ASCII what Markdown may read as its own; it lets each be escaped
_PUNCTUATION = re.compile(r"[!#$&(-+\--/:<-@\[-`{-~]")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_BEGINS_LIKE_FORMULA = re.compile(f"^[ {MARK}{BREAK}\u3000\xa0]*[{re.escape(''.join(_FORMULA))}]", re.MULTILINE)
# what robots, mail and chat programs make a tag, a mention or a link of
_LIVELY = str.maketrans({"<": "＜", ">": "＞", "@": "＠"})


def visible(text: str) -> str:
    r"""A text on one line, with a mark for every character that would hide, reorder or command.

    >>> visible("面积\n（亩）"), visible("a\tb"), visible("表\x1b[2J\u202e一")
    ('面积↵（亩）', 'a b', '表�[2J�一')
    """
    if (text.isascii() and text.isprintable()) or not _HIDING.search(text):  # breaks and tabs are among them
        return text
    return _HIDING.sub(MARK, _BREAKS.sub(BREAK, text).replace("\t", " "))


def in_csv(text: str) -> str:
    """A text in a cell of a CSV, which no spreadsheet takes for a formula: one that begins like one gets an apostrophe.

    >>> in_csv("=HYPERLINK(1)"), in_csv("-3.50"), in_csv("台账")
    ("'=HYPERLINK(1)", '-3.50', '台账')
    """
    shown = visible(text)
    is_formula = shown.lstrip(f" {MARK}{BREAK}\u3000\xa0").startswith(_FORMULA) and not _NUMBER.fullmatch(shown)
    return f"'{shown}" if is_formula else shown


def stand_as_they_are(texts: Sequence[str]) -> bool:
    r"""True when no text of many would be shown otherwise, in a CSV neither: one look at all is cheaper than one at each.

    >>> stand_as_they_are(["台账", "3.50", ""]), stand_as_they_are(["台账", "=1"]), stand_as_they_are(["a\tb"])
    (True, False, False)
    """
    together = "".join(texts)
    is_shown = (together.isascii() and together.isprintable()) or not _HIDING.search(together)
    return is_shown and not _BEGINS_LIKE_FORMULA.search("\n".join(texts))


def in_json(written: str) -> str:
    r"""A finished JSON text, whose values stay what they are; what would act on a terminal is written as its number.

    >>> in_json('{"a": "\u202eb"}')
    '{"a": "\\u202eb"}'
    """
    return _HIDING.sub(lambda found: found[0] if found[0] == "\n" else _number(found[0]), written)


def _number(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))


def in_markdown(text: str) -> str:
    r"""A text within Markdown that is read as itself: no link, no code, no tag, no table.

    >>> in_markdown("[甲](http://x) | <b>")
    '\\[甲\\]\\(http\\:\\/\\/x\\) \\| \\<b\\>'
    """
    return _PUNCTUATION.sub(r"\\\g<0>", visible(text))


def in_message(text: str) -> str:
    """A line of a mail or of a message to a robot, of which no program makes a tag, a mention or a link.

    >>> in_message("<@all> http://x")
    '＜＠all＞ http：//x'
    """
    return visible(text).translate(_LIVELY).replace("://", "：//")
