"""Tables of payments and indicator forms with one fault each."""

from dataclasses import replace
from datetime import date

from etl.rules.reading import disowned_rows, forms, headings, shown_cells, tables
from tests.indicator_form import HEADING as FORM_HEADING
from tests.indicator_form import ROWS as FORM_ROWS
from tests.unit.rules.cases.case import Case
from tests.unit.rules.delivery import HEADING, SOUND, Delivery, Row, book, one, payment, sheet
from tests.workbooks.content import Runs, Struck, Value


def with_heading(old: str, new: str, *more: Row) -> Delivery:
    """The sound table with one heading changed; `more` stands above."""
    assert old in HEADING
    return book(sheet(*more, [new if heading == old else heading for heading in HEADING], *SOUND[1:]))


def with_column(*cells: Value) -> Delivery:
    """The sound table with one column more."""
    return book(sheet(*([*row, cell] for row, cell in zip(SOUND, cells, strict=True))))


def without_column(heading: str) -> Delivery:
    place = HEADING.index(heading)
    return book(sheet(*([*row[:place], *row[place + 1 :]] for row in SOUND)))


def sold_by(name: str) -> Delivery:
    """A table of one sale."""
    return book(
        sheet(["社会组织名称", "农产品", "销售渠道", "成交额（万元）"], [name, "花椒", "线上", 1.5], name="消费帮扶")
    )


def below(*rows: Row, **of_sheet: object) -> Delivery:
    """The sound table with rows below it."""
    return book(sheet(*SOUND, *rows, **of_sheet))


def hidden(rows: frozenset[int] = frozenset(), columns: frozenset[int] = frozenset()) -> Delivery:
    return below(hidden_rows=rows, hidden_columns=columns)


def list_beside(**of_sheet: object) -> Delivery:
    return book(sheet(*([*row, "", word] for row, word in zip(SOUND, ("选项", "甲", "乙"), strict=True)), **of_sheet))


def rows(*more: Row) -> Delivery:
    """The heading, a good row and others."""
    return book(sheet(HEADING, payment(1), *more))


def in_csv(amount: str) -> Delivery:
    """Two payments as text, the first of this amount and its source of funds, the second of an amount without one."""
    lines = (
        "凭证号,项目编号,拨付日期,拨付金额（元）,资金来源",
        f"PZ1,XM1,2024-01-08,{amount}",
        "PZ2,XM2,2024-01-08,500,",
    )
    return one("\n".join(lines).encode(), "资金拨付明细.csv")


def in_template_unit(*, between: Row = (), below_it: Row = (), column: str = "", cells: str = "") -> Delivery:
    """The sound table whose amounts name no unit, with a line between its rows or below, or one column more."""
    heading = [*("拨付金额" if label == AMOUNT else label for label in HEADING), column]
    good = [[*payment(number), cells] for number in (1, 2)]
    return book(
        sheet(heading, good[0], *([between] if between else []), good[1], *([[], below_it] if below_it else []))
    )


def printed(header: str) -> Delivery:
    """The sound table without a unit in its heading, with a unit line above it and a print header."""
    heading = ["拨付金额" if label == AMOUNT else label for label in HEADING]
    return book(sheet(["单位：万元"], heading, payment(1), payment(2), header=header))


def needs(*amounts: str) -> Delivery:
    heading = ["需求编号", "需求名称", "帮扶领域", amounts[0], "发布日期", "认领状态", amounts[1]]
    return book(sheet(heading, ["XQ1", "助学", "教育", 52000, "2024-01-08", "待认领", 50000], name="项目需求与认领"))


def struck(cells: Row) -> Row:
    return [Struck(cell) if cell not in ("", None) else cell for cell in cells]


def formatted(field: str, value: Value, code: str) -> Delivery:
    """The second payment with one cell in a number format."""
    place = (2, 3 if field == "day" else 4)
    return book(sheet(HEADING, payment(1), payment(2, **{field: value}), formats={place: code}))


def commented(text: str) -> Delivery:
    return book(sheet(*SOUND, comments={(2, 4): text}))


def covered(**second: Value) -> Delivery:
    """Two payments, a cell of the second under a merge with the first's."""
    column = {"amount": 4, "payee": 6}[next(iter(second))]
    return book(sheet(HEADING, payment(1), payment(2, **second), merges=((1, column, 2, column),)))


NOVEMBER = date(2023, 11, 5)
AMOUNT = "拨付金额（万元）"
ROW_NUMBER, DOUBTFUL = tables.TABLE_ROW_NOT_UNDERSTOOD, ["另有情况"]
OF_TWO_REPORTS = [["社会组织名称", "统一社会信用代码", "帮扶领域"], ["甲协会", "5110000083DY1FUBJX", "产业"]]

