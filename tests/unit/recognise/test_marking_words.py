"""Words that make a row something else than data: to look through a column first passes no marked text over."""

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from etl.contract.catalog import load_catalog
from etl.recognise.rows.marking_words import MarkingWords

CONFIG = Path(__file__).parents[3] / "config"
WORDS = MarkingWords(load_catalog(CONFIG).vocabulary)
LETTERS = "合计总小共累分数额汇注说明单位负责填报人审核盖章县市（(〔:：.sumTOTALtotal甲协会某第1２ 　\n"


@given(text=st.text(LETTERS, min_size=1, max_size=6))
@example(text="合")
@example(text="某Total")
@example(text="SuM")
@example(text="甲\n计")
@example(text="填报单位（盖章）：")
def test_a_column_with_a_marked_text_is_never_passed_over(text: str) -> None:
    if WORDS.is_marked(text):
        assert WORDS.may_mark(f"甲协会|{text}|乙协会")
        assert WORDS.may_mark(f"1|{text}|2")
    assert not WORDS.may_mark("甲县1号协会|52510104000000136L")
