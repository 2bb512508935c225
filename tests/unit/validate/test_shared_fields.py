"""Fields that models of pydantic v1 take over from their parents: shared in what nothing changes, their own in what a child does."""

from typing import Any

from pydantic.v1 import BaseModel, Field, validator

from etl.validate import shared_fields  # noqa: F401


class Parent(BaseModel):
    named: list[str] = Field(default=["of the parent"], description="as the parent says")

    class Config:
        extra = "forbid"


class Child(Parent):
    class Config:
        fields: dict[str, Any] = {"named": {"alias": "called", "exclude": True}}  # noqa: RUF012 - as pydantic has it

    @validator("named", pre=True)
    def in_a_list(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


def test_what_a_child_says_of_a_field_its_parent_does_not_say() -> None:
    assert Child(called="one").named == ["one"]
    assert Child(called="one").dict() == {}
    assert Parent(named=["one"]).dict() == {"named": ["one"]}
    assert Parent.__fields__["named"].class_validators == {}
    assert Parent.__fields__["named"].alias == "named"


def test_a_default_is_nobody_elses() -> None:
    Child().named.append("more")
    assert Child().named == Parent().named == ["of the parent"]
