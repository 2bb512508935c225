"""The rules of one contract, each id by itself, in the words of that contract: with its columns' labels and its codes.

Takes the catalog, gives values; what only a row knows stays open in the sentences. Needs no Great Expectations.
"""

from dataclasses import dataclass

from etl.contract.catalog import Catalog
from etl.contract.schema import Column, Contract
from etl.model import Severity
from etl.rules.finding import Finding, Reads
from etl.rules.rule import Rule, Sentence
from etl.rules.rule_kind import RuleKind


@dataclass(frozen=True)
class ContractRule:
    """One id of a contract: what is said, of which rule it is, and how it is found."""

    about: Rule
    of: RuleKind
    finding: Finding
    column: str  # whose cell is marked

    @property
    def id(self) -> str:
        """Rule id that stands in an issue."""
        return self.about.id

    @property
    def severity(self) -> Severity:
        """Severity of an issue; of what could not be checked there are notices too."""
        return self.of.severity

    @property
    def sentence(self) -> Sentence:
        """Sentence on a row at fault."""
        return self.about.sentences[self.finding.case]

    @property
    def expected(self) -> str:
        """Value that should stand there instead, in words."""
        return self.about.expected(self.finding.case)


def rules_of(catalog: Catalog, contract: Contract) -> tuple[ContractRule, ...]:
    """Every rule of a contract, in the order in which they are checked."""
    return tuple(
        _in_words(catalog, contract, rule, finding) for rule in contract.all_rules for finding in rule.findings()
    )


def _in_words(catalog: Catalog, contract: Contract, rule: RuleKind, finding: Finding) -> ContractRule:
    first = contract.key[0] if contract.key else contract.columns[0].name
    column = finding.reads[finding.marks].column if finding.marks else first
    own = [contract.column(name).label.zh for name in finding.own_columns()]
    words = {
        "title": contract.title.zh,
        "label": contract.column(column).label.zh,
        "labels": "、".join(f"“{label}”" for label in own),
    }
    for part, read in finding.reads.items():
        owner = catalog.contracts[read.report] if read.report else contract
        words |= {f"{part}_{name}": word for name, word in _of_column(catalog, owner, read).items()}
    return ContractRule(rule.about(finding, contract.report).given(**words), rule, finding, column)


def _of_column(catalog: Catalog, contract: Contract, read: Reads) -> dict[str, str]:
    """The words that a column lends to a sentence."""
    column = contract.column(read.column)
    words = {"label": column.label.zh, "title": contract.title.zh}
    return words | _of_codes(catalog, column, read.codes)


def _of_codes(catalog: Catalog, column: Column, named: tuple[str, ...]) -> dict[str, str]:
    if column.codes is None:
        return {}
    labels = {code: entry.label.zh for code, entry in catalog.codes_of(column).codes.items()}
    return {"choices": "、".join(labels.values()), "codes": "或".join(f"“{labels[code]}”" for code in named)}
