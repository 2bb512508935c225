"""Scope of a statement about units: the whole of a table, some of its columns, or something else. Pure."""

import re
from collections.abc import Collection, Sequence
from functools import cached_property

from etl.model import ColumnMatch
from etl.recognise.header_block import HeaderBlock
from etl.recognise.statements.placed import PlacedUnit
from etl.text import fold_label

_WHOLE_TABLE = frozenset(
    "注说明备以上下表中本内的所有全部各项金额资款物数币种货人民计量均都皆为是统一请按用系:;()、,=-单位价值投捐赠 额据"
)
_PLAIN = frozenset("单位:金额计量货币(")  # 单位：万元, and most are written so
_PART = re.compile("单价|均价|标准|[人户]均|每[人户亩次]")  # 注：单价单位：元 is about no sum
_NUMBER = re.compile(r"^[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[).、]")
_NOTE = ("注", "附注", "说明", "备注", "以上", "表中", "本表", "上表", "表内", "填表说明", "填报说明")


def is_note(text: str) -> bool:
    """True when a line below a table says that it is about the table above."""
    return fold_label(text).startswith(_NOTE)


class UnitLines:
    """Tells what statements are about, for one table."""

    def __init__(self, block: HeaderBlock, columns: Sequence[ColumnMatch], amounts: Collection[str]) -> None:
        self._block, self._columns, self._amounts = block, columns, amounts

    @cached_property
    def _headings(self) -> dict[str, list[str]]:
        """Folded headings of the amounts, the contract's and the sheet's."""
        found = {
            column.name: [fold_label(word) for word in column.headings()]
            for column in self._block.contract.columns
            if column.name in self._amounts
        }
        for match in self._columns:
            if match.field in found:
                found[match.field].append(fold_label(match.heading))
        return found

    def columns_of(self, one: PlacedUnit) -> list[str]:
        """The amounts that a statement is limited to."""
        about = one.statement.about.rpartition("其他")[2] if "其他" in one.statement.about else one.statement.about
        if len(about) < 2 or one.statement.is_bracket or _PLAIN.issuperset(about):
            return []
        found = {
            name: max((len(word) for word in words if len(word) > 2 and word in about), default=0)
            for name, words in self._headings.items()
        }
        longest = max(found.values(), default=0)
        return [name for name, length in found.items() if length == longest > 0]

    def is_of_table(self, one: PlacedUnit) -> bool:
        """True when a statement above a table, in a name or on a cover is about the table, not a column or something else."""
        about = _NUMBER.sub("", one.statement.about)
        if _PLAIN.issuperset(about):
            return True
        if self.columns_of(one):
            return False
        contract = self._block.contract
        if any(fold_label(title) in about for title in (contract.title.zh, *contract.sheets)):
            return True
        if _PART.search(about):
            return False
        # a bracket behind other words is a title, whatever it calls the table
        return one.statement.is_bracket or "单位" in about or "unit" in about or set(about) <= _WHOLE_TABLE

    def is_note(self, one: PlacedUnit) -> bool:
        """True when a statement below a table is about the table above."""
        return is_note(one.text) and not one.statement.is_bracket and self.is_of_table(one)

    def is_about_unknown(self, one: PlacedUnit) -> bool:
        """True when a statement is about a column that no contract knows: it gives that column's unit."""
        unknown = (fold_label(match.heading) for match in self._columns if match.field is None)
        words = (word for word in unknown if len(word) > 1 and "单位" not in word)
        return any(word in one.statement.about for word in words)