TABLE_CASES = (
    Case(headings.TABLE_UNKNOWN_HEADING, with_column("天气", "晴", "雨")),
    Case(headings.TABLE_NEAR_HEADING, with_heading("拨付日期", "拨付日期（年月日）"), with_heading("拨付日期", "*拨付日期")),
    Case(headings.TABLE_NO_HEADING, with_column("", "甲", "")),
    Case(headings.TABLE_MISSING_COLUMN, without_column("拨付日期"), without_column("备注"), says="missing"),
    Case(headings.TABLE_MISSING_COLUMN, with_heading("拨付日期", "哪一天"), with_heading("资金来源", "哪里来"), says="unknown"),
    Case(headings.TABLE_DOUBLED_HEADING, with_column("拨付日期", "2024-01-09", "2024-01-09")),
    Case(tables.TABLE_UNIT, with_heading(AMOUNT, "拨付金额", ["单位：百元"]), with_heading(AMOUNT, "拨付金额", ["单位：元"]), says="unclear"),
    Case(tables.TABLE_UNIT, in_template_unit(below_it=["单位：元"]), in_template_unit(below_it=["单位：万元"]), says="not_of_table"),
    Case(tables.TABLE_UNIT, in_template_unit(between=["单位：元"]), in_template_unit(between=["单位：万元"]), says="several"),
    Case(tables.TABLE_UNIT, with_heading(AMOUNT, AMOUNT, ["单位：元"]), with_heading(AMOUNT, AMOUNT, ["单位：万元"]), says="other_than_heading"),
    Case(tables.TABLE_UNIT, printed("单位：元"), printed("单位：万元"), says="other_than_table"),
    Case(tables.TABLE_UNIT, needs("需求资金（元）", "认领金额"), needs("需求资金（元）", "认领金额（元）"), says="beside"),
    Case(disowned_rows.TABLE_PART_OF, rows(payment(2, payee="其中：学校")), rows(payment(2, payee="某学校"))),
    Case(disowned_rows.TABLE_REMARK, rows(payment(2, remark="单位：元")), rows(payment(2, remark="分两次拨付"))),
    Case(disowned_rows.TABLE_VOIDED_ROW, rows(payment(2, remark="此行作废")), rows(payment(2, remark="分两次拨付"))),
    Case(disowned_rows.TABLE_NO_NAME, sold_by("个人"), sold_by("同心商会")),
    Case(disowned_rows.TABLE_PLACEHOLDER, rows(payment(2, voucher="××号")), rows(payment(2, voucher="乙号"))),
    Case(disowned_rows.TABLE_NAMED_LIKE_SUM, rows(payment(2, voucher="1月小计")), rows(payment(2, voucher="乙号"))),
    Case(disowned_rows.TABLE_STANDING, rows(["二、下季度计划"], payment(2)), rows(["二、本季度拨付"], payment(2)), says="mixed"),
    Case(disowned_rows.TABLE_STANDING, rows(["二、储备项目"], payment(2)), rows(["二、新建项目"], payment(2)), says="group"),
    Case(disowned_rows.TABLE_STANDING, rows(["二、其他县区"], payment(2)), rows(["二、外县社会组织"], payment(2)), says="group"),
    Case(disowned_rows.TABLE_STANDING, with_heading(AMOUNT, AMOUNT, ["上年同期资金拨付明细"]), with_heading(AMOUNT, AMOUNT, ["资金拨付明细"]), says="alone"),
    Case(disowned_rows.TABLE_UNIT_COLUMN, in_template_unit(column="单位", cells="万元"), in_template_unit(column="经办", cells="王某")),
    Case(shown_cells.TABLE_STRUCK, rows(struck(payment(2))), says="row"),
    Case(shown_cells.TABLE_STRUCK, rows(payment(2, payee=Struck("县民政局"))), says="cell"),
    Case(shown_cells.TABLE_STRUCK, rows(payment(2, amount=Runs((("12", "struck"), ("15.5", ""))))), rows(payment(2, amount="15.5")), says="part"),
    Case(shown_cells.TABLE_RAISED, rows(payment(2, amount=Runs((("12.5", ""), ("1", "raised"))))), rows(payment(2, amount="12.5"))),
    Case(shown_cells.TABLE_OTHER_MONEY, formatted("amount", 12.5, "$#,##0.00"), formatted("amount", 12.5, "#,##0.00")),
    Case(shown_cells.TABLE_DATE_SHOWN, formatted("day", NOVEMBER, 'yyyy"年"m"月"'), formatted("day", NOVEMBER, "yyyy-mm-dd"), says="day"),
    Case(shown_cells.TABLE_DATE_SHOWN, formatted("day", NOVEMBER, 'm"月"d"日"'), formatted("day", NOVEMBER, "yyyy-mm-dd"), says="year"),
    Case(shown_cells.TABLE_COMMENT, commented("有误，应为5.2"), says="text"),
    Case(shown_cells.TABLE_COMMENT, commented("请核对"), says="text"),
    Case(shown_cells.TABLE_COMMENT, commented(""), says="unseen"),
    Case(tables.TABLE_EMPTY, book(sheet(HEADING)), book(sheet(HEADING, ["无"])), says="list"),
    Case(tables.TABLE_EMPTY, book(sheet(*SOUND), sheet(HEADING, name="木门镇")), says="list"),
    Case(
        tables.TABLE_MERGED_FIGURE,
        book(sheet(HEADING, payment(1), payment(2, amount=None), merges=((1, 4, 2, 4),))),
        book(sheet(HEADING, payment(1), payment(2, payee=None), merges=((1, 6, 2, 6),))),
        says="down",
    ),
    Case(tables.TABLE_UNDER_MERGE, covered(amount=3.5), covered(amount=None)),
    Case(tables.TABLE_UNDER_MERGE, covered(payee="县财政局"), covered(payee="县民政局")),
    Case(ROW_NUMBER, below(["注：另有", "", "", "", 25.5]), below(["注：另有", "", "", "", ""]), says="row"),
    Case(
        tables.TABLE_MERGED_FIGURE,
        book(sheet(HEADING, payment(1, source=None), payment(2), merges=((1, 4, 1, 5),))),
        book(sheet(HEADING, payment(1, source=None), payment(2))),
        says="across",
    ),
    Case(tables.TABLE_SPLIT_NUMBER, in_csv("1,200"), in_csv("1200,")),
    Case(ROW_NUMBER, below(DOUBTFUL), below(["注：待核实"]), says="one"),
    Case(ROW_NUMBER, below(DOUBTFUL, DOUBTFUL), below(["注：待核实"]), says="several"),
    Case(tables.TABLE_EXAMPLE, book(sheet(HEADING, payment(0, serial="例"), *SOUND[1:])), book(sheet(HEADING, payment(0), *SOUND[1:]))),
    Case(tables.TABLE_BESIDE, list_beside()),
    Case(tables.TABLE_BESIDE, list_beside(hidden_columns=frozenset({9}))),
    Case(tables.TABLE_HIDDEN, hidden(rows=frozenset({1})), says="rows"),
    Case(tables.TABLE_HIDDEN, hidden(columns=frozenset({5})), says="columns"),
    Case(tables.TABLE_HIDDEN, hidden(frozenset({1}), frozenset({5})), says="both"),
    Case(headings.TABLE_AMBIGUOUS, book(sheet(*OF_TWO_REPORTS, name="Sheet1")), book(sheet(*OF_TWO_REPORTS, name="帮扶项目台账"))),
)  # fmt: skip


