"""Templates that another office program opened and saved: nothing of what they say is lost."""

import pytest

from etl.rules.reading.templates import TEMPLATE_UNTOUCHED
from tests.filled_templates import filled
from tests.office import LACKING, SOFFICE, saved_as
from tests.unit.templates.conftest import PROJECT_ROW
from tests.unit.templates.test_recognised import REPORTS, UNCHANGED, YES, came, nothing_came, rules

pytestmark = [pytest.mark.long, pytest.mark.skipif(SOFFICE is None, reason=LACKING)]
KINDS = ("xlsx", "xls", "ods")


@pytest.fixture(scope="module")
def saved(blank, prefilled, tmp_path_factory):
    """By format: blank, filled in, prefilled, prefilled with a figure changed, prefilled without any change."""
    folder = tmp_path_factory.mktemp("saved")
    changed = filled(prefilled, {"帮扶项目台账": {"K7": 20.0}})
    contents = {
        "blank": blank,
        "filled": filled(blank, {"帮扶项目台账": PROJECT_ROW, "捐赠款物": YES}),
        "prefilled": prefilled,
        "changed": changed,
        "unchanged": filled(prefilled, {"帮扶项目台账": UNCHANGED}),
    }
    files = [folder / f"{name}.xlsx" for name in contents]
    for file, content in zip(files, contents.values(), strict=True):
        file.write_bytes(content)
    return {kind: dict(zip(contents, saved_as(kind, files, folder), strict=True)) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
class TestSavedAgain:
    def test_blank_and_prefilled_ones_are_missing(self, read, saved, kind):
        for name in ("blank", "prefilled"):
            assert nothing_came(read(saved[kind][name].read_bytes(), f"{name}.{kind}")), name

    def test_a_filled_one_is_read_with_nothing_assumed(self, read, saved, kind):
        reading = read(saved[kind]["filled"].read_bytes(), f"filled.{kind}")
        assert came(reading) == (["project"], ["donation"])
        assert rules(reading) == [TEMPLATE_UNTOUCHED.id] * (REPORTS - 2)
        (table,) = reading.tables
        assert {column.matched_by for column in table.columns} == {"label"}
        assert table.values["disbursed_yuan"] == [3.25]

    def test_a_changed_prefilled_one_is_read(self, read, saved, kind):
        for name in ("changed", "unchanged"):
            reading = read(saved[kind][name].read_bytes(), f"{name}.{kind}")
            assert came(reading) == (["project"], []), name
            assert set(rules(reading)) == {TEMPLATE_UNTOUCHED.id}, name
