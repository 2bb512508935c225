"""Great Expectations' own expectations, settled once made: what each of them is configured to be is worked out once, not 130 times.

Great Expectations asks an expectation for its configuration whenever it needs one of its arguments, and builds it anew from
all of them each time: half of what a validation costs whatever it looks at. Nobody changes ours after they are made.
"""

import great_expectations.expectations as gxe
from great_expectations.compatibility import pydantic
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration


class Settled(Expectation):
    """An expectation that answers for its configuration from memory; the suite sets its meta and severity before it asks."""

    catch_exceptions: bool = True  # as of every expectation over rows
    _settled: ExpectationConfiguration | None = pydantic.PrivateAttr(None)

    @property
    def configuration(self) -> ExpectationConfiguration:
        """What the expectation is configured to be."""
        if self._settled is None:
            self._settled = super().configuration
        return self._settled


class ExpectValuesToBeGiven(Settled, gxe.ExpectColumnValuesToNotBeNull):
    """Expect no value of a column to be missing."""


class ExpectValuesToBeCodes(Settled, gxe.ExpectColumnValuesToBeInSet):
    """Expect every value of a column to be one of a list."""


class ExpectValuesInRange(Settled, gxe.ExpectColumnValuesToBeBetween):
    """Expect every value of a column to lie between two bounds."""


class ExpectRowsToBeUnique(Settled, gxe.ExpectCompoundColumnsToBeUnique):
    """Expect no two rows to be alike in some columns."""


class ExpectNotLessThan(Settled, gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    """Expect the value of one column to be no less than that of another in the same row."""
