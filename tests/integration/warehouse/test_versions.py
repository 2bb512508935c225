"""Version that counts: the order of judging makes no difference, and digests mean what they should."""

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from etl.warehouse.publish.arrow_columns import days, figures, text
from etl.warehouse.publish.digests import EMPTY, combined, group_digests
from etl.warehouse.publish.versions import USABLE, Version, decide

MOMENT = datetime(2024, 4, 2, tzinfo=UTC)
UNIT = ("510821", "2024Q1", "sale")


def version(pull: int, status: str) -> Version:
    return Version(UNIT, (pull, MOMENT), status, f"file {pull}", f"digest {pull} {status}")


def after(versions: list[Version]) -> list[Version]:
    """Store these as if they were judged one after the other, each twice."""
    stored: dict[int, Version] = {}
    for came in [v for v in versions for _ in (1, 2)]:
        decision = decide(stored.values(), [came])
        for number, other in stored.items():
            stored[number] = Version(
                *(other.key, other.arrival, other.status, other.sha256, other.digest, number),
                is_latest=other.is_latest and number not in decision.no_longer_latest,
                is_in_use=other.is_in_use and number not in decision.no_longer_in_use,
            )
        for new in decision.new:
            number = len(stored) + 1
            flags = {"is_latest": UNIT in decision.latest, "is_in_use": UNIT in decision.in_use}
            stored[number] = Version(new.key, new.arrival, new.status, new.sha256, new.digest, number, **flags)
    return list(stored.values())


@given(st.permutations(range(1, 6)), st.lists(st.sampled_from(["accepted", "returned", "nil"]), min_size=5, max_size=5))
def test_the_order_of_judging_makes_no_difference(order: list[int], statuses: list[str]) -> None:
    versions = {pull: version(pull, status) for pull, status in enumerate(statuses, start=1)}
    stored = after([versions[pull] for pull in order])

    usable = [pull for pull, one in versions.items() if one.status in USABLE]
    assert len(stored) == len(versions)
    assert [one.arrival[0] for one in stored if one.is_latest] == [5]
    assert [one.arrival[0] for one in stored if one.is_in_use] == usable[-1:]


def columns(names: list[str | None], cents: list[int | None]) -> dict[str, pa.Array]:
    amounts = figures(pd.Series(cents, dtype="Int64"), 2)
    return {
        "name": text(pd.Series(names, dtype=object)),
        "yuan": amounts,
        "day": days(pd.Series([None] * len(names), dtype=object)),
    }


def test_equal_groups_have_equal_digests_wherever_they_stand() -> None:
    digests = group_digests(
        columns(["黑", "木耳", "黑", "木耳", "x"], [1, None, 1, None, 1]), np.array([0, 2, 4, 5, 5])
    )
    assert digests[0] == digests[1] != digests[2]
    assert digests[3] == EMPTY


def test_what_differs_has_another_digest() -> None:
    variants = [
        columns(["ab", "c"], [1, 2]),
        columns(["a", "bc"], [1, 2]),
        columns(["ab", "c"], [2, 1]),
        columns(["ab", "c"], [1, 0]),
        columns(["ab", "c"], [1, None]),
        columns(["ab", None], [1, 2]),
        columns(["ab", ""], [1, 2]),
        {("other" if name == "name" else name): column for name, column in columns(["ab", "c"], [1, 2]).items()},
    ]
    digests = [group_digests(variant, np.array([0, 2]))[0] for variant in variants]
    assert len(set(digests)) == len(variants)


def test_a_blank_column_and_the_kind_of_text_do_not_count() -> None:
    plain = columns(["a", "b"], [1, 2])
    wider = plain | {
        "new": text(pd.Series([None, None], dtype=object)),
        "name": text(pd.Series(["a", "b"], dtype="str")),
    }
    assert group_digests(plain, np.array([0, 2])) == group_digests(wider, np.array([0, 2]))


def test_digests_stay_the_same_from_release_to_release() -> None:
    """A changed value here would store every version of every county anew on the next replay."""
    (digest,) = group_digests(columns(["黑木耳", None], [4197, None]), np.array([0, 2]))
    assert combined(digest, "accepted") == "b290926e7499c4285c96f9bdccb42afefc0d67960a129a691964c068d03f5514"