def form(*rows: Row, heading: Row = FORM_HEADING, **of_sheet: object) -> Delivery:
    return book(sheet(heading, *rows, name="概况表", **of_sheet))


def with_row(number: int, *row: Value) -> Delivery:
    return form(*FORM_ROWS[:number], row, *FORM_ROWS[number + 1 :])


BLANK = [[*row[:3], None] for row in FORM_ROWS]
FORM = form(*FORM_ROWS)
TWO_COLUMNS, TWICE = [*FORM_HEADING[:3], "本期数", "累计数"], [*FORM_HEADING[:3], "累计数", "累计数"]
FORM_OF_ONE = form(*FORM_ROWS, heading=[*FORM_HEADING[:3], "本期数"])
READ = "figures: {read: [累计数]}\n"

FORM_CASES = (
    Case(forms.FORM_FIGURES, form(*([*row, 1] for row in FORM_ROWS), heading=TWO_COLUMNS), FORM, says="several"),
    Case(
        forms.FORM_FIGURES,
        replace(form(*([*row, 1] for row in FORM_ROWS), heading=TWICE), figures=READ),
        replace(form(*([*row, 1] for row in FORM_ROWS), heading=TWO_COLUMNS), figures=READ),
        says="several but one has a name",
    ),
    Case(forms.FORM_FIGURES, replace(FORM_OF_ONE, figures=READ), FORM_OF_ONE, says="none"),
    Case(forms.FORM_UNKNOWN_INDICATOR, form(*FORM_ROWS, ["慈善组织", "家", "06", 9]), FORM, says="figure"),
    Case(forms.FORM_UNKNOWN_INDICATOR, form(*FORM_ROWS, ["慈善组织", "家", "06", None]), FORM, says="blank"),
    Case(forms.FORM_MISSING_INDICATOR, form(*FORM_ROWS[1:]), form(*FORM_ROWS[:2], *FORM_ROWS[3:])),
    Case(forms.FORM_DOUBLED_INDICATOR, form(*FORM_ROWS, ["社会团体", "个", "06", 61]), FORM),
    Case(forms.FORM_UNIT, with_row(3, "投入资金", "人", "04", 5), with_row(3, "投入资金", "元", "04", 5000), says="no money"),
    Case(forms.FORM_UNIT, with_row(1, "社会团体", "万元", "02", 5), with_row(1, "社会团体", "家", "02", 5), says="no measure"),
    Case(forms.FORM_UNIT, with_row(2, "会员人数", "个", "03", 5), with_row(2, "会员人数", "人", "03", 5), says="other measure"),
    Case(forms.FORM_UNIT, with_row(3, "投入资金（元）", "万元", "04", 5), with_row(3, "投入资金（万元）", "万元", "04", 5), says="two"),
    Case(
        forms.FORM_MERGED_FIGURE,
        form(FORM_ROWS[0], ["社会团体", "个", "02", None], *FORM_ROWS[2:], merges=((1, 3, 2, 3),)),
        FORM,
    ),
    Case(tables.TABLE_EMPTY, form(*BLANK), form(*BLANK, ["无"]), says="form"),
)  # fmt: skip
