"""Meaning of a heading: its label without the unit, and the field of a contract it stands for.

Labels are folded, then compared exactly. Pure; built once from the catalog.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from etl.contract.catalog import Catalog
from etl.contract.schema import Column, Contract
from etl.contract.vocabulary import Vocabulary
from etl.recognise.statements.money_unit import scale_of
from etl.recognise.statements.standing import standing_of_group
from etl.text import fold_label

UNIT_PREFIX = re.compile(r"^(?:金额|计量)?单位[:为]?")
# what looks like a unit of money, in the vocabulary or not: 百元, 美元, 万, 仟元
MONEY_LIKE = r"(?:(?:rmb|cny|[$¥w十百千万仟佰萬亿美港日欧])*[元圆]|[十百千万仟佰萬亿w]+|[¥$])"
BRACKET = re.compile(r"[(]([^()]*)[)]$")
_UNIT_IN_BRACKET = re.compile(
    rf"(?:(?:金额|计量|货币)?单位[:为]?|请?[以按用])?(?:人民币:?)?{MONEY_LIKE}(?:[人户次]+|/.*|为单位|计算?|填写?|填报)?"
)
_GROUP_TAIL = re.compile("(?:情况|信息)$")  # 认领情况 over 金额 is 认领金额
_EITHER = re.compile("/|或者?")  # between two headings of one column: 总投资/投资金额
MARKS = "*★☆※"  # of a required column; folding takes them off the ends only, and a unit may stand behind: 金额*(万元)
_NUMBER = re.compile(
    r"^(?:[(]?[0-9a-z]{1,2}[.、)-]|第[0-9]{1,2}[列栏][.:、]?|(?:[0-9]{1,2}|[a-z])(?=[一-龥])|[(]?[一二三四五六七八九十]{1,3}[、.)]|[#·•-])"
)
# no letter that may be a unit or a scale of money: k, m, w, y of yuan, t of tons
NUMBER_BEHIND = re.compile("[(](?:[0-9]{1,2}|[a-j])[)]$|(?<=[一-龥)])[0-9]{1,2}$")  # 金额(3), 捐赠编号(a), 金额③
_MUST_BE_FILLED_IN = re.compile("[(](?:必填项?|选填项?|必录项?)[)]$")
_IN_A_BRACKET = re.compile("[(]((?:[^()]|[(][^()]*[)])*)[)]")
_CURRENCY = re.compile("人民币|rmb|cny|[¥￥]")
_NO_WORD = frozenset({"", "单位", "金额", "金额单位", "计量单位", "含税", "不含税", "折价", "折合"})
# the leaf of a group that stands for the group itself: 计划投资 over 小计, 财政资金, 社会资金
WHOLE_LEAVES = frozenset({"小计", "合计", "总计", "总额", "金额", "数额", "总数", "数量"})


@dataclass(frozen=True)
class Meaning:
    """A field of a report, the money unit its heading names, and whether it is the official label."""

    field: str
    unit: str | None
    matched_by: str  # label, alias, near


def undecorated(label: str) -> str:
    """A folded label without what a form puts around it: its number, a colon, a bracket, that it must be filled in."""
    plain = NUMBER_BEHIND.sub("", _MUST_BE_FILLED_IN.sub("", _NUMBER.sub("", label)).rstrip(":" + MARKS))
    return inside[1] if (inside := _IN_A_BRACKET.fullmatch(plain)) else plain


def _either(fields: Mapping[str, tuple[str, str]], label: str) -> tuple[str, str] | None:
    """The one field that every part of a label with / or 或 in it, or with a bracket behind, is a heading of: 法人代表(负责人)."""
    words = _EITHER.split(label)
    if len(words) == 1 and (behind := BRACKET.search(label)):
        words = [label[: behind.start()], behind[1]]
    named = {fields[word][0] for word in words if word in fields}
    return (named.pop(), "alias") if len(words) > 1 and len(named) == 1 and all(w in fields for w in words) else None


class Headings:
    """All headings that any contract of one shape knows, folded; answers for one contract or for any."""

    def __init__(self, catalog: Catalog, shape: str = "list") -> None:
        vocabulary = catalog.vocabulary
        self.money = {fold_label(unit): unit for unit in vocabulary.units}
        self.measures = vocabulary.folded(vocabulary.measures)
        self._unit_ends = {unit[-1] for unit in (*self.money, *self.measures)}
        self.serials = vocabulary.folded(vocabulary.serial_headings)
        self.fields: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)  # report -> heading -> field, how
        for contract in catalog.contracts.values():
            for column in contract.columns if contract.shape == shape else ():
                for heading in column.headings():
                    how = "label" if heading == column.label.zh else "alias"
                    for folded in contract.spellings(heading):
                        self.fields[contract.report].setdefault(folded, (column.name, how))
        self.known = frozenset().union(*self.fields.values())
        self._reports: dict[str, set[str]] = defaultdict(set)  # heading -> reports that have it
        for report, fields in self.fields.items():
            for heading in fields:
                self._reports[heading].add(report)
        self._units_of: Mapping[tuple[str, str], frozenset[str]] = {
            (contract.report, column.name): self._units_for(column, vocabulary)
            for contract in catalog.contracts.values()
            for column in contract.columns
        }
        self._looks_at_units = shape == "list"  # a form holds the units of its rows against its indicators itself
        self._unit_at_end = self._unit_pattern()
        self.split = lru_cache(maxsize=65536)(self._split)

    def _units_for(self, column: Column, vocabulary: Vocabulary) -> frozenset[str]:
        """Folded units that a heading of a column may name: money for amounts, what is counted for figures, none for all else."""
        if column.type.is_money:
            return frozenset(self.money)
        return vocabulary.measures_of(column) if column.type.is_figure else frozenset()

    def takes(self, report: str, field: str, named: Iterable[str | None]) -> bool:
        """True when the figures of a field can be in the units that a heading names: 成交额（斤） is no sum, 受益人数（户） counts no
        persons, 农产品（吨） is no name."""
        return not self._looks_at_units or {*named} - {None} <= self._units_of[report, field]

    def _unit_pattern(self) -> re.Pattern[str]:
        """A money unit or a measure at the end of a folded label: in brackets, after a slash or a comma, or behind 单位：."""
        money = "|".join(map(re.escape, sorted(self.money, key=len, reverse=True)))
        measures = "|".join(map(re.escape, sorted(self.measures, key=len, reverse=True)))
        before = "(?:(?:金额|计量|货币)?单位[:为]?)?(?:人民币:?)?"
        said = "(?:金额|计量|货币)?单位[:为](?:人民币)?"
        return re.compile(
            rf"(?:[(]{before}(?P<a>{money}|{measures})[)]|[/,、:]{before}(?P<b>{money}|{measures})|(?:{said}|人民币)(?P<c>{money}))$"
        )

    def _split(self, label: str) -> tuple[str, str | None]:
        """A folded label without its unit, and the unit, where it names one; without its number too where that is known.

        `金额(折价)(万元)` gives `金额(折价)` and `万元`, `3.金额(必填)` gives `金额`.
        """
        split = self._without_unit(label)
        if split[0] not in self.known and (plain := undecorated(label)) != label:
            bare = self._without_unit(plain)
            return bare if bare[0] in self.known else split
        return split

    def _without_unit(self, label: str) -> tuple[str, str | None]:
        found = self._unit_at_end.search(label)
        if found and found.start() > 0:
            return label[: found.start()].rstrip(MARKS), found["a"] or found["b"] or found["c"]
        if (inside := BRACKET.search(label)) and inside.start() > 0 and (unit := self._money_in(inside[1])):
            return label[: inside.start()].rstrip(MARKS), unit
        for unit in self.money:
            if label.endswith(unit) and (bare := label.removesuffix(unit).rstrip(MARKS + "-_—")) in self.known:
                return bare, unit
        return label, None

    def _money_in(self, inside: str) -> str | None:
        """The one money unit that a bracket behind a heading names in other words: 万, w, 人民币,万元, 万元人民币, ¥万元."""
        tokens = [_CURRENCY.sub("", token) for token in re.split("[,、;:]", inside)]
        units = {self.money.get(f"{scale}元") for token in tokens if (scale := scale_of(token)) is not None}
        rest = [token for token in tokens if token not in _NO_WORD and scale_of(token) is None]
        return fold_label(unit) if not rest and len(units) == 1 and (unit := units.pop()) else None

    def bare_unit(self, label: str) -> str | None:
        """The unit, when a folded label is nothing but one, as in a row of units under the headings."""
        if label.strip("()")[-1:] not in self._unit_ends:  # as of nearly every value in the rows that are asked about
            return None
        bare = UNIT_PREFIX.sub("", label.strip("()")).strip("()").removeprefix("人民币")
        return bare if bare in self.money or bare in self.measures else None

    def speaks_of_unit(self, label: str) -> bool:
        """True when a folded label ends in a bracket with something like a unit in it: 资金情况(百元), (万人), (元,保留整数)."""
        found = BRACKET.search(label)
        return found is not None and any(map(_UNIT_IN_BRACKET.fullmatch, re.split("[,、;]", found[1])))

    def is_known(self, label: str) -> bool:
        """True when any contract has this folded label as a heading, with or without a unit."""
        return label in self.known or self.split(label)[0] in self.known

    def reports_with(self, parts: list[tuple[str, ...]], at_least: int) -> list[str]:
        """The reports that know some of the labels, each label taken alone or joined to the ones above it."""
        seen: Counter[str] = Counter()
        for labels in filter(None, parts):
            folded = [fold_label(label) for label in labels]
            candidates = {"".join(folded[start:]) for start in range(len(folded))} | set(folded)
            candidates |= {self.split(candidate)[0] for candidate in candidates}
            seen.update({report for candidate in candidates for report in self._reports.get(candidate, ())})
        return [report for report in self.fields if seen[report] >= at_least]

    def is_serial(self, label: str) -> bool:
        return label in self.serials

    def meaning(self, contract: Contract, parts: tuple[str, ...], is_shared: bool = False) -> Meaning | None:
        """Meaning in a contract of the folded labels above one column, from top to bottom; None when nothing fits.

        Tried in order: all joined, ever fewer from the top, then the group alone. A group that is shared with other
        columns stands for none of them, unless the leaf says it is the whole (小计).
        """
        unit, parts = self.without_bare_units(parts)
        if not parts:
            return None
        bare = (*(_GROUP_TAIL.sub("", part) for part in parts[:-1]), parts[-1])
        forms = (parts, bare) if bare != parts else (parts,)
        joined = [("".join(form[start:]), start) for start in range(len(parts)) for form in forms]
        groups = [*reversed(parts[:-1])] if not is_shared or self.split(parts[-1])[0] in WHOLE_LEAVES else []
        fields = self.fields[contract.report]
        for candidate, start in [*joined, *((group, None) for group in groups)]:
            for label, named in ((candidate, None), self.split(candidate)):
                if (known := fields.get(label) or _either(fields, label)) is None:
                    continue
                field, how = known
                if any(map(standing_of_group, parts[:start] if start is not None else ())):
                    return None  # 上年同期, 预计, 其中 over it: other figures than the heading's own
                is_figure = contract.column(field).type.is_figure
                if start is None and is_shared and not is_figure:
                    continue  # 数量 of goods is no goods
                if not self.takes(contract.report, field, (named, unit if is_figure else None)):
                    return None
                return Meaning(field, self.money_unit(parts, named, unit), how)
        return None

    def without_bare_units(self, parts: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
        """The unit that stands alone below or above a heading, as a row of units or as a group (单位：元), and the other labels."""
        unit = None
        while len(parts) > 1 and (below := self.bare_unit(parts[-1])):
            unit, parts = below, parts[:-1]
        while len(parts) > 1 and (above := self.bare_unit(parts[0])):
            unit, parts = unit or above, parts[1:]
        return unit, parts

    def money_unit(self, parts: tuple[str, ...], *named: str | None) -> str | None:
        """The money unit of a column: one that was named, else the one at the end of the lowest label that has any."""
        above = next((unit for _, unit in map(self.split, reversed(parts)) if unit), None)
        return next((self.money[unit] for unit in (*named, above) if unit in self.money), None)
