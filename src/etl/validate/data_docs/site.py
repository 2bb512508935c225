"""Render the Data Docs of one run: takes what its expectations came to, gives static pages below one folder.

Asks no database and no network, and prints nothing. There are no values to show: only counts are kept of a run.
"""

from etl.validate import lean_import  # noqa: F401  # isort: skip - before Great Expectations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import great_expectations as gx
from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.data_context.types.resource_identifiers import (
    ExpectationSuiteIdentifier,
    ValidationResultIdentifier,
)
from great_expectations.exceptions import ExpectationNotFoundError
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.registry import get_expectation_impl

from etl.errors import ConfigError
from etl.rules.expectation_result import ExpectationResult
from etl.validate import alike_rows, credit_code, not_after_period  # noqa: F401 - so that Great Expectations knows its name
from etl.validate.data_docs.counts import CountsTable, shown_counts
from etl.validate.gx_suites import GX_SEVERITY

SITE = "run"
VIEWS = "etl.validate.data_docs.views"


def render(folder: Path, run_name: str, finished_at: datetime, results: Sequence[ExpectationResult]) -> int:
    """Write the pages; gives the number of reports that have one."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    for site in [*context.get_site_names()]:
        context.delete_data_docs_site(site)
    context.add_data_docs_site(SITE, _site(folder))
    by_report: dict[str, list[ExpectationResult]] = defaultdict(list)
    for result in results:
        by_report[result.report].append(result)
    run = RunIdentifier(run_name, finished_at)
    for report, found in by_report.items():
        table = f"mart.{report}"
        context.suites.add(_suite(report, found))
        key = ValidationResultIdentifier(ExpectationSuiteIdentifier(report), run, table)
        context.validation_results_store.set(key, _validated(report, table, run, found))
    context.build_data_docs()
    pages = sum(1 for _ in (folder / "validations").rglob("*.html"))
    if pages != len(by_report):  # Great Expectations logs what it could not render, and goes on
        raise RuntimeError(f"{pages} pages for {len(by_report)} reports; the log says why")
    return pages


def _site(folder: Path) -> Any:
    def shown_by(view: str) -> dict[str, Any]:
        return {"view": {"module_name": VIEWS, "class_name": view}}

    section = {"class_name": "DefaultSiteSectionBuilder"}
    with_counts = {
        "class_name": "ValidationResultsPageRenderer",
        "column_section_renderer": {
            "class_name": "ValidationResultsColumnSectionRenderer",
            "table_renderer": {"module_name": CountsTable.__module__, "class_name": CountsTable.__name__},
        },
    }
    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.absolute())},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder", **shown_by("OfflineIndex")},
        "site_section_builders": {
            "expectations": {**section, "source_store_name": "expectations_store", **shown_by("OfflinePage")},
            "validations": {
                **section,
                "source_store_name": "validation_results_store",
                "renderer": with_counts,
                **shown_by("OfflinePage"),
            },
        },
    }


def _suite(report: str, results: Sequence[ExpectationResult]) -> gx.ExpectationSuite:
    for result in results:
        try:
            get_expectation_impl(result.expectation)
        except ExpectationNotFoundError:
            raise ConfigError(
                f"the results of {result.rule} cannot be shown: Great Expectations {gx.__version__} has no"
                f" {result.expectation}; the run was made with another version"
            ) from None
    return gx.ExpectationSuite(report, [_configuration(result) for result in results])


def _configuration(result: ExpectationResult) -> ExpectationConfiguration:
    return ExpectationConfiguration(
        result.expectation,
        dict(result.arguments),
        meta=shown_counts(result),
        severity=FailureSeverity(GX_SEVERITY[result.severity]),
    )


def _validated(
    report: str, table: str, run: RunIdentifier, results: Sequence[ExpectationResult]
) -> ExpectationSuiteValidationResult:
    passed = sum(not result.failed for result in results)
    return ExpectationSuiteValidationResult(
        success=passed == len(results),
        results=[_outcome(result) for result in results],
        suite_name=report,
        statistics={
            "evaluated_expectations": len(results),
            "successful_expectations": passed,
            "unsuccessful_expectations": len(results) - passed,
            "success_percent": 100 * passed / len(results),
        },
        meta={
            "run_id": run,
            "great_expectations_version": gx.__version__,
            "batch_spec": {"data_asset_name": table},
            "active_batch_definition": {"datasource_name": "warehouse", "data_asset_name": table},
        },
    )


def _outcome(result: ExpectationResult) -> ExpectationValidationResult:
    counts = {
        "element_count": result.evaluated,
        "unexpected_count": result.failed,
        "unexpected_percent": 100 * result.failed / result.evaluated if result.evaluated else 0.0,
        "partial_unexpected_list": [],
    }
    return ExpectationValidationResult(
        success=not result.failed,
        expectation_config=_configuration(result),
        result=counts,
        meta={},
        exception_info={"raised_exception": False, "exception_message": None, "exception_traceback": None},
    )
