"""Values as text and as what a spreadsheet shows: takes what the warehouse gives, gives plain values without a time zone."""

import json
from datetime import datetime
from typing import Any

from etl.config.calendar import TIMEZONE


def plain(value: Any) -> Any:
    """A value that a cell can hold: yes and no in Chinese, moments by the clock of Beijing, lists and objects as JSON.

    >>> plain(True), plain(None), plain({"备注": "无"}), plain(["a", "b"])
    ('是', None, '{"备注": "无"}', 'a、b')
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.astimezone(TIMEZONE).replace(tzinfo=None, microsecond=0) if value.tzinfo else value
    if isinstance(value, list):
        return "、".join(str(plain(one)) for one in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
