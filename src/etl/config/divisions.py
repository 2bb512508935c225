"""Counties and prefectures as people write them: takes a text, gives the codes that it names.

Never guesses: a name that several counties bear, and that nothing in front of it tells apart, decides nothing.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

from etl.config.division_files import (
    CODE,
    County,
    FormerDivision,
    Prefecture,
    read_divisions,
    read_history,
    read_key_counties,
)
from etl.errors import ArgumentError
from etl.text import fold_label, remembering

_WHAT_IT_IS = re.compile("(?:(?:藏|彝|羌|回|苗|土家)族)*自治[县州]$|[县市区州]$")


@dataclass(frozen=True)
class _Bearer:
    """A county that bears a name, with the prefectures it belonged to under it; no code: it exists no more."""

    code: str | None
    prefectures: frozenset[str]


@dataclass(frozen=True)
class Divisions:
    """All divisions of the province, by code in the order of the codes, and the ways of finding one."""

    counties: Mapping[str, County]
    prefectures: Mapping[str, Prefecture]
    former: tuple[FormerDivision, ...] = ()

    def resolve_folder(self, name: str) -> County | None:
        """The county that a folder's name means: a code, a name, current or former, full or short, or prefecture and county.

        None when nobody or more than one bears the name: 市中区 says nothing, 乐山市市中区 does.
        """
        return self._resolved(fold_label(name))

    def _resolve(self, folded: str) -> County | None:
        if CODE.fullmatch(folded):
            return self.counties.get(self._successors.get(folded) or folded)
        bearers = self._bearers.get(folded, ())
        for cut in range(2, len(folded) - 1):
            prefecture = self._prefecture_names.get(folded[:cut])
            bearers += tuple(b for b in self._bearers.get(folded[cut:], ()) if prefecture in b.prefectures)
        codes = {bearer.code for bearer in bearers}
        code = codes.pop() if len(codes) == 1 else None if codes else self._short_names.get(folded)
        return self.counties[code] if code else None

    def named_in(self, text: str) -> frozenset[str]:
        """The codes of all counties whose full name, current or former, stands in a text; empty when none does.

        Of names that overlap the longest counts: 会理县 is not 理县. A prefecture written before a name that several
        counties bear tells them apart; without one, all of them are given.
        """
        return self._remembered(text)

    def named_beside(self, code: str, text: str) -> frozenset[str]:
        """The codes of all counties named in a text by names that are not the one county's: 剑阁县、苍溪县 names another
        beside 剑阁县."""
        if len(self.named_in(text)) < 2:
            return frozenset()
        return frozenset().union(*(codes for codes in self._codes_in(text) if code not in codes))

    def _named(self, text: str) -> frozenset[str]:
        return frozenset().union(*self._codes_in(text))

    def _codes_in(self, text: str) -> list[frozenset[str]]:
        """The codes of the counties that bear each of the names in a text."""
        found: list[frozenset[str]] = []
        prefecture = None
        for name in self._names_in(fold_label(text)):
            prefecture = self._prefecture_names.get(name, prefecture)
            bearers = self._bearers.get(name, ())
            meant = [b for b in bearers if prefecture in b.prefectures] or bearers
            found.append(frozenset(b.code for b in meant if b.code))
        return found

    def prefecture_called(self, folded: str) -> str | None:
        """The code of the prefecture that a name means, in full or for short: 南充."""
        return self._prefecture_names.get(folded) or self._short_prefectures.get(folded)

    def prefectures_named_in(self, text: str) -> frozenset[str]:
        """The codes of all prefectures whose name, current, former or short, stands in a text."""
        return self._prefectures_remembered(fold_label(text))

    def _prefectures_named(self, folded: str) -> frozenset[str]:
        names = self._names_in(folded)
        return frozenset(self._prefecture_names[name] for name in names if name in self._prefecture_names)

    def names_at_start(self, folded: str) -> list[str]:
        """The names of prefectures and counties, one after the other, that a folded text begins with."""
        names: list[str] = []
        while rest := folded[sum(map(len, names)) :]:
            name = next((name for name in self._by_first_letter.get(rest[0], ()) if rest.startswith(name)), None)
            if name is None:
                break
            names.append(name)
        return names

    def _names_in(self, folded: str) -> list[str]:
        """The names of counties and prefectures in a text, in its order; of those that overlap the longest."""
        found = [
            (start, start + len(name), name)
            for start, letter in enumerate(folded)
            if (name := next((n for n in self._by_first_letter.get(letter, ()) if folded.startswith(n, start)), None))
        ]
        kept: list[tuple[int, int, str]] = []
        for start, end, name in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
            if all(end <= taken_start or start >= taken_end for taken_start, taken_end, _ in kept):
                kept.append((start, end, name))
        return [name for _, _, name in sorted(kept)]

    @cached_property
    def _remembered(self) -> Callable[[str], frozenset[str]]:
        """Counties named in a text: sheets of one template bear the same names."""
        return remembering(self._named)

    @cached_property
    def _prefectures_remembered(self) -> Callable[[str], frozenset[str]]:
        return remembering(self._prefectures_named)

    @cached_property
    def _resolved(self) -> Callable[[str], County | None]:
        return remembering(self._resolve)

    def __getstate__(self) -> dict[str, object]:
        """Only what it was made from is sent to another process, nothing that was derived or remembered."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def _successors(self) -> dict[str, str | None]:
        """Former code -> what it is today; a code that only changed its name is left out."""
        return {past.code: past.now for past in self.former if past.code != past.now}

    @cached_property
    def _prefecture_names(self) -> dict[str, str]:
        """Folded name of a prefecture, current, former or short (阿坝州) -> its code."""
        names = {p.name: p.code for p in self.prefectures.values()}
        names |= {p.name[:2] + "州": p.code for p in self.prefectures.values() if p.name.endswith("自治州")}
        former = {
            past.name: past.now for past in self.former if past.now in self.prefectures and _is_prefecture(past.code)
        }
        return {fold_label(name): code for name, code in (former | names).items() if code}

    @cached_property
    def _bearers(self) -> dict[str, tuple[_Bearer, ...]]:
        """Folded full name of a county -> who bears or bore it."""
        places: dict[tuple[str, str | None], set[str]] = defaultdict(set)
        for county in self.counties.values():
            places[county.name, county.code].add(county.prefecture_code)
        for past in self.former:
            if not _is_prefecture(past.code):
                now = self.counties.get(past.now or "")
                seat = past.code[:4] + "00"
                places[past.name, now.code if now else None] |= {self._successors.get(seat) or seat}
                if now:
                    places[past.name, now.code].add(now.prefecture_code)
        for (name, code), prefectures in list(places.items()):
            if name.startswith("市"):  # 乐山市市中区 is mostly written 乐山市中区
                for prefecture in prefectures & set(self.prefectures):
                    places[self.prefectures[prefecture].name.removesuffix("市") + name, code].add(prefecture)
        bearers: dict[str, tuple[_Bearer, ...]] = {}
        for (name, code), prefectures in places.items():
            bearers[fold_label(name)] = (*bearers.get(fold_label(name), ()), _Bearer(code, frozenset(prefectures)))
        return bearers

    @cached_property
    def _short_names(self) -> dict[str, str]:
        """Folded name of a county without what it is (壤塘, 北川) -> its code, where it is one county's and no prefecture's."""
        prefectures = {_WHAT_IT_IS.sub("", name) for name in self._prefecture_names}
        bearers: dict[str, set[str]] = defaultdict(set)
        for county in self.counties.values():
            bearers[_WHAT_IT_IS.sub("", fold_label(county.name))].add(county.code)
        return {
            name: code
            for name, (code, *others) in bearers.items()
            if not others and len(name) > 1 and name not in prefectures
        }

    @cached_property
    def _short_prefectures(self) -> dict[str, str]:
        """Folded name of a prefecture without what it is (南充, 凉山) -> its code."""
        return {_WHAT_IT_IS.sub("", name): code for name, code in self._prefecture_names.items()}

    @cached_property
    def _by_first_letter(self) -> dict[str, tuple[str, ...]]:
        """First letter -> the names that begin with it, the longest first."""
        names: dict[str, list[str]] = defaultdict(list)
        for name in sorted({*self._bearers, *self._prefecture_names}, key=len, reverse=True):
            names[name[0]].append(name)
        return {letter: tuple(group) for letter, group in names.items()}


def county_code(divisions: Divisions, name: str) -> str:
    """The code of the county that an operator names; ArgumentError when nobody or more than one bears the name."""
    county = divisions.resolve_folder(name)
    if county is not None:
        return county.code
    several, folded = divisions.named_in(name), fold_label(name)
    if len(several) > 1 and divisions.names_at_start(folded) == [folded]:
        counties = [divisions.counties[code] for code in sorted(several)]
        named = ", ".join(f"{one.code} {one.prefecture_name}{one.name}" for one in counties)
        raise ArgumentError(f"more than one county is or was called {name}: {named}; give the code of one")
    raise ArgumentError(f"unknown county: {name}; give a code such as 513228 or a full name such as 黑水县")


def load_divisions(config: Path) -> Divisions:
    """The divisions of a config folder; ContractError names the file, the line and what is wrong there."""
    folder = config / "reference"
    prefectures, counties = read_divisions(folder, read_key_counties(folder))
    return Divisions(counties, prefectures, read_history(folder, {*counties, *prefectures}))


def _is_prefecture(code: str) -> bool:
    return code.endswith("00")
