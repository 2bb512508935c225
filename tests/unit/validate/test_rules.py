"""Every rule has rows that break it, at an exact cell and severity, and rows that pass."""

import pytest

CRITICAL, WARNING = "critical", "warning"


@pytest.mark.parametrize("report", ["organization", "agreement", "project", "disbursement", "need", "sale"])
def test_a_good_record_breaks_nothing(judge, found, record, report):
    assert found(judge(**{report: [record(report)]})) == []


@pytest.mark.parametrize(
    ("report", "changes", "rule", "cell", "severity"),
    [
        pytest.param("organization", {"社会组织名称": ""}, "org_name.required", "A2", CRITICAL, id="required"),
        pytest.param("organization", {"组织类型": "无"}, "org_type.required", "C2", CRITICAL, id="required-but-none"),
        pytest.param("organization", {"登记层级": "乡级"}, "register_level.code", "D2", CRITICAL, id="unknown-code"),
        pytest.param("organization", {"组织类型": "社团、基金会"}, "org_type.code", "C2", CRITICAL, id="two-codes"),
        pytest.param(
            "organization",
            {"统一社会信用代码": "5110000083DY1FUBJY"},
            "credit_code.credit_code",
            "B2",
            CRITICAL,
            id="check-character",
        ),
        pytest.param("sale", {"成交额": -1}, "sold_yuan.minimum", "D2", CRITICAL, id="negative"),
        pytest.param("sale", {"成交额": "(1)"}, "sold_yuan.minimum", "D2", CRITICAL, id="negative-in-brackets"),
        pytest.param(
            "project",
            {"累计拨付资金": "101万元"},
            "disbursed_yuan.not_more_than.planned_yuan",
            "I2",
            CRITICAL,
            id="more-paid-than-planned",
        ),
        pytest.param(
            "project", {"受益户数": 21}, "households.not_more_than.persons", "M2", CRITICAL, id="more-households"
        ),
        pytest.param(
            "project",
            {"开工日期": "2022-12-31"},
            "approved_on.date_order.started_on",
            "J2",
            CRITICAL,
            id="started-before-approved",
        ),
        pytest.param(
            "project",
            {"开工日期": "", "验收日期": "2022-12-31"},
            "approved_on.date_order.accepted_on",
            "J2",
            CRITICAL,
            id="a-blank-between-hides-nothing",
        ),
        pytest.param(
            "project",
            {"验收日期": "2023-01-15"},
            "started_on.date_order.accepted_on",
            "K2",
            CRITICAL,
            id="accepted-before-started",
        ),
        pytest.param(
            "project",
            {"项目阶段": "完成", "验收日期": ""},
            "accepted_on.completed_needs_acceptance",
            "L2",
            WARNING,
            id="completed-without-acceptance",
        ),
        pytest.param(
            "project",
            {"项目阶段": "审批"},
            "disbursed_yuan.approval_has_no_disbursement",
            "I2",
            WARNING,
            id="paid-before-approval",
        ),
        pytest.param(
            "need", {"认领社会组织": ""}, "claimed_by.claimed_needs_org", "G2", CRITICAL, id="claimed-by-nobody"
        ),
        pytest.param(
            "need",
            {"认领日期": "2023-12-31"},
            "published_on.date_order.claimed_on",
            "E2",
            CRITICAL,
            id="claimed-before-published",
        ),
        pytest.param("sale", {"成交额": 20000}, "sold_yuan.unit", "D2", WARNING, id="two-hundred-million-in-one-row"),
    ],
)
def test_a_broken_rule_is_found_at_its_cell(judge, found, record, report, changes, rule, cell, severity):
    assert found(judge(**{report: [record(report, changes)]})) == [(f"{report}.{rule}", cell, severity)]


@pytest.mark.parametrize(
    ("report", "changes"),
    [
        pytest.param("project", {"累计拨付资金": 100.0}, id="all-is-paid"),
        pytest.param("project", {"受益户数": 20, "受益人数": 20}, id="one-person-a-household"),
        pytest.param("project", {"审批日期": "2023-02-01"}, id="approved-and-started-on-one-day"),
        pytest.param("project", {"审批日期": "", "开工日期": "", "验收日期": "无"}, id="no-dates"),
        pytest.param("project", {"项目阶段": "审批", "累计拨付资金": 0}, id="approval-with-zero"),
        pytest.param("need", {"认领状态": "待认领", "认领社会组织": "", "认领日期": ""}, id="open"),
        pytest.param(
            "organization", {"统一社会信用代码": "５１１０００００８３ｄｙ１ＦＵＢＪＸ’"}, id="a-code-in-other-dress"
        ),
    ],
)
def test_what_is_just_right_passes(judge, found, record, report, changes):
    assert found(judge(**{report: [record(report, changes)]})) == []


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("5110000083DY1FUBJ", "只有 17 位"),
        ("5110000083DY1FUBJXX", "有 19 位"),
        ("511O000083DY1FUBJX", "第 4 位是“O”"),
        ("5110000083DY1FUBJY", "校验码不符"),
        ("510105********1237", "身份证号"),  # as the reader hands an identity number on
    ],
)
def test_a_wrong_credit_code_is_told_what_is_wrong(judge, record, code, why):
    issues = judge(organization=[record("organization", {"统一社会信用代码": code})])["organization"].issues()
    message = issues.loc[issues["rule"] == "organization.credit_code.credit_code", "message"].item()
    assert why in message


def test_a_repeated_key_marks_every_row_after_the_first(judge, found, record):
    rows = [record("sale"), record("sale", {"销售渠道": "线下"}), record("sale", {"成交额": 9}), record("sale")]
    assert found(judge(sale=rows)) == [("sale.key", "A4", CRITICAL), ("sale.key", "A5", CRITICAL)]


