"""Columns of what a run finds are declared once, and the tables of ops hold them, with those that the warehouse adds."""

import pytest

from etl.model import ISSUE_COLUMNS, SUBMISSION_KEY
from etl.validate.verdicts import MAP_COLUMNS, PART_COLUMNS, SUBMISSION_COLUMNS
from etl.warehouse.publish.publication import ATTEMPT_COLUMNS, FILE_COLUMNS, OBLIGATION_COLUMNS, WAIVER_COLUMNS
from etl.warehouse.schema import tables

BY_SUBMISSION = {"submission_id"}  # what stands in a table of its own is found by the number of its submission
OF_A_DECISION = {"digest", "decided_at", "is_latest", "in_use_from", "in_use_to", "arrived_at"}
OF_A_FILE = {"first_seen_at", "first_seen_run", "decided_at", "decided_run", "decided_under", "issues_run"}


@pytest.mark.parametrize(
    ("table", "declared", "added"),
    [
        (tables.issue, {*ISSUE_COLUMNS}, {"run_id", "waived"} | BY_SUBMISSION),
        (tables.submission, {*SUBMISSION_COLUMNS}, {"run_id"} | BY_SUBMISSION | OF_A_DECISION),
        (tables.column_map, {*MAP_COLUMNS} - {*SUBMISSION_KEY}, BY_SUBMISSION),
        (tables.part, {*PART_COLUMNS} - {*SUBMISSION_KEY}, BY_SUBMISSION),
        (tables.file, {*FILE_COLUMNS} - {"received_at"}, OF_A_FILE | {"issues_digest"}),
        (tables.county_attempt, {*ATTEMPT_COLUMNS}, {"run_id", "attempted_at", "retried_by"}),
        (tables.obligation, {*OBLIGATION_COLUMNS}, {"in_force", "in_force_from", "in_force_to"}),
        (tables.waiver, {*WAIVER_COLUMNS}, {"first_run", "recorded_at", "withdrawn_at"}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_table_has_what_is_declared_and_no_more(table, declared, added):
    assert {column.name for column in table.columns} == declared | added
    assert not declared & added


def test_digests_of_issues_that_stand_in_warehouses_stay_valid():
    """The order is part of the digest that tells an issue which stands in the ledger from a new one."""
    named = (
        "county_code period report source_file sheet cell source_row column_name rule severity value expected message"
    )
    assert list(ISSUE_COLUMNS) == named.split()
