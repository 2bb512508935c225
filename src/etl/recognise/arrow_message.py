"""Head of one Arrow message, as far as it says if its buffers are compressed: a few bytes could become gigabytes.

Takes a message from elsewhere, before Arrow reads it; Arrow itself refuses no compression. ValueError for what is no record batch.
"""

import struct

CONTINUES = b"\xff\xff\xff\xff"
RECORD_BATCH = 3  # of MessageHeader in Message.fbs
HEADER_TYPE, HEADER = 1, 2  # places of fields in the table Message
COMPRESSION = 3  # and in RecordBatch


def is_compressed(message: bytes | memoryview) -> bool:
    """True when the buffers of a record batch are."""
    start = 8 if message[:4] == CONTINUES else 4  # the length of the head stands before it
    try:
        table = start + _number("<I", message, start)
        header_type, header = _field(message, table, HEADER_TYPE), _field(message, table, HEADER)
        if header_type is None or header is None or message[header_type] != RECORD_BATCH:
            raise ValueError("no record batch")
        return _field(message, header + _number("<I", message, header), COMPRESSION) is not None
    except (struct.error, IndexError) as error:
        raise ValueError("no Arrow message") from error


def _field(message: bytes | memoryview, table: int, place: int) -> int | None:
    """Place of a field of a flatbuffers table; None when it is left out."""
    fields = table - _number("<i", message, table)
    if 4 + 2 * place >= _number("<H", message, fields):
        return None
    offset = _number("<H", message, fields + 4 + 2 * place)
    return table + offset if offset else None


def _number(kind: str, message: bytes | memoryview, place: int) -> int:
    if place < 0:
        raise ValueError("no Arrow message")
    (number,) = struct.unpack_from(kind, message, place)
    return int(number)
