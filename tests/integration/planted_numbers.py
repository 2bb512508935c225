"""Files of two counties with identity numbers planted in every place: takes an inbox, fills it; the people do not exist."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.unit.persons import WIDE, in_groups, whole
from tests.workbooks.content import Sheet, Value
from tests.workbooks.locked import lock_ooxml
from tests.workbooks.text import build_csv
from tests.workbooks.xlsx import build_xlsx, pack_zip

PERIOD = "2024Q1"
SOUND, FAULTY = "510821", "510823"  # the payments of the one are accepted, those of the other returned
KNOWN = "KNOWNoffen5Vb2Nm8"  # beside numbers, and no secret: wherever it comes, a number could come, too


@dataclass
class Numbers:
    """Identity numbers of people who do not exist, one for each place where one is planted."""

    planted: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, place: str) -> str:
        seed = len(self.planted)
        return self.planted.setdefault(place, whole(f"510105{1950 + seed}0{seed % 9 + 1}{seed % 18 + 10}{seed + 100}"))


def payments(place: Numbers, county: str) -> list[list[Value]]:
    key = place[f"{county}: a key"]
    return [
        [f"填报人：张三{place[f'{county}: a title']}"],
        [
            "凭证号",
            "项目编号",
            "拨付日期",
            "拨付金额（元）",
            "收款单位",
            "备注",
            f"张三{place[f'{county}: a heading']}",
        ],
        [key, "XM1", "2024-01-08", 100, "县民政局", f"{KNOWN}，经办人{place[f'{county}: a remark']}", "甲"],
        ["PZ2", "XM1", "2024-01-09", 100, in_groups(place[f"{county}: spaces"], " ", 6, 8), "", "乙"],
        ["PZ3", "XM1", "2024-01-10", 100, place[f"{county}: full width"].translate(WIDE), "", "丙"],
        ["PZ4", "XM1", "2024-01-11", 100, "\u200b".join(place[f"{county}: zero width"]), "", place[f"{county}: extra"]],
        [f"注：联系人{place[f'{county}: a footer']}"],
    ]


def projects() -> Sheet:
    head: list[Value] = ["项目编号", "项目名称", "实施社会组织", "统一社会信用代码", "帮扶领域", "项目阶段"]
    cells: list[Value] = ["XM1", "种植", "甲协会", "51510104353K6EMCCQ", "产业", "资金拨付"]
    return Sheet([[*head, "计划投资（元）", "累计拨付资金（元）"], [*cells, 1000, 400]], "帮扶项目台账")


def workbook(place: Numbers, county: str, *more: list[Value]) -> bytes:
    rows = payments(place, county)
    rows[-1:-1] = more
    return build_xlsx(
        [
            projects(),
            Sheet(
                rows,
                "资金拨付明细",
                comments={(2, 1): f"经办人{place[f'{county}: a comment']}"},
                header=f"张三{place[f'{county}: a page']}",
            ),
            Sheet([["名单"], ["张三", place[f"{county}: a sheet of no table"]]], place[f"{county}: name of a sheet"]),
            Sheet([[place[f"{county}: a hidden sheet"]]], "名单", hidden=True),
        ]
    )


def sales(place: Numbers, where: str) -> list[list[Value]]:
    return [
        ["社会组织名称", "农产品", "销售渠道", "成交额（元）", "备注"],
        ["甲协会", "花椒", "线上", 3000, place[where]],
    ]


def lay(inbox: Path, place: Numbers, password: str) -> None:
    """Files of a county that is accepted, and of one that is returned, below folders and in zips with numbers in their names;
    one of them is locked."""
    sound, faulty = inbox / SOUND / PERIOD, inbox / FAULTY / PERIOD
    for folder in (sound / f"张三{place['name of a folder']}", faulty):
        folder.mkdir(parents=True)
    (sound / f"张三{place['name of a folder']}" / f"{place['name of a file']}.xlsx").write_bytes(workbook(place, SOUND))
    gifts: list[Value] = ["捐赠编号", "捐赠社会组织", "捐赠日期", "捐赠类型", "金额（元）", "备注"]
    member = build_xlsx([Sheet([gifts, ["JZ1", "甲协会", "2024-01-09", "资金", 1, place["a member"]]], "捐赠")])
    (sound / "捐赠.zip").write_bytes(pack_zip({f"张三{place['name of a member']}.xlsx": member}))
    locked = lock_ooxml(build_xlsx([Sheet(sales(place, "a locked file"), "消费帮扶")]), password)
    (sound / "销售.xlsx").write_bytes(locked)
    amount: list[Value] = ["PZ5", "XM1", place["a date"], f"{place['an amount']}（张三）", "", "", ""]
    (faulty / "台账.xlsx").write_bytes(workbook(place, FAULTY, amount))
    (faulty / f"销售{place['name of a CSV']}.csv").write_bytes(build_csv(sales(place, "a CSV"), encoding="utf-16"))
    (faulty / f"{KNOWN}.pdf").write_bytes(f"%PDF-1.7 {place['no workbook']}".encode())
    (inbox / f"张三{place['name of no county']}").mkdir()


def change(inbox: Path, place: Numbers) -> None:
    """The accepted county sends again, with other numbers, in a row that was there and in its key."""
    (old,) = (inbox / SOUND / PERIOD).glob("张三*/*.xlsx")
    book = workbook(place, SOUND, [place["a new key"], "XM1", "2024-01-12", 1, "县民政局", place["a new remark"], ""])
    old.write_bytes(book)
