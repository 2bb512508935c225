"""Why a file is not read: one plain sentence for the county clerk, what it is and what to do. Never raises by itself."""

from etl.errors import UnreadableWorkbook

SEND_A_WORKBOOK = "请报送填好的 Excel、WPS 表格或 CSV 文件。"
BROKEN = "文件已损坏，无法打开；请用 Excel 或 WPS 打开确认后另存为 .xlsx 再报送。"
CUT_SHORT = "文件不完整，后面的内容丢失了；请重新导出，或用 Excel、WPS 打开确认后另存为 .xlsx 再报送。"
ENCRYPTED = "文件设有打开密码，无法读取；请在 Excel 或 WPS 里取消密码（文件—信息—保护工作簿）后重新报送。"
_TAKE_OFF = "请在 Excel 或 WPS 里取消密码（文件—信息—保护工作簿）后重新报送。"
NO_PASSWORD = f"文件设有打开密码，没有与本县约定过密码，无法读取；{_TAKE_OFF}"
WRONG_PASSWORD = f"文件设有打开密码，与本县约定的密码打不开；请改用约定的密码，或{_TAKE_OFF.removeprefix('请')}"
UNKNOWN_LOCK = f"文件设有打开密码，加密方式无法识别或文件已损坏，无法读取；{_TAKE_OFF}"
DECLARES_ENTITIES = "文件里含有不安全的内容（DTD 或实体声明），没有读取；请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。"

# what else counties attach -> the sentence; the keys are the kinds that etl.workbook.kinds tells apart
SENTENCES = {
    "empty": "文件是空的，没有任何内容；请重新报送。",
    "temporary": "这是 Office、WPS 或系统留下的临时文件，不是报表；请关闭 Excel 后报送原文件。",
    "PDF": f"这是 PDF 文件，读不出表格；{SEND_A_WORKBOOK}",
    "OFD": f"这是 OFD 版式文件，读不出表格；{SEND_A_WORKBOOK}",
    "picture": f"这是图片（照片或扫描件），读不出表格；{SEND_A_WORKBOOK}",
    "Word": f"这是 Word 或 WPS 文字文档，不是电子表格；请把表格填在下发的表样里，{SEND_A_WORKBOOK}",
    "PowerPoint": f"这是演示文稿，不是电子表格；{SEND_A_WORKBOOK}",
    "RTF": f"这是 RTF 文档，不是电子表格；{SEND_A_WORKBOOK}",
    "Numbers": "这是苹果 Numbers 表格，无法读取；请导出为 Excel（.xlsx）后再报送。",
    "RAR": "这是 RAR 压缩包，无法打开；请解压后直接报送里面的表格，或改用 zip 压缩。",
    "7z": "这是 7z 压缩包，无法打开；请解压后直接报送里面的表格，或改用 zip 压缩。",
    "gzip": "这是 gz 压缩文件，无法打开；请解压后直接报送里面的表格，或改用 zip 压缩。",
    "mail": "这是电子邮件，不是电子表格；请直接报送邮件里的表格附件。",
    "archived page": "这是单个网页文件（mht），无法读取；请用 Excel 打开后另存为 .xlsx 再报送。",
    "JSON": f"这是 JSON 文本，不是电子表格；{SEND_A_WORKBOOK}",
    "script": f"这是程序或脚本，不是电子表格；{SEND_A_WORKBOOK}",
    "XML": f"这是 XML 文件，不是电子表格；{SEND_A_WORKBOOK}",
    "text": f"这是文本文件，里面没有表格；{SEND_A_WORKBOOK}",
    "old Excel": "这是很旧的 Excel 格式（Excel 4.0 或更早），无法读取；请用 Excel 打开后另存为 .xlsx 再报送。",
    "encrypted": ENCRYPTED,
    "encrypted zip": "压缩包设有密码，没有与本县约定过密码，无法打开；请去掉密码重新压缩，或直接报送里面的表格。",
    "wrong zip password": "压缩包设有密码，与本县约定的密码打不开；请用约定的密码或不设密码重新压缩，加密方式选 ZipCrypto（传统加密）。",
    "broken zip": "文件不完整或已损坏，无法打开；请用 Excel 或 WPS 打开确认后另存为 .xlsx，或重新压缩后再报送。",
    "zip": "这是压缩包里的压缩包，没有打开；请解压后直接报送里面的表格，或只压缩一层。",
    "unknown": f"文件的格式无法识别，不是电子表格；{SEND_A_WORKBOOK}",
}

# what people put beside the workbooks of a zip: said, and no reason to return anything
ATTACHMENTS = frozenset(
    {"PDF", "OFD", "picture", "Word", "PowerPoint", "RTF", "mail", "archived page", "JSON", "script", "XML", "text"}
    | {"temporary", "unknown"}
)


def broken(**context: object) -> UnreadableWorkbook:
    """The refusal of a file whose own structure is wrong; `context` says where, for the log."""
    return UnreadableWorkbook(BROKEN, **context)


def too_large(what: str) -> UnreadableWorkbook:
    """The refusal of a file over a limit; `what` says which, in Chinese."""
    return UnreadableWorkbook(f"{what}，没有读取；请删除表格以外的内容（空行空列、图片、多余的工作表）后重新报送。")
