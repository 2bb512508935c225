"""Check the county that a file names: takes the lines around its tables, gives issues where they name another.

A 填报单位 that names another county returns everything in the file. Without any such line a title that begins with another
county's name and goes on with a report's does the same, and a sheet that bears one returns what it holds. Any other mention of
a county in the file's name, a sheet's name or a title is a warning.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from etl.config.divisions import Divisions
from etl.model import Issue, SourceFile
from etl.recognise.headings.preamble import Preamble
from etl.recognise.sheet import SheetResult
from etl.recognise.spot_issue import spot_issue
from etl.recognise.statements.placed import Place, Where
from etl.rules.reading.files import FILE_NAMES_OTHER_COUNTY, FILE_OTHER_COUNTY
from etl.text import fold_label, remembering

_OF_COUNTIES = re.compile(
    "^(?:所在|所属|填报|上报|报送)?(?:县|区县|县区|县市区|区市县|县(?:市、?区|[(]市、?区[)])|地区|行政区划?|区域)(?:名称?)?$"
)
# another province, or a city or county that is none of this province's, at the beginning of a sender
_PROVINCES = (
    "(?:(?:北京|天津|上海|重庆)市|(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|贵州|云南|陕西|甘肃|青海|台湾)省"
    "|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区)"
)
_PROVINCE_FOR_SHORT = re.compile(
    "(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|贵州|云南|陕西|甘肃|青海|台湾|内蒙古?|广西|西藏|宁夏|新疆)$"
)
_CODE = re.compile(r"(?<!\d)(5[01]\d{4})(?:0{2}|0{6})?(?![\d*])")
_IN_OTHER_PROVINCE = re.compile(_PROVINCES + "[一-龥]{1,10}?(?:[县区旗州]|民政|人民政府)")
_other_province = remembering(lambda text: _IN_OTHER_PROVINCE.search(fold_label(text)))
_ELSEWHERE = re.compile(
    _PROVINCES
    + "|(?:[一-龥]{2,3}(?:市|县|自治州)|(?![本全我该各外邻跨县某])[一-龥]县)(?=民政|社会|人民政府|委|$|[^一-龥])"
)
# a line that says whose table it is in other words than 填报单位：制表单位：, 填报部门：, 区县：, 行政区划：
_WHOSE = re.compile(
    "^[一-龥()、]{0,8}(?:单位|部门|机构|[县区州市]|地区|区划|地点|来源|制表|县名|区县名称?)(?:[(]盖?章[)])?:"
)
_OFFICE = re.compile(
    "[县市区]?(?:民政局?|社会工作部|社工[委部]|慈善(?:总|协)?会|红十字会|社会组织|[分支]局)?(?:[(]?(?:盖?章|代[报填])[)]?|上?报|提供|报送)?$"
)
_ASIDE = re.compile("[(]([^()]{2,8})[)]")
_APART = re.compile(r"[\s_|·—–、,，-]+")  # 捐赠款物-苍溪, 苍溪、旺苍
LONGEST_TITLE = 60  # a longer line is a text, in which other counties may well be named
# what tells the partner of ours: 锦江区结对会理市资金拨付明细
_OF_A_PARTNER = re.compile("结对|对口|协作|援")
LONGEST_NAME = 14  # a line that is hardly more than a name


def other_county(
    source: SourceFile,
    divisions: Divisions,
    results: Sequence[SheetResult],
    reports: Iterable[str],
    reports_named: Callable[[str], frozenset[str]],
) -> list[Issue]:
    """A critical issue for every report of a file that says it is another county's; a file of nobody's says nothing."""
    if not source.county_code:
        return []
    preambles = [(result.reading.sheet, preamble) for result in results for preamble in result.preambles]
    for sheet, preamble in preambles:
        if preamble.sender and _is_elsewhere(source, divisions, preamble.sender):
            issue = _issue(source, divisions, sheet, "sender", str(preamble.sender), preamble.sender_cell)
            return _for_all(issue, reports)
    rows = _rows_of_others(source, divisions, results)
    mentions = _named_elsewhere(source, divisions, preambles, reports_named)
    if any(preamble.sender and divisions.named_in(preamble.sender) for _, preamble in preambles):
        return [*rows, *mentions]
    for sheet, preamble in preambles:
        for title, cell in zip(preamble.titles, preamble.title_cells, strict=True):
            if _is_titled_by_another(source, divisions, title) and reports_named(title):
                return _for_all(_issue(source, divisions, sheet, "title", title, cell), reports)
    of_sheets = [*_sheets_of_others(source, divisions, results)]
    said = {issue.sheet for issue in of_sheets}
    return [*of_sheets, *rows, *(issue for issue in mentions if issue.cell or issue.sheet not in said)]


def _sheets_of_others(source: SourceFile, divisions: Divisions, results: Sequence[SheetResult]) -> Iterator[Issue]:
    """A critical issue for every report on a sheet that bears another county's name and nothing else."""
    for result in results:
        sheet = result.reading.sheet
        named = divisions.resolve_folder(sheet) if sheet and not sheet.isdecimal() else None
        if named is not None and named.code != source.county_code:
            issue = _issue(source, divisions, sheet, "sheet", sheet, None)
            yield from _for_all(issue, [table.report for table in result.tables]) if result.tables else ()


