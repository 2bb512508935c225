"""A heading that resembles an official one: what it was taken for, or None. Never guesses between two.

Takes the folded labels above one column; tries what counties add without changing the meaning (words of the vocabulary's
`near`), then one slip of the keyboard. Whoever asks records the answer as a notice: it is an assumption.
"""

import re
from functools import lru_cache

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.recognise.headings.meaning import BRACKET, MARKS, Headings, Meaning, undecorated
from etl.recognise.headings.several_words import fields_in
from etl.recognise.headings.slips import SHORTEST, is_slip, with_one_less
from etl.recognise.statements.period import stretches_in
from etl.recognise.statements.standing import standing_of_group
from etl.text import fold_label

COUNTED_IN = re.compile(r"^(?:请?[以按用])(.{1,6}?)(?:为单位|计算?|填写?|填报)$")
# the folder's own period in words, by the report's frequency
OWN_PERIOD = {"monthly": "[本当](?:期|月份?)", "quarterly": "[本当](?:期|季度?)", "annual": "[本当](?:期|年度?)"}
COLUMN_NUMBER = re.compile(r"[a-z]?\d{1,2}(?:[=+\-*×÷][a-z]?\d{1,2})*")  # (4) and (4=2+3) behind a heading
MONEY = re.compile("[元圆万亿¥$]")
AVERAGE = re.compile("[户人村亩]均|每|单价|标准")
# in a bracket behind a heading these only say what it is a heading of
KINDS = frozenset({"姓名", "品名", "类别", "类型", "主题", "方式", "渠道", "方向", "级", "年月", "年月日"})
NAMES = frozenset({"全称", "名称"})  # 社会组织(全称) is 社会组织全称
MOST_BRACKETS = 10  # of one heading that say nothing


