"""A delivery that breaks a rule, with its twin that does not; they differ in nothing else."""

from dataclasses import dataclass

from etl.rules.rule import Rule
from tests.unit.rules.delivery import CLEAN, Delivery


@dataclass(frozen=True)
class Case:
    """`says` is which of the rule's sentences is said, `why` which of its reasons stands in it.

    `before` is what was accepted before both, of a rule that looks back.
    """

    rule: Rule
    broken: Delivery
    clean: Delivery = CLEAN
    says: str = ""
    why: str = ""
    before: Delivery | None = None

    @property
    def id(self) -> str:
        return "-".join(part.replace(" ", "-") for part in (self.rule.id, self.says, self.why) if part)
