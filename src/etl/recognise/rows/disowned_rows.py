"""Rows and lines that say of themselves that they are none of the period's records: takes a table's rows, gives issues.

其中 rows, remarks that void their row, samples left in, lines between the rows after which something else follows, and a
column that gives every row a unit of money of its own.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from etl.model import Grid, Issue
from etl.recognise.cells import is_blank
from etl.recognise.header_block import HeaderBlock
from etl.recognise.rows import table_issues as say
from etl.recognise.rows.body import Body
from etl.recognise.statements.money_unit import names_money
from etl.recognise.statements.placed import Place, PlacedStanding
from etl.recognise.statements.remark import UnitsStated, doubt_of, may_doubt
from etl.recognise.statements.row_words import (
    PART_WORDS,
    SUM_WORDS,
    VOIDING_WORDS,
    is_a_sum,
    is_part_of,
    is_voided_by,
)
from etl.recognise.statements.standing import DOUBTFUL, standing_over_rows
from etl.rules.reading import disowned_rows as rules
from etl.rules.rule import CRITICAL, WARNING, Rule
from etl.text import fold_label

PLACEHOLDER = re.compile(
    r"^[(]?(?:[x×*＊某○〇]{2,}|某[一-龥]?(?=[县市乡镇村]))|(?:测试|示例|样例)(?:数据|名称|单位|组织|项目)?$|^(?:测试|示例|样例|演示|某)(?:社会组织|协会|基金会|商会|学会|机构|活动|基地)$|^请填写|^[(]?(?:填[写报](?:示例|样例|范例)|(?:示例|样例|范例|样表|样本|[例比]?如|例)(?![一-龥]))|^[(]?(?:模板|参考|示范|范本)[)]?$"
)
PLACEHOLDER_WORDS = (
    *"xXｘＸ×*＊某○〇例如",
    "测试",
    "样表",
    "样本",
    "模板",
    "参考",
    "示范",
    "范本",
    "请填写",
)  # one is in each
NAME_WORDS, WORDS = (*PART_WORDS, *PLACEHOLDER_WORDS, *SUM_WORDS), (*PART_WORDS, *VOIDING_WORDS)
# what folding takes out of a word
_BLANKS = tuple(" \u3000\n\r\t\xa0\u200b\u200c\u200d\u2060\ufeff\u202c\u202d\xad")
REMARK = "remark"  # every report has it
LONGEST_REMARK = 60
# a column that says of each row whether it counts, and what says that one does not
STATE_HEADING = re.compile(
    "是否(?:有效|计入|统计|纳入|采[用信]|属实)|有效(?:性|标[志识])|^(?:数据|记录|行)?状态$|(?:审[核查]|核[实查])(?:结果|状态|意见|情况)"
)
DISOWNED = re.compile(
    "(?:否|n|no|[x×✗✘]|(?:已|拟)?(?:无效|失效|草稿|取消|停用|注销|作废|退回|剔除))$|[不未](?:予|能)?(?:通过|属实|合格|同意|计入|统计|采[用信])"
)
MONEY_WORDS = (*"元圆币￥¥$", "RMB", "rmb", "CNY", "USD", "usd", "yuan")  # one is in what names money


def disowned(
    grid: Grid,
    block: HeaderBlock,
    body: Body,
    standings: tuple[PlacedStanding, ...],
    units: Collection[str],
    stated: UnitsStated,
) -> Iterator[Issue]:
    """An issue for each such row or line of a list; `standings` are what the lines between its rows say,
    `units` are those of its amounts, `stated` reads units in a text."""
    for line in standings:
        cell = line.spot.cell
        if cell is not None and body.last_data > cell[0]:
            shown, rule = say.seen(line.text), rules.TABLE_STANDING
            words = {"value": shown, "seen": shown, "standing": line.standing}
            is_doubt = line.standing in DOUBTFUL
            case, severity = ("alone", WARNING) if is_doubt else ("mixed", CRITICAL)
            yield say.issue(rule, grid, block, cell, case=case, severity=severity, **words)
    yield from _of_groups(grid, block, body, {line.spot.cell for line in standings})
    yield from _of_rows(grid, block, body)
    yield from _remarks(grid, block, body, units, stated)
    yield from _unit_columns(grid, block, body)
    yield from _state_columns(grid, block, body)


def _of_groups(grid: Grid, block: HeaderBlock, body: Body, heard: Collection[Place | None]) -> Iterator[Issue]:
    """Lines over some of the rows that speak of them as 储备, 退出 or 其他县区, but for those that were heard."""
    for row in body.categories:
        at, text = next(
            (i, cell) for i, cell in enumerate(grid.rows[row]) if isinstance(cell, str) and not is_blank(cell)
        )
        if (row, at) not in heard and row < body.last_data and (standing := standing_over_rows(text)):
            words = {"value": say.seen(text), "seen": say.seen(text), "standing": standing}
            yield say.issue(rules.TABLE_STANDING, grid, block, (row, at), case="group", severity=WARNING, **words)


def _remarks(
    grid: Grid, block: HeaderBlock, body: Body, units: Collection[str], stated: UnitsStated
) -> Iterator[Issue]:
    """An issue for every remark that throws a doubt on its row, but for those that void it, which are said already."""
    index = next((match.index for match in block.columns if match.field == REMARK), None)
    if index is None or index >= len(body.columns) or not may_doubt(body.columns.texts(index)):
        return
    for place, row in enumerate(body.data):
        cell = body.columns[index][place]
        if not isinstance(cell, str) or is_blank(cell) or _rule_of(cell, is_name=False) is not None:
            continue
        if doubt := doubt_of(cell, units, stated):
            shown = say.seen(cell)
            yield say.issue(rules.TABLE_REMARK, grid, block, (row, index), value=shown, seen=shown, about=doubt)


def _of_rows(grid: Grid, block: HeaderBlock, body: Body) -> Iterator[Issue]:
    named = block.named
    columns = body.columns
    indexes = [index for index in block.free_texts if index < len(columns)]
    said = {index: text for index in indexes if not (text := columns.joined(index)).isascii()}
    found = _may_disown(said, named, NAME_WORDS) | _may_disown(said, said.keys() - named, WORDS)
    doubtful = [index for index in said if index in found]
    for place, row in enumerate(body.data) if doubtful else ():
        for index in doubtful:
            cell = columns[index][place]
            if not isinstance(cell, str) or cell.isascii() or is_blank(cell):
                continue
            if (rule := _rule_of(cell, is_name=index in named)) is not None:
                shown = say.seen(cell)
                yield say.issue(rule, grid, block, (row, index), value=shown, seen=shown)
                break


def _may_disown(said: Mapping[int, str], indexes: Collection[int], words: Collection[str]) -> set[int]:
    """Those of some columns, given as one text each, in which some of the words may stand that their cells are then asked
    about: a look at all of them together, since hardly any table has one."""
    own = {index: said[index] for index in indexes if index in said}
    if not own or not has_word("|".join(own.values()), words):
        return set()
    return {index for index, text in own.items() if has_word(text, words)}


def has_word(text: str, words: Collection[str]) -> bool:
    """True when a text has one of some words, however its blanks and width are written."""
    folded = fold_label(text) if any(blank in text for blank in _BLANKS) else text
    return any(word[-1] in folded and word[0] in folded and word in folded for word in words)


def _rule_of(cell: str, *, is_name: bool) -> Rule | None:
    """The rule that a text of a record breaks; a name may be a sample's, another text may void its row."""
    if is_part_of(cell):
        return rules.TABLE_PART_OF
    if is_name and is_a_sum(cell):
        return rules.TABLE_NAMED_LIKE_SUM
    if is_name:
        return rules.TABLE_PLACEHOLDER if PLACEHOLDER.search(fold_label(cell)) else None
    return rules.TABLE_VOIDED_ROW if len(cell) <= LONGEST_REMARK and is_voided_by(cell) else None


