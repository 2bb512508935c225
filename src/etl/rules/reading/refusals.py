"""Reasons to refuse a file: for every kind of file, damage and limit what it is and what to do. Data only."""

from collections.abc import Mapping

from etl.rules.rule import Sentence

SEND_A_WORKBOOK = "请报送填好的 Excel、WPS 表格或 CSV 文件。"
SAVE_AGAIN = "请用 Excel 另存为 .xlsx 后再报送。"
TAKE_OFF = "请在 Excel 或 WPS 里取消密码（文件—信息—保护工作簿）后重新报送。"
SEND_ONE_EN = "send a filled-in Excel, WPS or CSV file"

# what else counties attach; the keys are the kinds that etl.workbook.kinds tells apart
_OTHER_KINDS = {
    "empty": Sentence("文件是空的，没有任何内容；请重新报送。", "the file is empty"),
    "temporary": Sentence(
        "这是 Office、WPS 或系统留下的临时文件，不是报表；请关闭 Excel 后报送原文件。",
        "a temporary file of an office program or the system; close the program and send the file itself",
    ),
    "PDF": Sentence(f"这是 PDF 文件，读不出表格；{SEND_A_WORKBOOK}", f"a PDF file; {SEND_ONE_EN}"),
    "OFD": Sentence(f"这是 OFD 版式文件，读不出表格；{SEND_A_WORKBOOK}", f"an OFD document; {SEND_ONE_EN}"),
    "picture": Sentence(
        f"这是图片（照片或扫描件），读不出表格；{SEND_A_WORKBOOK}", f"a picture or scan; {SEND_ONE_EN}"
    ),
    "Word": Sentence(
        f"这是 Word 或 WPS 文字文档，不是电子表格；请把表格填在下发的表样里，{SEND_A_WORKBOOK}",
        f"a word processor's document; fill in the template and {SEND_ONE_EN}",
    ),
    "PowerPoint": Sentence(f"这是演示文稿，不是电子表格；{SEND_A_WORKBOOK}", f"a presentation; {SEND_ONE_EN}"),
    "RTF": Sentence(f"这是 RTF 文档，不是电子表格；{SEND_A_WORKBOOK}", f"an RTF document; {SEND_ONE_EN}"),
    "Numbers": Sentence(
        "这是苹果 Numbers 表格，无法读取；请导出为 Excel（.xlsx）后再报送。",
        "an Apple Numbers sheet; export it as .xlsx",
    ),
    "RAR": Sentence(
        "这是 RAR 压缩包，无法打开；请解压后直接报送里面的表格，或改用 zip 压缩。",
        "a RAR archive; send the workbooks in it, or a zip",
    ),
    "7z": Sentence(
        "这是 7z 压缩包，无法打开；请解压后直接报送里面的表格，或改用 zip 压缩。",
        "a 7z archive; send the workbooks in it, or a zip",
    ),
    "gzip": Sentence(
        "这是 gz 压缩文件，无法打开；请解压后直接报送里面的表格，或改用 zip 压缩。",
        "a gzip file; send the workbook in it, or a zip",
    ),
    "mail": Sentence("这是电子邮件，不是电子表格；请直接报送邮件里的表格附件。", "a mail; send its attachment"),
    "archived page": Sentence(
        "这是单个网页文件（mht），无法读取；请用 Excel 打开后另存为 .xlsx 再报送。",
        "a web archive (mht); save it as .xlsx",
    ),
    "JSON": Sentence(f"这是 JSON 文本，不是电子表格；{SEND_A_WORKBOOK}", f"JSON; {SEND_ONE_EN}"),
    "script": Sentence(f"这是程序或脚本，不是电子表格；{SEND_A_WORKBOOK}", f"a program or script; {SEND_ONE_EN}"),
    "XML": Sentence(f"这是 XML 文件，不是电子表格；{SEND_A_WORKBOOK}", f"XML that is no workbook; {SEND_ONE_EN}"),
    "text": Sentence(f"这是文本文件，里面没有表格；{SEND_A_WORKBOOK}", f"text without a table; {SEND_ONE_EN}"),
    "page without table": Sentence(
        f"这是网页，里面没有表格；{SEND_A_WORKBOOK}", f"a web page without a table; {SEND_ONE_EN}"
    ),
    "old Excel": Sentence(
        "这是很旧的 Excel 格式（Excel 4.0 或更早），无法读取；请用 Excel 打开后另存为 .xlsx 再报送。",
        "a workbook of Excel 4.0 or earlier; save it as .xlsx",
    ),
    "zip": Sentence(
        "这是压缩包里的压缩包，没有打开；请解压后直接报送里面的表格，或只压缩一层。",
        "a zip inside a zip; send the workbooks in it, or one zip",
    ),
    "zip without workbooks": Sentence(
        "压缩包里没有电子表格；请把填好的 Excel、WPS 表格或 CSV 文件压缩后重新报送。",
        "a zip without any workbook; zip the filled-in workbooks and send them",
    ),
    "unknown": Sentence(f"文件的格式无法识别，不是电子表格；{SEND_A_WORKBOOK}", f"an unknown format; {SEND_ONE_EN}"),
}
_LOCKED = {
    "encrypted": Sentence(f"文件设有打开密码，无法读取；{TAKE_OFF}", "a password is needed to open it"),
    "no password": Sentence(
        f"文件设有打开密码，没有与本县约定过密码，无法读取；{TAKE_OFF}",
        "a password is needed to open it, and none was agreed with the county",
    ),
    "wrong password": Sentence(
        f"文件设有打开密码，与本县约定的密码打不开；请改用约定的密码，或{TAKE_OFF.removeprefix('请')}",
        "the password that was agreed with the county does not open it",
    ),
    "unknown lock": Sentence(
        f"文件设有打开密码，加密方式无法识别或文件已损坏，无法读取；{TAKE_OFF}",
        "a password is needed to open it, and the encryption is unknown or damaged",
    ),
    "encrypted zip": Sentence(
        "压缩包设有密码，没有与本县约定过密码，无法打开；请去掉密码重新压缩，或直接报送里面的表格。",
        "the zip has a password, and none was agreed with the county",
    ),
    "wrong zip password": Sentence(
        "压缩包设有密码，与本县约定的密码打不开；请用约定的密码或不设密码重新压缩，加密方式选 ZipCrypto（传统加密）。",
        "the password that was agreed with the county does not open the zip",
    ),
}
_DAMAGED = {
    "broken": Sentence(
        "文件已损坏，无法打开；请用 Excel 或 WPS 打开确认后另存为 .xlsx 再报送。",
        "the file is damaged; save it as .xlsx",
    ),
    "cut short": Sentence(
        "文件不完整，后面的内容丢失了；请重新导出，或用 Excel、WPS 打开确认后另存为 .xlsx 再报送。",
        "the end of the file is missing; export it again, or save it as .xlsx",
    ),
    "broken zip": Sentence(
        "文件不完整或已损坏，无法打开；请用 Excel 或 WPS 打开确认后另存为 .xlsx，或重新压缩后再报送。",
        "the file is damaged or its end is missing; save it as .xlsx, or zip it again",
    ),
    "declares entities": Sentence(
        "文件里含有不安全的内容（DTD 或实体声明），没有读取；请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。",
        "its XML has a DTD or declares entities, which is not safe; save it as .xlsx",
    ),
    "csv quotes": Sentence(
        f"CSV 文件第 {{row}} 行附近的引号没有成对，无法分列；{SAVE_AGAIN}",
        "CSV: near row {row} a quotation mark has no partner; save it as .xlsx",
    ),
    "csv split numbers": Sentence(
        "CSV 文件第 {row} 行比表头多出几格：数字里的千分位逗号把一格分成了两格；请去掉千分位逗号，或用 Excel 另存为 .xlsx 后再报送。",
        "CSV: row {row} is longer than the heading, thousands commas split its numbers; take them out, or save it as .xlsx",
    ),
    "csv encoding": Sentence(
        "CSV 文件的文字编码无法识别，请用 Excel 另存为 .xlsx 后再报送。",
        "CSV: the text encoding is unknown; save it as .xlsx",
    ),
    "long cell": Sentence(
        "工作表“{sheet}”的 {place} 里一个单元格的文字有 {count} 个字（最多 {most} 个），没有读取；请检查引号是否成对，或删减后重新报送。",
        "sheet {sheet}: the cell {place} holds {count} characters, at most {most} are read",
    ),
    "long csv cell": Sentence(
        "第 {row} 行 里一个单元格的文字有 {count} 个字（最多 {most} 个），没有读取；请检查引号是否成对，或删减后重新报送。",
        "a cell of row {row} holds {count} characters, at most {most} are read; check the quotation marks",
    ),
}
_STOPPED = {
    "too slow": Sentence(
        "读取用时（处理器时间）超过 {seconds} 秒，已停止；请删除表格以外的内容后重新报送。",
        "reading took more than {seconds} s of processor time and was stopped",
    ),
    "too much memory": Sentence(
        "读取时占用内存过多，已停止；请删除表格以外的内容后重新报送。", "reading took too much memory and was stopped"
    ),
    "reader died": Sentence(
        "文件已损坏或内容过大，读取时程序异常中断；请用 Excel 或 WPS 打开确认后另存为 .xlsx 再报送。",
        "the file is damaged or too large: the process that read it died",
    ),
}


