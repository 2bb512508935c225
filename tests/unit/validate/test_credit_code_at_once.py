"""The check of many credit codes at once says of each what the check of one says."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from etl.types.credit_code import ALPHABET, WEIGHTS, is_credit_code


def with_check_character(body):
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(body, WEIGHTS, strict=True))
    return body + ALPHABET[(31 - total % 31) % 31]


right = st.tuples(st.text(ALPHABET, min_size=2, max_size=2), st.text("0123456789", min_size=6, max_size=6)).flatmap(
    lambda head: st.text(ALPHABET, min_size=9, max_size=9).map(lambda tail: with_check_character("".join(head) + tail))
)


@given(st.lists(right | st.text(ALPHABET + "IOSVZ é校", min_size=16, max_size=19), max_size=20))
def test_all_at_once_as_one_by_one(codes):
    from etl.validate.credit_code import are_credit_codes  # noqa: PLC0415 - Great Expectations

    assert are_credit_codes(pd.Series(codes, dtype="str")).tolist() == [is_credit_code(code) for code in codes]


@given(right)
def test_codes_made_right_are_right(code):
    assert is_credit_code(code)
