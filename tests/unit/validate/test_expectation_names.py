"""Expectations go by Great Expectations' own names, and its registry keeps its own classes for whoever else is in the process."""

import pytest

from etl.contract.catalog import load_catalog
from etl.validate.checks import checks_of
from tests.unit.validate.conftest import CONFIG

CATALOG = load_catalog(CONFIG)
OURS = {
    "expect_column_values_to_be_credit_codes",
    "expect_compound_columns_to_be_unique_when_folded",
    "expect_compound_columns_to_agree_in_leading_zeros",
    "expect_days_not_after_their_period",
}


@pytest.fixture(scope="module")
def judged(judge, record):
    """Great Expectations after we have judged with it."""
    return judge(project=[record("project")], organization=[record("organization", {"社会组织名称": ""})])


@pytest.mark.parametrize("report", CATALOG.contracts)
def test_a_check_names_an_expectation_that_great_expectations_has(report, judged):
    import great_expectations.expectations as gxe  # noqa: PLC0415 - with its warnings silenced
    from great_expectations.expectations.registry import get_expectation_impl  # noqa: PLC0415

    for check in checks_of(CATALOG, CATALOG.contracts[report]):
        found = get_expectation_impl(check.expectation.type)
        assert check.expectation.is_ours == (check.expectation.type in OURS)
        if check.expectation.is_ours:
            continue
        assert found is getattr(gxe, found.__name__)
        assert found(**check.expectation.arguments).configuration.type == check.expectation.type


def test_what_is_carried_out_says_the_same_name(judged):
    from etl.validate.suite import CARRIED_OUT_BY  # noqa: PLC0415

    for name, ours in CARRIED_OUT_BY.items():
        check = next(
            check
            for contract in CATALOG.contracts.values()
            for check in checks_of(CATALOG, contract)
            if check.expectation.type == name
        )
        configuration = ours(**check.expectation.arguments).configuration
        assert configuration.type == name
        assert type(configuration.to_domain_obj()) is ours


def test_others_in_the_process_get_the_results_they_are_used_to(judged):
    import great_expectations as gx  # noqa: PLC0415
    import great_expectations.expectations as gxe  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    batch = gx.get_context(mode="ephemeral").data_sources.pandas_default.read_dataframe(
        pd.DataFrame({"stage": ["a", None, "c"]})
    )
    given = batch.validate(gxe.ExpectColumnValuesToNotBeNull(column="stage"))
    assert given.result["unexpected_count"] == 1
    assert given.result["element_count"] == 3
    known = batch.validate(gxe.ExpectColumnValuesToBeInSet(column="stage", value_set=["a"]))
    assert known.result["partial_unexpected_list"] == ["c"]