def _rows_of_others(source: SourceFile, divisions: Divisions, results: Sequence[SheetResult]) -> Iterator[Issue]:
    """A critical issue for every table with a column of counties that names another one in some row."""
    for result in results:
        for table in result.tables:
            for heading, cells in table.extra.items():
                if not _OF_COUNTIES.search(fold_label(heading)):
                    continue
                for row, cell in zip(table.rows, cells, strict=True):
                    if isinstance(cell, str) and _is_elsewhere(source, divisions, cell):
                        index = next((c.index for c in table.columns if c.field is None and c.heading == heading), 0)
                        found = _issue(source, divisions, result.reading.sheet, "row", cell, (row, index))
                        yield replace(found, report=table.report)
                        break


def _named_elsewhere(
    source: SourceFile,
    divisions: Divisions,
    preambles: Sequence[tuple[str, Preamble]],
    reports_named: Callable[[str], frozenset[str]],
) -> Iterator[Issue]:
    """A warning where the file's name, a sheet's name or a report's title names another county and not this one."""
    sheets = dict.fromkeys(sheet for sheet, _ in preambles)
    titles = [
        (sheet, title, cell)
        for sheet, preamble in preambles
        for title, cell in zip(preamble.titles, preamble.title_cells, strict=True)
        if len(title) <= LONGEST_TITLE
        and (_is_a_name(title) or reports_named(title) or _WHOSE.match(fold_label(title)))
    ]
    titles += [(sheet, note, cell) for sheet, preamble in preambles for note, cell in preamble.notes]
    places: list[tuple[str, str, str, Place | None]] = [("文件名", "", _stem(source.name), None)]
    places += [("工作表名", sheet, sheet, None) for sheet in sheets]
    places += [("标题" if cell else Where.PRINTED, sheet, title, cell) for sheet, title, cell in titles]
    for where, sheet, text, cell in places:
        named = divisions.named_in(text) or _short_name_in(divisions, text, reports_named)
        outside = None if named else _other_place(source, divisions, text)
        if source.county_code in named:  # 剑阁县、苍溪县 names another beside ours
            is_partner = _OF_A_PARTNER.search(text) is not None
            named = frozenset() if is_partner else divisions.named_beside(source.county_code, text)
        if outside or named:
            own = divisions.counties[source.county_code].name
            other = outside or "、".join(sorted(divisions.counties[code].name for code in named))
            yield spot_issue(
                FILE_NAMES_OTHER_COUNTY, "", text, sheet=sheet, spot=cell, where=where, other=other, county=own
            )


def _is_a_name(line: str) -> bool:
    return len(line) <= LONGEST_NAME and _OF_A_PARTNER.search(line) is None


