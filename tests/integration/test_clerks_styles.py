"""Other ways of writing than the template's: right in the warehouse, or an issue at its cell. Read, chosen and judged."""

import pytest

from tests.fuzz.styles.outcome import Outcome, Reader
from tests.integration.clerks.cases import DELIVERIES
from tests.integration.clerks.deliveries import Delivery


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """All deliveries, judged together."""
    folder = tmp_path_factory.mktemp("clerks")
    paths = []
    for number, delivery in enumerate(DELIVERIES):
        (folder / str(number)).mkdir()
        for name, content in delivery.files.items():
            (folder / str(number) / name).write_bytes(content)
        paths.append([folder / str(number) / name for name in delivery.files])
    return dict(zip((one.name for one in DELIVERIES), Reader().outcomes(paths), strict=True))


@pytest.mark.parametrize("delivery", DELIVERIES, ids=lambda one: one.name)
def test_a_value_is_right_or_its_cell_is_named(outcomes: dict[str, Outcome], delivery: Delivery) -> None:
    outcome = outcomes[delivery.name]
    found = [(one["rule"], one["severity"], one["cell"]) for one in outcome.issues]
    assert [one for one in delivery.issues if one not in found] == [], (found, outcome.rows)
    for place, figures in delivery.figures.items():
        assert figures.items() <= outcome.rows[place].items(), (outcome.rows, found)
    assert delivery.rows in (None, len(outcome.rows)), (outcome.rows, found)
    assert outcome.is_returned == any(severity == "critical" for _, severity, _ in delivery.issues), found
