"""The type of a column in YAML: takes its name, gives the type itself, of those that whoever loads contracts passes on."""

from typing import Annotated

from pydantic import BeforeValidator, InstanceOf, ValidationInfo

from etl.contract.kinds import Kinds
from etl.types.column_type import ColumnType


def _type_named(name: object, info: ValidationInfo) -> ColumnType:
    column_types = Kinds.given_to(info.context).column_types
    found = next((one for one in column_types if one.name == name), None)
    if found is None:
        *others, last = (repr(one.name) for one in column_types)
        raise ValueError(f"Input should be {', '.join(others)} or {last}")
    return found


# a name in YAML, the type itself from here on
TypeName = Annotated[InstanceOf[ColumnType], BeforeValidator(_type_named)]
