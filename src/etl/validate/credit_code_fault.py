"""What is wrong with a text that is no unified social credit code: takes the code as typed, gives words for the county.

Never repairs one: an O that should be a zero is said, not exchanged.
"""

from etl.types.credit_code import ALPHABET

LENGTH = 18


def credit_code_fault(text: str) -> str:
    """Why a text is no code of GB 32100-2015: its length, a letter the standard does not use, or the check character.

    >>> credit_code_fault("91350100M000100Y4")
    '只有 17 位，应为 18 位'
    >>> credit_code_fault("9135O100M000100Y43")
    '第 5 位是“O”，代码里不用这个字符'
    """
    if "*" * 8 in text:
        return "填的是身份证号"
    forbidden = [(place, letter) for place, letter in enumerate(text, 1) if letter not in ALPHABET]
    if forbidden and len(text) == LENGTH:
        place, letter = forbidden[0]
        return f"第 {place} 位是“{letter}”，代码里不用这个字符"
    if len(text) != LENGTH:
        return f"{'只' if len(text) < LENGTH else ''}有 {len(text)} 位，应为 18 位"
    if not text[2:8].isdigit():
        return "第 3 至 8 位应是数字（登记机关行政区划码）"
    return "校验码不符，有一位或几位写错了"
