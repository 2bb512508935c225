"""A rule in a contract's YAML: takes what stands there, gives the rule, of the kinds that whoever loads contracts passes on."""

from typing import Annotated

from pydantic import BeforeValidator, InstanceOf, ValidationInfo

from etl.contract.kinds import Kinds
from etl.rules.rule_kind import RuleKind


def _rule_written(written: object, info: ValidationInfo) -> RuleKind:
    by_name = {kind.written_as(): kind for kind in Kinds.given_to(info.context).rule_kinds}
    by_name.pop(None, None)
    name = written.get("rule") if isinstance(written, dict) else written
    if not isinstance(written, dict) or name not in by_name:
        raise ValueError(f"there is no rule {name!r}; `rule` is one of {', '.join(map(str, by_name))}")
    return by_name[name].model_validate(written, context=info.context)


WrittenRule = Annotated[InstanceOf[RuleKind], BeforeValidator(_rule_written)]
