"""Types of columns and kinds of rules that contracts may name. Passed on to every process that loads contracts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from etl.rules.registry import RULE_KINDS, RuleKinds
from etl.types.registry import COLUMN_TYPES, ColumnTypes


@dataclass(frozen=True)
class Kinds:
    """The types and kinds that the YAML of contracts is read with."""

    column_types: ColumnTypes = COLUMN_TYPES
    rule_kinds: RuleKinds = RULE_KINDS

    @classmethod
    def given_to(cls, context: Mapping[str, Any] | None) -> "Kinds":
        """Those that a validator is given (`as_context`); the shipped ones where it is given none."""
        found: Kinds = (context or {}).get("kinds", KINDS)
        return found

    def as_context(self) -> dict[str, object]:
        """Context that pydantic hands to validators, to look up what YAML names."""
        return {"kinds": self}


KINDS = Kinds()
