import pytest

from etl.config.calendar import parse_period
from etl.recognise.statements.period import stretches_in


@pytest.mark.parametrize(
    ("text", "year", "first", "last"),
    [
        ("捐赠款物（2023年第四季度）", 2023, 10, 12),
        ("第二季度", None, 4, 6),
        ("一季度捐赠情况", None, 1, 3),
        ("2023年度", 2023, 1, 12),
        ("2023年捐赠情况", 2023, 1, 12),
        ("2023年1-12月", 2023, 1, 12),
        ("2023年1月-12月", 2023, 1, 12),
        ("2023年10月至2024年1月", 2023, 10, 13),
        ("2024年上半年", 2024, 1, 6),
        ("下半年汇总", None, 7, 12),
        ("2024年4-6月", 2024, 4, 6),
        ("2023.10-2023.12", 2023, 10, 12),
        ("2023.10-12", 2023, 10, 12),
        ("二〇二三年第四季度", 2023, 10, 12),
        ("二○二三年度", 2023, 1, 12),
        ("二零二三年四季度", 2023, 10, 12),
        ("23年第四季度", 2023, 10, 12),
        ("2023-Q4", 2023, 10, 12),
        ("2023Q4", 2023, 10, 12),
        ("Q4汇总", None, 10, 12),
        ("1-6月", None, 1, 6),
        ("一至三月", None, 1, 3),
        ("（2024年1月）", 2024, 1, 1),
        ("2023-12", 2023, 12, 12),
        ("3月份", None, 3, 3),
        ("（3月）", None, 3, 3),
        ("2023年1月1日至2023年12月31日", 2023, 1, 12),
        ("2023年10月1日—12月31日", 2023, 10, 12),
        ("1月1日至3月31日", None, 1, 3),
        ("2023.10.1-2023.12.31", 2023, 10, 12),
        ("2023-10-01至12-31", 2023, 10, 12),
        ("2024年Ⅱ季度", 2024, 4, 6),
        ("2024年前三季度", 2024, 1, 9),
        ("一至三季度", None, 1, 9),
        ("2024年第一、二季度", 2024, 1, 6),
        ("2024年1、2、3月", 2024, 1, 3),
        ("10月、11月和12月", None, 10, 12),
        ("202312", 2023, 12, 12),
        ("2023-2024年度", 2023, 1, 24),
    ],
)
def test_a_stretch_of_months_is_read(text, year, first, last):
    (stretch,) = stretches_in(text)
    assert (stretch.year, stretch.first, stretch.last, stretch.is_moment) == (year, first, last, False)


@pytest.mark.parametrize(
    "text", ["截至2023年12月31日", "截止2023年12月底", "截至2023-12-31", "截至2023.12", "截至2023年底"]
)
def test_a_moment_is_read(text):
    (stretch,) = stretches_in(text)
    assert (stretch.year, stretch.last, stretch.is_moment) == (2023, 12, True)


@pytest.mark.parametrize(
    "text",
    [
        "川民发〔2023〕12号",
        "2024年4月10日",
        "填报日期：2024-04-10",
        "3月8日",
        "JZ2023-001",
        "JZ513228-2024-001",
        "捐赠款物",
        "五月花社工中心",
        "15个月",
        "Q12",
        "3月8日-3月10日",
        "20240410",
        "联系电话 0839-6601234",
    ],
)
def test_what_is_no_period_says_nothing(text):
    assert stretches_in(text) == ()


@pytest.mark.parametrize(
    ("text", "period", "contradicts"),
    [
        ("2024年第一季度", "2024Q1", False),
        ("第一季度", "2024Q1", False),
        ("2024年1-3月", "2024Q1", False),
        ("2024年", "2024Q1", False),
        ("截至2024年3月31日", "2024Q1", False),
        ("2023年第一季度", "2024Q1", True),
        ("第二季度", "2024Q1", True),
        ("2023年度", "2024Q1", True),
        ("2024年上半年", "2024Q1", True),
        ("截至2023年12月31日", "2024Q1", True),
        ("2024年1月", "2024-04", True),
        ("2024年4月", "2024-04", False),
        ("4月份", "2024-04", False),
        ("2024年度", "2024", False),
        ("2024年1-12月", "2024", False),
        ("2024年第四季度", "2024", True),
        ("2023年10月至2024年1月", "2023Q4", True),
        ("2024年1、2、3月", "2024Q1", False),
        ("2024年1月1日至3月31日", "2024Q1", False),
        ("截至2023年底", "2024-01", True),
        ("2024年上半年", "2024-03", True),
    ],
)
def test_a_stretch_agrees_with_a_period_or_contradicts_it(text, period, contradicts):
    (stretch,) = stretches_in(text)
    own = parse_period(period)
    assert stretch.contradicts(own.starts_on, own.ends_on) is contradicts


@pytest.mark.parametrize(
    "text",
    ["2024年1-12月", "全年", "2024年全年", "截至6月底", "截止6月30日", "数据截止日期：2024年6月30日", "统计时点：2024年6月30日", "截至年底", "2023财年", "FY23", "FY2023",
     "民国112年", "贰零贰叁年", "2023", "（2023）", "2023捐赠款物", "Q2 2024", "2Q24", "2024H2", "H2", "April 2024", "2024.4", "2024/4", "2024_04", "4月报"],
)  # fmt: skip
def test_a_stretch_in_other_words_contradicts_a_quarter(text):
    quarter = parse_period("2024Q1")
    assert [stretch for stretch in stretches_in(text) if stretch.contradicts(quarter.starts_on, quarter.ends_on)]


@pytest.mark.parametrize(
    "text",
    ["2024年度", "2024", "截至3月底", "统计时点：2024年3月31日", "Q1 2024", "2024.3", "本年累计", "今年以来", "（2023版）", "共2023人", "报送截止日期：2024年4月10日", "0836-2023456",
     "XM-2023-001", "全年级", "h1n1"],
)  # fmt: skip
def test_what_may_be_said_of_a_quarter_does_not_contradict_it(text):
    quarter = parse_period("2024Q1")
    assert not any(stretch.contradicts(quarter.starts_on, quarter.ends_on) for stretch in stretches_in(text))


def test_figures_since_january_contradict_a_later_quarter():
    (stretch,), quarter = stretches_in("本年累计"), parse_period("2024Q2")
    assert stretch.contradicts(quarter.starts_on, quarter.ends_on)