class NearHeadings:
    """Finds what a heading resembles; built once from the catalog."""

    def __init__(self, catalog: Catalog, headings: Headings) -> None:
        near = catalog.vocabulary.near
        self._headings = headings
        self._prefixes = tuple(map(fold_label, near.prefixes))
        self._endings = [
            (kind, tuple(map(fold_label, group))) for kind, groups in near.endings.items() for group in groups
        ]
        self._remarks = tuple(map(fold_label, near.remarks))
        self._companions = frozenset(map(fold_label, near.companions))
        self._never = tuple(map(fold_label, near.never))
        self._types = {
            report: {column.name: column.type for column in contract.columns}
            for report, contract in catalog.contracts.items()
        }
        self._subjects = {report: self._subjects_of(contract) for report, contract in catalog.contracts.items()}
        self._choices: dict[str, dict[str, frozenset[str]]] = {
            report: {
                column.name: frozenset(catalog.codes_of(column).code_of())
                for column in contract.columns
                if column.type.has_codes
            }
            for report, contract in catalog.contracts.items()
        }
        self._flows = {
            report: {column.name for column in contract.columns if column.measure == "flow"}
            for report, contract in catalog.contracts.items()
        }
        self._own_period = {
            report: re.compile(rf"^{OWN_PERIOD[contract.frequency]}的?(?=..)|[(]{OWN_PERIOD[contract.frequency]}[)]$")
            for report, contract in catalog.contracts.items()
        }
        self._alike = lru_cache(maxsize=None)(self._headings_alike)
        self._fields_near = lru_cache(maxsize=4096)(self._find)

    def _subjects_of(self, contract: Contract) -> tuple[str, ...]:
        """Subjects of a report's rows, as its key calls them: 项目编号 makes 项目 and 帮扶项目 the subject."""
        if len(contract.key) != 1:
            return ()
        key = fold_label(contract.column(contract.key[0]).label.zh)
        bare = [prefix for prefix in self._prefixes if key.startswith(prefix)]
        return tuple(prefix for prefix in self._prefixes if any(prefix.endswith(subject) for subject in bare))

    def meaning(self, contract: Contract, parts: tuple[str, ...]) -> Meaning | None:
        """The one field that the folded labels above a column can mean, or None."""
        below, parts = self._headings.without_bare_units(parts)
        if not parts:
            return None
        if any(map(standing_of_group, parts[:-1])):
            return None
        fields: set[str] = set()
        said: set[str | None] = set()
        for label in {"".join(parts), parts[-1]}:
            bare, units = self._without_remarks(label)
            said |= units
            near = (
                self._fields_near(contract.report, bare)
                or self._with_choices(contract.report, label)
                or self._in_several_words(contract.report, bare)
            )
            if not near and units & self._headings.measures:  # 参与组织（家） counts them, as 参与组织数 does
                near = self._fields_near(contract.report, f"{bare}数")
            fields |= near
        if len(fields) != 1 or len(said) > 1:
            return None  # two units are none: 成交额（万元）（元）
        field, named = fields.pop(), next(iter(said), None)
        is_figure = self._types[contract.report][field].is_figure
        if not self._headings.takes(contract.report, field, (named, below if is_figure else None)):
            return None
        above = (next(iter(self._without_remarks(label)[1]), None) for label in reversed(parts[:-1]))
        unit = self._headings.money_unit(parts, below, named, *above)
        if is_figure and unit is None and any(map(self._headings.speaks_of_unit, parts)):
            return None
        return Meaning(field, unit, "near")

    def resembled(self, report: str, label: str) -> frozenset[str]:
        """Every field of a report that a folded label without its unit resembles; none where it means something else."""
        return self._fields_near(report, label)

    def is_other(self, label: str) -> bool:
        """True when a folded label has a word that makes it mean something else than the heading it resembles (预计, 其中)."""
        return any(word in label for word in self._never)

    def _without_remarks(self, label: str) -> tuple[str, set[str | None]]:
        """A label without numbering, unit and brackets that change nothing, and the units it named."""
        # the 1 of 1-3月成交额 is no number of the column
        label, named = self._headings.split(label if stretches_in(label) else undecorated(label))
        said: set[str | None] = {named} if named else set()
        for _ in range(MOST_BRACKETS):
            if (found := BRACKET.search(label)) is None:
                break
            tokens = [self._counted_in(token) for token in re.split(r"[,、;:/]", found[1]) if token]
            units = [unit for token in tokens if (unit := self._headings.bare_unit(token))]
            if AVERAGE.search(label[: found.start()]):  # 户均增收（元/户）
                units = [unit for unit in units if unit in self._headings.money] or units
            if len(set(units)) > 1:
                break  # （元/万元）, and （元/斤） is a rate
            rest = [
                token for token in tokens if not self._headings.bare_unit(token) and token not in ("单位", "金额单位")
            ]
            if not all(
                token in KINDS | NAMES or self._is_remark(found[1] if len(tokens) == 1 else token) for token in rest
            ) or any(MONEY.search(token) for token in rest):
                break
            said |= {*units}
            label = label[: found.start()] + "".join(t for t in tokens if t in NAMES)
            label, again = self._headings.split(label)
            said |= {again} if again else set()
        return label.strip(MARKS), said

    def _counted_in(self, token: str) -> str:
        """以元计, 按万元填写 as the unit alone."""
        found = COUNTED_IN.match(token)
        return found[1] if found and self._headings.bare_unit(found[1]) else token

    def _is_remark(self, text: str) -> bool:
        return (
            text.startswith(self._remarks) or text.endswith(self._remarks) or COLUMN_NUMBER.fullmatch(text) is not None
        )

    def _find(self, report: str, label: str) -> frozenset[str]:
        known = self._headings.fields[report]
        if label in known:  # only the numbering or a bracket stood in the way
            return frozenset({known[label][0]})
        if len(label) < 2 or self.is_other(label):
            return frozenset()
        stems = {label} | {label.removeprefix(p) for p in self._prefixes if label.startswith(p)}
        stems = {stem for stem in stems if len(stem) >= 2}
        found = {known[stem][0] for stem in stems if stem in known and len(stem) >= SHORTEST}
        found |= {field for stem in stems for field in self._other_ending(report, stem)}
        found |= self._without_subject(report, label) | self._of_another(report, label)
        return frozenset(found) or self._slips(report, label) or self._of_a_period(report, label)

    def _of_a_period(self, report: str, label: str) -> frozenset[str]:
        """The figure that a heading with a period in it means: 一季度成交额, 成交额(1-3月), 本期成交额.

        Whether the period is the folder's is told by who knows the folder. Not of 2024年成交额 and 截至3月底成交额, which add up.
        """
        said = stretches_in(label)
        bare, fields = self._own_period[report].sub("", label), self._flows[report]
        if len(said) == 1 and not (said[0].is_moment or said[0].is_since_january):
            bare = label.replace(said[0].text, "", 1).replace("()", "").removeprefix("的")
            fields = {*self._choices[report]} if said[0].is_year else fields  # 2023年年检结论
        return self._find(report, bare) & fields if bare != label and len(bare) > 1 else frozenset()

    def _in_several_words(self, report: str, label: str) -> frozenset[str]:
        """The column without figures that a label with a bracket or in several words means: 捐赠（接收）日期, 活动名称及主题.

        Not where the bracket speaks of a unit, and not a heading that means something else.
        """
        if self.is_other(label) or self._headings.speaks_of_unit(label) or MONEY.search(label):
            return frozenset()
        fields = fields_in(label, lambda word: self._fields_near(report, word), self._companions)
        types = self._types[report]
        return fields if not any(types[field].is_figure for field in fields) else frozenset()

    def _of_another(self, report: str, label: str) -> set[str]:
        """The credit code of whom a heading of the report, or a usual word before one, names: 实施单位统一社会信用代码."""
        known, types = self._headings.fields[report], self._types[report]
        whose = ("单位", "机构", "组织", *self._prefixes)
        return {
            field
            for heading, (field, _) in known.items()
            if types[field].is_registered and label.endswith(heading) and len(heading) >= SHORTEST
            for before in [label.removesuffix(heading).removesuffix("的")]
            if before in known or before in whose
        }

    def _with_choices(self, report: str, label: str) -> frozenset[str]:
        """The column of codes whose heading lists its choices in a bracket: 登记层级(省/市/县), 认领状态(是、否)."""
        behind = BRACKET.search(label)
        words = re.split("还是|[,、/;或]", behind[1].removesuffix("等") if behind else label)
        if len(words) < 2 and not (behind and behind[1].endswith("等")):
            return frozenset()
        found = self._find(report, label[: behind.start()]) if behind else frozenset(self._choices[report])
        return frozenset(field for field in found if {*words} <= self._choices[report].get(field, frozenset()))

    def _without_subject(self, report: str, label: str) -> set[str]:
        """The field of a short heading that a label names after the report's subject: 项目进展 is 进展.

        Not where another column's heading ends so too (就业人数, 受益人数), or another report knows the whole label.
        """
        if self._headings.is_known(label):
            return set()
        known = self._headings.fields[report]
        stems = {label.removeprefix(subject) for subject in self._subjects[report] if label.startswith(subject)}
        meant = {
            stem: {field for heading, (field, _) in known.items() if heading.endswith(stem)}
            for stem in stems & set(known)
        }
        return {known[stem][0] for stem, fields in meant.items() if len(stem) >= 2 and fields == {known[stem][0]}}

    def _other_ending(self, report: str, stem: str) -> set[str]:
        """Fields of the type that an ending belongs to, when another ending of that type makes a heading of them."""
        known, types = self._headings.fields[report], self._types[report]
        found = set()
        for kind, endings in self._endings:
            for ending in endings:  # 计划投资金额 ends in 资金额, 金额 and 额
                if not ending or not stem.endswith(ending) or len(stem) - len(ending) < 2:
                    continue
                for other in endings:
                    field = known.get(stem[: -len(ending)] + other, ("", ""))[0]
                    if field and types[field] == kind:
                        found.add(field)
        return found

    def _slips(self, report: str, label: str) -> frozenset[str]:
        """Fields with a heading that one slip turns into this label: a letter too many or too few, two exchanged."""
        if len(label) < SHORTEST:
            return frozenset()
        known = self._headings.fields[report]
        alike, longest = self._alike(report)
        if len(label) > longest + 1:
            return frozenset()
        near = {heading for key in with_one_less(label) for heading in alike.get(key, ())}
        return frozenset(known[heading][0] for heading in near if is_slip(heading, label))

    def _headings_alike(self, report: str) -> tuple[dict[str, list[str]], int]:
        """The headings of a report by what is left of them without one letter, and how long the longest is: what one slip
        turns into each other has one of these in common."""
        alike: dict[str, list[str]] = {}
        known = self._headings.fields[report]
        for heading in known:
            for key in with_one_less(heading):
                alike.setdefault(key, []).append(heading)
        return alike, max(map(len, known), default=0)
