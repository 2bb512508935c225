"""Tell one township's part of a county's report: takes a file's name and who it says reports, gives the township.

Counties often hand on what their townships sent them, a file each. Only a name that says so beyond doubt counts: all of a
folder's or file's name, or its beginning with a report, a year or the like behind it. 乡镇, 城乡 and 乡村振兴 are no townships.
"""

import re
from collections.abc import Iterable

from etl.config.divisions import Divisions
from etl.text import fold_label

_PLACE = r"(?P<place>[一-龥]{1,10}?(?:镇|街道|乡(?!村|镇|亲|土|风|贤|情|愁|友)))"
_OFFICE = r"(?:人民政府|政府|办事处|党工委|党委|民政办|社会事务办|社会事务办公室|便民服务中心|社工站)"
_WHOLE = re.compile(rf"{_PLACE}{_OFFICE}?")
_BEGINS = re.compile(
    rf"{_PLACE}(?=\d|第|年|季度|上报|填报|报送|报表|报\d|台账|统计|汇总|情况|附件|表\d|社会组织|社工|帮扶|结对|捐赠|消费|项目|孵化|活动|需求|资金)"
)
_NO_NAMES = re.compile(
    r"乡镇|城镇|村镇|集镇|市镇|全镇|本镇|各镇|该镇|小镇|城乡|返乡|下乡|回乡|家乡|同乡|本乡|全乡|各乡|该乡|老乡|还乡|思乡|^街道"
)
_CUTS = re.compile(r"[/\\_\-—–()（）【】\[\]〔〕《》“”\s、，,.．·+&]+")
_SERIAL = re.compile(r"^(?:附件|附表|表)?\d*")


def township_of(name: str, senders: Iterable[str | None], divisions: Divisions) -> str | None:
    """The township whose part a file is; None when it is the county's own, or names several.

    `senders` are what the lines around its tables say of who reports; where they name a township, the name says nothing.
    """
    said = {place for sender in senders if sender and (place := _named(fold_label(sender), divisions))}
    steps = re.sub(r"\.[A-Za-z]{2,5}$", "", name)
    written = {place for token in _CUTS.split(steps) if (place := _begun(fold_label(token), divisions))}
    places = said or written
    return places.pop() if len(places) == 1 else None


def _named(text: str, divisions: Divisions) -> str | None:
    """The township that a text is nothing but."""
    found = _WHOLE.fullmatch(_without_county(text, divisions))
    return found["place"] if found and not _NO_NAMES.search(found["place"]) else None


def _begun(token: str, divisions: Divisions) -> str | None:
    """The township that a piece of a file's name is, or begins with."""
    text = _without_county(_SERIAL.sub("", token), divisions)
    found = _WHOLE.fullmatch(text) or _BEGINS.match(text)
    return found["place"] if found and not _NO_NAMES.search(found["place"]) else None


def _without_county(text: str, divisions: Divisions) -> str:
    """A text without the county's or prefecture's name in front."""
    for name in divisions.names_at_start(text):
        text = text.removeprefix(name)
    return text
