"""From one contract: every check on one report's own rows, as an expectation with the words for the county.

A check names the cell it marks, its severity, and the sentence; the expectation finds the rows. Expectations are data:
Great Expectations' own name and arguments, over columns as the mart has them. Nothing is run here, and GX is not needed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np

from etl.contract.catalog import Catalog
from etl.contract.schema import Column, Contract, DateOrder, NotMoreThan, RequiredWhen, ZeroWhen
from etl.model import ExpectationResult, Severity
from etl.normalise.frame import ReportFrame, show
from etl.validate.credit_code_fault import credit_code_fault

Sentence = Callable[[ReportFrame], Callable[[int, str], str]]
UNIT_COLUMNS = ("county_code", "period")  # a key is unique inside one county and one period


@dataclass(frozen=True)
class Expected:
    """An expectation by Great Expectations' name, and its arguments as they go into JSON; money is in yuan."""

    type: str
    arguments: Mapping[str, Any]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it looks at."""
        named = [self.arguments[name] for name in ("column", "column_A", "column_B") if name in self.arguments]
        condition = self.arguments.get("row_condition")
        return (*named, *self.arguments.get("column_list", ()), *([condition["column"]["name"]] if condition else ()))


@dataclass(frozen=True)
class Check:
    """One expectation and what to say of the rows that fail it; `reads` are all the columns it looks at."""

    rule: str
    column: str
    severity: Severity
    expectation: Expected
    expected: str
    sentence: Sentence
    reads: tuple[str, ...]
    is_repeat: bool = False  # only the rows after the first of each group are at fault

    def result(self, report: str, evaluated: int, failed: int, issues: int) -> ExpectationResult:
        """What the check came to over a report's rows."""
        what = self.expectation
        return ExpectationResult(
            report, self.rule, what.type, what.arguments, what.columns, self.severity, evaluated, failed, issues
        )


def checks_of(catalog: Catalog, contract: Contract) -> list[Check]:
    """All checks of a contract on its own rows, columns first, then the key, then the rules."""
    checks: list[Check] = []
    for column in contract.columns:
        checks += _column_checks(catalog, contract, column)
    checks.append(_unique_key(contract))
    for rule in contract.rules:
        if isinstance(rule, NotMoreThan):
            checks.append(_not_more_than(contract, rule))
        elif isinstance(rule, DateOrder):
            checks += _date_order(contract, rule)
        elif isinstance(rule, RequiredWhen):
            checks.append(_required_when(catalog, contract, rule))
        elif isinstance(rule, ZeroWhen):
            checks.append(_zero_when(catalog, contract, rule))
    return checks


def _column_checks(catalog: Catalog, contract: Contract, column: Column) -> list[Check]:
    name, label = column.name, column.label.zh
    checks = []

    def add(check: str, expectation: Expected, expected: str, sentence: str) -> None:
        rule = f"{contract.report}.{name}.{check}"
        text: Sentence = lambda frame: lambda row, value: sentence.format(label=label, value=value)  # noqa: E731
        checks.append(Check(rule, name, Severity.CRITICAL, expectation, expected, text, (name,)))

    if column.required:
        required = Expected("expect_column_values_to_not_be_null", {"column": name})
        add("required", required, "必须填写", "“{label}”必须填写，现在是“{value}”；请补填。")
    if "code" in column.checks:
        codes = catalog.codes_of(column).codes
        choices = "、".join(code.label.zh for code in codes.values())
        in_set = Expected("expect_column_values_to_be_in_set", {"column": name, "value_set": list(codes)})
        add("code", in_set, choices, f"“{{label}}”写的是“{{value}}”，不在可选的范围里；请从{choices}中选填一项。")
    if "credit_code" in column.checks:
        codes_right = Expected("expect_column_values_to_be_credit_codes", {"column": name})
        rule = f"{contract.report}.{name}.credit_code"
        expected = "GB 32100-2015 规定的 18 位代码"
        sentence = partial(_wrong_credit_code, name, label)
        checks.append(Check(rule, name, Severity.CRITICAL, codes_right, expected, sentence, (name,)))
    if "minimum" in column.checks and column.minimum is not None:
        bounds = {"column": name, "min_value": _number(column.minimum)}
        between = Expected("expect_column_values_to_be_between", bounds)
        least = f"不小于 {column.minimum}"
        add("minimum", between, least, f"“{{label}}”写的是“{{value}}”，应{least}；请更正。")
    return checks


def _wrong_credit_code(name: str, label: str, frame: ReportFrame) -> Callable[[int, str], str]:
    codes = frame.data[name].to_numpy(dtype=object)

    def sentence(row: int, value: str) -> str:
        return f"“{label}”写的是“{value}”，不是正确的统一社会信用代码：{credit_code_fault(codes[row])}；请对照登记证书更正。"

    return sentence


def _unique_key(contract: Contract) -> Check:
    """Of a list the rows after the first with the same key are at fault, of an indicator form every form after the first."""
    labels = "、".join(f"“{contract.column(name).label.zh}”" for name in contract.key)
    unique = Expected(
        "expect_compound_columns_to_be_unique",
        {"column_list": [*UNIT_COLUMNS, *contract.key], "ignore_row_if": "any_value_is_missing"},
    )
    return Check(
        rule=f"{contract.report}.key",
        column=contract.key[0] if contract.key else contract.columns[0].name,
        severity=Severity.CRITICAL,
        expectation=unique,
        expected="不重复" if contract.key else "每县每期一张表",
        sentence=_repeated_row(labels) if contract.key else _second_form(contract.title.zh),
        reads=contract.key,
        is_repeat=True,
    )


