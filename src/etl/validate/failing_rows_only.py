"""Great Expectations' own expectations, asked for nothing but the rows that fail them, and settled once made.

As they come they also count the rows, collect the failing values and write a query that would find them: five metrics more
an expectation, three quarters of what a validation costs whatever it looks at. And whenever one of an expectation's arguments
is needed, its configuration is built anew from all of them. Nobody changes ours after they are made.

An expectation says Great Expectations' own name of itself. Under that name the registry, which is the whole process's, has
Great Expectations' own class and keeps it: ours are found by their configuration alone.
"""

from typing import Any, ClassVar

import great_expectations.expectations as gxe
import pandas as pd
from great_expectations.compatibility import pydantic
from great_expectations.core.metric_function_types import MetricPartialFunctionTypeSuffixes
from great_expectations.execution_engine import ExecutionEngine, PandasExecutionEngine
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration, parse_result_format
from great_expectations.expectations.metrics import ColumnMapMetricProvider, column_condition_partial
from great_expectations.expectations.registry import get_metric_kwargs
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.validator import ValidationDependencies

CONDITION = MetricPartialFunctionTypeSuffixes.CONDITION


class OwnConfiguration(ExpectationConfiguration):
    """A configuration under Great Expectations' name of the expectation that is carried out by a class of ours.

    It makes its expectation once; a copy, whose arguments Great Expectations adds to, makes its own.
    """

    def __init__(
        self, carried_out_by: type["Settled"], configuration: ExpectationConfiguration, made: "Settled | None" = None
    ) -> None:
        self._carried_out_by = carried_out_by
        self._made: Expectation | None = made
        super().__init__(
            carried_out_by.stands_for,
            {**configuration.kwargs},
            meta=configuration.meta,
            severity=configuration.severity,
        )

    def __deepcopy__(self, memo: dict[int, Any]) -> "OwnConfiguration":
        return OwnConfiguration(self._carried_out_by, self)

    def to_domain_obj(self) -> Expectation:
        """The expectation that it configures."""
        if self._made is None:
            self._made = super().to_domain_obj()
        return self._made

    def _get_expectation_impl(self) -> type[Expectation]:
        return self._carried_out_by


class Settled(Expectation):
    """An expectation that gives the labels of the rows that fail it, all of them, and how many rows it looked at.

    `stands_for` is the name it goes by. It answers for its configuration, and for the metric that it needs, from memory.
    """

    stands_for: ClassVar[str]
    map_metric: ClassVar[Any]
    catch_exceptions: bool = True  # as of every expectation over rows
    _settled: ExpectationConfiguration | None = pydantic.PrivateAttr(None)
    _asked: ValidationDependencies | None = pydantic.PrivateAttr(None)

    @property
    def configuration(self) -> ExpectationConfiguration:
        """Configuration of the expectation."""
        if self._settled is None:
            self._settled = OwnConfiguration(type(self), super().configuration, made=self)
        return self._settled

    def get_validation_dependencies(
        self,
        execution_engine: ExecutionEngine[Any] | None = None,  # noqa: ARG002 - as of every expectation
        runtime_configuration: dict[str, Any] | None = None,
        **_: Any,
    ) -> ValidationDependencies:
        """Metric to be worked out: the rows that fail. In one validation every asking is by the same runtime configuration."""
        if self._asked is None:
            self._asked = self._dependencies(runtime_configuration)
        return self._asked

    def _dependencies(self, runtime_configuration: dict[str, Any] | None) -> ValidationDependencies:
        name = f"{self.map_metric}.{CONDITION.value}"
        asked = get_metric_kwargs(name, self.configuration, runtime_configuration)
        metric = MetricConfiguration(name, asked["metric_domain_kwargs"], asked["metric_value_kwargs"])
        return ValidationDependencies(
            {name: metric}, parse_result_format(self._get_result_format(runtime_configuration))
        )

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002
        execution_engine: ExecutionEngine[Any] | None = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        ((fails, *_domain),) = metrics.values()  # over the rows that the expectation looks at
        rows = fails.index[fails.to_numpy(dtype=bool)].tolist()
        return {"success": not rows, "result": {"element_count": len(fails), "unexpected_index_list": rows}}


class ExpectValuesToBeGiven(Settled, gxe.ExpectColumnValuesToNotBeNull):
    """Expect no value of a column to be missing."""

    stands_for = "expect_column_values_to_not_be_null"


class ExpectValuesToBeCodes(Settled, gxe.ExpectColumnValuesToBeInSet):
    """Expect every value of a column to be one of a list."""

    stands_for = "expect_column_values_to_be_in_set"


class ColumnValuesInRange(ColumnMapMetricProvider):
    """True for every figure between two bounds; Great Expectations' own asks pandas' nullable integers one by one."""

    condition_metric_name = "column_values.in_range"
    condition_value_keys = ("min_value", "max_value")

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: pd.Series, min_value: int, max_value: int | None = None, **_: Any) -> pd.Series:
        return (column >= min_value) if max_value is None else column.between(min_value, max_value)


class ExpectValuesInRange(Settled, gxe.ExpectColumnValuesToBeBetween):
    """Expect every figure of a column to be no less than one bound, and no more than another if there is one."""

    stands_for = "expect_column_values_to_be_between"
    map_metric = "column_values.in_range"


class ExpectNotLessThan(Settled, gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    """Expect the value of one column to be no less than that of another in the same row."""

    stands_for = "expect_column_pair_values_a_to_be_greater_than_b"
