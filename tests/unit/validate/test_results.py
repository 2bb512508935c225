"""Results of each expectation over a report's rows, as counts."""

from dataclasses import replace
from decimal import Decimal

from etl.model import Severity

CODE = "5110000083DY1FUBJX"


def results(frame):
    return {result.rule: result for result in frame.results}


def counts(frame, rule):
    found = results(frame)[rule]
    return found.evaluated, found.failed, found.issues


def test_a_good_report_passes_everything(judge, record):
    frame = judge(project=[record("project")])["project"]
    assert frame.results
    assert all(result.failed == result.issues == 0 for result in frame.results)
    required = results(frame)["project.project_no.required"]
    assert required.expectation == "expect_column_values_to_not_be_null"
    assert (required.arguments, required.columns) == ({"column": "project_no"}, ("project_no",))
    assert (required.severity, required.evaluated) == (Severity.CRITICAL, 1)


def test_of_a_repeated_key_both_rows_fail_and_one_is_reported(judge, record):
    frame = judge(organization=[record("organization"), record("organization")])["organization"]
    assert counts(frame, "organization.key") == (2, 2, 1)
    assert results(frame)["organization.key"].columns == ("county_code", "period", "credit_code")


def test_a_cell_that_could_not_be_read_fails_and_is_not_reported_twice(judge, record):
    rows = [record("project", {"计划投资": "若干"}), record("project", {"项目编号": "XM2", "计划投资": ""})]
    frame = judge(project=rows)["project"]
    assert counts(frame, "project.planned_yuan.required") == (2, 2, 1)


def test_rows_that_a_condition_leaves_out_and_blanks_are_not_evaluated(judge, record):
    blank = record("need", {"需求编号": "XQ2", "认领状态": "待认领", "认领社会组织": "", "认领日期": ""})
    frame = judge(need=[record("need"), blank])["need"]
    conditional = [result for result in frame.results if "row_condition" in result.arguments]
    assert conditional
    assert all((result.evaluated, result.failed) == (1, 0) for result in conditional)
    assert all(result.columns == ("claimed_by", "status") for result in conditional)


def test_a_bound_is_in_yuan_and_held_against_figures_in_fen(catalog, choose, record):
    from etl.validate.judge import Judge  # noqa: PLC0415 - Great Expectations, with its warnings silenced

    sale = catalog.contracts["sale"]
    columns = [
        column.model_copy(update={"minimum": Decimal("250.05")}) if column.name == "sold_yuan" else column
        for column in sale.columns
    ]
    strict = sale.model_copy(update={"columns": tuple(columns)})
    judge = Judge(replace(catalog, contracts=catalog.contracts | {"sale": strict}))
    rows = [record("sale", {"农产品": f"花椒{wan}", "成交额": wan}) for wan in (0.025004, 0.025005, 0.025006)]
    frame = judge.report("sale", choose(sale=rows))
    assert results(frame)["sale.sold_yuan.minimum"].arguments == {"column": "sold_yuan", "min_value": 250.05}
    assert counts(frame, "sale.sold_yuan.minimum") == (3, 1, 1)


def test_the_credit_code_is_counted_like_any_other(judge, record):
    wrong = CODE[:-1] + "0"
    frame = judge(organization=[record("organization", {"统一社会信用代码": wrong})])["organization"]
    assert counts(frame, "organization.credit_code.credit_code") == (1, 1, 1)
