"""One message to one recipient: takes lines, gives a notice without numbers of persons and of bounded length."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from etl.foreign_text import in_message
from etl.notices.redaction import redact

SENDER = "【县级报表】"  # robots that let through only messages with a keyword can be given this one
MESSAGE_LENGTH = 160
TEXT_LENGTH = 6000


@dataclass(frozen=True)
class Notice:
    """One message to one recipient; `items` is what it reports that has not been reported before."""

    recipient: Literal["operator", "county"]
    county_code: str  # '' for the operator
    subject: str
    text: str
    run_id: str = ""  # the run that it sums up
    items: tuple[str, ...] = ()
    html: str = ""  # the same for a mail program that shows it; no robot gets it

    @classmethod
    def of(
        cls,
        recipient: Literal["operator", "county"],
        subject: str,
        lines: Sequence[str],
        *,
        county_code: str = "",
        run_id: str = "",
        items: Sequence[str] = (),
        addresses: Sequence[str] = (),
    ) -> "Notice":
        """The only way a notice is made: without numbers of persons, not too long, and nothing in it does anything but
        `addresses`, which are ours and stay what they are."""
        text = within("\n".join(in_message(redact(line)) for line in lines), TEXT_LENGTH)
        for address in addresses:
            text = text.replace(in_message(redact(address)), address)
        return cls(recipient, county_code, in_message(redact(SENDER + subject)), text, run_id, tuple(items))

    def with_attached(self, names: Sequence[str]) -> "Notice":
        """The notice with a line on the workbooks that go with it; itself where none does."""
        if not names:
            return self
        listed = in_message(redact("、".join(names)))
        return replace(self, text=f"{self.text}\n\n附件：{listed}（错处已标出，改正后原样报送即可）")

    @property
    def digest(self) -> str:
        """sha256 of what it says."""
        return hashlib.sha256(f"{self.subject}\n{self.text}".encode()).hexdigest()


def within(text: str, length: int) -> str:
    """Text of at most so many characters, cut at a line; says that it was cut.

    >>> within("一二三\\n四五六", 99), within("一二三四五六七八九十一二\\n三四五六七八", 16)
    ('一二三\\n四五六', '（内容过长，以下省略）')
    """
    if len(text) <= length:
        return text
    note = "（内容过长，以下省略）"
    kept = text[: length - len(note)]
    return kept[: kept.rfind("\n") + 1] + note


def shortened(message: object) -> str:
    """A sentence on one line, cut when it is very long.

    >>> shortened("请更正。    请补填。"), len(shortened("长" * 999))
    ('请更正。 请补填。', 160)
    """
    folded = " ".join(str(message or "").split())
    return folded if len(folded) <= MESSAGE_LENGTH else folded[: MESSAGE_LENGTH - 1] + "…"
