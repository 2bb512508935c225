"""A rule gives its words for one case, filled in whole or in part."""

from etl.rules.rule import CRITICAL, NOTICE, ONLY_WARNS, UNDECIDABLE, WARNING, Rule, Sentence

LESS = Rule(
    "{report}.{column}.less",
    (CRITICAL, WARNING),
    Sentence("“{label}”写的是“{value}”，太小；请改。", "{label} is {value}, too small.", expected="不小于 {least}"),
    remedy="请改成正确的数。",
    found_in="validate",
)


def test_a_sentence_is_filled_by_name():
    assert LESS.sentence(label="户数", value="-1", column="不问它") == "“户数”写的是“-1”，太小；请改。"
    assert LESS.expected(least=0) == "不小于 0"


def test_what_a_county_writes_is_no_template():
    assert LESS.sentence(label="户数", value="{0.__class__}{") == "“户数”写的是“{0.__class__}{”，太小；请改。"
    assert LESS.given(label="户{数}").sentence(value="{") == "“户{数}”写的是“{”，太小；请改。"


def test_a_rule_of_one_column_leaves_open_what_only_a_cell_knows():
    own = LESS.given(report="sale", column="households", label="户数", least=0)
    assert own.id == "sale.households.less"
    assert own.says == Sentence("“户数”写的是“{value}”，太小；请改。", "户数 is {value}, too small.", "不小于 0")


def test_sentences_by_case():
    rule = Rule("x", (NOTICE,), {"one": Sentence("一", "one"), "more": Sentence("{n}个", "{n}")}, "请看。", "validate")
    assert (rule.sentence("one"), rule.sentence("more", n=3)) == ("一", "3个")
    assert rule.given(n=2).sentences["more"].zh == "2个"


def test_only_what_returns_a_report_may_be_waived():
    words = Sentence("句", "words")
    assert Rule("x", (CRITICAL, WARNING), words, "请改。", "validate").not_waivable is None
    assert Rule("x", (WARNING,), words, "请改。", "validate").not_waivable == ONLY_WARNS
    assert Rule("x", (CRITICAL,), words, "请改。", "validate", UNDECIDABLE).not_waivable == UNDECIDABLE