def _is_elsewhere(source: SourceFile, divisions: Divisions, sender: str) -> bool:
    """True for a sender that names another county of the province, another prefecture, or a place that is not in it."""
    named = divisions.named_in(sender)
    if named:
        return source.county_code not in named
    folded = fold_label(sender)
    if short := _by_short_name(divisions, folded):
        return short != source.county_code
    if prefectures := divisions.prefectures_named_in(folded):
        return divisions.counties[source.county_code].prefecture_code not in prefectures
    return _ELSEWHERE.match(folded) is not None


def _other_place(source: SourceFile, divisions: Divisions, text: str) -> str | None:
    """Another province, another prefecture of ours, or a city or county that is none of this province's, in a text or a bracket of it."""
    if outside := _other_province(text):
        return outside[0]
    folded = fold_label(text)
    own = divisions.counties[source.county_code].prefecture_code
    if prefectures := divisions.prefectures_named_in(folded):
        return (
            None if own in prefectures else "、".join(sorted(divisions.prefectures[code].name for code in prefectures))
        )
    apart = _names_apart(text)
    for name in apart:
        code = divisions.prefecture_called(name)
        if code is not None:
            return None if code == own else divisions.prefectures[code].name
        if _PROVINCE_FOR_SHORT.match(name):
            return name
    found = next(filter(None, map(_ELSEWHERE.match, apart)), None)
    return found and found[0]


def _short_name_in(divisions: Divisions, text: str, reports_named: Callable[[str], frozenset[str]]) -> frozenset[str]:
    """The county whose short name stands in a bracket, or begins a title or a name before a report's: 旺苍捐赠款物."""
    folded = fold_label(text)
    codes = frozenset(_CODE.findall(folded)) & divisions.counties.keys()
    if codes:
        return codes
    meant = {_by_short_name(divisions, name) for name in _names_apart(text) if not name.isdecimal()} - {None}
    if meant:
        return frozenset(filter(None, meant))
    for length in (4, 3, 2):
        found = divisions.resolve_folder(folded[:length])
        if found is not None and reports_named(folded[length:]):
            return frozenset({found.code})
    return frozenset()


def _stem(name: str) -> str:
    """A file's name without its folders and its ending."""
    last = name.rpartition("/")[2]
    return last.rpartition(".")[0] or last


def _find_names_apart(text: str) -> tuple[str, ...]:
    """Folded words that may be names by themselves: all of a text, what stands in a bracket of it, and between blanks and strokes."""
    folded = fold_label(text)
    asides = _ASIDE.findall(folded)
    parts = [fold_label(part) for one in (text, *asides) for part in _APART.split(one.strip())]
    return tuple(dict.fromkeys((folded, *asides, *parts)))


_names_apart = remembering(_find_names_apart)  # sheets of one template bear the same names


def _by_short_name(divisions: Divisions, folded: str) -> str | None:
    """The code of the county that a name means, in full, for short or with an office of it: 苍溪社工委."""
    names = (folded, _OFFICE.sub("", folded))
    return next((county.code for county in map(divisions.resolve_folder, names) if county is not None), None)


def _is_titled_by_another(source: SourceFile, divisions: Divisions, title: str) -> bool:
    """True when a title begins with another county's name and names this file's county nowhere."""
    named = divisions.named_in(title)
    if not named or source.county_code in named:
        return False
    folded = fold_label(title)
    places = {divisions.counties[code].prefecture_name for code in named}
    start = next((folded[len(p) :] for p in map(fold_label, places) if folded.startswith(p)), folded)
    # the shortest beginning that names it is its name, when it says less without its first letter
    length = next((n for n in range(2, min(12, len(start)) + 1) if divisions.named_in(start[:n]) == named), 0)
    return length > 0 and divisions.named_in(start[1:length]) != named


def _issue(source: SourceFile, divisions: Divisions, sheet: str, case: str, text: str, cell: Place | None) -> Issue:
    own = divisions.counties[source.county_code].name
    return spot_issue(FILE_OTHER_COUNTY, case, text, sheet=sheet, spot=cell, county=own)


def _for_all(issue: Issue, reports: Iterable[str]) -> list[Issue]:
    return [replace(issue, report=report) for report in sorted(set(reports))] or [issue]
