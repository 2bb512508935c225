"""Run the checks of one report: one Great Expectations validation over all counties, failing rows back as issues.

What each expectation came to is left in the frame, as counts.

An expectation that raises is our bug.
"""

from etl.validate import lean_import  # noqa: F401  # isort: skip - before Great Expectations

import threading
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import great_expectations as gx
import numpy as np
import pandas as pd
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.validator.validator import Validator
from tqdm import tqdm

from etl.config.waivers import Waiver
from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.model import Severity
from etl.normalise.alike import alike
from etl.normalise.frame import ReportFrame
from etl.rules.finding import WITHIN
from etl.validate.alike_rows import (
    ExpectCompoundColumnsToAgreeInLeadingZeros,
    ExpectCompoundColumnsToBeUniqueWhenFolded,
)
from etl.validate.checks import Check, checks_of
from etl.validate.credit_code import ExpectColumnValuesToBeCreditCodes
from etl.validate.failing_rows_only import (
    ExpectNotLessThan,
    ExpectValuesInRange,
    ExpectValuesToBeCodes,
    ExpectValuesToBeGiven,
    Settled,
)
from etl.validate.gx_suites import GX_SEVERITY
from etl.validate.narrow_engine import NarrowEngine
from etl.validate.not_after_period import ExpectDaysNotAfterTheirPeriod
from etl.validate.waive import mark_faults

CARRIED_OUT_BY: dict[str, type[Settled]] = {
    one.stands_for: one
    for one in (
        ExpectValuesToBeGiven,
        ExpectValuesToBeCodes,
        ExpectValuesInRange,
        ExpectNotLessThan,
        ExpectCompoundColumnsToBeUniqueWhenFolded,
        ExpectCompoundColumnsToAgreeInLeadingZeros,
        ExpectColumnValuesToBeCreditCodes,
        ExpectDaysNotAfterTheirPeriod,
    )
}


class SuiteRunner:
    """Validates frames; one ephemeral context, used by one thread at a time (its registries are process-wide)."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lock = threading.Lock()
        self._context = gx.get_context(mode="ephemeral")
        self._context.variables.progress_bars = ProgressBarsConfig(globally=False)
        # else the bars that nobody sees make a semaphore, which a judging process that is ended leaves behind
        tqdm.set_lock(threading.RLock())

    def run(self, frame: ReportFrame, waivers: Sequence[Waiver] = ()) -> None:
        """Add the issues of all checks to the frame; a cell already reported is not reported again."""
        report = frame.contract.report
        with self._lock:
            checks = checks_of(self._catalog, frame.contract)
            judged = [*WITHIN, *(column.name for column in frame.contract.columns)]
            # to the engine itself: a batch of a data source would have all values hashed, to tell it from another
            engine = NarrowEngine(report, frame.data[judged])
            validator = Validator(engine, data_context=self._context)
            outcomes = validator.graph_validate([_configuration(frame.contract, check) for check in checks])
        found = dict(map(_failing_rows, outcomes))
        for check in checks:
            evaluated, failing = found[check.rule]
            reported = self._report(frame, check, np.array(sorted(failing), dtype=np.int64), waivers)
            frame.results.append(check.result(report, evaluated, len(failing), reported))

    def _report(self, frame: ReportFrame, check: Check, rows: np.ndarray, waivers: Sequence[Waiver]) -> int:
        """Gives how many issues were added."""
        if not len(rows):
            return 0
        if check.is_repeat:
            numbers = alike(frame.data.iloc[rows], [*WITHIN, *check.reads])
            rows = rows[pd.Series(numbers).duplicated().to_numpy()]
        rows = rows[~frame.is_suspect(*check.reads)[rows]]
        frame.report(rows, check.column, check.rule, check.severity, check.sentence(frame), check.expected)
        if check.severity is Severity.CRITICAL:
            mark_faults(frame, rows, check.column, check.rule, waivers)
        return len(rows)


def _configuration(contract: Contract, check: Check) -> ExpectationConfiguration:
    """The expectation of a check over a frame, the rule in its meta."""
    carried_out_by = CARRIED_OUT_BY[check.expectation.type]
    arguments = _in_frame(contract, check.expectation.arguments)
    return carried_out_by(
        **arguments, meta={"rule": check.rule}, severity=FailureSeverity(GX_SEVERITY[check.severity])
    ).configuration


def _in_frame(contract: Contract, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments with bounds as a frame has its figures: whole numbers of 10**-scale."""
    found = dict(arguments)
    for bound in ("min_value", "max_value"):
        if bound in found:
            found[bound] = contract.column(found["column"]).type.whole(Decimal(str(found[bound])))
    return found


def _failing_rows(outcome: ExpectationValidationResult) -> tuple[str, tuple[int, list[int]]]:
    """The rule of an outcome, how many rows it looked at, and the labels of those that break it."""
    assert outcome.expectation_config is not None  # noqa: S101 - we built it
    rule = outcome.expectation_config.meta["rule"]
    if "unexpected_index_list" not in outcome.result:
        if "MemoryError" in str(outcome.exception_info):  # of Python's or numpy's, which Great Expectations has caught
            raise MemoryError
        raise RuntimeError(f"expectation of {rule} raised: {outcome.exception_info}")
    return rule, (outcome.result["element_count"], outcome.result["unexpected_index_list"])
