"""Refusals of files: takes the reason's name in the catalogue of rules, gives the error or the issue. Never raises by itself."""

from etl.errors import UnreadableWorkbook
from etl.model import Issue, SourceFile
from etl.rules.reading.files import FILE_UNREADABLE
from etl.workbook.names import shown_name

# what people put beside the workbooks of a zip: said, and no reason to return anything
ATTACHMENTS = frozenset(
    {"PDF", "OFD", "picture", "Word", "PowerPoint", "RTF", "mail", "archived page", "JSON", "script", "XML", "text"}
    | {"temporary", "unknown"}
)


def refused(why: str, **words: object) -> UnreadableWorkbook:
    """The refusal for one of the reasons of FILE_UNREADABLE, with its parameters."""
    return UnreadableWorkbook(FILE_UNREADABLE.reason(why, **words))


def other_kind(kind: str, why: str = "") -> UnreadableWorkbook:
    """The refusal of what is no workbook; `why` where the kind does not say all."""
    why = why or (kind if kind in FILE_UNREADABLE.reasons else "unknown")
    return UnreadableWorkbook(FILE_UNREADABLE.reason(why), kind=kind)


def broken(why: str = "broken", **context: object) -> UnreadableWorkbook:
    """The refusal of a file whose own structure is wrong; `context` says where, for the log."""
    return UnreadableWorkbook(FILE_UNREADABLE.reason(why), **context)


def too_large(limit: str, **words: object) -> UnreadableWorkbook:
    """The refusal of a file over a limit."""
    return UnreadableWorkbook(FILE_UNREADABLE.reason(f"limit: {limit}", **words))


def unreadable(source: SourceFile, why: str) -> Issue:
    """The issue of a file that is not read, with the sentence of its refusal."""
    rule, shown = FILE_UNREADABLE, shown_name(source.name)
    return Issue(
        rule=rule.id,
        severity=rule.severity,
        message=rule.sentence(name=shown, why=why),
        value=shown,
        expected=rule.expected(),
    )
