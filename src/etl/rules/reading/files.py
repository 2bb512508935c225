"""Rules on a file as a whole: where it lies, whether it can be read, and whose it says it is. Data only."""

from etl.rules.reading.refusals import REFUSALS
from etl.rules.rule import CRITICAL, NOTHING_READ, WARNING, Rule, Sentence

INBOX_UNPLACED = Rule(
    "inbox.unplaced",
    (WARNING,),
    Sentence(
        "收件箱里的“{name}”没有读取：{why}。",
        "{name} in the inbox was not read: {why}.",
        expected="<县级代码或名称>/<报告期>/<文件>",
    ),
    remedy="把文件放进“县（区）代码或名称/报告期”文件夹，如 513228/2024Q1。",
    found_in="intake",
    reasons={
        "no folder": Sentence(
            "文件应放在“县（区）代码/报告期”文件夹里", "it lies outside the folders of counties and periods"
        ),
        "no county": Sentence(
            "不是四川省的县级行政区划代码或名称，文件夹里的文件都没有读取",
            "it is no code or name of a county, and nothing in it was read",
        ),
        "no period folder": Sentence("不在报告期文件夹里", "it lies in no folder of a period"),
        "no period": Sentence("不是报告期（如 2024Q1）", "it is no period such as 2024Q1"),
        "no file": Sentence("是管道、套接字或设备，不是文件", "it is a pipe, a socket or a device"),
        "odd name": Sentence(
            "名称不是正常的文件名（含斜杠、控制字符，或为“..”）；请改名",
            "its name is none that a file may have (a slash, control characters, ..)",
        ),
        "too deep": Sentence("所在文件夹层数太多", "it lies below too many folders"),
        "link": Sentence(
            "是链接，系统不跟随链接；请放入文件本身", "it is a link, and none is followed; put the file itself there"
        ),
    },
)
FILE_UNREADABLE = Rule(
    "file.unreadable",
    (CRITICAL,),
    Sentence("{name}：{why}", "{name}: {why}", expected="能打开的电子表格"),
    remedy="用 Excel 或 WPS 打开确认后另存为 .xlsx，重新报送。",
    found_in="workbook",
    kept_from_waivers=NOTHING_READ,
    reasons=REFUSALS,
)
# what is added where such a file changes nothing of what came before it
REPORT_STANDS = {
    "read": Sentence(
        "同一张报表另有一份已经读取，这一份没有计入。",
        "Another file has this report, and this one was not counted.",
    ),
    "accepted": Sentence("已接收的报表不受影响，仍在使用。", "What was accepted of it stays in use."),
    "returned": Sentence(
        "这份文件没有替换以前退回的报表：仍按原来的意见更正，和这份文件一起重新报送。",
        "What was returned before it is still to be mended, for the reasons given then.",
    ),
}
FILE_PASSED_OVER = Rule(
    "file.passed_over",
    (WARNING,),
    Sentence("{name}：{why}", "{name}, in a zip beside workbooks: {why}", expected="能打开的电子表格"),
    remedy="如是要报送的报表，请填在电子表格里报送；如是附件，不必处理。",
    found_in="recognise",
)
FILE_NO_REPORT = Rule(
    "file.no_report",
    (CRITICAL,),
    Sentence(
        "{name}：没有找到任何一张报表的表头，文件没有读取；请按下发的表样填写后重新报送。",
        "{name}: no heading of any report was found, and nothing was read.",
        expected="至少一张按表样填写的报表",
    ),
    remedy="按下发的表样填写后重新报送。",
    found_in="recognise",
    kept_from_waivers=NOTHING_READ,
)
FILE_OTHER_COUNTY = Rule(
    "file.other_county",
    (CRITICAL,),
    {
        case: Sentence(
            f"这份文件由{{county}}报送，但{where}写的是“{{seen}}”，文件里的报表全部退回；请核对后用本县的文件重新报送。",
            f"The file comes from {{county}}, but its {where_en} says {{seen}}: every report in it is returned.",
            expected="{county}",
        )
        for case, where, where_en in (
            ("sender", "填报单位", "sender"),
            ("title", "标题", "title"),
            ("sheet", "工作表名", "sheet's name"),
            ("row", "某一行的县（区）", "column of counties"),
        )
    },
    remedy="核对后用本县的文件重新报送。",
    found_in="recognise",
    waived_by_county=True,  # for all, any misplaced file would load
)
FILE_NAMES_OTHER_COUNTY = Rule(
    "file.names_other_county",
    (WARNING,),
    Sentence(
        "{where}“{seen}”里写的是{other}，文件由{county}报送，已按{county}读取；请核对，放错的请换成本县的文件。",
        "{where} {seen} names {other}, the file comes from {county}: it was read as that county's.",
        expected="{county}",
    ),
    remedy="核对文件是不是本县的，放错的换成本县的文件。",
    found_in="recognise",
)
FILE_STANDING = Rule(
    "file.standing",
    (WARNING,),
    Sentence(
        "文件名“{seen}”说明它是{standing}，里面的报表已照常读取；请核对，确是要报送的请改文件名，不是的请删除。",
        "The file's name, {seen}, calls it a draft, void, old or another time's; its reports were read.",
        expected="要报送的文件",
    ),
    remedy="确是要报送的，改文件名；不是的，删除。",
    found_in="recognise",
)

FILE_RULES = (
    FILE_STANDING,
    FILE_NAMES_OTHER_COUNTY,
    INBOX_UNPLACED,
    FILE_UNREADABLE,
    FILE_PASSED_OVER,
    FILE_NO_REPORT,
    FILE_OTHER_COUNTY,
)
# nothing at all was found in a file with one of these
NOTHING_FOUND = frozenset({FILE_UNREADABLE.id, FILE_NO_REPORT.id})
