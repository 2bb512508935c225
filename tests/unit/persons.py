"""Identity numbers of people who do not exist, in every writing; and business numbers that only look a little like them."""

from collections.abc import Callable
from datetime import date

from hypothesis import strategies as st

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
REGIONS = ("510105", "513228", "110101", "429004", "659001", "320583", "820000"[:2] + "0101")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def whole(seventeen: str) -> str:
    """Seventeen digits with their check character (GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, WEIGHTS, strict=True))
    return seventeen + "10X98765432"[total % 11]


def in_groups(number: str, gap: str, *sizes: int) -> str:
    """A number in groups of some sizes; what is left is the last group."""
    groups, rest = [], number
    for size in sizes:
        groups.append(rest[:size])
        rest = rest[size:]
    return gap.join(filter(None, [*groups, rest]))


numbers = st.builds(
    lambda region, born, sequence: whole(f"{region}{born:%Y%m%d}{sequence:03}"),
    st.sampled_from(REGIONS),
    st.dates(date(1900, 1, 1), date(2023, 12, 31)),
    st.integers(0, 999),
)
old_numbers = st.builds(
    lambda region, born, sequence: f"{region}{born:%y%m%d}{sequence:03}",
    st.sampled_from(REGIONS),
    st.dates(date(1900, 1, 1), date(1999, 12, 31)),
    st.integers(0, 999),
)
WRITINGS: dict[str, Callable[[str], str]] = {
    "in one piece": lambda number: number,
    "small x": str.lower,
    "spaces": lambda number: in_groups(number, " ", 6, len(number) - 10),
    "wide spaces": lambda number: in_groups(number, "\u3000", 6, 4, 2, 2),
    "dashes": lambda number: in_groups(number, "-", 6, len(number) - 10),
    "long dashes": lambda number: in_groups(number, "—", 6, 4),
    "dots": lambda number: in_groups(number, ".", 6, 4, 2),
    "middle dots": lambda number: in_groups(number, "·", 6, 4),
    "groups of four": lambda number: in_groups(number, " ", 4, 4, 4, 4),
    "single digits": " ".join,
    "single digits, dashes": "-".join,
    "zero width": "\u200b".join,
    "mark of direction": lambda number: in_groups(number, "\u202c", 6),
    "full width": lambda number: number.translate(WIDE),
    "line break": lambda number: in_groups(number, "\n", 6),
}
written = st.builds(
    lambda number, writing: (number, WRITINGS[writing](number)),
    st.one_of(numbers, old_numbers),
    st.sampled_from(sorted(WRITINGS)),
)
DIGITS = st.text("0123456789", min_size=1, max_size=3)
business_numbers = st.one_of(
    st.from_regex(r"\A6222[0-9]{15}\Z"),  # cards
    st.from_regex(r"\A[0-9]{10,14}\Z"),  # accounts
    st.from_regex(r"\A0[0-9]{14,17}\Z"),
    st.from_regex(r"\A1[3-9][0-9]{9}\Z"),  # mobiles
    st.from_regex(r"\A028-[1-9][0-9]{7}\Z"),
    st.from_regex(r"\A(PZ|XM|KJ)51[0-9]{4}-2024-[0-9]{3}\Z"),
    st.from_regex(r"\A51[0-9]{4}-202401(0[1-9]|1[0-9])-[0-9]{2}\Z"),
    st.from_regex(r"\A51[0-9]{4}2[5-9][0-9]{10}\Z"),  # no birth year
    st.from_regex(r"\A5[13]51[0-9]{4}[A-HJ-NP-RT-UWXY][0-9A-HJ-NP-RT-UWXY]{9}\Z"),  # credit codes
)
