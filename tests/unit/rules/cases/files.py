"""Files that lie astray, that cannot be read or hold nothing, and one that is another county's."""

from pathlib import Path

from etl.rules.reading import files
from tests.unit.rules.cases.case import Case
from tests.unit.rules.delivery import CLEAN, FIFO, LINK, PLACE, SOUND, Delivery, book, one, sheet
from tests.workbooks.xlsx import build_xlsx, pack_zip

SOUND_BOOK = build_xlsx([sheet(*SOUND)])
PDF = b"%PDF-1.7"


OF_A_SERVER = {"odd name"}  # no folder here has such a name: tests/unit/intake/test_hostile_servers.py


def unplaced(why: str, path: str, content: bytes | Path = SOUND_BOOK) -> Case:
    return Case(files.INBOX_UNPLACED, Delivery({**CLEAN.files, path: content}), why=why)


def titled(*lines: str) -> Delivery:
    return book(sheet(*([line] for line in lines), *SOUND))


def of_county(county: str) -> Delivery:
    return book(sheet([*SOUND[0], "县区"], *([*row, county] for row in SOUND[1:])))


FILE_CASES = (
    unplaced("no folder", "总表.xlsx"),
    unplaced("no county", "某某县/2024Q1/拨付.xlsx"),
    unplaced("no period folder", "510821/拨付.xlsx"),
    unplaced("no period", "510821/一季度/拨付.xlsx"),
    unplaced("no file", f"{PLACE}/管道.xlsx", FIFO),
    unplaced("link", f"{PLACE}/链接.xlsx", LINK),
    unplaced("too deep", f"{PLACE}/{'夹/' * 40}拨付.xlsx"),
    Case(
        files.FILE_PASSED_OVER,
        one(pack_zip({"拨付.xlsx": SOUND_BOOK, "说明.pdf": PDF}), "报表.zip"),
        one(pack_zip({"拨付.xlsx": SOUND_BOOK}), "报表.zip"),
    ),
    Case(files.FILE_NO_REPORT, book(sheet(name="Sheet1"))),
    Case(files.FILE_OTHER_COUNTY, titled("填报单位：锦江区民政局"), titled("填报单位：旺苍县民政局"), says="sender"),
    Case(files.FILE_OTHER_COUNTY, titled("锦江区资金拨付明细"), titled("旺苍县资金拨付明细"), says="title"),
    Case(files.FILE_OTHER_COUNTY, book(sheet(*SOUND, name="锦江区")), book(sheet(*SOUND, name="旺苍县")), says="sheet"),
    Case(files.FILE_OTHER_COUNTY, of_county("锦江区"), of_county("旺苍县"), says="row"),
    Case(files.FILE_NAMES_OTHER_COUNTY, one(SOUND_BOOK, "锦江区拨付.xlsx"), one(SOUND_BOOK, "旺苍县拨付.xlsx")),
    Case(
        files.FILE_STANDING, one(SOUND_BOOK, "资金拨付明细（作废）.xlsx"), one(SOUND_BOOK, "资金拨付明细（终稿）.xlsx")
    ),
)
