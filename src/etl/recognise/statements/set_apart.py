"""Parts of a text that stand apart: in its brackets, and behind its last blank or stroke. Pure."""

import re

IN_BRACKETS = re.compile("[(]([^()]+)[)]")  # of a folded text
_STROKES = re.compile(r"[\s_|·—–-]+")


def behind_strokes(text: str) -> str:
    """Give what stands behind the last blank or stroke of a text; "" where there is nothing.

    >>> behind_strokes("消费帮扶 - 草稿"), behind_strokes("消费帮扶")
    ('草稿', '')
    """
    parts = _STROKES.split(text.strip())
    return parts[-1] if len(parts) > 1 else ""
