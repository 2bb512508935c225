"""The table of a Data Docs page with the counts of every expectation: takes Great Expectations' rows, gives them longer."""

from collections.abc import Callable
from typing import Any

from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.render.renderer.content_block import ValidationResultsTableContentBlockRenderer

from etl.rules.expectation_result import ExpectationResult

EVALUATED, FAILED, REPORTED, RULE, SEVERITY = "Rows evaluated", "Rows failed", "Rows reported", "Rule", "Severity"


def shown_counts(result: ExpectationResult) -> dict[str, str]:
    """Counts that a page shows of an expectation besides its sentence, by heading; they stand in the expectation's meta."""
    return {
        EVALUATED: f"{result.evaluated:,}",
        FAILED: f"{result.failed:,}",
        REPORTED: f"{result.issues:,}",
        RULE: result.rule,
        SEVERITY: str(result.severity),
    }


class CountsTable(ValidationResultsTableContentBlockRenderer):
    """Great Expectations' table of a column, with these counts behind it."""

    @classmethod
    def _process_content_block(cls, content_block: Any, has_failed_evr: bool, render_object: Any = None) -> None:
        super()._process_content_block(content_block, has_failed_evr, render_object)
        content_block.header_row += [EVALUATED, FAILED, REPORTED, RULE, SEVERITY]

    @classmethod
    def _get_content_block_fn(
        cls, expectation_type: str, expectation_config: ExpectationConfiguration | None = None
    ) -> Callable[..., Any]:
        row_of: Any = super()._get_content_block_fn(expectation_type, expectation_config)

        def with_counts(*, result: Any, **more: Any) -> list[list[Any]]:
            (row,) = row_of(result=result, **more)
            return [[*row, *([cell] for cell in result.expectation_config.meta.values())]]

        return with_counts
