"""What a file really is, told from its first bytes and its members, never from its name."""

import io
import zipfile

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# what else counties attach: first bytes -> what to call it
OTHERS = {
    b"%PDF": "PDF",
    b"\xff\xd8\xff": "图片",
    b"\x89PNG": "图片",
    b"GIF8": "图片",
    b"BM": "图片",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"{\\rtf": "RTF 文档",
}
WORKBOOKS = frozenset({"xlsx", "xlsb", "ods", "xls", "csv"})


def kind_of(content: bytes) -> str:
    """xlsx, xlsb, ods, xls or csv for what can be read; else a word for what it is, or `empty`.

    >>> kind_of(b"%PDF-1.7")
    'PDF'
    >>> kind_of("项目编号,项目名称".encode())
    'csv'
    """
    if not content.strip(b"\0 \t\r\n"):
        return "empty"
    if content.startswith(b"PK"):
        return _kind_of_zip(content)
    if content.startswith(OLE2):
        return _kind_of_ole2(content)
    for magic, name in OTHERS.items():
        if content.startswith(magic):
            return name
    return "csv" if _is_text(content) else "未知格式"


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "损坏的压缩文件"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") and name.endswith(".xml") for name in names):
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    return "Word 文档" if "word/document.xml" in names else "压缩包"


def _kind_of_ole2(content: bytes) -> str:
    """Directory entries of a compound file are named in UTF-16: `Workbook` or `Book` is BIFF."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "加密的工作簿"
    if "Workbook".encode("utf-16-le") in content or "Book\0".encode("utf-16-le") in content:
        return "xls"
    return "Word 文档" if "WordDocument".encode("utf-16-le") in content else "未知格式"


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\0" not in content[:4096]
