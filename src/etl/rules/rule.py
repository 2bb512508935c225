"""A rule as people meet it: its id, how much it weighs, every sentence it says, what to do, and whether it may be waived.

Data only. The room that finds a fault locates its cell and makes the Issue; id, severity and words come from the rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from etl.model import Severity

CRITICAL, WARNING, NOTICE = Severity.CRITICAL, Severity.WARNING, Severity.NOTICE
# why a rule may not be waived
NOTHING_READ = "nothing is read where it is broken, so there would be nothing to accept"
UNDECIDABLE = "which data are meant cannot be decided where it is broken"
ONLY_WARNS = "it never returns a report"


class _KeptOpen(dict[str, object]):
    """Words for a template; a parameter that is not among them stays in it."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


@dataclass(frozen=True)
class Sentence:
    """One thing said to a county, in Chinese and in English; all three texts may hold parameters: {heading}.

    `expected` is what should stand in place of what was seen, in a few Chinese words.
    """

    zh: str
    en: str
    expected: str = ""

    def filled(self, **words: object) -> str:
        """The Chinese sentence with its parameters; words that it does not ask for are passed over."""
        return self.zh.format(**words)

    def given(self, **words: object) -> Self:
        """The same sentence with some of its parameters filled in and the others left open."""
        kept = _KeptOpen({name: _escaped(str(word)) for name, word in words.items()})
        texts = (text.format_map(kept) for text in (self.zh, self.en, self.expected))
        return replace(self, **dict(zip(("zh", "en", "expected"), texts, strict=True)))


@dataclass(frozen=True)
class Rule:
    """Description of a rule for a reader.

    `id` stands in every issue; that of a rule which every report or column has holds parameters: {report}.{column}.type.
    `says` is its sentence, or its sentences by case; `reasons` are what {why} in them may be. `found_in` is the room that
    finds it.
    """

    id: str
    severities: tuple[Severity, ...]  # what its issues may weigh, the worst first
    says: Sentence | Mapping[str, Sentence]
    remedy: str  # what the county does about it, in Chinese
    found_in: str
    kept_from_waivers: str | None = None  # why it may not be waived although it returns reports
    waived_by_county: bool = False  # it may be waived for one county at a time only
    reasons: Mapping[str, Sentence] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """The worst that an issue of it can be."""
        return self.severities[0]

    @property
    def sentences(self) -> Mapping[str, Sentence]:
        """Every sentence, by case; the only one of a rule has the case ''."""
        return {"": self.says} if isinstance(self.says, Sentence) else self.says

    @property
    def not_waivable(self) -> str | None:
        """Reason why it may not be waived; None where it may."""
        return self.kept_from_waivers or (None if self.severity is CRITICAL else ONLY_WARNS)

    def id_of(self, **names: str) -> str:
        """The id of one report's or column's own rule."""
        return self.id.format(**names)

    def sentence(self, case: str = "", /, **words: object) -> str:
        """Sentence that a county reads in a case."""
        return self.sentences[case].filled(**words)

    def expected(self, case: str = "", /, **words: object) -> str:
        """Value that should stand there instead, in words."""
        return self.sentences[case].expected.format(**words)

    def reason(self, why: str, /, **words: object) -> str:
        """One of its reasons, to be put into its sentence."""
        return self.reasons[why].filled(**words)

    def given(self, **words: object) -> "Rule":
        """The rule of one report or column: its id and sentences with some parameters filled in."""
        says = {case: sentence.given(**words) for case, sentence in self.sentences.items()}
        own_id = self.id.format_map(_KeptOpen(words))
        return replace(self, id=own_id, says=says if isinstance(self.says, Mapping) else says[""])


def plain(text: str) -> str:
    """A text of a rule as a person reads it: its open parameters in braces, and single the braces of what was filled in.

    >>> plain(Sentence("{label}：{value}", "").given(label="户{数}").zh)
    '户{数}：{value}'
    """
    return text.replace("{{", "{").replace("}}", "}")


def _escaped(word: str) -> str:
    return word.replace("{", "{{").replace("}", "}}")
