"""Check the names in a contract's rules against the contracts there are: reports, columns, codes, and types that fit.

Takes all contracts, gives nothing; ContractError names the file and the name in it that is wrong. Knows no kind of rule.
"""

from collections import Counter
from collections.abc import Mapping

from etl.contract.schema import CodeList, Column, Contract
from etl.contract.typing_rules import typing_ids
from etl.errors import ContractError
from etl.rules.finding import Finding, Reads
from etl.rules.rule_kind import RuleKind


def check_rules(contract: Contract, contracts: Mapping[str, Contract], code_lists: Mapping[str, CodeList]) -> None:
    """Refuse a contract of which a rule could not be checked, or would compare what cannot be compared."""
    where = f"contracts/{contract.report}.yaml"
    rules, ids = contract.all_rules, Counter(typing_ids(contract))
    ids.update(rule.id_of(finding, contract.report) for rule in rules for finding in rule.findings())
    if doubled := sorted(one for one, count in ids.items() if count > 1):
        raise ContractError(f"{where}: two rules are both called {', '.join(doubled)}")
    for rule in rules:
        if rule.NEEDS_KEY and not contract.key:
            raise ContractError(f"{where}: the rule {_name(rule)} tells rows apart, and an indicator form is one row")
        for finding in rule.findings():
            columns = {part: _column(where, contract, contracts, read) for part, read in finding.reads.items()}
            for part, read in finding.reads.items():
                _check_codes(where, columns[part], read.codes, code_lists)
            _check_types(f"{where}: the rule {rule.id_of(finding, contract.report)}", finding, columns)


def _column(where: str, contract: Contract, contracts: Mapping[str, Contract], read: Reads) -> Column:
    """The column that is read."""
    if read.report is not None and read.report not in contracts:
        raise ContractError(f"{where}: a rule names the unknown report {read.report!r}")
    owner = contract if read.report is None else contracts[read.report]
    if read.column not in {column.name for column in owner.columns}:
        raise ContractError(f"{where}: a rule names columns that {owner.report} does not have: {read.column}")
    return owner.column(read.column)


def _check_codes(where: str, column: Column, codes: tuple[str, ...], code_lists: Mapping[str, CodeList]) -> None:
    if not codes:
        return
    code_list = column.codes if isinstance(column.codes, CodeList) else code_lists.get(str(column.codes))
    if code_list is None:
        raise ContractError(f"{where}: a rule asks for codes of {column.name}, which has no code list")
    if unknown := sorted(set(codes) - set(code_list.codes)):
        raise ContractError(f"{where}: a rule names codes that {code_list.name} does not have: {', '.join(unknown)}")


def _check_types(rule: str, finding: Finding, columns: Mapping[str, Column]) -> None:
    """Refuse a comparison of two types: in whole numbers of fen and of persons 1 is not the same."""
    for part, read in finding.reads.items():
        if not read.needs.are_met_by(columns[part].type):
            raise ContractError(f"{rule} asks for {read.needs.value}, and a column is of another type: {read.column}")
    for one, other in finding.compares:
        left, right = columns[one], columns[other]
        if left.type != right.type:
            raise ContractError(
                f"{rule} compares columns of different types: {left.name} is {left.type.name}, "
                f"{right.name} {right.type.name}"
            )


def _name(rule: RuleKind) -> str:
    return rule.written_as() or type(rule).__name__
