"""Importing this lets models of pydantic v1 share what their parents' fields hold. To be imported before Great Expectations.

Such a model copies its parents' fields with all that hangs on them, their defaults and validators too: half a million copies while Great
Expectations is imported, a fifth of the processor time that it takes, of things that nothing changes. What pydantic does change in
a child's field, its description and the validators by name, is copied here as well.
"""

import copy
from typing import Any

import pydantic.v1.main
from pydantic.v1.fields import ModelField


def _own_fields(fields: Any) -> Any:
    """Fields of a class for one that is derived from it."""
    return {name: _own_field(field) for name, field in fields.items()}


def _own_field(field: ModelField) -> ModelField:
    own = copy.copy(field)
    own.field_info = copy.copy(field.field_info)
    own.class_validators = dict(field.class_validators)
    if field.sub_fields:
        own.sub_fields = [_own_field(one) for one in field.sub_fields]
    if field.key_field:
        own.key_field = _own_field(field.key_field)
    return own


pydantic.v1.main.smart_deepcopy = _own_fields  # type: ignore[assignment, attr-defined]
