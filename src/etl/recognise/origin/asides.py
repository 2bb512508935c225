"""Words that stand apart in a title or a name and that nobody understood: takes texts, gives warnings. Pure.

A bracket behind a title, a sheet's or a file's name, and a short line above a table, say of all that follows which part, time,
place or edition it is. What is heard as one of these is others' to judge; here is what is left.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.model import Issue, SourceFile
from etl.recognise.sheet import SheetResult
from etl.recognise.spot_issue import spot_issue
from etl.recognise.statements.money_unit import UnitStatements
from etl.recognise.statements.period import stretches_in
from etl.recognise.statements.placed import Spot, Where
from etl.recognise.statements.set_apart import IN_BRACKETS, behind_strokes
from etl.recognise.statements.standing import standing_of_file, standing_of_line, standing_of_name
from etl.rules.reading.sheets import SHEET_ASIDE
from etl.rules.rule import NOTICE, WARNING
from etl.text import fold_label, remembering

LONGEST_LINE = 8  # letters of a line above a table that is hardly a title
LONGEST_ASIDE = 20  # a longer bracket explains
# words of forms, editions that are meant to be sent, offices and places, which change nothing
_HARMLESS = (
    r"[0-9.·、,:：/—_年月日号-]+|v(?=[0-9])|(?<![0-9a-z])[a-z](?![0-9a-z])|[一二三四五六七八九十甲乙丙丁]+|第|附表?|附件|样式|表样?|续|接上?页?|下页|[张页批次组]|之|及|和|与|等|的|已|经|按|各|共|新|县?本级|[全本我]?[县区]|乡镇?|村|累计"
    "|副本|盖章|公章|章|签字|扫描|电子|纸质|[定终]稿|最终|正式|修[订改]后?|更[新正]后?|报送|上报|填报|季报|[版件稿]|汇总|明细|清单|名[录册单]|台账|花名册|统计|登记|报表|情况|数据|信息|资料|表格|内容|一览"
    "|试行|执行|[总分]表|主表|副表|单位|填写|必填|含附件|含税|不含税|内部|公开|机密|秘密|注意保存|四川省?|民政|社会工作|社工|社会组织|社会|组织|慈善[总协]?会|红十字会|工商联|乡村振兴|东西部协作|对口帮扶|结对"
    "|部门|填|报|季度?|末|国家|重点|帮扶|试点|领导|双方|财务|流水|在册|一式[两二三四1-9]份|sheet(?=[0-9])|更新[至于]|截[至止]"
    "|(?<![未待不])已?审[核定](?:通过|完毕|后)?(?![稿中前])|(?:会计|审核|填报|负责|制表|经办|联系)人?:[一-龥]{2,4}"
    "|(?![缺尚仅除未不非部含全其另无待])[一-龥]{1,8}?(?:局|委|办|科|股|室|部|站|厅|中心|协会|学会|商会|基金会|联合会|促进会|镇|乡|街道|村|社区|所|园|校|院|公司)"
)


class Asides:
    """Finds what stands apart and is no known word; built once from the catalog."""

    def __init__(self, catalog: Catalog, divisions: Divisions, reports_named: Callable[[str], frozenset[str]]) -> None:
        self._units_in = UnitStatements(catalog.vocabulary.units).statements_in
        words = {title for one in catalog.contracts.values() for title in (one.title.zh, *one.sheets)}
        columns = [column for contract in catalog.contracts.values() for column in contract.columns]
        words |= {word for column in columns for word in column.headings()}
        words |= {word for column in columns if column.codes for word in catalog.codes_of(column).code_of()}
        known = "|".join(map(re.escape, sorted({*map(fold_label, words)} - {""}, key=len, reverse=True)))
        self._known = re.compile(f"(?:{known}|{_HARMLESS})*")
        self._divisions, self._reports_named = divisions, reports_named
        self._look = remembering(self._is_unread)

    def issues(self, source: SourceFile, results: Sequence[SheetResult]) -> Iterator[Issue]:
        """An issue for every such text of a file that has a table."""
        results = [result for result in results if result.described]
        for result in results:
            sheet = result.reading.sheet
            for text in self._unread(sheet, standing_of_name):
                yield _issue(sheet, Spot(Where.SHEET), text)
            above = result.described[0][1].above  # of a table further down sheet.several speaks
            rows = Counter(cell[0] for cell in above.title_cells if cell)
            for cell, title in zip(above.title_cells, above.titles, strict=True):
                is_alone = cell is not None and rows[cell[0]] == 1
                for text in self._unread(title, standing_of_line, is_line=is_alone):
                    yield _issue(sheet, Spot(Where.TITLE, cell), text)
        name = source.name.rpartition("/")[2].rpartition(".")[0]
        for text in self._unread(name, standing_of_file) if results else ():
            yield _issue(None, Spot(Where.FILE), text)

    def _unread(self, text: str, standing: Callable[[str], object], *, is_line: bool = False) -> list[str]:
        """Parts of a text that nobody understands; none where it is said to give its table a standing."""
        unread = [part for part in self._apart(text, is_line=is_line) if part and self._look(part)]
        return unread if unread and standing(text) is None else []

    def _apart(self, text: str, *, is_line: bool = False) -> list[str]:
        """Parts of a text that stand apart: in its brackets, and behind its last blank or stroke where the rest names a report; all of a short line."""
        if text.isascii():
            return []
        folded = fold_label(text)
        if is_line and len(folded) <= LONGEST_LINE and not self._reports_named(text):
            return [folded]
        tail = behind_strokes(text)
        is_tail = tail != "" and not set(tail) & set(":：()（）")
        is_tail = is_tail and not self._reports_named(tail) and bool(self._reports_named(text))
        return [*IN_BRACKETS.findall(folded), *([fold_label(tail)] if is_tail else [])]

    def _is_unread(self, text: str) -> bool:
        """True for a folded text that is no place, no period and no known words."""
        if len(text) > LONGEST_ASIDE or self._units_in(text):
            return False
        if self._divisions.named_in(text) or self._divisions.resolve_folder(text):
            return False
        if self._divisions.prefectures_named_in(text) or self._divisions.prefecture_called(text):
            return False
        for stretch in stretches_in(text):
            text = text.replace(stretch.text, "")
        return self._known.fullmatch(text) is None


def _issue(sheet: str | None, spot: Spot, text: str) -> Issue:
    severity = NOTICE if spot.where is Where.FILE else WARNING
    place = f"{spot} " if spot.cell else str(spot)
    return spot_issue(SHEET_ASIDE, "", text, sheet=sheet, spot=spot, severity=severity, place=place)
