"""All contracts, code lists and the vocabulary, read once from config/ and checked against each other.

Takes the config folder, gives a frozen `Catalog`; refuses what is wrong with the file's name and the names in it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from etl.contract.kinds import KINDS, Kinds
from etl.contract.places import levels_of_places
from etl.contract.rule_references import check_rules
from etl.contract.schema import CodeList, Column, Contract
from etl.contract.vocabulary import Vocabulary
from etl.errors import ArgumentError, ContractError
from etl.strict_yaml import load_strict, read_mapping, validated
from etl.text import fold_label

READER_VERSION = "8"  # raise it when the reading or judging of the same file under the same contracts may change


@dataclass(frozen=True)
class Catalog:
    """Contracts by report name, in the order of their files; code lists by name; the shared vocabulary."""

    contracts: dict[str, Contract]
    code_lists: dict[str, CodeList]
    vocabulary: Vocabulary
    fingerprint: str  # changes when a file's verdict could
    kinds: Kinds  # what the contracts may name
    places: Mapping[str, str] = field(default_factory=dict)  # folded name -> prefecture or county

    @cached_property
    def linked(self) -> dict[str, frozenset[str]]:
        """Report -> the other reports that rules tie it to, directly or through others: they are judged together."""
        groups = {name: {name} for name in self.contracts}
        for name, contract in self.contracts.items():
            for other in contract.linked_reports():
                together = groups[name] | groups[other]
                groups.update(dict.fromkeys(together, together))
        return {name: frozenset(group) - {name} for name, group in groups.items()}

    @cached_property
    def titles(self) -> dict[str, str]:
        """Report -> its Chinese title."""
        return {name: contract.title.zh for name, contract in self.contracts.items()}

    def codes_of(self, column: Column) -> CodeList:
        if isinstance(column.codes, CodeList):
            return column.codes
        return self.code_lists[str(column.codes)]


def load_catalog(config: Path, kinds: Kinds = KINDS) -> Catalog:
    """The catalog of a config folder; ContractError names the file and what is wrong in it."""
    context = kinds.as_context()
    vocabulary = load_strict(config / "vocabulary.yaml", Vocabulary, context)
    code_lists = {}
    for path in sorted((config / "codes").glob("*.yaml")):
        code_list = load_strict(path, CodeList)
        if code_list.name != path.stem:
            raise ContractError(f"codes/{path.name}: declares the code list {code_list.name}; name the file after it")
        code_lists[code_list.name] = code_list
    contracts: dict[str, Contract] = {}
    for path in sorted((config / "contracts").glob("*.yaml")):
        contract = _with_shared_columns(path, vocabulary, context)
        if contract.report != path.stem:
            raise ContractError(f"contracts/{path.name}: declares the report {contract.report}; name the file after it")
        contracts[contract.report] = contract
    if not contracts:
        raise ContractError(f"no contracts in {config / 'contracts'}; set ETL_CONFIG to the project's config folder")
    for contract in contracts.values():
        _check_code_lists(contract, code_lists)
        check_rules(contract, contracts, code_lists)
        _check_units(contract, vocabulary)
    _check_list_names(contracts, code_lists)
    return Catalog(contracts, code_lists, vocabulary, _fingerprint(config), kinds, levels_of_places(config))


def report_asked(titles: Mapping[str, str], text: str) -> str:
    """The name of the report that somebody asks for by name or Chinese title; ArgumentError, with all there are.

    >>> report_asked({"need": "项目需求与认领"}, "Need"), report_asked({"need": "项目需求与认领"}, "《项目需求与认领》")
    ('need', 'need')
    """
    wanted = fold_label(text.strip().strip("《》"))
    for name, title in titles.items():
        if wanted in (fold_label(name), fold_label(title)):
            return name
    known = ", ".join(f"{name} {title}" for name, title in titles.items())
    raise ArgumentError(f"unknown report: {text}; the reports are {known}")


def _with_shared_columns(path: Path, vocabulary: Vocabulary, context: Mapping[str, object]) -> Contract:
    data = read_mapping(path)
    if isinstance(columns := data.get("columns"), list):
        own = {column.get("name") for column in columns if isinstance(column, dict)}
        data["columns"] = columns + [c for c in vocabulary.shared_columns if c.name not in own]
    return validated(path, Contract, data, context)


def _check_code_lists(contract: Contract, code_lists: dict[str, CodeList]) -> None:
    where = f"contracts/{contract.report}.yaml"
    for column in contract.columns:
        if isinstance(column.codes, str) and column.codes not in code_lists:
            raise ContractError(f"{where}: column {column.name} names the unknown code list {column.codes!r}")
    for name, codes in (contract.carries_over.unless if contract.carries_over else {}).items():
        named = contract.column(name).codes
        known = named.codes if isinstance(named, CodeList) else code_lists[named].codes if named else {}
        if unknown := sorted(set(codes) - set(known)):
            raise ContractError(f"{where}: carries_over: {name} has no code {', '.join(unknown)}")


def _check_units(contract: Contract, vocabulary: Vocabulary) -> None:
    for column in contract.columns:
        if column.unit is not None and column.unit not in vocabulary.units:
            where = f"contracts/{contract.report}.yaml: column {column.name}"
            raise ContractError(f"{where} is written in {column.unit!r}, which vocabulary.yaml does not know")


def _check_list_names(contracts: dict[str, Contract], code_lists: dict[str, CodeList]) -> None:
    """ref holds the labels of all code lists by name, so a list written inside a contract may not take another's."""
    owners = {name: f"codes/{name}.yaml" for name in code_lists}
    for contract in contracts.values():
        for column in contract.columns:
            if isinstance(column.codes, CodeList):
                owner = f"contracts/{contract.report}.yaml"
                if column.codes.name in owners:
                    raise ContractError(
                        f"{owner}: the code list {column.codes.name} stands in {owners[column.codes.name]} too"
                    )
                owners[column.codes.name] = owner


def _fingerprint(config: Path) -> str:
    """sha256 over the bytes of every file that can change a verdict, and over the reader's own version."""
    digest = hashlib.sha256(READER_VERSION.encode())
    for pattern in ("vocabulary.yaml", "codes/*.yaml", "contracts/*.yaml", "reference/*.csv"):
        for path in sorted(config.glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
