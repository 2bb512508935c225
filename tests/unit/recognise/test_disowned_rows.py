"""Words that may disown a row: to look through a column first passes none of its cells over."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.recognise.rows.disowned_rows import NAME_WORDS, WORDS, _may_disown, _rule_of

LETTERS = "含包括当内：:例如xXｘＸ×*＊某○〇县协会测试示样例请填写其中作废删除不予计统纳入算重复误错报录忽略勿退回款撤销剔去往上年季度数据项目已过小合总计共累汇平均值月结余净差额占比增长率完同环折算减加：截至退另单独上报终止解注销冲红账抵消失败范围超出不属于在非捐赠一笔并入第与行条相同 　"


@pytest.mark.parametrize("is_name", [True, False])
@given(text=st.text(LETTERS, min_size=1, max_size=8))
@example(text="x*协会")
@example(text="Xx协会")
@example(text="此笔 不 计")
@example(text="（内 ：")
@example(text="例 如：")
def test_a_text_that_breaks_a_rule_is_never_passed_over(is_name: bool, text: str) -> None:
    if not text.isascii() and text.strip() and _rule_of(text, is_name=is_name) is not None:
        said = {1: f"甲协会|{text}", 2: "乙协会", 3: ""}
        assert 1 in _may_disown(said, {1, 2, 4}, NAME_WORDS if is_name else WORDS)