@pytest.mark.parametrize(
    "other",
    ["ＸＭ1", "xm1", " X M1", "XM\u200b1", "X\u202cM1\u2060", "X\u00adM1"],
    ids=["width", "case", "spaces", "zero-width", "direction", "soft-hyphen"],
)
def test_a_key_is_repeated_however_it_is_written(judge, found, record, other):
    frames = judge(project=[record("project"), record("project", {"项目编号": other})])
    assert ("project.key", "A3", CRITICAL) in found(frames)
    (message,) = frames["project"].issues().query("rule == 'project.key'")["message"]
    assert "与 A2 XM1 的行重复，只是写法" in message
    assert frames["project"].data["project_no"].tolist() == ["XM1", other.strip()]


def test_the_parts_of_a_key_are_folded_each(judge, found, record):
    rows = [record("sale", {"社会组织名称": "甲（成都）协会"}), record("sale", {"社会组织名称": "甲(成都)\n协会"})]
    assert found(judge(sale=rows)) == [("sale.key", "A3", CRITICAL)]


def test_leading_zeros_tell_keys_apart_and_are_asked_about(judge, found, record):
    numbers = ["XM-001", "XM-1", "XM-01", "XM-10", "XM-1.05", "XM-1.5"]
    rows = [record("project", {"项目编号": number, "累计拨付资金": None}) for number in numbers]
    rule = "project.key.leading_zeros"
    frames = judge(project=rows)
    assert [one for one in found(frames) if one[0] == rule] == [(rule, "A3", "warning"), (rule, "A4", "warning")]
    (message, _) = frames["project"].issues().query("rule == @rule")["message"]
    assert "（XM-1）与 A2 XM-001 只差数字前面的 0" in message


@pytest.mark.parametrize("written", ["XM－1", "xm-1", "XM—1", "XM -\n1", "ＸＭ-1\u202c"])
def test_a_reference_and_a_sum_are_found_however_they_are_written(judge, found, record, written):
    project = record("project", {"项目编号": "XM-1"})
    assert found(judge(project=[project], disbursement=[record("disbursement", {"项目编号": written})])) == []


def test_a_reference_without_its_zeros_leads_nowhere_and_says_what_stands_there(judge, found, record):
    frames = judge(
        project=[record("project", {"项目编号": "00123"})], disbursement=[record("disbursement", {"项目编号": "123"})]
    )
    assert ("disbursement.project_no.refers_to.project", "B2", CRITICAL) in found(frames)
    assert "那里有的是“00123”" in frames["disbursement"].issues()["message"].item()


@pytest.mark.parametrize("written", ["XM513228-2024-O01", "XM513228-2024-0O1", "XM5132282024001", "XM5l3228-2024-001"])
def test_a_reference_that_looks_like_another_leads_nowhere_and_says_which(judge, record, written):
    there = [record("project", {"项目编号": number}) for number in ("XM513228-2024-001", "XM513228-2024-010")]
    frames = judge(project=there, disbursement=[record("disbursement", {"项目编号": written})])
    assert "那里有的是“XM513228-2024-001”" in frames["disbursement"].issues()["message"].item()


def test_a_key_is_unique_inside_one_county_only(judge, found, record):
    assert found(judge(counties=("510821", "510823"), sale=[record("sale")])) == []


def test_what_a_deeper_fault_explains_is_not_repeated(judge, found, record):
    rows = [record("project", {"累计拨付资金": "若干", "审批日期": "2023年7月", "项目编号": ""})]
    assert found(judge(project=rows)) == [
        ("project.approved_on.type", "J2", CRITICAL),
        ("project.disbursed_yuan.type", "I2", CRITICAL),
        ("project.project_no.required", "A2", CRITICAL),
    ]


def test_a_reference_that_leads_nowhere_is_found(judge, found, record):
    frames = judge(project=[record("project")], disbursement=[record("disbursement", {"项目编号": "XM9"})])
    assert ("disbursement.project_no.refers_to.project", "B2", CRITICAL) in found(frames)


def test_a_reference_resolves_against_what_was_submitted_accepted_or_not(judge, found, record):
    broken = record("project", {"项目名称": "", "累计拨付资金": 10.0})
    assert found(judge(project=[broken], disbursement=[record("disbursement")])) == [
        ("project.project_name.required", "B2", CRITICAL)
    ]


def test_a_report_that_did_not_come_is_one_notice(judge, found, record):
    frames = judge(disbursement=[record("disbursement"), record("disbursement", {"凭证号": "PZ2"})])
    issues = frames["disbursement"].issues()
    assert issues["severity"].tolist() == ["notice"]
    assert "帮扶项目台账" in issues["message"].item()


def test_what_was_paid_is_the_sum_of_the_payments(judge, found, record):
    payments = [record("disbursement", {"拨付金额": 4.0}), record("disbursement", {"凭证号": "PZ2", "拨付金额": 5.0})]
    frames = judge(project=[record("project", {"协议编号": ""})], disbursement=payments)
    assert found(frames) == [("project.disbursed_yuan.sum_matches.disbursement", "I2", WARNING)]


def test_the_order_of_the_rows_does_not_matter(judge, found, record):
    rows = [
        record("sale", {"农产品": name, "成交额": amount}) for name, amount in (("甲", -1), ("乙", 2), ("丙", "若干"))
    ]
    one, other = found(judge(sale=rows)), found(judge(sale=rows[::-1]))
    mirrored = sorted((rule, f"{cell[0]}{6 - int(cell[1:])}", severity) for rule, cell, severity in other)
    assert one == mirrored
