"""Groups over headings that make other figures of them: 上年同期 over 成交额, 其中：中央资金 over 计划投资. Pure, on texts."""

from collections.abc import Callable, Collection, Sequence

from etl.recognise.statements.standing import standing_of_group


def is_anothers(labels: tuple[str, ...], is_known: Callable[[str], bool]) -> bool:
    """True when the folded labels above a column, group first, are a known heading under such a group."""
    return len(labels) > 1 and is_known(labels[-1]) and any(map(standing_of_group, labels[:-1]))


def first_row_of_others(rows: Sequence[tuple[str, ...]], columns: Collection[int]) -> int | None:
    """The first row with such a group in one of some columns; None when there is none."""
    return next(
        (
            number
            for number, labels in enumerate(rows)
            if any(standing_of_group(labels[column]) for column in columns if column < len(labels))
        ),
        None,
    )