def _limit(what: str, what_en: str) -> Sentence:
    advice = "请删除表格以外的内容（空行空列、图片、多余的工作表）后重新报送。"
    return Sentence(f"{what}，没有读取；{advice}", f"{what_en}; delete what stands around the table")


_LIMITS = {
    "file": _limit("文件超过 {most} MB", "the file is larger than {most} MB"),
    "unzipped": _limit("文件解压后超过 {most} MB", "unpacked the file is larger than {most} MB"),
    "zip ratio": _limit("文件的压缩比异常", "the file unpacks to far more than an office program packs"),
    "zip members": _limit(
        "压缩文件里有 {count} 个条目（最多 {most} 个）", "the zip has {count} members, at most {most} are read"
    ),
    "zip files": _limit(
        "压缩包里有 {count} 个文件（最多 {most} 个）", "the zip has {count} files, at most {most} are read"
    ),
    "sheets": _limit(
        "文件里有 {count} 张工作表（最多 {most} 张）", "the file has {count} sheets, at most {most} are read"
    ),
    "more sheets": _limit("文件里的工作表超过 {most} 张", "the file has more than {most} sheets"),
    "cells": _limit("工作表的单元格过多", "a sheet has too many cells"),
    "csv cells": _limit("单元格超过 {most} 个", "the file has more than {most} cells"),
    "cells of sheet": _limit(
        "工作表“{sheet}”的单元格过多（{count} 个，最多 {most} 个）",
        "the sheet {sheet} has {count} cells, at most {most} are read",
    ),
    "cells of file": _limit(
        "文件的单元格过多（{count} 个，最多 {most} 个）", "the file has {count} cells, at most {most} are read"
    ),
    "scattered": _limit("工作表的内容过于分散", "the cells of a sheet are scattered over too many rows and columns"),
    "merges": _limit("工作表“{sheet}”的合并单元格过多", "the merged cells of the sheet {sheet} cover too many cells"),
    "tables beside": _limit(
        "工作表“{sheet}”里有 {count} 张表并排（最多 {most} 张）",
        "{count} tables stand beside each other on the sheet {sheet}, at most {most} are read",
    ),
    "range": _limit("工作表的范围过大", "a sheet's range is too large"),
    "columns": _limit("工作表的列过多", "a sheet has too many columns"),
    "rows": _limit("工作表的行过多", "a sheet has too many rows"),
    "styles": _limit("工作簿的单元格样式过多", "the workbook has too many cell styles"),
    "texts": _limit("文件里的文字过多", "the file has too many texts"),
    "text": _limit("文件里的文字超过 {most} 百万字", "the file has more than {most} million characters"),
}
REFUSALS: Mapping[str, Sentence] = {
    **_OTHER_KINDS,
    **_LOCKED,
    **_DAMAGED,
    **_STOPPED,
    **{f"limit: {name}": sentence for name, sentence in _LIMITS.items()},
}
