"""Everyday shapes of tables: two columns of one field, totals in other words, groups, blocks that touch, lines about units."""

import pytest

from tests.unit.wordings.sheets import RECORDS, Judged, record, sheet

# report, official heading, the other heading of the same field, what stands there
BESIDE = [
    ("project", "实施社会组织", "实施单位", "青禾村委会"), ("project", "实施社会组织", "社会组织名称", "乙协会"),
    ("project", "累计拨付资金", "到位资金", 4.5), ("need", "需求名称", "需求内容", "修一条路"), ("organization", "法定代表人", "负责人", "李四"),
    ("organization", "组织类型", "类别", "慈善"), ("sale", "农产品", "品类", "干货"), ("agreement", "社会组织名称", "帮扶单位", "县局"),
    ("project", "项目编号", "编号", 1), ("donation", "捐赠编号", "编号", 1), ("need", "需求编号", "编号", 1), ("agreement", "协议编号", "编号", 1),
    ("donation", "金额（折价）", "捐赠金额", 9), ("incubator", "面积（平方米）", "建筑面积", 1300), ("project", "村", "行政村", "某村"),
]  # fmt: skip
TOTALS = [
    "汇总", "总数", "合计金额", "累计", "Total", "合計", "总计", "共计", "小计", "合计数", "总和", "汇总数", "总额", "合计：", "合 计", "合　计",
    "本页合计", "全县合计", "合计（万元）", "总 计", "Sum", "Subtotal", "合\n计", "共2笔", "∑",
]  # fmt: skip
# report, the official heading whose place a group takes, the group, its leaves with their cells, headings that go into it
GROUPS = [
    ("donation", "物资名称", "物资", {"名称": "大米", "数量": 20}, ()),
    ("donation", "物资名称", "捐赠物资", {"品名": "大米", "数量": 20}, ()),
    ("donation", "物资名称", "物资情况", {"名称": "大米", "数量": 20, "单位": "袋"}, ()),
    ("organization", "法定代表人", "法定代表人", {"姓名": "陈伟", "联系电话": "028-86504067"}, ("联系电话",)),
    ("organization", "法定代表人", "负责人", {"姓名": "陈伟", "手机": "028-86504067"}, ("联系电话",)),
    ("project", "受益户数", "受益情况", {"户数": 30, "人数": 90}, ("受益人数",)),
    ("project", "计划投资", "资金情况（万元）", {"计划投资": 20.5, "累计拨付": 5.5}, ("累计拨付资金",)),
    (
        "need",
        "认领社会组织",
        "认领情况",
        {"社会组织": "甲协会", "时间": "2024-02-01", "金额": 10.5},
        ("认领日期", "认领金额"),
    ),
    ("need", "认领社会组织", "认领", {"单位": "甲协会", "日期": "2024-02-01", "资金": 10.5}, ("认领日期", "认领金额")),
    ("donation", "捐赠日期", "捐赠", {"日期": "2024-01-05", "类型": "物资"}, ("捐赠类型",)),
    ("sale", "农产品", "农产品", {"名称": "花椒", "数量": 20}, ()),
]
UNITS = [
    ("面积单位：平方米；金额单位：元", "30.50"), ("面积单位：平方米；金额单位：万元", "305000.00"), ("单位：平方米、元", "30.50"),
    ("单位：个、平方米、元", "30.50"), ("金额单位：元  面积单位：平方米", "30.50"), ("单位：元；平方米", "30.50"), ("单位：个、万元", "305000.00"),
]  # fmt: skip


def grouped(report, label, group, leaves, inside):
    top, low, row, merges = [], [], [], []
    for heading, value in RECORDS[report].items():
        if heading == label:
            merges.append((2, len(top), 2, len(top) + len(leaves) - 1))
            top += [group, *[None] * (len(leaves) - 1)]
            low += leaves
            row += leaves.values()
        elif heading not in inside:
            merges.append((2, len(top), 3, len(top)))
            top.append(heading)
            low.append(None)
            row.append(value)
    return sheet(report, top, low, row, merges=tuple(merges))