def _repeated_row(labels: str) -> Sentence:
    return lambda frame: lambda row, value: f"{labels}与前面的行重复（{value}）；请删除重复的行，或更正编号。"


def _second_form(title: str) -> Sentence:
    """Names both forms: two are never added up, for one may be a township's or last year's."""

    def for_frame(frame: ReportFrame) -> Callable[[int, str], str]:
        firsts = frame.data.reset_index().groupby(list(UNIT_COLUMNS))["index"].transform("min").to_numpy()

        def where(row: int) -> str:
            sheet, sheet_row = frame.data["source_sheet"].to_numpy()[row], frame.data["source_row"].to_numpy()[row]
            return f"“{sheet}”第 {sheet_row} 行起" if sheet else f"第 {sheet_row} 行起"

        return lambda row, value: (
            f"《{title}》每县每期只报一张，{where(int(firsts[row]))}和{where(row)}各有一张，不能相加；"
            "请只留下全县的一张，其余的表删除或另存。"
        )

    return for_frame


def _not_more_than(contract: Contract, rule: NotMoreThan) -> Check:
    smaller, larger = rule.columns
    low, high = (contract.column(name).label.zh for name in rule.columns)
    return Check(
        rule=f"{contract.report}.{smaller}.not_more_than.{larger}",
        column=smaller,
        severity=rule.severity,
        expectation=_not_less_than(larger, smaller),
        expected=f"不大于“{high}”",
        sentence=_beside(larger, lambda value, other: f"“{low}”（{value}）大于“{high}”（{other}）；请核对并更正。"),
        reads=rule.columns,
    )


def _not_less_than(larger: str, smaller: str) -> Expected:
    return Expected(
        "expect_column_pair_values_a_to_be_greater_than_b",
        {"column_A": larger, "column_B": smaller, "or_equal": True, "ignore_row_if": "either_value_is_missing"},
    )


def _date_order(contract: Contract, rule: DateOrder) -> list[Check]:
    """One check for each pair of dates, so that a blank between two of them hides nothing."""
    checks = []
    for earlier, later in combinations(rule.columns, 2):
        first, second = contract.column(earlier).label.zh, contract.column(later).label.zh
        checks.append(
            Check(
                rule=f"{contract.report}.{earlier}.date_order.{later}",
                column=earlier,
                severity=rule.severity,
                expectation=_not_less_than(later, earlier),
                expected=f"不晚于“{second}”",
                sentence=_beside(later, partial(_later_than, first, second)),
                reads=(earlier, later),
            )
        )
    return checks


def _later_than(first: str, second: str, value: str, other: str) -> str:
    return f"“{first}”（{value}）晚于“{second}”（{other}）；请核对并更正。"


def _required_when(catalog: Catalog, contract: Contract, rule: RequiredWhen) -> Check:
    condition, when = _condition(catalog, contract, rule.when)
    label = contract.column(rule.column).label.zh
    return Check(
        rule=f"{contract.report}.{rule.column}.{rule.id}",
        column=rule.column,
        severity=rule.severity,
        expectation=Expected(
            "expect_column_values_to_not_be_null", {"column": rule.column, "row_condition": condition}
        ),
        expected=f"{when}时必须填写",
        sentence=lambda frame: lambda row, value: f"{when}时“{label}”必须填写，现在是“{value}”；请补填。",
        reads=(rule.column, *rule.when),
    )


def _zero_when(catalog: Catalog, contract: Contract, rule: ZeroWhen) -> Check:
    condition, when = _condition(catalog, contract, rule.when)
    label = contract.column(rule.column).label.zh
    return Check(
        rule=f"{contract.report}.{rule.column}.{rule.id}",
        column=rule.column,
        severity=rule.severity,
        expectation=Expected(
            "expect_column_values_to_be_between",
            {"column": rule.column, "min_value": 0, "max_value": 0, "row_condition": condition},
        ),
        expected=f"{when}时为 0 或不填",
        sentence=lambda frame: lambda row, value: f"{when}时“{label}”应为 0，现在是“{value}”；请核对。",
        reads=(rule.column, *rule.when),
    )


def _condition(catalog: Catalog, contract: Contract, when: dict[str, tuple[str, ...]]) -> tuple[dict[str, Any], str]:
    """The row condition, and how a county reads it: “项目阶段”是“完成”."""
    ((name, codes),) = when.items()
    column = contract.column(name)
    labels = "或".join(f"“{catalog.codes_of(column).codes[code].label.zh}”" for code in codes)
    condition = {"type": "comparison", "column": {"name": name}, "operator": "IN", "parameter": list(codes)}
    return condition, f"“{column.label.zh}”是{labels}"


def _number(bound: Decimal) -> int | float:
    """A bound as JSON has it."""
    return int(bound) if bound == bound.to_integral_value() else float(bound)


def _beside(other: str, words: Callable[[str, str], str]) -> Sentence:
    """A sentence that also quotes the cell of another column in the same row, with its address."""

    def for_frame(frame: ReportFrame) -> Callable[[int, str], str]:
        def for_row(row: int, value: str) -> str:
            cell = frame.cells(np.array([row]), other)[0] or ""
            return words(value, f"{cell} {show(frame.raw[other].at(row)) or ''}".strip())

        return for_row

    return for_frame
