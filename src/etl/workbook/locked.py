"""Workbooks behind a password, opened with the one that was agreed with the county.

Takes the compound file's bytes and a password or none, gives the bytes of the workbook inside; never shows, logs or keeps a
password. xlsx, xlsm and xlsb (ECMA-376 standard and agile), xls (XOR, RC4, RC4 CryptoAPI). A book that is only protected
against changes is encrypted too, with a password that every office program knows. Layout: [MS-OFFCRYPTO].
"""

import io

from msoffcrypto import OfficeFile
from msoffcrypto.exceptions import InvalidKeyError

from etl.workbook.checked_xml import parse_xml
from etl.workbook.compound import CompoundFile
from etl.workbook.refusals import broken, refused

PROTECTED_ONLY = "VelvetSweatshop"
AGILE = b"\x04\x00\x04\x00"


def unlock(content: bytes, password: str | None) -> bytes:
    """The workbook inside; UnreadableWorkbook says whether a password is missing or the agreed one is wrong."""
    _check_info(content)
    for key in (PROTECTED_ONLY, password):
        if key and (opened := _opened(content, key)) is not None:
            return opened
    raise refused("wrong password" if password else "no password")


def _check_info(content: bytes) -> None:
    """Refuse an entity bomb in the XML that describes the encryption: the library parses it unchecked."""
    container = CompoundFile(content)
    described = "encryptioninfo" in container.names
    if described and (info := container.stream("EncryptionInfo")).startswith(AGILE):
        parse_xml(info[8:], lambda name, attributes: None)


def _opened(content: bytes, password: str) -> bytes | None:
    """Decrypted content, None when the password is another one."""
    target = io.BytesIO()
    try:
        file = OfficeFile(io.BytesIO(content))
        file.load_key(password=password, **({"verify_password": True} if file.format == "ooxml" else {}))
        file.decrypt(target)
    except InvalidKeyError:
        return None
    except MemoryError:
        raise
    except Exception as error:  # the library answers damage with whatever its parts raise
        raise broken("unknown lock", lock=type(error).__name__) from None
    return target.getvalue()