def _unit_columns(grid: Grid, block: HeaderBlock, body: Body) -> Iterator[Issue]:
    """A column that no contract knows, with or without a heading, whose cells are units or kinds of money."""
    if not block.amounts:
        return
    columns, headed = body.columns, {*block.headed}
    headings = {column.index: column.heading for column in block.columns if column.field is None}
    bare = range(min(headed), min(block.layout.last + 1, len(columns)))
    for index in sorted(headings.keys() | {*bare} - headed):
        if index >= len(columns) or not any(word in columns.joined(index) for word in MONEY_WORDS):
            continue
        first = next((cell for cell in columns.texts(index) if names_money(cell)), None)
        if first is not None:
            heading = say.seen(headings.get(index, ""))
            yield say.issue(
                rules.TABLE_UNIT_COLUMN,
                grid,
                block,
                (block.last, index),
                value=heading or say.seen(first),
                heading=heading or "没有标题",
                seen=say.seen(first),
                unit=next(iter(block.amounts.values())),
            )


def _state_columns(grid: Grid, block: HeaderBlock, body: Body) -> Iterator[Issue]:
    """Rows that a column which no contract knows does not count: 作废 below 状态 or 序号, 否 below 是否有效."""
    columns = body.columns
    headings = {c.index: fold_label(c.heading) for c in block.columns if c.field is None} | dict.fromkeys(
        block.serials, ""
    )
    for index, heading in headings.items():
        if index >= len(columns):
            continue
        is_state = STATE_HEADING.search(heading) is not None
        said = columns.joined(index)
        if not is_state and (said.isascii() or not has_word(said, VOIDING_WORDS)):
            continue
        for row, cell in zip(body.data, columns[index], strict=True):
            if (
                isinstance(cell, str)
                and len(cell) <= LONGEST_REMARK
                and (is_voided_by(cell) or (is_state and DISOWNED.match(fold_label(cell))))
            ):
                shown = say.seen(cell)
                yield say.issue(rules.TABLE_VOIDED_ROW, grid, block, (row, index), value=shown, seen=shown)
