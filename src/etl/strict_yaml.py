"""Strict YAML files: takes a path and a pydantic model, gives the frozen model, never a half-understood file.

A key written twice, a key the model does not know and anything that is not UTF-8 YAML are refused; the message says
which file, which line where it is known, and what stands there.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from etl.errors import ContractError

Model = TypeVar("Model", bound=BaseModel)
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,50}$")]  # of a report, a column, a code list


class Strict(BaseModel):
    """Unknown keys are refused, values never change after loading."""

    # built when the first file is read: most commands read none
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class _UniqueKeys(yaml.CSafeLoader):
    """YAML that refuses a key written twice: the plain loader keeps the last one and says nothing."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {key.value!r} is written twice", key.start_mark
                    )
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def load_strict(path: Path, model: type[Model], context: Mapping[str, object] | None = None) -> Model:
    """The file as a model; ContractError names the file and what is wrong in it. `context` is what its validators ask for."""
    return validated(path, model, read_mapping(path), context)


def read_mapping(path: Path) -> dict[str, Any]:
    """The keys and values at the top of a YAML file, each key written once."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)  # noqa: S506 - a safe loader
    except FileNotFoundError:
        raise ContractError(f"{path} does not exist; set ETL_CONFIG to the project's config folder") from None
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ContractError(f"{path.name}{line}: {error.problem}") from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: not UTF-8, or no such day
        raise ContractError(f"{path.name} is not YAML in UTF-8: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise ContractError(f"{path.name}: expected keys and values at the top")
    return data


def validated(
    path: Path, model: type[Model], data: dict[str, Any], context: Mapping[str, object] | None = None
) -> Model:
    """The data as a model; the message gives the first five problems, each with the place in the file."""
    try:
        return model.model_validate(data, context=context)
    except ValidationError as error:
        found = "; ".join(
            f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg'].removeprefix('Value error, ')}"
            for e in error.errors()[:5]
        )
        raise ContractError(f"{path.name}: {found}") from error
