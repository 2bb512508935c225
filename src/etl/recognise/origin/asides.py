"""Words that stand apart in a title or a name and that nobody understood: takes texts, gives warnings. Pure.

A bracket behind a title, a sheet's or a file's name, and a short line above a table, say of all that follows which part, time,
place or edition it is. What is heard as one of these is others' to judge; here is what is left.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.model import Issue, SourceFile, address
from etl.recognise.sheet import SheetResult
from etl.recognise.spot_issue import spot_issue
from etl.recognise.statements.money_unit import UnitStatements
from etl.recognise.statements.period import stretches_in
from etl.recognise.statements.placed import Spot, Where
from etl.recognise.statements.set_apart import IN_BRACKETS, behind_strokes
from etl.recognise.statements.standing import standing_of_file, standing_of_line, standing_of_name
from etl.rules.reading.sheets import SHEET_ASIDE
from etl.rules.rule import NOTICE, WARNING
from etl.text import fold_label, remembering, without_numbering

LONGEST_LINE = 8  # letters of a line above a table that is hardly a title
LONGEST_GROUP = 10  # letters of a line between rows or over headings that names them; a longer one explains
IN_BRACKETS_TOO = re.compile("[(][^()]*[)]")
# whose table it is, before the report's name
_OFFICES = re.compile("^(?:四川省?)?(?:[一-龥]{2,5}[市州])?(?:[一-龥]{1,6}?(?:自治)?[县市区])?")
_OTHER_LEVEL = re.compile("^全?[市省州]级?(?:本级)?(?:汇总|统计|数据|合计|上报|下达)")
LONGEST_ASIDE = 20  # a longer bracket explains
# words of forms, editions that are meant to be sent, offices and places, which change nothing
_HARMLESS = (
    r"[0-9.·、,:：/—_年月日号-]+|v(?=[0-9])|(?<![0-9a-z])[a-z](?![0-9a-z])|[一二三四五六七八九十甲乙丙丁]+|第|附表?|附件|样式|表样?|续|接上?页?|下页|[张页批次组]|之|及|和|与|等|的|已|经|按|各|共|新|县?本级|[全本我]?[县区]|乡镇?|村|累计"
    "|副本|盖章|公章|章|签字|扫描|电子|纸质|[定终]稿|最终|正式|修[订改]后?|更[新正]后?|报送|上报|填报|季报|[版件稿]|汇总|明细|清单|名[录册单]|台账|花名册|统计|登记|报表|情况|数据|信息|资料|表格|内容|一览"
    "|试行|执行|[总分]表|主表|副表|单位|填写|必填|含附件|含税|不含税|内部|公开|机密|秘密|注意保存|四川省?|民政|社会工作|社工|社会组织|社会|组织|慈善[总协]?会|红十字会|工商联|乡村振兴|东西部协作|对口帮扶|结对"
    "|助力|参与|引导|动员|开展|接[收受]|实施|推进|进展|工作|乡村|振兴|脱贫|攻坚|巩固|拓展|成果|东西部|省内|对口|支援|力量|有关|相关|关于|万企?兴万?村|五社联动|受益|成效|投入|规模|指标|完成|效益|本期|本季|资金|项目|人员|群众|金额|数量|其他|其它|定向|非定向|年度|公益|志愿|活动|服务|建设|管理|使用|品牌|产业|教育|医疗|养老|就业"
    "|部门|填|报|季度?|末|国家|重点|帮扶|试点|领导|双方|财务|流水|在册|一式[两二三四1-9]份|sheet(?=[0-9])|更新[至于]|截[至止]"
    "|(?<![未待不])已?审[核定](?:通过|完毕|后)?(?![稿中前])|(?:会计|审核|填报|负责|制表|经办|联系)人?:[一-龥]{2,4}"
    "|(?![缺尚仅除未不非部含全其另无待])[一-龥]{1,8}?(?:局|委|办|科|股|室|部|站|厅|中心|协会|学会|商会|基金会|联合会|促进会|镇|乡|街道|村|社区|所|园|校|院|公司)"
)


class Asides:
    """Finds what stands apart and is no known word; built once from the catalog."""

    def __init__(self, catalog: Catalog, divisions: Divisions, reports_named: Callable[[str], frozenset[str]]) -> None:
        self._units_in = UnitStatements(catalog.vocabulary.units).statements_in
        words = {title for one in catalog.contracts.values() for title in (one.title.zh, *one.sheets)}
        names = sorted(map(fold_label, words), key=len, reverse=True)
        self._names = re.compile("|".join(map(re.escape, names)))
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
            yield from self._around_tables(result)
        for result in results:
            sheet = result.reading.sheet
            for text in self._unread(sheet, standing_of_name):
                yield _issue(sheet, Spot(Where.SHEET), text)
            above = result.described[0][1].above  # of a table further down sheet.several speaks
            texts = {(cell[0], title) for cell, title in zip(above.title_cells, above.titles, strict=True) if cell}
            rows = Counter(row for row, _ in texts)  # a group may be said over each of its columns
            for cell, title in zip(above.title_cells, above.titles, strict=True):
                is_alone = cell is not None and rows[cell[0]] == 1
                for text in self._unread(title, standing_of_line, is_line=is_alone):
                    yield _issue(sheet, Spot(Where.TITLE, cell), text)
        name = source.name.rpartition("/")[2].rpartition(".")[0]
        for text in self._unread(name, standing_of_file) if results else ():
            yield _issue(None, Spot(Where.FILE), text)

    def _around_tables(self, result: SheetResult) -> Iterator[Issue]:
        """Ask about texts that stand between the rows, below and over the figures, and in print, and about words that notes call the figures by."""
        sheet, said = result.reading.sheet, {(issue.cell, issue.sheet) for issue in result.issues}
        for _, around in result.described:
            within, page = around.within, around.page
            lines = [(text, cell) for text, cell in zip(within.titles, within.title_cells, strict=True)]
            groups = [(text, cell) for text, cell in around.groups if not self._units_in(text)]
            called = [word for part in around.parts for word in part.called]
            for text, cell in (*lines, *groups, *called):
                plain = without_numbering(text)[-1].rstrip(":")
                is_heard = cell is None or (address(*cell), sheet) in said or standing_of_line(text) is not None
                if not is_heard and len(plain) <= LONGEST_GROUP and self._look(plain):
                    yield _issue(sheet, Spot(Where.LINE, cell), text)
            for cell, text in zip(page.title_cells, page.titles, strict=True):
                if cell is None:
                    for part in self._unread(text, standing_of_name, is_line=True):
                        yield _issue(sheet, Spot(Where.PRINTED), part)

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
        around = self._around_report(folded)
        tail = behind_strokes(text)
        is_tail = tail != "" and not set(tail) & set(":：()（）")
        is_tail = is_tail and not self._reports_named(tail) and bool(self._reports_named(text))
        return [*IN_BRACKETS.findall(folded), *([fold_label(tail)] if is_tail else around)]

    def _around_report(self, folded: str) -> list[str]:
        """Texts before and behind the report's name in a title, without places and brackets, where they are short."""
        named = self._names.search(folded)
        if named is None:
            return []
        rest = (IN_BRACKETS_TOO.sub("", part) for part in (folded[: named.start()], folded[named.end() :]))
        parts = (_OFFICES.sub("", part).strip(" -_—·|:《》“”") for part in rest)
        return [part for part in parts if part and len(part) <= LONGEST_LINE]

    def _is_unread(self, text: str) -> bool:
        """True for a folded text that is no place, no period and no known words."""
        if _OTHER_LEVEL.match(text):
            return True
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