def totalled(word):
    row = RECORDS["donation"]
    rows = [[number, f"JZ-{number}", *list(row.values())[1:]] for number in (1, 2)]
    total = [2 * row["金额（折价）"] if label == "金额（折价）" else None for label in row]
    return sheet("donation", ["序号", *row], *rows, [word, *total])


def side_by_side(report):
    left = list(RECORDS[report].values())
    right = [f"{left[0]}号", *left[1:]]
    return sheet(report, [*RECORDS[report]] * 2, left + right)


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    sheets = {one: (one[0], record(one[0], more={one[2]: one[3]})) for one in BESIDE}
    sheets |= {word: ("donation", totalled(word)) for word in TOTALS}
    sheets |= {place: (one[0], grouped(*one)) for place, one in enumerate(GROUPS)}
    sheets |= {("touch", report): (report, side_by_side(report)) for report in RECORDS}
    sheets |= {line: ("incubator", record("incubator", unit=line)) for line, _ in UNITS}
    sheets |= {("remarks", r): (r, record(r, more={"备注": "甲", "说明": "乙"})) for r in RECORDS}
    sheets |= {("remark", r): (r, record(r, more={"备注": "甲", "说明": None})) for r in RECORDS}
    sheets["plain"] = ("project", record("project"))
    sheets["missing"] = ("project", record("project", renamed={"计划投资": "总盘子"}))
    aliases = {"累计拨付资金": "到位资金"}
    sheets["figures"] = ("project", record("project", renamed=aliases, more={"已拨付资金": 3}))
    return Judged(tmp_path_factory.mktemp("tables"), sheets)


@pytest.mark.parametrize("one", BESIDE, ids=lambda one: f"{one[0]}-{one[1]}-{one[2]}")
def test_the_official_heading_wins_and_the_other_is_kept(judged, one):
    _, label, other, value = one
    verdict = judged[one]
    assert verdict.rows[0]["extra"] == {other: str(value)}
    assert verdict.warnings == {"table.unknown_heading"}
    assert verdict.value(label) not in (None, value)


def test_of_two_everyday_headings_over_figures_nobody_knows_which_counts(judged):
    (message,) = judged["figures"].critical
    assert "到位资金" in message
    assert "已拨付资金" in message


@pytest.mark.parametrize("report", RECORDS)
def test_two_remarks_are_one(judged, report):
    assert judged["remarks", report].rows[0]["remark"] == "甲；乙"
    assert judged["remark", report].rows[0]["remark"] == "甲"
    assert judged["remarks", report].warnings == set()


@pytest.mark.parametrize("word", TOTALS)
def test_a_total_in_other_words_is_no_record(judged, word):
    assert [row["donation_no"] for row in judged[word].rows] == ["JZ-1", "JZ-2"]
    assert not any("total" in rule for rule in judged[word].warnings)


@pytest.mark.parametrize("place", range(len(GROUPS)), ids=lambda place: f"{GROUPS[place][0]}-{GROUPS[place][2]}")
def test_a_leaf_is_read_under_its_group(judged, place):
    _, label, _, leaves, inside = GROUPS[place]
    verdict = judged[place]
    expected = {"大米", "陈伟", 30, "205000.00", "甲协会", "2024-01-05", "花椒"}
    assert verdict.value(label) in expected
    assert all(verdict.value(other) is not None for other in inside)
    unknown = set(leaves) & {"数量"} or (set() if "单位" not in leaves or inside else {"单位"})
    assert bool(verdict.rows[0]["extra"]) == bool(unknown)


@pytest.mark.parametrize("report", [report for report in RECORDS if report != "organization"])  # whose codes differ
def test_blocks_that_touch_are_two(judged, report):
    assert len(judged["touch", report].rows) == 2


@pytest.mark.parametrize(("line", "yuan"), UNITS)
def test_a_line_about_several_units_says_which_is_of_money(judged, line, yuan):
    assert judged[line].value("投入资金") == yuan


def test_a_missing_column_names_the_unknown_heading(judged):
    (message,) = judged["missing"].critical
    assert "缺少必填的列“计划投资”" in message
    assert "“总盘子”（K3）" in message
